"""Server streaming: enveloped messages, and an end that says how it went.

An envelope is a byte of flags, the length in four bytes, and the message. The last one of an answer holds
JSON: the error, if there was one, and the trailers.
"""

import asyncio
import struct
from collections.abc import Awaitable
from typing import Any, Final, TypeVar

import msgspec
import structlog

from octavo.chassis import connect_http
from octavo.chassis.connect_call import Call, Door, Route, send_whole
from octavo.chassis.connect_forms import Form
from octavo.chassis.connect_http import Answer, Gone, Receive, Refused, Scope, Send, compress, expand
from octavo.chassis.context import acting_as, deadline
from octavo.chassis.faults import Broken, Fault, Invalid
from octavo.chassis.scopes import check_scope

__all__ = ["Streaming", "envelope", "opened", "unless_gone"]

T = TypeVar("T")

_PATIENCE: Final = 600.0
"""Seconds that a stream may last at most."""
_COMPRESSED: Final = 1
_END: Final = 2
_HEAD: Final = struct.Struct(">BI")

_log = structlog.get_logger(__name__)
_encode = msgspec.json.Encoder().encode


def opened(body: bytes, encoding: bytes, limit: int) -> bytes:
    """The one message of a request; raises Invalid where it is not exactly one."""
    if len(body) < _HEAD.size:
        raise Invalid("", "The request holds no enveloped message.")
    flags, length = _HEAD.unpack_from(body)
    message = body[_HEAD.size :]
    if len(message) != length:
        raise Invalid("", "The request must hold one enveloped message, of the length that it says.")
    if flags & ~_COMPRESSED:
        raise Invalid("", "The envelope of the request has flags that nobody knows.")
    if not flags & _COMPRESSED:
        return message
    if encoding.strip().lower() in (b"", b"identity"):
        raise Invalid("", "The message is compressed, but Connect-Content-Encoding does not say how.")
    return expand(message, encoding, limit)


def envelope(message: bytes, accepted: bytes, *, end: bool = False) -> bytes:
    """The message in its envelope, as gzip where that is accepted and worth it."""
    packed = compress(message, accepted)
    flags = (_END if end else 0) | (0 if packed is None else _COMPRESSED)
    data = message if packed is None else packed
    return _HEAD.pack(flags, len(data)) + data


async def unless_gone(receive: Receive, work: Awaitable[T]) -> T:
    """The work's result; once the client has gone, the work is cancelled and Gone is raised."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.create_task(_left(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Gone
        return working.result()
    finally:
        unfinished = [task for task in (working, leaving) if not task.done()]
        for task in unfinished:
            task.cancel()
        if unfinished:
            await asyncio.wait(unfinished)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Streaming(Call):
    """One message in, many out."""

    def __init__(self, door: Door, route: Route, scope: Scope, receive: Receive) -> None:
        super().__init__(door, route, scope, receive)
        self.method = route
        self.accepted = self.asked.get(b"connect-accept-encoding", b"")
        self.sent = 0
        self.begun = False

    async def answer(self, send: Send) -> str:
        """Send the answer; returns "ok" or the code of the error that stands at its end."""
        try:
            self.door.check_origin(self.scope)
            kind, form = self.form(self.method)
        except Refused as refused:
            headers = [*self.headers, *refused.headers]
            await send_whole(send, Answer(refused.status, "refused", headers, refused.text.encode()))
            return "refused"
        except Fault as raised:
            kind = b"application/connect+json"
            fault: Fault | None = raised
        else:
            fault = await self._streamed(send, kind, form)
        end: dict[str, Any] = {"metadata": {"octavo-messages": [str(self.sent)]}}
        if fault is not None:
            end["error"] = self.error(fault)
        await self._begin(send, kind)
        closing = envelope(_encode(end), b"", end=True)
        await send({"type": "http.response.body", "body": closing})
        return "ok" if fault is None else fault.code.connect_name

    async def _begin(self, send: Send, kind: bytes) -> None:
        """Send the head, once; the status of a stream is 200, whatever stands at its end."""
        if self.begun:
            return
        self.begun = True
        headers = [*self.headers, (b"content-type", kind), (b"cache-control", b"no-store")]
        if b"gzip" in self.accepted:
            headers.append((b"connect-content-encoding", b"gzip"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def _streamed(self, send: Send, kind: bytes, form: Form) -> Fault | None:
        try:
            connect_http.check_version(self.asked.get(b"connect-protocol-version", b"1"))
            async with deadline(connect_http.timeout_of(self.asked, _PATIENCE)):
                with acting_as(await self.door.caller(self.scope, self.headers)) as caller:
                    check_scope(caller, self.method.scope)
                    body = await connect_http.read_body(self.asked, self.receive, self.door.limit)
                    encoding = self.asked.get(b"connect-content-encoding", b"")
                    arguments = form.read(opened(body, encoding, self.door.limit))
                    work = self._messages(send, kind, form, arguments)
                    await unless_gone(self.receive, work)
        except Fault as fault:
            return fault
        except Gone:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the public must not read it
            _log.exception("a stream failed unexpectedly", method=self.method.path)
            return Broken()
        return None

    async def _messages(self, send: Send, kind: bytes, form: Form, arguments: dict[str, Any]) -> None:
        items = self.method.call(**arguments)
        try:
            async for item in items:
                data = envelope(form.write(item), self.accepted)
                await self._begin(send, kind)
                await send({"type": "http.response.body", "body": data, "more_body": True})
                self.sent += 1
        finally:
            if (close := getattr(items, "aclose", None)) is not None:
                await close()  # a channel to a peer is given up with it
