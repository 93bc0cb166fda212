"""Signing in by way of another site, and keeping or dropping that way.

The browser holds a signed ticket; state, nonce and verifier are made from it by the site's key, so that
nothing is stored until the provider has answered, and an answer counts once.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec
import structlog

from octavo.accounts import checks
from octavo.accounts.api import (
    AccountSuspended,
    BeginProviderSignInResponse,
    FinishProviderSignInResponse,
    HappeningKind,
    Identity,
    IdentityId,
    IdentityNotFound,
    LinkPurpose,
    PersonId,
    Provider,
    ProviderAway,
    ProviderNotFound,
    ProviderProblem,
    ProviderRefused,
    RegistrationClosed,
    SignedIn,
    WrongCredentials,
)
from octavo.accounts.entities import (
    SIGN_IN_LINK_LASTS,
    Account,
    Grounds,
    OneTimeLink,
    Way,
    new_token,
    token_hash,
)
from octavo.accounts.interactors.redeeming import RedeemDesk
from octavo.accounts.interactors.tools import network_of
from octavo.accounts.ports import Claims, NotProven, OpenIdProvider, ProviderTrouble
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Invalid

_LASTS: Final = timedelta(minutes=10)
_LONGEST: Final = 4000

_log = structlog.get_logger(__name__)


class _Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """What a sign-in at a provider was begun for."""

    provider: str
    begun: int
    salt: str
    then: str = ""
    person_id: str = ""
    """Who gets another way in; empty: it is a sign-in."""


class ProviderDesk(RedeemDesk):
    """Sign-in by OpenID Connect."""

    async def begin_provider_sign_in(
        self, *, provider: str, then: str = "", link: bool = False
    ) -> BeginProviderSignInResponse:
        settings, person_id = self._provider(provider), ""
        if link:
            me = await self._me()
            if not await self._is_recent(me):
                raise WrongCredentials
            person_id = me.id
        ticket = self._sealed(
            _Ticket(
                provider=settings.key,
                begun=int(self.tools.clock().timestamp()),
                salt=secrets.token_urlsafe(16),
                then=checks.local_path(then)[:1000],
                person_id=person_id,
            )
        )
        try:
            address = await self.tools.providers.address(
                settings.key,
                state=self._made(ticket, "state"),
                nonce=self._made(ticket, "nonce"),
                verifier=self._made(ticket, "verifier"),
            )
        except ProviderTrouble as trouble:
            raise self._away(settings, trouble) from None
        return BeginProviderSignInResponse(address=address, ticket=ticket)

    async def finish_provider_sign_in(
        self,
        *,
        ticket: str,
        state: str,
        code: str,
        error: str = "",
        user_agent: str = "",
        address: str = "",
    ) -> FinishProviderSignInResponse:
        await self._limit("sign-in from", network_of(address), self.tools.limits.sign_ins_by_address)
        begun = await self._opened(ticket, state)
        settings = self._provider(begun.provider)
        if error or not code:
            raise ProviderRefused(why=ProviderProblem.DECLINED)
        try:
            claims = await self.tools.providers.claims(
                settings.key,
                code=code[:_LONGEST],
                nonce=self._made(ticket, "nonce"),
                verifier=self._made(ticket, "verifier"),
            )
        except ProviderTrouble as trouble:
            raise self._away(settings, trouble) from None
        except NotProven as problem:
            _log.warning("a provider's answer was refused", provider=settings.key, reason=str(problem))
            raise ProviderRefused(why=ProviderProblem.NOT_TRUE) from None
        if begun.person_id:
            await self._link(settings, claims, PersonId(begun.person_id))
            return FinishProviderSignInResponse(then=begun.then, linked=True)
        return await self._enter(settings, claims, begun.then, user_agent)

    async def _link(self, settings: OpenIdProvider, claims: Claims, person_id: PersonId) -> None:
        async def work() -> None:
            me = await self._me()
            if me.id != person_id:
                raise ProviderRefused(why=ProviderProblem.STALE)
            known = await self.tools.identities.find(claims.issuer, claims.subject)
            if known is not None and known.person_id != me.id:
                raise ProviderRefused(why=ProviderProblem.TAKEN)
            if known is None:
                await self._add(settings, claims, me)

        await self.tools.transaction(work)

    async def _enter(
        self, settings: OpenIdProvider, claims: Claims, then: str, user_agent: str
    ) -> FinishProviderSignInResponse:
        tools = self.tools
        try:
            email = checks.check_email(claims.email) if claims.email else ""
        except Invalid:
            email = ""

        async def work() -> SignedIn | str:
            account = await self._known(settings, claims, email)
            if account is None:
                return await self._invited_to_join(email, then)
            if account.suspended:
                raise AccountSuspended
            return await self._begin_sign_in(account, user_agent, how=settings.name)

        found = await tools.transaction(work)
        if isinstance(found, str):
            return FinishProviderSignInResponse(then=then, join=tools.address_of_link(found))
        return FinishProviderSignInResponse(signed_in=found, then=then)

    async def _known(self, settings: OpenIdProvider, claims: Claims, email: str) -> Account | None:
        """The account whose way in this is; one with this very address gets it, as both sides have shown that
        the person reads the mail there: the provider says so, and the account's is confirmed."""
        tools = self.tools
        way = await tools.identities.find(claims.issuer, claims.subject)
        if way is not None:
            await tools.identities.note_use(way, tools.clock())
            return await tools.people.find(way.person_id)
        account = await tools.people.find_by_email(email) if email else None
        if account is not None and not account.suspended:
            await self._add(settings, claims, account)
        return account

    async def _add(self, settings: OpenIdProvider, claims: Claims, account: Account) -> None:
        now = self.tools.clock()
        way = Way(
            id=IdentityId(self.tools.new_id()),
            person_id=account.id,
            issuer=claims.issuer,
            subject=claims.subject,
            linked_at=now,
            last_used_at=now,
        )
        await self.tools.identities.add(way)
        await self._note(HappeningKind.PROVIDER_LINKED, account.id, detail=settings.name)

    async def _invited_to_join(self, email: str, then: str) -> str:
        """The token of a link that makes an account of this address, for whoever may have one."""
        if not email:
            raise ProviderRefused(why=ProviderProblem.NO_ADDRESS)
        if not await self._may_join(email):
            raise RegistrationClosed(registration=self.tools.registration)
        token, now = new_token(), self.tools.clock()
        link = OneTimeLink(
            id=self.tools.new_id(),
            token_hash=token_hash(token),
            purpose=LinkPurpose.SIGN_UP,
            grounds=Grounds.PROVIDER,
            email=email,
            then=then,
            created_at=now,
            expires_at=now + SIGN_IN_LINK_LASTS,
        )
        await self.tools.links.add(link)
        return token

    async def list_identities(self) -> tuple[Identity, ...]:
        me = await self._me()
        return tuple(
            Identity(
                id=way.id,
                provider=self._called(way.issuer),
                linked_at=way.linked_at,
                last_used_at=way.last_used_at,
            )
            for way in await self.tools.identities.of(me.id)
        )

    async def unlink_identity(self, *, identity_id: IdentityId) -> None:
        async def work() -> None:
            me = await self._me()
            ways = await self.tools.identities.of(me.id)
            gone = next((way for way in ways if way.id == identity_id), None)
            if gone is None:
                raise IdentityNotFound
            await self._keep_a_way_in(me, but=gone.id)
            await self.tools.identities.remove(me.id, gone.id)
            name = self._called(gone.issuer).name
            await self._note(HappeningKind.PROVIDER_UNLINKED, me.id, detail=name)

        await self.tools.transaction(work)

    def _provider(self, key: str) -> OpenIdProvider:
        found = next((one for one in self.tools.providers.all if one.key == key), None)
        if found is None:
            raise ProviderNotFound(provider=key[:40])
        return found

    def _called(self, issuer: str) -> Provider:
        """The provider as people know it; one that the settings do not name any more by its address."""
        found = next((one for one in self.tools.providers.all if one.issuer == issuer), None)
        return Provider(key=found.key, name=found.name) if found else Provider(name=issuer)

    def _away(self, settings: OpenIdProvider, trouble: ProviderTrouble) -> ProviderAway:
        _log.warning("a provider does not answer as it should", provider=settings.key, reason=str(trouble))
        return ProviderAway(provider=settings.name)

    async def _opened(self, text: str, state: str) -> _Ticket:
        """The ticket, if it is ours, young, belongs to this answer, and was not used before."""
        stale = ProviderRefused(why=ProviderProblem.STALE)
        if len(text) > _LONGEST or not _same(self._made(text, "state"), state):
            raise stale
        body, _, seal = text.rpartition(".")
        if not _same(self._seal(body), seal):
            raise stale
        ticket = msgspec.json.decode(_unwrapped(body), type=_Ticket)
        begun = datetime.fromtimestamp(ticket.begun, tz=self.tools.clock().tzinfo)
        if not timedelta(seconds=-5) <= self.tools.clock() - begun <= _LASTS:
            raise stale
        if ticket.person_id and ticket.person_id != current_caller().person_id:
            raise stale
        if not await self.tools.attempts.spend(hashlib.sha256(text.encode()).hexdigest(), begun + 2 * _LASTS):
            raise stale
        return ticket

    def _sealed(self, ticket: _Ticket) -> str:
        body = base64.urlsafe_b64encode(msgspec.json.encode(ticket)).decode().rstrip("=")
        return f"{body}.{self._seal(body)}"

    def _seal(self, body: str) -> str:
        return self._made(body, "seal")

    def _made(self, ticket: str, what: str) -> str:
        """43 characters that nobody can make from the ticket but us."""
        key = hashlib.blake2b(b"provider", key=self.tools.secret[:64], digest_size=32).digest()
        said = f"{what}\n{ticket}".encode("utf-8", "surrogatepass")
        return base64.urlsafe_b64encode(hmac.digest(key, said, "sha256")).decode().rstrip("=")


def _same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs[:100].encode("utf-8", "surrogatepass"))


def _unwrapped(body: str) -> bytes:
    return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
