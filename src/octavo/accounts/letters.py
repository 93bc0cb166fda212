"""The letters that signing in needs: their kinds, and what makes the words of one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Protocol

import msgspec


class LetterKind(StrEnum):
    """What a letter is about."""

    SIGN_IN = "sign_in"
    SIGN_UP = "sign_up"
    INVITATION = "invitation"
    CONFIRM_EMAIL = "confirm_email"
    EMAIL_CHANGED = "email_changed"
    """To the address that was theirs until now."""
    LEAVING = "leaving"
    """They asked to be erased."""
    WEBHOOK_STOPPED = "webhook_stopped"
    """One of their webhooks gave up."""
    SUBMISSION_ACCEPTED = "submission_accepted"
    """A publication took their story in."""
    SUBMISSION_RETURNED = "submission_returned"
    """It gave it back to be worked on."""
    SUBMISSION_WITHDRAWN = "submission_withdrawn"
    """Its editors ended the submission."""
    NONE = "none"
    """Stands where no letter is due, so that both cases take the same way and the same time."""


NOTICES: Final = frozenset(
    {
        LetterKind.WEBHOOK_STOPPED,
        LetterKind.SUBMISSION_ACCEPTED,
        LetterKind.SUBMISSION_RETURNED,
        LetterKind.SUBMISSION_WITHDRAWN,
    }
)
"""Letters that other services ask for: they lead to a page and let nobody in."""


class Wording(msgspec.Struct, frozen=True):
    """A letter as it is read."""

    subject: str
    text: str
    html: str


class LetterTemplates(Protocol):
    """The words of letters."""

    def render(self, kind: LetterKind, language: str, values: Mapping[str, str]) -> Wording:
        """A letter in a language (BCP 47; the site's own where it is empty or not spoken).

        `values`: `site` and `home` (the site's name and address), `email` (the recipient), `link` (where the
        letter has one), `minutes` (how long a sign-in link lives) and `days` (an invitation, or
        the grace of who leaves), `handle` and
        `name` (of the person whose account it is about, or who invites; empty where there is none).
        """
        ...
