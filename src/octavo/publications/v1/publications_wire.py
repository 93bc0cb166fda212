# Generated from octavo/publications/v1/publications.proto by `make proto`; not to be edited.

"""How the messages of octavo.publications.v1 are packed for the wire."""

from typing import Any

from octavo.accounts.v1.ids import PersonId
from octavo.chassis import codec
from octavo.publications.v1.ids import InvitationId, PageId, PublicationId, SectionId, SubmissionId
from octavo.publications.v1.publications import (
    AcceptRequest,
    AcceptResponse,
    AddNoteRequest,
    AddNoteResponse,
    AlreadyDecided,
    AlreadyMember,
    AlreadySubmitted,
    AnswerInvitationRequest,
    AnswerInvitationResponse,
    AppointRequest,
    AppointResponse,
    ArrangeRequest,
    ArrangeResponse,
    AssignSectionRequest,
    AssignSectionResponse,
    ChangeRoleRequest,
    ChangeRoleResponse,
    ChangeSettingsRequest,
    ChangeSettingsResponse,
    DeletePageRequest,
    DeletePageResponse,
    DeletePublicationRequest,
    DeletePublicationResponse,
    FindPublicationRequest,
    FindPublicationResponse,
    FoundRequest,
    FoundResponse,
    GetPublicationsRequest,
    GetPublicationsResponse,
    GetSubmissionRequest,
    GetSubmissionResponse,
    InvalidPage,
    Invitation,
    InvitationNotFound,
    InviteRequest,
    InviteResponse,
    LastOwner,
    ListInvitationsRequest,
    ListInvitationsResponse,
    ListMembershipsRequest,
    ListMembershipsResponse,
    ListPublicationsRequest,
    ListPublicationsResponse,
    ListSubmissionsRequest,
    ListSubmissionsResponse,
    Logo,
    Membership,
    MoveOutRequest,
    MoveOutResponse,
    NavigationLink,
    NotAMember,
    Note,
    Page,
    PageLink,
    PageNotFound,
    PageSlugTaken,
    PeekInvitationRequest,
    PeekInvitationResponse,
    Publication,
    PublicationChangedSince,
    PublicationGone,
    PublicationNotFound,
    PublishInRequest,
    PublishInResponse,
    ReadPageRequest,
    ReadPageResponse,
    RemoveMemberRequest,
    RemoveMemberResponse,
    RevokeInvitationRequest,
    RevokeInvitationResponse,
    Role,
    SavePageRequest,
    SavePageResponse,
    Section,
    SendBackRequest,
    SendBackResponse,
    SetArchivedRequest,
    SetArchivedResponse,
    SetLeadRequest,
    SetLeadResponse,
    SlugNotAllowed,
    SlugTaken,
    Stage,
    StoryChangedSince,
    StoryNotInPublication,
    StoryNotSubmittable,
    Submission,
    SubmissionNotFound,
    SubmitRequest,
    SubmitResponse,
    TooManyMembers,
    TooManyNotes,
    TooManyPages,
    TooManyPublications,
    WithdrawRequest,
    WithdrawResponse,
)
from octavo.stories.v1.ids import StoryId

_DESCRIPTOR = codec.load(__file__, "publications.binpb")

_ROLE = {0: Role.UNSPECIFIED, 1: Role.WRITER, 2: Role.EDITOR, 3: Role.OWNER}
_ROLE_NUMBER = {member: number for number, member in _ROLE.items()}
_STAGE = {0: Stage.UNSPECIFIED, 1: Stage.SUBMITTED, 2: Stage.ACCEPTED, 3: Stage.RETURNED, 4: Stage.WITHDRAWN}
_STAGE_NUMBER = {member: number for number, member in _STAGE.items()}
_Logo = _DESCRIPTOR.message("octavo.publications.v1.Logo")
_NavigationLink = _DESCRIPTOR.message("octavo.publications.v1.NavigationLink")
_Section = _DESCRIPTOR.message("octavo.publications.v1.Section")
_PageLink = _DESCRIPTOR.message("octavo.publications.v1.PageLink")
_Page = _DESCRIPTOR.message("octavo.publications.v1.Page")
_Publication = _DESCRIPTOR.message("octavo.publications.v1.Publication")
_Membership = _DESCRIPTOR.message("octavo.publications.v1.Membership")
_Invitation = _DESCRIPTOR.message("octavo.publications.v1.Invitation")
_Submission = _DESCRIPTOR.message("octavo.publications.v1.Submission")
_Note = _DESCRIPTOR.message("octavo.publications.v1.Note")
_FoundRequest = _DESCRIPTOR.message("octavo.publications.v1.FoundRequest")
_FoundResponse = _DESCRIPTOR.message("octavo.publications.v1.FoundResponse")
_FindPublicationRequest = _DESCRIPTOR.message("octavo.publications.v1.FindPublicationRequest")
_FindPublicationResponse = _DESCRIPTOR.message("octavo.publications.v1.FindPublicationResponse")
_GetPublicationsRequest = _DESCRIPTOR.message("octavo.publications.v1.GetPublicationsRequest")
_GetPublicationsResponse = _DESCRIPTOR.message("octavo.publications.v1.GetPublicationsResponse")
_ListPublicationsRequest = _DESCRIPTOR.message("octavo.publications.v1.ListPublicationsRequest")
_ListPublicationsResponse = _DESCRIPTOR.message("octavo.publications.v1.ListPublicationsResponse")
_ListMembershipsRequest = _DESCRIPTOR.message("octavo.publications.v1.ListMembershipsRequest")
_ListMembershipsResponse = _DESCRIPTOR.message("octavo.publications.v1.ListMembershipsResponse")
_ChangeSettingsRequest = _DESCRIPTOR.message("octavo.publications.v1.ChangeSettingsRequest")
_ChangeSettingsResponse = _DESCRIPTOR.message("octavo.publications.v1.ChangeSettingsResponse")
_ArrangeRequest = _DESCRIPTOR.message("octavo.publications.v1.ArrangeRequest")
_ArrangeResponse = _DESCRIPTOR.message("octavo.publications.v1.ArrangeResponse")
_SetLeadRequest = _DESCRIPTOR.message("octavo.publications.v1.SetLeadRequest")
_SetLeadResponse = _DESCRIPTOR.message("octavo.publications.v1.SetLeadResponse")
_SavePageRequest = _DESCRIPTOR.message("octavo.publications.v1.SavePageRequest")
_SavePageResponse = _DESCRIPTOR.message("octavo.publications.v1.SavePageResponse")
_DeletePageRequest = _DESCRIPTOR.message("octavo.publications.v1.DeletePageRequest")
_DeletePageResponse = _DESCRIPTOR.message("octavo.publications.v1.DeletePageResponse")
_ReadPageRequest = _DESCRIPTOR.message("octavo.publications.v1.ReadPageRequest")
_ReadPageResponse = _DESCRIPTOR.message("octavo.publications.v1.ReadPageResponse")
_SetArchivedRequest = _DESCRIPTOR.message("octavo.publications.v1.SetArchivedRequest")
_SetArchivedResponse = _DESCRIPTOR.message("octavo.publications.v1.SetArchivedResponse")
_DeletePublicationRequest = _DESCRIPTOR.message("octavo.publications.v1.DeletePublicationRequest")
_DeletePublicationResponse = _DESCRIPTOR.message("octavo.publications.v1.DeletePublicationResponse")
_InviteRequest = _DESCRIPTOR.message("octavo.publications.v1.InviteRequest")
_InviteResponse = _DESCRIPTOR.message("octavo.publications.v1.InviteResponse")
_ListInvitationsRequest = _DESCRIPTOR.message("octavo.publications.v1.ListInvitationsRequest")
_ListInvitationsResponse = _DESCRIPTOR.message("octavo.publications.v1.ListInvitationsResponse")
_PeekInvitationRequest = _DESCRIPTOR.message("octavo.publications.v1.PeekInvitationRequest")
_PeekInvitationResponse = _DESCRIPTOR.message("octavo.publications.v1.PeekInvitationResponse")
_AnswerInvitationRequest = _DESCRIPTOR.message("octavo.publications.v1.AnswerInvitationRequest")
_AnswerInvitationResponse = _DESCRIPTOR.message("octavo.publications.v1.AnswerInvitationResponse")
_RevokeInvitationRequest = _DESCRIPTOR.message("octavo.publications.v1.RevokeInvitationRequest")
_RevokeInvitationResponse = _DESCRIPTOR.message("octavo.publications.v1.RevokeInvitationResponse")
_ChangeRoleRequest = _DESCRIPTOR.message("octavo.publications.v1.ChangeRoleRequest")
_ChangeRoleResponse = _DESCRIPTOR.message("octavo.publications.v1.ChangeRoleResponse")
_RemoveMemberRequest = _DESCRIPTOR.message("octavo.publications.v1.RemoveMemberRequest")
_RemoveMemberResponse = _DESCRIPTOR.message("octavo.publications.v1.RemoveMemberResponse")
_SubmitRequest = _DESCRIPTOR.message("octavo.publications.v1.SubmitRequest")
_SubmitResponse = _DESCRIPTOR.message("octavo.publications.v1.SubmitResponse")
_ListSubmissionsRequest = _DESCRIPTOR.message("octavo.publications.v1.ListSubmissionsRequest")
_ListSubmissionsResponse = _DESCRIPTOR.message("octavo.publications.v1.ListSubmissionsResponse")
_GetSubmissionRequest = _DESCRIPTOR.message("octavo.publications.v1.GetSubmissionRequest")
_GetSubmissionResponse = _DESCRIPTOR.message("octavo.publications.v1.GetSubmissionResponse")
_AddNoteRequest = _DESCRIPTOR.message("octavo.publications.v1.AddNoteRequest")
_AddNoteResponse = _DESCRIPTOR.message("octavo.publications.v1.AddNoteResponse")
_AcceptRequest = _DESCRIPTOR.message("octavo.publications.v1.AcceptRequest")
_AcceptResponse = _DESCRIPTOR.message("octavo.publications.v1.AcceptResponse")
_SendBackRequest = _DESCRIPTOR.message("octavo.publications.v1.SendBackRequest")
_SendBackResponse = _DESCRIPTOR.message("octavo.publications.v1.SendBackResponse")
_WithdrawRequest = _DESCRIPTOR.message("octavo.publications.v1.WithdrawRequest")
_WithdrawResponse = _DESCRIPTOR.message("octavo.publications.v1.WithdrawResponse")
_PublishInRequest = _DESCRIPTOR.message("octavo.publications.v1.PublishInRequest")
_PublishInResponse = _DESCRIPTOR.message("octavo.publications.v1.PublishInResponse")
_MoveOutRequest = _DESCRIPTOR.message("octavo.publications.v1.MoveOutRequest")
_MoveOutResponse = _DESCRIPTOR.message("octavo.publications.v1.MoveOutResponse")
_AssignSectionRequest = _DESCRIPTOR.message("octavo.publications.v1.AssignSectionRequest")
_AssignSectionResponse = _DESCRIPTOR.message("octavo.publications.v1.AssignSectionResponse")
_AppointRequest = _DESCRIPTOR.message("octavo.publications.v1.AppointRequest")
_AppointResponse = _DESCRIPTOR.message("octavo.publications.v1.AppointResponse")
_PublicationNotFound = _DESCRIPTOR.message("octavo.publications.v1.PublicationNotFound")
_PublicationGone = _DESCRIPTOR.message("octavo.publications.v1.PublicationGone")
_PublicationChangedSince = _DESCRIPTOR.message("octavo.publications.v1.PublicationChangedSince")
_SlugTaken = _DESCRIPTOR.message("octavo.publications.v1.SlugTaken")
_SlugNotAllowed = _DESCRIPTOR.message("octavo.publications.v1.SlugNotAllowed")
_TooManyPublications = _DESCRIPTOR.message("octavo.publications.v1.TooManyPublications")
_TooManyMembers = _DESCRIPTOR.message("octavo.publications.v1.TooManyMembers")
_TooManyPages = _DESCRIPTOR.message("octavo.publications.v1.TooManyPages")
_TooManyNotes = _DESCRIPTOR.message("octavo.publications.v1.TooManyNotes")
_PageNotFound = _DESCRIPTOR.message("octavo.publications.v1.PageNotFound")
_PageSlugTaken = _DESCRIPTOR.message("octavo.publications.v1.PageSlugTaken")
_InvalidPage = _DESCRIPTOR.message("octavo.publications.v1.InvalidPage")
_AlreadyMember = _DESCRIPTOR.message("octavo.publications.v1.AlreadyMember")
_NotAMember = _DESCRIPTOR.message("octavo.publications.v1.NotAMember")
_InvitationNotFound = _DESCRIPTOR.message("octavo.publications.v1.InvitationNotFound")
_LastOwner = _DESCRIPTOR.message("octavo.publications.v1.LastOwner")
_StoryNotSubmittable = _DESCRIPTOR.message("octavo.publications.v1.StoryNotSubmittable")
_StoryChangedSince = _DESCRIPTOR.message("octavo.publications.v1.StoryChangedSince")
_StoryNotInPublication = _DESCRIPTOR.message("octavo.publications.v1.StoryNotInPublication")
_AlreadySubmitted = _DESCRIPTOR.message("octavo.publications.v1.AlreadySubmitted")
_SubmissionNotFound = _DESCRIPTOR.message("octavo.publications.v1.SubmissionNotFound")
_AlreadyDecided = _DESCRIPTOR.message("octavo.publications.v1.AlreadyDecided")


def fill_logo(message: Any, value: Logo) -> None:
    message.image_id = value.image_id
    message.width = value.width
    message.height = value.height
    message.placeholder = value.placeholder


def read_logo(message: Any, strict: bool) -> Logo:
    return Logo(
        image_id=message.image_id,
        width=message.width,
        height=message.height,
        placeholder=message.placeholder,
    )


def fill_navigation_link(message: Any, value: NavigationLink) -> None:
    message.label = value.label
    message.address = value.address


def read_navigation_link(message: Any, strict: bool) -> NavigationLink:
    return NavigationLink(
        label=message.label,
        address=message.address,
    )


def fill_section(message: Any, value: Section) -> None:
    message.id = value.id
    message.name = value.name
    message.slug = value.slug
    message.tag = value.tag


def read_section(message: Any, strict: bool) -> Section:
    return Section(
        id=message.id,
        name=message.name,
        slug=message.slug,
        tag=message.tag,
    )


def fill_page_link(message: Any, value: PageLink) -> None:
    message.id = value.id
    message.slug = value.slug
    message.title = value.title


def read_page_link(message: Any, strict: bool) -> PageLink:
    return PageLink(
        id=message.id,
        slug=message.slug,
        title=message.title,
    )


def fill_page(message: Any, value: Page) -> None:
    message.id = value.id
    message.slug = value.slug
    message.title = value.title
    message.body = value.body
    message.html = value.html
    codec.put_moment(message.saved_at, value.saved_at)
    message.source = value.source


def read_page(message: Any, strict: bool) -> Page:
    return Page(
        id=message.id,
        slug=message.slug,
        title=message.title,
        body=message.body,
        html=message.html,
        saved_at=codec.moment(message.saved_at, "saved_at", strict)
        if message.HasField("saved_at")
        else codec.missing("saved_at", strict),
        source=message.source,
    )


def fill_publication(message: Any, value: Publication) -> None:
    message.id = value.id
    message.slug = value.slug
    message.name = value.name
    message.description = value.description
    message.accent = value.accent
    if value.logo is not None:
        message.logo.SetInParent()
        fill_logo(message.logo, value.logo)
    for navigation_item in value.navigation:
        fill_navigation_link(message.navigation.add(), navigation_item)
    for sections_item in value.sections:
        fill_section(message.sections.add(), sections_item)
    for pages_item in value.pages:
        fill_page_link(message.pages.add(), pages_item)
    message.lead_story_id = value.lead_story_id
    message.archived = value.archived
    message.version = value.version
    codec.put_moment(message.founded_at, value.founded_at)
    message.orphaned = value.orphaned


def read_publication(message: Any, strict: bool) -> Publication:
    return Publication(
        id=message.id,
        slug=message.slug,
        name=message.name,
        description=message.description,
        accent=message.accent,
        logo=read_logo(message.logo, strict) if message.HasField("logo") else None,
        navigation=tuple([read_navigation_link(item, strict) for item in message.navigation]),
        sections=tuple([read_section(item, strict) for item in message.sections]),
        pages=tuple([read_page_link(item, strict) for item in message.pages]),
        lead_story_id=message.lead_story_id,
        archived=message.archived,
        version=message.version,
        founded_at=codec.moment(message.founded_at, "founded_at", strict)
        if message.HasField("founded_at")
        else codec.missing("founded_at", strict),
        orphaned=message.orphaned,
    )


def fill_membership(message: Any, value: Membership) -> None:
    message.publication_id = value.publication_id
    message.person_id = value.person_id
    message.role = _ROLE_NUMBER[value.role]
    codec.put_moment(message.since, value.since)
    message.suspended = value.suspended


def read_membership(message: Any, strict: bool) -> Membership:
    return Membership(
        publication_id=message.publication_id,
        person_id=message.person_id,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
        since=codec.moment(message.since, "since", strict)
        if message.HasField("since")
        else codec.missing("since", strict),
        suspended=message.suspended,
    )


def fill_invitation(message: Any, value: Invitation) -> None:
    message.id = value.id
    message.publication_id = value.publication_id
    message.role = _ROLE_NUMBER[value.role]
    message.person_id = value.person_id
    message.email = value.email
    message.invited_by = value.invited_by
    codec.put_moment(message.invited_at, value.invited_at)
    codec.put_moment(message.expires_at, value.expires_at)
    message.hands_over = value.hands_over


def read_invitation(message: Any, strict: bool) -> Invitation:
    return Invitation(
        id=message.id,
        publication_id=message.publication_id,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
        person_id=message.person_id,
        email=message.email,
        invited_by=message.invited_by,
        invited_at=codec.moment(message.invited_at, "invited_at", strict)
        if message.HasField("invited_at")
        else codec.missing("invited_at", strict),
        expires_at=codec.moment(message.expires_at, "expires_at", strict)
        if message.HasField("expires_at")
        else codec.missing("expires_at", strict),
        hands_over=message.hands_over,
    )


def fill_submission(message: Any, value: Submission) -> None:
    message.id = value.id
    message.publication_id = value.publication_id
    message.story_id = value.story_id
    message.writer_id = value.writer_id
    message.stage = _STAGE_NUMBER[value.stage]
    message.title = value.title
    message.submitted_revision_id = value.submitted_revision_id
    message.accepted_revision_id = value.accepted_revision_id
    codec.put_moment(message.submitted_at, value.submitted_at)
    if value.decided_at is not None:
        codec.put_moment(message.decided_at, value.decided_at)
    message.decided_by = value.decided_by
    message.notes = value.notes


def read_submission(message: Any, strict: bool) -> Submission:
    return Submission(
        id=message.id,
        publication_id=message.publication_id,
        story_id=message.story_id,
        writer_id=message.writer_id,
        stage=_STAGE.get(message.stage) or codec.unknown(Stage.UNSPECIFIED, "stage", strict),
        title=message.title,
        submitted_revision_id=message.submitted_revision_id,
        accepted_revision_id=message.accepted_revision_id,
        submitted_at=codec.moment(message.submitted_at, "submitted_at", strict)
        if message.HasField("submitted_at")
        else codec.missing("submitted_at", strict),
        decided_at=codec.moment(message.decided_at, "decided_at", strict)
        if message.HasField("decided_at")
        else None,
        decided_by=message.decided_by,
        notes=message.notes,
    )


def fill_note(message: Any, value: Note) -> None:
    message.id = value.id
    message.author_id = value.author_id
    message.text = value.text
    codec.put_moment(message.written_at, value.written_at)


def read_note(message: Any, strict: bool) -> Note:
    return Note(
        id=message.id,
        author_id=message.author_id,
        text=message.text,
        written_at=codec.moment(message.written_at, "written_at", strict)
        if message.HasField("written_at")
        else codec.missing("written_at", strict),
    )


def fill_found_request(message: Any, value: FoundRequest) -> None:
    message.name = value.name
    message.slug = value.slug
    message.description = value.description


def read_found_request(message: Any, strict: bool) -> FoundRequest:
    return FoundRequest(
        name=message.name,
        slug=message.slug,
        description=message.description,
    )


def fill_found_response(message: Any, value: FoundResponse) -> None:
    message.publication.SetInParent()
    fill_publication(message.publication, value.publication)


def read_found_response(message: Any, strict: bool) -> FoundResponse:
    return FoundResponse(
        publication=read_publication(message.publication, strict)
        if message.HasField("publication")
        else codec.missing("publication", strict),
    )


def fill_find_publication_request(message: Any, value: FindPublicationRequest) -> None:
    message.slug = value.slug


def read_find_publication_request(message: Any, strict: bool) -> FindPublicationRequest:
    return FindPublicationRequest(
        slug=message.slug,
    )


def fill_find_publication_response(message: Any, value: FindPublicationResponse) -> None:
    message.publication.SetInParent()
    fill_publication(message.publication, value.publication)


def read_find_publication_response(message: Any, strict: bool) -> FindPublicationResponse:
    return FindPublicationResponse(
        publication=read_publication(message.publication, strict)
        if message.HasField("publication")
        else codec.missing("publication", strict),
    )


def fill_get_publications_request(message: Any, value: GetPublicationsRequest) -> None:
    message.publication_ids.extend(value.publication_ids)


def read_get_publications_request(message: Any, strict: bool) -> GetPublicationsRequest:
    return GetPublicationsRequest(
        publication_ids=tuple(message.publication_ids),
    )


def fill_get_publications_response(message: Any, value: GetPublicationsResponse) -> None:
    for publications_item in value.publications:
        fill_publication(message.publications.add(), publications_item)


def read_get_publications_response(message: Any, strict: bool) -> GetPublicationsResponse:
    return GetPublicationsResponse(
        publications=tuple([read_publication(item, strict) for item in message.publications]),
    )


def fill_list_publications_request(message: Any, value: ListPublicationsRequest) -> None:
    message.limit = value.limit
    message.after = value.after
    message.archived = value.archived


def read_list_publications_request(message: Any, strict: bool) -> ListPublicationsRequest:
    return ListPublicationsRequest(
        limit=message.limit if message.HasField("limit") else 50,
        after=message.after,
        archived=message.archived,
    )


def fill_list_publications_response(message: Any, value: ListPublicationsResponse) -> None:
    for publications_item in value.publications:
        fill_publication(message.publications.add(), publications_item)
    message.next = value.next


def read_list_publications_response(message: Any, strict: bool) -> ListPublicationsResponse:
    return ListPublicationsResponse(
        publications=tuple([read_publication(item, strict) for item in message.publications]),
        next=message.next,
    )


def fill_list_memberships_request(message: Any, value: ListMembershipsRequest) -> None:
    message.publication_id = value.publication_id


def read_list_memberships_request(message: Any, strict: bool) -> ListMembershipsRequest:
    return ListMembershipsRequest(
        publication_id=message.publication_id,
    )


def fill_list_memberships_response(message: Any, value: ListMembershipsResponse) -> None:
    for memberships_item in value.memberships:
        fill_membership(message.memberships.add(), memberships_item)


def read_list_memberships_response(message: Any, strict: bool) -> ListMembershipsResponse:
    return ListMembershipsResponse(
        memberships=tuple([read_membership(item, strict) for item in message.memberships]),
    )


def fill_change_settings_request(message: Any, value: ChangeSettingsRequest) -> None:
    message.publication_id = value.publication_id
    message.version = value.version
    message.name = value.name
    message.slug = value.slug
    message.description = value.description
    message.accent = value.accent
    if value.logo is not None:
        message.logo.SetInParent()
        fill_logo(message.logo, value.logo)


def read_change_settings_request(message: Any, strict: bool) -> ChangeSettingsRequest:
    return ChangeSettingsRequest(
        publication_id=message.publication_id,
        version=message.version,
        name=message.name,
        slug=message.slug,
        description=message.description,
        accent=message.accent,
        logo=read_logo(message.logo, strict) if message.HasField("logo") else None,
    )


def fill_change_settings_response(message: Any, value: ChangeSettingsResponse) -> None:
    message.publication.SetInParent()
    fill_publication(message.publication, value.publication)


def read_change_settings_response(message: Any, strict: bool) -> ChangeSettingsResponse:
    return ChangeSettingsResponse(
        publication=read_publication(message.publication, strict)
        if message.HasField("publication")
        else codec.missing("publication", strict),
    )


def fill_arrange_request(message: Any, value: ArrangeRequest) -> None:
    message.publication_id = value.publication_id
    message.version = value.version
    for navigation_item in value.navigation:
        fill_navigation_link(message.navigation.add(), navigation_item)
    for sections_item in value.sections:
        fill_section(message.sections.add(), sections_item)


def read_arrange_request(message: Any, strict: bool) -> ArrangeRequest:
    return ArrangeRequest(
        publication_id=message.publication_id,
        version=message.version,
        navigation=tuple([read_navigation_link(item, strict) for item in message.navigation]),
        sections=tuple([read_section(item, strict) for item in message.sections]),
    )


def fill_arrange_response(message: Any, value: ArrangeResponse) -> None:
    message.publication.SetInParent()
    fill_publication(message.publication, value.publication)


def read_arrange_response(message: Any, strict: bool) -> ArrangeResponse:
    return ArrangeResponse(
        publication=read_publication(message.publication, strict)
        if message.HasField("publication")
        else codec.missing("publication", strict),
    )


def fill_set_lead_request(message: Any, value: SetLeadRequest) -> None:
    message.publication_id = value.publication_id
    message.story_id = value.story_id


def read_set_lead_request(message: Any, strict: bool) -> SetLeadRequest:
    return SetLeadRequest(
        publication_id=message.publication_id,
        story_id=message.story_id,
    )


def fill_set_lead_response(message: Any, value: SetLeadResponse) -> None:
    pass


def read_set_lead_response(message: Any, strict: bool) -> SetLeadResponse:
    return SetLeadResponse()


def fill_save_page_request(message: Any, value: SavePageRequest) -> None:
    message.publication_id = value.publication_id
    message.page_id = value.page_id
    message.title = value.title
    message.slug = value.slug
    message.body = value.body
    message.source = value.source


def read_save_page_request(message: Any, strict: bool) -> SavePageRequest:
    return SavePageRequest(
        publication_id=message.publication_id,
        page_id=message.page_id,
        title=message.title,
        slug=message.slug,
        body=message.body,
        source=message.source,
    )


def fill_save_page_response(message: Any, value: SavePageResponse) -> None:
    message.page.SetInParent()
    fill_page(message.page, value.page)


def read_save_page_response(message: Any, strict: bool) -> SavePageResponse:
    return SavePageResponse(
        page=read_page(message.page, strict) if message.HasField("page") else codec.missing("page", strict),
    )


def fill_delete_page_request(message: Any, value: DeletePageRequest) -> None:
    message.publication_id = value.publication_id
    message.page_id = value.page_id


def read_delete_page_request(message: Any, strict: bool) -> DeletePageRequest:
    return DeletePageRequest(
        publication_id=message.publication_id,
        page_id=message.page_id,
    )


def fill_delete_page_response(message: Any, value: DeletePageResponse) -> None:
    pass


def read_delete_page_response(message: Any, strict: bool) -> DeletePageResponse:
    return DeletePageResponse()


def fill_read_page_request(message: Any, value: ReadPageRequest) -> None:
    message.publication_id = value.publication_id
    message.slug = value.slug


def read_read_page_request(message: Any, strict: bool) -> ReadPageRequest:
    return ReadPageRequest(
        publication_id=message.publication_id,
        slug=message.slug,
    )


def fill_read_page_response(message: Any, value: ReadPageResponse) -> None:
    message.page.SetInParent()
    fill_page(message.page, value.page)


def read_read_page_response(message: Any, strict: bool) -> ReadPageResponse:
    return ReadPageResponse(
        page=read_page(message.page, strict) if message.HasField("page") else codec.missing("page", strict),
    )


def fill_set_archived_request(message: Any, value: SetArchivedRequest) -> None:
    message.publication_id = value.publication_id
    message.archived = value.archived


def read_set_archived_request(message: Any, strict: bool) -> SetArchivedRequest:
    return SetArchivedRequest(
        publication_id=message.publication_id,
        archived=message.archived,
    )


def fill_set_archived_response(message: Any, value: SetArchivedResponse) -> None:
    message.publication.SetInParent()
    fill_publication(message.publication, value.publication)


def read_set_archived_response(message: Any, strict: bool) -> SetArchivedResponse:
    return SetArchivedResponse(
        publication=read_publication(message.publication, strict)
        if message.HasField("publication")
        else codec.missing("publication", strict),
    )


def fill_delete_publication_request(message: Any, value: DeletePublicationRequest) -> None:
    message.publication_id = value.publication_id


def read_delete_publication_request(message: Any, strict: bool) -> DeletePublicationRequest:
    return DeletePublicationRequest(
        publication_id=message.publication_id,
    )


def fill_delete_publication_response(message: Any, value: DeletePublicationResponse) -> None:
    pass


def read_delete_publication_response(message: Any, strict: bool) -> DeletePublicationResponse:
    return DeletePublicationResponse()


def fill_invite_request(message: Any, value: InviteRequest) -> None:
    message.publication_id = value.publication_id
    message.role = _ROLE_NUMBER[value.role]
    message.person_id = value.person_id
    message.email = value.email
    message.hands_over = value.hands_over


def read_invite_request(message: Any, strict: bool) -> InviteRequest:
    return InviteRequest(
        publication_id=message.publication_id,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
        person_id=message.person_id,
        email=message.email,
        hands_over=message.hands_over,
    )


def fill_invite_response(message: Any, value: InviteResponse) -> None:
    message.invitation.SetInParent()
    fill_invitation(message.invitation, value.invitation)
    message.token = value.token


def read_invite_response(message: Any, strict: bool) -> InviteResponse:
    return InviteResponse(
        invitation=read_invitation(message.invitation, strict)
        if message.HasField("invitation")
        else codec.missing("invitation", strict),
        token=message.token,
    )


def fill_list_invitations_request(message: Any, value: ListInvitationsRequest) -> None:
    message.publication_id = value.publication_id


def read_list_invitations_request(message: Any, strict: bool) -> ListInvitationsRequest:
    return ListInvitationsRequest(
        publication_id=message.publication_id,
    )


def fill_list_invitations_response(message: Any, value: ListInvitationsResponse) -> None:
    for invitations_item in value.invitations:
        fill_invitation(message.invitations.add(), invitations_item)


def read_list_invitations_response(message: Any, strict: bool) -> ListInvitationsResponse:
    return ListInvitationsResponse(
        invitations=tuple([read_invitation(item, strict) for item in message.invitations]),
    )


def fill_peek_invitation_request(message: Any, value: PeekInvitationRequest) -> None:
    message.token = value.token


def read_peek_invitation_request(message: Any, strict: bool) -> PeekInvitationRequest:
    return PeekInvitationRequest(
        token=message.token,
    )


def fill_peek_invitation_response(message: Any, value: PeekInvitationResponse) -> None:
    message.invitation.SetInParent()
    fill_invitation(message.invitation, value.invitation)


def read_peek_invitation_response(message: Any, strict: bool) -> PeekInvitationResponse:
    return PeekInvitationResponse(
        invitation=read_invitation(message.invitation, strict)
        if message.HasField("invitation")
        else codec.missing("invitation", strict),
    )


def fill_answer_invitation_request(message: Any, value: AnswerInvitationRequest) -> None:
    message.invitation_id = value.invitation_id
    message.token = value.token
    message.accepted = value.accepted


def read_answer_invitation_request(message: Any, strict: bool) -> AnswerInvitationRequest:
    return AnswerInvitationRequest(
        invitation_id=message.invitation_id,
        token=message.token,
        accepted=message.accepted,
    )


def fill_answer_invitation_response(message: Any, value: AnswerInvitationResponse) -> None:
    message.invitation.SetInParent()
    fill_invitation(message.invitation, value.invitation)


def read_answer_invitation_response(message: Any, strict: bool) -> AnswerInvitationResponse:
    return AnswerInvitationResponse(
        invitation=read_invitation(message.invitation, strict)
        if message.HasField("invitation")
        else codec.missing("invitation", strict),
    )


def fill_revoke_invitation_request(message: Any, value: RevokeInvitationRequest) -> None:
    message.invitation_id = value.invitation_id


def read_revoke_invitation_request(message: Any, strict: bool) -> RevokeInvitationRequest:
    return RevokeInvitationRequest(
        invitation_id=message.invitation_id,
    )


def fill_revoke_invitation_response(message: Any, value: RevokeInvitationResponse) -> None:
    pass


def read_revoke_invitation_response(message: Any, strict: bool) -> RevokeInvitationResponse:
    return RevokeInvitationResponse()


def fill_change_role_request(message: Any, value: ChangeRoleRequest) -> None:
    message.publication_id = value.publication_id
    message.person_id = value.person_id
    message.role = _ROLE_NUMBER[value.role]


def read_change_role_request(message: Any, strict: bool) -> ChangeRoleRequest:
    return ChangeRoleRequest(
        publication_id=message.publication_id,
        person_id=message.person_id,
        role=_ROLE.get(message.role) or codec.unknown(Role.UNSPECIFIED, "role", strict),
    )


def fill_change_role_response(message: Any, value: ChangeRoleResponse) -> None:
    message.membership.SetInParent()
    fill_membership(message.membership, value.membership)


def read_change_role_response(message: Any, strict: bool) -> ChangeRoleResponse:
    return ChangeRoleResponse(
        membership=read_membership(message.membership, strict)
        if message.HasField("membership")
        else codec.missing("membership", strict),
    )


def fill_remove_member_request(message: Any, value: RemoveMemberRequest) -> None:
    message.publication_id = value.publication_id
    message.person_id = value.person_id


def read_remove_member_request(message: Any, strict: bool) -> RemoveMemberRequest:
    return RemoveMemberRequest(
        publication_id=message.publication_id,
        person_id=message.person_id,
    )


def fill_remove_member_response(message: Any, value: RemoveMemberResponse) -> None:
    pass


def read_remove_member_response(message: Any, strict: bool) -> RemoveMemberResponse:
    return RemoveMemberResponse()


def fill_submit_request(message: Any, value: SubmitRequest) -> None:
    message.publication_id = value.publication_id
    message.story_id = value.story_id
    message.version = value.version
    message.note = value.note


def read_submit_request(message: Any, strict: bool) -> SubmitRequest:
    return SubmitRequest(
        publication_id=message.publication_id,
        story_id=message.story_id,
        version=message.version,
        note=message.note,
    )


def fill_submit_response(message: Any, value: SubmitResponse) -> None:
    message.submission.SetInParent()
    fill_submission(message.submission, value.submission)


def read_submit_response(message: Any, strict: bool) -> SubmitResponse:
    return SubmitResponse(
        submission=read_submission(message.submission, strict)
        if message.HasField("submission")
        else codec.missing("submission", strict),
    )


def fill_list_submissions_request(message: Any, value: ListSubmissionsRequest) -> None:
    message.publication_id = value.publication_id
    message.stage = _STAGE_NUMBER[value.stage]
    message.limit = value.limit
    message.before = value.before


def read_list_submissions_request(message: Any, strict: bool) -> ListSubmissionsRequest:
    return ListSubmissionsRequest(
        publication_id=message.publication_id,
        stage=_STAGE.get(message.stage) or codec.unknown(Stage.UNSPECIFIED, "stage", strict),
        limit=message.limit if message.HasField("limit") else 50,
        before=message.before,
    )


def fill_list_submissions_response(message: Any, value: ListSubmissionsResponse) -> None:
    for submissions_item in value.submissions:
        fill_submission(message.submissions.add(), submissions_item)


def read_list_submissions_response(message: Any, strict: bool) -> ListSubmissionsResponse:
    return ListSubmissionsResponse(
        submissions=tuple([read_submission(item, strict) for item in message.submissions]),
    )


def fill_get_submission_request(message: Any, value: GetSubmissionRequest) -> None:
    message.submission_id = value.submission_id


def read_get_submission_request(message: Any, strict: bool) -> GetSubmissionRequest:
    return GetSubmissionRequest(
        submission_id=message.submission_id,
    )


def fill_get_submission_response(message: Any, value: GetSubmissionResponse) -> None:
    message.submission.SetInParent()
    fill_submission(message.submission, value.submission)
    for notes_item in value.notes:
        fill_note(message.notes.add(), notes_item)


def read_get_submission_response(message: Any, strict: bool) -> GetSubmissionResponse:
    return GetSubmissionResponse(
        submission=read_submission(message.submission, strict)
        if message.HasField("submission")
        else codec.missing("submission", strict),
        notes=tuple([read_note(item, strict) for item in message.notes]),
    )


def fill_add_note_request(message: Any, value: AddNoteRequest) -> None:
    message.submission_id = value.submission_id
    message.text = value.text


def read_add_note_request(message: Any, strict: bool) -> AddNoteRequest:
    return AddNoteRequest(
        submission_id=message.submission_id,
        text=message.text,
    )


def fill_add_note_response(message: Any, value: AddNoteResponse) -> None:
    message.note.SetInParent()
    fill_note(message.note, value.note)


def read_add_note_response(message: Any, strict: bool) -> AddNoteResponse:
    return AddNoteResponse(
        note=read_note(message.note, strict) if message.HasField("note") else codec.missing("note", strict),
    )


def fill_accept_request(message: Any, value: AcceptRequest) -> None:
    message.submission_id = value.submission_id
    message.version = value.version
    message.section_id = value.section_id


def read_accept_request(message: Any, strict: bool) -> AcceptRequest:
    return AcceptRequest(
        submission_id=message.submission_id,
        version=message.version,
        section_id=message.section_id,
    )


def fill_accept_response(message: Any, value: AcceptResponse) -> None:
    message.submission.SetInParent()
    fill_submission(message.submission, value.submission)


def read_accept_response(message: Any, strict: bool) -> AcceptResponse:
    return AcceptResponse(
        submission=read_submission(message.submission, strict)
        if message.HasField("submission")
        else codec.missing("submission", strict),
    )


def fill_send_back_request(message: Any, value: SendBackRequest) -> None:
    message.submission_id = value.submission_id
    message.note = value.note


def read_send_back_request(message: Any, strict: bool) -> SendBackRequest:
    return SendBackRequest(
        submission_id=message.submission_id,
        note=message.note,
    )


def fill_send_back_response(message: Any, value: SendBackResponse) -> None:
    message.submission.SetInParent()
    fill_submission(message.submission, value.submission)


def read_send_back_response(message: Any, strict: bool) -> SendBackResponse:
    return SendBackResponse(
        submission=read_submission(message.submission, strict)
        if message.HasField("submission")
        else codec.missing("submission", strict),
    )


def fill_withdraw_request(message: Any, value: WithdrawRequest) -> None:
    message.submission_id = value.submission_id


def read_withdraw_request(message: Any, strict: bool) -> WithdrawRequest:
    return WithdrawRequest(
        submission_id=message.submission_id,
    )


def fill_withdraw_response(message: Any, value: WithdrawResponse) -> None:
    message.submission.SetInParent()
    fill_submission(message.submission, value.submission)


def read_withdraw_response(message: Any, strict: bool) -> WithdrawResponse:
    return WithdrawResponse(
        submission=read_submission(message.submission, strict)
        if message.HasField("submission")
        else codec.missing("submission", strict),
    )


def fill_publish_in_request(message: Any, value: PublishInRequest) -> None:
    message.publication_id = value.publication_id
    message.story_id = value.story_id
    message.version = value.version
    message.section_id = value.section_id


def read_publish_in_request(message: Any, strict: bool) -> PublishInRequest:
    return PublishInRequest(
        publication_id=message.publication_id,
        story_id=message.story_id,
        version=message.version,
        section_id=message.section_id,
    )


def fill_publish_in_response(message: Any, value: PublishInResponse) -> None:
    pass


def read_publish_in_response(message: Any, strict: bool) -> PublishInResponse:
    return PublishInResponse()


def fill_move_out_request(message: Any, value: MoveOutRequest) -> None:
    message.publication_id = value.publication_id
    message.story_id = value.story_id


def read_move_out_request(message: Any, strict: bool) -> MoveOutRequest:
    return MoveOutRequest(
        publication_id=message.publication_id,
        story_id=message.story_id,
    )


def fill_move_out_response(message: Any, value: MoveOutResponse) -> None:
    pass


def read_move_out_response(message: Any, strict: bool) -> MoveOutResponse:
    return MoveOutResponse()


def fill_assign_section_request(message: Any, value: AssignSectionRequest) -> None:
    message.publication_id = value.publication_id
    message.story_id = value.story_id
    message.section_id = value.section_id


def read_assign_section_request(message: Any, strict: bool) -> AssignSectionRequest:
    return AssignSectionRequest(
        publication_id=message.publication_id,
        story_id=message.story_id,
        section_id=message.section_id,
    )


def fill_assign_section_response(message: Any, value: AssignSectionResponse) -> None:
    pass


def read_assign_section_response(message: Any, strict: bool) -> AssignSectionResponse:
    return AssignSectionResponse()


def fill_appoint_request(message: Any, value: AppointRequest) -> None:
    message.publication_id = value.publication_id
    message.person_id = value.person_id


def read_appoint_request(message: Any, strict: bool) -> AppointRequest:
    return AppointRequest(
        publication_id=message.publication_id,
        person_id=message.person_id,
    )


def fill_appoint_response(message: Any, value: AppointResponse) -> None:
    pass


def read_appoint_response(message: Any, strict: bool) -> AppointResponse:
    return AppointResponse()


def fill_publication_not_found(message: Any, value: PublicationNotFound) -> None:
    pass


def read_publication_not_found(message: Any, strict: bool) -> PublicationNotFound:
    return PublicationNotFound()


def fill_publication_gone(message: Any, value: PublicationGone) -> None:
    pass


def read_publication_gone(message: Any, strict: bool) -> PublicationGone:
    return PublicationGone()


def fill_publication_changed_since(message: Any, value: PublicationChangedSince) -> None:
    message.version = value.version


def read_publication_changed_since(message: Any, strict: bool) -> PublicationChangedSince:
    return PublicationChangedSince(
        version=message.version,
    )


def fill_slug_taken(message: Any, value: SlugTaken) -> None:
    message.slug = value.slug


def read_slug_taken(message: Any, strict: bool) -> SlugTaken:
    return SlugTaken(
        slug=message.slug,
    )


def fill_slug_not_allowed(message: Any, value: SlugNotAllowed) -> None:
    message.slug = value.slug
    message.problem = value.problem


def read_slug_not_allowed(message: Any, strict: bool) -> SlugNotAllowed:
    return SlugNotAllowed(
        slug=message.slug,
        problem=message.problem,
    )


def fill_too_many_publications(message: Any, value: TooManyPublications) -> None:
    message.limit = value.limit


def read_too_many_publications(message: Any, strict: bool) -> TooManyPublications:
    return TooManyPublications(
        limit=message.limit,
    )


def fill_too_many_members(message: Any, value: TooManyMembers) -> None:
    message.limit = value.limit


def read_too_many_members(message: Any, strict: bool) -> TooManyMembers:
    return TooManyMembers(
        limit=message.limit,
    )


def fill_too_many_pages(message: Any, value: TooManyPages) -> None:
    message.limit = value.limit


def read_too_many_pages(message: Any, strict: bool) -> TooManyPages:
    return TooManyPages(
        limit=message.limit,
    )


def fill_too_many_notes(message: Any, value: TooManyNotes) -> None:
    message.limit = value.limit


def read_too_many_notes(message: Any, strict: bool) -> TooManyNotes:
    return TooManyNotes(
        limit=message.limit,
    )


def fill_page_not_found(message: Any, value: PageNotFound) -> None:
    pass


def read_page_not_found(message: Any, strict: bool) -> PageNotFound:
    return PageNotFound()


def fill_page_slug_taken(message: Any, value: PageSlugTaken) -> None:
    message.slug = value.slug


def read_page_slug_taken(message: Any, strict: bool) -> PageSlugTaken:
    return PageSlugTaken(
        slug=message.slug,
    )


def fill_invalid_page(message: Any, value: InvalidPage) -> None:
    message.field = value.field
    message.problem = value.problem


def read_invalid_page(message: Any, strict: bool) -> InvalidPage:
    return InvalidPage(
        field=message.field,
        problem=message.problem,
    )


def fill_already_member(message: Any, value: AlreadyMember) -> None:
    pass


def read_already_member(message: Any, strict: bool) -> AlreadyMember:
    return AlreadyMember()


def fill_not_amember(message: Any, value: NotAMember) -> None:
    pass


def read_not_amember(message: Any, strict: bool) -> NotAMember:
    return NotAMember()


def fill_invitation_not_found(message: Any, value: InvitationNotFound) -> None:
    pass


def read_invitation_not_found(message: Any, strict: bool) -> InvitationNotFound:
    return InvitationNotFound()


def fill_last_owner(message: Any, value: LastOwner) -> None:
    pass


def read_last_owner(message: Any, strict: bool) -> LastOwner:
    return LastOwner()


def fill_story_not_submittable(message: Any, value: StoryNotSubmittable) -> None:
    message.problem = value.problem


def read_story_not_submittable(message: Any, strict: bool) -> StoryNotSubmittable:
    return StoryNotSubmittable(
        problem=message.problem,
    )


def fill_story_changed_since(message: Any, value: StoryChangedSince) -> None:
    message.version = value.version


def read_story_changed_since(message: Any, strict: bool) -> StoryChangedSince:
    return StoryChangedSince(
        version=message.version,
    )


def fill_story_not_in_publication(message: Any, value: StoryNotInPublication) -> None:
    pass


def read_story_not_in_publication(message: Any, strict: bool) -> StoryNotInPublication:
    return StoryNotInPublication()


def fill_already_submitted(message: Any, value: AlreadySubmitted) -> None:
    message.submission_id = value.submission_id


def read_already_submitted(message: Any, strict: bool) -> AlreadySubmitted:
    return AlreadySubmitted(
        submission_id=message.submission_id,
    )


def fill_submission_not_found(message: Any, value: SubmissionNotFound) -> None:
    pass


def read_submission_not_found(message: Any, strict: bool) -> SubmissionNotFound:
    return SubmissionNotFound()


def fill_already_decided(message: Any, value: AlreadyDecided) -> None:
    message.stage = _STAGE_NUMBER[value.stage]
    message.decided_by = value.decided_by


def read_already_decided(message: Any, strict: bool) -> AlreadyDecided:
    return AlreadyDecided(
        stage=_STAGE.get(message.stage) or codec.unknown(Stage.UNSPECIFIED, "stage", strict),
        decided_by=message.decided_by,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    PublicationNotFound.proto_name: codec.Packing(
        _PublicationNotFound, fill_publication_not_found, read_publication_not_found
    ),
    PublicationGone.proto_name: codec.Packing(_PublicationGone, fill_publication_gone, read_publication_gone),
    PublicationChangedSince.proto_name: codec.Packing(
        _PublicationChangedSince, fill_publication_changed_since, read_publication_changed_since
    ),
    SlugTaken.proto_name: codec.Packing(_SlugTaken, fill_slug_taken, read_slug_taken),
    SlugNotAllowed.proto_name: codec.Packing(_SlugNotAllowed, fill_slug_not_allowed, read_slug_not_allowed),
    TooManyPublications.proto_name: codec.Packing(
        _TooManyPublications, fill_too_many_publications, read_too_many_publications
    ),
    TooManyMembers.proto_name: codec.Packing(_TooManyMembers, fill_too_many_members, read_too_many_members),
    TooManyPages.proto_name: codec.Packing(_TooManyPages, fill_too_many_pages, read_too_many_pages),
    TooManyNotes.proto_name: codec.Packing(_TooManyNotes, fill_too_many_notes, read_too_many_notes),
    PageNotFound.proto_name: codec.Packing(_PageNotFound, fill_page_not_found, read_page_not_found),
    PageSlugTaken.proto_name: codec.Packing(_PageSlugTaken, fill_page_slug_taken, read_page_slug_taken),
    InvalidPage.proto_name: codec.Packing(_InvalidPage, fill_invalid_page, read_invalid_page),
    AlreadyMember.proto_name: codec.Packing(_AlreadyMember, fill_already_member, read_already_member),
    NotAMember.proto_name: codec.Packing(_NotAMember, fill_not_amember, read_not_amember),
    InvitationNotFound.proto_name: codec.Packing(
        _InvitationNotFound, fill_invitation_not_found, read_invitation_not_found
    ),
    LastOwner.proto_name: codec.Packing(_LastOwner, fill_last_owner, read_last_owner),
    StoryNotSubmittable.proto_name: codec.Packing(
        _StoryNotSubmittable, fill_story_not_submittable, read_story_not_submittable
    ),
    StoryChangedSince.proto_name: codec.Packing(
        _StoryChangedSince, fill_story_changed_since, read_story_changed_since
    ),
    StoryNotInPublication.proto_name: codec.Packing(
        _StoryNotInPublication, fill_story_not_in_publication, read_story_not_in_publication
    ),
    AlreadySubmitted.proto_name: codec.Packing(
        _AlreadySubmitted, fill_already_submitted, read_already_submitted
    ),
    SubmissionNotFound.proto_name: codec.Packing(
        _SubmissionNotFound, fill_submission_not_found, read_submission_not_found
    ),
    AlreadyDecided.proto_name: codec.Packing(_AlreadyDecided, fill_already_decided, read_already_decided),
}

METHODS: dict[str, codec.WireMethod] = {
    "Found": codec.WireMethod(
        codec.Packing(_FoundRequest, fill_found_request, read_found_request),
        codec.Packing(_FoundResponse, fill_found_response, read_found_response),
    ),
    "FindPublication": codec.WireMethod(
        codec.Packing(_FindPublicationRequest, fill_find_publication_request, read_find_publication_request),
        codec.Packing(
            _FindPublicationResponse, fill_find_publication_response, read_find_publication_response
        ),
    ),
    "GetPublications": codec.WireMethod(
        codec.Packing(_GetPublicationsRequest, fill_get_publications_request, read_get_publications_request),
        codec.Packing(
            _GetPublicationsResponse, fill_get_publications_response, read_get_publications_response
        ),
    ),
    "ListPublications": codec.WireMethod(
        codec.Packing(
            _ListPublicationsRequest, fill_list_publications_request, read_list_publications_request
        ),
        codec.Packing(
            _ListPublicationsResponse, fill_list_publications_response, read_list_publications_response
        ),
    ),
    "ListMemberships": codec.WireMethod(
        codec.Packing(_ListMembershipsRequest, fill_list_memberships_request, read_list_memberships_request),
        codec.Packing(
            _ListMembershipsResponse, fill_list_memberships_response, read_list_memberships_response
        ),
    ),
    "ChangeSettings": codec.WireMethod(
        codec.Packing(_ChangeSettingsRequest, fill_change_settings_request, read_change_settings_request),
        codec.Packing(_ChangeSettingsResponse, fill_change_settings_response, read_change_settings_response),
    ),
    "Arrange": codec.WireMethod(
        codec.Packing(_ArrangeRequest, fill_arrange_request, read_arrange_request),
        codec.Packing(_ArrangeResponse, fill_arrange_response, read_arrange_response),
    ),
    "SetLead": codec.WireMethod(
        codec.Packing(_SetLeadRequest, fill_set_lead_request, read_set_lead_request),
        codec.Packing(_SetLeadResponse, fill_set_lead_response, read_set_lead_response),
    ),
    "SavePage": codec.WireMethod(
        codec.Packing(_SavePageRequest, fill_save_page_request, read_save_page_request),
        codec.Packing(_SavePageResponse, fill_save_page_response, read_save_page_response),
    ),
    "DeletePage": codec.WireMethod(
        codec.Packing(_DeletePageRequest, fill_delete_page_request, read_delete_page_request),
        codec.Packing(_DeletePageResponse, fill_delete_page_response, read_delete_page_response),
    ),
    "ReadPage": codec.WireMethod(
        codec.Packing(_ReadPageRequest, fill_read_page_request, read_read_page_request),
        codec.Packing(_ReadPageResponse, fill_read_page_response, read_read_page_response),
    ),
    "SetArchived": codec.WireMethod(
        codec.Packing(_SetArchivedRequest, fill_set_archived_request, read_set_archived_request),
        codec.Packing(_SetArchivedResponse, fill_set_archived_response, read_set_archived_response),
    ),
    "DeletePublication": codec.WireMethod(
        codec.Packing(
            _DeletePublicationRequest, fill_delete_publication_request, read_delete_publication_request
        ),
        codec.Packing(
            _DeletePublicationResponse, fill_delete_publication_response, read_delete_publication_response
        ),
    ),
    "Invite": codec.WireMethod(
        codec.Packing(_InviteRequest, fill_invite_request, read_invite_request),
        codec.Packing(_InviteResponse, fill_invite_response, read_invite_response),
    ),
    "ListInvitations": codec.WireMethod(
        codec.Packing(_ListInvitationsRequest, fill_list_invitations_request, read_list_invitations_request),
        codec.Packing(
            _ListInvitationsResponse, fill_list_invitations_response, read_list_invitations_response
        ),
    ),
    "PeekInvitation": codec.WireMethod(
        codec.Packing(_PeekInvitationRequest, fill_peek_invitation_request, read_peek_invitation_request),
        codec.Packing(_PeekInvitationResponse, fill_peek_invitation_response, read_peek_invitation_response),
    ),
    "AnswerInvitation": codec.WireMethod(
        codec.Packing(
            _AnswerInvitationRequest, fill_answer_invitation_request, read_answer_invitation_request
        ),
        codec.Packing(
            _AnswerInvitationResponse, fill_answer_invitation_response, read_answer_invitation_response
        ),
    ),
    "RevokeInvitation": codec.WireMethod(
        codec.Packing(
            _RevokeInvitationRequest, fill_revoke_invitation_request, read_revoke_invitation_request
        ),
        codec.Packing(
            _RevokeInvitationResponse, fill_revoke_invitation_response, read_revoke_invitation_response
        ),
    ),
    "ChangeRole": codec.WireMethod(
        codec.Packing(_ChangeRoleRequest, fill_change_role_request, read_change_role_request),
        codec.Packing(_ChangeRoleResponse, fill_change_role_response, read_change_role_response),
    ),
    "RemoveMember": codec.WireMethod(
        codec.Packing(_RemoveMemberRequest, fill_remove_member_request, read_remove_member_request),
        codec.Packing(_RemoveMemberResponse, fill_remove_member_response, read_remove_member_response),
    ),
    "Submit": codec.WireMethod(
        codec.Packing(_SubmitRequest, fill_submit_request, read_submit_request),
        codec.Packing(_SubmitResponse, fill_submit_response, read_submit_response),
    ),
    "ListSubmissions": codec.WireMethod(
        codec.Packing(_ListSubmissionsRequest, fill_list_submissions_request, read_list_submissions_request),
        codec.Packing(
            _ListSubmissionsResponse, fill_list_submissions_response, read_list_submissions_response
        ),
    ),
    "GetSubmission": codec.WireMethod(
        codec.Packing(_GetSubmissionRequest, fill_get_submission_request, read_get_submission_request),
        codec.Packing(_GetSubmissionResponse, fill_get_submission_response, read_get_submission_response),
    ),
    "AddNote": codec.WireMethod(
        codec.Packing(_AddNoteRequest, fill_add_note_request, read_add_note_request),
        codec.Packing(_AddNoteResponse, fill_add_note_response, read_add_note_response),
    ),
    "Accept": codec.WireMethod(
        codec.Packing(_AcceptRequest, fill_accept_request, read_accept_request),
        codec.Packing(_AcceptResponse, fill_accept_response, read_accept_response),
    ),
    "SendBack": codec.WireMethod(
        codec.Packing(_SendBackRequest, fill_send_back_request, read_send_back_request),
        codec.Packing(_SendBackResponse, fill_send_back_response, read_send_back_response),
    ),
    "Withdraw": codec.WireMethod(
        codec.Packing(_WithdrawRequest, fill_withdraw_request, read_withdraw_request),
        codec.Packing(_WithdrawResponse, fill_withdraw_response, read_withdraw_response),
    ),
    "PublishIn": codec.WireMethod(
        codec.Packing(_PublishInRequest, fill_publish_in_request, read_publish_in_request),
        codec.Packing(_PublishInResponse, fill_publish_in_response, read_publish_in_response),
    ),
    "MoveOut": codec.WireMethod(
        codec.Packing(_MoveOutRequest, fill_move_out_request, read_move_out_request),
        codec.Packing(_MoveOutResponse, fill_move_out_response, read_move_out_response),
    ),
    "AssignSection": codec.WireMethod(
        codec.Packing(_AssignSectionRequest, fill_assign_section_request, read_assign_section_request),
        codec.Packing(_AssignSectionResponse, fill_assign_section_response, read_assign_section_response),
    ),
    "Appoint": codec.WireMethod(
        codec.Packing(_AppointRequest, fill_appoint_request, read_appoint_request),
        codec.Packing(_AppointResponse, fill_appoint_response, read_appoint_response),
    ),
}


class PublicationsClient:
    """Publications at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._found: codec.Unary[Publication] = wire.unary("Found")
        self._find_publication: codec.Unary[Publication] = wire.unary("FindPublication")
        self._get_publications: codec.Unary[tuple[Publication, ...]] = wire.unary("GetPublications")
        self._list_publications: codec.Unary[ListPublicationsResponse] = wire.unary("ListPublications")
        self._list_memberships: codec.Unary[tuple[Membership, ...]] = wire.unary("ListMemberships")
        self._change_settings: codec.Unary[Publication] = wire.unary("ChangeSettings")
        self._arrange: codec.Unary[Publication] = wire.unary("Arrange")
        self._set_lead: codec.Unary[None] = wire.unary("SetLead")
        self._save_page: codec.Unary[Page] = wire.unary("SavePage")
        self._delete_page: codec.Unary[None] = wire.unary("DeletePage")
        self._read_page: codec.Unary[Page] = wire.unary("ReadPage")
        self._set_archived: codec.Unary[Publication] = wire.unary("SetArchived")
        self._delete_publication: codec.Unary[None] = wire.unary("DeletePublication")
        self._invite: codec.Unary[InviteResponse] = wire.unary("Invite")
        self._list_invitations: codec.Unary[tuple[Invitation, ...]] = wire.unary("ListInvitations")
        self._peek_invitation: codec.Unary[Invitation] = wire.unary("PeekInvitation")
        self._answer_invitation: codec.Unary[Invitation] = wire.unary("AnswerInvitation")
        self._revoke_invitation: codec.Unary[None] = wire.unary("RevokeInvitation")
        self._change_role: codec.Unary[Membership] = wire.unary("ChangeRole")
        self._remove_member: codec.Unary[None] = wire.unary("RemoveMember")
        self._submit: codec.Unary[Submission] = wire.unary("Submit")
        self._list_submissions: codec.Unary[tuple[Submission, ...]] = wire.unary("ListSubmissions")
        self._get_submission: codec.Unary[GetSubmissionResponse] = wire.unary("GetSubmission")
        self._add_note: codec.Unary[Note] = wire.unary("AddNote")
        self._accept: codec.Unary[Submission] = wire.unary("Accept")
        self._send_back: codec.Unary[Submission] = wire.unary("SendBack")
        self._withdraw: codec.Unary[Submission] = wire.unary("Withdraw")
        self._publish_in: codec.Unary[None] = wire.unary("PublishIn")
        self._move_out: codec.Unary[None] = wire.unary("MoveOut")
        self._assign_section: codec.Unary[None] = wire.unary("AssignSection")
        self._appoint: codec.Unary[None] = wire.unary("Appoint")

    async def found(self, *, name: str, slug: str = "", description: str = "") -> Publication:
        return await self._found(FoundRequest(name=name, slug=slug, description=description))

    async def find_publication(self, *, slug: str) -> Publication:
        return await self._find_publication(FindPublicationRequest(slug=slug))

    async def get_publications(
        self, *, publication_ids: tuple[PublicationId, ...]
    ) -> tuple[Publication, ...]:
        return await self._get_publications(GetPublicationsRequest(publication_ids=publication_ids))

    async def list_publications(
        self, *, limit: int = 50, after: str = "", archived: bool = False
    ) -> ListPublicationsResponse:
        return await self._list_publications(
            ListPublicationsRequest(limit=limit, after=after, archived=archived)
        )

    async def list_memberships(
        self, *, publication_id: PublicationId = PublicationId("")
    ) -> tuple[Membership, ...]:
        return await self._list_memberships(ListMembershipsRequest(publication_id=publication_id))

    async def change_settings(
        self,
        *,
        publication_id: PublicationId,
        version: int,
        name: str,
        slug: str,
        description: str = "",
        accent: str = "",
        logo: Logo | None = None,
    ) -> Publication:
        return await self._change_settings(
            ChangeSettingsRequest(
                publication_id=publication_id,
                version=version,
                name=name,
                slug=slug,
                description=description,
                accent=accent,
                logo=logo,
            )
        )

    async def arrange(
        self,
        *,
        publication_id: PublicationId,
        version: int,
        navigation: tuple[NavigationLink, ...],
        sections: tuple[Section, ...],
    ) -> Publication:
        return await self._arrange(
            ArrangeRequest(
                publication_id=publication_id, version=version, navigation=navigation, sections=sections
            )
        )

    async def set_lead(self, *, publication_id: PublicationId, story_id: StoryId = StoryId("")) -> None:
        await self._set_lead(SetLeadRequest(publication_id=publication_id, story_id=story_id))

    async def save_page(
        self,
        *,
        publication_id: PublicationId,
        page_id: PageId = PageId(""),
        title: str,
        slug: str = "",
        body: str,
        source: str = "",
    ) -> Page:
        return await self._save_page(
            SavePageRequest(
                publication_id=publication_id,
                page_id=page_id,
                title=title,
                slug=slug,
                body=body,
                source=source,
            )
        )

    async def delete_page(self, *, publication_id: PublicationId, page_id: PageId) -> None:
        await self._delete_page(DeletePageRequest(publication_id=publication_id, page_id=page_id))

    async def read_page(self, *, publication_id: PublicationId, slug: str) -> Page:
        return await self._read_page(ReadPageRequest(publication_id=publication_id, slug=slug))

    async def set_archived(self, *, publication_id: PublicationId, archived: bool) -> Publication:
        return await self._set_archived(SetArchivedRequest(publication_id=publication_id, archived=archived))

    async def delete_publication(self, *, publication_id: PublicationId) -> None:
        await self._delete_publication(DeletePublicationRequest(publication_id=publication_id))

    async def invite(
        self,
        *,
        publication_id: PublicationId,
        role: Role,
        person_id: PersonId = PersonId(""),
        email: str = "",
        hands_over: bool = False,
    ) -> InviteResponse:
        return await self._invite(
            InviteRequest(
                publication_id=publication_id,
                role=role,
                person_id=person_id,
                email=email,
                hands_over=hands_over,
            )
        )

    async def list_invitations(
        self, *, publication_id: PublicationId = PublicationId("")
    ) -> tuple[Invitation, ...]:
        return await self._list_invitations(ListInvitationsRequest(publication_id=publication_id))

    async def peek_invitation(self, *, token: str) -> Invitation:
        return await self._peek_invitation(PeekInvitationRequest(token=token))

    async def answer_invitation(
        self, *, invitation_id: InvitationId = InvitationId(""), token: str = "", accepted: bool
    ) -> Invitation:
        return await self._answer_invitation(
            AnswerInvitationRequest(invitation_id=invitation_id, token=token, accepted=accepted)
        )

    async def revoke_invitation(self, *, invitation_id: InvitationId) -> None:
        await self._revoke_invitation(RevokeInvitationRequest(invitation_id=invitation_id))

    async def change_role(
        self, *, publication_id: PublicationId, person_id: PersonId, role: Role
    ) -> Membership:
        return await self._change_role(
            ChangeRoleRequest(publication_id=publication_id, person_id=person_id, role=role)
        )

    async def remove_member(self, *, publication_id: PublicationId, person_id: PersonId) -> None:
        await self._remove_member(RemoveMemberRequest(publication_id=publication_id, person_id=person_id))

    async def submit(
        self, *, publication_id: PublicationId, story_id: StoryId, version: int, note: str = ""
    ) -> Submission:
        return await self._submit(
            SubmitRequest(publication_id=publication_id, story_id=story_id, version=version, note=note)
        )

    async def list_submissions(
        self,
        *,
        publication_id: PublicationId = PublicationId(""),
        stage: Stage = Stage.UNSPECIFIED,
        limit: int = 50,
        before: SubmissionId = SubmissionId(""),
    ) -> tuple[Submission, ...]:
        return await self._list_submissions(
            ListSubmissionsRequest(publication_id=publication_id, stage=stage, limit=limit, before=before)
        )

    async def get_submission(self, *, submission_id: SubmissionId) -> GetSubmissionResponse:
        return await self._get_submission(GetSubmissionRequest(submission_id=submission_id))

    async def add_note(self, *, submission_id: SubmissionId, text: str) -> Note:
        return await self._add_note(AddNoteRequest(submission_id=submission_id, text=text))

    async def accept(
        self, *, submission_id: SubmissionId, version: int, section_id: SectionId = SectionId("")
    ) -> Submission:
        return await self._accept(
            AcceptRequest(submission_id=submission_id, version=version, section_id=section_id)
        )

    async def send_back(self, *, submission_id: SubmissionId, note: str) -> Submission:
        return await self._send_back(SendBackRequest(submission_id=submission_id, note=note))

    async def withdraw(self, *, submission_id: SubmissionId) -> Submission:
        return await self._withdraw(WithdrawRequest(submission_id=submission_id))

    async def publish_in(
        self,
        *,
        publication_id: PublicationId,
        story_id: StoryId,
        version: int,
        section_id: SectionId = SectionId(""),
    ) -> None:
        await self._publish_in(
            PublishInRequest(
                publication_id=publication_id, story_id=story_id, version=version, section_id=section_id
            )
        )

    async def move_out(self, *, publication_id: PublicationId, story_id: StoryId) -> None:
        await self._move_out(MoveOutRequest(publication_id=publication_id, story_id=story_id))

    async def assign_section(
        self, *, publication_id: PublicationId, story_id: StoryId, section_id: SectionId = SectionId("")
    ) -> None:
        await self._assign_section(
            AssignSectionRequest(publication_id=publication_id, story_id=story_id, section_id=section_id)
        )

    async def appoint(self, *, publication_id: PublicationId, person_id: PersonId) -> None:
        await self._appoint(AppointRequest(publication_id=publication_id, person_id=person_id))
