"""Delivery of events: at least once, effect once, in order for each aggregate; on both engines."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from octavo.chassis import context
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.faults import NotFound, Unavailable
from octavo.chassis.relay import Patience, Relay
from octavo.chassis.sql import SqlMistake
from tests.conftest import Databases


class StoryPublished(Event, frozen=True, kw_only=True):
    event_name: ClassVar[str] = "stories.StoryPublished"
    story_id: str = ""
    version: int = 0


class StoryDeleted(Event, frozen=True, kw_only=True):
    event_name: ClassVar[str] = "stories.StoryDeleted"
    story_id: str = ""


QUICK = Patience(attempts=3, pause=0.001, longest=0.002)


@pytest.fixture
async def source(database_factory: Databases, tmp_path: Path) -> Database:
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "0001_stories.sql").write_text("CREATE TABLE stories (id TEXT PRIMARY KEY NOT NULL)")
    return await database_factory("stories", folder)


@pytest.fixture
async def target(database_factory: Databases, tmp_path: Path) -> Database:
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "0001_feed.sql").write_text("CREATE TABLE feed (story TEXT NOT NULL, version BIGINT NOT NULL)")
    return await database_factory("feed", folder)


async def publish(db: Database, story: str, *versions: int) -> None:
    async def work() -> None:
        for version in versions:
            await Outbox(db).add(StoryPublished(story_id=story, version=version))

    await db.run(work)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await condition():  # noqa: ASYNC110 - what is awaited happens in a database
            await asyncio.sleep(0.005)


async def drained(relay: Relay) -> None:
    async def empty() -> bool:
        return all(each.unseen == 0 and each.waiting == 0 for each in await relay.backlog())

    await until(empty)


async def feed(target: Database) -> dict[str, list[int]]:
    versions: dict[str, list[int]] = defaultdict(list)
    for row in await target.all("SELECT story, version FROM feed"):
        versions[row["story"]].append(row["version"])
    return versions


def into_feed(target: Database) -> Callable[[StoryPublished, Envelope], Awaitable[None]]:
    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        await target.execute(
            "INSERT INTO feed (story, version) VALUES (:story, :version)",
            story=event.story_id,
            version=event.version,
        )

    return handler


async def test_events_arrive_in_order_with_their_envelopes(source: Database) -> None:
    seen: list[tuple[StoryPublished, Envelope]] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        seen.append((event, envelope))

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    await publish(source, "a", 1, 2)  # before the relay runs
    async with relay.running():
        await publish(source, "b", 1)
        with context.tracing("f00d"):
            await publish(source, "a", 3)
        await drained(relay)
    of_a = [(event.version, envelope.sequence) for event, envelope in seen if event.story_id == "a"]
    assert of_a == [(1, 1), (2, 2), (3, 3)]
    last = next(envelope for event, envelope in seen if event.version == 3)
    assert (last.type, last.aggregate, last.source) == ("stories.StoryPublished", "a", "stories")
    assert (last.trace, last.attempt) == ("f00d", 1)
    assert abs(last.written_at - datetime.now(UTC)) < timedelta(minutes=5)


async def test_events_share_the_fate_of_their_transaction(source: Database) -> None:
    with pytest.raises(ValueError, match="no"):
        async with source.transaction():
            await Outbox(source).add(StoryPublished(story_id="a", version=1))
            raise ValueError("no")
    with pytest.raises(SqlMistake):
        await Outbox(source).add(StoryPublished(story_id="a", version=1))
    assert await source.all("SELECT number FROM octavo_outbox") == []


async def test_a_consumer_gets_the_types_it_asked_for(source: Database) -> None:
    seen: list[str] = []

    async def handler(event: StoryDeleted, envelope: Envelope) -> None:
        seen.append(event.story_id)

    relay = Relay(source)
    relay.subscribe(consumer="search", types=[StoryDeleted], handler=handler)
    with pytest.raises(ValueError, match="already"):
        relay.subscribe(consumer="search", types=[StoryDeleted], handler=handler)
    async with relay.running():
        await publish(source, "a", 1)
        async with source.transaction():
            await Outbox(source).add(StoryDeleted(story_id="a"))
        await drained(relay)
    assert seen == ["a"]


async def test_handlers_run_as_nobody(source: Database) -> None:
    callers: list[context.Caller] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        callers.append(context.current_caller())
        assert context.time_left() is not None
        assert not source.in_transaction

    relay = Relay(source)
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
    source: Database, target: Database, database_factory: Databases, tmp_path: Path
) -> None:
    others = (
        await database_factory("stories", tmp_path / "stories"),
        await database_factory("feed", tmp_path / "feed"),
    )
    relays = []
    for here, there in ((source, target), others):
        relay = Relay(here, aggregates=4)
        relay.subscribe(consumer="feed", types=[StoryPublished], handler=into_feed(there), into=there)
        relays.append(relay)
    async with relays[0].running(), relays[1].running():
        for version in range(1, 11):
            await asyncio.gather(*[publish(source, story, version) for story in "abcdefghij"])
        await drained(relays[0])
    assert await feed(target) == {story: list(range(1, 11)) for story in "abcdefghij"}


async def test_a_failure_is_tried_again_and_holds_up_only_its_aggregate(source: Database) -> None:
    seen: list[tuple[str, int, int]] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        if event.story_id == "bad" and event.version == 1 and envelope.attempt < 3:
            raise RuntimeError("not yet")
        seen.append((event.story_id, event.version, envelope.attempt))

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler, patience=QUICK)
    await publish(source, "bad", 1, 2)
    await publish(source, "good", 1)
    async with relay.running():
        await drained(relay)
    assert seen[0] == ("good", 1, 1)
    assert seen[1:] == [("bad", 1, 3), ("bad", 2, 1)]


async def test_a_dead_letter_parks_its_aggregate_until_it_is_replayed(source: Database) -> None:
    broken = True
    seen: list[tuple[str, int]] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        if event.story_id == "bad" and broken:
            raise RuntimeError("cannot")
        seen.append((event.story_id, event.version))

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler, patience=QUICK)
    async with relay.running():
        await publish(source, "bad", 1)

        async def dead() -> bool:
            return len(await relay.dead_letters()) == 1

        await until(dead)
        await publish(source, "bad", 2)
        await publish(source, "good", 1)

        async def good() -> bool:
            return seen == [("good", 1)]

        await until(good)
        letter = (await relay.dead_letters())[0]
        assert (letter.consumer, letter.type, letter.aggregate) == ("feed", "stories.StoryPublished", "bad")
        assert (letter.attempts, letter.error) == (3, "RuntimeError: cannot")

        async def parked() -> bool:
            backlog = (await relay.backlog())[0]
            return (backlog.waiting, backlog.dead, backlog.unseen) == (2, 1, 0)

        await until(parked)
        broken = False
        await relay.replay(letter.id)
        await drained(relay)
    assert seen == [("good", 1), ("bad", 1), ("bad", 2)]
    assert await relay.dead_letters() == []


async def test_a_dropped_dead_letter_lets_its_aggregate_go_on(source: Database) -> None:
    seen: list[int] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        if event.version == 1:
            raise RuntimeError("cannot")
        seen.append(event.version)

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler, patience=QUICK)
    await publish(source, "bad", 1, 2)
    async with relay.running():

        async def dead() -> bool:
            return len(await relay.dead_letters()) == 1

        await until(dead)
        await relay.drop((await relay.dead_letters())[0].id)
        await drained(relay)
    assert seen == [2]
    for wrong in ("feed/99", "other/1", "feed", "feed/x"):
        with pytest.raises(NotFound):
            await relay.replay(wrong)


async def test_what_is_away_comes_back_and_makes_no_dead_letter(source: Database) -> None:
    calls = 0

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        nonlocal calls
        calls += 1
        if calls < 8:
            raise Unavailable

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler, patience=QUICK)
    await publish(source, "a", 1)
    async with relay.running():
        await drained(relay)
    assert calls == 8


async def test_what_cannot_be_read_is_dead_at_once(source: Database) -> None:
    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        raise AssertionError("never called")

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    await publish(source, "a", 1)
    await source.execute(
        "UPDATE octavo_outbox SET payload = :payload", payload='{"storyId": 5, "story_id": 5}'
    )
    async with relay.running():

        async def dead() -> bool:
            return len(await relay.dead_letters()) == 1

        await until(dead)
    assert (await relay.dead_letters())[0].attempts == 1


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


async def test_a_long_handler_keeps_its_claim(source: Database) -> None:
    calls = 0

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        nonlocal calls
        calls += 1
        await asyncio.sleep(0.6)

    await publish(source, "a", 1)
    relays = [Relay(source, ttl=0.2), Relay(source, ttl=0.2)]
    for relay in relays:
        relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    async with relays[0].running(), relays[1].running():
        await drained(relays[0])
    assert calls == 1


async def test_stopping_waits_for_the_handler_and_writes_down_what_it_did(source: Database) -> None:
    inside, go = asyncio.Event(), asyncio.Event()
    seen: list[int] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        inside.set()
        await go.wait()
        seen.append(event.version)

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    await publish(source, "a", 1, 2)
    await relay.start()
    await inside.wait()
    stopping = asyncio.create_task(relay.stop())
    await asyncio.sleep(0)
    go.set()
    await stopping
    assert seen == [1]
    assert [each.waiting for each in await relay.backlog()] == [1]
    assert await source.all("SELECT owner FROM octavo_claims") == []


async def test_old_events_are_trimmed_when_all_consumers_have_them(source: Database) -> None:
    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        pass

    await publish(source, "a", 1, 2, 3)
    await publish(source, "b", 1)
    relay = Relay(source)
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
    source: Database, database_factory: Databases, tmp_path: Path
) -> None:
    other_process = await database_factory("stories", tmp_path / "stories")
    seen = asyncio.Event()

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        seen.set()

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler)
    async with relay.running():
        await drained(relay)
        await publish(other_process, "a", 1)
        async with asyncio.timeout(4):  # less than the relay looks by itself
            await seen.wait()
