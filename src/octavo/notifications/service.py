"""How the notifications are put together, and what they hear."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import resources
from typing import Annotated, Final

import msgspec
import structlog
from msgspec import Meta

from octavo.accounts.api import PersonSuspended
from octavo.annotations.api import Highlighted, HighlightRemoved
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import Envelope
from octavo.chassis.faults import Fault
from octavo.chassis.leases import LeaseLost, lease
from octavo.chassis.purges import Purges
from octavo.graph.api import Blocked, Clapped, Followed, Graph, Muted, Unfollowed
from octavo.graph.api import Kind as TargetKind
from octavo.notifications.adapters.sql import SqlBoard
from octavo.notifications.api import PersonId
from octavo.notifications.interactors import NotificationsInteractor
from octavo.notifications.personal import HOLDINGS as HOLDINGS
from octavo.responses.api import ResponseHeld, ResponsePublished, ResponseRemoved
from octavo.stories.api import Stories, StoryErased

MIGRATIONS: Final = resources.files("octavo.notifications").joinpath("migrations")
CONSUMER: Final = "notifications"
"""Under this name the notifications follow the events of other services."""
_log = structlog.get_logger()
_TIDY_SECONDS: Final = 600.0
_BREATH_SECONDS: Final = 0.05
_TROUBLE_SECONDS: Final = 5.0
_LEASE_SECONDS: Final = 30.0
_AT_ONCE: Final = 200


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How long people are told of something."""

    days: Annotated[int, Meta(ge=7, le=3650)] = 365
    """Older ones go, read or not."""


def build(
    config: Config,
    db: Database,
    *,
    stories: Stories,
    graph: Graph,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> NotificationsInteractor:
    """The notifications over an open database. clock: the time now, in UTC."""
    return NotificationsInteractor(
        board=SqlBoard(db, Purges(db, clock=clock), new_id=new_id),
        stories=stories,
        graph=graph,
        kept=timedelta(days=config.days),
        clock=clock,
    )


async def keep_tidy(
    notifications: NotificationsInteractor,
    db: Database,
    *,
    clock: Callable[[], datetime],
    seconds: float = _TIDY_SECONDS,
) -> None:
    """Forgets what is too old, until cancelled; one process of all on this database does it."""
    while True:
        try:
            async with lease(db, "notifications/tidy", _LEASE_SECONDS, clock=clock):
                while True:
                    more = await notifications.tidy(limit=_AT_ONCE) == _AT_ONCE
                    await asyncio.sleep(_BREATH_SECONDS if more else seconds)
        except (LeaseLost, StorageFault, Fault) as error:
            _log.warning("old notifications wait", reason=str(error) or type(error).__name__)
            await asyncio.sleep(_TROUBLE_SECONDS)


class GraphEvents:
    """Follows and claps; to be subscribed to the events of the graph."""

    TYPES: Final = (Followed, Unfollowed, Clapped, Muted, Blocked)

    def __init__(self, notifications: NotificationsInteractor) -> None:
        self._notifications = notifications

    async def __call__(
        self, event: Followed | Unfollowed | Clapped | Muted | Blocked, envelope: Envelope
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        them, actor = self._notifications, PersonId(event.person_id)
        match event:
            case Followed(kind=TargetKind.PERSON):
                await them.followed(actor, PersonId(event.target_id))
            case Unfollowed(kind=TargetKind.PERSON):
                await them.unfollowed(actor, PersonId(event.target_id))
            case Clapped():
                await them.clapped(actor, event.story_id, claps=event.claps)
            case Muted():
                await them.avoided(actor, PersonId(event.muted_id), both=False)
            case Blocked():
                await them.avoided(actor, PersonId(event.blocked_id), both=True)
            case _:
                pass  # whoever follows a topic concerns nobody; a publication is nobody


class ResponseEvents:
    """Who answers whom; to be subscribed to the events of the responses."""

    TYPES: Final = (ResponsePublished, ResponseHeld, ResponseRemoved)

    def __init__(self, notifications: NotificationsInteractor) -> None:
        self._notifications = notifications

    async def __call__(
        self, event: ResponsePublished | ResponseHeld | ResponseRemoved, envelope: Envelope
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        them = self._notifications
        match event:
            case ResponsePublished():
                await them.responded(
                    PersonId(event.author_id),
                    event.story_id,
                    event.response_id,
                    parent_id=event.parent_id,
                    answered_id=PersonId(event.answered_id),
                )
            case ResponseHeld():
                await them.held(PersonId(event.author_id), event.story_id, event.response_id)
            case ResponseRemoved():
                await them.response_removed(event.response_id)


class HighlightEvents:
    """What readers mark for everybody; to be subscribed to the events of the annotations."""

    TYPES: Final = (Highlighted, HighlightRemoved)

    def __init__(self, notifications: NotificationsInteractor) -> None:
        self._notifications = notifications

    async def __call__(self, event: Highlighted | HighlightRemoved, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        if isinstance(event, HighlightRemoved):
            await self._notifications.highlight_removed(event.highlight_id)
        elif event.public:
            await self._notifications.highlighted(
                PersonId(event.reader_id), event.story_id, event.highlight_id
            )


class StoryEvents:
    """Nothing is told of what is gone; to be subscribed to the events of stories."""

    TYPES: Final = (StoryErased,)

    def __init__(self, notifications: NotificationsInteractor) -> None:
        self._notifications = notifications

    async def __call__(self, event: StoryErased, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._notifications.forget_story(event.story_id)


class PersonEvents:
    """Nothing is told of who is suspended; to be subscribed to the events of accounts."""

    TYPES: Final = (PersonSuspended,)

    def __init__(self, notifications: NotificationsInteractor) -> None:
        self._notifications = notifications

    async def __call__(self, event: PersonSuspended, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._notifications.suspended(PersonId(event.person_id))
