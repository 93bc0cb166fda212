"""Letters, sent to a real SMTP server: what they say, and what happens where it refuses them."""

import asyncio
from datetime import UTC, datetime

import pytest

from octavo.accounts.api import LetterKind, MailId, MailRequested, PlainLetters
from octavo.accounts.ports import AddressDeferred, MailTrouble
from octavo.accounts.service import MAIL_CONSUMER, MailEvents
from octavo.chassis.context import acting_as
from octavo.chassis.faults import Invalid
from octavo.chassis.handling import Patience
from octavo.chassis.ids import to_text
from octavo.chassis.relay import Relay
from tests.accounts.world import HOME, World


async def letter_ids(world: World) -> list[MailId]:
    return [MailId(to_text(row["id"])) for row in await world.db.all("SELECT id FROM mails ORDER BY id")]


async def test_a_letter_has_text_html_and_its_proper_head(room: World) -> None:
    await room.ask("anna@example.org")
    letter = room.mailbox.newest("anna@example.org")
    (mail_id,) = await letter_ids(room)
    assert letter["From"] == "Octavo <octavo@site.example>"
    assert letter["Message-ID"] == f"<{mail_id}@site.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    html = letter.get_body(("html",))
    assert html is not None
    assert f'href="{HOME}/sign-in/link/{room.mailbox.token("anna@example.org")}"' in html.get_content()


async def test_a_letter_comes_in_the_language_of_the_page_or_of_the_person(room: World) -> None:
    await room.ask("anna@example.org", language="de-AT")
    assert room.mailbox.newest("anna@example.org")["Subject"].startswith("Willkommen bei")
    with acting_as(await room.join("bert")):
        await room.accounts.update_preferences(language="de")
    await room.ask("bert@example.org", address="192.0.2.9")
    assert room.mailbox.newest("bert@example.org")["Subject"] == "Anmelden bei Octavo"


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind is not LetterKind.NONE])
@pytest.mark.parametrize("language", ["en", "de", "de-CH", "tlh", ""])
def test_every_kind_has_words_and_lets_nothing_through_into_html(kind: LetterKind, language: str) -> None:
    values = {
        "site": "<b>Site</b>",
        "home": HOME,
        "email": "a&b@example.org",
        "link": f"{HOME}/x",
        "minutes": "15",
        "days": "7",
    }
    wording = PlainLetters().render(kind, language, values)
    assert "<b>" not in wording.html
    assert f"{HOME}/x" in wording.text
    assert wording.subject
    assert "{" not in wording.subject + wording.text + wording.html


async def test_a_new_address_counts_when_its_letter_is_opened_and_the_old_one_is_told(room: World) -> None:
    with acting_as(await room.join("anna")):
        await room.accounts.change_email(email="new@example.org")
        await room.post()
        me = await room.accounts.get_me()
        assert (me.email, me.new_email) == ("anna@example.org", "new@example.org")
        assert [letter["To"] for letter in room.mailbox.letters] == ["new@example.org"]
        await room.accounts.redeem_link(token=room.mailbox.token("new@example.org"))
        await room.post()
        me = await room.accounts.get_me()
    assert (me.email, me.new_email, me.email_confirmed) == ("new@example.org", "", True)
    assert room.mailbox.letters[-1]["To"] == "anna@example.org"


async def test_nothing_is_mailed_to_an_address_that_is_somebody_elses(room: World) -> None:
    await room.join("bert")
    with acting_as(await room.join("anna")):
        await room.accounts.change_email(email="bert@example.org")
        with pytest.raises(Invalid):
            await room.accounts.change_email(email="nonsense")
    await room.post()
    assert room.mailbox.letters == []


async def test_a_letter_is_sent_once_however_often_its_event_comes(room: World) -> None:
    await room.ask("anna@example.org")
    (mail_id,) = await letter_ids(room)
    for _ in range(3):
        await room.inside.send_letter(MailRequested(mail_id=mail_id))
    await room.inside.send_letter(MailRequested(mail_id=MailId("11111111111")))
    assert len(room.mailbox.letters) == 1


async def test_an_address_that_is_put_off_is_tried_again_and_says_nothing_about_mail(room: World) -> None:
    room.mailbox.to_recipient = "451 mailbox busy"
    with pytest.raises(AddressDeferred):
        await room.ask("anna@example.org")
    assert (await room.accounts.get_registration()).mail_works
    room.mailbox.to_recipient = ""
    await room.post()
    assert room.mailbox.token("anna@example.org")


async def test_a_server_that_is_busy_is_tried_again_and_the_page_says_so(room: World) -> None:
    room.mailbox.to_recipient = "421 too busy"
    with pytest.raises(MailTrouble):
        await room.ask("anna@example.org")
    assert not (await room.accounts.get_registration()).mail_works
    room.mailbox.to_recipient = ""
    await room.post()
    assert room.mailbox.token("anna@example.org")
    assert (await room.accounts.get_registration()).mail_works


async def test_a_letter_that_is_refused_as_a_whole_is_tried_again(room: World) -> None:
    room.mailbox.to_letter = "554 not today"
    with pytest.raises(MailTrouble):
        await room.ask("anna@example.org")
    room.mailbox.to_letter = ""
    await room.post()
    assert room.mailbox.token("anna@example.org")


async def test_an_address_that_does_not_exist_is_given_up(room: World) -> None:
    room.mailbox.to_recipient = "550 no such person"
    await room.ask("nobody@example.org")
    room.mailbox.to_recipient = ""
    await room.post()
    assert room.mailbox.letters == []
    (row,) = await room.db.all("SELECT problem FROM mails")
    assert "550" in row["problem"]
    assert (await room.accounts.get_registration()).mail_works


async def test_a_server_that_is_down_is_tried_again(room: World) -> None:
    mailer = room.inside.tools.mailer
    assert mailer is not None
    closed = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
    port = closed.sockets[0].getsockname()[1]
    closed.close()
    await closed.wait_closed()
    mailer._port = port  # type: ignore[attr-defined]
    with pytest.raises(MailTrouble):
        await room.ask("anna@example.org")
    mailer._port = room.mailbox.port  # type: ignore[attr-defined]
    await room.post()
    assert room.mailbox.token("anna@example.org")


async def test_a_server_that_says_nothing_is_given_up_after_the_timeout(room: World) -> None:
    mailer = room.inside.tools.mailer
    assert mailer is not None
    silent = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
    mailer._port = silent.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    mailer._timeout = 0.05  # type: ignore[attr-defined]
    with pytest.raises(MailTrouble):
        await room.ask("anna@example.org")
    silent.close()


async def test_a_sign_in_letter_that_is_late_by_an_hour_is_not_sent_at_all(room: World) -> None:
    room.mailbox.to_recipient = "451 later"
    with pytest.raises(MailTrouble):
        await room.ask("anna@example.org")
    room.mailbox.to_recipient = ""
    room.clock.turn(hours=1)
    await room.post()
    assert room.mailbox.letters == []


async def test_a_link_lives_from_the_sending_of_its_letter(room: World) -> None:
    room.mailbox.to_recipient = "451 later"
    with pytest.raises(MailTrouble):
        await room.ask("anna@example.org")
    room.mailbox.to_recipient = ""
    room.clock.turn(minutes=40)
    await room.post()
    room.clock.turn(minutes=14)
    await room.accounts.peek_link(token=room.mailbox.token("anna@example.org"))


async def test_the_relay_sends_what_was_asked_for_and_keeps_what_cannot_be_sent(room: World) -> None:
    relay = Relay(room.db, clock=lambda: datetime.now(UTC))
    patience = Patience(attempts=2, pause=0.01)
    relay.subscribe(
        consumer=MAIL_CONSUMER, types=MailEvents.TYPES, handler=MailEvents(room.inside), patience=patience
    )
    room.mailbox.to_letter = "554 not today"
    with pytest.raises(MailTrouble):
        await room.ask("anna@example.org")
    async with relay.running():
        async with asyncio.timeout(20):
            while not (dead := await relay.dead_letters()):  # noqa: ASYNC110 - a table has no event to wait on
                await asyncio.sleep(0.02)
            assert dead[0].type == "accounts.MailRequested"
            assert "anna@example.org" not in repr(dead)
            room.mailbox.to_letter = ""
            await relay.replay(dead[0].id)
            while not room.mailbox.letters:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.02)
    assert room.mailbox.token("anna@example.org")
