"""Highlights in SQLite or PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from octavo.annotations.api import (
    Anchor,
    Fate,
    Highlighted,
    HighlightId,
    HighlightRemoved,
    MarkedWords,
    PersonId,
    RevisionId,
    StoryId,
    TooManyHighlights,
)
from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row

_MINUTE: Final = timedelta(minutes=1)
_SELECT: Final = """SELECT highlight_id, story_id, reader_id, block_id, start_at, end_at, quote, prefix,
    suffix, note, public, fate, revision_id, made_at FROM highlights"""
_ADD: Final = """
INSERT INTO highlights (highlight_id, story_id, reader_id, block_id, start_at, end_at, quote, prefix, suffix,
    note, public, fate, revision_id, made_at, counts)
VALUES (:id, :story, :reader, :block, :start, :end, :quote, :prefix, :suffix, :note, :public, :fate,
    :revision, :now, CASE WHEN EXISTS (SELECT 1 FROM quiet WHERE person_id = :reader) THEN 0 ELSE 1 END)
"""
_SAME: Final = f"""{_SELECT} WHERE reader_id = :reader AND story_id = :story AND block_id = :block
    AND start_at = :start AND end_at = :end AND note = :note AND public = :public AND fate <> :lost
    ORDER BY highlight_id LIMIT 1"""
"""A second press of the button marks nothing anew."""
_HERE: Final = "SELECT COUNT(*) AS marked FROM highlights WHERE reader_id = :reader AND story_id = :story"
_LATELY: Final = """
SELECT COUNT(*) AS marked FROM
    (SELECT made_at FROM highlights WHERE reader_id = :reader ORDER BY highlight_id DESC LIMIT :most) AS last
WHERE made_at > :lately
"""


class SqlMarks:
    """Fits ports.Marks."""

    def __init__(self, db: Database, outbox: Outbox, purges: Purges, *, most: int, a_minute: int) -> None:
        self._db = db
        self._outbox = outbox
        self._purges = purges
        self._most = most
        self._a_minute = a_minute

    async def add(self, marked: MarkedWords, author_id: PersonId, *, now: datetime) -> MarkedWords:
        story, reader, anchor = number_of(marked.story_id), number_of(marked.reader_id), marked.anchor

        async def work() -> MarkedWords:
            same = await self._db.one(
                _SAME,
                reader=reader,
                story=story,
                block=anchor.block_id,
                start=anchor.start,
                end=anchor.end,
                note=marked.note,
                public=int(marked.public),
                lost=Fate.LOST.value,
            )
            if same:
                return _marked(same)
            here = await self._db.one(_HERE, reader=reader, story=story)
            if here and here["marked"] >= self._most:
                raise TooManyHighlights(limit=self._most)
            since = micros(now - _MINUTE)
            last = await self._db.one(_LATELY, reader=reader, lately=since, most=self._a_minute)
            if last and last["marked"] >= self._a_minute:
                raise TooManyHighlights(limit=self._a_minute)
            await self._db.execute(
                _ADD,
                id=number_of(marked.id),
                story=story,
                reader=reader,
                block=anchor.block_id,
                start=anchor.start,
                end=anchor.end,
                quote=anchor.quote,
                prefix=anchor.prefix,
                suffix=anchor.suffix,
                note=marked.note,
                public=int(marked.public),
                fate=marked.fate.value,
                revision=number_of(marked.revision_id),
                now=micros(marked.made_at),
            )
            await self._outbox.add(
                Highlighted(
                    highlight_id=marked.id,
                    story_id=marked.story_id,
                    reader_id=marked.reader_id,
                    author_id=author_id,
                    public=marked.public,
                )
            )
            return marked

        return await self._db.run(work)

    async def find(self, highlight_id: HighlightId) -> MarkedWords | None:
        row = await self._db.one(
            f"{_SELECT} WHERE highlight_id = :id AND counts = 1", id=number_of(highlight_id)
        )
        return _marked(row) if row else None

    async def change(self, marked: MarkedWords) -> None:
        async def work() -> None:
            was = await self._db.one(
                "SELECT public FROM highlights WHERE highlight_id = :id", id=number_of(marked.id)
            )
            await self._db.execute(
                "UPDATE highlights SET note = :note, public = :public WHERE highlight_id = :id",
                note=marked.note,
                public=int(marked.public),
                id=number_of(marked.id),
            )
            if was and was["public"] and not marked.public:
                await self._outbox.add(_removed(marked))

        await self._db.run(work)

    async def remove(self, marked: MarkedWords) -> None:
        async def work() -> None:
            if await self._db.execute(
                "DELETE FROM highlights WHERE highlight_id = :id", id=number_of(marked.id)
            ):
                await self._outbox.add(_removed(marked))

        await self._db.run(work)

    async def of_story(
        self, story_id: StoryId, *, viewer: PersonId | None, before: int, limit: int
    ) -> Sequence[MarkedWords]:
        rows = await self._db.all(
            f"""{_SELECT} WHERE story_id = :story AND highlight_id < :before
                AND (reader_id = :viewer OR public = 1 AND counts = 1 AND fate <> :lost)
                ORDER BY highlight_id DESC LIMIT :limit""",
            story=number_of(story_id),
            before=before,
            viewer=number_of(viewer or ""),
            lost=Fate.LOST.value,
            limit=limit,
        )
        return [_marked(row) for row in rows]

    async def own(
        self, reader_id: PersonId, *, story_id: StoryId, before: int, limit: int
    ) -> Sequence[MarkedWords]:
        here = "AND story_id = :story" if story_id else ""
        rows = await self._db.all(
            f"""{_SELECT} WHERE reader_id = :reader {here} AND highlight_id < :before
                ORDER BY highlight_id DESC LIMIT :limit""",
            reader=number_of(reader_id),
            before=before,
            limit=limit,
            **({"story": number_of(story_id)} if story_id else {}),
        )
        return [_marked(row) for row in rows]

    async def counted(self, story_id: StoryId, *, limit: int) -> Sequence[MarkedWords]:
        rows = await self._db.all(
            f"""{_SELECT} WHERE story_id = :story AND public = 1 AND counts = 1 AND fate <> :lost
                ORDER BY highlight_id LIMIT :limit""",
            story=number_of(story_id),
            lost=Fate.LOST.value,
            limit=limit,
        )
        return [_marked(row) for row in rows]

    async def elsewhere(
        self, story_id: StoryId, revision_id: RevisionId, *, before: int, limit: int
    ) -> Sequence[MarkedWords]:
        rows = await self._db.all(
            f"""{_SELECT} WHERE story_id = :story AND highlight_id < :before AND revision_id <> :revision
                ORDER BY highlight_id DESC LIMIT :limit""",
            story=number_of(story_id),
            before=before,
            revision=number_of(revision_id),
            limit=limit,
        )
        return [_marked(row) for row in rows]

    async def settle(self, marked: Sequence[MarkedWords], revision_id: RevisionId) -> None:
        async def work() -> None:
            for one in marked:
                anchor = one.anchor
                await self._db.execute(
                    """UPDATE highlights SET block_id = :block, start_at = :start, end_at = :end,
                       prefix = :prefix, suffix = :suffix, fate = :fate, revision_id = :revision
                       WHERE highlight_id = :id""",
                    block=anchor.block_id,
                    start=anchor.start,
                    end=anchor.end,
                    prefix=anchor.prefix,
                    suffix=anchor.suffix,
                    fate=one.fate.value,
                    revision=number_of(revision_id),
                    id=number_of(one.id),
                )

        await self._db.run(work)

    async def forget_story(self, story_id: StoryId) -> None:
        await self._db.execute("DELETE FROM highlights WHERE story_id = :story", story=number_of(story_id))

    async def quieten(self, person_id: PersonId, *, quiet: bool) -> Sequence[StoryId]:
        who = number_of(person_id)

        async def work() -> Sequence[StoryId]:
            if quiet:
                await self._db.execute(
                    "INSERT INTO quiet (person_id) VALUES (:who) ON CONFLICT (person_id) DO NOTHING", who=who
                )
            else:
                await self._db.execute("DELETE FROM quiet WHERE person_id = :who", who=who)
            await self._db.execute(
                "UPDATE highlights SET counts = :counts WHERE reader_id = :who",
                counts=int(not quiet),
                who=who,
            )
            rows = await self._db.all(
                "SELECT DISTINCT story_id FROM highlights WHERE reader_id = :who AND public = 1", who=who
            )
            return [StoryId(to_text(row["story_id"])) for row in rows]

        return await self._db.run(work)

    async def purge(self, tags: Collection[str]) -> None:
        """Kept pages with these tags are made anew."""

        async def work() -> None:
            await self._purges.add(*sorted(tags))

        await self._db.run(work)


def _removed(marked: MarkedWords) -> HighlightRemoved:
    return HighlightRemoved(highlight_id=marked.id, story_id=marked.story_id, reader_id=marked.reader_id)


def _marked(row: Row) -> MarkedWords:
    return MarkedWords(
        id=HighlightId(to_text(row["highlight_id"])),
        story_id=StoryId(to_text(row["story_id"])),
        reader_id=PersonId(to_text(row["reader_id"])),
        anchor=Anchor(
            block_id=row["block_id"],
            start=row["start_at"],
            end=row["end_at"],
            quote=row["quote"],
            prefix=row["prefix"],
            suffix=row["suffix"],
        ),
        note=row["note"],
        public=bool(row["public"]),
        fate=Fate(row["fate"]),
        made_at=moment(row["made_at"]),
        revision_id=RevisionId(to_text(row["revision_id"])),
    )
