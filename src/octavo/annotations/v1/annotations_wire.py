# Generated from octavo/annotations/v1/annotations.proto by `make proto`; not to be edited.

"""How the messages of octavo.annotations.v1 are packed for the wire."""

from typing import Any

from octavo.annotations.v1.annotations import (
    AddNoteRequest,
    AddNoteResponse,
    Anchor,
    ChangeHighlightRequest,
    ChangeHighlightResponse,
    DeleteNoteRequest,
    DeleteNoteResponse,
    EditNoteRequest,
    EditNoteResponse,
    Fate,
    FindHighlightRequest,
    FindHighlightResponse,
    GetTopHighlightRequest,
    GetTopHighlightResponse,
    HighlightNotFound,
    HighlightRequest,
    HighlightResponse,
    ListHighlightsRequest,
    ListHighlightsResponse,
    ListNotesRequest,
    ListNotesResponse,
    ListOwnHighlightsRequest,
    ListOwnHighlightsResponse,
    MarkedWords,
    Note,
    NoteNotFound,
    NotThere,
    RemoveHighlightRequest,
    RemoveHighlightResponse,
    SettleNoteRequest,
    SettleNoteResponse,
    TooManyHighlights,
    TooManyNotes,
    TopHighlight,
)
from octavo.annotations.v1.ids import HighlightId, NoteId
from octavo.chassis import codec
from octavo.stories.v1.ids import StoryId

_DESCRIPTOR = codec.load(__file__, "annotations.binpb")

_FATE = {0: Fate.UNSPECIFIED, 1: Fate.FOUND, 2: Fate.MOVED, 3: Fate.LOST}
_FATE_NUMBER = {member: number for number, member in _FATE.items()}
_Note = _DESCRIPTOR.message("octavo.annotations.v1.Note")
_AddNoteRequest = _DESCRIPTOR.message("octavo.annotations.v1.AddNoteRequest")
_AddNoteResponse = _DESCRIPTOR.message("octavo.annotations.v1.AddNoteResponse")
_ListNotesRequest = _DESCRIPTOR.message("octavo.annotations.v1.ListNotesRequest")
_ListNotesResponse = _DESCRIPTOR.message("octavo.annotations.v1.ListNotesResponse")
_EditNoteRequest = _DESCRIPTOR.message("octavo.annotations.v1.EditNoteRequest")
_EditNoteResponse = _DESCRIPTOR.message("octavo.annotations.v1.EditNoteResponse")
_DeleteNoteRequest = _DESCRIPTOR.message("octavo.annotations.v1.DeleteNoteRequest")
_DeleteNoteResponse = _DESCRIPTOR.message("octavo.annotations.v1.DeleteNoteResponse")
_SettleNoteRequest = _DESCRIPTOR.message("octavo.annotations.v1.SettleNoteRequest")
_SettleNoteResponse = _DESCRIPTOR.message("octavo.annotations.v1.SettleNoteResponse")
_Anchor = _DESCRIPTOR.message("octavo.annotations.v1.Anchor")
_MarkedWords = _DESCRIPTOR.message("octavo.annotations.v1.MarkedWords")
_TopHighlight = _DESCRIPTOR.message("octavo.annotations.v1.TopHighlight")
_HighlightRequest = _DESCRIPTOR.message("octavo.annotations.v1.HighlightRequest")
_HighlightResponse = _DESCRIPTOR.message("octavo.annotations.v1.HighlightResponse")
_ChangeHighlightRequest = _DESCRIPTOR.message("octavo.annotations.v1.ChangeHighlightRequest")
_ChangeHighlightResponse = _DESCRIPTOR.message("octavo.annotations.v1.ChangeHighlightResponse")
_RemoveHighlightRequest = _DESCRIPTOR.message("octavo.annotations.v1.RemoveHighlightRequest")
_RemoveHighlightResponse = _DESCRIPTOR.message("octavo.annotations.v1.RemoveHighlightResponse")
_FindHighlightRequest = _DESCRIPTOR.message("octavo.annotations.v1.FindHighlightRequest")
_FindHighlightResponse = _DESCRIPTOR.message("octavo.annotations.v1.FindHighlightResponse")
_ListHighlightsRequest = _DESCRIPTOR.message("octavo.annotations.v1.ListHighlightsRequest")
_ListHighlightsResponse = _DESCRIPTOR.message("octavo.annotations.v1.ListHighlightsResponse")
_ListOwnHighlightsRequest = _DESCRIPTOR.message("octavo.annotations.v1.ListOwnHighlightsRequest")
_ListOwnHighlightsResponse = _DESCRIPTOR.message("octavo.annotations.v1.ListOwnHighlightsResponse")
_GetTopHighlightRequest = _DESCRIPTOR.message("octavo.annotations.v1.GetTopHighlightRequest")
_GetTopHighlightResponse = _DESCRIPTOR.message("octavo.annotations.v1.GetTopHighlightResponse")
_HighlightNotFound = _DESCRIPTOR.message("octavo.annotations.v1.HighlightNotFound")
_NotThere = _DESCRIPTOR.message("octavo.annotations.v1.NotThere")
_TooManyHighlights = _DESCRIPTOR.message("octavo.annotations.v1.TooManyHighlights")
_NoteNotFound = _DESCRIPTOR.message("octavo.annotations.v1.NoteNotFound")
_TooManyNotes = _DESCRIPTOR.message("octavo.annotations.v1.TooManyNotes")


def fill_note(message: Any, value: Note) -> None:
    message.id = value.id
    message.story_id = value.story_id
    message.block_id = value.block_id
    message.reply_to = value.reply_to
    message.author_id = value.author_id
    message.quote = value.quote
    message.text = value.text
    codec.put_moment(message.written_at, value.written_at)
    message.edited = value.edited
    message.settled = value.settled
    message.gone = value.gone


def read_note(message: Any, strict: bool) -> Note:
    return Note(
        id=message.id,
        story_id=message.story_id,
        block_id=message.block_id,
        reply_to=message.reply_to,
        author_id=message.author_id,
        quote=message.quote,
        text=message.text,
        written_at=codec.moment(message.written_at, "written_at", strict)
        if message.HasField("written_at")
        else codec.missing("written_at", strict),
        edited=message.edited,
        settled=message.settled,
        gone=message.gone,
    )


def fill_add_note_request(message: Any, value: AddNoteRequest) -> None:
    message.story_id = value.story_id
    message.block_id = value.block_id
    message.text = value.text
    message.quote = value.quote
    message.reply_to = value.reply_to


def read_add_note_request(message: Any, strict: bool) -> AddNoteRequest:
    return AddNoteRequest(
        story_id=message.story_id,
        block_id=message.block_id,
        text=message.text,
        quote=message.quote,
        reply_to=message.reply_to,
    )


def fill_add_note_response(message: Any, value: AddNoteResponse) -> None:
    message.note.SetInParent()
    fill_note(message.note, value.note)


def read_add_note_response(message: Any, strict: bool) -> AddNoteResponse:
    return AddNoteResponse(
        note=read_note(message.note, strict) if message.HasField("note") else codec.missing("note", strict),
    )


def fill_list_notes_request(message: Any, value: ListNotesRequest) -> None:
    message.story_id = value.story_id


def read_list_notes_request(message: Any, strict: bool) -> ListNotesRequest:
    return ListNotesRequest(
        story_id=message.story_id,
    )


def fill_list_notes_response(message: Any, value: ListNotesResponse) -> None:
    for notes_item in value.notes:
        fill_note(message.notes.add(), notes_item)


def read_list_notes_response(message: Any, strict: bool) -> ListNotesResponse:
    return ListNotesResponse(
        notes=tuple([read_note(item, strict) for item in message.notes]),
    )


def fill_edit_note_request(message: Any, value: EditNoteRequest) -> None:
    message.note_id = value.note_id
    message.text = value.text


def read_edit_note_request(message: Any, strict: bool) -> EditNoteRequest:
    return EditNoteRequest(
        note_id=message.note_id,
        text=message.text,
    )


def fill_edit_note_response(message: Any, value: EditNoteResponse) -> None:
    message.note.SetInParent()
    fill_note(message.note, value.note)


def read_edit_note_response(message: Any, strict: bool) -> EditNoteResponse:
    return EditNoteResponse(
        note=read_note(message.note, strict) if message.HasField("note") else codec.missing("note", strict),
    )


def fill_delete_note_request(message: Any, value: DeleteNoteRequest) -> None:
    message.note_id = value.note_id


def read_delete_note_request(message: Any, strict: bool) -> DeleteNoteRequest:
    return DeleteNoteRequest(
        note_id=message.note_id,
    )


def fill_delete_note_response(message: Any, value: DeleteNoteResponse) -> None:
    pass


def read_delete_note_response(message: Any, strict: bool) -> DeleteNoteResponse:
    return DeleteNoteResponse()


def fill_settle_note_request(message: Any, value: SettleNoteRequest) -> None:
    message.note_id = value.note_id
    message.settled = value.settled


def read_settle_note_request(message: Any, strict: bool) -> SettleNoteRequest:
    return SettleNoteRequest(
        note_id=message.note_id,
        settled=message.settled,
    )


def fill_settle_note_response(message: Any, value: SettleNoteResponse) -> None:
    message.note.SetInParent()
    fill_note(message.note, value.note)


def read_settle_note_response(message: Any, strict: bool) -> SettleNoteResponse:
    return SettleNoteResponse(
        note=read_note(message.note, strict) if message.HasField("note") else codec.missing("note", strict),
    )


def fill_anchor(message: Any, value: Anchor) -> None:
    message.block_id = value.block_id
    message.start = value.start
    message.end = value.end
    message.quote = value.quote
    message.prefix = value.prefix
    message.suffix = value.suffix


def read_anchor(message: Any, strict: bool) -> Anchor:
    return Anchor(
        block_id=message.block_id,
        start=message.start,
        end=message.end,
        quote=message.quote,
        prefix=message.prefix,
        suffix=message.suffix,
    )


def fill_marked_words(message: Any, value: MarkedWords) -> None:
    message.id = value.id
    message.story_id = value.story_id
    message.reader_id = value.reader_id
    message.anchor.SetInParent()
    fill_anchor(message.anchor, value.anchor)
    message.note = value.note
    message.public = value.public
    message.fate = _FATE_NUMBER[value.fate]
    codec.put_moment(message.made_at, value.made_at)
    message.revision_id = value.revision_id


def read_marked_words(message: Any, strict: bool) -> MarkedWords:
    return MarkedWords(
        id=message.id,
        story_id=message.story_id,
        reader_id=message.reader_id,
        anchor=read_anchor(message.anchor, strict)
        if message.HasField("anchor")
        else codec.missing("anchor", strict),
        note=message.note,
        public=message.public,
        fate=_FATE.get(message.fate) or codec.unknown(Fate.UNSPECIFIED, "fate", strict),
        made_at=codec.moment(message.made_at, "made_at", strict)
        if message.HasField("made_at")
        else codec.missing("made_at", strict),
        revision_id=message.revision_id,
    )


def fill_top_highlight(message: Any, value: TopHighlight) -> None:
    message.anchor.SetInParent()
    fill_anchor(message.anchor, value.anchor)
    message.readers = value.readers


def read_top_highlight(message: Any, strict: bool) -> TopHighlight:
    return TopHighlight(
        anchor=read_anchor(message.anchor, strict)
        if message.HasField("anchor")
        else codec.missing("anchor", strict),
        readers=message.readers,
    )


def fill_highlight_request(message: Any, value: HighlightRequest) -> None:
    message.story_id = value.story_id
    message.block_id = value.block_id
    message.start = value.start
    message.end = value.end
    message.quote = value.quote
    message.note = value.note
    message.private = value.private


def read_highlight_request(message: Any, strict: bool) -> HighlightRequest:
    return HighlightRequest(
        story_id=message.story_id,
        block_id=message.block_id,
        start=message.start,
        end=message.end,
        quote=message.quote,
        note=message.note,
        private=message.private,
    )


def fill_highlight_response(message: Any, value: HighlightResponse) -> None:
    message.highlight.SetInParent()
    fill_marked_words(message.highlight, value.highlight)


def read_highlight_response(message: Any, strict: bool) -> HighlightResponse:
    return HighlightResponse(
        highlight=read_marked_words(message.highlight, strict)
        if message.HasField("highlight")
        else codec.missing("highlight", strict),
    )


def fill_change_highlight_request(message: Any, value: ChangeHighlightRequest) -> None:
    message.highlight_id = value.highlight_id
    message.note = value.note
    message.public = value.public


def read_change_highlight_request(message: Any, strict: bool) -> ChangeHighlightRequest:
    return ChangeHighlightRequest(
        highlight_id=message.highlight_id,
        note=message.note,
        public=message.public,
    )


def fill_change_highlight_response(message: Any, value: ChangeHighlightResponse) -> None:
    message.highlight.SetInParent()
    fill_marked_words(message.highlight, value.highlight)


def read_change_highlight_response(message: Any, strict: bool) -> ChangeHighlightResponse:
    return ChangeHighlightResponse(
        highlight=read_marked_words(message.highlight, strict)
        if message.HasField("highlight")
        else codec.missing("highlight", strict),
    )


def fill_remove_highlight_request(message: Any, value: RemoveHighlightRequest) -> None:
    message.highlight_id = value.highlight_id


def read_remove_highlight_request(message: Any, strict: bool) -> RemoveHighlightRequest:
    return RemoveHighlightRequest(
        highlight_id=message.highlight_id,
    )


def fill_remove_highlight_response(message: Any, value: RemoveHighlightResponse) -> None:
    pass


def read_remove_highlight_response(message: Any, strict: bool) -> RemoveHighlightResponse:
    return RemoveHighlightResponse()


def fill_find_highlight_request(message: Any, value: FindHighlightRequest) -> None:
    message.highlight_id = value.highlight_id


def read_find_highlight_request(message: Any, strict: bool) -> FindHighlightRequest:
    return FindHighlightRequest(
        highlight_id=message.highlight_id,
    )


def fill_find_highlight_response(message: Any, value: FindHighlightResponse) -> None:
    message.highlight.SetInParent()
    fill_marked_words(message.highlight, value.highlight)


def read_find_highlight_response(message: Any, strict: bool) -> FindHighlightResponse:
    return FindHighlightResponse(
        highlight=read_marked_words(message.highlight, strict)
        if message.HasField("highlight")
        else codec.missing("highlight", strict),
    )


def fill_list_highlights_request(message: Any, value: ListHighlightsRequest) -> None:
    message.story_id = value.story_id
    message.limit = value.limit
    message.after = value.after


def read_list_highlights_request(message: Any, strict: bool) -> ListHighlightsRequest:
    return ListHighlightsRequest(
        story_id=message.story_id,
        limit=message.limit if message.HasField("limit") else 50,
        after=message.after,
    )


def fill_list_highlights_response(message: Any, value: ListHighlightsResponse) -> None:
    for highlights_item in value.highlights:
        fill_marked_words(message.highlights.add(), highlights_item)
    message.next = value.next


def read_list_highlights_response(message: Any, strict: bool) -> ListHighlightsResponse:
    return ListHighlightsResponse(
        highlights=tuple([read_marked_words(item, strict) for item in message.highlights]),
        next=message.next,
    )


def fill_list_own_highlights_request(message: Any, value: ListOwnHighlightsRequest) -> None:
    message.limit = value.limit
    message.after = value.after
    message.story_id = value.story_id


def read_list_own_highlights_request(message: Any, strict: bool) -> ListOwnHighlightsRequest:
    return ListOwnHighlightsRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
        story_id=message.story_id,
    )


def fill_list_own_highlights_response(message: Any, value: ListOwnHighlightsResponse) -> None:
    for highlights_item in value.highlights:
        fill_marked_words(message.highlights.add(), highlights_item)
    message.next = value.next


def read_list_own_highlights_response(message: Any, strict: bool) -> ListOwnHighlightsResponse:
    return ListOwnHighlightsResponse(
        highlights=tuple([read_marked_words(item, strict) for item in message.highlights]),
        next=message.next,
    )


def fill_get_top_highlight_request(message: Any, value: GetTopHighlightRequest) -> None:
    message.story_id = value.story_id


def read_get_top_highlight_request(message: Any, strict: bool) -> GetTopHighlightRequest:
    return GetTopHighlightRequest(
        story_id=message.story_id,
    )


def fill_get_top_highlight_response(message: Any, value: GetTopHighlightResponse) -> None:
    if value.top is not None:
        message.top.SetInParent()
        fill_top_highlight(message.top, value.top)


def read_get_top_highlight_response(message: Any, strict: bool) -> GetTopHighlightResponse:
    return GetTopHighlightResponse(
        top=read_top_highlight(message.top, strict) if message.HasField("top") else None,
    )


def fill_highlight_not_found(message: Any, value: HighlightNotFound) -> None:
    pass


def read_highlight_not_found(message: Any, strict: bool) -> HighlightNotFound:
    return HighlightNotFound()


def fill_not_there(message: Any, value: NotThere) -> None:
    pass


def read_not_there(message: Any, strict: bool) -> NotThere:
    return NotThere()


def fill_too_many_highlights(message: Any, value: TooManyHighlights) -> None:
    message.limit = value.limit


def read_too_many_highlights(message: Any, strict: bool) -> TooManyHighlights:
    return TooManyHighlights(
        limit=message.limit,
    )


def fill_note_not_found(message: Any, value: NoteNotFound) -> None:
    pass


def read_note_not_found(message: Any, strict: bool) -> NoteNotFound:
    return NoteNotFound()


def fill_too_many_notes(message: Any, value: TooManyNotes) -> None:
    message.limit = value.limit


def read_too_many_notes(message: Any, strict: bool) -> TooManyNotes:
    return TooManyNotes(
        limit=message.limit,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    HighlightNotFound.proto_name: codec.Packing(
        _HighlightNotFound, fill_highlight_not_found, read_highlight_not_found
    ),
    NotThere.proto_name: codec.Packing(_NotThere, fill_not_there, read_not_there),
    TooManyHighlights.proto_name: codec.Packing(
        _TooManyHighlights, fill_too_many_highlights, read_too_many_highlights
    ),
    NoteNotFound.proto_name: codec.Packing(_NoteNotFound, fill_note_not_found, read_note_not_found),
    TooManyNotes.proto_name: codec.Packing(_TooManyNotes, fill_too_many_notes, read_too_many_notes),
}

METHODS: dict[str, codec.WireMethod] = {
    "AddNote": codec.WireMethod(
        codec.Packing(_AddNoteRequest, fill_add_note_request, read_add_note_request),
        codec.Packing(_AddNoteResponse, fill_add_note_response, read_add_note_response),
    ),
    "ListNotes": codec.WireMethod(
        codec.Packing(_ListNotesRequest, fill_list_notes_request, read_list_notes_request),
        codec.Packing(_ListNotesResponse, fill_list_notes_response, read_list_notes_response),
    ),
    "EditNote": codec.WireMethod(
        codec.Packing(_EditNoteRequest, fill_edit_note_request, read_edit_note_request),
        codec.Packing(_EditNoteResponse, fill_edit_note_response, read_edit_note_response),
    ),
    "DeleteNote": codec.WireMethod(
        codec.Packing(_DeleteNoteRequest, fill_delete_note_request, read_delete_note_request),
        codec.Packing(_DeleteNoteResponse, fill_delete_note_response, read_delete_note_response),
    ),
    "SettleNote": codec.WireMethod(
        codec.Packing(_SettleNoteRequest, fill_settle_note_request, read_settle_note_request),
        codec.Packing(_SettleNoteResponse, fill_settle_note_response, read_settle_note_response),
    ),
    "Highlight": codec.WireMethod(
        codec.Packing(_HighlightRequest, fill_highlight_request, read_highlight_request),
        codec.Packing(_HighlightResponse, fill_highlight_response, read_highlight_response),
    ),
    "ChangeHighlight": codec.WireMethod(
        codec.Packing(_ChangeHighlightRequest, fill_change_highlight_request, read_change_highlight_request),
        codec.Packing(
            _ChangeHighlightResponse, fill_change_highlight_response, read_change_highlight_response
        ),
    ),
    "RemoveHighlight": codec.WireMethod(
        codec.Packing(_RemoveHighlightRequest, fill_remove_highlight_request, read_remove_highlight_request),
        codec.Packing(
            _RemoveHighlightResponse, fill_remove_highlight_response, read_remove_highlight_response
        ),
    ),
    "FindHighlight": codec.WireMethod(
        codec.Packing(_FindHighlightRequest, fill_find_highlight_request, read_find_highlight_request),
        codec.Packing(_FindHighlightResponse, fill_find_highlight_response, read_find_highlight_response),
    ),
    "ListHighlights": codec.WireMethod(
        codec.Packing(_ListHighlightsRequest, fill_list_highlights_request, read_list_highlights_request),
        codec.Packing(_ListHighlightsResponse, fill_list_highlights_response, read_list_highlights_response),
    ),
    "ListOwnHighlights": codec.WireMethod(
        codec.Packing(
            _ListOwnHighlightsRequest, fill_list_own_highlights_request, read_list_own_highlights_request
        ),
        codec.Packing(
            _ListOwnHighlightsResponse, fill_list_own_highlights_response, read_list_own_highlights_response
        ),
    ),
    "GetTopHighlight": codec.WireMethod(
        codec.Packing(
            _GetTopHighlightRequest, fill_get_top_highlight_request, read_get_top_highlight_request
        ),
        codec.Packing(
            _GetTopHighlightResponse, fill_get_top_highlight_response, read_get_top_highlight_response
        ),
    ),
}


class AnnotationsClient:
    """Annotations at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._add_note: codec.Unary[Note] = wire.unary("AddNote")
        self._list_notes: codec.Unary[tuple[Note, ...]] = wire.unary("ListNotes")
        self._edit_note: codec.Unary[Note] = wire.unary("EditNote")
        self._delete_note: codec.Unary[None] = wire.unary("DeleteNote")
        self._settle_note: codec.Unary[Note] = wire.unary("SettleNote")
        self._highlight: codec.Unary[MarkedWords] = wire.unary("Highlight")
        self._change_highlight: codec.Unary[MarkedWords] = wire.unary("ChangeHighlight")
        self._remove_highlight: codec.Unary[None] = wire.unary("RemoveHighlight")
        self._find_highlight: codec.Unary[MarkedWords] = wire.unary("FindHighlight")
        self._list_highlights: codec.Unary[ListHighlightsResponse] = wire.unary("ListHighlights")
        self._list_own_highlights: codec.Unary[ListOwnHighlightsResponse] = wire.unary("ListOwnHighlights")
        self._get_top_highlight: codec.Unary[TopHighlight | None] = wire.unary("GetTopHighlight")

    async def add_note(
        self, *, story_id: StoryId, block_id: str, text: str, quote: str = "", reply_to: NoteId = NoteId("")
    ) -> Note:
        return await self._add_note(
            AddNoteRequest(story_id=story_id, block_id=block_id, text=text, quote=quote, reply_to=reply_to)
        )

    async def list_notes(self, *, story_id: StoryId) -> tuple[Note, ...]:
        return await self._list_notes(ListNotesRequest(story_id=story_id))

    async def edit_note(self, *, note_id: NoteId, text: str) -> Note:
        return await self._edit_note(EditNoteRequest(note_id=note_id, text=text))

    async def delete_note(self, *, note_id: NoteId) -> None:
        await self._delete_note(DeleteNoteRequest(note_id=note_id))

    async def settle_note(self, *, note_id: NoteId, settled: bool) -> Note:
        return await self._settle_note(SettleNoteRequest(note_id=note_id, settled=settled))

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
        return await self._highlight(
            HighlightRequest(
                story_id=story_id,
                block_id=block_id,
                start=start,
                end=end,
                quote=quote,
                note=note,
                private=private,
            )
        )

    async def change_highlight(self, *, highlight_id: HighlightId, note: str, public: bool) -> MarkedWords:
        return await self._change_highlight(
            ChangeHighlightRequest(highlight_id=highlight_id, note=note, public=public)
        )

    async def remove_highlight(self, *, highlight_id: HighlightId) -> None:
        await self._remove_highlight(RemoveHighlightRequest(highlight_id=highlight_id))

    async def find_highlight(self, *, highlight_id: HighlightId) -> MarkedWords:
        return await self._find_highlight(FindHighlightRequest(highlight_id=highlight_id))

    async def list_highlights(
        self, *, story_id: StoryId, limit: int = 50, after: str = ""
    ) -> ListHighlightsResponse:
        return await self._list_highlights(ListHighlightsRequest(story_id=story_id, limit=limit, after=after))

    async def list_own_highlights(
        self, *, limit: int = 20, after: str = "", story_id: StoryId = StoryId("")
    ) -> ListOwnHighlightsResponse:
        return await self._list_own_highlights(
            ListOwnHighlightsRequest(limit=limit, after=after, story_id=story_id)
        )

    async def get_top_highlight(self, *, story_id: StoryId) -> TopHighlight | None:
        return await self._get_top_highlight(GetTopHighlightRequest(story_id=story_id))
