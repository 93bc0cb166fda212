import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from redis.exceptions import TimeoutError as RedisTimeout

from octavo.chassis.cache import NearCache
from octavo.chassis.redis_link import RedisLink
from octavo.chassis.redis_tier import RedisTier
from octavo.chassis.sharing import Codec
from tests import redis_server
from tests.chassis.processes import NUMBER, Process, Store, processes
from tests.conftest import missing
from tests.redis_server import AnyRedis, RedisServer


@pytest.fixture(params=["one server", "cluster"])
def redis(request: pytest.FixtureRequest) -> Iterator[AnyRedis]:
    """A real Redis, which the test may kill, stop and start again: one server of its own, or a cluster."""
    if request.param == "cluster":
        yield request.getfixturevalue("redis_cluster")
        return
    if not redis_server.is_here():
        missing("Redis")
    with RedisServer.running() as server:
        yield server


async def test_three_processes_that_ask_at_once_load_once_per_invalidation(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 3, store) as three:
        for turn in range(20):

            async def slow() -> int:
                store.loads += 1
                version = store.versions.get("a", 0) + 1
                await asyncio.sleep(0.005)
                return version

            answers = await asyncio.gather(*(one.get("a", slow) for one in three for _ in range(5)))
            assert set(answers) == {turn + 1}
            three[turn % 3].write("a")
            for one in three:
                one.follow()
    assert store.loads == 20


async def test_what_one_process_loaded_is_the_next_ones_when_it_starts(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 1, store) as [one]:
        one.write("a")
        one.follow()
        assert await one.get("a") == 2
    async with processes(redis.url, 1, store) as [other]:
        assert await other.get("a") == 2
    assert store.loads == 1


async def test_another_takes_over_when_the_loader_dies(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store, lease=1.0) as [one, other]:
        stuck = asyncio.Event()

        async def never() -> int:
            stuck.set()
            await asyncio.Event().wait()
            return 0

        dying = asyncio.create_task(one.get("a", never))
        await stuck.wait()
        waiting = asyncio.create_task(other.get("a"))
        await asyncio.sleep(1.6)
        assert not waiting.done()  # the lease is renewed as long as its owner lives
        assert store.loads == 0
        one.part("a").ledger.ready = False  # as if it were gone: nobody renews
        assert await asyncio.wait_for(waiting, 10) == 1
        dying.cancel()
    assert store.loads == 1


async def test_whoever_lost_the_lease_sets_nothing(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store, step=0.1) as [one, other]:
        begun, go = asyncio.Event(), asyncio.Event()

        async def slow() -> int:
            begun.set()
            await go.wait()
            return 77

        late = asyncio.create_task(one.get("a", slow))
        await begun.wait()
        redis.ask("FLUSHALL")  # the lease is gone, and with it everything
        other.tier.begins("store", other.number)
        await other.used()
        assert await other.get("a") == 1
        go.set()
        assert await late == 77
        other.near.empty()
        assert await other.get("a") == 1
    assert store.loads == 1


async def test_a_purge_during_a_load_keeps_the_old_value_out(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store) as [one, other]:
        read, go = asyncio.Event(), asyncio.Event()

        async def slow() -> int:
            store.loads += 1
            version = store.versions.get("a", 0) + 1
            read.set()
            await go.wait()
            return version

        asking = asyncio.create_task(one.get("a", slow))
        await read.wait()
        other.write("a")
        other.follow()
        fresh = asyncio.create_task(other.get("a"))
        await asyncio.sleep(0.05)
        go.set()
        one.follow()
        assert await fresh == 2
        assert await asking == 2
        assert one.tier.events["refused"] == 1
    assert store.loads == 2


async def test_a_process_that_is_behind_its_stream_shares_nothing_old(redis: AnyRedis) -> None:
    """It may have a near copy, which it has not forgotten yet, and make from it what all would get."""
    store = Store()
    async with processes(redis.url, 2, store, step=0.1) as [one, behind]:

        async def inner() -> int:
            return store.versions.get("a", 0) + 1

        async def from_near() -> int:
            return await behind.near.get_or_load("inner", inner, size=1, tags=("a",))

        assert await from_near() == 1
        one.write("a")
        one.follow()
        await one.part("a").ledger.settled()
        assert await behind.get("a", from_near) == 1  # it has not seen the purge
        assert await one.get("a") == 2
        assert behind.tier.events["alone"] == 1


async def test_whoever_wrote_is_not_given_what_was_there_before(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store) as [one, other]:
        assert await other.get("a") == 1
        one.write("a")
        asking = asyncio.create_task(one.get("a"))
        await asyncio.sleep(0.03)
        one.follow()
        assert await asking == 2


async def test_what_a_slower_process_shared_is_not_for_one_that_has_seen_more(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store, step=0.1) as [one, behind]:

        async def inner() -> int:
            return store.versions.get("a", 0) + 1

        async def from_near() -> int:
            return await behind.near.get_or_load("inner", inner, size=1, tags=("a",))

        assert await from_near() == 1
        one.write("a")
        one.follow()
        await one.part("a").ledger.settled()
        redis.ask("FLUSHALL")
        behind.tier.begins("store", behind.number)
        await behind.used()  # it comes first to a Redis that knows of nothing
        assert await behind.get("a", from_near) == 1
        assert await one.get("a") == 2


async def test_a_failed_load_gives_the_lease_back(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store, lease=30.0) as [one, other]:

        async def fail() -> int:
            raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            await one.get("a", fail)
        assert await asyncio.wait_for(other.get("a"), 10) == 1


async def test_what_must_not_be_kept_is_loaded_by_each_without_waiting(redis: AnyRedis) -> None:
    async with processes(redis.url, 2, Store(), lease=30.0) as both:
        for process in both:

            async def load() -> int:
                return 5

            got = process.near.get_or_load("a", load, ttl=0.0, size=1, tags=(), codec=NUMBER)
            assert await asyncio.wait_for(got, 10) == 5
        assert [process.tier.events["alone"] for process in both] == [0, 1]


async def test_values_of_another_type_are_not_taken_for_ours(redis: AnyRedis) -> None:
    async with processes(redis.url, 2, Store()) as [one, other]:

        async def word() -> str:
            return "word"

        kept = one.near.get_or_load("a", word, ttl=9.0, size=1, tags=(), codec=Codec("number", str))
        assert await kept == "word"
        assert await other.get("a") == 1


async def test_a_value_that_cannot_be_read_is_dropped(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store) as [one, other]:
        assert await one.get("a") == 1
        redis.ask("HSET", one.tier.place_of(NUMBER, "a")[1][1], "v", "no msgpack")
        assert await other.get("a") == 1
        for process in (one, other):
            process.near.empty()
            assert await process.get("a") == 1
    assert store.loads == 3


async def test_near_copies_are_dropped_when_another_process_purges(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store, tracked=True) as [one, other]:
        await asyncio.sleep(0.2)
        assert await other.get("a") == 1
        one.write("a")
        one.follow()  # the other one's own stream tells it nothing
        await until(lambda: other.near.peek("a") is None)


async def test_near_copies_are_dropped_when_redis_cannot_tell_any_more(redis: AnyRedis) -> None:
    async with processes(redis.url, 1, Store(), tracked=True) as [one]:

        async def own() -> int:
            return 1

        await one.near.get_or_load("own", own, size=1, tags=())
        await one.get("a")
        redis.kill()
        await until(lambda: one.near.peek("a") is None)
        assert one.near.peek("own") == 1  # what is not shared stays
        assert await one.get("a") == 1
        assert one.near.peek("a") == 1  # the near cache works on


async def until(what: Any) -> None:
    async with asyncio.timeout(20):
        while not what():  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("how", ["killed", "frozen"])
async def test_without_redis_each_process_loads_for_itself_once(redis: AnyRedis, how: str) -> None:
    store = Store()
    async with processes(redis.url, 2, store, seconds=0.2) as both:
        assert await both[0].get("a") == 1
        redis.kill() if how == "killed" else redis.freeze()
        both[0].write("a")
        for process in both:
            process.follow()
            answers = await asyncio.gather(*(process.get("a") for _ in range(10)))
            assert set(answers) == {2}
            await until(lambda tier=process.tier: not tier.ready)
        assert store.loads == 3
        redis.start() if how == "killed" else redis.thaw()
        for process in both:
            await process.used()
            process.near.empty()
        assert [await process.get("a") for process in both] == [2, 2]
        assert store.loads == 4


async def test_an_emptied_redis_is_filled_anew(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store) as [one, other]:
        one.write("a")
        for process in (one, other):
            process.follow()
        assert await one.get("a") == 2
        redis.ask("FLUSHALL")
        one.near.empty()
        assert await one.get("a") == 2  # it notices, and loads for itself
        await one.used()
        one.near.empty()
        assert await one.get("a") == 2
        assert await other.get("a") == 2
    assert store.loads == 3


async def test_a_ledger_that_was_evicted_takes_every_value_with_it(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 2, store) as [one, other]:
        assert await one.get("a") == 1
        redis.ask("DEL", one.part("a").ledger.key)
        other.write("a")  # its purge comes to a ledger that knows nothing
        for process in (one, other):
            process.follow()
        await one.used()
        await other.used()
        assert [await process.get("a") for process in (one, other)] == [2, 2]


async def test_a_redis_that_is_full_is_left_alone(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 1, store) as [one]:
        redis.ask("CONFIG", "SET", "maxmemory", "1")
        for _ in range(3):
            one.write("a")
            one.follow()
            assert await one.get("a") == store.versions["a"] + 1
        await until(lambda: not one.tier.ready)
        redis.ask("CONFIG", "SET", "maxmemory", "0")
        await one.used()
        one.near.empty()
        assert await one.get("a") == 4


async def test_a_redis_from_an_old_copy_is_given_up(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 1, store) as [one]:
        one.write("a")
        one.follow()
        assert await one.get("a") == 2
        redis.ask("SAVE")
        one.write("a")
        one.follow()
        assert await one.get("a") == 3
        redis.kill()
        redis.start()  # with what was saved
        assert redis.count() > 0
        one.near.empty()
        assert await one.get("a") == 3
        await one.used()
        one.near.empty()
        assert await one.get("a") == 3


async def test_a_database_from_an_old_copy_begins_anew(redis: AnyRedis) -> None:
    store = Store()
    async with processes(redis.url, 1, store) as [one]:
        for _ in range(3):
            one.write("a")
            one.follow()
        assert await one.get("a") == 4
    old = Store()
    old.write("a")
    async with processes(redis.url, 1, old) as [restored]:  # its numbers are of another life
        assert await restored.get("a") == 2


async def test_a_site_starts_without_redis(redis: AnyRedis) -> None:
    redis.kill()
    tier = RedisTier(redis.url, site="test")
    near = NearCache(max_bytes=100, tier=tier)
    async with tier.running(near):
        process = Process(Store(), tier, near)
        assert await process.get("a") == 1


async def test_a_connection_that_does_not_close_in_time_keeps_nobody_from_ending(
    redis: AnyRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = redis if isinstance(redis, RedisServer) else redis.nodes[0]
    link = RedisLink(server.url, {"one": "return 1"}, seconds=5.0)
    assert await link.run("one", (), ()) == 1
    close = link.redis.aclose

    async def late() -> None:
        await close()
        raise RedisTimeout("Timed out closing connection")

    monkeypatch.setattr(link.redis, "aclose", late)
    await link.close()
