"""How many requests are worked at, and who is told to come again: learned from how long they take.

The limit follows the gradient between the time that work takes when little is done and what it takes now, as
Netflix' concurrency-limits does (https://github.com/Netflix/concurrency-limits, GradientLimit: the limit
times the gradient, plus the square root of the limit for a short queue). As in Envoy's adaptive concurrency
filter the time under little work is measured, and measured anew under load by letting few in for a moment:
an average over long times would learn overload as what is usual, and the limit would creep up. Ours: a wait
that nobody minds (`target`) is no overload, however fast the work alone would be.
"""

import math
from collections import Counter
from collections.abc import Callable
from typing import Final

from octavo.chassis.context import Priority

__all__ = ["Admission"]

SHARES: Final = {
    Priority.PUBLIC: 1.0,
    Priority.MEMBER: 0.9,
    Priority.WRITE: 0.75,
    Priority.BACKGROUND: 0.5,
}
"""Who goes first when it gets tight: each is let in while less than this share of the limit is in use.

Pages from the cache are answered before any of this and never wait. Then, last to be refused: reads of those
who are not signed in; of those who are; what changes something; what nobody waits for."""

_FIRST: Final = 100
_WINDOW_SECONDS: Final = 0.1
_WINDOW_SAMPLES: Final = 10
_TOLERANCE: Final = 1.5
"""So many times the time under little work is no overload."""
_SMOOTHING: Final = 0.5
_STEEPEST: Final = 0.5
_FEW: Final = 4
"""So many at once are little work."""
_ANEW_SECONDS: Final = 30.0
"""How old a measurement under little work may be before few are let in for a moment."""
_MEASURING_SECONDS: Final = 2.0


class Admission:
    """The limit of one server. `refused` counts by priority; nothing here waits.

    Ask `admits`, then `enter`, then `leave` exactly once for each `enter`.
    """

    def __init__(
        self, clock: Callable[[], float], *, target: float, least: int = 8, most: int = 1000
    ) -> None:
        """target: seconds. least, most: bounds of the limit, which begins at a hundred between them."""
        self.limit = float(min(max(_FIRST, least), most))
        self.inside = 0
        self.refused: Counter[Priority] = Counter()
        self._clock = clock
        self._target = target
        self._least = least
        self._most = most
        self._usual: float | None = None
        self._measured = clock()
        self._measuring = False
        self._taken: list[float] = []
        self._peak = 0
        self._until = clock() + _WINDOW_SECONDS

    @property
    def measuring(self) -> bool:
        """Whether few are let in just now, to measure what work takes by itself."""
        return self._measuring

    def admits(self, priority: Priority, *, coming: int = 0) -> bool:
        """Whether one more may come in; counted where not. coming: so many are about to come before them."""
        limit = min(self.limit, max(_FEW, self._least)) if self._measuring else self.limit
        if self.inside + coming < max(1.0, limit * SHARES[priority]):
            return True
        if self._measuring and self._in_vain(self._clock()):
            return self.admits(priority, coming=coming)
        self.refused[priority] += 1
        return False

    def _in_vain(self, now: float) -> bool:
        """Whether measuring has lasted too long, as too little comes or the work is slow; it then ends."""
        if not self._measuring or now - self._measured < _ANEW_SECONDS + _MEASURING_SECONDS:
            return False
        self._measured, self._measuring = now, False
        return True

    def enter(self) -> None:
        """Work begins."""
        self.inside += 1
        if self.inside > self._peak:
            self._peak = self.inside

    def leave(self, seconds: float | None) -> None:
        """Work has ended after so many seconds; None where that says nothing: a stream, a caller who left."""
        self.inside -= 1
        if seconds is None:
            return
        self._taken.append(seconds)
        if len(self._taken) >= _WINDOW_SAMPLES and self._clock() >= self._until:
            self._learn()

    def _learn(self) -> None:
        taken, peak, now = sorted(self._taken), self._peak, self._clock()
        usual_wait, self._taken, self._peak = taken[len(taken) // 2], [], self.inside
        self._until = now + _WINDOW_SECONDS
        if peak <= _FEW:
            self._usual = usual_wait
            self._measured, self._measuring = now, False
        elif now - self._measured >= _ANEW_SECONDS and not self._in_vain(now):
            # Those who are inside leave first: windows count again once few are.
            if not self._measuring:
                self._measured, self._measuring = now - _ANEW_SECONDS, True
            return
        if self._usual is None:
            self._usual = usual_wait
        allowed = max(self._usual * _TOLERANCE, self._target)
        gradient = max(_STEEPEST, min(1.0, allowed / usual_wait)) if usual_wait > 0 else 1.0
        if gradient == 1.0 and peak < self.limit / 2:
            return  # what is not used tells nothing about more
        wanted = self.limit * gradient + math.sqrt(self.limit)
        limit = self.limit * (1 - _SMOOTHING) + wanted * _SMOOTHING
        self.limit = min(max(limit, float(self._least)), float(self._most))
