"""Who may join, where registration is not open, and where there is no mail."""

import msgspec
import pytest

from octavo.accounts.api import (
    LinkPurpose,
    MailUnavailable,
    Registration,
    RegistrationClosed,
    Role,
)
from octavo.accounts.service import Config
from octavo.chassis.context import acting_as
from tests.accounts.conftest import QUICK, built
from tests.accounts.world import PASSWORD, World, token_in


class TestByInvitation:
    @pytest.fixture
    def config(self) -> Config:
        return msgspec.structs.replace(QUICK, registration="invitation")

    async def test_a_stranger_gets_no_letter_and_the_same_answer(self, world: World) -> None:
        await world.ask("stranger@example.org")
        assert world.mailbox.letters == []
        assert await world.events() == ["MailRequested"]

    async def test_one_who_is_invited_can_ask_for_another_link(self, world: World) -> None:
        with acting_as(await world.join("mona", role=Role.MODERATOR)):
            await world.accounts.invite(email="new@example.org")
        await world.ask("new@example.org")
        token = world.mailbox.token("new@example.org")
        assert (await world.accounts.peek_link(token=token)).purpose is LinkPurpose.SIGN_UP
        assert (await world.accounts.redeem_link(token=token, handle="newby", name="New")).signed_in.created

    async def test_what_the_sign_in_page_is_told(self, world: World) -> None:
        answer = await world.accounts.get_registration()
        assert (answer.registration, answer.mail_works) == (Registration.BY_INVITATION, True)


async def test_a_link_from_before_registration_was_closed_makes_no_account(room: World) -> None:
    await room.ask("anna@example.org")
    token = room.mailbox.token("anna@example.org")
    closed = msgspec.structs.replace(QUICK, registration="closed")
    after = built(room.db, room.clock, closed, shard=8)
    with pytest.raises(RegistrationClosed) as raised:
        await after.redeem_link(token=token, handle="anna", name="Anna")
    assert raised.value.registration is Registration.CLOSED
    assert (await room.accounts.redeem_link(token=token, handle="anna", name="Anna")).signed_in.created


class TestCrowded:
    @pytest.fixture
    def config(self) -> Config:
        return msgspec.structs.replace(QUICK, letters_in_all=2)

    async def test_a_flood_of_strangers_costs_no_member_their_letter(self, world: World) -> None:
        await world.join("anna")
        for number in range(4):
            await world.ask(f"stranger-{number}@example.org", address=f"192.0.2.{number}")
        assert len(world.mailbox.letters) == 2
        await world.ask("anna@example.org", address="192.0.2.9")
        assert world.mailbox.token("anna@example.org")


class TestWithoutMail:
    @pytest.fixture
    def config(self) -> Config:
        return msgspec.structs.replace(QUICK, mail_host="")

    async def test_who_asks_for_a_letter_is_told(self, world: World) -> None:
        assert not (await world.accounts.get_registration()).mail_works
        with pytest.raises(MailUnavailable):
            await world.ask("anna@example.org")
        with acting_as(await world.join("anna")), pytest.raises(MailUnavailable):
            await world.accounts.change_email(email="other@example.org")

    async def test_nobody_is_locked_out(self, world: World) -> None:
        token = token_in(await world.accounts.create_owner_link())
        redeemed = await world.accounts.redeem_link(
            token=token, handle="olga", name="O", email="o@example.org"
        )
        with acting_as(await world.caller(redeemed.signed_in)):
            await world.accounts.set_password(password=PASSWORD)
        assert (await world.sign_in("o@example.org")).person_id == redeemed.signed_in.person_id
        link = await world.accounts.create_login_link(email="o@example.org")
        again = await world.accounts.redeem_link(token=token_in(link))
        assert again.signed_in.person_id == redeemed.signed_in.person_id

    async def test_an_invitation_is_given_instead_of_mailed(self, world: World) -> None:
        with acting_as(await world.join("mona", role=Role.MODERATOR)):
            answer = await world.accounts.invite(email="new@example.org")
        assert not answer.mailed
        redeemed = await world.accounts.redeem_link(token=token_in(answer.link), handle="newby", name="New")
        assert redeemed.signed_in.created
