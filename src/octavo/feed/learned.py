"""What this process knows of what was learned: a reader's next stories, and those that are like a story."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

import structlog

from octavo.chassis.cache import NearCache
from octavo.chassis.faults import Unavailable
from octavo.feed.catalogue import Catalogue
from octavo.feed.entities import Listing, Reader
from octavo.feed.ports import Models

if TYPE_CHECKING:
    from octavo.feed.ranking.learning import Model

SHOWN: Final = 40
"""Of what comes next, the best that come into question for a home page."""
KEPT: Final = 1_000
"""Of what comes next, so many have points of their own; all others together have none."""
UNKNOWN: Final = 500
"""Points of a story that came after it was learned: neither good nor bad."""
_GUESSED: Final = 500
"""Points of the best where there was too little to learn a blend from."""
_BEST: Final = 1_000
_LOOK_SECONDS: Final = 30.0
_SECONDS: Final = 300.0
_BUSY_SECONDS: Final = 20.0
_AT_ONCE: Final = 4
_BYTES: Final = 100_000

_log = structlog.get_logger(__name__)


class Learned(NamedTuple):
    """For a reader. Points go from 0 to 1000, by rank among all that was known when it was learned."""

    best: tuple[int, ...] = ()
    points: Mapping[int, int] = {}
    since: int = 0
    """What was published later (microseconds) was not known; 0: nothing was learned."""

    def of_each(self, stories: Iterable[Listing]) -> list[int]:
        """Points of each of these; for where something was learned."""
        points, since = self.points, self.since
        return [points.get(story.number, UNKNOWN if story.published >= since else 0) for story in stories]


NOTHING: Final = Learned()


class LearnedKeeper:
    """Holds the newest model, brought up to date within half a minute; asked in threads, few at a time."""

    def __init__(self, models: Models, near: NearCache) -> None:
        self._models = models
        self._near = near
        self._model: Model | None = None
        self._number = 0
        self._looked = -_LOOK_SECONDS
        self._lock = asyncio.Lock()
        self._asking = 0

    async def of(self, reader: Reader, catalogue: Catalogue, now: int) -> Learned:
        """What comes next for a reader; nothing where nothing was learned, or too many ask at once."""
        model = await self._fresh()
        if model is None:
            return NOTHING

        async def ask() -> Learned:
            if self._asking >= _AT_ONCE:
                return NOTHING
            self._asking += 1
            try:
                return await asyncio.to_thread(_asked, model, reader, catalogue, now, self._number)
            finally:
                self._asking -= 1

        found: Learned = await self._near.get_or_load(
            ("learned", reader.number, self._number),
            ask,
            ttl=lambda made: _SECONDS if made.since else _BUSY_SECONDS,
            tags=(),
            size=_BYTES,
        )
        return found

    async def like(self, story: int) -> Mapping[int, float]:
        """Stories that are like one, from 0 to 2: by their words, and by who read both."""
        model = await self._fresh()
        return await asyncio.to_thread(model.known.like, story) if model else {}

    def stale(self) -> None:
        """Whoever asks next looks whether there is something newer."""
        self._looked = -_LOOK_SECONDS

    async def _fresh(self) -> Model | None:
        if monotonic() - self._looked < _LOOK_SECONDS:
            return self._model
        async with self._lock:
            if monotonic() - self._looked >= _LOOK_SECONDS:
                try:
                    await self._look()
                except (ValueError, Unavailable) as error:
                    _log.warning("what was learned cannot be read", reason=str(error) or type(error).__name__)
                finally:
                    self._looked = monotonic()
        return self._model

    async def _look(self) -> None:
        newest = await self._models.newest()
        if newest == self._number:
            return
        kept = await self._models.get(newest)
        if kept is None:
            return
        self._number, self._model = newest, None  # what cannot be read is not tried again and again
        self._model = await asyncio.to_thread(_unpacked, kept)


def _unpacked(kept: bytes) -> Model:
    from octavo.feed.ranking.keeping import unpacked  # scipy takes 40 MB, which new sites need not

    return unpacked(kept)


def _asked(model: Model, reader: Reader, catalogue: Catalogue, now: int, since: int) -> Learned:
    import numpy as np

    from octavo.feed.ranking.knowing import Own

    numbers = [number for number in model.stories.tolist() if catalogue.get(number) is not None]
    read = [(one.story, one.at // 1_000_000) for one in reader.interests if one.strength]
    own = Own.of([story for story, _ in read], [at for _, at in read])
    at = np.array([now // 1_000_000], dtype=np.int64)
    best = model.best(own, at, np.array(numbers, dtype=np.int64), KEPT + len(read))
    had = {story for story, _ in read}
    order = [number for number in best if number not in had][:KEPT]
    most = _BEST if model.ranker else _GUESSED
    points = {number: most - most * place // max(1, len(order)) for place, number in enumerate(order)}
    return Learned(tuple(order[:SHOWN]), points, since)
