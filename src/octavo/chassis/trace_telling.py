"""Processes that had a part in a trace are told, a little later, that it turned out slow or failed.

They hold for some seconds what they threw away (`traces.HOLD_SECONDS`), and keep what they are told of. Who
is told when it is too late, or cannot be told, has lost its part; nothing else depends on it.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from contextvars import Context
from typing import Any, Final

import structlog
from prometheus_client.core import CounterMetricFamily, Metric

from octavo.chassis.context import deadline
from octavo.chassis.faults import Fault
from octavo.chassis.traces import Traces, Why
from octavo.chassis.v1.traces import CONTRACT, TraceParts, TraceToKeep

__all__ = ["CONTRACT", "Keeping", "Telling", "TraceParts"]

MOST: Final = 1_000
"""Traces that one process is told of at once, and that wait for it."""
_EVERY: Final = 0.5
_PATIENCE: Final = 2.0
_TRACE: Final = re.compile(r"[0-9a-f]{32}")
_WHYS: Final[Mapping[str, Why]] = {why.value: why for why in Why}

_log = structlog.get_logger("octavo.traces")


class Keeping:
    """Fits TraceParts: what other processes ask this one to keep."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces

    async def keep(self, *, traces: tuple[TraceToKeep, ...] = ()) -> None:
        """See the contract."""
        for one in traces[:MOST]:
            if one.why in _WHYS and _TRACE.fullmatch(one.trace):
                self._traces.keep(one.trace, _WHYS[one.why])


class Telling:
    """Tells peers, in batches and beside all requests. Also a Prometheus collector.

    every: seconds between two batches.
    """

    def __init__(self, every: float = _EVERY) -> None:
        self._every = every
        self._waiting: dict[Any, dict[str, Why]] = {}
        self._clients: dict[Any, TraceParts] = {}
        self.untold = 0
        """How often a process could not be told of a trace."""

    def tell(self, peer: Any, trace: str, why: Why) -> None:
        """Soon; `peer` is the `Peer` that was asked in the trace."""
        waiting = self._waiting.setdefault(peer, {})
        if len(waiting) < MOST:
            waiting[trace] = why
        else:
            self.untold += 1

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Telling"]:
        """Tell while the block runs."""
        task = asyncio.create_task(self._tell_all(), name="telling of traces", context=Context())
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def _tell_all(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            told, self._waiting = self._waiting, {}
            await asyncio.gather(*(self._tell(peer, traces) for peer, traces in told.items()))

    async def _tell(self, peer: Any, traces: Mapping[str, Why]) -> None:
        if peer not in self._clients:
            self._clients[peer] = peer.client(CONTRACT)
        many = tuple(TraceToKeep(trace=trace, why=why.value) for trace, why in traces.items())
        try:
            async with deadline(_PATIENCE):
                await self._clients[peer].keep(traces=many)
        except Fault as fault:
            self.untold += len(many)
            _log.debug("a process was not told of traces", address=peer.address, why=repr(fault))
        except Exception:  # noqa: BLE001 - the next process must be told all the same
            self.untold += len(many)
            _log.exception("telling of traces failed", address=peer.address)

    def collect(self) -> Iterator[Metric]:
        """The count as Prometheus wants it."""
        what = "Traces that turned out to matter, of which another process that had a part could not be told."
        yield CounterMetricFamily("octavo_traces_untold", what, self.untold)
