"""Moderation: what people report, what is decided about it, and a log of what was done with power.

Owns reports, decisions with their statements of reasons, and the log. Does not own what they are about: a
story is taken back by the stories, a response by the responses, a person suspended by the accounts, each by
the moderator's own right.
"""
