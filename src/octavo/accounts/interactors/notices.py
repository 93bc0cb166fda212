"""Letters that other services ask for: a few plain words about something of a person's."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from octavo.accounts.api import Notice, PersonId
from octavo.accounts.interactors.tools import Faculty
from octavo.accounts.letters import LetterKind
from octavo.chassis.faults import Invalid

_LETTERS: Final[Mapping[Notice, tuple[LetterKind, str]]] = {
    Notice.WEBHOOK_STOPPED: (LetterKind.WEBHOOK_STOPPED, "/me/webhooks"),
    Notice.SUBMISSION_ACCEPTED: (LetterKind.SUBMISSION_ACCEPTED, "/me/stories"),
    Notice.SUBMISSION_RETURNED: (LetterKind.SUBMISSION_RETURNED, "/me/stories"),
    Notice.SUBMISSION_WITHDRAWN: (LetterKind.SUBMISSION_WITHDRAWN, "/me/stories"),
}
"""The letter of each, and the page that it leads to."""

_LONGEST: Final = 200
_ONCE_WITHIN: Final = timedelta(days=30)


class NoticeDesk(Faculty):
    """Notes such letters; the mail room sends them."""

    async def send_notice(
        self, *, person_id: PersonId, notice: Notice, page: str = "", once: str = ""
    ) -> None:
        if notice not in _LETTERS:
            raise Invalid("notice", "There is no such letter.")
        if page and (not page.startswith("/") or page.startswith("//") or len(page) > _LONGEST):
            raise Invalid("page", "Must be a path on this site.")
        if len(once) > _LONGEST:
            raise Invalid("once", f"At most {_LONGEST} characters.")
        kind, usual = _LETTERS[notice]
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
            if once and not await self._is_first(f"{kind.value} {person_id} {once}"):
                return
            await self._ask_for_letter(
                kind, about.email, person_id=about.id, language=about.language, then=page or usual
            )

        await tools.transaction(work)

    async def _is_first(self, what: str) -> bool:
        digest = hashlib.sha256(f"notice {what}".encode()).hexdigest()
        return await self.tools.attempts.spend(digest, self.tools.clock() + _ONCE_WITHIN)
