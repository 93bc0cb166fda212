# Generated from proto/octavo/embeds/v1 by `make proto`; not to be edited.
"""The contract of octavo.embeds.v1, as Python."""
