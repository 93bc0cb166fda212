import asyncio
import contextlib
from datetime import timedelta
from pathlib import Path

import pytest

from octavo.chassis import leases, shards
from octavo.chassis.database import Database
from octavo.chassis.leases import Lease, LeaseLost
from tests.chassis.leased import later, now
from tests.conftest import Databases


async def test_one_holds_it_and_the_other_waits_for_its_end(two: tuple[Database, Database]) -> None:
    here, there = Lease(two[0], "relay", 100, now), Lease(two[1], "relay", 100, now)
    assert await here.take()
    assert here.held
    assert not await there.take()
    assert not there.held
    await later(two[0], 60)
    assert await here.renew()
    await later(two[0], 60)
    assert not await there.take()
    await later(two[0], 50)
    assert await there.take()
    assert there.term == here.term + 1


async def test_who_lost_it_is_told_at_the_renewal_and_gives_nothing_back(
    two: tuple[Database, Database],
) -> None:
    here, there = Lease(two[0], "relay", 100, now), Lease(two[1], "relay", 100, now)
    await here.take()
    await later(two[0], 101)
    await there.take()
    assert not await here.renew()
    assert not here.held
    await here.release()
    assert await there.renew()
    assert not await Lease(two[0], "relay", 100, now).take()


async def test_a_lease_given_back_is_free_at_once(two: tuple[Database, Database]) -> None:
    async with leases.lease(two[0], "scheduler", 60):
        assert not await Lease(two[1], "scheduler", 60, now).take()
    assert await Lease(two[1], "scheduler", 60, now).take()


async def test_only_one_is_inside_at_any_moment(two: tuple[Database, Database]) -> None:
    inside = most = 0

    async def work(db: Database) -> None:
        nonlocal inside, most
        async with leases.lease(db, "one", 0.2):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*[work(db) for db in two * 3])
    assert most == 1


async def test_losing_it_cancels_the_work(two: tuple[Database, Database]) -> None:
    with pytest.raises(LeaseLost):
        async with leases.lease(two[0], "scheduler", 0.2):
            await two[1].execute("UPDATE octavo_leases SET owner = 'somebody else'")
            await asyncio.sleep(60)


async def test_who_lost_it_is_told_whatever_was_counted_before(two: tuple[Database, Database]) -> None:
    holder = asyncio.current_task()
    assert holder is not None
    holder.cancel()  # counted for ever, as a TaskGroup before Python 3.13 leaves it
    with pytest.raises(asyncio.CancelledError):
        await asyncio.sleep(0)
    try:
        with pytest.raises(LeaseLost):
            async with leases.lease(two[0], "scheduler", 0.2):
                await two[1].execute("UPDATE octavo_leases SET owner = 'somebody else'")
                await asyncio.sleep(60)
        assert holder.cancelling() == 1
    finally:
        holder.uncancel()


async def test_who_lost_it_and_did_not_heed_that_is_told_at_the_end(two: tuple[Database, Database]) -> None:
    with pytest.raises(LeaseLost):
        async with leases.lease(two[0], "scheduler", 0.2):
            await two[1].execute("UPDATE octavo_leases SET owner = 'somebody else'")
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(60)
    holder = asyncio.current_task()
    assert holder is not None
    assert holder.cancelling() == 0


async def test_a_cancelled_holder_is_cancelled_and_gives_it_back(two: tuple[Database, Database]) -> None:
    inside = asyncio.Event()

    async def work() -> None:
        async with leases.lease(two[0], "scheduler", 60):
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(work())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await Lease(two[1], "scheduler", 60, now).take()


async def test_a_kept_lease_outlives_its_time_to_live(two: tuple[Database, Database]) -> None:
    async with leases.lease(two[0], "scheduler", 0.2) as lease:
        for _ in range(5):
            await asyncio.sleep(0.1)
            assert not await Lease(two[1], "scheduler", 0.2, now).take()
        assert lease.held


async def test_a_wrong_clock_takes_nothing_and_leaves_nothing_behind(
    postgres_url: str, tmp_path: Path
) -> None:
    databases = Databases("postgresql", lambda name: postgres_url, [])
    db = await databases("clocks", tmp_path)
    try:
        fast, slow = (lambda: now() + timedelta(hours=1)), (lambda: now() - timedelta(hours=1))
        right, ahead, behind = (Lease(db, "relay", 100, clock) for clock in (now, fast, slow))
        async with shards.held(db, clock=now) as one, shards.held(db, clock=fast) as other:
            assert one.number() != other.number()
        assert await right.take()
        assert not await ahead.take()
        assert not await behind.take()
        for wrong in (ahead, behind):
            await later(db, 101)
            assert await wrong.take()
            assert await wrong.renew()
            assert not await right.take()
        await later(db, 101)
        assert await right.take()
    finally:
        await db.execute("DROP SCHEMA clocks CASCADE")
        await db.close()
