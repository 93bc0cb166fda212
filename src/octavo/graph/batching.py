"""What many made stale is purged once in a while."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from contextvars import Context

import structlog

from octavo.chassis.engine import StorageFault

_log = structlog.get_logger(__name__)


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
