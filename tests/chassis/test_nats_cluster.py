"""Events over a cluster of three NATS servers, of which one is lost: that which leads the stream."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest

from octavo.chassis import nats_pull
from octavo.chassis.bus import BusAway, Outgoing
from octavo.chassis.database import Database
from octavo.chassis.nats_bus import NatsBus, told
from tests.chassis.event_engines import OverBus
from tests.chassis.story_events import (
    StoryPublished,
    carried,
    drained,
    feed,
    into_feed,
    publish,
    until,
)
from tests.nats_server import NatsServers, forget_site

STORIES = "abcde"

pytestmark = pytest.mark.timeout(400)  # real servers are started, ended, and waited for


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cluster that has no leader just now does not answer at all: ask it again after a second."""
    monkeypatch.setattr("octavo.chassis.nats_bus._SECONDS", 1.0)
    monkeypatch.setattr(nats_pull, "_BEAT_SECONDS", 0.5)
    monkeypatch.setattr(nats_pull, "_SILENT_SECONDS", 3.0)


Buses = Callable[[int], NatsBus]


@pytest.fixture
async def bus_of(nats_servers: NatsServers) -> AsyncIterator[Buses]:
    """Makes one more bus of the test's site, for as many copies; whatever the test does, the cluster is whole
    and empty after it."""
    made: list[NatsBus] = []
    site = secrets.token_hex(6)

    def bus(copies: int) -> NatsBus:
        made.append(NatsBus(nats_servers.urls, site=site, copies=copies))
        return made[-1]

    yield bus
    for each in made:
        await each.close()
    await asyncio.to_thread(nats_servers.mend)
    await forget_site(nats_servers.urls, site)


async def opened(bus: NatsBus, noted: int) -> Outgoing:
    """The end of a stream, as soon as the cluster tells it."""
    [out] = await bus.outgoings("stories")

    async def open_() -> bool:
        with suppress(BusAway):
            assert await out.open(noted, 0) == noted
            return True
        return False

    await until(open_)
    return out


async def copies(bus: NatsBus, source: str) -> int:
    """On how many servers the stream is, all of it."""
    try:
        jetstream = await bus.ensure(source)
        info = await told(jetstream.stream_info(bus.stream(source)))
    except BusAway:
        return 0
    others = (info.cluster.replicas if info.cluster else None) or []
    return 1 + sum(1 for one in others if one.current and not one.offline)


async def held(bus: NatsBus, source: str) -> int:
    """How many messages the stream has."""
    jetstream = await bus.ensure(source)
    return (await told(jetstream.stream_info(bus.stream(source)))).state.messages


async def told_all(target: Database, versions: int) -> None:
    """The consumer has every version, once and in order; a server that has just come to lead may count fewer
    as waiting than there are."""
    whole = {story: list(range(1, versions + 1)) for story in STORIES}

    async def all_() -> bool:
        return await feed(target) == whole

    await until(all_)


async def test_the_server_that_leads_dies_under_writes_and_comes_back(
    source: Database, target: Database, nats_servers: NatsServers, bus_of: Buses
) -> None:
    bus = bus_of(3)
    parts = OverBus(source, bus, ttl=2.0, parallel=8)
    parts.subscribe(consumer="feed", types=[StoryPublished], handler=into_feed(target), into=target)
    versions = 0
    async with parts.running():
        for _ in range(10):
            versions += 1
            await asyncio.gather(*[publish(source, story, versions) for story in STORIES])
        await drained(parts)
        lost = await asyncio.to_thread(nats_servers.leader, bus.stream("stories"))
        for round_ in range(30):
            versions += 1
            await asyncio.gather(*[publish(source, story, versions) for story in STORIES])
            if round_ == 10:
                lost.kill()
        await drained(parts)  # without it
        await told_all(target, versions)
        await asyncio.to_thread(nats_servers.mend)

        async def whole() -> bool:
            return await copies(bus, "stories") == 3

        await until(whole)
        versions += 1
        await asyncio.gather(*[publish(source, story, versions) for story in STORIES])
        await drained(parts)
        await told_all(target, versions)


async def test_a_stream_of_one_server_is_kept_by_three_when_that_is_set(bus_of: Buses) -> None:
    seen = []
    for number, wanted in enumerate((1, 3, 1), start=1):
        bus = bus_of(wanted)
        out = await opened(bus, number - 1)

        async def kept(bus: NatsBus = bus, wanted: int = wanted) -> bool:
            return await copies(bus, "stories") == wanted

        await until(kept)
        seen.append(await copies(bus, "stories"))
        await out.send([carried(number)])
        assert await held(bus, "stories") == number
    assert seen == [1, 3, 1]


async def test_more_copies_than_servers_are_not_made_and_events_go_on(bus_of: Buses) -> None:
    for number, wanted in enumerate((1, 5), start=1):
        bus = bus_of(wanted)
        out = await opened(bus, number - 1)
        await out.send([carried(number)])

        async def kept(bus: NatsBus = bus) -> bool:
            return await copies(bus, "stories") == 1

        await until(kept)
        assert await held(bus, "stories") == number


async def test_a_server_that_says_nothing_more_is_noticed(
    bus_of: Buses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nats_pull, "_SILENT_SECONDS", 0.1)
    monkeypatch.setattr(nats_pull, "_BEAT_SECONDS", 9.0)
    bus = bus_of(3)
    incoming = bus.incoming("stories", "feed")

    async def open_() -> bool:
        with suppress(BusAway):
            await incoming.open()
            return True
        return False

    await until(open_)
    with pytest.raises(BusAway, match="it has fallen silent"):
        await incoming.take(1, 0.3)
    await incoming.close()
