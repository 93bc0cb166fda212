from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.publications.api import CONTRACT, Publications
from octavo.publications.service import MIGRATIONS
from octavo.stories.service import MIGRATIONS as STORIES
from tests.conftest import DatabaseFactory
from tests.publications.world import Clock, World, built


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=WORLDS)
async def world(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("publications", Path(str(MIGRATIONS)))
    stories_db = await database_factory("stories", Path(str(STORIES)))
    inside, stories = built(db, stories_db, clock)
    async with in_world(request.param, Publications, CONTRACT, inside) as publications:  # type: ignore[type-abstract]
        yield World(publications, inside, stories, db, stories_db, clock)


@pytest.fixture
async def room(database_factory: DatabaseFactory, clock: Clock) -> World:
    """For what no wire carries: on SQLite and on PostgreSQL."""
    db = await database_factory("publications", Path(str(MIGRATIONS)))
    stories_db = await database_factory("stories", Path(str(STORIES)))
    inside, stories = built(db, stories_db, clock)
    return World(inside, inside, stories, db, stories_db, clock)
