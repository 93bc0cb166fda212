"""Founding and keeping: what a publication is called, how it looks, how it is arranged, and its end."""

from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from octavo.chassis.faults import Forbidden, Invalid
from octavo.chassis.ids import from_text
from octavo.publications.api import (
    ListPublicationsResponse,
    Logo,
    Membership,
    NavigationLink,
    PersonId,
    Publication,
    PublicationChanged,
    PublicationChangedSince,
    PublicationDeleted,
    PublicationGone,
    PublicationId,
    PublicationNotFound,
    Role,
    Section,
    SectionDissolved,
    SlugTaken,
    Stage,
    StoryId,
    StoryNotInPublication,
    TooManyPublications,
)
from octavo.publications.entities import (
    checked_logo,
    checked_navigation,
    checked_sections,
    colour,
    first_part,
    has_shape,
    line,
)
from octavo.publications.office import (
    CONFIRMED,
    MODERATORS,
    SITE_OWNER,
    Office,
    T,
    has_role,
    pages_of,
    signed_in,
)
from octavo.publications.ports import Kept, Taken

_MOST_BY_ID = 200
_MOST_LISTED = 100
_NO_STORY = StoryId("")


class Founding(Office, frozen=True, kw_only=True, eq=False):
    """What readers see of a publication, and what its owners decide."""

    async def found(self, *, name: str, slug: str = "", description: str = "") -> Publication:
        me = signed_in()
        if not has_role(CONFIRMED):
            raise Forbidden("Please confirm your e-mail address first.")
        if self.moderators_only and not has_role(*MODERATORS):
            raise Forbidden("On this site, those who look after it found publications.")
        name = line("name", name, most=self.limits.name, least=1)
        publication = Publication(
            id=PublicationId(self.new_id()),
            slug=first_part(slug, name),
            name=name,
            description=line("description", description, most=self.limits.description),
            version=1,
            founded_at=self.clock(),
        )

        async def work() -> None:
            owned = [place for place in await self.people.places(me) if place.role is Role.OWNER]
            if len(owned) >= self.limits.publications:
                raise TooManyPublications(limit=self.limits.publications)
            await self.directory.add(Kept(publication=publication))
            await self._become(
                Membership(publication_id=publication.id, person_id=me, role=Role.OWNER, since=self.clock())
            )
            await self.together.tell(PublicationChanged(publication_id=publication.id, version=1))
            await self.together.purge(*pages_of(publication))

        await self._unless_taken(publication.slug, work)
        return publication

    async def find_publication(self, *, slug: str) -> Publication:
        plain = slug.lower()
        kept = await self.directory.find_by_slug(plain) if has_shape(plain) else None
        if kept is None:
            raise PublicationNotFound
        if kept.deleted_at is not None:
            raise PublicationGone
        return kept.publication

    async def get_publications(
        self, *, publication_ids: tuple[PublicationId, ...]
    ) -> tuple[Publication, ...]:
        if len(publication_ids) > _MOST_BY_ID:
            raise Invalid("publication_ids", f"At most {_MOST_BY_ID} at once.")
        found = await self.directory.many(publication_ids)
        return tuple(found[one] for one in publication_ids if one in found)

    async def list_publications(
        self, *, limit: int = 50, after: str = "", archived: bool = False
    ) -> ListPublicationsResponse:
        if not 1 <= limit <= _MOST_LISTED:
            raise Invalid("limit", f"Must be from 1 to {_MOST_LISTED}.")
        if after:
            from_text(after, "after")
        page = await self.directory.page(
            after=PublicationId(after) if after else None, limit=limit + 1, archived=archived
        )
        return ListPublicationsResponse(
            publications=tuple(page[:limit]), next=page[limit - 1].id if len(page) > limit else ""
        )

    async def change_settings(
        self,
        *,
        publication_id: PublicationId,
        version: int,
        name: str,
        slug: str,
        description: str = "",
        accent: str = "",
        logo: Logo | None = None,
    ) -> Publication:
        name = line("name", name, most=self.limits.name, least=1)

        async def work() -> Publication:
            kept, _ = await self._as(Role.OWNER, publication_id)
            present = kept.publication
            require_version(present, version)
            changed = replace(
                present,
                name=name,
                # An address that it has stays right, whatever the rules have become since.
                slug=present.slug if slug == present.slug else first_part(slug, name),
                description=line("description", description, most=self.limits.description),
                accent=colour(accent),
                logo=checked_logo(logo),
            )
            return await self._changed(kept, changed)

        return await self._unless_taken(slug, work)

    async def arrange(
        self,
        *,
        publication_id: PublicationId,
        version: int,
        navigation: tuple[NavigationLink, ...],
        sections: tuple[Section, ...],
    ) -> Publication:
        async def work() -> Publication:
            kept, _ = await self._as(Role.EDITOR, publication_id)
            present = kept.publication
            require_version(present, version)
            slugs = [page.slug for page in present.pages]
            arranged = checked_sections(sections, present.sections, slugs, self.limits, self.new_id)
            links = checked_navigation(navigation, self.limits)
            left = {section.id for section in present.sections} - {section.id for section in arranged}
            for section_id in sorted(left):
                await self.together.tell(
                    SectionDissolved(publication_id=publication_id, section_id=section_id)
                )
            return await self._changed(kept, replace(present, navigation=links, sections=arranged))

        return await self._again(work)

    async def set_lead(self, *, publication_id: PublicationId, story_id: StoryId = _NO_STORY) -> None:
        await self._as(Role.EDITOR, publication_id)
        if story_id:
            await self._require_shown(publication_id, story_id)

        async def work() -> None:
            kept, _ = await self._as(Role.EDITOR, publication_id)
            if kept.publication.lead_story_id != story_id:
                await self._changed(kept, replace(kept.publication, lead_story_id=story_id))

        await self._again(work)

    async def _require_shown(self, publication_id: PublicationId, story_id: StoryId) -> None:
        found = await self.stories.get_stories(story_ids=(story_id,))
        if not found or found[0].publication_id != publication_id:
            raise StoryNotInPublication

    async def set_archived(self, *, publication_id: PublicationId, archived: bool) -> Publication:
        async def work() -> Publication:
            kept, _ = await self._as(Role.OWNER, publication_id)
            if kept.publication.archived == archived:
                return kept.publication
            return await self._changed(kept, replace(kept.publication, archived=archived), orphaned=False)

        return await self._again(work)

    async def delete_publication(self, *, publication_id: PublicationId) -> None:
        async def work() -> None:
            kept, _ = await self._as(Role.OWNER, publication_id)
            for case in await self.desk.open_by(publication_id, None):
                if case.is_open:
                    decided = case.decide(Stage.WITHDRAWN, by=None, now=self.clock())
                    await self.desk.write(case, decided.settled(Stage.WITHDRAWN))
            for asked in await self.people.waiting(
                publication_id=publication_id, person_id=None, now=self.clock()
            ):
                await self.people.unask(asked.invitation.id)
            for member in await self.people.of(publication_id):
                await self._go(publication_id, member.person_id)
            gone = replace(
                kept,
                publication=replace(kept.publication, version=kept.publication.version + 1),
                deleted_at=self.clock(),
            )
            await self.directory.write(kept, gone)
            await self.together.tell(PublicationDeleted(publication_id=publication_id))
            await self.together.purge(*pages_of(kept.publication))

        await self._again(work)

    async def appoint(self, *, publication_id: PublicationId, person_id: PersonId) -> None:
        signed_in()
        if not has_role(SITE_OWNER):
            raise Forbidden("Only the owner of this site may do this.")

        async def work() -> None:
            kept = await self._kept(publication_id)
            if not kept.orphaned:
                raise Forbidden("This publication has an owner of its own.")
            mine = await self.people.member(publication_id, person_id)
            since = mine.since if mine else self.clock()
            await self._become(
                Membership(publication_id=publication_id, person_id=person_id, role=Role.OWNER, since=since)
            )
            await self._see_to_owner(publication_id)

        await self._again(work)

    async def _unless_taken(self, slug: str, work: Callable[[], Awaitable[T]]) -> T:
        try:
            return await self._again(work)
        except Taken:
            raise SlugTaken(slug=slug[:100]) from None


def require_version(publication: Publication, version: int) -> None:
    """Raises PublicationChangedSince unless the caller has seen this version."""
    if publication.version != version:
        raise PublicationChangedSince(version=publication.version)
