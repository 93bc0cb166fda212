"""Who and what is near, from memory and from Neo4j: the same answers, over the same store."""

import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from octavo.chassis.database import Database
from octavo.chassis.events import Outbox
from octavo.chassis.ids import to_text
from octavo.graph.adapters.memory_neighbours import MemoryNeighbours
from octavo.graph.adapters.sql_claps import SqlApplause
from octavo.graph.adapters.sql_counts import SqlCounts
from octavo.graph.adapters.sql_follows import SqlFollows
from octavo.graph.api import Kind, PersonId, StoryId, Target
from octavo.graph.entities import ClapsOfOne
from octavo.graph.ports import Neighbours
from octavo.graph.service import MIGRATIONS
from octavo.graph.walks.walking import Plan, walk
from tests.conftest import DatabaseFactory
from tests.graph.world import near_in
from tests.neo4j_server import Neo4jServer
from tests.stories.desk import Clock

READERS, STORIES = range(1, 241), range(10_001, 10_081)
LONG = Plan(steps=200_000, hops=2)


async def fill(db: Database, seed: int, clock: Clock) -> None:
    """Readers of six interests clap for stories of theirs, and now and then of others'; a third follows."""
    chance = random.Random(seed)
    applause = SqlApplause(db, Outbox(db), SqlCounts(db))
    follows = SqlFollows(db, Outbox(db), SqlCounts(db))
    claps, now = [], clock()
    for reader in READERS:
        for _ in range(12):
            interest = reader % 6 if chance.random() < 0.8 else chance.randrange(6)
            story = chance.choice([one for one in STORIES if one % 6 == interest])
            claps.append(
                ClapsOfOne(
                    person_id=PersonId(to_text(reader)), story_id=StoryId(to_text(story)), claps=1, at=now
                )
            )
            if reader % 3 == 0:
                other = chance.choice([one for one in READERS[:30] if one != reader])
                target = Target(kind=Kind.PERSON, id=to_text(other))
                await follows.add(PersonId(to_text(reader)), target, now, most=100, a_minute=1000)
    await applause.put(claps)


@pytest.fixture
async def both(
    database_factory: DatabaseFactory, neo4j: Neo4jServer
) -> AsyncIterator[tuple[MemoryNeighbours, Neighbours, Database]]:
    """Memory and Neo4j over one store that has something in it."""
    db, clock = await database_factory("graph", Path(str(MIGRATIONS))), Clock()
    await fill(db, 7, clock)
    _, here = near_in(db)
    _, there = near_in(db, neo4j.url)
    assert isinstance(here.neighbours, MemoryNeighbours)
    assert there.keeper is not None
    assert await there.keeper.is_due(clock())
    assert await there.keeper.make_anew(clock) == len(READERS)
    await here.neighbours.claps.built()
    await here.neighbours.follows.built()
    yield here.neighbours, there.neighbours, db
    await here.neighbours.close()
    await there.neighbours.close()


async def test_both_tell_the_same(both: tuple[MemoryNeighbours, Neighbours, Database]) -> None:
    memory, neo4j, _ = both
    found = 0
    for story in (*STORIES, 99_999):
        alike = await memory.stories_like(story, 15)
        assert await neo4j.stories_like(story, 15) == alike
        found += len(alike)
    for person in (*READERS[:32], 99_999):
        alike = await memory.people_like(person, 10)
        assert await neo4j.people_like(person, 10) == alike
        found += len(alike)
    assert found > 500, "there was too little to compare"
    assert await neo4j.stories_like(STORIES[0], 3) == (await memory.stories_like(STORIES[0], 15))[:3]


async def test_walks_come_to_the_same_stories(both: tuple[MemoryNeighbours, Neighbours, Database]) -> None:
    """Of twenty found at least sixteen are among the twenty of a long walk, over all."""
    memory, neo4j, db = both
    shared, wanted = 0, 0
    for person in READERS[:20]:
        pins = await _pins(db, person)
        long = await memory.claps.with_graph(
            lambda graph, pins=pins: walk(graph, pins, seed=1, plan=LONG, limit=20)  # type: ignore[misc]
        )
        near = await neo4j.walk(person, pins, 20)
        assert near == await neo4j.walk(person, pins, 20), "a walk repeats itself"
        assert not set(near) & set(pins)
        assert len(near) == len(set(near)) <= 20
        shared += len(set(near) & {one.id for one in long or ()})
        wanted += len(long or ())
    assert wanted == 20 * 20
    assert shared >= 0.8 * wanted


async def _pins(db: Database, person: int) -> Sequence[int]:
    rows = await db.all("SELECT story_id FROM claps WHERE person_id = :person LIMIT 5", person=person)
    return [row["story_id"] for row in rows]


async def test_pins_that_nobody_clapped_for_lead_nowhere(
    both: tuple[MemoryNeighbours, Neighbours, Database],
) -> None:
    for neighbours in both[:2]:
        assert list(await neighbours.walk(1, [99_999], 10)) == []
        assert list(await neighbours.walk(1, [], 10)) == []
