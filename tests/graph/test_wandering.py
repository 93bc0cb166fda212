"""What is near, told of the graph in memory: built from the store, fresh after every purge."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Invalid
from octavo.chassis.ids import to_text
from octavo.graph.api import PersonId, StoryId
from octavo.graph.entities import ClapsOfOne
from octavo.graph.walk_keeping import WalkKeeper
from tests.graph.world import World, id_of, person, reader
from tests.stories.desk import ANNA, BERT

STORIES = [StoryId(to_text((1 << 41) + number)) for number in range(8)]


async def clap(world: World, readers: Sequence[int], story: StoryId, claps: int = 1) -> None:
    now = world.clock()
    await world.inside.applause.put(
        [
            ClapsOfOne(person_id=id_of(reader(number)), story_id=story, claps=claps, at=now)
            for number in readers
        ]
    )
    world.inside.near.purge([f"claps:{story}"])


async def alike(world: World, story: StoryId) -> list[StoryId]:
    await world.settled()
    with acting_as(ANONYMOUS):
        return list(await world.graph.list_alike(story_id=story))


async def walked(world: World, number: int) -> list[StoryId]:
    await world.settled()
    return list(await world.graph.walk(person_id=id_of(reader(number))))


async def test_what_the_same_people_clapped_for_is_alike(world: World) -> None:
    assert await alike(world, STORIES[0]) == []
    await clap(world, range(6), STORIES[0])
    await clap(world, range(5), STORIES[1])
    await clap(world, range(2), STORIES[2])  # too few to be told of
    await clap(world, range(6, 12), STORIES[3])
    assert await alike(world, STORIES[0]) == [STORIES[1]]
    assert await alike(world, STORIES[3]) == []
    assert await alike(world, STORIES[7]) == []


async def test_an_act_is_in_the_next_answer_and_what_was_undone_is_not(world: World) -> None:
    await clap(world, range(4), STORIES[0])
    assert await alike(world, STORIES[0]) == []
    await clap(world, range(4), STORIES[1])
    assert await alike(world, STORIES[0]) == [STORIES[1]]
    await clap(world, range(3), STORIES[1], claps=0)
    assert await alike(world, STORIES[0]) == []


async def test_walks_lead_from_what_one_liked_to_what_others_like(world: World) -> None:
    await clap(world, range(5), STORIES[0])
    await clap(world, range(1, 5), STORIES[1])
    await clap(world, range(5, 9), STORIES[2])
    assert await walked(world, 0) == [STORIES[1]]
    assert await walked(world, 0) == [STORIES[1]]
    assert await walked(world, 20) == []


async def test_people_with_the_same_followers_are_alike(world: World) -> None:
    for number in range(4):
        with acting_as(reader(number)):
            await world.graph.follow(target=person(ANNA))
            await world.graph.follow(target=person(BERT))
    await world.settled()
    found = await world.graph.list_alike_people(person_id=id_of(ANNA))
    assert found == (id_of(BERT),)
    with acting_as(reader(0)):
        await world.graph.unfollow(target=person(BERT))
    with acting_as(reader(1)):
        await world.graph.unfollow(target=person(BERT))
    world.inside.near.purge([f"followers:{BERT.person_id}"])
    await world.settled()
    assert await world.graph.list_alike_people(person_id=id_of(ANNA)) == ()


async def test_bad_requests_are_told_so(world: World) -> None:
    for limit in (0, 101):
        with pytest.raises(Invalid):
            await world.graph.walk(person_id=id_of(ANNA), limit=limit)
    with pytest.raises(Invalid):
        await world.graph.list_alike(story_id=StoryId("nonsense"))
    with pytest.raises(Invalid):
        await world.graph.list_alike_people(person_id=PersonId("nonsense"))


class Kept:
    """Edges that a test holds, as a store would."""

    tag = "claps:"

    def __init__(self) -> None:
        self.edges: set[tuple[int, int]] = set()

    async def page(self, after: tuple[int, int], limit: int) -> Sequence[tuple[int, int]]:
        await asyncio.sleep(0)
        return [one for one in sorted(self.edges) if one > after][:limit]

    async def row(self, target: int, limit: int) -> Sequence[int]:
        return [actor for actor, other in self.edges if other == target][:limit]


async def test_a_graph_too_large_for_its_memory_is_gone_without() -> None:
    tracks, near = Kept(), NearCache(max_bytes=1 << 20)
    tracks.edges = {(actor, 5) for actor in range(1, 30)}
    keeper = WalkKeeper(tracks, near, most=20)
    await keeper.built()
    assert await keeper.with_graph(lambda graph: graph.edges) is None
    await keeper.close()


async def test_all_is_read_anew_where_purges_were_missed() -> None:
    tracks, near = Kept(), NearCache(max_bytes=1 << 20)
    keeper = WalkKeeper(tracks, near, most=20)
    await keeper.built()
    tracks.edges = {(1, 5), (2, 5)}
    assert await keeper.with_graph(lambda graph: graph.edges) == 0
    near.empty()
    await keeper.built()
    assert await keeper.with_graph(lambda graph: graph.edges) == 2
    await keeper.close()


_ACTS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4), st.booleans()), max_size=30)


@given(_ACTS, st.integers(0, 30))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_after_any_acts_the_graph_holds_what_the_store_holds(
    acts: list[tuple[int, int, bool]], built_after: int
) -> None:
    tracks, near = Kept(), NearCache(max_bytes=1 << 20)
    keeper = WalkKeeper(tracks, near, most=1000)
    for place, (actor, target, there) in enumerate(acts):
        if place == built_after:
            await keeper.with_graph(lambda graph: None)  # begins to build while acts go on
        (tracks.edges.add if there else tracks.edges.discard)((actor, target))
        near.purge([f"claps:{to_text(target)}"])
    await keeper.built()
    held = await keeper.with_graph(
        lambda graph: {
            (graph.left_ids[actor], graph.right_ids[target])
            for target in range(len(graph.right_ids))
            for actor in graph.back.row(target).tolist()
        }
    )
    assert held == tracks.edges
    await keeper.close()
