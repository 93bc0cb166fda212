"""A small world for the tests of the feed: what stories and the graph would say, a home page to look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from octavo.chassis.cache import NearCache
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.database import Database
from octavo.chassis.faults import Unavailable
from octavo.chassis.ids import from_text, to_text
from octavo.feed.api import Feed, GetHomeResponse
from octavo.feed.interactors import FeedInteractor
from octavo.feed.service import Config, build
from octavo.graph.api import (
    Edge,
    EdgeKind,
    GetAvoidedResponse,
    GetHidesResponse,
    Graph,
    Kind,
    ListEdgesResponse,
)
from octavo.graph.api import PersonId as Somebody
from octavo.publications.api import PublicationId
from octavo.stories.api import FullStory, ListStoriesResponse, PersonId, Stories, Story, StoryId, Visibility
from tests.stories.desk import Clock


def person(number: int) -> str:
    """The id of somebody."""
    return to_text(1_000_000_000_000 + number)


def house(number: int) -> str:
    """The id of a publication."""
    return to_text(2_000_000_000_000 + number)


def story_id(number: int) -> StoryId:
    """The id of a story."""
    return StoryId(to_text(3_000_000_000_000 + number))


def caller(number: int) -> Caller:
    """Somebody who is signed in."""
    return Caller(person_id=person(number), roles=frozenset({"member", "confirmed"}))


READER = caller(1)
OPERATOR = Caller(roles=frozenset({"operator"}))


@dataclass
class Others:
    """Of stories and the graph what the feed asks."""

    stories: dict[str, Story] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    muted: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    walked: list[StoryId] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    broken_walks: bool = False

    async def get_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        return tuple(self.stories[one] for one in story_ids if one in self.stories)

    async def read_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[FullStory, ...]:
        found = await self.get_stories(story_ids=story_ids)
        return tuple(FullStory(story=one, html=self.texts.get(one.id, "")) for one in found)

    async def list_stories(self, *, limit: int, after: str) -> ListStoriesResponse:
        listed = [one for one in self.stories.values() if one.visibility is not Visibility.UNLISTED]
        start = int(after or 0)
        more = str(start + limit) if start + limit < len(listed) else ""
        return ListStoriesResponse(stories=tuple(listed[start : start + limit]), next=more)

    async def list_edges(self, *, kind: EdgeKind, limit: int, after: str) -> ListEdgesResponse:
        wanted = [one for one in self.edges if (one.kind is Kind.UNSPECIFIED) == (kind is EdgeKind.CLAPS)]
        return ListEdgesResponse(edges=tuple(wanted))

    async def walk(self, *, person_id: Somebody, limit: int = 40) -> tuple[StoryId, ...]:
        if self.broken_walks:
            raise Unavailable
        return tuple(self.walked[:limit])

    async def get_avoided(self, *, viewer_id: Somebody, person_ids: Sequence[Somebody]) -> GetAvoidedResponse:
        return GetAvoidedResponse(
            muted=tuple(one for one in person_ids if one in self.muted),
            hidden=tuple(one for one in person_ids if one in self.hidden),
        )

    async def get_hides(self, *, viewer_id: Somebody) -> GetHidesResponse:
        return GetHidesResponse(publications=tuple(map(PublicationId, sorted(self.places))))


@dataclass
class World:
    """The feed as a caller sees it (here or over the wire), and what lies behind."""

    feed: Feed
    inside: FeedInteractor
    others: Others
    db: Database
    clock: Clock

    async def publish(
        self,
        number: int,
        *,
        author: int = 100,
        tags: tuple[str, ...] = (),
        publication: int = 0,
        minutes: int = 3,
        news: bool = True,
        others: tuple[int, ...] = (),
    ) -> StoryId:
        """A story is published now, and on its way."""
        one = Story(
            id=story_id(number),
            author_id=PersonId(person(author)),
            co_author_ids=tuple(PersonId(person(other)) for other in others),
            title=f"Story {number}",
            tags=tags,
            visibility=Visibility.EVERYBODY,
            reading_minutes=minutes,
            published_at=self.clock(),
            updated_at=self.clock(),
            publication_id=PublicationId(house(publication) if publication else ""),
        )
        self.others.stories[one.id] = one
        await self.inside.copying.story(one.id, news=news)
        self.clock.turn(seconds=60)
        return one.id

    async def deliver(self, most: int = 100) -> None:
        """All that is on its way arrives."""
        while await self.inside.copying.timelines.step(most):
            pass

    async def follow(self, number: int, kind: Kind, target: str, *, active: bool = True) -> None:
        await self.inside.copying.followed(person(number), kind, target, active=active)

    async def home(self, who: Caller = READER, *, limit: int = 20, after: str = "") -> GetHomeResponse:
        with acting_as(who):
            return await self.feed.get_home(limit=limit, after=after)

    async def shown(self, who: Caller = READER, *, limit: int = 20) -> list[int]:
        """The numbers of the stories on somebody's home page."""
        return [number_of(item.story_id) for item in (await self.home(who, limit=limit)).items]


def number_of(story: str) -> int:
    """The number by which `story_id` made it."""
    return from_text(story) - 3_000_000_000_000


def ahead(clock: Clock, **by: float) -> datetime:
    """A later time."""
    return clock() + timedelta(**by)


def built(db: Database, clock: Clock, others: Others, config: Config | None = None) -> FeedInteractor:
    numbers = iter(range(4_000_000_000_000, 5_000_000_000_000))
    return build(
        config or Config(),
        db,
        stories=cast(Stories, others),
        graph=cast(Graph, others),
        near=NearCache(max_bytes=1 << 20),
        clock=clock,
        new_id=lambda: to_text(next(numbers)),
    )
