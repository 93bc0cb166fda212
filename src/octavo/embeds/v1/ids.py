# Generated from proto/octavo/embeds/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.embeds.v1: strings that must not be mixed up."""

__all__ = []
