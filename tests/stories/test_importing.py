from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Invalid
from octavo.stories.api import (
    Content,
    Imported,
    ImportStoryResponse,
    InvalidDocument,
    PersonId,
    Status,
    StoryNotFound,
)
from tests.stories.desk import ANNA, BERT, MODERATOR, OPERATOR, World, text

AUTHOR = PersonId(str(ANNA.person_id))
THEN = datetime(2015, 12, 8, 9, 30, tzinfo=UTC)
SOURCE = "markdown:/2015/12/08/title"


async def brought(world: World, content: Content | None = None, **more: object) -> ImportStoryResponse:
    given: dict[str, object] = {
        "source": SOURCE,
        "author_id": AUTHOR,
        "published_at": THEN,
        "old_addresses": ("/2015/12/08/title/",),
    }
    with acting_as(OPERATOR):
        return await world.stories.import_story(
            content=content or text("Title", "Words.", tags=("old",)),
            **{**given, **more},  # type: ignore[arg-type]
        )


async def test_an_import_stands_at_its_own_day_and_old_address(world: World) -> None:
    done = await brought(world)
    assert (done.outcome, done.slug) == (Imported.CREATED, "title")
    read = await world.stories.read_story(story_id=done.story_id)
    assert (read.story.published_at, read.story.updated_at, read.story.author_id) == (THEN, THEN, AUTHOR)
    for path in ("/2015/12/08/title", "/2015/12/08/title/"):
        assert (await world.stories.find_by_old_address(address=path)).id == done.story_id


async def test_the_same_again_changes_nothing(world: World) -> None:
    first = await brought(world)
    before = await world.db.all("SELECT turn, version, saved_at FROM stories")
    events = await world.db.all("SELECT number FROM octavo_outbox")
    world.clock.turn(days=1)
    again = await brought(world)
    assert again == replace(first, outcome=Imported.UNCHANGED)
    assert [dict(row) for row in await world.db.all("SELECT turn, version, saved_at FROM stories")] == [
        dict(row) for row in before
    ]
    assert len(await world.db.all("SELECT number FROM octavo_outbox")) == len(events) == 1


async def test_what_has_changed_at_the_source_is_brought(world: World) -> None:
    first = await brought(world)
    again = await brought(world, text("Title", "Better words."))
    assert (again.outcome, again.story_id) == (Imported.UPDATED, first.story_id)
    read = await world.stories.read_story(story_id=first.story_id)
    assert "Better words." in read.html
    assert read.story.published_at == THEN
    moved = await brought(world, text("Title", "Better words."), published_at=THEN + timedelta(days=1))
    assert moved.outcome is Imported.UPDATED
    read = await world.stories.read_story(story_id=first.story_id)
    assert read.story.published_at == THEN + timedelta(days=1)


async def test_another_old_address_is_added(world: World) -> None:
    first = await brought(world)
    again = await brought(world, old_addresses=("/2015/12/08/title/", "/elsewhere"))
    assert (again.outcome, again.story_id) == (Imported.UPDATED, first.story_id)
    assert (await world.stories.find_by_old_address(address="/elsewhere")).id == first.story_id


async def test_what_was_edited_here_is_left_alone(world: World) -> None:
    first = await brought(world)
    with acting_as(ANNA):
        await world.stories.save_draft(story_id=first.story_id, version=1, content=text("My own words"))
    again = await brought(world, text("Title", "Better words."))
    assert again.outcome is Imported.KEPT
    with acting_as(ANNA):
        assert (await world.stories.get_draft(story_id=first.story_id)).content.title == "My own words"


async def test_what_was_deleted_here_stays_deleted(world: World) -> None:
    first = await brought(world)
    with acting_as(ANNA):
        await world.stories.delete(story_id=first.story_id)
    assert (await brought(world, text("Title", "Better words."))).outcome is Imported.KEPT
    with acting_as(ANNA):
        assert (await world.stories.get_draft(story_id=first.story_id)).status is Status.DELETED


async def test_without_a_day_it_stays_a_draft_until_it_has_one(world: World) -> None:
    first = await brought(world, published_at=None)
    assert (first.outcome, first.slug) == (Imported.CREATED, "")
    with pytest.raises(StoryNotFound):
        await world.stories.read_story(story_id=first.story_id)
    again = await brought(world)
    assert again.outcome is Imported.UPDATED
    assert (await world.stories.read_story(story_id=first.story_id)).story.published_at == THEN


async def test_a_path_leads_to_the_story_that_claimed_it_last(world: World) -> None:
    await brought(world)
    other = await brought(world, source="markdown:/other")
    assert (await world.stories.find_by_old_address(address="/2015/12/08/title")).id == other.story_id


@pytest.mark.parametrize("caller", [ANONYMOUS, ANNA, MODERATOR], ids=["nobody", "member", "moderator"])
async def test_only_the_operator_imports(world: World, caller: Caller) -> None:
    with acting_as(caller), pytest.raises(Forbidden):
        await world.stories.import_story(source=SOURCE, author_id=AUTHOR, content=text())
    assert await world.db.all("SELECT id FROM stories") == []


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "x" * 501}, "source"),
        ({"source": "a\x00b"}, "source"),
        ({"author_id": "nonsense"}, "author_id"),
        ({"published_at": datetime(2126, 1, 1, tzinfo=UTC)}, "published_at"),
        ({"old_addresses": ("/fine", "not a path")}, "old_addresses[1]"),
        ({"old_addresses": tuple(f"/{number}" for number in range(21))}, "old_addresses"),
        ({"content": Content(title="A", body="{")}, "body"),
        ({"content": text(tags=("a/b",))}, "tags[0]"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(
    world: World, bad: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        await brought(world, **bad)  # type: ignore[arg-type]  # on purpose
    assert caught.value.field == field
    assert isinstance(caught.value, InvalidDocument) or field in {"source", "author_id"}
    assert await world.db.all("SELECT id FROM stories") == []


async def test_a_source_stays_with_its_author(world: World) -> None:
    await brought(world)
    with pytest.raises(Invalid) as caught:
        await brought(world, text("Other"), author_id=PersonId(str(BERT.person_id)))
    assert caught.value.field == "author_id"
