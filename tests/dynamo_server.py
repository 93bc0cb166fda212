"""Servers that speak as DynamoDB does: in a process of their own, in memory, on a free port; and a
go-between that lets a test have calls fail in every way that the real one knows."""

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.engines import fetch
from tests.postgres import free_port

MOTO = "moto"
MINISTACK = "ministack"
SERVERS = (MOTO, MINISTACK)
"""Two that have nothing of each other."""
CHOSEN = os.environ.get("OCTAVO_TEST_DYNAMODB", MOTO)
"""Which of them all tests use that do not say."""


def is_here(kind: str = CHOSEN) -> bool:
    """Whether one of them is installed with what it needs."""
    if kind == MINISTACK:
        return fetch.MINISTACK.path() is not None
    return all(importlib.util.find_spec(name) is not None for name in ("moto", "flask", "flask_cors"))


class DynamoServer:
    """A server that can be killed and started again on the same port, empty."""

    def __init__(self, home: Path, kind: str = CHOSEN) -> None:
        self.kind = kind
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words, more, up = self._command()
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                words, stdout=log, stderr=log, cwd=self._home, env={**os.environ, **more}
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}{up}", timeout=2):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError((self._home / "log").read_text())

    def _command(self) -> tuple[list[str], dict[str, str], str]:
        """What starts it, in which environment, and what it answers when it has started."""
        if self.kind == MOTO:
            words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
            return words, {}, "/moto-api/data.json"
        program = fetch.MINISTACK.path()
        assert program is not None
        more = {"GATEWAY_PORT": str(self.port), "BIND_HOST": "127.0.0.1", "SERVICES": "dynamodb"}
        return [program], more, "/_ministack/health"

    def kill(self) -> None:
        """End it at once, with all that it had."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@contextmanager
def running(kind: str = CHOSEN) -> Iterator[DynamoServer]:
    """A server of its own until the block ends."""
    with tempfile.TemporaryDirectory(prefix="octavo-dynamo-") as home:
        server = DynamoServer(Path(home), kind)
        server.start()
        try:
            yield server
        finally:
            server.kill()


Fault = Callable[[str, dict[str, Any]], "bytes | str | None"]
"""Given the operation and its request: the answer in the server's place, "lost" (it is done, and its answer
is not told), "gone" (it is not done either), "silent" (nothing ever comes), or None: as ever."""


def refusal(code: str, *, status: int = 400, **more: Any) -> bytes:
    """An answer as DynamoDB refuses."""
    body = json.dumps(
        {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code, **more}
    ).encode()
    head = f"HTTP/1.1 {status} No\r\nContent-Type: application/x-amz-json-1.0\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def answer(told: dict[str, Any]) -> bytes:
    """An answer as DynamoDB gives."""
    body = json.dumps(told).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@dataclass
class GoBetween:
    """Before a server, on a port of its own; `fault` decides about each request, `seen` has them all."""

    port: int
    fault: Fault = lambda operation, request: None
    seen: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, operation: str) -> list[dict[str, Any]]:
        """The requests for an operation, in order."""
        return [request for name, request in self.seen if name == operation]


@asynccontextmanager
async def between(server: str) -> AsyncIterator[GoBetween]:
    """One before this server until the block ends."""
    host, port = urlsplit(server).hostname, urlsplit(server).port
    go_between = GoBetween(0)

    serving: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving[task] = writer
        with suppress(OSError, asyncio.IncompleteReadError):
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                lines = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if line)
                fields = {name.lower(): value for name, value in lines.items()}
                body = await reader.readexactly(int(fields.get("content-length", "0")))
                operation = fields["x-amz-target"].rpartition(".")[2]
                request = json.loads(body)
                go_between.seen.append((operation, request))
                fault = go_between.fault(operation, request)
                if fault == "silent":
                    await reader.read(-1)  # until whoever asked has gone
                    break
                if fault == "gone":
                    break
                told = fault if isinstance(fault, bytes) else await forwarded(head, body)
                if fault == "lost":
                    break
                writer.write(told)
                await writer.drain()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def forwarded(head: bytes, body: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + body)
        told = await reader.read(-1)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return told.replace(b"Connection: close\r\n", b"")

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    go_between.port = listening.sockets[0].getsockname()[1]
    try:
        yield go_between
    finally:
        listening.close()
        for writer in serving.values():
            writer.transport.abort()
        if serving:
            await asyncio.wait(list(serving))
