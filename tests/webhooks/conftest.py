from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from octavo.chassis.ids import IdMaker
from octavo.chassis.testing import WORLDS, in_world
from octavo.webhooks.api import CONTRACT, Webhooks
from octavo.webhooks.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.stories.desk import Clock
from tests.webhooks import world as worlds
from tests.webhooks.world import Others, Receiver, World


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with worlds.receiver() as one:
        yield one


@pytest.fixture(params=WORLDS)
async def world(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("webhooks", Path(str(MIGRATIONS)))
    others, ids = Others(), IdMaker(7, clock=lambda: datetime.now(UTC))
    service = worlds.built(db, clock, others, ids)
    async with in_world(request.param, Webhooks, CONTRACT, service.webhooks) as webhooks:  # type: ignore[type-abstract]
        yield World(webhooks, service, db, clock, others, ids)


@pytest.fixture
async def room(database_factory: DatabaseFactory, clock: Clock) -> World:
    """For what no wire carries: on SQLite and on PostgreSQL."""
    db = await database_factory("webhooks", Path(str(MIGRATIONS)))
    others, ids = Others(), IdMaker(7, clock=lambda: datetime.now(UTC))
    service = worlds.built(db, clock, others, ids)
    return World(service.webhooks, service, db, clock, others, ids)
