"""What a link stands for, looked up once for all who paste it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from octavo.accounts.api import Accounts, PersonNotFound
from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, acting_as, current_caller
from octavo.chassis.faults import NotFound, ResourceExhausted, Unauthenticated
from octavo.document.providers import Provider, page_of, provider_of
from octavo.embeds import entities
from octavo.embeds.api import ImageId, Kind, NoAddress, PersonId, SiteUnreached, TooManyLinks, Unfurled
from octavo.embeds.entities import Own, Told
from octavo.embeds.ports import Memory, Pages
from octavo.images.api import Images, ImageTooLarge, UnsupportedImage
from octavo.stories.api import Stories, StoryGone, StoryId, StoryNotFound

_MINUTE: Final = timedelta(minutes=1)
_FAILED: Final = timedelta(minutes=2)
_NO_PICTURE: Final = (UnsupportedImage, ImageTooLarge, ResourceExhausted)


class EmbedsInteractor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The Embeds of the contract."""

    pages: Pages
    memory: Memory
    near: NearCache
    images: Images
    stories: Stories
    accounts: Accounts
    site: str
    """This site's own address."""
    name: str
    """And what it is called."""
    kept: timedelta
    per_minute: int
    clock: Callable[[], datetime]

    async def unfurl(self, *, url: str) -> Unfurled:
        person_id = _caller()
        address = entities.normal(url)
        if address is None:
            raise NoAddress(problem="This is not an http or https address.")
        now = self.clock()
        if await self.memory.count(person_id, now=now, since=now - _MINUTE) > self.per_minute:
            raise TooManyLinks(per_minute=self.per_minute)
        ours = entities.own(address, self.site)
        if ours is not None:
            return await self._own(address, ours)
        provider = provider_of(address)
        if provider is not None:
            return await self._thing(page_of(address), provider)
        told = await self._known(address, lambda: self.pages.told(entities.asked(address)))
        if told.refused:
            raise NoAddress(problem=told.problem)
        if told.problem:
            raise SiteUnreached(problem=told.problem)
        return Unfurled(
            kind=Kind.CARD,
            url=address,
            title=told.title,
            description=told.description,
            author=told.author,
            site=told.site,
            image_id=await self._picture(told),
        )

    async def _thing(self, address: str, provider: Provider) -> Unfurled:
        """That it is one, its address says; what its site says besides may be missing."""
        told = await self._known(address, lambda: self.pages.thing(provider.name, entities.asked(address)))
        return Unfurled(
            kind=Kind.EMBED,
            url=address,
            provider=provider.name,
            title=told.title,
            author=told.author,
            site=provider.title,
            image_id=await self._picture(told),
            width=told.width,
            height=told.height,
        )

    async def _own(self, address: str, page: Own) -> Unfurled:
        """A page of ours as anybody would see it."""
        card = Unfurled(kind=Kind.CARD, url=address, title=self.name, site=self.name)
        with acting_as(ANONYMOUS):
            try:
                if page.story_id:
                    found = await self.stories.read_story(story_id=StoryId(page.story_id))
                    story = found.story
                    return msgspec.structs.replace(
                        card,
                        title=entities.plain(story.title, 300),
                        description=entities.plain(story.subtitle or story.excerpt, 600),
                        image_id=ImageId(story.cover.image_id if story.cover else ""),
                    )
                if page.handle:
                    person = (await self.accounts.find_person(handle=page.handle)).person
                    return msgspec.structs.replace(
                        card,
                        title=entities.plain(person.name or f"@{person.handle}", 300),
                        description=entities.plain(person.bio, 600),
                    )
            except (StoryNotFound, StoryGone, PersonNotFound, NotFound):
                raise SiteUnreached(problem="There is no such page here.") from None
        return card

    async def _known(self, address: str, ask: Callable[[], Awaitable[Told]]) -> Told:
        """What was told before, or is told now: asked once however many wait for it."""
        digest = entities.digest_of(address)

        async def load() -> Told:
            now = self.clock()
            told = await self.memory.find(digest, now)
            if told is None:
                told = await ask()
                lasts = _FAILED if told.problem else self.kept
                await self.memory.keep(digest, told, now + lasts)
            return told

        return await self.near.get_or_load(("unfurled", digest), load, ttl=1.0, size=4000)

    async def _picture(self, told: Told) -> ImageId:
        """The page's picture as one of the caller's; empty where it is none, or they have no room for it."""
        if not told.picture:
            return ImageId("")
        data = await self.pages.picture(told.picture)
        if data is None:
            return ImageId("")
        try:
            return (await self.images.store(data=data, name=told.title[:100])).id
        except _NO_PICTURE:
            return ImageId("")

    async def tidy(self) -> None:
        """Forgets what is over."""
        while await self.memory.sweep(self.clock()):
            pass


def _caller() -> PersonId:
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return PersonId(person_id)
