"""What the stories say, as everybody and as members read them; near copies of it, by revision."""

from collections.abc import Sequence
from typing import Final

import msgspec

from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.document.plain_words import plain_words
from octavo.search.snippets import folded
from octavo.stories.api import FullStory, Stories, Story, StoryId

MEMBER: Final = Caller(person_id="11111111111", roles=frozenset({"member", "confirmed"}))
"""Nobody in particular who may read what is for members. By it the stories decide alone who reads what."""
AT_ONCE: Final = 20
_SECONDS: Final = 3600.0


class Text(msgspec.Struct, frozen=True):
    """What somebody may read of a story."""

    words: str
    folded: str
    """The same in lower case without accents."""
    teaser_only: bool

    @property
    def size(self) -> int:
        """In bytes, or so."""
        return 1000 + 3 * len(self.words)


class Texts:
    """Texts by story, as strangers (`whole` false) or members read them."""

    def __init__(self, stories: Stories, near: NearCache) -> None:
        self._stories = stories
        self._near = near

    async def of(self, stories: Sequence[Story], *, whole: bool) -> dict[StoryId, Text]:
        """What may be read of these now; those taken back meanwhile are left out."""
        found: dict[StoryId, Text] = {}
        missing: list[Story] = []
        for story in stories:
            near: Text | None = self._near.peek(_key(story, whole))
            if near is None:
                missing.append(story)
            else:
                found[story.id] = near
        for start in range(0, len(missing), AT_ONCE):
            found |= await self._read(missing[start : start + AT_ONCE], whole=whole)
        return found

    async def _read(self, stories: Sequence[Story], *, whole: bool) -> dict[StoryId, Text]:
        ids = tuple(story.id for story in stories)
        read = {full.story.id: full for full in await self.read(ids, whole=whole)}
        texts = {id_: _text(full) for id_, full in read.items()}
        for id_, text in texts.items():
            story = read[id_].story

            async def same(text: Text = text) -> Text:
                return text

            await self._near.get_or_load(
                _key(story, whole), same, ttl=_SECONDS, tags=(f"story:{id_}",), size=text.size
            )
        return texts

    async def read(self, story_ids: tuple[StoryId, ...], *, whole: bool) -> tuple[FullStory, ...]:
        """The stories themselves; at most AT_ONCE."""
        with acting_as(MEMBER if whole else ANONYMOUS):
            return await self._stories.read_stories(story_ids=story_ids)


def _text(full: FullStory) -> Text:
    words = plain_words(full.html) or full.story.excerpt
    return Text(words, folded(words), full.teaser_only)


def _key(story: Story, whole: bool) -> tuple[str, str, bool]:
    return ("searched text", story.revision_id, whole)
