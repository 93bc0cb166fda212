from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.stories.api import CONTRACT, Stories
from octavo.stories.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.stories.desk import Clock, World, built


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=WORLDS)
async def world(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    inside = built(db, clock)
    async with in_world(request.param, Stories, CONTRACT, inside) as stories:
        yield World(stories, inside, db, clock)


@pytest.fixture
async def room(database_factory: DatabaseFactory, clock: Clock) -> World:
    """For what no wire carries: on SQLite and on PostgreSQL."""
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    inside = built(db, clock)
    return World(inside, inside, db, clock)
