"""Publishing: before readers, at once or at a time to come, and away from them again."""

from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from msgspec.structs import replace

from octavo.chassis.context import current_caller
from octavo.chassis.contract import Event
from octavo.chassis.faults import Forbidden, Invalid
from octavo.document.nodes import Document
from octavo.stories.api import (
    Draft,
    NotPublishable,
    PersonId,
    Status,
    Story,
    StoryErased,
    StoryId,
    StoryMoved,
    StoryNotFound,
    StoryPublished,
    StoryRevised,
    StoryWithdrawn,
)
from octavo.stories.content import images_of
from octavo.stories.entities import UNDO_FOR, Manuscript
from octavo.stories.ports import Change, Overtaken
from octavo.stories.rights import Right
from octavo.stories.study import Study, is_moderator, signed_in

_AT_ONCE = 100
_FARTHEST = timedelta(days=366 * 5)

_log = structlog.get_logger(__name__)


class Publishing(Study):
    """What decides whether readers see a story."""

    async def publish(self, *, story_id: StoryId, version: int) -> Story:
        stories: list[Story] = []

        async def publish(manuscript: Manuscript) -> Change:
            manuscript.require_version(version)
            change = await self._published(manuscript, self._clock())
            assert change.story is not None
            stories[:] = [change.story]
            return change

        await self._change(lambda: self._for(Right.PUBLISH, story_id), publish)
        return stories[0]

    async def _published(
        self,
        manuscript: Manuscript,
        now: datetime,
        *,
        taken: Manuscript | None = None,
        more: tuple[Event, ...] = (),
    ) -> Change:
        """The step that shows a text to its readers; `taken` is the same story, taken into a publication
        with this step."""
        document = await self._document(manuscript.wording.content.body)
        after = (taken or manuscript).publish(document, now=now)
        fresh = manuscript.status is not Status.PUBLISHED
        return Change(
            before=manuscript,
            after=after,
            story=after.story(document, now=now),
            rendered=await self._rendered(document, after),
            events=((published_event if fresh else revised_event)(after, document), *more),
        )

    async def schedule(self, *, story_id: StoryId, version: int, at: datetime) -> Draft:
        async def schedule(manuscript: Manuscript) -> Change:
            manuscript.require_version(version)
            now = self._clock()
            if not now < at <= now + _FARTHEST:
                raise Invalid("at", "Must be a time to come, within five years.")
            document = await self._document(manuscript.wording.content.body)
            return Change(before=manuscript, after=manuscript.schedule(document, at=at))

        after = await self._change(lambda: self._for(Right.PUBLISH, story_id), schedule)
        return await self._draft_for_caller(after)

    async def unschedule(self, *, story_id: StoryId) -> Draft:
        async def unschedule(manuscript: Manuscript) -> Change:
            return Change(before=manuscript, after=manuscript.unschedule())

        after = await self._change(lambda: self._for(Right.PUBLISH, story_id), unschedule)
        return await self._draft_for_caller(after)

    async def unpublish(self, *, story_id: StoryId) -> Draft:
        async def unpublish(manuscript: Manuscript) -> Change:
            if manuscript.status is Status.DELETED:
                raise StoryNotFound(story_id=story_id)
            after = manuscript.unpublish()
            return Change(before=manuscript, after=after, events=(_withdrawn(after, deleted=False),))

        after = await self._change(lambda: self._governed(Right.TAKE_BACK, story_id), unpublish)
        return await self._draft_for_caller(after)

    async def delete(self, *, story_id: StoryId) -> datetime:
        async def delete(manuscript: Manuscript) -> Change:
            after = manuscript.delete(by=signed_in(), now=self._clock())
            was_out = manuscript.status is Status.PUBLISHED
            gone = (_withdrawn(after, deleted=True),) if was_out else ()
            return Change(before=manuscript, after=after, events=(*gone, *moved_events(manuscript, after)))

        after = await self._change(lambda: self._governed(Right.OWN, story_id), delete)
        assert after.undo_until is not None
        return after.undo_until

    async def undelete(self, *, story_id: StoryId) -> Draft:
        async def undelete(manuscript: Manuscript) -> Change:
            after = manuscript.undelete()
            if manuscript.deleted_by != manuscript.author_id and not is_moderator():
                raise Forbidden("A moderator of this site deleted this story.")
            events: tuple[Event, ...] = ()
            if after.status is Status.PUBLISHED:
                events = (await self._back_again(after),)
            return Change(before=manuscript, after=after, events=events)

        after = await self._change(lambda: self._governed(Right.OWN, story_id), undelete)
        return await self._draft_for_caller(after)

    async def _back_again(self, after: Manuscript) -> Event:
        assert after.published_revision_id is not None
        shown = await self._archive.wording(after.id, after.published_revision_id)
        assert shown is not None, "a published revision is never forgotten before its story"
        document = await self._document(shown.content.body)
        return StoryPublished(
            story_id=after.id,
            author_id=after.author_id,
            revision_id=shown.revision_id,
            image_ids=images_of(document, shown.content.cover),
            publication_id=after.stands_in,
        )

    async def run_schedule(self, now: datetime) -> int:
        """Publishes what is due, at most 100 at once; how many stories went out.

        A story that cannot be published any more (its title was deleted, say) goes back to the drafts. One
        that fails otherwise is logged and tried again the next time; the others go out all the same.
        """
        out = 0
        for story_id in await self._manuscripts.due(now, limit=_AT_ONCE):
            try:
                out += await self._publish_due(story_id, now)
            except Overtaken:
                continue  # its author was faster; if it is still due, the next run finds it
            except Exception:  # noqa: BLE001 - one broken story must not hold up the others
                _log.exception("a scheduled story could not be published", story_id=story_id)
        return out

    async def _publish_due(self, story_id: StoryId, now: datetime) -> bool:
        manuscript = await self._manuscripts.find(story_id)
        if manuscript is None or manuscript.status is not Status.SCHEDULED:
            return False
        if manuscript.scheduled_for is None or manuscript.scheduled_for > now:
            return False
        try:
            await self._manuscripts.write(await self._published(manuscript, now))
        except NotPublishable as fault:
            _log.warning("a scheduled story went back to the drafts", story_id=story_id, field=fault.field)
            await self._manuscripts.write(Change(before=manuscript, after=manuscript.unschedule()))
            return False
        return True

    async def erase_deleted(self, now: datetime) -> int:
        """Forgets for good what was deleted 30 days ago, at most 100 at once; how many stories went."""
        gone = 0
        for story_id in await self._manuscripts.deleted_before(now - UNDO_FOR, limit=_AT_ONCE):
            manuscript = await self._manuscripts.find(story_id)
            if manuscript is None or not manuscript.is_over(now):
                continue
            gone += await self._erase(manuscript)
        return gone

    async def forget_author(self, author_id: PersonId) -> None:
        """Erases every story of a person who is erased, wherever it stands, and tells others of each."""
        while story_ids := await self._manuscripts.of_author(author_id, limit=_AT_ONCE):
            for story_id in story_ids:
                manuscript = await self._manuscripts.find(story_id)
                if manuscript is not None:
                    await self._erase(manuscript)
        await self._forget_series(author_id)
        while story_ids := await self._co_authors.stories(author_id, limit=_AT_ONCE):
            for story_id in story_ids:
                await self._forget_co_author(story_id, author_id)

    async def _forget_series(self, owner_id: PersonId) -> None:
        while found := await self._collections.of_owner(owner_id, limit=_AT_ONCE):
            for series in found:
                await self._collections.delete(series)

    async def _forget_co_author(self, story_id: StoryId, person_id: PersonId) -> None:
        """Their name goes from a story that stays; where it was written meanwhile, at the next look."""
        manuscript = await self._manuscripts.find(story_id)
        if manuscript is None:
            return
        events: tuple[Event, ...] = ()
        if person_id in manuscript.co_author_ids:
            events = await self._renamed(manuscript)
        with suppress(Overtaken):
            await self._co_authors.forget(manuscript, person_id, events)

    async def _renamed(self, manuscript: Manuscript) -> tuple[Event, ...]:
        """The news that a story names others than before, where readers see it."""
        if manuscript.status is not Status.PUBLISHED:
            return ()
        assert manuscript.published_revision_id is not None
        shown = await self._archive.wording(manuscript.id, manuscript.published_revision_id)
        assert shown is not None, "a published revision is never forgotten before its story"
        document = await self._document(shown.content.body)
        return (revised_event(replace(manuscript, wording=shown), document),)

    async def _erase(self, manuscript: Manuscript) -> bool:
        """False: it was written meanwhile, and is to be looked at again."""
        event = StoryErased(story_id=manuscript.id, author_id=manuscript.author_id)
        try:
            await self._manuscripts.erase(manuscript, event)
        except Overtaken:
            return False
        return True


def published_event(after: Manuscript, document: Document, *, imported: bool = False) -> StoryPublished:
    """The news that a story stands before its readers."""
    return StoryPublished(
        story_id=after.id,
        author_id=after.author_id,
        revision_id=after.wording.revision_id,
        image_ids=images_of(document, after.wording.content.cover),
        imported=imported,
        publication_id=after.stands_in,
    )


def revised_event(after: Manuscript, document: Document) -> StoryRevised:
    return StoryRevised(
        story_id=after.id,
        author_id=after.author_id,
        revision_id=after.wording.revision_id,
        image_ids=images_of(document, after.wording.content.cover),
        publication_id=after.stands_in,
    )


def moved_events(before: Manuscript, after: Manuscript) -> tuple[StoryMoved, ...]:
    """The news that a story stands otherwise to a publication; none where it does not."""
    if (before.publication_id, before.standing) == (after.publication_id, after.standing):
        return ()
    return (
        StoryMoved(
            story_id=after.id,
            author_id=after.author_id,
            publication_id=after.publication_id,
            standing=after.standing,
            left_publication_id=before.publication_id,
            published=after.status is Status.PUBLISHED,
        ),
    )


def _withdrawn(after: Manuscript, *, deleted: bool) -> StoryWithdrawn:
    return StoryWithdrawn(
        story_id=after.id,
        author_id=after.author_id,
        deleted=deleted,
        by_id=PersonId(current_caller().person_id or ""),
    )
