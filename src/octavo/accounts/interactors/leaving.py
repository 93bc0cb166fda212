"""Leaving for good: asked for by the person, undone by signing in, carried out when the time has come."""

from datetime import datetime

from msgspec.structs import replace

from octavo.accounts import handles
from octavo.accounts.api import HappeningKind, PersonErased, PersonSuspended
from octavo.accounts.entities import Account
from octavo.accounts.interactors.tools import Faculty, person_tag, stale_tags
from octavo.accounts.letters import LetterKind
from octavo.chassis.faults import Invalid

_AT_ONCE = 20


class Departure(Faculty):
    """The end of an account."""

    async def delete_account(self, *, handle: str, present_password: str = "") -> datetime:
        me = await self._me()
        if handles.normal(handle) != me.handle:
            raise Invalid("handle", "This is not your handle.")
        await self._prove(me, present_password)
        tools = self.tools

        async def work() -> datetime:
            before, now = await self._me(), tools.clock()
            await self._keep_an_owner(before)
            after = replace(before, erased_at=now + tools.spans.grace)
            assert after.erased_at is not None
            await tools.people.save(after)
            await self._end_sign_ins(before)
            await tools.links.void(now, person_id=before.id, email=before.email)
            await self._note(HappeningKind.DELETION_ASKED, before.id)
            await tools.news.tell(PersonSuspended(person_id=before.id), stale=stale_tags(before))
            if before.email and tools.mailer is not None:
                await self._ask_for_letter(
                    LetterKind.LEAVING, before.email, person_id=before.id, language=before.language
                )
            return after.erased_at

        return await tools.transaction(work)

    async def erase_due(self) -> int:
        """Erases whose days of grace are over, a few at once; how many people."""
        now, gone = self.tools.clock(), 0
        for account in await self.tools.people.due(now, limit=_AT_ONCE):
            gone += await self._erase(account, now)
        if gone:
            await self.tools.scrub()
        return gone

    async def _erase(self, account: Account, now: datetime) -> bool:
        """All that is kept here about them goes in one transaction with the word to the other services.

        Their files go first: what names them is still there when that fails, so that it is tried again.
        """
        tools = self.tools
        for export in await tools.exports.of(account.id):
            await tools.packing.remove(export.id)

        async def work() -> bool:
            current = await tools.people.find(account.id)
            if current is None or current.erased_at is None or current.erased_at > now:
                return False  # they are back
            await tools.handles.spend(account.id)
            await tools.eraser(account.id)
            # by the person alone: a handle in the stream of purges would outlive its owner
            await tools.news.tell(PersonErased(person_id=account.id), stale=[person_tag(account.id)])
            return True

        return await tools.transaction(work)
