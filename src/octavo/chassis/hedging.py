"""A second call where the first is late: a read that its contract calls hedged is asked of the next process
too, and the first good answer counts (J. Dean and L. A. Barroso, "The Tail at Scale", CACM 56/2, 2013).

Late is what takes longer than 95 of 100 calls of the method did, as its caller measured them itself; so five
in a hundred are asked twice where nothing is wrong, and the budget of repeated calls pays for them.
"""

import asyncio
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar

from octavo.chassis.calls import BOUNDS
from octavo.chassis.context import time_left
from octavo.chassis.faults import DeadlineExceeded, Fault, Overloaded, Unavailable

__all__ = ["FEWEST_CALLS", "FIRST_SECONDS", "LEAST_SECONDS", "Hedge", "Usual"]

FIRST_SECONDS: Final = 0.1
"""What is late as long as too few calls were measured."""
LEAST_SECONDS: Final = 0.01
"""Nothing is late before this: a busy moment of either process is shorter than what a second call costs."""
SHARE: Final = 0.95
"""So many of all calls are answered before that."""
FEWEST_CALLS: Final = 40
"""With fewer calls in the window nothing is said about a method."""
WINDOW_SECONDS: Final = 60.0

T = TypeVar("T")

_ending: set["asyncio.Future[Any]"] = set()
"""Calls that were given up: the loop keeps only weak references to tasks."""


class Usual:
    """How long a method takes: within `seconds` 95 of 100 calls of the last minute were answered.

    One of the bounds by which calls are counted everywhere (`calls.BOUNDS`), at or above the true value: of a
    call that was overtaken it is known that it took longer, which is all that such a bound needs.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turn = clock() + WINDOW_SECONDS / 2
        # Two halves of the window, as in a breaker: this one and the one before.
        self._now = [0] * (len(BOUNDS) + 1)
        self._before = [0] * (len(BOUNDS) + 1)

    @property
    def seconds(self) -> float:
        """After this a call is late."""
        self._turned()
        counts = [one + other for one, other in zip(self._now, self._before, strict=True)]
        wanted, had = sum(counts) * SHARE, 0
        if sum(counts) < FEWEST_CALLS:
            return FIRST_SECONDS
        for bound, count in zip(BOUNDS, counts, strict=False):
            had += count
            if had >= wanted:
                return max(bound, LEAST_SECONDS)
        return BOUNDS[-1]

    def took(self, seconds: float) -> None:
        """A call was answered after so long, or not even then."""
        self._turned()
        self._now[bisect_left(BOUNDS, seconds)] += 1

    def _turned(self) -> None:
        late = self._clock() - self._turn
        if late < 0:
            return
        empty = [0] * (len(BOUNDS) + 1)
        self._before, self._now = (self._now if late < WINDOW_SECONDS / 2 else empty), empty[:]
        self._turn = self._clock() + WINDOW_SECONDS / 2


class Hedge:
    """The second calls of one method of one peer. `counts` says by ("hedged", path) how many went out, and by
    ("hedge won", path) how many of them were answered first.

    may: whether one may go out just now; asked when it would, and it then has to. shed: is told where one was
    refused because there is too much to do.
    """

    def __init__(
        self,
        path: str,
        *,
        may: Callable[[], bool],
        shed: Callable[[], None],
        counts: Counter[tuple[str, str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.usual = Usual(clock)
        self._path = path
        self._may = may
        self._shed = shed
        self._counts = counts
        self._clock = clock

    async def ask(self, send: Callable[[bytes], Awaitable[T]], data: bytes) -> T:
        """The first good answer of one call, or of two; the other call is cancelled. Raises what the first
        one raised where neither is good."""
        began, late = self._clock(), self.usual.seconds
        calls = [asyncio.ensure_future(send(data))]
        well = False
        try:
            await asyncio.wait(calls, timeout=late)
            if not calls[0].done() and _has_time() and self._may():
                self._counts["hedged", self._path] += 1
                calls.append(asyncio.ensure_future(send(data)))
            best = await _best(calls)
            well = _is_good(best)
            if best is not calls[0]:
                self._counts["hedge won", self._path] += 1
            return best.result()
        finally:
            took = self._clock() - began
            if well or took > late:
                self.usual.took(took)
            for call in calls:
                if isinstance(_give_up(call), Overloaded):
                    self._shed()


def _has_time() -> bool:
    left = time_left()
    return left is None or left > LEAST_SECONDS


async def _best(calls: Sequence["asyncio.Future[T]"]) -> "asyncio.Future[T]":
    """The first to end well; the first of them where none does."""
    waiting = set(calls)
    while waiting:
        _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for call in calls:
            if call.done() and _is_good(call):
                return call
    return calls[0]


def _is_good(call: "asyncio.Future[T]") -> bool:
    """Whether somebody answered what was asked, were it with a fault about the question."""
    if call.cancelled():
        return False
    error = call.exception()
    nobody = (Unavailable, DeadlineExceeded, Overloaded)
    return error is None or (isinstance(error, Fault) and not isinstance(error, nobody))


def _give_up(call: "asyncio.Future[T]") -> BaseException | None:
    """Nobody waits for it any more; what it failed with, if it has."""
    if call.done():
        return None if call.cancelled() else call.exception()  # which is then seen
    _ending.add(call)
    call.add_done_callback(_ended)
    call.cancel()
    return None


def _ended(call: "asyncio.Future[T]") -> None:
    _ending.discard(call)
    if not call.cancelled():
        call.exception()
