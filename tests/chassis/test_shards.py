"""Shards of ids: one for each process, lost without the process, and had again."""

import asyncio
from pathlib import Path

import pytest

from octavo.chassis import leases, shards
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageUnavailable
from octavo.chassis.leases import Lease
from octavo.chassis.shards import NoShardFree, Shard
from tests.chassis.leased import later, now
from tests.conftest import Databases


async def until_held(shard: Shard) -> int:
    async with asyncio.timeout(30):
        while (number := shard.number()) is None:  # noqa: ASYNC110 - a database answers meanwhile
            await asyncio.sleep(0.01)
    return number


async def test_each_process_has_one_of_its_own(two: tuple[Database, Database]) -> None:
    async with shards.held(two[0]) as one, shards.held(two[1]) as other:
        assert (one.number(), other.number()) == (0, 1)
    assert one.number() is None
    async with shards.held(two[1]) as again:
        assert again.number() == 0


async def test_when_all_are_taken_it_is_said(two: tuple[Database, Database]) -> None:
    await two[0].execute(
        """WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1023)
           INSERT INTO octavo_leases (name, owner, term, expires_at)
           SELECT 'shard/' || i, 'x', 1, 9000000000000000 FROM n"""
    )
    with pytest.raises(NoShardFree):
        async with shards.held(two[0]):
            pass


async def test_who_finds_it_taken_by_another_goes_on_under_the_next(
    two: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "_AGAIN_SECONDS", 0.01)
    lost = leases.lost[two[0].name]
    async with shards.held(two[0], 0.4) as shard:
        await later(two[1], 10)
        assert await Lease(two[1], "shard/0", 100, now).take()
        async with asyncio.timeout(30):
            while shard.number() != 1:  # noqa: ASYNC110 - it renews meanwhile
                await asyncio.sleep(0.01)
    assert leases.lost[two[0].name] == lost + 1


async def test_while_its_database_is_away_there_is_none_and_then_the_same_again(
    two: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "_AGAIN_SECONDS", 0.01)
    renew = Lease.renew
    away = asyncio.Event()

    async def renewed(self: Lease) -> bool:
        if away.is_set():
            raise StorageUnavailable("away")
        return await renew(self)

    monkeypatch.setattr(Lease, "renew", renewed)
    async with shards.held(two[0], 0.3) as shard:
        assert shard.number() == 0
        away.set()
        await asyncio.sleep(0.5)
        assert shard.number() is None
        away.clear()
        assert await until_held(shard) == 0


async def test_it_is_not_given_back_while_it_is_used(database_factory: Databases, tmp_path: Path) -> None:
    db = await database_factory("site", tmp_path)
    async with shards.held(db, 0.4) as shard:
        seen = set()
        for _ in range(20):
            await asyncio.sleep(0.05)
            seen.add(shard.number())
    assert seen == {0}
