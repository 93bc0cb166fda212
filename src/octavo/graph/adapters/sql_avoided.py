"""Mutes and blocks in SQLite or PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros, moment
from octavo.chassis.ids import number_of
from octavo.chassis.purges import Purges
from octavo.graph.adapters.sql_counts import SqlCounts
from octavo.graph.adapters.sql_rows import person
from octavo.graph.api import (
    Avoidance,
    Avoided,
    Blocked,
    GetAvoidedResponse,
    Kind,
    Muted,
    PersonId,
    TooManyFollows,
    Unblocked,
    Unfollowed,
    Unmuted,
)
from octavo.graph.entities import Place

_FAR: Final = 1 << 62
_FEW: Final = 100

_ADD = """
INSERT INTO avoided (person_id, how, avoided_id, since) VALUES (:person, :how, :other, :now)
ON CONFLICT (person_id, how, avoided_id) DO NOTHING
"""
_END_FOLLOW = "DELETE FROM follows WHERE person_id = :person AND followed_id = :other RETURNING counts"
_THEIRS = """
SELECT avoided_id AS other, how FROM avoided WHERE person_id = :viewer AND avoided_id IN :others
UNION
SELECT person_id AS other, how FROM avoided
WHERE avoided_id = :viewer AND how = 'BLOCKED' AND person_id IN :others
"""
_ALL = """
SELECT avoided_id AS other, how FROM avoided WHERE person_id = :viewer
UNION ALL
SELECT person_id AS other, how FROM avoided WHERE avoided_id = :viewer AND how = 'BLOCKED'
LIMIT :limit
"""
_OF = """
SELECT avoided_id, since FROM avoided
WHERE person_id = :person AND how = :how AND (since, avoided_id) < (:since, :key)
ORDER BY since DESC, avoided_id DESC LIMIT :limit
"""


class SqlAvoiding:
    """Fits ports.Avoiding."""

    def __init__(self, db: Database, outbox: Outbox, purges: Purges, counts: SqlCounts) -> None:
        self._db = db
        self._outbox = outbox
        self._purges = purges
        self._counts = counts

    async def add(
        self, person_id: PersonId, how: Avoidance, other_id: PersonId, now: datetime, *, most: int
    ) -> bool:
        me, other = number_of(person_id), number_of(other_id)

        async def work() -> bool:
            row = await self._db.one(
                "SELECT COUNT(*) AS others FROM avoided WHERE person_id = :person AND avoided_id <> :other",
                person=me,
                other=other,
            )
            if row and row["others"] >= most:
                raise TooManyFollows(limit=most)
            new = await self._db.execute(_ADD, person=me, how=how.value, other=other, now=micros(now))
            if how is Avoidance.BLOCKED:
                for one, followed in ((person_id, other_id), (other_id, person_id)):
                    ended = await self._db.one(_END_FOLLOW, person=number_of(one), other=number_of(followed))
                    if ended:
                        await self._counts.add(Kind.PERSON.value, followed, -ended["counts"])
                        await self._outbox.add(
                            Unfollowed(person_id=one, kind=Kind.PERSON, target_id=followed)
                        )
            if new:
                await self._outbox.add(_made(person_id, how, other_id))
                await self._purges.add(*_hides(person_id, how, other_id))
            return bool(new)

        return await self._db.run(work)

    async def remove(self, person_id: PersonId, how: Avoidance, other_id: PersonId) -> bool:
        async def work() -> bool:
            gone = await self._db.execute(
                "DELETE FROM avoided WHERE person_id = :person AND how = :how AND avoided_id = :other",
                person=number_of(person_id),
                how=how.value,
                other=number_of(other_id),
            )
            if gone:
                await self._outbox.add(_ended(person_id, how, other_id))
                await self._purges.add(*_hides(person_id, how, other_id))
            return bool(gone)

        return await self._db.run(work)

    async def between(self, viewer_id: PersonId, others: Collection[PersonId]) -> GetAvoidedResponse:
        viewer = number_of(viewer_id)
        if not viewer or not others:
            return GetAvoidedResponse()
        # Mostly there are few or none, which is seen sooner than who of the others is among them.
        rows = await self._db.all(_ALL, viewer=viewer, limit=_FEW + 1)
        if not rows:
            return GetAvoidedResponse()
        numbers = {number_of(one) for one in others}
        if len(rows) > _FEW:
            rows = await self._db.all(_THEIRS, viewer=viewer, others=list(numbers))
        rows = [row for row in rows if row["other"] in numbers]
        hidden = {person(row["other"]) for row in rows if row["how"] == Avoidance.BLOCKED.value}
        muted = {person(row["other"]) for row in rows if row["how"] == Avoidance.MUTED.value}
        return GetAvoidedResponse(hidden=tuple(sorted(hidden)), muted=tuple(sorted(muted)))

    async def blocked_by(self, person_id: PersonId, others: Collection[PersonId]) -> set[PersonId]:
        rows = await self._db.all(
            """SELECT avoided_id FROM avoided
               WHERE person_id = :person AND how = 'BLOCKED' AND avoided_id IN :others""",
            person=number_of(person_id),
            others=[number_of(one) for one in others],
        )
        return {person(row["avoided_id"]) for row in rows}

    async def of(
        self, person_id: PersonId, how: Avoidance, *, after: Place | None, limit: int
    ) -> Sequence[tuple[Avoided, Place]]:
        rows = await self._db.all(
            _OF,
            person=number_of(person_id),
            how=how.value,
            since=after.since if after else _FAR,
            key=number_of(after.key) if after else 0,
            limit=limit,
        )
        return [
            (
                Avoided(person_id=person(row["avoided_id"]), how=how, since=moment(row["since"])),
                Place(row["since"], person(row["avoided_id"])),
            )
            for row in rows
        ]


def _hides(person_id: PersonId, how: Avoidance, other_id: PersonId) -> tuple[str, ...]:
    """What is kept of all that is hidden from them: a mute is the affair of one of the two."""
    own = f"hides:{person_id}"
    return (own, f"hides:{other_id}") if how is Avoidance.BLOCKED else (own,)


def _made(person_id: PersonId, how: Avoidance, other_id: PersonId) -> Event:
    if how is Avoidance.MUTED:
        return Muted(person_id=person_id, muted_id=other_id)
    return Blocked(person_id=person_id, blocked_id=other_id)


def _ended(person_id: PersonId, how: Avoidance, other_id: PersonId) -> Event:
    if how is Avoidance.MUTED:
        return Unmuted(person_id=person_id, muted_id=other_id)
    return Unblocked(person_id=person_id, blocked_id=other_id)
