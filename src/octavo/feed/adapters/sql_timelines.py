"""Timelines, and what is on its way to them, in SQLite or PostgreSQL."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row
from octavo.feed.adapters.sql_readers import tag_of
from octavo.feed.entities import Listing, Reader

_SLICE_ENDS: Final = """
SELECT MAX(reader_id) AS last, COUNT(*) AS n FROM (
    SELECT reader_id FROM followings
    WHERE kind = :kind AND target = :target AND active = 1 AND reader_id > :after
    ORDER BY reader_id LIMIT :most) AS slice
"""
_WRITE: Final = """
INSERT INTO timelines (reader_id, published_at, story_id)
SELECT f.reader_id, :published, :story FROM followings f JOIN readers r ON r.reader_id = f.reader_id
WHERE f.kind = :kind AND f.target = :target AND f.active = 1 AND f.reader_id > :after
    AND f.reader_id <= :last AND r.rate >= :written_from
ON CONFLICT (reader_id, published_at, story_id) DO NOTHING
"""
_REST: Final = """
SELECT published_at, story_id FROM timelines WHERE reader_id = :reader
ORDER BY published_at DESC, story_id DESC LIMIT 1 OFFSET :keep
"""
_BEGIN: Final = """
INSERT INTO readers (reader_id, dials, visited_at, visits, rate, built_at, seen)
VALUES (:reader, '', :now, 0, :rate, :now, :nothing)
ON CONFLICT (reader_id) DO UPDATE SET rate = excluded.rate, built_at = excluded.built_at
"""


class SqlTimelines:
    """Fits ports.Timelines."""

    def __init__(self, db: Database, purges: Purges) -> None:
        self._db = db
        self._purges = purges

    async def of(self, reader: int, limit: int) -> Sequence[int]:
        rows = await self._db.all(
            """SELECT story_id FROM timelines WHERE reader_id = :reader
               ORDER BY published_at DESC, story_id DESC LIMIT :limit""",
            reader=reader,
            limit=limit,
        )
        return [row["story_id"] for row in rows]

    async def rebuild(
        self, reader: Reader, fresh: Callable[[], Awaitable[Sequence[Listing]]], now: int
    ) -> None:
        me = reader.number

        async def work() -> None:
            # First the rate, by which deliveries that come after this see the reader; then what is there.
            await self._db.execute(_BEGIN, reader=me, now=now, rate=reader.rate, nothing=b"")
            stories = await fresh()
            await self._db.execute("DELETE FROM timelines WHERE reader_id = :reader", reader=me)
            for story in stories:
                await self._db.execute(
                    """INSERT INTO timelines (reader_id, published_at, story_id)
                       VALUES (:reader, :published, :story)
                       ON CONFLICT (reader_id, published_at, story_id) DO NOTHING""",
                    reader=me,
                    published=story.published,
                    story=story.number,
                )
            await self._purges.add(tag_of(me))

        await self._db.run(work)

    async def step(self, most: int) -> bool:
        async def work() -> bool:
            row = await self._db.one(
                """SELECT d.story_id, d.kind, d.target, d.after_id, l.published_at, l.written_from
                   FROM deliveries d LEFT JOIN listings l ON l.story_id = d.story_id AND l.listed = 1
                   ORDER BY d.since, d.story_id, d.kind, d.target LIMIT 1"""
            )
            if row is None:
                return False
            await self._write(row, most)
            return True

        return await self._db.run(work)

    async def _write(self, row: Row, most: int) -> None:
        which = {"kind": row["kind"], "target": row["target"]}
        ends = await self._db.one(_SLICE_ENDS, after=row["after_id"], most=most, **which)
        if ends is not None and ends["n"] and row["published_at"] is not None:
            await self._db.execute(
                _WRITE,
                published=row["published_at"],
                story=row["story_id"],
                after=row["after_id"],
                last=ends["last"],
                written_from=row["written_from"],
                **which,
            )
            if ends["n"] == most:
                await self._db.execute(
                    """UPDATE deliveries SET after_id = :last
                       WHERE story_id = :story AND kind = :kind AND target = :target""",
                    last=ends["last"],
                    story=row["story_id"],
                    **which,
                )
                return
        await self._db.execute(
            "DELETE FROM deliveries WHERE story_id = :story AND kind = :kind AND target = :target",
            story=row["story_id"],
            **which,
        )

    async def trim(self, keep: int, before: int) -> None:
        """Of those who came lately the newest `keep`, of others nothing."""
        await self._db.execute(
            """DELETE FROM timelines WHERE reader_id IN
               (SELECT reader_id FROM readers WHERE visited_at < :before AND built_at > 0)""",
            before=before,
        )
        await self._db.execute(
            "UPDATE readers SET built_at = 0, rate = 0 WHERE visited_at < :before AND built_at > 0",
            before=before,
        )
        full = await self._db.all(
            "SELECT reader_id FROM timelines GROUP BY reader_id HAVING COUNT(*) > :most", most=2 * keep
        )
        for row in full:
            last = await self._db.one(_REST, reader=row["reader_id"], keep=keep)
            if last is not None:
                await self._db.execute(
                    """DELETE FROM timelines
                       WHERE reader_id = :reader AND (published_at, story_id) <= (:published, :story)""",
                    reader=row["reader_id"],
                    published=last["published_at"],
                    story=last["story_id"],
                )
