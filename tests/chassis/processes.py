"""Processes for tests of the second tier: each a near cache and a tier of its own, over one store."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from octavo.chassis.cache import NearCache
from octavo.chassis.purges import Purge
from octavo.chassis.redis_tier import Part, RedisTier
from octavo.chassis.sharing import Codec

PATIENT = 5.0
"""Seconds that Redis, a purge and a lease have where a test counts: the machine may be busy."""
NUMBER = Codec("number", int)


class Store:
    """One value per key with a growing version, and the stream of purges of what was written."""

    def __init__(self) -> None:
        self.versions: dict[str, int] = {}
        self.stream: list[tuple[int, str, int]] = []  # number, key, version
        self.loads = 0

    def write(self, key: str) -> int:
        """A new version, and the number of its purge."""
        self.versions[key] = self.versions.get(key, 0) + 1
        number = self.stream[-1][0] + 1 if self.stream else 1
        self.stream.append((number, key, self.versions[key]))
        return number


class Process:
    """A process of a site. It sees the stream when it is told to `follow`."""

    def __init__(self, store: Store, tier: RedisTier, near: NearCache) -> None:
        self.store = store
        self.tier = tier
        self.near = near
        self.number = store.stream[-1][0] if store.stream else 0
        self.own: set[int] = set()
        self.seen: dict[str, int] = {key: version for _, key, version in store.stream}
        """The newest version of each key whose purge it has seen."""
        for listener in (near, tier):
            listener.lost("store")
        near.caught_up("store")
        tier.begins("store", self.number)

    def write(self, key: str) -> None:
        """Write, and forget at once, as a process does with its own."""
        number = self.store.write(key)
        self.own.add(number)
        self.near.purge([key], number)
        self.seen[key] = self.store.versions[key]
        self.tier.wrote("store", number)

    def follow(self, steps: int = 1_000_000) -> None:
        """Apply the next purges of the stream."""
        for number, key, version in [one for one in self.store.stream if one[0] > self.number][:steps]:
            if number not in self.own:
                self.near.purge([key], number)
                self.seen[key] = max(version, self.seen.get(key, 0))
            self.tier.carry("store", Purge(after=self.number, number=number, tags=(key,)))
            self.number = number

    def miss(self) -> None:
        """Lose the stream, and find the place where it is now."""
        for listener in (self.near, self.tier):
            listener.lost("store")
        self.number = self.store.stream[-1][0] if self.store.stream else 0
        self.seen = dict(self.store.versions)
        self.near.caught_up("store")
        self.tier.begins("store", self.number)

    async def get(self, key: str, load: Callable[[], Awaitable[int]] | None = None) -> int:
        """The version of a key, counted from 1, out of the cache."""

        async def read() -> int:
            self.store.loads += 1
            return self.store.versions.get(key, 0) + 1

        return await self.near.get_or_load(key, load or read, ttl=60.0, size=1, tags=(key,), codec=NUMBER)

    def part(self, key: str) -> Part:
        """In which the value of a key is shared."""
        return self.tier.place_of(NUMBER, key)[0]

    async def used(self) -> None:
        """Once the tier is asked."""
        async with asyncio.timeout(20):
            while not self.tier.ready:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)


@asynccontextmanager
async def processes(
    url: str,
    count: int,
    store: Store,
    *,
    seconds: float = PATIENT,
    tracked: bool = False,
    lease: float = PATIENT,
    step: float = PATIENT,
) -> AsyncIterator[list[Process]]:
    """Some processes over one store and one Redis, which have found it."""
    async with AsyncExitStack() as stack:
        found = []
        for _ in range(count):
            tier = RedisTier(url, site="test", seconds=seconds, lease=lease, step=step)
            near = NearCache(max_bytes=1_000, tier=tier)
            await stack.enter_async_context(tier.running(*([near] if tracked else [])))
            found.append(Process(store, tier, near))
        for process in found:
            await process.used()
        yield found
