"""What is near: walks over who clapped for what, and what the same people like or follow."""

from collections.abc import Sequence
from typing import Final

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.graph.api import PersonId, StoryId
from octavo.graph.circle import Circle

_MOST: Final = 100
_PINS: Final = 20


class Wandering(Circle, frozen=True, kw_only=True, eq=False):
    """A faculty of the graph. It tells ids alone; who may see what is asked by whoever shows them."""

    async def walk(self, *, person_id: PersonId, limit: int = 40) -> tuple[StoryId, ...]:
        _check(limit)
        person = from_text(person_id, "person_id")
        pins = await self.clap_tracks.latest(person, _PINS)
        return _stories(await self.neighbours.walk(person, pins, limit)) if pins else ()

    async def list_alike(self, *, story_id: StoryId, limit: int = 10) -> tuple[StoryId, ...]:
        _check(limit)
        return _stories(await self.neighbours.stories_like(from_text(story_id, "story_id"), limit))

    async def list_alike_people(self, *, person_id: PersonId, limit: int = 10) -> tuple[PersonId, ...]:
        _check(limit)
        found = await self.neighbours.people_like(from_text(person_id, "person_id"), limit)
        return tuple(PersonId(to_text(one)) for one in found)


def _check(limit: int) -> None:
    if not 1 <= limit <= _MOST:
        raise Invalid("limit", f"From 1 to {_MOST}.")


def _stories(found: Sequence[int]) -> tuple[StoryId, ...]:
    return tuple(StoryId(to_text(one)) for one in found)
