"""Notes in SQLite or PostgreSQL."""

from octavo.annotations.api import Note, NoteId, PersonId, StoryId
from octavo.chassis.database import Database
from octavo.chassis.events import micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.sql import Row

_ADD = """
INSERT INTO notes (id, story_id, block_id, thread_id, author_id, quote, text, written_at, edited, settled)
VALUES (:id, :story, :block, :thread, :author, :quote, :text, :now, 0, 0)
"""
_OF_STORY = """
SELECT * FROM notes n WHERE story_id = :story AND (
    text <> '' OR EXISTS (SELECT 1 FROM notes r WHERE r.thread_id = n.id AND r.text <> '')
) ORDER BY id
"""
_EMPTY_THREAD = """
DELETE FROM notes WHERE (id = :thread AND text = '' OR thread_id = :thread AND text = '')
    AND NOT EXISTS (SELECT 1 FROM notes r WHERE (r.thread_id = :thread OR r.id = :thread) AND r.text <> '')
"""


class SqlNotes:
    """Fits ports.Notes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, note: Note, *, most: int) -> bool:
        async def work() -> bool:
            row = await self._db.one(
                "SELECT COUNT(*) AS notes FROM notes WHERE story_id = :story", story=number_of(note.story_id)
            )
            if row is None or row["notes"] >= most:
                return False
            await self._db.execute(
                _ADD,
                id=number_of(note.id),
                story=number_of(note.story_id),
                block=note.block_id,
                thread=number_of(note.reply_to),
                author=number_of(note.author_id),
                quote=note.quote,
                text=note.text,
                now=micros(note.written_at),
            )
            return True

        return await self._db.run(work)

    async def find(self, note_id: NoteId) -> Note | None:
        row = await self._db.one("SELECT * FROM notes WHERE id = :id AND text <> ''", id=number_of(note_id))
        return _note(row) if row else None

    async def of_story(self, story_id: StoryId) -> list[Note]:
        return list(map(_note, await self._db.all(_OF_STORY, story=number_of(story_id))))

    async def edit(self, note_id: NoteId, text: str) -> None:
        await self._db.execute(
            "UPDATE notes SET text = :text, edited = 1 WHERE id = :id AND text <> ''",
            text=text,
            id=number_of(note_id),
        )

    async def settle(self, note_id: NoteId, *, settled: bool) -> None:
        await self._db.execute(
            "UPDATE notes SET settled = :settled WHERE id = :id", settled=int(settled), id=number_of(note_id)
        )

    async def remove(self, note: Note) -> None:
        async def work() -> None:
            await self._db.execute(
                "UPDATE notes SET text = '', quote = '', author_id = 0 WHERE id = :id", id=number_of(note.id)
            )
            await self._db.execute(_EMPTY_THREAD, thread=number_of(note.reply_to or note.id))
            if note.reply_to:
                await self._db.execute("DELETE FROM notes WHERE id = :id", id=number_of(note.id))

        await self._db.run(work)

    async def forget_story(self, story_id: StoryId) -> None:
        await self._db.execute("DELETE FROM notes WHERE story_id = :story", story=number_of(story_id))


def _note(row: Row) -> Note:
    return Note(
        id=NoteId(to_text(row["id"])),
        story_id=StoryId(to_text(row["story_id"])),
        block_id=row["block_id"],
        reply_to=NoteId(to_text(row["thread_id"]) if row["thread_id"] else ""),
        author_id=PersonId(to_text(row["author_id"]) if row["author_id"] else ""),
        quote=row["quote"],
        text=row["text"],
        written_at=moment(row["written_at"]),
        edited=bool(row["edited"]),
        settled=bool(row["settled"]),
    )
