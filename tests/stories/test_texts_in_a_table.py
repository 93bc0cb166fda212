"""Texts in DynamoDB: which write comes first, what fails and what is tried again, how they are read."""

import asyncio
import random
import secrets
from pathlib import Path
from string import ascii_letters
from typing import Any

import pytest
import structlog

from octavo.chassis.cache import NearCache
from octavo.chassis.context import acting_as
from octavo.chassis.engine import StorageUnavailable
from octavo.chassis.faults import Invalid
from octavo.chassis.hot_keys import HotKeys
from octavo.stories.adapters.dynamo_texts import DynamoTexts
from octavo.stories.adapters.sql_texts import TextLost
from octavo.stories.api import StoryId
from octavo.stories.service import MIGRATIONS, Config, texts
from tests.conftest import DatabaseFactory
from tests.dynamo_server import DynamoServer, answer, between, refusal
from tests.stories.desk import ANNA, Clock, built, text
from tests.stories.shop import Shop


async def test_a_text_and_its_mark_are_written_in_one_transaction_before_the_row(shop: Shop) -> None:
    await shop.drafted()
    (asked,) = shop.on_the_way.asked("TransactWriteItems")
    places = [write["Put"]["Item"]["place"]["S"].partition("/")[0] for write in asked["TransactItems"]]
    assert places == ["text", "new"]
    assert all(
        "attribute_not_exists" in write["Put"]["ConditionExpression"] for write in asked["TransactItems"]
    )
    row = await shop.db.one("SELECT body, body_at FROM revisions")
    assert row is not None
    assert row["body"] == ""
    assert "fine day" in (await shop.store.get([row["body_at"]]))[row["body_at"]]


async def test_a_long_text_stands_in_several_items_and_comes_back_whole(shop: Shop) -> None:
    chance = random.Random(7)
    signs = [chr(0x4E00 + number) for number in range(20_000)]
    words = tuple("".join(chance.choices(signs, k=4_000)) for _ in range(65))
    draft = await shop.drafted("Long", *words)
    assert len(await shop.texts_of(draft.id)) > 2
    with acting_as(ANNA):
        again = await shop.stories.get_draft(story_id=draft.id)
        await shop.stories.publish(story_id=draft.id, version=1)
    assert again.content.body == draft.content.body
    read = await shop.stories.read_story(story_id=draft.id)
    assert all(one in read.html for one in words)


async def test_a_text_that_could_not_be_written_at_once_is_refused_and_nothing_is_changed(shop: Shop) -> None:
    with pytest.raises(Invalid, match="too long"):
        await shop.store.put(StoryId("22222222222"), secrets.token_hex(4_500_000))
    assert await shop.keys() == []


async def test_while_the_table_is_away_nothing_is_acknowledged_and_nothing_is_lost(shop: Shop) -> None:
    draft = await shop.drafted("A walk", "As it was.")
    shop.on_the_way.fault = lambda operation, request: "gone"
    with acting_as(ANNA):
        with pytest.raises(StorageUnavailable):
            await shop.stories.save_draft(story_id=draft.id, version=1, content=text("B", "As it is."))
        with pytest.raises(StorageUnavailable):
            await shop.stories.get_draft(story_id=draft.id)
        assert [one.title for one in (await shop.stories.list_desk()).items] == ["A walk"]
        shop.on_the_way.fault = lambda operation, request: None
        assert (await shop.stories.get_draft(story_id=draft.id)).content.body == draft.content.body
        await shop.stories.save_draft(story_id=draft.id, version=1, content=text("B", "As it is."))
        assert "As it is." in (await shop.stories.get_draft(story_id=draft.id)).content.body


@pytest.mark.parametrize(
    "failure",
    [
        refusal("ProvisionedThroughputExceededException"),
        refusal("ThrottlingException"),
        refusal("InternalServerError", status=500),
        refusal("TransactionInProgressException"),
        refusal(
            "TransactionCanceledException",
            CancellationReasons=[{"Code": "None"}, {"Code": "TransactionConflict", "Message": "busy"}],
        ),
        refusal("TransactionCanceledException", CancellationReasons=[{"Code": "ThrottlingError"}]),
        "gone",
        "lost",
    ],
    ids=["no capacity", "throttled", "broken", "in progress", "conflict", "throttled in it", "gone", "lost"],
)
async def test_a_failure_that_passes_is_tried_again_with_the_same_token(
    shop: Shop, failure: bytes | str
) -> None:
    left = 2

    def fault(operation: str, request: dict[str, Any]) -> bytes | str | None:
        nonlocal left
        if operation == "TransactWriteItems" and left:
            left -= 1
            return failure
        return None

    shop.on_the_way.fault = fault
    draft = await shop.drafted("Once", "Told once.")
    asked = shop.on_the_way.asked("TransactWriteItems")
    assert len(asked) == 3
    assert len({request["ClientRequestToken"] for request in asked}) == 1
    with acting_as(ANNA):
        assert "Told once." in (await shop.stories.get_draft(story_id=draft.id)).content.body
    assert len(await shop.texts_of(draft.id)) == 2


async def test_an_answer_lost_for_so_long_that_the_token_is_forgotten_is_no_failure(shop: Shop) -> None:
    # As after ten minutes: the second try is another request to the table, and finds its own text there.
    def fault(operation: str, request: dict[str, Any]) -> bytes | str | None:
        if operation == "TransactWriteItems" and len(shop.on_the_way.asked(operation)) == 1:
            return "lost"
        if operation == "TransactWriteItems":
            return refusal(
                "TransactionCanceledException", CancellationReasons=[{"Code": "ConditionalCheckFailed"}] * 2
            )
        return None

    shop.on_the_way.fault = fault
    draft = await shop.drafted("Once", "Told once.")
    with acting_as(ANNA):
        assert "Told once." in (await shop.stories.get_draft(story_id=draft.id)).content.body


async def test_a_writer_that_is_throttled_for_ever_gives_up_and_says_so(shop: Shop) -> None:
    shop.on_the_way.fault = lambda operation, request: refusal("ThrottlingException")
    with pytest.raises(StorageUnavailable, match="Throttling"):
        await shop.drafted()
    assert len(shop.on_the_way.asked("TransactWriteItems")) <= 6
    assert await shop.db.all("SELECT id FROM stories") == []


async def test_what_was_just_written_is_read_even_from_a_copy_that_is_behind(shop: Shop) -> None:
    draft = await shop.drafted("A walk", "Just now.")

    def behind(operation: str, request: dict[str, Any]) -> bytes | None:
        if operation != "BatchGetItem":
            return None
        ((table, asked),) = request["RequestItems"].items()
        told = answer({"Responses": {table: []}, "UnprocessedKeys": {}})
        return None if asked.get("ConsistentRead") else told

    shop.on_the_way.fault = behind
    with acting_as(ANNA):
        assert "Just now." in (await shop.stories.get_draft(story_id=draft.id)).content.body
    assert [
        asked["RequestItems"][shop.store._table.name]["ConsistentRead"]
        for asked in shop.on_the_way.asked("BatchGetItem")
    ][-2:] == [False, True]


async def test_what_an_answer_leaves_out_is_asked_for_again(shop: Shop) -> None:
    drafts = [await shop.drafted(f"{n}", f"Words of {n}.") for n in range(5)]
    with acting_as(ANNA):
        for draft in drafts:
            await shop.stories.publish(story_id=draft.id, version=1)
    asked_before = len(shop.on_the_way.asked("BatchGetItem"))

    def half(operation: str, request: dict[str, Any]) -> bytes | None:
        # moto answers all at once; the real one may answer nothing and leave everything for later
        if operation != "BatchGetItem" or len(shop.on_the_way.asked(operation)) > asked_before + 1:
            return None
        table = next(iter(request["RequestItems"]))
        return answer({"Responses": {table: []}, "UnprocessedKeys": request["RequestItems"]})

    shop.on_the_way.fault = half
    found = await shop.stories.read_stories(story_ids=tuple(draft.id for draft in drafts))
    assert [f"Words of {n}." in one.html for n, one in enumerate(found)] == [True] * 5


async def test_a_text_that_is_named_and_gone_is_told_as_lost(shop: Shop) -> None:
    draft = await shop.drafted()
    await shop.store._table.delete(await shop.keys())
    with acting_as(ANNA), pytest.raises(TextLost, match="lacks 1"):
        await shop.stories.get_draft(story_id=draft.id)


async def test_a_text_that_was_written_over_between_two_reads_is_read_anew(shop: Shop) -> None:
    draft = await shop.drafted("A walk", "First.")
    get = shop.kept.texts._near.get  # type: ignore[union-attr]
    row = await shop.db.one("SELECT body_at FROM revisions")
    assert row is not None

    async def late(addresses: Any) -> dict[str, str]:
        if row["body_at"] in addresses:
            with acting_as(ANNA):
                shop.kept.texts._near.get = get  # type: ignore[union-attr,method-assign]
                content = text("A walk", "Second.")
                await shop.stories.save_draft(story_id=draft.id, version=1, content=content)
            await shop.store.delete([row["body_at"]])
        return await get(addresses)

    shop.kept.texts._near.get = late  # type: ignore[union-attr,method-assign]
    with acting_as(ANNA):
        assert "Second." in (await shop.stories.get_draft(story_id=draft.id)).content.body


async def test_a_text_is_read_once_however_many_ask_and_again_after_its_story_was_purged(
    database_factory: DatabaseFactory, clock: Clock, dynamo: DynamoServer
) -> None:
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    near = NearCache(max_bytes=1_000_000)
    async with between(dynamo.url) as go_between:
        config = Config(url=f"dynamodb+{go_between.url}/octavo-near-{id(near)}")
        kept = await texts(config, db, near=near, secret=bytes(32), clock=clock)
        assert kept.store is not None
        stories = built(db, clock, texts=kept.texts)
        with acting_as(ANNA):
            draft = await stories.create_draft(content=text())
            await stories.publish(story_id=draft.id, version=1)
            await stories.save_draft(story_id=draft.id, version=1, content=text("B", "Second."))
            before = len(go_between.asked("BatchGetItem"))
            await stories.save_draft(story_id=draft.id, version=2, content=text("C", "Third."))
        assert len(go_between.asked("BatchGetItem")) == before, "who saves again knows what they saved"
        near.purge({f"story:{draft.id}"})
        await asyncio.gather(*(stories.read_story(story_id=draft.id) for _ in range(20)))
        assert len(go_between.asked("BatchGetItem")) == before + 1
        near.purge({f"story:{draft.id}"})
        await stories.read_story(story_id=draft.id)
        assert len(go_between.asked("BatchGetItem")) == before + 2
        await kept.store.close()


def test_what_is_no_table_is_told_by_the_name_of_its_setting() -> None:
    for url in (
        "http://h/t",
        "dynamodb://",
        "dynamodb://eu-central-1",
        "dynamodb+http://h:99999/table",
        "dynamodb://eu-central-1/a/b",
        "dynamodb://eu-central-1/t?x=1",
        "dynamodb://eu-central-1/no",
    ):
        assert Config(url=url).mistakes(), url
    assert not Config(url="dynamodb://eu-central-1/octavo-texts").mistakes()
    assert not Config(url="dynamodb+http://127.0.0.1:8000/octavo.texts_1").mistakes()


async def test_stories_that_are_read_most_from_the_table_are_told_and_what_helps(shop: Shop) -> None:
    moment = [100.0]
    hot = HotKeys(seconds=10, clock=lambda: moment[0])
    store = DynamoTexts(shop.store._table, clock=shop.clock, hot=hot)
    address = await store.put(
        StoryId("1111111noNe"), "".join(random.Random(7).choices(ascii_letters, k=400_000))
    )
    other = await store.put(StoryId("1111111coLd"), "Read once.")
    await store.get([other])
    with structlog.testing.capture_logs() as logs:
        for _ in range(300):
            hot.count("1111111noNe", 36.0)
        await store.get([address])
        assert not logs
        moment[0] += 10
        await store.get([address])
        await store.get([address])
    (line,) = [one for one in logs if one["event"] == "hot_keys"]
    assert line["units_a_second"].keys() == {"1111111noNe"}
    assert line["units_a_second"]["1111111noNe"] >= 1_000
    assert "OCTAVO_HTTP_NEAR_CACHE_BYTES" in line["advice"]
    (gauge,) = [one for one in store.collect() if one.name == "octavo_hot_keys"]
    assert [one.labels["key"] for one in gauge.samples] == ["1111111noNe", "1111111coLd"]
    assert gauge.samples[0].value >= 1_000
