"""How a peer is called that may fail: when again, how often in all, and when not at all.

Repeated here and nowhere else: a service that cannot reach another says so to its caller, who does not try
again, for each layer that does multiplies the calls of all below it. What is repeated is bounded twice: three
tries for a call, and for all calls to a peer one try more for every ten (a token bucket, as in Finagle's
RetryBudget, https://twitter.github.io/finagle/guide/Clients.html#retries), out of which second calls of reads
that are late (`hedging.py`) are paid for as well. A method that fails too often is not asked at all for a
while (M. Nygard, Release It!, "Circuit Breaker").
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog

from octavo.chassis.context import time_left
from octavo.chassis.faults import DeadlineExceeded, Fault, Overloaded, Unavailable, Unsettled
from octavo.chassis.hedging import Hedge

__all__ = ["Breaker", "Doubtful", "Line", "Overdue", "RetryBudget", "Unanswered", "Unreached"]

BUDGET_SHARE: Final = 0.1
"""Repeated calls for each first one, over all calls to a peer."""
_SAVED_MOST: Final = 10.0
"""Repeated calls that a peer's quiet time saves up at most."""
_TRIES: Final = 3
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0
SHED_SECONDS: Final = 5.0
"""A peer that had too much to do is not asked twice for so long."""

WINDOW_SECONDS: Final = 10.0
"""How far back a breaker looks."""
FEWEST_CALLS: Final = 20
"""With fewer calls in that time nothing is said about a method."""
FAILED_SHARE: Final = 0.5
"""So many of them failed: the breaker opens."""
OPEN_SECONDS: Final = 1.0
"""After this one call may try whether it is over."""

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class Unreached(Unavailable):
    """The wire failed, not the service: no answer of the peer's was there, or none that can be read.

    An `Unavailable` that the peer itself sent is about somebody behind it, and is not tried again here.
    """


class Unanswered(Unreached, Unsettled):
    """The call may have arrived: what it asked for may be done."""


class Doubtful(Unavailable, Unsettled):
    """The peer had no answer from somebody behind it: what was asked for may be done."""


class Overdue(DeadlineExceeded, Unsettled):
    """The time was over while the peer had the call: what it asked for may be done."""


class RetryBudget:
    """Pays for repeated calls out of the first ones. It begins empty, so the share holds from the start.

    One for each peer; it also knows whether the peer has been shedding load of late.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._saved = 0.0
        self._shed_until = clock()

    def earn(self) -> None:
        """A first try was made."""
        if self._saved < _SAVED_MOST:
            self._saved += BUDGET_SHARE

    def spend(self) -> bool:
        """Whether one more try is paid for; it is then."""
        # Ten tenths are a little less than one.
        if self._saved < 1 - 1e-9:
            return False
        self._saved -= 1
        return True

    def shed(self) -> None:
        """The peer said that it has too much to do."""
        self._shed_until = self._clock() + SHED_SECONDS

    @property
    def sheds(self) -> bool:
        """Whether it said so within the last seconds."""
        return self._clock() < self._shed_until


class Breaker:
    """Whether a method of a peer is worth asking. `say` is told when it opens ("open") and closes ("closed").

    Open after half of at least twenty calls within ten seconds failed; then one probe a second.
    """

    def __init__(self, clock: Callable[[], float], say: Callable[[str], None]) -> None:
        self._clock = clock
        self._say = say
        self._turn = clock() + WINDOW_SECONDS / 2
        # Two halves of the window: what came in this one and in the one before.
        self._calls = self._calls_before = 0
        self._failed = self._failed_before = 0
        self._retry_at: float | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether calls are refused, but for a probe."""
        return self._retry_at is not None

    def admits(self) -> bool:
        """Whether this call may go out. It must then end in `succeeded`, `failed` or `gave_up`."""
        if self._retry_at is None:
            return True
        if self._probing or self._clock() < self._retry_at:
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        """An answer came, were it a fault about what was asked."""
        if self._retry_at is not None:
            if not self._probing:
                return  # sent before it opened: the probe alone decides
            self._retry_at, self._probing = None, False
            self._calls = self._calls_before = self._failed = self._failed_before = 0
            self._say("closed")
        self._count()

    def failed(self) -> None:
        """No answer came, or too late."""
        if self._retry_at is not None:
            if self._probing:
                self._probing = False
                self._retry_at = self._clock() + OPEN_SECONDS
            return
        self._count()
        self._failed += 1
        calls, failed = self._calls + self._calls_before, self._failed + self._failed_before
        if calls >= FEWEST_CALLS and failed >= calls * FAILED_SHARE:
            self._retry_at = self._clock() + OPEN_SECONDS
            self._say("open")

    def gave_up(self) -> None:
        """The caller went away: this says nothing about the peer, and another may probe."""
        self._probing = False

    def _count(self) -> None:
        late = self._clock() - self._turn
        if late >= 0:
            recent = late < WINDOW_SECONDS / 2
            self._calls_before, self._failed_before = (self._calls, self._failed) if recent else (0, 0)
            self._calls = self._failed = 0
            self._turn = self._clock() + WINDOW_SECONDS / 2
        self._calls += 1


class Line:
    """One method of one peer: carries its calls, and counts by what happened and `path`.

    repeatable: whether a call may be sent again. hedged: whether a late one is sent to another process too.
    """

    def __init__(
        self,
        path: str,
        *,
        repeatable: bool,
        hedged: bool = False,
        budget: RetryBudget,
        counts: Counter[tuple[str, str]],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._path = path
        self._repeatable = repeatable
        self._budget = budget
        self._counts = counts
        self._sleep = sleep
        self._chance = chance
        self.breaker = Breaker(clock, self._changed)
        self._hedge = (
            Hedge(path, may=self._may_hedge, shed=budget.shed, counts=counts, clock=clock) if hedged else None
        )

    async def carry(self, send: Callable[[bytes], Awaitable[T]], data: bytes) -> T:
        """The answer to one call, sent again where that is right. Raises what the last try raised."""
        self._budget.earn()
        tries = 0
        while True:
            try:
                return await self._once(send, data, first=tries == 0)
            except Unreached:
                tries += 1
                if not self._repeatable or tries == _TRIES or self.breaker.is_open:
                    raise
                # "Full jitter": https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
                pause = self._chance() * min(_FIRST_PAUSE * 2**tries, _LONGEST_PAUSE)
                left = time_left()
                if (left is not None and left <= pause) or not self._budget.spend():
                    raise
            await self._sleep(pause)
            self._counts["repeated", self._path] += 1

    async def _once(self, send: Callable[[bytes], Awaitable[T]], data: bytes, *, first: bool) -> T:
        breaker = self.breaker
        if not breaker.admits():
            self._counts["refused", self._path] += 1
            raise Unavailable
        try:
            # What is tried again has been late enough already: a call is sent four times at most.
            hedge = self._hedge if first else None
            answer = await (send(data) if hedge is None else hedge.ask(send, data))
        except (Unavailable, DeadlineExceeded):
            breaker.failed()
            raise
        except Fault as fault:
            breaker.succeeded()
            if isinstance(fault, Overloaded):
                self._budget.shed()
            raise
        except BaseException:
            breaker.gave_up()
            raise
        breaker.succeeded()
        return answer

    def _may_hedge(self) -> bool:
        return not self.breaker.is_open and not self._budget.sheds and self._budget.spend()

    def _changed(self, state: str) -> None:
        self._counts[state, self._path] += 1
        _log.warning("a circuit breaker changed", method=self._path, state=state)
