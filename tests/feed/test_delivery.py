"""Written on publication or merged on read: the same stories reach the same readers."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.chassis.ids import from_text
from octavo.feed import entities
from octavo.feed.entities import NEVER_WRITTEN
from octavo.feed.gathering import followed
from octavo.graph.api import Kind
from tests.feed.world import World, caller, house, number_of, person, story_id


async def test_a_story_is_written_to_those_who_come_often_and_merged_for_others(world: World) -> None:
    for reader in range(1, 8):
        await world.follow(reader, Kind.PERSON, person(101))
        for _ in range(2 * reader):  # the seventh comes fourteen times
            await world.home(caller(reader))
            world.clock.turn(hours=1)
    await world.publish(1, author=101)
    await world.deliver(most=2)
    written = {row["reader_id"] for row in await world.db.all("SELECT reader_id FROM timelines")}
    assert from_text(person(7)) in written
    assert from_text(person(1)) not in written
    for reader in range(1, 8):
        assert await world.shown(caller(reader)) == [1]
    assert await world.db.all("SELECT * FROM deliveries") == []


async def test_a_timeline_that_was_lost_is_built_again(world: World) -> None:
    await world.follow(1, Kind.PERSON, person(101))
    for _ in range(20):
        await world.home()
        world.clock.turn(hours=1)
    await world.publish(1, author=101)
    await world.deliver()
    await world.inside.homes.writer.close()
    await world.db.execute("DELETE FROM timelines")
    await world.db.execute("UPDATE readers SET built_at = 0")
    world.inside.homes.near.empty()
    assert await world.shown() == [1]
    assert len(await world.db.all("SELECT * FROM timelines")) == 1


async def test_who_stays_away_has_no_timeline_and_gets_it_back_on_return(world: World) -> None:
    await world.follow(1, Kind.PERSON, person(101))
    for _ in range(20):
        await world.home()
        world.clock.turn(hours=1)
    await world.publish(1, author=101)
    await world.deliver()
    await world.inside.homes.writer.close()
    world.clock.turn(days=45)
    await world.inside.copying.tidy()
    assert await world.db.all("SELECT * FROM timelines") == []
    world.inside.homes.near.empty()
    assert await world.shown() == [1]


async def test_a_story_moved_into_a_publication_reaches_its_followers(world: World) -> None:
    await world.follow(1, Kind.PUBLICATION, house(7))
    await world.publish(1, author=101)
    one = world.others.stories[story_id(1)]
    await world.publish(1, author=101, publication=7)
    assert world.others.stories[story_id(1)].publication_id != one.publication_id
    await world.deliver()
    home = await world.home()
    assert [number_of(item.story_id) for item in home.items] == [1]
    assert home.items[0].reasons[0].source.value in ("PUBLICATION", "NEWEST")


acts = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.integers(101, 104)),
        st.tuples(st.just("follow"), st.integers(101, 104)),
        st.tuples(st.just("unfollow"), st.integers(101, 104)),
        st.tuples(st.just("come"), st.integers(1, 12)),
        st.tuples(st.just("lose"), st.just(0)),
    ),
    max_size=25,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=acts, few=st.booleans())
async def test_written_merged_and_rebuilt_timelines_hold_the_same(
    world: World, done: list[tuple[str, int]], few: bool
) -> None:
    for table in ("listings", "followings", "readers", "timelines", "deliveries", "receipts", "hidden"):
        await world.db.execute(f"DELETE FROM {table}")
    world.inside.homes.near.empty()
    world.inside.keeper._catalogue = type(world.inside.keeper._catalogue)(1000)
    world.others.stories.clear()
    following: set[int] = set()
    by: dict[int, set[int]] = {}
    for number, (what, which) in enumerate(done, 1):
        if what == "publish":
            await world.publish(number, author=which)
            by.setdefault(which, set()).add(number)
            await world.deliver(most=1 if few else 100)
        elif what == "come":
            for _ in range(which):
                await world.home()
                world.clock.turn(hours=2)
        elif what == "lose":
            await world.inside.homes.writer.close()
            await world.db.execute("DELETE FROM timelines")
            await world.db.execute("UPDATE readers SET built_at = 0")
            world.inside.homes.near.empty()
        else:
            await world.follow(1, Kind.PERSON, person(which), active=what == "follow")
            (following.add if what == "follow" else following.discard)(which)
    await world.home()
    wanted = set().union(*(by.get(one, set()) for one in following))
    reader = await world.inside.homes.reader(from_text(person(1)))
    timeline = await world.inside.homes.timelines.of(reader.number, 200)
    found = followed(reader, timeline, await world.inside.keeper.fresh())
    assert {number_of(story_id(one.number - 3_000_000_000_000)) for one in found} == wanted


@given(stories=st.floats(0, 1e4), followers=st.integers(0, 10**7), most=st.integers(0, 10**6))
def test_it_is_written_only_where_that_is_cheaper(stories: float, followers: int, most: int) -> None:
    rate = entities.written_from(stories_a_month=stories, followers=followers, most_written=most)
    assert rate >= 1
    if followers > most:
        assert rate == NEVER_WRITTEN
    else:
        oftener = entities.written_from(stories_a_month=stories + 100, followers=followers, most_written=most)
        assert oftener >= rate


@given(visits=st.integers(0, 1 << 40), days=st.integers(0, 10_000))
def test_visits_fade_and_their_class_is_a_power_of_two(visits: int, days: int) -> None:
    now = 10_000 * entities.MICROS_A_DAY
    later = entities.visited(visits, now, now + days * entities.MICROS_A_DAY)
    assert 1000 <= later <= visits + 1000 or visits < 1
    assert entities.rate(later).bit_count() == 1
    assert entities.rate(0) == 0
