"""Whatever keeps the event loop from its work for long, caught by a thread that looks at its stack.

While one function computes, all requests of the process wait. A thread sees that the loop's beat is late and
takes the stack of the loop's thread at that moment: not where it was noticed, but what it is at. Where the
whole process got no time (it was stopped, or the machine is busy with others), the thread was late itself,
and nothing is noted: it is not the program's doing. Nor is anything where C code holds the interpreter and
lets no thread run; that is counted as unseen when it is over.
"""

import asyncio
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Final

import structlog
from prometheus_client.core import CounterMetricFamily, Metric

from octavo.chassis.stacks import Place, Places, of_frame

__all__ = ["LIMIT", "Stalls"]

LIMIT: Final = 0.05
"""Seconds."""
_LOOK: Final = 0.02
_TOLD: Final = 1_000
_AGAIN_SECONDS: Final = 60.0
"""So long after a place was told to the log it is not told again."""

_log = structlog.get_logger("octavo.stalls")


class Stalls:
    """Watches the loop that `running` was entered on. Also a Prometheus collector."""

    def __init__(self, *, limit: float = LIMIT, clock: Callable[[], float] = time.monotonic) -> None:
        self.places = Places()
        self.unseen = 0
        """Those whose stack could not be taken."""
        self.seconds = 0.0
        """All of them together."""
        self._limit = limit
        self._clock = clock
        self._stop = threading.Event()
        self._beat = clock()
        self._caught: Place | None = None
        self._told: dict[str, float] = {}
        self._thread_id = 0
        self._next: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Watch while the block runs."""
        loop = asyncio.get_running_loop()
        self._thread_id, self._beat = threading.get_ident(), self._clock()
        self._next = loop.call_later(_LOOK, self._beats, loop)
        thread = threading.Thread(target=self._watch, name="stalls", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._next.cancel()
            self._stop.set()
            await asyncio.to_thread(thread.join)

    def _beats(self, loop: asyncio.AbstractEventLoop) -> None:
        now = self._clock()
        lasted, self._beat = now - self._beat - _LOOK, now
        caught, self._caught = self._caught, None
        if caught is not None:
            self.seconds += lasted
            self.places.lasted(caught, lasted)
            self._tell(caught, lasted, now)
        elif lasted > self._limit:
            self.unseen += 1
        self._next = loop.call_later(_LOOK, self._beats, loop)

    def _watch(self) -> None:
        before = self._clock()
        while not self._stop.wait(_LOOK):
            now = self._clock()
            punctual, before = now - before < 2 * _LOOK, now
            late = now - self._beat - _LOOK
            if late > self._limit and self._caught is None and punctual:
                self._caught = self.places.note(of_frame(sys._current_frames().get(self._thread_id)), late)

    def _tell(self, place: Place, lasted: float, now: float) -> None:
        if now - self._told.get(place.where, -_AGAIN_SECONDS) < _AGAIN_SECONDS:
            return
        if len(self._told) > _TOLD:
            self._told.clear()
        self._told[place.where] = now
        _log.warning(
            "the event loop was held up",
            where=place.where,
            seconds=round(lasted, 3),
            stack="\n".join(place.stack),
        )

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them."""
        what = "How often something kept the event loop from its work for more than 50 ms."
        family = CounterMetricFamily("octavo_loop_stalls", what, labels=["seen"])
        family.add_metric(["yes"], self.places.count)
        family.add_metric(["no"], self.unseen)
        yield family
        yield CounterMetricFamily(
            "octavo_loop_stalled_seconds", "For how long, where it was seen.", self.seconds
        )
