"""All that is hidden from one person, and the publications that they muted, in SQLite or PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.graph.adapters.sql_rows import person
from octavo.graph.api import (
    Avoidance,
    GetHidesResponse,
    MutedPublication,
    PersonId,
    PublicationId,
    PublicationMuted,
    PublicationUnmuted,
    TooManyFollows,
)
from octavo.graph.entities import Place

_FAR: Final = 1 << 62

_ADD = """
INSERT INTO muted_publications (person_id, publication_id, since) VALUES (:person, :place, :now)
ON CONFLICT (person_id, publication_id) DO NOTHING
"""
_PAGE = """
SELECT publication_id, since FROM muted_publications
WHERE person_id = :person AND (since, publication_id) < (:since, :key)
ORDER BY since DESC, publication_id DESC LIMIT :limit
"""
_BY_OTHERS = """
SELECT person_id AS other FROM avoided WHERE avoided_id = :person AND how = 'BLOCKED'
ORDER BY since DESC, person_id DESC LIMIT :limit
"""
_OWN = """
SELECT avoided_id AS other, how FROM avoided WHERE person_id = :person
ORDER BY since DESC, avoided_id DESC LIMIT :limit
"""


class SqlHides:
    """Fits ports.Hides."""

    def __init__(self, db: Database, outbox: Outbox, purges: Purges) -> None:
        self._db = db
        self._outbox = outbox
        self._purges = purges

    async def all_of(self, person_id: PersonId, *, limit: int) -> GetHidesResponse:
        me = number_of(person_id)
        own = await self._db.all(_OWN, person=me, limit=limit)
        others = await self._db.all(_BY_OTHERS, person=me, limit=limit)
        places = await self._db.all(_PAGE, person=me, since=_FAR, key=0, limit=limit)
        blocked = [row["other"] for row in own if row["how"] == Avoidance.BLOCKED.value]
        hidden = dict.fromkeys([*blocked, *(row["other"] for row in others)])
        muted = [row["other"] for row in own if row["how"] == Avoidance.MUTED.value]
        return GetHidesResponse(
            hidden=tuple(map(person, hidden)),
            muted=tuple(map(person, muted)),
            publications=tuple(PublicationId(to_text(row["publication_id"])) for row in places),
        )

    async def add(self, person_id: PersonId, place: PublicationId, now: datetime, *, most: int) -> None:
        async def work() -> None:
            row = await self._db.one(
                """SELECT COUNT(*) AS others FROM muted_publications
                   WHERE person_id = :person AND publication_id <> :place""",
                person=number_of(person_id),
                place=number_of(place),
            )
            if row and row["others"] >= most:
                raise TooManyFollows(limit=most)
            if await self._db.execute(
                _ADD, person=number_of(person_id), place=number_of(place), now=micros(now)
            ):
                await self._outbox.add(PublicationMuted(person_id=person_id, publication_id=place))
                await self._purges.add(f"hides:{person_id}")

        await self._db.run(work)

    async def remove(self, person_id: PersonId, place: PublicationId) -> None:
        async def work() -> None:
            if await self._db.execute(
                "DELETE FROM muted_publications WHERE person_id = :person AND publication_id = :place",
                person=number_of(person_id),
                place=number_of(place),
            ):
                await self._outbox.add(PublicationUnmuted(person_id=person_id, publication_id=place))
                await self._purges.add(f"hides:{person_id}")

        await self._db.run(work)

    async def page(
        self, person_id: PersonId, *, after: Place | None, limit: int
    ) -> Sequence[tuple[MutedPublication, Place]]:
        rows = await self._db.all(
            _PAGE,
            person=number_of(person_id),
            since=after.since if after else _FAR,
            key=number_of(after.key) if after else 0,
            limit=limit,
        )
        return [
            (
                MutedPublication(
                    publication_id=PublicationId(to_text(row["publication_id"])), since=moment(row["since"])
                ),
                Place(row["since"], to_text(row["publication_id"])),
            )
            for row in rows
        ]

    async def forget_place(self, place: PublicationId) -> None:
        await self._db.execute(
            "DELETE FROM muted_publications WHERE publication_id = :place", place=number_of(place)
        )
