"""What is published and liked, in SQLite or PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from octavo.chassis.database import Database
from octavo.chassis.ids import from_text, to_text
from octavo.chassis.sql import Row
from octavo.feed.entities import Listing
from octavo.feed.ports import Change, Numbered

_COLUMNS: Final = """story_id, author_id, others, publication_id, tags, published_at, minutes, written_from,
    listed, changed_at"""
_GET: Final = f"SELECT {_COLUMNS} FROM listings WHERE story_id = :number"  # noqa: S608 - of our own words
_CHANGES: Final = f"""SELECT {_COLUMNS} FROM listings
    WHERE changed_at >= :since ORDER BY changed_at LIMIT :limit"""  # noqa: S608
_NEWEST: Final = f"""SELECT {_COLUMNS} FROM listings
    WHERE listed = 1 ORDER BY published_at DESC LIMIT :limit"""  # noqa: S608
_FORGET: Final = tuple(
    f"DELETE FROM {table} WHERE story_id = :number"  # noqa: S608
    for table in ("listings", "timelines", "deliveries", "interests", "hidden", "liked")
)
_PUT: Final = """
INSERT INTO listings (story_id, author_id, others, publication_id, tags, published_at, minutes, written_from,
    listed, changed_at)
VALUES (:number, :author, :others, :publication, :tags, :published, :minutes, :written_from, 1, :now)
ON CONFLICT (story_id) DO UPDATE SET author_id = excluded.author_id, others = excluded.others,
    publication_id = excluded.publication_id, tags = excluded.tags, published_at = excluded.published_at,
    minutes = excluded.minutes, written_from = excluded.written_from, listed = 1,
    changed_at = excluded.changed_at
"""
_PLAN: Final = """
INSERT INTO deliveries (story_id, kind, target, after_id, since) VALUES (:story, :kind, :target, 0, :now)
ON CONFLICT (story_id, kind, target) DO NOTHING
"""
_LATELY: Final = {
    "PERSON": "SELECT COUNT(*) AS n FROM listings WHERE author_id = :number AND published_at >= :since",
    "PUBLICATION": """SELECT COUNT(*) AS n FROM listings
        WHERE publication_id = :number AND published_at >= :since""",
}


class SqlListings:
    """Fits ports.Listings."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def put(self, story: Listing, now: int, *, to: Sequence[Numbered] = ()) -> None:
        async def work() -> None:
            await self._put(story, now)
            for kind, target in to:
                await self._db.execute(_PLAN, story=story.number, kind=kind, target=target, now=now)

        await self._db.run(work)

    async def _put(self, story: Listing, now: int) -> None:
        await self._db.execute(
            _PUT,
            number=story.number,
            author=story.author,
            others=_text([to_text(one) for one in story.others]),
            publication=story.publication,
            tags=_text(story.tags),
            published=story.published,
            minutes=story.minutes,
            written_from=story.written_from,
            now=now,
        )

    async def take_out(self, number: int, now: int) -> None:
        await self._db.execute(
            "UPDATE listings SET listed = 0, changed_at = :now WHERE story_id = :number",
            now=now,
            number=number,
        )

    async def get(self, number: int) -> Listing | None:
        row = await self._db.one(_GET, number=number)
        return _listing(row) if row else None

    async def of_author(self, author: int) -> Sequence[int]:
        rows = await self._db.all("SELECT story_id FROM listings WHERE author_id = :author", author=author)
        return [row["story_id"] for row in rows]

    async def changes(self, since: int, limit: int) -> Sequence[Change]:
        rows = await self._db.all(
            _CHANGES,
            since=since,
            limit=limit,
        )
        return [
            Change(row["story_id"], _listing(row) if row["listed"] else None, row["changed_at"])
            for row in rows
        ]

    async def newest(self, limit: int) -> Sequence[Listing]:
        rows = await self._db.all(
            _NEWEST,
            limit=limit,
        )
        return [_listing(row) for row in reversed(rows)]

    async def written_lately(self, kind: str, number: int, since: int) -> int:
        row = await self._db.one(_LATELY[kind], number=number, since=since)
        return int(row["n"]) if row else 0

    async def put_liked(self, liked: Mapping[int, int]) -> None:
        async def work() -> None:
            await self._db.execute("DELETE FROM liked")
            for number, strength in sorted(liked.items()):
                await self._db.execute(
                    "INSERT INTO liked (story_id, strength) VALUES (:number, :strength)",
                    number=number,
                    strength=strength,
                )
            await self._db.execute("UPDATE feed_state SET liked_turn = liked_turn + 1 WHERE id = 1")

        await self._db.run(work)

    async def liked(self) -> Mapping[int, int]:
        rows = await self._db.all("SELECT story_id, strength FROM liked")
        return {row["story_id"]: row["strength"] for row in rows}

    async def forget(self, number: int) -> None:
        async def work() -> None:
            for statement in _FORGET:
                await self._db.execute(statement, number=number)

        await self._db.run(work)


def _text(values: Sequence[str]) -> str:
    return msgspec.json.encode(values).decode()


def _listing(row: Row) -> Listing:
    return Listing(
        number=row["story_id"],
        author=row["author_id"],
        others=tuple(from_text(one) for one in msgspec.json.decode(row["others"], type=list[str])),
        publication=row["publication_id"],
        tags=tuple(msgspec.json.decode(row["tags"], type=list[str])),
        published=row["published_at"],
        minutes=row["minutes"],
        written_from=row["written_from"],
    )
