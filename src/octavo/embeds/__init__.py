"""Embeds: what a pasted link stands for, told by its own page.

Owns what other sites' pages said of themselves, for a while. Does not own the pictures (images) nor what a
story makes of it (the document).
"""
