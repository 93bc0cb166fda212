"""What a call purged, told with its answer: whoever called forgets before they go on.

A writer's own process forgets old copies before its answer leaves. Where the writer is called from afar, the
numbers of the purges that the call wrote come back with the answer, and the caller waits until its own caches
have followed the stream so far: who has just published sees it, through whichever service it went.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Protocol

import structlog

__all__ = ["METADATA", "Reach", "begin", "note", "noting", "parse", "told", "wait_for"]

METADATA: Final = "octavo-purged"
"""The name in gRPC's trailing metadata: "stories=12,graph=4"."""

_MOST_SOURCES: Final = 64
_WAIT_SECONDS: Final = 0.5
"""So long a caller waits at most: a write that is done must not fail as its news is late."""
_NOTE: Final = re.compile(r"([a-z_]{1,40})=([0-9]{1,18})")

_log = structlog.get_logger()
_noted: ContextVar[dict[str, int] | None] = ContextVar("octavo_purged", default=None)


class Reach(Protocol):
    """Knows how far this process's caches have followed each source."""

    async def reached(self, source: str, number: int) -> None:
        """Returns when the purges of this source up to this number are applied, or nothing is kept of it."""
        ...


@contextmanager
def noting() -> Iterator[Mapping[str, int]]:
    """What is purged inside the block: the last number of each source."""
    notes: dict[str, int] = {}
    token = _noted.set(notes)
    try:
        yield notes
    finally:
        _noted.reset(token)


def begin() -> Mapping[str, int]:
    """As `noting`, in a task that does nothing else: from here on."""
    notes: dict[str, int] = {}
    _noted.set(notes)
    return notes


def note(source: str, number: int) -> None:
    """A purge with this number was written, here or by whoever was called; for the `noting` around it."""
    notes = _noted.get()
    if notes is not None and number > notes.get(source, 0):
        notes[source] = number


def told(notes: Mapping[str, int]) -> str:
    """As it travels."""
    return ",".join(f"{source}={number}" for source, number in notes.items())


def parse(text: object) -> Mapping[str, int]:
    """Read again; what is no note is left out, for a caller can do nothing about it."""
    if not isinstance(text, str):
        return {}
    pieces = text.split(",", _MOST_SOURCES)[:_MOST_SOURCES]
    found = (_NOTE.fullmatch(piece) for piece in pieces)
    return {match[1]: int(match[2]) for match in found if match is not None}


async def wait_for(reach: Reach, notes: Iterable[tuple[str, int]]) -> None:
    """Wait until this process has forgotten what was purged; half a second at most, and that is logged."""
    for source, number in notes:
        note(source, number)
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                await reach.reached(source, number)
        except TimeoutError:
            _log.warning("purges_are_late", source=source, number=number)
