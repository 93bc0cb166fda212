"""Stories between their authors and publications: who reads, edits, publishes and takes back what."""

import msgspec
import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden
from octavo.stories.api import (
    Draft,
    InAnotherPublication,
    ListStoriesResponse,
    MemberRole,
    NotPublishable,
    PersonId,
    PublicationId,
    SectionId,
    Standing,
    Status,
    StoryId,
    StoryNotFound,
    VersionConflict,
    WrongState,
)
from tests.stories.desk import ANNA, BERT, NEWCOMER, World, text

PAPER = PublicationId("11111Paper1")
OTHER = PublicationId("11111Paper2")
SECTION = SectionId("1111Section")
EDITOR = Caller(person_id="1111111Edna", roles=frozenset({"member", "confirmed"}))


def person(caller: Caller) -> PersonId:
    return PersonId(str(caller.person_id))


async def staffed(world: World) -> None:
    """EDITOR edits, ANNA and BERT write."""
    for caller, role in ((EDITOR, MemberRole.EDITOR), (ANNA, MemberRole.WRITER), (BERT, MemberRole.WRITER)):
        await world.stories.note_membership(publication_id=PAPER, person_id=person(caller), role=role)


async def offered(world: World, **more: object) -> Draft:
    """A draft of ANNA's that PAPER may decide on."""
    await staffed(world)
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("A walk", **more))
        await world.stories.offer_story(story_id=draft.id, publication_id=PAPER, version=draft.version)
        return await world.stories.get_draft(story_id=draft.id)


async def taken(world: World, **more: object) -> Draft:
    draft = await offered(world, **more)
    with acting_as(EDITOR):
        await world.stories.take_in(story_id=draft.id, publication_id=PAPER, version=draft.version)
        return await world.stories.get_draft(story_id=draft.id)


async def ids(world: World, **which: object) -> list[StoryId]:
    page: ListStoriesResponse = await world.stories.list_stories(**which)  # type: ignore[arg-type]  # the tests' own
    return [story.id for story in page.stories]


async def test_editors_see_and_edit_what_was_offered_and_nobody_else_does(world: World) -> None:
    draft = await offered(world)
    assert (draft.publication_id, draft.standing) == (PAPER, Standing.OFFERED)
    with acting_as(EDITOR):
        read = await world.stories.get_draft(story_id=draft.id)
        saved = await world.stories.save_draft(
            story_id=draft.id, version=read.version, content=text("A long walk")
        )
        assert saved.version == read.version + 1
        revisions = await world.stories.list_revisions(story_id=draft.id)
        assert [one.title for one in revisions] == ["A long walk", "A walk"]
        with pytest.raises(Forbidden):
            await world.stories.delete(story_id=draft.id)
        with pytest.raises(Forbidden):
            await world.stories.share_draft(story_id=draft.id, shared=True)
        with pytest.raises(Forbidden):
            await world.stories.publish(story_id=draft.id, version=saved.version)
    for stranger in (BERT, NEWCOMER):
        with acting_as(stranger), pytest.raises(StoryNotFound):
            await world.stories.get_draft(story_id=draft.id)


async def test_an_authors_own_draft_is_no_editors_business(world: World) -> None:
    await staffed(world)
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text())
    with acting_as(EDITOR):
        with pytest.raises(StoryNotFound):
            await world.stories.get_draft(story_id=draft.id)
        with pytest.raises(InAnotherPublication):
            await world.stories.take_in(story_id=draft.id, publication_id=PAPER, version=draft.version)


async def test_an_author_does_not_publish_what_the_editors_decide_on(world: World) -> None:
    draft = await offered(world)
    with acting_as(ANNA):
        assert not (await world.stories.get_draft(story_id=draft.id)).may_publish
        with pytest.raises(Forbidden):
            await world.stories.publish(story_id=draft.id, version=draft.version)
        with pytest.raises(InAnotherPublication):
            await world.stories.offer_story(story_id=draft.id, publication_id=OTHER, version=draft.version)
        assert await world.stories.release(story_id=draft.id, publication_id=PAPER) is Standing.UNSPECIFIED
        assert (await world.stories.get_draft(story_id=draft.id)).may_publish
        await world.stories.publish(story_id=draft.id, version=draft.version)
    with acting_as(EDITOR), pytest.raises(StoryNotFound):
        await world.stories.get_draft(story_id=draft.id)


async def test_what_was_taken_in_stands_in_the_publication_and_its_section(world: World) -> None:
    draft = await offered(world, tags=("lakes",))
    with acting_as(EDITOR):
        story = await world.stories.take_in(
            story_id=draft.id, publication_id=PAPER, version=draft.version, section_id=SECTION
        )
        again = await world.stories.take_in(
            story_id=draft.id, publication_id=PAPER, version=draft.version, section_id=SECTION
        )
    assert (story.publication_id, story.section_id) == (PAPER, SECTION)
    assert again.revision_id == story.revision_id
    assert await ids(world, publication_id=PAPER) == [draft.id]
    assert await ids(world, publication_id=PAPER, tag="lakes") == [draft.id]
    assert await ids(world, publication_id=PAPER, tag="hills") == []
    assert await ids(world, section_id=SECTION) == [draft.id]
    assert await ids(world, publication_id=OTHER) == []
    await world.stories.assign_section(story_id=draft.id, publication_id=PAPER)
    assert await ids(world, section_id=SECTION) == []
    assert await ids(world, publication_id=PAPER) == [draft.id]
    with pytest.raises(StoryNotFound):
        await world.stories.assign_section(story_id=draft.id, publication_id=OTHER, section_id=SECTION)


async def test_a_writer_changes_what_was_taken_in_but_an_editor_publishes_it(world: World) -> None:
    draft = await taken(world)
    with acting_as(EDITOR):
        assert (await world.stories.get_draft(story_id=draft.id)).may_publish
    with acting_as(ANNA):
        assert not (await world.stories.get_draft(story_id=draft.id)).may_publish
        saved = await world.stories.save_draft(
            story_id=draft.id, version=draft.version, content=text("Better")
        )
        with pytest.raises(Forbidden):
            await world.stories.publish(story_id=draft.id, version=saved.version)
        offer = await world.stories.offer_story(
            story_id=draft.id, publication_id=PAPER, version=saved.version
        )
        assert (await world.stories.get_draft(story_id=draft.id)).standing is Standing.TAKEN_IN
    with acting_as(EDITOR):
        story = await world.stories.publish(story_id=draft.id, version=saved.version)
    assert (story.title, story.publication_id, story.revision_id) == ("Better", PAPER, offer.revision_id)
    with acting_as(ANNA):  # what is theirs stays theirs to take away
        await world.stories.unpublish(story_id=draft.id)
        await world.stories.delete(story_id=draft.id)
    with acting_as(EDITOR), pytest.raises(StoryNotFound):
        await world.stories.get_draft(story_id=draft.id)


async def test_one_given_back_is_its_authors_and_stands_before_readers_as_it_did(world: World) -> None:
    draft = await taken(world)
    kept = await world.stories.release(story_id=draft.id, publication_id=PAPER, only_offered=True)
    assert kept is Standing.TAKEN_IN
    await world.stories.release(story_id=draft.id, publication_id=PAPER)
    read = await world.stories.read_story(story_id=draft.id)
    assert read.story.publication_id == ""
    assert await ids(world, publication_id=PAPER) == []
    assert await ids(world, author_id=person(ANNA)) == [draft.id]
    with acting_as(ANNA):
        saved = await world.stories.save_draft(story_id=draft.id, version=draft.version, content=text("New"))
        await world.stories.publish(story_id=draft.id, version=saved.version)
    assert await world.stories.release(story_id=draft.id, publication_id=OTHER) is Standing.UNSPECIFIED


async def test_all_of_a_publication_are_given_back_and_all_of_a_section_leave_it(world: World) -> None:
    first, second = await taken(world), await taken(world)
    with acting_as(EDITOR):
        await world.stories.assign_section(story_id=first.id, publication_id=PAPER, section_id=SECTION)
    assert await world.stories.release_all(publication_id=PAPER, section_id=SECTION) == 1
    assert await world.stories.release_all(publication_id=PAPER, section_id=SECTION) == 0
    assert await ids(world, publication_id=PAPER) == [second.id, first.id]
    assert await world.stories.release_all(publication_id=PAPER) == 2
    assert await world.stories.release_all(publication_id=PAPER) == 0
    assert await ids(world, publication_id=PAPER) == []
    assert len(await ids(world)) == 2


async def test_offers_are_refused_where_they_cannot_be_accepted(world: World) -> None:
    await staffed(world)
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text())
        with pytest.raises(VersionConflict):
            await world.stories.offer_story(story_id=draft.id, publication_id=PAPER, version=7)
        untitled = await world.stories.create_draft()
        with pytest.raises(NotPublishable):
            await world.stories.offer_story(story_id=untitled.id, publication_id=PAPER, version=1)
        world.clock.turn(hours=-1)
        at = world.clock.now.replace(year=world.clock.now.year + 1)
        await world.stories.schedule(story_id=draft.id, version=1, at=at)
        with pytest.raises(WrongState):
            await world.stories.offer_story(story_id=draft.id, publication_id=PAPER, version=1)
    with acting_as(BERT), pytest.raises(StoryNotFound):
        await world.stories.offer_story(story_id=draft.id, publication_id=PAPER, version=1)


async def test_a_story_changed_after_it_was_read_is_not_taken_in_unseen(world: World) -> None:
    draft = await offered(world)
    with acting_as(ANNA):
        await world.stories.save_draft(story_id=draft.id, version=draft.version, content=text("Other"))
    with acting_as(EDITOR), pytest.raises(VersionConflict) as conflict:
        await world.stories.take_in(story_id=draft.id, publication_id=PAPER, version=draft.version)
    assert conflict.value.content.title == "Other"


async def test_deleting_takes_an_offer_back(world: World) -> None:
    draft = await offered(world)
    with acting_as(ANNA):
        await world.stories.delete(story_id=draft.id)
        back = await world.stories.undelete(story_id=draft.id)
    assert (back.status, back.standing, back.publication_id) == (Status.DRAFT, Standing.UNSPECIFIED, "")


async def test_who_is_no_editor_any_more_sees_nothing_any_more(world: World) -> None:
    draft = await offered(world)
    await world.stories.note_membership(publication_id=PAPER, person_id=person(EDITOR))
    with acting_as(EDITOR):
        with pytest.raises(StoryNotFound):
            await world.stories.get_draft(story_id=draft.id)
        assert (await world.stories.list_desk(publication_id=PAPER)).items == ()


async def test_editors_see_what_stands_in_their_publication_on_a_desk(world: World) -> None:
    draft = await taken(world)
    await offered(world)
    with acting_as(EDITOR):
        lines = (await world.stories.list_desk(publication_id=PAPER)).items
    assert [(line.id, line.author_id) for line in lines] == [(draft.id, person(ANNA))]
    with acting_as(ANNA):
        assert (await world.stories.list_desk(publication_id=PAPER)).items == ()


async def test_the_secret_link_is_the_authors(world: World) -> None:
    draft = await offered(world)
    with acting_as(ANNA):
        assert await world.stories.share_draft(story_id=draft.id, shared=True)
    with acting_as(EDITOR):
        assert (await world.stories.get_draft(story_id=draft.id)).share_key == ""


async def test_moves_are_told_and_purge_the_pages_of_both(world: World) -> None:
    draft = await taken(world)
    await world.stories.release(story_id=draft.id, publication_id=PAPER)
    told = await world.db.all("SELECT type FROM octavo_outbox ORDER BY number")
    assert [row["type"].rpartition(".")[2] for row in told] == [
        "StoryMoved",
        "StoryPublished",
        "StoryMoved",
        "StoryMoved",
    ]
    rows = await world.db.all("SELECT tags FROM octavo_purges")
    keys = {key for row in rows for key in msgspec.json.decode(row["tags"])}
    assert {f"publication-stories:{PAPER}", f"story:{draft.id}", "stories"} <= keys


async def test_others_are_told_whose_stories_somebody_edits(world: World) -> None:
    await staffed(world)
    await world.stories.note_membership(publication_id=OTHER, person_id=person(EDITOR), role=MemberRole.OWNER)
    for caller, edited in ((EDITOR, (PAPER, OTHER)), (ANNA, ()), (ANONYMOUS, ())):
        with acting_as(caller):
            assert await world.stories.list_edited() == edited
    await world.stories.note_membership(publication_id=PAPER, person_id=person(EDITOR))
    with acting_as(EDITOR):
        assert await world.stories.list_edited() == (OTHER,)
