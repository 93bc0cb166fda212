"""Mutes and blocks: whom a person is not shown, and who is not shown them."""

from typing import Final

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text
from octavo.graph import entities
from octavo.graph.api import (
    Avoidance,
    GetAvoidedResponse,
    GetHidesResponse,
    Kind,
    ListAvoidedResponse,
    ListMutedPublicationsResponse,
    PersonId,
    PublicationId,
    Target,
)
from octavo.graph.circle import Circle, followed_tags, next_of, own, page_from, signed_in

_MOST_PEOPLE: Final = 500
_MOST_HIDES: Final = 1_000
"""Of each kind, the newest: pages are made of no more names than that."""


class Shunning(Circle, frozen=True, kw_only=True, eq=False):
    """A faculty of the graph: mutes and blocks."""

    async def mute(self, *, person_id: PersonId) -> None:
        await self._avoid(person_id, Avoidance.MUTED)

    async def unmute(self, *, person_id: PersonId) -> None:
        await self._no_longer(person_id, Avoidance.MUTED)

    async def block(self, *, person_id: PersonId) -> None:
        await self._avoid(person_id, Avoidance.BLOCKED)

    async def unblock(self, *, person_id: PersonId) -> None:
        await self._no_longer(person_id, Avoidance.BLOCKED)

    async def mute_publication(self, *, publication_id: PublicationId) -> None:
        me = self._acting()
        await self._find(entities.checked(Target(kind=Kind.PUBLICATION, id=publication_id)))
        await self.hides.add(me, publication_id, self.clock(), most=self.follows_allowed)

    async def unmute_publication(self, *, publication_id: PublicationId) -> None:
        me = self._acting()
        from_text(publication_id, "publication_id")
        await self.hides.remove(me, publication_id)

    async def list_muted_publications(
        self, *, limit: int = 20, after: str = ""
    ) -> ListMutedPublicationsResponse:
        me, place = signed_in(), page_from(limit, after)
        rows = await self.hides.page(me, after=place, limit=limit + 1)
        return ListMutedPublicationsResponse(
            publications=tuple(one for one, _ in rows[:limit]), next=next_of(rows, limit)
        )

    async def get_avoided(
        self, *, viewer_id: PersonId, person_ids: tuple[PersonId, ...]
    ) -> GetAvoidedResponse:
        if len(person_ids) > _MOST_PEOPLE:
            raise Invalid("person_ids", f"At most {_MOST_PEOPLE} at once.")
        return await self.avoiding.between(viewer_id, person_ids)

    async def get_hides(self, *, viewer_id: PersonId) -> GetHidesResponse:
        return await self.hides.all_of(viewer_id, limit=_MOST_HIDES)

    async def list_avoided(self, *, how: Avoidance, limit: int = 20, after: str = "") -> ListAvoidedResponse:
        if how is Avoidance.UNSPECIFIED:
            raise Invalid("how", "Muted or blocked.")
        me, place = signed_in(), page_from(limit, after)
        rows = await self.avoiding.of(me, how, after=place, limit=limit + 1)
        return ListAvoidedResponse(avoided=tuple(one for one, _ in rows[:limit]), next=next_of(rows, limit))

    async def _avoid(self, person_id: PersonId, how: Avoidance) -> None:
        me = self._acting()
        target = entities.checked(Target(kind=Kind.PERSON, id=person_id))
        if person_id == me:
            raise own("Nobody mutes or blocks themselves.")
        await self._find(target)
        await self.avoiding.add(me, how, person_id, self.clock(), most=self.follows_allowed)
        if how is Avoidance.BLOCKED:
            self.stale.add(*followed_tags(target, me), f"followers:{me}")

    async def _no_longer(self, person_id: PersonId, how: Avoidance) -> None:
        me = self._acting()
        from_text(person_id, "person_id")
        await self.avoiding.remove(me, how, person_id)
