"""Listening: sockets of our own, accepting, the second's tick, and a stop that lets requests finish."""

import asyncio
import contextlib
import errno
import os
import socket
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any, Final

import structlog
import uvicorn

from octavo.serving.counters import Counters
from octavo.serving.door import Door
from octavo.serving.limits import BodyLimit, Http
from octavo.serving.page_cache import PageCache
from octavo.serving.protocol import PageProtocol
from octavo.serving.shared import Shared

_BACKLOG: Final = 2048
_ACCEPTS_PER_TURN: Final = 32
_PAUSE_WITHOUT_FILES: Final = 0.2  # seconds without accepting after the process ran out of file descriptors

log = structlog.get_logger("octavo.http")


class ListenError(Exception):
    """The address cannot be listened on; the message is one line for a person."""

    def __init__(self, message: str, *, busy: bool) -> None:
        super().__init__(message)
        self.busy = busy


def open_socket(host: str, port: int) -> socket.socket:
    """A listening socket, or ListenError with the reason. Port 0 takes any free port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # So that a restart need not wait for the last connections' minute in TIME_WAIT.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise ListenError(_why(error, host, port), busy=error.errno == errno.EADDRINUSE) from error
    except (OverflowError, UnicodeError) as error:
        listening.close()
        raise ListenError(f"{host}:{port} is not an address that can be listened on", busy=False) from error
    listening.setblocking(False)
    return listening


def _why(error: OSError, host: str, port: int) -> str:
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if error.errno == errno.EADDRINUSE:
        return f"{place} is in use by another program; stop it, or choose another port with OCTAVO_PORT"
    if error.errno == errno.EACCES:
        return f"{place} may not be listened on by this user; ports below 1024 are the administrator's"
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"{host} is not an address of this machine; OCTAVO_HOST must be one (127.0.0.1, or 0.0.0.0)"
    return f"{place} cannot be listened on: {error.strerror or error}"


class Listener:
    """Serves one ASGI application on listening sockets, in the running loop.

    The loop may be uvloop's or asyncio's. We accept connections ourselves, up to 32 in one turn of the loop:
    libuv takes one, so that handlers which hold the processor for a millisecond starve newcomers.
    """

    def __init__(
        self,
        app: Any,
        sockets: list[socket.socket],
        *,
        limits: Http,
        counters: Counters,
        known_host: Callable[[bytes], bool],
        pages: PageCache | None = None,
        body_limit: BodyLimit = lambda method, path: None,
        door: Door | None = None,
    ) -> None:
        self._sockets = sockets
        self._config = uvicorn.Config(
            app,
            http=PageProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            server_header=False,
            proxy_headers=False,  # uvicorn would believe every neighbour on this machine; the gate asks first
        )
        self._config.load()
        self._state = uvicorn.server.ServerState()
        self._shared = Shared(
            limits=limits,
            counters=counters,
            pages=pages,
            known_host=known_host,
            body_limit=body_limit,
            door=door,
        )
        # Made once: a class of its own per server costs nothing per connection.
        self._protocol = type("PageProtocol", (PageProtocol,), {"shared": self._shared})
        self._opening: set[asyncio.Task[None]] = set()
        self._ticking: asyncio.Task[None] | None = None

    @property
    def connections(self) -> int:
        """How many are open now."""
        return len(self._state.connections)

    async def start(self) -> None:
        """Begin to accept."""
        self._set_date(0)
        self._ticking = asyncio.create_task(self._tick())
        self._listen()

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for listening in self._sockets:
            loop.add_reader(listening.fileno(), self._accept, listening)

    def _unlisten(self) -> None:
        loop = asyncio.get_running_loop()
        for listening in self._sockets:
            if listening.fileno() >= 0:
                loop.remove_reader(listening.fileno())

    def _accept(self, listening: socket.socket) -> None:
        for _ in range(_ACCEPTS_PER_TURN):
            try:
                connection, _address = listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                    raise
                # Accepting again at once would spin; those who wait stay in the kernel's queue.
                log.error("cannot accept", reason=os.strerror(error.errno), connections=self.connections)
                self._unlisten()
                asyncio.get_running_loop().call_later(_PAUSE_WITHOUT_FILES, self._resume)
                return
            task = asyncio.create_task(self._open(connection))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    def _resume(self) -> None:
        if not self._shared.draining:
            self._listen()

    async def _open(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        if connection.family != socket.AF_UNIX:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        loop = asyncio.get_running_loop()
        try:
            await loop.connect_accepted_socket(self._new_protocol, connection)
        except OSError:
            # The client went away between two steps: there is nobody to tell.
            connection.close()

    def _new_protocol(self) -> PageProtocol:
        # What an answer that never ends looks at, so that a stop need not cut it.
        state = {"draining": lambda: self._shared.draining}
        loop = asyncio.get_running_loop()
        connection: PageProtocol = self._protocol(self._config, self._state, state, loop)
        return connection

    async def _tick(self) -> None:
        began = time.monotonic()
        while True:
            await asyncio.sleep(1 - time.time() % 1)
            self._set_date(int(time.monotonic() - began))
            for connection in list(self._state.connections):
                if isinstance(connection, PageProtocol):
                    connection.check()

    def _set_date(self, now: int) -> None:
        date = formatdate(time.time(), usegmt=True).encode()
        self._shared.tick(b"date: %s\r\n" % date, now)
        self._state.default_headers = [(b"date", date)]

    async def stop(self) -> None:
        """Accept nothing more, let what is in flight finish within the limit, then cut what is left."""
        self._shared.draining = True
        self._unlisten()
        for listening in self._sockets:
            listening.close()
        if self._opening:
            await asyncio.wait(self._opening)
        for connection in list(self._state.connections):
            connection.shutdown()
        until = time.monotonic() + self._shared.limits.drain_seconds
        # uvicorn's sets of connections and tasks tell nobody when they are empty.
        while (self._state.connections or self._state.tasks) and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await self._cut()

    async def _cut(self) -> None:
        left = list(self._state.connections)
        if left:
            log.warning("cut at stop", connections=len(left))
        for connection in left:
            connection.transport.abort()
        tasks = list(self._state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._ticking:
            self._ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticking
