# Generated from proto/octavo/annotations/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.annotations.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["HighlightId", "NoteId"]

HighlightId = NewType("HighlightId", str)
NoteId = NewType("NoteId", str)
