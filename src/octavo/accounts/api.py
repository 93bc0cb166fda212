"""The door: the Protocol, values, faults, ids and events of the accounts, and who a sign-in is."""

from octavo.accounts.handles import RESERVED
from octavo.accounts.letters import LetterKind, LetterTemplates, Wording
from octavo.accounts.plain_letters import PlainLetters
from octavo.accounts.v1.accounts import (
    CONTRACT,
    AccessToken,
    Accounts,
    AccountSuspended,
    AuthenticateResponse,
    AuthenticateTokenResponse,
    CreateTokenResponse,
    Export,
    ExportId,
    ExportNotFound,
    ExportStatus,
    FindPersonResponse,
    GetRegistrationResponse,
    HandleNotAllowed,
    HandleTaken,
    Happening,
    HappeningId,
    HappeningKind,
    ImageId,
    ImportPersonResponse,
    InviteResponse,
    IssueChallengeResponse,
    LastOwner,
    LinkInvalid,
    LinkPurpose,
    ListHappeningsResponse,
    ListPeopleResponse,
    LooksAutomated,
    MailId,
    MailRequested,
    MailUnavailable,
    Me,
    PeekLinkResponse,
    Person,
    PersonErased,
    PersonId,
    PersonJoined,
    PersonNotFound,
    PersonRecord,
    PersonReinstated,
    PersonSuspended,
    ProfileChanged,
    ProfileLink,
    ReadExportResponse,
    RedeemLinkResponse,
    Registration,
    RegistrationClosed,
    Role,
    Session,
    SessionId,
    SessionOver,
    SignedIn,
    StoredExport,
    StoredHappening,
    StoredLink,
    StoredPerson,
    StoredSession,
    StoredToken,
    TokenId,
    TokenNotFound,
    TokenOver,
    TooManyAttempts,
    TooManyTokens,
    WeakPassword,
    WrongCredentials,
)
from octavo.chassis.context import Caller

__all__ = [
    "CONTRACT",
    "RESERVED",
    "AccessToken",
    "AccountSuspended",
    "Accounts",
    "AuthenticateResponse",
    "AuthenticateTokenResponse",
    "CreateTokenResponse",
    "Export",
    "ExportId",
    "ExportNotFound",
    "ExportStatus",
    "FindPersonResponse",
    "GetRegistrationResponse",
    "HandleNotAllowed",
    "HandleTaken",
    "Happening",
    "HappeningId",
    "HappeningKind",
    "ImageId",
    "ImportPersonResponse",
    "InviteResponse",
    "IssueChallengeResponse",
    "LastOwner",
    "LetterKind",
    "LetterTemplates",
    "LinkInvalid",
    "LinkPurpose",
    "ListHappeningsResponse",
    "ListPeopleResponse",
    "LooksAutomated",
    "MailId",
    "MailRequested",
    "MailUnavailable",
    "Me",
    "PeekLinkResponse",
    "Person",
    "PersonErased",
    "PersonId",
    "PersonJoined",
    "PersonNotFound",
    "PersonRecord",
    "PersonReinstated",
    "PersonSuspended",
    "PlainLetters",
    "ProfileChanged",
    "ProfileLink",
    "ReadExportResponse",
    "RedeemLinkResponse",
    "Registration",
    "RegistrationClosed",
    "Role",
    "Session",
    "SessionId",
    "SessionOver",
    "SignedIn",
    "StoredExport",
    "StoredHappening",
    "StoredLink",
    "StoredPerson",
    "StoredSession",
    "StoredToken",
    "TokenId",
    "TokenNotFound",
    "TokenOver",
    "TooManyAttempts",
    "TooManyTokens",
    "WeakPassword",
    "Wording",
    "WrongCredentials",
    "caller_of",
    "roles_of",
    "token_caller_of",
]

_POWERS = {
    Role.UNSPECIFIED: frozenset[str](),
    Role.MEMBER: frozenset({"member"}),
    Role.MODERATOR: frozenset({"member", "moderator"}),
    Role.OWNER: frozenset({"member", "moderator", "owner"}),
}


def roles_of(role: Role, *, email_confirmed: bool) -> frozenset[str]:
    """The names that stand in `Caller.roles`: each role holds those below it.

    "confirmed" is there too for whoever's address is confirmed, and for moderators and owners, whom
    somebody with power chose by hand: they may read what is for members only.
    """
    powers = _POWERS[role]
    return powers | {"confirmed"} if email_confirmed or "moderator" in powers else powers


def caller_of(answer: AuthenticateResponse) -> Caller:
    """Who asks, for `acting_as`, from what `authenticate` said."""
    roles = roles_of(answer.role, email_confirmed=answer.email_confirmed)
    return Caller(person_id=answer.person_id, roles=roles, session_id=answer.session_id)


def token_caller_of(answer: AuthenticateTokenResponse) -> Caller:
    """Who asks by an access token, from what `authenticate_token` said."""
    roles = roles_of(answer.role, email_confirmed=answer.email_confirmed)
    return Caller(person_id=answer.person_id, roles=roles, scopes=frozenset(answer.scopes))
