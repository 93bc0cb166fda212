"""The texts of stories by their blocks, as everybody and as members read them."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from octavo.annotations.api import PersonId, RevisionId, StoryId
from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.stories.api import FullStory, Stories

_MEMBER: Final = Caller(person_id="11111111111", roles=frozenset({"member", "confirmed"}))
"""Nobody in particular who may read what is for members."""
_MARK: Final = "b-"
_SECONDS: Final = 600.0
_NONE_SECONDS: Final = 1.0


class Text(msgspec.Struct, frozen=True):
    """A published story's text."""

    revision_id: RevisionId
    writers: tuple[PersonId, ...]
    """Its author first."""
    blocks: Mapping[str, str]
    """By the block's id, in the order of the text; only blocks that hold no others."""

    @property
    def size(self) -> int:
        """In bytes, or so."""
        return 500 + sum(100 + 2 * len(text) for text in self.blocks.values())


class Texts:
    """Reads them, and keeps them near."""

    def __init__(self, stories: Stories, near: NearCache) -> None:
        self._stories = stories
        self._near = near

    async def now(self, story_id: StoryId, *, whole: bool) -> Text | None:
        """As it is now; whole: as members read it. None: there is no such story."""
        with acting_as(_MEMBER if whole else ANONYMOUS):
            found = await self._stories.read_stories(story_ids=(story_id,))
        return await asyncio.to_thread(_text, found[0]) if found else None

    async def near(self, story_id: StoryId, *, whole: bool) -> Text | None:
        """The same, as it was lately."""
        text: Text | None = await self._near.get_or_load(
            ("annotated text", story_id, whole),
            lambda: self.now(story_id, whole=whole),
            ttl=lambda text: _SECONDS if text else _NONE_SECONDS,
            tags=(f"story:{story_id}",),
            size=lambda text: text.size if text else 200,
        )
        return text


def blocks_of(html: str) -> dict[str, str]:
    """The text of each block, as the browser has it (`textContent`)."""
    marked = LexborHTMLParser(html).css(f'[id^="{_MARK}"]')
    holding = {outer for element in marked for outer in _around(element)}
    return {
        str(element.id)[len(_MARK) :]: element.text(deep=True)
        for element in marked
        if element.id not in holding
    }


def _around(element: LexborNode) -> Iterator[str]:
    """The ids of the blocks that hold this one."""
    outer = element.parent
    while outer is not None:
        if (outer.id or "").startswith(_MARK):
            yield str(outer.id)
            return  # what holds that one is told by itself
        outer = outer.parent


def _text(full: FullStory) -> Text:
    story = full.story
    writers = (PersonId(story.author_id), *map(PersonId, story.co_author_ids))
    return Text(RevisionId(story.revision_id), writers, blocks_of(full.html))
