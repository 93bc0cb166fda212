# Generated from octavo/stories/v1/stories.proto by `make proto`; not to be edited.

"""How the messages of octavo.stories.v1 are packed for the wire."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from octavo.accounts.v1.ids import PersonId
from octavo.chassis import codec
from octavo.publications.v1.ids import PublicationId, SectionId
from octavo.stories.v1.ids import RevisionId, SeriesId, StoryId
from octavo.stories.v1.stories import (
    AlreadyTranslated,
    AnswerInvitationRequest,
    AnswerInvitationResponse,
    AnswerTranslationRequest,
    AnswerTranslationResponse,
    ArrangeSeriesRequest,
    ArrangeSeriesResponse,
    AssignSectionRequest,
    AssignSectionResponse,
    ChangeSeriesRequest,
    ChangeSeriesResponse,
    CoAuthor,
    CompareRevisionsRequest,
    CompareRevisionsResponse,
    Consent,
    Content,
    Cover,
    CreateDraftRequest,
    CreateDraftResponse,
    CreateSeriesRequest,
    CreateSeriesResponse,
    DeleteRequest,
    DeleteResponse,
    DeleteSeriesRequest,
    DeleteSeriesResponse,
    DeskItem,
    DiscardChangesRequest,
    DiscardChangesResponse,
    Draft,
    ExportStoriesRequest,
    ExportStoriesResponse,
    FindByOldAddressRequest,
    FindByOldAddressResponse,
    FindSeriesRequest,
    FindSeriesResponse,
    FullStory,
    GetDraftRequest,
    GetDraftResponse,
    GetOwnSeriesRequest,
    GetOwnSeriesResponse,
    GetRevisionRequest,
    GetRevisionResponse,
    GetStoriesRequest,
    GetStoriesResponse,
    Imported,
    ImportStoryRequest,
    ImportStoryResponse,
    InAnotherPublication,
    InAnotherSeries,
    InvalidDocument,
    Invitation,
    InviteCoAuthorRequest,
    InviteCoAuthorResponse,
    LanguageTaken,
    LeaveSeriesRequest,
    LeaveSeriesResponse,
    LinkTranslationRequest,
    LinkTranslationResponse,
    ListAuthorsPartRequest,
    ListAuthorsPartResponse,
    ListCoAuthorsRequest,
    ListCoAuthorsResponse,
    ListDeskRequest,
    ListDeskResponse,
    ListedAuthor,
    ListEditedRequest,
    ListEditedResponse,
    ListedPart,
    ListedTag,
    ListInvitationsRequest,
    ListInvitationsResponse,
    ListOwnTranslationsRequest,
    ListOwnTranslationsResponse,
    ListRevisionsRequest,
    ListRevisionsResponse,
    ListSeriesRequest,
    ListSeriesResponse,
    ListStoriesPartRequest,
    ListStoriesPartResponse,
    ListStoriesRequest,
    ListStoriesResponse,
    ListTagsPartRequest,
    ListTagsPartResponse,
    ListTagsRequest,
    ListTagsResponse,
    ListTranslationOffersRequest,
    ListTranslationOffersResponse,
    ListTranslationsRequest,
    ListTranslationsResponse,
    MapListedRequest,
    MapListedResponse,
    MemberRole,
    NoteMembershipRequest,
    NoteMembershipResponse,
    NotInvitable,
    NotPublishable,
    Offered,
    OfferStoryRequest,
    OfferStoryResponse,
    PublishRequest,
    PublishResponse,
    ReadSeriesRequest,
    ReadSeriesResponse,
    ReadSharedRequest,
    ReadSharedResponse,
    ReadStoriesRequest,
    ReadStoriesResponse,
    ReadStoryRequest,
    ReadStoryResponse,
    ReleaseAllRequest,
    ReleaseAllResponse,
    ReleaseRequest,
    ReleaseResponse,
    RemoveCoAuthorRequest,
    RemoveCoAuthorResponse,
    RestoreRevisionRequest,
    RestoreRevisionResponse,
    Revision,
    RevisionNotFound,
    SaveDraftRequest,
    SaveDraftResponse,
    ScheduleRequest,
    ScheduleResponse,
    Series,
    SeriesConflict,
    SeriesNotFound,
    SeriesPart,
    SeriesPlace,
    ShareDraftRequest,
    ShareDraftResponse,
    Standing,
    Status,
    Story,
    StoryGone,
    StoryNotFound,
    Tag,
    TakeInRequest,
    TakeInResponse,
    TooManyCoAuthors,
    TooManyDrafts,
    TooManyOffers,
    TooManySeries,
    Translation,
    TranslationOffer,
    UndeleteRequest,
    UndeleteResponse,
    UnlinkTranslationRequest,
    UnlinkTranslationResponse,
    UnpublishRequest,
    UnpublishResponse,
    UnscheduleRequest,
    UnscheduleResponse,
    VersionConflict,
    Visibility,
    WrongState,
)

_DESCRIPTOR = codec.load(__file__, "stories.binpb")

_CONSENT = {0: Consent.UNSPECIFIED, 1: Consent.INVITED, 2: Consent.GIVEN, 3: Consent.DECLINED}
_CONSENT_NUMBER = {member: number for number, member in _CONSENT.items()}
_IMPORTED = {
    0: Imported.UNSPECIFIED,
    1: Imported.CREATED,
    2: Imported.UPDATED,
    3: Imported.UNCHANGED,
    4: Imported.KEPT,
}
_IMPORTED_NUMBER = {member: number for number, member in _IMPORTED.items()}
_MEMBER_ROLE = {0: MemberRole.UNSPECIFIED, 1: MemberRole.WRITER, 2: MemberRole.EDITOR, 3: MemberRole.OWNER}
_MEMBER_ROLE_NUMBER = {member: number for number, member in _MEMBER_ROLE.items()}
_STANDING = {0: Standing.UNSPECIFIED, 1: Standing.OFFERED, 2: Standing.TAKEN_IN}
_STANDING_NUMBER = {member: number for number, member in _STANDING.items()}
_STATUS = {
    0: Status.UNSPECIFIED,
    1: Status.DRAFT,
    2: Status.SCHEDULED,
    3: Status.PUBLISHED,
    4: Status.DELETED,
}
_STATUS_NUMBER = {member: number for number, member in _STATUS.items()}
_VISIBILITY = {
    0: Visibility.UNSPECIFIED,
    1: Visibility.EVERYBODY,
    2: Visibility.UNLISTED,
    3: Visibility.MEMBERS,
}
_VISIBILITY_NUMBER = {member: number for number, member in _VISIBILITY.items()}
_Cover = _DESCRIPTOR.message("octavo.stories.v1.Cover")
_Content = _DESCRIPTOR.message("octavo.stories.v1.Content")
_Draft = _DESCRIPTOR.message("octavo.stories.v1.Draft")
_DeskItem = _DESCRIPTOR.message("octavo.stories.v1.DeskItem")
_Story = _DESCRIPTOR.message("octavo.stories.v1.Story")
_FullStory = _DESCRIPTOR.message("octavo.stories.v1.FullStory")
_Revision = _DESCRIPTOR.message("octavo.stories.v1.Revision")
_Tag = _DESCRIPTOR.message("octavo.stories.v1.Tag")
_CoAuthor = _DESCRIPTOR.message("octavo.stories.v1.CoAuthor")
_Invitation = _DESCRIPTOR.message("octavo.stories.v1.Invitation")
_InviteCoAuthorRequest = _DESCRIPTOR.message("octavo.stories.v1.InviteCoAuthorRequest")
_InviteCoAuthorResponse = _DESCRIPTOR.message("octavo.stories.v1.InviteCoAuthorResponse")
_AnswerInvitationRequest = _DESCRIPTOR.message("octavo.stories.v1.AnswerInvitationRequest")
_AnswerInvitationResponse = _DESCRIPTOR.message("octavo.stories.v1.AnswerInvitationResponse")
_RemoveCoAuthorRequest = _DESCRIPTOR.message("octavo.stories.v1.RemoveCoAuthorRequest")
_RemoveCoAuthorResponse = _DESCRIPTOR.message("octavo.stories.v1.RemoveCoAuthorResponse")
_ListCoAuthorsRequest = _DESCRIPTOR.message("octavo.stories.v1.ListCoAuthorsRequest")
_ListCoAuthorsResponse = _DESCRIPTOR.message("octavo.stories.v1.ListCoAuthorsResponse")
_ListInvitationsRequest = _DESCRIPTOR.message("octavo.stories.v1.ListInvitationsRequest")
_ListInvitationsResponse = _DESCRIPTOR.message("octavo.stories.v1.ListInvitationsResponse")
_Series = _DESCRIPTOR.message("octavo.stories.v1.Series")
_SeriesPart = _DESCRIPTOR.message("octavo.stories.v1.SeriesPart")
_SeriesPlace = _DESCRIPTOR.message("octavo.stories.v1.SeriesPlace")
_CreateSeriesRequest = _DESCRIPTOR.message("octavo.stories.v1.CreateSeriesRequest")
_CreateSeriesResponse = _DESCRIPTOR.message("octavo.stories.v1.CreateSeriesResponse")
_ChangeSeriesRequest = _DESCRIPTOR.message("octavo.stories.v1.ChangeSeriesRequest")
_ChangeSeriesResponse = _DESCRIPTOR.message("octavo.stories.v1.ChangeSeriesResponse")
_ArrangeSeriesRequest = _DESCRIPTOR.message("octavo.stories.v1.ArrangeSeriesRequest")
_ArrangeSeriesResponse = _DESCRIPTOR.message("octavo.stories.v1.ArrangeSeriesResponse")
_DeleteSeriesRequest = _DESCRIPTOR.message("octavo.stories.v1.DeleteSeriesRequest")
_DeleteSeriesResponse = _DESCRIPTOR.message("octavo.stories.v1.DeleteSeriesResponse")
_LeaveSeriesRequest = _DESCRIPTOR.message("octavo.stories.v1.LeaveSeriesRequest")
_LeaveSeriesResponse = _DESCRIPTOR.message("octavo.stories.v1.LeaveSeriesResponse")
_ListSeriesRequest = _DESCRIPTOR.message("octavo.stories.v1.ListSeriesRequest")
_ListSeriesResponse = _DESCRIPTOR.message("octavo.stories.v1.ListSeriesResponse")
_GetOwnSeriesRequest = _DESCRIPTOR.message("octavo.stories.v1.GetOwnSeriesRequest")
_GetOwnSeriesResponse = _DESCRIPTOR.message("octavo.stories.v1.GetOwnSeriesResponse")
_ReadSeriesRequest = _DESCRIPTOR.message("octavo.stories.v1.ReadSeriesRequest")
_ReadSeriesResponse = _DESCRIPTOR.message("octavo.stories.v1.ReadSeriesResponse")
_FindSeriesRequest = _DESCRIPTOR.message("octavo.stories.v1.FindSeriesRequest")
_FindSeriesResponse = _DESCRIPTOR.message("octavo.stories.v1.FindSeriesResponse")
_Translation = _DESCRIPTOR.message("octavo.stories.v1.Translation")
_TranslationOffer = _DESCRIPTOR.message("octavo.stories.v1.TranslationOffer")
_LinkTranslationRequest = _DESCRIPTOR.message("octavo.stories.v1.LinkTranslationRequest")
_LinkTranslationResponse = _DESCRIPTOR.message("octavo.stories.v1.LinkTranslationResponse")
_AnswerTranslationRequest = _DESCRIPTOR.message("octavo.stories.v1.AnswerTranslationRequest")
_AnswerTranslationResponse = _DESCRIPTOR.message("octavo.stories.v1.AnswerTranslationResponse")
_UnlinkTranslationRequest = _DESCRIPTOR.message("octavo.stories.v1.UnlinkTranslationRequest")
_UnlinkTranslationResponse = _DESCRIPTOR.message("octavo.stories.v1.UnlinkTranslationResponse")
_ListTranslationsRequest = _DESCRIPTOR.message("octavo.stories.v1.ListTranslationsRequest")
_ListTranslationsResponse = _DESCRIPTOR.message("octavo.stories.v1.ListTranslationsResponse")
_ListOwnTranslationsRequest = _DESCRIPTOR.message("octavo.stories.v1.ListOwnTranslationsRequest")
_ListOwnTranslationsResponse = _DESCRIPTOR.message("octavo.stories.v1.ListOwnTranslationsResponse")
_ListTranslationOffersRequest = _DESCRIPTOR.message("octavo.stories.v1.ListTranslationOffersRequest")
_ListTranslationOffersResponse = _DESCRIPTOR.message("octavo.stories.v1.ListTranslationOffersResponse")
_CreateDraftRequest = _DESCRIPTOR.message("octavo.stories.v1.CreateDraftRequest")
_CreateDraftResponse = _DESCRIPTOR.message("octavo.stories.v1.CreateDraftResponse")
_SaveDraftRequest = _DESCRIPTOR.message("octavo.stories.v1.SaveDraftRequest")
_SaveDraftResponse = _DESCRIPTOR.message("octavo.stories.v1.SaveDraftResponse")
_GetDraftRequest = _DESCRIPTOR.message("octavo.stories.v1.GetDraftRequest")
_GetDraftResponse = _DESCRIPTOR.message("octavo.stories.v1.GetDraftResponse")
_DiscardChangesRequest = _DESCRIPTOR.message("octavo.stories.v1.DiscardChangesRequest")
_DiscardChangesResponse = _DESCRIPTOR.message("octavo.stories.v1.DiscardChangesResponse")
_PublishRequest = _DESCRIPTOR.message("octavo.stories.v1.PublishRequest")
_PublishResponse = _DESCRIPTOR.message("octavo.stories.v1.PublishResponse")
_ScheduleRequest = _DESCRIPTOR.message("octavo.stories.v1.ScheduleRequest")
_ScheduleResponse = _DESCRIPTOR.message("octavo.stories.v1.ScheduleResponse")
_UnscheduleRequest = _DESCRIPTOR.message("octavo.stories.v1.UnscheduleRequest")
_UnscheduleResponse = _DESCRIPTOR.message("octavo.stories.v1.UnscheduleResponse")
_UnpublishRequest = _DESCRIPTOR.message("octavo.stories.v1.UnpublishRequest")
_UnpublishResponse = _DESCRIPTOR.message("octavo.stories.v1.UnpublishResponse")
_DeleteRequest = _DESCRIPTOR.message("octavo.stories.v1.DeleteRequest")
_DeleteResponse = _DESCRIPTOR.message("octavo.stories.v1.DeleteResponse")
_UndeleteRequest = _DESCRIPTOR.message("octavo.stories.v1.UndeleteRequest")
_UndeleteResponse = _DESCRIPTOR.message("octavo.stories.v1.UndeleteResponse")
_ListRevisionsRequest = _DESCRIPTOR.message("octavo.stories.v1.ListRevisionsRequest")
_ListRevisionsResponse = _DESCRIPTOR.message("octavo.stories.v1.ListRevisionsResponse")
_GetRevisionRequest = _DESCRIPTOR.message("octavo.stories.v1.GetRevisionRequest")
_GetRevisionResponse = _DESCRIPTOR.message("octavo.stories.v1.GetRevisionResponse")
_CompareRevisionsRequest = _DESCRIPTOR.message("octavo.stories.v1.CompareRevisionsRequest")
_CompareRevisionsResponse = _DESCRIPTOR.message("octavo.stories.v1.CompareRevisionsResponse")
_RestoreRevisionRequest = _DESCRIPTOR.message("octavo.stories.v1.RestoreRevisionRequest")
_RestoreRevisionResponse = _DESCRIPTOR.message("octavo.stories.v1.RestoreRevisionResponse")
_ShareDraftRequest = _DESCRIPTOR.message("octavo.stories.v1.ShareDraftRequest")
_ShareDraftResponse = _DESCRIPTOR.message("octavo.stories.v1.ShareDraftResponse")
_ReadSharedRequest = _DESCRIPTOR.message("octavo.stories.v1.ReadSharedRequest")
_ReadSharedResponse = _DESCRIPTOR.message("octavo.stories.v1.ReadSharedResponse")
_ListDeskRequest = _DESCRIPTOR.message("octavo.stories.v1.ListDeskRequest")
_ListDeskResponse = _DESCRIPTOR.message("octavo.stories.v1.ListDeskResponse")
_ExportStoriesRequest = _DESCRIPTOR.message("octavo.stories.v1.ExportStoriesRequest")
_ExportStoriesResponse = _DESCRIPTOR.message("octavo.stories.v1.ExportStoriesResponse")
_GetStoriesRequest = _DESCRIPTOR.message("octavo.stories.v1.GetStoriesRequest")
_GetStoriesResponse = _DESCRIPTOR.message("octavo.stories.v1.GetStoriesResponse")
_ReadStoryRequest = _DESCRIPTOR.message("octavo.stories.v1.ReadStoryRequest")
_ReadStoryResponse = _DESCRIPTOR.message("octavo.stories.v1.ReadStoryResponse")
_ReadStoriesRequest = _DESCRIPTOR.message("octavo.stories.v1.ReadStoriesRequest")
_ReadStoriesResponse = _DESCRIPTOR.message("octavo.stories.v1.ReadStoriesResponse")
_ListStoriesRequest = _DESCRIPTOR.message("octavo.stories.v1.ListStoriesRequest")
_ListStoriesResponse = _DESCRIPTOR.message("octavo.stories.v1.ListStoriesResponse")
_FindByOldAddressRequest = _DESCRIPTOR.message("octavo.stories.v1.FindByOldAddressRequest")
_FindByOldAddressResponse = _DESCRIPTOR.message("octavo.stories.v1.FindByOldAddressResponse")
_ListedPart = _DESCRIPTOR.message("octavo.stories.v1.ListedPart")
_ListedAuthor = _DESCRIPTOR.message("octavo.stories.v1.ListedAuthor")
_ListedTag = _DESCRIPTOR.message("octavo.stories.v1.ListedTag")
_MapListedRequest = _DESCRIPTOR.message("octavo.stories.v1.MapListedRequest")
_MapListedResponse = _DESCRIPTOR.message("octavo.stories.v1.MapListedResponse")
_ListStoriesPartRequest = _DESCRIPTOR.message("octavo.stories.v1.ListStoriesPartRequest")
_ListStoriesPartResponse = _DESCRIPTOR.message("octavo.stories.v1.ListStoriesPartResponse")
_ListAuthorsPartRequest = _DESCRIPTOR.message("octavo.stories.v1.ListAuthorsPartRequest")
_ListAuthorsPartResponse = _DESCRIPTOR.message("octavo.stories.v1.ListAuthorsPartResponse")
_ListTagsPartRequest = _DESCRIPTOR.message("octavo.stories.v1.ListTagsPartRequest")
_ListTagsPartResponse = _DESCRIPTOR.message("octavo.stories.v1.ListTagsPartResponse")
_OfferStoryRequest = _DESCRIPTOR.message("octavo.stories.v1.OfferStoryRequest")
_OfferStoryResponse = _DESCRIPTOR.message("octavo.stories.v1.OfferStoryResponse")
_Offered = _DESCRIPTOR.message("octavo.stories.v1.Offered")
_TakeInRequest = _DESCRIPTOR.message("octavo.stories.v1.TakeInRequest")
_TakeInResponse = _DESCRIPTOR.message("octavo.stories.v1.TakeInResponse")
_ReleaseRequest = _DESCRIPTOR.message("octavo.stories.v1.ReleaseRequest")
_ReleaseResponse = _DESCRIPTOR.message("octavo.stories.v1.ReleaseResponse")
_AssignSectionRequest = _DESCRIPTOR.message("octavo.stories.v1.AssignSectionRequest")
_AssignSectionResponse = _DESCRIPTOR.message("octavo.stories.v1.AssignSectionResponse")
_ReleaseAllRequest = _DESCRIPTOR.message("octavo.stories.v1.ReleaseAllRequest")
_ReleaseAllResponse = _DESCRIPTOR.message("octavo.stories.v1.ReleaseAllResponse")
_NoteMembershipRequest = _DESCRIPTOR.message("octavo.stories.v1.NoteMembershipRequest")
_NoteMembershipResponse = _DESCRIPTOR.message("octavo.stories.v1.NoteMembershipResponse")
_ListEditedRequest = _DESCRIPTOR.message("octavo.stories.v1.ListEditedRequest")
_ListEditedResponse = _DESCRIPTOR.message("octavo.stories.v1.ListEditedResponse")
_ListTagsRequest = _DESCRIPTOR.message("octavo.stories.v1.ListTagsRequest")
_ListTagsResponse = _DESCRIPTOR.message("octavo.stories.v1.ListTagsResponse")
_ImportStoryRequest = _DESCRIPTOR.message("octavo.stories.v1.ImportStoryRequest")
_ImportStoryResponse = _DESCRIPTOR.message("octavo.stories.v1.ImportStoryResponse")
_InAnotherPublication = _DESCRIPTOR.message("octavo.stories.v1.InAnotherPublication")
_StoryNotFound = _DESCRIPTOR.message("octavo.stories.v1.StoryNotFound")
_StoryGone = _DESCRIPTOR.message("octavo.stories.v1.StoryGone")
_NotInvitable = _DESCRIPTOR.message("octavo.stories.v1.NotInvitable")
_TooManyCoAuthors = _DESCRIPTOR.message("octavo.stories.v1.TooManyCoAuthors")
_SeriesNotFound = _DESCRIPTOR.message("octavo.stories.v1.SeriesNotFound")
_SeriesConflict = _DESCRIPTOR.message("octavo.stories.v1.SeriesConflict")
_TooManySeries = _DESCRIPTOR.message("octavo.stories.v1.TooManySeries")
_InAnotherSeries = _DESCRIPTOR.message("octavo.stories.v1.InAnotherSeries")
_LanguageTaken = _DESCRIPTOR.message("octavo.stories.v1.LanguageTaken")
_AlreadyTranslated = _DESCRIPTOR.message("octavo.stories.v1.AlreadyTranslated")
_TooManyOffers = _DESCRIPTOR.message("octavo.stories.v1.TooManyOffers")
_RevisionNotFound = _DESCRIPTOR.message("octavo.stories.v1.RevisionNotFound")
_VersionConflict = _DESCRIPTOR.message("octavo.stories.v1.VersionConflict")
_InvalidDocument = _DESCRIPTOR.message("octavo.stories.v1.InvalidDocument")
_NotPublishable = _DESCRIPTOR.message("octavo.stories.v1.NotPublishable")
_WrongState = _DESCRIPTOR.message("octavo.stories.v1.WrongState")
_TooManyDrafts = _DESCRIPTOR.message("octavo.stories.v1.TooManyDrafts")


def fill_cover(message: Any, value: Cover) -> None:
    message.image_id = value.image_id
    message.alt = value.alt
    message.width = value.width
    message.height = value.height
    message.placeholder = value.placeholder


def read_cover(message: Any, strict: bool) -> Cover:
    return Cover(
        image_id=message.image_id,
        alt=message.alt,
        width=message.width,
        height=message.height,
        placeholder=message.placeholder,
    )


def fill_content(message: Any, value: Content) -> None:
    message.title = value.title
    message.subtitle = value.subtitle
    message.body = value.body
    message.tags.extend(value.tags)
    if value.cover is not None:
        message.cover.SetInParent()
        fill_cover(message.cover, value.cover)
    message.canonical_url = value.canonical_url
    message.visibility = _VISIBILITY_NUMBER[value.visibility]
    message.language = value.language
    message.excerpt = value.excerpt
    message.slug = value.slug


def read_content(message: Any, strict: bool) -> Content:
    return Content(
        title=message.title,
        subtitle=message.subtitle,
        body=message.body,
        tags=tuple(message.tags),
        cover=read_cover(message.cover, strict) if message.HasField("cover") else None,
        canonical_url=message.canonical_url,
        visibility=_VISIBILITY.get(message.visibility)
        or codec.unknown(Visibility.UNSPECIFIED, "visibility", strict),
        language=message.language,
        excerpt=message.excerpt,
        slug=message.slug,
    )


def fill_draft(message: Any, value: Draft) -> None:
    message.id = value.id
    message.author_id = value.author_id
    message.status = _STATUS_NUMBER[value.status]
    message.version = value.version
    message.content.SetInParent()
    fill_content(message.content, value.content)
    codec.put_moment(message.created_at, value.created_at)
    codec.put_moment(message.saved_at, value.saved_at)
    if value.scheduled_for is not None:
        codec.put_moment(message.scheduled_for, value.scheduled_for)
    if value.published_at is not None:
        codec.put_moment(message.published_at, value.published_at)
    if value.deleted_at is not None:
        codec.put_moment(message.deleted_at, value.deleted_at)
    message.has_unpublished_changes = value.has_unpublished_changes
    message.share_key = value.share_key
    message.words = value.words
    message.reading_minutes = value.reading_minutes
    message.slug = value.slug
    message.publication_id = value.publication_id
    message.standing = _STANDING_NUMBER[value.standing]
    message.section_id = value.section_id
    message.co_author_ids.extend(value.co_author_ids)
    message.may_publish = value.may_publish


def read_draft(message: Any, strict: bool) -> Draft:
    return Draft(
        id=message.id,
        author_id=message.author_id,
        status=_STATUS.get(message.status) or codec.unknown(Status.UNSPECIFIED, "status", strict),
        version=message.version,
        content=read_content(message.content, strict)
        if message.HasField("content")
        else codec.missing("content", strict),
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
        saved_at=codec.moment(message.saved_at, "saved_at", strict)
        if message.HasField("saved_at")
        else codec.missing("saved_at", strict),
        scheduled_for=codec.moment(message.scheduled_for, "scheduled_for", strict)
        if message.HasField("scheduled_for")
        else None,
        published_at=codec.moment(message.published_at, "published_at", strict)
        if message.HasField("published_at")
        else None,
        deleted_at=codec.moment(message.deleted_at, "deleted_at", strict)
        if message.HasField("deleted_at")
        else None,
        has_unpublished_changes=message.has_unpublished_changes,
        share_key=message.share_key,
        words=message.words,
        reading_minutes=message.reading_minutes,
        slug=message.slug,
        publication_id=message.publication_id,
        standing=_STANDING.get(message.standing) or codec.unknown(Standing.UNSPECIFIED, "standing", strict),
        section_id=message.section_id,
        co_author_ids=tuple(message.co_author_ids),
        may_publish=message.may_publish,
    )


def fill_desk_item(message: Any, value: DeskItem) -> None:
    message.id = value.id
    message.status = _STATUS_NUMBER[value.status]
    message.title = value.title
    message.subtitle = value.subtitle
    message.excerpt = value.excerpt
    message.words = value.words
    message.reading_minutes = value.reading_minutes
    message.visibility = _VISIBILITY_NUMBER[value.visibility]
    codec.put_moment(message.saved_at, value.saved_at)
    if value.scheduled_for is not None:
        codec.put_moment(message.scheduled_for, value.scheduled_for)
    if value.published_at is not None:
        codec.put_moment(message.published_at, value.published_at)
    if value.deleted_at is not None:
        codec.put_moment(message.deleted_at, value.deleted_at)
    message.has_unpublished_changes = value.has_unpublished_changes
    message.slug = value.slug
    message.version = value.version
    message.publication_id = value.publication_id
    message.standing = _STANDING_NUMBER[value.standing]
    message.author_id = value.author_id
    message.section_id = value.section_id


def read_desk_item(message: Any, strict: bool) -> DeskItem:
    return DeskItem(
        id=message.id,
        status=_STATUS.get(message.status) or codec.unknown(Status.UNSPECIFIED, "status", strict),
        title=message.title,
        subtitle=message.subtitle,
        excerpt=message.excerpt,
        words=message.words,
        reading_minutes=message.reading_minutes,
        visibility=_VISIBILITY.get(message.visibility)
        or codec.unknown(Visibility.UNSPECIFIED, "visibility", strict),
        saved_at=codec.moment(message.saved_at, "saved_at", strict)
        if message.HasField("saved_at")
        else codec.missing("saved_at", strict),
        scheduled_for=codec.moment(message.scheduled_for, "scheduled_for", strict)
        if message.HasField("scheduled_for")
        else None,
        published_at=codec.moment(message.published_at, "published_at", strict)
        if message.HasField("published_at")
        else None,
        deleted_at=codec.moment(message.deleted_at, "deleted_at", strict)
        if message.HasField("deleted_at")
        else None,
        has_unpublished_changes=message.has_unpublished_changes,
        slug=message.slug,
        version=message.version,
        publication_id=message.publication_id,
        standing=_STANDING.get(message.standing) or codec.unknown(Standing.UNSPECIFIED, "standing", strict),
        author_id=message.author_id,
        section_id=message.section_id,
    )


def fill_story(message: Any, value: Story) -> None:
    message.id = value.id
    message.author_id = value.author_id
    message.title = value.title
    message.subtitle = value.subtitle
    message.slug = value.slug
    message.excerpt = value.excerpt
    if value.cover is not None:
        message.cover.SetInParent()
        fill_cover(message.cover, value.cover)
    message.tags.extend(value.tags)
    message.visibility = _VISIBILITY_NUMBER[value.visibility]
    message.language = value.language
    message.words = value.words
    message.reading_minutes = value.reading_minutes
    codec.put_moment(message.published_at, value.published_at)
    codec.put_moment(message.updated_at, value.updated_at)
    message.canonical_url = value.canonical_url
    message.revision_id = value.revision_id
    message.publication_id = value.publication_id
    message.section_id = value.section_id
    message.members_part = value.members_part
    message.co_author_ids.extend(value.co_author_ids)


def read_story(message: Any, strict: bool) -> Story:
    return Story(
        id=message.id,
        author_id=message.author_id,
        title=message.title,
        subtitle=message.subtitle,
        slug=message.slug,
        excerpt=message.excerpt,
        cover=read_cover(message.cover, strict) if message.HasField("cover") else None,
        tags=tuple(message.tags),
        visibility=_VISIBILITY.get(message.visibility)
        or codec.unknown(Visibility.UNSPECIFIED, "visibility", strict),
        language=message.language,
        words=message.words,
        reading_minutes=message.reading_minutes,
        published_at=codec.moment(message.published_at, "published_at", strict)
        if message.HasField("published_at")
        else codec.missing("published_at", strict),
        updated_at=codec.moment(message.updated_at, "updated_at", strict)
        if message.HasField("updated_at")
        else codec.missing("updated_at", strict),
        canonical_url=message.canonical_url,
        revision_id=message.revision_id,
        publication_id=message.publication_id,
        section_id=message.section_id,
        members_part=message.members_part,
        co_author_ids=tuple(message.co_author_ids),
    )


def fill_full_story(message: Any, value: FullStory) -> None:
    message.story.SetInParent()
    fill_story(message.story, value.story)
    message.html = value.html
    message.teaser_only = value.teaser_only


def read_full_story(message: Any, strict: bool) -> FullStory:
    return FullStory(
        story=read_story(message.story, strict)
        if message.HasField("story")
        else codec.missing("story", strict),
        html=message.html,
        teaser_only=message.teaser_only,
    )


def fill_revision(message: Any, value: Revision) -> None:
    message.id = value.id
    message.story_id = value.story_id
    message.title = value.title
    message.words = value.words
    codec.put_moment(message.created_at, value.created_at)
    message.author_id = value.author_id
    message.published = value.published


def read_revision(message: Any, strict: bool) -> Revision:
    return Revision(
        id=message.id,
        story_id=message.story_id,
        title=message.title,
        words=message.words,
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
        author_id=message.author_id,
        published=message.published,
    )


def fill_tag(message: Any, value: Tag) -> None:
    message.name = value.name
    message.stories = value.stories


def read_tag(message: Any, strict: bool) -> Tag:
    return Tag(
        name=message.name,
        stories=message.stories,
    )


def fill_co_author(message: Any, value: CoAuthor) -> None:
    message.person_id = value.person_id
    message.consent = _CONSENT_NUMBER[value.consent]
    codec.put_moment(message.invited_at, value.invited_at)
    if value.answered_at is not None:
        codec.put_moment(message.answered_at, value.answered_at)


def read_co_author(message: Any, strict: bool) -> CoAuthor:
    return CoAuthor(
        person_id=message.person_id,
        consent=_CONSENT.get(message.consent) or codec.unknown(Consent.UNSPECIFIED, "consent", strict),
        invited_at=codec.moment(message.invited_at, "invited_at", strict)
        if message.HasField("invited_at")
        else codec.missing("invited_at", strict),
        answered_at=codec.moment(message.answered_at, "answered_at", strict)
        if message.HasField("answered_at")
        else None,
    )


def fill_invitation(message: Any, value: Invitation) -> None:
    message.story_id = value.story_id
    message.title = value.title
    message.author_id = value.author_id
    codec.put_moment(message.invited_at, value.invited_at)


def read_invitation(message: Any, strict: bool) -> Invitation:
    return Invitation(
        story_id=message.story_id,
        title=message.title,
        author_id=message.author_id,
        invited_at=codec.moment(message.invited_at, "invited_at", strict)
        if message.HasField("invited_at")
        else codec.missing("invited_at", strict),
    )


def fill_invite_co_author_request(message: Any, value: InviteCoAuthorRequest) -> None:
    message.story_id = value.story_id
    message.person_id = value.person_id


def read_invite_co_author_request(message: Any, strict: bool) -> InviteCoAuthorRequest:
    return InviteCoAuthorRequest(
        story_id=message.story_id,
        person_id=message.person_id,
    )


def fill_invite_co_author_response(message: Any, value: InviteCoAuthorResponse) -> None:
    for co_authors_item in value.co_authors:
        fill_co_author(message.co_authors.add(), co_authors_item)


def read_invite_co_author_response(message: Any, strict: bool) -> InviteCoAuthorResponse:
    return InviteCoAuthorResponse(
        co_authors=tuple([read_co_author(item, strict) for item in message.co_authors]),
    )


def fill_answer_invitation_request(message: Any, value: AnswerInvitationRequest) -> None:
    message.story_id = value.story_id
    message.accepted = value.accepted


def read_answer_invitation_request(message: Any, strict: bool) -> AnswerInvitationRequest:
    return AnswerInvitationRequest(
        story_id=message.story_id,
        accepted=message.accepted,
    )


def fill_answer_invitation_response(message: Any, value: AnswerInvitationResponse) -> None:
    pass


def read_answer_invitation_response(message: Any, strict: bool) -> AnswerInvitationResponse:
    return AnswerInvitationResponse()


def fill_remove_co_author_request(message: Any, value: RemoveCoAuthorRequest) -> None:
    message.story_id = value.story_id
    message.person_id = value.person_id


def read_remove_co_author_request(message: Any, strict: bool) -> RemoveCoAuthorRequest:
    return RemoveCoAuthorRequest(
        story_id=message.story_id,
        person_id=message.person_id,
    )


def fill_remove_co_author_response(message: Any, value: RemoveCoAuthorResponse) -> None:
    pass


def read_remove_co_author_response(message: Any, strict: bool) -> RemoveCoAuthorResponse:
    return RemoveCoAuthorResponse()


def fill_list_co_authors_request(message: Any, value: ListCoAuthorsRequest) -> None:
    message.story_id = value.story_id


def read_list_co_authors_request(message: Any, strict: bool) -> ListCoAuthorsRequest:
    return ListCoAuthorsRequest(
        story_id=message.story_id,
    )


def fill_list_co_authors_response(message: Any, value: ListCoAuthorsResponse) -> None:
    for co_authors_item in value.co_authors:
        fill_co_author(message.co_authors.add(), co_authors_item)


def read_list_co_authors_response(message: Any, strict: bool) -> ListCoAuthorsResponse:
    return ListCoAuthorsResponse(
        co_authors=tuple([read_co_author(item, strict) for item in message.co_authors]),
    )


def fill_list_invitations_request(message: Any, value: ListInvitationsRequest) -> None:
    pass


def read_list_invitations_request(message: Any, strict: bool) -> ListInvitationsRequest:
    return ListInvitationsRequest()


def fill_list_invitations_response(message: Any, value: ListInvitationsResponse) -> None:
    for invitations_item in value.invitations:
        fill_invitation(message.invitations.add(), invitations_item)


def read_list_invitations_response(message: Any, strict: bool) -> ListInvitationsResponse:
    return ListInvitationsResponse(
        invitations=tuple([read_invitation(item, strict) for item in message.invitations]),
    )


def fill_series(message: Any, value: Series) -> None:
    message.id = value.id
    message.owner_id = value.owner_id
    message.title = value.title
    message.description = value.description
    message.slug = value.slug
    message.version = value.version
    message.parts = value.parts
    codec.put_moment(message.created_at, value.created_at)


def read_series(message: Any, strict: bool) -> Series:
    return Series(
        id=message.id,
        owner_id=message.owner_id,
        title=message.title,
        description=message.description,
        slug=message.slug,
        version=message.version,
        parts=message.parts,
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
    )


def fill_series_part(message: Any, value: SeriesPart) -> None:
    message.story_id = value.story_id
    message.title = value.title
    message.shown = value.shown


def read_series_part(message: Any, strict: bool) -> SeriesPart:
    return SeriesPart(
        story_id=message.story_id,
        title=message.title,
        shown=message.shown,
    )


def fill_series_place(message: Any, value: SeriesPlace) -> None:
    message.series.SetInParent()
    fill_series(message.series, value.series)
    message.number = value.number
    message.of = value.of
    if value.previous is not None:
        message.previous.SetInParent()
        fill_story(message.previous, value.previous)
    if value.next is not None:
        message.next.SetInParent()
        fill_story(message.next, value.next)


def read_series_place(message: Any, strict: bool) -> SeriesPlace:
    return SeriesPlace(
        series=read_series(message.series, strict)
        if message.HasField("series")
        else codec.missing("series", strict),
        number=message.number,
        of=message.of,
        previous=read_story(message.previous, strict) if message.HasField("previous") else None,
        next=read_story(message.next, strict) if message.HasField("next") else None,
    )


def fill_create_series_request(message: Any, value: CreateSeriesRequest) -> None:
    message.title = value.title
    message.description = value.description


def read_create_series_request(message: Any, strict: bool) -> CreateSeriesRequest:
    return CreateSeriesRequest(
        title=message.title,
        description=message.description,
    )


def fill_create_series_response(message: Any, value: CreateSeriesResponse) -> None:
    message.series.SetInParent()
    fill_series(message.series, value.series)


def read_create_series_response(message: Any, strict: bool) -> CreateSeriesResponse:
    return CreateSeriesResponse(
        series=read_series(message.series, strict)
        if message.HasField("series")
        else codec.missing("series", strict),
    )


def fill_change_series_request(message: Any, value: ChangeSeriesRequest) -> None:
    message.series_id = value.series_id
    message.title = value.title
    message.description = value.description


def read_change_series_request(message: Any, strict: bool) -> ChangeSeriesRequest:
    return ChangeSeriesRequest(
        series_id=message.series_id,
        title=message.title,
        description=message.description,
    )


def fill_change_series_response(message: Any, value: ChangeSeriesResponse) -> None:
    message.series.SetInParent()
    fill_series(message.series, value.series)


def read_change_series_response(message: Any, strict: bool) -> ChangeSeriesResponse:
    return ChangeSeriesResponse(
        series=read_series(message.series, strict)
        if message.HasField("series")
        else codec.missing("series", strict),
    )


def fill_arrange_series_request(message: Any, value: ArrangeSeriesRequest) -> None:
    message.series_id = value.series_id
    message.version = value.version
    message.story_ids.extend(value.story_ids)


def read_arrange_series_request(message: Any, strict: bool) -> ArrangeSeriesRequest:
    return ArrangeSeriesRequest(
        series_id=message.series_id,
        version=message.version,
        story_ids=tuple(message.story_ids),
    )


def fill_arrange_series_response(message: Any, value: ArrangeSeriesResponse) -> None:
    message.series.SetInParent()
    fill_series(message.series, value.series)


def read_arrange_series_response(message: Any, strict: bool) -> ArrangeSeriesResponse:
    return ArrangeSeriesResponse(
        series=read_series(message.series, strict)
        if message.HasField("series")
        else codec.missing("series", strict),
    )


def fill_delete_series_request(message: Any, value: DeleteSeriesRequest) -> None:
    message.series_id = value.series_id


def read_delete_series_request(message: Any, strict: bool) -> DeleteSeriesRequest:
    return DeleteSeriesRequest(
        series_id=message.series_id,
    )


def fill_delete_series_response(message: Any, value: DeleteSeriesResponse) -> None:
    pass


def read_delete_series_response(message: Any, strict: bool) -> DeleteSeriesResponse:
    return DeleteSeriesResponse()


def fill_leave_series_request(message: Any, value: LeaveSeriesRequest) -> None:
    message.story_id = value.story_id


def read_leave_series_request(message: Any, strict: bool) -> LeaveSeriesRequest:
    return LeaveSeriesRequest(
        story_id=message.story_id,
    )


def fill_leave_series_response(message: Any, value: LeaveSeriesResponse) -> None:
    pass


def read_leave_series_response(message: Any, strict: bool) -> LeaveSeriesResponse:
    return LeaveSeriesResponse()


def fill_list_series_request(message: Any, value: ListSeriesRequest) -> None:
    pass


def read_list_series_request(message: Any, strict: bool) -> ListSeriesRequest:
    return ListSeriesRequest()


def fill_list_series_response(message: Any, value: ListSeriesResponse) -> None:
    for series_item in value.series:
        fill_series(message.series.add(), series_item)


def read_list_series_response(message: Any, strict: bool) -> ListSeriesResponse:
    return ListSeriesResponse(
        series=tuple([read_series(item, strict) for item in message.series]),
    )


def fill_get_own_series_request(message: Any, value: GetOwnSeriesRequest) -> None:
    message.series_id = value.series_id


def read_get_own_series_request(message: Any, strict: bool) -> GetOwnSeriesRequest:
    return GetOwnSeriesRequest(
        series_id=message.series_id,
    )


def fill_get_own_series_response(message: Any, value: GetOwnSeriesResponse) -> None:
    message.series.SetInParent()
    fill_series(message.series, value.series)
    for parts_item in value.parts:
        fill_series_part(message.parts.add(), parts_item)


def read_get_own_series_response(message: Any, strict: bool) -> GetOwnSeriesResponse:
    return GetOwnSeriesResponse(
        series=read_series(message.series, strict)
        if message.HasField("series")
        else codec.missing("series", strict),
        parts=tuple([read_series_part(item, strict) for item in message.parts]),
    )


def fill_read_series_request(message: Any, value: ReadSeriesRequest) -> None:
    message.series_id = value.series_id


def read_read_series_request(message: Any, strict: bool) -> ReadSeriesRequest:
    return ReadSeriesRequest(
        series_id=message.series_id,
    )


def fill_read_series_response(message: Any, value: ReadSeriesResponse) -> None:
    message.series.SetInParent()
    fill_series(message.series, value.series)
    for stories_item in value.stories:
        fill_story(message.stories.add(), stories_item)


def read_read_series_response(message: Any, strict: bool) -> ReadSeriesResponse:
    return ReadSeriesResponse(
        series=read_series(message.series, strict)
        if message.HasField("series")
        else codec.missing("series", strict),
        stories=tuple([read_story(item, strict) for item in message.stories]),
    )


def fill_find_series_request(message: Any, value: FindSeriesRequest) -> None:
    message.story_id = value.story_id


def read_find_series_request(message: Any, strict: bool) -> FindSeriesRequest:
    return FindSeriesRequest(
        story_id=message.story_id,
    )


def fill_find_series_response(message: Any, value: FindSeriesResponse) -> None:
    message.place.SetInParent()
    fill_series_place(message.place, value.place)


def read_find_series_response(message: Any, strict: bool) -> FindSeriesResponse:
    return FindSeriesResponse(
        place=read_series_place(message.place, strict)
        if message.HasField("place")
        else codec.missing("place", strict),
    )


def fill_translation(message: Any, value: Translation) -> None:
    message.story_id = value.story_id
    message.author_id = value.author_id
    message.title = value.title
    message.language = value.language
    message.asked = value.asked


def read_translation(message: Any, strict: bool) -> Translation:
    return Translation(
        story_id=message.story_id,
        author_id=message.author_id,
        title=message.title,
        language=message.language,
        asked=message.asked,
    )


def fill_translation_offer(message: Any, value: TranslationOffer) -> None:
    message.translation.SetInParent()
    fill_translation(message.translation, value.translation)
    message.other_id = value.other_id
    message.other_title = value.other_title
    codec.put_moment(message.offered_at, value.offered_at)


def read_translation_offer(message: Any, strict: bool) -> TranslationOffer:
    return TranslationOffer(
        translation=read_translation(message.translation, strict)
        if message.HasField("translation")
        else codec.missing("translation", strict),
        other_id=message.other_id,
        other_title=message.other_title,
        offered_at=codec.moment(message.offered_at, "offered_at", strict)
        if message.HasField("offered_at")
        else codec.missing("offered_at", strict),
    )


def fill_link_translation_request(message: Any, value: LinkTranslationRequest) -> None:
    message.story_id = value.story_id
    message.other_id = value.other_id


def read_link_translation_request(message: Any, strict: bool) -> LinkTranslationRequest:
    return LinkTranslationRequest(
        story_id=message.story_id,
        other_id=message.other_id,
    )


def fill_link_translation_response(message: Any, value: LinkTranslationResponse) -> None:
    message.linked = value.linked


def read_link_translation_response(message: Any, strict: bool) -> LinkTranslationResponse:
    return LinkTranslationResponse(
        linked=message.linked,
    )


def fill_answer_translation_request(message: Any, value: AnswerTranslationRequest) -> None:
    message.story_id = value.story_id
    message.other_id = value.other_id
    message.accepted = value.accepted


def read_answer_translation_request(message: Any, strict: bool) -> AnswerTranslationRequest:
    return AnswerTranslationRequest(
        story_id=message.story_id,
        other_id=message.other_id,
        accepted=message.accepted,
    )


def fill_answer_translation_response(message: Any, value: AnswerTranslationResponse) -> None:
    pass


def read_answer_translation_response(message: Any, strict: bool) -> AnswerTranslationResponse:
    return AnswerTranslationResponse()


def fill_unlink_translation_request(message: Any, value: UnlinkTranslationRequest) -> None:
    message.story_id = value.story_id


def read_unlink_translation_request(message: Any, strict: bool) -> UnlinkTranslationRequest:
    return UnlinkTranslationRequest(
        story_id=message.story_id,
    )


def fill_unlink_translation_response(message: Any, value: UnlinkTranslationResponse) -> None:
    pass


def read_unlink_translation_response(message: Any, strict: bool) -> UnlinkTranslationResponse:
    return UnlinkTranslationResponse()


def fill_list_translations_request(message: Any, value: ListTranslationsRequest) -> None:
    message.story_id = value.story_id


def read_list_translations_request(message: Any, strict: bool) -> ListTranslationsRequest:
    return ListTranslationsRequest(
        story_id=message.story_id,
    )


def fill_list_translations_response(message: Any, value: ListTranslationsResponse) -> None:
    for stories_item in value.stories:
        fill_story(message.stories.add(), stories_item)


def read_list_translations_response(message: Any, strict: bool) -> ListTranslationsResponse:
    return ListTranslationsResponse(
        stories=tuple([read_story(item, strict) for item in message.stories]),
    )


def fill_list_own_translations_request(message: Any, value: ListOwnTranslationsRequest) -> None:
    message.story_id = value.story_id


def read_list_own_translations_request(message: Any, strict: bool) -> ListOwnTranslationsRequest:
    return ListOwnTranslationsRequest(
        story_id=message.story_id,
    )


def fill_list_own_translations_response(message: Any, value: ListOwnTranslationsResponse) -> None:
    for translations_item in value.translations:
        fill_translation(message.translations.add(), translations_item)


def read_list_own_translations_response(message: Any, strict: bool) -> ListOwnTranslationsResponse:
    return ListOwnTranslationsResponse(
        translations=tuple([read_translation(item, strict) for item in message.translations]),
    )


def fill_list_translation_offers_request(message: Any, value: ListTranslationOffersRequest) -> None:
    pass


def read_list_translation_offers_request(message: Any, strict: bool) -> ListTranslationOffersRequest:
    return ListTranslationOffersRequest()


def fill_list_translation_offers_response(message: Any, value: ListTranslationOffersResponse) -> None:
    for offers_item in value.offers:
        fill_translation_offer(message.offers.add(), offers_item)


def read_list_translation_offers_response(message: Any, strict: bool) -> ListTranslationOffersResponse:
    return ListTranslationOffersResponse(
        offers=tuple([read_translation_offer(item, strict) for item in message.offers]),
    )


def fill_create_draft_request(message: Any, value: CreateDraftRequest) -> None:
    if value.content is not None:
        message.content.SetInParent()
        fill_content(message.content, value.content)


def read_create_draft_request(message: Any, strict: bool) -> CreateDraftRequest:
    return CreateDraftRequest(
        content=read_content(message.content, strict) if message.HasField("content") else None,
    )


def fill_create_draft_response(message: Any, value: CreateDraftResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)


def read_create_draft_response(message: Any, strict: bool) -> CreateDraftResponse:
    return CreateDraftResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
    )


def fill_save_draft_request(message: Any, value: SaveDraftRequest) -> None:
    message.story_id = value.story_id
    message.version = value.version
    message.content.SetInParent()
    fill_content(message.content, value.content)


def read_save_draft_request(message: Any, strict: bool) -> SaveDraftRequest:
    return SaveDraftRequest(
        story_id=message.story_id,
        version=message.version,
        content=read_content(message.content, strict)
        if message.HasField("content")
        else codec.missing("content", strict),
    )


def fill_save_draft_response(message: Any, value: SaveDraftResponse) -> None:
    message.version = value.version
    codec.put_moment(message.saved_at, value.saved_at)
    message.words = value.words
    message.reading_minutes = value.reading_minutes
    message.body = value.body


def read_save_draft_response(message: Any, strict: bool) -> SaveDraftResponse:
    return SaveDraftResponse(
        version=message.version,
        saved_at=codec.moment(message.saved_at, "saved_at", strict)
        if message.HasField("saved_at")
        else codec.missing("saved_at", strict),
        words=message.words,
        reading_minutes=message.reading_minutes,
        body=message.body,
    )


def fill_get_draft_request(message: Any, value: GetDraftRequest) -> None:
    message.story_id = value.story_id


def read_get_draft_request(message: Any, strict: bool) -> GetDraftRequest:
    return GetDraftRequest(
        story_id=message.story_id,
    )


def fill_get_draft_response(message: Any, value: GetDraftResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)


def read_get_draft_response(message: Any, strict: bool) -> GetDraftResponse:
    return GetDraftResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
    )


def fill_discard_changes_request(message: Any, value: DiscardChangesRequest) -> None:
    message.story_id = value.story_id
    message.version = value.version


def read_discard_changes_request(message: Any, strict: bool) -> DiscardChangesRequest:
    return DiscardChangesRequest(
        story_id=message.story_id,
        version=message.version,
    )


def fill_discard_changes_response(message: Any, value: DiscardChangesResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)


def read_discard_changes_response(message: Any, strict: bool) -> DiscardChangesResponse:
    return DiscardChangesResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
    )


def fill_publish_request(message: Any, value: PublishRequest) -> None:
    message.story_id = value.story_id
    message.version = value.version


def read_publish_request(message: Any, strict: bool) -> PublishRequest:
    return PublishRequest(
        story_id=message.story_id,
        version=message.version,
    )


def fill_publish_response(message: Any, value: PublishResponse) -> None:
    message.story.SetInParent()
    fill_story(message.story, value.story)


def read_publish_response(message: Any, strict: bool) -> PublishResponse:
    return PublishResponse(
        story=read_story(message.story, strict)
        if message.HasField("story")
        else codec.missing("story", strict),
    )


def fill_schedule_request(message: Any, value: ScheduleRequest) -> None:
    message.story_id = value.story_id
    message.version = value.version
    codec.put_moment(message.at, value.at)


def read_schedule_request(message: Any, strict: bool) -> ScheduleRequest:
    return ScheduleRequest(
        story_id=message.story_id,
        version=message.version,
        at=codec.moment(message.at, "at", strict) if message.HasField("at") else codec.missing("at", strict),
    )


def fill_schedule_response(message: Any, value: ScheduleResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)


def read_schedule_response(message: Any, strict: bool) -> ScheduleResponse:
    return ScheduleResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
    )


def fill_unschedule_request(message: Any, value: UnscheduleRequest) -> None:
    message.story_id = value.story_id


def read_unschedule_request(message: Any, strict: bool) -> UnscheduleRequest:
    return UnscheduleRequest(
        story_id=message.story_id,
    )


def fill_unschedule_response(message: Any, value: UnscheduleResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)


def read_unschedule_response(message: Any, strict: bool) -> UnscheduleResponse:
    return UnscheduleResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
    )


def fill_unpublish_request(message: Any, value: UnpublishRequest) -> None:
    message.story_id = value.story_id


def read_unpublish_request(message: Any, strict: bool) -> UnpublishRequest:
    return UnpublishRequest(
        story_id=message.story_id,
    )


def fill_unpublish_response(message: Any, value: UnpublishResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)


def read_unpublish_response(message: Any, strict: bool) -> UnpublishResponse:
    return UnpublishResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
    )


def fill_delete_request(message: Any, value: DeleteRequest) -> None:
    message.story_id = value.story_id


def read_delete_request(message: Any, strict: bool) -> DeleteRequest:
    return DeleteRequest(
        story_id=message.story_id,
    )


def fill_delete_response(message: Any, value: DeleteResponse) -> None:
    codec.put_moment(message.undo_until, value.undo_until)


def read_delete_response(message: Any, strict: bool) -> DeleteResponse:
    return DeleteResponse(
        undo_until=codec.moment(message.undo_until, "undo_until", strict)
        if message.HasField("undo_until")
        else codec.missing("undo_until", strict),
    )


def fill_undelete_request(message: Any, value: UndeleteRequest) -> None:
    message.story_id = value.story_id


def read_undelete_request(message: Any, strict: bool) -> UndeleteRequest:
    return UndeleteRequest(
        story_id=message.story_id,
    )


def fill_undelete_response(message: Any, value: UndeleteResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)


def read_undelete_response(message: Any, strict: bool) -> UndeleteResponse:
    return UndeleteResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
    )


def fill_list_revisions_request(message: Any, value: ListRevisionsRequest) -> None:
    message.story_id = value.story_id
    message.limit = value.limit
    message.before = value.before


def read_list_revisions_request(message: Any, strict: bool) -> ListRevisionsRequest:
    return ListRevisionsRequest(
        story_id=message.story_id,
        limit=message.limit if message.HasField("limit") else 50,
        before=message.before,
    )


def fill_list_revisions_response(message: Any, value: ListRevisionsResponse) -> None:
    for revisions_item in value.revisions:
        fill_revision(message.revisions.add(), revisions_item)


def read_list_revisions_response(message: Any, strict: bool) -> ListRevisionsResponse:
    return ListRevisionsResponse(
        revisions=tuple([read_revision(item, strict) for item in message.revisions]),
    )


def fill_get_revision_request(message: Any, value: GetRevisionRequest) -> None:
    message.story_id = value.story_id
    message.revision_id = value.revision_id


def read_get_revision_request(message: Any, strict: bool) -> GetRevisionRequest:
    return GetRevisionRequest(
        story_id=message.story_id,
        revision_id=message.revision_id,
    )


def fill_get_revision_response(message: Any, value: GetRevisionResponse) -> None:
    message.revision.SetInParent()
    fill_revision(message.revision, value.revision)
    message.content.SetInParent()
    fill_content(message.content, value.content)
    message.html = value.html


def read_get_revision_response(message: Any, strict: bool) -> GetRevisionResponse:
    return GetRevisionResponse(
        revision=read_revision(message.revision, strict)
        if message.HasField("revision")
        else codec.missing("revision", strict),
        content=read_content(message.content, strict)
        if message.HasField("content")
        else codec.missing("content", strict),
        html=message.html,
    )


def fill_compare_revisions_request(message: Any, value: CompareRevisionsRequest) -> None:
    message.story_id = value.story_id
    message.from_revision_id = value.from_revision_id
    message.to_revision_id = value.to_revision_id


def read_compare_revisions_request(message: Any, strict: bool) -> CompareRevisionsRequest:
    return CompareRevisionsRequest(
        story_id=message.story_id,
        from_revision_id=message.from_revision_id,
        to_revision_id=message.to_revision_id,
    )


def fill_compare_revisions_response(message: Any, value: CompareRevisionsResponse) -> None:
    message.html = value.html
    message.words_added = value.words_added
    message.words_removed = value.words_removed


def read_compare_revisions_response(message: Any, strict: bool) -> CompareRevisionsResponse:
    return CompareRevisionsResponse(
        html=message.html,
        words_added=message.words_added,
        words_removed=message.words_removed,
    )


def fill_restore_revision_request(message: Any, value: RestoreRevisionRequest) -> None:
    message.story_id = value.story_id
    message.revision_id = value.revision_id
    message.version = value.version


def read_restore_revision_request(message: Any, strict: bool) -> RestoreRevisionRequest:
    return RestoreRevisionRequest(
        story_id=message.story_id,
        revision_id=message.revision_id,
        version=message.version,
    )


def fill_restore_revision_response(message: Any, value: RestoreRevisionResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)


def read_restore_revision_response(message: Any, strict: bool) -> RestoreRevisionResponse:
    return RestoreRevisionResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
    )


def fill_share_draft_request(message: Any, value: ShareDraftRequest) -> None:
    message.story_id = value.story_id
    message.shared = value.shared


def read_share_draft_request(message: Any, strict: bool) -> ShareDraftRequest:
    return ShareDraftRequest(
        story_id=message.story_id,
        shared=message.shared,
    )


def fill_share_draft_response(message: Any, value: ShareDraftResponse) -> None:
    message.share_key = value.share_key


def read_share_draft_response(message: Any, strict: bool) -> ShareDraftResponse:
    return ShareDraftResponse(
        share_key=message.share_key,
    )


def fill_read_shared_request(message: Any, value: ReadSharedRequest) -> None:
    message.share_key = value.share_key


def read_read_shared_request(message: Any, strict: bool) -> ReadSharedRequest:
    return ReadSharedRequest(
        share_key=message.share_key,
    )


def fill_read_shared_response(message: Any, value: ReadSharedResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)
    message.html = value.html


def read_read_shared_response(message: Any, strict: bool) -> ReadSharedResponse:
    return ReadSharedResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
        html=message.html,
    )


def fill_list_desk_request(message: Any, value: ListDeskRequest) -> None:
    message.status = _STATUS_NUMBER[value.status]
    message.limit = value.limit
    message.after = value.after
    message.publication_id = value.publication_id


def read_list_desk_request(message: Any, strict: bool) -> ListDeskRequest:
    return ListDeskRequest(
        status=_STATUS.get(message.status) or codec.unknown(Status.UNSPECIFIED, "status", strict),
        limit=message.limit if message.HasField("limit") else 50,
        after=message.after,
        publication_id=message.publication_id,
    )


def fill_list_desk_response(message: Any, value: ListDeskResponse) -> None:
    for items_item in value.items:
        fill_desk_item(message.items.add(), items_item)
    message.next = value.next
    message.counts.update(value.counts)


def read_list_desk_response(message: Any, strict: bool) -> ListDeskResponse:
    return ListDeskResponse(
        items=tuple([read_desk_item(item, strict) for item in message.items]),
        next=message.next,
        counts=dict(message.counts),
    )


def fill_export_stories_request(message: Any, value: ExportStoriesRequest) -> None:
    pass


def read_export_stories_request(message: Any, strict: bool) -> ExportStoriesRequest:
    return ExportStoriesRequest()


def fill_export_stories_response(message: Any, value: ExportStoriesResponse) -> None:
    message.draft.SetInParent()
    fill_draft(message.draft, value.draft)


def read_export_stories_response(message: Any, strict: bool) -> ExportStoriesResponse:
    return ExportStoriesResponse(
        draft=read_draft(message.draft, strict)
        if message.HasField("draft")
        else codec.missing("draft", strict),
    )


def fill_get_stories_request(message: Any, value: GetStoriesRequest) -> None:
    message.story_ids.extend(value.story_ids)


def read_get_stories_request(message: Any, strict: bool) -> GetStoriesRequest:
    return GetStoriesRequest(
        story_ids=tuple(message.story_ids),
    )


def fill_get_stories_response(message: Any, value: GetStoriesResponse) -> None:
    for stories_item in value.stories:
        fill_story(message.stories.add(), stories_item)


def read_get_stories_response(message: Any, strict: bool) -> GetStoriesResponse:
    return GetStoriesResponse(
        stories=tuple([read_story(item, strict) for item in message.stories]),
    )


def fill_read_story_request(message: Any, value: ReadStoryRequest) -> None:
    message.story_id = value.story_id


def read_read_story_request(message: Any, strict: bool) -> ReadStoryRequest:
    return ReadStoryRequest(
        story_id=message.story_id,
    )


def fill_read_story_response(message: Any, value: ReadStoryResponse) -> None:
    message.story.SetInParent()
    fill_full_story(message.story, value.story)


def read_read_story_response(message: Any, strict: bool) -> ReadStoryResponse:
    return ReadStoryResponse(
        story=read_full_story(message.story, strict)
        if message.HasField("story")
        else codec.missing("story", strict),
    )


def fill_read_stories_request(message: Any, value: ReadStoriesRequest) -> None:
    message.story_ids.extend(value.story_ids)


def read_read_stories_request(message: Any, strict: bool) -> ReadStoriesRequest:
    return ReadStoriesRequest(
        story_ids=tuple(message.story_ids),
    )


def fill_read_stories_response(message: Any, value: ReadStoriesResponse) -> None:
    for stories_item in value.stories:
        fill_full_story(message.stories.add(), stories_item)


def read_read_stories_response(message: Any, strict: bool) -> ReadStoriesResponse:
    return ReadStoriesResponse(
        stories=tuple([read_full_story(item, strict) for item in message.stories]),
    )


def fill_list_stories_request(message: Any, value: ListStoriesRequest) -> None:
    message.author_id = value.author_id
    message.tag = value.tag
    message.limit = value.limit
    message.after = value.after
    message.with_text = value.with_text
    message.publication_id = value.publication_id
    message.section_id = value.section_id


def read_list_stories_request(message: Any, strict: bool) -> ListStoriesRequest:
    return ListStoriesRequest(
        author_id=message.author_id,
        tag=message.tag,
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
        with_text=message.with_text,
        publication_id=message.publication_id,
        section_id=message.section_id,
    )


def fill_list_stories_response(message: Any, value: ListStoriesResponse) -> None:
    for stories_item in value.stories:
        fill_story(message.stories.add(), stories_item)
    for full_item in value.full:
        fill_full_story(message.full.add(), full_item)
    message.next = value.next


def read_list_stories_response(message: Any, strict: bool) -> ListStoriesResponse:
    return ListStoriesResponse(
        stories=tuple([read_story(item, strict) for item in message.stories]),
        full=tuple([read_full_story(item, strict) for item in message.full]),
        next=message.next,
    )


def fill_find_by_old_address_request(message: Any, value: FindByOldAddressRequest) -> None:
    message.address = value.address
    message.author_id = value.author_id


def read_find_by_old_address_request(message: Any, strict: bool) -> FindByOldAddressRequest:
    return FindByOldAddressRequest(
        address=message.address,
        author_id=message.author_id,
    )


def fill_find_by_old_address_response(message: Any, value: FindByOldAddressResponse) -> None:
    message.story.SetInParent()
    fill_story(message.story, value.story)


def read_find_by_old_address_response(message: Any, strict: bool) -> FindByOldAddressResponse:
    return FindByOldAddressResponse(
        story=read_story(message.story, strict)
        if message.HasField("story")
        else codec.missing("story", strict),
    )


def fill_listed_part(message: Any, value: ListedPart) -> None:
    message.number = value.number
    message.lines = value.lines
    codec.put_moment(message.updated_at, value.updated_at)


def read_listed_part(message: Any, strict: bool) -> ListedPart:
    return ListedPart(
        number=message.number,
        lines=message.lines,
        updated_at=codec.moment(message.updated_at, "updated_at", strict)
        if message.HasField("updated_at")
        else codec.missing("updated_at", strict),
    )


def fill_listed_author(message: Any, value: ListedAuthor) -> None:
    message.author_id = value.author_id
    codec.put_moment(message.updated_at, value.updated_at)


def read_listed_author(message: Any, strict: bool) -> ListedAuthor:
    return ListedAuthor(
        author_id=message.author_id,
        updated_at=codec.moment(message.updated_at, "updated_at", strict)
        if message.HasField("updated_at")
        else codec.missing("updated_at", strict),
    )


def fill_listed_tag(message: Any, value: ListedTag) -> None:
    message.name = value.name
    codec.put_moment(message.newest_at, value.newest_at)


def read_listed_tag(message: Any, strict: bool) -> ListedTag:
    return ListedTag(
        name=message.name,
        newest_at=codec.moment(message.newest_at, "newest_at", strict)
        if message.HasField("newest_at")
        else codec.missing("newest_at", strict),
    )


def fill_map_listed_request(message: Any, value: MapListedRequest) -> None:
    pass


def read_map_listed_request(message: Any, strict: bool) -> MapListedRequest:
    return MapListedRequest()


def fill_map_listed_response(message: Any, value: MapListedResponse) -> None:
    for stories_item in value.stories:
        fill_listed_part(message.stories.add(), stories_item)
    for authors_item in value.authors:
        fill_listed_part(message.authors.add(), authors_item)
    for tags_item in value.tags:
        fill_listed_part(message.tags.add(), tags_item)


def read_map_listed_response(message: Any, strict: bool) -> MapListedResponse:
    return MapListedResponse(
        stories=tuple([read_listed_part(item, strict) for item in message.stories]),
        authors=tuple([read_listed_part(item, strict) for item in message.authors]),
        tags=tuple([read_listed_part(item, strict) for item in message.tags]),
    )


def fill_list_stories_part_request(message: Any, value: ListStoriesPartRequest) -> None:
    message.number = value.number


def read_list_stories_part_request(message: Any, strict: bool) -> ListStoriesPartRequest:
    return ListStoriesPartRequest(
        number=message.number,
    )


def fill_list_stories_part_response(message: Any, value: ListStoriesPartResponse) -> None:
    for stories_item in value.stories:
        fill_story(message.stories.add(), stories_item)


def read_list_stories_part_response(message: Any, strict: bool) -> ListStoriesPartResponse:
    return ListStoriesPartResponse(
        stories=tuple([read_story(item, strict) for item in message.stories]),
    )


def fill_list_authors_part_request(message: Any, value: ListAuthorsPartRequest) -> None:
    message.number = value.number


def read_list_authors_part_request(message: Any, strict: bool) -> ListAuthorsPartRequest:
    return ListAuthorsPartRequest(
        number=message.number,
    )


def fill_list_authors_part_response(message: Any, value: ListAuthorsPartResponse) -> None:
    for authors_item in value.authors:
        fill_listed_author(message.authors.add(), authors_item)


def read_list_authors_part_response(message: Any, strict: bool) -> ListAuthorsPartResponse:
    return ListAuthorsPartResponse(
        authors=tuple([read_listed_author(item, strict) for item in message.authors]),
    )


def fill_list_tags_part_request(message: Any, value: ListTagsPartRequest) -> None:
    message.number = value.number


def read_list_tags_part_request(message: Any, strict: bool) -> ListTagsPartRequest:
    return ListTagsPartRequest(
        number=message.number,
    )


def fill_list_tags_part_response(message: Any, value: ListTagsPartResponse) -> None:
    for tags_item in value.tags:
        fill_listed_tag(message.tags.add(), tags_item)


def read_list_tags_part_response(message: Any, strict: bool) -> ListTagsPartResponse:
    return ListTagsPartResponse(
        tags=tuple([read_listed_tag(item, strict) for item in message.tags]),
    )


def fill_offer_story_request(message: Any, value: OfferStoryRequest) -> None:
    message.story_id = value.story_id
    message.publication_id = value.publication_id
    message.version = value.version


def read_offer_story_request(message: Any, strict: bool) -> OfferStoryRequest:
    return OfferStoryRequest(
        story_id=message.story_id,
        publication_id=message.publication_id,
        version=message.version,
    )


def fill_offer_story_response(message: Any, value: OfferStoryResponse) -> None:
    message.offered.SetInParent()
    fill_offered(message.offered, value.offered)


def read_offer_story_response(message: Any, strict: bool) -> OfferStoryResponse:
    return OfferStoryResponse(
        offered=read_offered(message.offered, strict)
        if message.HasField("offered")
        else codec.missing("offered", strict),
    )


def fill_offered(message: Any, value: Offered) -> None:
    message.story_id = value.story_id
    message.revision_id = value.revision_id
    message.version = value.version
    message.title = value.title


def read_offered(message: Any, strict: bool) -> Offered:
    return Offered(
        story_id=message.story_id,
        revision_id=message.revision_id,
        version=message.version,
        title=message.title,
    )


def fill_take_in_request(message: Any, value: TakeInRequest) -> None:
    message.story_id = value.story_id
    message.publication_id = value.publication_id
    message.version = value.version
    message.section_id = value.section_id


def read_take_in_request(message: Any, strict: bool) -> TakeInRequest:
    return TakeInRequest(
        story_id=message.story_id,
        publication_id=message.publication_id,
        version=message.version,
        section_id=message.section_id,
    )


def fill_take_in_response(message: Any, value: TakeInResponse) -> None:
    message.story.SetInParent()
    fill_story(message.story, value.story)


def read_take_in_response(message: Any, strict: bool) -> TakeInResponse:
    return TakeInResponse(
        story=read_story(message.story, strict)
        if message.HasField("story")
        else codec.missing("story", strict),
    )


def fill_release_request(message: Any, value: ReleaseRequest) -> None:
    message.story_id = value.story_id
    message.publication_id = value.publication_id
    message.only_offered = value.only_offered


def read_release_request(message: Any, strict: bool) -> ReleaseRequest:
    return ReleaseRequest(
        story_id=message.story_id,
        publication_id=message.publication_id,
        only_offered=message.only_offered,
    )


def fill_release_response(message: Any, value: ReleaseResponse) -> None:
    message.standing = _STANDING_NUMBER[value.standing]


def read_release_response(message: Any, strict: bool) -> ReleaseResponse:
    return ReleaseResponse(
        standing=_STANDING.get(message.standing) or codec.unknown(Standing.UNSPECIFIED, "standing", strict),
    )


def fill_assign_section_request(message: Any, value: AssignSectionRequest) -> None:
    message.story_id = value.story_id
    message.publication_id = value.publication_id
    message.section_id = value.section_id


def read_assign_section_request(message: Any, strict: bool) -> AssignSectionRequest:
    return AssignSectionRequest(
        story_id=message.story_id,
        publication_id=message.publication_id,
        section_id=message.section_id,
    )


def fill_assign_section_response(message: Any, value: AssignSectionResponse) -> None:
    pass


def read_assign_section_response(message: Any, strict: bool) -> AssignSectionResponse:
    return AssignSectionResponse()


def fill_release_all_request(message: Any, value: ReleaseAllRequest) -> None:
    message.publication_id = value.publication_id
    message.section_id = value.section_id


def read_release_all_request(message: Any, strict: bool) -> ReleaseAllRequest:
    return ReleaseAllRequest(
        publication_id=message.publication_id,
        section_id=message.section_id,
    )


def fill_release_all_response(message: Any, value: ReleaseAllResponse) -> None:
    message.stories = value.stories


def read_release_all_response(message: Any, strict: bool) -> ReleaseAllResponse:
    return ReleaseAllResponse(
        stories=message.stories,
    )


def fill_note_membership_request(message: Any, value: NoteMembershipRequest) -> None:
    message.publication_id = value.publication_id
    message.person_id = value.person_id
    message.role = _MEMBER_ROLE_NUMBER[value.role]


def read_note_membership_request(message: Any, strict: bool) -> NoteMembershipRequest:
    return NoteMembershipRequest(
        publication_id=message.publication_id,
        person_id=message.person_id,
        role=_MEMBER_ROLE.get(message.role) or codec.unknown(MemberRole.UNSPECIFIED, "role", strict),
    )


def fill_note_membership_response(message: Any, value: NoteMembershipResponse) -> None:
    pass


def read_note_membership_response(message: Any, strict: bool) -> NoteMembershipResponse:
    return NoteMembershipResponse()


def fill_list_edited_request(message: Any, value: ListEditedRequest) -> None:
    pass


def read_list_edited_request(message: Any, strict: bool) -> ListEditedRequest:
    return ListEditedRequest()


def fill_list_edited_response(message: Any, value: ListEditedResponse) -> None:
    message.publication_ids.extend(value.publication_ids)


def read_list_edited_response(message: Any, strict: bool) -> ListEditedResponse:
    return ListEditedResponse(
        publication_ids=tuple(message.publication_ids),
    )


def fill_list_tags_request(message: Any, value: ListTagsRequest) -> None:
    message.limit = value.limit


def read_list_tags_request(message: Any, strict: bool) -> ListTagsRequest:
    return ListTagsRequest(
        limit=message.limit if message.HasField("limit") else 20,
    )


def fill_list_tags_response(message: Any, value: ListTagsResponse) -> None:
    for tags_item in value.tags:
        fill_tag(message.tags.add(), tags_item)


def read_list_tags_response(message: Any, strict: bool) -> ListTagsResponse:
    return ListTagsResponse(
        tags=tuple([read_tag(item, strict) for item in message.tags]),
    )


def fill_import_story_request(message: Any, value: ImportStoryRequest) -> None:
    message.source = value.source
    message.author_id = value.author_id
    message.content.SetInParent()
    fill_content(message.content, value.content)
    if value.published_at is not None:
        codec.put_moment(message.published_at, value.published_at)
    message.old_addresses.extend(value.old_addresses)
    message.co_author_ids.extend(value.co_author_ids)


def read_import_story_request(message: Any, strict: bool) -> ImportStoryRequest:
    return ImportStoryRequest(
        source=message.source,
        author_id=message.author_id,
        content=read_content(message.content, strict)
        if message.HasField("content")
        else codec.missing("content", strict),
        published_at=codec.moment(message.published_at, "published_at", strict)
        if message.HasField("published_at")
        else None,
        old_addresses=tuple(message.old_addresses),
        co_author_ids=tuple(message.co_author_ids),
    )


def fill_import_story_response(message: Any, value: ImportStoryResponse) -> None:
    message.story_id = value.story_id
    message.outcome = _IMPORTED_NUMBER[value.outcome]
    message.slug = value.slug


def read_import_story_response(message: Any, strict: bool) -> ImportStoryResponse:
    return ImportStoryResponse(
        story_id=message.story_id,
        outcome=_IMPORTED.get(message.outcome) or codec.unknown(Imported.UNSPECIFIED, "outcome", strict),
        slug=message.slug,
    )


def fill_in_another_publication(message: Any, value: InAnotherPublication) -> None:
    message.story_id = value.story_id


def read_in_another_publication(message: Any, strict: bool) -> InAnotherPublication:
    return InAnotherPublication(
        story_id=message.story_id,
    )


def fill_story_not_found(message: Any, value: StoryNotFound) -> None:
    message.story_id = value.story_id


def read_story_not_found(message: Any, strict: bool) -> StoryNotFound:
    return StoryNotFound(
        story_id=message.story_id,
    )


def fill_story_gone(message: Any, value: StoryGone) -> None:
    message.story_id = value.story_id


def read_story_gone(message: Any, strict: bool) -> StoryGone:
    return StoryGone(
        story_id=message.story_id,
    )


def fill_not_invitable(message: Any, value: NotInvitable) -> None:
    message.person_id = value.person_id
    if value.until is not None:
        codec.put_moment(message.until, value.until)


def read_not_invitable(message: Any, strict: bool) -> NotInvitable:
    return NotInvitable(
        person_id=message.person_id,
        until=codec.moment(message.until, "until", strict) if message.HasField("until") else None,
    )


def fill_too_many_co_authors(message: Any, value: TooManyCoAuthors) -> None:
    message.limit = value.limit


def read_too_many_co_authors(message: Any, strict: bool) -> TooManyCoAuthors:
    return TooManyCoAuthors(
        limit=message.limit,
    )


def fill_series_not_found(message: Any, value: SeriesNotFound) -> None:
    message.series_id = value.series_id


def read_series_not_found(message: Any, strict: bool) -> SeriesNotFound:
    return SeriesNotFound(
        series_id=message.series_id,
    )


def fill_series_conflict(message: Any, value: SeriesConflict) -> None:
    message.series_id = value.series_id
    message.version = value.version


def read_series_conflict(message: Any, strict: bool) -> SeriesConflict:
    return SeriesConflict(
        series_id=message.series_id,
        version=message.version,
    )


def fill_too_many_series(message: Any, value: TooManySeries) -> None:
    message.limit = value.limit


def read_too_many_series(message: Any, strict: bool) -> TooManySeries:
    return TooManySeries(
        limit=message.limit,
    )


def fill_in_another_series(message: Any, value: InAnotherSeries) -> None:
    message.story_id = value.story_id


def read_in_another_series(message: Any, strict: bool) -> InAnotherSeries:
    return InAnotherSeries(
        story_id=message.story_id,
    )


def fill_language_taken(message: Any, value: LanguageTaken) -> None:
    message.language = value.language


def read_language_taken(message: Any, strict: bool) -> LanguageTaken:
    return LanguageTaken(
        language=message.language,
    )


def fill_already_translated(message: Any, value: AlreadyTranslated) -> None:
    message.story_id = value.story_id


def read_already_translated(message: Any, strict: bool) -> AlreadyTranslated:
    return AlreadyTranslated(
        story_id=message.story_id,
    )


def fill_too_many_offers(message: Any, value: TooManyOffers) -> None:
    message.limit = value.limit


def read_too_many_offers(message: Any, strict: bool) -> TooManyOffers:
    return TooManyOffers(
        limit=message.limit,
    )


def fill_revision_not_found(message: Any, value: RevisionNotFound) -> None:
    message.revision_id = value.revision_id


def read_revision_not_found(message: Any, strict: bool) -> RevisionNotFound:
    return RevisionNotFound(
        revision_id=message.revision_id,
    )


def fill_version_conflict(message: Any, value: VersionConflict) -> None:
    message.story_id = value.story_id
    message.version = value.version
    codec.put_moment(message.saved_at, value.saved_at)
    message.saved_by = value.saved_by
    message.content.SetInParent()
    fill_content(message.content, value.content)


def read_version_conflict(message: Any, strict: bool) -> VersionConflict:
    return VersionConflict(
        story_id=message.story_id,
        version=message.version,
        saved_at=codec.moment(message.saved_at, "saved_at", strict)
        if message.HasField("saved_at")
        else codec.missing("saved_at", strict),
        saved_by=message.saved_by,
        content=read_content(message.content, strict)
        if message.HasField("content")
        else codec.missing("content", strict),
    )


def fill_invalid_document(message: Any, value: InvalidDocument) -> None:
    message.field = value.field
    message.problem = value.problem


def read_invalid_document(message: Any, strict: bool) -> InvalidDocument:
    return InvalidDocument(
        field=message.field,
        problem=message.problem,
    )


def fill_not_publishable(message: Any, value: NotPublishable) -> None:
    message.field = value.field
    message.problem = value.problem


def read_not_publishable(message: Any, strict: bool) -> NotPublishable:
    return NotPublishable(
        field=message.field,
        problem=message.problem,
    )


def fill_wrong_state(message: Any, value: WrongState) -> None:
    message.status = _STATUS_NUMBER[value.status]


def read_wrong_state(message: Any, strict: bool) -> WrongState:
    return WrongState(
        status=_STATUS.get(message.status) or codec.unknown(Status.UNSPECIFIED, "status", strict),
    )


def fill_too_many_drafts(message: Any, value: TooManyDrafts) -> None:
    message.limit = value.limit


def read_too_many_drafts(message: Any, strict: bool) -> TooManyDrafts:
    return TooManyDrafts(
        limit=message.limit,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    InAnotherPublication.proto_name: codec.Packing(
        _InAnotherPublication, fill_in_another_publication, read_in_another_publication
    ),
    StoryNotFound.proto_name: codec.Packing(_StoryNotFound, fill_story_not_found, read_story_not_found),
    StoryGone.proto_name: codec.Packing(_StoryGone, fill_story_gone, read_story_gone),
    NotInvitable.proto_name: codec.Packing(_NotInvitable, fill_not_invitable, read_not_invitable),
    TooManyCoAuthors.proto_name: codec.Packing(
        _TooManyCoAuthors, fill_too_many_co_authors, read_too_many_co_authors
    ),
    SeriesNotFound.proto_name: codec.Packing(_SeriesNotFound, fill_series_not_found, read_series_not_found),
    SeriesConflict.proto_name: codec.Packing(_SeriesConflict, fill_series_conflict, read_series_conflict),
    TooManySeries.proto_name: codec.Packing(_TooManySeries, fill_too_many_series, read_too_many_series),
    InAnotherSeries.proto_name: codec.Packing(
        _InAnotherSeries, fill_in_another_series, read_in_another_series
    ),
    LanguageTaken.proto_name: codec.Packing(_LanguageTaken, fill_language_taken, read_language_taken),
    AlreadyTranslated.proto_name: codec.Packing(
        _AlreadyTranslated, fill_already_translated, read_already_translated
    ),
    TooManyOffers.proto_name: codec.Packing(_TooManyOffers, fill_too_many_offers, read_too_many_offers),
    RevisionNotFound.proto_name: codec.Packing(
        _RevisionNotFound, fill_revision_not_found, read_revision_not_found
    ),
    VersionConflict.proto_name: codec.Packing(_VersionConflict, fill_version_conflict, read_version_conflict),
    InvalidDocument.proto_name: codec.Packing(_InvalidDocument, fill_invalid_document, read_invalid_document),
    NotPublishable.proto_name: codec.Packing(_NotPublishable, fill_not_publishable, read_not_publishable),
    WrongState.proto_name: codec.Packing(_WrongState, fill_wrong_state, read_wrong_state),
    TooManyDrafts.proto_name: codec.Packing(_TooManyDrafts, fill_too_many_drafts, read_too_many_drafts),
}

METHODS: dict[str, codec.WireMethod] = {
    "CreateDraft": codec.WireMethod(
        codec.Packing(_CreateDraftRequest, fill_create_draft_request, read_create_draft_request),
        codec.Packing(_CreateDraftResponse, fill_create_draft_response, read_create_draft_response),
    ),
    "SaveDraft": codec.WireMethod(
        codec.Packing(_SaveDraftRequest, fill_save_draft_request, read_save_draft_request),
        codec.Packing(_SaveDraftResponse, fill_save_draft_response, read_save_draft_response),
    ),
    "GetDraft": codec.WireMethod(
        codec.Packing(_GetDraftRequest, fill_get_draft_request, read_get_draft_request),
        codec.Packing(_GetDraftResponse, fill_get_draft_response, read_get_draft_response),
    ),
    "DiscardChanges": codec.WireMethod(
        codec.Packing(_DiscardChangesRequest, fill_discard_changes_request, read_discard_changes_request),
        codec.Packing(_DiscardChangesResponse, fill_discard_changes_response, read_discard_changes_response),
    ),
    "Publish": codec.WireMethod(
        codec.Packing(_PublishRequest, fill_publish_request, read_publish_request),
        codec.Packing(_PublishResponse, fill_publish_response, read_publish_response),
    ),
    "Schedule": codec.WireMethod(
        codec.Packing(_ScheduleRequest, fill_schedule_request, read_schedule_request),
        codec.Packing(_ScheduleResponse, fill_schedule_response, read_schedule_response),
    ),
    "Unschedule": codec.WireMethod(
        codec.Packing(_UnscheduleRequest, fill_unschedule_request, read_unschedule_request),
        codec.Packing(_UnscheduleResponse, fill_unschedule_response, read_unschedule_response),
    ),
    "Unpublish": codec.WireMethod(
        codec.Packing(_UnpublishRequest, fill_unpublish_request, read_unpublish_request),
        codec.Packing(_UnpublishResponse, fill_unpublish_response, read_unpublish_response),
    ),
    "Delete": codec.WireMethod(
        codec.Packing(_DeleteRequest, fill_delete_request, read_delete_request),
        codec.Packing(_DeleteResponse, fill_delete_response, read_delete_response),
    ),
    "Undelete": codec.WireMethod(
        codec.Packing(_UndeleteRequest, fill_undelete_request, read_undelete_request),
        codec.Packing(_UndeleteResponse, fill_undelete_response, read_undelete_response),
    ),
    "ListRevisions": codec.WireMethod(
        codec.Packing(_ListRevisionsRequest, fill_list_revisions_request, read_list_revisions_request),
        codec.Packing(_ListRevisionsResponse, fill_list_revisions_response, read_list_revisions_response),
    ),
    "GetRevision": codec.WireMethod(
        codec.Packing(_GetRevisionRequest, fill_get_revision_request, read_get_revision_request),
        codec.Packing(_GetRevisionResponse, fill_get_revision_response, read_get_revision_response),
    ),
    "CompareRevisions": codec.WireMethod(
        codec.Packing(
            _CompareRevisionsRequest, fill_compare_revisions_request, read_compare_revisions_request
        ),
        codec.Packing(
            _CompareRevisionsResponse, fill_compare_revisions_response, read_compare_revisions_response
        ),
    ),
    "RestoreRevision": codec.WireMethod(
        codec.Packing(_RestoreRevisionRequest, fill_restore_revision_request, read_restore_revision_request),
        codec.Packing(
            _RestoreRevisionResponse, fill_restore_revision_response, read_restore_revision_response
        ),
    ),
    "ShareDraft": codec.WireMethod(
        codec.Packing(_ShareDraftRequest, fill_share_draft_request, read_share_draft_request),
        codec.Packing(_ShareDraftResponse, fill_share_draft_response, read_share_draft_response),
    ),
    "ReadShared": codec.WireMethod(
        codec.Packing(_ReadSharedRequest, fill_read_shared_request, read_read_shared_request),
        codec.Packing(_ReadSharedResponse, fill_read_shared_response, read_read_shared_response),
    ),
    "InviteCoAuthor": codec.WireMethod(
        codec.Packing(_InviteCoAuthorRequest, fill_invite_co_author_request, read_invite_co_author_request),
        codec.Packing(
            _InviteCoAuthorResponse, fill_invite_co_author_response, read_invite_co_author_response
        ),
    ),
    "AnswerInvitation": codec.WireMethod(
        codec.Packing(
            _AnswerInvitationRequest, fill_answer_invitation_request, read_answer_invitation_request
        ),
        codec.Packing(
            _AnswerInvitationResponse, fill_answer_invitation_response, read_answer_invitation_response
        ),
    ),
    "RemoveCoAuthor": codec.WireMethod(
        codec.Packing(_RemoveCoAuthorRequest, fill_remove_co_author_request, read_remove_co_author_request),
        codec.Packing(
            _RemoveCoAuthorResponse, fill_remove_co_author_response, read_remove_co_author_response
        ),
    ),
    "ListCoAuthors": codec.WireMethod(
        codec.Packing(_ListCoAuthorsRequest, fill_list_co_authors_request, read_list_co_authors_request),
        codec.Packing(_ListCoAuthorsResponse, fill_list_co_authors_response, read_list_co_authors_response),
    ),
    "ListInvitations": codec.WireMethod(
        codec.Packing(_ListInvitationsRequest, fill_list_invitations_request, read_list_invitations_request),
        codec.Packing(
            _ListInvitationsResponse, fill_list_invitations_response, read_list_invitations_response
        ),
    ),
    "CreateSeries": codec.WireMethod(
        codec.Packing(_CreateSeriesRequest, fill_create_series_request, read_create_series_request),
        codec.Packing(_CreateSeriesResponse, fill_create_series_response, read_create_series_response),
    ),
    "ChangeSeries": codec.WireMethod(
        codec.Packing(_ChangeSeriesRequest, fill_change_series_request, read_change_series_request),
        codec.Packing(_ChangeSeriesResponse, fill_change_series_response, read_change_series_response),
    ),
    "ArrangeSeries": codec.WireMethod(
        codec.Packing(_ArrangeSeriesRequest, fill_arrange_series_request, read_arrange_series_request),
        codec.Packing(_ArrangeSeriesResponse, fill_arrange_series_response, read_arrange_series_response),
    ),
    "DeleteSeries": codec.WireMethod(
        codec.Packing(_DeleteSeriesRequest, fill_delete_series_request, read_delete_series_request),
        codec.Packing(_DeleteSeriesResponse, fill_delete_series_response, read_delete_series_response),
    ),
    "LeaveSeries": codec.WireMethod(
        codec.Packing(_LeaveSeriesRequest, fill_leave_series_request, read_leave_series_request),
        codec.Packing(_LeaveSeriesResponse, fill_leave_series_response, read_leave_series_response),
    ),
    "ListSeries": codec.WireMethod(
        codec.Packing(_ListSeriesRequest, fill_list_series_request, read_list_series_request),
        codec.Packing(_ListSeriesResponse, fill_list_series_response, read_list_series_response),
    ),
    "GetOwnSeries": codec.WireMethod(
        codec.Packing(_GetOwnSeriesRequest, fill_get_own_series_request, read_get_own_series_request),
        codec.Packing(_GetOwnSeriesResponse, fill_get_own_series_response, read_get_own_series_response),
    ),
    "ReadSeries": codec.WireMethod(
        codec.Packing(_ReadSeriesRequest, fill_read_series_request, read_read_series_request),
        codec.Packing(_ReadSeriesResponse, fill_read_series_response, read_read_series_response),
    ),
    "FindSeries": codec.WireMethod(
        codec.Packing(_FindSeriesRequest, fill_find_series_request, read_find_series_request),
        codec.Packing(_FindSeriesResponse, fill_find_series_response, read_find_series_response),
    ),
    "LinkTranslation": codec.WireMethod(
        codec.Packing(_LinkTranslationRequest, fill_link_translation_request, read_link_translation_request),
        codec.Packing(
            _LinkTranslationResponse, fill_link_translation_response, read_link_translation_response
        ),
    ),
    "AnswerTranslation": codec.WireMethod(
        codec.Packing(
            _AnswerTranslationRequest, fill_answer_translation_request, read_answer_translation_request
        ),
        codec.Packing(
            _AnswerTranslationResponse, fill_answer_translation_response, read_answer_translation_response
        ),
    ),
    "UnlinkTranslation": codec.WireMethod(
        codec.Packing(
            _UnlinkTranslationRequest, fill_unlink_translation_request, read_unlink_translation_request
        ),
        codec.Packing(
            _UnlinkTranslationResponse, fill_unlink_translation_response, read_unlink_translation_response
        ),
    ),
    "ListTranslations": codec.WireMethod(
        codec.Packing(
            _ListTranslationsRequest, fill_list_translations_request, read_list_translations_request
        ),
        codec.Packing(
            _ListTranslationsResponse, fill_list_translations_response, read_list_translations_response
        ),
    ),
    "ListOwnTranslations": codec.WireMethod(
        codec.Packing(
            _ListOwnTranslationsRequest,
            fill_list_own_translations_request,
            read_list_own_translations_request,
        ),
        codec.Packing(
            _ListOwnTranslationsResponse,
            fill_list_own_translations_response,
            read_list_own_translations_response,
        ),
    ),
    "ListTranslationOffers": codec.WireMethod(
        codec.Packing(
            _ListTranslationOffersRequest,
            fill_list_translation_offers_request,
            read_list_translation_offers_request,
        ),
        codec.Packing(
            _ListTranslationOffersResponse,
            fill_list_translation_offers_response,
            read_list_translation_offers_response,
        ),
    ),
    "ListDesk": codec.WireMethod(
        codec.Packing(_ListDeskRequest, fill_list_desk_request, read_list_desk_request),
        codec.Packing(_ListDeskResponse, fill_list_desk_response, read_list_desk_response),
    ),
    "ExportStories": codec.WireMethod(
        codec.Packing(_ExportStoriesRequest, fill_export_stories_request, read_export_stories_request),
        codec.Packing(_ExportStoriesResponse, fill_export_stories_response, read_export_stories_response),
    ),
    "GetStories": codec.WireMethod(
        codec.Packing(_GetStoriesRequest, fill_get_stories_request, read_get_stories_request),
        codec.Packing(_GetStoriesResponse, fill_get_stories_response, read_get_stories_response),
    ),
    "ReadStory": codec.WireMethod(
        codec.Packing(_ReadStoryRequest, fill_read_story_request, read_read_story_request),
        codec.Packing(_ReadStoryResponse, fill_read_story_response, read_read_story_response),
    ),
    "ReadStories": codec.WireMethod(
        codec.Packing(_ReadStoriesRequest, fill_read_stories_request, read_read_stories_request),
        codec.Packing(_ReadStoriesResponse, fill_read_stories_response, read_read_stories_response),
    ),
    "ListStories": codec.WireMethod(
        codec.Packing(_ListStoriesRequest, fill_list_stories_request, read_list_stories_request),
        codec.Packing(_ListStoriesResponse, fill_list_stories_response, read_list_stories_response),
    ),
    "FindByOldAddress": codec.WireMethod(
        codec.Packing(
            _FindByOldAddressRequest, fill_find_by_old_address_request, read_find_by_old_address_request
        ),
        codec.Packing(
            _FindByOldAddressResponse, fill_find_by_old_address_response, read_find_by_old_address_response
        ),
    ),
    "MapListed": codec.WireMethod(
        codec.Packing(_MapListedRequest, fill_map_listed_request, read_map_listed_request),
        codec.Packing(_MapListedResponse, fill_map_listed_response, read_map_listed_response),
    ),
    "ListStoriesPart": codec.WireMethod(
        codec.Packing(
            _ListStoriesPartRequest, fill_list_stories_part_request, read_list_stories_part_request
        ),
        codec.Packing(
            _ListStoriesPartResponse, fill_list_stories_part_response, read_list_stories_part_response
        ),
    ),
    "ListAuthorsPart": codec.WireMethod(
        codec.Packing(
            _ListAuthorsPartRequest, fill_list_authors_part_request, read_list_authors_part_request
        ),
        codec.Packing(
            _ListAuthorsPartResponse, fill_list_authors_part_response, read_list_authors_part_response
        ),
    ),
    "ListTagsPart": codec.WireMethod(
        codec.Packing(_ListTagsPartRequest, fill_list_tags_part_request, read_list_tags_part_request),
        codec.Packing(_ListTagsPartResponse, fill_list_tags_part_response, read_list_tags_part_response),
    ),
    "OfferStory": codec.WireMethod(
        codec.Packing(_OfferStoryRequest, fill_offer_story_request, read_offer_story_request),
        codec.Packing(_OfferStoryResponse, fill_offer_story_response, read_offer_story_response),
    ),
    "TakeIn": codec.WireMethod(
        codec.Packing(_TakeInRequest, fill_take_in_request, read_take_in_request),
        codec.Packing(_TakeInResponse, fill_take_in_response, read_take_in_response),
    ),
    "Release": codec.WireMethod(
        codec.Packing(_ReleaseRequest, fill_release_request, read_release_request),
        codec.Packing(_ReleaseResponse, fill_release_response, read_release_response),
    ),
    "AssignSection": codec.WireMethod(
        codec.Packing(_AssignSectionRequest, fill_assign_section_request, read_assign_section_request),
        codec.Packing(_AssignSectionResponse, fill_assign_section_response, read_assign_section_response),
    ),
    "ReleaseAll": codec.WireMethod(
        codec.Packing(_ReleaseAllRequest, fill_release_all_request, read_release_all_request),
        codec.Packing(_ReleaseAllResponse, fill_release_all_response, read_release_all_response),
    ),
    "NoteMembership": codec.WireMethod(
        codec.Packing(_NoteMembershipRequest, fill_note_membership_request, read_note_membership_request),
        codec.Packing(_NoteMembershipResponse, fill_note_membership_response, read_note_membership_response),
    ),
    "ListEdited": codec.WireMethod(
        codec.Packing(_ListEditedRequest, fill_list_edited_request, read_list_edited_request),
        codec.Packing(_ListEditedResponse, fill_list_edited_response, read_list_edited_response),
    ),
    "ListTags": codec.WireMethod(
        codec.Packing(_ListTagsRequest, fill_list_tags_request, read_list_tags_request),
        codec.Packing(_ListTagsResponse, fill_list_tags_response, read_list_tags_response),
    ),
    "ImportStory": codec.WireMethod(
        codec.Packing(_ImportStoryRequest, fill_import_story_request, read_import_story_request),
        codec.Packing(_ImportStoryResponse, fill_import_story_response, read_import_story_response),
    ),
}


class StoriesClient:
    """Stories at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._create_draft: codec.Unary[Draft] = wire.unary("CreateDraft")
        self._save_draft: codec.Unary[SaveDraftResponse] = wire.unary("SaveDraft")
        self._get_draft: codec.Unary[Draft] = wire.unary("GetDraft")
        self._discard_changes: codec.Unary[Draft] = wire.unary("DiscardChanges")
        self._publish: codec.Unary[Story] = wire.unary("Publish")
        self._schedule: codec.Unary[Draft] = wire.unary("Schedule")
        self._unschedule: codec.Unary[Draft] = wire.unary("Unschedule")
        self._unpublish: codec.Unary[Draft] = wire.unary("Unpublish")
        self._delete: codec.Unary[datetime] = wire.unary("Delete")
        self._undelete: codec.Unary[Draft] = wire.unary("Undelete")
        self._list_revisions: codec.Unary[tuple[Revision, ...]] = wire.unary("ListRevisions")
        self._get_revision: codec.Unary[GetRevisionResponse] = wire.unary("GetRevision")
        self._compare_revisions: codec.Unary[CompareRevisionsResponse] = wire.unary("CompareRevisions")
        self._restore_revision: codec.Unary[Draft] = wire.unary("RestoreRevision")
        self._share_draft: codec.Unary[str] = wire.unary("ShareDraft")
        self._read_shared: codec.Unary[ReadSharedResponse] = wire.unary("ReadShared")
        self._invite_co_author: codec.Unary[tuple[CoAuthor, ...]] = wire.unary("InviteCoAuthor")
        self._answer_invitation: codec.Unary[None] = wire.unary("AnswerInvitation")
        self._remove_co_author: codec.Unary[None] = wire.unary("RemoveCoAuthor")
        self._list_co_authors: codec.Unary[tuple[CoAuthor, ...]] = wire.unary("ListCoAuthors")
        self._list_invitations: codec.Unary[tuple[Invitation, ...]] = wire.unary("ListInvitations")
        self._create_series: codec.Unary[Series] = wire.unary("CreateSeries")
        self._change_series: codec.Unary[Series] = wire.unary("ChangeSeries")
        self._arrange_series: codec.Unary[Series] = wire.unary("ArrangeSeries")
        self._delete_series: codec.Unary[None] = wire.unary("DeleteSeries")
        self._leave_series: codec.Unary[None] = wire.unary("LeaveSeries")
        self._list_series: codec.Unary[tuple[Series, ...]] = wire.unary("ListSeries")
        self._get_own_series: codec.Unary[GetOwnSeriesResponse] = wire.unary("GetOwnSeries")
        self._read_series: codec.Unary[ReadSeriesResponse] = wire.unary("ReadSeries")
        self._find_series: codec.Unary[SeriesPlace] = wire.unary("FindSeries")
        self._link_translation: codec.Unary[bool] = wire.unary("LinkTranslation")
        self._answer_translation: codec.Unary[None] = wire.unary("AnswerTranslation")
        self._unlink_translation: codec.Unary[None] = wire.unary("UnlinkTranslation")
        self._list_translations: codec.Unary[tuple[Story, ...]] = wire.unary("ListTranslations")
        self._list_own_translations: codec.Unary[tuple[Translation, ...]] = wire.unary("ListOwnTranslations")
        self._list_translation_offers: codec.Unary[tuple[TranslationOffer, ...]] = wire.unary(
            "ListTranslationOffers"
        )
        self._list_desk: codec.Unary[ListDeskResponse] = wire.unary("ListDesk")
        self._export_stories: codec.Stream[Draft] = wire.stream("ExportStories")
        self._get_stories: codec.Unary[tuple[Story, ...]] = wire.unary("GetStories")
        self._read_story: codec.Unary[FullStory] = wire.unary("ReadStory")
        self._read_stories: codec.Unary[tuple[FullStory, ...]] = wire.unary("ReadStories")
        self._list_stories: codec.Unary[ListStoriesResponse] = wire.unary("ListStories")
        self._find_by_old_address: codec.Unary[Story] = wire.unary("FindByOldAddress")
        self._map_listed: codec.Unary[MapListedResponse] = wire.unary("MapListed")
        self._list_stories_part: codec.Unary[tuple[Story, ...]] = wire.unary("ListStoriesPart")
        self._list_authors_part: codec.Unary[tuple[ListedAuthor, ...]] = wire.unary("ListAuthorsPart")
        self._list_tags_part: codec.Unary[tuple[ListedTag, ...]] = wire.unary("ListTagsPart")
        self._offer_story: codec.Unary[Offered] = wire.unary("OfferStory")
        self._take_in: codec.Unary[Story] = wire.unary("TakeIn")
        self._release: codec.Unary[Standing] = wire.unary("Release")
        self._assign_section: codec.Unary[None] = wire.unary("AssignSection")
        self._release_all: codec.Unary[int] = wire.unary("ReleaseAll")
        self._note_membership: codec.Unary[None] = wire.unary("NoteMembership")
        self._list_edited: codec.Unary[tuple[PublicationId, ...]] = wire.unary("ListEdited")
        self._list_tags: codec.Unary[tuple[Tag, ...]] = wire.unary("ListTags")
        self._import_story: codec.Unary[ImportStoryResponse] = wire.unary("ImportStory")

    async def create_draft(self, *, content: Content | None = None) -> Draft:
        return await self._create_draft(CreateDraftRequest(content=content))

    async def save_draft(self, *, story_id: StoryId, version: int, content: Content) -> SaveDraftResponse:
        return await self._save_draft(SaveDraftRequest(story_id=story_id, version=version, content=content))

    async def get_draft(self, *, story_id: StoryId) -> Draft:
        return await self._get_draft(GetDraftRequest(story_id=story_id))

    async def discard_changes(self, *, story_id: StoryId, version: int) -> Draft:
        return await self._discard_changes(DiscardChangesRequest(story_id=story_id, version=version))

    async def publish(self, *, story_id: StoryId, version: int) -> Story:
        return await self._publish(PublishRequest(story_id=story_id, version=version))

    async def schedule(self, *, story_id: StoryId, version: int, at: datetime) -> Draft:
        return await self._schedule(ScheduleRequest(story_id=story_id, version=version, at=at))

    async def unschedule(self, *, story_id: StoryId) -> Draft:
        return await self._unschedule(UnscheduleRequest(story_id=story_id))

    async def unpublish(self, *, story_id: StoryId) -> Draft:
        return await self._unpublish(UnpublishRequest(story_id=story_id))

    async def delete(self, *, story_id: StoryId) -> datetime:
        return await self._delete(DeleteRequest(story_id=story_id))

    async def undelete(self, *, story_id: StoryId) -> Draft:
        return await self._undelete(UndeleteRequest(story_id=story_id))

    async def list_revisions(
        self, *, story_id: StoryId, limit: int = 50, before: RevisionId = RevisionId("")
    ) -> tuple[Revision, ...]:
        return await self._list_revisions(ListRevisionsRequest(story_id=story_id, limit=limit, before=before))

    async def get_revision(self, *, story_id: StoryId, revision_id: RevisionId) -> GetRevisionResponse:
        return await self._get_revision(GetRevisionRequest(story_id=story_id, revision_id=revision_id))

    async def compare_revisions(
        self, *, story_id: StoryId, from_revision_id: RevisionId, to_revision_id: RevisionId = RevisionId("")
    ) -> CompareRevisionsResponse:
        return await self._compare_revisions(
            CompareRevisionsRequest(
                story_id=story_id, from_revision_id=from_revision_id, to_revision_id=to_revision_id
            )
        )

    async def restore_revision(self, *, story_id: StoryId, revision_id: RevisionId, version: int) -> Draft:
        return await self._restore_revision(
            RestoreRevisionRequest(story_id=story_id, revision_id=revision_id, version=version)
        )

    async def share_draft(self, *, story_id: StoryId, shared: bool) -> str:
        return await self._share_draft(ShareDraftRequest(story_id=story_id, shared=shared))

    async def read_shared(self, *, share_key: str) -> ReadSharedResponse:
        return await self._read_shared(ReadSharedRequest(share_key=share_key))

    async def invite_co_author(self, *, story_id: StoryId, person_id: PersonId) -> tuple[CoAuthor, ...]:
        return await self._invite_co_author(InviteCoAuthorRequest(story_id=story_id, person_id=person_id))

    async def answer_invitation(self, *, story_id: StoryId, accepted: bool) -> None:
        await self._answer_invitation(AnswerInvitationRequest(story_id=story_id, accepted=accepted))

    async def remove_co_author(self, *, story_id: StoryId, person_id: PersonId) -> None:
        await self._remove_co_author(RemoveCoAuthorRequest(story_id=story_id, person_id=person_id))

    async def list_co_authors(self, *, story_id: StoryId) -> tuple[CoAuthor, ...]:
        return await self._list_co_authors(ListCoAuthorsRequest(story_id=story_id))

    async def list_invitations(self) -> tuple[Invitation, ...]:
        return await self._list_invitations(ListInvitationsRequest())

    async def create_series(self, *, title: str, description: str = "") -> Series:
        return await self._create_series(CreateSeriesRequest(title=title, description=description))

    async def change_series(self, *, series_id: SeriesId, title: str, description: str = "") -> Series:
        return await self._change_series(
            ChangeSeriesRequest(series_id=series_id, title=title, description=description)
        )

    async def arrange_series(
        self, *, series_id: SeriesId, version: int, story_ids: tuple[StoryId, ...]
    ) -> Series:
        return await self._arrange_series(
            ArrangeSeriesRequest(series_id=series_id, version=version, story_ids=story_ids)
        )

    async def delete_series(self, *, series_id: SeriesId) -> None:
        await self._delete_series(DeleteSeriesRequest(series_id=series_id))

    async def leave_series(self, *, story_id: StoryId) -> None:
        await self._leave_series(LeaveSeriesRequest(story_id=story_id))

    async def list_series(self) -> tuple[Series, ...]:
        return await self._list_series(ListSeriesRequest())

    async def get_own_series(self, *, series_id: SeriesId) -> GetOwnSeriesResponse:
        return await self._get_own_series(GetOwnSeriesRequest(series_id=series_id))

    async def read_series(self, *, series_id: SeriesId) -> ReadSeriesResponse:
        return await self._read_series(ReadSeriesRequest(series_id=series_id))

    async def find_series(self, *, story_id: StoryId) -> SeriesPlace:
        return await self._find_series(FindSeriesRequest(story_id=story_id))

    async def link_translation(self, *, story_id: StoryId, other_id: StoryId) -> bool:
        return await self._link_translation(LinkTranslationRequest(story_id=story_id, other_id=other_id))

    async def answer_translation(self, *, story_id: StoryId, other_id: StoryId, accepted: bool) -> None:
        await self._answer_translation(
            AnswerTranslationRequest(story_id=story_id, other_id=other_id, accepted=accepted)
        )

    async def unlink_translation(self, *, story_id: StoryId) -> None:
        await self._unlink_translation(UnlinkTranslationRequest(story_id=story_id))

    async def list_translations(self, *, story_id: StoryId) -> tuple[Story, ...]:
        return await self._list_translations(ListTranslationsRequest(story_id=story_id))

    async def list_own_translations(self, *, story_id: StoryId) -> tuple[Translation, ...]:
        return await self._list_own_translations(ListOwnTranslationsRequest(story_id=story_id))

    async def list_translation_offers(self) -> tuple[TranslationOffer, ...]:
        return await self._list_translation_offers(ListTranslationOffersRequest())

    async def list_desk(
        self,
        *,
        status: Status = Status.UNSPECIFIED,
        limit: int = 50,
        after: str = "",
        publication_id: PublicationId = PublicationId(""),
    ) -> ListDeskResponse:
        return await self._list_desk(
            ListDeskRequest(status=status, limit=limit, after=after, publication_id=publication_id)
        )

    def export_stories(self) -> AsyncIterator[Draft]:
        return self._export_stories(ExportStoriesRequest())

    async def get_stories(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Story, ...]:
        return await self._get_stories(GetStoriesRequest(story_ids=story_ids))

    async def read_story(self, *, story_id: StoryId) -> FullStory:
        return await self._read_story(ReadStoryRequest(story_id=story_id))

    async def read_stories(self, *, story_ids: tuple[StoryId, ...]) -> tuple[FullStory, ...]:
        return await self._read_stories(ReadStoriesRequest(story_ids=story_ids))

    async def list_stories(
        self,
        *,
        author_id: PersonId = PersonId(""),
        tag: str = "",
        limit: int = 20,
        after: str = "",
        with_text: bool = False,
        publication_id: PublicationId = PublicationId(""),
        section_id: SectionId = SectionId(""),
    ) -> ListStoriesResponse:
        return await self._list_stories(
            ListStoriesRequest(
                author_id=author_id,
                tag=tag,
                limit=limit,
                after=after,
                with_text=with_text,
                publication_id=publication_id,
                section_id=section_id,
            )
        )

    async def find_by_old_address(self, *, address: str, author_id: PersonId = PersonId("")) -> Story:
        return await self._find_by_old_address(FindByOldAddressRequest(address=address, author_id=author_id))

    async def map_listed(self) -> MapListedResponse:
        return await self._map_listed(MapListedRequest())

    async def list_stories_part(self, *, number: int) -> tuple[Story, ...]:
        return await self._list_stories_part(ListStoriesPartRequest(number=number))

    async def list_authors_part(self, *, number: int) -> tuple[ListedAuthor, ...]:
        return await self._list_authors_part(ListAuthorsPartRequest(number=number))

    async def list_tags_part(self, *, number: int) -> tuple[ListedTag, ...]:
        return await self._list_tags_part(ListTagsPartRequest(number=number))

    async def offer_story(self, *, story_id: StoryId, publication_id: PublicationId, version: int) -> Offered:
        return await self._offer_story(
            OfferStoryRequest(story_id=story_id, publication_id=publication_id, version=version)
        )

    async def take_in(
        self,
        *,
        story_id: StoryId,
        publication_id: PublicationId,
        version: int,
        section_id: SectionId = SectionId(""),
    ) -> Story:
        return await self._take_in(
            TakeInRequest(
                story_id=story_id, publication_id=publication_id, version=version, section_id=section_id
            )
        )

    async def release(
        self, *, story_id: StoryId, publication_id: PublicationId, only_offered: bool = False
    ) -> Standing:
        return await self._release(
            ReleaseRequest(story_id=story_id, publication_id=publication_id, only_offered=only_offered)
        )

    async def assign_section(
        self, *, story_id: StoryId, publication_id: PublicationId, section_id: SectionId = SectionId("")
    ) -> None:
        await self._assign_section(
            AssignSectionRequest(story_id=story_id, publication_id=publication_id, section_id=section_id)
        )

    async def release_all(
        self, *, publication_id: PublicationId, section_id: SectionId = SectionId("")
    ) -> int:
        return await self._release_all(
            ReleaseAllRequest(publication_id=publication_id, section_id=section_id)
        )

    async def note_membership(
        self, *, publication_id: PublicationId, person_id: PersonId, role: MemberRole = MemberRole.UNSPECIFIED
    ) -> None:
        await self._note_membership(
            NoteMembershipRequest(publication_id=publication_id, person_id=person_id, role=role)
        )

    async def list_edited(self) -> tuple[PublicationId, ...]:
        return await self._list_edited(ListEditedRequest())

    async def list_tags(self, *, limit: int = 20) -> tuple[Tag, ...]:
        return await self._list_tags(ListTagsRequest(limit=limit))

    async def import_story(
        self,
        *,
        source: str,
        author_id: PersonId,
        content: Content,
        published_at: datetime | None = None,
        old_addresses: tuple[str, ...] = (),
        co_author_ids: tuple[PersonId, ...] = (),
    ) -> ImportStoryResponse:
        return await self._import_story(
            ImportStoryRequest(
                source=source,
                author_id=author_id,
                content=content,
                published_at=published_at,
                old_addresses=old_addresses,
                co_author_ids=co_author_ids,
            )
        )
