"""A small site for the tests of serving, and a client that speaks HTTP byte by byte."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import msgspec

from octavo.chassis.cache import NearCache
from octavo.chassis.telemetry import Health
from octavo.serving.counters import Counters
from octavo.serving.door import Door
from octavo.serving.gate import Gate
from octavo.serving.hosts import KnownHosts, TrustedProxies
from octavo.serving.limits import BodyLimit, Http
from octavo.serving.listener import Listener, open_socket
from octavo.serving.page_cache import Page, PageCache
from octavo.serving.slow import SlowRequests
from tests.echo import Echo

STORY = ("<!doctype html><p>" + "A story worth its time. " * 100).encode()


class SmallSite:
    """`/story` is cached, `/echo` answers with what it was sent, `/slow` waits for `go`, `/broken` fails."""

    def __init__(self, pages: PageCache) -> None:
        self.pages = pages
        self.text = STORY
        self.renders = 0
        self.modified: datetime | None = None
        self.go = asyncio.Event()
        self.entered = asyncio.Event()
        self.seen: list[dict[str, Any]] = []

    async def render(self) -> Page:
        self.renders += 1
        headers = (("content-security-policy", "x"),)
        return Page(body=self.text, tags=("story:1",), headers=headers, modified=self.modified)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.seen.append(scope)
        path = scope["path"]
        if path == "/story":
            answer = await self.pages.answer(scope, self.render)
            await answer(scope, receive, send)
            return
        if path == "/broken":
            raise RuntimeError("a secret of the program")
        body = b""
        more = path != "/early"
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if path == "/slow":
            self.entered.set()
            await self.go.wait()
            body = b"slow"
        length = str(len(body)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": body})


class Answer(msgspec.Struct):
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes
    raw: bytes


class Wire:
    """One connection to a server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def ask(self, request: bytes) -> Answer:
        """Send a whole request (or a part of one) and read the answer."""
        await self.send(request)
        return await self.read(head=request.startswith(b"HEAD"))

    async def read(self, *, head: bool = False) -> Answer:
        async with asyncio.timeout(20):
            raw = await self.reader.readuntil(b"\r\n\r\n")
            line, *lines = raw.decode("latin-1").strip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (text.partition(": ") for text in lines)}
            status = int(line.split(" ")[1])
            body = b""
            if not head and status not in (204, 304) and "content-length" in headers:
                body = await self.reader.readexactly(int(headers["content-length"]))
        return Answer(status, headers, body, raw + body)

    async def is_closed(self) -> bool:
        """Whether the server hangs up now, without another byte."""
        async with asyncio.timeout(20):
            try:
                return await self.reader.read(1) == b""
            except ConnectionResetError:
                return True


class Served(msgspec.Struct):
    """A running server of the small site."""

    port: int
    site: SmallSite
    counters: Counters
    listener: Listener
    near: NearCache
    health: Health

    @property
    def host(self) -> bytes:
        return b"127.0.0.1:%d" % self.port

    def request(self, path: str = "/story", *more: str, method: str = "GET", version: str = "1.1") -> bytes:
        lines = [f"{method} {path} HTTP/{version}", f"Host: {self.host.decode()}", *more]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"

    @asynccontextmanager
    async def wire(self) -> AsyncIterator[Wire]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield Wire(reader, writer)
        finally:
            writer.close()

    async def ask(self, request: bytes) -> Answer:
        async with self.wire() as wire:
            return await wire.ask(request)


@asynccontextmanager
async def serving(
    *,
    limits: Http | None = None,
    trusted: tuple[str, ...] = (),
    query: frozenset[str] = frozenset({"page"}),
    body_limit: BodyLimit = lambda method, path: None,
    wrap: Callable[[Any], Any] = lambda app: app,
    door: Door | None = None,
    slow: SlowRequests | None = None,
) -> AsyncIterator[Served]:
    """Serve the small site on a free port."""
    listening: socket.socket = open_socket("127.0.0.1", 0)
    port = listening.getsockname()[1]
    near = NearCache(max_bytes=1 << 24, tier=Echo())
    pages = PageCache(near, query=query)
    counters, health = Counters(), Health("0")
    url = f"http://127.0.0.1:{port}"
    hosts = KnownHosts(url)
    site = SmallSite(pages)
    gate = Gate(
        wrap(site),
        hosts=hosts,
        trusted=TrustedProxies(trusted),
        health=health,
        counters=counters,
        url=url,
        slow=slow,
    )
    listener = Listener(
        gate,
        [listening],
        limits=limits or Http(),
        counters=counters,
        known_host=hosts,
        pages=pages,
        body_limit=body_limit,
        door=door,
    )
    await listener.start()
    try:
        yield Served(port, site, counters, listener, near, health)
    finally:
        site.go.set()
        await listener.stop()
