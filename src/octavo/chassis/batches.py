"""What many want to have written at once, in few transactions."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_MOST_AT_ONCE: Final = 200


class BatchWriter(Generic[T]):
    """Writes items; whoever waits for the database is written with whoever waits besides, in one commit.

    So a thousand at once are a few transactions, not a thousand that hold each other up, and one alone waits
    for nobody.
    """

    def __init__(self, put: Callable[[list[T]], Awaitable[None]]) -> None:
        self._put = put
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None

    async def write(self, item: T) -> None:
        """Returns when it is durable. Raises as the database does; a caller that gives up is written."""
        await self.begin(item)

    def begin(self, item: T) -> "asyncio.Future[None]":
        """The same for a caller that goes on meanwhile: done when it is durable."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_all(), context=Context())
        return done

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST_AT_ONCE], self._waiting[_MOST_AT_ONCE:]
            try:
                await self._put([item for item, _ in batch])
            except Exception as error:  # noqa: BLE001 - it is each caller's
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
            else:
                for _, done in batch:
                    if not done.done():
                        done.set_result(None)

    async def close(self) -> None:
        """Waits for what is being written."""
        if self._work is not None:
            await self._work
