"""Webhooks: other machines are told what happened, at an address of theirs.

Owns who is to be told of what, what is on its way, and the log of what was delivered. Does not own what
happened: it hears the events of accounts, stories and publications, and asks stories what may be told.
"""
