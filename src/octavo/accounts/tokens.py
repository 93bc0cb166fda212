"""Access tokens: how one is made and recognised, and what may stand in one. No I/O, no clock.

A token is `oct_`, 38 random letters and digits (226 bits), and a checksum of 6: whoever finds one in a log or
a repository knows what it is, and one that was typed wrong is told from a revoked one without asking anybody.
"""

import secrets
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from octavo.accounts.api import AccessToken, PersonId, TokenId
from octavo.chassis.faults import Invalid
from octavo.chassis.scopes import SCOPES

MOST_TOKENS: Final = 50
"""Of one person's that are not over."""
LONGEST_DAYS: Final = 365
KEPT_AFTERWARDS: Final = timedelta(days=30)
"""A token that is over is still listed for so long, so that its owner sees why a program stopped."""

_PREFIX: Final = "oct_"
_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_RANDOM: Final = 38
_CHECK: Final = 6
_LENGTH: Final = len(_PREFIX) + _RANDOM + _CHECK


class StoredAccessToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token as it is stored: the token itself only as its hash."""

    id: TokenId
    person_id: PersonId
    name: str
    token_hash: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_on: datetime | None = None

    def over(self, now: datetime) -> bool:
        return now >= self.expires_at

    def to_be_touched(self, now: datetime) -> bool:
        """Whether its use today is still to be noted."""
        return self.last_used_on != day_of(now)

    def as_token(self) -> AccessToken:
        """As its owner sees it."""
        return AccessToken(
            id=self.id,
            name=self.name,
            scopes=self.scopes,
            created_at=self.created_at,
            expires_at=self.expires_at,
            last_used_on=self.last_used_on,
        )


def new_access_token() -> str:
    """A token that nobody has."""
    body = "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM))
    return f"{_PREFIX}{body}{_checksum(body)}"


def well_formed(token: str) -> bool:
    """Whether it could be one of ours."""
    if len(token) != _LENGTH or not token.startswith(_PREFIX) or not token.isascii():
        return False
    return token[-_CHECK:] == _checksum(token[len(_PREFIX) : -_CHECK])


def _checksum(body: str) -> str:
    number, letters = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK):
        number, rest = divmod(number, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters


def day_of(time: datetime) -> datetime:
    """Midnight UTC before it."""
    return time.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def check_scopes(scopes: Sequence[str]) -> tuple[str, ...]:
    """The scopes, each once and in the order of the list; raises Invalid."""
    if unknown := sorted(set(scopes) - SCOPES.keys()):
        raise Invalid("scopes", f"There is no scope “{unknown[0][:40]}”. There are: {', '.join(SCOPES)}.")
    if not scopes:
        raise Invalid("scopes", "What is the token to be good for? Choose at least one.")
    return tuple(scope for scope in SCOPES if scope in scopes)


def check_days(days: int, longest: int) -> timedelta:
    """How long it is to last; raises Invalid."""
    if not 1 <= days <= longest:
        raise Invalid("days", f"From 1 to {longest} days.")
    return timedelta(days=days)
