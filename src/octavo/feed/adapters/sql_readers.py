"""Who reads, what they follow, like and hide, in SQLite or PostgreSQL."""

from collections.abc import Sequence
from typing import Final

import msgspec

from octavo.chassis.database import Database
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row
from octavo.feed import entities
from octavo.feed.api import Dials, TooManyHidden
from octavo.feed.entities import Following, Interest, Reader
from octavo.feed.ports import Deed, Numbered, Place, Presence

_INTERESTS: Final = 200
_FOLLOW: Final = """
INSERT INTO followings (reader_id, kind, target, followed_id, active, changed_at)
VALUES (:reader, :kind, :target, :followed, :active, :now)
ON CONFLICT (reader_id, kind, target) DO UPDATE SET active = excluded.active, changed_at = excluded.changed_at
"""
_RECALL: Final = """
UPDATE followings SET changed_at = :now
WHERE reader_id = :reader AND kind = :kind AND target = :target AND active = 1 RETURNING reader_id
"""
_RECALL_NEW: Final = """
INSERT INTO followings (reader_id, kind, target, followed_id, active, changed_at)
VALUES (:reader, :kind, :target, :followed, 1, :now)
ON CONFLICT (reader_id, kind, target) DO NOTHING RETURNING reader_id
"""
_FORGET: Final = """
DELETE FROM followings WHERE (reader_id, kind, target) IN (
    SELECT reader_id, kind, target FROM followings WHERE changed_at < :before LIMIT :most)
RETURNING reader_id, active
"""
_FORGET_AT_ONCE: Final = 1_000
_NOTE: Final = """
INSERT INTO interests (reader_id, story_id, clapped, kept, opened, at)
VALUES (:reader, :story, :clapped, :kept, :opened, :now)
ON CONFLICT (reader_id, story_id) DO UPDATE SET clapped = CASE WHEN :sets_clapped = 1 THEN excluded.clapped
    ELSE interests.clapped END, kept = CASE WHEN :sets_kept = 1 THEN excluded.kept ELSE interests.kept END,
    opened = CASE WHEN :sets_opened = 1 THEN excluded.opened ELSE interests.opened END, at = excluded.at
"""
_ARRIVAL: Final = """
SELECT visits AS number, visited_at AS at, seen FROM readers WHERE reader_id = :reader
UNION ALL SELECT story_id, published_at, NULL FROM (
    SELECT story_id, published_at FROM timelines WHERE reader_id = :reader
    ORDER BY published_at DESC, story_id DESC LIMIT :limit) AS timeline
"""
_NEW: Final = """
INSERT INTO readers (reader_id, dials, visited_at, visits, rate, built_at, seen)
VALUES (:reader, :dials, 0, 0, 0, 0, :nothing) ON CONFLICT (reader_id) DO UPDATE SET dials = excluded.dials
"""


class SqlReaders:
    """Fits ports.Readers."""

    def __init__(self, db: Database, purges: Purges) -> None:
        self._db = db
        self._purges = purges

    async def get(self, number: int) -> Reader:
        row = await self._db.one(
            "SELECT dials, rate, built_at FROM readers WHERE reader_id = :reader", reader=number
        )
        follows = await self._db.all(
            "SELECT kind, target FROM followings WHERE reader_id = :reader AND active = 1", reader=number
        )
        interests = await self._db.all(
            """SELECT story_id, clapped, kept, opened, at FROM interests WHERE reader_id = :reader
               ORDER BY at DESC, story_id LIMIT :limit""",
            reader=number,
            limit=_INTERESTS,
        )
        hidden = await self._db.all("SELECT story_id FROM hidden WHERE reader_id = :reader", reader=number)
        return Reader(
            number=number,
            following=_following([(one["kind"], one["target"]) for one in follows]),
            interests=tuple(
                Interest(
                    story=one["story_id"],
                    strength=entities.strength(
                        clapped=one["clapped"], kept=bool(one["kept"]), read=bool(one["opened"])
                    ),
                    at=one["at"],
                )
                for one in interests
            ),
            hidden=frozenset(one["story_id"] for one in hidden),
            dials=_dials(row["dials"] if row else ""),
            rate=row["rate"] if row and row["built_at"] else 0,
        )

    async def presence(self, number: int) -> Presence:
        row = await self._db.one(
            "SELECT visits, visited_at, seen FROM readers WHERE reader_id = :reader", reader=number
        )
        return Presence(row["visits"], row["visited_at"], bytes(row["seen"])) if row else Presence()

    async def arrival(self, number: int, limit: int) -> tuple[Presence, Sequence[int]]:
        presence, timeline = Presence(), list[int]()
        for row in await self._db.all(_ARRIVAL, reader=number, limit=limit):
            if row["seen"] is None:
                timeline.append(row["number"])
            else:
                presence = Presence(row["number"], row["at"], bytes(row["seen"]))
        return presence, timeline

    async def follow(self, reader: int, target: Numbered, followed: int, *, active: bool, now: int) -> None:
        async def work() -> None:
            await self._db.execute(
                _FOLLOW,
                reader=reader,
                kind=target[0],
                target=target[1],
                followed=followed,
                active=int(active),
                now=now,
            )
            await self._changed(reader)

        await self._db.run(work)

    async def recall(self, edges: Sequence[tuple[int, Numbered, int]], now: int) -> None:
        async def work() -> None:
            for reader, (kind, target), followed in edges:
                edge = {"reader": reader, "kind": kind, "target": target, "now": now}
                if await self._db.one(_RECALL, **edge) is None and await self._db.one(
                    _RECALL_NEW, followed=followed, **edge
                ):
                    await self._changed(reader)

        await self._db.run(work)

    async def _changed(self, reader: int) -> None:
        """What the reader follows is not what the timeline was built for: it is at the next visit."""
        await self._db.execute("UPDATE readers SET built_at = 0 WHERE reader_id = :reader", reader=reader)
        await self._purges.add(tag_of(reader))

    async def forget_followings(self, before: int) -> None:
        async def work() -> int:
            rows = await self._db.all(_FORGET, before=before, most=_FORGET_AT_ONCE)
            await self._purges.add(*sorted({tag_of(row["reader_id"]) for row in rows if row["active"]}))
            return len(rows)

        while await self._db.run(work) == _FORGET_AT_ONCE:
            pass

    async def followers(self, target: Numbered, most: int) -> int:
        row = await self._db.one(
            """SELECT COUNT(*) AS n FROM (SELECT 1 FROM followings
               WHERE kind = :kind AND target = :target AND active = 1 LIMIT :most) AS few""",
            kind=target[0],
            target=target[1],
            most=most,
        )
        return int(row["n"]) if row else 0

    async def note(
        self, reader: int, story: int, now: int, *, clapped: int | None = None, kept: bool | None = None,
        opened: bool | None = None
    ) -> None:  # fmt: skip
        async def work() -> None:
            await self._db.execute(
                _NOTE,
                reader=reader,
                story=story,
                clapped=clapped or 0,
                kept=int(bool(kept)),
                opened=int(bool(opened)),
                now=now,
                sets_clapped=int(clapped is not None),
                sets_kept=int(kept is not None),
                sets_opened=int(opened is not None),
            )
            await self._db.execute(
                """DELETE FROM interests WHERE reader_id = :reader AND story_id = :story
                   AND clapped = 0 AND kept = 0 AND opened = 0""",
                reader=reader,
                story=story,
            )
            await self._purges.add(tag_of(reader))

        await self._db.run(work)

    async def deeds(self, before: Place, limit: int) -> Sequence[Deed]:
        rows = await self._db.all(
            """SELECT reader_id, story_id, clapped, kept, opened, at FROM interests
               WHERE (at, reader_id, story_id) < (:at, :reader, :story)
               ORDER BY at DESC, reader_id DESC, story_id DESC LIMIT :limit""",
            at=before[0],
            reader=before[1],
            story=before[2],
            limit=limit,
        )
        return [_deed(row) for row in rows]

    async def set_dials(self, reader: int, dials: str, now: int) -> None:
        async def work() -> None:
            await self._db.execute(_NEW, reader=reader, dials=dials, nothing=b"")
            await self._purges.add(tag_of(reader))

        await self._db.run(work)

    async def hide(self, reader: int, story: int, now: int, *, most: int) -> None:
        async def work() -> None:
            row = await self._db.one(
                "SELECT COUNT(*) AS n FROM hidden WHERE reader_id = :reader", reader=reader
            )
            if row and row["n"] >= most:
                raise TooManyHidden(limit=most)
            await self._db.execute(
                """INSERT INTO hidden (reader_id, story_id, at) VALUES (:reader, :story, :now)
                   ON CONFLICT (reader_id, story_id) DO NOTHING""",
                reader=reader,
                story=story,
                now=now,
            )
            await self._purges.add(tag_of(reader))

        await self._db.run(work)

    async def unhide(self, reader: int, story: int) -> None:
        async def work() -> None:
            await self._db.execute(
                "DELETE FROM hidden WHERE reader_id = :reader AND story_id = :story",
                reader=reader,
                story=story,
            )
            await self._purges.add(tag_of(reader))

        await self._db.run(work)

    async def hidden(self, reader: int, *, before: tuple[int, int], limit: int) -> Sequence[tuple[int, int]]:
        rows = await self._db.all(
            """SELECT at, story_id FROM hidden WHERE reader_id = :reader AND (at, story_id) < (:at, :story)
               ORDER BY at DESC, story_id DESC LIMIT :limit""",
            reader=reader,
            at=before[0],
            story=before[1],
            limit=limit,
        )
        return [(row["at"], row["story_id"]) for row in rows]


def tag_of(reader: int) -> str:
    """By this the near copy of a reader is purged."""
    return f"feed-reader:{to_text(reader)}"


def _deed(row: Row) -> Deed:
    return Deed(
        row["reader_id"],
        row["story_id"],
        entities.strength(clapped=row["clapped"], kept=bool(row["kept"]), read=bool(row["opened"])),
        row["at"],
    )


def _following(follows: Sequence[Numbered]) -> Following:
    def numbers(kind: str) -> frozenset[int]:
        return frozenset(number for one, target in follows if one == kind and (number := number_of(target)))

    return Following(
        people=numbers("PERSON"),
        publications=numbers("PUBLICATION"),
        tags=frozenset(target for kind, target in follows if kind == "TAG"),
    )


def _dials(text: str) -> Dials:
    return msgspec.json.decode(text, type=Dials) if text else Dials()
