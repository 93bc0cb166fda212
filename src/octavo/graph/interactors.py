"""What readers do to people, places and stories, and what it adds up to."""

from typing import Final

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text
from octavo.graph import entities
from octavo.graph.api import (
    Claps,
    EdgeKind,
    GetAvoidedResponse,
    Kind,
    ListEdgesResponse,
    ListFollowersResponse,
    ListFollowingResponse,
    ListSavedResponse,
    PersonId,
    PublicationId,
    Saved,
    Standing,
    StoryId,
    Target,
    TargetNotFound,
)
from octavo.graph.circle import few, followed_tags, next_of, own, page_from, signed_in, viewer
from octavo.graph.entities import ClapsOfOne
from octavo.graph.listing import Listing
from octavo.graph.remembering import Remembering
from octavo.graph.shunning import Shunning
from octavo.graph.wandering import Wandering

_MOST_EDGES: Final = 10_000


class GraphInteractor(Shunning, Remembering, Listing, Wandering, frozen=True, kw_only=True, eq=False):
    """The Graph of the contract; besides, what it hears of accounts and stories."""

    async def follow(self, *, target: Target) -> None:
        me, wanted = self._acting(), entities.checked(target)
        if wanted.kind is Kind.PERSON and wanted.id == me:
            raise own("Nobody follows themselves.")
        await self._find(wanted)
        if await self.follows.add(
            me, wanted, self.clock(), most=self.follows_allowed, a_minute=self.follows_a_minute
        ):
            self.stale.add(*followed_tags(wanted, me))

    async def unfollow(self, *, target: Target) -> None:
        me, wanted = self._acting(), entities.checked(target)
        if await self.follows.remove(me, wanted):
            self.stale.add(*followed_tags(wanted, me))

    async def clap(self, *, story_id: StoryId, claps: int) -> None:
        me = self._acting()
        from_text(story_id, "story_id")
        entities.check_claps(claps)
        if claps:
            writers = await self._writers(story_id)
            if not writers or (await self.avoiding.between(me, writers[:1])).hidden:
                raise TargetNotFound
            if me in writers:
                raise own("Nobody claps for a story of their own.")
        await self.writer.write(ClapsOfOne(person_id=me, story_id=story_id, claps=claps, at=self.clock()))
        self.stale.add(f"claps:{story_id}")

    async def get_claps(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Claps, ...]:
        few("story_ids", story_ids)
        found = await self.applause.of(story_ids, viewer()) if story_ids else {}
        return tuple(found.get(one) or Claps(story_id=one, claps=0, people=0, own=0) for one in story_ids)

    async def get_standings(self, *, targets: tuple[Target, ...]) -> tuple[Standing, ...]:
        few("targets", targets)
        wanted, me = [entities.checked(one) for one in targets], viewer()
        people = [PersonId(one.id) for one in wanted if one.kind is Kind.PERSON]
        counts = await self.follows.counts(wanted)
        following = await self.follows.following(people) if people else {}
        followed: set[Target] = set()
        avoided, blocked = GetAvoidedResponse(), set[PersonId]()
        if me is not None:
            followed = await self.follows.of(me, wanted)
            avoided = await self.avoiding.between(me, people)
            blocked = await self.avoiding.blocked_by(me, people) if avoided.hidden else blocked
        return tuple(
            Standing(
                target=one,
                followers=counts.get(one, 0),
                following=following.get(one.id, 0) if one.kind is Kind.PERSON else 0,
                followed=one in followed,
                muted=one.kind is Kind.PERSON and one.id in avoided.muted,
                blocked=one.kind is Kind.PERSON and one.id in blocked,
                hidden=one.kind is Kind.PERSON and one.id in avoided.hidden,
            )
            for one in wanted
        )

    async def list_followers(
        self, *, target: Target, limit: int = 20, after: str = ""
    ) -> ListFollowersResponse:
        wanted, place = entities.checked(target), page_from(limit, after)
        rows = await self.follows.followers(wanted, viewer=viewer(), after=place, limit=limit + 1)
        return ListFollowersResponse(
            followers=tuple(one for one, _ in rows[:limit]), next=next_of(rows, limit)
        )

    async def list_following(
        self, *, person_id: PersonId, kind: Kind, limit: int = 20, after: str = ""
    ) -> ListFollowingResponse:
        if kind is Kind.UNSPECIFIED:
            raise Invalid("kind", "A person, a publication or a tag.")
        place, me = page_from(limit, after), viewer()
        if me and (await self.avoiding.between(me, [person_id])).hidden:
            return ListFollowingResponse()
        rows = await self.follows.followed(person_id, kind, after=place, limit=limit + 1)
        page = [one for one, _ in rows[:limit]]
        if me and me != person_id and kind is Kind.PERSON and page:
            hidden = (await self.avoiding.between(me, [PersonId(one.target.id) for one in page])).hidden
            page = [one for one in page if one.target.id not in hidden]
        return ListFollowingResponse(followed=tuple(page), next=next_of(rows, limit))

    async def save(self, *, story_id: StoryId, note: str = "") -> None:
        me = self._acting()
        from_text(story_id, "story_id")
        kept = entities.check_note(note)
        writers = await self._writers(story_id)
        if not writers or (await self.avoiding.between(me, writers[:1])).hidden:
            raise TargetNotFound
        await self.shelf.add(me, story_id, kept, self.clock(), most=self.follows_allowed)

    async def unsave(self, *, story_id: StoryId) -> None:
        me = self._acting()
        await self.shelf.remove(me, story_id)

    async def get_saved(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Saved, ...]:
        me = signed_in()
        few("story_ids", story_ids)
        return tuple(await self.shelf.of(me, story_ids)) if story_ids else ()

    async def list_saved(self, *, limit: int = 20, after: str = "") -> ListSavedResponse:
        me, place = signed_in(), page_from(limit, after)
        rows = await self.shelf.page(me, after=place, limit=limit + 1)
        return ListSavedResponse(saved=tuple(one for one, _ in rows[:limit]), next=next_of(rows, limit))

    async def list_edges(self, *, kind: EdgeKind, limit: int = 1000, after: str = "") -> ListEdgesResponse:
        if kind is EdgeKind.UNSPECIFIED:
            raise Invalid("kind", "Follows or claps.")
        if not 1 <= limit <= _MOST_EDGES:
            raise Invalid("limit", f"From 1 to {_MOST_EDGES}.")
        found, further = await self.edges.page(kind, after=after, limit=limit)
        return ListEdgesResponse(edges=tuple(found), next=further)

    # What is heard

    async def suspend(self, person_id: PersonId, *, suspended: bool) -> None:
        """What the person did does not count while they are suspended."""
        await self.standing.suspend(person_id, suspended=suspended)

    async def forget_person(self, person_id: str) -> None:
        """Before somebody's rows go: the sums go down with them."""
        await self.standing.forget_person(PersonId(person_id))

    async def forget_publication(self, publication_id: PublicationId) -> None:
        """It is deleted: nobody follows or mutes it any more."""
        await self.standing.forget_place(publication_id)
        await self.hides.forget_place(publication_id)

    async def forget_story(self, story_id: StoryId) -> None:
        """It is no more: neither is what readers did to it."""
        await self.applause.forget_story(story_id)
        await self.shelf.forget_story(story_id)
        await self.lists.forget_story(story_id)
        await self.readings.forget_story(story_id)

    async def close(self) -> None:
        """Writes and purges what waits, at the end."""
        await self.writer.close()
        await self.reader.close()
        await self.stale.close()
        await self.neighbours.close()
