"""Stories as they stand in feeds, written once and kept near: of a feed that changes, little is made anew."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from html import escape
from typing import Final

from octavo.accounts.api import Person
from octavo.chassis.cache import NearCache
from octavo.chassis.faults import FailedPrecondition, NotFound
from octavo.edge.addresses import Addresses
from octavo.edge.sharing import Sharer
from octavo.edge.showing import Showing
from octavo.edge.wordbook import direction_of
from octavo.stories.api import FullStory, Stories, Story, StoryId
from octavo.syndication.api import Author, Format, Item, Picture, for_feeds, write_item

_SECONDS: Final = 86_400.0
_FEW: Final = 4
"""So many texts are asked for one by one, more than that by asking for the list again with its texts."""
_OVERHEAD: Final = 400

AllTexts = Callable[[], Awaitable[Sequence[FullStory]]]


class Clippings:
    """Feeds' items. One is found by all that it shows, so a change of that makes another; the text goes with
    the purge of its story."""

    def __init__(
        self, *, stories: Stories, near: NearCache, addresses: Addresses, showing: Showing, sharer: Sharer
    ) -> None:
        self._stories = stories
        self._near = near
        self._addresses = addresses
        self._showing = showing
        self._sharer = sharer

    async def known(
        self,
        form: Format,
        stories: Sequence[Story],
        people: Mapping[str, Person],
        *,
        all_texts: AllTexts,
        more: str,
    ) -> list[str]:
        """The items of these stories as anybody may read them. Those that were taken back meanwhile are left
        out. `more` is what the link says where a text goes on."""
        keys = [(self._key(form, story, people)) for story in stories]
        missing = [story.id for story, key in zip(stories, keys, strict=True) if self._near.peek(key) is None]
        texts = _Texts(self._stories, missing, all_texts)

        async def item(story: Story, key: object) -> str:
            async def load() -> str:
                full = await texts.one(story.id)
                return self.written(form, full, people, more=more) if full else ""

            return await self._near.get_or_load(
                key,
                load,
                ttl=lambda text: _SECONDS if text else 0.0,
                tags=(f"story:{story.id}",),
                size=lambda text: len(text) + _OVERHEAD,
            )

        items = [item(story, key) for story, key in zip(stories, keys, strict=True)]
        return [text for text in await asyncio.gather(*items) if text]

    def written(self, form: Format, full: FullStory, people: Mapping[str, Person], *, more: str) -> str:
        """One story, as far as its text is here."""
        return write_item(self._item(full, people, more), form)

    def _key(self, form: Format, story: Story, people: Mapping[str, Person]) -> object:
        told = tuple((one.name, one.handle) for one in _told(story, people))
        address = self._showing.address(story, people.get(story.author_id))
        return ("clipping", form, story, address, told)

    def _item(self, full: FullStory, people: Mapping[str, Person], more: str) -> Item:
        story, absolute = full.story, self._addresses.absolute
        address = absolute(self._showing.address(story, people.get(story.author_id)))
        image = self._sharer.image(story)
        cover = self._showing.cover_above(story.cover, full.html)
        html = for_feeds(full.html, address=address)
        if cover:
            html = self._showing.figure(cover) + html
        if direction_of(story.language) == "rtl":  # readers know no direction but the text's own
            html = f'<div dir="rtl" lang="{escape(story.language)}">\n{html}</div>\n'
        return Item(
            title=story.title,
            address=address,
            mark=absolute(self._addresses.short(story.id)),
            published_at=story.published_at,
            updated_at=story.updated_at,
            authors=tuple(map(self.author, _told(story, people))),
            tags=story.tags,
            summary=story.subtitle or story.excerpt,
            html=html,
            more=more if full.teaser_only else "",
            picture=Picture(address=image, alt=story.cover.alt) if image and story.cover else None,
            language=story.language,
        )

    def author(self, person: Person) -> Author:
        """A person as feeds name them."""
        return Author(
            name=person.name or f"@{person.handle}",
            address=self._addresses.absolute(self._addresses.person(person.handle)),
        )


def _told(story: Story, people: Mapping[str, Person]) -> list[Person]:
    """Who wrote it, as far as they can be told."""
    return [people[one] for one in (story.author_id, *story.co_author_ids) if one in people]


class _Texts:
    """The texts that are missing, asked for when the first is wanted: by then each load has noted the number
    of the last purge."""

    def __init__(self, stories: Stories, missing: Sequence[StoryId], all_texts: AllTexts) -> None:
        self._stories = stories
        self._few = len(missing) <= _FEW
        self._all_texts = all_texts
        self._asked: asyncio.Task[Mapping[StoryId, FullStory]] | None = None

    async def one(self, story_id: StoryId) -> FullStory | None:
        if self._few:
            return await self._read(story_id)
        if self._asked is None:
            self._asked = asyncio.create_task(self._all())
        full = (await asyncio.shield(self._asked)).get(story_id)
        return full or await self._read(story_id)

    async def _all(self) -> Mapping[StoryId, FullStory]:
        return {full.story.id: full for full in await self._all_texts()}

    async def _read(self, story_id: StoryId) -> FullStory | None:
        try:
            return await self._stories.read_story(story_id=story_id)
        except (NotFound, FailedPrecondition):
            return None
