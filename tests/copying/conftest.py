"""Where the small site is, and where it is moved to: either engine, in each direction."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from tests.copying import world

Ends = tuple[str, str]


@pytest.fixture(params=["from SQLite to PostgreSQL", "from PostgreSQL to SQLite"])
async def ends(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ends]:
    """Source and target, as they are said to `octavo copy`."""
    url, folder = request.getfixturevalue("postgres_url"), str(tmp_path / "site")
    yield (folder, url) if request.param.startswith("from SQLite") else (url, folder)
    await empty(url)


@pytest.fixture
async def server(postgres_url: str) -> AsyncIterator[str]:
    """A PostgreSQL that is empty again afterwards."""
    yield postgres_url
    await empty(postgres_url)


async def empty(url: str) -> None:
    """Take away what a test has made there."""
    connection = await asyncpg.connect(url)
    try:
        for name in world.SERVICES:
            await connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
    finally:
        await connection.close()
