"""What readers read: kept as far as they came, told once, forgotten when they say so."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.graph.adapters.sql_readings import SqlReadings
from octavo.graph.api import StoryId, TargetNotFound, TooManyActs
from octavo.graph.entities import ReadingOfOne
from octavo.graph.personal import HOLDINGS
from tests.graph.world import OTHER, STORY, World, id_of, reader
from tests.stories.desk import ANNA, BERT

BLOCKS = ("b1ockB1ock1", "b1ockB1ock2", "b1ockB1ock3")


async def test_what_is_further_is_kept_and_the_end_is_told_once(world: World) -> None:
    with acting_as(reader(1)):
        for share, block in ((0, ""), (40, BLOCKS[1]), (10, BLOCKS[0])):
            await world.graph.mark_read(story_id=STORY, share=share, block=block)
        kept = (await world.graph.get_readings(story_ids=(STORY, OTHER)))[0]
        assert (kept.block, kept.share, kept.finished) == (BLOCKS[1], 40, False)
        assert await world.told() == []
        for share in (89, 90, 100, 100):
            await world.graph.mark_read(story_id=STORY, share=share, block=BLOCKS[2])
        kept = (await world.graph.get_readings(story_ids=(STORY,)))[0]
        assert (kept.share, kept.finished) == (100, True)
    assert await world.told() == ["StoryRead"]
    with acting_as(reader(2)):
        assert await world.graph.get_readings(story_ids=(STORY,)) == ()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shares=st.lists(st.integers(0, 100), min_size=1, max_size=12))
async def test_reports_may_come_in_any_order_and_at_once(world: World, shares: list[int]) -> None:
    await world.db.execute("DELETE FROM readings")
    await world.db.execute("DELETE FROM octavo_outbox")
    world.clock.turn(minutes=2)
    with acting_as(reader(1)):
        await asyncio.gather(*(world.graph.mark_read(story_id=STORY, share=one) for one in shares))
        kept = (await world.graph.get_readings(story_ids=(STORY,)))[0]
    assert (kept.share, kept.finished) == (max(shares), max(shares) >= 90)
    assert await world.told() == ["StoryRead"] * (max(shares) >= 90)


async def test_what_cannot_be_marked(world: World) -> None:
    with acting_as(reader(1)):
        for share, block in ((-1, ""), (101, ""), (5, "no block"), (5, "x" * 1000)):
            with pytest.raises(Invalid):
                await world.graph.mark_read(story_id=STORY, share=share, block=block)
        with pytest.raises(TargetNotFound):
            await world.graph.mark_read(story_id=StoryId("1111111Sto9"), share=1)
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.graph.mark_read(story_id=STORY, share=1)
    for writer in (ANNA, BERT):  # nobody's history holds what they wrote
        with acting_as(writer):
            await world.graph.mark_read(story_id=OTHER, share=100)
            assert (await world.graph.list_readings()).readings == ()
    with acting_as(ANNA):
        await world.graph.block(person_id=id_of(reader(1)))
    with acting_as(reader(1)), pytest.raises(TargetNotFound):
        await world.graph.mark_read(story_id=STORY, share=1)
    assert "StoryRead" not in await world.told()


async def test_pages_that_say_too_often_where_they_are_wait_a_minute(world: World) -> None:
    with acting_as(reader(1)):
        for _ in range(120):
            await world.graph.mark_read(story_id=STORY, share=1)
        with pytest.raises(TooManyActs) as refused:
            await world.graph.mark_read(story_id=STORY, share=2)
        assert refused.value.limit == 120
        await world.graph.clap(story_id=STORY, claps=1)  # acts have a limit of their own
        world.clock.turn(minutes=2)
        await world.graph.mark_read(story_id=STORY, share=2)


async def test_the_history_comes_in_pages_and_is_forgotten(world: World) -> None:
    with acting_as(reader(1)):
        for story in (STORY, OTHER):
            await world.graph.mark_read(story_id=story, share=50, block=BLOCKS[0])
            world.clock.turn(seconds=1)
        page = await world.graph.list_readings(limit=1)
        assert page.kept
        assert [one.story_id for one in page.readings] == [OTHER]
        rest = await world.graph.list_readings(limit=1, after=page.next)
        assert ([one.story_id for one in rest.readings], rest.next) == ([STORY], "")
        await world.graph.forget_reading(story_id=OTHER)
        await world.graph.forget_reading(story_id=OTHER)
        assert [one.story_id for one in (await world.graph.list_readings()).readings] == [STORY]
    with acting_as(reader(2)):
        await world.graph.mark_read(story_id=STORY, share=50)
    with acting_as(reader(1)):
        await world.graph.forget_readings()
        assert (await world.graph.list_readings()).readings == ()
    with acting_as(reader(2)):
        assert len((await world.graph.list_readings()).readings) == 1
    await world.inside.forget_story(STORY)
    assert await world.db.all("SELECT * FROM readings") == []


async def test_nothing_is_kept_of_whoever_wishes_so(world: World) -> None:
    with acting_as(reader(1)):
        await world.graph.mark_read(story_id=STORY, share=50)
        for _ in range(2):
            await world.graph.keep_readings(kept=False)
        await world.graph.mark_read(story_id=STORY, share=100)
        await world.graph.mark_read(story_id=OTHER, share=100)
        told = await world.graph.list_readings()
        assert not told.kept
        assert [(one.story_id, one.share) for one in told.readings] == [(STORY, 50)]
        assert await world.told() == []
        await world.graph.keep_readings(kept=True)
        await world.graph.mark_read(story_id=STORY, share=100)
        assert (await world.graph.list_readings()).readings[0].finished


async def test_a_history_holds_so_many_and_forgets_the_oldest(world: World) -> None:
    few = SqlReadings(world.db, world.inside.readings._outbox, most=3)  # type: ignore[attr-defined]
    stories = [StoryId(f"1111111Sto{number}") for number in range(1, 6)]
    for story in stories:
        world.clock.turn(seconds=1)
        one = ReadingOfOne(person_id=id_of(reader(1)), story_id=story, block="", share=5, at=world.clock())
        await few.put([one])
    with acting_as(reader(1)):
        kept = (await world.graph.list_readings()).readings
    assert [one.story_id for one in kept] == stories[:1:-1]


async def test_who_goes_takes_their_history_with_them(world: World) -> None:
    with acting_as(reader(1)):
        await world.graph.mark_read(story_id=STORY, share=50)
        await world.graph.keep_readings(kept=False)
    told = {name async for name, _ in personal.rows(world.db, HOLDINGS, id_of(reader(1)))}
    assert told == {"readings", "unkept_readings"}
    await personal.erase(world.db, HOLDINGS, id_of(reader(1)))
    for table in ("readings", "unkept_readings"):
        assert await world.db.all(f"SELECT * FROM {table}") == []
