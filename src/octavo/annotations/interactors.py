"""What people write beside drafts. Who may read the draft may all of it, but change only their own words."""

from typing import Final

from msgspec.structs import replace

from octavo.annotations.api import Note, NoteId, NoteNotFound, PersonId, StoryId, TooManyNotes
from octavo.annotations.entities import check_quote, check_text, stands_in
from octavo.annotations.marking import Marking
from octavo.annotations.ports import Notes
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.stories.api import Draft, Stories, StoryNotFound

_NONE: Final = NoteId("")


class AnnotationsInteractor(Marking, frozen=True, kw_only=True, eq=False):
    """The Annotations of the contract: notes on drafts, and what readers mark; besides, what is heard."""

    notes: Notes
    stories: Stories
    notes_a_story: int

    async def add_note(
        self, *, story_id: StoryId, block_id: str, text: str, quote: str = "", reply_to: NoteId = _NONE
    ) -> Note:
        me = _caller()
        draft = await self._draft(story_id)
        kept, quoted = check_text(text), check_quote(quote)
        if reply_to:
            first = await self.notes.find(reply_to)
            if first is None or first.story_id != story_id:
                raise NoteNotFound
            if first.reply_to:
                raise Invalid("reply_to", "That is an answer itself: answer the note that it is about.")
            block_id = first.block_id
        elif not stands_in(block_id, draft.content.body):
            raise Invalid("block_id", "There is no such paragraph; save the text first.")
        note = Note(
            id=NoteId(self.new_id()),
            story_id=story_id,
            block_id=block_id,
            reply_to=reply_to,
            author_id=me,
            quote=quoted,
            text=kept,
            written_at=self.clock(),
        )
        if not await self.notes.add(note, most=self.notes_a_story):
            raise TooManyNotes(limit=self.notes_a_story)
        return _seen(note, draft)

    async def list_notes(self, *, story_id: StoryId) -> tuple[Note, ...]:
        _caller()
        draft = await self._draft(story_id)
        return tuple(_seen(note, draft) for note in await self.notes.of_story(story_id))

    async def edit_note(self, *, note_id: NoteId, text: str) -> Note:
        note, draft = await self._own(note_id)
        kept = check_text(text)
        await self.notes.edit(note_id, kept)
        return _seen(replace(note, text=kept, edited=True), draft)

    async def delete_note(self, *, note_id: NoteId) -> None:
        note, _ = await self._own(note_id)
        await self.notes.remove(note)

    async def settle_note(self, *, note_id: NoteId, settled: bool) -> Note:
        note, draft = await self._find(note_id)
        if note.reply_to:
            raise Invalid("note_id", "A note is settled with all of its answers.")
        await self.notes.settle(note_id, settled=settled)
        return _seen(replace(note, settled=settled), draft)

    async def forget_story(self, story_id: StoryId) -> None:
        """The story is gone for good, and what was noted of it."""
        await self.notes.forget_story(story_id)
        await self.forget_highlights(story_id)

    async def _draft(self, story_id: StoryId) -> Draft:
        """The draft as the caller may read it. Raises NoteNotFound where they may not."""
        try:
            return await self.stories.get_draft(story_id=story_id)
        except StoryNotFound:
            raise NoteNotFound from None

    async def _find(self, note_id: NoteId) -> tuple[Note, Draft]:
        _caller()
        note = await self.notes.find(note_id)
        if note is None:
            raise NoteNotFound
        return note, await self._draft(note.story_id)

    async def _own(self, note_id: NoteId) -> tuple[Note, Draft]:
        note, draft = await self._find(note_id)
        if note.author_id != _caller():
            raise Forbidden("Only whoever wrote a note changes it.")
        return note, draft


def _seen(note: Note, draft: Draft) -> Note:
    return replace(note, gone=not stands_in(note.block_id, draft.content.body))


def _caller() -> PersonId:
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return PersonId(person_id)
