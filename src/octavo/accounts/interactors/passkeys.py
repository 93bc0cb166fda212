"""Passkeys: making, listing and removing one's own, and signing in with one."""

from typing import Final

from octavo.accounts import checks
from octavo.accounts.api import (
    AccountSuspended,
    HappeningKind,
    Passkey,
    PasskeyId,
    PasskeyNotFound,
    PasskeyRefused,
    PasskeysUnavailable,
    SignedIn,
)
from octavo.accounts.entities import StoredKey
from octavo.accounts.interactors.tools import Faculty, network_of
from octavo.accounts.ports import NotProven, PasskeyWorks
from octavo.chassis.faults import Invalid

_MOST: Final = 20
_MAKING: Final = "make a passkey"
_ENTERING: Final = "sign in with a passkey"


class KeyRing(Faculty):
    """Passkeys."""

    async def begin_passkey(self) -> str:
        works, me = self._works(), await self._me()
        known = await self.tools.passkeys.of(me.id)
        return works.creation(
            challenge=self.tools.riddles.issue(_MAKING, me.id, self.tools.clock()),
            person_id=me.id,
            handle=me.handle,
            name=me.name,
            known=tuple(key.credential_id for key in known),
        )

    async def add_passkey(self, *, credential: str, name: str, present_password: str = "") -> Passkey:
        works, me = self._works(), await self._me()
        called = checks.check_name(name)
        await self._prove(me, present_password)
        challenge = await self._challenge(works, credential, _MAKING, me.id)
        try:
            made = works.made(credential, challenge)
        except NotProven as problem:
            raise PasskeyRefused(problem=str(problem)) from None
        key = StoredKey(
            id=PasskeyId(self.tools.new_id()),
            person_id=me.id,
            credential_id=made.credential_id,
            public_key=made.public_key,
            name=called,
            uses=made.uses,
            created_at=self.tools.clock(),
        )

        async def work() -> None:
            await self._me()
            if len(await self.tools.passkeys.of(me.id)) >= _MOST:
                raise Invalid("name", f"At most {_MOST} passkeys; remove one first.")
            if await self.tools.passkeys.find(key.credential_id) is not None:
                raise PasskeyRefused(problem="It is in use already.")
            await self.tools.passkeys.add(key)
            await self._note(HappeningKind.PASSKEY_ADDED, me.id, detail=called)

        await self.tools.transaction(work)
        return key.as_passkey()

    async def list_passkeys(self) -> tuple[Passkey, ...]:
        me = await self._me()
        return tuple(key.as_passkey() for key in await self.tools.passkeys.of(me.id))

    async def remove_passkey(self, *, passkey_id: PasskeyId) -> None:
        async def work() -> None:
            me = await self._me()
            keys = await self.tools.passkeys.of(me.id)
            gone = next((key for key in keys if key.id == passkey_id), None)
            if gone is None:
                raise PasskeyNotFound
            await self._keep_a_way_in(me, but=gone.id)
            await self.tools.passkeys.remove(me.id, gone.id)
            await self._note(HappeningKind.PASSKEY_REMOVED, me.id, detail=gone.name)

        await self.tools.transaction(work)

    async def begin_passkey_sign_in(self) -> str:
        challenge = self.tools.riddles.issue(_ENTERING, "", self.tools.clock())
        return self._works().request(challenge=challenge)

    async def sign_in_with_passkey(
        self, *, credential: str, user_agent: str = "", address: str = ""
    ) -> SignedIn:
        tools, works = self.tools, self._works()
        await self._limit("sign-in from", network_of(address), tools.limits.sign_ins_by_address)
        challenge = await self._challenge(works, credential, _ENTERING, "")
        try:
            credential_id, handle = works.whose(credential)
            key = await tools.passkeys.find(credential_id)
            if key is None or handle not in ("", key.person_id):
                raise PasskeyRefused(problem="It is not known here, or not any more.")
            uses = works.used(credential, challenge, public_key=key.public_key, uses=key.uses)
        except NotProven as problem:
            raise PasskeyRefused(problem=str(problem)) from None

        async def work() -> SignedIn:
            account = await tools.people.find(key.person_id)
            # the counter must be the one that was judged: two uses at once are one too many
            if account is None or not await tools.passkeys.note_use(key, uses, tools.clock()):
                raise PasskeyRefused(problem="It is not known here, or not any more.")
            if account.suspended:
                raise AccountSuspended
            return await self._begin_sign_in(account, user_agent, how="passkey")

        return await tools.transaction(work)

    async def _challenge(self, works: PasskeyWorks, credential: str, purpose: str, person_id: str) -> bytes:
        """The challenge that was answered: one of ours, young enough, and answered for the first time."""
        try:
            challenge = works.challenge_in(credential)
        except NotProven as problem:
            raise PasskeyRefused(problem=str(problem)) from None
        found = self.tools.riddles.judge(challenge, purpose, person_id, self.tools.clock())
        if found is None or not await self.tools.attempts.spend(*found):
            raise PasskeyRefused(problem="The page was open for too long: load it again.")
        return challenge

    def _works(self) -> PasskeyWorks:
        if self.tools.works is None:
            raise PasskeysUnavailable
        return self.tools.works
