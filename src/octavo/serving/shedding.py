"""Between the gate and the site: whoever cannot be answered in time is told so at once, which costs little.

Stored pages are answered before this, in the parser's callback. What a client sends or takes slowly holds no
place: work begins when the whole request is there and has ended when the answer begins.
"""

import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from octavo.chassis.admission import Admission
from octavo.chassis.context import Priority, urgency
from octavo.serving import refusals
from octavo.serving.door import Door, priority_of

WAIT: Final = 0.25
"""Seconds that a request may take before fewer are taken at once."""


class Shedding:
    """An ASGI application before the site's own."""

    def __init__(
        self, site: Any, admission: Admission, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._site = site
        self._admission = admission
        self._monotonic = monotonic

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, or say when to come again."""
        admission = self._admission
        priority = priority_of(scope["method"], scope["headers"])
        if not admission.admits(priority):
            await _refuse(send, admission.refused.total())
            return
        work = _Work(admission, self._monotonic, receive, send)
        with urgency(priority):
            try:
                if not _has_body(scope):
                    work.begin()
                await self._site(scope, work.receive, work.send)
            finally:
                work.end(None)


class _Work:
    """From the end of the request to the beginning of the answer."""

    def __init__(self, admission: Admission, monotonic: Callable[[], float], receive: Any, send: Any) -> None:
        self._admission = admission
        self._monotonic = monotonic
        self._receive = receive
        self._send = send
        self._began: float | None = None
        self._done = False

    def begin(self) -> None:
        """All of the request is there."""
        if self._began is None and not self._done:
            self._began = self._monotonic()
            self._admission.enter()

    def end(self, now: float | None) -> None:
        """The answer begins; None: it never did."""
        if self._began is not None and not self._done:
            self._admission.leave(None if now is None else now - self._began)
        self._done = True

    async def receive(self) -> Any:
        """Passes the request on."""
        message = await self._receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            self.begin()
        return message

    async def send(self, message: Any) -> None:
        """Passes the answer on."""
        if message["type"] == "http.response.start":
            self.end(self._monotonic())
        await self._send(message)


def _has_body(scope: Any) -> bool:
    return any(
        (name == b"content-length" and value != b"0") or name == b"transfer-encoding"
        for name, value in scope["headers"]
    )


async def _refuse(send: Any, number: int) -> None:
    body = refusals.page(HTTPStatus.SERVICE_UNAVAILABLE)
    # Not all at once again: one after two seconds, the next after three …
    headers = [*refusals.headers(body), (b"retry-after", b"%d" % (2 + number % 4))]
    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class AdmissionFigures:
    """What an admission has learned and refused, as `octavo_{name}_…`."""

    def __init__(self, name: str, admission: Admission, door: Door | None = None) -> None:
        self._name = f"octavo_{name}"
        self._admission = admission
        self._door = door

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them."""
        admission = self._admission
        yield GaugeMetricFamily(f"{self._name}_limit", "Worked at in one moment at most.", admission.limit)
        yield GaugeMetricFamily(f"{self._name}_inside", "Worked at now.", admission.inside)
        family = CounterMetricFamily(f"{self._name}_shed", "Refused for overload.", labels=["priority"])
        for priority in Priority:
            family.add_metric([priority.name.lower()], admission.refused[priority])
        yield family
        if self._door is not None:
            what = "Of those shed, reads that were turned away before anything was made of them."
            yield CounterMetricFamily(f"{self._name}_turned_away", what, self._door.turned_away)
