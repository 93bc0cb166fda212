"""A whole fleet on one machine, from one file: engines, services, edges, and HAProxy before them."""
