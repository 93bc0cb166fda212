"""What `/me/here` needs to know of a story, kept near: whose it is, and who may read it."""

from typing import Final

import msgspec

from octavo.chassis.cache import NearCache
from octavo.edge.parts import Parts
from octavo.stories.api import PersonId, Stories, StoryId, Visibility

_SECONDS: Final = 86_400.0
_UNKNOWN_SECONDS: Final = 10.0
_ENTRY_BYTES: Final = 600


class Stub(msgspec.Struct, frozen=True, kw_only=True):
    """A published story, by what decides who may do what with it."""

    author_id: PersonId | None = None
    """None: there is no such story."""
    co_author_ids: tuple[PersonId, ...] = ()
    for_members: bool = False
    """All of it, or what is below its members' line."""


_UNTOLD: Final = Stub()


class Shelf:
    """Stories by id, as stubs."""

    def __init__(self, *, stories: Stories, near: NearCache) -> None:
        self._stories = stories
        self._near = near

    def near(self, story_id: StoryId) -> Stub | None:
        """The stub of a story, if it can be told at once."""
        stub: Stub | None = self._near.peek(("stub", story_id))
        return stub

    async def stub(self, parts: Parts, story_id: StoryId) -> Stub:
        """The stub of a story; an empty one where there is none, or it cannot be told just now."""
        key = ("stub", story_id)
        asked = self._near.get_or_load(
            key,
            lambda: self._ask(story_id),
            ttl=lambda stub: _SECONDS if stub.author_id else _UNKNOWN_SECONDS,
            tags=(f"story:{story_id}",),
            size=_ENTRY_BYTES,
        )
        return await parts.optional("what may be done", asked, _UNTOLD)

    async def _ask(self, story_id: StoryId) -> Stub:
        stories = await self._stories.get_stories(story_ids=(story_id,))
        if not stories:
            return _UNTOLD
        story = stories[0]
        for_members = story.visibility is Visibility.MEMBERS or story.members_part
        return Stub(author_id=story.author_id, co_author_ids=story.co_author_ids, for_members=for_members)
