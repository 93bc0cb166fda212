"""`octavo copy` of long texts between rows and a table of DynamoDB, while stories are read and written."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from octavo.chassis.cache import NearCache
from octavo.chassis.context import acting_as
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageUnavailable
from octavo.stories.adapters import sql_text_state
from octavo.stories.adapters.sql_text_copy import CopyRefused, TextCopy
from octavo.stories.adapters.sql_text_keeping import SqlTextKeeping
from octavo.stories.adapters.sql_text_state import INTO, OUT, ROWS, TABLE
from octavo.stories.api import Draft, PersonId, StoryId
from octavo.stories.interactors import StoriesInteractor
from octavo.stories.service import MIGRATIONS, Config, Kept, TextsElsewhere, texts, texts_in_table
from tests.conftest import DatabaseFactory
from tests.dynamo_server import DynamoServer
from tests.stories.desk import ANNA, Clock, built, in_a_table, text


def nothing(what: str, number: int) -> None:
    """Nobody is told how it goes."""


@dataclass
class House:
    """A site seen by a process that knows no table, and by one that does; and a copy between both."""

    db: Database
    clock: Clock
    old: StoriesInteractor
    new: StoriesInteractor
    kept: Kept
    copy: TextCopy

    async def drafted(self, number: int, words: str = "") -> Draft:
        with acting_as(ANNA):
            content = text(f"{number}", words or f"Words of {number}.")
            draft = await self.old.create_draft(content=content)
            if number % 2:
                await self.old.publish(story_id=draft.id, version=1)
        return draft

    async def write_over(self, stories: StoriesInteractor, draft: Draft, words: str) -> None:
        with acting_as(ANNA):
            now = await stories.get_draft(story_id=draft.id)
            await stories.save_draft(story_id=draft.id, version=now.version, content=text("new", words))

    async def read(self, stories: StoriesInteractor, story_id: StoryId) -> str:
        with acting_as(ANNA):
            return (await stories.get_draft(story_id=story_id)).content.body

    async def rows(self) -> list[tuple[bool, bool]]:
        """Of each text: whether its row has it, and whether it names an address."""
        bodies = await self.db.all("SELECT body AS text, body_at AS at FROM revisions")
        pages = await self.db.all("SELECT html AS text, html_at AS at FROM published")
        return [(bool(row["text"]), row["at"] is not None) for row in (*bodies, *pages)]

    async def in_table(self) -> set[str]:
        assert self.kept.store is not None
        found, after = await self.kept.store.listed("", limit=1_000)
        assert not after
        return set(found)

    async def start_without(self) -> None:
        """As a process does that has no setting."""
        await texts(Config(), self.db, near=NearCache(max_bytes=0), secret=bytes(32), clock=self.clock)

    async def state(self) -> str:
        return await sql_text_state.state_of(self.db)

    async def keep_up(self) -> None:
        assert self.kept.store is not None
        keeping = SqlTextKeeping(self.db, self.kept.store, clock=self.clock)
        while await keeping.keep():
            pass


@pytest.fixture
async def house(
    database_factory: DatabaseFactory, clock: Clock, dynamo: DynamoServer
) -> AsyncIterator[House]:
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    async with in_a_table(dynamo.url, db, clock, near=0) as kept:
        assert kept.store is not None
        copy = TextCopy(db, kept.store, place="dynamodb://here/this", clock=clock)
        yield House(db, clock, built(db, clock), built(db, clock, texts=kept.texts), kept, copy)


async def test_while_texts_are_copied_into_a_table_rows_have_them_too(house: House) -> None:
    drafts = [await house.drafted(number) for number in range(5)]
    assert await house.copy.begin(INTO)
    assert await house.copy.copy(INTO, nothing) == 7
    assert await house.rows() == [(True, True)] * 7
    assert len(await house.in_table()) == 7
    found = await house.copy.compare(INTO, nothing)
    assert [(one.table, one.texts, one.waiting, one.differences) for one in found] == [
        ("revisions", 5, 0, ()),
        ("published", 2, 0, ()),
    ]
    for number, draft in enumerate(drafts):
        for stories in (house.old, house.new):
            assert f"Words of {number}." in await house.read(stories, draft.id)
    assert "Words of 1." in (await house.old.read_story(story_id=drafts[1].id)).html
    await house.start_without()  # nothing is decided


async def test_what_is_written_over_meanwhile_is_copied_with_the_next_round(house: House) -> None:
    draft, other = await house.drafted(0), await house.drafted(2)
    await house.copy.begin(INTO)
    await house.copy.copy(INTO, nothing)
    await house.write_over(house.old, draft, "Written over.")
    await house.drafted(4)
    assert (await house.copy.compare(INTO, nothing))[0].waiting == 2
    assert await house.copy.copy(INTO, nothing) == 2
    assert [one.waiting for one in await house.copy.compare(INTO, nothing)] == [0, 0]
    await house.copy.settle_in_table()
    await house.keep_up()
    assert await house.rows() == [(False, True)] * 3
    assert "Written over." in await house.read(house.new, draft.id)
    assert "Words of 2." in await house.read(house.new, other.id)
    house.clock.turn(hours=25)
    await house.keep_up()
    assert len(await house.in_table()) == 3  # and what was written over is there no more


async def test_after_the_switch_no_process_starts_that_does_not_know_the_table(house: House) -> None:
    draft = await house.drafted(0)
    await house.copy.begin(INTO)
    await house.copy.copy(INTO, nothing)
    await house.copy.settle_in_table()
    with pytest.raises(TextsElsewhere, match="OCTAVO_STORIES_URL"):
        await house.start_without()
    # One that runs still goes on, and what it writes moves later.
    assert "Words of 0." in await house.read(house.old, draft.id)
    await house.write_over(house.old, draft, "By an old process.")
    await house.keep_up()
    assert await house.rows() == [(False, True)]
    assert "By an old process." in await house.read(house.new, draft.id)
    assert not await house.copy.begin(INTO)


async def test_a_story_that_is_erased_while_it_is_copied_is_in_the_table_no_more(house: House) -> None:
    await house.drafted(0)
    await house.copy.begin(INTO)
    await house.copy.copy(INTO, nothing)
    await house.old.forget_author(PersonId(str(ANNA.person_id)))
    await house.start_without()
    await house.copy.copy(INTO, nothing)
    assert await house.in_table() == set()


async def test_a_text_that_was_written_over_between_reading_and_naming_is_nobodys(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await house.drafted(0)
    assert house.kept.store is not None
    put = house.kept.store.put

    async def overtaken(story_id: StoryId, words: str) -> str:
        monkeypatch.undo()
        at = await put(story_id, words)
        await house.write_over(house.old, draft, "Faster.")
        return at

    await house.copy.begin(INTO)
    monkeypatch.setattr(house.kept.store, "put", overtaken)
    await house.copy.copy(INTO, nothing)
    await house.copy.copy(INTO, nothing)
    assert len(await house.in_table()) == 1
    assert "Faster." in await house.read(house.new, draft.id)


async def test_texts_come_back_into_rows_and_the_table_is_emptied(house: House) -> None:
    drafts = [await house.drafted(number) for number in range(4)]
    await house.keep_up()
    assert await house.rows() == [(False, True)] * 6
    assert await texts_in_table(house.db) == 6
    assert house.kept.store is not None
    await house.kept.store.put(drafts[0].id, "of a process that was killed here")
    await house.copy.begin(OUT)
    assert await house.copy.copy(OUT, nothing) == 6
    assert await house.rows() == [(True, True)] * 6
    await house.write_over(house.new, drafts[0], "Written over.")
    assert (await house.copy.compare(OUT, nothing))[0].waiting == 1
    with pytest.raises(TextsElsewhere):
        await house.start_without()
    found = await house.copy.settle_in_rows(nothing)
    assert [one.texts for one in found] == [4, 2]
    assert await house.rows() == [(True, False)] * 6
    assert await house.in_table() == set()
    await house.start_without()
    await house.write_over(house.new, drafts[1], "By a process that has the setting still.")
    await house.keep_up()
    assert await house.rows() == [(True, False)] * 7  # its published wording has a revision of its own
    assert "Written over." in await house.read(house.old, drafts[0].id)
    assert "has the setting still" in await house.read(house.old, drafts[1].id)
    assert not await house.copy.begin(OUT)


async def test_who_slept_over_the_switch_cannot_name_what_it_put(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await house.drafted(0)
    await house.keep_up()
    await house.copy.begin(OUT)
    assert house.kept.store is not None
    put = house.kept.store.put

    async def put_and_sleep(story_id: StoryId, words: str) -> str:
        at = await put(story_id, words)
        await house.copy.settle_in_rows(nothing)
        return at

    monkeypatch.setattr(house.kept.store, "put", put_and_sleep)
    with pytest.raises(StorageUnavailable, match="waited too long"):
        await house.write_over(house.new, draft, "Never told as saved.")
    monkeypatch.undo()
    assert "Words of 0." in await house.read(house.old, draft.id)
    await house.write_over(house.new, draft, "Said again.")
    assert "Said again." in await house.read(house.old, draft.id)
    assert await house.in_table() == set()


async def test_what_differs_is_named_and_then_nothing_is_switched(house: House) -> None:
    draft, other = await house.drafted(0), await house.drafted(2)
    await house.keep_up()
    await house.copy.begin(OUT)
    await house.copy.copy(OUT, nothing)
    await house.db.execute("UPDATE revisions SET body = 'spoiled' WHERE title = '0'")
    assert house.kept.store is not None
    (at,) = [row["body_at"] for row in await house.db.all("SELECT body_at FROM revisions WHERE title = '2'")]
    await house.kept.store.delete([at])
    found = (await house.copy.settle_in_rows(nothing))[0]
    assert sorted(line.rpartition(": ")[2] for line in found.differences) == ["different", "missing"]
    assert await house.state() == OUT
    assert len(await house.in_table()) == 1
    assert "Words of 2." in await house.read(house.old, other.id)
    assert draft.id


async def test_a_copy_into_a_table_is_given_up_and_rows_are_as_they_were(house: House) -> None:
    before = [await house.drafted(number) for number in range(3)]
    await house.copy.begin(INTO)
    await house.copy.copy(INTO, nothing)
    await house.write_over(house.new, before[0], "By one that has the setting already.")
    assert await house.copy.give_up(nothing)
    assert await house.rows() == [(True, False)] * 4
    assert await house.in_table() == set()
    await house.start_without()
    assert "has the setting already" in await house.read(house.old, before[0].id)
    assert not await house.copy.give_up(nothing)


async def test_a_copy_out_of_a_table_is_given_up_and_the_site_empties_the_rows(house: House) -> None:
    await house.drafted(0)
    await house.keep_up()
    await house.copy.begin(OUT)
    await house.copy.copy(OUT, nothing)
    assert await house.copy.give_up(nothing)
    assert await house.state() == TABLE
    await house.keep_up()
    assert await house.rows() == [(False, True)]


async def test_two_ways_at_once_and_another_table_are_refused(house: House, dynamo: DynamoServer) -> None:
    await house.drafted(0)
    await house.keep_up()
    async with in_a_table(dynamo.url, house.db, house.clock) as other:
        assert other.store is not None
        elsewhere = TextCopy(house.db, other.store, place="dynamodb://here/that", clock=house.clock)
        for way in (INTO, OUT):
            with pytest.raises(CopyRefused, match="another table"):
                await elsewhere.begin(way)
        await house.copy.begin(OUT)
        with pytest.raises(CopyRefused, match="out of dynamodb://here/this: finish that"):
            await house.copy.begin(INTO)
        with pytest.raises(CopyRefused, match="finish that"):
            await elsewhere.begin(OUT)
        with pytest.raises(CopyRefused, match="not dynamodb://here/that"):
            await elsewhere.give_up(nothing)


async def test_a_text_that_was_lost_is_put_again_from_its_row(house: House) -> None:
    draft = await house.drafted(0)
    await house.copy.begin(INTO)
    await house.copy.copy(INTO, nothing)
    assert house.kept.store is not None
    await house.kept.store.delete(await house.in_table())
    await house.copy.settle_in_table()
    await house.keep_up()
    assert await house.rows() == [(False, True)]
    assert "Words of 0." in await house.read(house.new, draft.id)


async def test_a_site_goes_there_and_back_and_there_again(house: House) -> None:
    draft = await house.drafted(1)
    for _ in range(2):
        assert await house.copy.begin(INTO)
        await house.copy.copy(INTO, nothing)
        await house.copy.settle_in_table()
        await house.keep_up()
        assert set(await house.rows()) == {(False, True)}
        assert await house.copy.begin(OUT)
        await house.copy.copy(OUT, nothing)
        await house.copy.settle_in_rows(nothing)
        assert await house.state() == ROWS
        assert set(await house.rows()) == {(True, False)}
    assert "Words of 1." in await house.read(house.old, draft.id)
