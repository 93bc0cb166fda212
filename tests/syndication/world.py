"""A small world for the tests of syndication: people who can be suspended and erased, a clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from octavo.accounts.api import Accounts, Person, PersonId
from octavo.chassis.database import Database
from octavo.chassis.ids import IdMaker
from octavo.syndication.api import Syndication
from octavo.syndication.interactors import SyndicationInteractor
from octavo.syndication.service import Config, build
from tests.stories.desk import Clock

MOST = 3


@dataclass
class Everybody:
    """Of the accounts what syndication asks: who is there, and who is suspended."""

    suspended: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)

    async def get_people(self, *, person_ids: Sequence[PersonId]) -> tuple[Person, ...]:
        return tuple(
            Person(
                id=person_id,
                handle="somebody",
                joined_at=datetime(2026, 1, 1, tzinfo=UTC),
                suspended=person_id in self.suspended,
            )
            for person_id in person_ids
            if person_id not in self.erased
        )


@dataclass
class World:
    """Syndication as a caller sees it (here or over the wire), and what lies behind."""

    syndication: Syndication
    inside: SyndicationInteractor
    db: Database
    clock: Clock
    everybody: Everybody


def built(db: Database, clock: Clock, everybody: Everybody) -> SyndicationInteractor:
    ids = IdMaker(7, clock=lambda: datetime.now(UTC))
    config: Any = Config(max_private_feeds=MOST)
    return build(config, db, accounts=cast(Accounts, everybody), clock=clock, new_id=ids.text)
