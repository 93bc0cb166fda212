"""A way to a server on which things go wrong: between a client and what it talks to, byte by byte."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class FaultyWay:
    """Passes everything on, until told otherwise; what is set holds for connections that are open too."""

    port: int = 0
    cut: bool = False
    """Connections are closed as soon as something is asked."""
    silent: bool = False
    """Nothing comes back."""
    torn_after: int | None = None
    """So many bytes come back on a connection, then it is closed."""
    answer: bytes = b""
    """Is answered to whatever is asked, and nothing is passed on."""
    swap: tuple[bytes, bytes] | None = None
    """What comes back has the second in the place of the first."""
    swap_sent: tuple[bytes, bytes] | None = None
    """The same for what is sent."""
    lose: bytes = b""
    """The answer to the next request that holds this is lost with its connection; the server has done it."""
    asked: int = 0
    """How many times something was sent."""
    open: set["asyncio.Task[None]"] = field(default_factory=set)
    """Connections."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def faulty_way(port: int) -> AsyncIterator[FaultyWay]:
    """A way to what listens on a port of this machine."""
    way = FaultyWay()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        me: asyncio.Task[None] | None = asyncio.current_task()
        assert me is not None
        way.open.add(me)
        try:
            with contextlib.suppress(OSError, EOFError):
                await _carry(way, port, reader, writer)
        finally:
            way.open.discard(me)
            writer.transport.abort()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    way.port = server.sockets[0].getsockname()[1]
    try:
        yield way
    finally:
        server.close()
        for task in way.open:
            task.cancel()
        if way.open:
            await asyncio.wait(way.open)
        await server.wait_closed()


async def _carry(
    way: FaultyWay, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    away, back = await asyncio.open_connection("127.0.0.1", port)
    lost = False

    async def up() -> None:
        nonlocal lost
        while data := await reader.read(65536):
            way.asked += 1
            if way.cut:
                return
            if way.answer:
                writer.write(way.answer)
                await writer.drain()
                continue
            if way.lose and way.lose in data:
                way.lose, lost = b"", True
            back.write(data.replace(*way.swap_sent) if way.swap_sent else data)
            await back.drain()

    async def down() -> None:
        sent = 0
        while data := await away.read(65536):
            if lost:
                return
            if way.silent:
                continue
            if way.swap:
                data = data.replace(*way.swap)
            if way.torn_after is not None:
                data = data[: max(0, way.torn_after - sent)]
            sent += len(data)
            writer.write(data)
            await writer.drain()
            if way.torn_after is not None and sent >= way.torn_after:
                writer.close()
                await writer.wait_closed()  # what was sent arrives
                return

    tasks = {asyncio.create_task(up()), asyncio.create_task(down())}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        back.transport.abort()
        await asyncio.wait(tasks)
