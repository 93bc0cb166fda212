"""A small world for the tests of notifications: Anna wrote a story with Carl, others read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from octavo.chassis.context import Caller, acting_as
from octavo.chassis.database import Database
from octavo.chassis.ids import to_text
from octavo.graph.api import GetAvoidedResponse, Graph
from octavo.graph.api import PersonId as Somebody
from octavo.notifications.api import Notifications
from octavo.notifications.interactors import NotificationsInteractor
from octavo.notifications.service import Config, build
from octavo.stories.api import PersonId, Stories, Story, StoryId
from tests.stories.desk import ANNA, Clock

STORY, OTHER = StoryId("1111111Sto1"), StoryId("1111111Sto2")
CARL = Caller(person_id="1111111Carr", roles=frozenset({"member", "confirmed"}))
DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Others:
    """Of stories and the graph what the notifications ask."""

    blocked: set[frozenset[str]] = field(default_factory=set)
    muted: set[tuple[str, str]] = field(default_factory=set)

    async def get_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        anna, carl = PersonId(str(ANNA.person_id)), PersonId(str(CARL.person_id))
        return tuple(
            Story(
                id=one,
                author_id=anna,
                co_author_ids=(carl,) if one == STORY else (),
                title="By the sea",
                published_at=DAY,
                updated_at=DAY,
            )
            for one in story_ids
            if one in (STORY, OTHER)
        )

    async def get_avoided(self, *, viewer_id: Somebody, person_ids: Sequence[Somebody]) -> GetAvoidedResponse:
        return GetAvoidedResponse(
            hidden=tuple(one for one in person_ids if frozenset((one, viewer_id)) in self.blocked),
            muted=tuple(one for one in person_ids if (viewer_id, one) in self.muted),
        )


@dataclass
class World:
    """The notifications as a caller sees them (here or over the wire), and what lies behind."""

    notifications: Notifications
    inside: NotificationsInteractor
    others: Others
    db: Database
    clock: Clock

    async def told(self, who: Caller) -> list[tuple[str, str, int]]:
        """What somebody is told: kind, subject and how many people."""
        with acting_as(who):
            found = await self.notifications.list_notifications()
        return [(one.kind.value, one.subject_id, one.count) for one in found.notifications]

    async def unread(self, who: Caller) -> int:
        with acting_as(who):
            return await self.notifications.count_unread()


def built(
    db: Database, clock: Clock, others: Others, config: Config | None = None
) -> NotificationsInteractor:
    numbers = iter(range(4_000_000_000_000_000, 5_000_000_000_000_000))
    return build(
        Config(),
        db,
        stories=cast(Stories, others),
        graph=cast(Graph, others),
        clock=clock,
        new_id=lambda: to_text(next(numbers)),
    )
