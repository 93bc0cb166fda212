import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.chassis import context
from octavo.chassis.cache import NearCache


def loading(value: Any, calls: list[Any] | None = None) -> Callable[[], Awaitable[Any]]:
    async def load() -> Any:
        if calls is not None:
            calls.append(value)
        return value

    return load


async def put(cache: NearCache, key: str, size: int = 1, tags: tuple[str, ...] = ()) -> None:
    await cache.get_or_load(key, loading(key), size=size, tags=tags)


async def test_a_value_is_loaded_once_and_then_here() -> None:
    cache = NearCache(max_bytes=10)
    calls: list[int] = []
    for _ in range(3):
        assert await cache.get_or_load("a", loading(1, calls), size=1) == 1
    assert calls == [1]
    assert cache.peek("a") == 1
    assert cache.peek("b") is None
    assert (cache.misses, cache.hits, cache.bytes, len(cache)) == (1, 3, 1, 1)


async def test_one_load_serves_all_who_ask_at_once() -> None:
    cache, calls, go = NearCache(max_bytes=10), 0, asyncio.Event()

    async def load() -> int:
        nonlocal calls
        calls += 1
        await go.wait()
        return 7

    askers = [asyncio.create_task(cache.get_or_load("a", load, size=1)) for _ in range(50)]
    await asyncio.sleep(0)
    go.set()
    assert await asyncio.gather(*askers) == [7] * 50
    assert calls == 1


async def test_the_first_asker_may_give_up_without_the_others_losing_the_load() -> None:
    cache, go = NearCache(max_bytes=10), asyncio.Event()

    async def load() -> int:
        await go.wait()
        return 7

    first = asyncio.create_task(cache.get_or_load("a", load, size=1))
    await asyncio.sleep(0)
    second = asyncio.create_task(cache.get_or_load("a", load, size=1))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    go.set()
    assert await second == 7
    assert cache.peek("a") == 7


async def test_a_load_belongs_to_nobody() -> None:
    cache = NearCache(max_bytes=10)

    async def load() -> context.Caller:
        return context.current_caller()

    with context.acting_as(context.Caller(person_id="ada")):
        assert await cache.get_or_load("a", load, size=1) == context.ANONYMOUS


async def test_a_failed_load_is_told_to_all_and_not_kept() -> None:
    cache, go = NearCache(max_bytes=10), asyncio.Event()

    async def fail() -> int:
        await go.wait()
        raise ValueError("no")

    askers = [asyncio.create_task(cache.get_or_load("a", fail, size=1)) for _ in range(3)]
    await asyncio.sleep(0)
    go.set()
    told = await asyncio.gather(*askers, return_exceptions=True)
    assert [str(each) for each in told] == ["no"] * 3
    assert await cache.get_or_load("a", loading(2), size=1) == 2


async def test_a_value_may_say_its_own_size_tags_and_time() -> None:
    class Page:
        size, tags, ttl = 5, ("story:1",), 60.0

    cache, page = NearCache(max_bytes=10), Page()
    assert await cache.get_or_load("a", loading(page)) is page
    assert cache.bytes == 5
    cache.purge(["story:1"], 1)
    assert cache.peek("a") is None
    with pytest.raises(TypeError, match="size"):
        await cache.get_or_load("b", loading(3))


async def test_values_age() -> None:
    now = 100.0
    cache = NearCache(max_bytes=10, clock=lambda: now)
    await cache.get_or_load("a", loading(1), ttl=5, size=1)
    await cache.get_or_load("b", loading(2), ttl=lambda value: 0.0, size=1)
    assert cache.peek("b") is None
    now = 104.9
    assert cache.peek("a") == 1
    now = 105.0
    assert cache.peek("a") is None
    assert cache.bytes == 0


async def test_a_purge_forgets_what_bears_the_tag_and_nothing_else() -> None:
    cache = NearCache(max_bytes=10)
    await put(cache, "a", tags=("x", "y"))
    await put(cache, "b", tags=("y",))
    await put(cache, "c", tags=("z",))
    cache.purge(["x", "unknown"])
    assert [cache.peek(key) for key in "abc"] == [None, "b", "c"]
    cache.purge(["y"])
    assert [cache.peek(key) for key in "abc"] == [None, None, "c"]


async def test_sieve_keeps_what_is_asked_for_again() -> None:
    cache = NearCache(max_bytes=4)
    for key in "abcd":
        await put(cache, key)
    cache.peek("a")
    cache.peek("c")
    await put(cache, "e")  # b was never asked for again
    await put(cache, "f")  # c is spared, d is not
    assert {key for key in "abcdef" if key in cache._entries} == {"a", "c", "e", "f"}
    assert cache.evictions == 2


async def test_what_is_larger_than_the_cache_is_not_kept() -> None:
    cache = NearCache(max_bytes=4)
    await put(cache, "a", 4)
    assert await cache.get_or_load("b", loading("b"), size=5) == "b"
    assert cache.peek("a") == "a"
    assert cache.peek("b") is None


async def test_nothing_is_kept_while_purges_are_missing() -> None:
    cache, go = NearCache(max_bytes=10), asyncio.Event()
    await put(cache, "a")
    cache.lost("stories")
    cache.lost("accounts")
    assert cache.peek("a") is None
    await put(cache, "a")
    assert cache.peek("a") is None
    cache.caught_up("stories")
    await put(cache, "a")
    assert cache.peek("a") is None

    async def slow() -> int:
        await go.wait()
        return 1

    begun_before = asyncio.create_task(cache.get_or_load("b", slow, size=1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    cache.caught_up("accounts")
    await put(cache, "a")
    assert cache.peek("a") == "a"
    go.set()
    assert await begun_before == 1
    assert cache.discarded == 1
    assert cache.peek("b") == 1  # loaded again after


async def test_so_many_purges_during_a_load_are_remembered_as_all() -> None:
    cache, go, calls = NearCache(max_bytes=10), asyncio.Event(), 0

    async def slow() -> int:
        nonlocal calls
        calls += 1
        await go.wait()
        return calls

    asker = asyncio.create_task(cache.get_or_load("a", slow, size=1, tags=["x"]))
    await asyncio.sleep(0)
    for number in range(10_001):
        cache.purge([f"tag {number}"])
    assert len(cache._purged) < 10_000
    go.set()
    await asker
    assert cache.discarded == 1


class World:
    """One stored value per key with a growing version; loads that stop between their read and their end."""

    def __init__(self, cache: NearCache) -> None:
        self.cache = cache
        self.stored = {"a": 0, "b": 0}
        self.purged = {"a": 0, "b": 0}
        self.unpurged: list[tuple[str, int]] = []
        self.loads: list[tuple[asyncio.Event, asyncio.Event]] = []
        self.askers: list[tuple[str, int, asyncio.Task[int]]] = []

    def ask(self, key: str) -> None:
        read, end = asyncio.Event(), asyncio.Event()

        async def load() -> int:
            self.loads.append((read, end))
            await read.wait()
            version = self.stored[key]
            await end.wait()
            return version + 1  # never None or 0

        task = asyncio.create_task(self.cache.get_or_load(key, load, size=1, tags=lambda value: [key]))
        self.askers.append((key, self.purged[key], task))

    def write(self, key: str) -> None:
        self.stored[key] += 1
        self.unpurged.append((key, self.stored[key]))

    def purge(self, which: int) -> None:
        if self.unpurged:
            key, version = self.unpurged.pop(which % len(self.unpurged))
            self.purged[key] = max(self.purged[key], version)
            self.cache.purge([key])

    def check(self) -> None:
        for key, version in self.purged.items():
            kept = self.cache.peek(key)
            assert kept is None or kept - 1 >= version


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.sampled_from("ab")),
        st.tuples(st.just("write"), st.sampled_from("ab")),
        st.tuples(st.just("purge"), st.integers(0, 9)),
        st.tuples(st.just("read"), st.integers(0, 9)),
        st.tuples(st.just("end"), st.integers(0, 9)),
        st.tuples(st.just("gap"), st.just(0)),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_no_order_of_loads_writes_and_purges_keeps_or_gives_what_is_stale(
    steps: list[tuple[str, Any]],
) -> None:
    async def play() -> None:
        world = World(NearCache(max_bytes=100))
        for act, argument in steps:
            if act in ("read", "end") and world.loads:
                world.loads[argument % len(world.loads)][0].set()
                if act == "end":
                    world.loads[argument % len(world.loads)][1].set()
            elif act == "gap":  # everything that was written so far may have been missed
                world.cache.lost("source")
                world.cache.caught_up("source")
                for key, version in world.unpurged:
                    world.purged[key] = max(world.purged[key], version)
                world.unpurged.clear()
            elif act in ("ask", "write", "purge"):
                getattr(world, act)(argument)
            for _ in range(8):
                await asyncio.sleep(0)
            world.check()
        while any(not task.done() for _, _, task in world.askers):
            for read, end in world.loads:
                read.set()
                end.set()
            await asyncio.sleep(0)
        world.check()
        for _, known, task in world.askers:
            assert task.result() - 1 >= known  # what was purged before the question is never the answer

    asyncio.run(play())
