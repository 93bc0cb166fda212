"""Translating: which stories are the same in other languages. A link needs the authors of both."""

from typing import Final

from octavo.chassis.faults import Forbidden, Invalid
from octavo.stories.api import (
    LanguageTaken,
    Status,
    Story,
    StoryId,
    StoryNotFound,
    TooManyOffers,
    Translation,
    TranslationOffer,
)
from octavo.stories.entities import Manuscript
from octavo.stories.rights import Right
from octavo.stories.study import Study, signed_in

MOST_OFFERS: Final = 50
"""So many questions of one author may be open."""

_MOST_SHOWN: Final = 100


class Translating(Study):
    """How stories in several languages find each other."""

    async def link_translation(self, *, story_id: StoryId, other_id: StoryId) -> bool:
        if story_id == other_id:
            raise Invalid("other_id", "A story is no translation of itself.")
        mine = await self._for(Right.OWN, story_id)
        other = await self._translatable(other_id)
        if other.author_id == signed_in():
            await self._translations.link(story_id, other_id, fresh_group=self._new_id())
            return True
        if any(one.story_id == other_id for one in await self._translations.all(story_id)):
            return True
        if await self._language_shown(other) == mine.wording.content.language:
            raise LanguageTaken(language=mine.wording.content.language)
        if await self._translations.offers_of(signed_in()) >= MOST_OFFERS:
            raise TooManyOffers(limit=MOST_OFFERS)
        await self._translations.offer(story_id, other_id, at=self._clock())
        return False

    async def answer_translation(self, *, story_id: StoryId, other_id: StoryId, accepted: bool) -> None:
        await self._for(Right.OWN, other_id)
        if not await self._translations.is_offered(story_id, other_id):
            raise StoryNotFound(story_id=story_id)
        if accepted:
            await self._translations.link(story_id, other_id, fresh_group=self._new_id())
        else:
            await self._translations.answered(story_id, other_id)

    async def unlink_translation(self, *, story_id: StoryId) -> None:
        await self._for(Right.OWN, story_id)
        await self._translations.unlink(story_id)

    async def list_translations(self, *, story_id: StoryId) -> tuple[Story, ...]:
        found: dict[str, Story] = {}
        for story in await self._translations.shown(story_id):
            # Languages may change once they are linked: of two in one language the page's own counts first.
            if story.language not in found or story.id == story_id:
                found[story.language] = story
        return tuple(found.values()) if len(found) > 1 else ()

    async def list_own_translations(self, *, story_id: StoryId) -> tuple[Translation, ...]:
        await self._for(Right.READ, story_id)
        me = signed_in()
        told: list[Translation] = []
        for one in await self._translations.all(story_id):
            if one.story_id == story_id:
                continue
            shown = (await self._shelf.stories((one.story_id,))).get(one.story_id)
            # Of another's unpublished text not even the title is told.
            if one.author_id == me:
                told.append(one)
            elif shown is not None:
                told.append(
                    Translation(
                        story_id=one.story_id,
                        author_id=one.author_id,
                        title=shown.title,
                        language=shown.language,
                    )
                )
        return (*told, *await self._translations.asked(story_id))

    async def list_translation_offers(self) -> tuple[TranslationOffer, ...]:
        return tuple(await self._translations.offers_to(signed_in(), limit=_MOST_SHOWN))

    async def _translatable(self, other_id: StoryId) -> Manuscript:
        """A story of the caller's own, or one that everybody can read."""
        try:
            return await self._for(Right.OWN, other_id)
        except (StoryNotFound, Forbidden):
            other = await self._manuscripts.find(other_id)
            if other is None or other.status is not Status.PUBLISHED:
                raise StoryNotFound(story_id=other_id) from None
            if not await self._shelf.stories((other_id,)):  # its author is suspended
                raise StoryNotFound(story_id=other_id) from None
            return other

    async def _language_shown(self, other: Manuscript) -> str:
        shown = await self._shelf.stories((other.id,))
        return shown[other.id].language
