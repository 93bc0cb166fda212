"""Moves a site's databases from one engine to another while it runs, and proves that nothing is missing."""
