"""Delivery of events: at least once, effect once, in order for each aggregate; on both engines."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from octavo.chassis import context
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.relay import Relay
from octavo.chassis.sql import SqlMistake
from tests.chassis.event_engines import Engine
from tests.chassis.story_events import (
    QUICK,
    StoryDeleted,
    StoryPublished,
    drained,
    feed,
    into_feed,
    open_feed,
    open_stories,
    publish,
)
from tests.conftest import Databases


async def test_events_arrive_in_order_with_their_envelopes(engine: Engine, source: Database) -> None:
    seen: list[tuple[StoryPublished, Envelope]] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        seen.append((event, envelope))

    relay = engine(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    await publish(source, "a", 1, 2)  # before the relay runs
    async with relay.running():
        await publish(source, "b", 1)
        with context.tracing() as trace:
            await publish(source, "a", 3)
        await drained(relay)
    of_a = [(event.version, envelope.sequence) for event, envelope in seen if event.story_id == "a"]
    assert of_a == [(1, 1), (2, 2), (3, 3)]
    last = next(envelope for event, envelope in seen if event.version == 3)
    assert (last.type, last.aggregate, last.source) == ("stories.StoryPublished", "a", "stories")
    assert (last.trace.split("-")[1], last.attempt) == (trace, 1)
    assert abs(last.written_at - datetime.now(UTC)) < timedelta(minutes=5)


async def test_events_share_the_fate_of_their_transaction(source: Database) -> None:
    with pytest.raises(ValueError, match="no"):
        async with source.transaction():
            await Outbox(source).add(StoryPublished(story_id="a", version=1))
            raise ValueError("no")
    with pytest.raises(SqlMistake):
        await Outbox(source).add(StoryPublished(story_id="a", version=1))
    assert await source.all("SELECT number FROM octavo_outbox") == []


async def test_a_consumer_gets_the_types_it_asked_for(engine: Engine, source: Database) -> None:
    seen: list[str] = []

    async def handler(event: StoryDeleted, envelope: Envelope) -> None:
        seen.append(event.story_id)

    relay = engine(source)
    relay.subscribe(consumer="search", types=[StoryDeleted], handler=handler)
    with pytest.raises(ValueError, match="already"):
        relay.subscribe(consumer="search", types=[StoryDeleted], handler=handler)
    async with relay.running():
        await publish(source, "a", 1)
        async with source.transaction():
            await Outbox(source).add(StoryDeleted(story_id="a"))
        await drained(relay)
    assert seen == ["a"]


async def test_handlers_run_as_nobody(engine: Engine, source: Database) -> None:
    callers: list[context.Caller] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        callers.append(context.current_caller())
        assert context.time_left() is not None
        assert not source.in_transaction

    relay = engine(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler, patience=QUICK)
    with context.acting_as(context.Caller(person_id="ada")):
        async with relay.running():
            await publish(source, "a", 1)
            await drained(relay)
    assert callers == [context.ANONYMOUS]


async def test_the_effect_happens_once_however_often_it_is_delivered(
    source: Database, target: Database
) -> None:
    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=into_feed(target), into=target)
    await publish(source, "a", 1, 2, 3)
    async with relay.running():
        await drained(relay)
    for again in ("UPDATE octavo_consumers SET position = 0", "DELETE FROM octavo_claims"):
        await source.execute(again)  # as if the relay had died before it wrote down what it had delivered
    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=into_feed(target), into=target)
    async with relay.running():
        await drained(relay)
    assert await feed(target) == {"a": [1, 2, 3]}


async def test_two_relays_share_the_work_and_keep_the_order(
    engine: Engine, source: Database, target: Database, database_factory: Databases, tmp_path: Path
) -> None:
    others = (
        await open_stories(database_factory, tmp_path),
        await open_feed(database_factory, tmp_path),
    )
    relays = []
    for here, there in ((source, target), others):
        relay = engine(here)
        relay.subscribe(consumer="feed", types=[StoryPublished], handler=into_feed(there), into=there)
        relays.append(relay)
    async with relays[0].running(), relays[1].running():
        for version in range(1, 11):
            await asyncio.gather(*[publish(source, story, version) for story in "abcdefghij"])
        await drained(relays[0])
    assert await feed(target) == {story: list(range(1, 11)) for story in "abcdefghij"}


async def test_another_process_takes_over_what_a_dead_one_had_claimed(source: Database) -> None:
    await publish(source, "a", 1)
    dead = Relay(source, ttl=0.2)
    stuck = asyncio.Event()

    async def hang(event: StoryPublished, envelope: Envelope) -> None:
        stuck.set()
        await asyncio.sleep(60)

    dead.subscribe(consumer="feed", types=[StoryPublished], handler=hang)
    await dead.start()
    await stuck.wait()
    for task in dead._tasks:
        task.cancel()
    await asyncio.wait(dead._tasks)
    seen: list[int] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        seen.append(event.version)

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    async with relay.running():
        await drained(relay)
    assert seen == [1]


async def test_a_long_handler_keeps_its_claim(engine: Engine, source: Database) -> None:
    calls = 0

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        nonlocal calls
        calls += 1
        await asyncio.sleep(2.5)

    await publish(source, "a", 1)
    relays = [engine(source, ttl=1.0), engine(source, ttl=1.0)]
    for relay in relays:
        relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    async with relays[0].running(), relays[1].running():
        await drained(relays[0])
    assert calls == 1


async def test_stopping_waits_for_the_handler_and_writes_down_what_it_did(
    engine: Engine, source: Database
) -> None:
    inside, go = asyncio.Event(), asyncio.Event()
    seen: list[int] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        inside.set()
        await go.wait()
        seen.append(event.version)

    relay = engine(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    await publish(source, "a", 1, 2)
    await relay.start()
    await inside.wait()
    stopping = asyncio.create_task(relay.stop())
    await asyncio.sleep(0)
    go.set()
    await stopping
    assert seen == [1]
    if engine.name == "embedded":
        assert [each.waiting for each in await relay.backlog()] == [1]
    assert await source.all("SELECT owner FROM octavo_claims") == []
    again = engine(source)
    again.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    async with again.running():
        await drained(again)
    assert seen == [1, 2]


async def test_old_events_are_trimmed_when_all_consumers_have_them(engine: Engine, source: Database) -> None:
    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        pass

    await publish(source, "a", 1, 2, 3)
    await publish(source, "b", 1)
    relay = engine(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert await relay.trim(tomorrow) == 0  # nobody has had them
    async with relay.running():
        await drained(relay)
    assert await relay.trim(datetime.now(UTC) - timedelta(days=1)) == 0
    assert await relay.trim(tomorrow) == 2
    await publish(source, "a", 4)
    last = await source.one("SELECT MAX(sequence) AS sequence FROM octavo_outbox WHERE aggregate = 'a'")
    assert last is not None
    assert last["sequence"] == 4


async def test_an_event_written_by_another_process_is_delivered(
    engine: Engine, source: Database, database_factory: Databases, tmp_path: Path
) -> None:
    other_process = await open_stories(database_factory, tmp_path)
    seen = asyncio.Event()

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        seen.set()

    relay = engine(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    async with relay.running():
        await drained(relay)
        await publish(other_process, "a", 1)
        async with asyncio.timeout(4):  # less than the relay looks by itself
            await seen.wait()
