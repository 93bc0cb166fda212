"""Sends kept traces to a collector, by OTLP over HTTP: in batches, beside requests, within bounded memory.

While the collector is away what is kept waits, up to a bound; then the oldest is dropped and counted. Nothing
else of the site notices.
"""

import asyncio
import os
import secrets
import socket
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import httpx2
import structlog
from prometheus_client.core import CounterMetricFamily, Metric

from octavo.chassis import otlp
from octavo.chassis.traces import Config, Kept

__all__ = ["MOST_SPANS", "Collector"]

MOST_SPANS: Final = 20_000
"""That wait to be sent."""
_BATCH: Final = 2_000
"""Spans of one request; a part is never torn."""
_EVERY: Final = 1.0
"""Seconds between two requests: what belongs to a part and ends a little later is sent with it."""
_PATIENCE: Final = 10.0
_LAST: Final = 3.0
"""Seconds for what is left when the process stops."""
_LONGEST_PAUSE: Final = 30.0
_PATH: Final = "/v1/traces"
_LATER: Final = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""What the protocol says to try again after."""

_log = structlog.get_logger("octavo.traces")


class Collector:
    """Where kept traces go. Also a Prometheus collector.

    version: the release that runs.
    """

    def __init__(self, config: Config, *, version: str, every: float = _EVERY) -> None:
        parts = urlsplit(config.url)
        self.url = config.url if parts.path not in ("", "/") else config.url.rstrip("/") + _PATH
        self._token = config.token
        self._version = version
        self._instance = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._every = every
        self._waiting: deque[Kept] = deque()
        self._spans = 0
        self._away = self._refused = False
        self.sent = 0
        self.dropped: Counter[str] = Counter({"full": 0, "refused": 0, "stopped": 0})
        """Spans that never arrived: too many waited, the collector refused them, the process stopped."""

    def offer(self, kept: Kept) -> None:
        """Send it soon."""
        self._waiting.append(kept)
        self._spans += kept.weight
        while self._spans > MOST_SPANS:
            self._drop("full", [self._waiting.popleft()])

    def _drop(self, why: str, parts: list[Kept]) -> None:
        spans = sum(one.weight for one in parts)
        self._spans -= spans
        self.dropped[why] += spans

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Collector"]:
        """Send while the block runs, and what is left at its end."""
        headers = {"content-type": "application/x-protobuf", "user-agent": f"octavo/{self._version}"}
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        async with httpx2.AsyncClient(headers=headers, timeout=_PATIENCE, trust_env=False) as client:
            task = asyncio.create_task(self._send_all(client), name="sending traces")
            try:
                yield self
            finally:
                task.cancel()
                await asyncio.wait([task])
                await self._send_the_rest(client)

    async def _send_all(self, client: httpx2.AsyncClient) -> None:
        pause = self._every
        while True:
            await asyncio.sleep(pause)
            try:
                while self._waiting and await self._send(client):
                    pass
            except Exception as error:  # noqa: BLE001 - whatever it is, the next batch may be well
                self._tell(repr(error))
            pause = min(_LONGEST_PAUSE, pause * 2) if self._away else self._every

    async def _send_the_rest(self, client: httpx2.AsyncClient) -> None:
        try:
            async with asyncio.timeout(_LAST):
                while self._waiting and await self._send(client):
                    pass
        except Exception as error:  # noqa: BLE001 - the process stops all the same
            self._tell(repr(error))
        self._drop("stopped", list(self._waiting))
        self._waiting.clear()

    async def _send(self, client: httpx2.AsyncClient) -> bool:
        """Send the next batch; False where it must wait."""
        batch = self._batch()
        body = await asyncio.to_thread(otlp.encoded, batch, version=self._version, instance=self._instance)
        try:
            answer = await client.post(self.url, content=body)
        except (OSError, httpx2.HTTPError) as error:
            self._tell(str(error) or type(error).__name__)
            return False
        if answer.status_code in _LATER:
            self._tell(f"it answered {answer.status_code}")
            return False
        taken = self._taken(batch)
        if answer.is_success:
            lost = min(taken, otlp.rejected(answer.content))
            self.dropped["refused"] += lost
            self.sent += taken - lost
            if self._away:
                _log.info("traces are sent again")
        else:
            self.dropped["refused"] += taken
            if not self._refused:
                _log.error("traces are refused", status=answer.status_code)
        self._away, self._refused = False, not answer.is_success
        return True

    def _batch(self) -> list[Kept]:
        batch: list[Kept] = []
        spans = 0
        for one in self._waiting:
            if batch and spans + one.weight > _BATCH:
                break
            batch.append(one)
            spans += one.weight
        return batch

    def _taken(self, batch: list[Kept]) -> int:
        """Let go of what was sent, as far as it was not dropped meanwhile; how many spans."""
        spans = 0
        for one in batch:
            if self._waiting and self._waiting[0] is one:
                self._waiting.popleft()
                spans += one.weight
        self._spans -= spans
        return spans

    def _tell(self, why: str) -> None:
        if not self._away:
            _log.warning("traces wait: the collector does not take them", why=why)
        self._away = True

    def collect(self) -> Iterator[Metric]:
        """The counts as Prometheus wants them."""
        yield CounterMetricFamily("octavo_traces_spans_sent", "Spans that the collector took.", self.sent)
        what = "Spans of kept traces that never reached the collector, by why."
        family = CounterMetricFamily("octavo_traces_spans_dropped", what, labels=["why"])
        for why, count in self.dropped.items():
            family.add_metric([why], count)
        yield family
