"""Private feeds in SQLite or PostgreSQL."""

from datetime import datetime

from octavo.chassis.database import Database
from octavo.chassis.events import micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.sql import Row
from octavo.syndication.api import PersonId, PrivateFeedId
from octavo.syndication.entities import Kept


class SqlPrivateFeeds:
    """Fits ports.PrivateFeeds."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, feed: Kept, *, most: int) -> bool:
        # One statement, and the engines are serialisable: two at once do not pass the limit together.
        added = await self._db.execute(
            """
            INSERT INTO private_feeds (id, person_id, name, digest, created_at, opened_at)
            SELECT CAST(:id AS BIGINT), CAST(:person AS BIGINT), CAST(:name AS TEXT),
                CAST(:digest AS TEXT), CAST(:now AS BIGINT), NULL
            WHERE (SELECT COUNT(*) FROM private_feeds WHERE person_id = :person) < :most
            """,
            id=number_of(feed.id),
            person=number_of(feed.person_id),
            name=feed.name,
            digest=feed.digest,
            now=micros(feed.created_at),
            most=most,
        )
        return added == 1

    async def of(self, person_id: PersonId) -> list[Kept]:
        rows = await self._db.all(
            "SELECT * FROM private_feeds WHERE person_id = :person ORDER BY id DESC",
            person=number_of(person_id),
        )
        return [_kept(row) for row in rows]

    async def find(self, digest: str) -> Kept | None:
        row = await self._db.one("SELECT * FROM private_feeds WHERE digest = :digest", digest=digest)
        return None if row is None else _kept(row)

    async def note(self, feed_id: PrivateFeedId, now: datetime) -> None:
        await self._db.execute(
            "UPDATE private_feeds SET opened_at = :now WHERE id = :id", id=number_of(feed_id), now=micros(now)
        )

    async def remove(self, person_id: PersonId, feed_id: PrivateFeedId) -> bool:
        gone = await self._db.execute(
            "DELETE FROM private_feeds WHERE id = :id AND person_id = :person",
            id=number_of(feed_id),
            person=number_of(person_id),
        )
        return gone == 1

    async def remove_all(self, person_id: PersonId) -> None:
        await self._db.execute(
            "DELETE FROM private_feeds WHERE person_id = :person", person=number_of(person_id)
        )


def _kept(row: Row) -> Kept:
    return Kept(
        id=PrivateFeedId(to_text(row["id"])),
        person_id=PersonId(to_text(row["person_id"])),
        name=row["name"],
        digest=row["digest"],
        created_at=moment(row["created_at"]),
        opened_at=None if row["opened_at"] is None else moment(row["opened_at"]),
    )
