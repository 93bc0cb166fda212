"""Feed: what each reader finds on the home page, and why.

Owns timelines, the order of home pages and its records, and what was seen. Keeps read-only copies of what is
published and followed, fed by events; does not own either.
"""
