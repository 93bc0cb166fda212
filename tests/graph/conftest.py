from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.graph.api import CONTRACT, Graph
from octavo.graph.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.graph.world import Others, World, built
from tests.stories.desk import Clock


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("graph", Path(str(MIGRATIONS)))
    clock, others = Clock(), Others()
    inside = built(db, clock, others)
    async with in_world(request.param, Graph, CONTRACT, inside) as graph:  # type: ignore[type-abstract]
        yield World(graph, inside, others, db, clock)
    await inside.close()
