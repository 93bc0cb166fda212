"""Offering: stories between their authors and publications. Publications decide who may, and call this."""

from octavo.chassis.context import current_caller
from octavo.chassis.ids import from_text
from octavo.stories.api import (
    InAnotherPublication,
    MemberRole,
    Offered,
    PersonId,
    PublicationId,
    SectionId,
    Standing,
    Status,
    Story,
    StoryId,
    StoryNotFound,
)
from octavo.stories.entities import Manuscript, require_publishable
from octavo.stories.ports import Change
from octavo.stories.publishing import Publishing, moved_events
from octavo.stories.rights import EDITORS, Right

_AT_ONCE = 100
_NO_SECTION = SectionId("")


class Offering(Publishing):
    """What publications ask of the stories; none of it is for callers from outside."""

    async def offer_story(self, *, story_id: StoryId, publication_id: PublicationId, version: int) -> Offered:
        async def offer(manuscript: Manuscript) -> Change:
            manuscript.require_version(version)
            require_publishable(manuscript.wording, await self._document(manuscript.wording.content.body))
            after = manuscript.offer(publication_id)
            return Change(before=manuscript, after=after, events=moved_events(manuscript, after))

        after = await self._change(lambda: self._for(Right.OWN, story_id), offer)
        return Offered(
            story_id=after.id,
            revision_id=after.wording.revision_id,
            version=after.version,
            title=after.wording.content.title,
        )

    async def take_in(
        self,
        *,
        story_id: StoryId,
        publication_id: PublicationId,
        version: int,
        section_id: SectionId = _NO_SECTION,
    ) -> Story:
        from_text(publication_id, "publication_id")
        _require_section(section_id)
        stories: list[Story] = []

        async def take(manuscript: Manuscript) -> Change:
            if (
                manuscript.publication_id != publication_id
                and manuscript.author_id != current_caller().person_id
            ):
                raise InAnotherPublication(story_id=story_id)
            manuscript.require_version(version)
            taken = manuscript.take_in(publication_id, section_id)
            moved = moved_events(manuscript, taken)
            if taken.status is Status.PUBLISHED and not taken.has_unpublished_changes:
                stories.clear()
                return Change(before=manuscript, after=taken, events=moved)
            change = await self._published(manuscript, self._clock(), taken=taken, more=moved)
            assert change.story is not None
            stories[:] = [change.story]
            return change

        await self._change(lambda: self._known(story_id), take)
        return stories[0] if stories else await self._as_shown(story_id)

    async def _as_shown(self, story_id: StoryId) -> Story:
        shown = await self._shelf.find(story_id)
        if shown is None:
            raise StoryNotFound(story_id=story_id)
        return shown.story

    async def release(
        self, *, story_id: StoryId, publication_id: PublicationId, only_offered: bool = False
    ) -> Standing:
        from_text(publication_id, "publication_id")

        async def release(manuscript: Manuscript) -> Change:
            after = manuscript
            if manuscript.publication_id == publication_id:
                kept = only_offered and manuscript.standing is Standing.TAKEN_IN
                after = manuscript if kept else manuscript.release()
            return Change(before=manuscript, after=after, events=moved_events(manuscript, after))

        after = await self._change(lambda: self._known(story_id, deleted_too=True), release)
        return after.standing if after.publication_id == publication_id else Standing.UNSPECIFIED

    async def assign_section(
        self, *, story_id: StoryId, publication_id: PublicationId, section_id: SectionId = _NO_SECTION
    ) -> None:
        from_text(publication_id, "publication_id")
        _require_section(section_id)

        async def assign(manuscript: Manuscript) -> Change:
            if manuscript.stands_in != publication_id:
                raise StoryNotFound(story_id=story_id)
            return Change(before=manuscript, after=manuscript.take_in(publication_id, section_id))

        await self._change(lambda: self._known(story_id), assign)

    async def release_all(self, *, publication_id: PublicationId, section_id: SectionId = _NO_SECTION) -> int:
        from_text(publication_id, "publication_id")
        found = await self._members.stories(publication_id, section_id=section_id or None, limit=_AT_ONCE)
        for story_id in found:
            try:
                if section_id:
                    await self.assign_section(story_id=story_id, publication_id=publication_id)
                else:
                    await self.release(story_id=story_id, publication_id=publication_id)
            except StoryNotFound:
                continue  # erased, or moved on, in the meantime
        return len(found)

    async def note_membership(
        self,
        *,
        publication_id: PublicationId,
        person_id: PersonId,
        role: MemberRole = MemberRole.UNSPECIFIED,
    ) -> None:
        from_text(publication_id, "publication_id")
        from_text(person_id, "person_id")
        await self._members.note(publication_id, person_id, role)

    async def list_edited(self) -> tuple[PublicationId, ...]:
        person_id = current_caller().person_id
        if person_id is None:
            return ()
        return tuple(await self._members.publications(PersonId(person_id), EDITORS))

    async def _known(self, story_id: StoryId, *, deleted_too: bool = False) -> Manuscript:
        manuscript = await self._manuscripts.find(story_id)
        if manuscript is None or manuscript.is_over(self._clock()):
            raise StoryNotFound(story_id=story_id)
        if manuscript.status is Status.DELETED and not deleted_too:
            raise StoryNotFound(story_id=story_id)
        return manuscript


def _require_section(section_id: SectionId) -> None:
    if section_id:
        from_text(section_id, "section_id")
