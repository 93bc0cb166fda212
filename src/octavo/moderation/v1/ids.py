# Generated from proto/octavo/moderation/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.moderation.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["DecisionId", "EntryId"]

DecisionId = NewType("DecisionId", str)
EntryId = NewType("EntryId", str)
