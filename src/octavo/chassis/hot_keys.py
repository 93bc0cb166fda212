"""Which keys are asked for most just now, counted in a bounded room (Misra and Gries, 1982).

With room for k keys, a key that has more than a (k + 1)th of all that is counted is never missed, and no
count is higher than it was, nor lower by more than that.
"""

import time
from collections.abc import Callable
from typing import Final

_ROOM: Final = 256


class HotKeys:
    """Counts of the last whole window of `seconds`. Used from one thread."""

    def __init__(
        self, *, seconds: float = 10.0, room: int = _ROOM, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.seconds = seconds
        self._room = room
        self._clock = clock
        self._since = clock()
        self._counts: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def count(self, key: str, weight: float = 1.0) -> None:
        """It was asked for once more; `weight`: how much of it."""
        self._turn()
        if key in self._counts or len(self._counts) < self._room:
            self._counts[key] = self._counts.get(key, 0.0) + weight
            return
        least = min(weight, min(self._counts.values()))
        self._counts = {one: left for one, had in self._counts.items() if (left := had - least) > 0}
        if weight > least:
            self._counts[key] = weight - least

    def top(self, most: int) -> list[tuple[str, float]]:
        """The hottest keys of the last whole window with their weight a second, hottest first."""
        self._turn()
        hottest = sorted(self._last.items(), key=lambda one: (-one[1], one[0]))[:most]
        return [(key, weight / self.seconds) for key, weight in hottest]

    def _turn(self) -> None:
        passed = self._clock() - self._since
        if passed < self.seconds:
            return
        self._last = self._counts if passed < 2 * self.seconds else {}
        self._counts = {}
        self._since += passed // self.seconds * self.seconds
