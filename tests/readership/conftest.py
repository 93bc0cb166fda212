from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.readership.api import CONTRACT, Readership
from octavo.readership.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.readership.world import Shelf, World, built
from tests.stories.desk import Clock


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("readership", Path(str(MIGRATIONS)))
    clock, shelf = Clock(), Shelf()
    inside = built(db, clock, shelf)
    async with in_world(request.param, Readership, CONTRACT, inside) as readership:  # type: ignore[type-abstract]
        yield World(readership, inside, shelf, db, clock)
    await inside.close()
