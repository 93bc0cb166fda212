# Generated from octavo/annotations/v1/annotations.proto by `make proto`; not to be edited.

"""Annotations: what people write beside a text: notes on drafts, highlights and margin notes on stories."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.annotations.v1.ids import HighlightId, NoteId
from octavo.chassis.contract import (
    Audience,
    Category,
    Contract,
    Erasure,
    Event,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.chassis.faults import FailedPrecondition, NotFound, ResourceExhausted
from octavo.stories.v1.ids import RevisionId, StoryId

__all__ = [
    "AddNoteRequest",
    "AddNoteResponse",
    "Anchor",
    "Annotations",
    "CONTRACT",
    "ChangeHighlightRequest",
    "ChangeHighlightResponse",
    "DeleteNoteRequest",
    "DeleteNoteResponse",
    "EditNoteRequest",
    "EditNoteResponse",
    "Fate",
    "FindHighlightRequest",
    "FindHighlightResponse",
    "GetTopHighlightRequest",
    "GetTopHighlightResponse",
    "HighlightId",
    "HighlightNotFound",
    "HighlightRemoved",
    "HighlightRequest",
    "HighlightResponse",
    "Highlighted",
    "ListHighlightsRequest",
    "ListHighlightsResponse",
    "ListNotesRequest",
    "ListNotesResponse",
    "ListOwnHighlightsRequest",
    "ListOwnHighlightsResponse",
    "MarkedWords",
    "NotThere",
    "Note",
    "NoteId",
    "NoteNotFound",
    "PersonId",
    "RemoveHighlightRequest",
    "RemoveHighlightResponse",
    "RevisionId",
    "SettleNoteRequest",
    "SettleNoteResponse",
    "StoredHighlight",
    "StoredNote",
    "StoredQuiet",
    "StoryId",
    "TooManyHighlights",
    "TooManyNotes",
    "TopHighlight",
]


class Fate(StrEnum):
    """What became of the marked words in the present text."""

    UNSPECIFIED = "FATE_UNSPECIFIED"
    # They stand in their block.
    FOUND = "FOUND"
    # They stand in another block.
    MOVED = "MOVED"
    # They are not there any more, or not in one place that is surely the right one.
    LOST = "LOST"


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


class Anchor(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Where marked words stand: Web Annotation's TextQuoteSelector and TextPositionSelector, within a block."""

    # The block of the story's document; in its page the element "b-" and this.
    block_id: str = ""
    # In UTF-16 units of the block's text; `end` is the first one after the words.
    start: Int32 = 0
    end: Int32 = 0
    # The words themselves, at most 1,000 units.
    quote: str = ""
    # What stands before and after them, up to 32 units each.
    prefix: str = ""
    suffix: str = ""


class MarkedWords(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: HighlightId = HighlightId("")
    story_id: StoryId = StoryId("")
    reader_id: PersonId = PersonId("")
    anchor: Anchor
    note: str = ""
    public: bool = False
    fate: Fate = Fate.UNSPECIFIED
    made_at: Moment
    # The revision of the story's text in which they were looked for last.
    revision_id: RevisionId = RevisionId("")


class TopHighlight(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    anchor: Anchor
    readers: Int32 = 0


class HighlightRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    block_id: str = ""
    start: Int32 = 0
    end: Int32 = 0
    # The words that the caller sees there; other ones are refused.
    quote: str = ""
    # At most 2,000 characters.
    note: str = ""
    # Nobody else sees it.
    private: bool = False


class HighlightResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    highlight: MarkedWords


class ChangeHighlightRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    highlight_id: HighlightId = HighlightId("")
    note: str = ""
    public: bool = False


class ChangeHighlightResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    highlight: MarkedWords


class RemoveHighlightRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    highlight_id: HighlightId = HighlightId("")


class RemoveHighlightResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class FindHighlightRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    highlight_id: HighlightId = HighlightId("")


class FindHighlightResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    highlight: MarkedWords


class ListHighlightsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    limit: Int32 = 50
    after: str = ""


class ListHighlightsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    highlights: tuple[MarkedWords, ...] = ()
    next: str = ""


class ListOwnHighlightsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 20
    after: str = ""
    # Empty: in all.
    story_id: StoryId = StoryId("")


class ListOwnHighlightsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    highlights: tuple[MarkedWords, ...] = ()
    next: str = ""


class GetTopHighlightRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class GetTopHighlightResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    top: TopHighlight | None = None


class StoredNote(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a note is stored: who goes takes their words with them, others' answers stay."""

    author_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.BLANK, subject="author_id")] = (
        PersonId("")
    )
    text: Annotated[str, Personal(Category.CONTENT, Erasure.BLANK, subject="author_id")] = ""
    quote: Annotated[str, Personal(Category.CONTENT, Erasure.BLANK, subject="author_id")] = ""
    written_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.KEEP, subject="author_id")]


class StoredHighlight(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a highlight is stored: it goes with its reader."""

    reader_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="reader_id")] = (
        PersonId("")
    )
    story_id: Annotated[StoryId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = StoryId(
        ""
    )
    quote: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = ""
    note: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="reader_id")] = ""
    made_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")]
    prefix: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = ""
    suffix: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = ""


class StoredQuiet(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """That somebody is suspended, so that nothing of theirs is seen meanwhile."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )


class HighlightNotFound(NotFound):
    """There is no such highlight or story, as far as the caller may know."""

    proto_name = "octavo.annotations.v1.HighlightNotFound"
    public_text = "There is no such highlight or story, as far as the caller may know."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class NotThere(FailedPrecondition):
    """These words do not stand there: the text is another one by now, or was never so."""

    proto_name = "octavo.annotations.v1.NotThere"
    public_text = "These words do not stand there: the text is another one by now, or was never so."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TooManyHighlights(ResourceExhausted):
    """More in one story, or within a minute, than one reader marks."""

    proto_name = "octavo.annotations.v1.TooManyHighlights"
    public_text = "More in one story, or within a minute, than one reader marks."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


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


class Highlighted(Event, frozen=True, kw_only=True, rename="camel"):
    """A reader marked words of a story."""

    event_name: ClassVar[str] = "annotations.Highlighted"

    highlight_id: HighlightId = HighlightId("")
    story_id: StoryId = StoryId("")
    reader_id: PersonId = PersonId("")
    # The story's author.
    author_id: PersonId = PersonId("")
    public: bool = False


class HighlightRemoved(Event, frozen=True, kw_only=True, rename="camel"):
    """A highlight was taken away, or is its reader's own affair by now."""

    event_name: ClassVar[str] = "annotations.HighlightRemoved"

    highlight_id: HighlightId = HighlightId("")
    story_id: StoryId = StoryId("")
    reader_id: PersonId = PersonId("")


class Annotations(Protocol):
    """Notes on drafts are for whoever may read the draft, and nobody else. Highlights are of readers, in published
    stories: public, or their own affair.
    """

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

    async def highlight(
        self,
        *,
        story_id: StoryId,
        block_id: str,
        start: int,
        end: int,
        quote: str,
        note: str = "",
        private: bool = False,
    ) -> MarkedWords:
        """Mark words of a published story, in one of its blocks; with `note`, words of one's own in the margin. The
        same again gives the one that is there.

        Raises HighlightNotFound, NotThere, TooManyHighlights.
        """
        ...

    async def change_highlight(self, *, highlight_id: HighlightId, note: str, public: bool) -> MarkedWords:
        """Another note, or none; public or not.

        Raises HighlightNotFound.
        """
        ...

    async def remove_highlight(self, *, highlight_id: HighlightId) -> None:
        """Take it away.

        Raises HighlightNotFound.
        """
        ...

    async def find_highlight(self, *, highlight_id: HighlightId) -> MarkedWords:
        """One highlight, as the caller may see it: their own, or a public one.

        Raises HighlightNotFound.
        """
        ...

    async def list_highlights(
        self, *, story_id: StoryId, limit: int = 50, after: str = ""
    ) -> ListHighlightsResponse:
        """The highlights of a story that the caller may see, last first: public ones and their own. What was lost is
        among the caller's own alone.

        Raises HighlightNotFound.
        """
        ...

    async def list_own_highlights(
        self, *, limit: int = 20, after: str = "", story_id: StoryId = StoryId("")
    ) -> ListOwnHighlightsResponse:
        """The caller's own in one story or in all, last first."""
        ...

    async def get_top_highlight(self, *, story_id: StoryId) -> TopHighlight | None:
        """The words of a story that most readers marked, two at least; those who are suspended do not count."""
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
        Method(
            name="Highlight",
            call="highlight",
            request=HighlightRequest,
            response=HighlightResponse,
            returns="highlight",
            audience=Audience.PUBLIC,
            scope="annotations:write",
            faults=(
                HighlightNotFound,
                NotThere,
                TooManyHighlights,
            ),
        ),
        Method(
            name="ChangeHighlight",
            call="change_highlight",
            request=ChangeHighlightRequest,
            response=ChangeHighlightResponse,
            returns="highlight",
            audience=Audience.PUBLIC,
            scope="annotations:write",
            faults=(HighlightNotFound,),
        ),
        Method(
            name="RemoveHighlight",
            call="remove_highlight",
            request=RemoveHighlightRequest,
            response=RemoveHighlightResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="annotations:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(HighlightNotFound,),
        ),
        Method(
            name="FindHighlight",
            call="find_highlight",
            request=FindHighlightRequest,
            response=FindHighlightResponse,
            returns="highlight",
            audience=Audience.PUBLIC,
            scope="annotations:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(HighlightNotFound,),
        ),
        Method(
            name="ListHighlights",
            call="list_highlights",
            request=ListHighlightsRequest,
            response=ListHighlightsResponse,
            audience=Audience.PUBLIC,
            scope="annotations:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(HighlightNotFound,),
        ),
        Method(
            name="ListOwnHighlights",
            call="list_own_highlights",
            request=ListOwnHighlightsRequest,
            response=ListOwnHighlightsResponse,
            audience=Audience.PUBLIC,
            scope="annotations:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="GetTopHighlight",
            call="get_top_highlight",
            request=GetTopHighlightRequest,
            response=GetTopHighlightResponse,
            returns="top",
            audience=Audience.PUBLIC,
            scope="annotations:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
    ),
    events=(
        Highlighted,
        HighlightRemoved,
    ),
)
