"""What a cache promises whoever asks, in one process alone and with a second tier behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from octavo.chassis import context
from octavo.chassis.cache import NearCache
from octavo.chassis.sharing import Codec
from tests.chassis.processes import Store, processes
from tests.redis_server import AnyRedis

NUMBER = Codec("number", int)
WORD = Codec("word", str)


@pytest.fixture(params=["near", "redis", "redis_cluster"])
async def cache(request: pytest.FixtureRequest) -> AsyncIterator[NearCache]:
    async with AsyncExitStack() as stack:
        if request.param == "near":
            yield NearCache(max_bytes=1_000)
        else:
            redis: AnyRedis = request.getfixturevalue(request.param)
            [one] = await stack.enter_async_context(processes(redis.url, 1, Store()))
            yield one.near
            assert one.tier.events["alone"] == 0  # it was asked each time


async def test_a_value_is_loaded_once_and_then_here(cache: NearCache) -> None:
    calls = 0

    async def load() -> int:
        nonlocal calls
        calls += 1
        return calls

    for _ in range(3):
        assert await cache.get_or_load("a", load, size=1, tags=(), codec=NUMBER) == 1
    assert cache.peek("a") == 1


async def test_one_load_serves_all_who_ask_at_once(cache: NearCache) -> None:
    calls, go = 0, asyncio.Event()

    async def load() -> int:
        nonlocal calls
        calls += 1
        await go.wait()
        return 7

    askers = [
        asyncio.create_task(cache.get_or_load("a", load, size=1, tags=(), codec=NUMBER)) for _ in range(50)
    ]
    await asyncio.sleep(0.01)
    go.set()
    assert await asyncio.gather(*askers) == [7] * 50
    assert calls == 1


async def test_the_first_asker_may_give_up(cache: NearCache) -> None:
    go = asyncio.Event()

    async def load() -> int:
        await go.wait()
        return 7

    first, second = (
        asyncio.create_task(cache.get_or_load("a", load, size=1, tags=(), codec=NUMBER)) for _ in range(2)
    )
    await asyncio.sleep(0.01)
    first.cancel()
    go.set()
    assert await second == 7
    assert cache.peek("a") == 7


async def test_a_load_belongs_to_nobody(cache: NearCache) -> None:
    async def load() -> str:
        return context.current_caller().person_id or "nobody"

    with context.acting_as(context.Caller(person_id="ada")):
        assert await cache.get_or_load("a", load, size=1, tags=(), codec=WORD) == "nobody"


async def test_a_failed_load_is_told_to_all_and_not_kept(cache: NearCache) -> None:
    async def fail() -> int:
        raise ValueError("no")

    async def load() -> int:
        return 2

    askers = [cache.get_or_load("a", fail, size=1, tags=(), codec=NUMBER) for _ in range(3)]
    told = await asyncio.gather(*askers, return_exceptions=True)
    assert [str(each) for each in told] == ["no"] * 3
    assert await cache.get_or_load("a", load, size=1, tags=(), codec=NUMBER) == 2


async def test_a_load_has_its_time(cache: NearCache) -> None:
    async def never() -> int:
        await asyncio.Event().wait()
        return 0

    async def load() -> int:
        return 3

    with pytest.raises(context.DeadlineExceeded):
        await cache.get_or_load("a", never, size=1, tags=(), codec=NUMBER, seconds=0.05)
    assert await cache.get_or_load("a", load, size=1, tags=(), codec=NUMBER) == 3


async def test_a_value_is_kept_no_longer_than_it_may_be(cache: NearCache) -> None:
    values = iter((1, 2))

    async def load() -> int:
        return next(values)

    for expected in (1, 2):
        assert await cache.get_or_load("a", load, ttl=0.05, size=1, tags=(), codec=NUMBER) == expected
        await asyncio.sleep(0.1)
