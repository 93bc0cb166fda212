# Generated from proto/octavo/replays/v1 by `make proto`; not to be edited.
"""The contract of octavo.replays.v1, as Python."""
