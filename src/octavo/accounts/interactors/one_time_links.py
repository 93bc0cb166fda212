"""One-time links: asked for by mail, made by the operator, looked at. How they are used: redeeming.py."""

from msgspec.structs import replace

from octavo.accounts import checks, handles
from octavo.accounts.api import (
    GetRegistrationResponse,
    IssueChallengeResponse,
    LinkInvalid,
    LinkPurpose,
    LooksAutomated,
    MailUnavailable,
    PeekLinkResponse,
    PersonNotFound,
    Provider,
    TooManyAttempts,
)
from octavo.accounts.entities import (
    SIGN_IN_LINK_LASTS,
    Account,
    Grounds,
    OneTimeLink,
    new_token,
    token_hash,
)
from octavo.accounts.interactors.mail import TROUBLE_FADES_AFTER
from octavo.accounts.interactors.redeeming import RedeemDesk
from octavo.accounts.interactors.tools import network_of
from octavo.accounts.letters import LetterKind
from octavo.chassis.faults import AlreadyExists, Invalid


class LinkDesk(RedeemDesk):
    """The ways in that need no password."""

    async def get_registration(self) -> GetRegistrationResponse:
        since = self.tools.clock() - TROUBLE_FADES_AFTER
        works = self.tools.mailer is not None and not await self.tools.letters.in_trouble(since)
        return GetRegistrationResponse(
            registration=self.tools.registration,
            mail_works=works,
            providers=tuple(Provider(key=one.key, name=one.name) for one in self.tools.providers.all),
            passkeys_at=self.tools.works.origin if self.tools.works else "",
        )

    async def issue_challenge(self) -> IssueChallengeResponse:
        challenges = self.tools.challenges
        return IssueChallengeResponse(
            challenge=challenges.issue(self.tools.clock()), difficulty=challenges.difficulty
        )

    async def request_link(
        self,
        *,
        email: str,
        challenge: str = "",
        answer: str = "",
        website: str = "",
        address: str = "",
        then: str = "",
        language: str = "",
    ) -> None:
        tools = self.tools
        recipient, language = checks.check_email(email), checks.check_language(language)
        if tools.mailer is None:
            raise MailUnavailable
        if website:
            raise LooksAutomated(problem="A field that people do not see was filled in.")
        digest, until = tools.challenges.judge(challenge, answer, tools.clock())
        if not await tools.attempts.spend(digest, until):
            raise LooksAutomated(problem="This form was sent already: please load the page again.")
        await self._limit("letters from", network_of(address), tools.limits.letters_by_address)
        await self._limit("letters to", recipient, tools.limits.letters_by_email)
        crowded = await self._crowded()

        async def work() -> None:
            account = await tools.people.find_by_email(recipient)
            kind = LetterKind.NONE
            if account is not None:
                kind = LetterKind.NONE if account.suspended else LetterKind.SIGN_IN
            elif not crowded and await self._may_join(recipient):
                kind = LetterKind.SIGN_UP
            await self._ask_for_letter(
                kind,
                "" if kind is LetterKind.NONE else recipient,
                person_id=account.id if account else None,
                language=language or (account.language if account else ""),
                then=checks.local_path(then),
            )

        await tools.transaction(work)

    async def _crowded(self) -> bool:
        """Whether strangers get no letters for now, so many were asked for. Nobody is told, since the answer
        must be the same for those who have an account, and get theirs."""
        try:
            await self._limit("letters", "all", self.tools.limits.letters_in_all)
        except TooManyAttempts:
            return True
        return False

    async def peek_link(self, *, token: str) -> PeekLinkResponse:
        link = await self._open_link(token, self.tools.clock())
        purpose, suggestion = link.purpose, ""
        if purpose is LinkPurpose.SIGN_UP and await self.tools.people.find_by_email(link.email):
            if not link.proves_address:
                raise LinkInvalid(over=True)
            purpose = LinkPurpose.SIGN_IN
        if purpose is LinkPurpose.SIGN_UP:
            suggestion = await self._free_handle(handles.made_from(link.email.partition("@")[0]))
        return PeekLinkResponse(
            purpose=purpose, email=link.email, suggested_handle=suggestion, then=link.then
        )

    async def change_email(self, *, email: str) -> None:
        me, address = await self._me(), checks.check_email(email)
        if self.tools.mailer is None:
            raise MailUnavailable
        await self._limit("address of", me.id, self.tools.limits.letters_by_email)
        await self._limit("letters to", address, self.tools.limits.letters_by_email)

        async def work() -> None:
            before = await self._me()
            if before.email == address:
                await self.tools.people.save(replace(before, new_email=""))
                return
            await self.tools.people.save(replace(before, new_email=address))
            # where it is somebody else's, nothing is sent, and nobody learns that it is
            taken = await self.tools.people.find_by_email(address)
            kind = LetterKind.NONE if taken else LetterKind.CONFIRM_EMAIL
            await self._ask_for_letter(
                kind, "" if taken else address, person_id=before.id, language=before.language
            )

        await self.tools.transaction(work)

    async def create_login_link(self, *, email: str = "", handle: str = "") -> str:
        tools = self.tools
        address = checks.check_email(email) if email.strip() else ""
        if not address and not handle:
            raise Invalid("email", "An address or a handle is needed.")

        async def work() -> str:
            holder = await tools.people.find_by_email(address) if address else None
            account = holder or (await tools.people.find_by_waiting_email(address) if address else None)
            if handle:
                plain = handles.normal(handle)
                account = await tools.people.find_by_handle(plain) if handles.has_shape(plain) else None
                if account is None:
                    raise PersonNotFound(handle=handle[:100])
                if holder is not None and holder.id != account.id:
                    raise AlreadyExists(f"@{holder.handle} has this address.")
            purpose = LinkPurpose.SIGN_UP if account is None else LinkPurpose.SIGN_IN
            return await self._make_link(purpose, Grounds.OPERATOR, account, address)

        return await tools.transaction(work)

    async def create_owner_link(self) -> str:
        async def work() -> str:
            if await self.tools.people.count_owners():
                return ""
            return await self._make_link(LinkPurpose.BECOME_OWNER, Grounds.FIRST_START, None, "")

        return await self.tools.transaction(work)

    async def _make_link(
        self, purpose: LinkPurpose, grounds: Grounds, account: Account | None, email: str
    ) -> str:
        now, token = self.tools.clock(), new_token()
        link = OneTimeLink(
            id=self.tools.new_id(),
            token_hash=token_hash(token),
            purpose=purpose,
            grounds=grounds,
            person_id=account.id if account else None,
            email=email,
            created_at=now,
            expires_at=None if purpose is LinkPurpose.BECOME_OWNER else now + SIGN_IN_LINK_LASTS,
        )
        await self.tools.links.add(link)
        return self.tools.address_of_link(token)
