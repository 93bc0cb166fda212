"""Which keys are asked for most just now, counted in a bounded room (Misra and Gries, 1982).

With room for k keys, a key that has more than a (k + 1)th of all that is counted is never missed, and no
count is higher than it was, nor lower by more than that.
"""

import time
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)

_ROOM: Final = 256


class HotKeys(Generic[K]):
    """Counts of windows of `seconds`. Used from one thread."""

    def __init__(
        self, *, seconds: float = 10.0, room: int = _ROOM, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.seconds = seconds
        self._room = room
        self._clock = clock
        self._since = clock()
        self._counts: dict[K, float] = {}
        self._last: dict[K, float] = {}

    def count(self, key: K, weight: float = 1.0) -> None:
        """It was asked for once more; `weight`: how much of it."""
        self._turn()
        if key in self._counts or len(self._counts) < self._room:
            self._counts[key] = self._counts.get(key, 0.0) + weight
            return
        least = min(weight, min(self._counts.values()))
        self._counts = {one: left for one, had in self._counts.items() if (left := had - least) > 0}
        if weight > least:
            self._counts[key] = weight - least

    def rate(self, key: K) -> float:
        """Its weight a second in the running window, whose rest counts as nothing yet, or in the last whole
        one, whichever is more: what goes on evenly is seen whole before two windows are over."""
        self._turn()
        return max(self._counts.get(key, 0.0), self._last.get(key, 0.0)) / self.seconds

    def top(self, most: int) -> list[tuple[K, float]]:
        """The hottest keys of the last whole window with their weight a second, hottest first."""
        self._turn()
        hottest = sorted(self._last.items(), key=lambda one: (-one[1], str(one[0])))[:most]
        return [(key, weight / self.seconds) for key, weight in hottest]

    def _turn(self) -> None:
        passed = self._clock() - self._since
        if passed < self.seconds:
            return
        self._last = self._counts if passed < 2 * self.seconds else {}
        self._counts = {}
        self._since += passed // self.seconds * self.seconds
