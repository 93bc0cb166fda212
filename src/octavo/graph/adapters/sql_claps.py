"""Claps, and all edges alike, in SQLite or PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence

from octavo.chassis.batches import for_whom
from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros
from octavo.chassis.faults import Invalid
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.graph.adapters.sql_counts import CLAPS, SqlCounts
from octavo.graph.adapters.sql_rows import person
from octavo.graph.api import Clapped, Claps, ClapsForgotten, Edge, EdgeKind, Kind, PersonId, StoryId
from octavo.graph.entities import ClapsOfOne

# Nothing is read first: readers that clap at once have nothing to collide in.
_PUT = """
INSERT INTO claps (story_id, person_id, claps, at, counts, was) VALUES (:story, :person, :claps, :now,
    CASE WHEN EXISTS (SELECT 1 FROM suspended WHERE person_id = :person) THEN 0 ELSE 1 END, 0)
ON CONFLICT (story_id, person_id) DO UPDATE SET
    was = claps.claps, claps = excluded.claps, at = excluded.at
WHERE claps.claps <> excluded.claps
RETURNING was, counts
"""
_TAKE_BACK = """
DELETE FROM claps WHERE story_id = :story AND person_id = :person RETURNING claps AS was, counts
"""
_FOLLOWS = """
SELECT person_id, kind, target FROM follows
WHERE counts = 1 AND (person_id, kind, target) > (:first, :kind, :last)
ORDER BY person_id, kind, target LIMIT :limit
"""
_CLAPS = """
SELECT person_id, story_id, claps FROM claps
WHERE counts = 1 AND (story_id, person_id) > (:first, :last)
ORDER BY story_id, person_id LIMIT :limit
"""


class SqlApplause:
    """Fits ports.Applause."""

    def __init__(self, db: Database, outbox: Outbox, counts: SqlCounts) -> None:
        self._db = db
        self._outbox = outbox
        self._counts = counts

    async def put(self, claps: Sequence[ClapsOfOne]) -> None:
        last = {(number_of(one.story_id), number_of(one.person_id)): one for one in claps}

        async def work() -> None:
            sums: dict[int, tuple[int, int]] = {}
            # Always in one order, so that two processes never wait for each other.
            for (story, reader), one in sorted(last.items()):
                if one.claps:
                    changed = await self._db.one(
                        _PUT, story=story, person=reader, claps=one.claps, now=micros(one.at)
                    )
                else:
                    changed = await self._db.one(_TAKE_BACK, story=story, person=reader)
                if changed is None:
                    continue
                if changed["counts"]:
                    people, claps = sums.get(story, (0, 0))
                    people += bool(one.claps) - bool(changed["was"])
                    sums[story] = people, claps + one.claps - changed["was"]
                with for_whom(one):
                    await self._outbox.add(
                        Clapped(person_id=one.person_id, story_id=one.story_id, claps=one.claps)
                    )
            for story, (people, claps) in sorted(sums.items()):
                await self._counts.add(CLAPS, str(story), people, claps)

        await self._db.run(work)

    async def of(self, story_ids: Sequence[StoryId], viewer: PersonId | None) -> Mapping[str, Claps]:
        stories = [number_of(one) for one in story_ids]
        found = await self._counts.of(CLAPS, list(map(str, stories)))
        sums = {int(story): each for story, each in found.items()}
        own: dict[int, int] = {}
        if viewer:
            rows = await self._db.all(
                "SELECT story_id, claps FROM claps WHERE story_id IN :stories AND person_id = :person",
                stories=stories,
                person=number_of(viewer),
            )
            own = {row["story_id"]: row["claps"] for row in rows}
        return {
            to_text(story): Claps(
                story_id=StoryId(to_text(story)),
                claps=sums[story][1] if story in sums else 0,
                people=sums[story][0] if story in sums else 0,
                own=own.get(story, 0),
            )
            for story in sums.keys() | own.keys()
        }

    async def forget_story(self, story_id: StoryId) -> None:
        async def work() -> None:
            await self._db.execute("DELETE FROM claps WHERE story_id = :story", story=number_of(story_id))
            await self._counts.forget_story(story_id)
            await self._outbox.add(ClapsForgotten(story_id=story_id))

        await self._db.run(work)


class SqlEdges:
    """Fits ports.Edges."""

    def __init__(self, db: Database, purges: Purges) -> None:
        self._db = db
        self._purges = purges

    async def page(self, kind: EdgeKind, *, after: str, limit: int) -> tuple[Sequence[Edge], str]:
        if kind is EdgeKind.CLAPS:
            story, _, reader = after.partition(".")
            if after and not (number_of(story) and number_of(reader)):
                raise Invalid("after", "Is not where a page of this list ended.")
            rows = await self._db.all(_CLAPS, first=number_of(story), last=number_of(reader), limit=limit)
            edges = [
                Edge(
                    person_id=person(row["person_id"]),
                    target_id=to_text(row["story_id"]),
                    kind=Kind.UNSPECIFIED,
                    weight=row["claps"],
                )
                for row in rows
            ]
            last = f"{edges[-1].target_id}.{edges[-1].person_id}" if edges else ""
        else:
            who, _, rest = after.partition(".")
            named, _, target = rest.partition(".")
            if after and not (number_of(who) and named and target):
                raise Invalid("after", "Is not where a page of this list ended.")
            rows = await self._db.all(_FOLLOWS, first=number_of(who), kind=named, last=target, limit=limit)
            edges = [
                Edge(
                    person_id=person(row["person_id"]),
                    kind=Kind(row["kind"]),
                    target_id=row["target"],
                    weight=1,
                )
                for row in rows
            ]
            last = f"{edges[-1].person_id}.{edges[-1].kind.value}.{edges[-1].target_id}" if edges else ""
        return edges, last if len(edges) == limit else ""

    async def stale(self, tags: Collection[str]) -> None:
        async def work() -> None:
            await self._purges.add(*sorted(tags))

        await self._db.run(work)
