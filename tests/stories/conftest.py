from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from octavo.chassis.database import Database
from octavo.chassis.testing import WORLDS, in_world
from octavo.stories.adapters.sql_text_keeping import SqlTextKeeping
from octavo.stories.adapters.sql_texts import SqlTexts
from octavo.stories.api import CONTRACT, Stories
from octavo.stories.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.dynamo_server import DynamoServer, between
from tests.stories.desk import Clock, World, built, in_a_table
from tests.stories.shop import Shop

IN_A_TABLE = "texts in DynamoDB"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=[*WORLDS, IN_A_TABLE])
async def world(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL; and here with the texts in
    DynamoDB, beside either."""
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    where = WORLDS[0] if request.param == IN_A_TABLE else request.param
    async with AsyncExitStack() as stack:
        texts = await _texts(request, stack, db, clock)
        inside = built(db, clock, texts=texts)
        stories = await stack.enter_async_context(in_world(where, Stories, CONTRACT, inside))
        yield World(stories, inside, db, clock, texts)


@pytest.fixture(params=["texts in rows", IN_A_TABLE])
async def room(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, clock: Clock
) -> AsyncIterator[World]:
    """For what no wire carries: on SQLite and on PostgreSQL, with texts in rows and in DynamoDB."""
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    async with AsyncExitStack() as stack:
        texts = await _texts(request, stack, db, clock)
        inside = built(db, clock, texts=texts)
        yield World(inside, inside, db, clock, texts)


async def _texts(
    request: pytest.FixtureRequest, stack: AsyncExitStack, db: Database, clock: Clock
) -> SqlTexts | None:
    if request.param != IN_A_TABLE:
        return None
    server = request.getfixturevalue("dynamo")
    return (await stack.enter_async_context(in_a_table(server.url, db, clock))).texts


@pytest.fixture
async def shop(database_factory: DatabaseFactory, clock: Clock, dynamo: DynamoServer) -> AsyncIterator[Shop]:
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    async with between(dynamo.url) as go_between, in_a_table(go_between.url, db, clock, near=0) as kept:
        assert kept.store is not None
        keeping = SqlTextKeeping(db, kept.store, clock=clock)
        stories = built(db, clock, texts=kept.texts)
        yield Shop(stories, db, clock, kept, kept.store, keeping, go_between)
