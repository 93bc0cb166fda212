"""Joining and signing in by one-time links."""

import pytest

from octavo.accounts.api import (
    HandleNotAllowed,
    HandleTaken,
    LinkInvalid,
    LinkPurpose,
    LooksAutomated,
    PersonNotFound,
    Role,
    SessionOver,
    TooManyAttempts,
)
from octavo.accounts.challenges import solve
from octavo.chassis.context import acting_as
from octavo.chassis.faults import AlreadyExists, Invalid
from tests.accounts.world import World, token_in


async def test_a_new_address_gets_an_account_by_its_link(world: World) -> None:
    await world.ask("anna@example.org", then="/new")
    token = world.mailbox.token("anna@example.org")
    peeked = await world.accounts.peek_link(token=token)
    assert (peeked.purpose, peeked.email, peeked.suggested_handle, peeked.then) == (
        LinkPurpose.SIGN_UP,
        "anna@example.org",
        "anna",
        "/new",
    )
    redeemed = await world.accounts.redeem_link(token=token, handle="anna", name="Anna")
    assert redeemed.signed_in.created
    assert redeemed.then == "/new"
    with acting_as(await world.caller(redeemed.signed_in)):
        me = await world.accounts.get_me()
    assert (me.person.handle, me.email, me.email_confirmed, me.role) == (
        "anna",
        "anna@example.org",
        True,
        Role.MEMBER,
    )
    assert not me.has_password
    assert await world.events() == ["MailRequested", "PersonJoined"]


async def test_a_known_address_is_signed_in(world: World) -> None:
    caller = await world.join("anna")
    await world.ask("Anna@Example.org")
    token = world.mailbox.token("anna@example.org")
    assert (await world.accounts.peek_link(token=token)).purpose is LinkPurpose.SIGN_IN
    signed_in = (await world.accounts.redeem_link(token=token)).signed_in
    assert signed_in.person_id == caller.person_id
    assert not signed_in.created
    assert signed_in.session_id != caller.session_id


async def test_looking_at_a_link_does_not_use_it_up(world: World) -> None:
    await world.join("anna")
    await world.ask("anna@example.org")
    token = world.mailbox.token("anna@example.org")
    for _ in range(3):
        await world.accounts.peek_link(token=token)
    assert (await world.accounts.redeem_link(token=token)).signed_in.token


async def test_a_link_works_once(world: World) -> None:
    await world.join("anna")
    await world.ask("anna@example.org")
    token = world.mailbox.token("anna@example.org")
    await world.accounts.redeem_link(token=token)
    for call in (world.accounts.redeem_link, world.accounts.peek_link):
        with pytest.raises(LinkInvalid) as raised:
            await call(token=token)
        assert raised.value.over


async def test_a_sign_in_link_lives_a_quarter_of_an_hour(world: World) -> None:
    await world.join("anna")
    await world.ask("anna@example.org")
    token = world.mailbox.token("anna@example.org")
    world.clock.turn(minutes=14)
    await world.accounts.peek_link(token=token)
    world.clock.turn(minutes=1)
    with pytest.raises(LinkInvalid) as raised:
        await world.accounts.redeem_link(token=token)
    assert raised.value.over


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "\x00", "ü" * 43, "x" * 10_000])
async def test_a_made_up_token_is_no_link_and_no_session(world: World, token: str) -> None:
    with pytest.raises(LinkInvalid) as raised:
        await world.accounts.redeem_link(token=token, handle="anna", name="Anna")
    assert not raised.value.over
    with pytest.raises(SessionOver):
        await world.accounts.authenticate(token=token)


async def test_a_taken_handle_leaves_the_link_as_it_was_and_suggests_another(world: World) -> None:
    await world.join("anna")
    await world.ask("other@example.org")
    token = world.mailbox.token("other@example.org")
    with pytest.raises(HandleTaken) as raised:
        await world.accounts.redeem_link(token=token, handle="Anna", name="Other")
    assert raised.value.suggestion == "anna-2"
    with pytest.raises(HandleNotAllowed):
        await world.accounts.redeem_link(token=token, handle="admin", name="Other")
    with pytest.raises(Invalid):
        await world.accounts.redeem_link(token=token, handle="other", name="")
    assert (await world.accounts.redeem_link(token=token, handle="anna-2", name="Other")).signed_in.created


async def test_two_links_to_a_new_address_make_one_account(world: World) -> None:
    await world.ask("anna@example.org")
    first = world.mailbox.token("anna@example.org")
    await world.ask("anna@example.org")
    second = world.mailbox.token("anna@example.org")
    await world.accounts.redeem_link(token=first, handle="anna", name="Anna")
    with pytest.raises(LinkInvalid):
        await world.accounts.redeem_link(token=second, handle="anna2", name="Anna")


async def test_the_way_on_never_leads_off_the_site(world: World) -> None:
    await world.join("anna")
    await world.ask("anna@example.org", then="//evil.example")
    assert (await world.accounts.peek_link(token=world.mailbox.token("anna@example.org"))).then == ""


async def test_a_form_that_no_person_filled_in_gets_no_letter(world: World) -> None:
    riddle = await world.accounts.issue_challenge()
    answer = solve(riddle.challenge, riddle.difficulty)
    with pytest.raises(LooksAutomated):
        await world.accounts.request_link(email="a@example.org", challenge=riddle.challenge, answer=answer)
    world.clock.turn(seconds=5)
    with pytest.raises(LooksAutomated):
        await world.accounts.request_link(
            email="a@example.org", challenge=riddle.challenge, answer=answer, website="https://spam.example"
        )
    with pytest.raises(LooksAutomated):
        await world.accounts.request_link(email="a@example.org")
    assert await world.events() == []


async def test_a_challenge_is_good_for_one_form(world: World) -> None:
    riddle = await world.accounts.issue_challenge()
    form = {"challenge": riddle.challenge, "answer": solve(riddle.challenge, riddle.difficulty)}
    world.clock.turn(seconds=5)
    await world.accounts.request_link(email="a@example.org", **form)
    with pytest.raises(LooksAutomated):
        await world.accounts.request_link(email="b@example.org", **form)


async def test_letters_to_one_address_are_few(world: World) -> None:
    for number in range(5):
        await world.ask("anna@example.org", address=f"192.0.2.{number}")
    with pytest.raises(TooManyAttempts) as raised:
        await world.ask("anna@example.org", address="192.0.2.99")
    assert 0 < raised.value.retry_after_seconds <= 3600
    assert len(world.mailbox.letters) == 5
    world.clock.turn(seconds=raised.value.retry_after_seconds)
    await world.ask("anna@example.org", address="192.0.2.100")


async def test_letters_asked_for_from_one_network_are_few(world: World) -> None:
    for number in range(10):
        await world.ask(f"a{number}@example.org", address=f"2001:db8::{number}")
    with pytest.raises(TooManyAttempts):
        await world.ask("b@example.org", address="2001:db8::ffff:1")
    await world.ask("b@example.org", address="2001:db8:0:1::1")


async def test_an_operator_lets_a_known_person_in(world: World) -> None:
    caller = await world.join("anna")
    link = await world.accounts.create_login_link(email="anna@example.org")
    signed_in = (await world.accounts.redeem_link(token=token_in(link))).signed_in
    assert signed_in.person_id == caller.person_id


async def test_an_operator_gives_an_imported_author_an_address(world: World) -> None:
    author = (await world.accounts.import_person(source="markdown:mel", handle="mel", name="Mel")).person
    link = await world.accounts.create_login_link(email="mel@example.org", handle="@mel")
    redeemed = await world.accounts.redeem_link(token=token_in(link))
    assert redeemed.signed_in.person_id == author.id
    with acting_as(await world.caller(redeemed.signed_in)):
        assert (await world.accounts.get_me()).email == "mel@example.org"


async def test_an_operators_link_needs_somebody(world: World) -> None:
    await world.join("anna")
    await world.join("bert")
    with pytest.raises(Invalid):
        await world.accounts.create_login_link()
    with pytest.raises(Invalid):
        await world.accounts.create_login_link(email="nonsense")
    with pytest.raises(PersonNotFound):
        await world.accounts.create_login_link(handle="nobody")
    with pytest.raises(AlreadyExists):
        await world.accounts.create_login_link(email="bert@example.org", handle="anna")


async def test_the_first_owner_comes_by_the_link_of_the_first_start(world: World) -> None:
    world.clock.turn(days=100)
    other = await world.accounts.create_owner_link()
    token = token_in(await world.accounts.create_owner_link())
    assert (await world.accounts.peek_link(token=token)).purpose is LinkPurpose.BECOME_OWNER
    redeemed = await world.accounts.redeem_link(
        token=token, handle="olga", name="Olga", email="olga@example.org"
    )
    caller = await world.caller(redeemed.signed_in)
    assert "owner" in caller.roles
    with acting_as(caller):
        me = await world.accounts.get_me()
    assert (me.role, me.email, me.email_confirmed) == (Role.OWNER, "olga@example.org", False)
    assert await world.accounts.create_owner_link() == ""
    with pytest.raises(LinkInvalid) as raised:
        await world.accounts.redeem_link(token=token_in(other), handle="eve", name="Eve")
    assert raised.value.over


async def test_the_owners_address_counts_once_its_letter_was_opened(world: World) -> None:
    token = token_in(await world.accounts.create_owner_link())
    redeemed = await world.accounts.redeem_link(
        token=token, handle="olga", name="O", email="olga@example.org"
    )
    await world.post()
    confirm = world.mailbox.token("olga@example.org")
    with acting_as(await world.caller(redeemed.signed_in)):
        again = await world.accounts.redeem_link(token=confirm)
        assert again.signed_in.token == ""
        assert (await world.accounts.get_me()).email_confirmed


async def test_an_unconfirmed_address_lets_nobody_in_by_mail(world: World) -> None:
    token = token_in(await world.accounts.create_owner_link())
    await world.accounts.redeem_link(token=token, handle="olga", name="Olga", email="mistyped@example.org")
    await world.ask("mistyped@example.org")
    peeked = await world.accounts.peek_link(token=world.mailbox.token("mistyped@example.org"))
    assert peeked.purpose is LinkPurpose.SIGN_UP
