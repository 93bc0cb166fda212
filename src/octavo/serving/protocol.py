"""HTTP/1.1 on uvicorn's httptools protocol: stored pages answered in the parser's callback, and the limits.

Only what is entirely usual is answered here: GET or HEAD, HTTP/1.1, kept alive, no body, nothing in flight
before it on this connection. All else takes the long road over ASGI, which writes the same bytes.

Time is kept coarsely (`Shared.now`, one step a second): a timer for each request costs more than the answer.
"""

from enum import Enum
from http import HTTPStatus
from typing import Any, Final

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from octavo.serving import negotiation, refusals
from octavo.serving.door import Door
from octavo.serving.page_cache import StoredPage
from octavo.serving.shared import Shared

_AVOIDS: Final = b"avoids=1"
"""The mark in a cookie of whoever is hidden something; see `edge/hides.py`."""
_TELLING: Final = {
    b"host": "host",
    b"accept-encoding": "accepted",
    b"if-none-match": "match",
    b"if-modified-since": "since",
    b"connection": "connection",
    b"cookie": "cookie",
    b"content-length": "unusual",
    b"transfer-encoding": "unusual",
    b"expect": "unusual",
    b"upgrade": "unusual",
    b"forwarded": "unusual",
    b"x-forwarded-host": "unusual",
}
"""Headers that decide about the short road, and what they tell; all others cannot change a stored page."""
_READS: Final = frozenset({b"GET", b"HEAD"})
_UNAVAILABLE: Final = b"HTTP/1.1 503 Service Unavailable\r\n"
_UNCHANGED: Final = b"HTTP/1.1 304 Not Modified\r\n"
_LINGER_SECONDS: Final = 2  # how long a refused sender is listened to, so that it reads the refusal
_PENDING_WRITES: Final = 64 * 1024  # with more than this unread, pipelined requests wait their turn


class Phase(Enum):
    """What a connection is waiting for."""

    IDLE = "the next request"
    HEAD = "the rest of the headers"
    BODY = "the rest of the body"
    WORK = "the answer"
    REFUSED = "the end"


# An attribute of an Enum class costs more than a global, and these are asked for with every request.
_IDLE: Final = Phase.IDLE
_HEAD: Final = Phase.HEAD
_BODY: Final = Phase.BODY
_WORK: Final = Phase.WORK
_REFUSED: Final = Phase.REFUSED


class PageProtocol(HttpToolsProtocol):
    """One connection."""

    shared: Shared

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: Any = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.phase = _IDLE
        self.since = self.shared.now
        self.heard = self.since
        self.messages = 0
        self.reading = False
        self.head_size = 0
        self.body_size = 0
        self.body_limit = 0
        self.unsent = 0
        self.answered = False

    def connection_made(self, transport: Any) -> None:
        """A client has come; one too many is told so."""
        super().connection_made(transport)
        self.since = self.heard = self.shared.now
        if len(self.connections) > self.shared.limits.max_connections:
            self.refuse(HTTPStatus.SERVICE_UNAVAILABLE, retry_after=5)

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        self.heard = self.shared.now
        if self.phase is _REFUSED:
            return
        before, reading, body = self.messages, self.reading, self.body_size
        try:
            self._feed(data)
        except httptools.HttpParserError:
            self.refuse(HTTPStatus.BAD_REQUEST)
            return
        # Bytes of one request that were no body: headers not yet complete, or trailers without end.
        if self.reading and self.messages - before == (not reading) and self.body_size == body:
            self.head_size += len(data)
            if self.head_size > self.shared.limits.head_bytes:
                self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _feed(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            # Answered as if nothing had been asked (RFC 9110, 7.8 lets a server ignore Upgrade): what
            # follows is the next request.
            rest = data[upgrade.args[0] :]
            if rest and self.phase is not _REFUSED:
                self._feed(rest)

    # The parser's callbacks, in their order

    def on_message_begin(self) -> None:
        """A request begins. The ASGI scope is made later, for those that need one."""
        self.url = b""
        self.headers = []
        self.head_size = 0
        self.messages += 1
        self.reading = True
        self.answered = False
        if self.phase is _IDLE:
            self.phase = _HEAD
            self.since = self.shared.now

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header has been read."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """All headers have been read: the earliest moment to answer."""
        if self.phase is _REFUSED:
            return
        found = self._stored()
        if found is not None:
            self._answer(*found)
            return
        door = self.shared.door
        if door is not None and not door.stands_open and self._turned_away(door):
            return
        self._to_application()

    def on_body(self, body: bytes) -> None:
        """A piece of the body has been read."""
        if self.phase is _REFUSED:
            return
        self.head_size = 0
        self.body_size += len(body)
        if self.body_size > self.body_limit:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _at_most(self.body_limit))
            return
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request has been read to its end."""
        self.reading = False
        if self.answered:
            self.phase = _IDLE
        elif self.phase is not _REFUSED:
            self.phase = _IDLE if self.cycle.response_complete else _WORK
            super().on_message_complete()

    # The short road

    def _stored(self) -> tuple[StoredPage, bytes, bytes | None] | None:
        """The stored page that answers this request, with what it accepts and the copy it has."""
        shared = self.shared
        if shared.pages is None or shared.draining or self.pipeline or self._is_answering():
            return None
        if not self.parser.should_keep_alive():
            return None
        host: bytes | None = None
        accepted = b""
        match = since = None
        signed_in = False
        for name, value in self.headers:
            kind = _TELLING.get(name)
            if kind is None:
                continue
            if kind == "host" and host is None:
                host = shared.host(value)
            elif kind == "accepted" and not accepted:
                accepted = value
            elif kind == "match" and match is None:
                match = value
            elif kind == "since" and since is None:
                since = value
            elif kind == "cookie":
                if _AVOIDS in value:
                    return None  # some pages are not for this reader: the application knows which
                signed_in = signed_in or b"session=" in value
            elif kind == "connection" and self.parser.get_http_version() == "1.1":
                continue
            else:
                return None
        if host is None:
            return None
        path, _, query = self.url.partition(b"?")
        if signed_in and path in shared.pages.own:
            return None
        page = shared.pages.find((host, path, shared.pages.allowed(query) if query else b""))
        if page is None or self.transport.get_write_buffer_size() > _PENDING_WRITES:
            return None
        if since is not None and match is None:
            match = negotiation.condition(match, since, page.modified)
        return page, accepted, match

    def _answer(self, page: StoredPage, accepted: bytes, match: bytes | None) -> None:
        method = self.parser.get_method()
        shared, counters = self.shared, self.shared.counters
        form = page.forms[negotiation.encoding(accepted)]
        if method == b"GET":
            if match is not None and page.status == HTTPStatus.OK and negotiation.is_fresh(match, form.etag):
                counters.unchanged += 1
                answer = b"".join((_UNCHANGED, shared.date, form.unchanged))
            else:
                counters.hits += 1
                answer = shared.whole(page, form)
        elif method == b"HEAD" and match is None:
            counters.hits += 1
            answer = b"".join((page.line, shared.date, form.head))
        else:
            self._to_application()
            return
        self.transport.write(answer)
        self.answered = True
        self.server_state.total_requests += 1
        counters.bytes_sent += len(answer)
        if counters.next_sample <= counters.hits:
            counters.sample_hit(method, self.url, page.status)

    # No road

    def _turned_away(self, door: Door) -> bool:
        """Whether this is a plain read that is too much, and was told so; the connection stays."""
        method = self.parser.get_method()
        if (
            method not in _READS
            or self.shared.draining
            or self.pipeline
            or self._is_answering()
            or not self.parser.should_keep_alive()
            or self.transport.get_write_buffer_size() > _PENDING_WRITES
            or any(_TELLING.get(name) == "unusual" for name, _ in self.headers)
        ):
            return False
        refusal = door.refusal(method, self.url, self.headers)
        if refusal is None:
            return False
        self.transport.write(b"".join((_UNAVAILABLE, self.shared.date, refusal)))
        self.answered = True
        self.server_state.total_requests += 1
        self.shared.counters.refused(HTTPStatus.SERVICE_UNAVAILABLE)
        return True

    # The long road

    def _to_application(self) -> None:
        limits = self.shared.limits
        if len(self.url) > limits.url_bytes:
            self.refuse(HTTPStatus.REQUEST_URI_TOO_LONG)
            return
        if (
            len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
            > limits.head_bytes
        ):
            self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        if not self._accept_body():
            return
        if self.shared.door is not None:
            self.shared.door.passed()
        url, headers = self.url, self.headers
        super().on_message_begin()
        self.url = url
        self.headers.extend(headers)
        self.expect_100_continue = any(
            name == b"expect" and value.lower() == b"100-continue" for name, value in headers
        )
        self.phase = _BODY
        self.since = self.shared.now
        try:
            super().on_headers_complete()
        except (httptools.HttpParserInvalidURLError, UnicodeDecodeError):
            self.refuse(HTTPStatus.BAD_REQUEST, "The address cannot be read.")
            return
        # Trailers come as headers do; nothing they say may count as one (RFC 9110, 6.5.1).
        self.headers = []
        if self.shared.draining:
            self.cycle.keep_alive = False

    def _accept_body(self) -> bool:
        """Whether the body that is announced may come; one that is too large is refused unread."""
        self.body_size = 0
        path = self.url.partition(b"?")[0].decode("latin-1")
        method = self.parser.get_method().decode("latin-1")
        limit = self.shared.body_limit(method, path)
        self.body_limit = self.shared.limits.body_bytes if limit is None else limit
        for name, value in self.headers:
            if name == b"content-length" and int(value) > self.body_limit:
                self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _at_most(self.body_limit))
                return False
        return True

    def on_response_complete(self) -> None:
        """The application has answered."""
        self.since = self.heard = self.shared.now
        if self.phase is _WORK:
            self.phase = _IDLE
        super().on_response_complete()
        if self.pipeline or self._is_answering():
            self.phase = _WORK
        # Our own clock watches idle connections; see `check`.
        self._unset_keepalive_if_required()

    def refuse(self, status: HTTPStatus, text: str | None = None, *, retry_after: int | None = None) -> None:
        """Answer with a refusal, unless an answer has begun, and hang up once it can have been read."""
        before, self.phase = self.phase, _REFUSED
        self.since = self.shared.now
        self.shared.counters.refused(status)
        if self._is_answering():
            if before is _WORK:
                # An earlier request on this connection gets its answer; what came after it does not.
                self.cycle.keep_alive = False
                return
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        answered = before is _BODY and self.cycle is not None and self.cycle.response_started
        if answered or self.transport.is_closing():
            self.transport.close()
            return
        self.transport.write(refusals.answer(status, text, retry_after=retry_after))
        # Closing now, with bytes unread, would reset the connection and lose the refusal on its way.
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.flow.resume_reading()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def check(self) -> None:
        """Once a second: has this client had its time?"""
        now, limits = self.shared.now, self.shared.limits
        if self.flow.write_paused:
            self._check_writing(now)
        elif self.phase is _REFUSED:
            if now - self.since > _LINGER_SECONDS and (not self._is_answering() or self.cycle.disconnected):
                self.transport.close()
        elif self.phase is _IDLE:
            if now - self.heard > limits.idle_seconds:
                self.transport.close()
        elif self.phase is _HEAD:
            if now - self.since > limits.head_seconds:
                self.refuse(HTTPStatus.REQUEST_TIMEOUT)
        elif self.phase is _BODY:
            if self.flow.read_paused:
                # It is the application that is slow, not the client: this second does not count.
                self.since += 1
                self.heard = now
            elif self._body_is_slow(now):
                self.refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _body_is_slow(self, now: int) -> bool:
        limits = self.shared.limits
        if now - self.heard > limits.body_seconds:
            return True
        took = now - self.since
        return took > limits.body_seconds and self.body_size < took * limits.body_bytes_per_second

    def _check_writing(self, now: int) -> None:
        unsent = self.transport.get_write_buffer_size()
        if unsent != self.unsent:
            self.unsent, self.heard = unsent, now
        elif now - self.heard > self.shared.limits.answer_seconds:
            self.transport.abort()

    def shutdown(self) -> None:
        """The server stops: leave once the request in hand, also one half read, has its answer."""
        if self._is_answering():
            self.cycle.keep_alive = False
        elif self.phase is _IDLE:
            self.transport.close()


def _at_most(limit: int) -> str:
    return f"This is larger than what may be sent here ({limit:,} bytes)."
