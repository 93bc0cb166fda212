"""A small world for the tests of the accounts: people, a mail server, a clock that is turned by hand."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from octavo.accounts.api import Accounts, MailId, MailRequested, PersonId, Role, SignedIn, caller_of
from octavo.accounts.challenges import solve
from octavo.accounts.interactors import AccountsInteractor
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.database import Database
from octavo.chassis.ids import to_text
from tests.clock import Clock as Clock

HOME = "https://site.example"
PASSWORD = "four quiet green rivers"


@dataclass
class Mailbox:
    """Every mailbox of the world, behind a real SMTP server. The answers stand in for "250 OK"."""

    letters: list[EmailMessage] = field(default_factory=list)
    to_recipient: str = ""
    to_letter: str = ""
    port: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.to_letter:
            return self.to_letter
        letter = message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
        assert isinstance(letter, EmailMessage)
        assert [letter["To"]] == envelope.rcpt_tos
        self.letters.append(letter)
        return "250 OK"

    def newest(self, recipient: str) -> EmailMessage:
        return next(letter for letter in reversed(self.letters) if letter["To"] == recipient)

    def token(self, recipient: str) -> str:
        """Out of the newest letter to somebody."""
        body = self.newest(recipient).get_body(("plain",))
        assert body is not None
        return token_in(body.get_content())


def token_in(text: str) -> str:
    found = re.search(rf"{HOME}/sign-in/link/([\w-]{{43}})\b", text)
    assert found, text
    return found[1]


@asynccontextmanager
async def mail_server(mailbox: Mailbox) -> AsyncIterator[asyncio.Server]:
    """A real SMTP server on a free port, in the loop of the test."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, loop=loop, hostname="mx"), "127.0.0.1", 0)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.close()
        await server.wait_closed()


@dataclass
class World:
    """The accounts as a caller sees them (here or over the wire), and what lies behind."""

    accounts: Accounts
    inside: AccountsInteractor
    db: Database
    clock: Clock
    mailbox: Mailbox
    exports: Path
    """The folder in which exports lie."""

    async def post(self) -> None:
        """Sends every letter that was asked for and is not settled yet."""
        rows = await self.db.all("SELECT id FROM mails WHERE sent_at IS NULL AND problem = '' ORDER BY id")
        for row in rows:
            await self.inside.send_letter(MailRequested(mail_id=MailId(to_text(row["id"]))))

    async def ask(
        self, email: str, *, address: str = "192.0.2.1", then: str = "", language: str = ""
    ) -> None:
        """Asks for a link as the sign-in page does: with a challenge that was solved in a human's time."""
        riddle = await self.accounts.issue_challenge()
        answer = solve(riddle.challenge, riddle.difficulty)
        self.clock.turn(seconds=5)
        await self.accounts.request_link(
            email=email,
            challenge=riddle.challenge,
            answer=answer,
            address=address,
            then=then,
            language=language,
        )
        await self.post()

    async def join(self, handle: str, *, role: Role = Role.MEMBER, password: str = "") -> Caller:
        """A new person with a confirmed address, signed in: `{handle}@example.org`."""
        with acting_as(ANONYMOUS):
            link = await self.accounts.create_login_link(email=f"{handle}@example.org")
            redeemed = await self.accounts.redeem_link(
                token=token_in(link), handle=handle, name=handle.title(), user_agent="Firefox on Linux"
            )
        person_id = redeemed.signed_in.person_id
        if role is not Role.MEMBER:
            account = await self.inside.tools.people.find(person_id)
            assert account is not None
            await self.db.execute(
                "UPDATE people SET role = :role WHERE handle = :handle", role=role.value, handle=handle
            )
        caller = await self.caller(redeemed.signed_in)
        if password:
            with acting_as(caller):
                await self.accounts.set_password(password=password)
        return caller

    async def caller(self, signed_in: SignedIn) -> Caller:
        """Who asks, as the edge finds out by the cookie."""
        return caller_of(await self.accounts.authenticate(token=signed_in.token))

    async def sign_in(self, login: str, password: str = PASSWORD) -> SignedIn:
        return await self.accounts.sign_in(
            login=login,
            password=password,
            user_agent="Mozilla/5.0 (Macintosh) Firefox/140",
            address="192.0.2.1",
        )

    async def events(self) -> list[str]:
        """The types of all events so far, in order."""
        rows = await self.db.all("SELECT type FROM octavo_outbox ORDER BY number")
        return [row["type"].partition(".")[2] for row in rows]


def person(caller: Caller) -> PersonId:
    assert caller.person_id is not None
    return PersonId(caller.person_id)
