"""A Neo4j is kept like the store, whatever dies, comes twice, or comes in between."""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog.testing

from octavo import config as settings
from octavo.chassis import database
from octavo.chassis.database import Database
from octavo.chassis.events import Outbox
from octavo.chassis.faults import Unavailable
from octavo.chassis.ids import to_text
from octavo.chassis.purges import Purges
from octavo.graph import service
from octavo.graph.adapters import neo4j_link
from octavo.graph.adapters.sql_claps import SqlApplause
from octavo.graph.adapters.sql_counts import SqlCounts
from octavo.graph.adapters.sql_standing import SqlStanding
from octavo.graph.adapters.sql_tracks import SqlClapTracks, SqlFollowTracks
from octavo.graph.api import PersonId, StoryId
from octavo.graph.entities import ClapsOfOne
from octavo.graph.ports import NeighbourKeeper
from octavo.graph.service import MIGRATIONS, Neighbourhood, keep_neighbours, with_keeper, without_keeper
from octavo.trouble import Trouble
from tests.conftest import DatabaseFactory
from tests.graph.busy import TTL
from tests.graph.world import near_in, told_all
from tests.neo4j_server import Neo4jServer
from tests.postgres import free_port
from tests.stories.desk import Clock

STORIES = range(1001, 1007)


class Store:
    """Claps in a database, and what they come to."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = Clock()
        counts = SqlCounts(db)
        self._applause = SqlApplause(db, Outbox(db), counts)
        self._standing = SqlStanding(db, Outbox(db), Purges(db), counts)

    async def clap(self, people: Iterable[int], story: int, claps: int = 1) -> None:
        now = self.clock()
        await self._applause.put(
            [
                ClapsOfOne(
                    person_id=PersonId(to_text(one)), story_id=StoryId(to_text(story)), claps=claps, at=now
                )
                for one in people
            ]
        )

    async def act(self, chance: random.Random) -> None:
        """Something that changes edges, whether it is told one by one or not."""
        person, story = chance.randint(1, 12), chance.choice(STORIES)
        match chance.randrange(8):
            case 0:
                await self._standing.suspend(PersonId(to_text(person)), suspended=chance.random() < 0.5)
            case 1:
                await self._standing.forget_person(PersonId(to_text(person)))
            case 2:
                await self._applause.forget_story(StoryId(to_text(story)))
            case _:
                await self.clap([person], story, chance.choice((0, 1, 5)))

    async def edges(self) -> set[tuple[str, int, int]]:
        """All that a Neo4j should hold."""
        claps = await SqlClapTracks(self.db).page((-1, 0), 100_000)
        follows = await SqlFollowTracks(self.db).page((-1, 0), 100_000)
        return {("CLAPPED", *edge) for edge in claps} | {("FOLLOWS", *edge) for edge in follows}


@pytest.fixture
async def store(database_factory: DatabaseFactory) -> Store:
    db = await database_factory("graph", Path(str(MIGRATIONS)))
    await with_keeper(db)
    return Store(db)


@pytest.fixture
async def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    """One in SQLite, for what is slow and does not depend on the engine; nothing is tried again for long."""
    monkeypatch.setattr(neo4j_link, "_RETRY_SECONDS", 0.2)
    db = await database.open(f"sqlite:///{tmp_path}/graph.db", name="graph", migrations=Path(str(MIGRATIONS)))
    await with_keeper(db)
    yield Store(db)
    await db.close()


@pytest.fixture
async def near(store: Store, neo4j: Neo4jServer) -> AsyncIterator[Neighbourhood]:
    """The Neo4j of the store, empty."""
    _, near = near_in(store.db, neo4j.url)
    yield near
    await near.neighbours.close()


async def patiently(work: Callable[[], Awaitable[object]]) -> None:
    """Again as long as it is away, as the relay does."""
    while True:
        try:
            await work()
        except Unavailable:
            await asyncio.sleep(0.05)
        else:
            return


def keeper(near: Neighbourhood) -> NeighbourKeeper:
    assert near.keeper is not None
    return near.keeper


async def test_whoever_tells_what_in_which_order_it_holds_what_the_store_holds(
    store: Store, near: Neighbourhood, neo4j: Neo4jServer
) -> None:
    """Two processes settle old and new at random, and one makes all anew, while others act."""
    _, second = near_in(store.db, neo4j.url)
    chance = random.Random(3)

    async def acting() -> None:
        for _ in range(60):
            await store.act(chance)
            await asyncio.sleep(0)

    async def settling(one: NeighbourKeeper) -> None:
        for _ in range(25):
            person, story = chance.randint(1, 12), chance.choice(STORIES)
            match chance.randrange(3):
                case 0:
                    await patiently(partial(one.settle_person, person))
                case 1:
                    await patiently(partial(one.forget_story, story))
                case _:
                    await patiently(partial(one.settle_clap, person, story))

    both = (keeper(near), keeper(second))
    told = asyncio.create_task(told_all(store.db, both[0]))
    anew = patiently(partial(both[1].make_anew, store.clock))
    await asyncio.gather(acting(), *map(settling, both), *map(settling, both), anew)
    await told
    await told_all(store.db, both[0])
    assert neo4j.edges() == await store.edges()
    await second.neighbours.close()


async def test_transactions_that_lock_each_other_are_tried_again(
    store: Store, near: Neighbourhood, neo4j: Neo4jServer
) -> None:
    people = range(1, 40)
    for story in STORIES:
        await store.clap(people, story)
    others = [near_in(store.db, neo4j.url)[1] for _ in range(3)]
    chance = random.Random(1)
    pairs = [(person, story) for person in people for story in STORIES]
    asked = [(one, pair) for one in (near, *others) for pair in pairs]
    chance.shuffle(asked)
    await asyncio.gather(
        *[patiently(partial(keeper(one).settle_clap, *pair)) for one, pair in asked],
        *[patiently(partial(keeper(one).settle_person, person)) for one in others for person in people[::4]],
    )
    assert neo4j.edges() == await store.edges()
    for one in others:
        await one.neighbours.close()


async def test_who_goes_leaves_nothing_there(store: Store, near: Neighbourhood, neo4j: Neo4jServer) -> None:
    await store.clap([5, 6, 7], STORIES[0])
    await told_all(store.db, keeper(near))
    assert len(neo4j.edges()) == 3
    await SqlStanding(store.db, Outbox(store.db), Purges(store.db), SqlCounts(store.db)).forget_person(
        PersonId(to_text(5))
    )
    await told_all(store.db, keeper(near))
    assert len(neo4j.edges()) == 2
    assert neo4j.run("MATCH (p:Person {id: 5}) RETURN p") == []
    await SqlApplause(store.db, Outbox(store.db), SqlCounts(store.db)).forget_story(
        StoryId(to_text(STORIES[0]))
    )
    await told_all(store.db, keeper(near))
    assert neo4j.run("MATCH (n) WHERE n:Person AND (n)--() OR n:Story RETURN n") == []


async def test_all_is_made_anew_when_it_is_due(store: Store, near: Neighbourhood, neo4j: Neo4jServer) -> None:
    one, clock = keeper(near), store.clock
    await store.clap([1, 2, 3], STORIES[0])
    assert await one.is_due(clock())
    assert await one.make_anew(clock) == 3
    assert neo4j.edges() == await store.edges() != set()
    assert not await one.is_due(clock())
    assert await one.is_due(clock() + timedelta(days=1, seconds=1))

    neo4j.empty()
    assert await one.is_due(clock()), "it was emptied"
    neo4j.run("CREATE (:Person {id: 77})-[:CLAPPED]->(:Story {id: 78})")
    neo4j.run("CREATE (:Person {id: 79})-[:FOLLOWS]->(:Person {id: 80})")
    await one.make_anew(clock)
    assert neo4j.edges() == await store.edges(), "what is not so is taken out"
    assert neo4j.run("MATCH (n) WHERE n.id IN [77, 78, 79, 80] RETURN n") == []

    await with_keeper(store.db)
    assert not await one.is_due(clock())
    await without_keeper(store.db)
    assert await store.db.all("SELECT consumer FROM octavo_consumers WHERE consumer = 'neighbours'") == []
    await with_keeper(store.db)
    assert await one.is_due(clock()), "what happened meanwhile was told to nobody"


async def test_killed_and_started_again_it_has_what_happened_meanwhile(
    alone: Store, neo4j: Neo4jServer
) -> None:
    store, people = alone, range(1, 5)
    _, near = near_in(store.db, neo4j.url)
    await store.clap(people, STORIES[0])
    await store.clap(people, STORIES[1])
    await told_all(store.db, keeper(near))
    assert await near.neighbours.stories_like(STORIES[0], 5) == [STORIES[1]]
    neo4j.kill()
    with structlog.testing.capture_logs() as log:
        for _ in range(3):
            assert list(await near.neighbours.stories_like(STORIES[0], 5)) == []
    assert [line["event"] for line in log].count("neighbours_left_alone") == 1
    with pytest.raises(Unavailable):
        await keeper(near).settle_clap(1, STORIES[0])
    telling = asyncio.create_task(told_all(store.db, keeper(near)))
    await store.clap(people, STORIES[2])
    await store.clap(people, STORIES[1], claps=0)
    await asyncio.sleep(0.5)
    assert not telling.done(), "what cannot be told waits"
    await asyncio.to_thread(neo4j.start)
    await telling
    assert neo4j.edges() == await store.edges()
    found: list[int] = []
    while not found:  # it is asked again after a pause
        found = list(await near.neighbours.stories_like(STORIES[0], 5))
        await asyncio.sleep(0.05)
    assert found == [STORIES[2]]
    letters = await store.db.all("SELECT number FROM octavo_deliveries WHERE dead = 1")
    assert letters == [], "whoever is away comes back"
    await near.neighbours.close()


async def test_it_is_away_at_first_and_then_it_is_there(
    alone: Store, neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One clear line, until it comes."""
    store = alone
    monkeypatch.setattr(service, "_LOOK_SECONDS", 0.05)
    await store.clap([1, 2, 3], STORIES[0])
    _, nowhere = near_in(store.db, f"neo4j://127.0.0.1:{free_port()}")
    with structlog.testing.capture_logs() as log:
        work = asyncio.create_task(keep_neighbours(keeper(nowhere), store.db, clock=store.clock))
        while not log:  # noqa: ASYNC110 - the log has no event
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)  # it is looked for several times
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    told = [line for line in log if line["event"] == "neighbours_away"]
    assert len(told) == 1
    assert "127.0.0.1" in told[0]["reason"]
    await nowhere.neighbours.close()
    _, there = near_in(store.db, neo4j.url)
    work = asyncio.create_task(keep_neighbours(keeper(there), store.db, clock=store.clock))
    while await asyncio.to_thread(neo4j.edges) != await store.edges():  # noqa: ASYNC110 - it has no event
        await asyncio.sleep(0.05)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await there.neighbours.close()


async def test_nobody_waits_for_what_is_not_there(alone: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events of others share the relay's places: one at most is held by a look at whether it is back."""
    _, nowhere = near_in(alone.db, f"neo4j://127.0.0.1:{free_port()}")
    tries: list[float] = []
    ask = neo4j_link.Neo4jLink._asked

    async def counted(self: neo4j_link.Neo4jLink, seconds: float, *rest: Any) -> Any:
        tries.append(seconds)
        return await ask(self, seconds, *rest)

    monkeypatch.setattr(neo4j_link.Neo4jLink, "_asked", counted)
    monkeypatch.setattr(neo4j_link, "_PAUSE", 60.0)
    settling = [keeper(nowhere).settle_clap(person, STORIES[0]) for person in range(50)]
    told = await asyncio.gather(*settling, return_exceptions=True)
    assert all(isinstance(one, Unavailable) for one in told)
    assert len(tries) == 1
    for person in range(50):
        with pytest.raises(Unavailable):
            await keeper(nowhere).settle_person(person)
        assert list(await nowhere.neighbours.people_like(person, 5)) == []
    assert len(tries) == 1
    await nowhere.neighbours.close()


async def test_another_sites_is_left_alone(store: Store, near: Neighbourhood, neo4j: Neo4jServer) -> None:
    neo4j.run("CREATE (:Octavo {id: 1, site: 'somebody'}), (:Person {id: 1})-[:CLAPPED]->(:Story {id: 2})")
    await store.clap([3], STORIES[0])
    with pytest.raises(Unavailable) as told:
        await keeper(near).is_due(store.clock())
    assert "another site" in str(told.value)
    assert neo4j.edges() == {("CLAPPED", 1, 2)}


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_killed_process_loses_nothing_that_it_acknowledged(
    seed: int, neo4j: Neo4jServer, tmp_path: Path
) -> None:
    url, acknowledged = f"sqlite:///{tmp_path}/graph.db", dict[tuple[int, int], int]()
    for round_ in range(3):
        words = [sys.executable, "-m", "tests.graph.busy", url, neo4j.url, str(seed * 10 + round_)]
        busy = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE, env=os.environ)
        assert busy.stdout is not None
        for _ in range(random.Random(seed + round_).randint(20, 150)):
            person, story, claps = map(int, (await busy.stdout.readline()).split())
            acknowledged[person, story] = claps
        busy.kill()
        for line in (await busy.stdout.read()).splitlines():
            if len(numbers := line.split()) == 3:  # the last one may be torn
                acknowledged[int(numbers[0]), int(numbers[1])] = int(numbers[2])
        await busy.wait()
    db = await database.open(url, name="graph", migrations=Path(str(MIGRATIONS)))
    _, near = near_in(db, neo4j.url)
    await asyncio.sleep(TTL)  # until the dead one's claims have run out
    await told_all(db, keeper(near))
    rows = await db.all("SELECT person_id, story_id, claps FROM claps")
    kept = {(row["person_id"], row["story_id"]): row["claps"] for row in rows}
    # The very last act may have been done, and died before it was acknowledged.
    differing = {key for key in acknowledged | kept if acknowledged.get(key, 0) != kept.get(key, 0)}
    assert len(differing) <= 3
    assert neo4j.edges() == await Store(db).edges()
    await near.neighbours.close()
    await db.close()


@pytest.mark.parametrize("wrong", ["http://graph:7687", "neo4j://", "neo4j://graph:7687/path", "neo4j://g:x"])
def test_what_is_no_address_is_named_by_its_setting(wrong: str, tmp_path: Path) -> None:
    environment = {"OCTAVO_GRAPH_NEIGHBOURS": wrong, "OCTAVO_DATA": str(tmp_path)}
    with pytest.raises(Trouble) as told:
        settings.read(environment)
    assert "OCTAVO_GRAPH_NEIGHBOURS" in str(told.value)
