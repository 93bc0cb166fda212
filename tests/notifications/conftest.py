from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.notifications.api import CONTRACT, Notifications
from octavo.notifications.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.notifications.world import Others, World, built
from tests.stories.desk import Clock


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("notifications", Path(str(MIGRATIONS)))
    clock, others = Clock(), Others()
    inside = built(db, clock, others)
    async with in_world(request.param, Notifications, CONTRACT, inside) as notifications:  # type: ignore[type-abstract]
        yield World(notifications, inside, others, db, clock)
