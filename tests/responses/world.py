"""A small world for the tests of responses: Anna wrote a story, Bert and others read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from octavo.chassis.cache import NearCache
from octavo.chassis.context import Caller, acting_as, current_caller
from octavo.chassis.database import Database
from octavo.chassis.ids import to_text
from octavo.graph.api import GetAvoidedResponse, Graph
from octavo.graph.api import PersonId as Somebody
from octavo.responses.api import Order, Response, ResponseId, Responses, StoryId
from octavo.responses.interactors import ResponsesInteractor
from octavo.responses.service import Config, build
from octavo.stories.api import PersonId, PublicationId, Stories, Story, Visibility
from tests.stories.desk import ANNA, Clock

STORY, MEMBERS, GONE = StoryId("1111111Sto1"), StoryId("1111111Sto2"), StoryId("1111111Sto9")
NO_PARENT = ResponseId("")
DAY = datetime(2026, 1, 1, tzinfo=UTC)
CARL = Caller(person_id="1111111Carr", roles=frozenset({"member", "confirmed"}))
NEW = Caller(person_id="1111111Newt", roles=frozenset({"member"}))
MODERATOR = Caller(person_id="1111111Mode", roles=frozenset({"member", "confirmed", "moderator"}))


@dataclass
class Others:
    """Of stories and the graph what the responses ask."""

    blocked: set[frozenset[str]] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    standing: dict[str, str] = field(default_factory=dict)
    """In which publication a story stands."""
    editors: set[tuple[str, str]] = field(default_factory=set)
    """Who edits which publication."""

    async def get_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        return tuple(
            Story(
                id=one,
                author_id=PersonId(str(ANNA.person_id)),
                title="By the sea",
                visibility=Visibility.MEMBERS if one == MEMBERS else Visibility.EVERYBODY,
                publication_id=PublicationId(self.standing.get(one, "")),
                published_at=DAY,
                updated_at=DAY,
            )
            for one in story_ids
            if one in (STORY, MEMBERS) and one not in self.withdrawn
        )

    async def list_edited(self) -> tuple[PublicationId, ...]:
        me = current_caller().person_id
        return tuple(PublicationId(paper) for who, paper in sorted(self.editors) if who == me)

    async def get_avoided(self, *, viewer_id: Somebody, person_ids: Sequence[Somebody]) -> GetAvoidedResponse:
        return GetAvoidedResponse(
            hidden=tuple(one for one in person_ids if frozenset((one, viewer_id)) in self.blocked)
        )

    def block(self, one: Caller, other: Caller) -> None:
        self.blocked.add(frozenset((str(one.person_id), str(other.person_id))))


@dataclass
class World:
    """The responses as a caller sees them (here or over the wire), and what lies behind."""

    responses: Responses
    inside: ResponsesInteractor
    others: Others
    db: Database
    clock: Clock

    async def say(
        self, who: Caller, text: str, parent: ResponseId = NO_PARENT, story: StoryId = STORY
    ) -> Response:
        self.clock.turn(seconds=30)
        with acting_as(who):
            return await self.responses.respond(story_id=story, parent_id=parent, text=text)

    async def talk(self, who: Caller, order: Order = Order.CONVERSATION) -> list[tuple[int, str]]:
        """What somebody sees: how deep, and the words."""
        with acting_as(who):
            listed = await self.responses.list_responses(story_id=STORY, order=order, limit=100)
        return [(one.depth, plain(one)) for one in listed.responses]

    async def told(self) -> list[str]:
        """The events so far, by name."""
        rows = await self.db.all("SELECT type FROM octavo_outbox ORDER BY number")
        return [row["type"].rpartition(".")[2] for row in rows]


def plain(one: Response) -> str:
    """The words without their elements."""
    return one.html.partition(">")[2].partition("<")[0]


def built(db: Database, clock: Clock, others: Others, config: Config | None = None) -> ResponsesInteractor:
    numbers = iter(range(4_000_000_000_000_000, 5_000_000_000_000_000))
    return build(
        config or Config(),
        db,
        stories=cast(Stories, others),
        graph=cast(Graph, others),
        near=NearCache(max_bytes=1 << 20),
        clock=clock,
        new_id=lambda: to_text(next(numbers)),
    )
