"""The rules of private feeds: their names and tokens. No I/O, no clock."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec

from octavo.chassis.faults import Invalid
from octavo.syndication.api import PersonId, PrivateFeed, PrivateFeedId

LONGEST_NAME: Final = 80
NOTED_EVERY: Final = timedelta(hours=1)
"""How exactly it is known when a feed was last asked for."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A private feed as it is kept."""

    id: PrivateFeedId
    person_id: PersonId
    name: str
    digest: str
    created_at: datetime
    opened_at: datetime | None = None

    def shown(self) -> PrivateFeed:
        """As its owner sees it."""
        return PrivateFeed(id=self.id, name=self.name, created_at=self.created_at, opened_at=self.opened_at)

    def is_to_be_noted(self, now: datetime) -> bool:
        """Whether it was not asked for in the last hour."""
        return self.opened_at is None or now - self.opened_at >= NOTED_EVERY


def new_token() -> str:
    """256 bits that nobody guesses, in 43 characters that may stand in an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token; empty for a text that is none."""
    return hashlib.sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else ""


def named(name: str, now: datetime) -> str:
    """What a feed is called. Raises Invalid."""
    text = " ".join(name.split())
    if _CONTROLS.search(text):
        raise Invalid("name", "Please leave out control characters here.")
    if len(text) > LONGEST_NAME:
        raise Invalid("name", f"At most {LONGEST_NAME} characters.")
    return text or f"{now:%Y-%m-%d}"
