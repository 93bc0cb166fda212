"""Which keys of a near cache are hot just now: found within a second, and then spared by eviction.

SIEVE keeps what is asked for again before its hand passes. Where much more is read than the cache holds
(somebody reads the whole archive) the hand is quicker than that, and a key that everybody asks for goes to
the tier behind each time, from every process to the one server that has it.

Heat is reads a second in this process. A read that found nothing here counts ten times, for that is what it
costs, and of the others one in sixteen is counted for all: a hit takes a third of a microsecond.
"""

import random
import time
from collections.abc import Callable, Hashable
from typing import Final

from octavo.chassis.hot_keys import HotKeys

HOT = 100.0
"""Reads a second."""
SPARED_SECONDS: Final = 10.0
"""How long a key stays that was found hot, unless it is purged or at its end."""
_WINDOW_SECONDS: Final = 0.5
_MISS: Final = 10.0
_STEPS: Final = (
    8,
    24,
)  # sixteen hits, about: at even steps what is asked for by turns would be taken for one


class Heat:
    """The heat of one cache's keys. clock: seconds, only ever growing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.left = 1
        """Hits until the next one that is counted; whoever counts down calls `hit` at 0."""
        self._step = 1
        self._keys: HotKeys[Hashable] = HotKeys(seconds=_WINDOW_SECONDS, clock=clock)

    def hit(self, key: Hashable) -> bool:
        """A hit that stands for those before it; whether the key is hot."""
        self._keys.count(key, self._step)
        self.left = self._step = random.randint(*_STEPS)  # noqa: S311 - nobody gains by guessing
        return self.is_hot(key)

    def missed(self, key: Hashable) -> None:
        """A read that found nothing here."""
        self._keys.count(key, _MISS)

    def is_hot(self, key: Hashable) -> bool:
        """Whether it is asked for much."""
        return self._keys.rate(key) >= HOT

    def hottest(self, most: int) -> list[tuple[Hashable, float]]:
        """The hot keys of the last half second with their heat, hottest first."""
        return [(key, heat) for key, heat in self._keys.top(most) if heat >= HOT]
