"""Spans: what was done for a request, from when to when, and under which other one; recorded as it happens.

Everything here is on the way of every request, so what a span is of goes to the end of one flat list when
it ends: numbers and texts alone, no object for each. What becomes of the list is decided when the request is
over (`traces.py`). Nothing that a person wrote
or is known by stands in a span: names of routes, methods, events and faults, and the text of statements
without their values.
"""

import contextvars
import itertools
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from time import perf_counter
from typing import Any, Final, NamedTuple

__all__ = [
    "Kind",
    "Parent",
    "Part",
    "Span",
    "carried",
    "here",
    "next_id",
    "part_here",
    "read",
    "recording",
    "under",
]

MOST: Final = 500
"""Spans of one part; what comes after them is only counted."""

_TRACEPARENT: Final = re.compile(
    r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", re.DOTALL
)
_NO_TRACE: Final = "0" * 32
_NO_SPAN: Final = "0" * 16
_SAMPLED: Final = 1
_LONGEST: Final = 512


class Kind(IntEnum):
    """What a span is about."""

    HTTP = 0
    """A request of a browser or a program."""
    CALL = 1
    """A call of a service's method, in its process."""
    ASKED = 2
    """A call of a service in another process, as seen by the caller."""
    SERVED = 3
    """The same, as seen by the process that answers."""
    SQL = 4
    PUBLISHED = 5
    """An event was put into the outbox."""
    HEARD = 6
    """An event was given to one that hears it."""


class Span(NamedTuple):
    """One thing that was done. Times are `perf_counter`'s seconds."""

    id: int
    parent: int
    """The span that it is part of, here or in the process that asked; 0 for none."""
    kind: Kind
    where: str
    """The service, database or consumer."""
    name: str
    """Route, method, statement or event."""
    began: float
    ended: float
    error: str
    """The fault's name; empty where all went well."""
    more: Any = None
    """What the kind adds: an HTTP answer's status, the SQL engine, the attempt at an event; of a call whether
    it failed by our own fault."""

    @property
    def service(self) -> str:
        """The service that it is of."""
        return self.where.partition("/")[0]

    @property
    def title(self) -> str:
        """What it is called: a statement by its first word and the database, a call by service and method."""
        match self.kind:
            case Kind.SQL:
                return f"{self.operation} {self.where}"
            case Kind.CALL | Kind.ASKED:
                return f"{self.where}/{self.name}"
            case Kind.PUBLISHED:
                return f"publish {self.name}"
            case Kind.HEARD:
                return f"process {self.name}"
        return self.name

    @property
    def operation(self) -> str:
        """A statement's first word."""
        return self.name.split(None, 1)[0].upper()

    @property
    def is_failure(self) -> bool:
        """Whether it failed by our own fault, as far as it alone can tell."""
        if self.kind in (Kind.CALL, Kind.ASKED, Kind.SERVED):
            return bool(self.more)
        return bool(self.error)


_FIELDS: Final = len(Span._fields)
_MOST_NOTED: Final = MOST * _FIELDS


class Parent(NamedTuple):
    """The span of another process that asked, as W3C's `traceparent` tells it."""

    trace: str
    """32 hex digits."""
    span: int
    sampled: bool
    """Kept by whoever began the trace, whatever comes of it."""


class Part:
    """What this process does for one trace, from its own outermost span to its end."""

    __slots__ = (
        "alone",
        "before",
        "began",
        "failed",
        "kept",
        "link",
        "lost",
        "name",
        "noted",
        "parent",
        "peers",
        "recording",
        "root",
        "sampled",
        "slow_after",
        "trace",
    )

    def __init__(
        self,
        parent: Parent | None = None,
        *,
        recording: bool = False,
        sampled: bool = False,
        slow_after: float = 1.0,
        name: str = "",
    ) -> None:
        self.trace = parent.trace if parent is not None else f"{random.getrandbits(128) or 1:032x}"
        self.parent = 0 if parent is None else parent.span
        self.sampled = sampled
        self.recording = recording
        self.name = name or self.trace
        """What the request is called in the log and in its answer: the proxy's name for it, or the trace."""
        self.link: Parent | None = None
        """What an unknown client says that this belongs to."""
        self.noted: list[Any] = []
        """Span's fields, one span's after the other's, the kind as a plain number. No tuples: where most are
        thrown away, whatever is made for each costs memory that is not warm, and the collector of garbage
        comes by more often."""
        self.root = next_id()
        self.failed = False
        """Something in it failed by our own fault."""
        self.lost = 0
        """Spans that were too many."""
        self.peers: set[Any] | None = None
        """The processes that were asked and may have thrown away what they did for it."""
        self.alone = parent is None
        """Nothing else belongs to its trace, nor ever will."""
        self.kept = False
        self.before: Part | None = None
        """One of the same trace that ended earlier, while both are held."""
        self.began = perf_counter()
        self.slow_after = slow_after

    def add(
        self,
        id: int,  # noqa: A002 - it is the id
        parent: int,
        kind: int,
        where: str,
        name: str,
        began: float,
        ended: float,
        error: str = "",
        more: Any = None,
    ) -> None:
        """A span has ended; it has `Span`'s fields. id: 0 where nothing can be a part of it."""
        if not self.recording:
            return
        noted = self.noted
        if len(noted) < _MOST_NOTED:
            noted += (id, parent, kind, where, name, began, ended, error, more)
        else:
            self.lost += 1

    @property
    def size(self) -> int:
        """How many spans were recorded."""
        return len(self.noted) // _FIELDS

    def asks(self, peer: Any) -> None:
        """Another process is asked in this trace: it is told if the trace turns out to matter."""
        if self.recording:
            if self.peers is None:
                self.peers = set()
            self.peers.add(peer)

    def told(self) -> list[Span]:
        """What was recorded, in the order in which it ended."""
        noted, found = self.noted, []
        for place in range(0, len(noted), _FIELDS):
            if not noted[place]:
                noted[place] = next_id()
            number, parent, kind, *rest = noted[place : place + _FIELDS]
            found.append(Span(number, parent, Kind(kind), *rest))
        return found

    @property
    def will_be_kept(self) -> bool:
        """Whether that is known already: other processes are told so."""
        return self.sampled or (
            self.recording and (self.failed or perf_counter() - self.began > self.slow_after)
        )


_ids = itertools.count(random.getrandbits(62) + 1)
next_id = _ids.__next__
"""A new span's id: no other of this process has it, and one of another hardly ever."""

_here: contextvars.ContextVar[tuple[Part, int] | None] = contextvars.ContextVar("octavo.span", default=None)


def here() -> tuple[Part, int] | None:
    """The part that this work belongs to, and the span that it is inside of; None outside of any."""
    return _here.get()


def part_here() -> Part | None:
    """The part that this work belongs to; None outside of any."""
    found = _here.get()
    return None if found is None else found[0]


def recording() -> tuple[Part, int] | None:
    """As `here`, but None as well where nothing is recorded."""
    found = _here.get()
    return found if found is not None and found[0].recording else None


enter: Final = _here.set
"""Be inside of a span from here on; returns what `leave` is given in the same context."""
leave: Final = _here.reset


@contextmanager
def under(found: tuple[Part, int] | None) -> Iterator[None]:
    """Let the block's work belong there: for what goes on in a context of its own."""
    token = _here.set(found)
    try:
        yield
    finally:
        _here.reset(token)


def carried(part: Part, span: int) -> str:
    """What another process is told, as W3C's `traceparent`."""
    part.alone = False
    return f"00-{part.trace}-{span:016x}-{'01' if part.will_be_kept else '00'}"


def read(said: str) -> Parent | None:
    """What a `traceparent` says; None where it says nothing that can be used.

    Of later versions of the format the known beginning is read, as its authors ask.
    """
    match = _TRACEPARENT.fullmatch(said) if len(said) <= _LONGEST else None
    if match is None:
        return None
    version, trace, span, flags, rest = match.groups()
    if version == "ff" or (version == "00" and rest) or trace == _NO_TRACE or span == _NO_SPAN:
        return None
    return Parent(trace, int(span, 16), bool(int(flags, 16) & _SAMPLED))
