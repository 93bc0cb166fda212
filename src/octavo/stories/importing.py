"""Importing: stories from elsewhere, with their own dates and old addresses, once per source."""

from datetime import datetime

from msgspec.structs import replace

from octavo.chassis.faults import Invalid, Unavailable
from octavo.chassis.ids import from_text
from octavo.document.nodes import Document
from octavo.stories.addresses import normal_path
from octavo.stories.api import (
    Content,
    Imported,
    ImportStoryResponse,
    InvalidDocument,
    PersonId,
    Status,
    StoryId,
    StoryRevised,
)
from octavo.stories.content import Settled, digest_of, images_of
from octavo.stories.entities import Manuscript, begin
from octavo.stories.ports import Change, Origin, Overtaken
from octavo.stories.publishing import published_event
from octavo.stories.study import Study, require_operator

_MAX_SOURCE = 500
_MAX_PATHS = 20
_ATTEMPTS = 8
MOST_CO_AUTHORS = 50
"""What a source has of them is kept, however few may be asked on this site."""


class Offer:
    """What a source says of one story, checked."""

    def __init__(
        self,
        author_id: PersonId,
        settled: Settled,
        published_at: datetime | None,
        co_author_ids: tuple[PersonId, ...],
    ) -> None:
        self.author_id = author_id
        self.settled = settled
        self.published_at = published_at
        self.co_author_ids = co_author_ids

    @property
    def document(self) -> Document:
        return self.settled.document


class Importing(Study):
    """What the operator brings in."""

    async def import_story(
        self,
        *,
        source: str,
        author_id: PersonId,
        content: Content,
        published_at: datetime | None = None,
        old_addresses: tuple[str, ...] = (),
        co_author_ids: tuple[PersonId, ...] = (),
    ) -> ImportStoryResponse:
        require_operator()
        if not source.strip() or len(source) > _MAX_SOURCE or not source.isprintable():
            raise Invalid("source", f"Must be 1 to {_MAX_SOURCE} printable characters.")
        from_text(author_id, "author_id")
        if published_at is not None and published_at > self._clock():
            raise InvalidDocument(field="published_at", problem="lies in the future")
        paths = _paths(old_addresses)
        others = self._others(author_id, co_author_ids)
        offered = digest_of(content, published_at, paths, *([others] if others else ()))
        for _ in range(_ATTEMPTS):
            known = await self._manuscripts.find_origin(source)
            if known is not None and known.offered == offered:
                return await self._response(known.story_id, Imported.UNCHANGED)
            offer = Offer(author_id, await self._settle(content), published_at, others)
            origin = Origin(
                source=source,
                story_id=known.story_id if known else StoryId(self._new_id()),
                offered=offered,
                taken=offer.settled.digest,
                paths=paths,
            )
            try:
                return await self._taken(offer, known, origin)
            except Overtaken:
                continue
        raise Unavailable("Too many are importing this story at once. Try again.")

    def _others(self, author_id: PersonId, co_author_ids: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
        others = tuple(dict.fromkeys(other for other in co_author_ids if other != author_id))
        for number, other in enumerate(others):
            from_text(other, f"co_author_ids[{number}]")
        if len(others) > MOST_CO_AUTHORS:
            raise Invalid("co_author_ids", f"At most {MOST_CO_AUTHORS}.")
        return others

    async def _taken(self, offer: Offer, known: Origin | None, origin: Origin) -> ImportStoryResponse:
        change = await (self._again(offer, known, origin) if known else self._first(offer, origin))
        if change is None:
            return await self._response(origin.story_id, Imported.KEPT)
        await self._manuscripts.write(replace(change, co_author_ids=offer.co_author_ids))
        return ImportStoryResponse(
            story_id=change.after.id,
            outcome=Imported.UPDATED if known else Imported.CREATED,
            slug=change.after.slug,
        )

    async def _response(self, story_id: StoryId, outcome: Imported) -> ImportStoryResponse:
        manuscript = await self._manuscripts.find(story_id)
        slug = manuscript.slug if manuscript else ""
        return ImportStoryResponse(story_id=story_id, outcome=outcome, slug=slug)

    async def _first(self, offer: Offer, origin: Origin) -> Change:
        drafted = begin(
            offer.settled,
            story_id=origin.story_id,
            author_id=offer.author_id,
            revision_id=self._new_revision_id(),
            now=offer.published_at or self._clock(),
        )
        if offer.published_at is None:
            return Change(after=drafted, origin=origin)
        after = drafted.publish(offer.document, now=self._clock(), at=offer.published_at)
        return Change(
            after=after,
            story=after.story(offer.document, now=self._clock(), imported=True),
            rendered=await self._rendered(offer.document, after),
            origin=origin,
            events=(published_event(after, offer.document, imported=True),),
        )

    async def _again(self, offer: Offer, before: Origin, origin: Origin) -> Change | None:
        """The step that brings what has changed at the source; None where the story was changed here."""
        manuscript = await self._manuscripts.find(origin.story_id)
        if manuscript is None:
            raise Overtaken  # erased just now: the next look begins anew
        if manuscript.author_id != offer.author_id:
            raise Invalid("author_id", "This source was imported for another author.")
        if manuscript.status is Status.DELETED or manuscript.wording.digest != before.taken:
            return None
        saved = manuscript.save(
            offer.settled, by=offer.author_id, now=self._clock(), mint=self._new_revision_id
        )
        if offer.published_at is None:
            return Change(before=manuscript, after=saved, origin=origin)
        return await self._shown_again(manuscript, saved, offer, origin)

    async def _shown_again(
        self, manuscript: Manuscript, saved: Manuscript, offer: Offer, origin: Origin
    ) -> Change:
        was_out = manuscript.status is Status.PUBLISHED
        if was_out and not saved.has_unpublished_changes and saved.published_at == offer.published_at:
            return Change(before=manuscript, after=saved, origin=origin)  # only old addresses are new
        after = saved
        if not was_out or saved.has_unpublished_changes:
            after = saved.publish(offer.document, now=self._clock())
        after = replace(after, published_at=offer.published_at)
        event = StoryRevised(
            story_id=after.id,
            author_id=after.author_id,
            revision_id=after.wording.revision_id,
            image_ids=images_of(offer.document, after.wording.content.cover),
        )
        return Change(
            before=manuscript,
            after=after,
            story=after.story(offer.document, now=self._clock()),
            rendered=await self._rendered(offer.document, after),
            origin=origin,
            events=(event if was_out else published_event(after, offer.document, imported=True),),
        )


def _paths(addresses: tuple[str, ...]) -> tuple[str, ...]:
    if len(addresses) > _MAX_PATHS:
        raise InvalidDocument(field="old_addresses", problem=f"at most {_MAX_PATHS} are kept")
    paths: dict[str, None] = {}
    for number, address in enumerate(addresses):
        path = normal_path(address)
        if path is None:
            raise InvalidDocument(
                field=f"old_addresses[{number}]", problem='is not a path such as "/2015/title"'
            )
        paths[path] = None
    return tuple(paths)
