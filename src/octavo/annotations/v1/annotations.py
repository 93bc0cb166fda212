# Generated from octavo/annotations/v1/annotations.proto by `make proto`; not to be edited.

"""Annotations: what people write beside a text."""

from __future__ import annotations

from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.annotations.v1.ids import NoteId
from octavo.chassis.contract import (
    Audience,
    Category,
    Contract,
    Erasure,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.chassis.faults import NotFound, ResourceExhausted
from octavo.stories.v1.ids import StoryId

__all__ = [
    "AddNoteRequest",
    "AddNoteResponse",
    "Annotations",
    "CONTRACT",
    "DeleteNoteRequest",
    "DeleteNoteResponse",
    "EditNoteRequest",
    "EditNoteResponse",
    "ListNotesRequest",
    "ListNotesResponse",
    "Note",
    "NoteId",
    "NoteNotFound",
    "PersonId",
    "SettleNoteRequest",
    "SettleNoteResponse",
    "StoredNote",
    "StoryId",
    "TooManyNotes",
]


class Note(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: NoteId = NoteId("")
    story_id: StoryId = StoryId("")
    # The paragraph, by its lasting id.
    block_id: str = ""
    # The note that this answers; empty where it answers none.
    reply_to: NoteId = NoteId("")
    # Empty where it was taken away, or its author erased.
    author_id: PersonId = PersonId("")
    # The words of the text that it is about.
    quote: str = ""
    # Empty where it was taken away.
    text: str = ""
    written_at: Moment
    edited: bool = False
    settled: bool = False
    # Its paragraph is no longer there.
    gone: bool = False


class AddNoteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    # A block of the draft as it was last saved.
    block_id: str = ""
    # 1 to 2000 characters.
    text: str = ""
    # At most 300 characters.
    quote: str = ""
    # A note that itself answers none; the answer is at the same paragraph.
    reply_to: NoteId = NoteId("")


class AddNoteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    note: Note


class ListNotesRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")


class ListNotesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    notes: tuple[Note, ...] = ()


class EditNoteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    note_id: NoteId = NoteId("")
    text: str = ""


class EditNoteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    note: Note


class DeleteNoteRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    note_id: NoteId = NoteId("")


class DeleteNoteResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class SettleNoteRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    note_id: NoteId = NoteId("")
    settled: bool = False


class SettleNoteResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    note: Note


class StoredNote(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a note is stored: who goes takes their words with them, others' answers stay."""

    author_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.BLANK, subject="author_id")] = (
        PersonId("")
    )
    text: Annotated[str, Personal(Category.CONTENT, Erasure.BLANK, subject="author_id")] = ""
    quote: Annotated[str, Personal(Category.CONTENT, Erasure.BLANK, subject="author_id")] = ""
    written_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.KEEP, subject="author_id")]


class NoteNotFound(NotFound):
    """There is no such note or draft, or not for this caller."""

    proto_name = "octavo.annotations.v1.NoteNotFound"
    public_text = "There is no such note or draft, or not for this caller."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TooManyNotes(ResourceExhausted):
    """A story has room for so many."""

    proto_name = "octavo.annotations.v1.TooManyNotes"
    public_text = "A story has room for so many."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class Annotations(Protocol):
    """Notes on drafts: for whoever may read the draft, and nobody else."""

    async def add_note(
        self, *, story_id: StoryId, block_id: str, text: str, quote: str = "", reply_to: NoteId = NoteId("")
    ) -> Note:
        """A note at a paragraph, or with `reply_to` an answer to one.

        Raises NoteNotFound, TooManyNotes.
        """
        ...

    async def list_notes(self, *, story_id: StoryId) -> tuple[Note, ...]:
        """All notes of a story, oldest first; they are few enough to come at once.

        Raises NoteNotFound.
        """
        ...

    async def edit_note(self, *, note_id: NoteId, text: str) -> Note:
        """Other words; for whoever wrote it.

        Raises NoteNotFound.
        """
        ...

    async def delete_note(self, *, note_id: NoteId) -> None:
        """Takes it away; for whoever wrote it. Where others answered, their answers stay.

        Raises NoteNotFound.
        """
        ...

    async def settle_note(self, *, note_id: NoteId, settled: bool) -> Note:
        """Says that a note is done with, or open again; for everybody who reads it.

        Raises NoteNotFound.
        """
        ...


CONTRACT = Contract(
    name="octavo.annotations.v1.Annotations",
    wire="octavo.annotations.v1.annotations_wire",
    methods=(
        Method(
            name="AddNote",
            call="add_note",
            request=AddNoteRequest,
            response=AddNoteResponse,
            returns="note",
            audience=Audience.PUBLIC,
            scope="annotations:write",
            faults=(
                NoteNotFound,
                TooManyNotes,
            ),
        ),
        Method(
            name="ListNotes",
            call="list_notes",
            request=ListNotesRequest,
            response=ListNotesResponse,
            returns="notes",
            audience=Audience.PUBLIC,
            scope="annotations:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(NoteNotFound,),
        ),
        Method(
            name="EditNote",
            call="edit_note",
            request=EditNoteRequest,
            response=EditNoteResponse,
            returns="note",
            audience=Audience.PUBLIC,
            scope="annotations:write",
            faults=(NoteNotFound,),
        ),
        Method(
            name="DeleteNote",
            call="delete_note",
            request=DeleteNoteRequest,
            response=DeleteNoteResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="annotations:write",
            faults=(NoteNotFound,),
        ),
        Method(
            name="SettleNote",
            call="settle_note",
            request=SettleNoteRequest,
            response=SettleNoteResponse,
            returns="note",
            audience=Audience.PUBLIC,
            scope="annotations:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(NoteNotFound,),
        ),
    ),
)
