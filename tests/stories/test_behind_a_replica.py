"""What readers see where the stories are read from a replica that stands still: every write that changes it
tells by a purge how far a replica must have come, so the stories' own tests pass as they are."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from octavo.chassis import database
from octavo.chassis.context import Priority, acting_as, urgency
from octavo.chassis.database import Database
from octavo.chassis.lagging_calls import lagging
from octavo.chassis.positions import Positions
from octavo.chassis.purges import PurgeFollower
from octavo.chassis.replicas import Replicas
from octavo.stories.api import CONTRACT, Stories
from octavo.stories.service import MIGRATIONS
from tests.conftest import empty
from tests.replicating import PostgresServer, Replicated
from tests.stories.desk import ANNA, Clock, World, built, text
from tests.stories.test_arranging import *  # noqa: F403 - they run again, in the world below
from tests.stories.test_mapping import *  # noqa: F403
from tests.stories.test_reading import *  # noqa: F403
from tests.stories.test_translating import *  # noqa: F403

for name, test in [*globals().items()]:
    if name.startswith("test_") and "world" not in inspect.signature(test).parameters:
        del globals()[name]  # it asks one process alone

FOLDER = Path(str(MIGRATIONS))


class TwoProcesses:
    """The stories as readers of another process see them, which has heard of all that the writer purged."""

    def __init__(self, writer: Stories, db: Database, reader: Stories, follower: PurgeFollower) -> None:
        self._db = db
        self._follower = follower
        for method in CONTRACT.methods:
            ours = getattr(reader if method.may_lag else writer, method.call)
            setattr(self, method.call, self._read(ours) if method.may_lag else ours)

    def _read(self, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def read(**arguments: Any) -> Any:
            row = await self._db.one("SELECT COALESCE(MAX(number), 0) AS number FROM octavo_purges")
            assert row is not None
            await self._follower.reached(row["number"])
            with urgency(Priority.PUBLIC):
                return await call(**arguments)

        return read


@pytest.fixture(scope="module")
def replica(replicated: Replicated) -> Iterator[PostgresServer]:
    made = replicated.replica()
    yield made
    replicated.end(made)


@asynccontextmanager
async def apart(
    replicated: Replicated, replica: PostgresServer, clock: Clock
) -> AsyncIterator[tuple[World, Replicas]]:
    """A writer that knows of no replica, and a reader that does."""
    primary = replicated.primary.url
    replicas = Replicas(primary, [replica.url], most_behind=60.0, positions=Positions())
    db = await database.open(primary, name="stories", migrations=FOLDER)
    near = await database.open(primary, name="stories", migrations=FOLDER, replicas=replicas)
    try:
        async with PurgeFollower.of(near).running() as follower:
            await replicated.caught_up(replica)
            while replicas.all[0].state != "used":
                await replicas.look()
            writer = built(db, clock)
            reader: Stories = lagging(CONTRACT, built(near, clock))
            both: Any = TwoProcesses(writer, db, reader, follower)
            yield World(both, writer, db, clock), replicas
    finally:
        replicas.close()
        await near.close()
        await db.close()
        await empty(primary)


@pytest.fixture
async def world(replicated: Replicated, replica: PostgresServer, clock: Clock) -> AsyncIterator[World]:
    """The replica stands still from the beginning."""
    async with apart(replicated, replica, clock) as (world, _):
        await replica.pause()
        try:
            yield world
        finally:
            await replica.resume()


async def test_a_story_is_read_from_the_replica_as_soon_as_it_is_there(
    replicated: Replicated, replica: PostgresServer, clock: Clock
) -> None:
    async with apart(replicated, replica, clock) as (world, replicas):
        with acting_as(ANNA):
            draft = await world.stories.create_draft(content=text("A walk"))
            await world.stories.publish(story_id=draft.id, version=1)
        name = replicas.all[0].name
        before = replicas.reads[name]
        while replicas.reads[name] == before:
            assert (await world.stories.read_story(story_id=draft.id)).story.title == "A walk"
