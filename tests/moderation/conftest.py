from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.moderation.api import CONTRACT, Moderation
from octavo.moderation.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.moderation.world import Around, World, built
from tests.stories.desk import Clock


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("moderation", Path(str(MIGRATIONS)))
    clock, around = Clock(), Around()
    inside = built(db, clock, around)
    async with in_world(request.param, Moderation, CONTRACT, inside) as moderation:  # type: ignore[type-abstract]
        yield World(moderation, inside, around, db, clock)


@pytest.fixture
async def room(database_factory: DatabaseFactory) -> World:
    """For what no wire carries: on SQLite and on PostgreSQL."""
    db = await database_factory("moderation", Path(str(MIGRATIONS)))
    clock, around = Clock(), Around()
    inside = built(db, clock, around)
    return World(inside, inside, around, db, clock)
