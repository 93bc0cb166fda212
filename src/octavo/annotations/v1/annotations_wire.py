# Generated from octavo/annotations/v1/annotations.proto by `make proto`; not to be edited.

"""How the messages of octavo.annotations.v1 are packed for the wire."""

from typing import Any

from octavo.annotations.v1.annotations import (
    AddNoteRequest,
    AddNoteResponse,
    DeleteNoteRequest,
    DeleteNoteResponse,
    EditNoteRequest,
    EditNoteResponse,
    ListNotesRequest,
    ListNotesResponse,
    Note,
    NoteNotFound,
    SettleNoteRequest,
    SettleNoteResponse,
    TooManyNotes,
)
from octavo.annotations.v1.ids import NoteId
from octavo.chassis import codec
from octavo.stories.v1.ids import StoryId

_DESCRIPTOR = codec.load(__file__, "annotations.binpb")

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
}


class AnnotationsClient:
    """Annotations at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._add_note: codec.Unary[Note] = wire.unary("AddNote")
        self._list_notes: codec.Unary[tuple[Note, ...]] = wire.unary("ListNotes")
        self._edit_note: codec.Unary[Note] = wire.unary("EditNote")
        self._delete_note: codec.Unary[None] = wire.unary("DeleteNote")
        self._settle_note: codec.Unary[Note] = wire.unary("SettleNote")

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
