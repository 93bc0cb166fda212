# Generated from proto/octavo/feed/v1 by `make proto`; not to be edited.
"""The contract of octavo.feed.v1, as Python."""
