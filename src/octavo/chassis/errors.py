"""Unexpected exceptions, grouped by where they come from, until they are written down (`error_book.py`).

An exception is heard of where it is logged: whoever catches what nobody expected logs it with its traceback,
so no place has a further line for it. A group is made by the exception's type and the functions of our own
code that it passed, without line numbers: a new release does not make a new group of an old error. Faults are
answers, not errors; what says that something is away, or takes too long, has figures of its own.
"""

import hashlib
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

import msgspec
from prometheus_client.core import CounterMetricFamily, Metric

from octavo.chassis.blanking import blanked
from octavo.chassis.context import trace_id
from octavo.chassis.engine import Conflict
from octavo.chassis.faults import Code, Fault
from octavo.chassis.stacks import Step, is_ours, of_traceback, short, told

__all__ = ["HOUR", "ErrorGroup", "Errors", "Noted", "is_unexpected"]

HOUR: Final = 3_600_000_000
"""In microseconds, as all times here."""
_MOST: Final = 200
_PASSED: Final = 12  # functions that make a group, the innermost
_CHAIN: Final = 3  # exceptions of which one is the other's cause
_DEEPEST: Final = 30
_STACK: Final = 4_000  # characters
_SHORT: Final = 200
_HOUSE: Final = ("chassis/", "serving/")
_AWAY: Final = frozenset(
    {Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED, Code.CANCELLED, Code.RESOURCE_EXHAUSTED, Code.ABORTED}
)
_SAYS: Final = ("consumer", "work", "source", "method")
"""What a log line may say of the thing that failed: names of the program, never a person's."""


class ErrorGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Unexpected exceptions that come from one place, as they are written down, told and shown.

    kind: the exception's type. place: the innermost of our own functions. doing: what failed. message: what
    of it is the program's own words. stack: of the last, the innermost last. first_release: the one that ran
    when it was first seen: what brought it. settled: dealt with, and not seen again in a newer release since;
    again: seen. hours: how many in each hour of the last day, the present one last.
    """

    id: str
    kind: str
    place: str
    doing: str
    message: str
    stack: str
    trace: str
    count: int
    first: datetime
    last: datetime
    first_release: str
    last_release: str
    settled: bool
    again: bool
    hours: tuple[int, ...]


class Noted(msgspec.Struct, kw_only=True):
    """One group, as far as it is not written down. Times are microseconds since the epoch."""

    id: str
    kind: str
    """The exception's type."""
    place: str
    """The innermost of our own functions, such as "feed/homes.py Homes.make"."""
    doing: str
    """What failed, in the words of the log."""
    message: str
    stack: str
    """Of the last; the innermost last."""
    trace: str
    count: int = 0
    first: int = 0
    last: int = 0
    hours: dict[int, int] = {}
    """How many in which hour since the epoch."""


def is_unexpected(error: BaseException) -> bool:
    """Whether it is a mistake of the program's and nobody's answer.

    In a handler of events or in work beside requests nobody asks, so there a fault that says something about
    the question is a mistake too; that a part is away never is.
    """
    if isinstance(error, Fault):
        return error.code not in _AWAY
    return isinstance(error, Exception) and not isinstance(error, Conflict)


class Errors:
    """Those of one process since they were last taken. Two hundred groups at most; what is beyond is counted.

    Also a Prometheus collector. May be told from any thread.
    """

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._noted: dict[str, Noted] = {}
        self._dropped = 0
        self.count = 0
        """Of all since the process began."""

    def heard(self, event: Mapping[str, Any]) -> None:
        """A line of the log: note its exception, where it has one that nobody expected."""
        error = _exception(event.get("exc_info") or event.get("failure"))
        if error is not None and is_unexpected(error):
            self.note(error, doing=_doing(event), trace=str(event.get("trace_id") or trace_id()))

    def note(self, error: BaseException, *, doing: str = "", trace: str = "") -> None:
        """Count an exception; once, however many of those who wait for the same thing tell of it."""
        if getattr(error, "_octavo_noted", False):
            return
        with suppress(AttributeError):  # one that takes no marks may count twice
            error._octavo_noted = True  # type: ignore[attr-defined] # a mark of ours
        group = _group(error, doing, trace)
        now = int(self._clock() * 1_000_000)
        with self._lock:
            self.count += 1
            if group.id not in self._noted and len(self._noted) >= _MOST:
                self._dropped += 1
                return
            before = self._noted.get(group.id)
            hours = dict(before.hours) if before else {}
            hours[now // HOUR] = hours.get(now // HOUR, 0) + 1
            group.count, group.hours = (before.count if before else 0) + 1, hours
            group.first, group.last = (before.first if before else now), now
            self._noted[group.id] = group

    def take(self) -> tuple[list[Noted], int]:
        """All that is noted, and how many beside it found no place; from here on it is the taker's."""
        with self._lock:
            noted, dropped = list(self._noted.values()), self._dropped
            self._noted, self._dropped = {}, 0
        return noted, dropped

    def give_back(self, noted: list[Noted], dropped: int) -> None:
        """What was taken and could not be written down."""
        with self._lock:
            self._dropped += dropped
            for one in noted:
                newer = self._noted.get(one.id)
                if newer is not None:
                    _add(newer, one)
                elif len(self._noted) < _MOST:
                    self._noted[one.id] = one
                else:
                    self._dropped += one.count

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them."""
        what = "Exceptions that nobody expected; the operator's page has them by where they come from."
        yield CounterMetricFamily("octavo_errors", what, value=self.count)


def _add(newer: Noted, older: Noted) -> None:
    newer.count += older.count
    newer.first = min(newer.first, older.first)
    for hour, count in older.hours.items():
        newer.hours[hour] = newer.hours.get(hour, 0) + count


def _exception(said: Any) -> BaseException | None:
    """The exception that a log line carries, in any of the ways in which it may."""
    if isinstance(said, BaseException):
        return said
    if isinstance(said, tuple):
        return said[1] if len(said) > 1 and isinstance(said[1], BaseException) else None
    return sys.exc_info()[1] if said else None


def _doing(event: Mapping[str, Any]) -> str:
    # A library's line is a whole sentence with values in it: only who says it is kept.
    if "_record" in event:
        return str(event["_record"].name)[:_SHORT]
    said = " ".join(str(event[name]) for name in _SAYS if isinstance(event.get(name), str))
    return f"{event.get('event', '')} {said}".strip()[:_SHORT]


def _group(error: BaseException, doing: str, trace: str) -> Noted:
    chain = list(_chain(error))
    steps = [of_traceback(one.__traceback__) for one in chain]
    passed = _passed(steps[0]) or (steps[-1] and _passed(steps[-1])) or ()
    place = f"{passed[-1][0]} {passed[-1][1]}" if passed else ""
    marks = [_name(error), _name(chain[-1]), *(f"{file} {function}" for file, function in passed)]
    return Noted(
        id=hashlib.blake2b("\n".join(marks).encode(), digest_size=10).hexdigest(),
        kind=_name(error)[:_SHORT],
        place=place[:_SHORT],
        doing=doing,
        message=blanked(error),
        stack="\n".join(_lines(chain, steps))[-_STACK:],
        trace=trace[:_SHORT],
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception, what it came from, and what that came from."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen and len(seen) < _CHAIN:
        yield one
        seen.add(id(one))
        if isinstance(one, BaseExceptionGroup):
            one = one.exceptions[0]
        else:
            one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _passed(steps: list[Step]) -> tuple[tuple[str, str], ...]:
    """The functions that make the group: of the services and the site, or else of any of ours, or of all.

    Calling itself again makes no difference, nor does what lies between: the chassis and the server.
    """
    ours = [(short(file), function) for file, _, function in steps if is_ours(file)]
    parts = [one for one in ours if not one[0].startswith(_HOUSE)]
    chosen = parts or ours or [(short(file), function) for file, _, function in steps]
    once = [one for at, one in enumerate(chosen) if at == 0 or one != chosen[at - 1]]
    return tuple(once[-_PASSED:])


def _lines(chain: list[BaseException], steps: list[list[Step]]) -> Iterator[str]:
    """The roots first, as Python tells it; no value and no line of any text, only places."""
    for one, its in reversed(list(zip(chain, steps, strict=True))):
        yield from map(told, its[-_DEEPEST:])
        yield f"{_name(one)}: {blanked(one)}".removesuffix(": ")


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
