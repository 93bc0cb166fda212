"""Who and what is near, told of graphs in the memory of this process."""

from collections.abc import Sequence
from typing import Final

from octavo.graph.walk_keeping import WalkKeeper
from octavo.graph.walks.adjacency import Adjacency
from octavo.graph.walks.overlapping import alike
from octavo.graph.walks.walking import Near, Plan, walk

_PLAN: Final = Plan()


class MemoryNeighbours:
    """Fits ports.Neighbours."""

    def __init__(self, claps: WalkKeeper, follows: WalkKeeper) -> None:
        self.claps = claps
        self.follows = follows

    async def walk(self, person: int, pins: Sequence[int], limit: int) -> Sequence[int]:
        def wander(graph: Adjacency) -> Sequence[Near]:
            # The same reader with the same graph walks the same way.
            return walk(graph, pins, seed=person & 0xFFFFFFFF, plan=_PLAN, limit=limit)

        return _ids(await self.claps.with_graph(wander))

    async def stories_like(self, story: int, limit: int) -> Sequence[int]:
        return _ids(await self.claps.with_graph(lambda graph: alike(graph, story, limit=limit)))

    async def people_like(self, person: int, limit: int) -> Sequence[int]:
        return _ids(await self.follows.with_graph(lambda graph: alike(graph, person, limit=limit)))

    async def close(self) -> None:
        await self.claps.close()
        await self.follows.close()


def _ids(found: Sequence[Near] | None) -> Sequence[int]:
    return [one.id for one in found or ()]
