"""The near cache: copies in this process, bounded in bytes, forgotten by tag.

A value is loaded once however many ask for it at the same time, by nobody in particular: detached from
whoever asked first. What was purged while it was being loaded is not kept, and whoever asked after the purge
does not get it. Eviction is SIEVE (Zhang et al., NSDI '24): as simple as FIFO, and better than LRU on web
traffic; a hit sets one flag. What is hot (`heat.py`) it passes by for some seconds.

Where there is a second tier, a load whose caller declares a codec asks it first, and what is loaded is shared
with the near caches of all other processes.
"""

import asyncio
import contextvars
import itertools
import time
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable
from functools import partial
from typing import Any, TypeVar

from octavo.chassis.context import run_detached, taken_along
from octavo.chassis.heat import SPARED_SECONDS, Heat
from octavo.chassis.sharing import About, Codec, SecondTier

T = TypeVar("T")

_MOST_PURGED = 10_000
_FRESH_ATTEMPTS = 2


class _Entry:
    __slots__ = ("expires", "key", "newer", "older", "shared", "size", "spared", "tags", "value", "visited")

    def __init__(
        self, key: Hashable, value: Any, size: int, tags: frozenset[str], expires: float, *, shared: bool
    ) -> None:
        self.key = key
        self.value = value
        self.size = size
        self.tags = tags
        self.expires = expires
        self.shared = shared
        self.visited = False
        self.spared = 0.0
        """Until when it is not evicted."""
        self.newer: _Entry | None = None
        self.older: _Entry | None = None


class NearCache:
    """Values by key. Used from one event loop.

    max_bytes: the sum of the sizes that callers give; a single larger value is not kept. Sizes should
    include about 1 KB for an entry's own objects.
    clock: seconds, only ever growing. tier: what is asked before a load whose values may be shared.
    """

    def __init__(
        self,
        *,
        max_bytes: int,
        clock: Callable[[], float] = time.monotonic,
        tier: SecondTier | None = None,
    ) -> None:
        self.max_bytes = max_bytes
        self.tier = tier
        self.bytes = 0
        self.hits = 0
        self.misses = 0
        """Who did not find a value: each of those who waited for one load."""
        self.loads = 0
        """Loads begun."""
        self.evictions = 0
        self.discarded = 0
        """Fills that were thrown away because of a purge."""
        self.heat = Heat(clock)
        self._clock = clock
        self._watchers: list[Callable[[Collection[str] | None], None]] = []
        self._entries: dict[Hashable, _Entry] = {}
        self._by_tag: dict[str, set[Hashable]] = {}
        self._newest: _Entry | None = None
        self._oldest: _Entry | None = None
        self._hand: _Entry | None = None
        self._loading: dict[Hashable, asyncio.Future[tuple[Any, int]]] = {}
        self._leaders: set[asyncio.Task[None]] = set()
        self._held: set[str] = set()
        self._moment = 0  # counts purges
        self._purged: dict[str, int] = {}  # the moment of each tag's last purge, while something is loading
        self._emptied = 0

    def __len__(self) -> int:
        return len(self._entries)

    def peek(self, key: Hashable) -> Any | None:
        """The value, if it is here: at once. None must not be a value."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        now = self._clock()
        if entry.expires <= now:
            self._remove(entry)
            return None
        entry.visited = True
        self.hits += 1
        self.heat.left -= 1
        if not self.heat.left and self.heat.hit(key):
            entry.spared = now + SPARED_SECONDS
        return entry.value

    async def get_or_load(
        self,
        key: Hashable,
        load: Callable[[], Awaitable[T]],
        *,
        ttl: float | Callable[[T], float] | None = None,
        tags: Iterable[str] | Callable[[T], Iterable[str]] | None = None,
        size: int | Callable[[T], int] | None = None,
        seconds: float = 30.0,
        codec: Codec[T] | None = None,
    ) -> T:
        """The value, loaded if it is not here.

        ttl: seconds that it may be kept; 0 or less for not at all. tags: whose purge forgets it. size: in
        bytes. Each may be a function of the loaded value, or be left to the value's attribute of that name.
        seconds: what one load may take. codec: that the value may be shared with other processes, and how;
        then the key is made of plain values, and `load` reads nothing that was asked before it was called.
        What `load` raises, all who wait get, and nothing is kept.
        """
        found = self.peek(key)
        if found is not None:
            return found  # type: ignore[no-any-return] # what a key holds is its callers' affair
        self.misses += 1
        self.heat.missed(key)
        arrived = self._moment
        for attempt in itertools.count():
            loading = self._loading.get(key)
            if loading is None:
                loading = self._lead(key, load, (ttl, tags, size), seconds, codec)
            value, purged = await asyncio.shield(loading)
            # purged before we asked: too old for us; since then: current when we asked, but not any more
            if not purged or (purged > arrived and attempt >= _FRESH_ATTEMPTS):
                break
        return value  # type: ignore[no-any-return]

    def watch(self, watcher: Callable[[Collection[str] | None], None]) -> None:
        """Have `watcher` told of every tag that is purged; None: some may have been missed."""
        self._watchers.append(watcher)

    def purge(self, tags: Collection[str], number: int = 0) -> None:
        """Forget everything with one of these tags, and what is being loaded with one. The number is the
        stream's; the order of calls is what counts here."""
        self._moment += 1
        for watcher in self._watchers:
            watcher(tags)
        for tag in tags:
            for key in self._by_tag.pop(tag, ()):
                entry = self._entries.get(key)
                if entry is not None:
                    self._remove(entry)
        if self._loading:
            self._purged.update(dict.fromkeys(tags, self._moment))
            if len(self._purged) > _MOST_PURGED:  # rather load again than remember ever more
                self._purged.clear()
                self._emptied = self._moment

    def forget_shared(self) -> None:
        """Forget the copies of what is shared: whoever told us of its changes could not for a while."""
        for entry in [one for one in self._entries.values() if one.shared]:
            self._remove(entry)

    def empty(self) -> None:
        """Forget everything, and what is being loaded."""
        self._moment += 1
        for watcher in self._watchers:
            watcher(None)
        self._emptied = self._moment
        self._purged.clear()
        self._entries.clear()
        self._by_tag.clear()
        self._newest = self._oldest = self._hand = None
        self.bytes = 0

    def lost(self, source: str) -> None:
        """Purges of a source are missing: forget everything, and keep nothing until `caught_up`."""
        self._held.add(source)
        self.empty()

    def caught_up(self, source: str) -> None:
        """No purge of this source is missing from here on."""
        self._held.discard(source)
        self.empty()  # what is being loaded was begun before

    def _lead(
        self,
        key: Hashable,
        load: Callable[[], Awaitable[Any]],
        about: tuple[Any, Any, Any],
        seconds: float,
        codec: Codec[Any] | None,
    ) -> asyncio.Future[tuple[Any, int]]:
        """Start a load that belongs to nobody who asked."""
        loading: asyncio.Future[tuple[Any, int]] = asyncio.get_running_loop().create_future()
        begun = self._moment
        tier = self.tier if codec is not None else None
        self.loads += 1
        take = taken_along()

        async def lead() -> None:
            take()
            try:
                left = None
                if tier is None or codec is None:
                    value = await run_detached(load, seconds=seconds)
                else:
                    ask = partial(tier.get_or_load, codec, key, load, partial(_about, about))
                    value, left = await run_detached(ask, seconds=seconds)
                purged = self._fill(key, value, _about(about, value), begun, left, shared=tier is not None)
            except BaseException as error:
                self._landed(key, loading)
                if isinstance(error, asyncio.CancelledError):
                    loading.cancel()
                    raise
                loading.set_exception(error)
                loading.exception()  # seen: there may be nobody left who waits
            else:
                self._landed(key, loading)
                loading.set_result((value, purged))

        self._loading[key] = loading
        task = asyncio.get_running_loop().create_task(lead(), context=contextvars.Context())
        self._leaders.add(task)
        task.add_done_callback(self._leaders.discard)
        return loading

    def _landed(self, key: Hashable, loading: asyncio.Future[tuple[Any, int]]) -> None:
        if self._loading.get(key) is loading:
            del self._loading[key]
        if not self._loading:
            self._purged.clear()

    def _fill(
        self, key: Hashable, value: Any, about: About, begun: int, left: float | None, *, shared: bool
    ) -> int:
        """Keep what was loaded, unless it was purged since it was begun: then the moment of that purge."""
        ttl, tags, size = about
        purged = max([self._emptied, *(self._purged.get(tag, 0) for tag in tags)])
        if purged > begun:
            self.discarded += 1
            return purged
        if size is None:
            raise TypeError(f"the size of {key!r} is not known: give `size`, or values that have one")
        if left is not None:
            ttl = left if ttl is None else min(ttl, left)
        if not self._held and size <= self.max_bytes and (ttl is None or ttl > 0):
            expires = self._clock() + ttl if ttl else float("inf")
            self._keep(_Entry(key, value, size, tags, expires, shared=shared))
        return 0

    def _keep(self, entry: _Entry) -> None:
        present = self._entries.get(entry.key)
        if present is not None:
            self._remove(present)
        while self.bytes + entry.size > self.max_bytes:
            self._evict()
        if self.heat.is_hot(entry.key):
            entry.spared = self._clock() + SPARED_SECONDS
        self._entries[entry.key] = entry
        for tag in entry.tags:
            self._by_tag.setdefault(tag, set()).add(entry.key)
        self.bytes += entry.size
        entry.older = self._newest
        if self._newest is not None:
            self._newest.newer = entry
        self._newest = entry
        if self._oldest is None:
            self._oldest = entry

    def _evict(self) -> None:
        """SIEVE: from the hand towards the newest, spare what was asked for and forget that it was."""
        hand, now = self._hand or self._oldest, self._clock()
        steps = 2 * len(self._entries)  # where all are spared, one is evicted all the same
        while hand is not None and steps and (hand.visited or hand.spared > now):
            hand.visited = False
            hand = hand.newer or self._oldest
            steps -= 1
        assert hand is not None
        self.evictions += 1
        self._hand = hand
        self._remove(hand)  # moves the hand on

    def _remove(self, entry: _Entry) -> None:
        if self._hand is entry:
            self._hand = entry.newer
        if entry.newer is None:
            self._newest = entry.older
        else:
            entry.newer.older = entry.older
        if entry.older is None:
            self._oldest = entry.newer
        else:
            entry.older.newer = entry.newer
        del self._entries[entry.key]
        self.bytes -= entry.size
        for tag in entry.tags:
            keys = self._by_tag.get(tag)
            if keys is not None:
                keys.discard(entry.key)
                if not keys:
                    del self._by_tag[tag]


def _about(given: tuple[Any, Any, Any], value: Any) -> About:
    """What the caller said of a value, or how to find it, or what the value says of itself."""
    ttl, tags, size = (
        getattr(value, name, None) if one is None else one(value) if callable(one) else one
        for name, one in zip(("ttl", "tags", "size"), given, strict=True)
    )
    return About(ttl, frozenset(tags or ()), size)
