from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.purges import PurgeFollower
from octavo.chassis.testing import WORLDS, in_world
from octavo.feed.api import CONTRACT, Feed
from octavo.feed.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.feed.world import Others, World, built
from tests.stories.desk import Clock


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("feed", Path(str(MIGRATIONS)))
    clock, others = Clock(), Others()
    inside = built(db, clock, others)
    async with (
        PurgeFollower.of(db, inside.homes.near).running(),
        in_world(request.param, Feed, CONTRACT, inside) as feed,  # type: ignore[type-abstract]
    ):
        yield World(feed, inside, others, db, clock)
    await inside.close()
