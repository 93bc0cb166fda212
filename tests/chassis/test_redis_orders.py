import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.chassis.processes import Process, Store, processes
from tests.redis_server import AnyRedis, RedisServer, RedisServers

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(0, 1), st.sampled_from("ab")),
        st.tuples(st.just("get"), st.integers(0, 1), st.sampled_from("ab")),
        st.tuples(st.just("write"), st.integers(0, 1), st.sampled_from("ab")),
        st.tuples(st.just("follow"), st.integers(0, 1), st.just("")),
        st.tuples(st.just("read"), st.integers(0, 9), st.just("")),
        st.tuples(st.just("end"), st.integers(0, 9), st.just("")),
        st.tuples(st.just("miss"), st.integers(0, 1), st.just("")),
        st.tuples(st.just("flush"), st.just(0), st.just("")),
        st.tuples(st.just("forget"), st.integers(0, 1), st.just("")),
        st.tuples(st.just("wait"), st.just(0), st.just("")),
    ),
    max_size=25,
)


class World:
    """Two processes, whose loads stop between their read and their end and go by near copies of their own."""

    def __init__(self, store: Store, both: list[Process]) -> None:
        self.store = store
        self.both = both
        self.loads: list[tuple[asyncio.Event, asyncio.Event]] = []
        self.asked: list[tuple[int, asyncio.Task[int]]] = []

    def ask(self, process: Process, key: str, *, at_once: bool = False) -> None:
        read, end = asyncio.Event(), asyncio.Event()
        if at_once:
            read.set()
            end.set()

        async def inner() -> int:
            return self.store.versions.get(key, 0) + 1

        async def load() -> int:
            self.loads.append((read, end))
            await read.wait()
            version = await process.near.get_or_load(("inner", key), inner, size=1, tags=(key,))
            await end.wait()
            return version

        known = process.seen.get(key, 0)
        self.asked.append((known + 1, asyncio.create_task(process.get(key, load))))

    def take(self, act: str, number: int, key: str) -> None:
        if act in ("read", "end"):
            if self.loads:
                read, end = self.loads[number % len(self.loads)]
                read.set()
                if act == "end":
                    end.set()
        elif act in ("ask", "get"):
            self.ask(self.both[number], key, at_once=act == "get")
        elif act == "write":
            self.both[number].write(key)
        elif act == "follow":
            self.both[number].follow(1)
        elif act == "miss":
            self.both[number].miss()
        elif act == "forget":
            self.both[number].near.empty()

    def check(self) -> None:
        for process in self.both:
            for key, version in process.seen.items():
                kept = process.near.peek(key)
                assert kept is None or kept > version


PATIENTLY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(PATIENTLY, max_examples=80)
@given(steps=STEPS)
def test_in_no_order_is_a_value_older_than_a_purge_that_its_reader_has_seen(
    redis: RedisServer, steps: list[tuple[str, int, str]]
) -> None:
    asyncio.run(play(redis, steps))


@settings(PATIENTLY, max_examples=30)
@given(steps=STEPS)
def test_nor_is_it_in_a_cluster(redis_cluster: RedisServers, steps: list[tuple[str, int, str]]) -> None:
    asyncio.run(play(redis_cluster, steps))


async def play(redis: AnyRedis, steps: list[tuple[str, int, str]]) -> None:
    redis.ask("FLUSHALL")
    store = Store()
    async with processes(redis.url, 2, store, step=0.1) as both:
        world = World(store, both)
        for act, number, key in steps:
            if act == "flush":
                redis.ask("FLUSHALL")
            elif act == "wait":
                await asyncio.sleep(0.02)
            else:
                world.take(act, number, key)
            await asyncio.sleep(0.002)
            world.check()
        while any(not task.done() for _, task in world.asked):
            for read, end in world.loads:
                read.set()
                end.set()
            await asyncio.sleep(0.002)
        world.check()
        for known, task in world.asked:
            assert task.result() >= known
