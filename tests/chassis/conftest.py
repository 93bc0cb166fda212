"""The tests' contract in both worlds."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.database import Database
from octavo.chassis.nats_bus import NatsBus
from octavo.chassis.sqs_bus import SqsBus
from octavo.chassis.testing import WORLDS, in_world
from tests import nats_server
from tests.chassis.event_engines import Engine
from tests.chassis.shelf.v1.shelf import CONTRACT, Shelf
from tests.chassis.shelves import ShelfInteractor
from tests.chassis.story_events import open_feed, open_stories
from tests.conftest import Databases


@pytest.fixture
async def source(database_factory: Databases, tmp_path: Path) -> Database:
    return await open_stories(database_factory, tmp_path)


@pytest.fixture
async def target(database_factory: Databases, tmp_path: Path) -> Database:
    return await open_feed(database_factory, tmp_path)


@pytest.fixture
async def two(database_factory: Databases, tmp_path: Path) -> tuple[Database, Database]:
    """The same database, opened twice as by two processes."""
    folder = tmp_path / "none"
    folder.mkdir()
    return await database_factory("site", folder), await database_factory("site", folder)


@pytest.fixture(params=WORLDS)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    """A shelf, here and over the wire."""
    async with in_world(request.param, Shelf, CONTRACT, ShelfInteractor()) as service:
        yield service


@pytest.fixture(params=["embedded", "nats", "nats cluster", "sqs"])
async def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Engine]:
    """What delivers events: the relay alone, or a message system; each test is a site of its own there."""
    site = secrets.token_hex(6)
    urls: list[str] = []
    if request.param == "embedded":
        made = Engine("embedded", None)
    elif request.param == "sqs":
        endpoint: str = request.getfixturevalue("sqs_endpoint")
        made = Engine("sqs", lambda: SqsBus(region="elsewhere", endpoint=endpoint, site=site))
    elif request.param == "nats cluster":
        # who asks a cluster for what it is just making gets no answer: do not wait for that
        monkeypatch.setattr("octavo.chassis.nats_bus._SECONDS", 1.0)
        servers: nats_server.NatsServers = request.getfixturevalue("nats_servers")
        urls = servers.urls
        made = Engine("nats", lambda: NatsBus(urls, site=site, copies=3))
    else:
        server: nats_server.NatsServer = request.getfixturevalue("nats_for_all")
        made = Engine("nats", lambda: NatsBus([server.url], site=site))
    yield made
    for bus in made.buses:
        await bus.close()
    if urls:
        await nats_server.forget_site(urls, site)
