"""An account, a sign-in, a one-time link and a letter, and what may become of them. No I/O, no clock."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec
from msgspec.structs import replace

from octavo.accounts.api import (
    Export,
    ExportId,
    ExportStatus,
    IdentityId,
    ImageId,
    LinkPurpose,
    MailId,
    Me,
    Passkey,
    PasskeyId,
    Person,
    PersonId,
    PersonRecord,
    ProfileLink,
    Role,
    Session,
    SessionId,
)
from octavo.accounts.letters import LetterKind

SESSION_LASTS: Final = timedelta(days=90)
"""Since its last use."""
SESSION_TOUCHED_AFTER: Final = timedelta(minutes=10)
"""A use is noted at most this often."""
SIGN_IN_LINK_LASTS: Final = timedelta(minutes=15)
INVITATION_LASTS: Final = timedelta(days=7)
RECENT_SIGN_IN: Final = timedelta(minutes=10)
"""So young a sign-in may set a password without giving the present one."""
LETTER_IS_STALE_AFTER: Final = timedelta(hours=1)
"""A sign-in letter that could not be sent for so long is not sent at all: nobody waits for it any more."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A person with the private parts."""

    id: PersonId
    handle: str
    name: str
    bio: str = ""
    picture_id: ImageId = ImageId("")
    links: tuple[ProfileLink, ...] = ()
    email: str = ""
    """Confirmed; empty: none."""
    new_email: str = ""
    """Waiting to be confirmed; empty: none."""
    password_hash: str = ""
    role: Role = Role.MEMBER
    language: str = ""
    time_zone: str = ""
    source: str = ""
    """What names an imported person at their origin."""
    joined_at: datetime
    last_seen_at: datetime
    suspended_at: datetime | None = None
    suspension_reason: str = ""
    erased_at: datetime | None = None
    """They asked to be erased then; signing in before undoes it."""

    @property
    def suspended(self) -> bool:
        """By a moderator."""
        return self.suspended_at is not None

    @property
    def leaving(self) -> bool:
        return self.erased_at is not None

    @property
    def hidden(self) -> bool:
        """Nobody sees what they wrote, and nobody acts as them."""
        return self.suspended or self.leaving

    def as_person(self) -> Person:
        """As everybody sees them."""
        return Person(
            id=self.id,
            handle=self.handle,
            name=self.name,
            bio=self.bio,
            picture_id=self.picture_id,
            links=self.links,
            joined_at=self.joined_at,
            suspended=self.hidden,
        )

    def as_me(self) -> Me:
        """As they see themselves. The only address of a new owner is still to be confirmed."""
        return Me(
            person=self.as_person(),
            email=self.email or self.new_email,
            email_confirmed=bool(self.email),
            new_email=self.new_email if self.email else "",
            has_password=bool(self.password_hash),
            role=self.role,
            language=self.language,
            time_zone=self.time_zone,
        )

    def as_record(self) -> PersonRecord:
        """As moderators see them."""
        return PersonRecord(
            person=self.as_person(),
            email=self.email or self.new_email,
            role=self.role,
            last_seen_at=self.last_seen_at,
            erased_at=self.erased_at,
        )


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in as it is stored: the token only as its hash."""

    id: SessionId
    person_id: PersonId
    token_hash: str
    device: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime

    def over(self, now: datetime) -> bool:
        return now >= self.expires_at

    def to_be_touched(self, now: datetime) -> bool:
        return now - self.last_used_at >= SESSION_TOUCHED_AFTER

    def as_session(self, *, current: bool) -> Session:
        return Session(
            id=self.id,
            created_at=self.created_at,
            last_used_at=self.last_used_at,
            device=self.device,
            current=current,
        )


class Grounds(StrEnum):
    """Who stands behind a one-time link."""

    MAILBOX = "mailbox"
    """It was sent to the address and nowhere else: whoever opens it reads the mail there."""
    INVITATION = "invitation"
    """A moderator was given it to hand on; nobody has shown yet that the address is theirs."""
    MAILED_INVITATION = "mailed invitation"
    """A moderator's invitation that was sent to the address: both of the above."""
    OPERATOR = "operator"
    """The operator made it and vouches for the address."""
    PROVIDER = "provider"
    """Another site, at which they signed in, says that it looked at the address."""
    FIRST_START = "first start"
    """Printed by a site that has no owner."""


class OneTimeLink(msgspec.Struct, frozen=True, kw_only=True):
    """A one-time link as it is stored."""

    id: str
    token_hash: str
    purpose: LinkPurpose
    grounds: Grounds
    person_id: PersonId | None = None
    email: str = ""
    then: str = ""
    created_at: datetime
    expires_at: datetime | None = None
    """None: until it is used."""
    used_at: datetime | None = None

    def over(self, now: datetime) -> bool:
        return self.used_at is not None or (self.expires_at is not None and now >= self.expires_at)

    @property
    def proves_address(self) -> bool:
        """Whether the address counts as confirmed once the link was used."""
        return self.grounds in (
            Grounds.MAILBOX,
            Grounds.MAILED_INVITATION,
            Grounds.OPERATOR,
            Grounds.PROVIDER,
        )

    @property
    def admits(self) -> bool:
        """Whether it may make an account where registration is not open."""
        return self.grounds in (Grounds.INVITATION, Grounds.MAILED_INVITATION, Grounds.OPERATOR)


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that was asked for."""

    id: MailId
    kind: LetterKind
    recipient: str = ""
    person_id: PersonId | None = None
    """Whose account it is about, or who invites."""
    then: str = ""
    language: str = ""
    created_at: datetime
    attempts: int = 0
    sent_at: datetime | None = None
    problem: str = ""
    """Why it will not be sent; empty: nothing is wrong."""

    def settled(self) -> bool:
        return self.sent_at is not None or bool(self.problem)

    def stale(self, now: datetime) -> bool:
        lasts = INVITATION_LASTS if self.kind is LetterKind.INVITATION else LETTER_IS_STALE_AFTER
        return now - self.created_at >= lasts

    def link(self, *, id: str, token: str, now: datetime) -> OneTimeLink | None:  # noqa: A002 - it is its id
        """The link that the letter carries, living from the moment of sending; None: it carries none."""
        purpose = _PURPOSES.get(self.kind)
        if purpose is None:
            return None
        invited = self.kind is LetterKind.INVITATION
        lasts = INVITATION_LASTS if invited else SIGN_IN_LINK_LASTS
        return OneTimeLink(
            id=id,
            token_hash=token_hash(token),
            purpose=purpose,
            grounds=Grounds.MAILED_INVITATION if invited else Grounds.MAILBOX,
            person_id=None if purpose is LinkPurpose.SIGN_UP else self.person_id,
            email=self.recipient,
            then=self.then,
            created_at=now,
            expires_at=now + lasts,
        )


_PURPOSES: Final = {
    LetterKind.SIGN_IN: LinkPurpose.SIGN_IN,
    LetterKind.SIGN_UP: LinkPurpose.SIGN_UP,
    LetterKind.INVITATION: LinkPurpose.SIGN_UP,
    LetterKind.CONFIRM_EMAIL: LinkPurpose.CONFIRM_EMAIL,
}


class StoredKey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey with what proves it."""

    id: PasskeyId
    person_id: PersonId
    credential_id: bytes
    public_key: bytes
    name: str
    uses: int
    """The authenticator's own counter; one that never counts stays at 0."""
    created_at: datetime
    last_used_at: datetime | None = None

    def as_passkey(self) -> Passkey:
        return Passkey(id=self.id, name=self.name, created_at=self.created_at, last_used_at=self.last_used_at)


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way in through another site: what it calls itself, and what it calls the person."""

    id: IdentityId
    person_id: PersonId
    issuer: str
    subject: str
    linked_at: datetime
    last_used_at: datetime


class Baggage(msgspec.Struct, frozen=True, kw_only=True):
    """An export: asked for, packed, ready for some days."""

    id: ExportId
    person_id: PersonId
    asked_at: datetime
    status: ExportStatus = ExportStatus.PACKING
    attempts: int = 0
    until: datetime | None = None
    """Then it goes; None while it is being packed."""
    bytes: int = 0

    def over(self, now: datetime) -> bool:
        return self.until is not None and now >= self.until

    def packed(self, size: int, until: datetime) -> "Baggage":
        return replace(self, status=ExportStatus.READY, bytes=size, until=until)

    def failed(self, status: ExportStatus, until: datetime) -> "Baggage":
        """The word that it came to nothing stays as long as a file would."""
        return replace(self, status=status, until=until)

    def as_export(self) -> Export:
        return Export(
            id=self.id, status=self.status, asked_at=self.asked_at, until=self.until, bytes=self.bytes
        )


def new_token() -> str:
    """256 random bits, as they stand in an address or a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token. It has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
