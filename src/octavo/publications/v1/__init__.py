# Generated from proto/octavo/publications/v1 by `make proto`; not to be edited.
"""The contract of octavo.publications.v1, as Python."""
