from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from octavo.accounts.api import CONTRACT, Accounts
from octavo.accounts.interactors import AccountsInteractor
from octavo.accounts.service import HOLDINGS, MIGRATIONS, Config, build
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.folder_files import FolderFiles
from octavo.chassis.holders import Holders
from octavo.chassis.ids import IdMaker
from octavo.chassis.purges import PurgeFollower
from octavo.chassis.testing import WORLDS, in_world
from tests.accounts.world import HOME, Clock, Mailbox, World, mail_server
from tests.conftest import DatabaseFactory

QUICK = Config(
    registration="open",
    mail_host="127.0.0.1",
    mail_tls="none",
    mail_from="Octavo <octavo@site.example>",
    mail_timeout=2.0,
    argon2_memory_kib=8,
    argon2_passes=1,
    challenge_bits=4,
)
"""Safe limits, but hashes and riddles that cost a test nothing."""


def built(
    db: Database,
    clock: Clock,
    config: Config,
    *,
    cache: NearCache | None = None,
    shard: int = 7,
    folder: Path = Path("nowhere"),
) -> AccountsInteractor:
    holders = Holders()
    holders.add("accounts", db, HOLDINGS)
    ids = IdMaker(shard, clock=lambda: datetime.now(UTC))
    return build(
        config,
        db,
        cache=NearCache(max_bytes=1_000_000) if cache is None else cache,
        clock=clock,
        new_id=ids.text,
        secret=b"the secret of the site, of 32 bytes or so",
        home=HOME,
        files=FolderFiles(folder.parent),
        folder=folder,
        holders=holders,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def config() -> Config:
    """Of the world; a test module may have its own."""
    return QUICK


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    mailbox = Mailbox()
    async with mail_server(mailbox):
        yield mailbox


async def _world(
    database_factory: DatabaseFactory,
    clock: Clock,
    config: Config,
    mailbox: Mailbox,
    folder: Path,
    which: str | None,
) -> AsyncIterator[World]:
    db = await database_factory("accounts", Path(str(MIGRATIONS)))
    cache = NearCache(max_bytes=1_000_000)
    if config.mail_host:
        config = msgspec.structs.replace(config, mail_port=mailbox.port)
    inside = built(db, clock, config, cache=cache, folder=folder / "exports")
    async with PurgeFollower.of(db, cache).running():
        if which is None:
            yield World(inside, inside, db, clock, mailbox, folder / "exports")
            return
        async with in_world(which, Accounts, CONTRACT, inside) as accounts:
            yield World(accounts, inside, db, clock, mailbox, folder / "exports")


@pytest.fixture(params=WORLDS)
async def world(
    request: pytest.FixtureRequest,
    database_factory: DatabaseFactory,
    clock: Clock,
    config: Config,
    mailbox: Mailbox,
    tmp_path: Path,
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    async for world in _world(database_factory, clock, config, mailbox, tmp_path, request.param):
        yield world


@pytest.fixture
async def room(
    database_factory: DatabaseFactory, clock: Clock, config: Config, mailbox: Mailbox, tmp_path: Path
) -> AsyncIterator[World]:
    """For what no wire carries: on SQLite and on PostgreSQL."""
    async for world in _world(database_factory, clock, config, mailbox, tmp_path, None):
        yield world
