"""Letters on their way: each that was asked for is sent after its transaction, and again after a failure."""

from datetime import timedelta
from typing import Final

from octavo.accounts.api import MailRequested
from octavo.accounts.entities import (
    INVITATION_LASTS,
    SIGN_IN_LINK_LASTS,
    Account,
    Letter,
    new_token,
)
from octavo.accounts.interactors.tools import Faculty
from octavo.accounts.letters import NOTICES, LetterKind
from octavo.accounts.ports import AddressDeferred, AddressRefused

TROUBLE_FADES_AFTER: Final = timedelta(minutes=10)
"""For so long after a failure the sign-in page says that mail does not work, or until a letter went out."""


class MailRoom(Faculty):
    """Sends what was asked for."""

    async def send_letter(self, event: MailRequested) -> None:
        """Sends a letter, unless it was sent already or is of no use any more.

        MailTrouble goes on to the relay, which tries again later, and at last puts the event among the dead
        letters. A letter whose sending was interrupted goes out once more, under the same Message-ID.
        """
        tools, now = self.tools, self.tools.clock()
        letter = await tools.letters.find(event.mail_id)
        if letter is None or letter.settled():
            return
        if tools.mailer is None or letter.kind is LetterKind.NONE or letter.stale(now):
            why = "no mail server is configured" if tools.mailer is None else "of no use any more"
            await tools.letters.note_problem(letter.id, why)
            return
        token = await self._prepare(letter)
        about = await tools.people.find(letter.person_id) if letter.person_id else None
        values = self._values(letter, token, about)
        wording = tools.templates.render(letter.kind, letter.language, values)
        try:
            await tools.mailer.send(mail_id=letter.id, recipient=letter.recipient, wording=wording)
        except AddressRefused as refused:
            await tools.letters.note_problem(letter.id, str(refused)[:500] or "refused")
            return
        except AddressDeferred:
            await tools.letters.forget_attempt(letter.id)
            raise
        await tools.letters.note_sent(letter.id, tools.clock())

    async def _prepare(self, letter: Letter) -> str:
        """Notes the attempt and makes the letter's link, which lives from now on."""
        tools, now, token = self.tools, self.tools.clock(), new_token()
        link = letter.link(id=tools.new_id(), token=token, now=now)

        async def work() -> None:
            await tools.letters.note_attempt(letter.id, now)
            if link is not None:
                await tools.links.add(link)

        await tools.transaction(work)
        return token if link is not None else ""

    def _values(self, letter: Letter, token: str, about: Account | None) -> dict[str, str]:
        tools = self.tools
        return {
            "site": tools.site,
            "home": tools.home,
            "email": letter.recipient,
            "link": tools.address_of_link(token) if token else _page_of(tools.home, letter),
            "minutes": str(SIGN_IN_LINK_LASTS // timedelta(minutes=1)),
            "days": str((tools.spans.grace if letter.kind is LetterKind.LEAVING else INVITATION_LASTS).days),
            "handle": about.handle if about else "",
            "name": about.name if about else "",
        }

    async def tidy(self) -> int:
        """Deletes sign-ins, links, letters, notes of attempts and log lines that are over. How many rows."""
        tools, now = self.tools, self.tools.clock()
        swept = await tools.housekeeping.sweep(now)
        return swept + await tools.happenings.sweep(now - tools.spans.happenings)


def _page_of(home: str, letter: Letter) -> str:
    """The page that a notice leads to; empty for other letters."""
    return f"{home}{letter.then}" if letter.kind in NOTICES else ""
