"""A site is moved whole, while it is written to, from either engine to the other."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest

from octavo.chassis.moves import CopyUnfinished, DatabaseMoved
from tests.copying import world


@pytest.fixture(params=["from SQLite to PostgreSQL", "from PostgreSQL to SQLite", "from SQLite to SQLite"])
async def ends(request: pytest.FixtureRequest, tmp_path: Path) -> "Iterator[tuple[str, str]]":
    """Where the site is, and where it is moved to."""
    folder, other = str(tmp_path / "site"), str(tmp_path / "other")
    if request.param == "from SQLite to SQLite":
        yield folder, other
        return
    url = request.getfixturevalue("postgres_url")
    yield (folder, url) if request.param.startswith("from SQLite") else (url, folder)
    connection = await asyncpg.connect(url)
    for name in world.SERVICES:
        await connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
    await connection.close()


async def test_a_site_that_is_not_written_to_is_the_same_elsewhere(
    ends: tuple[str, str], tmp_path: Path
) -> None:
    source, target = ends
    await world.fill(source, tmp_path)
    told = await world.move(source, target, tmp_path)
    assert await world.everything(target, tmp_path) == await world.everything(source, tmp_path)
    assert any(line.startswith("shop: 3,009 rows in ") for line in told.lines), told.lines
    with pytest.raises(CopyUnfinished):
        await world.open_one(target, tmp_path, "shop")


async def test_no_write_is_lost_or_doubled_that_was_acknowledged_during_a_move(
    ends: tuple[str, str], tmp_path: Path
) -> None:
    source, target = ends
    await world.fill(source, tmp_path)
    async with AsyncExitStack() as stack:
        shop, post = (
            await world.open_one(source, tmp_path, "shop"),
            await world.open_one(source, tmp_path, "post"),
        )
        stack.push_async_callback(shop.close)
        stack.push_async_callback(post.close)
        writers = [world.Writer(shop, post, first) for first in (10_000_001, 20_000_001)]
        writing = [asyncio.create_task(writer.write()) for writer in writers]
        await asyncio.gather(*(writer.began.wait() for writer in writers))
        await world.move(source, target, tmp_path, switch=True)
        await asyncio.gather(*writing)  # each ends when it is told that the site was moved
        assert all("was moved to" in writer.why for writer in writers)
        read = await shop.one("SELECT COUNT(*) AS number FROM ledger")  # readers go on
    with pytest.raises(DatabaseMoved, match="was moved to"):
        await world.open_one(source, tmp_path, "shop")
    there = await world.everything(target, tmp_path)
    assert there == await world.everything(source, tmp_path)
    acts = [act for _, act in there["shop.ledger"]]
    assert len(acts) == len(set(acts)) == (read or {})["number"]
    assert set(acts) == set().union(*(writer.acknowledged for writer in writers))
    moved = await world.open_one(target, tmp_path, "shop")
    await world.Writer(moved, moved, 30_000_005 + 1).one_act()
    last = await moved.one("SELECT entry FROM ledger ORDER BY entry DESC LIMIT 1")
    assert (last or {})["entry"] > max(entry for entry, _ in there["shop.ledger"])
    numbers = await moved.all("SELECT number FROM octavo_purges")
    assert len(numbers) == len({row["number"] for row in numbers})
    await moved.close()
