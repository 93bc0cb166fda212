"""What many want to have written, purged or told at once, in few transactions and calls."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import Context, ContextVar
from typing import Any, Final, Generic, TypeVar

import structlog

from octavo.chassis import spans
from octavo.chassis.engine import StorageFault

K = TypeVar("K")
T = TypeVar("T")

_MOST_AT_ONCE: Final = 200

_log = structlog.get_logger(__name__)

_askers: ContextVar[Mapping[int, Any]] = ContextVar("octavo.askers", default={})  # noqa: B039 - never changed


@contextmanager
def for_whom(item: object) -> Iterator[None]:
    """While a batch is written: let the block belong to the trace of whoever asked for this item of it."""
    with spans.under(_askers.get().get(id(item), spans.here())):
        yield


class BatchWriter(Generic[T]):
    """Writes items; whoever waits for the database is written with whoever waits besides, in one commit.

    So a thousand at once are a few transactions, not a thousand that hold each other up, and one alone waits
    for nobody. In traces the transaction stands where the first of its items was asked for; events that are
    told of an item belong to its own trace where `for_whom` says so.
    """

    def __init__(self, put: Callable[[list[T]], Awaitable[None]]) -> None:
        self._put = put
        self._waiting: list[tuple[T, asyncio.Future[None], Any]] = []
        self._work: asyncio.Task[None] | None = None

    async def write(self, item: T) -> None:
        """Returns when it is durable. Raises as the database does; a caller that gives up is written."""
        await self.begin(item)

    def begin(self, item: T) -> "asyncio.Future[None]":
        """The same for a caller that goes on meanwhile: done when it is durable."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done, spans.here()))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_all(), context=Context())
        return done

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST_AT_ONCE], self._waiting[_MOST_AT_ONCE:]
            spans.enter(batch[0][2])
            _askers.set({id(item): here for item, _, here in batch})
            try:
                await self._put([item for item, _, _ in batch])
            except Exception as error:  # noqa: BLE001 - it is each caller's
                for _, done, _ in batch:
                    if not done.done():
                        done.set_exception(error)
            else:
                for _, done, _ in batch:
                    if not done.done():
                        done.set_result(None)

    async def close(self) -> None:
        """Waits for what is being written."""
        if self._work is not None:
            await self._work


class StaleTags:
    """Tags to be purged together, at most once in `pause` seconds."""

    def __init__(self, purge: Callable[[Collection[str]], Awaitable[None]], pause: float) -> None:
        self._purge = purge
        self._pause = pause
        self._tags: set[str] = set()
        self._work: asyncio.Task[None] | None = None

    def add(self, *tags: str) -> None:
        """Purged within `pause` seconds."""
        self._tags.update(tags)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._soon(), context=Context())

    async def _soon(self) -> None:
        while self._tags:
            await asyncio.sleep(self._pause)
            try:
                await self.now()
            except StorageFault as error:
                _log.warning("purges wait for the database", reason=str(error), waiting=len(self._tags))

    async def now(self) -> None:
        """Purges what waits; where that fails, it goes on waiting."""
        tags, self._tags = self._tags, set()
        if not tags:
            return
        try:
            await self._purge(tags)
        except BaseException:
            self._tags |= tags
            raise

    async def close(self) -> None:
        """Purges what waits, at the end."""
        if self._work is not None:
            self._work.cancel()
            with suppress(asyncio.CancelledError):
                await self._work
        with suppress(StorageFault):
            await self.now()


class BatchReader(Generic[K, T]):
    """Asks for many at once: who asks in the same moment is answered by one call, begun after they asked.

    get: the values by key; those that there are. most: how many keys one call may have.
    """

    def __init__(self, get: Callable[[list[K]], Awaitable[Mapping[K, T]]], *, most: int) -> None:
        self._get = get
        self._most = most
        self._line: dict[K, asyncio.Future[T | None]] = {}
        self._asking: set[asyncio.Task[None]] = set()

    async def one(self, key: K) -> T | None:
        """The value of a key; None where there is none. Raises what the call raises."""
        answer = self._line.get(key)
        if answer is None:
            answer = self._line[key] = asyncio.get_running_loop().create_future()
            if len(self._line) == 1:
                asking = asyncio.create_task(self._ask())
                self._asking.add(asking)
                asking.add_done_callback(self._asking.discard)
        return await asyncio.shield(answer)

    async def _ask(self) -> None:
        await asyncio.sleep(0)
        line, self._line = list(self._line.items()), {}
        for start in range(0, len(line), self._most):
            asked = line[start : start + self._most]
            try:
                found = await self._get([key for key, _ in asked])
            except Exception as error:  # noqa: BLE001 - it is each asker's
                for _, answer in asked:
                    answer.set_exception(error)
                    answer.exception()  # seen: there may be nobody left who waits
                continue
            except asyncio.CancelledError:
                for _, answer in line[start:]:
                    answer.cancel()
                raise
            for key, answer in asked:
                answer.set_result(found.get(key))
