"""Brings what is in the store into Neo4j: edge by edge as it is told, and all of it anew.

Whatever is written there is read from the store first, under the locks of the nodes that it joins. So it does
not matter who tells what how often and in which order: of two that write the same edge the later one has read
the later store. A key is locked by writing to its node.
"""

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, LiteralString, NamedTuple

import structlog
from neo4j import AsyncManagedTransaction

from octavo.chassis.batches import BatchWriter
from octavo.graph.adapters.neo4j_link import Neo4jLink, Work
from octavo.graph.adapters.sql_tracks import SqlClapTracks, SqlFollowTracks, SqlMaking

_log = structlog.get_logger(__name__)

_SECONDS: Final = 10.0
_BATCH_SECONDS: Final = 120.0
_PEOPLE_AT_ONCE: Final = 100
_EDGES_AT_ONCE: Final = 10_000
_ANEW: Final = timedelta(days=1)
"""After so long all is made anew: a Neo4j that was put back from a copy looks like a good one."""

_LOCK: Final = "UNWIND $ids AS id MERGE (n:{label} {{id: id}}) SET n.settled = true"
_JOIN: Final = """
UNWIND $edges AS edge
MATCH (p:Person {{id: edge[0]}}) MATCH (t:{label} {{id: edge[1]}})
MERGE (p)-[:{kind}]->(t)
"""
_PART: Final = """
UNWIND $edges AS edge
MATCH (p:Person {{id: edge[0]}})-[e:{kind}]->(t:{label} {{id: edge[1]}}) DELETE e
"""
_PART_OTHERS: Final = """
UNWIND $rows AS row
MATCH (p:Person {{id: row[0]}})-[e:{kind}]->(t:{label}) WHERE NOT t.id IN row[1] DELETE e
"""
_VACATE: Final = """
MATCH (:{label} {{id: $id}})<-[e:{kind}]-() WITH e LIMIT $limit DELETE e RETURN count(*) AS gone
"""
_LABELS: Final = ("Person", "Story")
_LOOSE: Final[dict[str, LiteralString]] = {
    label: f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE NOT (n)--() DELETE n" for label in _LABELS
}
_ALL_LOOSE: Final[dict[str, LiteralString]] = {
    label: f"MATCH (n:{label}) WHERE NOT (n)--() WITH n LIMIT $limit DELETE n RETURN count(*) AS gone"
    for label in _LABELS
}
_ACTORS: Final = """
MATCH (p:Person) WHERE p.id > $after AND (p)-->() RETURN p.id AS id ORDER BY id LIMIT $limit
"""
_NOTE: Final = "MERGE (o:Octavo {id: 1}) SET o.epoch = $epoch"
_NOTED: Final = "MATCH (o:Octavo {id: 1}) RETURN o.epoch AS epoch"

Edges = Sequence[tuple[int, int]]


class _Kind(NamedTuple):
    """Edges of one kind: their node's label, their statements, and what the store says of them."""

    label: str
    tracks: SqlClapTracks | SqlFollowTracks
    lock: LiteralString
    join: LiteralString
    part: LiteralString
    part_others: LiteralString
    vacate: LiteralString


def _kind(label: str, kind: str, tracks: SqlClapTracks | SqlFollowTracks) -> _Kind:
    texts = [one.format(label=label, kind=kind) for one in (_LOCK, _JOIN, _PART, _PART_OTHERS, _VACATE)]
    return _Kind(label, tracks, *texts)


class Neo4jKeeper:
    """Keeps a Neo4j like the store."""

    def __init__(
        self, link: Neo4jLink, claps: SqlClapTracks, follows: SqlFollowTracks, making: SqlMaking
    ) -> None:
        self._link = link
        self._claps = _kind("Story", "CLAPPED", claps)
        self._follows = _kind("Person", "FOLLOWS", follows)
        self._making = making
        # Whoever waits is settled together: a transaction for each would wait for its own commit.
        self._clapping = BatchWriter(partial(self._settle_edges, self._claps))
        self._following = BatchWriter(partial(self._settle_edges, self._follows))

    async def settle_clap(self, person: int, story: int) -> None:
        """Whether the person clapped for the story, as the store says. Raises Unavailable."""
        self._link.admit()
        await self._clapping.write((person, story))

    async def settle_follow(self, person: int, followed: int) -> None:
        """Whether the one follows the other, as the store says. Raises Unavailable."""
        self._link.admit()
        await self._following.write((person, followed))

    async def settle_person(self, person: int) -> None:
        """All that somebody did, and who follows them where nobody does any more. Raises Unavailable."""
        self._link.admit()
        await self._settle_people([person])
        await self._vacate(self._follows, person)
        await self._loosen("Person", person)

    async def forget_story(self, story: int) -> None:
        """A story that nobody clapped for any more, as the store says. Raises Unavailable."""
        self._link.admit()
        await self._vacate(self._claps, story)
        await self._loosen("Story", story)

    async def is_due(self, now: datetime) -> bool:
        """Whether all is to be made anew: it was emptied, or it is old. Raises Unavailable."""
        await self._link.check(seconds=_SECONDS)
        known = await self._making.known()

        async def ask(transaction: AsyncManagedTransaction) -> str | None:
            record = await (await transaction.run(_NOTED)).single()
            return None if record is None else record["epoch"]

        epoch = await self._link.read(ask, seconds=_SECONDS)
        return known is None or known[0] != epoch or not now - _ANEW < known[1] <= now

    async def make_anew(self, clock: Callable[[], datetime]) -> int:
        """Bring everybody's acts into it, and take out what is not so; it answers meanwhile as far as it is
        there. Returns how many people there were. Raises Unavailable, and may then be begun again."""
        begun, after, people = clock(), 0, 0
        epoch = secrets.token_hex(8)
        while batch := await self._next(after):
            await self._settle_people(batch, seconds=_BATCH_SECONDS)
            after, people = batch[-1], people + len(batch)
        for label in _LABELS:
            while await self._gone(_ALL_LOOSE[label], limit=_EDGES_AT_ONCE):
                pass

        async def note(transaction: AsyncManagedTransaction) -> None:
            await transaction.run(_NOTE, epoch=epoch)

        await self._link.write(note, seconds=_SECONDS)
        await self._making.note(epoch, begun)
        return people

    async def _next(self, after: int) -> list[int]:
        """The people who come next, of those in the store and of those in Neo4j."""

        async def ask(transaction: AsyncManagedTransaction) -> list[int]:
            found = await transaction.run(_ACTORS, after=after, limit=_PEOPLE_AT_ONCE)
            return [record["id"] async for record in found]

        known = set(await self._link.read(ask, seconds=_BATCH_SECONDS))
        for kind in (self._claps, self._follows):
            known.update(await kind.tracks.actors(after, _PEOPLE_AT_ONCE))
        return sorted(known)[:_PEOPLE_AT_ONCE]

    async def _settle_edges(self, kind: _Kind, asked: Edges) -> None:
        people, targets = {person for person, _ in asked}, {target for _, target in asked}

        async def work(transaction: AsyncManagedTransaction) -> None:
            await self._lock(transaction, kind, people, targets)
            edges = {*await kind.tracks.of(people, targets)}
            if there := sorted(edges.intersection(asked)):
                await _run(transaction, kind.join, edges=list(map(list, there)))
            if gone := sorted({*asked} - edges):
                await _run(transaction, kind.part, edges=list(map(list, gone)))
                await _run(transaction, _LOOSE["Person"], ids=[person for person, _ in gone])
                await _run(transaction, _LOOSE[kind.label], ids=[target for _, target in gone])

        await self._link.write(work, seconds=_SECONDS)

    async def _settle_people(self, people: Sequence[int], *, seconds: float = _SECONDS) -> None:
        for kind in (self._claps, self._follows):
            await self._link.write(self._settling(kind, people), seconds=seconds)

    def _settling(self, kind: _Kind, people: Sequence[int]) -> Work[None]:
        async def work(transaction: AsyncManagedTransaction) -> None:
            targets = {target for _, target in await kind.tracks.of(people)}
            await self._lock(transaction, kind, people, targets)
            edges = await kind.tracks.of(people)
            rows: dict[int, list[int]] = {person: [] for person in people}
            for person, target in edges:
                rows[person].append(target)
            await _run(transaction, kind.part_others, rows=[[one, theirs] for one, theirs in rows.items()])
            # What came while we waited for the locks is not among them: its own event brings it.
            locked = [[person, target] for person, target in edges if target in targets]
            for first in range(0, len(locked), _EDGES_AT_ONCE):
                await _run(transaction, kind.join, edges=locked[first : first + _EDGES_AT_ONCE])

        return work

    async def _lock(
        self,
        transaction: AsyncManagedTransaction,
        kind: _Kind,
        people: Collection[int],
        targets: Collection[int],
    ) -> None:
        """In one order, so that two seldom wait for each other; where they do, one of them begins again."""
        if kind is self._follows:
            await _run(transaction, kind.lock, ids=sorted({*people, *targets}))
        else:
            await _run(transaction, self._follows.lock, ids=sorted(people))
            await _run(transaction, kind.lock, ids=sorted(targets))

    async def _vacate(self, kind: _Kind, target: int) -> None:
        """Take out who acted on it, unless the store has somebody who did."""
        gone = _EDGES_AT_ONCE

        async def work(transaction: AsyncManagedTransaction) -> int:
            await _run(transaction, kind.lock, ids=[target])
            if await kind.tracks.row(target, 1):
                return 0
            found = await transaction.run(kind.vacate, id=target, limit=_EDGES_AT_ONCE)
            record = await found.single(strict=True)
            return int(record["gone"])

        while gone == _EDGES_AT_ONCE:
            gone = await self._link.write(work, seconds=_SECONDS)

    async def _loosen(self, label: str, node: int) -> None:
        """Take the node itself out, where it is joined to nothing."""

        async def work(transaction: AsyncManagedTransaction) -> None:
            await _run(transaction, _LOOSE[label], ids=[node])

        await self._link.write(work, seconds=_SECONDS)

    async def _gone(self, statement: LiteralString, *, limit: int) -> int:
        async def work(transaction: AsyncManagedTransaction) -> int:
            record = await (await transaction.run(statement, limit=limit)).single(strict=True)
            return int(record["gone"])

        return await self._link.write(work, seconds=_BATCH_SECONDS)


async def _run(transaction: AsyncManagedTransaction, statement: LiteralString, **values: Any) -> None:
    await (await transaction.run(statement, **values)).consume()
