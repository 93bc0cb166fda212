import json
from collections.abc import Awaitable, Callable

import pytest
from msgspec.structs import replace

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Fault, Invalid, Unauthenticated
from octavo.stories.api import (
    Content,
    Cover,
    ImageId,
    InvalidDocument,
    RevisionId,
    Status,
    Stories,
    StoryId,
    StoryNotFound,
    TooManyDrafts,
    VersionConflict,
    Visibility,
    WrongState,
)
from tests.stories.desk import ANNA, BERT, IMAGE, MODERATOR, World, body, text

FULL = text(
    "A walk",
    "It was a fine day.",
    subtitle="Out",
    tags=("walks", "weather"),
    cover=Cover(image_id=ImageId(IMAGE), alt="A lake", width=800, height=600, placeholder="abc="),
    canonical_url="https://example.org/walk",
    visibility=Visibility.MEMBERS,
    language="en",
    excerpt="In short",
    slug="walk",
)


async def test_a_draft_is_as_it_was_written(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=FULL)
        kept = await world.stories.get_draft(story_id=draft.id)
    assert kept == draft
    assert json.loads(kept.content.body) == json.loads(FULL.body)
    assert replace(kept.content, body="") == replace(FULL, body="")
    assert (kept.status, kept.version, kept.words) == (Status.DRAFT, 1, 5)
    assert kept.created_at == kept.saved_at == world.clock.now
    assert not kept.has_unpublished_changes
    assert kept.slug == ""


async def test_a_draft_can_begin_with_nothing(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft()
        saved = await world.stories.save_draft(
            story_id=draft.id, version=1, content=replace(draft.content, title="A")
        )
    assert draft.words == 0
    assert saved.version == 2
    assert saved.body == ""


async def test_a_save_replaces_the_whole_content(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=FULL)
        world.clock.turn(minutes=1)
        saved = await world.stories.save_draft(story_id=draft.id, version=1, content=text("B", "Two words"))
        kept = await world.stories.get_draft(story_id=draft.id)
    assert (saved.version, saved.words, saved.saved_at) == (2, 2, world.clock.now)
    assert kept.content.title == "B"
    assert kept.content.tags == ()
    assert kept.content.cover is None


async def test_a_new_block_id_comes_back(world: World) -> None:
    twice = json.loads(body("One", "Two"))
    twice["content"][1]["attrs"]["id"] = twice["content"][0]["attrs"]["id"]
    with acting_as(ANNA):
        draft = await world.stories.create_draft()
        saved = await world.stories.save_draft(
            story_id=draft.id, version=1, content=Content(title="A", body=json.dumps(twice))
        )
    ids = [block["attrs"]["id"] for block in json.loads(saved.body)["content"]]
    assert ids[0] == twice["content"][0]["attrs"]["id"]
    assert len(set(ids)) == 2


async def test_the_second_of_two_tabs_is_told_and_offered_both_texts(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("Beginning"))
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("First tab"))
        with pytest.raises(VersionConflict) as caught:
            await world.stories.save_draft(story_id=draft.id, version=1, content=text("Second tab"))
        kept = await world.stories.get_draft(story_id=draft.id)
    assert caught.value.version == 2
    assert caught.value.content.title == "First tab"
    assert caught.value.saved_by == ANNA.person_id
    assert kept.content.title == "First tab"


async def test_writing_over_the_text_that_won_keeps_it_as_a_revision(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("Beginning"))
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("First tab"))
        with pytest.raises(VersionConflict) as caught:
            await world.stories.save_draft(story_id=draft.id, version=1, content=text("Second tab"))
        await world.stories.save_draft(
            story_id=draft.id, version=caught.value.version, content=text("Second tab")
        )
        revisions = await world.stories.list_revisions(story_id=draft.id)
    assert [revision.title for revision in revisions] == ["Second tab", "First tab"]


async def test_a_save_that_is_sent_again_is_no_conflict(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft()
        first = await world.stories.save_draft(story_id=draft.id, version=1, content=text("B"))
        again = await world.stories.save_draft(story_id=draft.id, version=1, content=text("B"))
    assert again == first


async def test_a_broken_document_changes_nothing(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text())
        for bad in (Content(title="B"), Content(body="{"), text("x" * 201), text(tags=("a/b",))):
            with pytest.raises(InvalidDocument):
                await world.stories.save_draft(story_id=draft.id, version=1, content=bad)
            with pytest.raises(InvalidDocument):
                await world.stories.create_draft(content=replace(bad, body=bad.body or "[]"))
        assert await world.stories.get_draft(story_id=draft.id) == draft
        assert (await world.stories.list_desk()).counts == {"DRAFT": 1}


async def test_drafts_are_counted(world: World) -> None:
    with acting_as(ANNA):
        for _ in range(12):
            draft = await world.stories.create_draft(content=text())
        with pytest.raises(TooManyDrafts) as caught:
            await world.stories.create_draft(content=text())
        await world.stories.publish(story_id=draft.id, version=1)
        await world.stories.create_draft()
    assert caught.value.limit == 12
    with acting_as(BERT):
        await world.stories.create_draft()


Act = Callable[[Stories, StoryId], Awaitable[object]]

ACTS_ON_ONES_OWN: dict[str, Act] = {
    "save": lambda s, key: s.save_draft(story_id=key, version=1, content=text("Mine now")),
    "get": lambda s, key: s.get_draft(story_id=key),
    "discard": lambda s, key: s.discard_changes(story_id=key, version=1),
    "publish": lambda s, key: s.publish(story_id=key, version=1),
    "unschedule": lambda s, key: s.unschedule(story_id=key),
    "unpublish": lambda s, key: s.unpublish(story_id=key),
    "delete": lambda s, key: s.delete(story_id=key),
    "undelete": lambda s, key: s.undelete(story_id=key),
    "revisions": lambda s, key: s.list_revisions(story_id=key),
    "revision": lambda s, key: s.get_revision(story_id=key, revision_id=RevisionId(key)),
    "compare": lambda s, key: s.compare_revisions(story_id=key, from_revision_id=RevisionId(key)),
    "restore": lambda s, key: s.restore_revision(story_id=key, revision_id=RevisionId(key), version=1),
    "share": lambda s, key: s.share_draft(story_id=key, shared=True),
}


@pytest.mark.parametrize("caller", [BERT, MODERATOR, ANONYMOUS], ids=["other", "moderator", "nobody"])
async def test_a_draft_is_nobody_elses(world: World, caller: Caller) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text())
    fault: type[Fault] = Unauthenticated if caller is ANONYMOUS else StoryNotFound
    with acting_as(caller):
        for act in ACTS_ON_ONES_OWN.values():
            with pytest.raises(fault):
                await act(world.stories, draft.id)
        with pytest.raises(fault):
            await world.stories.schedule(story_id=draft.id, version=1, at=world.clock.now)
    with acting_as(ANNA):
        assert await world.stories.get_draft(story_id=draft.id) == draft


@pytest.mark.parametrize("unknown", ["", "1111111noNe", "no id at all", "' OR 1=1 --"])
async def test_an_unknown_story_is_not_found(world: World, unknown: str) -> None:
    with acting_as(ANNA):
        for act in ACTS_ON_ONES_OWN.values():
            with pytest.raises(StoryNotFound):
                await act(world.stories, StoryId(unknown))


async def test_nobody_writes_without_signing_in(world: World) -> None:
    with pytest.raises(Unauthenticated):
        await world.stories.create_draft(content=text())
    with pytest.raises(Unauthenticated):
        await world.stories.list_desk()


async def test_changes_can_be_thrown_away(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("As published"))
        with pytest.raises(WrongState):
            await world.stories.discard_changes(story_id=draft.id, version=1)
        await world.stories.publish(story_id=draft.id, version=1)
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("A bad idea"))
        with pytest.raises(VersionConflict):
            await world.stories.discard_changes(story_id=draft.id, version=1)
        back = await world.stories.discard_changes(story_id=draft.id, version=2)
        revisions = await world.stories.list_revisions(story_id=draft.id)
    assert back.content.title == "As published"
    assert back.version == 3
    assert not back.has_unpublished_changes
    assert "A bad idea" in [revision.title for revision in revisions]


async def test_a_secret_link_shows_the_draft_to_whoever_has_it(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("Secret", "Not <b>yet</b>."))
        key = await world.stories.share_draft(story_id=draft.id, shared=True)
    assert len(key) >= 22
    shared = await world.stories.read_shared(share_key=key)
    assert shared.draft.content.title == "Secret"
    assert "Not &lt;b&gt;yet&lt;/b&gt;." in shared.html
    with acting_as(ANNA):
        other = await world.stories.share_draft(story_id=draft.id, shared=True)
    with pytest.raises(StoryNotFound):
        await world.stories.read_shared(share_key=key)
    with acting_as(ANNA):
        assert await world.stories.share_draft(story_id=draft.id, shared=False) == ""
    for dead in (key, other, "", "guess"):
        with pytest.raises(StoryNotFound):
            await world.stories.read_shared(share_key=dead)


async def test_a_deleted_draft_has_no_secret_link(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text())
        key = await world.stories.share_draft(story_id=draft.id, shared=True)
        await world.stories.delete(story_id=draft.id)
    with pytest.raises(StoryNotFound):
        await world.stories.read_shared(share_key=key)


async def test_the_desk_shows_ones_own_by_page_last_saved_first(world: World) -> None:
    with acting_as(ANNA):
        for number in range(5):
            await world.stories.create_draft(content=text(f"Number {number}"))
            world.clock.turn(seconds=1)
        first = await world.stories.list_desk(limit=2)
        second = await world.stories.list_desk(limit=2, after=first.next)
        third = await world.stories.list_desk(limit=2, after=second.next)
    with acting_as(BERT):
        assert (await world.stories.list_desk()).items == ()
    titles = [item.title for page in (first, second, third) for item in page.items]
    assert titles == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    assert third.next == ""
    assert first.counts == {"DRAFT": 5}
    assert first.items[0].excerpt == "It was a fine day."


async def test_the_desk_tells_where_each_story_stands(world: World) -> None:
    with acting_as(ANNA):
        names = {name: (await world.stories.create_draft(content=text(name))).id for name in "abcd"}
        await world.stories.publish(story_id=names["b"], version=1)
        await world.stories.save_draft(story_id=names["b"], version=1, content=text("b changed"))
        at = world.clock.now.replace(hour=18)
        await world.stories.schedule(story_id=names["c"], version=1, at=at)
        await world.stories.delete(story_id=names["d"])
        desk = await world.stories.list_desk()
        by_status = {
            status: [item.title for item in (await world.stories.list_desk(status=status)).items]
            for status in (Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED, Status.DELETED)
        }
    assert desk.counts == {"DRAFT": 1, "PUBLISHED": 1, "SCHEDULED": 1, "DELETED": 1}
    assert {item.title for item in desk.items} == {"a", "b changed", "c"}
    assert list(by_status.values()) == [["a"], ["c"], ["b changed"], ["d"]]
    changed = {item.title: item for item in desk.items}
    assert changed["b changed"].has_unpublished_changes
    assert changed["c"].scheduled_for == at


@pytest.mark.parametrize(
    "bad", [{"limit": 0}, {"limit": 201}, {"limit": -1}, {"after": "x"}, {"after": "1" * 23}]
)
async def test_a_bad_page_is_refused(world: World, bad: dict[str, object]) -> None:
    with acting_as(ANNA), pytest.raises(Invalid):
        await world.stories.list_desk(**bad)  # type: ignore[arg-type]  # on purpose
