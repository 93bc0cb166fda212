"""A graph in the memory of this process, built from the store and kept fresh by what is purged.

Every process hears what any of them purges; what was purged is read again from the store, row by row. So no
act is applied twice or lost, and there is nothing to replay. A graph that is not built yet, or is too large
for its limit, is None: whoever wanted to walk does without.
"""

import asyncio
import threading
from array import array
from collections.abc import Callable, Collection, Sequence
from time import monotonic
from typing import Final, Protocol, TypeVar

import numpy as np
import structlog

from octavo.chassis.cache import NearCache
from octavo.chassis.engine import StorageFault
from octavo.chassis.ids import number_of
from octavo.graph.walks.adjacency import Adjacency, Full

T = TypeVar("T")
_log = structlog.get_logger(__name__)

_PAGE: Final = 5_000
_WHOLE_SECONDS: Final = 3_600.0
"""Then all is built anew: rows too long to be read again for each act come up to date."""
_AGAIN_SECONDS: Final = 60.0
"""After a build that failed."""
_LONGEST_ROW: Final = 20_000
_MOST_STALE: Final = 2_000
_AT_ONCE: Final = 100
_NOTHING: Final = (-1, 0)


class Tracks(Protocol):
    """Edges in the store, from an actor to a target."""

    @property
    def tag(self) -> str:
        """What is purged where the edges of a target change, before its id."""
        ...

    async def page(self, after: tuple[int, int], limit: int) -> Sequence[tuple[int, int]]:
        """Edges (actor, target) in one order, after that one."""
        ...

    async def row(self, target: int, limit: int) -> Sequence[int]:
        """The actors of one target, so many at most."""
        ...


class WalkKeeper:
    """Holds the graph of some tracks. `most`: edges that it may have."""

    def __init__(self, tracks: Tracks, near: NearCache, *, most: int) -> None:
        self._tracks = tracks
        self._most = most
        self._graph: Adjacency | None = None
        self._lock = threading.Lock()
        self._stale: set[int] = set()
        self._meanwhile: set[int] = set()
        """What was purged while all is built anew: the pages read before that do not have it."""
        self._whole = 0.0
        """When all is to be built (anew), by the clock of this process."""
        self._building: asyncio.Task[None] | None = None
        self._prefix = tracks.tag
        near.watch(self._purged)

    async def with_graph(self, work: Callable[[Adjacency], T]) -> T | None:
        """What `work` makes of the graph, in a thread; None where there is no graph just now."""
        if monotonic() >= self._whole and self._building is None:
            self._building = asyncio.create_task(self._build())
        graph = self._graph
        if graph is None:
            return None
        if self._stale:
            await self._refresh(graph)

        def locked() -> T:
            with self._lock:
                return work(graph)

        return await asyncio.to_thread(locked)

    async def built(self) -> None:
        """Waits until what is being built is there."""
        await self.with_graph(lambda graph: None)
        if self._building is not None:
            await asyncio.shield(self._building)

    async def close(self) -> None:
        """Gives up what is being built."""
        if self._building is not None:
            self._building.cancel()
            await asyncio.gather(self._building, return_exceptions=True)

    def _purged(self, tags: Collection[str] | None) -> None:
        if tags is None:  # some were missed
            self._whole = 0.0
            return
        for tag in tags:
            if tag.startswith(self._prefix) and (target := number_of(tag[len(self._prefix) :])):
                self._stale.add(target)
                if self._building is not None:
                    self._meanwhile.add(target)
        if len(self._stale) > _MOST_STALE:
            self._whole = 0.0

    async def _build(self) -> None:
        begun, self._whole = monotonic(), monotonic() + _AGAIN_SECONDS
        try:
            self._meanwhile.clear()
            actors, targets, after = array("q"), array("q"), _NOTHING
            while edges := await self._tracks.page(after, _PAGE):
                actors.extend(actor for actor, _ in edges)
                targets.extend(target for _, target in edges)
                after = edges[-1]
                if len(actors) > self._most:
                    raise Full
            self._graph = await asyncio.to_thread(_made, actors, targets, self._most)
            self._stale = set(self._meanwhile)
            self._whole = monotonic() + _WHOLE_SECONDS
            _log.info("a graph is in memory", of=self._prefix, edges=len(actors), seconds=monotonic() - begun)
        except Full:
            self._graph, self._whole = None, monotonic() + _WHOLE_SECONDS
            _log.warning("a graph is too large for its memory", of=self._prefix, most=self._most)
        except StorageFault as error:
            _log.warning("a graph waits for its store", of=self._prefix, reason=str(error))
        finally:
            self._building = None

    async def _refresh(self, graph: Adjacency) -> None:
        """Reads some of what changed again."""
        some = [self._stale.pop() for _ in range(min(_AT_ONCE, len(self._stale)))]
        for target in some:
            actors = await self._tracks.row(target, _LONGEST_ROW + 1)
            if len(actors) <= _LONGEST_ROW:
                try:
                    await asyncio.to_thread(self._apply, graph, target, set(actors))
                except Full:
                    self._whole = 0.0

    def _apply(self, graph: Adjacency, target: int, actors: set[int]) -> None:
        with self._lock:
            node = graph.right(target)
            row = [] if node is None else graph.back.row(node).tolist()
            known = {graph.left_ids[one] for one in row}
            for gone in known - actors:
                graph.part(gone, target)
            for new in actors - known:
                graph.join(new, target)


def _made(actors: "array[int]", targets: "array[int]", most: int) -> Adjacency:
    lefts, rights = np.frombuffer(actors, dtype=np.int64), np.frombuffer(targets, dtype=np.int64)
    return Adjacency.of(lefts, rights, most=most)
