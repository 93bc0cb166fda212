"""Annotations: what people write beside a text. So far the notes on drafts.

Owns the notes. Does not own who may read a draft: that the stories say, asked as the caller.
"""
