"""Staffing: who belongs to a publication, invited and with their consent; and never without an owner."""

from msgspec.structs import replace

from octavo.chassis.faults import Forbidden, Invalid
from octavo.chassis.ids import from_text
from octavo.publications.api import (
    AlreadyMember,
    Invitation,
    InvitationId,
    InvitationNotFound,
    InviteResponse,
    Membership,
    NotAMember,
    PersonId,
    PublicationId,
    PublicationNotFound,
    Role,
    Stage,
    TooManyMembers,
)
from octavo.publications.entities import (
    INVITED_FOR,
    RANK,
    Asked,
    checked_email,
    digest_of,
    new_token,
    require_another_owner,
)
from octavo.publications.office import MODERATORS, Office, has_role, signed_in

_NO_PUBLICATION = PublicationId("")
_NOBODY = PersonId("")
_NO_INVITATION = InvitationId("")
_MOST_WAITING = 100


class Staffing(Office, frozen=True, kw_only=True, eq=False):
    """Memberships and invitations."""

    async def list_memberships(
        self, *, publication_id: PublicationId = _NO_PUBLICATION
    ) -> tuple[Membership, ...]:
        if not publication_id:
            return tuple(await self.people.places(signed_in()))
        if has_role(*MODERATORS):
            await self._kept(publication_id)
        else:
            await self._as(Role.WRITER, publication_id)
        return tuple(await self.people.of(publication_id))

    async def invite(
        self,
        *,
        publication_id: PublicationId,
        role: Role,
        person_id: PersonId = _NOBODY,
        email: str = "",
        hands_over: bool = False,
    ) -> InviteResponse:
        me = signed_in()
        if role is Role.UNSPECIFIED:
            raise Invalid("role", "Choose what they are to be.")
        if person_id:
            from_text(person_id, "person_id")
        if hands_over and role is not Role.OWNER:
            raise Invalid("hands_over", "Only ownership is handed over.")
        noted = checked_email(email)
        token = "" if person_id else new_token()
        now = self.clock()
        invitation = Invitation(
            id=InvitationId(self.new_id()),
            publication_id=publication_id,
            role=role,
            person_id=person_id,
            email=noted,
            invited_by=me,
            invited_at=now,
            expires_at=now + INVITED_FOR,
            hands_over=hands_over,
        )

        async def work() -> None:
            await self._as(Role.EDITOR if role is Role.WRITER else Role.OWNER, publication_id, active=True)
            staff = await self.people.of(publication_id)
            present = next((one for one in staff if one.person_id == person_id), None)
            if present is not None and RANK[present.role] >= RANK[role]:
                raise AlreadyMember
            waiting = await self.people.waiting(publication_id=publication_id, person_id=None, now=now)
            if len(staff) >= self.limits.members or len(waiting) >= _MOST_WAITING:
                raise TooManyMembers(limit=self.limits.members)
            await self.people.ask(Asked(invitation=invitation, digest=digest_of(token) if token else ""))

        await self._again(work)
        return InviteResponse(invitation=invitation, token=token)

    async def list_invitations(
        self, *, publication_id: PublicationId = _NO_PUBLICATION
    ) -> tuple[Invitation, ...]:
        me = signed_in()
        if publication_id:
            await self._as(Role.EDITOR, publication_id)
        waiting = await self.people.waiting(
            publication_id=publication_id or None,
            person_id=None if publication_id else me,
            now=self.clock(),
        )
        return tuple(asked.invitation for asked in waiting)

    async def peek_invitation(self, *, token: str) -> Invitation:
        return (await self._asked(_NO_INVITATION, token)).invitation

    async def answer_invitation(
        self, *, invitation_id: InvitationId = _NO_INVITATION, token: str = "", accepted: bool
    ) -> Invitation:
        me = signed_in()

        async def work() -> Invitation:
            asked = await self._asked(invitation_id, token)
            invitation = asked.invitation
            if invitation.person_id not in ("", me):
                raise InvitationNotFound
            if not await self.people.unask(invitation.id):
                raise InvitationNotFound
            if accepted:
                await self._join(invitation, me)
            return invitation

        return await self._again(work)

    async def _join(self, invitation: Invitation, me: PersonId) -> None:
        """Whoever invited must still be one who may: a removed owner's invitations are void."""
        publication_id, role = invitation.publication_id, invitation.role
        staff = {one.person_id: one for one in await self.people.of(publication_id)}
        inviting = staff.get(invitation.invited_by)
        needed = Role.EDITOR if role is Role.WRITER else Role.OWNER
        if inviting is None or RANK[inviting.role] < RANK[needed]:
            raise InvitationNotFound
        mine = staff.get(me)
        if mine is None and len(staff) >= self.limits.members:
            raise TooManyMembers(limit=self.limits.members)
        if mine is None or RANK[mine.role] < RANK[role]:
            since = mine.since if mine else self.clock()
            await self._become(
                Membership(publication_id=publication_id, person_id=me, role=role, since=since)
            )
        if invitation.hands_over and inviting.person_id != me and inviting.role is Role.OWNER:
            await self._become(replace(inviting, role=Role.EDITOR))

    async def revoke_invitation(self, *, invitation_id: InvitationId) -> None:
        me = signed_in()
        asked = await self.people.asked(invitation_id)
        if asked is None:
            raise InvitationNotFound
        mine = await self.people.member(asked.invitation.publication_id, me)
        if mine is None or (mine.role is not Role.OWNER and asked.invitation.invited_by != me):
            raise InvitationNotFound
        if not await self.people.unask(invitation_id):
            raise InvitationNotFound

    async def change_role(
        self, *, publication_id: PublicationId, person_id: PersonId, role: Role
    ) -> Membership:
        if role is Role.UNSPECIFIED:
            raise Invalid("role", "Choose what they are to be.")

        async def work() -> Membership:
            await self._as(Role.OWNER, publication_id)
            staff = await self.people.of(publication_id)
            present = next((one for one in staff if one.person_id == person_id), None)
            if present is None:
                raise NotAMember
            if present.role is role:
                return present
            if role is Role.OWNER:
                raise Forbidden("Nobody becomes owner without their consent: invite them to it.")
            require_another_owner(staff, person_id)
            changed = replace(present, role=role)
            await self._become(changed)
            return changed

        return await self._again(work)

    async def remove_member(self, *, publication_id: PublicationId, person_id: PersonId) -> None:
        me = signed_in()

        async def work() -> None:
            await self._as(Role.WRITER if person_id == me else Role.OWNER, publication_id)
            staff = await self.people.of(publication_id)
            if all(one.person_id != person_id for one in staff):
                raise NotAMember
            require_another_owner(staff, person_id)
            await self._go(publication_id, person_id)
            await self._take_back(publication_id, person_id)

        await self._again(work)

    async def _take_back(self, publication_id: PublicationId, person_id: PersonId) -> None:
        """Part of a transaction: whatever somebody has waiting for review is withdrawn."""
        for case in await self.desk.open_by(publication_id, person_id):
            if case.is_open:
                await self._decided(case, case.decide(Stage.WITHDRAWN, by=None, now=self.clock()))

    async def _asked(self, invitation_id: InvitationId, token: str) -> Asked:
        """One that can be answered. Raises InvitationNotFound."""
        if token:
            digest = digest_of(token)
            asked = await self.people.asked_by_link(digest) if digest else None
        else:
            asked = await self.people.asked(invitation_id) if invitation_id else None
            if asked is not None and not asked.invitation.person_id:
                asked = None  # a link is answered by whoever has it
        if asked is None or asked.invitation.expires_at <= self.clock():
            raise InvitationNotFound
        try:
            await self._kept(asked.invitation.publication_id)
        except PublicationNotFound:
            raise InvitationNotFound from None
        return asked
