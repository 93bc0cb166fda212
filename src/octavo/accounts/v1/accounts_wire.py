# Generated from octavo/accounts/v1/accounts.proto by `make proto`; not to be edited.

"""How the messages of octavo.accounts.v1 are packed for the wire."""

from datetime import datetime
from typing import Any

from octavo.accounts.v1.accounts import (
    AccessToken,
    AccountSuspended,
    AddPasskeyRequest,
    AddPasskeyResponse,
    AuthenticateRequest,
    AuthenticateResponse,
    AuthenticateTokenRequest,
    AuthenticateTokenResponse,
    BeginPasskeyRequest,
    BeginPasskeyResponse,
    BeginPasskeySignInRequest,
    BeginPasskeySignInResponse,
    BeginProviderSignInRequest,
    BeginProviderSignInResponse,
    ChangeEmailRequest,
    ChangeEmailResponse,
    ChangeHandleRequest,
    ChangeHandleResponse,
    CreateLoginLinkRequest,
    CreateLoginLinkResponse,
    CreateOwnerLinkRequest,
    CreateOwnerLinkResponse,
    CreateTokenRequest,
    CreateTokenResponse,
    DeleteAccountRequest,
    DeleteAccountResponse,
    Export,
    ExportNotFound,
    ExportStatus,
    FindPersonRequest,
    FindPersonResponse,
    FinishProviderSignInRequest,
    FinishProviderSignInResponse,
    GetMeRequest,
    GetMeResponse,
    GetPeopleRequest,
    GetPeopleResponse,
    GetRegistrationRequest,
    GetRegistrationResponse,
    HandleNotAllowed,
    HandleTaken,
    Happening,
    HappeningKind,
    Identity,
    IdentityNotFound,
    ImportPersonRequest,
    ImportPersonResponse,
    InviteRequest,
    InviteResponse,
    IssueChallengeRequest,
    IssueChallengeResponse,
    LastOwner,
    LastWayIn,
    LinkInvalid,
    LinkPurpose,
    ListExportsRequest,
    ListExportsResponse,
    ListHappeningsRequest,
    ListHappeningsResponse,
    ListIdentitiesRequest,
    ListIdentitiesResponse,
    ListPasskeysRequest,
    ListPasskeysResponse,
    ListPeopleRequest,
    ListPeopleResponse,
    ListSessionsRequest,
    ListSessionsResponse,
    ListTokensRequest,
    ListTokensResponse,
    LooksAutomated,
    MailUnavailable,
    Me,
    Notice,
    Passkey,
    PasskeyNotFound,
    PasskeyRefused,
    PasskeysUnavailable,
    PeekLinkRequest,
    PeekLinkResponse,
    Person,
    PersonNotFound,
    PersonRecord,
    ProfileLink,
    Provider,
    ProviderAway,
    ProviderNotFound,
    ProviderProblem,
    ProviderRefused,
    ReadExportRequest,
    ReadExportResponse,
    RedeemLinkRequest,
    RedeemLinkResponse,
    Registration,
    RegistrationClosed,
    RemovePasskeyRequest,
    RemovePasskeyResponse,
    RequestExportRequest,
    RequestExportResponse,
    RequestLinkRequest,
    RequestLinkResponse,
    RevokeSessionRequest,
    RevokeSessionResponse,
    RevokeTokenRequest,
    RevokeTokenResponse,
    Role,
    SendNoticeRequest,
    SendNoticeResponse,
    Session,
    SessionOver,
    SetPasswordRequest,
    SetPasswordResponse,
    SetRoleRequest,
    SetRoleResponse,
    SetSuspendedRequest,
    SetSuspendedResponse,
    SignedIn,
    SignInRequest,
    SignInResponse,
    SignInWithPasskeyRequest,
    SignInWithPasskeyResponse,
    SignOutRequest,
    SignOutResponse,
    TokenNotFound,
    TokenOver,
    TooManyAttempts,
    TooManyTokens,
    UnlinkIdentityRequest,
    UnlinkIdentityResponse,
    UpdatePreferencesRequest,
    UpdatePreferencesResponse,
    UpdateProfileRequest,
    UpdateProfileResponse,
    WeakPassword,
    WrongCredentials,
)
from octavo.accounts.v1.ids import ExportId, IdentityId, PasskeyId, PersonId, SessionId, TokenId
from octavo.chassis import codec
from octavo.images.v1.ids import ImageId

_DESCRIPTOR = codec.load(__file__, "accounts.binpb")

_EXPORT_STATUS = {
    0: ExportStatus.UNSPECIFIED,
    1: ExportStatus.PACKING,
    2: ExportStatus.READY,
    3: ExportStatus.FAILED,
    4: ExportStatus.TOO_LARGE,
}
_EXPORT_STATUS_NUMBER = {member: number for number, member in _EXPORT_STATUS.items()}
_HAPPENING_KIND = {
    0: HappeningKind.UNSPECIFIED,
    1: HappeningKind.JOINED,
    2: HappeningKind.SIGNED_IN,
    3: HappeningKind.SIGN_IN_FAILED,
    4: HappeningKind.SIGN_INS_ENDED,
    5: HappeningKind.PASSWORD_SET,
    6: HappeningKind.EMAIL_CHANGED,
    7: HappeningKind.HANDLE_CHANGED,
    8: HappeningKind.ROLE_CHANGED,
    9: HappeningKind.WAS_SUSPENDED,
    10: HappeningKind.WAS_REINSTATED,
    11: HappeningKind.PASSKEY_ADDED,
    12: HappeningKind.PASSKEY_REMOVED,
    13: HappeningKind.PROVIDER_LINKED,
    14: HappeningKind.PROVIDER_UNLINKED,
    15: HappeningKind.TOKEN_MADE,
    16: HappeningKind.TOKEN_REVOKED,
    17: HappeningKind.EXPORT_ASKED,
    18: HappeningKind.EXPORT_FETCHED,
    19: HappeningKind.DELETION_ASKED,
    20: HappeningKind.DELETION_UNDONE,
}
_HAPPENING_KIND_NUMBER = {member: number for number, member in _HAPPENING_KIND.items()}
_LINK_PURPOSE = {
    0: LinkPurpose.UNSPECIFIED,
    1: LinkPurpose.SIGN_IN,
    2: LinkPurpose.SIGN_UP,
    3: LinkPurpose.CONFIRM_EMAIL,
    4: LinkPurpose.BECOME_OWNER,
}
_LINK_PURPOSE_NUMBER = {member: number for number, member in _LINK_PURPOSE.items()}
_NOTICE = {
    0: Notice.UNSPECIFIED,
    1: Notice.WEBHOOK_STOPPED,
    2: Notice.SUBMISSION_ACCEPTED,
    3: Notice.SUBMISSION_RETURNED,
    4: Notice.SUBMISSION_WITHDRAWN,
}
_NOTICE_NUMBER = {member: number for number, member in _NOTICE.items()}
_PROVIDER_PROBLEM = {
    0: ProviderProblem.UNSPECIFIED,
    1: ProviderProblem.DECLINED,
    2: ProviderProblem.STALE,
    3: ProviderProblem.NOT_TRUE,
    4: ProviderProblem.NO_ADDRESS,
    5: ProviderProblem.TAKEN,
}
_PROVIDER_PROBLEM_NUMBER = {member: number for number, member in _PROVIDER_PROBLEM.items()}
_REGISTRATION = {
    0: Registration.UNSPECIFIED,
    1: Registration.OPEN,
    2: Registration.BY_INVITATION,
    3: Registration.CLOSED,
}
_REGISTRATION_NUMBER = {member: number for number, member in _REGISTRATION.items()}
_ROLE = {0: Role.UNSPECIFIED, 1: Role.MEMBER, 2: Role.MODERATOR, 3: Role.OWNER}
_ROLE_NUMBER = {member: number for number, member in _ROLE.items()}
_Passkey = _DESCRIPTOR.message("octavo.accounts.v1.Passkey")
_Provider = _DESCRIPTOR.message("octavo.accounts.v1.Provider")
_Identity = _DESCRIPTOR.message("octavo.accounts.v1.Identity")
_ProfileLink = _DESCRIPTOR.message("octavo.accounts.v1.ProfileLink")
_Person = _DESCRIPTOR.message("octavo.accounts.v1.Person")
_Me = _DESCRIPTOR.message("octavo.accounts.v1.Me")
_PersonRecord = _DESCRIPTOR.message("octavo.accounts.v1.PersonRecord")
_Session = _DESCRIPTOR.message("octavo.accounts.v1.Session")
_AccessToken = _DESCRIPTOR.message("octavo.accounts.v1.AccessToken")
_Happening = _DESCRIPTOR.message("octavo.accounts.v1.Happening")
_Export = _DESCRIPTOR.message("octavo.accounts.v1.Export")
_SignedIn = _DESCRIPTOR.message("octavo.accounts.v1.SignedIn")
_GetPeopleRequest = _DESCRIPTOR.message("octavo.accounts.v1.GetPeopleRequest")
_GetPeopleResponse = _DESCRIPTOR.message("octavo.accounts.v1.GetPeopleResponse")
_FindPersonRequest = _DESCRIPTOR.message("octavo.accounts.v1.FindPersonRequest")
_FindPersonResponse = _DESCRIPTOR.message("octavo.accounts.v1.FindPersonResponse")
_GetMeRequest = _DESCRIPTOR.message("octavo.accounts.v1.GetMeRequest")
_GetMeResponse = _DESCRIPTOR.message("octavo.accounts.v1.GetMeResponse")
_UpdateProfileRequest = _DESCRIPTOR.message("octavo.accounts.v1.UpdateProfileRequest")
_UpdateProfileResponse = _DESCRIPTOR.message("octavo.accounts.v1.UpdateProfileResponse")
_UpdatePreferencesRequest = _DESCRIPTOR.message("octavo.accounts.v1.UpdatePreferencesRequest")
_UpdatePreferencesResponse = _DESCRIPTOR.message("octavo.accounts.v1.UpdatePreferencesResponse")
_ChangeHandleRequest = _DESCRIPTOR.message("octavo.accounts.v1.ChangeHandleRequest")
_ChangeHandleResponse = _DESCRIPTOR.message("octavo.accounts.v1.ChangeHandleResponse")
_ChangeEmailRequest = _DESCRIPTOR.message("octavo.accounts.v1.ChangeEmailRequest")
_ChangeEmailResponse = _DESCRIPTOR.message("octavo.accounts.v1.ChangeEmailResponse")
_SetPasswordRequest = _DESCRIPTOR.message("octavo.accounts.v1.SetPasswordRequest")
_SetPasswordResponse = _DESCRIPTOR.message("octavo.accounts.v1.SetPasswordResponse")
_IssueChallengeRequest = _DESCRIPTOR.message("octavo.accounts.v1.IssueChallengeRequest")
_IssueChallengeResponse = _DESCRIPTOR.message("octavo.accounts.v1.IssueChallengeResponse")
_RequestLinkRequest = _DESCRIPTOR.message("octavo.accounts.v1.RequestLinkRequest")
_RequestLinkResponse = _DESCRIPTOR.message("octavo.accounts.v1.RequestLinkResponse")
_PeekLinkRequest = _DESCRIPTOR.message("octavo.accounts.v1.PeekLinkRequest")
_PeekLinkResponse = _DESCRIPTOR.message("octavo.accounts.v1.PeekLinkResponse")
_RedeemLinkRequest = _DESCRIPTOR.message("octavo.accounts.v1.RedeemLinkRequest")
_RedeemLinkResponse = _DESCRIPTOR.message("octavo.accounts.v1.RedeemLinkResponse")
_SignInRequest = _DESCRIPTOR.message("octavo.accounts.v1.SignInRequest")
_SignInResponse = _DESCRIPTOR.message("octavo.accounts.v1.SignInResponse")
_AuthenticateRequest = _DESCRIPTOR.message("octavo.accounts.v1.AuthenticateRequest")
_AuthenticateResponse = _DESCRIPTOR.message("octavo.accounts.v1.AuthenticateResponse")
_ListSessionsRequest = _DESCRIPTOR.message("octavo.accounts.v1.ListSessionsRequest")
_ListSessionsResponse = _DESCRIPTOR.message("octavo.accounts.v1.ListSessionsResponse")
_RevokeSessionRequest = _DESCRIPTOR.message("octavo.accounts.v1.RevokeSessionRequest")
_RevokeSessionResponse = _DESCRIPTOR.message("octavo.accounts.v1.RevokeSessionResponse")
_SignOutRequest = _DESCRIPTOR.message("octavo.accounts.v1.SignOutRequest")
_SignOutResponse = _DESCRIPTOR.message("octavo.accounts.v1.SignOutResponse")
_CreateTokenRequest = _DESCRIPTOR.message("octavo.accounts.v1.CreateTokenRequest")
_CreateTokenResponse = _DESCRIPTOR.message("octavo.accounts.v1.CreateTokenResponse")
_ListTokensRequest = _DESCRIPTOR.message("octavo.accounts.v1.ListTokensRequest")
_ListTokensResponse = _DESCRIPTOR.message("octavo.accounts.v1.ListTokensResponse")
_RevokeTokenRequest = _DESCRIPTOR.message("octavo.accounts.v1.RevokeTokenRequest")
_RevokeTokenResponse = _DESCRIPTOR.message("octavo.accounts.v1.RevokeTokenResponse")
_AuthenticateTokenRequest = _DESCRIPTOR.message("octavo.accounts.v1.AuthenticateTokenRequest")
_AuthenticateTokenResponse = _DESCRIPTOR.message("octavo.accounts.v1.AuthenticateTokenResponse")
_BeginPasskeyRequest = _DESCRIPTOR.message("octavo.accounts.v1.BeginPasskeyRequest")
_BeginPasskeyResponse = _DESCRIPTOR.message("octavo.accounts.v1.BeginPasskeyResponse")
_AddPasskeyRequest = _DESCRIPTOR.message("octavo.accounts.v1.AddPasskeyRequest")
_AddPasskeyResponse = _DESCRIPTOR.message("octavo.accounts.v1.AddPasskeyResponse")
_ListPasskeysRequest = _DESCRIPTOR.message("octavo.accounts.v1.ListPasskeysRequest")
_ListPasskeysResponse = _DESCRIPTOR.message("octavo.accounts.v1.ListPasskeysResponse")
_RemovePasskeyRequest = _DESCRIPTOR.message("octavo.accounts.v1.RemovePasskeyRequest")
_RemovePasskeyResponse = _DESCRIPTOR.message("octavo.accounts.v1.RemovePasskeyResponse")
_BeginPasskeySignInRequest = _DESCRIPTOR.message("octavo.accounts.v1.BeginPasskeySignInRequest")
_BeginPasskeySignInResponse = _DESCRIPTOR.message("octavo.accounts.v1.BeginPasskeySignInResponse")
_SignInWithPasskeyRequest = _DESCRIPTOR.message("octavo.accounts.v1.SignInWithPasskeyRequest")
_SignInWithPasskeyResponse = _DESCRIPTOR.message("octavo.accounts.v1.SignInWithPasskeyResponse")
_BeginProviderSignInRequest = _DESCRIPTOR.message("octavo.accounts.v1.BeginProviderSignInRequest")
_BeginProviderSignInResponse = _DESCRIPTOR.message("octavo.accounts.v1.BeginProviderSignInResponse")
_FinishProviderSignInRequest = _DESCRIPTOR.message("octavo.accounts.v1.FinishProviderSignInRequest")
_FinishProviderSignInResponse = _DESCRIPTOR.message("octavo.accounts.v1.FinishProviderSignInResponse")
_ListIdentitiesRequest = _DESCRIPTOR.message("octavo.accounts.v1.ListIdentitiesRequest")
_ListIdentitiesResponse = _DESCRIPTOR.message("octavo.accounts.v1.ListIdentitiesResponse")
_UnlinkIdentityRequest = _DESCRIPTOR.message("octavo.accounts.v1.UnlinkIdentityRequest")
_UnlinkIdentityResponse = _DESCRIPTOR.message("octavo.accounts.v1.UnlinkIdentityResponse")
_ListHappeningsRequest = _DESCRIPTOR.message("octavo.accounts.v1.ListHappeningsRequest")
_ListHappeningsResponse = _DESCRIPTOR.message("octavo.accounts.v1.ListHappeningsResponse")
_DeleteAccountRequest = _DESCRIPTOR.message("octavo.accounts.v1.DeleteAccountRequest")
_DeleteAccountResponse = _DESCRIPTOR.message("octavo.accounts.v1.DeleteAccountResponse")
_RequestExportRequest = _DESCRIPTOR.message("octavo.accounts.v1.RequestExportRequest")
_RequestExportResponse = _DESCRIPTOR.message("octavo.accounts.v1.RequestExportResponse")
_ListExportsRequest = _DESCRIPTOR.message("octavo.accounts.v1.ListExportsRequest")
_ListExportsResponse = _DESCRIPTOR.message("octavo.accounts.v1.ListExportsResponse")
_ReadExportRequest = _DESCRIPTOR.message("octavo.accounts.v1.ReadExportRequest")
_ReadExportResponse = _DESCRIPTOR.message("octavo.accounts.v1.ReadExportResponse")
_InviteRequest = _DESCRIPTOR.message("octavo.accounts.v1.InviteRequest")
_InviteResponse = _DESCRIPTOR.message("octavo.accounts.v1.InviteResponse")
_ListPeopleRequest = _DESCRIPTOR.message("octavo.accounts.v1.ListPeopleRequest")
_ListPeopleResponse = _DESCRIPTOR.message("octavo.accounts.v1.ListPeopleResponse")
_SetRoleRequest = _DESCRIPTOR.message("octavo.accounts.v1.SetRoleRequest")
_SetRoleResponse = _DESCRIPTOR.message("octavo.accounts.v1.SetRoleResponse")
_SetSuspendedRequest = _DESCRIPTOR.message("octavo.accounts.v1.SetSuspendedRequest")
_SetSuspendedResponse = _DESCRIPTOR.message("octavo.accounts.v1.SetSuspendedResponse")
_CreateLoginLinkRequest = _DESCRIPTOR.message("octavo.accounts.v1.CreateLoginLinkRequest")
_CreateLoginLinkResponse = _DESCRIPTOR.message("octavo.accounts.v1.CreateLoginLinkResponse")
_CreateOwnerLinkRequest = _DESCRIPTOR.message("octavo.accounts.v1.CreateOwnerLinkRequest")
_CreateOwnerLinkResponse = _DESCRIPTOR.message("octavo.accounts.v1.CreateOwnerLinkResponse")
_GetRegistrationRequest = _DESCRIPTOR.message("octavo.accounts.v1.GetRegistrationRequest")
_GetRegistrationResponse = _DESCRIPTOR.message("octavo.accounts.v1.GetRegistrationResponse")
_SendNoticeRequest = _DESCRIPTOR.message("octavo.accounts.v1.SendNoticeRequest")
_SendNoticeResponse = _DESCRIPTOR.message("octavo.accounts.v1.SendNoticeResponse")
_ImportPersonRequest = _DESCRIPTOR.message("octavo.accounts.v1.ImportPersonRequest")
_ImportPersonResponse = _DESCRIPTOR.message("octavo.accounts.v1.ImportPersonResponse")
_TokenOver = _DESCRIPTOR.message("octavo.accounts.v1.TokenOver")
_TokenNotFound = _DESCRIPTOR.message("octavo.accounts.v1.TokenNotFound")
_TooManyTokens = _DESCRIPTOR.message("octavo.accounts.v1.TooManyTokens")
_PersonNotFound = _DESCRIPTOR.message("octavo.accounts.v1.PersonNotFound")
_HandleTaken = _DESCRIPTOR.message("octavo.accounts.v1.HandleTaken")
_HandleNotAllowed = _DESCRIPTOR.message("octavo.accounts.v1.HandleNotAllowed")
_WrongCredentials = _DESCRIPTOR.message("octavo.accounts.v1.WrongCredentials")
_WeakPassword = _DESCRIPTOR.message("octavo.accounts.v1.WeakPassword")
_TooManyAttempts = _DESCRIPTOR.message("octavo.accounts.v1.TooManyAttempts")
_MailUnavailable = _DESCRIPTOR.message("octavo.accounts.v1.MailUnavailable")
_LooksAutomated = _DESCRIPTOR.message("octavo.accounts.v1.LooksAutomated")
_LinkInvalid = _DESCRIPTOR.message("octavo.accounts.v1.LinkInvalid")
_RegistrationClosed = _DESCRIPTOR.message("octavo.accounts.v1.RegistrationClosed")
_AccountSuspended = _DESCRIPTOR.message("octavo.accounts.v1.AccountSuspended")
_SessionOver = _DESCRIPTOR.message("octavo.accounts.v1.SessionOver")
_PasskeysUnavailable = _DESCRIPTOR.message("octavo.accounts.v1.PasskeysUnavailable")
_PasskeyRefused = _DESCRIPTOR.message("octavo.accounts.v1.PasskeyRefused")
_ProviderNotFound = _DESCRIPTOR.message("octavo.accounts.v1.ProviderNotFound")
_ProviderAway = _DESCRIPTOR.message("octavo.accounts.v1.ProviderAway")
_ProviderRefused = _DESCRIPTOR.message("octavo.accounts.v1.ProviderRefused")
_IdentityNotFound = _DESCRIPTOR.message("octavo.accounts.v1.IdentityNotFound")
_PasskeyNotFound = _DESCRIPTOR.message("octavo.accounts.v1.PasskeyNotFound")
_LastWayIn = _DESCRIPTOR.message("octavo.accounts.v1.LastWayIn")
_ExportNotFound = _DESCRIPTOR.message("octavo.accounts.v1.ExportNotFound")
_LastOwner = _DESCRIPTOR.message("octavo.accounts.v1.LastOwner")


def fill_passkey(message: Any, value: Passkey) -> None:
    message.id = value.id
    message.name = value.name
    codec.put_moment(message.created_at, value.created_at)
    if value.last_used_at is not None:
        codec.put_moment(message.last_used_at, value.last_used_at)


def read_passkey(message: Any, strict: bool) -> Passkey:
    return Passkey(
        id=message.id,
        name=message.name,
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
        last_used_at=codec.moment(message.last_used_at, "last_used_at", strict)
        if message.HasField("last_used_at")
        else None,
    )


def fill_provider(message: Any, value: Provider) -> None:
    message.key = value.key
    message.name = value.name


def read_provider(message: Any, strict: bool) -> Provider:
    return Provider(
        key=message.key,
        name=message.name,
    )


def fill_identity(message: Any, value: Identity) -> None:
    message.id = value.id
    message.provider.SetInParent()
    fill_provider(message.provider, value.provider)
    codec.put_moment(message.linked_at, value.linked_at)
    codec.put_moment(message.last_used_at, value.last_used_at)


def read_identity(message: Any, strict: bool) -> Identity:
    return Identity(
        id=message.id,
        provider=read_provider(message.provider, strict)
        if message.HasField("provider")
        else codec.missing("provider", strict),
        linked_at=codec.moment(message.linked_at, "linked_at", strict)
        if message.HasField("linked_at")
        else codec.missing("linked_at", strict),
        last_used_at=codec.moment(message.last_used_at, "last_used_at", strict)
        if message.HasField("last_used_at")
        else codec.missing("last_used_at", strict),
    )


def fill_profile_link(message: Any, value: ProfileLink) -> None:
    message.label = value.label
    message.url = value.url


def read_profile_link(message: Any, strict: bool) -> ProfileLink:
    return ProfileLink(
        label=message.label,
        url=message.url,
    )


def fill_person(message: Any, value: Person) -> None:
    message.id = value.id
    message.handle = value.handle
    message.name = value.name
    message.bio = value.bio
    message.picture_id = value.picture_id
    for links_item in value.links:
        fill_profile_link(message.links.add(), links_item)
    codec.put_moment(message.joined_at, value.joined_at)
    message.suspended = value.suspended


def read_person(message: Any, strict: bool) -> Person:
    return Person(
        id=message.id,
        handle=message.handle,
        name=message.name,
        bio=message.bio,
        picture_id=message.picture_id,
        links=tuple([read_profile_link(item, strict) for item in message.links]),
        joined_at=codec.moment(message.joined_at, "joined_at", strict)
        if message.HasField("joined_at")
        else codec.missing("joined_at", strict),
        suspended=message.suspended,
    )


def fill_me(message: Any, value: Me) -> None:
    message.person.SetInParent()
    fill_person(message.person, value.person)
    message.email = value.email
    message.email_confirmed = value.email_confirmed
    message.new_email = value.new_email
    message.has_password = value.has_password
    message.role = _ROLE_NUMBER[value.role]
    message.language = value.language
    message.time_zone = value.time_zone


def read_me(message: Any, strict: bool) -> Me:
    return Me(
        person=read_person(message.person, strict)
        if message.HasField("person")
        else codec.missing("person", strict),
        email=message.email,
        email_confirmed=message.email_confirmed,
        new_email=message.new_email,
        has_password=message.has_password,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
        language=message.language,
        time_zone=message.time_zone,
    )


def fill_person_record(message: Any, value: PersonRecord) -> None:
    message.person.SetInParent()
    fill_person(message.person, value.person)
    message.email = value.email
    message.role = _ROLE_NUMBER[value.role]
    codec.put_moment(message.last_seen_at, value.last_seen_at)
    if value.erased_at is not None:
        codec.put_moment(message.erased_at, value.erased_at)


def read_person_record(message: Any, strict: bool) -> PersonRecord:
    return PersonRecord(
        person=read_person(message.person, strict)
        if message.HasField("person")
        else codec.missing("person", strict),
        email=message.email,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
        last_seen_at=codec.moment(message.last_seen_at, "last_seen_at", strict)
        if message.HasField("last_seen_at")
        else codec.missing("last_seen_at", strict),
        erased_at=codec.moment(message.erased_at, "erased_at", strict)
        if message.HasField("erased_at")
        else None,
    )


def fill_session(message: Any, value: Session) -> None:
    message.id = value.id
    codec.put_moment(message.created_at, value.created_at)
    codec.put_moment(message.last_used_at, value.last_used_at)
    message.device = value.device
    message.current = value.current


def read_session(message: Any, strict: bool) -> Session:
    return Session(
        id=message.id,
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
        last_used_at=codec.moment(message.last_used_at, "last_used_at", strict)
        if message.HasField("last_used_at")
        else codec.missing("last_used_at", strict),
        device=message.device,
        current=message.current,
    )


def fill_access_token(message: Any, value: AccessToken) -> None:
    message.id = value.id
    message.name = value.name
    message.scopes.extend(value.scopes)
    codec.put_moment(message.created_at, value.created_at)
    codec.put_moment(message.expires_at, value.expires_at)
    if value.last_used_on is not None:
        codec.put_moment(message.last_used_on, value.last_used_on)


def read_access_token(message: Any, strict: bool) -> AccessToken:
    return AccessToken(
        id=message.id,
        name=message.name,
        scopes=tuple(message.scopes),
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
        expires_at=codec.moment(message.expires_at, "expires_at", strict)
        if message.HasField("expires_at")
        else codec.missing("expires_at", strict),
        last_used_on=codec.moment(message.last_used_on, "last_used_on", strict)
        if message.HasField("last_used_on")
        else None,
    )


def fill_happening(message: Any, value: Happening) -> None:
    message.id = value.id
    message.kind = _HAPPENING_KIND_NUMBER[value.kind]
    codec.put_moment(message.happened_at, value.happened_at)
    message.device = value.device
    message.detail = value.detail


def read_happening(message: Any, strict: bool) -> Happening:
    return Happening(
        id=message.id,
        kind=_HAPPENING_KIND.get(message.kind) or codec.unknown(HappeningKind.UNSPECIFIED, "kind", strict),
        happened_at=codec.moment(message.happened_at, "happened_at", strict)
        if message.HasField("happened_at")
        else codec.missing("happened_at", strict),
        device=message.device,
        detail=message.detail,
    )


def fill_export(message: Any, value: Export) -> None:
    message.id = value.id
    message.status = _EXPORT_STATUS_NUMBER[value.status]
    codec.put_moment(message.asked_at, value.asked_at)
    if value.until is not None:
        codec.put_moment(message.until, value.until)
    message.bytes = value.bytes


def read_export(message: Any, strict: bool) -> Export:
    return Export(
        id=message.id,
        status=_EXPORT_STATUS.get(message.status)
        or codec.unknown(ExportStatus.UNSPECIFIED, "status", strict),
        asked_at=codec.moment(message.asked_at, "asked_at", strict)
        if message.HasField("asked_at")
        else codec.missing("asked_at", strict),
        until=codec.moment(message.until, "until", strict) if message.HasField("until") else None,
        bytes=message.bytes,
    )


def fill_signed_in(message: Any, value: SignedIn) -> None:
    message.token = value.token
    message.session_id = value.session_id
    message.person_id = value.person_id
    codec.put_moment(message.expires_at, value.expires_at)
    message.created = value.created
    message.returned = value.returned


def read_signed_in(message: Any, strict: bool) -> SignedIn:
    return SignedIn(
        token=message.token,
        session_id=message.session_id,
        person_id=message.person_id,
        expires_at=codec.moment(message.expires_at, "expires_at", strict)
        if message.HasField("expires_at")
        else codec.missing("expires_at", strict),
        created=message.created,
        returned=message.returned,
    )


def fill_get_people_request(message: Any, value: GetPeopleRequest) -> None:
    message.person_ids.extend(value.person_ids)


def read_get_people_request(message: Any, strict: bool) -> GetPeopleRequest:
    return GetPeopleRequest(
        person_ids=tuple(message.person_ids),
    )


def fill_get_people_response(message: Any, value: GetPeopleResponse) -> None:
    for people_item in value.people:
        fill_person(message.people.add(), people_item)


def read_get_people_response(message: Any, strict: bool) -> GetPeopleResponse:
    return GetPeopleResponse(
        people=tuple([read_person(item, strict) for item in message.people]),
    )


def fill_find_person_request(message: Any, value: FindPersonRequest) -> None:
    message.handle = value.handle


def read_find_person_request(message: Any, strict: bool) -> FindPersonRequest:
    return FindPersonRequest(
        handle=message.handle,
    )


def fill_find_person_response(message: Any, value: FindPersonResponse) -> None:
    message.person.SetInParent()
    fill_person(message.person, value.person)
    message.current = value.current


def read_find_person_response(message: Any, strict: bool) -> FindPersonResponse:
    return FindPersonResponse(
        person=read_person(message.person, strict)
        if message.HasField("person")
        else codec.missing("person", strict),
        current=message.current,
    )


def fill_get_me_request(message: Any, value: GetMeRequest) -> None:
    pass


def read_get_me_request(message: Any, strict: bool) -> GetMeRequest:
    return GetMeRequest()


def fill_get_me_response(message: Any, value: GetMeResponse) -> None:
    message.me.SetInParent()
    fill_me(message.me, value.me)


def read_get_me_response(message: Any, strict: bool) -> GetMeResponse:
    return GetMeResponse(
        me=read_me(message.me, strict) if message.HasField("me") else codec.missing("me", strict),
    )


def fill_update_profile_request(message: Any, value: UpdateProfileRequest) -> None:
    if value.name is not None:
        message.name = value.name
    if value.bio is not None:
        message.bio = value.bio
    if value.picture_id is not None:
        message.picture_id = value.picture_id
    for links_item in value.links:
        fill_profile_link(message.links.add(), links_item)
    message.replace_links = value.replace_links


def read_update_profile_request(message: Any, strict: bool) -> UpdateProfileRequest:
    return UpdateProfileRequest(
        name=message.name if message.HasField("name") else None,
        bio=message.bio if message.HasField("bio") else None,
        picture_id=message.picture_id if message.HasField("picture_id") else None,
        links=tuple([read_profile_link(item, strict) for item in message.links]),
        replace_links=message.replace_links,
    )


def fill_update_profile_response(message: Any, value: UpdateProfileResponse) -> None:
    message.person.SetInParent()
    fill_person(message.person, value.person)


def read_update_profile_response(message: Any, strict: bool) -> UpdateProfileResponse:
    return UpdateProfileResponse(
        person=read_person(message.person, strict)
        if message.HasField("person")
        else codec.missing("person", strict),
    )


def fill_update_preferences_request(message: Any, value: UpdatePreferencesRequest) -> None:
    if value.language is not None:
        message.language = value.language
    if value.time_zone is not None:
        message.time_zone = value.time_zone


def read_update_preferences_request(message: Any, strict: bool) -> UpdatePreferencesRequest:
    return UpdatePreferencesRequest(
        language=message.language if message.HasField("language") else None,
        time_zone=message.time_zone if message.HasField("time_zone") else None,
    )


def fill_update_preferences_response(message: Any, value: UpdatePreferencesResponse) -> None:
    message.me.SetInParent()
    fill_me(message.me, value.me)


def read_update_preferences_response(message: Any, strict: bool) -> UpdatePreferencesResponse:
    return UpdatePreferencesResponse(
        me=read_me(message.me, strict) if message.HasField("me") else codec.missing("me", strict),
    )


def fill_change_handle_request(message: Any, value: ChangeHandleRequest) -> None:
    message.handle = value.handle


def read_change_handle_request(message: Any, strict: bool) -> ChangeHandleRequest:
    return ChangeHandleRequest(
        handle=message.handle,
    )


def fill_change_handle_response(message: Any, value: ChangeHandleResponse) -> None:
    message.person.SetInParent()
    fill_person(message.person, value.person)


def read_change_handle_response(message: Any, strict: bool) -> ChangeHandleResponse:
    return ChangeHandleResponse(
        person=read_person(message.person, strict)
        if message.HasField("person")
        else codec.missing("person", strict),
    )


def fill_change_email_request(message: Any, value: ChangeEmailRequest) -> None:
    message.email = value.email


def read_change_email_request(message: Any, strict: bool) -> ChangeEmailRequest:
    return ChangeEmailRequest(
        email=message.email,
    )


def fill_change_email_response(message: Any, value: ChangeEmailResponse) -> None:
    pass


def read_change_email_response(message: Any, strict: bool) -> ChangeEmailResponse:
    return ChangeEmailResponse()


def fill_set_password_request(message: Any, value: SetPasswordRequest) -> None:
    message.password = value.password
    message.present_password = value.present_password


def read_set_password_request(message: Any, strict: bool) -> SetPasswordRequest:
    return SetPasswordRequest(
        password=message.password,
        present_password=message.present_password,
    )


def fill_set_password_response(message: Any, value: SetPasswordResponse) -> None:
    pass


def read_set_password_response(message: Any, strict: bool) -> SetPasswordResponse:
    return SetPasswordResponse()


def fill_issue_challenge_request(message: Any, value: IssueChallengeRequest) -> None:
    pass


def read_issue_challenge_request(message: Any, strict: bool) -> IssueChallengeRequest:
    return IssueChallengeRequest()


def fill_issue_challenge_response(message: Any, value: IssueChallengeResponse) -> None:
    message.challenge = value.challenge
    message.difficulty = value.difficulty


def read_issue_challenge_response(message: Any, strict: bool) -> IssueChallengeResponse:
    return IssueChallengeResponse(
        challenge=message.challenge,
        difficulty=message.difficulty,
    )


def fill_request_link_request(message: Any, value: RequestLinkRequest) -> None:
    message.email = value.email
    message.challenge = value.challenge
    message.answer = value.answer
    message.website = value.website
    message.address = value.address
    message.then = value.then
    message.language = value.language


def read_request_link_request(message: Any, strict: bool) -> RequestLinkRequest:
    return RequestLinkRequest(
        email=message.email,
        challenge=message.challenge,
        answer=message.answer,
        website=message.website,
        address=message.address,
        then=message.then,
        language=message.language,
    )


def fill_request_link_response(message: Any, value: RequestLinkResponse) -> None:
    pass


def read_request_link_response(message: Any, strict: bool) -> RequestLinkResponse:
    return RequestLinkResponse()


def fill_peek_link_request(message: Any, value: PeekLinkRequest) -> None:
    message.token = value.token


def read_peek_link_request(message: Any, strict: bool) -> PeekLinkRequest:
    return PeekLinkRequest(
        token=message.token,
    )


def fill_peek_link_response(message: Any, value: PeekLinkResponse) -> None:
    message.purpose = _LINK_PURPOSE_NUMBER[value.purpose]
    message.email = value.email
    message.suggested_handle = value.suggested_handle
    message.then = value.then


def read_peek_link_response(message: Any, strict: bool) -> PeekLinkResponse:
    return PeekLinkResponse(
        purpose=_LINK_PURPOSE.get(message.purpose)
        or codec.unknown(LinkPurpose.UNSPECIFIED, "purpose", strict),
        email=message.email,
        suggested_handle=message.suggested_handle,
        then=message.then,
    )


def fill_redeem_link_request(message: Any, value: RedeemLinkRequest) -> None:
    message.token = value.token
    message.handle = value.handle
    message.name = value.name
    message.user_agent = value.user_agent
    message.address = value.address
    message.email = value.email


def read_redeem_link_request(message: Any, strict: bool) -> RedeemLinkRequest:
    return RedeemLinkRequest(
        token=message.token,
        handle=message.handle,
        name=message.name,
        user_agent=message.user_agent,
        address=message.address,
        email=message.email,
    )


def fill_redeem_link_response(message: Any, value: RedeemLinkResponse) -> None:
    message.signed_in.SetInParent()
    fill_signed_in(message.signed_in, value.signed_in)
    message.then = value.then


def read_redeem_link_response(message: Any, strict: bool) -> RedeemLinkResponse:
    return RedeemLinkResponse(
        signed_in=read_signed_in(message.signed_in, strict)
        if message.HasField("signed_in")
        else codec.missing("signed_in", strict),
        then=message.then,
    )


def fill_sign_in_request(message: Any, value: SignInRequest) -> None:
    message.login = value.login
    message.password = value.password
    message.user_agent = value.user_agent
    message.address = value.address


def read_sign_in_request(message: Any, strict: bool) -> SignInRequest:
    return SignInRequest(
        login=message.login,
        password=message.password,
        user_agent=message.user_agent,
        address=message.address,
    )


def fill_sign_in_response(message: Any, value: SignInResponse) -> None:
    message.signed_in.SetInParent()
    fill_signed_in(message.signed_in, value.signed_in)


def read_sign_in_response(message: Any, strict: bool) -> SignInResponse:
    return SignInResponse(
        signed_in=read_signed_in(message.signed_in, strict)
        if message.HasField("signed_in")
        else codec.missing("signed_in", strict),
    )


def fill_authenticate_request(message: Any, value: AuthenticateRequest) -> None:
    message.token = value.token


def read_authenticate_request(message: Any, strict: bool) -> AuthenticateRequest:
    return AuthenticateRequest(
        token=message.token,
    )


def fill_authenticate_response(message: Any, value: AuthenticateResponse) -> None:
    message.person_id = value.person_id
    message.session_id = value.session_id
    message.role = _ROLE_NUMBER[value.role]
    message.email_confirmed = value.email_confirmed
    codec.put_moment(message.signed_in_at, value.signed_in_at)
    message.language = value.language
    message.time_zone = value.time_zone


def read_authenticate_response(message: Any, strict: bool) -> AuthenticateResponse:
    return AuthenticateResponse(
        person_id=message.person_id,
        session_id=message.session_id,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
        email_confirmed=message.email_confirmed,
        signed_in_at=codec.moment(message.signed_in_at, "signed_in_at", strict)
        if message.HasField("signed_in_at")
        else codec.missing("signed_in_at", strict),
        language=message.language,
        time_zone=message.time_zone,
    )


def fill_list_sessions_request(message: Any, value: ListSessionsRequest) -> None:
    pass


def read_list_sessions_request(message: Any, strict: bool) -> ListSessionsRequest:
    return ListSessionsRequest()


def fill_list_sessions_response(message: Any, value: ListSessionsResponse) -> None:
    for sessions_item in value.sessions:
        fill_session(message.sessions.add(), sessions_item)


def read_list_sessions_response(message: Any, strict: bool) -> ListSessionsResponse:
    return ListSessionsResponse(
        sessions=tuple([read_session(item, strict) for item in message.sessions]),
    )


def fill_revoke_session_request(message: Any, value: RevokeSessionRequest) -> None:
    message.session_id = value.session_id


def read_revoke_session_request(message: Any, strict: bool) -> RevokeSessionRequest:
    return RevokeSessionRequest(
        session_id=message.session_id,
    )


def fill_revoke_session_response(message: Any, value: RevokeSessionResponse) -> None:
    pass


def read_revoke_session_response(message: Any, strict: bool) -> RevokeSessionResponse:
    return RevokeSessionResponse()


def fill_sign_out_request(message: Any, value: SignOutRequest) -> None:
    pass


def read_sign_out_request(message: Any, strict: bool) -> SignOutRequest:
    return SignOutRequest()


def fill_sign_out_response(message: Any, value: SignOutResponse) -> None:
    pass


def read_sign_out_response(message: Any, strict: bool) -> SignOutResponse:
    return SignOutResponse()


def fill_create_token_request(message: Any, value: CreateTokenRequest) -> None:
    message.name = value.name
    message.scopes.extend(value.scopes)
    message.days = value.days


def read_create_token_request(message: Any, strict: bool) -> CreateTokenRequest:
    return CreateTokenRequest(
        name=message.name,
        scopes=tuple(message.scopes),
        days=message.days,
    )


def fill_create_token_response(message: Any, value: CreateTokenResponse) -> None:
    message.token = value.token
    message.access_token.SetInParent()
    fill_access_token(message.access_token, value.access_token)


def read_create_token_response(message: Any, strict: bool) -> CreateTokenResponse:
    return CreateTokenResponse(
        token=message.token,
        access_token=read_access_token(message.access_token, strict)
        if message.HasField("access_token")
        else codec.missing("access_token", strict),
    )


def fill_list_tokens_request(message: Any, value: ListTokensRequest) -> None:
    pass


def read_list_tokens_request(message: Any, strict: bool) -> ListTokensRequest:
    return ListTokensRequest()


def fill_list_tokens_response(message: Any, value: ListTokensResponse) -> None:
    for tokens_item in value.tokens:
        fill_access_token(message.tokens.add(), tokens_item)


def read_list_tokens_response(message: Any, strict: bool) -> ListTokensResponse:
    return ListTokensResponse(
        tokens=tuple([read_access_token(item, strict) for item in message.tokens]),
    )


def fill_revoke_token_request(message: Any, value: RevokeTokenRequest) -> None:
    message.token_id = value.token_id


def read_revoke_token_request(message: Any, strict: bool) -> RevokeTokenRequest:
    return RevokeTokenRequest(
        token_id=message.token_id,
    )


def fill_revoke_token_response(message: Any, value: RevokeTokenResponse) -> None:
    pass


def read_revoke_token_response(message: Any, strict: bool) -> RevokeTokenResponse:
    return RevokeTokenResponse()


def fill_authenticate_token_request(message: Any, value: AuthenticateTokenRequest) -> None:
    message.token = value.token


def read_authenticate_token_request(message: Any, strict: bool) -> AuthenticateTokenRequest:
    return AuthenticateTokenRequest(
        token=message.token,
    )


def fill_authenticate_token_response(message: Any, value: AuthenticateTokenResponse) -> None:
    message.person_id = value.person_id
    message.token_id = value.token_id
    message.role = _ROLE_NUMBER[value.role]
    message.email_confirmed = value.email_confirmed
    message.scopes.extend(value.scopes)
    codec.put_moment(message.expires_at, value.expires_at)


def read_authenticate_token_response(message: Any, strict: bool) -> AuthenticateTokenResponse:
    return AuthenticateTokenResponse(
        person_id=message.person_id,
        token_id=message.token_id,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
        email_confirmed=message.email_confirmed,
        scopes=tuple(message.scopes),
        expires_at=codec.moment(message.expires_at, "expires_at", strict)
        if message.HasField("expires_at")
        else codec.missing("expires_at", strict),
    )


def fill_begin_passkey_request(message: Any, value: BeginPasskeyRequest) -> None:
    pass


def read_begin_passkey_request(message: Any, strict: bool) -> BeginPasskeyRequest:
    return BeginPasskeyRequest()


def fill_begin_passkey_response(message: Any, value: BeginPasskeyResponse) -> None:
    message.options = value.options


def read_begin_passkey_response(message: Any, strict: bool) -> BeginPasskeyResponse:
    return BeginPasskeyResponse(
        options=message.options,
    )


def fill_add_passkey_request(message: Any, value: AddPasskeyRequest) -> None:
    message.credential = value.credential
    message.name = value.name
    message.present_password = value.present_password


def read_add_passkey_request(message: Any, strict: bool) -> AddPasskeyRequest:
    return AddPasskeyRequest(
        credential=message.credential,
        name=message.name,
        present_password=message.present_password,
    )


def fill_add_passkey_response(message: Any, value: AddPasskeyResponse) -> None:
    message.passkey.SetInParent()
    fill_passkey(message.passkey, value.passkey)


def read_add_passkey_response(message: Any, strict: bool) -> AddPasskeyResponse:
    return AddPasskeyResponse(
        passkey=read_passkey(message.passkey, strict)
        if message.HasField("passkey")
        else codec.missing("passkey", strict),
    )


def fill_list_passkeys_request(message: Any, value: ListPasskeysRequest) -> None:
    pass


def read_list_passkeys_request(message: Any, strict: bool) -> ListPasskeysRequest:
    return ListPasskeysRequest()


def fill_list_passkeys_response(message: Any, value: ListPasskeysResponse) -> None:
    for passkeys_item in value.passkeys:
        fill_passkey(message.passkeys.add(), passkeys_item)


def read_list_passkeys_response(message: Any, strict: bool) -> ListPasskeysResponse:
    return ListPasskeysResponse(
        passkeys=tuple([read_passkey(item, strict) for item in message.passkeys]),
    )


def fill_remove_passkey_request(message: Any, value: RemovePasskeyRequest) -> None:
    message.passkey_id = value.passkey_id


def read_remove_passkey_request(message: Any, strict: bool) -> RemovePasskeyRequest:
    return RemovePasskeyRequest(
        passkey_id=message.passkey_id,
    )


def fill_remove_passkey_response(message: Any, value: RemovePasskeyResponse) -> None:
    pass


def read_remove_passkey_response(message: Any, strict: bool) -> RemovePasskeyResponse:
    return RemovePasskeyResponse()


def fill_begin_passkey_sign_in_request(message: Any, value: BeginPasskeySignInRequest) -> None:
    pass


def read_begin_passkey_sign_in_request(message: Any, strict: bool) -> BeginPasskeySignInRequest:
    return BeginPasskeySignInRequest()


def fill_begin_passkey_sign_in_response(message: Any, value: BeginPasskeySignInResponse) -> None:
    message.options = value.options


def read_begin_passkey_sign_in_response(message: Any, strict: bool) -> BeginPasskeySignInResponse:
    return BeginPasskeySignInResponse(
        options=message.options,
    )


def fill_sign_in_with_passkey_request(message: Any, value: SignInWithPasskeyRequest) -> None:
    message.credential = value.credential
    message.user_agent = value.user_agent
    message.address = value.address


def read_sign_in_with_passkey_request(message: Any, strict: bool) -> SignInWithPasskeyRequest:
    return SignInWithPasskeyRequest(
        credential=message.credential,
        user_agent=message.user_agent,
        address=message.address,
    )


def fill_sign_in_with_passkey_response(message: Any, value: SignInWithPasskeyResponse) -> None:
    message.signed_in.SetInParent()
    fill_signed_in(message.signed_in, value.signed_in)


def read_sign_in_with_passkey_response(message: Any, strict: bool) -> SignInWithPasskeyResponse:
    return SignInWithPasskeyResponse(
        signed_in=read_signed_in(message.signed_in, strict)
        if message.HasField("signed_in")
        else codec.missing("signed_in", strict),
    )


def fill_begin_provider_sign_in_request(message: Any, value: BeginProviderSignInRequest) -> None:
    message.provider = value.provider
    message.then = value.then
    message.link = value.link


def read_begin_provider_sign_in_request(message: Any, strict: bool) -> BeginProviderSignInRequest:
    return BeginProviderSignInRequest(
        provider=message.provider,
        then=message.then,
        link=message.link,
    )


def fill_begin_provider_sign_in_response(message: Any, value: BeginProviderSignInResponse) -> None:
    message.address = value.address
    message.ticket = value.ticket


def read_begin_provider_sign_in_response(message: Any, strict: bool) -> BeginProviderSignInResponse:
    return BeginProviderSignInResponse(
        address=message.address,
        ticket=message.ticket,
    )


def fill_finish_provider_sign_in_request(message: Any, value: FinishProviderSignInRequest) -> None:
    message.ticket = value.ticket
    message.state = value.state
    message.code = value.code
    message.error = value.error
    message.user_agent = value.user_agent
    message.address = value.address


def read_finish_provider_sign_in_request(message: Any, strict: bool) -> FinishProviderSignInRequest:
    return FinishProviderSignInRequest(
        ticket=message.ticket,
        state=message.state,
        code=message.code,
        error=message.error,
        user_agent=message.user_agent,
        address=message.address,
    )


def fill_finish_provider_sign_in_response(message: Any, value: FinishProviderSignInResponse) -> None:
    if value.signed_in is not None:
        message.signed_in.SetInParent()
        fill_signed_in(message.signed_in, value.signed_in)
    message.then = value.then
    message.linked = value.linked
    message.join = value.join


def read_finish_provider_sign_in_response(message: Any, strict: bool) -> FinishProviderSignInResponse:
    return FinishProviderSignInResponse(
        signed_in=read_signed_in(message.signed_in, strict) if message.HasField("signed_in") else None,
        then=message.then,
        linked=message.linked,
        join=message.join,
    )


def fill_list_identities_request(message: Any, value: ListIdentitiesRequest) -> None:
    pass


def read_list_identities_request(message: Any, strict: bool) -> ListIdentitiesRequest:
    return ListIdentitiesRequest()


def fill_list_identities_response(message: Any, value: ListIdentitiesResponse) -> None:
    for identities_item in value.identities:
        fill_identity(message.identities.add(), identities_item)


def read_list_identities_response(message: Any, strict: bool) -> ListIdentitiesResponse:
    return ListIdentitiesResponse(
        identities=tuple([read_identity(item, strict) for item in message.identities]),
    )


def fill_unlink_identity_request(message: Any, value: UnlinkIdentityRequest) -> None:
    message.identity_id = value.identity_id


def read_unlink_identity_request(message: Any, strict: bool) -> UnlinkIdentityRequest:
    return UnlinkIdentityRequest(
        identity_id=message.identity_id,
    )


def fill_unlink_identity_response(message: Any, value: UnlinkIdentityResponse) -> None:
    pass


def read_unlink_identity_response(message: Any, strict: bool) -> UnlinkIdentityResponse:
    return UnlinkIdentityResponse()


def fill_list_happenings_request(message: Any, value: ListHappeningsRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_happenings_request(message: Any, strict: bool) -> ListHappeningsRequest:
    return ListHappeningsRequest(
        limit=message.limit if message.HasField("limit") else 50,
        after=message.after,
    )


def fill_list_happenings_response(message: Any, value: ListHappeningsResponse) -> None:
    for happenings_item in value.happenings:
        fill_happening(message.happenings.add(), happenings_item)
    message.next = value.next


def read_list_happenings_response(message: Any, strict: bool) -> ListHappeningsResponse:
    return ListHappeningsResponse(
        happenings=tuple([read_happening(item, strict) for item in message.happenings]),
        next=message.next,
    )


def fill_delete_account_request(message: Any, value: DeleteAccountRequest) -> None:
    message.handle = value.handle
    message.present_password = value.present_password


def read_delete_account_request(message: Any, strict: bool) -> DeleteAccountRequest:
    return DeleteAccountRequest(
        handle=message.handle,
        present_password=message.present_password,
    )


def fill_delete_account_response(message: Any, value: DeleteAccountResponse) -> None:
    codec.put_moment(message.erased_at, value.erased_at)


def read_delete_account_response(message: Any, strict: bool) -> DeleteAccountResponse:
    return DeleteAccountResponse(
        erased_at=codec.moment(message.erased_at, "erased_at", strict)
        if message.HasField("erased_at")
        else codec.missing("erased_at", strict),
    )


def fill_request_export_request(message: Any, value: RequestExportRequest) -> None:
    pass


def read_request_export_request(message: Any, strict: bool) -> RequestExportRequest:
    return RequestExportRequest()


def fill_request_export_response(message: Any, value: RequestExportResponse) -> None:
    message.export.SetInParent()
    fill_export(message.export, value.export)


def read_request_export_response(message: Any, strict: bool) -> RequestExportResponse:
    return RequestExportResponse(
        export=read_export(message.export, strict)
        if message.HasField("export")
        else codec.missing("export", strict),
    )


def fill_list_exports_request(message: Any, value: ListExportsRequest) -> None:
    pass


def read_list_exports_request(message: Any, strict: bool) -> ListExportsRequest:
    return ListExportsRequest()


def fill_list_exports_response(message: Any, value: ListExportsResponse) -> None:
    for exports_item in value.exports:
        fill_export(message.exports.add(), exports_item)


def read_list_exports_response(message: Any, strict: bool) -> ListExportsResponse:
    return ListExportsResponse(
        exports=tuple([read_export(item, strict) for item in message.exports]),
    )


def fill_read_export_request(message: Any, value: ReadExportRequest) -> None:
    message.export_id = value.export_id
    message.offset = value.offset
    message.by_address = value.by_address


def read_read_export_request(message: Any, strict: bool) -> ReadExportRequest:
    return ReadExportRequest(
        export_id=message.export_id,
        offset=message.offset,
        by_address=message.by_address,
    )


def fill_read_export_response(message: Any, value: ReadExportResponse) -> None:
    message.data = value.data
    message.size = value.size
    message.address = value.address


def read_read_export_response(message: Any, strict: bool) -> ReadExportResponse:
    return ReadExportResponse(
        data=message.data,
        size=message.size,
        address=message.address,
    )


def fill_invite_request(message: Any, value: InviteRequest) -> None:
    message.email = value.email


def read_invite_request(message: Any, strict: bool) -> InviteRequest:
    return InviteRequest(
        email=message.email,
    )


def fill_invite_response(message: Any, value: InviteResponse) -> None:
    message.link = value.link
    message.mailed = value.mailed


def read_invite_response(message: Any, strict: bool) -> InviteResponse:
    return InviteResponse(
        link=message.link,
        mailed=message.mailed,
    )


def fill_list_people_request(message: Any, value: ListPeopleRequest) -> None:
    message.limit = value.limit
    message.after = value.after
    message.query = value.query
    message.role = _ROLE_NUMBER[value.role]
    message.suspended = value.suspended


def read_list_people_request(message: Any, strict: bool) -> ListPeopleRequest:
    return ListPeopleRequest(
        limit=message.limit if message.HasField("limit") else 50,
        after=message.after,
        query=message.query,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
        suspended=message.suspended,
    )


def fill_list_people_response(message: Any, value: ListPeopleResponse) -> None:
    for people_item in value.people:
        fill_person_record(message.people.add(), people_item)
    message.next = value.next


def read_list_people_response(message: Any, strict: bool) -> ListPeopleResponse:
    return ListPeopleResponse(
        people=tuple([read_person_record(item, strict) for item in message.people]),
        next=message.next,
    )


def fill_set_role_request(message: Any, value: SetRoleRequest) -> None:
    message.person_id = value.person_id
    message.role = _ROLE_NUMBER[value.role]


def read_set_role_request(message: Any, strict: bool) -> SetRoleRequest:
    return SetRoleRequest(
        person_id=message.person_id,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
    )


def fill_set_role_response(message: Any, value: SetRoleResponse) -> None:
    pass


def read_set_role_response(message: Any, strict: bool) -> SetRoleResponse:
    return SetRoleResponse()


def fill_set_suspended_request(message: Any, value: SetSuspendedRequest) -> None:
    message.person_id = value.person_id
    message.suspended = value.suspended
    message.reason = value.reason


def read_set_suspended_request(message: Any, strict: bool) -> SetSuspendedRequest:
    return SetSuspendedRequest(
        person_id=message.person_id,
        suspended=message.suspended,
        reason=message.reason,
    )


def fill_set_suspended_response(message: Any, value: SetSuspendedResponse) -> None:
    pass


def read_set_suspended_response(message: Any, strict: bool) -> SetSuspendedResponse:
    return SetSuspendedResponse()


def fill_create_login_link_request(message: Any, value: CreateLoginLinkRequest) -> None:
    message.email = value.email
    message.handle = value.handle


def read_create_login_link_request(message: Any, strict: bool) -> CreateLoginLinkRequest:
    return CreateLoginLinkRequest(
        email=message.email,
        handle=message.handle,
    )


def fill_create_login_link_response(message: Any, value: CreateLoginLinkResponse) -> None:
    message.link = value.link


def read_create_login_link_response(message: Any, strict: bool) -> CreateLoginLinkResponse:
    return CreateLoginLinkResponse(
        link=message.link,
    )


def fill_create_owner_link_request(message: Any, value: CreateOwnerLinkRequest) -> None:
    pass


def read_create_owner_link_request(message: Any, strict: bool) -> CreateOwnerLinkRequest:
    return CreateOwnerLinkRequest()


def fill_create_owner_link_response(message: Any, value: CreateOwnerLinkResponse) -> None:
    message.link = value.link


def read_create_owner_link_response(message: Any, strict: bool) -> CreateOwnerLinkResponse:
    return CreateOwnerLinkResponse(
        link=message.link,
    )


def fill_get_registration_request(message: Any, value: GetRegistrationRequest) -> None:
    pass


def read_get_registration_request(message: Any, strict: bool) -> GetRegistrationRequest:
    return GetRegistrationRequest()


def fill_get_registration_response(message: Any, value: GetRegistrationResponse) -> None:
    message.registration = _REGISTRATION_NUMBER[value.registration]
    message.mail_works = value.mail_works
    message.passkeys_at = value.passkeys_at
    for providers_item in value.providers:
        fill_provider(message.providers.add(), providers_item)


def read_get_registration_response(message: Any, strict: bool) -> GetRegistrationResponse:
    return GetRegistrationResponse(
        registration=_REGISTRATION.get(message.registration)
        or codec.unknown(Registration.UNSPECIFIED, "registration", strict),
        mail_works=message.mail_works,
        passkeys_at=message.passkeys_at,
        providers=tuple([read_provider(item, strict) for item in message.providers]),
    )


def fill_send_notice_request(message: Any, value: SendNoticeRequest) -> None:
    message.person_id = value.person_id
    message.notice = _NOTICE_NUMBER[value.notice]
    message.page = value.page
    message.once = value.once


def read_send_notice_request(message: Any, strict: bool) -> SendNoticeRequest:
    return SendNoticeRequest(
        person_id=message.person_id,
        notice=_NOTICE.get(message.notice) or codec.unknown(Notice.UNSPECIFIED, "notice", strict),
        page=message.page,
        once=message.once,
    )


def fill_send_notice_response(message: Any, value: SendNoticeResponse) -> None:
    pass


def read_send_notice_response(message: Any, strict: bool) -> SendNoticeResponse:
    return SendNoticeResponse()


def fill_import_person_request(message: Any, value: ImportPersonRequest) -> None:
    message.source = value.source
    message.handle = value.handle
    message.name = value.name
    message.bio = value.bio


def read_import_person_request(message: Any, strict: bool) -> ImportPersonRequest:
    return ImportPersonRequest(
        source=message.source,
        handle=message.handle,
        name=message.name,
        bio=message.bio,
    )


def fill_import_person_response(message: Any, value: ImportPersonResponse) -> None:
    message.person.SetInParent()
    fill_person(message.person, value.person)
    message.created = value.created


def read_import_person_response(message: Any, strict: bool) -> ImportPersonResponse:
    return ImportPersonResponse(
        person=read_person(message.person, strict)
        if message.HasField("person")
        else codec.missing("person", strict),
        created=message.created,
    )


def fill_token_over(message: Any, value: TokenOver) -> None:
    pass


def read_token_over(message: Any, strict: bool) -> TokenOver:
    return TokenOver()


def fill_token_not_found(message: Any, value: TokenNotFound) -> None:
    message.token_id = value.token_id


def read_token_not_found(message: Any, strict: bool) -> TokenNotFound:
    return TokenNotFound(
        token_id=message.token_id,
    )


def fill_too_many_tokens(message: Any, value: TooManyTokens) -> None:
    message.limit = value.limit


def read_too_many_tokens(message: Any, strict: bool) -> TooManyTokens:
    return TooManyTokens(
        limit=message.limit,
    )


def fill_person_not_found(message: Any, value: PersonNotFound) -> None:
    message.handle = value.handle


def read_person_not_found(message: Any, strict: bool) -> PersonNotFound:
    return PersonNotFound(
        handle=message.handle,
    )


def fill_handle_taken(message: Any, value: HandleTaken) -> None:
    message.handle = value.handle
    message.suggestion = value.suggestion


def read_handle_taken(message: Any, strict: bool) -> HandleTaken:
    return HandleTaken(
        handle=message.handle,
        suggestion=message.suggestion,
    )


def fill_handle_not_allowed(message: Any, value: HandleNotAllowed) -> None:
    message.handle = value.handle
    message.problem = value.problem


def read_handle_not_allowed(message: Any, strict: bool) -> HandleNotAllowed:
    return HandleNotAllowed(
        handle=message.handle,
        problem=message.problem,
    )


def fill_wrong_credentials(message: Any, value: WrongCredentials) -> None:
    pass


def read_wrong_credentials(message: Any, strict: bool) -> WrongCredentials:
    return WrongCredentials()


def fill_weak_password(message: Any, value: WeakPassword) -> None:
    message.problem = value.problem


def read_weak_password(message: Any, strict: bool) -> WeakPassword:
    return WeakPassword(
        problem=message.problem,
    )


def fill_too_many_attempts(message: Any, value: TooManyAttempts) -> None:
    message.retry_after_seconds = value.retry_after_seconds


def read_too_many_attempts(message: Any, strict: bool) -> TooManyAttempts:
    return TooManyAttempts(
        retry_after_seconds=message.retry_after_seconds,
    )


def fill_mail_unavailable(message: Any, value: MailUnavailable) -> None:
    pass


def read_mail_unavailable(message: Any, strict: bool) -> MailUnavailable:
    return MailUnavailable()


def fill_looks_automated(message: Any, value: LooksAutomated) -> None:
    message.problem = value.problem


def read_looks_automated(message: Any, strict: bool) -> LooksAutomated:
    return LooksAutomated(
        problem=message.problem,
    )


def fill_link_invalid(message: Any, value: LinkInvalid) -> None:
    message.over = value.over


def read_link_invalid(message: Any, strict: bool) -> LinkInvalid:
    return LinkInvalid(
        over=message.over,
    )


def fill_registration_closed(message: Any, value: RegistrationClosed) -> None:
    message.registration = _REGISTRATION_NUMBER[value.registration]


def read_registration_closed(message: Any, strict: bool) -> RegistrationClosed:
    return RegistrationClosed(
        registration=_REGISTRATION.get(message.registration)
        or codec.unknown(Registration.UNSPECIFIED, "registration", strict),
    )


def fill_account_suspended(message: Any, value: AccountSuspended) -> None:
    pass


def read_account_suspended(message: Any, strict: bool) -> AccountSuspended:
    return AccountSuspended()


def fill_session_over(message: Any, value: SessionOver) -> None:
    pass


def read_session_over(message: Any, strict: bool) -> SessionOver:
    return SessionOver()


def fill_passkeys_unavailable(message: Any, value: PasskeysUnavailable) -> None:
    pass


def read_passkeys_unavailable(message: Any, strict: bool) -> PasskeysUnavailable:
    return PasskeysUnavailable()


def fill_passkey_refused(message: Any, value: PasskeyRefused) -> None:
    message.problem = value.problem


def read_passkey_refused(message: Any, strict: bool) -> PasskeyRefused:
    return PasskeyRefused(
        problem=message.problem,
    )


def fill_provider_not_found(message: Any, value: ProviderNotFound) -> None:
    message.provider = value.provider


def read_provider_not_found(message: Any, strict: bool) -> ProviderNotFound:
    return ProviderNotFound(
        provider=message.provider,
    )


def fill_provider_away(message: Any, value: ProviderAway) -> None:
    message.provider = value.provider


def read_provider_away(message: Any, strict: bool) -> ProviderAway:
    return ProviderAway(
        provider=message.provider,
    )


def fill_provider_refused(message: Any, value: ProviderRefused) -> None:
    message.why = _PROVIDER_PROBLEM_NUMBER[value.why]


def read_provider_refused(message: Any, strict: bool) -> ProviderRefused:
    return ProviderRefused(
        why=_PROVIDER_PROBLEM.get(message.why) or codec.unknown(ProviderProblem.UNSPECIFIED, "why", strict),
    )


def fill_identity_not_found(message: Any, value: IdentityNotFound) -> None:
    pass


def read_identity_not_found(message: Any, strict: bool) -> IdentityNotFound:
    return IdentityNotFound()


def fill_passkey_not_found(message: Any, value: PasskeyNotFound) -> None:
    pass


def read_passkey_not_found(message: Any, strict: bool) -> PasskeyNotFound:
    return PasskeyNotFound()


def fill_last_way_in(message: Any, value: LastWayIn) -> None:
    pass


def read_last_way_in(message: Any, strict: bool) -> LastWayIn:
    return LastWayIn()


def fill_export_not_found(message: Any, value: ExportNotFound) -> None:
    pass


def read_export_not_found(message: Any, strict: bool) -> ExportNotFound:
    return ExportNotFound()


def fill_last_owner(message: Any, value: LastOwner) -> None:
    pass


def read_last_owner(message: Any, strict: bool) -> LastOwner:
    return LastOwner()


FAULTS: dict[str, codec.Packing[Any]] = {
    TokenOver.proto_name: codec.Packing(_TokenOver, fill_token_over, read_token_over),
    TokenNotFound.proto_name: codec.Packing(_TokenNotFound, fill_token_not_found, read_token_not_found),
    TooManyTokens.proto_name: codec.Packing(_TooManyTokens, fill_too_many_tokens, read_too_many_tokens),
    PersonNotFound.proto_name: codec.Packing(_PersonNotFound, fill_person_not_found, read_person_not_found),
    HandleTaken.proto_name: codec.Packing(_HandleTaken, fill_handle_taken, read_handle_taken),
    HandleNotAllowed.proto_name: codec.Packing(
        _HandleNotAllowed, fill_handle_not_allowed, read_handle_not_allowed
    ),
    WrongCredentials.proto_name: codec.Packing(
        _WrongCredentials, fill_wrong_credentials, read_wrong_credentials
    ),
    WeakPassword.proto_name: codec.Packing(_WeakPassword, fill_weak_password, read_weak_password),
    TooManyAttempts.proto_name: codec.Packing(
        _TooManyAttempts, fill_too_many_attempts, read_too_many_attempts
    ),
    MailUnavailable.proto_name: codec.Packing(_MailUnavailable, fill_mail_unavailable, read_mail_unavailable),
    LooksAutomated.proto_name: codec.Packing(_LooksAutomated, fill_looks_automated, read_looks_automated),
    LinkInvalid.proto_name: codec.Packing(_LinkInvalid, fill_link_invalid, read_link_invalid),
    RegistrationClosed.proto_name: codec.Packing(
        _RegistrationClosed, fill_registration_closed, read_registration_closed
    ),
    AccountSuspended.proto_name: codec.Packing(
        _AccountSuspended, fill_account_suspended, read_account_suspended
    ),
    SessionOver.proto_name: codec.Packing(_SessionOver, fill_session_over, read_session_over),
    PasskeysUnavailable.proto_name: codec.Packing(
        _PasskeysUnavailable, fill_passkeys_unavailable, read_passkeys_unavailable
    ),
    PasskeyRefused.proto_name: codec.Packing(_PasskeyRefused, fill_passkey_refused, read_passkey_refused),
    ProviderNotFound.proto_name: codec.Packing(
        _ProviderNotFound, fill_provider_not_found, read_provider_not_found
    ),
    ProviderAway.proto_name: codec.Packing(_ProviderAway, fill_provider_away, read_provider_away),
    ProviderRefused.proto_name: codec.Packing(_ProviderRefused, fill_provider_refused, read_provider_refused),
    IdentityNotFound.proto_name: codec.Packing(
        _IdentityNotFound, fill_identity_not_found, read_identity_not_found
    ),
    PasskeyNotFound.proto_name: codec.Packing(
        _PasskeyNotFound, fill_passkey_not_found, read_passkey_not_found
    ),
    LastWayIn.proto_name: codec.Packing(_LastWayIn, fill_last_way_in, read_last_way_in),
    ExportNotFound.proto_name: codec.Packing(_ExportNotFound, fill_export_not_found, read_export_not_found),
    LastOwner.proto_name: codec.Packing(_LastOwner, fill_last_owner, read_last_owner),
}

METHODS: dict[str, codec.WireMethod] = {
    "GetPeople": codec.WireMethod(
        codec.Packing(_GetPeopleRequest, fill_get_people_request, read_get_people_request),
        codec.Packing(_GetPeopleResponse, fill_get_people_response, read_get_people_response),
    ),
    "FindPerson": codec.WireMethod(
        codec.Packing(_FindPersonRequest, fill_find_person_request, read_find_person_request),
        codec.Packing(_FindPersonResponse, fill_find_person_response, read_find_person_response),
    ),
    "GetMe": codec.WireMethod(
        codec.Packing(_GetMeRequest, fill_get_me_request, read_get_me_request),
        codec.Packing(_GetMeResponse, fill_get_me_response, read_get_me_response),
    ),
    "UpdateProfile": codec.WireMethod(
        codec.Packing(_UpdateProfileRequest, fill_update_profile_request, read_update_profile_request),
        codec.Packing(_UpdateProfileResponse, fill_update_profile_response, read_update_profile_response),
    ),
    "UpdatePreferences": codec.WireMethod(
        codec.Packing(
            _UpdatePreferencesRequest, fill_update_preferences_request, read_update_preferences_request
        ),
        codec.Packing(
            _UpdatePreferencesResponse, fill_update_preferences_response, read_update_preferences_response
        ),
    ),
    "ChangeHandle": codec.WireMethod(
        codec.Packing(_ChangeHandleRequest, fill_change_handle_request, read_change_handle_request),
        codec.Packing(_ChangeHandleResponse, fill_change_handle_response, read_change_handle_response),
    ),
    "ChangeEmail": codec.WireMethod(
        codec.Packing(_ChangeEmailRequest, fill_change_email_request, read_change_email_request),
        codec.Packing(_ChangeEmailResponse, fill_change_email_response, read_change_email_response),
    ),
    "SetPassword": codec.WireMethod(
        codec.Packing(_SetPasswordRequest, fill_set_password_request, read_set_password_request),
        codec.Packing(_SetPasswordResponse, fill_set_password_response, read_set_password_response),
    ),
    "IssueChallenge": codec.WireMethod(
        codec.Packing(_IssueChallengeRequest, fill_issue_challenge_request, read_issue_challenge_request),
        codec.Packing(_IssueChallengeResponse, fill_issue_challenge_response, read_issue_challenge_response),
    ),
    "RequestLink": codec.WireMethod(
        codec.Packing(_RequestLinkRequest, fill_request_link_request, read_request_link_request),
        codec.Packing(_RequestLinkResponse, fill_request_link_response, read_request_link_response),
    ),
    "PeekLink": codec.WireMethod(
        codec.Packing(_PeekLinkRequest, fill_peek_link_request, read_peek_link_request),
        codec.Packing(_PeekLinkResponse, fill_peek_link_response, read_peek_link_response),
    ),
    "RedeemLink": codec.WireMethod(
        codec.Packing(_RedeemLinkRequest, fill_redeem_link_request, read_redeem_link_request),
        codec.Packing(_RedeemLinkResponse, fill_redeem_link_response, read_redeem_link_response),
    ),
    "SignIn": codec.WireMethod(
        codec.Packing(_SignInRequest, fill_sign_in_request, read_sign_in_request),
        codec.Packing(_SignInResponse, fill_sign_in_response, read_sign_in_response),
    ),
    "Authenticate": codec.WireMethod(
        codec.Packing(_AuthenticateRequest, fill_authenticate_request, read_authenticate_request),
        codec.Packing(_AuthenticateResponse, fill_authenticate_response, read_authenticate_response),
    ),
    "ListSessions": codec.WireMethod(
        codec.Packing(_ListSessionsRequest, fill_list_sessions_request, read_list_sessions_request),
        codec.Packing(_ListSessionsResponse, fill_list_sessions_response, read_list_sessions_response),
    ),
    "RevokeSession": codec.WireMethod(
        codec.Packing(_RevokeSessionRequest, fill_revoke_session_request, read_revoke_session_request),
        codec.Packing(_RevokeSessionResponse, fill_revoke_session_response, read_revoke_session_response),
    ),
    "SignOut": codec.WireMethod(
        codec.Packing(_SignOutRequest, fill_sign_out_request, read_sign_out_request),
        codec.Packing(_SignOutResponse, fill_sign_out_response, read_sign_out_response),
    ),
    "CreateToken": codec.WireMethod(
        codec.Packing(_CreateTokenRequest, fill_create_token_request, read_create_token_request),
        codec.Packing(_CreateTokenResponse, fill_create_token_response, read_create_token_response),
    ),
    "ListTokens": codec.WireMethod(
        codec.Packing(_ListTokensRequest, fill_list_tokens_request, read_list_tokens_request),
        codec.Packing(_ListTokensResponse, fill_list_tokens_response, read_list_tokens_response),
    ),
    "RevokeToken": codec.WireMethod(
        codec.Packing(_RevokeTokenRequest, fill_revoke_token_request, read_revoke_token_request),
        codec.Packing(_RevokeTokenResponse, fill_revoke_token_response, read_revoke_token_response),
    ),
    "AuthenticateToken": codec.WireMethod(
        codec.Packing(
            _AuthenticateTokenRequest, fill_authenticate_token_request, read_authenticate_token_request
        ),
        codec.Packing(
            _AuthenticateTokenResponse, fill_authenticate_token_response, read_authenticate_token_response
        ),
    ),
    "BeginPasskey": codec.WireMethod(
        codec.Packing(_BeginPasskeyRequest, fill_begin_passkey_request, read_begin_passkey_request),
        codec.Packing(_BeginPasskeyResponse, fill_begin_passkey_response, read_begin_passkey_response),
    ),
    "AddPasskey": codec.WireMethod(
        codec.Packing(_AddPasskeyRequest, fill_add_passkey_request, read_add_passkey_request),
        codec.Packing(_AddPasskeyResponse, fill_add_passkey_response, read_add_passkey_response),
    ),
    "ListPasskeys": codec.WireMethod(
        codec.Packing(_ListPasskeysRequest, fill_list_passkeys_request, read_list_passkeys_request),
        codec.Packing(_ListPasskeysResponse, fill_list_passkeys_response, read_list_passkeys_response),
    ),
    "RemovePasskey": codec.WireMethod(
        codec.Packing(_RemovePasskeyRequest, fill_remove_passkey_request, read_remove_passkey_request),
        codec.Packing(_RemovePasskeyResponse, fill_remove_passkey_response, read_remove_passkey_response),
    ),
    "BeginPasskeySignIn": codec.WireMethod(
        codec.Packing(
            _BeginPasskeySignInRequest, fill_begin_passkey_sign_in_request, read_begin_passkey_sign_in_request
        ),
        codec.Packing(
            _BeginPasskeySignInResponse,
            fill_begin_passkey_sign_in_response,
            read_begin_passkey_sign_in_response,
        ),
    ),
    "SignInWithPasskey": codec.WireMethod(
        codec.Packing(
            _SignInWithPasskeyRequest, fill_sign_in_with_passkey_request, read_sign_in_with_passkey_request
        ),
        codec.Packing(
            _SignInWithPasskeyResponse, fill_sign_in_with_passkey_response, read_sign_in_with_passkey_response
        ),
    ),
    "BeginProviderSignIn": codec.WireMethod(
        codec.Packing(
            _BeginProviderSignInRequest,
            fill_begin_provider_sign_in_request,
            read_begin_provider_sign_in_request,
        ),
        codec.Packing(
            _BeginProviderSignInResponse,
            fill_begin_provider_sign_in_response,
            read_begin_provider_sign_in_response,
        ),
    ),
    "FinishProviderSignIn": codec.WireMethod(
        codec.Packing(
            _FinishProviderSignInRequest,
            fill_finish_provider_sign_in_request,
            read_finish_provider_sign_in_request,
        ),
        codec.Packing(
            _FinishProviderSignInResponse,
            fill_finish_provider_sign_in_response,
            read_finish_provider_sign_in_response,
        ),
    ),
    "ListIdentities": codec.WireMethod(
        codec.Packing(_ListIdentitiesRequest, fill_list_identities_request, read_list_identities_request),
        codec.Packing(_ListIdentitiesResponse, fill_list_identities_response, read_list_identities_response),
    ),
    "UnlinkIdentity": codec.WireMethod(
        codec.Packing(_UnlinkIdentityRequest, fill_unlink_identity_request, read_unlink_identity_request),
        codec.Packing(_UnlinkIdentityResponse, fill_unlink_identity_response, read_unlink_identity_response),
    ),
    "ListHappenings": codec.WireMethod(
        codec.Packing(_ListHappeningsRequest, fill_list_happenings_request, read_list_happenings_request),
        codec.Packing(_ListHappeningsResponse, fill_list_happenings_response, read_list_happenings_response),
    ),
    "DeleteAccount": codec.WireMethod(
        codec.Packing(_DeleteAccountRequest, fill_delete_account_request, read_delete_account_request),
        codec.Packing(_DeleteAccountResponse, fill_delete_account_response, read_delete_account_response),
    ),
    "RequestExport": codec.WireMethod(
        codec.Packing(_RequestExportRequest, fill_request_export_request, read_request_export_request),
        codec.Packing(_RequestExportResponse, fill_request_export_response, read_request_export_response),
    ),
    "ListExports": codec.WireMethod(
        codec.Packing(_ListExportsRequest, fill_list_exports_request, read_list_exports_request),
        codec.Packing(_ListExportsResponse, fill_list_exports_response, read_list_exports_response),
    ),
    "ReadExport": codec.WireMethod(
        codec.Packing(_ReadExportRequest, fill_read_export_request, read_read_export_request),
        codec.Packing(_ReadExportResponse, fill_read_export_response, read_read_export_response),
    ),
    "Invite": codec.WireMethod(
        codec.Packing(_InviteRequest, fill_invite_request, read_invite_request),
        codec.Packing(_InviteResponse, fill_invite_response, read_invite_response),
    ),
    "ListPeople": codec.WireMethod(
        codec.Packing(_ListPeopleRequest, fill_list_people_request, read_list_people_request),
        codec.Packing(_ListPeopleResponse, fill_list_people_response, read_list_people_response),
    ),
    "SetRole": codec.WireMethod(
        codec.Packing(_SetRoleRequest, fill_set_role_request, read_set_role_request),
        codec.Packing(_SetRoleResponse, fill_set_role_response, read_set_role_response),
    ),
    "SetSuspended": codec.WireMethod(
        codec.Packing(_SetSuspendedRequest, fill_set_suspended_request, read_set_suspended_request),
        codec.Packing(_SetSuspendedResponse, fill_set_suspended_response, read_set_suspended_response),
    ),
    "CreateLoginLink": codec.WireMethod(
        codec.Packing(
            _CreateLoginLinkRequest, fill_create_login_link_request, read_create_login_link_request
        ),
        codec.Packing(
            _CreateLoginLinkResponse, fill_create_login_link_response, read_create_login_link_response
        ),
    ),
    "CreateOwnerLink": codec.WireMethod(
        codec.Packing(
            _CreateOwnerLinkRequest, fill_create_owner_link_request, read_create_owner_link_request
        ),
        codec.Packing(
            _CreateOwnerLinkResponse, fill_create_owner_link_response, read_create_owner_link_response
        ),
    ),
    "GetRegistration": codec.WireMethod(
        codec.Packing(_GetRegistrationRequest, fill_get_registration_request, read_get_registration_request),
        codec.Packing(
            _GetRegistrationResponse, fill_get_registration_response, read_get_registration_response
        ),
    ),
    "ImportPerson": codec.WireMethod(
        codec.Packing(_ImportPersonRequest, fill_import_person_request, read_import_person_request),
        codec.Packing(_ImportPersonResponse, fill_import_person_response, read_import_person_response),
    ),
    "SendNotice": codec.WireMethod(
        codec.Packing(_SendNoticeRequest, fill_send_notice_request, read_send_notice_request),
        codec.Packing(_SendNoticeResponse, fill_send_notice_response, read_send_notice_response),
    ),
}


class AccountsClient:
    """Accounts at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._get_people: codec.Unary[tuple[Person, ...]] = wire.unary("GetPeople")
        self._find_person: codec.Unary[FindPersonResponse] = wire.unary("FindPerson")
        self._get_me: codec.Unary[Me] = wire.unary("GetMe")
        self._update_profile: codec.Unary[Person] = wire.unary("UpdateProfile")
        self._update_preferences: codec.Unary[Me] = wire.unary("UpdatePreferences")
        self._change_handle: codec.Unary[Person] = wire.unary("ChangeHandle")
        self._change_email: codec.Unary[None] = wire.unary("ChangeEmail")
        self._set_password: codec.Unary[None] = wire.unary("SetPassword")
        self._issue_challenge: codec.Unary[IssueChallengeResponse] = wire.unary("IssueChallenge")
        self._request_link: codec.Unary[None] = wire.unary("RequestLink")
        self._peek_link: codec.Unary[PeekLinkResponse] = wire.unary("PeekLink")
        self._redeem_link: codec.Unary[RedeemLinkResponse] = wire.unary("RedeemLink")
        self._sign_in: codec.Unary[SignedIn] = wire.unary("SignIn")
        self._authenticate: codec.Unary[AuthenticateResponse] = wire.unary("Authenticate")
        self._list_sessions: codec.Unary[tuple[Session, ...]] = wire.unary("ListSessions")
        self._revoke_session: codec.Unary[None] = wire.unary("RevokeSession")
        self._sign_out: codec.Unary[None] = wire.unary("SignOut")
        self._create_token: codec.Unary[CreateTokenResponse] = wire.unary("CreateToken")
        self._list_tokens: codec.Unary[tuple[AccessToken, ...]] = wire.unary("ListTokens")
        self._revoke_token: codec.Unary[None] = wire.unary("RevokeToken")
        self._authenticate_token: codec.Unary[AuthenticateTokenResponse] = wire.unary("AuthenticateToken")
        self._begin_passkey: codec.Unary[str] = wire.unary("BeginPasskey")
        self._add_passkey: codec.Unary[Passkey] = wire.unary("AddPasskey")
        self._list_passkeys: codec.Unary[tuple[Passkey, ...]] = wire.unary("ListPasskeys")
        self._remove_passkey: codec.Unary[None] = wire.unary("RemovePasskey")
        self._begin_passkey_sign_in: codec.Unary[str] = wire.unary("BeginPasskeySignIn")
        self._sign_in_with_passkey: codec.Unary[SignedIn] = wire.unary("SignInWithPasskey")
        self._begin_provider_sign_in: codec.Unary[BeginProviderSignInResponse] = wire.unary(
            "BeginProviderSignIn"
        )
        self._finish_provider_sign_in: codec.Unary[FinishProviderSignInResponse] = wire.unary(
            "FinishProviderSignIn"
        )
        self._list_identities: codec.Unary[tuple[Identity, ...]] = wire.unary("ListIdentities")
        self._unlink_identity: codec.Unary[None] = wire.unary("UnlinkIdentity")
        self._list_happenings: codec.Unary[ListHappeningsResponse] = wire.unary("ListHappenings")
        self._delete_account: codec.Unary[datetime] = wire.unary("DeleteAccount")
        self._request_export: codec.Unary[Export] = wire.unary("RequestExport")
        self._list_exports: codec.Unary[tuple[Export, ...]] = wire.unary("ListExports")
        self._read_export: codec.Unary[ReadExportResponse] = wire.unary("ReadExport")
        self._invite: codec.Unary[InviteResponse] = wire.unary("Invite")
        self._list_people: codec.Unary[ListPeopleResponse] = wire.unary("ListPeople")
        self._set_role: codec.Unary[None] = wire.unary("SetRole")
        self._set_suspended: codec.Unary[None] = wire.unary("SetSuspended")
        self._create_login_link: codec.Unary[str] = wire.unary("CreateLoginLink")
        self._create_owner_link: codec.Unary[str] = wire.unary("CreateOwnerLink")
        self._get_registration: codec.Unary[GetRegistrationResponse] = wire.unary("GetRegistration")
        self._import_person: codec.Unary[ImportPersonResponse] = wire.unary("ImportPerson")
        self._send_notice: codec.Unary[None] = wire.unary("SendNotice")

    async def get_people(self, *, person_ids: tuple[PersonId, ...]) -> tuple[Person, ...]:
        return await self._get_people(GetPeopleRequest(person_ids=person_ids))

    async def find_person(self, *, handle: str) -> FindPersonResponse:
        return await self._find_person(FindPersonRequest(handle=handle))

    async def get_me(self) -> Me:
        return await self._get_me(GetMeRequest())

    async def update_profile(
        self,
        *,
        name: str | None = None,
        bio: str | None = None,
        picture_id: ImageId | None = None,
        links: tuple[ProfileLink, ...] = (),
        replace_links: bool = False,
    ) -> Person:
        return await self._update_profile(
            UpdateProfileRequest(
                name=name, bio=bio, picture_id=picture_id, links=links, replace_links=replace_links
            )
        )

    async def update_preferences(self, *, language: str | None = None, time_zone: str | None = None) -> Me:
        return await self._update_preferences(
            UpdatePreferencesRequest(language=language, time_zone=time_zone)
        )

    async def change_handle(self, *, handle: str) -> Person:
        return await self._change_handle(ChangeHandleRequest(handle=handle))

    async def change_email(self, *, email: str) -> None:
        await self._change_email(ChangeEmailRequest(email=email))

    async def set_password(self, *, password: str, present_password: str = "") -> None:
        await self._set_password(SetPasswordRequest(password=password, present_password=present_password))

    async def issue_challenge(self) -> IssueChallengeResponse:
        return await self._issue_challenge(IssueChallengeRequest())

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
        await self._request_link(
            RequestLinkRequest(
                email=email,
                challenge=challenge,
                answer=answer,
                website=website,
                address=address,
                then=then,
                language=language,
            )
        )

    async def peek_link(self, *, token: str) -> PeekLinkResponse:
        return await self._peek_link(PeekLinkRequest(token=token))

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
        return await self._redeem_link(
            RedeemLinkRequest(
                token=token, handle=handle, name=name, user_agent=user_agent, address=address, email=email
            )
        )

    async def sign_in(
        self, *, login: str, password: str, user_agent: str = "", address: str = ""
    ) -> SignedIn:
        return await self._sign_in(
            SignInRequest(login=login, password=password, user_agent=user_agent, address=address)
        )

    async def authenticate(self, *, token: str) -> AuthenticateResponse:
        return await self._authenticate(AuthenticateRequest(token=token))

    async def list_sessions(self) -> tuple[Session, ...]:
        return await self._list_sessions(ListSessionsRequest())

    async def revoke_session(self, *, session_id: SessionId = SessionId("")) -> None:
        await self._revoke_session(RevokeSessionRequest(session_id=session_id))

    async def sign_out(self) -> None:
        await self._sign_out(SignOutRequest())

    async def create_token(self, *, name: str, scopes: tuple[str, ...], days: int) -> CreateTokenResponse:
        return await self._create_token(CreateTokenRequest(name=name, scopes=scopes, days=days))

    async def list_tokens(self) -> tuple[AccessToken, ...]:
        return await self._list_tokens(ListTokensRequest())

    async def revoke_token(self, *, token_id: TokenId) -> None:
        await self._revoke_token(RevokeTokenRequest(token_id=token_id))

    async def authenticate_token(self, *, token: str) -> AuthenticateTokenResponse:
        return await self._authenticate_token(AuthenticateTokenRequest(token=token))

    async def begin_passkey(self) -> str:
        return await self._begin_passkey(BeginPasskeyRequest())

    async def add_passkey(self, *, credential: str, name: str, present_password: str = "") -> Passkey:
        return await self._add_passkey(
            AddPasskeyRequest(credential=credential, name=name, present_password=present_password)
        )

    async def list_passkeys(self) -> tuple[Passkey, ...]:
        return await self._list_passkeys(ListPasskeysRequest())

    async def remove_passkey(self, *, passkey_id: PasskeyId) -> None:
        await self._remove_passkey(RemovePasskeyRequest(passkey_id=passkey_id))

    async def begin_passkey_sign_in(self) -> str:
        return await self._begin_passkey_sign_in(BeginPasskeySignInRequest())

    async def sign_in_with_passkey(
        self, *, credential: str, user_agent: str = "", address: str = ""
    ) -> SignedIn:
        return await self._sign_in_with_passkey(
            SignInWithPasskeyRequest(credential=credential, user_agent=user_agent, address=address)
        )

    async def begin_provider_sign_in(
        self, *, provider: str, then: str = "", link: bool = False
    ) -> BeginProviderSignInResponse:
        return await self._begin_provider_sign_in(
            BeginProviderSignInRequest(provider=provider, then=then, link=link)
        )

    async def finish_provider_sign_in(
        self, *, ticket: str, state: str, code: str, error: str = "", user_agent: str = "", address: str = ""
    ) -> FinishProviderSignInResponse:
        return await self._finish_provider_sign_in(
            FinishProviderSignInRequest(
                ticket=ticket, state=state, code=code, error=error, user_agent=user_agent, address=address
            )
        )

    async def list_identities(self) -> tuple[Identity, ...]:
        return await self._list_identities(ListIdentitiesRequest())

    async def unlink_identity(self, *, identity_id: IdentityId) -> None:
        await self._unlink_identity(UnlinkIdentityRequest(identity_id=identity_id))

    async def list_happenings(self, *, limit: int = 50, after: str = "") -> ListHappeningsResponse:
        return await self._list_happenings(ListHappeningsRequest(limit=limit, after=after))

    async def delete_account(self, *, handle: str, present_password: str = "") -> datetime:
        return await self._delete_account(
            DeleteAccountRequest(handle=handle, present_password=present_password)
        )

    async def request_export(self) -> Export:
        return await self._request_export(RequestExportRequest())

    async def list_exports(self) -> tuple[Export, ...]:
        return await self._list_exports(ListExportsRequest())

    async def read_export(
        self, *, export_id: ExportId, offset: int, by_address: bool = False
    ) -> ReadExportResponse:
        return await self._read_export(
            ReadExportRequest(export_id=export_id, offset=offset, by_address=by_address)
        )

    async def invite(self, *, email: str) -> InviteResponse:
        return await self._invite(InviteRequest(email=email))

    async def list_people(
        self,
        *,
        limit: int = 50,
        after: str = "",
        query: str = "",
        role: Role = Role.UNSPECIFIED,
        suspended: bool = False,
    ) -> ListPeopleResponse:
        return await self._list_people(
            ListPeopleRequest(limit=limit, after=after, query=query, role=role, suspended=suspended)
        )

    async def set_role(self, *, person_id: PersonId, role: Role) -> None:
        await self._set_role(SetRoleRequest(person_id=person_id, role=role))

    async def set_suspended(self, *, person_id: PersonId, suspended: bool, reason: str = "") -> None:
        await self._set_suspended(
            SetSuspendedRequest(person_id=person_id, suspended=suspended, reason=reason)
        )

    async def create_login_link(self, *, email: str = "", handle: str = "") -> str:
        return await self._create_login_link(CreateLoginLinkRequest(email=email, handle=handle))

    async def create_owner_link(self) -> str:
        return await self._create_owner_link(CreateOwnerLinkRequest())

    async def get_registration(self) -> GetRegistrationResponse:
        return await self._get_registration(GetRegistrationRequest())

    async def import_person(
        self, *, source: str, handle: str, name: str, bio: str = ""
    ) -> ImportPersonResponse:
        return await self._import_person(
            ImportPersonRequest(source=source, handle=handle, name=name, bio=bio)
        )

    async def send_notice(
        self, *, person_id: PersonId, notice: Notice, page: str = "", once: str = ""
    ) -> None:
        await self._send_notice(SendNoticeRequest(person_id=person_id, notice=notice, page=page, once=once))
