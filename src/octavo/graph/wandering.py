"""What is near: walks over who clapped for what, and what the same people like or follow."""

from collections.abc import Sequence
from typing import Final

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.graph.api import PersonId, StoryId
from octavo.graph.circle import Circle
from octavo.graph.walks.adjacency import Adjacency
from octavo.graph.walks.overlapping import alike
from octavo.graph.walks.walking import Near, Plan, walk

_MOST: Final = 100
_PINS: Final = 20
_PLAN: Final = Plan()


class Wandering(Circle, frozen=True, kw_only=True, eq=False):
    """A faculty of the graph. It tells ids alone; who may see what is asked by whoever shows them."""

    async def walk(self, *, person_id: PersonId, limit: int = 40) -> tuple[StoryId, ...]:
        _check(limit)
        person = from_text(person_id, "person_id")
        pins = await self.clap_tracks.latest(person, _PINS)
        if not pins:
            return ()

        def wander(graph: Adjacency) -> Sequence[Near]:
            # The same reader with the same graph walks the same way.
            return walk(graph, pins, seed=person & 0xFFFFFFFF, plan=_PLAN, limit=limit)

        return _stories(await self.clap_walks.with_graph(wander))

    async def list_alike(self, *, story_id: StoryId, limit: int = 10) -> tuple[StoryId, ...]:
        _check(limit)
        story = from_text(story_id, "story_id")
        return _stories(await self.clap_walks.with_graph(lambda graph: alike(graph, story, limit=limit)))

    async def list_alike_people(self, *, person_id: PersonId, limit: int = 10) -> tuple[PersonId, ...]:
        _check(limit)
        person = from_text(person_id, "person_id")
        found = await self.follow_walks.with_graph(lambda graph: alike(graph, person, limit=limit))
        return tuple(PersonId(to_text(one.id)) for one in found or ())


def _check(limit: int) -> None:
    if not 1 <= limit <= _MOST:
        raise Invalid("limit", f"From 1 to {_MOST}.")


def _stories(found: Sequence[Near] | None) -> tuple[StoryId, ...]:
    return tuple(StoryId(to_text(one.id)) for one in found or ())
