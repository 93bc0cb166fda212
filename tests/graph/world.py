"""A small world for the tests of the graph: Anna wrote two stories, others read them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import cast

import msgspec
from msgspec import json

from octavo.accounts.api import Accounts, Person
from octavo.chassis.cache import NearCache
from octavo.chassis.context import Caller
from octavo.chassis.database import Database
from octavo.chassis.ids import to_text
from octavo.chassis.relay import Patience, Relay
from octavo.graph.adapters.memory_neighbours import MemoryNeighbours
from octavo.graph.api import Claps, Graph, Kind, PersonId, StoryId, Target
from octavo.graph.interactors import GraphInteractor
from octavo.graph.ports import NeighbourKeeper
from octavo.graph.service import (
    NEIGHBOURS_CONSUMER,
    Config,
    NeighbourEvents,
    Neighbourhood,
    build,
    near_by,
)
from octavo.publications.api import Publication, PublicationId, Publications
from octavo.stories.api import Stories, Story
from tests.stories.desk import ANNA, BERT, Clock

STORY, OTHER = StoryId("1111111Sto1"), StoryId("1111111Sto2")
HOUSE = Target(kind=Kind.PUBLICATION, id="1111111Pub1")
SEA = Target(kind=Kind.TAG, id="sea")
GONE = PersonId("1111111Gone")
DAY = datetime(2026, 1, 1, tzinfo=UTC)


_NUMBERS = count(1 << 40)


def reader(number: int) -> Caller:
    digits = "123456789"
    text = "".join(digits[number // 9**place % 9] for place in range(4))
    return Caller(person_id=f"1111112{text}", roles=frozenset({"member", "confirmed"}))


def person(caller: Caller) -> Target:
    return Target(kind=Kind.PERSON, id=str(caller.person_id))


def id_of(caller: Caller) -> PersonId:
    return PersonId(str(caller.person_id))


@dataclass
class Others:
    """Of accounts, stories and publications what the graph asks."""

    suspended: set[str] = field(default_factory=set)

    async def get_people(self, *, person_ids: Sequence[PersonId]) -> tuple[Person, ...]:
        return tuple(
            Person(id=one, handle="h", name="N", joined_at=DAY, suspended=one in self.suspended)
            for one in person_ids
            if one != GONE
        )

    async def get_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        anna, bert = id_of(ANNA), id_of(BERT)
        return tuple(
            Story(
                id=one,
                author_id=anna,
                co_author_ids=(bert,) if one == OTHER else (),
                title="By the sea",
                published_at=DAY,
                updated_at=DAY,
            )
            for one in story_ids
            if one in (STORY, OTHER)
        )

    async def get_publications(
        self, *, publication_ids: Sequence[PublicationId]
    ) -> tuple[Publication | str, ...]:
        return tuple(one for one in publication_ids if one == HOUSE.id)


@dataclass
class World:
    """The graph as a caller sees it (here or over the wire), and what lies behind."""

    graph: Graph
    inside: GraphInteractor
    others: Others
    db: Database
    clock: Clock
    near: Neighbourhood

    async def settled(self) -> None:
        """Who and what is near has all that happened so far."""
        if isinstance(self.near.neighbours, MemoryNeighbours):
            await self.near.neighbours.claps.built()
            await self.near.neighbours.follows.built()
        elif self.near.keeper is not None:
            await told_all(self.db, self.near.keeper)

    async def claps(self, story: StoryId = STORY) -> Claps:
        return (await self.graph.get_claps(story_ids=(story,)))[0]

    async def followers(self, target: Target) -> int:
        return (await self.graph.get_standings(targets=(target,)))[0].followers

    async def told(self) -> list[str]:
        """The events so far, by name."""
        rows = await self.db.all("SELECT type FROM octavo_outbox ORDER BY number")
        return [row["type"].rpartition(".")[2] for row in rows]

    async def taken_out(self) -> list[tuple[str, bool]]:
        """What was taken out of lists so far, and whether it is kept elsewhere."""
        rows = await self.db.all("SELECT type, payload FROM octavo_outbox ORDER BY number")
        told = [json.decode(row["payload"]) for row in rows if row["type"].endswith("ListItemRemoved")]
        return [(one["storyId"], one.get("stillKept", False)) for one in told]


async def told_all(db: Database, keeper: NeighbourKeeper) -> None:
    """Deliver to the keeper whatever waits for it."""
    relay, heard = Relay(db), NeighbourEvents(keeper)
    patience = Patience(longest=1.0)
    relay.subscribe(consumer=NEIGHBOURS_CONSUMER, types=heard.TYPES, handler=heard, patience=patience)
    async with relay.running():
        while any(one.waiting + one.unseen for one in await relay.backlog()):  # noqa: ASYNC110 - the relay has no event for it
            await asyncio.sleep(0.01)


def near_in(db: Database, url: str = "", config: Config | None = None) -> tuple[NearCache, Neighbourhood]:
    """Near copies, and what tells who is near: here, or the Neo4j at an address."""
    near = NearCache(max_bytes=1 << 20)
    chosen = msgspec.structs.replace(config or Config(), neighbours=url, neighbours_seconds=10.0)
    return near, near_by(chosen, db, near=near, secret=b"site")


def built(
    db: Database,
    clock: Clock,
    others: Others,
    config: Config | None = None,
    at: tuple[NearCache, Neighbourhood] | None = None,
) -> GraphInteractor:
    near, neighbourhood = at or near_in(db, config=config)
    return build(
        config or Config(),
        db,
        neighbours=neighbourhood.neighbours,
        accounts=cast(Accounts, others),
        stories=cast(Stories, others),
        publications=cast(Publications, others),
        near=near,
        clock=clock,
        new_id=lambda: to_text(next(_NUMBERS)),
    )
