# Generated from proto/octavo/moderation/v1 by `make proto`; not to be edited.
"""The contract of octavo.moderation.v1, as Python."""
