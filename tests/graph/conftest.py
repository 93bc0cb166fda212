from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.graph.adapters.sql_tracks import SqlClapTracks, SqlFollowTracks
from octavo.graph.api import CONTRACT, Graph
from octavo.graph.service import MIGRATIONS, with_keeper
from tests.conftest import Databases
from tests.graph.world import Others, World, built, near_in
from tests.stories.desk import Clock

# Tests of what changes who and what is near, or asks for it.
_WITH_NEO4J = ("test_wandering", "test_acts", "test_counts", "test_neighbours")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask both adapters where it matters which."""
    if "neighbours_url" in metafunc.fixturenames and metafunc.module.__name__.endswith(_WITH_NEO4J):
        metafunc.parametrize("neighbours_url", ["memory", "neo4j"], indirect=True)


@pytest.fixture
def neighbours_url(request: pytest.FixtureRequest) -> str:
    """Where it is asked who and what is near: empty for this process, or a Neo4j."""
    return str(request.getfixturevalue("neo4j").url) if getattr(request, "param", "") == "neo4j" else ""


@pytest.fixture(params=WORLDS)
async def world(
    request: pytest.FixtureRequest, database_factory: Databases, neighbours_url: str
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL; some with a Neo4j beside, which
    then holds what the store holds, whatever the test did."""
    db = await database_factory("graph", Path(str(MIGRATIONS)))
    clock, others = Clock(), Others()
    near = near_in(db, neighbours_url)
    if neighbours_url:
        await with_keeper(db)
    inside = built(db, clock, others, at=near)
    async with in_world(request.param, Graph, CONTRACT, inside) as graph:  # type: ignore[type-abstract]
        world = World(graph, inside, others, db, clock, near[1])
        yield world
        if neighbours_url:
            await world.settled()
            claps = await SqlClapTracks(db).page((-1, 0), 10_000)
            follows = await SqlFollowTracks(db).page((-1, 0), 10_000)
            held = {("CLAPPED", *edge) for edge in claps} | {("FOLLOWS", *edge) for edge in follows}
            assert request.getfixturevalue("neo4j").edges() == held
    await inside.close()
