"""Being told that a database has changed: at once by this process, soon by another."""

import asyncio
from collections.abc import Collection
from types import TracebackType
from typing import Self

import structlog

from octavo.chassis.engine import Engine, StorageUnavailable

_log = structlog.get_logger()

_AGAIN_SECONDS = 0.5


class Watch:
    """One waiter's place. Use as a context manager, so that it is forgotten afterwards."""

    def __init__(self, changes: "Changes", topic: str) -> None:
        self.topic = topic
        self._changes = changes
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Make the waiter look, whatever happened."""
        self._woken.set()

    async def wait(self, seconds: float) -> None:
        """Returns when something was committed since the last return, or after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass  # looking without a reason is what the time was given for
        self._woken.clear()

    def __enter__(self) -> Self:
        self._changes.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._changes.discard(self)


class Changes:
    """Tells all watches; looks at other processes only while somebody watches."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._watches: set[Watch] = set()
        self._looking: asyncio.Task[None] | None = None

    def watch(self, topic: str) -> Watch:
        return Watch(self, topic)

    def tell(self, topics: Collection[str] | None = None) -> None:
        """Wake those who watch one of the topics; everybody without."""
        for watch in self._watches:
            if topics is None or watch.topic in topics:
                watch.wake()

    def add(self, watch: Watch) -> None:
        self._watches.add(watch)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(), name="changes of other processes")

    def discard(self, watch: Watch) -> None:
        self._watches.discard(watch)

    async def close(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    async def _look(self) -> None:
        while True:
            try:
                await self._engine.watch(self.tell)
            except StorageUnavailable as error:
                _log.warning("changes_not_watched", why=str(error))
            except Exception as error:  # noqa: BLE001 - a watch that ended would leave everybody late
                _log.error("changes_not_watched", exc_info=error)
            self.tell()  # something may have been missed: whoever waits looks, and meets the fault itself
            await asyncio.sleep(_AGAIN_SECONDS)
