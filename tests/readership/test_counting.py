"""What counts, and how often; who is told; and what is left of a reader."""

import asyncio
import json

import pytest

from octavo.chassis import personal
from octavo.chassis.context import acting_as
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.readership.api import Kind, Source, StoryUnread
from octavo.readership.entities import HOSTS_A_DAY
from octavo.readership.personal import HOLDINGS
from octavo.readership.service import Config
from octavo.stories.api import StoryId
from tests.readership.world import CLEO, DRAFT, EDITOR, OTHER, STORY, World, built
from tests.stories.desk import ANNA, BERT


async def test_a_reader_counts_once_for_a_story_and_day(world: World) -> None:
    for _ in range(3):
        await world.seen()
        await world.inside.write()
    await world.seen("192.0.2.2")
    await world.seen(agent="Mozilla/5.0 (Macintosh) Safari/605.1.15")
    await world.seen(story=OTHER)
    assert await world.told() == (3, 0)
    assert await world.told(OTHER) == (1, 0)
    world.clock.turn(days=1)
    await world.seen()
    assert await world.told() == (4, 0)


async def test_a_read_is_a_view_too_and_counts_once(world: World) -> None:
    await world.seen(kind=Kind.VIEW)
    for _ in range(2):
        await world.seen(kind=Kind.READ)
    await world.seen("192.0.2.2", kind=Kind.READ)
    assert await world.told() == (2, 2)


async def test_two_processes_count_a_reader_once(world: World) -> None:
    other = built(world.db, world.clock, world.shelf)
    for one in (world.inside, other):
        for address in ("192.0.2.1", "192.0.2.2"):
            await one.count(story_id=STORY, kind=Kind.VIEW, address=address, agent="Firefox")
    await other.close()
    assert await world.told() == (2, 0)


async def test_what_is_not_counted(world: World) -> None:
    for who in (ANNA, CLEO):
        await world.seen(who=who)
    await world.seen(agent="")
    await world.seen(agent="Mozilla/5.0 (compatible; Googlebot/2.1)")
    assert await world.told() == (0, 0)
    await world.seen(who=BERT)
    await world.seen(story=OTHER, who=CLEO)
    assert await world.told() == (1, 0)
    assert await world.told(OTHER) == (1, 0)
    with pytest.raises(StoryUnread):
        await world.seen(story=DRAFT)
    with pytest.raises(StoryUnread):
        await world.seen(story=StoryId("nonsense"))
    with pytest.raises(Invalid):
        await world.seen(kind=Kind.UNSPECIFIED)


async def test_where_readers_came_from_is_told_by_host_and_fifty_of_them(world: World) -> None:
    for number, referrer in enumerate(
        ("news.test", "WWW.News.test", "octavo.test", "", "no host", "other.test:8080")
    ):
        await world.seen(f"192.0.2.{number}", referrer=referrer)
    await world.inside.write()
    for number in range(HOSTS_A_DAY):
        await world.seen(f"198.51.100.{number}", referrer=f"a{number}.test")
    await world.inside.write()
    with acting_as(ANNA):
        numbers = await world.readership.get_numbers(story_id=STORY)
    assert numbers.sources[:2] == (Source(host="news.test", views=2), Source(host="a0.test", views=1))
    assert len(numbers.sources) == HOSTS_A_DAY
    assert (numbers.direct, numbers.elsewhere, numbers.totals.views) == (3, 2, 56)


async def test_the_last_thirty_days_are_told_and_the_totals_of_all(world: World) -> None:
    await world.seen(referrer="long-ago.test")
    await world.inside.write()
    world.clock.turn(days=30)
    await world.seen(kind=Kind.READ)
    await world.inside.write()
    with acting_as(ANNA):
        numbers = await world.readership.get_numbers(story_id=STORY)
    assert [(one.day, one.views, one.reads) for one in numbers.days if one.views] == [("2026-03-31", 1, 1)]
    assert (len(numbers.days), numbers.days[0].day) == (30, "2026-03-02")
    assert (numbers.totals.views, numbers.sources, numbers.direct) == (2, (), 1)


async def test_authors_and_editors_are_told_and_nobody_else(world: World) -> None:
    await world.seen()
    for who in (ANNA, CLEO, EDITOR):
        with acting_as(who):
            await world.readership.get_numbers(story_id=STORY)
    with acting_as(BERT), pytest.raises(StoryUnread):
        await world.readership.get_numbers(story_id=STORY)
    for ask in (
        world.readership.get_numbers(story_id=STORY),
        world.readership.list_totals(story_ids=(STORY,)),
    ):
        with pytest.raises(Unauthenticated):
            await ask


async def test_totals_of_many_are_those_of_ones_own(world: World) -> None:
    await world.seen(kind=Kind.READ)
    await world.inside.write()

    async def told(*ids: StoryId) -> list[tuple[str, int, int]]:
        listed = await world.readership.list_totals(story_ids=ids)
        return [(one.story_id, one.views, one.reads) for one in listed]

    with acting_as(ANNA):
        assert await told(OTHER, STORY, DRAFT) == [(OTHER, 0, 0), (STORY, 1, 1)]
        with pytest.raises(Invalid):
            await told(*[STORY] * 101)
    with acting_as(CLEO):
        assert await told(OTHER, STORY) == [(STORY, 1, 1)]
    with acting_as(BERT):
        assert await told(OTHER, STORY) == []


async def test_no_address_is_kept_and_nothing_of_a_reader_beyond_the_day(world: World) -> None:
    await world.seen("203.0.113.77", agent="Mozilla/5.0 Strange/1.0", referrer="news.test", who=BERT)
    await world.inside.write()
    kept = json.dumps(await world.rows())
    assert "203.0.113" not in kept
    assert "Strange" not in kept
    assert str(BERT.person_id) not in kept
    await world.inside.tidy()
    assert (await world.rows())["seen"]
    world.clock.turn(days=1)
    await world.inside.tidy()
    rows = await world.rows()
    assert not rows["seen"]
    assert not rows["salts"]
    assert rows["days"]
    assert rows["sources"]
    world.clock.turn(days=100)
    await world.inside.tidy()
    rows = await world.rows()
    assert rows["days"]
    assert not rows["sources"]


async def test_a_story_that_is_erased_takes_its_numbers_with_it_for_good(world: World) -> None:
    await world.seen()
    await world.inside.write()
    await world.seen("192.0.2.2")
    await world.seen("192.0.2.2", story=OTHER)
    for _ in range(2):
        await world.inside.forget_story(STORY)
    await world.inside.write()
    rows = await world.rows()
    assert [len(rows[name]) for name in ("totals", "days", "sources", "gone")] == [1, 1, 1, 1]
    assert await world.told(OTHER) == (1, 0)
    world.clock.turn(days=3)
    await world.inside.tidy()
    assert not (await world.rows())["gone"]


async def test_by_the_marks_an_author_takes_their_totals(world: World) -> None:
    await world.seen()
    await world.inside.write()
    exported = [row async for row in personal.rows(world.db, HOLDINGS, str(ANNA.person_id))]
    assert [(name, row["views"]) for name, row in exported] == [("totals", 1)]
    await personal.erase(world.db, HOLDINGS, str(ANNA.person_id))
    assert not (await world.rows())["totals"]


async def test_floods_of_one_address_and_of_one_story_count_for_a_part(world: World) -> None:
    inside = built(world.db, world.clock, world.shelf, Config(per_minute=5, story_per_minute=8))
    for number in range(20):
        agent = f"Firefox/{number}"
        await inside.count(story_id=STORY, kind=Kind.VIEW, address="192.0.2.1", agent=agent)
    await inside.write()
    assert await world.told() == (5, 0)
    for number in range(20):
        await inside.count(story_id=STORY, kind=Kind.VIEW, address=f"198.51.100.{number}", agent="Firefox")
    await inside.write()
    assert await world.told() == (8, 0)
    world.clock.turn(minutes=1)
    await inside.count(story_id=STORY, kind=Kind.VIEW, address="198.51.100.99", agent="Firefox")
    await inside.close()
    assert await world.told() == (9, 0)


async def test_many_at_once_are_written_together(world: World) -> None:
    for number in range(120):
        await world.seen(f"198.51.100.{number}")
    assert await world.told() == (120, 0)
    assert [row["views"] for row in (await world.rows())["days"]] == [120]


async def test_counts_write_themselves_soon(world: World) -> None:
    inside = built(world.db, world.clock, world.shelf, Config(write_seconds=0.01))
    await inside.count(story_id=STORY, kind=Kind.VIEW, address="192.0.2.1", agent="Firefox")
    async with asyncio.timeout(10):
        while not (await world.rows())["days"]:  # noqa: ASYNC110 - nothing says so but the table
            await asyncio.sleep(0.01)
    await inside.close()
    assert await world.told() == (1, 0)


async def test_a_process_forgets_a_days_readers_and_the_table_still_knows_them(world: World) -> None:
    await world.seen()
    await world.inside.write()
    world.inside.forget_readers()  # as it does at midnight
    await world.seen()
    assert await world.told() == (1, 0)
