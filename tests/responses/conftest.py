from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.responses.api import CONTRACT, Responses
from octavo.responses.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.responses.world import Others, World, built
from tests.stories.desk import Clock


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("responses", Path(str(MIGRATIONS)))
    clock, others = Clock(), Others()
    inside = built(db, clock, others)
    async with in_world(request.param, Responses, CONTRACT, inside) as responses:  # type: ignore[type-abstract]
        yield World(responses, inside, others, db, clock)
