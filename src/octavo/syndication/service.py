"""How syndication is put together."""

from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.accounts.api import Accounts, PersonSuspended
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope
from octavo.syndication.adapters.sql import SqlPrivateFeeds
from octavo.syndication.interactors import SyndicationInteractor
from octavo.syndication.personal import HOLDINGS as HOLDINGS

MIGRATIONS: Final = resources.files("octavo.syndication").joinpath("migrations")
CONSUMER: Final = "syndication"
"""Under this name syndication follows the events of accounts."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What a person may have."""

    max_private_feeds: Annotated[int, Meta(ge=1, le=1000)] = 20
    """Of one person."""


def build(
    config: Config,
    db: Database,
    *,
    accounts: Accounts,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> SyndicationInteractor:
    """Syndication over an open database.

    clock: the time now, in UTC. new_id: makes ids that nobody else makes.
    """
    return SyndicationInteractor(
        feeds=SqlPrivateFeeds(db),
        accounts=accounts,
        feeds_allowed=config.max_private_feeds,
        clock=clock,
        new_id=new_id,
    )


class PersonEvents:
    """What happens here when something happens to a person; to be subscribed to the events of accounts."""

    TYPES: Final = (PersonSuspended,)

    def __init__(self, syndication: SyndicationInteractor) -> None:
        self._syndication = syndication

    async def __call__(self, event: PersonSuspended, envelope: Envelope) -> None:
        """Private feeds end with a suspension, as sign-ins do."""
        await self._syndication.forget(event.person_id)
