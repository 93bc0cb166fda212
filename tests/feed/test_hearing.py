"""What the feed hears of the graph, and what it keeps of it."""

from typing import cast

from octavo.chassis.events import Envelope
from octavo.feed.service import GraphEvents
from octavo.graph.api import ListId, ListItemAdded, ListItemRemoved
from octavo.graph.api import PersonId as Somebody
from tests.feed.world import World, person, story_id


async def test_what_is_taken_out_of_one_of_two_lists_is_liked_on(world: World) -> None:
    await world.publish(1, author=101)
    told, who, story = GraphEvents(world.inside), Somebody(person(1)), story_id(1)

    async def liked() -> list[int]:
        rows = await world.db.all("SELECT kept FROM interests WHERE kept = 1")
        return [row["kept"] for row in rows]

    for event in (
        ListItemAdded(person_id=who, story_id=story),
        ListItemAdded(person_id=who, story_id=story, list_id=ListId("1111111Lis1")),
        ListItemRemoved(person_id=who, story_id=story, still_kept=True),
    ):
        await told(event, cast(Envelope, None))
        assert await liked() == [1], event
        assert await world.shown() == [1]
    await told(ListItemRemoved(person_id=who, story_id=story), cast(Envelope, None))
    assert await liked() == []
