"""Access tokens: making, listing and revoking one's own, and telling whose one is."""

from octavo.accounts import checks, tokens
from octavo.accounts.api import (
    AccessToken,
    AuthenticateTokenResponse,
    CreateTokenResponse,
    HappeningKind,
    TokenId,
    TokenNotFound,
    TokenOver,
    TooManyTokens,
)
from octavo.accounts.entities import Account, token_hash
from octavo.accounts.interactors.tools import Faculty, person_tag
from octavo.accounts.tokens import StoredAccessToken
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Forbidden

_CACHED_SECONDS = 60.0
_CACHED_BYTES = 1500


class TokenDesk(Faculty):
    """Access tokens for programs."""

    async def create_token(self, *, name: str, scopes: tuple[str, ...], days: int) -> CreateTokenResponse:
        tools, now = self.tools, self.tools.clock()
        await self._me_at_a_browser()
        called, good_for = checks.check_name(name), tokens.check_scopes(scopes)
        lasts = tokens.check_days(days, tools.token_days)
        token = tokens.new_access_token()
        token_id = TokenId(tools.new_id())

        async def work() -> StoredAccessToken:
            me = await self._me_at_a_browser()
            if sum(not other.over(now) for other in await tools.tokens.of(me.id)) >= tokens.MOST_TOKENS:
                raise TooManyTokens(limit=tokens.MOST_TOKENS)
            made = StoredAccessToken(
                id=token_id,
                person_id=me.id,
                name=called,
                token_hash=token_hash(token),
                scopes=good_for,
                created_at=now,
                expires_at=now + lasts,
            )
            await tools.tokens.add(made)
            await self._note(HappeningKind.TOKEN_MADE, me.id, detail=called)
            return made

        return CreateTokenResponse(token=token, access_token=(await tools.transaction(work)).as_token())

    async def list_tokens(self) -> tuple[AccessToken, ...]:
        me = await self._me_at_a_browser()
        return tuple(token.as_token() for token in await self.tools.tokens.of(me.id))

    async def revoke_token(self, *, token_id: TokenId) -> None:
        me = await self._me_at_a_browser()

        async def work() -> None:
            if not await self.tools.tokens.end(me.id, only=token_id):
                raise TokenNotFound(token_id=token_id)
            await self._note(HappeningKind.TOKEN_REVOKED, me.id)
            await self.tools.news.tell(stale=[token_tag(token_id)])

        await self.tools.transaction(work)

    async def _me_at_a_browser(self) -> Account:
        """The caller's account. A token is no way to other tokens, whatever the outer door says."""
        if current_caller().scopes is not None:
            raise Forbidden("Access tokens are managed in a browser, not by an access token.")
        return await self._me()

    async def authenticate_token(self, *, token: str) -> AuthenticateTokenResponse:
        if not tokens.well_formed(token):
            raise TokenOver
        digest = token_hash(token)
        found = await self.tools.cache.get_or_load(
            f"access token:{digest}",
            lambda: self._token_authenticated(digest),
            ttl=_CACHED_SECONDS,
            tags=lambda answer: (token_tag(answer.token_id), person_tag(answer.person_id)),
            size=_CACHED_BYTES,
        )
        if found.expires_at <= self.tools.clock():
            raise TokenOver
        return found

    async def _token_authenticated(self, digest: str) -> AuthenticateTokenResponse:
        tools, now = self.tools, self.tools.clock()
        found = await tools.tokens.find(digest)
        if found is None:
            raise TokenOver
        token, account = found
        if token.over(now) or account.hidden:
            raise TokenOver
        if token.to_be_touched(now):
            await tools.tokens.touch(token.id, tokens.day_of(now))
        return AuthenticateTokenResponse(
            person_id=account.id,
            token_id=token.id,
            role=account.role,
            email_confirmed=bool(account.email),
            scopes=token.scopes,
            expires_at=token.expires_at,
        )


def token_tag(token_id: TokenId) -> str:
    """On what is kept of a token."""
    return f"token:{token_id}"
