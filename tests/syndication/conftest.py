from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.syndication.api import CONTRACT, Syndication
from octavo.syndication.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.stories.desk import Clock
from tests.syndication.world import Everybody, World, built


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def everybody() -> Everybody:
    return Everybody()


@pytest.fixture(params=WORLDS)
async def world(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock, everybody: Everybody
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("syndication", Path(str(MIGRATIONS)))
    inside = built(db, clock, everybody)
    async with in_world(request.param, Syndication, CONTRACT, inside) as syndication:  # type: ignore[type-abstract]
        yield World(syndication, inside, db, clock, everybody)
