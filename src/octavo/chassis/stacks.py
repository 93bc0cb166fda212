"""Where time went: stacks of what took too long, grouped by the place in our own code that they end at."""

import asyncio
import gc
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import PurePath
from types import FrameType, TracebackType
from typing import Any, Final

import msgspec

__all__ = ["Place", "Places", "Step", "is_ours", "of_coroutine", "of_frame", "of_traceback", "short", "told"]

_OURS: Final = "octavo"
_ROOT: Final = f"{PurePath(__file__).parent.parent}/"
_DEEPEST: Final = 40
_MOST: Final = 100
_LONGEST_WAY: Final = 200

Step = tuple[str, int, str]
"""A file, a line, a function."""


class Place(msgspec.Struct, kw_only=True):
    """What took too long at one place. Times are seconds, moments seconds since the epoch."""

    where: str
    """Such as "feed/weighing.py in_order": the innermost of our own functions."""
    count: int = 0
    longest: float = 0.0
    first: float = 0.0
    last: float = 0.0
    stack: tuple[str, ...] = ()
    """Of the longest: from the outermost to the innermost, such as "feed/homes.py:120 make"."""


class Places:
    """At most a hundred; when there are more, the one that was seen least lately is forgotten."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._places: dict[str, Place] = {}
        self.count = 0
        """Of all, forgotten ones too."""

    def note(self, steps: list[Step], seconds: float) -> Place:
        """Something took so many seconds, and ended or stood at these steps, the innermost last."""
        where, now = _where(steps), self._clock()
        place = self._places.pop(where, None) or Place(where=where, first=now)
        self._places[where] = place  # last in the order of the dictionary
        if len(self._places) > _MOST:
            del self._places[next(iter(self._places))]
        self.count += 1
        place.count += 1
        place.last = now
        if seconds >= place.longest:
            place.longest, place.stack = seconds, tuple(map(told, steps[-_DEEPEST:]))
        return place

    def lasted(self, place: Place, seconds: float) -> None:
        """It took longer than was known when it was noted."""
        place.longest = max(place.longest, seconds)

    def told(self) -> tuple[Place, ...]:
        """All of them, what took longest in all first."""
        found = [msgspec.structs.replace(one) for one in list(self._places.values())]
        return tuple(sorted(found, key=lambda one: (-one.count * one.longest, one.where)))


def of_frame(frame: FrameType | None) -> list[Step]:
    """The steps of a thread, the innermost last."""
    return [
        (inner.f_code.co_filename, line, inner.f_code.co_name) for inner, line in traceback.walk_stack(frame)
    ][::-1]


def of_coroutine(waiting: Any) -> list[Step]:
    """The steps of a coroutine that waits, through all that it awaits, the innermost last."""
    return list(_along(waiting))


def of_traceback(trace: TracebackType | None) -> list[Step]:
    """The steps from where an exception was caught to where it was raised, the innermost last."""
    steps = []
    while trace is not None:
        code = trace.tb_frame.f_code
        steps.append((code.co_filename, trace.tb_lineno, code.co_qualname))
        trace = trace.tb_next
    return steps


_KINDS: Final = (("cr_frame", "cr_await"), ("ag_frame", "ag_await"), ("gi_frame", "gi_yieldfrom"))


def _along(waiting: Any) -> Iterator[Step]:
    for _ in range(_LONGEST_WAY):
        kind = _kind(waiting)
        if kind is None:
            # What an asynchronous generator or a task is awaited by has no frame, and does not name it.
            inner = (one for one in map(_worker, gc.get_referents(waiting)) if _kind(one) is not None)
            waiting = next(inner, None)
            kind = _kind(waiting)
        if kind is None or (frame := getattr(waiting, kind[0])) is None:
            return
        yield frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name
        waiting = getattr(waiting, kind[1])


def _kind(waiting: Any) -> tuple[str, str] | None:
    return next((kind for kind in _KINDS if hasattr(waiting, kind[0])), None)


def _worker(one: Any) -> Any:
    return one.get_coro() if isinstance(one, asyncio.Task) else one


def is_ours(file: str) -> bool:
    """Whether a file is one of this program's own."""
    return file.startswith(_ROOT)


def _where(steps: list[Step]) -> str:
    own = [step for step in steps if _OURS in PurePath(step[0]).parts]
    file, _, function = (own or steps or [("?", 0, "?")])[-1]
    return f"{short(file)} {function}"


def told(step: Step) -> str:
    """A step as it is shown, such as "feed/homes.py:120 make"."""
    file, line, function = step
    return f"{short(file)}:{line} {function}"


def short(file: str) -> str:
    """A file as seen from the program, or from where its package is."""
    parts = PurePath(file).parts
    for folder in (_OURS, "site-packages"):
        if folder in parts:
            # The last of that name: the program may itself lie in a folder called so.
            return "/".join(parts[len(parts) - parts[::-1].index(folder) :])
    return "/".join(parts[-2:])
