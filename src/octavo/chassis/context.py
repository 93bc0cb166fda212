"""Who asks, until when, how urgently, under which trace: what travels with a call and is no argument of it.

They live in contextvars, so they follow every `await` and every task that is started; the chassis
carries them over the wire. Work that several requests share runs detached from all of them.
"""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from enum import IntEnum
from typing import Final, TypeVar

import msgspec

from octavo.chassis import lagging, spans
from octavo.chassis.faults import DeadlineExceeded

__all__ = [
    "ANONYMOUS",
    "Caller",
    "Priority",
    "act_as",
    "acting_as",
    "allowance",
    "current_caller",
    "current_priority",
    "deadline",
    "request_id",
    "run_detached",
    "taken_along",
    "time_left",
    "trace_id",
    "tracing",
    "urgency",
]

T = TypeVar("T")


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. Nobody is signed in where `person_id` is None; roles are names such as "owner"."""

    person_id: str | None = None
    roles: frozenset[str] = frozenset()
    session_id: str | None = None
    scopes: frozenset[str] | None = None
    """What the access token that they came with is good for; None: they came without one.

    The outer door compares it with the method's scope (`scopes.check_scope`)."""


ANONYMOUS = Caller()


class Priority(IntEnum):
    """How much it matters that a request is answered when not all can be; see `admission.py`."""

    BACKGROUND = 0
    """Nobody waits for it: events, work beside requests, the command line."""
    WRITE = 1
    MEMBER = 2
    """Reads of those who are signed in."""
    PUBLIC = 3
    """Reads of everybody else."""


_caller: contextvars.ContextVar[Caller] = contextvars.ContextVar("octavo.caller", default=ANONYMOUS)
_deadline: contextvars.ContextVar[float | None] = contextvars.ContextVar("octavo.deadline", default=None)
_priority: contextvars.ContextVar[Priority] = contextvars.ContextVar(
    "octavo.priority", default=Priority.BACKGROUND
)

_MARGIN: Final = 0.1
_MARGIN_SHARE: Final = 0.1

# The loop keeps only weak references to tasks: without these, shielded work could vanish half done.
_running: set[asyncio.Task[object]] = set()


def current_caller() -> Caller:
    """Return who asks; `ANONYMOUS` when nobody is signed in, and in detached work."""
    return _caller.get()


@contextmanager
def acting_as(caller: Caller) -> Iterator[Caller]:
    """Make `caller` the one who asks, inside the block."""
    token = _caller.set(caller)
    try:
        yield caller
    finally:
        _caller.reset(token)


def act_as(caller: Caller, priority: Priority, until: float | None) -> None:
    """Make `caller` the one who asks, so urgently, until this time of the event loop: from here on, in a task
    that does nothing else. Whoever began the task ends it at that time."""
    _caller.set(caller)
    _priority.set(priority)
    _deadline.set(until)


def time_left() -> float | None:
    """Return the seconds until the deadline (never below zero), or None where there is none."""
    until = _deadline.get()
    return None if until is None else max(0.0, until - asyncio.get_running_loop().time())


def allowance() -> float | None:
    """Return the seconds that a call may be given: what is left, less a margin for doing without its answer.

    The margin is a tenth, and at most 0.1 s. None where there is no deadline.
    """
    left = time_left()
    return None if left is None else left - min(_MARGIN, left * _MARGIN_SHARE)


@asynccontextmanager
async def deadline(seconds: float) -> AsyncIterator[None]:
    """Give the block `seconds`, or what is left of an earlier deadline if that is less.

    When the time is over the block is cancelled and `DeadlineExceeded` is raised, here as over the wire. A
    block whose time is over before it begins is not begun.
    """
    now = asyncio.get_running_loop().time()
    until = now + seconds
    outer = _deadline.get()
    if outer is not None and outer < until:
        until = outer
    if until <= now:
        raise DeadlineExceeded
    token = _deadline.set(until)
    timer = asyncio.timeout_at(until)
    try:
        async with timer:
            yield
    except TimeoutError:
        if timer.expired():
            raise DeadlineExceeded from None
        raise
    finally:
        _deadline.reset(token)


def current_priority() -> Priority:
    """Return how much the answer matters; `BACKGROUND` where nobody said."""
    return _priority.get()


@contextmanager
def urgency(priority: Priority) -> Iterator[None]:
    """Make the block's calls matter so much."""
    token = _priority.set(priority)
    try:
        yield
    finally:
        _priority.reset(token)


def trace_id() -> str:
    """Return the id that ties together all that is done for one request, everywhere: 32 hex digits; empty
    outside of any."""
    part = spans.part_here()
    return "" if part is None else part.trace


def request_id() -> str:
    """Return what the log and the answer call the request: the proxy's name for it where one gave it a name,
    its trace otherwise; empty outside of any."""
    part = spans.part_here()
    return "" if part is None else part.name


@contextmanager
def tracing(trace: str = "") -> Iterator[str]:
    """Put the block under this trace (32 hex digits), or under a new one, without recording what it does."""
    part = spans.Part(spans.Parent(trace, 0, False) if trace else None)
    with spans.under((part, part.root)):
        yield part.trace


def taken_along() -> Callable[[], None]:
    """What detached work takes along of whoever began it: its urgency, its trace, and whether its reads may
    lag. Call the result in the empty context."""
    priority, span, lag = _priority.get(), spans.here(), lagging.handed_on()

    def take() -> None:
        _priority.set(priority)
        spans.enter(span)
        lag()

    return take


async def run_detached(work: Callable[[], Awaitable[T]], *, seconds: float = 30.0) -> T:
    """Run `work` in an empty context with a deadline of its own, and return its result.

    Nobody's identity, no outer deadline, no open transaction; as urgent as whoever asks first, and in that
    one's trace. When the one who waits is cancelled the work goes on to its end: others may be waiting for it
    too. Raises what `work` raises, and `DeadlineExceeded`.
    """

    take = taken_along()

    async def alone() -> T:
        take()
        async with deadline(seconds):
            return await work()

    task: asyncio.Task[T] = asyncio.create_task(alone(), context=contextvars.Context())
    _running.add(task)
    task.add_done_callback(_finished)
    return await asyncio.shield(task)


def _finished(task: asyncio.Task[object]) -> None:
    _running.discard(task)
    if not task.cancelled():
        task.exception()  # marks it as seen: who still waits has it, and a cancelled asker wants it no more
