"""The tests' contract in both worlds."""

import secrets
from collections.abc import AsyncIterator

import pytest

from octavo.chassis.nats_bus import NatsBus
from octavo.chassis.sqs_bus import SqsBus
from octavo.chassis.testing import WORLDS, in_world
from tests import nats_server
from tests.chassis.event_engines import Engine
from tests.chassis.shelf.v1.shelf import CONTRACT, Shelf
from tests.chassis.shelves import ShelfInteractor


@pytest.fixture(params=WORLDS)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    """A shelf, here and over the wire."""
    async with in_world(request.param, Shelf, CONTRACT, ShelfInteractor()) as service:
        yield service


@pytest.fixture(params=["embedded", "nats", "nats cluster", "sqs"])
async def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Engine]:
    """What delivers events: the relay alone, or a message system; each test is a site of its own there."""
    site = secrets.token_hex(6)
    if request.param == "embedded":
        made = Engine("embedded", None)
    elif request.param == "sqs":
        endpoint: str = request.getfixturevalue("sqs_endpoint")
        made = Engine("sqs", lambda: SqsBus(region="elsewhere", endpoint=endpoint, site=site))
    elif request.param == "nats cluster":
        # who asks a cluster for what it is just making gets no answer: do not wait for that
        monkeypatch.setattr("octavo.chassis.nats_bus._SECONDS", 1.0)
        servers: nats_server.NatsServers = request.getfixturevalue("nats_servers")
        made = Engine("nats", lambda: NatsBus(servers.urls, site=site, copies=3))
    else:
        server: nats_server.NatsServer = request.getfixturevalue("nats_for_all")
        made = Engine("nats", lambda: NatsBus([server.url], site=site))
    yield made
    for bus in made.buses:
        await bus.close()
