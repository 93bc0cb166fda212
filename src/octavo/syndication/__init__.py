"""Syndication: feeds, sitemaps and cards, in the forms that other readers and machines understand.

Owns the tokens of private feeds, and the writing of RSS, Atom, JSON Feed and sitemaps. Does not own what
stands in them (stories, accounts), nor where anything is (the edge makes every address).
"""
