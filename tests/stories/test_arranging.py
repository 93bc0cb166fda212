"""Series: an order of one's own, of which readers see what is out."""

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.stories.api import (
    InAnotherSeries,
    InvalidDocument,
    PersonId,
    Series,
    SeriesConflict,
    SeriesId,
    SeriesNotFound,
    StoryId,
    StoryNotFound,
    TooManySeries,
    Visibility,
)
from octavo.stories.arranging import MOST_PARTS, MOST_SERIES
from tests.stories.desk import ANNA, BERT, World, text
from tests.stories.test_co_authoring import pid, together


async def story(
    world: World, title: str, author: Caller = ANNA, *, out: bool = True, **more: object
) -> StoryId:
    world.clock.turn(seconds=1)
    with acting_as(author):
        draft = await world.stories.create_draft(content=text(title, **more))
        if out:
            await world.stories.publish(story_id=draft.id, version=1)
    return draft.id


async def series(world: World, *ids: StoryId, owner: Caller = ANNA) -> Series:
    with acting_as(owner):
        made = await world.stories.create_series(title="Long walks", description="On foot.")
        return await world.stories.arrange_series(series_id=made.id, version=1, story_ids=ids)


async def test_readers_see_what_is_out_in_its_order(world: World) -> None:
    one, two = await story(world, "One"), await story(world, "Two")
    draft = await story(world, "Draft", out=False)
    unlisted = await story(world, "Hidden", visibility=Visibility.UNLISTED)
    made = await series(world, two, draft, unlisted, one)
    assert made.parts == 4
    read = await world.stories.read_series(series_id=made.id)
    assert [part.id for part in read.stories] == [two, one]
    assert (read.series.title, read.series.slug, read.series.parts) == ("Long walks", "long-walks", 2)
    place = await world.stories.find_series(story_id=one)
    assert (place.number, place.of, place.next) == (2, 2, None)
    assert place.previous is not None
    assert place.previous.id == two
    for hidden in (draft, unlisted):
        with pytest.raises(SeriesNotFound):
            await world.stories.find_series(story_id=hidden)
    with acting_as(ANNA):
        own = await world.stories.get_own_series(series_id=made.id)
    assert [(part.story_id, part.shown) for part in own.parts] == [
        (two, True),
        (draft, False),
        (unlisted, False),
        (one, True),
    ]


async def test_one_of_which_nothing_is_out_is_its_owners_alone(world: World) -> None:
    made = await series(world, await story(world, "Draft", out=False))
    with pytest.raises(SeriesNotFound):
        await world.stories.read_series(series_id=made.id)
    with acting_as(ANNA):
        assert await world.stories.list_series() == (made,)


async def test_it_follows_what_becomes_of_its_stories(world: World) -> None:
    one, two = await story(world, "One"), await story(world, "Two")
    made = await series(world, one, two)
    with acting_as(ANNA):
        await world.stories.unpublish(story_id=one)
    assert len((await world.stories.read_series(series_id=made.id)).stories) == 1
    await world.inside.hide_author(pid(ANNA))
    with pytest.raises(SeriesNotFound):
        await world.stories.read_series(series_id=made.id)
    await world.inside.show_author(pid(ANNA))
    assert (await world.stories.find_series(story_id=two)).of == 1


async def test_it_is_renamed_rearranged_and_deleted(world: World) -> None:
    one, two = await story(world, "One"), await story(world, "Two")
    made = await series(world, one, two)
    with acting_as(ANNA):
        named = await world.stories.change_series(series_id=made.id, title=" Short \n walks ")
        assert (named.title, named.description, named.slug) == ("Short walks", "", "short-walks")
        with pytest.raises(SeriesConflict) as lost:
            await world.stories.arrange_series(series_id=made.id, version=made.version, story_ids=(two,))
        assert lost.value.version == named.version
        await world.stories.arrange_series(series_id=made.id, version=named.version, story_ids=(two, one))
        assert [s.id for s in (await world.stories.read_series(series_id=made.id)).stories] == [two, one]
        await world.stories.leave_series(story_id=one)
        await world.stories.leave_series(story_id=one)
        assert [s.id for s in (await world.stories.read_series(series_id=made.id)).stories] == [two]
        await world.stories.delete_series(series_id=made.id)
        with pytest.raises(SeriesNotFound):
            await world.stories.delete_series(series_id=made.id)
        assert (await world.stories.get_draft(story_id=one)).content.title == "One"


async def test_a_story_is_in_one_series_once(world: World) -> None:
    one = await story(world, "One")
    made = await series(world, one)
    with acting_as(ANNA):
        other = await world.stories.create_series(title="Other")
        with pytest.raises(InAnotherSeries):
            await world.stories.arrange_series(series_id=other.id, version=1, story_ids=(one,))
        with pytest.raises(Invalid):
            await world.stories.arrange_series(series_id=made.id, version=2, story_ids=(one, one))
        own = await world.stories.get_own_series(series_id=other.id)
    assert (own.series.version, own.parts) == (1, ())


async def test_only_ones_own_stories_and_those_written_with_others(world: World) -> None:
    ours = await together(world)
    theirs, secret = await story(world, "Hers"), await story(world, "Hers", out=False)
    with acting_as(BERT):
        made = await world.stories.create_series(title="Mine")
        for other in (theirs, secret, StoryId("11111111111"), StoryId("?")):
            with pytest.raises(StoryNotFound):
                await world.stories.arrange_series(series_id=made.id, version=1, story_ids=(other,))
        await world.stories.arrange_series(series_id=made.id, version=1, story_ids=(ours.id,))
        with pytest.raises(Forbidden):
            await world.stories.leave_series(story_id=ours.id)
        await world.stories.remove_co_author(story_id=ours.id, person_id=pid(BERT))
        assert (await world.stories.get_own_series(series_id=made.id)).parts == ()


async def test_others_series_are_none(world: World) -> None:
    made = await series(world, await story(world, "One"))
    with acting_as(BERT):
        for asked in (
            world.stories.get_own_series(series_id=made.id),
            world.stories.change_series(series_id=made.id, title="Mine"),
            world.stories.arrange_series(series_id=made.id, version=2, story_ids=()),
            world.stories.delete_series(series_id=made.id),
        ):
            with pytest.raises(SeriesNotFound):
                await asked
        assert await world.stories.list_series() == ()
    with acting_as(ANONYMOUS):
        for asked in (world.stories.create_series(title="x"), world.stories.list_series()):
            with pytest.raises(Unauthenticated):
                await asked
        with pytest.raises(SeriesNotFound):
            await world.stories.read_series(series_id=SeriesId("nonsense"))


async def test_limits(world: World) -> None:
    with acting_as(ANNA):
        for title, description in (("", ""), (" \n", ""), ("x" * 201, ""), ("x", "x" * 501)):
            with pytest.raises((Invalid, InvalidDocument)):
                await world.stories.create_series(title=title, description=description)
        made = await world.stories.create_series(title="x" * 200, description="y" * 500)
        with pytest.raises(Invalid):
            ids = tuple(StoryId(str(number)) for number in range(MOST_PARTS + 1))
            await world.stories.arrange_series(series_id=made.id, version=1, story_ids=ids)


async def test_there_are_not_too_many(room: World) -> None:
    with acting_as(ANNA):
        for _ in range(MOST_SERIES):
            await room.stories.create_series(title="x")
        with pytest.raises(TooManySeries):
            await room.stories.create_series(title="x")


async def test_a_series_goes_with_its_owner_and_a_part_with_its_story(room: World) -> None:
    ours = await together(room)
    made = await series(room, ours.id, owner=BERT)
    await room.inside.forget_author(PersonId(str(BERT.person_id)))
    assert await room.db.all("SELECT * FROM series") == await room.db.all("SELECT * FROM series_parts") == []
    made = await series(room, await story(room, "One"))
    await room.inside.forget_author(pid(ANNA))
    assert await room.db.all("SELECT * FROM series_parts WHERE series_id IS NOT NULL") == [], made
