"""Who belongs to a publication: invited, with consent; and never without an owner."""

import asyncio

import pytest

from octavo.chassis.context import acting_as
from octavo.chassis.faults import Fault, Forbidden, Invalid
from octavo.publications.api import (
    AlreadyMember,
    InvitationNotFound,
    LastOwner,
    NotAMember,
    Publication,
    PublicationId,
    Role,
    TooManyMembers,
)
from tests.publications.world import ANNA, BERT, EDNA, OLGA, SITE_OWNER, STRANGER, World, person


async def roles(world: World, paper: Publication) -> dict[str, Role]:
    return {one.person_id: one.role for one in await world.inside.people.of(paper.id)}


async def test_nobody_is_anything_before_they_accepted(world: World) -> None:
    paper = await world.founded()
    with acting_as(OLGA):
        asked = await world.publications.invite(
            publication_id=paper.id, role=Role.EDITOR, person_id=person(EDNA)
        )
        assert asked.token == ""
        assert person(EDNA) not in await roles(world, paper)
    with acting_as(STRANGER), pytest.raises(InvitationNotFound):
        await world.publications.answer_invitation(invitation_id=asked.invitation.id, accepted=True)
    with acting_as(EDNA):
        (waiting,) = await world.publications.list_invitations()
        assert waiting == asked.invitation
        await world.publications.answer_invitation(invitation_id=waiting.id, accepted=False)
        assert person(EDNA) not in await roles(world, paper)
        with pytest.raises(InvitationNotFound):
            await world.publications.answer_invitation(invitation_id=waiting.id, accepted=True)


async def test_a_link_is_good_once_for_whoever_has_it_until_its_time_is_over(world: World) -> None:
    paper = await world.founded()
    with acting_as(OLGA):
        first = await world.publications.invite(
            publication_id=paper.id, role=Role.WRITER, email="anna@mail.test"
        )
        second = await world.publications.invite(publication_id=paper.id, role=Role.WRITER)
    assert (await world.publications.peek_invitation(token=first.token)).email == "anna@mail.test"
    with acting_as(ANNA):
        await world.publications.answer_invitation(token=first.token, accepted=True)
    with acting_as(BERT):
        for token in (first.token, "", "x", "x" * 43, first.token + "\x00"):
            with pytest.raises(InvitationNotFound):
                await world.publications.answer_invitation(token=token, accepted=True)
        with pytest.raises(InvitationNotFound):  # one by link is not answered by its number
            await world.publications.answer_invitation(invitation_id=second.invitation.id, accepted=True)
        world.clock.turn(days=15)
        with pytest.raises(InvitationNotFound):
            await world.publications.answer_invitation(token=second.token, accepted=True)
    assert await roles(world, paper) == {person(OLGA): Role.OWNER, person(ANNA): Role.WRITER}


async def test_editors_invite_writers_and_nobody_else(world: World) -> None:
    paper = await world.staffed()
    with acting_as(EDNA):
        await world.publications.invite(publication_id=paper.id, role=Role.WRITER)
        for role in (Role.EDITOR, Role.OWNER):
            with pytest.raises(Forbidden):
                await world.publications.invite(publication_id=paper.id, role=role)
        with pytest.raises(AlreadyMember):
            await world.publications.invite(publication_id=paper.id, role=Role.WRITER, person_id=person(ANNA))
    for other in (ANNA, STRANGER):
        with acting_as(other), pytest.raises(Forbidden):
            await world.publications.invite(publication_id=paper.id, role=Role.WRITER)
    with acting_as(OLGA):
        for wrong in ({"role": Role.UNSPECIFIED}, {"role": Role.WRITER, "hands_over": True}):
            with pytest.raises(Invalid):
                await world.publications.invite(publication_id=paper.id, **wrong)  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            await world.publications.invite(publication_id=paper.id, role=Role.WRITER, email="no address")


async def test_an_invitation_is_void_when_whoever_made_it_may_not_any_more(world: World) -> None:
    paper = await world.staffed()
    with acting_as(EDNA):
        asked = await world.publications.invite(publication_id=paper.id, role=Role.WRITER)
    with acting_as(OLGA):
        await world.publications.change_role(
            publication_id=paper.id, person_id=person(EDNA), role=Role.WRITER
        )
    with acting_as(STRANGER), pytest.raises(InvitationNotFound):
        await world.publications.answer_invitation(token=asked.token, accepted=True)
    assert person(STRANGER) not in await roles(world, paper)


async def test_an_invitation_is_taken_back_by_owners_and_by_whoever_made_it(world: World) -> None:
    paper = await world.staffed()
    with acting_as(EDNA):
        first = await world.publications.invite(publication_id=paper.id, role=Role.WRITER)
        second = await world.publications.invite(publication_id=paper.id, role=Role.WRITER)
    for other in (ANNA, STRANGER):
        with acting_as(other), pytest.raises(InvitationNotFound):
            await world.publications.revoke_invitation(invitation_id=first.invitation.id)
    with acting_as(EDNA):
        await world.publications.revoke_invitation(invitation_id=first.invitation.id)
    with acting_as(OLGA):
        await world.publications.revoke_invitation(invitation_id=second.invitation.id)
        assert await world.publications.list_invitations(publication_id=paper.id) == ()


async def test_a_publication_takes_in_no_more_than_it_may(world: World) -> None:
    paper = await world.staffed()
    with acting_as(OLGA):
        asked = await world.publications.invite(publication_id=paper.id, role=Role.WRITER)
        await world.publications.invite(publication_id=paper.id, role=Role.WRITER, person_id=person(STRANGER))
    await world.join(paper, STRANGER, Role.WRITER)
    with acting_as(SITE_OWNER), pytest.raises(TooManyMembers):
        await world.publications.answer_invitation(token=asked.token, accepted=True)
    with acting_as(OLGA), pytest.raises(TooManyMembers):
        await world.publications.invite(publication_id=paper.id, role=Role.WRITER)


async def test_ownership_is_handed_over_with_consent(world: World) -> None:
    paper = await world.staffed()
    with acting_as(OLGA):
        with pytest.raises(Forbidden):
            await world.publications.change_role(
                publication_id=paper.id, person_id=person(EDNA), role=Role.OWNER
            )
        asked = await world.publications.invite(
            publication_id=paper.id, role=Role.OWNER, person_id=person(EDNA), hands_over=True
        )
    assert (await roles(world, paper))[person(OLGA)] is Role.OWNER
    with acting_as(EDNA):
        await world.publications.answer_invitation(invitation_id=asked.invitation.id, accepted=True)
    now = await roles(world, paper)
    assert (now[person(OLGA)], now[person(EDNA)]) == (Role.EDITOR, Role.OWNER)


async def test_the_last_owner_neither_leaves_nor_steps_down(world: World) -> None:
    paper = await world.staffed()
    with acting_as(OLGA):
        with pytest.raises(LastOwner):
            await world.publications.remove_member(publication_id=paper.id, person_id=person(OLGA))
        with pytest.raises(LastOwner):
            await world.publications.change_role(
                publication_id=paper.id, person_id=person(OLGA), role=Role.WRITER
            )
    await world.join(paper, EDNA, Role.OWNER)
    with acting_as(OLGA):
        await world.publications.remove_member(publication_id=paper.id, person_id=person(OLGA))
        with pytest.raises(Forbidden):
            await world.publications.list_memberships(publication_id=paper.id)


async def test_of_two_owners_who_leave_at_once_one_stays(room: World) -> None:
    for number in range(3):
        paper = await room.founded(f"Paper {number}")
        await room.join(paper, EDNA, Role.OWNER)

        async def go(caller: object, paper_id: PublicationId) -> None:
            with acting_as(caller):  # type: ignore[arg-type]
                await room.publications.remove_member(publication_id=paper_id, person_id=person(caller))  # type: ignore[arg-type]

        outcomes = await asyncio.gather(go(OLGA, paper.id), go(EDNA, paper.id), return_exceptions=True)
        assert sorted(type(one).__name__ for one in outcomes) == ["LastOwner", "NoneType"]
        assert list((await roles(room, paper)).values()) == [Role.OWNER]


async def test_members_go_and_are_told_apart_from_those_who_never_were(world: World) -> None:
    paper = await world.staffed()
    waiting = await world.submitted(paper)
    with acting_as(BERT), pytest.raises(Forbidden):
        await world.publications.remove_member(publication_id=paper.id, person_id=person(ANNA))
    with acting_as(EDNA), pytest.raises(Forbidden):
        await world.publications.remove_member(publication_id=paper.id, person_id=person(ANNA))
    with acting_as(OLGA):
        with pytest.raises(NotAMember):
            await world.publications.remove_member(publication_id=paper.id, person_id=person(STRANGER))
        await world.publications.remove_member(publication_id=paper.id, person_id=person(ANNA))
    await world.settle()
    with acting_as(ANNA):
        (mine,) = await world.publications.list_submissions()
        assert (mine.id, mine.stage.value) == (waiting.id, "WITHDRAWN")
        await world.stories.publish(story_id=waiting.story_id, version=1)  # hers alone again


async def test_who_is_removed_reads_no_drafts_any_more(world: World) -> None:
    paper = await world.staffed()
    waiting = await world.submitted(paper)
    with acting_as(EDNA):
        await world.stories.get_draft(story_id=waiting.story_id)
    with acting_as(OLGA):
        await world.publications.remove_member(publication_id=paper.id, person_id=person(EDNA))
    await world.settle()
    with acting_as(EDNA), pytest.raises(Fault):
        await world.stories.get_draft(story_id=waiting.story_id)


async def test_the_longest_serving_editor_takes_over_from_an_owner_who_is_suspended(room: World) -> None:
    paper = await room.founded()
    room.clock.turn(days=1)
    await room.join(paper, EDNA, Role.EDITOR)
    room.clock.turn(days=1)
    await room.join(paper, BERT, Role.EDITOR)
    await room.inside.set_suspended(person(OLGA), suspended=True)
    assert (await roles(room, paper))[person(EDNA)] is Role.OWNER
    assert (await roles(room, paper))[person(BERT)] is Role.EDITOR
    with acting_as(OLGA), pytest.raises(Forbidden):
        await room.publications.set_archived(publication_id=paper.id, archived=True)
    await room.inside.set_suspended(person(OLGA), suspended=False)
    assert (await roles(room, paper))[person(OLGA)] is Role.OWNER


async def test_without_an_editor_it_is_archived_until_an_owner_is_back(room: World) -> None:
    paper = await room.founded()
    await room.join(paper, ANNA, Role.WRITER)
    await room.inside.set_suspended(person(OLGA), suspended=True)
    found = await room.publications.find_publication(slug=paper.slug)
    assert (found.archived, found.orphaned) == (True, True)
    told = [row["type"] for row in await room.db.all("SELECT type FROM octavo_outbox ORDER BY number")]
    assert any(name.endswith("PublicationOrphaned") for name in told)
    await room.inside.set_suspended(person(OLGA), suspended=False)
    found = await room.publications.find_publication(slug=paper.slug)
    assert (found.archived, found.orphaned) == (False, False)


async def test_the_sites_owner_appoints_somebody_for_an_orphan_alone(room: World) -> None:
    paper = await room.founded()
    for caller in (EDNA, SITE_OWNER):
        with acting_as(caller), pytest.raises(Forbidden):
            await room.publications.appoint(publication_id=paper.id, person_id=person(EDNA))
    await room.inside.forget_person(person(OLGA))
    assert await roles(room, paper) == {}
    with acting_as(SITE_OWNER):
        await room.publications.appoint(publication_id=paper.id, person_id=person(EDNA))
    assert await roles(room, paper) == {person(EDNA): Role.OWNER}
    assert not (await room.publications.find_publication(slug=paper.slug)).archived


async def test_whoever_is_erased_leaves_nothing_and_no_publication_alone(room: World) -> None:
    paper = await room.staffed()
    waiting = await room.submitted(paper, note="Mine")
    await room.inside.forget_person(person(OLGA))
    await room.inside.forget_person(person(ANNA))
    await room.inside.forget_person(person(ANNA))
    assert await roles(room, paper) == {person(EDNA): Role.OWNER, person(BERT): Role.WRITER}
    assert await room.db.all("SELECT * FROM notes") == []
    assert await room.inside.desk.find(waiting.id) is None
