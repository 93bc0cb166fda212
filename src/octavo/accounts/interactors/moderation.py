"""What owners and moderators do: invite, look through the people, give roles, suspend."""

from msgspec.structs import replace

from octavo.accounts import checks
from octavo.accounts.api import (
    HappeningKind,
    InviteResponse,
    LinkPurpose,
    ListPeopleResponse,
    PersonId,
    PersonNotFound,
    PersonReinstated,
    PersonSuspended,
    Role,
    RoleChanged,
)
from octavo.accounts.entities import (
    INVITATION_LASTS,
    Account,
    Grounds,
    OneTimeLink,
    new_token,
    token_hash,
)
from octavo.accounts.interactors.tools import Faculty, check_power, stale_tags
from octavo.accounts.letters import LetterKind
from octavo.accounts.ports import Sought
from octavo.chassis.context import current_caller
from octavo.chassis.faults import AlreadyExists, Forbidden, Invalid

_LONGEST_PAGE = 200


class ModerationDesk(Faculty):
    """Power over accounts."""

    async def invite(self, *, email: str) -> InviteResponse:
        check_power("moderator")
        tools, me, address = self.tools, await self._me(), checks.check_email(email)
        await self._limit("invitations of", me.id, tools.limits.invitations)
        token, mails = new_token(), tools.mailer is not None

        async def work() -> None:
            if await tools.people.find_by_email(address):
                raise AlreadyExists("Somebody has an account with this address.")
            now = tools.clock()
            link = OneTimeLink(
                id=tools.new_id(),
                token_hash=token_hash(token),
                purpose=LinkPurpose.SIGN_UP,
                grounds=Grounds.INVITATION,
                email=address,
                created_at=now,
                expires_at=now + INVITATION_LASTS,
            )
            await tools.links.add(link)
            if mails:
                await self._ask_for_letter(
                    LetterKind.INVITATION, address, person_id=me.id, language=me.language
                )

        await tools.transaction(work)
        return InviteResponse(link=tools.address_of_link(token), mailed=mails)

    async def list_people(
        self,
        *,
        limit: int = 50,
        after: str = "",
        query: str = "",
        role: Role = Role.UNSPECIFIED,
        suspended: bool = False,
    ) -> ListPeopleResponse:
        check_power("moderator")
        if not 1 <= limit <= _LONGEST_PAGE:
            raise Invalid("limit", f"From 1 to {_LONGEST_PAGE}.")
        before = PersonId(after) if after else None
        sought = Sought(words=checks.check_sought(query), role=role, suspended=suspended)
        accounts = await self.tools.people.page(before=before, limit=limit + 1, sought=sought)
        page = accounts[:limit]
        return ListPeopleResponse(
            people=tuple(account.as_record() for account in page),
            next=page[-1].id if len(accounts) > limit else "",
        )

    async def set_role(self, *, person_id: PersonId, role: Role) -> None:
        check_power("owner")
        if role is Role.UNSPECIFIED:
            raise Invalid("role", "Which role?")

        async def work() -> None:
            await self._check_still_owner()
            before = await self._somebody(person_id)
            if before.role is role:
                return
            await self._keep_an_owner(before)
            await self.tools.people.save(replace(before, role=role))
            await self._note(HappeningKind.ROLE_CHANGED, before.id, detail=role.value.lower())
            by = PersonId(current_caller().person_id or "")
            changed = RoleChanged(person_id=before.id, role=role, by_id=by)
            await self.tools.news.tell(changed, stale=stale_tags(before))

        await self.tools.transaction(work)

    async def set_suspended(self, *, person_id: PersonId, suspended: bool, reason: str = "") -> None:
        check_power("moderator")
        note = checks.check_reason(reason)

        async def work() -> None:
            me, before = await self._me(), await self._somebody(person_id)
            if before.id == me.id:
                raise Forbidden("Nobody suspends themselves.")
            if before.role is not Role.MEMBER and me.role is not Role.OWNER:
                raise Forbidden("Only an owner suspends a moderator or an owner.")
            if suspended == before.suspended:
                return
            if suspended:
                await self._suspend(before, note, me.id)
            else:
                after = replace(before, suspended_at=None, suspension_reason="")
                await self.tools.people.save(after)
                await self._note(HappeningKind.WAS_REINSTATED, after.id)
                back = () if after.hidden else (PersonReinstated(person_id=after.id, by_id=me.id),)
                await self.tools.news.tell(*back, stale=stale_tags(after))

        await self.tools.transaction(work)

    async def _suspend(self, before: Account, note: str, by: PersonId) -> None:
        tools, now = self.tools, self.tools.clock()
        await self._keep_an_owner(before)
        await tools.people.save(replace(before, suspended_at=now, suspension_reason=note))
        await self._note(HappeningKind.WAS_SUSPENDED, before.id)
        await self._end_sign_ins(before)
        await tools.tokens.end(before.id)
        await tools.links.void(now, person_id=before.id)
        await tools.news.tell(PersonSuspended(person_id=before.id, by_id=by), stale=stale_tags(before))

    async def _check_still_owner(self) -> None:
        """The call's roles are as old as its sign-in's near copy: over roles the account itself decides."""
        if "operator" in current_caller().roles:
            return
        me = await self._me()
        if me.role is not Role.OWNER:
            raise Forbidden("Only an owner gives roles.")

    async def _somebody(self, person_id: PersonId) -> Account:
        account = await self.tools.people.find(person_id)
        if account is None:
            raise PersonNotFound
        return account
