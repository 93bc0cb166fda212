"""Follows in SQLite or PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros, moment
from octavo.chassis.ids import number_of
from octavo.graph.adapters.sql_counts import SqlCounts
from octavo.graph.adapters.sql_rows import person
from octavo.graph.api import (
    Followed,
    FollowedTarget,
    Follower,
    Kind,
    PersonId,
    Target,
    TargetNotFound,
    TooManyActs,
    TooManyFollows,
    Unfollowed,
)
from octavo.graph.entities import Place

_FAR: Final = 1 << 62
_MINUTE: Final = timedelta(minutes=1)
_HIGHEST: Final = (1 << 31) - 1

_HERE = """
SELECT 1 AS here FROM follows WHERE person_id = :person AND kind = :kind AND target = :target
"""
_BLOCKED = """
SELECT 1 AS here FROM avoided WHERE how = 'BLOCKED' AND (
    person_id = :person AND avoided_id = :other OR person_id = :other AND avoided_id = :person)
"""
_ADD = """
INSERT INTO follows (person_id, kind, target, followed_id, since, counts) VALUES (
    :person, :kind, :target, :followed, :now,
    CASE WHEN EXISTS (SELECT 1 FROM suspended WHERE person_id = :person) THEN 0 ELSE 1 END)
ON CONFLICT (person_id, kind, target) DO NOTHING RETURNING counts
"""
_FOLLOWERS = """
SELECT f.person_id, f.since FROM follows f
WHERE f.kind = :kind AND f.target = :target AND f.counts = 1 AND (f.since, f.person_id) < (:since, :key)
    AND NOT EXISTS (SELECT 1 FROM avoided a WHERE a.person_id = f.person_id AND a.how = 'BLOCKED'
        AND a.avoided_id = :viewer)
    AND NOT EXISTS (SELECT 1 FROM avoided a WHERE a.avoided_id = f.person_id AND a.person_id = :viewer)
ORDER BY f.since DESC, f.person_id DESC LIMIT :limit
"""
_FOLLOWED = """
SELECT target, since FROM follows
WHERE person_id = :person AND kind = :kind AND (since, target) < (:since, :key)
ORDER BY since DESC, target DESC LIMIT :limit
"""


class SqlFollows:
    """Fits ports.Follows."""

    def __init__(self, db: Database, outbox: Outbox, counts: SqlCounts) -> None:
        self._db = db
        self._outbox = outbox
        self._counts = counts

    async def add(
        self, person_id: PersonId, target: Target, now: datetime, *, most: int, a_minute: int
    ) -> bool:
        me = number_of(person_id)
        followed = number_of(target.id) if target.kind is Kind.PERSON else 0

        async def work() -> bool:
            if await self._db.one(_HERE, person=me, kind=target.kind.value, target=target.id):
                return False
            if followed and await self._db.one(_BLOCKED, person=me, other=followed):
                raise TargetNotFound
            row = await self._db.one(
                """SELECT COUNT(*) AS ever, COALESCE(SUM(CASE WHEN since > :lately THEN 1 ELSE 0 END), 0)
                   AS lately FROM follows WHERE person_id = :person""",
                person=me,
                lately=micros(now - _MINUTE),
            )
            if row and row["ever"] >= most:
                raise TooManyFollows(limit=most)
            if row and row["lately"] >= a_minute:
                raise TooManyActs(limit=a_minute)
            added = await self._db.one(
                _ADD, person=me, kind=target.kind.value, target=target.id, followed=followed, now=micros(now)
            )
            if added is None:  # said twice at once
                return False
            await self._counts.add(target.kind.value, target.id, added["counts"])
            await self._outbox.add(Followed(person_id=person_id, kind=target.kind, target_id=target.id))
            return True

        return await self._db.run(work)

    async def remove(self, person_id: PersonId, target: Target) -> bool:
        async def work() -> bool:
            gone = await self._db.one(
                """DELETE FROM follows WHERE person_id = :person AND kind = :kind AND target = :target
                   RETURNING counts""",
                person=number_of(person_id),
                kind=target.kind.value,
                target=target.id,
            )
            if gone:
                await self._counts.add(target.kind.value, target.id, -gone["counts"])
                await self._outbox.add(Unfollowed(person_id=person_id, kind=target.kind, target_id=target.id))
            return bool(gone)

        return await self._db.run(work)

    async def of(self, person_id: PersonId, targets: Sequence[Target]) -> set[Target]:
        found: set[Target] = set()
        for kind, ids in _by_kind(targets).items():
            rows = await self._db.all(
                """SELECT target FROM follows
                   WHERE person_id = :person AND kind = :kind AND target IN :targets""",
                person=number_of(person_id),
                kind=kind.value,
                targets=ids,
            )
            found.update(Target(kind=kind, id=row["target"]) for row in rows)
        return found

    async def counts(self, targets: Sequence[Target]) -> Mapping[Target, int]:
        found: dict[Target, int] = {}
        for kind, ids in _by_kind(targets).items():
            counted = await self._counts.of(kind.value, ids)
            found.update({Target(kind=kind, id=id_): people for id_, (people, _) in counted.items()})
        return found

    async def following(self, person_ids: Sequence[PersonId]) -> Mapping[str, int]:
        rows = await self._db.all(
            """SELECT person_id, COUNT(*) AS following FROM follows
               WHERE person_id IN :people GROUP BY person_id""",
            people=list(map(number_of, person_ids)),
        )
        return {person(row["person_id"]): _told(row["following"]) for row in rows}

    async def followers(
        self, target: Target, *, viewer: PersonId | None, after: Place | None, limit: int
    ) -> Sequence[tuple[Follower, Place]]:
        rows = await self._db.all(
            _FOLLOWERS,
            kind=target.kind.value,
            target=target.id,
            viewer=number_of(viewer or ""),
            since=after.since if after else _FAR,
            key=number_of(after.key) if after else 0,
            limit=limit,
        )
        return [
            (
                Follower(person_id=person(row["person_id"]), since=moment(row["since"])),
                Place(row["since"], person(row["person_id"])),
            )
            for row in rows
        ]

    async def followed(
        self, person_id: PersonId, kind: Kind, *, after: Place | None, limit: int
    ) -> Sequence[tuple[FollowedTarget, Place]]:
        rows = await self._db.all(
            _FOLLOWED,
            person=number_of(person_id),
            kind=kind.value,
            since=after.since if after else _FAR,
            key=after.key if after else "",
            limit=limit,
        )
        return [
            (
                FollowedTarget(target=Target(kind=kind, id=row["target"]), since=moment(row["since"])),
                Place(row["since"], row["target"]),
            )
            for row in rows
        ]


def _by_kind(targets: Sequence[Target]) -> Mapping[Kind, list[str]]:
    found: dict[Kind, list[str]] = {}
    for target in targets:
        found.setdefault(target.kind, []).append(target.id)
    return found


def _told(count: int) -> int:
    return min(int(count), _HIGHEST)
