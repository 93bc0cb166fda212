"""Counts in SQLite or PostgreSQL."""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import micros
from octavo.chassis.ids import number_of, to_text
from octavo.readership.api import DayNumbers, StoryId, Totals
from octavo.readership.entities import ELSEWHERE, HOSTS_A_DAY, Seen, shown

_MARKS_AT_ONCE: Final = 50
_HIGHEST: Final = (1 << 31) - 1

_TOTALS: Final = """
INSERT INTO totals (story_id, author_id, views, reads) VALUES (:story, :author, :views, :reads)
ON CONFLICT (story_id) DO UPDATE SET author_id = excluded.author_id,
    views = totals.views + excluded.views, reads = totals.reads + excluded.reads
"""
_DAY: Final = """
INSERT INTO days (story_id, day, views, reads) VALUES (:story, :day, :views, :reads)
ON CONFLICT (story_id, day) DO UPDATE SET
    views = days.views + excluded.views, reads = days.reads + excluded.reads
"""
_SOURCE: Final = """
INSERT INTO sources (story_id, day, host, views) VALUES (:story, :day, :host, :views)
ON CONFLICT (story_id, day, host) DO UPDATE SET views = sources.views + excluded.views
"""


def _marks(number: int) -> str:
    rows = ", ".join(f"(:day, :mark{one})" for one in range(number))
    return f"INSERT INTO seen (day, mark) VALUES {rows} ON CONFLICT (day, mark) DO NOTHING RETURNING mark"  # noqa: S608 - names


_ONE, _MANY = _marks(1), _marks(_MARKS_AT_ONCE)


class SqlLedger:
    """Fits ports.Ledger."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def salt(self, day: int) -> bytes:
        made = secrets.token_hex(32)
        await self._db.execute(
            "INSERT INTO salts (day, salt) VALUES (:day, :salt) ON CONFLICT (day) DO NOTHING",
            day=day,
            salt=made,
        )
        row = await self._db.one("SELECT salt FROM salts WHERE day = :day", day=day)
        return bytes.fromhex(made if row is None else row["salt"])

    async def add(self, batch: Sequence[Seen]) -> int:
        # Always in one order, so that two processes never wait for each other.
        ordered = sorted(batch, key=lambda seen: (seen.day, seen.mark))

        async def work() -> int:
            gone = await self._gone({number_of(seen.story_id) for seen in ordered})
            kept = [seen for seen in ordered if number_of(seen.story_id) not in gone]
            new = await self._new(kept)
            await self._count([seen for seen in kept if seen.mark in new])
            return len(new)

        return await self._db.run(work)

    async def _gone(self, stories: set[int]) -> set[int]:
        rows = await self._db.all("SELECT story_id FROM gone WHERE story_id IN :ids", ids=list(stories))
        return {row["story_id"] for row in rows}

    async def _new(self, batch: Sequence[Seen]) -> set[str]:
        new: set[str] = set()
        for day in sorted({seen.day for seen in batch}):
            marks = [seen.mark for seen in batch if seen.day == day]
            for start in range(0, len(marks), _MARKS_AT_ONCE):
                some = marks[start : start + _MARKS_AT_ONCE]
                if len(some) == _MARKS_AT_ONCE:
                    values = {f"mark{place}": mark for place, mark in enumerate(some)}
                    rows = await self._db.all(_MANY, day=day, **values)
                    new.update(row["mark"] for row in rows)
                else:
                    for mark in some:
                        if await self._db.all(_ONE, day=day, mark0=mark):
                            new.add(mark)
        return new

    async def _count(self, batch: Sequence[Seen]) -> None:
        authors = {number_of(seen.story_id): number_of(seen.author_id) for seen in batch}
        views = Counter((number_of(seen.story_id), seen.day) for seen in batch if not seen.read)
        reads = Counter((number_of(seen.story_id), seen.day) for seen in batch if seen.read)
        hosts = Counter((number_of(seen.story_id), seen.day, seen.host) for seen in batch if not seen.read)
        for story, day in sorted({*views, *reads}):
            numbers = {"views": views[story, day], "reads": reads[story, day]}
            await self._db.execute(_TOTALS, story=story, author=authors[story], **numbers)
            await self._db.execute(_DAY, story=story, day=day, **numbers)
            known = await self._hosts(story, day)
            for host in sorted(one[2] for one in hosts if one[:2] == (story, day)):
                if host and host not in known and len(known) >= HOSTS_A_DAY:
                    kept = ELSEWHERE
                else:
                    kept = host
                    known |= {host} - {""}
                await self._db.execute(
                    _SOURCE, story=story, day=day, host=kept, views=hosts[story, day, host]
                )

    async def _hosts(self, story: int, day: int) -> set[str]:
        rows = await self._db.all(
            "SELECT host FROM sources WHERE story_id = :story AND day = :day", story=story, day=day
        )
        return {row["host"] for row in rows} - {"", ELSEWHERE}

    async def totals(self, story_ids: Sequence[StoryId]) -> dict[StoryId, Totals]:
        rows = await self._db.all(
            "SELECT story_id, views, reads FROM totals WHERE story_id IN :ids",
            ids=[number_of(one) for one in story_ids],
        )
        ids = {row["story_id"]: StoryId(to_text(row["story_id"])) for row in rows}
        return {
            ids[row["story_id"]]: Totals(
                story_id=ids[row["story_id"]], views=_told(row["views"]), reads=_told(row["reads"])
            )
            for row in rows
        }

    async def days(self, story_id: StoryId, *, since: int) -> dict[str, DayNumbers]:
        rows = await self._db.all(
            "SELECT day, views, reads FROM days WHERE story_id = :story AND day >= :since",
            story=number_of(story_id),
            since=since,
        )
        return {
            shown(row["day"]): DayNumbers(
                day=shown(row["day"]), views=_told(row["views"]), reads=_told(row["reads"])
            )
            for row in rows
        }

    async def sources(self, story_id: StoryId, *, since: int) -> dict[str, int]:
        rows = await self._db.all(
            """SELECT host, CAST(SUM(views) AS BIGINT) AS views FROM sources
               WHERE story_id = :story AND day >= :since GROUP BY host""",
            story=number_of(story_id),
            since=since,
        )
        return {row["host"]: _told(row["views"]) for row in rows}

    async def forget_story(self, story_id: StoryId, now: datetime) -> None:
        story = number_of(story_id)

        async def work() -> None:
            await self._db.execute(
                "INSERT INTO gone (story_id, at) VALUES (:story, :now) ON CONFLICT (story_id) DO NOTHING",
                story=story,
                now=micros(now),
            )
            await self._db.execute("DELETE FROM totals WHERE story_id = :story", story=story)
            await self._db.execute("DELETE FROM days WHERE story_id = :story", story=story)
            await self._db.execute("DELETE FROM sources WHERE story_id = :story", story=story)

        await self._db.run(work)

    async def forget_readers(self, before: int) -> None:
        over = await self._db.execute("DELETE FROM salts WHERE day < :day", day=before)
        if over + await self._db.execute("DELETE FROM seen WHERE day < :day", day=before):
            await self._db.scrub()

    async def sweep(self, *, sources_before: int, gone_before: datetime) -> None:
        await self._db.execute("DELETE FROM sources WHERE day < :day", day=sources_before)
        await self._db.execute("DELETE FROM gone WHERE at < :time", time=micros(gone_before))


def _told(count: int) -> int:
    """A count as the contract can say it: at most 2,147,483,647."""
    return min(int(count), _HIGHEST)
