"""How the publications are put together, and what they hear of."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from importlib import resources
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.accounts.api import Accounts, Notice, PersonReinstated, PersonSuspended
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.purges import Purges
from octavo.document.rendering import ImageAddress
from octavo.publications.adapters.sql_desk import SqlDesk
from octavo.publications.adapters.sql_directory import SqlDirectory
from octavo.publications.adapters.sql_people import SqlPeople
from octavo.publications.adapters.sql_together import SqlTogether
from octavo.publications.api import (
    DecisionTaken,
    MembershipChanged,
    PublicationDeleted,
    RevisionId,
    SectionDissolved,
    Stage,
    SubmissionDecided,
)
from octavo.publications.entities import Limits
from octavo.publications.interactors import PublicationsInteractor
from octavo.publications.personal import HOLDINGS as HOLDINGS
from octavo.stories.api import (
    Standing,
    Stories,
    StoryErased,
    StoryMoved,
    StoryPublished,
    StoryRevised,
    StoryWithdrawn,
)

MIGRATIONS: Final = resources.files("octavo.publications").joinpath("migrations")
CONSUMER: Final = "publications"
"""Under this name the publications follow the events of accounts, of stories and their own."""
LETTERS: Final = "letters of publications"
"""Under this name they follow their own events once more: what is told by mail waits for nothing else."""

_NOTICES: Final = {
    Stage.ACCEPTED: Notice.SUBMISSION_ACCEPTED,
    Stage.RETURNED: Notice.SUBMISSION_RETURNED,
    Stage.WITHDRAWN: Notice.SUBMISSION_WITHDRAWN,
}


class Founders(StrEnum):
    """Who may found a publication."""

    EVERYBODY = "everybody"
    MODERATORS = "moderators"


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Who may found publications, and how much each may have."""

    founders: Founders = Founders.EVERYBODY
    """Who may found one: "everybody" whose address is confirmed, or "moderators"."""
    max_publications: Annotated[int, Meta(ge=1, le=1000)] = 5
    """That one person may own."""
    max_members: Annotated[int, Meta(ge=2, le=5000)] = 200
    """Of one publication."""
    max_sections: Annotated[int, Meta(ge=1, le=100)] = 20
    """Of one publication."""
    max_pages: Annotated[int, Meta(ge=1, le=500)] = 50
    """Static pages of one publication."""

    @property
    def limits(self) -> Limits:
        """The limits as the rules take them."""
        return Limits(
            publications=self.max_publications,
            members=self.max_members,
            sections=self.max_sections,
            pages=self.max_pages,
        )


def build(
    config: Config,
    db: Database,
    *,
    stories: Stories,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    image_address: ImageAddress,
    image_edition: str = "",
) -> PublicationsInteractor:
    """The publications over an open database.

    clock: the time now, in UTC. new_id: makes ids that nobody else makes. image_address, image_edition: as
    for the stories.
    """
    return PublicationsInteractor(
        together=SqlTogether(db, Outbox(db, clock=clock), Purges(db, clock=clock)),
        directory=SqlDirectory(db),
        people=SqlPeople(db),
        desk=SqlDesk(db),
        stories=stories,
        clock=clock,
        new_id=new_id,
        limits=config.limits,
        image_address=image_address,
        edition=image_edition,
        moderators_only=config.founders is Founders.MODERATORS,
    )


class PersonEvents:
    """What the publications do when something happens to a person; of the events of accounts."""

    TYPES: Final = (PersonSuspended, PersonReinstated)

    def __init__(self, publications: PublicationsInteractor) -> None:
        self._publications = publications

    async def __call__(self, event: PersonSuspended | PersonReinstated, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        suspended = isinstance(event, PersonSuspended)
        await self._publications.set_suspended(event.person_id, suspended=suspended)


class StoryEvents:
    """What becomes of a submission when its story goes another way; of the events of stories."""

    TYPES: Final = (StoryMoved, StoryPublished, StoryRevised, StoryWithdrawn, StoryErased)

    def __init__(self, publications: PublicationsInteractor) -> None:
        self._publications = publications

    async def __call__(
        self,
        event: StoryMoved | StoryPublished | StoryRevised | StoryWithdrawn | StoryErased,
        envelope: Envelope,
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        match event:
            case StoryErased():
                await self._publications.forget_story(event.story_id)
            case StoryMoved() if event.standing is Standing.UNSPECIFIED and event.left_publication_id:
                await self._publications.close_open(
                    event.story_id, event.left_publication_id, Stage.WITHDRAWN
                )
            case StoryPublished() | StoryRevised() if event.publication_id:
                await self._publications.close_open(
                    event.story_id,
                    event.publication_id,
                    Stage.ACCEPTED,
                    revision_id=RevisionId(event.revision_id),
                )
            case _:
                return


class OwnEvents:
    """What publications owe the stories: the copy of memberships, and what was decided."""

    TYPES: Final = (MembershipChanged, PublicationDeleted, SectionDissolved, DecisionTaken)

    def __init__(self, publications: PublicationsInteractor) -> None:
        self._publications = publications

    async def __call__(
        self,
        event: MembershipChanged | PublicationDeleted | SectionDissolved | DecisionTaken,
        envelope: Envelope,
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        match event:
            case MembershipChanged():
                await self._publications.pass_on(event)
            case PublicationDeleted():
                await self._publications.give_back(event.publication_id)
            case SectionDissolved():
                await self._publications.give_back(event.publication_id, event.section_id)
            case DecisionTaken():
                await self._publications.finish(event.submission_id)


class WriterLetters:
    """Has a writer told by mail what others decided; a letter leaves the site, so into no database: of one
    submission and one decision accounts write one."""

    TYPES: Final = (SubmissionDecided,)

    def __init__(self, publications: PublicationsInteractor, accounts: Accounts) -> None:
        self._publications = publications
        self._accounts = accounts

    async def __call__(self, event: SubmissionDecided, envelope: Envelope) -> None:
        """One letter, or none; the same again changes nothing."""
        notice = _NOTICES.get(event.stage)
        if notice is None or not await self._publications.is_news_to_writer(event):
            return
        await self._accounts.send_notice(
            person_id=event.writer_id,
            notice=notice,
            page=f"/me/submissions/{event.submission_id}",
            once=f"{event.submission_id} {event.stage.value}",
        )
