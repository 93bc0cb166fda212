from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from octavo.chassis import database
from octavo.chassis.testing import HERE, WORLDS, in_world
from octavo.search.api import CONTRACT, Search
from octavo.search.learning import LEAST_STORIES
from octavo.search.service import MIGRATIONS
from octavo.stories.service import MIGRATIONS as STORIES
from tests.conftest import DatabaseFactory
from tests.search import topics
from tests.search.world import Everybody, Houses, World, built
from tests.stories.desk import ANNA, BERT, Clock
from tests.stories.desk import built as stories_built


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def _world(
    kind: str, factory: DatabaseFactory, clock: Clock, folder: Path, least_stories: int = LEAST_STORIES
) -> AsyncIterator[World]:
    db = await factory("search", Path(str(MIGRATIONS)))
    shelf = await database.open(
        f"sqlite:///{folder / 'stories'}.db", name="stories", migrations=Path(str(STORIES))
    )
    try:
        stories, everybody = stories_built(shelf, clock), Everybody()
        everybody.add(ANNA, "anna", "Anna Seghers")
        everybody.add(BERT, "bert", "Bertolt Brecht")
        houses = Houses()
        searching = built(db, folder / "search", stories, everybody, houses, clock, least_stories)
        inside = searching.interactor
        async with in_world(kind, Search, CONTRACT, inside) as search:  # type: ignore[type-abstract]
            yield World(search, searching, stories, everybody, houses, db, folder / "search", clock)
    finally:
        await shelf.close()


@pytest.fixture(params=WORLDS)
async def world(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock, tmp_path: Path
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    async with _world(request.param, database_factory, clock, tmp_path) as world:
        yield world


@pytest.fixture
async def room(database_factory: DatabaseFactory, clock: Clock, tmp_path: Path) -> AsyncIterator[World]:
    """For what no wire carries: on SQLite and on PostgreSQL."""
    async with _world(HERE, database_factory, clock, tmp_path) as world:
        yield world


@pytest.fixture
async def school(database_factory: DatabaseFactory, clock: Clock, tmp_path: Path) -> AsyncIterator[World]:
    """Like `room`, with made stories of a few topics, which are to be indexed and learned from."""
    async with _world(HERE, database_factory, clock, tmp_path, topics.LEAST) as world:
        for title, text in topics.texts():
            await world.publish(title, text)
        yield world
