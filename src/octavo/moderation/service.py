"""How moderation is put together, and what it notes of what happens elsewhere."""

from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.accounts.api import Accounts, PersonReinstated, PersonSuspended, RoleChanged
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope
from octavo.moderation.adapters.sql import SqlReports
from octavo.moderation.api import Act
from octavo.moderation.interactors import ModerationInteractor
from octavo.moderation.personal import HOLDINGS as HOLDINGS
from octavo.publications.api import PublicationDeleted, PublicationOrphaned
from octavo.responses.api import ResponsePublished, ResponseRemoved, Responses
from octavo.stories.api import Stories, StoryWithdrawn

MIGRATIONS: Final = resources.files("octavo.moderation").joinpath("migrations")
CONSUMER: Final = "moderation"
"""Under this name moderation follows the events of accounts, stories, publications and responses."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How much is heard from one person."""

    max_reports_a_day: Annotated[int, Meta(ge=1, le=1000)] = 20
    """Of one person, each about something else."""


def build(
    config: Config,
    db: Database,
    *,
    accounts: Accounts,
    stories: Stories,
    responses: Responses,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> ModerationInteractor:
    """Moderation over an open database.

    clock: the time now, in UTC. new_id: makes ids that nobody else makes.
    """
    return ModerationInteractor(
        reports=SqlReports(db),
        accounts=accounts,
        stories=stories,
        responses=responses,
        reports_a_day=config.max_reports_a_day,
        clock=clock,
        new_id=new_id,
    )


class PersonEvents:
    """What is noted of power over people; to be subscribed to the events of accounts."""

    TYPES: Final = (RoleChanged, PersonSuspended, PersonReinstated)

    def __init__(self, moderation: ModerationInteractor) -> None:
        self._moderation = moderation

    async def __call__(
        self, event: RoleChanged | PersonSuspended | PersonReinstated, envelope: Envelope
    ) -> None:
        """A line of the log; what somebody did to themselves, or the site did, is none."""
        note = self._moderation.note
        if isinstance(event, RoleChanged):
            await note(Act.ROLE_GIVEN, by=event.by_id, person=event.person_id, detail=event.role.value)
        elif event.by_id:
            act = Act.PERSON_SUSPENDED if isinstance(event, PersonSuspended) else Act.PERSON_REINSTATED
            await note(act, by=event.by_id, person=event.person_id)


class StoryEvents:
    """What is noted of power over stories; to be subscribed to the events of stories."""

    TYPES: Final = (StoryWithdrawn,)

    def __init__(self, moderation: ModerationInteractor) -> None:
        self._moderation = moderation

    async def __call__(self, event: StoryWithdrawn, envelope: Envelope) -> None:
        """A line of the log, unless the author did it, or the site."""
        if event.by_id and event.by_id != event.author_id:
            act = Act.STORY_DELETED if event.deleted else Act.STORY_TAKEN_BACK
            await self._moderation.note(act, by=event.by_id, person=event.author_id, story=event.story_id)


class PublicationEvents:
    """What is noted of publications; to be subscribed to their events."""

    TYPES: Final = (PublicationDeleted, PublicationOrphaned)

    def __init__(self, moderation: ModerationInteractor) -> None:
        self._moderation = moderation

    async def __call__(self, event: PublicationDeleted | PublicationOrphaned, envelope: Envelope) -> None:
        """A line of the log."""
        deleted = isinstance(event, PublicationDeleted)
        act = Act.PUBLICATION_DELETED if deleted else Act.PUBLICATION_ORPHANED
        await self._moderation.note(act, publication=event.publication_id)


class ResponseEvents:
    """What is noted of power over responses; to be subscribed to their events."""

    TYPES: Final = (ResponseRemoved, ResponsePublished)

    def __init__(self, moderation: ModerationInteractor) -> None:
        self._moderation = moderation

    async def __call__(self, event: ResponseRemoved | ResponsePublished, envelope: Envelope) -> None:
        """A line of the log where a moderator did it."""
        if event.by_id:
            again = isinstance(event, ResponsePublished)
            act = Act.RESPONSE_SHOWN_AGAIN if again else Act.RESPONSE_TAKEN_BACK
            await self._moderation.note(
                act, by=event.by_id, person=event.author_id, response=event.response_id
            )
