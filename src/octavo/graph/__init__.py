"""Graph: who did what to what: follows, claps, mutes and blocks.

Owns these edges and what they add up to. Does not own the people, stories and publications at their ends.
"""
