"""The gate before the site: health, known hosts, forwarded headers, the request's id, counting."""

import math
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, Final

import structlog
from starlette.requests import ClientDisconnect

from octavo.chassis import spans
from octavo.chassis.spans import Kind, Parent
from octavo.chassis.telemetry import Health
from octavo.chassis.traces import Rooted, Traces
from octavo.serving import refusals
from octavo.serving.counters import Counters, told
from octavo.serving.hosts import KnownHosts, TrustedProxies
from octavo.serving.slow import SlowRequests

ROUTE: Final = "octavo.route"
"""In a scope: the route that answers, as it is declared, where it is not an attribute of the endpoint."""
_GONE: Final = 499

log = structlog.get_logger("octavo.http")


class Gate:
    """An ASGI application around the site's own.

    Below it every request has a known Host, the true client, a trace id and an answer, whatever the site
    raises. Answers that are not stored pages carry their id as `x-request-id`.

    What is done for a request is recorded in `traces`, under its route: the address itself may name somebody.
    A `traceparent` counts where it comes from a trusted proxy; from anybody else it is noted as a link and
    decides nothing.
    """

    def __init__(
        self,
        site: Any,
        *,
        hosts: KnownHosts,
        trusted: TrustedProxies,
        health: Health,
        counters: Counters,
        url: str,
        slow: SlowRequests | None = None,
        traces: Traces | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._site = site
        self._slow = slow or SlowRequests(math.inf)
        self._traces = traces or Traces()
        self._hosts = hosts
        self._trusted = trusted
        self._health = health
        self._counters = counters
        self._url = url
        self._monotonic = monotonic

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        began = self._monotonic()
        parent, link = self._caused_by(scope)
        self._trusted.apply(scope)
        answer = _Answer(send, self._monotonic)
        name, called = scope["method"], scope.get("octavo.request_id", "")
        with self._traces.part(Kind.HTTP, "edge", name, parent=parent, link=link, called=called) as rooted:
            answer.request_id = rooted.part.name.encode()
            number = self._slow.begin(scope)
            answer.begins = partial(self._begins, number, rooted)
            try:
                await self._pass(scope, receive, answer.send)
            except ClientDisconnect:
                # Anyone may hang up in the middle of a form: nobody is there to be told, nothing has failed.
                log.debug("the client has gone", method=scope["method"], path=told(scope["path"]))
            except Exception:
                # Told to the log and to nobody else; the site has error pages of its own for what it knows.
                log.exception("the site failed", method=scope["method"], path=told(scope["path"]))
                rooted.failed("Exception")
                if answer.status:
                    raise
                await _refuse(answer.send, HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here.")
            finally:
                self._slow.end(number)
                # To the head: what follows is as quick as the client, and a stream of news lasts for hours.
                took = (answer.began or self._monotonic()) - began
                self._counters.answered(scope, answer.status or _GONE, took)
                _name(rooted, scope, answer.status or _GONE, took)

    def _begins(self, number: int, rooted: Rooted) -> None:
        self._slow.end(number)
        if not rooted.part.will_be_kept:
            rooted.part.slow_after = math.inf  # what follows may take its time

    def _caused_by(self, scope: Any) -> tuple[Parent | None, Parent | None]:
        """What asked, by whom we trust; or what somebody unknown says."""
        said = [value for name, value in scope["headers"] if name == b"traceparent"]
        if len(said) != 1:
            return None, None
        parent, client = spans.read(said[0].decode("latin-1")), scope.get("client")
        trusted = (client[0] if client else None) in self._trusted
        return (parent, None) if trusted else (None, parent)

    async def _pass(self, scope: Any, receive: Any, send: Any) -> None:
        answer = await self._health.answer(scope["path"])
        if answer is not None:
            scope[ROUTE] = scope["path"]
            await _send(send, answer.status, answer.headers, answer.body)
            return
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            await _refuse(send, HTTPStatus.BAD_REQUEST, "A request names one host.")
        elif not self._hosts(hosts[0]):
            named = hosts[0].decode("latin-1")
            text = f"{named} is not served here; this site is {self._url} (OCTAVO_URL says so)."
            await _refuse(send, HTTPStatus.MISDIRECTED_REQUEST, text)
        else:
            await self._site(scope, receive, send)


def _name(rooted: Rooted, scope: Any, status: int, took: float) -> None:
    """What the outermost span is called, and what came of it."""
    part, route = rooted.part, scope.get(ROUTE) or getattr(scope.get("endpoint"), "route", "")
    rooted.name = f"{scope['method']} {route}" if route else scope["method"]
    rooted.more, rooted.took = status, took
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # Who was turned away before anything was done is counted elsewhere, and may be one of very many.
        did_something = bool(part.noted) or status != HTTPStatus.SERVICE_UNAVAILABLE
        rooted.failed(rooted.error or str(status), ours=did_something)


class _Answer:
    """Notes the status of what passes and when it began, and adds the request's id."""

    def __init__(self, send: Any, monotonic: Callable[[], float]) -> None:
        self._send = send
        self._monotonic = monotonic
        self.status = 0
        self.began = 0.0
        self.request_id = b""
        self.begins: Callable[[], None] = lambda: None

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.began = self._monotonic()
            self.begins()
            headers = message["headers"] = list(message.get("headers", ()))
            if not any(name == b"cache-status" for name, _ in headers):
                headers.append((b"x-request-id", self.request_id))
        await self._send(message)


async def _refuse(send: Any, status: HTTPStatus, text: str) -> None:
    body = refusals.page(status, text)
    await _send(send, status, refusals.headers(body), body)


async def _send(send: Any, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
