"""Several authors of one story: by consent alone, and with the way out always open."""

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.stories.api import (
    Consent,
    Draft,
    NotInvitable,
    PersonId,
    Status,
    Story,
    StoryNotFound,
    TooManyCoAuthors,
    VersionConflict,
    Visibility,
)
from octavo.stories.co_authoring import NOT_AGAIN_FOR
from tests.stories.desk import ANNA, BERT, MODERATOR, OPERATOR, World, text

CLEO = Caller(person_id="1111111CLeo", roles=frozenset({"member", "confirmed"}))


def pid(caller: Caller) -> PersonId:
    return PersonId(str(caller.person_id))


async def drafted(world: World, **more: object) -> Draft:
    with acting_as(ANNA):
        return await world.stories.create_draft(content=text("Ours", "Words.", **more))


async def together(world: World, *others: Caller, **more: object) -> Draft:
    """A draft of Anna's that others write with her."""
    draft = await drafted(world, **more)
    for other in others or (BERT,):
        world.clock.turn(seconds=1)
        with acting_as(ANNA):
            await world.stories.invite_co_author(story_id=draft.id, person_id=pid(other))
        with acting_as(other):
            await world.stories.answer_invitation(story_id=draft.id, accepted=True)
    return draft


async def published(world: World, draft: Draft) -> Story:
    with acting_as(ANNA):
        now = await world.stories.get_draft(story_id=draft.id)
        return await world.stories.publish(story_id=draft.id, version=now.version)


async def test_nobody_is_named_or_reads_before_they_agree(world: World) -> None:
    draft = await drafted(world)
    with acting_as(ANNA):
        (asked,) = await world.stories.invite_co_author(story_id=draft.id, person_id=pid(BERT))
    assert (asked.person_id, asked.consent) == (BERT.person_id, Consent.INVITED)
    story = await published(world, draft)
    assert story.co_author_ids == ()
    with acting_as(BERT):
        with pytest.raises(StoryNotFound):
            await world.stories.get_draft(story_id=draft.id)
        assert (await world.stories.list_desk()).items == ()
        (invitation,) = await world.stories.list_invitations()
    assert (invitation.story_id, invitation.title, invitation.author_id) == (draft.id, "Ours", ANNA.person_id)
    assert (await world.stories.list_stories(author_id=pid(BERT))).stories == ()


async def test_who_agrees_reads_edits_and_is_named_and_does_no_more(world: World) -> None:
    draft = await together(world)
    with acting_as(BERT):
        mine = await world.stories.get_draft(story_id=draft.id)
        assert mine.co_author_ids == (BERT.person_id,)
        assert mine.author_id == ANNA.person_id
        assert not mine.may_publish
        assert [item.id for item in (await world.stories.list_desk()).items] == [draft.id]
        saved = await world.stories.save_draft(story_id=draft.id, version=1, content=text("Ours", "Better."))
        newest = (await world.stories.list_revisions(story_id=draft.id))[0]
        assert newest.author_id == BERT.person_id
        for refused in (
            world.stories.publish(story_id=draft.id, version=saved.version),
            world.stories.schedule(story_id=draft.id, version=saved.version, at=world.clock.now),
            world.stories.delete(story_id=draft.id),
            world.stories.share_draft(story_id=draft.id, shared=True),
            world.stories.invite_co_author(story_id=draft.id, person_id=pid(CLEO)),
            world.stories.remove_co_author(story_id=draft.id, person_id=pid(CLEO)),
        ):
            with pytest.raises(Forbidden):
                await refused
    story = await published(world, draft)
    assert story.co_author_ids == (BERT.person_id,)
    for person in (ANNA, BERT):
        assert (await world.stories.list_stories(author_id=pid(person))).stories == (story,)
    with acting_as(BERT), pytest.raises(Forbidden):
        await world.stories.unpublish(story_id=draft.id)


async def test_two_authors_at_once_lose_no_text(world: World) -> None:
    draft = await together(world)
    with acting_as(BERT):
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("Ours", "By Bert."))
    with acting_as(ANNA), pytest.raises(VersionConflict) as lost:
        await world.stories.save_draft(story_id=draft.id, version=1, content=text("Ours", "By Anna."))
    assert lost.value.saved_by == BERT.person_id
    assert "By Bert." in lost.value.content.body
    with acting_as(ANNA):
        await world.stories.save_draft(story_id=draft.id, version=2, content=text("Ours", "By Anna."))
        savers = [one.author_id for one in await world.stories.list_revisions(story_id=draft.id)]
    assert savers == [ANNA.person_id, BERT.person_id, ANNA.person_id]


async def test_a_members_story_is_whole_for_its_co_authors(world: World) -> None:
    draft = await together(world, visibility=Visibility.MEMBERS)
    await published(world, draft)
    with acting_as(Caller(person_id=BERT.person_id)):
        assert not (await world.stories.read_story(story_id=draft.id)).teaser_only


async def test_consent_is_withdrawn_at_any_time(world: World) -> None:
    draft = await together(world, BERT, CLEO)
    story = await published(world, draft)
    assert story.co_author_ids == (BERT.person_id, CLEO.person_id)
    with acting_as(BERT):
        await world.stories.remove_co_author(story_id=draft.id, person_id=pid(BERT))
        await world.stories.remove_co_author(story_id=draft.id, person_id=pid(BERT))
        with pytest.raises(StoryNotFound):
            await world.stories.save_draft(story_id=draft.id, version=1, content=text("Mine"))
    (read,) = await world.stories.get_stories(story_ids=(draft.id,))
    assert read.co_author_ids == (CLEO.person_id,)
    assert (await world.stories.list_stories(author_id=pid(BERT))).stories == ()
    with acting_as(ANNA):
        await world.stories.remove_co_author(story_id=draft.id, person_id=pid(CLEO))
        await world.stories.remove_co_author(story_id=draft.id, person_id=pid(CLEO))
        known = await world.stories.list_co_authors(story_id=draft.id)
    assert [one.consent for one in known] == [Consent.DECLINED]
    (read,) = await world.stories.get_stories(story_ids=(draft.id,))
    assert read.co_author_ids == ()


async def test_who_said_no_is_left_in_peace(world: World) -> None:
    draft = await drafted(world)
    with acting_as(ANNA):
        await world.stories.invite_co_author(story_id=draft.id, person_id=pid(BERT))
        with pytest.raises(NotInvitable):
            await world.stories.invite_co_author(story_id=draft.id, person_id=pid(BERT))
        with pytest.raises(NotInvitable):
            await world.stories.invite_co_author(story_id=draft.id, person_id=pid(ANNA))
        with pytest.raises(Invalid):
            await world.stories.invite_co_author(story_id=draft.id, person_id=PersonId("nobody!"))
    with acting_as(BERT):
        await world.stories.answer_invitation(story_id=draft.id, accepted=False)
        await world.stories.answer_invitation(story_id=draft.id, accepted=False)
        with pytest.raises(StoryNotFound):  # what was declined is over
            await world.stories.answer_invitation(story_id=draft.id, accepted=True)
        assert await world.stories.list_invitations() == ()
    with acting_as(ANNA):
        with pytest.raises(NotInvitable) as later:
            await world.stories.invite_co_author(story_id=draft.id, person_id=pid(BERT))
        assert later.value.until == world.clock.now + NOT_AGAIN_FOR
        world.clock.turn(days=30)
        await world.stories.invite_co_author(story_id=draft.id, person_id=pid(BERT))
    with acting_as(BERT):
        assert len(await world.stories.list_invitations()) == 1


async def test_an_invitation_is_taken_back_and_goes_with_its_story(world: World) -> None:
    draft, other = await drafted(world), await drafted(world)
    with acting_as(ANNA):
        for one in (draft, other):
            await world.stories.invite_co_author(story_id=one.id, person_id=pid(BERT))
        await world.stories.remove_co_author(story_id=draft.id, person_id=pid(BERT))
        await world.stories.delete(story_id=other.id)
    with acting_as(BERT):
        assert await world.stories.list_invitations() == ()
        for one in (draft, other):
            with pytest.raises(StoryNotFound):
                await world.stories.answer_invitation(story_id=one.id, accepted=True)


@pytest.mark.parametrize("caller", [CLEO, MODERATOR], ids=["somebody", "moderator"])
async def test_others_are_told_of_no_story(world: World, caller: Caller) -> None:
    draft = await together(world)
    with acting_as(caller):
        for asked in (
            world.stories.list_co_authors(story_id=draft.id),
            world.stories.invite_co_author(story_id=draft.id, person_id=pid(caller)),
            world.stories.answer_invitation(story_id=draft.id, accepted=True),
            world.stories.remove_co_author(story_id=draft.id, person_id=pid(BERT)),
            world.stories.remove_co_author(story_id=draft.id, person_id=pid(caller)),
        ):
            with pytest.raises(StoryNotFound):
                await asked
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.stories.list_invitations()


async def test_there_is_a_limit(world: World) -> None:
    draft = await drafted(world)
    with acting_as(ANNA):
        for number in range(10):
            await world.stories.invite_co_author(
                story_id=draft.id, person_id=PersonId(f"1111111aaa{'abcdefghij'[number]}")
            )
        with pytest.raises(TooManyCoAuthors):
            await world.stories.invite_co_author(story_id=draft.id, person_id=pid(BERT))


async def test_a_deleted_story_is_its_authors_alone(world: World) -> None:
    draft = await together(world)
    with acting_as(ANNA):
        await world.stories.delete(story_id=draft.id)
    with acting_as(BERT):
        with pytest.raises(StoryNotFound):
            await world.stories.get_draft(story_id=draft.id)
        desk = await world.stories.list_desk(status=Status.DELETED)
        assert (desk.items, desk.counts) == ((), {})
    with acting_as(ANNA):
        assert (await world.stories.undelete(story_id=draft.id)).co_author_ids == (BERT.person_id,)


async def test_lists_of_a_person_go_on_by_page_through_both_kinds(world: World) -> None:
    told = []
    for number in range(5):
        world.clock.turn(minutes=1)
        if number % 2:
            draft = await together(world)
            told.append(await published(world, draft))
        else:
            with acting_as(BERT):
                draft = await world.stories.create_draft(content=text(f"Mine {number}"))
                told.append(await world.stories.publish(story_id=draft.id, version=1))
    found, after = [], ""
    while True:
        page = await world.stories.list_stories(author_id=pid(BERT), limit=2, after=after)
        found += page.stories
        if not (after := page.next):
            break
    assert found == told[::-1]


async def test_an_import_brings_its_co_authors_once(world: World) -> None:
    async def imported(title: str) -> None:
        await world.stories.import_story(
            source="md:1",
            author_id=pid(ANNA),
            content=text(title),
            published_at=world.clock.now,
            co_author_ids=(pid(CLEO), pid(BERT), pid(ANNA)),
        )

    with acting_as(OPERATOR):
        await imported("One")
    (story,) = (await world.stories.list_stories(author_id=pid(BERT))).stories
    assert story.co_author_ids == (CLEO.person_id, BERT.person_id)
    with acting_as(CLEO):
        await world.stories.remove_co_author(story_id=story.id, person_id=pid(CLEO))
    with acting_as(OPERATOR):
        await imported("Two")
    (story,) = (await world.stories.list_stories(author_id=pid(BERT))).stories
    assert (story.title, story.co_author_ids) == ("Two", (BERT.person_id,))


async def test_who_is_erased_is_named_nowhere(room: World) -> None:
    draft = await together(room)
    story = await published(room, draft)
    await room.inside.forget_author(pid(BERT))
    (read,) = await room.stories.get_stories(story_ids=(story.id,))
    assert read.co_author_ids == ()
    assert await room.db.all("SELECT * FROM co_authors") == []
