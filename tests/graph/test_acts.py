"""Follows, claps, mutes and blocks: idempotent, exact, and refused with a clear answer."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.chassis.rates import Rate
from octavo.graph.api import (
    Avoidance,
    EdgeKind,
    Kind,
    OwnTarget,
    StoryId,
    Target,
    TargetNotFound,
    TooManyActs,
    TooManyClaps,
)
from octavo.graph.personal import HOLDINGS
from tests.graph.world import GONE, HOUSE, OTHER, SEA, STORY, World, id_of, person, reader
from tests.stories.desk import ANNA, BERT


async def test_a_follow_is_one_however_often_it_is_said(world: World) -> None:
    with acting_as(BERT):
        for _ in range(3):
            await world.graph.follow(target=person(ANNA))
        await world.graph.follow(target=HOUSE)
        await world.graph.follow(target=Target(kind=Kind.TAG, id=" #SEA"))
        standing = await world.graph.get_standings(targets=(person(ANNA), HOUSE, SEA, person(BERT)))
    assert [one.followed for one in standing] == [True, True, True, False]
    assert [one.followers for one in standing] == [1, 1, 1, 0]
    assert standing[3].following == 3
    with acting_as(BERT):
        await world.graph.unfollow(target=person(ANNA))
        await world.graph.unfollow(target=person(ANNA))
    assert await world.followers(person(ANNA)) == 0
    assert await world.told() == ["Followed", "Followed", "Followed", "Unfollowed"]


async def test_what_cannot_be_followed(world: World) -> None:
    with acting_as(ANNA):
        with pytest.raises(OwnTarget):
            await world.graph.follow(target=person(ANNA))
        with pytest.raises(TargetNotFound):
            await world.graph.follow(target=Target(kind=Kind.PERSON, id=GONE))
        with pytest.raises(TargetNotFound):
            await world.graph.follow(target=Target(kind=Kind.PUBLICATION, id="1111111Pub2"))
        for bad in (
            Target(kind=Kind.TAG, id=" "),
            Target(kind=Kind.TAG, id="x" * 101),
            Target(kind=Kind.PERSON, id="!"),
        ):
            with pytest.raises(Invalid):
                await world.graph.follow(target=bad)
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.graph.follow(target=person(ANNA))


async def test_a_thousand_follows_a_minute_are_too_many(world: World) -> None:
    limit = 60
    with acting_as(BERT):
        for number in range(limit):
            await world.graph.follow(target=Target(kind=Kind.TAG, id=f"tag {number}"))
        with pytest.raises(TooManyActs) as refused:
            await world.graph.follow(target=SEA)
        assert refused.value.limit == limit
        world.clock.turn(minutes=2)
        await world.graph.follow(target=SEA)


def test_acts_are_limited_whatever_they_are() -> None:
    from tests.graph.world import DAY

    rate = Rate(3)
    assert [rate.allows("a", DAY) for _ in range(4)] == [True, True, True, False]
    assert rate.allows("b", DAY)


async def test_claps_are_set_not_added(world: World) -> None:
    with acting_as(reader(1)):
        for claps in (1, 7, 7, 50):
            await world.graph.clap(story_id=STORY, claps=claps)
        mine = await world.claps()
    assert (mine.claps, mine.people, mine.own) == (50, 1, 50)
    with acting_as(reader(2)):
        await world.graph.clap(story_id=STORY, claps=3)
        await world.graph.clap(story_id=STORY, claps=0)
        await world.graph.clap(story_id=STORY, claps=0)
        assert (await world.claps()).own == 0
    told = await world.claps()
    assert (told.claps, told.people, told.own) == (50, 1, 0)
    assert (await world.told()) == ["Clapped"] * 5


async def test_what_cannot_be_clapped_for(world: World) -> None:
    with acting_as(reader(1)):
        with pytest.raises(TooManyClaps) as refused:
            await world.graph.clap(story_id=STORY, claps=51)
        assert refused.value.limit == 50
        with pytest.raises(Invalid):
            await world.graph.clap(story_id=STORY, claps=-1)
        with pytest.raises(TargetNotFound):
            await world.graph.clap(story_id=StoryId("1111111Sto9"), claps=1)
    for writer, story in ((ANNA, STORY), (ANNA, OTHER), (BERT, OTHER)):
        with acting_as(writer), pytest.raises(OwnTarget):
            await world.graph.clap(story_id=story, claps=1)
    assert await world.claps(OTHER) == (await world.graph.get_claps(story_ids=(OTHER,)))[0]
    assert (await world.claps(OTHER)).claps == 0


async def test_a_thousand_readers_at_once_lose_no_clap(world: World) -> None:
    async def clap(number: int) -> None:
        with acting_as(reader(number)):
            await world.graph.clap(story_id=STORY, claps=number % 50 + 1)

    await asyncio.gather(*(clap(number) for number in range(1000)))
    told = await world.claps()
    assert (told.claps, told.people) == (sum(number % 50 + 1 for number in range(1000)), 1000)


_ACTS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(["clap", "follow", "unfollow"]), st.integers(0, 50)),
    max_size=25,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_ACTS)
async def test_counts_are_what_each_reader_did_last(world: World, acts: list[tuple[int, str, int]]) -> None:
    """Readers act at once; what one reader does comes in order."""
    await world.db.execute("DELETE FROM claps")
    await world.db.execute("DELETE FROM follows")
    await world.db.execute("DELETE FROM counted")

    async def one(number: int) -> None:
        with acting_as(reader(number)):
            for _, act, claps in (said for said in acts if said[0] == number):
                if act == "clap":
                    await world.graph.clap(story_id=STORY, claps=claps)
                elif act == "follow":
                    await world.graph.follow(target=person(ANNA))
                else:
                    await world.graph.unfollow(target=person(ANNA))

    world.clock.turn(minutes=2)
    await asyncio.gather(*(one(number) for number in range(1, 5)))
    claps = {number: claps for number, act, claps in acts if act == "clap"}
    follows = {number: act == "follow" for number, act, _ in acts if act != "clap"}
    told = await world.claps()
    assert told.claps == sum(claps.values())
    assert told.people == sum(1 for count in claps.values() if count)
    assert await world.followers(person(ANNA)) == sum(follows.values())


async def test_a_block_hides_both_ways_and_ends_follows(world: World) -> None:
    with acting_as(BERT):
        await world.graph.follow(target=person(ANNA))
    with acting_as(ANNA):
        await world.graph.follow(target=person(BERT))
        await world.graph.mute(person_id=id_of(reader(1)))
        await world.graph.block(person_id=id_of(BERT))
        await world.graph.block(person_id=id_of(BERT))
        assert (await world.graph.get_standings(targets=(person(BERT),)))[0].blocked
        listed = await world.graph.list_avoided(how=Avoidance.BLOCKED)
        assert [one.person_id for one in listed.avoided] == [id_of(BERT)]
    for viewer, other in ((ANNA, BERT), (BERT, ANNA)):
        avoided = await world.inside.get_avoided(
            viewer_id=id_of(viewer), person_ids=(id_of(other), id_of(reader(1)))
        )
        assert avoided.hidden == (id_of(other),)
        assert avoided.muted == ((id_of(reader(1)),) if viewer is ANNA else ())
    with acting_as(BERT):
        standing = (await world.graph.get_standings(targets=(person(ANNA),)))[0]
        assert (standing.followed, standing.hidden, standing.blocked) == (False, True, False)
        with pytest.raises(TargetNotFound):
            await world.graph.follow(target=person(ANNA))
        with pytest.raises(TargetNotFound):
            await world.graph.clap(story_id=STORY, claps=1)
        assert (await world.graph.list_following(person_id=id_of(ANNA), kind=Kind.PERSON)).followed == ()
    with acting_as(ANNA):
        await world.graph.unblock(person_id=id_of(BERT))
    with acting_as(BERT):
        await world.graph.follow(target=person(ANNA))
    assert await world.followers(person(ANNA)) == 1
    told = await world.told()
    assert told.count("Blocked") == told.count("Unblocked") == 1
    assert told.count("Unfollowed") == 2


async def test_what_suspended_people_did_counts_again_when_it_is_lifted(world: World) -> None:
    for number in (1, 2):
        with acting_as(reader(number)):
            await world.graph.clap(story_id=STORY, claps=10)
            await world.graph.follow(target=person(ANNA))
    await world.inside.suspend(id_of(reader(1)), suspended=True)
    assert ((await world.claps()).claps, await world.followers(person(ANNA))) == (10, 1)
    listed = await world.graph.list_followers(target=person(ANNA))
    assert [one.person_id for one in listed.followers] == [id_of(reader(2))]
    edges = await world.inside.list_edges(kind=EdgeKind.CLAPS)
    assert [(one.person_id, one.weight) for one in edges.edges] == [(id_of(reader(2)), 10)]
    await world.inside.suspend(id_of(reader(1)), suspended=False)
    assert ((await world.claps()).claps, await world.followers(person(ANNA))) == (20, 2)


async def test_lists_and_edges_come_in_pages(world: World) -> None:
    for number in range(1, 6):
        with acting_as(reader(number)):
            await world.graph.follow(target=person(ANNA))
            await world.graph.follow(target=SEA)
            await world.graph.clap(story_id=STORY, claps=number)
        world.clock.turn(seconds=1)
    seen, after = [], ""
    while True:
        page = await world.graph.list_followers(target=person(ANNA), limit=2, after=after)
        seen += [one.person_id for one in page.followers]
        after = page.next
        if not after:
            break
    assert seen == [id_of(reader(number)) for number in range(5, 0, -1)]
    for kind, many in ((EdgeKind.FOLLOWS, 10), (EdgeKind.CLAPS, 5)):
        edges, after = [], ""
        while True:
            found = await world.inside.list_edges(kind=kind, limit=2, after=after)
            edges += found.edges
            after = found.next
            if not after:
                break
        assert len(edges) == len(set(edges)) == many
    for bad in ("x", "1", "1.", "9" * 30 + ".a"):
        with pytest.raises(Invalid):
            await world.graph.list_followers(target=person(ANNA), after=bad)


async def test_what_is_kept_to_read_later(world: World) -> None:
    with acting_as(reader(1)):
        for note in ("", "for the train", "for the train"):
            await world.graph.save(story_id=STORY, note=note)
        world.clock.turn(seconds=1)
        await world.graph.save(story_id=OTHER)
        page = await world.graph.list_saved(limit=1)
        assert [one.story_id for one in page.saved] == [OTHER]
        rest = (await world.graph.list_saved(limit=1, after=page.next)).saved
        assert [(one.story_id, one.note) for one in rest] == [(STORY, "for the train")]
        await world.graph.unsave(story_id=OTHER)
        await world.graph.unsave(story_id=OTHER)
        assert [one.story_id for one in await world.graph.get_saved(story_ids=(OTHER, STORY))] == [STORY]
        with pytest.raises(TargetNotFound):
            await world.graph.save(story_id=StoryId("1111111Sto9"))
        with pytest.raises(Invalid):
            await world.graph.save(story_id=STORY, note="x" * 501)
    assert await world.told() == ["ListItemAdded", "ListItemAdded", "ListItemRemoved"]
    with acting_as(reader(2)):
        assert (await world.graph.list_saved()).saved == ()
    await world.inside.forget_story(STORY)
    assert await world.db.all("SELECT * FROM saved") == []


async def test_who_goes_takes_their_edges_with_them(world: World) -> None:
    assert await personal.gaps(world.db, HOLDINGS) == []
    with acting_as(BERT):
        await world.graph.follow(target=person(ANNA))
        await world.graph.clap(story_id=STORY, claps=4)
    with acting_as(ANNA):
        await world.graph.follow(target=person(BERT))
        await world.graph.mute(person_id=id_of(reader(1)))
        await world.graph.block(person_id=id_of(reader(2)))
    await personal.erase(world.db, HOLDINGS, id_of(BERT))
    for table in ("follows", "claps"):
        assert await world.db.all(f"SELECT * FROM {table}") == []
    await personal.erase(world.db, HOLDINGS, id_of(reader(1)))
    await personal.erase(world.db, HOLDINGS, id_of(ANNA))
    assert await world.db.all("SELECT * FROM avoided") == []


async def test_what_is_said_many_times_at_once_is_done_once(world: World) -> None:
    with acting_as(BERT):
        await asyncio.gather(
            *(world.graph.follow(target=person(ANNA)) for _ in range(8)),
            *(world.graph.save(story_id=STORY, note="later") for _ in range(8)),
        )
    assert await world.followers(person(ANNA)) == 1
    told = await world.told()
    assert (told.count("Followed"), told.count("ListItemAdded")) == (1, 1)
