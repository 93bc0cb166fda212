"""Events over queues that speak as SQS does."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.bus import BusAway
from octavo.chassis.exchange import Exchange
from octavo.chassis.sqs_bus import SqsBus, group_of
from tests.chassis.story_events import (
    StoryPublished,
    carried,
    feed,
    into_feed,
    open_feed,
    open_stories,
    publish,
    until,
)
from tests.conftest import Databases


@pytest.fixture
async def bus(sqs_endpoint: str) -> AsyncIterator[SqsBus]:
    made = SqsBus(region="elsewhere", endpoint=sqs_endpoint, site=secrets.token_hex(6))
    yield made
    await made.close()


async def test_what_is_sent_twice_comes_once_and_each_aggregate_in_order(bus: SqsBus) -> None:
    incoming = bus.incoming("stories", "feed")
    await incoming.open()
    (out,) = await bus.outgoings("stories")
    assert (out.name, await out.open(None, 7), await out.open(3, 7)) == ("to/sqs/feed.fifo", 7, 3)
    events = [carried(number, "abc"[number % 3]) for number in range(1, 31)]
    await out.send(events)
    await out.send(events)
    came: list[tuple[str, int]] = []
    while arrivals := await incoming.take(100, 1.0):
        read = [one.event.envelope for one in arrivals if one.event is not None]
        came += [(one.aggregate, one.number) for one in read]
        await incoming.settle(arrivals)
    assert sorted(came) == sorted((one.envelope.aggregate, one.envelope.number) for one in events)
    for aggregate in "abc":
        numbers = [number for of, number in came if of == aggregate]
        assert numbers == sorted(numbers)
    assert await bus.waiting("stories", "feed") == 0


async def test_each_consumer_has_a_queue_of_its_own(bus: SqsBus) -> None:
    for consumer in ("feed", "letters of publications", "graph/erasure"):
        await bus.incoming("stories", consumer).open()
    await bus.incoming("stories_more", "feed").open()
    names = [one.name for one in await bus.outgoings("stories")]
    assert names == ["to/sqs/feed.fifo", "to/sqs/graph_erasure.fifo", "to/sqs/letters_of_publications.fifo"]


async def test_what_is_no_event_is_passed_over(
    bus: SqsBus, database_factory: Databases, tmp_path: Path
) -> None:
    source, target = (
        await open_stories(database_factory, tmp_path),
        await open_feed(database_factory, tmp_path),
    )
    address = await bus.address(bus.queue("stories", "feed"))
    await (await bus.client()).send_message(
        QueueUrl=address, MessageBody="no event", MessageGroupId="a", MessageDeduplicationId="x"
    )
    taking = Exchange(target, bus)
    taking.subscribe(
        "stories", consumer="feed", types=[StoryPublished], handler=into_feed(target), into=target
    )
    async with taking.running(), Exchange(source, bus).running():
        await publish(source, "a", 1)

        async def had() -> bool:
            return await feed(target) == {"a": [1]}

        await until(had)


async def test_queues_that_cannot_be_reached_are_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    away = SqsBus(region="elsewhere", endpoint="http://127.0.0.1:9", site="x")
    with pytest.raises(BusAway, match="SQS"):
        await away.outgoings("stories")
    await away.close()


def test_every_aggregate_has_a_group_that_queues_take() -> None:
    assert group_of("a-1:x") == "a-1:x"
    for strange in ("", "ü", "a b", "x" * 129):
        assert len(group_of(strange)) == 64
