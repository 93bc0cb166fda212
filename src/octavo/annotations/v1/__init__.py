# Generated from proto/octavo/annotations/v1 by `make proto`; not to be edited.
"""The contract of octavo.annotations.v1, as Python."""
