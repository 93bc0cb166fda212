"""What owners and moderators may, and nobody else."""

import json

import pytest

from octavo.accounts.api import (
    LastOwner,
    LinkInvalid,
    LinkPurpose,
    PersonId,
    PersonNotFound,
    PersonRecord,
    Role,
)
from octavo.chassis.context import acting_as
from octavo.chassis.faults import AlreadyExists, Forbidden, Invalid, Unauthenticated
from tests.accounts.world import World, person, token_in


async def test_members_have_no_power(world: World) -> None:
    anna, bert = await world.join("anna"), await world.join("bert")
    with acting_as(anna):
        for call in (
            world.accounts.invite(email="x@example.org"),
            world.accounts.list_people(),
            world.accounts.set_role(person_id=person(bert), role=Role.OWNER),
            world.accounts.set_role(person_id=person(anna), role=Role.OWNER),
            world.accounts.set_suspended(person_id=person(bert), suspended=True),
        ):
            with pytest.raises(Forbidden):
                await call
    with pytest.raises(Unauthenticated):
        await world.accounts.list_people()


async def test_moderators_have_no_power_over_roles_and_over_each_other(world: World) -> None:
    mona, max_ = await world.join("mona", role=Role.MODERATOR), await world.join("max", role=Role.MODERATOR)
    olga = await world.join("olga", role=Role.OWNER)
    with acting_as(mona):
        with pytest.raises(Forbidden):
            await world.accounts.set_role(person_id=person(mona), role=Role.OWNER)
        for other in (max_, olga, mona):
            with pytest.raises(Forbidden):
                await world.accounts.set_suspended(person_id=person(other), suspended=True)


async def test_a_role_counts_at_once(world: World) -> None:
    olga, anna = (
        await world.join("olga", role=Role.OWNER),
        await world.join("anna", password="four green rivers"),
    )
    signed_in = await world.sign_in("anna", "four green rivers")
    assert (await world.accounts.authenticate(token=signed_in.token)).role is Role.MEMBER
    with acting_as(olga):
        await world.accounts.set_role(person_id=person(anna), role=Role.MODERATOR)
    assert (await world.accounts.authenticate(token=signed_in.token)).role is Role.MODERATOR


async def test_the_last_owner_stays(world: World) -> None:
    olga, otto = await world.join("olga", role=Role.OWNER), await world.join("otto")
    with acting_as(olga):
        with pytest.raises(LastOwner):
            await world.accounts.set_role(person_id=person(olga), role=Role.MEMBER)
        await world.accounts.set_role(person_id=person(otto), role=Role.OWNER)
        await world.accounts.set_suspended(person_id=person(otto), suspended=True)
        with pytest.raises(LastOwner):
            await world.accounts.set_role(person_id=person(olga), role=Role.MEMBER)
        await world.accounts.set_suspended(person_id=person(otto), suspended=False)
        await world.accounts.set_role(person_id=person(olga), role=Role.MEMBER)


async def test_who_was_an_owner_a_moment_ago_gives_no_roles(world: World) -> None:
    olga, otto = await world.join("olga", role=Role.OWNER), await world.join("otto", role=Role.OWNER)
    with acting_as(otto):
        await world.accounts.set_role(person_id=person(olga), role=Role.MEMBER)
    # Her sign-in is known near, with the power it had.
    with acting_as(olga), pytest.raises(Forbidden):
        await world.accounts.set_role(person_id=person(otto), role=Role.MEMBER)


async def test_a_role_and_a_person_must_be_named(world: World) -> None:
    with acting_as(await world.join("olga", role=Role.OWNER)):
        for unknown in (PersonId("11111111111"), PersonId("no id"), PersonId("")):
            with pytest.raises(PersonNotFound):
                await world.accounts.set_role(person_id=unknown, role=Role.MEMBER)
            with pytest.raises(PersonNotFound):
                await world.accounts.set_suspended(person_id=unknown, suspended=True)
        with pytest.raises(Invalid):
            await world.accounts.set_suspended(person_id=unknown, suspended=True, reason="x" * 501)


async def test_a_role_must_be_one(room: World) -> None:
    olga = await room.join("olga", role=Role.OWNER)
    with acting_as(olga), pytest.raises(Invalid):
        await room.accounts.set_role(person_id=person(olga), role=Role.UNSPECIFIED)


async def test_suspension_is_told_to_others_and_can_be_lifted(world: World) -> None:
    mona, anna = await world.join("mona", role=Role.MODERATOR), await world.join("anna")
    with acting_as(mona):
        for suspended in (True, True, False, False):
            await world.accounts.set_suspended(person_id=person(anna), suspended=suspended, reason="spam")
            (shown,) = await world.accounts.get_people(person_ids=(person(anna),))
            assert shown.suspended is suspended
    assert [event for event in await world.events() if event not in ("PersonJoined", "MailRequested")] == [
        "PersonSuspended",
        "PersonReinstated",
    ]


async def test_links_of_a_suspended_person_are_void(world: World) -> None:
    mona, anna = await world.join("mona", role=Role.MODERATOR), await world.join("anna")
    await world.ask("anna@example.org")
    token = world.mailbox.token("anna@example.org")
    with acting_as(mona):
        await world.accounts.set_suspended(person_id=person(anna), suspended=True)
    with pytest.raises(LinkInvalid):
        await world.accounts.redeem_link(token=token)
    letters = len(world.mailbox.letters)
    await world.ask("anna@example.org")
    assert len(world.mailbox.letters) == letters


async def test_people_are_listed_newest_first_by_page(world: World) -> None:
    mona = await world.join("mona", role=Role.MODERATOR)
    for handle in ("anna", "bert", "cleo"):
        await world.join(handle)
    with acting_as(mona):
        first = await world.accounts.list_people(limit=3)
        second = await world.accounts.list_people(limit=3, after=first.next)
        for limit in (0, -1, 201):
            with pytest.raises(Invalid):
                await world.accounts.list_people(limit=limit)
    listed = [record.person.handle for record in (*first.people, *second.people)]
    assert listed == ["cleo", "bert", "anna", "mona"]
    assert second.next == ""
    assert (first.people[0].email, second.people[0].role) == ("cleo@example.org", Role.MODERATOR)


async def test_people_are_found_by_handle_name_and_address(world: World) -> None:
    mona = await world.join("mona", role=Role.MODERATOR)
    for handle in ("anna", "bert-100", "bertha", "cleo"):
        await world.join(handle)
    with acting_as(await world.join("emile")):
        await world.accounts.update_profile(name="Émile Zola")
    with acting_as(mona):
        bertha = (await found(world, "bertha"))[0]
        await world.accounts.set_suspended(person_id=bertha.person.id, suspended=True)
        for query, handles in {
            "": ["emile", "cleo", "bertha", "bert-100", "anna", "mona"],
            "BERT": ["bertha", "bert-100"],
            "bert_": [],
            "bert-": ["bert-100"],
            "%": [],
            "!": [],
            "zola ém": [],
            "zola Ém": ["emile"],
            "anna@example": ["anna"],
            "anna bert": [],
            "' OR 1=1 --": [],
        }.items():
            assert [record.person.handle for record in await found(world, query)] == handles, query
        assert await found(world, "mon", role=Role.MODERATOR) != ()
        assert await found(world, "mon", role=Role.OWNER) == ()
        assert [one.person.handle for one in await found(world, "", suspended=True)] == ["bertha"]
        first = await world.accounts.list_people(limit=1, query="bert")
        second = await world.accounts.list_people(limit=1, query="bert", after=first.next)
        assert [*first.people, *second.people] == list(await found(world, "bert"))
        assert second.next == ""
        for query in ("x" * 101, "a b c d e f g h i"):
            with pytest.raises(Invalid, match="At most"):
                await found(world, query)


async def found(
    world: World, query: str, *, role: Role = Role.UNSPECIFIED, suspended: bool = False
) -> tuple[PersonRecord, ...]:
    answer = await world.accounts.list_people(query=query, role=role, suspended=suspended)
    return answer.people


async def test_an_invitation_is_mailed_and_given_and_good_for_a_week(world: World) -> None:
    mona = await world.join("mona", role=Role.MODERATOR)
    with acting_as(mona):
        answer = await world.accounts.invite(email="New@example.org")
        with pytest.raises(AlreadyExists):
            await world.accounts.invite(email="mona@example.org")
    await world.post()
    assert answer.mailed
    mailed, given = world.mailbox.token("new@example.org"), token_in(answer.link)
    world.clock.turn(days=6)
    assert (await world.accounts.peek_link(token=given)).purpose is LinkPurpose.SIGN_UP
    signed_in = (await world.accounts.redeem_link(token=mailed, handle="newby", name="New")).signed_in
    assert signed_in.created
    with acting_as(await world.caller(signed_in)):
        assert (await world.accounts.get_me()).email_confirmed
    with pytest.raises(LinkInvalid):
        await world.accounts.redeem_link(token=given, handle="newby2", name="New")


async def test_an_invitation_handed_on_does_not_confirm_the_address(world: World) -> None:
    with acting_as(await world.join("mona", role=Role.MODERATOR)):
        answer = await world.accounts.invite(email="new@example.org")
    redeemed = await world.accounts.redeem_link(token=token_in(answer.link), handle="newby", name="New")
    caller = await world.caller(redeemed.signed_in)
    assert "confirmed" not in caller.roles
    with acting_as(caller):
        me = await world.accounts.get_me()
    assert (me.email, me.email_confirmed) == ("new@example.org", False)


async def test_it_is_told_who_used_power_over_whom(world: World) -> None:
    olga, anna = await world.join("olga", role=Role.OWNER), await world.join("anna")
    with acting_as(olga):
        await world.accounts.set_role(person_id=person(anna), role=Role.MODERATOR)
        await world.accounts.set_role(person_id=person(anna), role=Role.MODERATOR)  # no change, no news
        await world.accounts.set_suspended(person_id=person(anna), suspended=True)
        await world.accounts.set_suspended(person_id=person(anna), suspended=False)
    rows = await world.db.all("SELECT type, payload FROM octavo_outbox ORDER BY number")
    told = {"personId": person(anna), "byId": person(olga)}
    news = [(row["type"].partition(".")[2], json.loads(row["payload"])) for row in rows]
    assert [one for one in news if one[0].startswith(("Role", "PersonS", "PersonR"))] == [
        ("RoleChanged", {**told, "role": "MODERATOR"}),
        ("PersonSuspended", told),
        ("PersonReinstated", told),
    ]
