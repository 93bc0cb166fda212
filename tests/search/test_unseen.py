"""Nobody finds what they may not know of: not by a story, not by its words, not by a passage of it."""

import json

import pytest
from msgspec.structs import replace

from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.stories.api import Visibility
from tests.search.world import World
from tests.stories.desk import ANNA, BERT, NEWCOMER, text

LONG = ["An open beginning. " * 40, *["More of it. " * 30] * 6]
HIDDEN = [*LONG, "The hidden word is quetzal, in a hidden passage."]


async def test_what_is_for_members_is_matched_for_members_alone(world: World) -> None:
    story = await world.publish("A story for members", *HIDDEN, visibility=Visibility.MEMBERS)
    await world.settle()
    for query in ("quetzal", '"hidden passage"', "quetsal", "quetzal OR nothing"):
        assert await world.find(query, by=ANONYMOUS) == [], query
        assert await world.find(query, by=NEWCOMER) == [], query
    assert await world.find("quetzal") == await world.find('"hidden passage"') == [story.id]
    for query in ("members", "open beginning", "author:anna", "-quetzal"):
        assert await world.find(query, by=ANONYMOUS) == [story.id], query


async def test_below_the_members_line_the_same_holds(world: World) -> None:
    content = text("Open above", *[f"Paragraph {n}." for n in range(3)], "The hidden word is quetzal.")
    document = json.loads(content.body)
    document["content"].insert(2, {"type": "membersLine"})
    with acting_as(ANNA):
        content = replace(content, body=json.dumps(document), visibility=Visibility.EVERYBODY)
        draft = await world.stories.create_draft(content=content)
        story = await world.stories.publish(story_id=draft.id, version=1)
    await world.searching.interactor.note_story(story.id)
    await world.settle()
    assert await world.find("paragraph", by=ANONYMOUS) == [story.id]
    assert await world.find("quetzal", by=ANONYMOUS) == []
    assert await world.find("quetzal") == [story.id]
    assert "quetzal" not in (await world.answer("paragraph", by=ANONYMOUS)).hits[0].snippet_html


async def test_a_passage_shows_what_the_asker_may_read(world: World) -> None:
    await world.publish("A story for members", *HIDDEN, visibility=Visibility.MEMBERS)
    await world.settle()
    seen = (await world.answer("members passage", by=ANONYMOUS)).hits[0].snippet_html
    assert "quetzal" not in seen
    assert "open beginning" in seen
    assert "quetzal" in (await world.answer("members quetzal")).hits[0].snippet_html
    # and the other way round: what was read for a member is not what the next stranger gets
    assert (await world.answer("members passage", by=ANONYMOUS)).hits[0].snippet_html == seen


async def test_its_author_without_a_confirmed_address_leaves_nothing_open_behind(world: World) -> None:
    await world.publish("A story for members", *HIDDEN, visibility=Visibility.MEMBERS)
    await world.settle()
    unconfirmed = ANNA.__class__(person_id=ANNA.person_id, roles=frozenset({"member"}))
    await world.answer("members", by=unconfirmed)
    assert await world.find("quetzal", by=unconfirmed) == []
    assert "quetzal" not in (await world.answer("members", by=ANONYMOUS)).hits[0].snippet_html


async def test_a_change_of_visibility_counts_before_the_index_knows(world: World) -> None:
    story = await world.publish("Open so far", *HIDDEN)
    await world.settle()
    assert await world.find("quetzal", by=ANONYMOUS) == [story.id]
    await world.revise(story.id, "Closed now", *HIDDEN, visibility=Visibility.MEMBERS)
    assert await world.find("quetzal", by=ANONYMOUS) == []
    assert await world.find("quetzal", by=BERT) == [story.id]
    await world.revise(story.id, "Unlisted now", *HIDDEN, visibility=Visibility.UNLISTED)
    assert await world.find("quetzal", by=BERT) == await world.find("author:anna") == []
    await world.searching.interactor.note_story(story.id)
    await world.settle()
    assert await world.find("quetzal", by=BERT) == []


@pytest.mark.parametrize("act", ["unpublish", "delete", "hide"])
async def test_what_is_taken_back_is_gone_at_once(world: World, act: str) -> None:
    story = await world.publish("To be taken back", "The word is quetzal.", tags=("secret",))
    others = [(await world.publish(f"Quetzal {number}")).id for number in range(4)]
    await world.settle()
    if act == "hide":
        await world.stories.hide_author(story.author_id)
        assert await world.find("quetzal") == []
        await world.stories.show_author(story.author_id)
        assert set(await world.find("quetzal")) == {story.id, *others}
        return
    with acting_as(ANNA):
        await getattr(world.stories, act)(story_id=story.id)
    # the page is full all the same
    assert len(await world.find("quetzal", limit=4)) == 4
    assert story.id not in await world.find("quetzal")


async def test_a_suspended_author_is_not_suggested_and_comes_back_whole(room: World) -> None:
    story = await room.publish("Of birds", "The word is quetzal.")
    await room.settle()
    person_id = story.author_id
    room.everybody.change(ANNA, suspended=True)
    assert (await room.search.suggest(text="anna")).people == ()
    await room.stories.hide_author(person_id)
    await room.searching.interactor.note_person(person_id)
    await room.searching.interactor.notes.want_rebuild(room.clock())
    await room.settle()
    assert await room.find("quetzal") == []
    room.everybody.change(ANNA, suspended=False)
    await room.stories.show_author(person_id)
    await room.searching.interactor.note_person(person_id)  # as the event of the stories does
    await room.settle()
    assert await room.find("quetzal") == [story.id]


async def test_drafts_and_edits_that_are_not_published_are_in_no_index(room: World) -> None:
    with acting_as(ANNA):
        draft = await room.stories.create_draft(content=text("A quetzal in a draft"))
    await room.searching.interactor.note_story(draft.id)
    await room.settle()
    assert await room.find("quetzal", by=ANNA) == []
