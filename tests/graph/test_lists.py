"""Lists that people make: their own affair unless public, in an order by hand, with notes, within limits."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.graph.adapters.sql_lists import SqlLists
from octavo.graph.api import (
    Graph,
    ListId,
    ListNotFound,
    ReadingList,
    StoryId,
    TargetNotFound,
    TooManyInList,
    TooManyLists,
)
from octavo.graph.entities import moved
from octavo.graph.personal import HOLDINGS
from tests.graph.world import OTHER, STORY, World, id_of, reader
from tests.stories.desk import ANNA, BERT

MINE = reader(1)


async def test_a_list_is_made_changed_and_deleted(world: World) -> None:
    with acting_as(MINE):
        made = await world.graph.create_list(name="  By  the sea ", description="Wet")
        assert (made.name, made.description, made.public, made.stories) == ("By the sea", "Wet", False, 0)
        for story in (STORY, OTHER, STORY):
            await world.graph.add_to_list(list_id=made.id, story_id=story)
        await world.graph.set_list_note(list_id=made.id, story_id=STORY, note="the best")
        await world.graph.change_list(list_id=made.id, name="Sea", description="", public=True)
    with acting_as(ANONYMOUS):
        found = await world.graph.find_list(list_id=made.id)
        assert (found.name, found.public, found.stories, found.owner_id) == ("Sea", True, 2, id_of(MINE))
        items = (await world.graph.list_items(list_id=made.id)).items
    assert [(one.story_id, one.note) for one in items] == [(STORY, "the best"), (OTHER, "")]
    with acting_as(MINE):
        assert await world.graph.get_listings(story_id=STORY) == (made.id,)
        for _ in range(2):
            await world.graph.remove_from_list(list_id=made.id, story_id=STORY)
        for _ in range(2):
            await world.graph.delete_list(list_id=made.id)
        with pytest.raises(ListNotFound):
            await world.graph.find_list(list_id=made.id)
    assert await world.told() == ["ListItemAdded", "ListItemAdded", "ListItemRemoved", "ListItemRemoved"]
    assert await world.db.all("SELECT * FROM listed") == []


async def test_a_private_list_is_nobody_elses(world: World) -> None:
    with acting_as(MINE):
        made = await world.graph.create_list(name="Mine")
        await world.graph.add_to_list(list_id=made.id, story_id=STORY)
        assert (await world.graph.list_lists(person_id=id_of(MINE))).lists[0].stories == 1
    for other in (reader(2), ANONYMOUS, ANNA):
        with acting_as(other):
            assert (await world.graph.list_lists(person_id=id_of(MINE))).lists == ()
            for asked in (world.graph.find_list, world.graph.list_items):
                with pytest.raises(ListNotFound):
                    await asked(list_id=made.id)


async def _refused(graph: Graph, list_id: ListId, caller: Caller, fault: type[Exception]) -> None:
    with acting_as(caller):
        for call in (
            graph.change_list(list_id=list_id, name="x", description="", public=False),
            graph.add_to_list(list_id=list_id, story_id=OTHER),
            graph.remove_from_list(list_id=list_id, story_id=STORY),
            graph.set_list_note(list_id=list_id, story_id=STORY, note="x"),
            graph.move_in_list(list_id=list_id, story_id=STORY, place=0),
        ):
            with pytest.raises(fault):
                await call


async def test_nobody_changes_the_list_of_somebody_else(world: World) -> None:
    with acting_as(MINE):
        made = await world.graph.create_list(name="Mine", public=True)
        await world.graph.add_to_list(list_id=made.id, story_id=STORY)
    before = await world.db.all("SELECT * FROM listed"), await world.db.all("SELECT * FROM lists")
    await _refused(world.graph, made.id, reader(2), ListNotFound)
    await _refused(world.graph, made.id, ANONYMOUS, Unauthenticated)
    with acting_as(reader(2)):
        await world.graph.delete_list(list_id=made.id)
    assert (await world.db.all("SELECT * FROM listed"), await world.db.all("SELECT * FROM lists")) == before
    await _refused(world.graph, ListId("1111111Nop1"), MINE, ListNotFound)


async def test_a_block_and_a_suspension_hide_public_lists(world: World) -> None:
    with acting_as(MINE):
        made = await world.graph.create_list(name="Mine", public=True)
        await world.graph.block(person_id=id_of(reader(2)))
    with acting_as(reader(2)):
        assert (await world.graph.list_lists(person_id=id_of(MINE))).lists == ()
        with pytest.raises(ListNotFound):
            await world.graph.find_list(list_id=made.id)
    with acting_as(reader(3)):
        assert (await world.graph.find_list(list_id=made.id)).id == made.id
        await world.graph.block(person_id=id_of(MINE))
        with pytest.raises(ListNotFound):
            await world.graph.list_items(list_id=made.id)
    await world.inside.suspend(id_of(MINE), suspended=True)
    with acting_as(ANONYMOUS), pytest.raises(ListNotFound):
        await world.graph.find_list(list_id=made.id)
    await world.inside.suspend(id_of(MINE), suspended=False)
    with acting_as(ANONYMOUS):
        assert (await world.graph.find_list(list_id=made.id)).id == made.id


async def test_bad_lists_are_refused(world: World) -> None:
    with acting_as(MINE):
        for name, description in (("", ""), ("  \n", ""), ("x" * 101, ""), ("x", "x" * 501)):
            with pytest.raises(Invalid):
                await world.graph.create_list(name=name, description=description)
        made = await world.graph.create_list(name="x" * 100, description="x" * 500)
        with pytest.raises(TargetNotFound):
            await world.graph.add_to_list(list_id=made.id, story_id=StoryId("1111111Sto9"))
        for asked in (
            world.graph.set_list_note(list_id=made.id, story_id=STORY, note="x"),
            world.graph.move_in_list(list_id=made.id, story_id=STORY, place=0),
        ):
            with pytest.raises(TargetNotFound):
                await asked
        await world.graph.add_to_list(list_id=made.id, story_id=STORY)
        with pytest.raises(Invalid):
            await world.graph.set_list_note(list_id=made.id, story_id=STORY, note="x" * 501)
        for place in (-1, 10_001):
            with pytest.raises(Invalid):
                await world.graph.move_in_list(list_id=made.id, story_id=STORY, place=place)
        with pytest.raises(Invalid):
            await world.graph.list_items(list_id=made.id, after="nonsense")
    with acting_as(BERT):
        await world.graph.block(person_id=id_of(ANNA))
        made = await world.graph.create_list(name="x")
        with pytest.raises(TargetNotFound):
            await world.graph.add_to_list(list_id=made.id, story_id=STORY)


async def test_lists_and_their_stories_are_limited(world: World) -> None:
    inside = world.inside.lists
    assert isinstance(inside, SqlLists)
    few = SqlLists(world.db, inside._outbox, inside._purges, most=2, most_in_one=2)
    owner, now = id_of(MINE), world.clock()

    async def make(number: int) -> ReadingList:
        return await few.create(ListId(f"1111111Lis{number}"), owner, "x", "", public=True, now=now)

    done = await asyncio.gather(*(make(number) for number in range(1, 6)), return_exceptions=True)
    assert sum(isinstance(one, ReadingList) for one in done) == 2
    assert {one.limit for one in done if isinstance(one, TooManyLists)} == {2}
    first = next(one for one in done if isinstance(one, ReadingList)).id
    stories = [StoryId(f"1111111Sto{number}") for number in range(1, 6)]
    added = await asyncio.gather(
        *(few.add(first, owner, story, now) for story in stories), return_exceptions=True
    )
    assert [type(one) for one in added if one is not None] == [TooManyInList] * 3
    page = await world.graph.list_items(list_id=first, limit=1)
    rest = await world.graph.list_items(list_id=first, limit=1, after=page.next)
    assert rest.next == ""
    assert len({page.items[0].story_id, rest.items[0].story_id}) == 2


@given(
    count=st.integers(1, 12), moves=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 14)), max_size=10)
)
def test_moving_is_what_moving_in_a_row_is(count: int, moves: list[tuple[int, int]]) -> None:
    """The same as taking it out of a row and putting it in again; nothing else changes its order."""
    places, row = {story: story * 3 for story in range(count)}, list(range(count))
    for which, place in moves:
        story = which % count
        row.remove(story)
        row.insert(place, story)
        places |= dict(moved(places, story, place))
        assert sorted(places, key=lambda one: places[one]) == row


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 3))
async def test_stories_move_in_the_store(world: World, place: int) -> None:
    world.clock.turn(minutes=2)
    with acting_as(MINE):
        made = await world.graph.create_list(name="Mine")
        for story in (STORY, OTHER):
            await world.graph.add_to_list(list_id=made.id, story_id=story)
        await world.graph.move_in_list(list_id=made.id, story_id=STORY, place=place)
        items = (await world.graph.list_items(list_id=made.id)).items
        await world.graph.delete_list(list_id=made.id)
    assert [one.story_id for one in items] == ([STORY, OTHER] if place == 0 else [OTHER, STORY])


async def test_lists_come_in_pages_and_go_with_their_stories_and_their_owner(world: World) -> None:
    with acting_as(MINE):
        made = []
        for number in range(3):
            made.append(await world.graph.create_list(name=f"List {number}", public=True))
            world.clock.turn(seconds=1)
        page = await world.graph.list_lists(person_id=id_of(MINE), limit=2)
        assert [one.name for one in page.lists] == ["List 2", "List 1"]
        rest = await world.graph.list_lists(person_id=id_of(MINE), limit=2, after=page.next)
        assert ([one.name for one in rest.lists], rest.next) == (["List 0"], "")
        for one in made:
            await world.graph.add_to_list(list_id=one.id, story_id=STORY)
            await world.graph.set_list_note(list_id=one.id, story_id=STORY, note="mine")
    await world.inside.forget_story(STORY)
    assert await world.db.all("SELECT * FROM listed") == []
    with acting_as(MINE):
        await world.graph.add_to_list(list_id=made[0].id, story_id=OTHER)
    told = {name async for name, _ in personal.rows(world.db, HOLDINGS, id_of(MINE))}
    assert told == {"listed", "lists"}
    await personal.erase(world.db, HOLDINGS, id_of(MINE))
    for table in ("listed", "lists"):
        assert await world.db.all(f"SELECT * FROM {table}") == []


async def test_what_is_taken_out_of_one_of_two_lists_is_said_to_be_kept_still(world: World) -> None:
    with acting_as(MINE):
        one = await world.graph.create_list(name="One")
        two = await world.graph.create_list(name="Two")
        for made in (one, two):
            await world.graph.add_to_list(list_id=made.id, story_id=STORY)
        await world.graph.save(story_id=STORY)
        await world.graph.add_to_list(list_id=two.id, story_id=OTHER)
    with acting_as(reader(2)):  # another's are none of theirs
        await world.graph.save(story_id=STORY)
        await world.graph.save(story_id=OTHER)
    with acting_as(MINE):
        await world.graph.remove_from_list(list_id=one.id, story_id=STORY)
        await world.graph.delete_list(list_id=two.id)
        await world.graph.unsave(story_id=STORY)
    assert await world.taken_out() == [(STORY, True), (STORY, True), (OTHER, False), (STORY, False)]
