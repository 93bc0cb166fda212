"""How workers of one data folder ask each other for figures: a socket of each beside its databases.

Whoever may open it may read the databases too, and nobody else: the folder is its owner's. It says all it has
and closes. gRPC would take 16 MB in each worker, which has no other use for it.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import structlog

from octavo.board.figures import Process, packed, unpacked

__all__ = ["asked", "serving"]

_MOST: Final = 8 << 20
"""Bytes that an answer may have."""

_log = structlog.get_logger("octavo.board")


@asynccontextmanager
async def serving(path: Path, told: Callable[[], Awaitable[Process]]) -> AsyncIterator[None]:
    """Answer at this path while the block runs. Where that cannot be, the log says so: figures are no reason
    to fail."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(packed([await told()]))
            await writer.drain()
        except OSError:
            pass  # whoever asked has gone
        finally:
            writer.close()

    try:
        _remove(path)
        server = await asyncio.start_unix_server(answer, path)
        os.chmod(path, 0o600)
    except OSError as error:
        _log.warning("other workers cannot ask this one for its figures", reason=str(error))
        yield
        return
    try:
        yield
    finally:
        server.close()
        with suppress(OSError):
            _remove(path)


def _remove(path: Path) -> None:
    """What a worker that was killed left behind, too."""
    path.unlink(missing_ok=True)


async def asked(path: Path) -> list[Process]:
    """What the worker at this path says. Raises OSError, ValueError."""
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        data = await reader.read(_MOST)
        while len(data) < _MOST and (more := await reader.read(_MOST - len(data))):
            data += more
    finally:
        writer.close()
    return unpacked(data)
