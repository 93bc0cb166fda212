"""Stories whose lower part is for members: nobody else is told of it by any way."""

import json

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.stories.api import Content, PersonId, Story, Visibility
from octavo.stories.service import Config
from tests.stories.desk import ANNA, BERT, NEWCOMER, OPERATOR, World, body, built

CANARY = "canary"


def divided(
    visibility: Visibility = Visibility.EVERYBODY, above: tuple[str, ...] = ("Open words.",)
) -> Content:
    blocks = json.loads(body(*above, f"A {CANARY} sings below.", f"The {CANARY} again."))
    blocks["content"].insert(len(above), {"type": "membersLine"})
    return Content(title="Birds", body=json.dumps(blocks), tags=("birds",), visibility=visibility)


async def published(world: World, content: Content) -> Story:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=content)
        return await world.stories.publish(story_id=draft.id, version=1)


@pytest.mark.parametrize("visibility", [Visibility.EVERYBODY, Visibility.UNLISTED, Visibility.MEMBERS])
@pytest.mark.parametrize("caller", [ANONYMOUS, NEWCOMER], ids=["nobody", "unconfirmed"])
async def test_below_the_line_is_for_members(world: World, caller: Caller, visibility: Visibility) -> None:
    story = await published(world, divided(visibility))
    assert story.members_part
    with acting_as(caller):
        read = await world.stories.read_story(story_id=story.id)
        told = [
            read,
            await world.stories.list_stories(with_text=True),
            await world.stories.list_stories(tag="birds"),
            await world.stories.get_stories(story_ids=(story.id,)),
            await world.stories.find_by_old_address(
                address=story.slug, author_id=PersonId(str(ANNA.person_id))
            )
            if visibility is not Visibility.UNLISTED
            else None,
        ]
    assert read.teaser_only
    assert "Open words." in read.html
    assert CANARY not in str(told)
    for member in (BERT, ANNA):
        with acting_as(member):
            whole = await world.stories.read_story(story_id=story.id)
        assert not whole.teaser_only
        assert CANARY in whole.html


async def test_with_nothing_above_the_line_nothing_is_shown(world: World) -> None:
    story = await published(world, divided(above=("",)))
    read = await world.stories.read_story(story_id=story.id)
    assert (read.teaser_only, read.html, read.story.excerpt) == (True, "", "")


async def test_a_line_that_is_moved_or_taken_away_counts_from_the_next_publication(world: World) -> None:
    story = await published(world, divided())
    with acting_as(ANNA):
        plain = Content(title="Birds", body=body("Open words.", "All is open."))
        await world.stories.save_draft(story_id=story.id, version=1, content=plain)
        assert (await world.inside.read_story(story_id=story.id)).story.members_part
        again = await world.stories.publish(story_id=story.id, version=2)
    assert not again.members_part
    read = await world.stories.read_story(story_id=story.id)
    assert not read.teaser_only
    assert "All is open." in read.html


async def test_what_is_rendered_anew_leaks_no_more(world: World) -> None:
    story = await published(world, divided())
    anew = built(world.db, world.clock, config=Config(), edition="another", texts=world.texts)
    read = await anew.read_story(story_id=story.id)
    assert read.teaser_only
    assert CANARY not in read.html
    assert CANARY not in (await world.stories.read_story(story_id=story.id)).html


async def test_imported_stories_have_their_line_too(world: World) -> None:
    with acting_as(OPERATOR):
        made = await world.stories.import_story(
            source="ghost:1",
            author_id=PersonId(str(ANNA.person_id)),
            content=divided(),
            published_at=world.clock.now,
        )
    read = await world.stories.read_story(story_id=made.story_id)
    assert read.story.members_part
    assert CANARY not in str(read)
