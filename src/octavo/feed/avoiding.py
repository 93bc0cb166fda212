"""Whom a reader is not shown: asked of the graph each time, so that a block holds at once."""

from collections.abc import Collection
from typing import Final, NamedTuple

from octavo.chassis.cache import NearCache
from octavo.chassis.ids import from_text, to_text
from octavo.feed.entities import Listing
from octavo.graph.api import Graph, PersonId

_AT_ONCE: Final = 500
_NEAR_SECONDS: Final = 300.0
_ENTRY_BYTES: Final = 300


class Avoided(NamedTuple):
    """People by number."""

    muted: frozenset[int] = frozenset()
    """The reader does not want to see them, and knows it."""
    hidden: frozenset[int] = frozenset()
    """One of the two blocks the other: nothing may tell the reader of them, nor that it is so."""
    places: frozenset[int] = frozenset()
    """Publications that the reader muted."""

    def hides(self, story: Listing) -> bool:
        """Whether somebody who wrote it is hidden."""
        return not self.hidden.isdisjoint(writers(story))

    def avoids(self, story: Listing) -> bool:
        """Whether somebody who wrote it is hidden or muted, or its publication is."""
        if self.hides(story) or story.publication in self.places:
            return True
        return not self.muted.isdisjoint(writers(story))


async def avoided(graph: Graph, near: NearCache, reader: int, stories: Collection[Listing]) -> Avoided:
    """Of all who wrote these stories, and of the publications that they stand in."""
    people = dict.fromkeys([story.author for story in stories])
    for story in stories:
        if story.others:
            people.update(dict.fromkeys(story.others))
    viewer, ids = PersonId(to_text(reader)), tuple(map(PersonId, map(to_text, people)))
    told = [
        await graph.get_avoided(viewer_id=viewer, person_ids=ids[start : start + _AT_ONCE])
        for start in range(0, len(ids), _AT_ONCE)
    ]
    return Avoided(
        frozenset(from_text(one) for answer in told for one in answer.muted),
        frozenset(from_text(one) for answer in told for one in answer.hidden),
        await _places(graph, near, viewer),
    )


async def _places(graph: Graph, near: NearCache, viewer: PersonId) -> frozenset[int]:
    async def load() -> frozenset[int]:
        return frozenset(map(from_text, (await graph.get_hides(viewer_id=viewer)).publications))

    found: frozenset[int] = await near.get_or_load(
        ("feed muted places", viewer), load, ttl=_NEAR_SECONDS, tags=(f"hides:{viewer}",), size=_ENTRY_BYTES
    )
    return found


def writers(story: Listing) -> tuple[int, ...]:
    """All who wrote it."""
    return story.author, *story.others
