"""What a cluster of Redis servers does that one server does not: parts of it go, come and move."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest
from redis.crc import key_slot

from octavo.chassis.redis_cluster import RedisCluster, mistake_in, spread
from octavo.chassis.redis_link import FAILURES
from tests.chassis.processes import Process, Store, processes
from tests.redis_server import ClusterNode, RedisServers

KEYS = [f"story {number}" for number in range(24)]


def of_server(redis: RedisServers, process: Process, node: ClusterNode) -> list[str]:
    """The keys whose part is on one of the servers."""
    return [key for key in KEYS if redis.owner(process.part(key).ledger.key) is node]


async def settled(both: Sequence[Process]) -> None:
    for process in both:
        process.follow()
        await process.used()


def test_parts_are_as_many_on_each_of_some_servers() -> None:
    for servers in (1, 2, 3, 6):
        slots = [key_slot(tag.encode()) for tag in spread("octavo:1a2b")]
        assert set(Counter(slot * servers // 16384 for slot in slots).values()) == {6 // servers}


async def test_values_are_on_all_servers_and_any_of_them_is_an_entrance(redis_cluster: RedisServers) -> None:
    store = Store()
    entrance = f"redis+cluster://127.0.0.1:1,127.0.0.1:{redis_cluster.nodes[1].port}"
    async with processes(redis_cluster.url, 1, store) as [one], processes(entrance, 1, store) as [other]:
        for key in KEYS:
            assert await one.get(key) == await other.get(key) == 1
        assert store.loads == len(KEYS)
        found = [len(of_server(redis_cluster, one, node)) for node in redis_cluster.nodes]
        assert min(found) > 0
        assert sum(found) == len(KEYS)
        ledgers = 2
        assert [node.count() for node in redis_cluster.nodes] == [ledgers + values for values in found]


async def test_each_server_tells_whoever_has_near_copies(redis_cluster: RedisServers) -> None:
    async with processes(redis_cluster.url, 2, Store(), tracked=True) as [one, other]:
        await asyncio.sleep(0.2)
        for key in KEYS:
            assert await other.get(key) == 1
        for key in KEYS:
            one.write(key)
        one.follow()  # the other one's own stream tells it nothing
        async with asyncio.timeout(20):
            while any(other.near.peek(key) is not None for key in KEYS):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)


async def test_without_one_server_only_what_is_there_is_loaded_by_each(redis_cluster: RedisServers) -> None:
    store, lost = Store(), redis_cluster.nodes[2]
    async with processes(redis_cluster.url, 2, store) as both:
        gone = of_server(redis_cluster, both[0], lost)
        lost.kill()
        for key in KEYS:
            both[0].write(key)
        for process in both:
            process.follow()
        for process in both:
            for key in KEYS:
                assert await process.get(key) == 2
        assert store.loads == len(KEYS) + len(gone)
        lost.start()
        redis_cluster.settle()
        await settled(both)
        store.loads = 0
        for process in both:
            process.near.empty()
            for key in KEYS:
                assert await process.get(key) == 2
        assert store.loads == len(gone)  # it came back empty


async def test_a_slot_that_moves_takes_its_part_along(redis_cluster: RedisServers) -> None:
    store = Store()
    async with processes(redis_cluster.url, 2, store, tracked=True) as both:
        one, other = both
        ledger = one.part("a").ledger.key
        assert await one.get("a") == 1
        source = redis_cluster.owner(ledger)
        target = next(node for node in redis_cluster.nodes if node is not source)
        redis_cluster.move(ledger, target)
        assert await other.get("a") == 1  # by what the old server says
        assert store.loads == 1
        one.write("a")
        one.follow()
        await other.used()
        async with asyncio.timeout(20):  # the new server tells of it
            while other.near.peek("a") is not None:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)
        other.follow()
        assert [await process.get("a") for process in both] == [2, 2]
        assert store.loads == 2
        assert redis_cluster.owner(ledger) is target


async def test_while_a_slot_moves_its_part_is_left_alone_at_most(redis_cluster: RedisServers) -> None:
    """Of several keys the new server has some and the old one the others: neither answers."""
    store = Store()
    async with processes(redis_cluster.url, 2, store, step=0.1) as both:
        ledger = both[0].part("a").ledger.key
        assert await both[0].get("a") == 1
        source = redis_cluster.owner(ledger)
        target = next(node for node in redis_cluster.nodes if node is not source)
        redis_cluster.move(ledger, target, half=True)
        for version in (2, 3):
            both[0].write("a")
            for process in both:
                process.follow()
                assert await process.get("a") == version
        redis_cluster.move(ledger, target)
        await settled(both)
        store.loads = 0
        for process in both:
            process.near.empty()
            assert await process.get("a") == 3
        assert store.loads <= 1


async def test_whatever_moves_nothing_is_older_than_a_purge_that_its_reader_has_seen(
    redis_cluster: RedisServers,
) -> None:
    store = Store()
    async with processes(redis_cluster.url, 2, store, step=0.1, tracked=True) as both:
        ends = False

        async def reads(process: Process, keys: Sequence[str]) -> int:
            count = 0
            while not ends:
                for key in keys:
                    known = process.seen.get(key, 0)
                    assert await process.get(key) > known
                    count += 1
                process.near.empty()
                await asyncio.sleep(0)
            return count

        async def writes() -> None:
            while not ends:
                for key in KEYS[:6]:
                    both[len(store.stream) % 2].write(key)
                    await asyncio.sleep(0.001)
                    for process in both:
                        process.follow()

        work = [asyncio.create_task(reads(process, KEYS[:6])) for process in both]
        work.append(asyncio.create_task(writes()))
        for round_ in range(6):
            ledger = both[0].part(KEYS[round_]).ledger.key
            source = await asyncio.to_thread(redis_cluster.owner, ledger)
            target = redis_cluster.nodes[(redis_cluster.nodes.index(source) + 1) % 3]
            await asyncio.to_thread(redis_cluster.move, ledger, target)
            await asyncio.sleep(0.1)
        ends = True
        counts = await asyncio.gather(*work)
        assert min(counts[:2]) > 0
        await settled(both)


async def test_a_cluster_that_is_away_says_so(redis_cluster: RedisServers) -> None:
    cluster = RedisCluster("redis+cluster://127.0.0.1:1,127.0.0.1:2", {"one": "return 1"}, seconds=1.0)
    with pytest.raises(FAILURES, match="no server of the cluster answers"):
        await cluster.way("{a}").run("one", ["{a}:b"], [])
    await cluster.close()
    cluster = RedisCluster(redis_cluster.url, {"one": "return 1"}, seconds=1.0)
    assert await cluster.way("{a}").run("one", ["{a}:b"], []) == 1
    await cluster.close()


@pytest.mark.parametrize(
    "url",
    [
        "redis+cluster://",
        "redis+cluster://a,,b",
        "redis+cluster://a:99999",
        "redis+cluster://a/1",
        "redis+cluster://a?nope=1",
        "unix+cluster://a",
    ],
)
def test_what_is_no_address_of_a_cluster(url: str) -> None:
    assert "redis+cluster://10.0.0.1:6379" in mistake_in(url)


@pytest.mark.parametrize(
    "url", ["redis+cluster://a", "redis+cluster://me:s@cret@a:1,[::1]:2/0", "rediss+cluster://a:1,b:2,c:3"]
)
def test_what_is_one(url: str) -> None:
    assert mistake_in(url) == ""
