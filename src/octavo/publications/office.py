"""What every faculty of the publications works with: the ports, the stories, the clock, who the caller is."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from octavo.chassis.context import current_caller
from octavo.chassis.faults import Forbidden, Unauthenticated, Unavailable
from octavo.document.rendering import ImageAddress
from octavo.publications.api import (
    DecisionTaken,
    Membership,
    MembershipChanged,
    PersonId,
    Publication,
    PublicationChanged,
    PublicationId,
    PublicationNotFound,
    PublicationOrphaned,
    Role,
)
from octavo.publications.entities import RANK, Case, Limits, acting_owners, successor
from octavo.publications.ports import Desk, Directory, Kept, Overtaken, People, Together
from octavo.stories.api import Stories

T = TypeVar("T")

MODERATORS: Final = frozenset({"owner", "moderator"})
CONFIRMED: Final = "confirmed"
SITE_OWNER: Final = "owner"

_ATTEMPTS: Final = 8
_NEEDS: Final = {
    Role.WRITER: "Only members of this publication may do this.",
    Role.EDITOR: "Only its editors may do this.",
    Role.OWNER: "Only its owners may do this.",
}


class Office(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Held by `PublicationsInteractor`; its faculties are written as classes of their own over it."""

    together: Together
    directory: Directory
    people: People
    desk: Desk
    stories: Stories
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    limits: Limits
    image_address: ImageAddress
    edition: str
    moderators_only: bool
    """Only those who look after the site found publications."""

    async def _kept(self, publication_id: PublicationId) -> Kept:
        """Raises PublicationNotFound."""
        kept = await self.directory.find(publication_id)
        if kept is None or kept.deleted_at is not None:
            raise PublicationNotFound
        return kept

    async def _as(
        self, least: Role, publication_id: PublicationId, *, active: bool = False
    ) -> tuple[Kept, Membership]:
        """A publication in which the caller is this or more; with `active` one that takes something new in.

        Raises Unauthenticated, PublicationNotFound, Forbidden.
        """
        me = signed_in()
        kept = await self._kept(publication_id)
        mine = await self.people.member(publication_id, me)
        if mine is None or mine.suspended or RANK[mine.role] < RANK[least]:
            raise Forbidden(_NEEDS[least])
        if active and kept.publication.archived:
            raise Forbidden("This publication is archived: it takes nothing new in.")
        return kept, mine

    async def _again(self, work: Callable[[], Awaitable[T]]) -> T:
        """`work` together; again from the beginning where somebody else wrote in between."""
        for _ in range(_ATTEMPTS):
            try:
                return await self.together.run(work)
            except Overtaken:
                continue
        raise Unavailable("Too many people are changing this at once. Try again.")

    async def _changed(
        self, before: Kept, publication: Publication, *, orphaned: bool | None = None
    ) -> Publication:
        """Writes what is said of a publication, with its next version. Part of a transaction."""
        after = replace(
            before,
            publication=replace(
                publication,
                version=before.publication.version + 1,
                orphaned=before.orphaned if orphaned is None else orphaned,
            ),
            orphaned=before.orphaned if orphaned is None else orphaned,
        )
        await self.directory.write(before, after)
        await self.together.tell(
            PublicationChanged(publication_id=publication.id, version=after.publication.version)
        )
        await self.together.purge(*pages_of(before.publication), *pages_of(after.publication))
        return after.publication

    async def _become(self, membership: Membership) -> None:
        """Somebody is this from now on. Part of a transaction."""
        await self.people.save(membership)
        await self.together.tell(
            MembershipChanged(
                publication_id=membership.publication_id,
                person_id=membership.person_id,
                role=membership.role,
            )
        )

    async def _go(self, publication_id: PublicationId, person_id: PersonId) -> None:
        """Somebody is nothing there any more. Part of a transaction."""
        await self.people.remove(publication_id, person_id)
        await self.together.tell(
            MembershipChanged(publication_id=publication_id, person_id=person_id, role=Role.UNSPECIFIED)
        )

    async def _decided(self, case: Case, decided: Case) -> None:
        """Writes a decision that is to be carried out in the stories. Part of a transaction."""
        await self.desk.write(case, decided)
        await self.together.tell(DecisionTaken(submission_id=case.submission.id))

    async def _see_to_owner(self, publication_id: PublicationId) -> None:
        """Part of a transaction: a publication whose owners cannot act any more is not left alone.

        The editor who has served longest takes over. Where there is none it is archived, so that it is read
        as ever, until an owner is back or the site's owner appoints one.
        """
        kept = await self.directory.find(publication_id)
        if kept is None or kept.deleted_at is not None:
            return
        staff = await self.people.of(publication_id)
        if acting_owners(staff):
            if kept.orphaned:
                await self._changed(kept, replace(kept.publication, archived=False), orphaned=False)
            return
        heir = successor(staff)
        if heir is not None:
            await self._become(replace(heir, role=Role.OWNER))
            if kept.orphaned:
                await self._changed(kept, replace(kept.publication, archived=False), orphaned=False)
        elif not kept.orphaned:
            await self._changed(kept, replace(kept.publication, archived=True), orphaned=True)
            await self.together.tell(PublicationOrphaned(publication_id=publication_id))


def pages_of(publication: Publication) -> tuple[str, str]:
    """The keys of the cached pages that say something of a publication, by its id and by its address."""
    return f"publication:{publication.id}", f"publication-slug:{publication.slug}"


def signed_in() -> PersonId:
    """Who asks. Raises Unauthenticated where nobody is signed in."""
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated
    return PersonId(person_id)


def has_role(*roles: str) -> bool:
    """Whether the caller has one of these on the site."""
    return not current_caller().roles.isdisjoint(roles)
