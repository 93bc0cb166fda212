"""A site is moved whole, while it is written to, from either engine to the other."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from octavo.chassis.moves import CopyUnfinished, DatabaseMoved
from octavo.copying import abandoning, checking
from octavo.copying.places import Place
from octavo.trouble import Exit, Trouble
from tests.copying import world
from tests.copying.conftest import Ends


async def test_a_site_that_is_not_written_to_is_the_same_elsewhere(ends: Ends, tmp_path: Path) -> None:
    source, target = ends
    await world.fill(source, tmp_path)
    told = await world.move(source, target, tmp_path)
    assert await world.everything(target, tmp_path) == await world.everything(source, tmp_path)
    assert any(line.startswith("shop: 3,009 rows in ") for line in told.lines), told.lines
    with pytest.raises(CopyUnfinished):
        await world.open_one(target, tmp_path, "shop")


async def test_no_write_is_lost_or_doubled_that_was_acknowledged_during_a_move(
    ends: Ends, tmp_path: Path
) -> None:
    source, target = ends
    await world.fill(source, tmp_path)
    async with AsyncExitStack() as stack:
        shop, post = [await world.open_one(source, tmp_path, name) for name in world.SERVICES]
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
    assert set(acts) == set[int]().union(*(writer.acknowledged for writer in writers))


async def test_numbers_of_events_and_purges_go_on_where_they_were(ends: Ends, tmp_path: Path) -> None:
    source, target = ends
    await world.fill(source, tmp_path)
    before = await world.open_one(source, tmp_path, "shop")
    await before.execute("DELETE FROM octavo_purges")  # trimmed: its number must not be given again
    await before.close()
    await world.move(source, target, tmp_path, switch=True)
    shop = await world.open_one(target, tmp_path, "shop")
    await world.Writer(shop, shop, 1_000_001).one_act()
    for table in ("octavo_purges", "octavo_outbox"):
        rows = await shop.all(f"SELECT number FROM {table} ORDER BY number DESC LIMIT 1")
        assert [row["number"] for row in rows] == [2], table
    await shop.close()


async def test_shards_that_are_held_stay_held_and_other_leases_end(ends: Ends, tmp_path: Path) -> None:
    source, target = ends
    await world.fill(source, tmp_path)
    shop = await world.open_one(source, tmp_path, "shop")
    for name, until in (("shard/0", 2**60), ("shard/1", 5), ("shop/tidy", 2**60)):
        await shop.execute(
            "INSERT INTO octavo_leases (name, owner, term, expires_at) VALUES (:name, 'me', 3, :until)",
            name=name,
            until=until,
        )
    await world.move(source, target, tmp_path, switch=True)
    await shop.execute("UPDATE octavo_leases SET expires_at = expires_at + 1 WHERE name = 'shard/0'")
    with pytest.raises(Exception, match="was moved to"):
        await shop.execute("UPDATE octavo_leases SET expires_at = expires_at + 1 WHERE name = 'shop/tidy'")
    with pytest.raises(Exception, match="was moved to"):
        await shop.execute("INSERT INTO octavo_claims VALUES ('c', 'a', 'me', 5)")
    await shop.close()
    moved = await world.open_one(target, tmp_path, "shop")
    assert [row["name"] for row in await moved.all("SELECT name FROM octavo_leases")] == ["shard/0"]
    await moved.close()


async def test_a_switch_that_is_not_to_be_had_leaves_everything_as_it_was(
    ends: Ends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = ends
    await world.fill(source, tmp_path)
    await world.move(source, target, tmp_path)
    monkeypatch.setattr("octavo.copying.switching._PATIENCE", 0.0)
    shop = await world.open_one(source, tmp_path, "shop")
    async with shop.transaction():
        await shop.execute("INSERT INTO ledger (act) VALUES (1)")
        with pytest.raises(Trouble, match="never at rest") as refused:
            await world.move(source, target, tmp_path, switch=True)
        assert refused.value.exit == Exit.LOCKED
    await shop.execute("INSERT INTO ledger (act) VALUES (2)")
    await shop.close()
    monkeypatch.undo()
    await world.move(source, target, tmp_path, switch=True)
    assert [act for _, act in (await world.everything(target, tmp_path))["shop.ledger"]] == [1, 2]


async def test_a_copy_that_is_given_up_leaves_the_source_as_it_was(ends: Ends, tmp_path: Path) -> None:
    source, target = ends
    await world.fill(source, tmp_path)
    before = await world.everything(source, tmp_path), await world.objects(source)
    await world.move(source, target, tmp_path)
    assert await world.objects(source) != before[1]
    places = Place.of(source), Place.of(target)
    await abandoning.abandon(world.migrations(tmp_path), *places, world.Told())
    assert (await world.everything(source, tmp_path), await world.objects(source)) == before
    shop = await world.open_one(source, tmp_path, "shop")
    await world.Writer(shop, shop, 1_000_001).one_act()
    await shop.close()
    await world.move(source, target, tmp_path, switch=True)  # the target is empty again
    with pytest.raises(Trouble, match="may be in use") as refused:
        await abandoning.abandon(world.migrations(tmp_path), *places, world.Told())
    assert refused.value.exit == Exit.SETTINGS


async def test_comparing_names_each_difference_and_counts_what_is_only_on_its_way(
    ends: Ends, tmp_path: Path
) -> None:
    source, target = ends
    await world.fill(source, tmp_path, things=20)
    await world.move(source, target, tmp_path)
    shop = await world.open_one(source, tmp_path, "shop")
    await shop.execute("UPDATE things SET note = 'later' WHERE id = 1000")
    await shop.close()
    places = Place.of(source), Place.of(target)
    told = world.Told()
    await checking.check(world.migrations(tmp_path), *places, told)
    assert any("1 of them waiting" in line for line in told.lines), told.lines
    await world.spoil(
        target,
        "UPDATE things SET stock = 4 WHERE id = 2000",
        "DELETE FROM things WHERE id = 3000",
        "INSERT INTO pairs (name, number, times) VALUES ('more', 1, 1)",
        "UPDATE turns SET number = 77",
    )
    with pytest.raises(Trouble) as found:
        await checking.check(world.migrations(tmp_path), *places, told)
    assert found.value.exit == Exit.BAD_DATA
    assert set(str(found.value).splitlines()[1:]) == {
        "shop.things 2000: different",
        "shop.things 3000: missing",
        "shop.pairs more, 1: too many",
        "shop.turns (all rows): different",
    }
    with pytest.raises(Trouble, match=r"shop\.things 3000: missing"):  # and nothing is switched then
        await world.move(source, target, tmp_path, switch=True)
    await (await world.open_one(source, tmp_path, "shop")).close()  # it opens: it was not left
