"""Who asks: the cookie, and whose it is."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import msgspec
from starlette.responses import Response

from octavo.accounts.api import Accounts, AuthenticateResponse, SessionOver, SignedIn, caller_of
from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, Caller
from octavo.edge.marks import MARK

COOKIES: Final = ("session", "__Host-session")
"""What holds a session, without and with https."""
_LONGEST_TOKEN: Final = 200
_KNOWN_SECONDS: Final = 60.0
_ENTRY_BYTES: Final = 1_000
_LONGEST_COOKIE: Final = 400 * 86_400
"""Seconds; browsers keep none longer. How long a sign-in lasts is for accounts to say: use prolongs it."""
_MARK: Final = "signed-in"
_AVOIDS: Final = f"{MARK}=1".encode()


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, and how they want to be spoken to."""

    caller: Caller = ANONYMOUS
    language: str = ""
    """BCP 47, by their own choice; empty: as the browser says."""
    time_zone: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether they are known."""
        return self.caller.person_id is not None

    @property
    def person_id(self) -> str:
        """Their id; empty where nobody is signed in."""
        return self.caller.person_id or ""

    @property
    def moderates(self) -> bool:
        """Whether they look after the site's people."""
        return "moderator" in self.caller.roles

    @property
    def owns(self) -> bool:
        """Whether the site is theirs."""
        return "owner" in self.caller.roles

    @property
    def confirmed(self) -> bool:
        """Whether members' stories are open to them."""
        return "confirmed" in self.caller.roles


NOBODY: Final = Visitor()


class Sessions:
    """Reads and writes the session cookie; asks accounts whose it is, at most once a minute for each."""

    def __init__(self, *, accounts: Accounts, near: NearCache, secure: bool) -> None:
        self._accounts = accounts
        self._near = near
        self._secure = secure
        self.cookie = COOKIES[secure]
        self._name = self.cookie.encode()

    async def visitor(self, headers: Iterable[tuple[bytes, bytes]]) -> Visitor:
        """Whose request this is; NOBODY without a cookie, or with one that is over.

        Raises what accounts raises where it cannot be reached: whoever has a cookie must not be taken for a
        stranger because of that.
        """
        token = self.token(headers)
        return self.near(token) or await self.of_token(token)

    def token(self, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """The session's token out of a request's headers; empty where there is none that could be ours."""
        for name, value in headers:
            if name != b"cookie":
                continue
            for pair in value.split(b";"):
                key, _, token = pair.strip().partition(b"=")
                if key == self._name and 0 < len(token) <= _LONGEST_TOKEN:
                    return token.decode("latin-1")
        return ""

    def near(self, token: str) -> Visitor | None:
        """Whose token this is, if that can be told at once."""
        if not token:
            return NOBODY
        visitor: Visitor | None = self._near.peek(_key(token))
        return visitor

    async def of_token(self, token: str) -> Visitor:
        """Whose token this is."""
        found: Visitor = await self._near.get_or_load(
            _key(token),
            lambda: self._authenticate(token),
            ttl=_KNOWN_SECONDS,
            tags=lambda visitor: _tags(visitor),
            size=_ENTRY_BYTES,
        )
        return found

    async def _authenticate(self, token: str) -> Visitor:
        try:
            return _visitor(await self._accounts.authenticate(token=token))
        except SessionOver:
            return NOBODY

    def set(self, response: Response, signed_in: SignedIn) -> None:
        """Sign the browser in."""
        response.set_cookie(
            self.cookie,
            signed_in.token,
            max_age=_LONGEST_COOKIE,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

        # Tells the scripts of pages that are the same for everyone to ask who is here; holds nothing.
        response.set_cookie(
            _MARK, "1", max_age=_LONGEST_COOKIE, path="/", secure=self._secure, samesite="lax"
        )

    def cleared(self) -> list[tuple[bytes, bytes]]:
        """The headers that sign a browser out."""
        response = Response()
        self.clear(response)
        return [(name, value) for name, value in response.raw_headers if name == b"set-cookie"]

    def marked(self, headers: Iterable[tuple[bytes, bytes]], *, avoids: bool) -> list[tuple[bytes, bytes]]:
        """The headers that give a browser the mark that somebody is hidden from its reader, or take it away;
        none where it is as it should be."""
        has = any(name == b"cookie" and _AVOIDS in value for name, value in headers)
        if has == avoids:
            return []
        response = Response()
        if avoids:
            response.set_cookie(
                MARK, "1", max_age=_LONGEST_COOKIE, path="/", secure=self._secure, samesite="lax"
            )
        else:
            response.delete_cookie(MARK, path="/", secure=self._secure, samesite="lax")
        return [(name, value) for name, value in response.raw_headers if name == b"set-cookie"]

    def clear(self, response: Response) -> None:
        """Sign the browser out."""
        response.delete_cookie(_MARK, path="/", secure=self._secure, samesite="lax")
        response.delete_cookie(self.cookie, path="/", secure=self._secure, httponly=True, samesite="lax")


def _key(token: str) -> tuple[str, bytes]:
    # The token itself does not stay in memory.
    return ("session", blake2b(token.encode(), digest_size=16).digest())


def _visitor(found: AuthenticateResponse) -> Visitor:
    return Visitor(
        caller=caller_of(found),
        language=found.language,
        time_zone=found.time_zone,
    )


def _tags(visitor: Visitor) -> tuple[str, ...]:
    if not visitor.signed_in:
        return ()
    return (f"person:{visitor.person_id}", f"session:{visitor.caller.session_id}")
