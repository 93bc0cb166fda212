"""What was told, in SQLite or PostgreSQL."""

from datetime import datetime
from typing import Final

import msgspec

from octavo.chassis.database import Database
from octavo.chassis.events import micros
from octavo.chassis.ids import from_text
from octavo.embeds.api import PersonId
from octavo.embeds.entities import Told

_SWEPT_AT_ONCE: Final = 1000


class SqlMemory:
    """Fits ports.Memory."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def find(self, digest: str, now: datetime) -> Told | None:
        row = await self._db.one(
            "SELECT answer FROM told_pages WHERE digest = :digest AND kept_until > :now",
            digest=digest,
            now=micros(now),
        )
        return None if row is None else msgspec.json.decode(row["answer"], type=Told)

    async def keep(self, digest: str, told: Told, until: datetime) -> None:
        await self._db.execute(
            """INSERT INTO told_pages (digest, answer, kept_until) VALUES (:digest, :answer, :until)
               ON CONFLICT (digest) DO UPDATE SET answer = :answer, kept_until = :until""",
            digest=digest,
            answer=msgspec.json.encode(told).decode(),
            until=micros(until),
        )

    async def count(self, person_id: PersonId, *, now: datetime, since: datetime) -> int:
        row = await self._db.one(
            """INSERT INTO link_askers (person_id, since, times) VALUES (:person, :now, 1)
               ON CONFLICT (person_id) DO UPDATE SET
                   times = CASE WHEN link_askers.since <= :since THEN 1 ELSE link_askers.times + 1 END,
                   since = CASE WHEN link_askers.since <= :since THEN :now ELSE link_askers.since END
               RETURNING times""",
            person=from_text(person_id),
            now=micros(now),
            since=micros(since),
        )
        return 0 if row is None else int(row["times"])

    async def sweep(self, now: datetime) -> int:
        return await self._db.execute(
            """DELETE FROM told_pages WHERE digest IN (
                   SELECT digest FROM told_pages WHERE kept_until <= :now ORDER BY kept_until LIMIT :most)""",
            now=micros(now),
            most=_SWEPT_AT_ONCE,
        )
