"""Who asks by an access token: `Authorization: Bearer oct_…`.

A request that carries the header is the token's alone: its cookie is not looked at, so no other site's page
can use a browser's sign-in by way of it, and the check of the origin can be left out.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Final

import msgspec

from octavo.accounts.api import Accounts, TokenOver, token_caller_of
from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, Caller
from octavo.chassis.faults import Unauthenticated

_LONGEST: Final = 200
_KNOWN_SECONDS: Final = 60.0
_ENTRY_BYTES: Final = 1_500
_NO_TOKEN: Final = "This access token is unknown, over or revoked."  # noqa: S105 - says that there is none


def carries_token(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the request says by `Authorization` who asks, rightly or not."""
    return any(name == b"authorization" for name, _ in headers)


class _Known(msgspec.Struct, frozen=True):
    """What accounts said of a token; nobody's where it is none."""

    caller: Caller
    token_id: str = ""
    seconds: float = _KNOWN_SECONDS
    """How long that may be believed."""


class Tokens:
    """Asks accounts whose a token is, at most once a minute for each; a purge tells of what ended sooner."""

    def __init__(self, *, accounts: Accounts, near: NearCache, clock: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._near = near
        self._clock = clock

    async def caller(self, headers: Iterable[tuple[bytes, bytes]]) -> Caller | None:
        """Who asks by a token; None where the request carries none. Raises Unauthenticated."""
        told = [value for name, value in headers if name == b"authorization"]
        if not told:
            return None
        scheme, _, token = told[0].partition(b" ")
        if len(told) > 1 or scheme.lower() != b"bearer" or not 0 < len(token := token.strip()) <= _LONGEST:
            raise Unauthenticated("The header must be “Authorization: Bearer TOKEN”, once.")
        # The token itself does not stay in memory.
        key = ("token", blake2b(token, digest_size=16).digest())
        known: _Known | None = self._near.peek(key)
        if known is None:
            known = await self._near.get_or_load(
                key,
                lambda: self._authenticate(token.decode("latin-1")),
                ttl=lambda known: known.seconds,
                tags=_tags,
                size=_ENTRY_BYTES,
            )
        if known.caller.person_id is None:
            raise Unauthenticated(_NO_TOKEN)
        return known.caller

    async def _authenticate(self, token: str) -> _Known:
        try:
            found = await self._accounts.authenticate_token(token=token)
        except TokenOver:
            return _Known(ANONYMOUS)
        left = (found.expires_at - self._clock()).total_seconds()
        return _Known(token_caller_of(found), found.token_id, min(_KNOWN_SECONDS, left))


def _tags(known: _Known) -> tuple[str, ...]:
    return (f"person:{known.caller.person_id}", f"token:{known.token_id}") if known.token_id else ()
