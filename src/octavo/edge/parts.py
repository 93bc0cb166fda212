"""Parts of a page that may fail without taking the page with them."""

import asyncio
import inspect
from collections import Counter
from collections.abc import Awaitable, Mapping
from typing import Final, TypeVar

import structlog

from octavo.chassis.context import allowance, deadline
from octavo.chassis.faults import (
    Broken,
    Cancelled,
    DeadlineExceeded,
    Fault,
    Overloaded,
    Unavailable,
    Unimplemented,
)

T = TypeVar("T")

FAILURES: Final = (Unavailable, Overloaded, DeadlineExceeded, Broken, Cancelled, Unimplemented)
"""Faults that are about the service, not about what was asked of it."""

COME_AGAIN: Final[Mapping[str, str]] = {"retry-after": "5"}
"""What a page that cannot be made just now says beside its 503."""

SECONDS: Final = 2.0
"""What a part may take before the page goes on without it."""

missing: Final[Counter[str]] = Counter()
"""How often the pages of this process went without a part, by its name; read for the metrics."""

log = structlog.get_logger("octavo.edge")


class Parts:
    """The parts of one page: which of them are missing."""

    def __init__(self) -> None:
        self.missing: list[str] = []

    @property
    def complete(self) -> bool:
        """Whether the page has everything; one that has not is not kept for long."""
        return not self.missing

    async def optional(self, part: str, asked: Awaitable[T], otherwise: T) -> T:
        """What was asked for, or `otherwise` where its service fails or takes too long.

        Faults that say something about the question (`NotFound`, `Invalid` …) are raised as ever.
        """
        try:
            return await within_reason(asked)
        except FAILURES as fault:
            self.note(part, fault)
            return otherwise

    def note(self, part: str, fault: Fault) -> None:
        """Go on without a part."""
        self.missing.append(part)
        note(part, fault)


def note(part: str, fault: Fault) -> None:
    """Count and log that a page goes without a part."""
    missing[part] += 1
    log.warning("a page goes without a part", part=part, fault=type(fault).__name__, message=fault.message)


async def within_reason(asked: Awaitable[T]) -> T:
    """What was asked for, in the time that a part of a page has. Raises DeadlineExceeded after that.

    Of the page's own time a margin stays, in which it is finished without the part.
    """
    left = allowance()
    try:
        async with deadline(SECONDS if left is None else min(SECONDS, left)):
            return await asked
    finally:
        if inspect.iscoroutine(asked):
            asked.close()  # where it was not begun; else it has ended
        elif isinstance(asked, asyncio.Future) and not asked.done():
            asked.add_done_callback(_seen)
            asked.cancel()


def _seen(done: "asyncio.Future[object]") -> None:
    """Nobody waits for it any more: its end is no news."""
    if not done.cancelled():
        done.exception()
