from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.testing import WORLDS, in_world
from octavo.embeds.api import CONTRACT, Embeds
from octavo.embeds.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.embeds.world import Album, World, another_site, built
from tests.stories.desk import Clock


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("embeds", Path(str(MIGRATIONS)))
    clock, album = Clock(), Album()
    async with another_site() as site:
        names = {"other.test": ("127.0.0.1",), "inner.test": ("10.0.0.1",)}
        inside, web = built(db, clock, site, album, names)
        try:
            async with in_world(request.param, Embeds, CONTRACT, inside) as embeds:  # type: ignore[type-abstract]
                yield World(embeds, inside, site, album, clock, db, names)
        finally:
            await web.close()
