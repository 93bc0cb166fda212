"""Signing in by password, and what is known of sign-ins: whose they are, which there are, how they end."""

from msgspec.structs import replace

from octavo.accounts import checks, handles, passwords
from octavo.accounts.api import (
    AccountSuspended,
    AuthenticateResponse,
    HappeningKind,
    Session,
    SessionId,
    SessionOver,
    SignedIn,
    WeakPassword,
    WrongCredentials,
)
from octavo.accounts.devices import device_of
from octavo.accounts.entities import SESSION_LASTS, Account, token_hash
from octavo.accounts.interactors.tools import Faculty, network_of, person_tag, session_tag
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Invalid, Unauthenticated

_ALL_OTHERS = SessionId("")
_TOKEN_LENGTH = 43  # of 32 bytes in base64 without padding
_CACHED_SECONDS = 60.0
_CACHED_BYTES = 1200


class SignInDesk(Faculty):
    """Passwords and sessions."""

    async def sign_in(
        self, *, login: str, password: str, user_agent: str = "", address: str = ""
    ) -> SignedIn:
        tools = self.tools
        name = handles.normal(login)[:300]  # one spelling, so that one account has one limit
        await self._limit("sign-in from", network_of(address), tools.limits.sign_ins_by_address)
        account = await self._named(name)
        # by person, so that handle, former handles and address share one bucket
        await self._limit("sign-in as", account.id if account else name, tools.limits.sign_ins_by_login)
        # nobody's hash is tried too: an unknown login must cost the same time as a wrong password
        present = account.password_hash if account else ""
        verdict = await tools.passwords.verify(present, password[: passwords.LONGEST + 1])
        if account is None or not verdict.right:
            # nobody's failed try is written too, for the same reason
            whose = account.id if account else None
            await self._note(HappeningKind.SIGN_IN_FAILED, whose, device=device_of(user_agent))
            raise WrongCredentials
        if account.suspended:
            raise AccountSuspended
        fresh = await tools.passwords.hash(password) if verdict.outdated else present

        async def work() -> SignedIn:
            current = await tools.people.find(account.id)
            if current is None or current.suspended or current.password_hash != present:
                raise WrongCredentials
            if fresh != present:
                current = replace(current, password_hash=fresh)
                await tools.people.save(current)
            return await self._begin_sign_in(current, user_agent, how="password")

        return await tools.transaction(work)

    async def _named(self, login: str) -> Account | None:
        """The account of a handle in its normal form, or of an address, even an unconfirmed one: the password
        proves who it is."""
        people = self.tools.people
        if handles.has_shape(login):
            return await people.find_by_handle(login)
        try:
            email = checks.check_email(login)
        except Invalid:
            return None
        return await people.find_by_email(email) or await people.find_by_waiting_email(email)

    async def set_password(self, *, password: str, present_password: str = "") -> None:
        tools, me = self.tools, await self._me()
        if me.password_hash:
            await self._prove(me, present_password)
        problem = passwords.weakness(password, handle=me.handle, email=me.email or me.new_email, name=me.name)
        if problem:
            raise WeakPassword(problem=problem)
        fresh = await tools.passwords.hash(password)

        async def work() -> None:
            before = await self._me()
            await tools.people.save(replace(before, password_hash=fresh))
            await self._note(HappeningKind.PASSWORD_SET, before.id)
            session_id = current_caller().session_id
            await self._end_sign_ins(before, but=SessionId(session_id) if session_id else None)

        await tools.transaction(work)

    async def authenticate(self, *, token: str) -> AuthenticateResponse:
        if len(token) != _TOKEN_LENGTH:
            raise SessionOver
        digest = token_hash(token)
        return await self.tools.cache.get_or_load(
            f"session token:{digest}",
            lambda: self._authenticated(digest),
            ttl=_CACHED_SECONDS,
            tags=lambda answer: (session_tag(answer.session_id), person_tag(answer.person_id)),
            size=_CACHED_BYTES,
        )

    async def _authenticated(self, digest: str) -> AuthenticateResponse:
        tools, now = self.tools, self.tools.clock()
        found = await tools.sign_ins.find(digest)
        if found is None:
            raise SessionOver
        sign_in, account = found
        if sign_in.over(now) or account.hidden:
            raise SessionOver
        if sign_in.to_be_touched(now):
            await tools.sign_ins.touch(sign_in, now, expires_at=now + SESSION_LASTS)
        return AuthenticateResponse(
            person_id=account.id,
            session_id=sign_in.id,
            role=account.role,
            email_confirmed=bool(account.email),
            signed_in_at=sign_in.created_at,
            language=account.language,
            time_zone=account.time_zone,
        )

    async def list_sessions(self) -> tuple[Session, ...]:
        me, now, present = await self._me(), self.tools.clock(), current_caller().session_id
        return tuple(
            sign_in.as_session(current=sign_in.id == present)
            for sign_in in await self.tools.sign_ins.of(me.id)
            if not sign_in.over(now)
        )

    async def revoke_session(self, *, session_id: SessionId = _ALL_OTHERS) -> None:
        me, present = await self._me(), current_caller().session_id
        if not session_id and not present:
            raise Invalid("session_id", "There is no present sign-in to keep.")

        async def work() -> None:
            if session_id:
                ended = await self._end_sign_ins(me, only=session_id)
            else:
                ended = await self._end_sign_ins(me, but=SessionId(present or ""))
            if ended and session_id != present:
                await self._note(HappeningKind.SIGN_INS_ENDED, me.id, detail=str(ended))

        await self.tools.transaction(work)

    async def sign_out(self) -> None:
        caller = current_caller()
        if caller.person_id is None:
            raise Unauthenticated
        if caller.session_id:
            await self.revoke_session(session_id=SessionId(caller.session_id))
