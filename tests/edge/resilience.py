"""Takes calls of the edge to services away, one at a time, and looks at what becomes of the pages.

Faults are put between the edge and its services; time is virtual, so that what takes too long takes no time.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from enum import Enum
from typing import Any, Final

from octavo.chassis.faults import Unavailable
from octavo.edge import parts

_SLOW: Final = 0.5
_STEP: Final = 0.25
_STEPS: Final = 44
"""More than a page may take in all."""


class Trouble(Enum):
    """What happens to a call."""

    ERROR = "error"
    TIMEOUT = "timeout"
    SLOW = "slow"


class VirtualTime:
    """The loop's time, which can be moved on: what waits until then goes on at once."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._real = self._loop.time
        self._ahead = 0.0
        self._loop.time = self._now  # type: ignore[method-assign]  # the loop asks itself by this name

    def _now(self) -> float:
        return self._real() + self._ahead

    async def pass_by(self, seconds: float) -> None:
        """So much later, with all that falls due until then."""
        self._ahead += seconds
        for _ in range(3):
            await asyncio.sleep(0)


class Troubles:
    """Between the edge and its services: notes every call, and gives the one that is named its trouble."""

    def __init__(self) -> None:
        self.called: set[str] = set()
        self._met = ""
        self._spared: Collection[str] | None = None
        self._what: tuple[str, Trouble] | None = None
        self._time: VirtualTime | None = None
        self._inside = self._held = 0

    def around(self, name: str, service: Any) -> Any:
        """The service, as the edge is to have it."""
        return _Between(self, name, service)

    @asynccontextmanager
    async def at(self, call: str, trouble: Trouble) -> AsyncIterator[None]:
        """Inside the block the call has this trouble."""
        self._time = self._time or VirtualTime()
        self._met, self._what = "", (call, trouble)
        try:
            yield
        finally:
            self._what = None
            while self._held:  # noqa: ASYNC110 - loads that nobody waits for any more come to their end
                await asyncio.sleep(0.001)
            for _ in range(10):
                await asyncio.sleep(0)  # and whoever joined them hears of it

    @asynccontextmanager
    async def at_first(self, spared: Collection[str], trouble: Trouble) -> AsyncIterator[None]:
        """Inside the block the first call that is not spared has this trouble; `met` says which."""
        self._spared = spared
        try:
            async with self.at("", trouble):
                yield
        finally:
            self._spared = None

    @property
    def met(self) -> str:
        """The call that had its trouble; empty where none was made."""
        return self._met

    @asynccontextmanager
    async def around_call(self, call: str) -> AsyncIterator[None]:
        """The call is made inside the block."""
        self.called.add(call)
        if self._what is not None and self._spared is not None and call not in self._spared:
            self._what, self._spared = (call, self._what[1]), None
        if self._what is not None and self._what[0] == call:
            self._met = call
            self._held += 1
            try:
                await self._meet(self._what)
            finally:
                self._held -= 1
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    async def _meet(self, mine: tuple[str, Trouble]) -> None:
        assert self._time is not None
        if mine[1] is Trouble.ERROR:
            raise Unavailable
        if mine[1] is Trouble.SLOW:
            await self._alone()
            await self._time.pass_by(_SLOW)
            return
        for _ in range(_STEPS):  # until the deadline of whoever asks
            await self._alone()
            if self._what is not mine:
                break
            await self._time.pass_by(_STEP)
        while self._what is mine:  # noqa: ASYNC110 - no event of this loop may end it
            await asyncio.sleep(0.001)
        raise Unavailable

    async def _alone(self) -> None:
        """Time passes when nothing else is to be done: real work must not look slow beside it."""
        quiet = 0
        while quiet < 3:
            await asyncio.sleep(0.0005 if self._inside else 0)
            quiet = 0 if self._inside else quiet + 1


class _Between:
    def __init__(self, troubles: Troubles, name: str, service: Any) -> None:
        self._troubles = troubles
        self._name = name
        self._service = service

    def __getattr__(self, method: str) -> Any:
        real, call = getattr(self._service, method), f"{self._name}.{method}"

        async def unary(*given: Any, **asked: Any) -> Any:
            async with self._troubles.around_call(call):
                return await real(*given, **asked)

        async def stream(*given: Any, **asked: Any) -> AsyncIterator[Any]:
            async with self._troubles.around_call(call):
                async for item in real(*given, **asked):
                    yield item

        return stream if inspect.isasyncgenfunction(real) else unary


@contextmanager
def parts_noted() -> Iterator[set[str]]:
    """The parts that pages go without inside the block."""
    before, noted = parts.missing.copy(), set[str]()
    yield noted
    noted.update(part for part, count in parts.missing.items() if count > before[part])
