"""All that is hidden from one person, and publications that they muted."""

import re

import pytest

from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.graph.adapters.sql_hides import SqlHides
from octavo.graph.api import GetHidesResponse, PublicationId, TargetNotFound, TooManyFollows
from octavo.graph.personal import HOLDINGS
from tests.graph.world import HOUSE, World, id_of, reader
from tests.stories.desk import ANNA, BERT

PLACE = PublicationId(HOUSE.id)


async def test_all_that_is_hidden_is_told_in_both_directions(world: World) -> None:
    with acting_as(ANNA):
        await world.graph.block(person_id=id_of(BERT))
        await world.graph.mute(person_id=id_of(reader(1)))
        for _ in range(2):
            await world.graph.mute_publication(publication_id=PLACE)
    with acting_as(reader(2)):
        await world.graph.block(person_id=id_of(ANNA))
    told = await world.inside.get_hides(viewer_id=id_of(ANNA))
    assert set(told.hidden) == {id_of(BERT), id_of(reader(2))}
    assert told.muted == (id_of(reader(1)),)
    assert told.publications == (PLACE,)
    assert (await world.inside.get_hides(viewer_id=id_of(BERT))).hidden == (id_of(ANNA),)
    assert await world.inside.get_hides(viewer_id=id_of(reader(1))) == GetHidesResponse()
    with acting_as(ANNA):
        await world.graph.unblock(person_id=id_of(BERT))
        await world.graph.unmute(person_id=id_of(reader(1)))
        for _ in range(2):
            await world.graph.unmute_publication(publication_id=PLACE)
    assert await world.inside.get_hides(viewer_id=id_of(ANNA)) == GetHidesResponse(hidden=(id_of(reader(2)),))
    told_events = await world.told()
    assert told_events.count("PublicationMuted") == told_events.count("PublicationUnmuted") == 1


async def test_what_is_kept_of_it_is_purged_for_those_whom_it_concerns(world: World) -> None:
    async def tags() -> set[str]:
        rows = await world.db.all("SELECT tags FROM octavo_purges")
        await world.db.execute("DELETE FROM octavo_purges")
        return {tag for row in rows for tag in re.findall(r"hides:\w+", row["tags"])}

    await tags()
    with acting_as(ANNA):
        await world.graph.mute(person_id=id_of(BERT))
        assert await tags() == {f"hides:{id_of(ANNA)}"}
        await world.graph.block(person_id=id_of(BERT))
        assert await tags() == {f"hides:{id_of(ANNA)}", f"hides:{id_of(BERT)}"}
        await world.graph.unblock(person_id=id_of(BERT))
        assert await tags() == {f"hides:{id_of(ANNA)}", f"hides:{id_of(BERT)}"}
        await world.graph.unblock(person_id=id_of(BERT))
        assert await tags() == set()


async def test_muted_publications_come_in_pages_and_within_limits(world: World) -> None:
    inside = world.inside.hides
    assert isinstance(inside, SqlHides)
    places = [PublicationId(f"1111111Pub{number}") for number in range(1, 5)]
    for place in places[:3]:
        world.clock.turn(seconds=1)
        await inside.add(id_of(ANNA), place, world.clock(), most=3)
    with pytest.raises(TooManyFollows):
        await inside.add(id_of(ANNA), places[3], world.clock(), most=3)
    await inside.add(id_of(ANNA), places[0], world.clock(), most=3)
    with acting_as(ANNA):
        page = await world.graph.list_muted_publications(limit=2)
        assert [one.publication_id for one in page.publications] == [places[2], places[1]]
        rest = await world.graph.list_muted_publications(limit=2, after=page.next)
        assert ([one.publication_id for one in rest.publications], rest.next) == ([places[0]], "")
    await inside.forget_place(places[0])
    assert len((await world.inside.get_hides(viewer_id=id_of(ANNA))).publications) == 2
    await personal.erase(world.db, HOLDINGS, id_of(ANNA))
    assert await world.db.all("SELECT * FROM muted_publications") == []


async def test_what_cannot_be_muted(world: World) -> None:
    with acting_as(ANNA):
        with pytest.raises(TargetNotFound):
            await world.graph.mute_publication(publication_id=PublicationId("1111111Pub2"))
        with pytest.raises(Invalid):
            await world.graph.mute_publication(publication_id=PublicationId("!"))
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.graph.mute_publication(publication_id=PLACE)
