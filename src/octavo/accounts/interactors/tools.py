"""What the accounts' faculties work with, and what they all do: ask who calls, limit attempts, sign in."""

import hashlib
import ipaddress
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from octavo.accounts import passwords
from octavo.accounts.api import (
    AccountSuspended,
    HandleTaken,
    Happening,
    HappeningId,
    HappeningKind,
    LastOwner,
    LastWayIn,
    MailId,
    MailRequested,
    PersonId,
    PersonJoined,
    PersonReinstated,
    Registration,
    Role,
    SessionId,
    SignedIn,
    TooManyAttempts,
    WrongCredentials,
)
from octavo.accounts.challenges import Challenges, Riddles
from octavo.accounts.devices import device_of
from octavo.accounts.entities import (
    RECENT_SIGN_IN,
    SESSION_LASTS,
    Account,
    Letter,
    SignIn,
    new_token,
    token_hash,
)
from octavo.accounts.handles import few
from octavo.accounts.letters import LetterKind, LetterTemplates
from octavo.accounts.ports import (
    AccessTokens,
    Attempts,
    Exports,
    Handles,
    Happenings,
    Housekeeping,
    Identities,
    Letters,
    Links,
    Mailer,
    News,
    Packing,
    Passkeys,
    PasskeyWorks,
    Passwords,
    People,
    Providers,
    Rate,
    SignIns,
    Transaction,
)
from octavo.chassis.cache import NearCache
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Forbidden, Unauthenticated, Unavailable


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How often what may be repeated."""

    sign_ins_by_login: Rate
    sign_ins_by_address: Rate
    letters_by_email: Rate
    letters_by_address: Rate
    letters_in_all: Rate
    handle_changes: Rate
    invitations: Rate
    exports: Rate


class Spans(msgspec.Struct, frozen=True, kw_only=True):
    """How long things last."""

    grace: timedelta
    """In which an account that is to be erased can still be had back."""
    happenings: timedelta
    exports: timedelta


@dataclass(frozen=True, kw_only=True)
class Tools:
    """Ports, time and rules."""

    transaction: Transaction
    people: People
    handles: Handles
    sign_ins: SignIns
    tokens: AccessTokens
    links: Links
    letters: Letters
    attempts: Attempts
    news: News
    housekeeping: Housekeeping
    passwords: Passwords
    templates: LetterTemplates
    mailer: Mailer | None
    """None: no mail can be sent."""
    passkeys: Passkeys
    works: PasskeyWorks | None
    """None: passkeys do not work at the site's address."""
    riddles: Riddles
    identities: Identities
    providers: Providers
    happenings: Happenings
    exports: Exports
    packing: Packing
    eraser: Callable[[str], Awaitable[object]]
    """Erases what the tables hold of a person, inside a transaction."""
    scrub: Callable[[], Awaitable[None]]
    """What was erased is not to be read in the engine's log any more."""
    spans: Spans
    cache: NearCache
    challenges: Challenges
    registration: Registration
    limits: Limits
    token_days: int
    """How long an access token may last at most."""
    secret: bytes
    site: str
    """The site's name, in letters."""
    home: str
    """The site's own address, without a slash at its end."""
    address_of_link: Callable[[str], str]
    """Where a token is redeemed: a whole address."""
    clock: Callable[[], datetime]
    new_id: Callable[[], str]


class Faculty:
    """A part of what people can do with accounts."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    async def _me(self) -> Account:
        """The caller's account. Raises Unauthenticated, AccountSuspended."""
        person_id = current_caller().person_id
        account = await self.tools.people.find(PersonId(person_id)) if person_id else None
        if account is None:
            raise Unauthenticated
        if account.hidden:
            raise AccountSuspended
        return account

    async def _prove(self, me: Account, present_password: str) -> None:
        """Raises WrongCredentials unless the sign-in is recent or the present password right."""
        if await self._is_recent(me):
            return
        await self._limit("password", me.id, self.tools.limits.sign_ins_by_login)
        verdict = await self.tools.passwords.verify(
            me.password_hash, present_password[: passwords.LONGEST + 1]
        )
        if not verdict.right:
            raise WrongCredentials

    async def _is_recent(self, me: Account) -> bool:
        now, present = self.tools.clock(), current_caller().session_id
        return any(
            sign_in.id == present and now - sign_in.created_at < RECENT_SIGN_IN
            for sign_in in await self.tools.sign_ins.of(me.id)
        )

    async def _keep_an_owner(self, before: Account) -> None:
        """Raises LastOwner where this account is the only one that can run the site."""
        if before.role is Role.OWNER and not before.hidden and await self.tools.people.count_owners() <= 1:
            raise LastOwner

    async def _keep_a_way_in(self, me: Account, *, but: str) -> None:
        """Raises LastWayIn where, without this passkey or provider, they could not come in any more."""
        tools = self.tools
        issuers = {provider.issuer for provider in tools.providers.all}
        keys = [key.id for key in await tools.passkeys.of(me.id) if tools.works is not None]
        ways = [way.id for way in await tools.identities.of(me.id) if way.issuer in issuers]
        mailed = bool(me.email) and tools.mailer is not None
        if not (me.password_hash or mailed or {*keys, *ways} - {but}):
            raise LastWayIn

    async def _note(
        self, kind: HappeningKind, person_id: PersonId | None, *, device: str = "", detail: str = ""
    ) -> None:
        """Writes into the account's log what happened; best inside the transaction that does it."""
        happening = Happening(
            id=HappeningId(self.tools.new_id()),
            kind=kind,
            happened_at=self.tools.clock(),
            device=device,
            detail=detail,
        )
        await self.tools.happenings.add(person_id, happening)

    async def _limit(self, kind: str, what: str, rate: Rate) -> None:
        """Counts an attempt, before and apart from what is attempted. Raises TooManyAttempts.

        Only a keyed hash is stored: nobody reads back from it who tried what.
        """
        key = hashlib.blake2b(
            what.encode("utf-8", "surrogatepass"), key=self.tools.secret[:64], digest_size=16
        )
        wait = await self.tools.attempts.take(f"{kind}:{key.hexdigest()}", rate, self.tools.clock())
        if wait:
            raise TooManyAttempts(retry_after_seconds=wait)

    async def _open_account(self, account: Account, *, imported: bool = False) -> None:
        """Stores a new account under its handle, inside a transaction. Raises HandleTaken."""
        tools = self.tools
        await self._take_handle(account.handle, account.id)
        await tools.people.add(account)
        await self._note(HappeningKind.JOINED, account.id)
        await tools.news.tell(
            PersonJoined(person_id=account.id, imported=imported), stale=stale_tags(account)
        )

    async def _take_handle(self, handle: str, person_id: PersonId) -> None:
        if not await self.tools.handles.take(handle, person_id, self.tools.clock()):
            raise HandleTaken(handle=handle, suggestion=await self._free_handle(handle))

    async def _free_handle(self, wish: str) -> str:
        """The wish, or the like of it, that nobody has or had."""
        for tried in (few(wish), few(f"{wish[:18]}-{self.tools.new_id().lower()}")):
            taken = await self.tools.handles.taken(tried)
            free = next((handle for handle in tried if handle not in taken), None)
            if free:
                return free
        raise Unavailable("No handle could be found.")

    async def _begin_sign_in(
        self, account: Account, user_agent: str, *, how: str, created: bool = False
    ) -> SignedIn:
        """A sign-in, inside a transaction; whoever calls as this person already keeps the one they have.

        Whoever had asked to be erased is back by it. `how` stands in the account's log.
        """
        tools, now = self.tools, self.tools.clock()
        if account.leaving:
            await self._return(account)
        expires_at = now + SESSION_LASTS
        caller = current_caller()
        if caller.person_id == account.id and caller.session_id:
            return SignedIn(
                session_id=SessionId(caller.session_id), person_id=account.id, expires_at=expires_at
            )
        token = new_token()
        sign_in = SignIn(
            id=SessionId(tools.new_id()),
            person_id=account.id,
            token_hash=token_hash(token),
            device=device_of(user_agent),
            created_at=now,
            last_used_at=now,
            expires_at=expires_at,
        )
        await tools.sign_ins.add(sign_in)
        await self._note(HappeningKind.SIGNED_IN, account.id, device=sign_in.device, detail=how)
        await tools.sign_ins.touch(sign_in, now, expires_at=expires_at)
        return SignedIn(
            token=token,
            session_id=sign_in.id,
            person_id=account.id,
            expires_at=expires_at,
            created=created,
            returned=account.leaving,
        )

    async def _return(self, account: Account) -> None:
        """They will not be erased after all, inside a transaction."""
        after = replace(account, erased_at=None)
        await self.tools.people.save(after)
        await self._note(HappeningKind.DELETION_UNDONE, account.id)
        back = () if after.hidden else (PersonReinstated(person_id=account.id),)
        await self.tools.news.tell(*back, stale=stale_tags(after))

    async def _ask_for_letter(
        self,
        kind: LetterKind,
        recipient: str,
        *,
        person_id: PersonId | None = None,
        language: str = "",
        then: str = "",
    ) -> None:
        """Notes a letter with its event, inside a transaction: it is sent after the commit, or not at all."""
        letter = Letter(
            id=MailId(self.tools.new_id()),
            kind=kind,
            recipient=recipient,
            person_id=person_id,
            then=then,
            language=language,
            created_at=self.tools.clock(),
        )
        await self.tools.letters.add(letter)
        await self.tools.news.tell(MailRequested(mail_id=letter.id))

    async def _end_sign_ins(
        self, account: Account, *, only: SessionId | None = None, but: SessionId | None = None
    ) -> int:
        """Ends sign-ins in all processes at once, inside a transaction; how many."""
        ended = await self.tools.sign_ins.end(account.id, only=only, but=but)
        if ended:
            await self.tools.news.tell(stale=[session_tag(session_id) for session_id in ended])
        return len(ended)


def check_power(power: str) -> None:
    """Raises Unauthenticated, or Forbidden where the caller is not a `power` ("owner", "moderator")."""
    caller = current_caller()
    if caller.person_id is None:
        raise Unauthenticated
    if power not in caller.roles:
        raise Forbidden


def person_tag(person_id: PersonId) -> str:
    """On all that shows a person, and on what is kept of their sign-ins."""
    return f"person:{person_id}"


def session_tag(session_id: SessionId) -> str:
    return f"session:{session_id}"


def stale_tags(account: Account, *former: str) -> list[str]:
    """What a change of an account makes stale: the person and all handles that lead there or did."""
    return [person_tag(account.id), *(f"handle:{handle}" for handle in (account.handle, *former))]


def network_of(address: str) -> str:
    """What stands for one household in rate limits: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
