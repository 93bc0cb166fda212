"""What every faculty of the graph works with: the ports, the other services, the clock, who the caller is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from octavo.accounts.api import Accounts
from octavo.chassis.batches import BatchWriter, StaleTags
from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, acting_as, current_caller
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.chassis.rates import Rate
from octavo.graph import entities
from octavo.graph.api import Kind, OwnTarget, PersonId, StoryId, Target, TargetNotFound, TooManyActs
from octavo.graph.entities import ClapsOfOne, Place, ReadingOfOne
from octavo.graph.ports import (
    Applause,
    Avoiding,
    ClapTracks,
    Edges,
    Follows,
    Hides,
    Lists,
    Neighbours,
    Readings,
    Shelf,
    Standing,
)
from octavo.publications.api import PublicationId, Publications
from octavo.stories.api import Stories

T = TypeVar("T")

MOST_AT_ONCE: Final = 100
_NEAR_SECONDS: Final = 60.0
_ENTRY_BYTES: Final = 400


class Circle(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Held by `GraphInteractor`; its faculties are written as classes of their own over it."""

    follows: Follows
    avoiding: Avoiding
    hides: Hides
    applause: Applause
    edges: Edges
    standing: Standing
    shelf: Shelf
    lists: Lists
    readings: Readings
    clap_tracks: ClapTracks
    neighbours: Neighbours
    accounts: Accounts
    stories: Stories
    publications: Publications
    near: NearCache
    writer: BatchWriter[ClapsOfOne]
    reader: BatchWriter[ReadingOfOne]
    stale: StaleTags
    acts: Rate
    marks: Rate
    follows_allowed: int
    follows_a_minute: int
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    def _acting(self) -> PersonId:
        me = signed_in()
        if not self.acts.allows(me, self.clock()):
            raise TooManyActs(limit=self.acts.per_minute)
        return me

    async def _find(self, target: Target) -> None:
        """Raises TargetNotFound where there is no such person or publication."""
        if target.kind is Kind.PERSON:
            people = await self.accounts.get_people(person_ids=(PersonId(target.id),))
            if not people or people[0].suspended:
                raise TargetNotFound
        if target.kind is Kind.PUBLICATION:
            with acting_as(ANONYMOUS):
                wanted = (PublicationId(target.id),)
                if not await self.publications.get_publications(publication_ids=wanted):
                    raise TargetNotFound

    async def _writers(self, story_id: StoryId) -> tuple[PersonId, ...]:
        """Who wrote a published story, its author first; empty: there is none."""

        async def load() -> tuple[PersonId, ...]:
            with acting_as(ANONYMOUS):
                stories = await self.stories.get_stories(story_ids=(story_id,))
            return (stories[0].author_id, *stories[0].co_author_ids) if stories else ()

        return await self.near.get_or_load(
            ("graph writers", story_id),
            load,
            ttl=_NEAR_SECONDS,
            tags=(f"story:{story_id}",),
            size=_ENTRY_BYTES,
        )


def followed_tags(target: Target, me: PersonId) -> tuple[str, str]:
    """What shows the count of those who follow it, and of what the person follows."""
    return f"followers:{target.id}", f"following:{me}"


def own(message: str) -> OwnTarget:
    """Nobody does this to themselves."""
    fault = OwnTarget()
    fault.say(message)
    return fault


def few(field: str, asked: Sequence[object]) -> None:
    """Raises Invalid where it is more than 100."""
    if len(asked) > MOST_AT_ONCE:
        raise Invalid(field, f"At most {MOST_AT_ONCE} at once.")


def page_from(limit: int, after: str) -> Place | None:
    """Where the page begins. Raises Invalid."""
    if not 1 <= limit <= MOST_AT_ONCE:
        raise Invalid("limit", f"From 1 to {MOST_AT_ONCE}.")
    return entities.read_place(after)


def next_of(rows: Sequence[tuple[T, Place]], limit: int) -> str:
    """The `next` of a page of which one row more was read."""
    return entities.write_place(rows[limit - 1][1]) if len(rows) > limit else ""


def viewer() -> PersonId | None:
    """Who asks; None: nobody who is signed in."""
    person_id = current_caller().person_id
    return PersonId(person_id) if person_id else None


def signed_in() -> PersonId:
    """Who asks. Raises Unauthenticated."""
    person_id = viewer()
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return person_id
