from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from octavo.chassis import database
from octavo.chassis.testing import HERE, WORLDS, in_world
from octavo.search.api import CONTRACT, Search
from octavo.search.learning import LEAST_STORIES
from octavo.search.service import MIGRATIONS, Config, engine_of
from octavo.stories.service import MIGRATIONS as STORIES
from tests.conftest import DatabaseFactory
from tests.opensearch_server import OpenSearchServer
from tests.search import topics
from tests.search.world import Everybody, Houses, World, built, link_of
from tests.stories.desk import ANNA, BERT, Clock
from tests.stories.desk import built as stories_built


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def world_in(
    kind: str,
    factory: DatabaseFactory,
    clock: Clock,
    folder: Path,
    least_stories: int = LEAST_STORIES,
    url: str = "",
    seconds: float = 20.0,
) -> AsyncIterator[World]:
    """url: of an OpenSearch; empty: the index is in the folder. seconds: what a question to it may take."""
    db = await factory("search", Path(str(MIGRATIONS)))
    shelf = await database.open(
        f"sqlite:///{folder / 'stories'}.db", name="stories", migrations=Path(str(STORIES))
    )
    try:
        stories, everybody = stories_built(shelf, clock), Everybody()
        everybody.add(ANNA, "anna", "Anna Seghers")
        everybody.add(BERT, "bert", "Bertolt Brecht")
        houses = Houses()
        engine = engine_of(
            Config(url=url, seconds=seconds),
            folder=folder / "search",
            secret=str(folder).encode(),
            least_stories=least_stories,
        )
        searching = built(db, folder / "search", stories, everybody, houses, clock, engine=engine)
        inside = searching.interactor
        async with in_world(kind, Search, CONTRACT, inside) as search:  # type: ignore[type-abstract]
            yield World(
                search, searching, stories, everybody, houses, db, folder / "search", clock, link_of(engine)
            )
        await engine.close()
    finally:
        await shelf.close()


IN_A_FOLDER, IN_OPENSEARCH = "in a folder", "in OpenSearch"


def _url(request: pytest.FixtureRequest, engine: str) -> str:
    """Where the index of this engine is; a server is started for who asks for one."""
    if engine == IN_A_FOLDER:
        return ""
    server: OpenSearchServer = request.getfixturevalue("opensearch_running")
    request.addfinalizer(server.empty)
    return server.url


# What a wire carries is the same whatever is behind it: OpenSearch is asked here alone.
@pytest.fixture(params=[*WORLDS, IN_OPENSEARCH])
async def world(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock, tmp_path: Path
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL; and here over OpenSearch."""
    kind, engine = (HERE, IN_OPENSEARCH) if request.param == IN_OPENSEARCH else (request.param, IN_A_FOLDER)
    async with world_in(kind, database_factory, clock, tmp_path, url=_url(request, engine)) as world:
        yield world


@pytest.fixture(params=[IN_A_FOLDER, IN_OPENSEARCH])
async def room(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock, tmp_path: Path
) -> AsyncIterator[World]:
    """For what no wire carries: on SQLite and on PostgreSQL, over each engine."""
    async with world_in(HERE, database_factory, clock, tmp_path, url=_url(request, request.param)) as world:
        yield world


@pytest.fixture
async def folder_room(
    database_factory: DatabaseFactory, clock: Clock, tmp_path: Path
) -> AsyncIterator[World]:
    """For what happens to files: on SQLite and on PostgreSQL."""
    async with world_in(HERE, database_factory, clock, tmp_path) as world:
        yield world


@pytest.fixture
async def school(database_factory: DatabaseFactory, clock: Clock, tmp_path: Path) -> AsyncIterator[World]:
    """Like `folder_room`, with made stories of a few topics, which are to be indexed and learned from."""
    async with world_in(HERE, database_factory, clock, tmp_path, topics.LEAST) as world:
        await _told(world)
        yield world


@pytest.fixture(params=[IN_A_FOLDER, IN_OPENSEARCH])
async def hall(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock, tmp_path: Path
) -> AsyncIterator[World]:
    """The same over each engine."""
    url = _url(request, request.param)
    async with world_in(HERE, database_factory, clock, tmp_path, topics.LEAST, url) as world:
        await _told(world)
        yield world


async def _told(world: World) -> None:
    for title, text in topics.texts():
        await world.publish(title, text)
