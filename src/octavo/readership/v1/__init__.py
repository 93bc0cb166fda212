# Generated from proto/octavo/readership/v1 by `make proto`; not to be edited.
"""The contract of octavo.readership.v1, as Python."""
