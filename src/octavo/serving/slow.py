"""Requests that take longer than they should, with what they wait for: looked at while they still wait."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import structlog
from prometheus_client.core import CounterMetricFamily, Metric

from octavo.chassis.context import trace_id
from octavo.chassis.stacks import Places, of_coroutine
from octavo.serving.counters import told

__all__ = ["SlowRequests"]

_LOOK_SECONDS: Final = 0.25
_A_MINUTE: Final = 60.0
_TOLD_A_MINUTE: Final = 20
"""So many are told to the log; all are counted and grouped."""

_log = structlog.get_logger("octavo.slow")


class _Request:
    __slots__ = ("began", "method", "path", "task", "trace")

    def __init__(self, began: float, scope: Any) -> None:
        self.began = began
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.trace = trace_id()
        self.task = asyncio.current_task()


class SlowRequests:
    """Those whose answer has not begun after `limit` seconds. Also a Prometheus collector."""

    def __init__(self, limit: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.places = Places()
        self._limit = limit
        self._clock = clock
        self._waiting: dict[int, _Request] = {}  # in the order in which they came
        self._number = 0
        self._minute = -_A_MINUTE
        self._told = 0

    def begin(self, scope: Any) -> int:
        """A request has come; returns the number under which it ends."""
        self._number += 1
        self._waiting[self._number] = _Request(self._clock(), scope)
        return self._number

    def end(self, number: int) -> None:
        """Its answer begins, or there is none; nothing where that is known already."""
        self._waiting.pop(number, None)

    async def watch(self) -> None:
        """Look every quarter of a second, until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(_LOOK_SECONDS)

    def look(self) -> None:
        """Take the stacks of those that have taken too long by now, of each once."""
        now = self._clock()
        for number, request in list(self._waiting.items()):
            took = now - request.began
            if took <= self._limit:
                return
            del self._waiting[number]
            steps = of_coroutine(request.task.get_coro()) if request.task is not None else []
            place = self.places.note(steps, took)
            if self._may_tell(now):
                _log.warning(
                    "a request takes long",
                    method=request.method,
                    path=told(request.path),
                    seconds=round(took, 3),
                    trace_id=request.trace,
                    where=place.where,
                    stack="\n".join(place.stack),
                )

    def _may_tell(self, now: float) -> bool:
        if now - self._minute >= _A_MINUTE:
            self._minute, self._told = now, 0
        self._told += 1
        return self._told <= _TOLD_A_MINUTE

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them."""
        what = "Requests whose answer had not begun after OCTAVO_HTTP_SLOW_SECONDS."
        yield CounterMetricFamily("octavo_http_slow_requests", what, self.places.count)
