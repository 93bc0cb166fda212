"""A table of DynamoDB: made and looked at, written all or none, and every way in which it refuses."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog

from octavo.chassis import dynamo_calls
from octavo.chassis.context import deadline
from octavo.chassis.dynamo_calls import AlreadyThere, TableAway, TableRefused
from octavo.chassis.dynamo_making import made
from octavo.chassis.dynamo_table import DynamoTable, Item
from octavo.chassis.faults import DeadlineExceeded
from tests.dynamo_server import DynamoServer, GoBetween, answer, between, refusal, running


@pytest.fixture
async def on_the_way(each_dynamo: DynamoServer) -> AsyncIterator[GoBetween]:
    async with between(each_dynamo.url) as go_between:
        yield go_between


def address(go_between: GoBetween) -> str:
    return f"dynamodb+{go_between.url}/octavo-{secrets.token_hex(8)}"


@pytest.fixture
async def table(on_the_way: GoBetween) -> AsyncIterator[DynamoTable]:
    found = DynamoTable(address(on_the_way))
    await made(found, site="ours")
    yield found
    await found.close()


def items(number: int) -> list[Item]:
    return [Item("story/1", f"text/{one:03}", b"%d" % one) for one in range(number)]


async def test_a_table_that_several_make_at_once_is_made_once_and_used_by_all(on_the_way: GoBetween) -> None:
    tables = [DynamoTable(address(on_the_way))]
    tables += [DynamoTable(f"dynamodb+{on_the_way.url}/{tables[0].name}") for _ in range(3)]
    await asyncio.gather(*(made(one, site="ours") for one in tables))
    (first, *_) = on_the_way.asked("CreateTable")
    assert first["BillingMode"] == "PAY_PER_REQUEST"
    assert len(on_the_way.asked("UpdateContinuousBackups")) == 1
    for number, one in enumerate(tables):
        await one.put_new([Item("p", str(number))], token=f"{number}-{one.name}")
        await one.close()


async def test_another_sites_table_is_refused(table: DynamoTable, on_the_way: GoBetween) -> None:
    await made(table, site="ours")
    other = DynamoTable(f"dynamodb+{on_the_way.url}/{table.name}")
    with pytest.raises(TableRefused, match="another site"):
        await made(other, site="theirs")
    await other.close()


async def test_a_table_with_other_keys_is_refused(table: DynamoTable) -> None:
    other = DynamoTable(f"dynamodb+{table._calls._endpoint}/octavo-{secrets.token_hex(8)}")
    await other.connect()
    await other.call(
        "create_table",
        TableName=other.name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    with pytest.raises(TableRefused, match="other keys"):
        await made(other, site="ours")
    await other.close()


@pytest.mark.parametrize("code", ["AccessDeniedException", "UnrecognizedClientException"])
async def test_who_may_not_use_it_is_told_so_at_once(on_the_way: GoBetween, code: str) -> None:
    on_the_way.fault = lambda operation, request: refusal(code)
    table = DynamoTable(address(on_the_way))
    with pytest.raises(TableRefused, match=code):
        await made(table, site="ours")
    assert len(on_the_way.seen) == 1
    await table.close()


async def test_a_table_without_backups_is_used_and_told_of(table: DynamoTable, on_the_way: GoBetween) -> None:
    async def warnings() -> list[Any]:
        with structlog.testing.capture_logs() as logs:
            await made(table, site="ours")
        return [one["why"] for one in logs if one["event"] == "table_has_no_backup"]

    assert await warnings() == []
    await table.call(
        "update_continuous_backups",
        TableName=table.name,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False},
    )
    assert await warnings() == ["point-in-time recovery is off"]
    denied = refusal("AccessDeniedException")
    on_the_way.fault = lambda operation, request: denied if "Backups" in operation else None
    (why,) = await warnings()
    assert "AccessDenied" in why


async def test_of_several_items_all_are_written_or_none(table: DynamoTable) -> None:
    await table.put_new(items(3), token=f"a-{table.name}")
    with pytest.raises(AlreadyThere):
        await table.put_new([Item("story/2", "fresh"), *items(1)], token=f"b-{table.name}")
    assert await table.get([("story/2", "fresh")], consistent=True) == {}
    assert await table.get([("story/1", "text/001"), ("story/1", "none")]) == {("story/1", "text/001"): b"1"}


async def test_more_keys_than_one_request_may_have_are_asked_for_in_several(
    table: DynamoTable, on_the_way: GoBetween
) -> None:
    for first in range(0, 250, 50):
        await table.put_new(items(250)[first : first + 50], token=f"{first}-{table.name}")
    keys = [(one.partition, one.place) for one in items(250)]
    assert len(await table.get(keys)) == 250
    assert len(on_the_way.asked("BatchGetItem")) == 3
    assert await table.places("story/1") == keys
    await table.delete(keys)
    assert len(on_the_way.asked("BatchWriteItem")) == 10
    assert await table.places("story/1") == []


async def test_deletions_that_were_left_out_are_asked_for_again(
    table: DynamoTable, on_the_way: GoBetween
) -> None:
    await table.put_new(items(5), token=f"a-{table.name}")

    def lazy(operation: str, request: dict[str, Any]) -> bytes | None:
        if operation != "BatchWriteItem" or len(on_the_way.asked(operation)) > 1:
            return None
        return answer({"UnprocessedItems": request["RequestItems"]})

    on_the_way.fault = lazy
    await table.delete((one.partition, one.place) for one in items(5))
    assert await table.places("story/1") == []


async def test_what_is_left_out_again_and_again_is_told_in_the_end(
    table: DynamoTable, on_the_way: GoBetween
) -> None:
    await table.put_new(items(2), token=f"a-{table.name}")
    on_the_way.fault = lambda operation, request: (
        answer({"UnprocessedItems": request["RequestItems"]})
        if operation == "BatchWriteItem"
        else answer({"Responses": {}, "UnprocessedKeys": request["RequestItems"]})
    )
    with pytest.raises(TableAway, match="takes no more"):
        await table.delete([("story/1", "text/000")])
    with pytest.raises(TableAway, match="gives no more"):
        await table.get([("story/1", "text/000")])


async def test_a_table_that_does_not_answer_is_waited_for_no_longer_than_the_caller(
    table: DynamoTable, on_the_way: GoBetween
) -> None:
    on_the_way.fault = lambda operation, request: "silent"
    with pytest.raises(DeadlineExceeded):
        async with deadline(0.3):
            await table.get([("story/1", "text/000")])
    on_the_way.fault = lambda operation, request: None
    assert await table.get([("story/1", "text/000")]) == {}


async def test_a_table_that_does_not_answer_is_waited_for_no_longer_than_some_seconds(
    table: DynamoTable, on_the_way: GoBetween, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dynamo_calls, "_SECONDS", 0.3)
    on_the_way.fault = lambda operation, request: "silent"
    with pytest.raises(TableAway):
        await table.get([("story/1", "text/000")])
    assert table.counts["batch_get_item", "away"] == 1


async def test_items_with_a_lane_are_found_by_it_longest_waiting_first(table: DynamoTable) -> None:
    await table.put_new(
        [Item("story/1", f"new/{number}", lane="3", since=100 - number) for number in range(5)],
        token=f"a-{table.name}",
    )
    await table.put_new([Item("story/1", "new/x", lane="4", since=1), *items(1)], token=f"b-{table.name}")
    assert [place for _, place in await table.waiting("3", 99, limit=2)] == ["new/4", "new/3"]
    assert [place for _, place in await table.waiting("3", 97, limit=9)] == ["new/4", "new/3"]


async def test_an_item_is_swapped_only_where_it_is_as_it_was(table: DynamoTable) -> None:
    key = ("octavo", "turn")
    await table.swap(key, None, b"1")
    await table.swap(key, None, b"1")  # as when the answer was lost
    with pytest.raises(AlreadyThere):
        await table.swap(key, None, b"2")
    await table.swap(key, b"1", b"2")
    with pytest.raises(AlreadyThere):
        await table.swap(key, b"1", b"3")
    assert await table.get([key], consistent=True) == {key: b"2"}


async def test_a_server_that_was_killed_is_away_and_used_again_when_it_is_back(
    dynamo: DynamoServer,
) -> None:
    with running() as server:
        table = DynamoTable(f"dynamodb+{server.url}/octavo-killed")
        await made(table, site="ours")
        server.kill()
        with pytest.raises(TableAway):
            await table.get([("p", "q")])
        server.start()
        await made(table, site="ours")
        await table.put_new(items(1), token=f"a-{table.name}")
        assert len(await table.places("story/1")) == 1
        await table.close()
