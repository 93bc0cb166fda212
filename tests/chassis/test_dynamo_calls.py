"""How often a table is asked again, and when it is left alone."""

import asyncio
import secrets
from collections.abc import AsyncIterator

import pytest
import structlog

from octavo.chassis import dynamo_calls
from octavo.chassis.dynamo_calls import Repeats, TableAway
from octavo.chassis.dynamo_making import made
from octavo.chassis.dynamo_table import DynamoTable
from tests.dynamo_server import DynamoServer, GoBetween, between, refusal


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def on_the_way(dynamo: DynamoServer) -> AsyncIterator[GoBetween]:
    async with between(dynamo.url) as go_between:
        yield go_between


@pytest.fixture
async def table(on_the_way: GoBetween, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DynamoTable]:
    async def at_once(attempt: int) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(dynamo_calls, "pause", at_once)
    found = DynamoTable(f"dynamodb+{on_the_way.url}/octavo-{secrets.token_hex(8)}")
    await made(found, site="ours")
    yield found
    await found.close()


def test_a_tenth_of_all_and_one_a_second_is_paid_for() -> None:
    clock = Clock()
    repeats = Repeats(clock)
    assert [repeats.spend() for _ in range(21)] == [True] * 20 + [False]
    for _ in range(11):
        repeats.earn()
    assert [repeats.spend(), repeats.spend()] == [True, False]
    clock.now += 3.0
    assert [repeats.spend() for _ in range(4)] == [True, True, True, False]
    clock.now += 1000.0
    assert [repeats.spend() for _ in range(21)] == [True] * 20 + [False]


async def test_a_table_short_of_capacity_is_not_asked_ever_more(
    table: DynamoTable, on_the_way: GoBetween
) -> None:
    on_the_way.fault = lambda operation, request: refusal("ThrottlingException")
    before = len(on_the_way.seen)
    for _ in range(100):
        with pytest.raises(TableAway, match="Throttling"):
            await table.get([("p", "q")])
    more = len(on_the_way.seen) - before - 100
    assert more == table.counts["batch_get_item", "again"]
    assert more <= 20 + 10 + 60, "twenty saved up, a tenth, one for each second that this may take"


async def test_a_table_that_does_not_answer_is_left_alone_and_asked_again_by_one(
    table: DynamoTable, on_the_way: GoBetween, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(table._calls._breaker, "_clock", clock)
    on_the_way.fault = lambda operation, request: "gone"
    with structlog.testing.capture_logs() as logs:
        for _ in range(40):
            with pytest.raises(TableAway):
                await table.get([("p", "q")])
        assert table.counts["batch_get_item", "left alone"] > 0
        before = len(on_the_way.seen)
        with pytest.raises(TableAway, match="left alone"):
            await table.get([("p", "q")])
        assert len(on_the_way.seen) == before
        on_the_way.fault = lambda operation, request: None
        clock.now += 6
        assert await table.get([("p", "q")]) == {}
        assert await table.get([("p", "q")]) == {}
    assert [one["event"] for one in logs] == ["table_left_alone", "table_asked_again"]
