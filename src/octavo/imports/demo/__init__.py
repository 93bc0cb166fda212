"""A first look without outside data: a few stories of our own, and pictures drawn by code."""
