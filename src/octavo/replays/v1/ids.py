# Generated from proto/octavo/replays/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.replays.v1: strings that must not be mixed up."""

__all__ = []
