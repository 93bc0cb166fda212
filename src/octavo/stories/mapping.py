"""Mapping: all that lists show, part by part, for whoever must name every one of them."""

from typing import Final

from octavo.chassis.faults import Invalid
from octavo.stories.api import ListedAuthor, ListedTag, MapListedResponse, Story
from octavo.stories.study import Study

_MOST_PARTS: Final = 1_000_000


class Mapping(Study):
    """What may be found by anybody: nothing unlisted, withdrawn, or of a suspended author."""

    async def map_listed(self) -> MapListedResponse:
        return MapListedResponse(
            stories=tuple(await self._listed.story_parts()),
            authors=tuple(await self._listed.author_parts()),
            tags=tuple(await self._listed.tag_parts()),
        )

    async def list_stories_part(self, *, number: int) -> tuple[Story, ...]:
        return tuple(await self._listed.stories(_part(number)))

    async def list_authors_part(self, *, number: int) -> tuple[ListedAuthor, ...]:
        return tuple(await self._listed.authors(_part(number)))

    async def list_tags_part(self, *, number: int) -> tuple[ListedTag, ...]:
        return tuple(await self._listed.tags(_part(number)))


def _part(number: int) -> int:
    if not 1 <= number <= _MOST_PARTS:
        raise Invalid("number", f"From 1 to {_MOST_PARTS}.")
    return number
