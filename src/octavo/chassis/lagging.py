"""Which reads may come from a replica of the database that is a moment behind: those of a call that says so.

A method's contract says it (`may_lag`), and it holds for a call that asks on behalf of nobody in particular,
in front of a page, and not inside one that writes. Everything else reads where it is written.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

__all__ = ["WRITING", "Reading", "begin", "handed_on", "here", "reading"]


class Reading:
    """One call whose reads may lag. It reads each database in one place, so that it never sees it go back.

    places: what each database's reads were given, by whoever gives places. open: until the call returns;
    work that it leaves behind reads where it is written.
    """

    __slots__ = ("open", "places")

    def __init__(self, *, is_open: bool = True) -> None:
        self.open = is_open
        self.places: dict[int, Any] = {}


WRITING: Final = Reading(is_open=False)
"""Stands there inside a call that writes, for all that is called by it."""

here: ContextVar[Reading | None] = ContextVar("octavo.reading", default=None)
"""What the calls of `lagging_calls` put there."""


def reading() -> Reading | None:
    """The call whose reads may lag, where there is one around us."""
    found = here.get()
    return found if found is not None and found.open else None


def begin() -> None:
    """From here on reads may lag, to the end of this context."""
    here.set(Reading())


def handed_on() -> Callable[[], None]:
    """What work that is detached from this call does at its beginning: its reads may lag if ours may."""
    return begin if reading() is not None else _nothing


def _nothing() -> None:
    """Reads of detached work do not lag by themselves."""
