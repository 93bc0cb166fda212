"""Everything that one writes, as a stream."""

import pytest

from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Unauthenticated
from octavo.stories.api import Content
from tests.stories.desk import ANNA, BERT, World, body


async def test_all_of_ones_own_stories_come_with_their_text(world: World) -> None:
    with acting_as(BERT):
        await world.stories.create_draft(content=Content(title="Not hers", body=body("x")))
    with acting_as(ANNA):
        made = []
        for number in range(5):
            world.clock.turn(seconds=1)
            draft = await world.stories.create_draft(
                content=Content(title=f"{number}", body=body(f"{number}"))
            )
            made.append(draft)
        await world.stories.publish(story_id=made[0].id, version=1)
        await world.stories.delete(story_id=made[1].id)
        exported = [draft async for draft in world.stories.export_stories()]
    assert [draft.content.title for draft in exported] == ["4", "3", "2", "0"]
    assert exported[0] == made[4]


async def test_what_changes_while_it_streams_is_not_missed(world: World) -> None:
    with acting_as(ANNA):
        drafts = []
        for number in range(3):
            world.clock.turn(seconds=1)
            drafts.append(
                await world.stories.create_draft(content=Content(title=f"{number}", body=body("x")))
            )
        titles = []
        async for draft in world.stories.export_stories():
            titles.append(draft.content.title)
            if len(titles) == 1:
                world.clock.turn(seconds=1)
                content = Content(title="0 again", body=body("y"))
                await world.stories.save_draft(story_id=drafts[0].id, version=1, content=content)
    assert titles[:2] == ["2", "1"]
    assert titles[2] in ("0", "0 again")


async def test_nobody_has_nothing_to_export(world: World) -> None:
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        _ = [draft async for draft in world.stories.export_stories()]
