"""Lists of stories for programs, kept near: what everybody gets alike is looked up once for all who ask.

Lists without texts are the same for whoever asks. They are forgotten with any of what they show, as pages.
"""

from typing import Any, Final

from octavo.chassis.cache import NearCache
from octavo.chassis.sharing import Codec
from octavo.stories.api import ListStoriesResponse, Stories

_SECONDS: Final = 3_600.0
_STORY_BYTES: Final = 2_500
"""What a listed story takes, roughly: its tags, excerpt and cover among it."""
_LONGEST: Final = 100
"""Characters of an argument in a key: a longer one is asked anew each time."""


_CODEC: Final = Codec("list", ListStoriesResponse)


class NearLists:
    """The Stories of the contract; `list_stories` out of the cache where that is right."""

    def __init__(self, stories: Stories, near: NearCache) -> None:
        self._stories = stories
        self._near = near

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stories, name)

    async def list_stories(self, **asked: Any) -> ListStoriesResponse:
        """As the service's own."""
        if asked.get("with_text") or any(len(str(value)) > _LONGEST for value in asked.values()):
            return await self._stories.list_stories(**asked)
        found: ListStoriesResponse = await self._near.get_or_load(
            ("list", *sorted(asked.items())),
            lambda: self._stories.list_stories(**asked),
            ttl=_SECONDS,
            tags=lambda answer: _tags(answer, asked),
            size=lambda answer: _STORY_BYTES * (1 + len(answer.stories)),
            codec=_CODEC,
        )
        return found


def _tags(answer: ListStoriesResponse, asked: dict[str, Any]) -> set[str]:
    about = {
        "tag": "tag",
        "author_id": "person-stories",
        "publication_id": "publication-stories",
    }
    tags = {f"{kind}:{asked[name]}" for name, kind in about.items() if asked.get(name)}
    return {"stories", *tags, *(f"story:{story.id}" for story in answer.stories)}
