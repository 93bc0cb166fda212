# Generated from proto/octavo/images/v1 by `make proto`; not to be edited.
"""The contract of octavo.images.v1, as Python."""
