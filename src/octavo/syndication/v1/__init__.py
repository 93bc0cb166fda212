# Generated from proto/octavo/syndication/v1 by `make proto`; not to be edited.
"""The contract of octavo.syndication.v1, as Python."""
