# Generated from proto/octavo/search/v1 by `make proto`; not to be edited.
"""The contract of octavo.search.v1, as Python."""
