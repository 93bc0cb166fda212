"""Whom a reader is not shown: asked of the graph each time, so that a block holds at once."""

import asyncio
from collections.abc import Iterable
from typing import Final, NamedTuple

from octavo.chassis.ids import from_text, to_text
from octavo.feed.entities import Listing
from octavo.graph.api import Graph, PersonId

_AT_ONCE: Final = 500


class Avoided(NamedTuple):
    """People by number."""

    muted: frozenset[int] = frozenset()
    """The reader does not want to see them, and knows it."""
    hidden: frozenset[int] = frozenset()
    """One of the two blocks the other: nothing may tell the reader of them, nor that it is so."""

    def hides(self, story: Listing) -> bool:
        """Whether somebody who wrote it is hidden."""
        return not self.hidden.isdisjoint(writers(story))

    def avoids(self, story: Listing) -> bool:
        """Whether somebody who wrote it is hidden or muted."""
        return self.hides(story) or not self.muted.isdisjoint(writers(story))


async def avoided(graph: Graph, reader: int, stories: Iterable[Listing]) -> Avoided:
    """Of all who wrote these stories."""
    people = list(dict.fromkeys(one for story in stories for one in writers(story)))
    viewer = PersonId(to_text(reader))
    told = await asyncio.gather(
        *(
            graph.get_avoided(
                viewer_id=viewer,
                person_ids=tuple(PersonId(to_text(one)) for one in people[start : start + _AT_ONCE]),
            )
            for start in range(0, len(people), _AT_ONCE)
        )
    )
    return Avoided(
        frozenset(from_text(one) for answer in told for one in answer.muted),
        frozenset(from_text(one) for answer in told for one in answer.hidden),
    )


def writers(story: Listing) -> tuple[int, ...]:
    """All who wrote it."""
    return story.author, *story.others
