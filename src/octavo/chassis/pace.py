"""One clock for all that looks again and again: many looks at each beat cost less than a timer for each."""

import asyncio
from collections.abc import Callable
from weakref import WeakKeyDictionary


class Pace:
    """Calls its looks one after the other, `seconds` apart, as long as there are any.

    A look is short and raises nothing: it runs on the event loop itself.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._loop = loop
        self._seconds = seconds
        self._looks: list[Callable[[], None]] = []
        self._next: asyncio.TimerHandle | None = None

    def add(self, look: Callable[[], None]) -> None:
        """Call it from the next beat on."""
        self._looks.append(look)
        if self._next is None:
            self._next = self._loop.call_later(self._seconds, self._beat)

    def discard(self, look: Callable[[], None]) -> None:
        """Call it no longer; nothing where it is not called."""
        if look in self._looks:
            self._looks.remove(look)
        if not self._looks and self._next is not None:
            self._next.cancel()
            self._next = None

    def _beat(self) -> None:
        self._next = self._loop.call_later(self._seconds, self._beat)
        for look in tuple(self._looks):
            look()


_paces: "WeakKeyDictionary[asyncio.AbstractEventLoop, dict[float, Pace]]" = WeakKeyDictionary()


def of(seconds: float) -> Pace:
    """The running loop's clock of this pace."""
    loop = asyncio.get_running_loop()
    paces = _paces.setdefault(loop, {})
    if seconds not in paces:
        paces[seconds] = Pace(loop, seconds)
    return paces[seconds]
