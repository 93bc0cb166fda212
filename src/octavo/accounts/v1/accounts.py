# Generated from octavo/accounts/v1/accounts.proto by `make proto`; not to be edited.

"""Accounts: people, their profiles, and how they sign in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import (
    ExportId,
    HappeningId,
    IdentityId,
    MailId,
    PasskeyId,
    PersonId,
    SessionId,
    TokenId,
)
from octavo.chassis.contract import (
    Audience,
    Category,
    Contract,
    Erasure,
    Event,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.chassis.faults import (
    AlreadyExists,
    FailedPrecondition,
    Forbidden,
    Invalid,
    NotFound,
    ResourceExhausted,
    Unauthenticated,
    Unavailable,
)
from octavo.images.v1.ids import ImageId

__all__ = [
    "AccessToken",
    "AccountSuspended",
    "Accounts",
    "AddPasskeyRequest",
    "AddPasskeyResponse",
    "AuthenticateRequest",
    "AuthenticateResponse",
    "AuthenticateTokenRequest",
    "AuthenticateTokenResponse",
    "BeginPasskeyRequest",
    "BeginPasskeyResponse",
    "BeginPasskeySignInRequest",
    "BeginPasskeySignInResponse",
    "BeginProviderSignInRequest",
    "BeginProviderSignInResponse",
    "CONTRACT",
    "ChangeEmailRequest",
    "ChangeEmailResponse",
    "ChangeHandleRequest",
    "ChangeHandleResponse",
    "CreateLoginLinkRequest",
    "CreateLoginLinkResponse",
    "CreateOwnerLinkRequest",
    "CreateOwnerLinkResponse",
    "CreateTokenRequest",
    "CreateTokenResponse",
    "DeleteAccountRequest",
    "DeleteAccountResponse",
    "Export",
    "ExportId",
    "ExportNotFound",
    "ExportStatus",
    "FindPersonRequest",
    "FindPersonResponse",
    "FinishProviderSignInRequest",
    "FinishProviderSignInResponse",
    "GetMeRequest",
    "GetMeResponse",
    "GetPeopleRequest",
    "GetPeopleResponse",
    "GetRegistrationRequest",
    "GetRegistrationResponse",
    "HandleNotAllowed",
    "HandleTaken",
    "Happening",
    "HappeningId",
    "HappeningKind",
    "Identity",
    "IdentityId",
    "IdentityNotFound",
    "ImageId",
    "ImportPersonRequest",
    "ImportPersonResponse",
    "InviteRequest",
    "InviteResponse",
    "IssueChallengeRequest",
    "IssueChallengeResponse",
    "LastOwner",
    "LastWayIn",
    "LinkInvalid",
    "LinkPurpose",
    "ListExportsRequest",
    "ListExportsResponse",
    "ListHappeningsRequest",
    "ListHappeningsResponse",
    "ListIdentitiesRequest",
    "ListIdentitiesResponse",
    "ListPasskeysRequest",
    "ListPasskeysResponse",
    "ListPeopleRequest",
    "ListPeopleResponse",
    "ListSessionsRequest",
    "ListSessionsResponse",
    "ListTokensRequest",
    "ListTokensResponse",
    "LooksAutomated",
    "MailId",
    "MailRequested",
    "MailUnavailable",
    "Me",
    "Notice",
    "Passkey",
    "PasskeyId",
    "PasskeyNotFound",
    "PasskeyRefused",
    "PasskeysUnavailable",
    "PeekLinkRequest",
    "PeekLinkResponse",
    "Person",
    "PersonErased",
    "PersonId",
    "PersonJoined",
    "PersonNotFound",
    "PersonRecord",
    "PersonReinstated",
    "PersonSuspended",
    "ProfileChanged",
    "ProfileLink",
    "Provider",
    "ProviderAway",
    "ProviderNotFound",
    "ProviderProblem",
    "ProviderRefused",
    "ReadExportRequest",
    "ReadExportResponse",
    "RedeemLinkRequest",
    "RedeemLinkResponse",
    "Registration",
    "RegistrationClosed",
    "RemovePasskeyRequest",
    "RemovePasskeyResponse",
    "RequestExportRequest",
    "RequestExportResponse",
    "RequestLinkRequest",
    "RequestLinkResponse",
    "RevokeSessionRequest",
    "RevokeSessionResponse",
    "RevokeTokenRequest",
    "RevokeTokenResponse",
    "Role",
    "RoleChanged",
    "SendNoticeRequest",
    "SendNoticeResponse",
    "Session",
    "SessionId",
    "SessionOver",
    "SetPasswordRequest",
    "SetPasswordResponse",
    "SetRoleRequest",
    "SetRoleResponse",
    "SetSuspendedRequest",
    "SetSuspendedResponse",
    "SignInRequest",
    "SignInResponse",
    "SignInWithPasskeyRequest",
    "SignInWithPasskeyResponse",
    "SignOutRequest",
    "SignOutResponse",
    "SignedIn",
    "StoredExport",
    "StoredHappening",
    "StoredIdentity",
    "StoredLink",
    "StoredPasskey",
    "StoredPerson",
    "StoredSession",
    "StoredToken",
    "TokenId",
    "TokenNotFound",
    "TokenOver",
    "TooManyAttempts",
    "TooManyTokens",
    "UnlinkIdentityRequest",
    "UnlinkIdentityResponse",
    "UpdatePreferencesRequest",
    "UpdatePreferencesResponse",
    "UpdateProfileRequest",
    "UpdateProfileResponse",
    "WeakPassword",
    "WrongCredentials",
]


class Notice(StrEnum):
    """What a letter tells that another service asks for."""

    UNSPECIFIED = "NOTICE_UNSPECIFIED"
    # A webhook of theirs gave up.
    WEBHOOK_STOPPED = "WEBHOOK_STOPPED"
    # A publication took their story in,
    SUBMISSION_ACCEPTED = "SUBMISSION_ACCEPTED"
    # or gave it back to be worked on,
    SUBMISSION_RETURNED = "SUBMISSION_RETURNED"
    # or its editors ended the submission.
    SUBMISSION_WITHDRAWN = "SUBMISSION_WITHDRAWN"


class Role(StrEnum):
    UNSPECIFIED = "ROLE_UNSPECIFIED"
    MEMBER = "MEMBER"
    MODERATOR = "MODERATOR"
    OWNER = "OWNER"


class Registration(StrEnum):
    """Who may sign up."""

    UNSPECIFIED = "REGISTRATION_UNSPECIFIED"
    OPEN = "OPEN"
    BY_INVITATION = "BY_INVITATION"
    CLOSED = "CLOSED"


class LinkPurpose(StrEnum):
    """What a one-time link does."""

    UNSPECIFIED = "LINK_PURPOSE_UNSPECIFIED"
    SIGN_IN = "SIGN_IN"
    # Creates an account: a handle and a name are asked for.
    SIGN_UP = "SIGN_UP"
    CONFIRM_EMAIL = "CONFIRM_EMAIL"
    # Creates the first owner's account.
    BECOME_OWNER = "BECOME_OWNER"


class HappeningKind(StrEnum):
    """What happened to an account."""

    UNSPECIFIED = "HAPPENING_KIND_UNSPECIFIED"
    JOINED = "JOINED"
    SIGNED_IN = "SIGNED_IN"
    # By password: it was wrong.
    SIGN_IN_FAILED = "SIGN_IN_FAILED"
    SIGN_INS_ENDED = "SIGN_INS_ENDED"
    PASSWORD_SET = "PASSWORD_SET"
    EMAIL_CHANGED = "EMAIL_CHANGED"
    HANDLE_CHANGED = "HANDLE_CHANGED"
    ROLE_CHANGED = "ROLE_CHANGED"
    # The account's own standing, by a moderator.
    WAS_SUSPENDED = "WAS_SUSPENDED"
    WAS_REINSTATED = "WAS_REINSTATED"
    PASSKEY_ADDED = "PASSKEY_ADDED"
    PASSKEY_REMOVED = "PASSKEY_REMOVED"
    PROVIDER_LINKED = "PROVIDER_LINKED"
    PROVIDER_UNLINKED = "PROVIDER_UNLINKED"
    TOKEN_MADE = "TOKEN_MADE"
    TOKEN_REVOKED = "TOKEN_REVOKED"
    EXPORT_ASKED = "EXPORT_ASKED"
    EXPORT_FETCHED = "EXPORT_FETCHED"
    DELETION_ASKED = "DELETION_ASKED"
    DELETION_UNDONE = "DELETION_UNDONE"


class ProviderProblem(StrEnum):
    """Why a provider's answer opened no account."""

    UNSPECIFIED = "PROVIDER_PROBLEM_UNSPECIFIED"
    # They said no there.
    DECLINED = "DECLINED"
    # It was begun too long ago, in another browser, or is over already.
    STALE = "STALE"
    # Its signature or what it says is wrong.
    NOT_TRUE = "NOT_TRUE"
    # The provider says no verified address.
    NO_ADDRESS = "NO_ADDRESS"
    # It is another account's way in.
    TAKEN = "TAKEN"


class ExportStatus(StrEnum):
    """Where an export stands."""

    UNSPECIFIED = "EXPORT_STATUS_UNSPECIFIED"
    PACKING = "PACKING"
    READY = "READY"
    # It could not be made.
    FAILED = "FAILED"
    # There is more than the site packs into one file.
    TOO_LARGE = "TOO_LARGE"


class Passkey(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A passkey of the caller's."""

    id: PasskeyId = PasskeyId("")
    name: str = ""
    created_at: Moment
    # Absent: never.
    last_used_at: Moment | None = None


class Provider(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Another site by which people can sign in here."""

    # Stands in addresses.
    key: str = ""
    name: str = ""


class Identity(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A way in through a provider."""

    id: IdentityId = IdentityId("")
    provider: Provider
    linked_at: Moment
    last_used_at: Moment


class ProfileLink(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # What it says; at most 50 characters.
    label: str = ""
    # An http(s) address; at most 500 characters.
    url: str = ""


class Person(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A person as everybody sees them."""

    id: PersonId = PersonId("")
    # 3 to 30 of a-z, 0-9 and "-"; stands in the address `/@handle`.
    handle: str = ""
    # At most 80 characters.
    name: str = ""
    # At most 500 characters.
    bio: str = ""
    # Of the images service; empty: none.
    picture_id: ImageId = ImageId("")
    links: tuple[ProfileLink, ...] = ()
    joined_at: Moment
    suspended: bool = False


class Me(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One's own account."""

    person: Person
    email: str = ""
    email_confirmed: bool = False
    # Waiting to be confirmed; empty: none.
    new_email: str = ""
    has_password: bool = False
    role: Role = Role.UNSPECIFIED
    # BCP 47; empty: as the browser says.
    language: str = ""
    # IANA name, e.g. "Europe/Berlin"; empty: as the browser says.
    time_zone: str = ""


class PersonRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A line for moderators."""

    person: Person
    email: str = ""
    role: Role = Role.UNSPECIFIED
    last_seen_at: Moment
    # They asked to be erased then.
    erased_at: Moment | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A sign-in."""

    id: SessionId = SessionId("")
    created_at: Moment
    last_used_at: Moment
    # Such as "Firefox on Linux", made from the user agent, which is not kept.
    device: str = ""
    # The one that asks.
    current: bool = False


class AccessToken(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An access token, without the token."""

    id: TokenId = TokenId("")
    # What its owner calls it.
    name: str = ""
    # What it is good for, e.g. "stories:read".
    scopes: tuple[str, ...] = ()
    created_at: Moment
    expires_at: Moment
    # The day of its last use, at midnight UTC; absent: never used.
    last_used_on: Moment | None = None


class Happening(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One thing that happened to an account."""

    id: HappeningId = HappeningId("")
    kind: HappeningKind = HappeningKind.UNSPECIFIED
    happened_at: Moment
    # With what, such as "Firefox on Linux"; empty where it was no sign-in.
    device: str = ""
    # What it was about, such as the new handle or a passkey's name; how a sign-in was made ("password",
    # "link", "passkey", a provider's name).
    detail: str = ""


class Export(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A file with all that the site keeps about a person."""

    id: ExportId = ExportId("")
    status: ExportStatus = ExportStatus.UNSPECIFIED
    asked_at: Moment
    # Until then it can be fetched; absent while it is not ready.
    until: Moment | None = None
    bytes: int = 0


class SignedIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A fresh sign-in: the token goes into the cookie and is stored nowhere."""

    token: str = ""
    session_id: SessionId = SessionId("")
    person_id: PersonId = PersonId("")
    expires_at: Moment
    # The account was made just now.
    created: bool = False
    # They had asked to be erased, which this sign-in has undone.
    returned: bool = False


class GetPeopleRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_ids: tuple[PersonId, ...] = ()


class GetPeopleResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    people: tuple[Person, ...] = ()


class FindPersonRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    handle: str = ""


class FindPersonResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person: Person
    current: bool = False


class GetMeRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class GetMeResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    me: Me


class UpdateProfileRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    name: str | None = None
    bio: str | None = None
    # Empty: no picture.
    picture_id: ImageId | None = None
    # Replaces all links where `replace_links`; at most ten.
    links: tuple[ProfileLink, ...] = ()
    replace_links: bool = False


class UpdateProfileResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person: Person


class UpdatePreferencesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    language: str | None = None
    time_zone: str | None = None


class UpdatePreferencesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    me: Me


class ChangeHandleRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    handle: str = ""


class ChangeHandleResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person: Person


class ChangeEmailRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    email: str = ""


class ChangeEmailResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class SetPasswordRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # 10 to 200 characters, not one of the common ones.
    password: str = ""
    present_password: str = ""


class SetPasswordResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class IssueChallengeRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class IssueChallengeResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    challenge: str = ""
    # How many leading zero bits the SHA-256 of challenge + answer must have.
    difficulty: Int32 = 0


class RequestLinkRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    email: str = ""
    challenge: str = ""
    answer: str = ""
    # A field that people do not see; whoever fills it in is a script.
    website: str = ""
    # For rate limits; kept only as a keyed hash, for a day at most.
    address: str = ""
    # The path to go to afterwards.
    then: str = ""
    # The language of the mail.
    language: str = ""


class RequestLinkResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class PeekLinkRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    token: str = ""


class PeekLinkResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    purpose: LinkPurpose = LinkPurpose.UNSPECIFIED
    email: str = ""
    # A handle that is free, made from the address.
    suggested_handle: str = ""
    then: str = ""


class RedeemLinkRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    token: str = ""
    handle: str = ""
    name: str = ""
    user_agent: str = ""
    address: str = ""
    # Asked of the first owner; optional for a sign-up.
    email: str = ""


class RedeemLinkResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    signed_in: SignedIn
    then: str = ""


class SignInRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # Handle or e-mail address.
    login: str = ""
    password: str = ""
    user_agent: str = ""
    address: str = ""


class SignInResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    signed_in: SignedIn


class AuthenticateRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    token: str = ""


class AuthenticateResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person_id: PersonId = PersonId("")
    session_id: SessionId = SessionId("")
    role: Role = Role.UNSPECIFIED
    email_confirmed: bool = False
    signed_in_at: Moment
    language: str = ""
    time_zone: str = ""


class ListSessionsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListSessionsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    sessions: tuple[Session, ...] = ()


class RevokeSessionRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    session_id: SessionId = SessionId("")


class RevokeSessionResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class SignOutRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class SignOutResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class CreateTokenRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # At most 80 characters.
    name: str = ""
    # At least one.
    scopes: tuple[str, ...] = ()
    # After so many days it is over; at most 365, or fewer where the site says so.
    days: Int32 = 0


class CreateTokenResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # For the header `Authorization: Bearer TOKEN`.
    token: str = ""
    access_token: AccessToken


class ListTokensRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListTokensResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    tokens: tuple[AccessToken, ...] = ()


class RevokeTokenRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    token_id: TokenId = TokenId("")


class RevokeTokenResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class AuthenticateTokenRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    token: str = ""


class AuthenticateTokenResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person_id: PersonId = PersonId("")
    token_id: TokenId = TokenId("")
    role: Role = Role.UNSPECIFIED
    email_confirmed: bool = False
    scopes: tuple[str, ...] = ()
    expires_at: Moment


class BeginPasskeyRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class BeginPasskeyResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # PublicKeyCredentialCreationOptions as JSON; good for half an hour.
    options: str = ""


class AddPasskeyRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # What the browser made, as JSON.
    credential: str = ""
    # At most 80 characters.
    name: str = ""
    present_password: str = ""


class AddPasskeyResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    passkey: Passkey


class ListPasskeysRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListPasskeysResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    passkeys: tuple[Passkey, ...] = ()


class RemovePasskeyRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    passkey_id: PasskeyId = PasskeyId("")


class RemovePasskeyResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class BeginPasskeySignInRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class BeginPasskeySignInResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # PublicKeyCredentialRequestOptions as JSON; good for half an hour.
    options: str = ""


class SignInWithPasskeyRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # What the browser gave, as JSON.
    credential: str = ""
    user_agent: str = ""
    address: str = ""


class SignInWithPasskeyResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    signed_in: SignedIn


class BeginProviderSignInRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    provider: str = ""
    # The path to go to afterwards.
    then: str = ""
    link: bool = False


class BeginProviderSignInResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # Of the provider, for the browser.
    address: str = ""
    # For the browser alone to keep, ten minutes.
    ticket: str = ""


class FinishProviderSignInRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    ticket: str = ""
    # As the provider's answer has them.
    state: str = ""
    code: str = ""
    error: str = ""
    user_agent: str = ""
    address: str = ""


class FinishProviderSignInResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # Absent: there is no account yet, or it was linked.
    signed_in: SignedIn | None = None
    # The path to go to.
    then: str = ""
    # The caller has got another way in.
    linked: bool = False
    # The whole address of a one-time link to join.
    join: str = ""


class ListIdentitiesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListIdentitiesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    identities: tuple[Identity, ...] = ()


class UnlinkIdentityRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    identity_id: IdentityId = IdentityId("")


class UnlinkIdentityResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListHappeningsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 50
    after: str = ""


class ListHappeningsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    happenings: tuple[Happening, ...] = ()
    next: str = ""


class DeleteAccountRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    handle: str = ""
    present_password: str = ""


class DeleteAccountResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    erased_at: Moment


class RequestExportRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class RequestExportResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    export: Export


class ListExportsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListExportsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    exports: tuple[Export, ...] = ()


class ReadExportRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    export_id: ExportId = ExportId("")
    offset: int = 0
    # Answer with an address in the place of bytes, where the site hands out files so.
    by_address: bool = False


class ReadExportResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    data: bytes = b""
    # Of the whole file.
    size: int = 0
    # Where whoever knows it may fetch the file for some minutes; empty unless asked for and handed out so.
    address: str = ""


class InviteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    email: str = ""


class InviteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    link: str = ""
    mailed: bool = False


class ListPeopleRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 50
    after: str = ""
    # Words of which each stands in the handle, the name or the address; large and small letters of ASCII
    # are
    # the same. Empty: everybody. At most 100 characters and 8 words.
    query: str = ""
    # Only who has this role; unspecified: any.
    role: Role = Role.UNSPECIFIED
    # Only who is suspended.
    suspended: bool = False


class ListPeopleResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    people: tuple[PersonRecord, ...] = ()
    next: str = ""


class SetRoleRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_id: PersonId = PersonId("")
    role: Role = Role.UNSPECIFIED


class SetRoleResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class SetSuspendedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person_id: PersonId = PersonId("")
    suspended: bool = False
    # For the record; at most 500 characters.
    reason: str = ""


class SetSuspendedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class CreateLoginLinkRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    email: str = ""
    handle: str = ""


class CreateLoginLinkResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    link: str = ""


class CreateOwnerLinkRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class CreateOwnerLinkResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    link: str = ""


class GetRegistrationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class GetRegistrationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    registration: Registration = Registration.UNSPECIFIED
    # Links can be mailed.
    mail_works: bool = False
    # Where passkeys work, such as "https://example.org"; empty: nowhere, as they need a name and https.
    passkeys_at: str = ""
    # Other sites by which one can sign in.
    providers: tuple[Provider, ...] = ()


class SendNoticeRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person_id: PersonId = PersonId("")
    notice: Notice = Notice.UNSPECIFIED
    # The page that the letter leads to, a path on this site; empty: the one that all letters of its kind
    # do.
    page: str = ""
    # What it is about; of one kind and one `once` one letter is written within 30 days. Empty: each call
    # writes one. At most 200 characters.
    once: str = ""


class SendNoticeResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ImportPersonRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # Names the person at their origin, e.g. "markdown:melody"; at most 500 characters.
    source: str = ""
    # Wished; another free one is taken where it is not to be had.
    handle: str = ""
    name: str = ""
    bio: str = ""


class ImportPersonResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person: Person
    created: bool = False


class StoredPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a person is stored, with the marks of what is about them."""

    person_id: PersonId = PersonId("")
    # Never given to anybody else: what stays of it is a keyed hash.
    handle: Annotated[str, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = ""
    name: Annotated[str, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = ""
    bio: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = ""
    picture_id: Annotated[str, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = ""
    links: Annotated[
        tuple[ProfileLink, ...], Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")
    ] = ()
    email: Annotated[str, Personal(Category.CONTACT, Erasure.DELETE, subject="person_id")] = ""
    new_email: Annotated[str, Personal(Category.CONTACT, Erasure.DELETE, subject="person_id")] = ""
    password_hash: Annotated[str, Personal(Category.CREDENTIAL, Erasure.DELETE, subject="person_id")] = ""
    language: Annotated[str, Personal(Category.CIRCUMSTANCE, Erasure.DELETE, subject="person_id")] = ""
    time_zone: Annotated[str, Personal(Category.CIRCUMSTANCE, Erasure.DELETE, subject="person_id")] = ""
    former_handles: Annotated[
        tuple[str, ...], Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")
    ] = ()
    joined_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    last_seen_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    # Why a moderator suspended the account.
    suspension_reason: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = ""
    # What names them at the place they were imported from.
    source: Annotated[str, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = ""
    # They asked to be erased then.
    erased_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredPasskey(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a passkey is stored."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    credential_id: Annotated[str, Personal(Category.CREDENTIAL, Erasure.DELETE, subject="person_id")] = ""
    public_key: Annotated[str, Personal(Category.CREDENTIAL, Erasure.DELETE, subject="person_id")] = ""
    name: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = ""
    uses: Annotated[int, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = 0
    created_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    last_used_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredIdentity(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a way in through a provider is stored."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    issuer: Annotated[str, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = ""
    # What they are called there.
    subject: Annotated[str, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = ""
    linked_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    last_used_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredHappening(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How it is stored what happened to an account."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    kind: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = ""
    happened_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    device: Annotated[str, Personal(Category.CIRCUMSTANCE, Erasure.DELETE, subject="person_id")] = ""
    detail: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = ""


class StoredExport(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How an export is stored."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    asked_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    # The file: all that there is about a person.
    file: Annotated[bytes, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = b""


class StoredSession(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a sign-in is stored."""

    session_id: SessionId = SessionId("")
    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    token_hash: Annotated[str, Personal(Category.CREDENTIAL, Erasure.DELETE, subject="person_id")] = ""
    device: Annotated[str, Personal(Category.CIRCUMSTANCE, Erasure.DELETE, subject="person_id")] = ""
    created_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    last_used_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredLink(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a one-time link or a waiting mail is stored."""

    link_id: str = ""
    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    email: Annotated[str, Personal(Category.CONTACT, Erasure.DELETE, subject="person_id")] = ""
    token_hash: Annotated[str, Personal(Category.CREDENTIAL, Erasure.DELETE, subject="person_id")] = ""
    # A letter's recipient.
    recipient: Annotated[str, Personal(Category.CONTACT, Erasure.DELETE, subject="person_id")] = ""
    # Where they were going.
    then_path: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = ""
    language: Annotated[str, Personal(Category.CIRCUMSTANCE, Erasure.DELETE, subject="person_id")] = ""


class StoredToken(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How an access token is stored: the token only as its hash."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    name: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = ""
    token_hash: Annotated[str, Personal(Category.CREDENTIAL, Erasure.DELETE, subject="person_id")] = ""
    created_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    # By day.
    last_used_on: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class TokenOver(Unauthenticated):
    """This access token is unknown, over or revoked."""

    proto_name = "octavo.accounts.v1.TokenOver"
    public_text = "This access token is unknown, over or revoked."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TokenNotFound(NotFound):
    """You have no such access token."""

    proto_name = "octavo.accounts.v1.TokenNotFound"
    public_text = "You have no such access token."
    field_names: ClassVar[tuple[str, ...]] = ("token_id",)
    token_id: TokenId

    def __init__(self, *, token_id: TokenId = TokenId("")) -> None:
        super().__init__()
        self.token_id = token_id


class TooManyTokens(ResourceExhausted):
    """You have as many access tokens as one person may: revoke one first."""

    proto_name = "octavo.accounts.v1.TooManyTokens"
    public_text = "You have as many access tokens as one person may: revoke one first."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class PersonNotFound(NotFound):
    """There is nobody of this name here."""

    proto_name = "octavo.accounts.v1.PersonNotFound"
    public_text = "There is nobody of this name here."
    field_names: ClassVar[tuple[str, ...]] = ("handle",)
    handle: str

    def __init__(self, *, handle: str = "") -> None:
        super().__init__()
        self.handle = handle


class HandleTaken(AlreadyExists):
    """This handle is taken."""

    proto_name = "octavo.accounts.v1.HandleTaken"
    public_text = "This handle is taken."
    field_names: ClassVar[tuple[str, ...]] = ("handle", "suggestion")
    handle: str
    # One that is free.
    suggestion: str

    def __init__(self, *, handle: str = "", suggestion: str = "") -> None:
        super().__init__()
        self.handle = handle
        self.suggestion = suggestion


class HandleNotAllowed(Invalid):
    """This cannot be a handle."""

    proto_name = "octavo.accounts.v1.HandleNotAllowed"
    public_text = "This cannot be a handle."
    field_names: ClassVar[tuple[str, ...]] = ("handle", "problem")
    handle: str
    problem: str

    def __init__(self, *, handle: str = "", problem: str = "") -> None:
        super().__init__(message=problem)
        self.handle = handle
        self.problem = problem


class WrongCredentials(Unauthenticated):
    """Name and password do not match."""

    proto_name = "octavo.accounts.v1.WrongCredentials"
    public_text = "Name and password do not match."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class WeakPassword(Invalid):
    """This password is too easy to guess."""

    proto_name = "octavo.accounts.v1.WeakPassword"
    public_text = "This password is too easy to guess."
    field_names: ClassVar[tuple[str, ...]] = ("problem",)
    problem: str

    def __init__(self, *, problem: str = "") -> None:
        super().__init__(message=problem)
        self.problem = problem


class TooManyAttempts(ResourceExhausted):
    """Too many attempts: try again later."""

    proto_name = "octavo.accounts.v1.TooManyAttempts"
    public_text = "Too many attempts: try again later."
    field_names: ClassVar[tuple[str, ...]] = ("retry_after_seconds",)
    retry_after_seconds: Int32

    def __init__(self, *, retry_after_seconds: int = 0) -> None:
        super().__init__(retry_after=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class MailUnavailable(Unavailable):
    """No mail can be sent from here."""

    proto_name = "octavo.accounts.v1.MailUnavailable"
    public_text = "No mail can be sent from here."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class LooksAutomated(FailedPrecondition):
    """This does not look as if a person had sent it."""

    proto_name = "octavo.accounts.v1.LooksAutomated"
    public_text = "This does not look as if a person had sent it."
    field_names: ClassVar[tuple[str, ...]] = ("problem",)
    problem: str

    def __init__(self, *, problem: str = "") -> None:
        super().__init__(message=problem)
        self.problem = problem


class LinkInvalid(NotFound):
    """This link does not work, or does not work any more."""

    proto_name = "octavo.accounts.v1.LinkInvalid"
    public_text = "This link does not work, or does not work any more."
    field_names: ClassVar[tuple[str, ...]] = ("over",)
    # It was there: used already, or too old.
    over: bool

    def __init__(self, *, over: bool = False) -> None:
        super().__init__()
        self.over = over


class RegistrationClosed(Forbidden):
    """Nobody can sign up here without an invitation."""

    proto_name = "octavo.accounts.v1.RegistrationClosed"
    public_text = "Nobody can sign up here without an invitation."
    field_names: ClassVar[tuple[str, ...]] = ("registration",)
    registration: Registration

    def __init__(self, *, registration: Registration = Registration.UNSPECIFIED) -> None:
        super().__init__()
        self.registration = registration


class AccountSuspended(Forbidden):
    """This account is suspended."""

    proto_name = "octavo.accounts.v1.AccountSuspended"
    public_text = "This account is suspended."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class SessionOver(Unauthenticated):
    """This sign-in is over: sign in again."""

    proto_name = "octavo.accounts.v1.SessionOver"
    public_text = "This sign-in is over: sign in again."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class PasskeysUnavailable(FailedPrecondition):
    """Passkeys do not work at this address of the site: they need a name and https, or "localhost"."""

    proto_name = "octavo.accounts.v1.PasskeysUnavailable"
    public_text = (
        'Passkeys do not work at this address of the site: they need a name and https, or "localhost".'
    )
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class PasskeyRefused(Forbidden):
    """This passkey does not open an account here."""

    proto_name = "octavo.accounts.v1.PasskeyRefused"
    public_text = "This passkey does not open an account here."
    field_names: ClassVar[tuple[str, ...]] = ("problem",)
    problem: str

    def __init__(self, *, problem: str = "") -> None:
        super().__init__(message=problem)
        self.problem = problem


class ProviderNotFound(NotFound):
    """There is no such provider."""

    proto_name = "octavo.accounts.v1.ProviderNotFound"
    public_text = "There is no such provider."
    field_names: ClassVar[tuple[str, ...]] = ("provider",)
    provider: str

    def __init__(self, *, provider: str = "") -> None:
        super().__init__()
        self.provider = provider


class ProviderAway(Unavailable):
    """The provider does not answer, or not as it should."""

    proto_name = "octavo.accounts.v1.ProviderAway"
    public_text = "The provider does not answer, or not as it should."
    field_names: ClassVar[tuple[str, ...]] = ("provider",)
    provider: str

    def __init__(self, *, provider: str = "") -> None:
        super().__init__()
        self.provider = provider


class ProviderRefused(Forbidden):
    """What came back from the provider opens no account here."""

    proto_name = "octavo.accounts.v1.ProviderRefused"
    public_text = "What came back from the provider opens no account here."
    field_names: ClassVar[tuple[str, ...]] = ("why",)
    why: ProviderProblem

    def __init__(self, *, why: ProviderProblem = ProviderProblem.UNSPECIFIED) -> None:
        super().__init__()
        self.why = why


class IdentityNotFound(NotFound):
    """There is no such way in."""

    proto_name = "octavo.accounts.v1.IdentityNotFound"
    public_text = "There is no such way in."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class PasskeyNotFound(NotFound):
    """There is no such passkey."""

    proto_name = "octavo.accounts.v1.PasskeyNotFound"
    public_text = "There is no such passkey."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class LastWayIn(FailedPrecondition):
    """Without this nobody could sign in to the account any more."""

    proto_name = "octavo.accounts.v1.LastWayIn"
    public_text = "Without this nobody could sign in to the account any more."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class ExportNotFound(NotFound):
    """There is no such export, or not any more."""

    proto_name = "octavo.accounts.v1.ExportNotFound"
    public_text = "There is no such export, or not any more."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class LastOwner(FailedPrecondition):
    """The last owner stays one."""

    proto_name = "octavo.accounts.v1.LastOwner"
    public_text = "The last owner stays one."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class PersonJoined(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "accounts.PersonJoined"

    person_id: PersonId = PersonId("")
    imported: bool = False


class ProfileChanged(Event, frozen=True, kw_only=True, rename="camel"):
    """Something that pages show of a person changed."""

    event_name: ClassVar[str] = "accounts.ProfileChanged"

    person_id: PersonId = PersonId("")


class PersonSuspended(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "accounts.PersonSuspended"

    person_id: PersonId = PersonId("")
    # Who did it; empty: the person, who is about to leave, or the site itself.
    by_id: PersonId = PersonId("")


class PersonReinstated(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "accounts.PersonReinstated"

    person_id: PersonId = PersonId("")
    # As above.
    by_id: PersonId = PersonId("")


class RoleChanged(Event, frozen=True, kw_only=True, rename="camel"):
    """Somebody has another role on the site."""

    event_name: ClassVar[str] = "accounts.RoleChanged"

    person_id: PersonId = PersonId("")
    role: Role = Role.UNSPECIFIED
    # Who gave it; empty: the operator.
    by_id: PersonId = PersonId("")


class PersonErased(Event, frozen=True, kw_only=True, rename="camel"):
    """The account is gone for good: whoever keeps something about this person forgets it now."""

    event_name: ClassVar[str] = "accounts.PersonErased"

    person_id: PersonId = PersonId("")


class MailRequested(Event, frozen=True, kw_only=True, rename="camel"):
    """A mail is to be sent: the effect happens outside, once per id."""

    event_name: ClassVar[str] = "accounts.MailRequested"

    mail_id: MailId = MailId("")


class Accounts(Protocol):
    """People and sign-in."""

    async def get_people(self, *, person_ids: tuple[PersonId, ...]) -> tuple[Person, ...]:
        """People by id, in the order asked for; unknown and erased ones are left out. At most 500."""
        ...

    async def find_person(self, *, handle: str) -> FindPersonResponse:
        """The person of a handle, also of one they had before (`current` is false then).

        Raises PersonNotFound.
        """
        ...

    async def get_me(self) -> Me:
        """The caller's own account, private parts included."""
        ...

    async def update_profile(
        self,
        *,
        name: str | None = None,
        bio: str | None = None,
        picture_id: ImageId | None = None,
        links: tuple[ProfileLink, ...] = (),
        replace_links: bool = False,
    ) -> Person:
        """Changes the profile; what is absent stays."""
        ...

    async def update_preferences(self, *, language: str | None = None, time_zone: str | None = None) -> Me:
        """Language and time zone; what is absent stays."""
        ...

    async def change_handle(self, *, handle: str) -> Person:
        """Takes a new handle; the old one goes on leading here and stays this person's.

        Raises HandleTaken, HandleNotAllowed, TooManyAttempts.
        """
        ...

    async def change_email(self, *, email: str) -> None:
        """Mails a one-time link to the new address; it counts from when the link is opened.

        Raises TooManyAttempts, MailUnavailable.
        """
        ...

    async def set_password(self, *, password: str, present_password: str = "") -> None:
        """Sets or changes the password; where there is one it must be given, or the
        sign-in be younger than ten minutes. Signs out everywhere else.

        Raises WrongCredentials, WeakPassword, TooManyAttempts.
        """
        ...

    async def issue_challenge(self) -> IssueChallengeResponse:
        """What a sign-up form must carry to be believed: a dated, signed riddle with
        a small proof of work for the browser.
        """
        ...

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
        """Mails a one-time link that signs in, or that begins a sign-up where the
        address is new and registration allows it. Answers the same either way,
        so that nobody learns who has an account.

        Raises TooManyAttempts, MailUnavailable, LooksAutomated.
        """
        ...

    async def peek_link(self, *, token: str) -> PeekLinkResponse:
        """What a one-time link is for, without using it up.

        Raises LinkInvalid.
        """
        ...

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
        """Uses a one-time link: signs in, confirms an address, or creates the account
        (handle and name are needed then). Whoever is signed in as that person
        already stays so: `token` is empty then.

        Raises LinkInvalid, HandleTaken, HandleNotAllowed, RegistrationClosed, AccountSuspended.
        """
        ...

    async def sign_in(
        self, *, login: str, password: str, user_agent: str = "", address: str = ""
    ) -> SignedIn:
        """Signs in with handle or address and password.

        Raises WrongCredentials, TooManyAttempts, AccountSuspended.
        """
        ...

    async def authenticate(self, *, token: str) -> AuthenticateResponse:
        """Whose session token this is. UNAUTHENTICATED where it is none, over or revoked.

        Raises SessionOver.
        """
        ...

    async def list_sessions(self) -> tuple[Session, ...]:
        """The caller's sign-ins, newest use first."""
        ...

    async def revoke_session(self, *, session_id: SessionId = SessionId("")) -> None:
        """Ends one sign-in of the caller's, or with an empty id all but the present one."""
        ...

    async def sign_out(self) -> None:
        """Ends the caller's present sign-in."""
        ...

    async def create_token(self, *, name: str, scopes: tuple[str, ...], days: int) -> CreateTokenResponse:
        """Makes an access token: with it a program does what its scopes name, as the
        caller. The token itself is told this once and stored nowhere. Only from a
        browser's sign-in; at most 50 to a person.

        Raises TooManyTokens.
        """
        ...

    async def list_tokens(self) -> tuple[AccessToken, ...]:
        """The caller's access tokens, newest first; those that ended less than 30
        days ago too. There are never more than a hundred.
        """
        ...

    async def revoke_token(self, *, token_id: TokenId) -> None:
        """Ends one of the caller's access tokens at once.

        Raises TokenNotFound.
        """
        ...

    async def authenticate_token(self, *, token: str) -> AuthenticateTokenResponse:
        """Whose access token this is, and what it is good for.

        Raises TokenOver.
        """
        ...

    async def begin_passkey(self) -> str:
        """What a browser needs to make a passkey for the caller: the options of `navigator.credentials.create`.

        Raises PasskeysUnavailable.
        """
        ...

    async def add_passkey(self, *, credential: str, name: str, present_password: str = "") -> Passkey:
        """Keeps a passkey that the caller's browser has just made. As with a password, the present one must be
        given or the sign-in be younger than ten minutes. At most 20.

        Raises PasskeysUnavailable, PasskeyRefused, WrongCredentials, TooManyAttempts.
        """
        ...

    async def list_passkeys(self) -> tuple[Passkey, ...]:
        """The caller's passkeys, oldest first."""
        ...

    async def remove_passkey(self, *, passkey_id: PasskeyId) -> None:
        """Makes one of the caller's passkeys good for nothing. The last way in stays.

        Raises PasskeyNotFound, LastWayIn.
        """
        ...

    async def begin_passkey_sign_in(self) -> str:
        """What a browser needs to be asked for a passkey, whoever's it is: the options of
        `navigator.credentials.get`.

        Raises PasskeysUnavailable.
        """
        ...

    async def sign_in_with_passkey(
        self, *, credential: str, user_agent: str = "", address: str = ""
    ) -> SignedIn:
        """Signs in with a passkey, which says itself whose it is.

        Raises PasskeysUnavailable, PasskeyRefused, TooManyAttempts, AccountSuspended.
        """
        ...

    async def begin_provider_sign_in(
        self, *, provider: str, then: str = "", link: bool = False
    ) -> BeginProviderSignInResponse:
        """Begins a sign-in at a provider of the site's settings (OpenID Connect): where the browser is sent, and
        the ticket that it must bring back. With `link` the caller, whose sign-in must be recent, gets another
        way in.

        Raises ProviderNotFound, ProviderAway, WrongCredentials.
        """
        ...

    async def finish_provider_sign_in(
        self, *, ticket: str, state: str, code: str, error: str = "", user_agent: str = "", address: str = ""
    ) -> FinishProviderSignInResponse:
        """Ends it with what the provider's answer held. A person who is known by the provider, or whose confirmed
        address is the one that the provider says is verified, is signed in; anybody else with a verified
        address gets a one-time link to join, where registration allows it.

        Raises ProviderRefused, ProviderAway, RegistrationClosed, AccountSuspended, TooManyAttempts.
        """
        ...

    async def list_identities(self) -> tuple[Identity, ...]:
        """The caller's ways in through providers."""
        ...

    async def unlink_identity(self, *, identity_id: IdentityId) -> None:
        """Takes one of them away. The last way in stays.

        Raises IdentityNotFound, LastWayIn.
        """
        ...

    async def list_happenings(self, *, limit: int = 50, after: str = "") -> ListHappeningsResponse:
        """What happened to the caller's account, newest first: sign-ins, tries that failed, changes. It says
        nothing of where anybody was, and is kept for a year unless the site says otherwise.
        """
        ...

    async def delete_account(self, *, handle: str, present_password: str = "") -> datetime:
        """Has the caller's account erased when the site's days of grace are over; answers when. Until then it
        is hidden as a suspended one is, and signing in undoes it. The password must be given, or the sign-in
        be younger than ten minutes; `handle` must be the caller's own, so that nobody does this by mistake.

        Raises WrongCredentials, TooManyAttempts, LastOwner.
        """
        ...

    async def request_export(self) -> Export:
        """Has all that the site keeps about the caller packed into a file for them, in a while. Where one is
        being packed already, that is the answer.

        Raises TooManyAttempts.
        """
        ...

    async def list_exports(self) -> tuple[Export, ...]:
        """The caller's exports, newest first."""
        ...

    async def read_export(
        self, *, export_id: ExportId, offset: int, by_address: bool = False
    ) -> ReadExportResponse:
        """The bytes of an export of the caller's from `offset` on, at most 1 MiB; none at its end. Or its address.

        Raises ExportNotFound.
        """
        ...

    async def invite(self, *, email: str) -> InviteResponse:
        """Invites an address (owner and moderators): a one-time link that may sign up
        whatever registration allows; mailed where mail works, returned in any case.
        """
        ...

    async def list_people(
        self,
        *,
        limit: int = 50,
        after: str = "",
        query: str = "",
        role: Role = Role.UNSPECIFIED,
        suspended: bool = False,
    ) -> ListPeopleResponse:
        """All people, newest first (owner and moderators)."""
        ...

    async def set_role(self, *, person_id: PersonId, role: Role) -> None:
        """Gives somebody another role (owner only; the last owner stays one).

        Raises PersonNotFound, LastOwner.
        """
        ...

    async def set_suspended(self, *, person_id: PersonId, suspended: bool, reason: str = "") -> None:
        """Suspends an account and ends its sign-ins, or lifts that (owner and moderators).

        Raises PersonNotFound, LastOwner.
        """
        ...

    async def create_login_link(self, *, email: str = "", handle: str = "") -> str:
        """The operator's way in, mail or no mail: a one-time link for this address
        (`octavo login-link EMAIL`). A new address gets an account at first use.
        With `handle` it is that person's way in, and the address, where one is
        given, becomes theirs: so an imported author gets in.

        Raises PersonNotFound.
        """
        ...

    async def create_owner_link(self) -> str:
        """The one-time link that makes whoever opens it the owner; empty once there is one."""
        ...

    async def get_registration(self) -> GetRegistrationResponse:
        """How people can join, for the sign-in page."""
        ...

    async def import_person(
        self, *, source: str, handle: str, name: str, bio: str = ""
    ) -> ImportPersonResponse:
        """Makes or finds the account of an author from elsewhere, once per `source`;
        it has no address, so nobody can sign in to it until an operator gives one.
        """
        ...

    async def send_notice(
        self, *, person_id: PersonId, notice: Notice, page: str = "", once: str = ""
    ) -> None:
        """Writes a person a letter of a few plain words about something of theirs; to
        whoever has no address, is suspended or gone, none is written.
        """
        ...


CONTRACT = Contract(
    name="octavo.accounts.v1.Accounts",
    wire="octavo.accounts.v1.accounts_wire",
    methods=(
        Method(
            name="GetPeople",
            call="get_people",
            request=GetPeopleRequest,
            response=GetPeopleResponse,
            returns="people",
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            hedged=True,
        ),
        Method(
            name="FindPerson",
            call="find_person",
            request=FindPersonRequest,
            response=FindPersonResponse,
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(PersonNotFound,),
        ),
        Method(
            name="GetMe",
            call="get_me",
            request=GetMeRequest,
            response=GetMeResponse,
            returns="me",
            audience=Audience.PUBLIC,
            scope="account:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="UpdateProfile",
            call="update_profile",
            request=UpdateProfileRequest,
            response=UpdateProfileResponse,
            returns="person",
            audience=Audience.PUBLIC,
            scope="account:write",
        ),
        Method(
            name="UpdatePreferences",
            call="update_preferences",
            request=UpdatePreferencesRequest,
            response=UpdatePreferencesResponse,
            returns="me",
            audience=Audience.PUBLIC,
            scope="account:write",
        ),
        Method(
            name="ChangeHandle",
            call="change_handle",
            request=ChangeHandleRequest,
            response=ChangeHandleResponse,
            returns="person",
            audience=Audience.PUBLIC,
            scope="account:write",
            faults=(
                HandleTaken,
                HandleNotAllowed,
                TooManyAttempts,
            ),
        ),
        Method(
            name="ChangeEmail",
            call="change_email",
            request=ChangeEmailRequest,
            response=ChangeEmailResponse,
            returns=None,
            audience=Audience.PUBLIC,
            faults=(
                TooManyAttempts,
                MailUnavailable,
            ),
        ),
        Method(
            name="SetPassword",
            call="set_password",
            request=SetPasswordRequest,
            response=SetPasswordResponse,
            returns=None,
            audience=Audience.PUBLIC,
            faults=(
                WrongCredentials,
                WeakPassword,
                TooManyAttempts,
            ),
        ),
        Method(
            name="IssueChallenge",
            call="issue_challenge",
            request=IssueChallengeRequest,
            response=IssueChallengeResponse,
            audience=Audience.PUBLIC,
        ),
        Method(
            name="RequestLink",
            call="request_link",
            request=RequestLinkRequest,
            response=RequestLinkResponse,
            returns=None,
            faults=(
                TooManyAttempts,
                MailUnavailable,
                LooksAutomated,
            ),
        ),
        Method(
            name="PeekLink",
            call="peek_link",
            request=PeekLinkRequest,
            response=PeekLinkResponse,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(LinkInvalid,),
        ),
        Method(
            name="RedeemLink",
            call="redeem_link",
            request=RedeemLinkRequest,
            response=RedeemLinkResponse,
            faults=(
                LinkInvalid,
                HandleTaken,
                HandleNotAllowed,
                RegistrationClosed,
                AccountSuspended,
            ),
        ),
        Method(
            name="SignIn",
            call="sign_in",
            request=SignInRequest,
            response=SignInResponse,
            returns="signed_in",
            faults=(
                WrongCredentials,
                TooManyAttempts,
                AccountSuspended,
            ),
        ),
        Method(
            name="Authenticate",
            call="authenticate",
            request=AuthenticateRequest,
            response=AuthenticateResponse,
            faults=(SessionOver,),
        ),
        Method(
            name="ListSessions",
            call="list_sessions",
            request=ListSessionsRequest,
            response=ListSessionsResponse,
            returns="sessions",
            audience=Audience.PUBLIC,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="RevokeSession",
            call="revoke_session",
            request=RevokeSessionRequest,
            response=RevokeSessionResponse,
            returns=None,
            audience=Audience.PUBLIC,
        ),
        Method(
            name="SignOut",
            call="sign_out",
            request=SignOutRequest,
            response=SignOutResponse,
            returns=None,
            audience=Audience.PUBLIC,
        ),
        Method(
            name="CreateToken",
            call="create_token",
            request=CreateTokenRequest,
            response=CreateTokenResponse,
            audience=Audience.PUBLIC,
            faults=(TooManyTokens,),
        ),
        Method(
            name="ListTokens",
            call="list_tokens",
            request=ListTokensRequest,
            response=ListTokensResponse,
            returns="tokens",
            audience=Audience.PUBLIC,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="RevokeToken",
            call="revoke_token",
            request=RevokeTokenRequest,
            response=RevokeTokenResponse,
            returns=None,
            audience=Audience.PUBLIC,
            faults=(TokenNotFound,),
        ),
        Method(
            name="AuthenticateToken",
            call="authenticate_token",
            request=AuthenticateTokenRequest,
            response=AuthenticateTokenResponse,
            faults=(TokenOver,),
        ),
        Method(
            name="BeginPasskey",
            call="begin_passkey",
            request=BeginPasskeyRequest,
            response=BeginPasskeyResponse,
            returns="options",
            faults=(PasskeysUnavailable,),
        ),
        Method(
            name="AddPasskey",
            call="add_passkey",
            request=AddPasskeyRequest,
            response=AddPasskeyResponse,
            returns="passkey",
            faults=(
                PasskeysUnavailable,
                PasskeyRefused,
                WrongCredentials,
                TooManyAttempts,
            ),
        ),
        Method(
            name="ListPasskeys",
            call="list_passkeys",
            request=ListPasskeysRequest,
            response=ListPasskeysResponse,
            returns="passkeys",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="RemovePasskey",
            call="remove_passkey",
            request=RemovePasskeyRequest,
            response=RemovePasskeyResponse,
            returns=None,
            faults=(
                PasskeyNotFound,
                LastWayIn,
            ),
        ),
        Method(
            name="BeginPasskeySignIn",
            call="begin_passkey_sign_in",
            request=BeginPasskeySignInRequest,
            response=BeginPasskeySignInResponse,
            returns="options",
            faults=(PasskeysUnavailable,),
        ),
        Method(
            name="SignInWithPasskey",
            call="sign_in_with_passkey",
            request=SignInWithPasskeyRequest,
            response=SignInWithPasskeyResponse,
            returns="signed_in",
            faults=(
                PasskeysUnavailable,
                PasskeyRefused,
                TooManyAttempts,
                AccountSuspended,
            ),
        ),
        Method(
            name="BeginProviderSignIn",
            call="begin_provider_sign_in",
            request=BeginProviderSignInRequest,
            response=BeginProviderSignInResponse,
            faults=(
                ProviderNotFound,
                ProviderAway,
                WrongCredentials,
            ),
        ),
        Method(
            name="FinishProviderSignIn",
            call="finish_provider_sign_in",
            request=FinishProviderSignInRequest,
            response=FinishProviderSignInResponse,
            faults=(
                ProviderRefused,
                ProviderAway,
                RegistrationClosed,
                AccountSuspended,
                TooManyAttempts,
            ),
        ),
        Method(
            name="ListIdentities",
            call="list_identities",
            request=ListIdentitiesRequest,
            response=ListIdentitiesResponse,
            returns="identities",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="UnlinkIdentity",
            call="unlink_identity",
            request=UnlinkIdentityRequest,
            response=UnlinkIdentityResponse,
            returns=None,
            faults=(
                IdentityNotFound,
                LastWayIn,
            ),
        ),
        Method(
            name="ListHappenings",
            call="list_happenings",
            request=ListHappeningsRequest,
            response=ListHappeningsResponse,
            audience=Audience.PUBLIC,
            scope="account:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="DeleteAccount",
            call="delete_account",
            request=DeleteAccountRequest,
            response=DeleteAccountResponse,
            returns="erased_at",
            faults=(
                WrongCredentials,
                TooManyAttempts,
                LastOwner,
            ),
        ),
        Method(
            name="RequestExport",
            call="request_export",
            request=RequestExportRequest,
            response=RequestExportResponse,
            returns="export",
            faults=(TooManyAttempts,),
            plain_response=False,
        ),
        Method(
            name="ListExports",
            call="list_exports",
            request=ListExportsRequest,
            response=ListExportsResponse,
            returns="exports",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            plain_response=False,
        ),
        Method(
            name="ReadExport",
            call="read_export",
            request=ReadExportRequest,
            response=ReadExportResponse,
            faults=(ExportNotFound,),
            plain_request=False,
            plain_response=False,
        ),
        Method(
            name="Invite",
            call="invite",
            request=InviteRequest,
            response=InviteResponse,
            audience=Audience.PUBLIC,
            scope="people:manage",
        ),
        Method(
            name="ListPeople",
            call="list_people",
            request=ListPeopleRequest,
            response=ListPeopleResponse,
            audience=Audience.PUBLIC,
            scope="people:manage",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="SetRole",
            call="set_role",
            request=SetRoleRequest,
            response=SetRoleResponse,
            returns=None,
            audience=Audience.PUBLIC,
            faults=(
                PersonNotFound,
                LastOwner,
            ),
        ),
        Method(
            name="SetSuspended",
            call="set_suspended",
            request=SetSuspendedRequest,
            response=SetSuspendedResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="people:manage",
            faults=(
                PersonNotFound,
                LastOwner,
            ),
        ),
        Method(
            name="CreateLoginLink",
            call="create_login_link",
            request=CreateLoginLinkRequest,
            response=CreateLoginLinkResponse,
            returns="link",
            faults=(PersonNotFound,),
        ),
        Method(
            name="CreateOwnerLink",
            call="create_owner_link",
            request=CreateOwnerLinkRequest,
            response=CreateOwnerLinkResponse,
            returns="link",
        ),
        Method(
            name="GetRegistration",
            call="get_registration",
            request=GetRegistrationRequest,
            response=GetRegistrationResponse,
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ImportPerson",
            call="import_person",
            request=ImportPersonRequest,
            response=ImportPersonResponse,
        ),
        Method(
            name="SendNotice",
            call="send_notice",
            request=SendNoticeRequest,
            response=SendNoticeResponse,
            returns=None,
        ),
    ),
    events=(
        PersonJoined,
        ProfileChanged,
        PersonSuspended,
        PersonReinstated,
        RoleChanged,
        PersonErased,
        MailRequested,
    ),
)
