"""Readership: how often stories are seen and read, without knowing by whom.

Owns counts by story and day. Does not own the stories, and knows nothing of readers once the day is over.
"""
