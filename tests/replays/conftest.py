from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from octavo.chassis.database import Database
from octavo.chassis.testing import WORLDS, in_world
from octavo.replays.api import CONTRACT, Replays
from octavo.replays.interactors import ReplaysInteractor
from octavo.replays.service import MIGRATIONS, Config, build
from tests.conftest import DatabaseFactory
from tests.stories.desk import Clock

MOST = 5


@dataclass
class World:
    """The replays as a caller sees them (here or over the wire), and what lies behind."""

    replays: Replays
    inside: ReplaysInteractor
    db: Database
    clock: Clock


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("replays", Path(str(MIGRATIONS)))
    clock = Clock()
    inside = build(Config(max_keys=MOST), db, clock=clock)
    async with in_world(request.param, Replays, CONTRACT, inside) as replays:
        yield World(replays, inside, db, clock)
