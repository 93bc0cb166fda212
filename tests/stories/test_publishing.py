from datetime import timedelta

import pytest
from msgspec.structs import replace

from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Forbidden, Invalid
from octavo.stories.api import (
    Content,
    Draft,
    NotPublishable,
    Status,
    StoryGone,
    StoryNotFound,
    VersionConflict,
    Visibility,
    WrongState,
)
from octavo.stories.entities import UNDO_FOR
from tests.stories.desk import ANNA, BERT, MODERATOR, World, figure, text


async def drafted(world: World, content: Content | None = None) -> Draft:
    with acting_as(ANNA):
        return await world.stories.create_draft(content=content or text())


async def published(world: World, content: Content | None = None) -> Draft:
    draft = await drafted(world, content)
    with acting_as(ANNA):
        await world.stories.publish(story_id=draft.id, version=1)
        return await world.stories.get_draft(story_id=draft.id)


async def test_a_published_story_is_read_by_everybody(world: World) -> None:
    draft = await drafted(
        world, text("A walk", "Fine <day>.", subtitle="Out", tags=("walks",), language="en")
    )
    with acting_as(ANNA):
        story = await world.stories.publish(story_id=draft.id, version=1)
    read = await world.stories.read_story(story_id=draft.id)
    assert read.story == story
    assert "Fine &lt;day&gt;." in read.html
    assert not read.teaser_only
    assert (story.title, story.subtitle, story.slug, story.tags) == ("A walk", "Out", "a-walk", ("walks",))
    assert (story.excerpt, story.words, story.reading_minutes) == ("Fine <day>.", 2, 1)
    assert story.published_at == story.updated_at == world.clock.now


async def test_an_edit_does_not_show_until_it_is_published(world: World) -> None:
    draft = await published(world, text("Before", "Before."))
    with acting_as(ANNA):
        world.clock.turn(hours=1)
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("After", "After."))
        changed = await world.stories.get_draft(story_id=draft.id)
    read = await world.stories.read_story(story_id=draft.id)
    assert changed.has_unpublished_changes
    assert read.story.title == "Before"
    assert "After" not in read.html
    with acting_as(ANNA):
        await world.stories.publish(story_id=draft.id, version=2)
    again = await world.stories.read_story(story_id=draft.id)
    assert again.story.title == "After"
    assert "After." in again.html
    assert again.story.published_at == read.story.published_at
    assert again.story.updated_at == world.clock.now
    assert again.story.revision_id != read.story.revision_id
    assert again.story.slug == "before"


async def test_publishing_twice_is_told(world: World) -> None:
    draft = await published(world)
    with acting_as(ANNA), pytest.raises(WrongState) as caught:
        await world.stories.publish(story_id=draft.id, version=1)
    assert caught.value.status is Status.PUBLISHED


async def test_only_the_version_that_was_seen_is_published(world: World) -> None:
    draft = await drafted(world)
    with acting_as(ANNA):
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("Changed elsewhere"))
        with pytest.raises(VersionConflict):
            await world.stories.publish(story_id=draft.id, version=1)
        at = world.clock.now + timedelta(hours=1)
        with pytest.raises(VersionConflict):
            await world.stories.schedule(story_id=draft.id, version=1, at=at)
    with pytest.raises(StoryNotFound):
        await world.stories.read_story(story_id=draft.id)


async def test_what_is_missing_is_named(world: World) -> None:
    untitled, empty = await drafted(world, text("")), await drafted(world, text("A", ""))
    with acting_as(ANNA):
        for draft, field in ((untitled, "title"), (empty, "body")):
            with pytest.raises(NotPublishable) as caught:
                await world.stories.publish(story_id=draft.id, version=1)
            assert caught.value.field == field
            with pytest.raises(NotPublishable):
                await world.stories.schedule(
                    story_id=draft.id, version=1, at=world.clock.now + timedelta(days=1)
                )
            assert (await world.stories.get_draft(story_id=draft.id)).status is Status.DRAFT


async def test_pictures_stand_at_the_addresses_of_the_images_service(world: World) -> None:
    draft = await published(world, Content(title="A lake", body=figure()))
    read = await world.stories.read_story(story_id=draft.id)
    assert 'srcset="/i/1111111imag/360 360w' in read.html


async def test_a_scheduled_story_goes_out_at_its_time_and_not_before(world: World) -> None:
    draft = await drafted(world)
    at = world.clock.now + timedelta(hours=2)
    with acting_as(ANNA):
        planned = await world.stories.schedule(story_id=draft.id, version=1, at=at)
    assert (planned.status, planned.scheduled_for) == (Status.SCHEDULED, at)
    assert await world.inside.run_schedule(at - timedelta(microseconds=1)) == 0
    with pytest.raises(StoryNotFound):
        await world.stories.read_story(story_id=draft.id)
    assert await world.inside.run_schedule(at) == 1
    assert await world.inside.run_schedule(at) == 0
    assert (await world.stories.read_story(story_id=draft.id)).story.published_at == at


async def test_a_scheduled_story_goes_out_as_it_was_last_saved(world: World) -> None:
    draft = await drafted(world, text("Planned"))
    at = world.clock.now + timedelta(hours=2)
    with acting_as(ANNA):
        await world.stories.schedule(story_id=draft.id, version=1, at=at)
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("Better"))
    await world.inside.run_schedule(at + timedelta(days=3))  # the site was down meanwhile
    assert (await world.stories.read_story(story_id=draft.id)).story.title == "Better"


async def test_a_scheduled_story_that_lost_its_title_goes_back_to_the_drafts(world: World) -> None:
    broken, fine = await drafted(world, text("Broken")), await drafted(world, text("Fine"))
    at = world.clock.now + timedelta(hours=2)
    with acting_as(ANNA):
        for draft in (broken, fine):
            await world.stories.schedule(story_id=draft.id, version=1, at=at)
        await world.stories.save_draft(story_id=broken.id, version=1, content=text(""))
    assert await world.inside.run_schedule(at) == 1
    with acting_as(ANNA):
        assert (await world.stories.get_draft(story_id=broken.id)).status is Status.DRAFT
        assert (await world.stories.get_draft(story_id=fine.id)).status is Status.PUBLISHED


async def test_a_plan_can_be_changed_and_dropped(world: World) -> None:
    draft = await drafted(world)
    at = world.clock.now + timedelta(hours=2)
    with acting_as(ANNA):
        with pytest.raises(WrongState):
            await world.stories.unschedule(story_id=draft.id)
        await world.stories.schedule(story_id=draft.id, version=1, at=at)
        later = await world.stories.schedule(story_id=draft.id, version=1, at=at + timedelta(days=1))
        assert later.scheduled_for == at + timedelta(days=1)
        assert await world.inside.run_schedule(at) == 0
        back = await world.stories.unschedule(story_id=draft.id)
    assert (back.status, back.scheduled_for) == (Status.DRAFT, None)
    assert await world.inside.run_schedule(at + timedelta(days=9)) == 0


async def test_a_plan_is_for_a_time_to_come(world: World) -> None:
    draft, out = await drafted(world), await published(world)
    now = world.clock.now
    with acting_as(ANNA):
        for at in (now, now - timedelta(days=1), now + timedelta(days=5000)):
            with pytest.raises(Invalid) as caught:
                await world.stories.schedule(story_id=draft.id, version=1, at=at)
            assert caught.value.field == "at"
        with pytest.raises(WrongState):
            await world.stories.schedule(story_id=out.id, version=1, at=now + timedelta(days=1))


async def test_a_scheduled_story_can_be_published_at_once(world: World) -> None:
    draft = await drafted(world)
    with acting_as(ANNA):
        at = world.clock.now + timedelta(hours=2)
        await world.stories.schedule(story_id=draft.id, version=1, at=at)
        await world.stories.publish(story_id=draft.id, version=1)
    assert await world.inside.run_schedule(at) == 0


async def test_an_unpublished_story_says_that_it_is_gone_and_can_come_back(world: World) -> None:
    draft = await published(world, text(tags=("walks",)))
    with acting_as(ANNA):
        back = await world.stories.unpublish(story_id=draft.id)
        with pytest.raises(WrongState):
            await world.stories.unpublish(story_id=draft.id)
    assert back.status is Status.DRAFT
    with pytest.raises(StoryGone):
        await world.stories.read_story(story_id=draft.id)
    assert await world.stories.get_stories(story_ids=(draft.id,)) == ()
    assert await world.stories.list_tags() == ()
    with acting_as(ANNA):
        await world.stories.publish(story_id=draft.id, version=1)
    assert (await world.stories.read_story(story_id=draft.id)).story.slug == "a-walk"
    assert (await world.stories.list_stories(tag="walks")).stories


async def test_a_deletion_can_be_undone_for_thirty_days(world: World) -> None:
    draft, out = await drafted(world, text("Draft")), await published(world, text("Out"))
    with acting_as(ANNA):
        for story in (draft, out):
            until = await world.stories.delete(story_id=story.id)
            assert until == world.clock.now + UNDO_FOR
            assert await world.stories.delete(story_id=story.id) == until
    with pytest.raises(StoryGone):
        await world.stories.read_story(story_id=out.id)
    assert (await world.stories.list_stories()).stories == ()
    world.clock.turn(days=29.9)
    assert await world.inside.erase_deleted(world.clock.now) == 0
    with acting_as(ANNA):
        with pytest.raises(WrongState):
            await world.stories.undelete(story_id=(await drafted(world)).id)
        assert (await world.stories.undelete(story_id=draft.id)).status is Status.DRAFT
        assert (await world.stories.undelete(story_id=out.id)).status is Status.PUBLISHED
    assert (await world.stories.read_story(story_id=out.id)).story.title == "Out"
    assert len((await world.stories.list_stories()).stories) == 1


async def test_after_thirty_days_nothing_of_it_is_kept(world: World) -> None:
    out = await published(world, text("Out", tags=("walks",)))
    with acting_as(ANNA):
        await world.stories.delete(story_id=out.id)
    world.clock.turn(days=30)
    with acting_as(ANNA):
        with pytest.raises(StoryNotFound):
            await world.stories.undelete(story_id=out.id)
        assert (await world.stories.list_desk(status=Status.DELETED)).items == ()
        assert (await world.stories.list_desk()).counts == {}
    assert await world.inside.keep_time(world.clock.now) == 1
    with pytest.raises(StoryNotFound):
        await world.stories.read_story(story_id=out.id)
    for table in ("stories", "revisions", "published", "story_tags", "slugs", "old_paths", "imports"):
        assert await world.db.all(f"SELECT * FROM {table}") == []


async def test_a_moderator_takes_down_what_readers_see_and_sees_no_more(world: World) -> None:
    draft = await published(world, text("Out", "In the open."))
    with acting_as(ANNA):
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("Secret", "In private."))
        await world.stories.share_draft(story_id=draft.id, shared=True)
    with acting_as(BERT):
        with pytest.raises(StoryNotFound):
            await world.stories.unpublish(story_id=draft.id)
        with pytest.raises(StoryNotFound):
            await world.stories.delete(story_id=draft.id)
    with acting_as(MODERATOR):
        taken = await world.stories.unpublish(story_id=draft.id)
    assert taken.status is Status.DRAFT
    assert taken.content.title == "Out"
    assert taken.share_key == ""
    with pytest.raises(StoryGone):
        await world.stories.read_story(story_id=draft.id)
    with acting_as(ANNA):
        assert (await world.stories.get_draft(story_id=draft.id)).content.title == "Secret"


async def test_what_a_moderator_deleted_only_a_moderator_brings_back(world: World) -> None:
    draft = await published(world, text("Out"))
    with acting_as(MODERATOR):
        await world.stories.delete(story_id=draft.id)
    with acting_as(ANNA), pytest.raises(Forbidden):
        await world.stories.undelete(story_id=draft.id)
    with acting_as(BERT), pytest.raises(StoryNotFound):
        await world.stories.undelete(story_id=draft.id)
    with acting_as(replace(MODERATOR, roles=frozenset({"owner"}))):
        back = await world.stories.undelete(story_id=draft.id)
    assert back.status is Status.PUBLISHED
    assert (await world.stories.read_story(story_id=draft.id)).story.title == "Out"


async def test_a_changed_visibility_takes_effect_with_the_publication(world: World) -> None:
    draft = await published(world, text(tags=("walks",)))
    hidden = text(tags=("walks",), visibility=Visibility.UNLISTED)
    with acting_as(ANNA):
        await world.stories.save_draft(story_id=draft.id, version=1, content=hidden)
    assert len((await world.stories.list_stories(tag="walks")).stories) == 1
    with acting_as(ANNA):
        await world.stories.publish(story_id=draft.id, version=2)
    assert (await world.stories.list_stories(tag="walks")).stories == ()
    assert (await world.stories.list_stories()).stories == ()
    with acting_as(ANONYMOUS):
        assert (await world.stories.read_story(story_id=draft.id)).story.visibility is Visibility.UNLISTED
