"""Two at once: one wins, the other is told; nothing is lost and nothing happens twice."""

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime, timedelta

from octavo.chassis.context import acting_as
from octavo.stories.api import (
    Imported,
    PersonId,
    SaveDraftResponse,
    Status,
    Story,
    StoryNotFound,
    VersionConflict,
    WrongState,
)
from tests.stories.desk import ANNA, OPERATOR, World, text


async def together(acts: Sequence[Awaitable[object]]) -> list[object]:
    return list(await asyncio.gather(*acts, return_exceptions=True))


async def test_of_many_saves_at_once_one_wins_and_the_others_are_told(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("Beginning"))
        outcomes = await together(
            [
                world.stories.save_draft(story_id=draft.id, version=1, content=text(f"Tab {number}"))
                for number in range(6)
            ]
        )
        kept = await world.stories.get_draft(story_id=draft.id)
    won = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, SaveDraftResponse)]
    told = [outcome for outcome in outcomes if isinstance(outcome, VersionConflict)]
    assert len(won) == 1
    assert len(told) == 5
    assert kept.version == 2
    assert kept.content.title == f"Tab {won[0]}"
    assert {fault.content.title for fault in told} == {kept.content.title}


async def test_of_many_publications_at_once_one_happens(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text())
        outcomes = await together([world.stories.publish(story_id=draft.id, version=1) for _ in range(6)])
    assert sum(isinstance(outcome, Story) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, WrongState) for outcome in outcomes) == 5
    assert len(await world.db.all("SELECT number FROM octavo_outbox")) == 1


async def test_a_story_goes_out_once_whoever_is_faster_its_author_or_its_plan(world: World) -> None:
    at = world.clock.now + timedelta(hours=1)
    for _ in range(4):
        with acting_as(ANNA):
            draft = await world.stories.create_draft(content=text())
            await world.stories.schedule(story_id=draft.id, version=1, at=at)
            by_hand, by_plan, again = await asyncio.gather(
                world.stories.publish(story_id=draft.id, version=1),
                world.inside.run_schedule(at),
                world.inside.run_schedule(at),
                return_exceptions=True,
            )
            assert (await world.stories.get_draft(story_id=draft.id)).status is Status.PUBLISHED
        assert isinstance(by_hand, Story | WrongState)
        assert [by_plan, again].count(1) == (0 if isinstance(by_hand, Story) else 1)
        told = await world.db.all("SELECT number FROM octavo_outbox WHERE aggregate = :id", id=draft.id)
        assert len(told) == 1


async def test_a_save_while_it_is_published_shows_only_what_was_seen(world: World) -> None:
    with acting_as(ANNA):
        for _ in range(4):
            draft = await world.stories.create_draft(content=text("Seen"))
            published, saved = await asyncio.gather(
                world.stories.publish(story_id=draft.id, version=1),
                world.stories.save_draft(story_id=draft.id, version=1, content=text("Unseen")),
                return_exceptions=True,
            )
            assert isinstance(saved, SaveDraftResponse)
            kept = await world.stories.get_draft(story_id=draft.id)
            assert kept.content.title == "Unseen"
            if isinstance(published, Story):
                read = await world.stories.read_story(story_id=draft.id)
                assert read.story.title == "Seen"
                assert kept.has_unpublished_changes
            else:
                assert isinstance(published, VersionConflict)


async def test_publishing_and_deleting_at_once_leaves_no_story_in_sight(world: World) -> None:
    with acting_as(ANNA):
        for _ in range(4):
            draft = await world.stories.create_draft(content=text())
            published, deleted = await asyncio.gather(
                world.stories.publish(story_id=draft.id, version=1),
                world.stories.delete(story_id=draft.id),
                return_exceptions=True,
            )
            assert isinstance(deleted, datetime)
            assert isinstance(published, Story | StoryNotFound)
    assert (await world.stories.list_stories()).stories == ()


async def test_one_source_at_once_is_one_story(world: World) -> None:
    author = PersonId(str(ANNA.person_id))
    then = datetime(2015, 1, 1, tzinfo=UTC)
    with acting_as(OPERATOR):
        outcomes = await asyncio.gather(
            *[
                world.stories.import_story(source="a", author_id=author, content=text(), published_at=then)
                for _ in range(4)
            ]
        )
    assert len({outcome.story_id for outcome in outcomes}) == 1
    assert sorted(str(outcome.outcome) for outcome in outcomes) == [
        Imported.CREATED,
        *[Imported.UNCHANGED] * 3,
    ]
    assert len(await world.db.all("SELECT id FROM stories")) == 1


async def test_a_suspension_while_it_is_published_hides_it(room: World) -> None:
    author = PersonId(str(ANNA.person_id))
    with acting_as(ANNA):
        for _ in range(4):
            draft = await room.stories.create_draft(content=text(tags=("a",)))
            await asyncio.gather(
                room.stories.publish(story_id=draft.id, version=1), room.inside.hide_author(author)
            )
            assert await room.stories.get_stories(story_ids=(draft.id,)) == ()
            assert await room.stories.list_tags() == ()
            await room.inside.show_author(author)
            assert (await room.stories.list_tags())[0].stories >= 1
            await room.inside.hide_author(author)
            await room.inside.show_author(author)
