"""A network between two programs that can be cut: what is sent then goes nowhere, and nobody is told."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.running import free_port


class Wire:
    """Forwards TCP to a port of this machine, in a thread of its own."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self._target = target
        self._loop: asyncio.AbstractEventLoop
        self._open, self._stopping = asyncio.Event(), asyncio.Event()
        self._links: set[asyncio.StreamWriter] = set()
        self._refusing = False

    def cut(self) -> None:
        """From now on nothing comes through; connections are taken and stay silent."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def refuse(self) -> None:
        """From now on connections end at once; those that there are end too."""
        self._loop.call_soon_threadsafe(self._refuse)

    def mend(self) -> None:
        """What was held back is lost with its connections; new ones come through."""
        self._loop.call_soon_threadsafe(self._mend)

    def stop(self) -> None:
        """Take no more, and let go of what there is."""
        self._loop.call_soon_threadsafe(self._stopping.set)

    def _mend(self) -> None:
        self._refusing = False
        for link in self._links:
            link.transport.abort()
        self._open.set()

    def _refuse(self) -> None:
        self._refusing = True
        for link in self._links:
            link.transport.abort()

    async def serve(self, ready: threading.Event) -> None:
        """Until it is told to stop."""
        self._loop = asyncio.get_running_loop()
        self._open.set()
        server = await asyncio.start_server(self._taken, "127.0.0.1", self.port)
        ready.set()
        await self._stopping.wait()
        server.close()
        self._mend()
        await asyncio.sleep(0)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refusing:
            writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
            self._links |= {writer, back}
            try:
                await asyncio.gather(self._carry(reader, back), self._carry(there, writer))
            finally:
                self._links -= {writer, back}
                back.close()
        writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                await self._open.wait()
                writer.write(data)
                await writer.drain()
        writer.close()


@contextmanager
def wire(target: int) -> Iterator[Wire]:
    """A network to this port until the block ends."""
    made, ready = Wire(target), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(made.serve(ready)), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield made
    finally:
        made.stop()
        thread.join()
