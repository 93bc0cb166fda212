import pytest

from octavo.chassis.context import acting_as
from octavo.chassis.faults import Invalid
from octavo.stories.api import Draft, RevisionId, RevisionNotFound, StoryNotFound, VersionConflict
from tests.stories.desk import ANNA, World, text


async def written(world: World, *titles: str) -> Draft:
    """A story saved with these titles, ten minutes apart."""
    draft = await world.stories.create_draft(content=text(titles[0]))
    for version, title in enumerate(titles[1:], 1):
        world.clock.turn(minutes=10)
        await world.stories.save_draft(story_id=draft.id, version=version, content=text(title))
    return await world.stories.get_draft(story_id=draft.id)


async def test_saves_close_to_each_other_share_a_revision(world: World) -> None:
    with acting_as(ANNA):
        draft = await written(world, "A", "B")
        for version, minutes in ((2, 4), (3, 5), (4, 2)):
            world.clock.turn(minutes=minutes)
            await world.stories.save_draft(
                story_id=draft.id, version=version, content=text(f"After {minutes}")
            )
        revisions = await world.stories.list_revisions(story_id=draft.id)
    assert [revision.title for revision in revisions] == ["After 2", "After 5", "A"]


async def test_each_publication_keeps_its_own(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("A"))
        await world.stories.publish(story_id=draft.id, version=1)
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("B"))
        await world.stories.save_draft(story_id=draft.id, version=2, content=text("C"))
        await world.stories.publish(story_id=draft.id, version=3)
        revisions = await world.stories.list_revisions(story_id=draft.id)
    assert [(revision.title, revision.published) for revision in revisions] == [("C", True), ("A", True)]


async def test_a_revision_can_be_read(world: World) -> None:
    with acting_as(ANNA):
        draft = await written(world, "A", "B")
        oldest = (await world.stories.list_revisions(story_id=draft.id))[-1]
        found = await world.stories.get_revision(story_id=draft.id, revision_id=oldest.id)
    assert found.revision == oldest
    assert found.content.title == "A"
    assert "It was a fine day." in found.html


async def test_what_was_changed_between_two_texts_is_told_by_word(world: World) -> None:
    with acting_as(ANNA):
        draft = await written(world, "A fine day", "A rainy day", "A day")
        revisions = await world.stories.list_revisions(story_id=draft.id)
        newer, older = revisions[1].id, revisions[2].id
        now = await world.stories.compare_revisions(story_id=draft.id, from_revision_id=older)
        then = await world.stories.compare_revisions(
            story_id=draft.id, from_revision_id=older, to_revision_id=newer
        )
    assert "A <del>fine </del>day" in now.html
    assert (now.words_added, now.words_removed) == (0, 1)
    assert "A <del>fine </del><ins>rainy </ins>day" in then.html
    assert "<p>It was a fine day." in then.html


async def test_only_revisions_of_the_same_story_are_compared(world: World) -> None:
    with acting_as(ANNA):
        one, other = await written(world, "A"), await written(world, "B")
        own = (await world.stories.list_revisions(story_id=one.id))[0].id
        foreign = (await world.stories.list_revisions(story_id=other.id))[0].id
        for pair in ((own, foreign), (foreign, own), (foreign, RevisionId("")), (RevisionId(""), own)):
            with pytest.raises(RevisionNotFound):
                await world.stories.compare_revisions(
                    story_id=one.id, from_revision_id=pair[0], to_revision_id=pair[1]
                )


async def test_a_revision_can_be_brought_back_and_nothing_is_lost(world: World) -> None:
    with acting_as(ANNA):
        draft = await written(world, "A", "B")
        oldest = (await world.stories.list_revisions(story_id=draft.id))[-1]
        with pytest.raises(VersionConflict):
            await world.stories.restore_revision(story_id=draft.id, revision_id=oldest.id, version=1)
        back = await world.stories.restore_revision(story_id=draft.id, revision_id=oldest.id, version=2)
        titles = [revision.title for revision in await world.stories.list_revisions(story_id=draft.id)]
    assert back.content.title == "A"
    assert back.version == 3
    assert titles == ["A", "B", "A"]


async def test_a_revision_of_another_story_is_not_found(world: World) -> None:
    with acting_as(ANNA):
        one, other = await written(world, "A"), await written(world, "B")
        foreign = (await world.stories.list_revisions(story_id=other.id))[0].id
        for revision_id in (foreign, RevisionId(""), RevisionId("nonsense")):
            with pytest.raises(RevisionNotFound):
                await world.stories.get_revision(story_id=one.id, revision_id=revision_id)
            with pytest.raises(RevisionNotFound):
                await world.stories.restore_revision(story_id=one.id, revision_id=revision_id, version=1)


async def test_revisions_come_by_page(world: World) -> None:
    with acting_as(ANNA):
        draft = await written(world, *"ABCDE")
        first = await world.stories.list_revisions(story_id=draft.id, limit=3)
        rest = await world.stories.list_revisions(story_id=draft.id, before=first[-1].id)
        for limit in (0, 201):
            with pytest.raises(Invalid):
                await world.stories.list_revisions(story_id=draft.id, limit=limit)
    assert "".join(revision.title for revision in (*first, *rest)) == "EDCBA"


async def test_the_oldest_revisions_go_but_never_what_readers_see(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("Published"))
        await world.stories.publish(story_id=draft.id, version=1)
        for version in range(1, 16):
            world.clock.turn(minutes=10)
            await world.stories.save_draft(story_id=draft.id, version=version, content=text(f"v{version}"))
        titles = [revision.title for revision in await world.stories.list_revisions(story_id=draft.id)]
    assert titles == [f"v{version}" for version in range(15, 6, -1)] + ["Published"]


async def test_a_deleted_story_can_be_looked_at_but_not_changed(world: World) -> None:
    with acting_as(ANNA):
        draft = await written(world, "A", "B")
        await world.stories.delete(story_id=draft.id)
        revisions = await world.stories.list_revisions(story_id=draft.id)
        assert (await world.stories.get_draft(story_id=draft.id)).content.title == "B"
        with pytest.raises(StoryNotFound):
            await world.stories.restore_revision(story_id=draft.id, revision_id=revisions[-1].id, version=2)
        with pytest.raises(StoryNotFound):
            await world.stories.save_draft(story_id=draft.id, version=2, content=text("C"))
