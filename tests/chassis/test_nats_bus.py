"""Events over a NATS that dies, forgets, and says things twice; and over consumers that die."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from octavo.chassis import backlog
from octavo.chassis.bus import Arrival, Bus, BusAway, Incoming
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope
from octavo.chassis.exchange import Exchange
from octavo.chassis.leases import Lease, LeaseLost
from octavo.chassis.nats_bus import NatsBus
from octavo.chassis.publishing import Publisher
from tests.chassis.event_engines import Engine, OverBus
from tests.chassis.story_events import (
    StoryPublished,
    carried,
    drained,
    feed,
    into_feed,
    publish,
    until,
)
from tests.nats_server import NatsServer

STORIES = "abcde"


def exchanges(source: Database, target: Database, bus: Bus) -> OverBus:
    made = OverBus(source, bus, ttl=1.0, parallel=8)
    made.subscribe(consumer="feed", types=[StoryPublished], handler=into_feed(target), into=target)
    return made


async def test_writes_go_on_while_nats_dies_and_comes_again(
    source: Database, target: Database, nats: NatsServer
) -> None:
    bus = NatsBus([nats.url], site="test")
    parts = exchanges(source, target, bus)
    versions = 0
    async with parts.running():
        for round_ in range(3):
            for _ in range(10):
                versions += 1
                await asyncio.gather(*[publish(source, story, versions) for story in STORIES])
                if versions % 10 == 5:
                    nats.kill()
            if round_ == 1:
                nats.forget()  # its disk too is gone
            nats.start()
        await drained(parts)
        assert await feed(target) == {story: list(range(1, versions + 1)) for story in STORIES}
    await bus.close()


async def test_whoever_sends_says_so_where_the_lease_ran_out(source: Database, nats: NatsServer) -> None:
    bus = NatsBus([nats.url], site="test")
    over = Lease(source, "events", 1.0, lambda: datetime.now(UTC))  # never taken: as one that ran out
    with pytest.raises(LeaseLost):
        await Publisher(source, bus, over).run(asyncio.Event())
    await bus.close()


async def test_events_go_on_where_the_lease_ran_out_while_old_ones_were_forgotten(
    source: Database, target: Database, nats: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = NatsBus([nats.url], site="test")
    parts = exchanges(source, target, bus)
    tidied: list[str] = []

    async def slow(self: NatsBus, name: str, before: int) -> None:
        tidied.append(name)
        with contextlib.suppress(asyncio.CancelledError):  # lost, as `wait_for` may lose one
            await asyncio.sleep(60)

    async def again() -> bool:
        return tidied.count("stories") > 1

    monkeypatch.setattr(NatsBus, "tidy", slow)
    async with parts.running():
        await publish(source, "a", 1)
        await drained(parts)
        with monkeypatch.context() as patch:
            patch.setattr(Lease, "held", property(lambda self: False))
            await publish(source, "a", 2)
            await until(again)
        await publish(source, "a", 3)
        await drained(parts)
    assert await feed(target) == {"a": [1, 2, 3]}
    await bus.close()


async def test_what_cannot_be_sent_is_listed_as_waiting(source: Database, nats: NatsServer) -> None:
    bus = NatsBus([nats.url], site="test")

    async def waiting() -> list[tuple[str, int]]:
        return [(one.consumer, one.waiting) for one in await backlog.backlog(source)]

    async def sent() -> bool:
        return await waiting() == [("to/nats", 0)]

    async with Exchange(source, bus).running():
        await publish(source, "a", 1)
        await until(sent)
        nats.kill()
        await publish(source, "a", 2, 3)
        assert await waiting() == [("to/nats", 2)]
        with pytest.raises(BusAway):
            await bus.waiting("stories", "feed")
        nats.start()
        await until(sent)
    await bus.close()


async def test_a_consumer_that_dies_between_effect_and_word_has_the_effect_once(
    source: Database, target: Database, nats: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = NatsBus([nats.url], site="test")
    parts = exchanges(source, target, bus)
    await publish(source, "a", 1, 2, 3)
    had = asyncio.Event()

    async def never(self: Incoming, arrivals: Sequence[Arrival]) -> None:
        if arrivals[-1].event is not None and arrivals[-1].event.envelope.number == 3:
            had.set()
            await asyncio.sleep(60)

    with monkeypatch.context() as patch:
        patch.setattr("octavo.chassis.nats_bus.NatsIncoming.settle", never)
        await parts.start()
        await had.wait()
        for _, exchange in parts._exchanges.values():
            assert exchange._task is not None
            exchange._task.cancel()
            await asyncio.wait([exchange._task])
    assert await feed(target) == {"a": [1, 2, 3]}
    assert await bus.waiting("stories", "feed") == 3
    # as if its database had not noted how far it came, either
    await target.execute("DELETE FROM octavo_reached")
    again = exchanges(source, target, bus)
    async with again.running():
        await publish(source, "a", 4)
        await drained(again)
    assert await feed(target) == {"a": [1, 2, 3, 4]}
    await bus.close()


async def test_what_is_sent_twice_is_kept_once(nats: NatsServer) -> None:
    bus = NatsBus([nats.url], site="test")
    events = [carried(number) for number in range(1, 5)]
    first, second, late = [(await bus.outgoings("stories"))[0] for _ in range(3)]
    for out in (first, second, late):
        assert await out.open(None, 0) == 0
    await first.send(events[:2])
    await second.send(events[:3])  # another process that has not heard of the first two
    with pytest.raises(BusAway):  # one that slept through all this, and would put it in a wrong place
        await late.send(events[3:])
    assert await late.open(0, 0) == 3
    await late.send(events[3:])
    incoming = bus.incoming("stories", "feed")
    await incoming.open()
    came: list[Arrival] = []
    while len(came) < len(events) and (more := await incoming.take(10, 5.0)):
        came += more
    assert [one.event for one in came] == events
    await incoming.close()
    await bus.close()


async def test_another_process_goes_on_where_the_last_word_was(source: Database, nats: NatsServer) -> None:
    bus = NatsBus([nats.url], site="test")
    out = (await bus.outgoings("stories"))[0]
    await out.open(None, 0)
    await out.send([carried(number) for number in range(1, 6)])
    dead = bus.incoming("stories", "feed")
    await dead.open()
    came = await dead.take(2, 5.0)
    await dead.settle(came)
    await dead.take(3, 5.0)  # and dies: nothing of these is settled
    other = bus.incoming("stories", "feed")
    await other.open()
    again = await other.take(10, 5.0)
    assert [one.event.envelope.number for one in again if one.event] == [3, 4, 5]
    third = bus.incoming("stories", "feed")
    await third.open()  # though the one before has settled nothing
    again = await third.take(10, 5.0)
    assert [one.event.envelope.number for one in again if one.event] == [3, 4, 5]
    await bus.close()


async def test_what_is_no_event_is_passed_over(source: Database, target: Database, nats: NatsServer) -> None:
    bus = NatsBus([nats.url], site="test")
    parts = exchanges(source, target, bus)
    await bus.ensure("stories")
    client = await bus.client()
    await client.request(bus.subject("stories"), b"\xff\x00 no event", timeout=5)
    async with parts.running():
        await publish(source, "a", 1)
        await drained(parts)
    assert await feed(target) == {"a": [1]}
    await bus.close()


async def test_old_messages_are_forgotten_when_all_consumers_have_them(nats: NatsServer) -> None:
    bus = NatsBus([nats.url], site="test")
    out = (await bus.outgoings("stories"))[0]
    await out.open(None, 0)
    await out.send([carried(number) for number in range(1, 11)])
    jetstream = await bus.ensure("stories")

    async def held() -> int:
        return (await jetstream.stream_info(bus.stream("stories"))).state.messages

    incoming = bus.incoming("stories", "feed")
    await incoming.open()
    await bus.tidy("stories", 100)
    assert await held() == 10  # nobody has settled one
    await incoming.settle(await incoming.take(6, 5.0))

    async def settled() -> bool:
        return await bus.waiting("stories", "feed") == 4

    await until(settled)
    await bus.tidy("stories", 4)  # written before the fourth
    assert await held() == 7
    await bus.tidy("stories", 100)
    assert await held() == 4
    await bus.close()


async def test_a_change_of_engine_gives_nothing_twice(
    source: Database, target: Database, nats: NatsServer
) -> None:
    bus = NatsBus([nats.url], site="test")
    seen: list[int] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        seen.append(event.version)

    engines = [Engine("embedded", None), Engine("nats", lambda: bus)]
    for version, engine in enumerate([*engines, *engines], start=1):
        await publish(source, "a", version)
        relay = engine(source)
        relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
        async with relay.running():
            await drained(relay)
    assert seen == [1, 2, 3, 4]
    await bus.close()
