"""What others are told: events in the outbox, and the keys of pages to be forgotten."""

import asyncio
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from octavo.accounts.api import PersonReinstated, PersonSuspended
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.events import Outbox
from octavo.chassis.ids import from_text
from octavo.chassis.personal import erase
from octavo.chassis.relay import Relay
from octavo.stories.api import Cover, Draft, ImageId, PersonId, StoryGone, StoryNotFound, Visibility
from octavo.stories.service import CONSUMER, HOLDINGS, PersonEvents
from tests.conftest import DatabaseFactory
from tests.stories.desk import ANNA, BERT, IMAGE, MODERATOR, OPERATOR, World, text

AUTHOR = PersonId(str(ANNA.person_id))


async def events(room: World) -> list[tuple[str, dict[str, object]]]:
    rows = await room.db.all("SELECT type, payload FROM octavo_outbox ORDER BY number")
    return [(row["type"], msgspec.json.decode(row["payload"])) for row in rows]


async def purged(room: World) -> list[set[str]]:
    rows = await room.db.all("SELECT tags FROM octavo_purges ORDER BY number")
    return [set(msgspec.json.decode(row["tags"])) for row in rows]


async def published(room: World, author: Caller = ANNA, **more: object) -> Draft:
    with acting_as(author):
        draft = await room.stories.create_draft(content=text("A walk", **more))
        await room.stories.publish(story_id=draft.id, version=1)
        return draft


async def test_writing_is_no_news(room: World) -> None:
    with acting_as(ANNA):
        draft = await room.stories.create_draft(content=text())
        await room.stories.save_draft(story_id=draft.id, version=1, content=text("B"))
        at = room.clock.now + timedelta(days=1)
        await room.stories.schedule(story_id=draft.id, version=2, at=at)
        await room.stories.unschedule(story_id=draft.id)
        await room.stories.share_draft(story_id=draft.id, shared=True)
        await room.stories.delete(story_id=draft.id)
        await room.stories.undelete(story_id=draft.id)
    assert await events(room) == []
    assert await purged(room) == []


async def test_each_act_that_readers_see_is_told_once(room: World) -> None:
    cover = Cover(image_id=ImageId(IMAGE))
    draft = await published(room, cover=cover)
    with acting_as(ANNA):
        await room.stories.save_draft(story_id=draft.id, version=1, content=text("B"))
        await room.stories.publish(story_id=draft.id, version=2)
        await room.stories.unpublish(story_id=draft.id)
        await room.stories.publish(story_id=draft.id, version=2)
        await room.stories.delete(story_id=draft.id)
        await room.stories.undelete(story_id=draft.id)
        await room.stories.delete(story_id=draft.id)
    room.clock.turn(days=31)
    await room.inside.erase_deleted(room.clock.now)
    told = await events(room)
    assert [kind for kind, _ in told] == [
        "stories.StoryPublished",
        "stories.StoryRevised",
        "stories.StoryWithdrawn",
        "stories.StoryPublished",
        "stories.StoryWithdrawn",
        "stories.StoryPublished",
        "stories.StoryWithdrawn",
        "stories.StoryErased",
    ]
    assert {event["storyId"] for _, event in told} == {draft.id}
    assert told[0][1]["imageIds"] == [IMAGE]
    assert told[1][1]["imageIds"] == []
    assert [event["deleted"] for kind, event in told if kind == "stories.StoryWithdrawn"] == [
        False,
        True,
        True,
    ]


async def test_no_event_carries_what_was_written(room: World) -> None:
    await published(room, subtitle="Very personal")
    told = msgspec.json.encode(await events(room)).decode()
    assert "personal" not in told
    assert "walk" not in told


async def test_an_import_is_no_news_for_followers(room: World) -> None:
    with acting_as(OPERATOR):
        await room.stories.import_story(
            source="a", author_id=AUTHOR, content=text(), published_at=room.clock.now
        )
    assert [event["imported"] for _, event in await events(room)] == [True]


async def test_a_publication_purges_exactly_the_pages_that_show_it(room: World) -> None:
    draft = await published(room, tags=("old", "kept"))
    own = {f"story:{draft.id}", f"person-stories:{AUTHOR}", "stories"}
    with acting_as(ANNA):
        await room.stories.save_draft(story_id=draft.id, version=1, content=text("B", tags=("kept", "new")))
        await room.stories.publish(story_id=draft.id, version=2)
        await room.stories.delete(story_id=draft.id)
    assert await purged(room) == [
        own | {"tag:old", "tag:kept"},
        own | {"tag:old", "tag:kept", "tag:new"},
        own | {"tag:kept", "tag:new"},
    ]


async def test_an_unlisted_story_purges_no_list_until_it_is_listed(room: World) -> None:
    draft = await published(room, tags=("a",), visibility=Visibility.UNLISTED)
    own = {f"story:{draft.id}", f"person-stories:{AUTHOR}"}
    with acting_as(ANNA):
        await room.stories.save_draft(story_id=draft.id, version=1, content=text("A walk", tags=("a",)))
        await room.stories.publish(story_id=draft.id, version=2)
    assert await purged(room) == [own, own | {"stories", "tag:a"}]


async def test_a_suspended_authors_stories_are_hidden_and_come_back(room: World) -> None:
    anna, bert = await published(room, tags=("a",)), await published(room, BERT, tags=("a",))
    unlisted = await published(room, tags=("a",), visibility=Visibility.UNLISTED)
    with acting_as(ANNA):
        key = await room.stories.share_draft(story_id=anna.id, shared=True)
        planned = await room.stories.create_draft(content=text("Planned"))
        at = room.clock.now + timedelta(hours=1)
        await room.stories.schedule(story_id=planned.id, version=1, at=at)
    await room.inside.hide_author(AUTHOR)
    for story_id in (anna.id, unlisted.id):
        with pytest.raises(StoryNotFound):
            await room.stories.read_story(story_id=story_id)
    assert await room.stories.get_stories(story_ids=(anna.id, bert.id)) == (
        (await room.stories.read_story(story_id=bert.id)).story,
    )
    assert [story.id for story in (await room.stories.list_stories()).stories] == [bert.id]
    assert [story.id for story in (await room.stories.list_stories(tag="a")).stories] == [bert.id]
    assert [tag.stories for tag in await room.stories.list_tags()] == [1]
    with pytest.raises(StoryNotFound):
        await room.stories.find_by_old_address(address="a-walk", author_id=AUTHOR)
    with pytest.raises(StoryNotFound):
        await room.stories.read_shared(share_key=key)
    assert await room.inside.run_schedule(at) == 0
    await room.inside.show_author(AUTHOR)
    assert {story.id for story in (await room.stories.list_stories(tag="a")).stories} == {anna.id, bert.id}
    assert [tag.stories for tag in await room.stories.list_tags()] == [2]
    assert (await room.stories.read_story(story_id=unlisted.id)).story.title == "A walk"
    assert await room.inside.run_schedule(at) == 1
    hidden, shown = [keys for keys in await purged(room) if f"story:{unlisted.id}" in keys][1:]
    assert hidden == shown == {
        f"story:{anna.id}", f"story:{unlisted.id}", f"person-stories:{AUTHOR}", "stories", "tag:a"
    }  # fmt: skip


async def test_what_a_hidden_author_had_withdrawn_stays_withdrawn(room: World) -> None:
    draft = await published(room)
    with acting_as(ANNA):
        await room.stories.unpublish(story_id=draft.id)
    await room.inside.hide_author(AUTHOR)
    await room.inside.show_author(AUTHOR)
    with pytest.raises(StoryGone):
        await room.stories.read_story(story_id=draft.id)
    assert (await room.stories.list_stories()).stories == ()


async def test_what_is_published_while_hidden_is_seen_only_afterwards(room: World) -> None:
    await room.inside.hide_author(AUTHOR)
    draft = await published(room, tags=("a",))
    with pytest.raises(StoryNotFound):
        await room.stories.read_story(story_id=draft.id)
    assert (await room.stories.list_stories()).stories == ()
    await room.inside.show_author(AUTHOR)
    assert len((await room.stories.list_stories(tag="a")).stories) == 1


async def test_the_events_of_accounts_hide_and_show(
    room: World, database_factory: DatabaseFactory, tmp_path: Path
) -> None:
    draft = await published(room)
    nothing = tmp_path / "none"
    nothing.mkdir()
    accounts = await database_factory("accounts", nothing)
    relay = Relay(accounts)
    relay.subscribe(
        consumer=CONSUMER, types=PersonEvents.TYPES, handler=PersonEvents(room.inside), into=room.db
    )
    outbox = Outbox(accounts)
    async with relay.running():
        async with accounts.transaction():
            await outbox.add(PersonSuspended(person_id=AUTHOR))
        await until(room, draft, seen=False)
        async with accounts.transaction():
            await outbox.add(PersonReinstated(person_id=AUTHOR))
        await until(room, draft, seen=True)


async def until(room: World, draft: Draft, *, seen: bool) -> None:
    """Waits; a story that never changes ends in the test's own time limit."""
    while bool(await room.stories.get_stories(story_ids=(draft.id,))) is not seen:  # noqa: ASYNC110 - the relay tells nobody when it is done
        await asyncio.sleep(0.01)


async def test_whoever_is_erased_takes_every_story_along_and_no_other(room: World) -> None:
    gone = await published(room)
    with acting_as(ANNA):
        draft = await room.stories.create_draft(content=text("Not shown"))
        deleted = await room.stories.create_draft(content=text("Deleted"))
        await room.stories.delete(story_id=deleted.id)
    stays = await published(room, BERT)
    await room.inside.forget_author(AUTHOR)
    assert any(f"story:{gone.id}" in tags for tags in await purged(room))
    await erase(room.db, HOLDINGS, AUTHOR)
    for table in ("stories", "revisions", "published", "slugs"):
        key = "id" if table == "stories" else "story_id"
        found = {row[key] for row in await room.db.all(f"SELECT {key} FROM {table}")}
        assert found == {from_text(stays.id)}, table
    erased = [event["storyId"] for name, event in await events(room) if name == "stories.StoryErased"]
    assert sorted(map(str, erased)) == sorted([gone.id, draft.id, deleted.id])
    await room.inside.forget_author(AUTHOR)
    assert len([name for name, _ in await events(room) if name == "stories.StoryErased"]) == 3


async def test_others_hear_when_an_author_is_hidden_and_shown(room: World) -> None:
    await room.inside.hide_author(AUTHOR)
    await room.inside.show_author(AUTHOR)
    assert await events(room) == [
        ("stories.AuthorHidden", {"authorId": AUTHOR}),
        ("stories.AuthorShown", {"authorId": AUTHOR}),
    ]


async def test_it_is_told_who_took_a_story_back(room: World) -> None:
    own, taken = await published(room), await published(room)
    with acting_as(ANNA):
        await room.stories.unpublish(story_id=own.id)
    with acting_as(MODERATOR):
        await room.stories.unpublish(story_id=taken.id)
    told = [payload["byId"] for kind, payload in await events(room) if kind == "stories.StoryWithdrawn"]
    assert told == [ANNA.person_id, MODERATOR.person_id]
