"""The letters of the accounts in the site's own look and words."""

from collections.abc import Callable, Mapping

import structlog

from octavo.accounts.api import LetterKind, PlainLetters, Wording
from octavo.edge.assets import AssetsMissing
from octavo.edge.pages.views_mail import ConfirmMail, InvitationMail, Mail, SignInMail
from octavo.edge.render import Look

_log = structlog.get_logger(__name__)


class SiteLetters:
    """accounts.LetterTemplates: letters by the templates of the pages.

    look: makes what renders them, at the first letter; where the front end was not built, and for kinds
    that have no template, letters go out in plain words.
    """

    def __init__(self, look: Callable[[], Look], *, language: str) -> None:
        self._make_look = look
        self._look: Look | None = None
        self._plain = PlainLetters(language)

    def render(self, kind: LetterKind, language: str, values: Mapping[str, str]) -> Wording:
        """The letter in the language nearest to `language`."""
        mail = _mail(kind, values)
        if mail is None or (look := self._looks()) is None:
            return self._plain.render(kind, language, values)
        made = look.mail(mail, language)
        return Wording(made.subject, made.text, made.html)

    def _looks(self) -> Look | None:
        if self._look is None:
            try:
                self._look = self._make_look()
            except AssetsMissing as missing:
                _log.warning("letters go out in plain words", why=str(missing))
        return self._look


def _mail(kind: LetterKind, values: Mapping[str, str]) -> Mail | None:
    link, minutes = values["link"], int(values["minutes"])
    match kind:
        case LetterKind.SIGN_IN | LetterKind.SIGN_UP:
            return SignInMail(link=link, minutes=minutes, new_account=kind is LetterKind.SIGN_UP)
        case LetterKind.CONFIRM_EMAIL:
            return ConfirmMail(link=link, minutes=minutes, handle=values["handle"])
        case LetterKind.INVITATION if values["name"]:
            return InvitationMail(link=link, days=int(values["days"]), invited_by=values["name"])
        case _:
            return None
