"""Texts in DynamoDB over time: what is swept, what is forgotten, how they come there and are copied."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from octavo.chassis.cache import NearCache
from octavo.chassis.context import acting_as
from octavo.chassis.engine import StorageUnavailable
from octavo.chassis.faults import Invalid
from octavo.chassis.personal import rows
from octavo.stories.adapters import sql_text_keeping
from octavo.stories.adapters.sql_text_keeping import (
    SqlTextKeeping,
    TextsForked,
    any_elsewhere,
    require_turn,
)
from octavo.stories.adapters.sql_texts import SqlTexts
from octavo.stories.api import PersonId, StoryId, StoryNotFound
from octavo.stories.personal import HOLDINGS
from octavo.stories.service import MIGRATIONS, Config, TextsElsewhere, keep_texts, texts
from tests.conftest import DatabaseFactory
from tests.dynamo_server import DynamoServer, refusal
from tests.stories.desk import ANNA, Clock, built, in_a_table, text
from tests.stories.shop import Shop


async def test_what_was_written_over_stays_for_a_day_and_then_goes(shop: Shop) -> None:
    draft = await shop.drafted("A walk", "First.")
    with acting_as(ANNA):
        await shop.stories.save_draft(story_id=draft.id, version=1, content=text("A walk", "Second."))
    shop.clock.turn(hours=2)
    await shop.keeping.keep()
    assert [one.partition("/")[0] for one in await shop.texts_of(draft.id)] == ["text", "text"]
    shop.clock.turn(hours=23)
    await shop.keeping.keep()
    assert [one.partition("/")[0] for one in await shop.texts_of(draft.id)] == ["text"]
    with acting_as(ANNA):
        assert "Second." in (await shop.stories.get_draft(story_id=draft.id)).content.body


async def test_a_text_whose_writer_died_before_it_was_named_is_swept_away(shop: Shop) -> None:
    draft = await shop.drafted()
    orphan = await shop.store.put(draft.id, "of a process that was killed here")
    await shop.keeping.keep()
    assert orphan in await shop.store.get([orphan])
    shop.clock.turn(hours=1, minutes=1)
    await shop.kept_up()
    assert await shop.store.get([orphan]) == {}
    with acting_as(ANNA):
        assert (await shop.stories.get_draft(story_id=draft.id)).content.body == draft.content.body
    assert [one.partition("/")[0] for one in await shop.texts_of(draft.id)] == ["text"]


async def test_who_slept_over_the_sweeping_of_its_text_cannot_name_it(shop: Shop) -> None:
    draft = await shop.drafted("A walk", "First.")
    put = shop.store.put

    async def put_and_sleep(story_id: StoryId, words: str) -> str:
        address = await put(story_id, words)
        shop.clock.turn(hours=2)
        await shop.kept_up()
        return address

    shop.store.put = put_and_sleep  # type: ignore[method-assign]
    with acting_as(ANNA), pytest.raises(StorageUnavailable, match="waited too long"):
        await shop.stories.save_draft(story_id=draft.id, version=1, content=text("A walk", "Second."))
    shop.store.put = put  # type: ignore[method-assign]
    with acting_as(ANNA):
        assert "First." in (await shop.stories.get_draft(story_id=draft.id)).content.body


async def test_an_erased_story_is_in_the_table_no_more_when_it_is_told(shop: Shop) -> None:
    other = await shop.drafted("Another")
    draft = await shop.drafted("A walk", "First.")
    with acting_as(ANNA):
        await shop.stories.publish(story_id=draft.id, version=1)
        await shop.stories.save_draft(story_id=draft.id, version=1, content=text("A walk", "Second."))
    await shop.store.put(draft.id, "of a process that was killed here")
    with acting_as(ANNA):
        await shop.stories.delete(story_id=draft.id)
    shop.clock.turn(days=31)
    assert await shop.stories.erase_deleted(shop.clock.now) == 1
    assert {part for part, _ in await shop.keys()} == {f"story/{other.id}"}


async def test_what_is_erased_while_the_table_is_away_goes_as_soon_as_it_is_back(shop: Shop) -> None:
    draft = await shop.drafted("A walk", "First.")
    deleting = {"Query", "BatchWriteItem"}
    throttled = refusal("ThrottlingException")
    shop.on_the_way.fault = lambda operation, request: throttled if operation in deleting else None
    await shop.stories.forget_author(PersonId(str(ANNA.person_id)))
    shop.on_the_way.fault = lambda operation, request: None
    assert len(await shop.texts_of(draft.id)) == 2
    with acting_as(ANNA), pytest.raises(StoryNotFound):
        await shop.stories.get_draft(story_id=draft.id)
    await shop.keeping.keep()
    assert await shop.keys() == []


async def test_lines_of_what_was_deleted_are_forgotten_after_a_month(shop: Shop) -> None:
    await shop.drafted()
    await shop.stories.forget_author(PersonId(str(ANNA.person_id)))
    await shop.kept_up()
    assert len(await shop.db.all("SELECT address FROM texts_let_go")) == 1
    shop.clock.turn(days=31)
    await shop.kept_up()
    assert await shop.db.all("SELECT address FROM texts_let_go") == []


async def test_oldest_revisions_go_with_their_texts(shop: Shop) -> None:
    draft = await shop.drafted("A walk", "0.")
    with acting_as(ANNA):
        for number in range(1, 15):
            shop.clock.turn(hours=1)
            content = text("A walk", f"{number}.")
            await shop.stories.save_draft(story_id=draft.id, version=number, content=content)
    shop.clock.turn(days=2)
    await shop.kept_up()
    kept = await shop.db.all("SELECT body_at FROM revisions")
    assert len(kept) == 10
    assert len(await shop.texts_of(draft.id)) == 10
    assert len(await shop.store.get([row["body_at"] for row in kept])) == 10


async def test_texts_in_rows_move_into_a_table_that_is_set_later(
    database_factory: DatabaseFactory, clock: Clock, dynamo: DynamoServer
) -> None:
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    before = built(db, clock)
    with acting_as(ANNA):
        drafts = [await before.create_draft(content=text(f"{n}", f"Words of {n}.")) for n in range(5)]
        await before.publish(story_id=drafts[0].id, version=1)
    async with in_a_table(dynamo.url, db, clock) as kept:
        after = built(db, clock, texts=kept.texts)
        assert kept.store is not None
        assert "Words of 0." in (await after.read_story(story_id=drafts[0].id)).html
        keeping = SqlTextKeeping(db, kept.store, clock=clock)
        while await keeping.keep():
            pass
        assert await db.all("SELECT id FROM revisions WHERE body <> ''") == []
        assert await db.all("SELECT story_id FROM published WHERE html <> '' OR teaser <> ''") == []
        assert "Words of 0." in (await after.read_story(story_id=drafts[0].id)).html
        with acting_as(ANNA):
            for number, draft in enumerate(drafts):
                body = (await after.get_draft(story_id=draft.id)).content.body
                assert f"Words of {number}." in body


async def test_a_site_whose_texts_are_in_a_table_does_not_start_without_it(shop: Shop) -> None:
    near = NearCache(max_bytes=0)
    await texts(Config(), shop.db, near=near, secret=bytes(32), clock=shop.clock)
    await shop.drafted()
    with pytest.raises(TextsElsewhere, match="OCTAVO_STORIES_URL"):
        await texts(Config(), shop.db, near=near, secret=bytes(32), clock=shop.clock)


async def test_an_export_holds_the_texts_themselves(shop: Shop) -> None:
    draft = await shop.drafted("A walk", "Mine alone.")
    with acting_as(ANNA):
        await shop.stories.publish(story_id=draft.id, version=1)
    found: dict[str, list[dict[str, Any]]] = {}
    async for table, row in rows(shop.db, HOLDINGS, str(ANNA.person_id), fill=shop.kept.texts.in_full):
        found.setdefault(table, []).append(row)
    assert any("Mine alone." in str(row["body"]) for row in found["revisions"] if "body" in row)
    assert "Mine alone." in found["published"][0]["html"]


async def test_all_addresses_are_listed_and_a_copy_of_the_table_is_as_good(
    shop: Shop, dynamo: DynamoServer
) -> None:
    drafts = [await shop.drafted(f"{n}", f"Words of {n}.") for n in range(7)]
    async with in_a_table(dynamo.url, shop.db, shop.clock) as other:
        assert other.store is not None
        after, seen = "", list[str]()
        while True:
            found, after = await shop.store.listed(after, limit=3)
            for address, words in (await shop.store.get(found)).items():
                await other.store.keep(address, words)
                await other.store.keep(address, words)
            seen += found
            if not after:
                break
        assert len(seen) == len(set(seen)) == 7
        copied = built(shop.db, shop.clock, texts=other.texts)
        with acting_as(ANNA):
            for number, draft in enumerate(drafts):
                body = (await copied.get_draft(story_id=draft.id)).content.body
                assert f"Words of {number}." in body
        with pytest.raises(Invalid, match="not the address"):
            await other.store.keep(seen[0], "other words")


async def test_a_copy_of_a_site_does_not_start_over_the_sites_own_table(shop: Shop) -> None:
    await shop.keeping.take_turn()
    (was,) = await shop.db.all("SELECT present, next FROM texts_turn")
    await shop.keeping.take_turn()
    await require_turn(shop.db, shop.store)
    sql = "UPDATE texts_turn SET present = :present, next = :next"
    await shop.db.execute(sql, **was)  # as it stands in a copy that was made a minute ago
    with pytest.raises(TextsForked, match="copy of its table"):
        await require_turn(shop.db, shop.store)
    with pytest.raises(TextsForked):
        await shop.keeping.take_turn()
    await shop.store._table.delete([("octavo", "turn")])  # as its operator may say that it is the site itself
    await require_turn(shop.db, shop.store)
    await shop.keeping.take_turn()


@pytest.mark.parametrize("dies", ["before the table has it", "after the table has it"])
async def test_who_dies_while_store_and_database_agree_anew_does_not_part_them(shop: Shop, dies: str) -> None:
    await shop.keeping.take_turn()
    next_turn = shop.store.next_turn

    async def dying(before: str, after: str) -> bool:
        if dies.startswith("after"):
            await next_turn(before, after)
        raise StorageUnavailable("killed")

    for _ in range(2):
        shop.store.next_turn = dying  # type: ignore[method-assign]
        with pytest.raises(StorageUnavailable):
            await shop.keeping.take_turn()
    shop.store.next_turn = next_turn  # type: ignore[method-assign]
    await require_turn(shop.db, shop.store)
    await shop.keeping.take_turn()


async def test_beside_the_site_texts_are_kept_until_it_ends(shop: Shop) -> None:
    draft = await shop.drafted("A walk", "First.")
    orphan = await shop.store.put(draft.id, "of a process that was killed here")
    shop.clock.turn(hours=2)
    work = asyncio.create_task(keep_texts(shop.store, shop.db, clock=shop.clock))
    try:
        while await shop.store.get([orphan]):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
    finally:
        work.cancel()
        await asyncio.wait([work])
    with acting_as(ANNA):
        assert "First." in (await shop.stories.get_draft(story_id=draft.id)).content.body


async def test_a_site_leaves_its_table_while_it_runs(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_text_keeping, "_MOVED_TOGETHER", 3)
    drafts = [await shop.drafted(f"{n}", f"Words of {n}.") for n in range(10)]
    with acting_as(ANNA):
        for draft in drafts[:3]:
            await shop.stories.publish(story_id=draft.id, version=1)
        await shop.stories.save_draft(story_id=drafts[4].id, version=1, content=text("4", "Words of 4."))
    leaving = SqlTexts(shop.db, shop.store, clock=shop.clock, leaving=True)
    stories = built(shop.db, shop.clock, texts=leaving)
    with acting_as(ANNA):
        await stories.save_draft(story_id=drafts[0].id, version=1, content=text("0", "Words of 0, again."))
    keeping = SqlTextKeeping(shop.db, shop.store, clock=shop.clock, leaving=True)
    while await keeping.keep():
        pass
    await keeping.keep()
    assert not await any_elsewhere(shop.db)
    shop.clock.turn(hours=2)
    while await keeping.keep():
        pass
    assert await shop.keys() == []
    kept = await texts(Config(), shop.db, near=NearCache(max_bytes=0), secret=bytes(32), clock=shop.clock)
    home = built(shop.db, shop.clock, texts=kept.texts)
    assert "Words of 1." in (await home.read_story(story_id=drafts[1].id)).html
    with acting_as(ANNA):
        for number, draft in enumerate(drafts):
            assert f"Words of {number}" in (await home.get_draft(story_id=draft.id)).content.body


def test_who_leaves_a_table_says_which() -> None:
    assert Config(leaves_table=True).mistakes().keys() == {"leaves_table"}
    assert not Config(leaves_table=True, url="dynamodb://eu-central-1/octavo-texts").mistakes()
