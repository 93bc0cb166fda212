from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.annotations.api import CONTRACT, Annotations
from octavo.annotations.service import MIGRATIONS
from octavo.chassis.testing import WORLDS, in_world
from tests.annotations.world import Drafts, World, built
from tests.conftest import DatabaseFactory
from tests.stories.desk import Clock


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("annotations", Path(str(MIGRATIONS)))
    clock, drafts = Clock(), Drafts()
    inside = built(db, clock, drafts)
    async with in_world(request.param, Annotations, CONTRACT, inside) as annotations:  # type: ignore[type-abstract]
        yield World(annotations, inside, drafts, db, clock)
    await inside.close()


@pytest.fixture
async def room(database_factory: DatabaseFactory) -> World:
    """For what no wire carries: on SQLite and on PostgreSQL."""
    db = await database_factory("annotations", Path(str(MIGRATIONS)))
    clock, drafts = Clock(), Drafts()
    inside = built(db, clock, drafts)
    return World(inside, inside, drafts, db, clock)
