"""Letters that other services ask for: a few plain words about something of a person's."""

from collections.abc import Mapping
from typing import Final

from octavo.accounts.api import Notice, PersonId
from octavo.accounts.interactors.tools import Faculty
from octavo.accounts.letters import LetterKind
from octavo.chassis.faults import Invalid

_LETTERS: Final[Mapping[Notice, tuple[LetterKind, str]]] = {
    Notice.WEBHOOK_STOPPED: (LetterKind.WEBHOOK_STOPPED, "/me/webhooks")
}
"""The letter of each, and the page that it leads to."""


class NoticeDesk(Faculty):
    """Notes such letters; the mail room sends them."""

    async def send_notice(self, *, person_id: PersonId, notice: Notice) -> None:
        if notice not in _LETTERS:
            raise Invalid("notice", "There is no such letter.")
        kind, page = _LETTERS[notice]
        tools = self.tools

        async def work() -> None:
            about = await tools.people.find(person_id)
            if (
                about is None
                or not about.email
                or about.suspended_at
                or about.erased_at
                or tools.mailer is None
            ):
                return
            await self._ask_for_letter(
                kind, about.email, person_id=about.id, language=about.language, then=page
            )

        await tools.transaction(work)
