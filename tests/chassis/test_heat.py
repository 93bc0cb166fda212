"""Keys that are hot are found within a second of stream time, kept near, and dropped by a purge at once."""

import asyncio
import itertools

import pytest

from octavo.chassis.cache import NearCache
from octavo.chassis.heat import HOT, SPARED_SECONDS, Heat
from tests.chassis.processes import Store, processes
from tests.chassis.test_hot_keys import Clock
from tests.redis_server import RedisServer

FLOOD = 500
"""Cold keys a second, over a cache of ten."""


class Reader:
    """Reads a small cache by a clock of its own."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.near = NearCache(max_bytes=10, clock=self.clock)
        self.loads = 0
        self._cold = itertools.count()

    async def read(self, key: str, ttl: float | None = None) -> int:
        async def load() -> int:
            self.loads += key == "hot"
            return self.loads

        return await self.near.get_or_load(key, load, size=1, tags=(key,), ttl=ttl)

    async def flood(self, seconds: float, hot: float) -> None:
        """What a second is read: cold keys once each, the hot one so often, evenly."""
        steps = round(seconds * FLOOD)
        for step in range(steps):
            self.clock.now += 1 / FLOOD
            await self.read(f"cold {next(self._cold)}")
            if hot and step % round(FLOOD / hot) == 0:
                await self.read("hot")


@pytest.mark.parametrize("times", [1.0, 3.0, 20.0])
@pytest.mark.parametrize("begin", [0.0, 0.2, 0.49])
def test_a_hot_key_is_found_within_a_second_whether_it_is_near_or_not(times: float, begin: float) -> None:
    for near in (False, True):
        clock = Clock()
        heat = Heat(clock)
        clock.now += begin
        began, found = clock.now, False
        # near, one of sixteen reads is counted for all: a key just at the limit may be taken for less
        rate = HOT * (times + 1 if near else times / 10)
        while not found:
            clock.now += 1 / rate
            assert clock.now - began < 1
            if near:
                heat.left -= 1
                found = not heat.left and heat.hit("hot")
            else:
                heat.missed("hot")
                found = heat.is_hot("hot")


def test_what_is_read_now_and_then_is_not_hot() -> None:
    clock = Clock()
    heat = Heat(clock)
    for _ in range(200):
        clock.now += 15 / HOT
        heat.missed("cool")
        assert not heat.is_hot("cool")
    clock.now += 1
    assert heat.hottest(9) == []


async def test_a_hot_key_stays_near_in_a_flood_of_others_within_a_second() -> None:
    reader = Reader()
    await reader.flood(1.0, hot=20)
    before = reader.loads
    assert before > 1  # the flood had driven it out until it was found
    await reader.flood(2.0, hot=20)
    assert reader.loads == before
    assert reader.near.heat.hottest(1) == []  # it costs the store nothing any more, and 20 a second are few


async def test_a_key_that_everybody_reads_stays_as_long_as_they_do() -> None:
    reader = Reader()
    await reader.flood(1.0, hot=250)
    before = reader.loads
    await reader.flood(SPARED_SECONDS + 1, hot=250)
    assert reader.loads == before
    [(key, _)] = reader.near.heat.hottest(9)
    assert key == "hot"


async def test_a_hot_key_is_dropped_by_a_purge_and_by_its_end() -> None:
    reader = Reader()
    await reader.flood(1.0, hot=250)
    before = reader.loads
    reader.near.purge(["hot"])
    assert reader.near.peek("hot") is None
    assert await reader.read("hot", ttl=5.0) == before + 1
    reader.clock.now += 5.0
    assert reader.near.peek("hot") is None


async def test_where_all_are_hot_one_gives_way() -> None:
    reader = Reader()
    for _ in range(20):
        for number in range(12):
            await reader.read(f"hot {number}")
    assert len(reader.near) == 10


async def test_a_hot_key_is_dropped_at_once_in_every_process_that_has_it(redis: RedisServer) -> None:
    """By what Redis tells, ahead of the process's own stream."""
    async with processes(redis.url, 3, Store(), tracked=True) as three:
        await asyncio.sleep(0.2)  # until they are told
        for one in three:
            while not one.near.heat.is_hot("a"):
                assert await one.get("a") == 1
        three[0].write("a")
        three[0].follow()
        async with asyncio.timeout(20):
            while any(one.near.peek("a") is not None for one in three):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)
