"""The door: the Protocol, values, faults and ids of the annotations."""

from octavo.annotations.v1.annotations import (
    CONTRACT,
    Annotations,
    Note,
    NoteId,
    NoteNotFound,
    PersonId,
    StoredNote,
    StoryId,
    TooManyNotes,
)

__all__ = [
    "CONTRACT",
    "Annotations",
    "Note",
    "NoteId",
    "NoteNotFound",
    "PersonId",
    "StoredNote",
    "StoryId",
    "TooManyNotes",
]
