"""The last hour of counters that are there anyway: what they grew by in each half minute.

Nothing is measured here, and a request costs nothing more: the same counters are read that /metrics shows.
"""

from array import array
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

__all__ = ["LATELY", "SHOWN", "STEP", "STEPS", "Reading", "Ring", "Series", "Window"]

STEP: Final = 30.0
"""Seconds."""
STEPS: Final = 120
LATELY: Final = 10
"""So many steps are "lately": five minutes."""
SHOWN: Final = 30
"""So many steps a picture shows: a quarter of an hour."""

Key = tuple[str, str]
"""A name ("stories") and a side: "served", "asked", "cache"."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A counter as it stands. `bounds` are the seconds that its buckets end at; one more has the rest.

    failed: by our own fault; of a cache: what it had not. reads: the same buckets of what pages wait for.
    """

    bounds: Sequence[float] = ()
    calls: int = 0
    failed: int = 0
    buckets: Sequence[int] = ()
    reads: Sequence[int] = ()


class Window(msgspec.Struct, kw_only=True):
    """What was counted in a stretch of time."""

    seconds: float = 0.0
    calls: int = 0
    failed: int = 0
    buckets: list[int] = []
    reads: list[int] = []

    def add(self, other: "Window") -> None:
        """What another process counted in the same time."""
        self.seconds = max(self.seconds, other.seconds)
        self.calls += other.calls
        self.failed += other.failed
        self.buckets = _sum(self.buckets, other.buckets)
        self.reads = _sum(self.reads, other.reads)


class Series(msgspec.Struct, kw_only=True):
    """A counter's last hour."""

    name: str
    side: str
    bounds: tuple[float, ...] = ()
    lately: Window = msgspec.field(default_factory=Window)
    hour: Window = msgspec.field(default_factory=Window)
    calls: list[int] = []
    """In each of the steps that are shown, the present one last."""
    failed: list[int] = []

    def add(self, other: "Series") -> None:
        """What another process counted. One with other bounds adds its counts and no times."""
        if other.bounds != self.bounds:
            for window in (other.lately, other.hour):
                window.buckets, window.reads = [], []
        self.lately.add(other.lately)
        self.hour.add(other.hour)
        self.calls, self.failed = _sum(self.calls, other.calls), _sum(self.failed, other.failed)


Step = dict[Key, "array[int]"]


class Ring:
    """The steps of one process. read: the counters as they stand. monotonic: seconds."""

    def __init__(self, read: Callable[[], Mapping[Key, Reading]], *, monotonic: Callable[[], float]) -> None:
        self._read = read
        self._monotonic = monotonic
        self._steps: deque[Step] = deque(maxlen=STEPS)
        self._began = self._turned = monotonic()
        self._last = {key: _flat(one) for key, one in read().items()}

    def turn(self) -> None:
        """A step is over."""
        now = {key: _flat(one) for key, one in self._read().items()}
        self._steps.append(self._grown(now))
        self._last, self._turned = now, self._monotonic()

    def series(self) -> list[Series]:
        """All counters, up to this moment."""
        readings = self._read()
        steps = [*self._steps, self._grown({key: _flat(one) for key, one in readings.items()})]
        moment = self._monotonic()
        running, all_of_it = moment - self._turned, moment - self._began
        return [
            Series(
                name=key[0],
                side=key[1],
                bounds=tuple(one.bounds),
                lately=_window(steps[-LATELY - 1 :], key, one, min(LATELY * STEP + running, all_of_it)),
                hour=_window(steps, key, one, min(STEPS * STEP + running, all_of_it)),
                calls=_shown(steps, key, 0),
                failed=_shown(steps, key, 1),
            )
            for key, one in readings.items()
        ]

    def _grown(self, now: Mapping[Key, "array[int]"]) -> Step:
        grown: Step = {}
        for key, values in now.items():
            before = self._last.get(key)
            if before is None:
                grown[key] = values
            elif values != before:  # what stood still takes no room
                grown[key] = array("Q", (max(0, a - b) for a, b in zip(values, before, strict=True)))
        return grown


def _flat(reading: Reading) -> "array[int]":
    return array("Q", (reading.calls, reading.failed, *reading.buckets, *reading.reads))


def _window(steps: Sequence[Step], key: Key, reading: Reading, seconds: float) -> Window:
    sums = [sum(column) for column in zip(*(step[key] for step in steps if key in step), strict=True)]
    if not sums:
        return Window(seconds=seconds)
    cut = 2 + len(reading.buckets)
    return Window(seconds=seconds, calls=sums[0], failed=sums[1], buckets=sums[2:cut], reads=sums[cut:])


def _shown(steps: Sequence[Step], key: Key, which: int) -> list[int]:
    values = [step[key][which] if key in step else 0 for step in steps[-SHOWN:]]
    return [0] * (SHOWN - len(values)) + values


def _sum(one: list[int], other: list[int]) -> list[int]:
    if len(one) != len(other):
        return list(one or other)
    return [a + b for a, b in zip(one, other, strict=True)]
