"""How the readership is put together, and what it hears of the stories."""

from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec
import structlog
from msgspec import Meta

from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope
from octavo.chassis.leases import alone
from octavo.chassis.rates import Rate
from octavo.readership.adapters.sql import SqlLedger
from octavo.readership.interactors import ReadershipInteractor
from octavo.readership.personal import HOLDINGS as HOLDINGS
from octavo.stories.api import Stories, StoryErased

MIGRATIONS: Final = resources.files("octavo.readership").joinpath("migrations")
CONSUMER: Final = "readership"
"""Under this name the readership follows the events of stories."""

_LEASE_SECONDS: Final = 30.0
_TIDY_SECONDS: Final = 60.0

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted of the stories' readers."""

    per_minute: Annotated[int, Meta(ge=1, le=100_000)] = 120
    """Views and reads of one address in a process; more are not counted."""
    story_per_minute: Annotated[int, Meta(ge=1, le=10_000_000)] = 30_000
    """New views, and new reads, of one story in a process; more are not counted."""
    source_days: Annotated[int, Meta(ge=30, le=3650)] = 90
    """How long it is kept where readers came from. Views and reads are kept as long as the story."""
    write_seconds: Annotated[float, Meta(gt=0, le=60)] = 1.0
    """How long counts wait in memory to be written together; as much is lost when a process is killed."""


def build(
    config: Config,
    db: Database,
    *,
    stories: Stories,
    near: NearCache,
    url: str,
    clock: Callable[[], datetime],
) -> ReadershipInteractor:
    """The readership over an open database; whoever builds it calls `close` at the end.

    url: the site's own address. clock: the time now, in UTC.
    """
    return ReadershipInteractor(
        ledger=SqlLedger(db),
        stories=stories,
        near=near,
        own_host=urlsplit(url).netloc,
        readers=Rate(config.per_minute),
        crowd=Rate(config.story_per_minute),
        sources_days=config.source_days,
        pause=config.write_seconds,
        clock=clock,
    )


class StoryEvents:
    """What the readership hears of the stories; to be subscribed to their events."""

    TYPES: Final = (StoryErased,)

    def __init__(self, readership: ReadershipInteractor) -> None:
        self._readership = readership

    async def __call__(self, event: StoryErased, envelope: Envelope) -> None:
        """The numbers go with the story."""
        await self._readership.forget_story(event.story_id)


async def keep_tidy(
    readership: ReadershipInteractor,
    db: Database,
    *,
    clock: Callable[[], datetime],
    seconds: float = _TIDY_SECONDS,
) -> None:
    """Forgets what is over every `seconds`, until cancelled; one process of all on this database does it."""
    await alone(db, "readership/tidy", readership.tidy, seconds=seconds, ttl=_LEASE_SECONDS, clock=clock)
