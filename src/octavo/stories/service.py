"""How the stories are put together, and what runs beside them."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Annotated, Final

import msgspec
import structlog
from msgspec import Meta

from octavo.accounts.api import PersonReinstated, PersonSuspended
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.leases import LeaseLost, lease
from octavo.chassis.purges import Purges
from octavo.stories.adapters.sql import SqlManuscripts
from octavo.stories.adapters.sql_archive import SqlArchive
from octavo.stories.adapters.sql_co_authors import SqlCoAuthors
from octavo.stories.adapters.sql_listed import SqlListed
from octavo.stories.adapters.sql_members import SqlMembers
from octavo.stories.adapters.sql_series import SqlSeries
from octavo.stories.adapters.sql_shelf import SqlShelf
from octavo.stories.adapters.sql_translations import SqlTranslations
from octavo.stories.content import Limits
from octavo.stories.interactors import StoriesInteractor
from octavo.stories.personal import HOLDINGS as HOLDINGS
from octavo.stories.rendering import ImageAddress, Renderer

MIGRATIONS: Final = resources.files("octavo.stories").joinpath("migrations")
CONSUMER: Final = "stories"
"""Under this name the stories follow the events of accounts."""

_LEASE_SECONDS: Final = 10.0

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How much may be written, in characters unless said otherwise, and how often time is looked at."""

    max_title: Annotated[int, Meta(ge=1, le=1000)] = 200
    max_subtitle: Annotated[int, Meta(ge=1, le=2000)] = 300
    max_excerpt: Annotated[int, Meta(ge=1, le=2000)] = 500
    max_body: Annotated[int, Meta(ge=1000, le=2_000_000)] = 2_000_000
    """Bytes of the document's JSON."""
    max_tags: Annotated[int, Meta(ge=1, le=50)] = 5
    max_tag: Annotated[int, Meta(ge=1, le=100)] = 40
    max_drafts: Annotated[int, Meta(ge=1)] = 1000
    """Stories of one person that are not published; deleted ones count until they are erased."""
    max_revisions: Annotated[int, Meta(ge=10)] = 200
    """Of one story; beyond that the oldest unpublished ones go first."""
    max_co_authors: Annotated[int, Meta(ge=1, le=50)] = 10
    """Of one story: who agreed and who was asked."""
    schedule_seconds: Annotated[float, Meta(gt=0, le=60)] = 1.0
    """How often it is looked for stories whose time has come."""

    @property
    def limits(self) -> Limits:
        """The limits as the rules take them."""
        return Limits(
            title=self.max_title,
            subtitle=self.max_subtitle,
            excerpt=self.max_excerpt,
            body=self.max_body,
            tags=self.max_tags,
            tag=self.max_tag,
        )


def build(
    config: Config,
    db: Database,
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    image_address: ImageAddress,
    image_edition: str = "",
) -> StoriesInteractor:
    """The stories over an open database.

    clock: the time now, in UTC. new_id: makes ids that nobody else makes. image_address: where a picture is,
    by id and width, as octavo.images.api.ImageAddresses tells it; `image_edition` changes whenever the same
    picture gets other addresses, so that stored HTML is made anew.
    """
    purges, outbox = Purges(db, clock=clock), Outbox(db, clock=clock)
    return StoriesInteractor(
        manuscripts=SqlManuscripts(db, outbox, purges, revisions_kept=config.max_revisions),
        archive=SqlArchive(db),
        shelf=SqlShelf(db, outbox, purges),
        listed=SqlListed(db),
        members=SqlMembers(db),
        translations=SqlTranslations(db, purges),
        collections=SqlSeries(db, purges),
        co_authors=SqlCoAuthors(db, Outbox(db, clock=clock), purges),
        renderer=Renderer(image_address=image_address, edition=image_edition),
        clock=clock,
        new_id=new_id,
        limits=config.limits,
        drafts_allowed=config.max_drafts,
        co_authors_allowed=config.max_co_authors,
    )


class PersonEvents:
    """What the stories do when something happens to a person; to be subscribed to the events of accounts."""

    TYPES: Final = (PersonSuspended, PersonReinstated)

    def __init__(self, stories: StoriesInteractor) -> None:
        self._stories = stories

    async def __call__(self, event: PersonSuspended | PersonReinstated, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        if isinstance(event, PersonSuspended):
            await self._stories.hide_author(event.person_id)
        else:
            await self._stories.show_author(event.person_id)


async def keep_time(
    stories: StoriesInteractor, db: Database, config: Config, *, clock: Callable[[], datetime]
) -> None:
    """Lets scheduled stories go out and erases what was deleted long ago, until cancelled.

    One process of all those on this database does it, under a lease; the next one takes over within
    seconds where it dies. What fell due while nobody ran goes out at once.
    """
    while True:
        try:
            async with lease(db, "stories/time", _LEASE_SECONDS, clock=clock):
                while True:
                    await stories.keep_time(clock())
                    await asyncio.sleep(config.schedule_seconds)
        except (LeaseLost, StorageFault) as error:
            _log.warning("the schedule waits", reason=str(error))
            await asyncio.sleep(config.schedule_seconds)
