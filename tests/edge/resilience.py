"""Takes calls of the edge to services away, one at a time, and looks at what becomes of the pages.

Faults are put between the edge and its services; time is virtual, so that what takes too long takes no time.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from enum import Enum
from typing import Any, Final

from octavo.chassis.calling import Unanswered
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Fault, Unavailable
from octavo.edge import parts
from tests.edge import resilience_wire as wire

_SLOW: Final = 0.5
_STEP: Final = 0.25
_STEPS: Final = 44
"""More than a page may take in all."""


class Trouble(Enum):
    """What happens to a call."""

    ERROR = "error"
    TIMEOUT = "timeout"
    SLOW = "slow"
    TORN = "torn"
    """It is done, and half of its answer comes."""
    DUPLICATE = "duplicate"
    """It is done, its answer is lost; where it may be, it is done once more."""
    STALE = "stale"
    """What is answered is what was answered before."""


AFTER: Final = frozenset({Trouble.SLOW, Trouble.TORN, Trouble.DUPLICATE, Trouble.STALE})
"""In which a call is done."""


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
        self.answers: dict[str, Any] | None = None
        """Where answers are noted, while they are."""
        self.before: dict[str, Any] = {}
        """What was answered once: what a stale answer is taken from."""

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
    async def around_call(self, call: str, asked: str = "") -> AsyncIterator[Trouble | None]:
        """The call is made inside the block, which is told what is to become of its answer."""
        self.called.add(call)
        trouble = self._struck(call, asked)
        if trouble is not None:
            self._held += 1
            try:
                await self._meet(self._what)
            finally:
                self._held -= 1
        self._inside += 1
        try:
            yield trouble
        finally:
            self._inside -= 1

    def told_before(self, asked: str) -> Any:
        """The old answer; raises it where it was a fault."""
        if isinstance(old := self.before[asked], Fault):
            raise old
        return old

    def _struck(self, call: str, asked: str) -> Trouble | None:
        """Whether this is the call that has its trouble."""
        if self._what is None:
            return None
        trouble = self._what[1]
        if trouble is Trouble.STALE and asked not in self.before:
            return None
        if self._spared is not None and call not in self._spared:
            self._what, self._spared = (call, trouble), None
        if self._what[0] != call:
            return None
        self._met = call
        return trouble

    async def _meet(self, mine: tuple[str, Trouble] | None) -> None:
        """What comes before the call."""
        assert mine is not None
        assert self._time is not None
        if mine[1] in AFTER - {Trouble.SLOW}:
            return
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
        troubles = self._troubles

        async def unary(*given: Any, **asked: Any) -> Any:
            key = f"{call} {current_caller().person_id} {given} {sorted(asked.items())}"
            async with troubles.around_call(call, key) as trouble:
                try:
                    answer = await real(*given, **asked)
                except Fault as fault:  # an answer like others: noted, lost and told again as they are
                    if troubles.answers is not None:
                        troubles.answers.setdefault(key, fault)
                    if trouble is Trouble.STALE:
                        return troubles.told_before(key)
                    if trouble is Trouble.TORN:
                        raise Unanswered from None
                    if trouble is not Trouble.DUPLICATE:
                        raise
                    answer = None
                if troubles.answers is not None:
                    troubles.answers.setdefault(key, answer)
                if trouble is Trouble.DUPLICATE:
                    if not wire.repeatable(self._name, method):
                        raise Unanswered
                    answer = await real(*given, **asked)
                if trouble is Trouble.TORN:
                    answer = wire.torn(self._name, method, answer)
                return troubles.told_before(key) if trouble is Trouble.STALE else answer

        async def stream(*given: Any, **asked: Any) -> AsyncIterator[Any]:
            async with troubles.around_call(call) as trouble:
                async for item in real(*given, **asked):
                    yield wire.torn(self._name, method, item) if trouble is Trouble.TORN else item

        return stream if inspect.isasyncgenfunction(real) else unary


@contextmanager
def parts_noted() -> Iterator[set[str]]:
    """The parts that pages go without inside the block."""
    before, noted = parts.missing.copy(), set[str]()
    yield noted
    noted.update(part for part, count in parts.missing.items() if count > before[part])
