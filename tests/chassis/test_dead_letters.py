"""What a consumer cannot take: tried again, then set aside with its aggregate alone."""

import pytest

from octavo.chassis.database import Database
from octavo.chassis.events import Envelope
from octavo.chassis.faults import NotFound, Unavailable
from tests.chassis.event_engines import Engine
from tests.chassis.story_events import QUICK, StoryPublished, drained, publish, until


async def test_a_failure_is_tried_again_and_holds_up_only_its_aggregate(
    engine: Engine, source: Database
) -> None:
    seen: list[tuple[str, int, int]] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        if event.story_id == "bad" and event.version == 1 and envelope.attempt < 3:
            raise RuntimeError("not yet")
        seen.append((event.story_id, event.version, envelope.attempt))

    relay = engine(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler, patience=QUICK)
    await publish(source, "bad", 1, 2)
    await publish(source, "good", 1)
    async with relay.running():
        await drained(relay)
    bad = [("bad", 1, 3), ("bad", 2, 1)]
    if engine.name == "sqs":  # whose queues give aggregates in any order among each other
        assert [one for one in seen if one[0] == "bad"] == bad
        assert sorted(seen) == [*bad, ("good", 1, 1)]
    else:
        assert seen == [("good", 1, 1), *bad]


async def test_a_dead_letter_parks_its_aggregate_until_it_is_replayed(
    engine: Engine, source: Database
) -> None:
    broken = True
    seen: list[tuple[str, int]] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        if event.story_id == "bad" and broken:
            raise RuntimeError("cannot")
        seen.append((event.story_id, event.version))

    relay = engine(source)
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


async def test_a_dropped_dead_letter_lets_its_aggregate_go_on(engine: Engine, source: Database) -> None:
    seen: list[int] = []

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        if event.version == 1:
            raise RuntimeError("cannot")
        seen.append(event.version)

    relay = engine(source)
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


async def test_what_is_away_comes_back_and_makes_no_dead_letter(engine: Engine, source: Database) -> None:
    calls = 0

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        nonlocal calls
        calls += 1
        if calls < 8:
            raise Unavailable

    relay = engine(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler, patience=QUICK)
    await publish(source, "a", 1)
    async with relay.running():
        await drained(relay)
    assert calls == 8


async def test_what_cannot_be_read_is_dead_at_once(engine: Engine, source: Database) -> None:
    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        raise AssertionError("never called")

    relay = engine(source)
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
