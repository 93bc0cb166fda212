"""Using a one-time link: it signs in, confirms an address, makes an account, or makes the first owner."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from octavo.accounts import checks, handles
from octavo.accounts.api import (
    AccountSuspended,
    HappeningKind,
    LinkInvalid,
    LinkPurpose,
    PersonId,
    RedeemLinkResponse,
    Registration,
    RegistrationClosed,
    Role,
)
from octavo.accounts.entities import Account, OneTimeLink, token_hash
from octavo.accounts.interactors.tools import Faculty, stale_tags
from octavo.accounts.letters import LetterKind
from octavo.accounts.ports import AddressTaken
from octavo.chassis.faults import AlreadyExists


class _Wished(msgspec.Struct, frozen=True):
    """What somebody who joins asks for."""

    handle: str
    name: str
    email: str


class RedeemDesk(Faculty):
    """What one-time links do."""

    async def _open_link(self, token: str, now: datetime) -> OneTimeLink:
        link = await self.tools.links.find(token_hash(token))
        if link is None:
            raise LinkInvalid(over=False)
        if link.over(now):
            raise LinkInvalid(over=True)
        return link

    async def redeem_link(
        self,
        *,
        token: str,
        handle: str = "",
        name: str = "",
        user_agent: str = "",
        address: str = "",
        email: str = "",
    ) -> RedeemLinkResponse:
        async def work() -> RedeemLinkResponse:
            now = self.tools.clock()
            link = await self._open_link(token, now)
            if not await self.tools.links.use(link, now):
                raise LinkInvalid(over=True)
            wished = _Wished(handle, name, email)
            account, created = await self._whose(link, wished, now)
            if account.suspended:
                raise AccountSuspended
            signed_in = await self._begin_sign_in(account, user_agent, how="link", created=created)
            return RedeemLinkResponse(signed_in=signed_in, then=link.then)

        try:
            return await self.tools.transaction(work)
        except AddressTaken:
            # somebody else confirmed the address between the look and the write
            raise LinkInvalid(over=True) from None

    async def _whose(self, link: OneTimeLink, wished: _Wished, now: datetime) -> tuple[Account, bool]:
        """The account that the link leads to, changed or made by it, and whether it was made."""
        match link.purpose:
            case LinkPurpose.SIGN_UP:
                return await self._signed_up(link, wished, now)
            case LinkPurpose.BECOME_OWNER:
                return await self._first_owner(wished, now), True
            case LinkPurpose.CONFIRM_EMAIL:
                return await self._confirmed(link, now), False
            case _:
                return await self._found(link, now), False

    async def _found(self, link: OneTimeLink, now: datetime) -> Account:
        account = await self.tools.people.find(link.person_id) if link.person_id else None
        if account is None:
            raise LinkInvalid(over=True)
        return await self._with_address(account, link.email, now) if link.email else account

    async def _confirmed(self, link: OneTimeLink, now: datetime) -> Account:
        account = await self.tools.people.find(link.person_id) if link.person_id else None
        if account is None or account.new_email != link.email:
            raise LinkInvalid(over=True)  # another address was asked for since
        return await self._with_address(account, link.email, now)

    async def _with_address(self, account: Account, email: str, now: datetime) -> Account:
        """The account with this address confirmed; the one that it replaces is told."""
        if account.email == email:
            return account
        if await self.tools.people.find_by_email(email):
            raise LinkInvalid(over=True)
        after = replace(account, email=email, new_email="")
        await self.tools.people.save(after)
        await self._note(HappeningKind.EMAIL_CHANGED, account.id)
        await self.tools.links.void(now, person_id=account.id, email=email)
        await self.tools.news.tell(stale=stale_tags(after))
        if account.email and self.tools.mailer is not None:
            await self._ask_for_letter(
                LetterKind.EMAIL_CHANGED, account.email, person_id=account.id, language=account.language
            )
        return after

    async def _signed_up(self, link: OneTimeLink, wished: _Wished, now: datetime) -> tuple[Account, bool]:
        existing = await self.tools.people.find_by_email(link.email)
        if existing is not None:
            if not link.proves_address:
                raise LinkInvalid(over=True)
            return existing, False
        # the link was used up a moment ago in this transaction: what it admits itself must be asked of it
        if not link.admits and not await self._may_join(link.email):
            raise RegistrationClosed(registration=self.tools.registration)
        proven = link.proves_address
        account = await self._join(
            wished, now, email=link.email if proven else "", waiting="" if proven else link.email
        )
        await self.tools.links.void(now, email=link.email)
        return account, True

    async def _first_owner(self, wished: _Wished, now: datetime) -> Account:
        if await self.tools.people.count_owners():
            raise LinkInvalid(over=True)
        waiting = checks.check_email(wished.email) if wished.email.strip() else ""
        if waiting and await self.tools.people.find_by_email(waiting):
            raise AlreadyExists("Somebody has an account with this address.")
        account = await self._join(wished, now, waiting=waiting, role=Role.OWNER)
        await self.tools.links.void_owner_links(now)
        return account

    async def _join(
        self,
        wished: _Wished,
        now: datetime,
        *,
        email: str = "",
        waiting: str = "",
        role: Role = Role.MEMBER,
    ) -> Account:
        account = Account(
            id=PersonId(self.tools.new_id()),
            handle=handles.check(wished.handle),
            name=checks.check_name(wished.name),
            email=email,
            new_email=waiting,
            role=role,
            joined_at=now,
            last_seen_at=now,
        )
        await self._open_account(account)
        if waiting and self.tools.mailer is not None:
            await self._ask_for_letter(LetterKind.CONFIRM_EMAIL, waiting, person_id=account.id)
        return account

    async def _may_join(self, email: str) -> bool:
        if self.tools.registration is Registration.OPEN:
            return True
        return await self.tools.links.invited(email, self.tools.clock())
