# Generated from octavo/stories/v1/stories.proto by `make proto`; not to be edited.

"""Stories: drafts, revisions, publishing, addresses and tags."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.chassis.contract import (
    NOTHING,
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
from octavo.chassis.faults import Aborted, FailedPrecondition, Invalid, NotFound, ResourceExhausted
from octavo.images.v1.ids import ImageId
from octavo.publications.v1.ids import PublicationId, SectionId
from octavo.stories.v1.ids import RevisionId, SeriesId, StoryId

__all__ = [
    "AlreadyTranslated",
    "AnswerInvitationRequest",
    "AnswerInvitationResponse",
    "AnswerTranslationRequest",
    "AnswerTranslationResponse",
    "ArrangeSeriesRequest",
    "ArrangeSeriesResponse",
    "AssignSectionRequest",
    "AssignSectionResponse",
    "AuthorHidden",
    "AuthorShown",
    "CONTRACT",
    "ChangeSeriesRequest",
    "ChangeSeriesResponse",
    "CoAuthor",
    "CompareRevisionsRequest",
    "CompareRevisionsResponse",
    "Consent",
    "Content",
    "Cover",
    "CreateDraftRequest",
    "CreateDraftResponse",
    "CreateSeriesRequest",
    "CreateSeriesResponse",
    "DeleteRequest",
    "DeleteResponse",
    "DeleteSeriesRequest",
    "DeleteSeriesResponse",
    "DeskItem",
    "DiscardChangesRequest",
    "DiscardChangesResponse",
    "Draft",
    "ExportStoriesRequest",
    "ExportStoriesResponse",
    "FindByOldAddressRequest",
    "FindByOldAddressResponse",
    "FindSeriesRequest",
    "FindSeriesResponse",
    "FullStory",
    "GetDraftRequest",
    "GetDraftResponse",
    "GetOwnSeriesRequest",
    "GetOwnSeriesResponse",
    "GetRevisionRequest",
    "GetRevisionResponse",
    "GetStoriesRequest",
    "GetStoriesResponse",
    "ImageId",
    "ImportStoryRequest",
    "ImportStoryResponse",
    "Imported",
    "InAnotherPublication",
    "InAnotherSeries",
    "InvalidDocument",
    "Invitation",
    "InviteCoAuthorRequest",
    "InviteCoAuthorResponse",
    "LanguageTaken",
    "LeaveSeriesRequest",
    "LeaveSeriesResponse",
    "LinkTranslationRequest",
    "LinkTranslationResponse",
    "ListAuthorsPartRequest",
    "ListAuthorsPartResponse",
    "ListCoAuthorsRequest",
    "ListCoAuthorsResponse",
    "ListDeskRequest",
    "ListDeskResponse",
    "ListEditedRequest",
    "ListEditedResponse",
    "ListInvitationsRequest",
    "ListInvitationsResponse",
    "ListOwnTranslationsRequest",
    "ListOwnTranslationsResponse",
    "ListRevisionsRequest",
    "ListRevisionsResponse",
    "ListSeriesRequest",
    "ListSeriesResponse",
    "ListStoriesPartRequest",
    "ListStoriesPartResponse",
    "ListStoriesRequest",
    "ListStoriesResponse",
    "ListTagsPartRequest",
    "ListTagsPartResponse",
    "ListTagsRequest",
    "ListTagsResponse",
    "ListTranslationOffersRequest",
    "ListTranslationOffersResponse",
    "ListTranslationsRequest",
    "ListTranslationsResponse",
    "ListedAuthor",
    "ListedPart",
    "ListedTag",
    "MapListedRequest",
    "MapListedResponse",
    "MemberRole",
    "NotInvitable",
    "NotPublishable",
    "NoteMembershipRequest",
    "NoteMembershipResponse",
    "OfferStoryRequest",
    "OfferStoryResponse",
    "Offered",
    "PersonId",
    "PublicationId",
    "PublishRequest",
    "PublishResponse",
    "ReadSeriesRequest",
    "ReadSeriesResponse",
    "ReadSharedRequest",
    "ReadSharedResponse",
    "ReadStoriesRequest",
    "ReadStoriesResponse",
    "ReadStoryRequest",
    "ReadStoryResponse",
    "ReleaseAllRequest",
    "ReleaseAllResponse",
    "ReleaseRequest",
    "ReleaseResponse",
    "RemoveCoAuthorRequest",
    "RemoveCoAuthorResponse",
    "RestoreRevisionRequest",
    "RestoreRevisionResponse",
    "Revision",
    "RevisionId",
    "RevisionNotFound",
    "SaveDraftRequest",
    "SaveDraftResponse",
    "ScheduleRequest",
    "ScheduleResponse",
    "SectionId",
    "Series",
    "SeriesConflict",
    "SeriesId",
    "SeriesNotFound",
    "SeriesPart",
    "SeriesPlace",
    "ShareDraftRequest",
    "ShareDraftResponse",
    "Standing",
    "Status",
    "StoredStory",
    "Stories",
    "Story",
    "StoryErased",
    "StoryGone",
    "StoryId",
    "StoryMoved",
    "StoryNotFound",
    "StoryPublished",
    "StoryRevised",
    "StoryWithdrawn",
    "Tag",
    "TakeInRequest",
    "TakeInResponse",
    "TooManyCoAuthors",
    "TooManyDrafts",
    "TooManyOffers",
    "TooManySeries",
    "Translation",
    "TranslationOffer",
    "UndeleteRequest",
    "UndeleteResponse",
    "UnlinkTranslationRequest",
    "UnlinkTranslationResponse",
    "UnpublishRequest",
    "UnpublishResponse",
    "UnscheduleRequest",
    "UnscheduleResponse",
    "VersionConflict",
    "Visibility",
    "WrongState",
]


class Status(StrEnum):
    """Where a story stands."""

    UNSPECIFIED = "STATUS_UNSPECIFIED"
    # Never published, or taken back.
    DRAFT = "DRAFT"
    # Will be published at `scheduled_for`.
    SCHEDULED = "SCHEDULED"
    PUBLISHED = "PUBLISHED"
    # Deleted less than 30 days ago.
    DELETED = "DELETED"


class Visibility(StrEnum):
    """Who may read a published story."""

    UNSPECIFIED = "VISIBILITY_UNSPECIFIED"
    # Everybody; it is listed, fed and found.
    EVERYBODY = "EVERYBODY"
    # Whoever has the address; it is listed nowhere.
    UNLISTED = "UNLISTED"
    # Any signed-in person whose address is confirmed; others see a teaser: what
    # stands above the text's members' line, or else about a quarter of it.
    MEMBERS = "MEMBERS"


class Standing(StrEnum):
    """How a story stands to the publication that it names."""

    # It is its author's alone.
    UNSPECIFIED = "STANDING_UNSPECIFIED"
    # Submitted: the publication's editors read and edit it, and decide on it.
    OFFERED = "OFFERED"
    # The publication's editors publish it, and its address lies below the publication.
    TAKEN_IN = "TAKEN_IN"


class MemberRole(StrEnum):
    """What somebody is in a publication."""

    UNSPECIFIED = "MEMBER_ROLE_UNSPECIFIED"
    # Submits.
    WRITER = "WRITER"
    # Reviews and publishes.
    EDITOR = "EDITOR"
    # Besides, decides on the publication itself and on its people.
    OWNER = "OWNER"


class Consent(StrEnum):
    """Whether somebody agrees to be a story's co-author."""

    UNSPECIFIED = "CONSENT_UNSPECIFIED"
    INVITED = "INVITED"
    GIVEN = "GIVEN"
    # Said no, or left.
    DECLINED = "DECLINED"


class Imported(StrEnum):
    """How an import ended."""

    UNSPECIFIED = "IMPORTED_UNSPECIFIED"
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    # The source has changed, but so has the story here: it was left alone.
    KEPT = "KEPT"


class Cover(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A picture as the story uses it. The sizes and the placeholder are noted here
    so that a list needs no second look-up.
    """

    image_id: ImageId = ImageId("")
    # Text for those who do not see it; at most 500 characters.
    alt: str = ""
    width: Int32 = 0
    height: Int32 = 0
    # A tiny preview, as the images service gives it.
    placeholder: str = ""


class Content(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What is written: everything about a story that a revision keeps."""

    # At most 200 characters.
    title: str = ""
    # At most 300 characters.
    subtitle: str = ""
    # The document, as JSON text in the document schema; at most 2,000,000 bytes.
    body: str = ""
    # At most five, in the author's order; lower case, at most 40 characters each.
    tags: tuple[str, ...] = ()
    cover: Cover | None = None
    # Where the story was first published elsewhere; empty: here. An http(s) address.
    canonical_url: str = ""
    visibility: Visibility = Visibility.UNSPECIFIED
    # BCP 47; empty: the site's language.
    language: str = ""
    # The author's own words for lists and previews; empty: the text's beginning. At most 500 characters.
    excerpt: str = ""
    # The wished last part of the address; empty: made from the title. At most 100 characters.
    slug: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A story as its author sees it."""

    id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")
    status: Status = Status.UNSPECIFIED
    # Grows with each change of the text; the next save names it.
    version: Int32 = 0
    content: Content
    created_at: Moment
    saved_at: Moment
    scheduled_for: Moment | None = None
    published_at: Moment | None = None
    deleted_at: Moment | None = None
    # Published, and the working copy differs from what readers see.
    has_unpublished_changes: bool = False
    # The key of the secret link; empty while there is none.
    share_key: str = ""
    words: Int32 = 0
    reading_minutes: Int32 = 0
    # The last part of the public address (without the id); set from the first publication on.
    slug: str = ""
    # The publication that it was offered to or stands in; empty: none.
    publication_id: PublicationId = PublicationId("")
    standing: Standing = Standing.UNSPECIFIED
    # The publication's section that it was put into by hand; empty: none.
    section_id: SectionId = SectionId("")
    # Who writes it with the author, in the order in which they agreed.
    co_author_ids: tuple[PersonId, ...] = ()
    # The caller may let readers see this text: not a co-author, not while a publication's editors have it.
    may_publish: bool = False


class DeskItem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A line on the desk: a draft without its text."""

    id: StoryId = StoryId("")
    status: Status = Status.UNSPECIFIED
    title: str = ""
    subtitle: str = ""
    excerpt: str = ""
    words: Int32 = 0
    reading_minutes: Int32 = 0
    visibility: Visibility = Visibility.UNSPECIFIED
    saved_at: Moment
    scheduled_for: Moment | None = None
    published_at: Moment | None = None
    deleted_at: Moment | None = None
    has_unpublished_changes: bool = False
    slug: str = ""
    version: Int32 = 0
    publication_id: PublicationId = PublicationId("")
    standing: Standing = Standing.UNSPECIFIED
    author_id: PersonId = PersonId("")
    section_id: SectionId = SectionId("")


class Story(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A published story without its text, as lists show it."""

    id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")
    title: str = ""
    subtitle: str = ""
    # The last part of the address, before "-ID".
    slug: str = ""
    # Two lines or so of plain text.
    excerpt: str = ""
    cover: Cover | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility = Visibility.UNSPECIFIED
    language: str = ""
    words: Int32 = 0
    reading_minutes: Int32 = 0
    # First publication.
    published_at: Moment
    # Last change that readers see.
    updated_at: Moment
    canonical_url: str = ""
    # The published revision; a new one for every change that readers see.
    revision_id: RevisionId = RevisionId("")
    # The publication that it stands in, below whose address it is read; empty: its author's.
    publication_id: PublicationId = PublicationId("")
    # The publication's section that it was put into by hand; empty: none.
    section_id: SectionId = SectionId("")
    # Everybody reads it down to a line; what is below is for members.
    members_part: bool = False
    # Who wrote it with the author, in the order in which they agreed.
    co_author_ids: tuple[PersonId, ...] = ()


class FullStory(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A published story with its text."""

    story: Story
    # Rendered and sanitised. Only the teaser if `teaser_only`.
    html: str = ""
    # The reader may not read on before signing in.
    teaser_only: bool = False


class Revision(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A line in the list of revisions."""

    id: RevisionId = RevisionId("")
    story_id: StoryId = StoryId("")
    title: str = ""
    words: Int32 = 0
    created_at: Moment
    # Who saved it.
    author_id: PersonId = PersonId("")
    # Readers saw this one.
    published: bool = False


class Tag(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # As in the address `/tag/NAME`.
    name: str = ""
    stories: Int32 = 0


class CoAuthor(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Somebody who writes a story with its author, or was asked to."""

    person_id: PersonId = PersonId("")
    consent: Consent = Consent.UNSPECIFIED
    invited_at: Moment
    answered_at: Moment | None = None


class Invitation(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What somebody was asked: the story by its title, and who asks."""

    story_id: StoryId = StoryId("")
    title: str = ""
    author_id: PersonId = PersonId("")
    invited_at: Moment


class InviteCoAuthorRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    person_id: PersonId = PersonId("")


class InviteCoAuthorResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    co_authors: tuple[CoAuthor, ...] = ()


class AnswerInvitationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    accepted: bool = False


class AnswerInvitationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class RemoveCoAuthorRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    person_id: PersonId = PersonId("")


class RemoveCoAuthorResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListCoAuthorsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class ListCoAuthorsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    co_authors: tuple[CoAuthor, ...] = ()


class ListInvitationsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListInvitationsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    invitations: tuple[Invitation, ...] = ()


class Series(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Stories in an order of somebody's own."""

    id: SeriesId = SeriesId("")
    owner_id: PersonId = PersonId("")
    title: str = ""
    description: str = ""
    # The last part of the address, before "-ID".
    slug: str = ""
    # Grows with each change; the next arrangement names it.
    version: Int32 = 0
    # How many parts there are, those that readers do not see included.
    parts: Int32 = 0
    created_at: Moment


class SeriesPart(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A part of a series, as its owner sees it."""

    story_id: StoryId = StoryId("")
    title: str = ""
    # Lists show it, and so does the series.
    shown: bool = False


class SeriesPlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Where a story stands in its series. Both count the parts that lists show."""

    series: Series
    number: Int32 = 0
    of: Int32 = 0
    previous: Story | None = None
    next: Story | None = None


class CreateSeriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    title: str = ""
    description: str = ""


class CreateSeriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series: Series


class ChangeSeriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series_id: SeriesId = SeriesId("")
    title: str = ""
    description: str = ""


class ChangeSeriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series: Series


class ArrangeSeriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series_id: SeriesId = SeriesId("")
    version: Int32 = 0
    story_ids: tuple[StoryId, ...] = ()


class ArrangeSeriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series: Series


class DeleteSeriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series_id: SeriesId = SeriesId("")


class DeleteSeriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class LeaveSeriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class LeaveSeriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListSeriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListSeriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series: tuple[Series, ...] = ()


class GetOwnSeriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series_id: SeriesId = SeriesId("")


class GetOwnSeriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series: Series
    parts: tuple[SeriesPart, ...] = ()


class ReadSeriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series_id: SeriesId = SeriesId("")


class ReadSeriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    series: Series
    stories: tuple[Story, ...] = ()


class FindSeriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class FindSeriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    place: SeriesPlace


class Translation(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A translation of a story, as its authors see it."""

    story_id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")
    title: str = ""
    # BCP 47; empty: the site's language.
    language: str = ""
    # Its author was asked, and has not answered yet.
    asked: bool = False


class TranslationOffer(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An author asks whether their story counts as a translation of one of the caller's."""

    # The translation, with what readers see of it.
    translation: Translation
    other_id: StoryId = StoryId("")
    other_title: str = ""
    offered_at: Moment


class LinkTranslationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    other_id: StoryId = StoryId("")


class LinkTranslationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # False: the other's author was asked.
    linked: bool = False


class AnswerTranslationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    other_id: StoryId = StoryId("")
    accepted: bool = False


class AnswerTranslationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class UnlinkTranslationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class UnlinkTranslationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListTranslationsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class ListTranslationsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    stories: tuple[Story, ...] = ()


class ListOwnTranslationsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class ListOwnTranslationsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    translations: tuple[Translation, ...] = ()


class ListTranslationOffersRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListTranslationOffersResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    offers: tuple[TranslationOffer, ...] = ()


class CreateDraftRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    content: Content | None = None


class CreateDraftResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    draft: Draft


class SaveDraftRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    version: Int32 = 0
    content: Content


class SaveDraftResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    version: Int32 = 0
    saved_at: Moment
    words: Int32 = 0
    reading_minutes: Int32 = 0
    # The body's JSON where a block got its id here, because it had none or shared one; otherwise empty.
    body: str = ""


class GetDraftRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")


class GetDraftResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    draft: Draft


class DiscardChangesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    version: Int32 = 0


class DiscardChangesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    draft: Draft


class PublishRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    version: Int32 = 0


class PublishResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story: Story


class ScheduleRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    version: Int32 = 0
    at: Moment


class ScheduleResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    draft: Draft


class UnscheduleRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class UnscheduleResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    draft: Draft


class UnpublishRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")


class UnpublishResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    draft: Draft


class DeleteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")


class DeleteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # Until then it can be undone.
    undo_until: Moment


class UndeleteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")


class UndeleteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    draft: Draft


class ListRevisionsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    limit: Int32 = 50
    # Revisions older than this one.
    before: RevisionId = RevisionId("")


class ListRevisionsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    revisions: tuple[Revision, ...] = ()


class GetRevisionRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    revision_id: RevisionId = RevisionId("")


class GetRevisionResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    revision: Revision
    content: Content
    html: str = ""


class CompareRevisionsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    from_revision_id: RevisionId = RevisionId("")
    # Empty: the working copy.
    to_revision_id: RevisionId = RevisionId("")


class CompareRevisionsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # Inert, as what readers see: without its `del` the text after, without its
    # `ins` the text before. Marked `moved` is what changed its place, `restyled`
    # what changed its look.
    html: str = ""
    # Words that came, moved and restyled ones left out.
    words_added: Int32 = 0
    words_removed: Int32 = 0


class RestoreRevisionRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    revision_id: RevisionId = RevisionId("")
    version: Int32 = 0


class RestoreRevisionResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    draft: Draft


class ShareDraftRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    shared: bool = False


class ShareDraftResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # The new key; empty: the link is off.
    share_key: str = ""


class ReadSharedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    share_key: str = ""


class ReadSharedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    draft: Draft
    html: str = ""


class ListDeskRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    status: Status = Status.UNSPECIFIED
    limit: Int32 = 50
    # The `next` of the page before.
    after: str = ""
    # What stands in this publication, whoever wrote it, for its editors and owners;
    # for everybody else it is an empty desk.
    publication_id: PublicationId = PublicationId("")


class ListDeskResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    items: tuple[DeskItem, ...] = ()
    # Where the next page begins; empty: this was the last.
    next: str = ""
    # How many there are of each status, by its name.
    counts: Mapping[str, Int32] = NOTHING


class ExportStoriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ExportStoriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    draft: Draft


class GetStoriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_ids: tuple[StoryId, ...] = ()


class GetStoriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    stories: tuple[Story, ...] = ()


class ReadStoryRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")


class ReadStoryResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story: FullStory


class ReadStoriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_ids: tuple[StoryId, ...] = ()


class ReadStoriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    stories: tuple[FullStory, ...] = ()


class ListStoriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # Only by this person, alone or with others.
    author_id: PersonId = PersonId("")
    # Only with this tag.
    tag: str = ""
    limit: Int32 = 20
    # The `next` of the page before.
    after: str = ""
    # With the rendered text in `full` (feeds); at most 50 then, and fewer where
    # they are very long: `next` says whether there are more.
    with_text: bool = False
    # Only those that stand in this publication.
    publication_id: PublicationId = PublicationId("")
    # Only those that were put into this section by hand.
    section_id: SectionId = SectionId("")


class ListStoriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    stories: tuple[Story, ...] = ()
    # In the order of `stories`, where `with_text` was asked for.
    full: tuple[FullStory, ...] = ()
    next: str = ""


class FindByOldAddressRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # A path, beginning with "/"; or with `author_id`, a slug.
    address: str = ""
    author_id: PersonId = PersonId("")


class FindByOldAddressResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story: Story


class ListedPart(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A part of all that lists show; the first is number 1."""

    number: Int32 = 0
    lines: Int32 = 0
    # The last change that readers see; of tags, the newest story's date.
    updated_at: Moment


class ListedAuthor(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    author_id: PersonId = PersonId("")
    # The last change of any of their listed stories.
    updated_at: Moment


class ListedTag(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    name: str = ""
    # Of its newest story.
    newest_at: Moment


class MapListedRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class MapListedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    stories: tuple[ListedPart, ...] = ()
    authors: tuple[ListedPart, ...] = ()
    tags: tuple[ListedPart, ...] = ()


class ListStoriesPartRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    number: Int32 = 0


class ListStoriesPartResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    stories: tuple[Story, ...] = ()


class ListAuthorsPartRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    number: Int32 = 0


class ListAuthorsPartResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    authors: tuple[ListedAuthor, ...] = ()


class ListTagsPartRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    number: Int32 = 0


class ListTagsPartResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    tags: tuple[ListedTag, ...] = ()


class OfferStoryRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    publication_id: PublicationId = PublicationId("")
    version: Int32 = 0


class OfferStoryResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    offered: Offered


class Offered(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What was offered: the text as it was then, kept as a revision."""

    story_id: StoryId = StoryId("")
    revision_id: RevisionId = RevisionId("")
    version: Int32 = 0
    title: str = ""


class TakeInRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    publication_id: PublicationId = PublicationId("")
    version: Int32 = 0
    section_id: SectionId = SectionId("")


class TakeInResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story: Story


class ReleaseRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    publication_id: PublicationId = PublicationId("")
    only_offered: bool = False


class ReleaseResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # How it stands to the publication now: unspecified, unless it was left as it was.
    standing: Standing = Standing.UNSPECIFIED


class AssignSectionRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    publication_id: PublicationId = PublicationId("")
    section_id: SectionId = SectionId("")


class AssignSectionResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ReleaseAllRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    # Empty: out of the publication itself.
    section_id: SectionId = SectionId("")


class ReleaseAllResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    stories: Int32 = 0


class NoteMembershipRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    person_id: PersonId = PersonId("")
    role: MemberRole = MemberRole.UNSPECIFIED


class NoteMembershipResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListEditedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListEditedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_ids: tuple[PublicationId, ...] = ()


class ListTagsRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    limit: Int32 = 20


class ListTagsResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    tags: tuple[Tag, ...] = ()


class ImportStoryRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # Names the story at its origin, e.g. "markdown:/2015/12/08/title"; at most 500 characters.
    source: str = ""
    author_id: PersonId = PersonId("")
    content: Content
    # Absent: it stays a draft.
    published_at: Moment | None = None
    # Paths that it had; each leads to it from now on.
    old_addresses: tuple[str, ...] = ()
    # Who wrote it with the author; the operator answers for their consent. Who has left
    # the story here stays away.
    co_author_ids: tuple[PersonId, ...] = ()


class ImportStoryResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    outcome: Imported = Imported.UNSPECIFIED
    slug: str = ""


class StoredStory(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a story is stored, with the marks of what is about a person."""

    story_id: StoryId = StoryId("")
    author_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="author_id")] = (
        PersonId("")
    )
    content: Annotated[Content, Personal(Category.CONTENT, Erasure.DELETE, subject="author_id")]
    share_key: Annotated[str, Personal(Category.CREDENTIAL, Erasure.DELETE, subject="author_id")] = ""
    former_slugs: Annotated[
        tuple[str, ...], Personal(Category.CONTENT, Erasure.DELETE, subject="author_id")
    ] = ()
    saved_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="author_id")]
    # Who saved a revision; it stays where the story is somebody else's.
    saved_by: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.BLANK, subject="saved_by")] = PersonId(
        ""
    )
    # Who deleted it: the author, or a moderator.
    deleted_by: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.BLANK, subject="deleted_by")] = (
        PersonId("")
    )
    created_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="author_id")]
    published_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="author_id")]
    scheduled_for: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="author_id")]
    deleted_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="author_id")]
    # Since when the author is suspended.
    suspended_since: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="author_id")]
    # The text as it was rendered for readers.
    html: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="author_id")] = ""
    # Where an imported story came from, and the paths that it had there.
    source: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="author_id")] = ""
    # Who writes a story with its author, or was asked to.
    co_author_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="co_author_id")] = (
        PersonId("")
    )
    # When they were asked, and what they said when.
    answered_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="co_author_id")]
    # Whose series it is, what it is called, and when it was begun.
    series_owner_id: Annotated[
        PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="series_owner_id")
    ] = PersonId("")
    series_text: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="series_owner_id")] = ""
    series_begun_at: Annotated[
        Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="series_owner_id")
    ]
    # When an author asked whether their story counts as a translation.
    translation_offered_at: Annotated[
        Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="author_id")
    ]
    # Who is what in a publication: a copy, kept as long as they are.
    member_id: Annotated[PersonId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="member_id")] = (
        PersonId("")
    )
    old_paths: Annotated[
        tuple[str, ...], Personal(Category.CONTENT, Erasure.DELETE, subject="author_id")
    ] = ()


class InAnotherPublication(FailedPrecondition):
    """The story was offered to another publication, or stands in one, or was never offered to this one."""

    proto_name = "octavo.stories.v1.InAnotherPublication"
    public_text = (
        "The story was offered to another publication, or stands in one, or was never offered to this one."
    )
    field_names: ClassVar[tuple[str, ...]] = ("story_id",)
    story_id: StoryId

    def __init__(self, *, story_id: StoryId = StoryId("")) -> None:
        super().__init__()
        self.story_id = story_id


class StoryNotFound(NotFound):
    """There is no such story, or not for this caller."""

    proto_name = "octavo.stories.v1.StoryNotFound"
    public_text = "There is no such story, or not for this caller."
    field_names: ClassVar[tuple[str, ...]] = ("story_id",)
    story_id: StoryId

    def __init__(self, *, story_id: StoryId = StoryId("")) -> None:
        super().__init__()
        self.story_id = story_id


class StoryGone(FailedPrecondition):
    """It was there and has been deleted or taken back."""

    proto_name = "octavo.stories.v1.StoryGone"
    public_text = "It was there and has been deleted or taken back."
    field_names: ClassVar[tuple[str, ...]] = ("story_id",)
    story_id: StoryId

    def __init__(self, *, story_id: StoryId = StoryId("")) -> None:
        super().__init__()
        self.story_id = story_id


class NotInvitable(FailedPrecondition):
    """The person cannot be asked: it is the author, was asked already, or said no or left
    less than 30 days ago.
    """

    proto_name = "octavo.stories.v1.NotInvitable"
    public_text = "The person cannot be asked: it is the author, was asked already, or said no or left less than 30 days ago."
    field_names: ClassVar[tuple[str, ...]] = ("person_id", "until")
    person_id: PersonId
    # Until when they are not asked again; absent: they were asked, or are the author.
    until: Moment | None

    def __init__(self, *, person_id: PersonId = PersonId(""), until: datetime | None = None) -> None:
        super().__init__()
        self.person_id = person_id
        self.until = until


class TooManyCoAuthors(ResourceExhausted):
    proto_name = "octavo.stories.v1.TooManyCoAuthors"
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class SeriesNotFound(NotFound):
    """There is no such series, or not for this caller; or the story is in none."""

    proto_name = "octavo.stories.v1.SeriesNotFound"
    public_text = "There is no such series, or not for this caller; or the story is in none."
    field_names: ClassVar[tuple[str, ...]] = ("series_id",)
    series_id: SeriesId

    def __init__(self, *, series_id: SeriesId = SeriesId("")) -> None:
        super().__init__()
        self.series_id = series_id


class SeriesConflict(Aborted):
    """The series was changed elsewhere meanwhile."""

    proto_name = "octavo.stories.v1.SeriesConflict"
    public_text = "The series was changed elsewhere meanwhile."
    field_names: ClassVar[tuple[str, ...]] = ("series_id", "version")
    series_id: SeriesId
    version: Int32

    def __init__(self, *, series_id: SeriesId = SeriesId(""), version: int = 0) -> None:
        super().__init__()
        self.series_id = series_id
        self.version = version


class TooManySeries(ResourceExhausted):
    proto_name = "octavo.stories.v1.TooManySeries"
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class InAnotherSeries(FailedPrecondition):
    """The story is in another series already."""

    proto_name = "octavo.stories.v1.InAnotherSeries"
    public_text = "The story is in another series already."
    field_names: ClassVar[tuple[str, ...]] = ("story_id",)
    story_id: StoryId

    def __init__(self, *, story_id: StoryId = StoryId("")) -> None:
        super().__init__()
        self.story_id = story_id


class LanguageTaken(FailedPrecondition):
    """There is a translation in this language already."""

    proto_name = "octavo.stories.v1.LanguageTaken"
    public_text = "There is a translation in this language already."
    field_names: ClassVar[tuple[str, ...]] = ("language",)
    # BCP 47; empty: the site's language.
    language: str

    def __init__(self, *, language: str = "") -> None:
        super().__init__()
        self.language = language


class AlreadyTranslated(FailedPrecondition):
    """Both stories have translations of their own: one of them leaves its own first."""

    proto_name = "octavo.stories.v1.AlreadyTranslated"
    public_text = "Both stories have translations of their own: one of them leaves its own first."
    field_names: ClassVar[tuple[str, ...]] = ("story_id",)
    story_id: StoryId

    def __init__(self, *, story_id: StoryId = StoryId("")) -> None:
        super().__init__()
        self.story_id = story_id


class TooManyOffers(ResourceExhausted):
    proto_name = "octavo.stories.v1.TooManyOffers"
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class RevisionNotFound(NotFound):
    proto_name = "octavo.stories.v1.RevisionNotFound"
    field_names: ClassVar[tuple[str, ...]] = ("revision_id",)
    revision_id: RevisionId

    def __init__(self, *, revision_id: RevisionId = RevisionId("")) -> None:
        super().__init__()
        self.revision_id = revision_id


class VersionConflict(Aborted):
    """Another save came first; here is what won."""

    proto_name = "octavo.stories.v1.VersionConflict"
    public_text = "Another save came first; here is what won."
    field_names: ClassVar[tuple[str, ...]] = ("story_id", "version", "saved_at", "saved_by", "content")
    story_id: StoryId
    version: Int32
    saved_at: Moment
    # Who saved it.
    saved_by: PersonId
    content: Content

    def __init__(
        self,
        *,
        saved_at: datetime,
        content: Content,
        story_id: StoryId = StoryId(""),
        version: int = 0,
        saved_by: PersonId = PersonId(""),
    ) -> None:
        super().__init__()
        self.story_id = story_id
        self.version = version
        self.saved_at = saved_at
        self.saved_by = saved_by
        self.content = content


class InvalidDocument(Invalid):
    """The document or another part of the content breaks a rule."""

    proto_name = "octavo.stories.v1.InvalidDocument"
    public_text = "The document or another part of the content breaks a rule."
    field_names: ClassVar[tuple[str, ...]] = ("field", "problem")
    # Where, e.g. "body.content[3].attrs.level" or "tags[5]".
    field: str
    problem: str

    def __init__(self, *, field: str = "", problem: str = "") -> None:
        super().__init__(message=problem)
        self.field = field
        self.problem = problem


class NotPublishable(FailedPrecondition):
    """Something is missing that a published story needs."""

    proto_name = "octavo.stories.v1.NotPublishable"
    public_text = "Something is missing that a published story needs."
    field_names: ClassVar[tuple[str, ...]] = ("field", "problem")
    field: str
    problem: str

    def __init__(self, *, field: str = "", problem: str = "") -> None:
        super().__init__(message=problem)
        self.field = field
        self.problem = problem


class WrongState(FailedPrecondition):
    """The act does not fit where the story stands."""

    proto_name = "octavo.stories.v1.WrongState"
    public_text = "The act does not fit where the story stands."
    field_names: ClassVar[tuple[str, ...]] = ("status",)
    status: Status

    def __init__(self, *, status: Status = Status.UNSPECIFIED) -> None:
        super().__init__()
        self.status = status


class TooManyDrafts(ResourceExhausted):
    proto_name = "octavo.stories.v1.TooManyDrafts"
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class StoryPublished(Event, frozen=True, kw_only=True, rename="camel"):
    """A story came before its readers for the first time, or again after it was taken back."""

    event_name: ClassVar[str] = "stories.StoryPublished"

    story_id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")
    revision_id: RevisionId = RevisionId("")
    # The pictures that the published text and its cover use.
    image_ids: tuple[ImageId, ...] = ()
    # Brought in from elsewhere with an old date: no news for followers and feeds.
    imported: bool = False
    # The publication that it stands in; empty: its author's.
    publication_id: PublicationId = PublicationId("")


class StoryRevised(Event, frozen=True, kw_only=True, rename="camel"):
    """What readers see of a published story changed."""

    event_name: ClassVar[str] = "stories.StoryRevised"

    story_id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")
    revision_id: RevisionId = RevisionId("")
    image_ids: tuple[ImageId, ...] = ()
    # The publication that it stands in; empty: its author's.
    publication_id: PublicationId = PublicationId("")


class StoryMoved(Event, frozen=True, kw_only=True, rename="camel"):
    """A story was offered to a publication, taken into it or given back; the address of a
    published one is another since, its text is the same.
    """

    event_name: ClassVar[str] = "stories.StoryMoved"

    story_id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")
    # Where it is now offered or stands; empty: with its author alone.
    publication_id: PublicationId = PublicationId("")
    standing: Standing = Standing.UNSPECIFIED
    # Where it was offered or stood before.
    left_publication_id: PublicationId = PublicationId("")
    # Readers see it.
    published: bool = False


class StoryWithdrawn(Event, frozen=True, kw_only=True, rename="camel"):
    """A published story was taken back or deleted."""

    event_name: ClassVar[str] = "stories.StoryWithdrawn"

    story_id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")
    deleted: bool = False
    # Who did it: its author, an editor, a moderator; empty: the site itself.
    by_id: PersonId = PersonId("")


class StoryErased(Event, frozen=True, kw_only=True, rename="camel"):
    """The 30 days are over, or the author is erased: nothing of it is kept."""

    event_name: ClassVar[str] = "stories.StoryErased"

    story_id: StoryId = StoryId("")
    author_id: PersonId = PersonId("")


class AuthorHidden(Event, frozen=True, kw_only=True, rename="camel"):
    """The stories of a suspended author are not to be seen."""

    event_name: ClassVar[str] = "stories.AuthorHidden"

    author_id: PersonId = PersonId("")


class AuthorShown(Event, frozen=True, kw_only=True, rename="camel"):
    """They are back as they stand."""

    event_name: ClassVar[str] = "stories.AuthorShown"

    author_id: PersonId = PersonId("")


class Stories(Protocol):
    """What people do with stories. Every method checks for itself whether the
    caller may; the caller's identity comes with the call.
    """

    async def create_draft(self, *, content: Content | None = None) -> Draft:
        """Begins a draft of the caller's own; without a body it has one empty paragraph.

        Raises InvalidDocument, TooManyDrafts.
        """
        ...

    async def save_draft(self, *, story_id: StoryId, version: int, content: Content) -> SaveDraftResponse:
        """Saves the working copy: the whole content, which replaces what was there,
        so that whatever is left out is emptied (the body must be sent). `version`
        is the one that the caller has seen: where another save came first, nothing
        is overwritten and VersionConflict brings the text that won. The same text
        again changes nothing and is no conflict.

        Raises StoryNotFound, VersionConflict, InvalidDocument.
        """
        ...

    async def get_draft(self, *, story_id: StoryId) -> Draft:
        """The working copy, for its author.

        Raises StoryNotFound.
        """
        ...

    async def discard_changes(self, *, story_id: StoryId, version: int) -> Draft:
        """Throws away the unpublished changes of a published story.

        Raises StoryNotFound, VersionConflict, WrongState.
        """
        ...

    async def publish(self, *, story_id: StoryId, version: int) -> Story:
        """Shows the working copy to its readers: first publication, or the changes
        to a story already out. It stands at once at the address returned.

        Raises StoryNotFound, VersionConflict, NotPublishable, WrongState.
        """
        ...

    async def schedule(self, *, story_id: StoryId, version: int, at: datetime) -> Draft:
        """Publishes at a time to come, even if the site was restarted in between.

        Raises StoryNotFound, VersionConflict, NotPublishable, WrongState.
        """
        ...

    async def unschedule(self, *, story_id: StoryId) -> Draft:
        """Takes a scheduled story back to the drafts.

        Raises StoryNotFound, WrongState.
        """
        ...

    async def unpublish(self, *, story_id: StoryId) -> Draft:
        """Takes a published story back to the drafts; its address then says that
        it is not there at present. Owner and moderators may do so to any story;
        they are shown what readers saw of it, and no more.

        Raises StoryNotFound, WrongState.
        """
        ...

    async def delete(self, *, story_id: StoryId) -> datetime:
        """Deletes; for 30 days it can be undone. Owner and moderators may delete any
        published story; what they deleted, only they bring back.

        Raises StoryNotFound.
        """
        ...

    async def undelete(self, *, story_id: StoryId) -> Draft:
        """Undoes a deletion; the story comes back as a draft, or published if it was.

        Raises StoryNotFound, WrongState.
        """
        ...

    async def list_revisions(
        self, *, story_id: StoryId, limit: int = 50, before: RevisionId = RevisionId("")
    ) -> tuple[Revision, ...]:
        """The revisions of a story, newest first. Autosaves close to each other
        share one; each publication keeps its own.

        Raises StoryNotFound.
        """
        ...

    async def get_revision(self, *, story_id: StoryId, revision_id: RevisionId) -> GetRevisionResponse:
        """One revision with its text, also rendered.

        Raises StoryNotFound, RevisionNotFound.
        """
        ...

    async def compare_revisions(
        self, *, story_id: StoryId, from_revision_id: RevisionId, to_revision_id: RevisionId = RevisionId("")
    ) -> CompareRevisionsResponse:
        """What was changed between two texts, by word, as HTML with `ins` and `del`.

        Raises StoryNotFound, RevisionNotFound.
        """
        ...

    async def restore_revision(self, *, story_id: StoryId, revision_id: RevisionId, version: int) -> Draft:
        """Makes the working copy what it was then; what it is now stays as a revision.

        Raises StoryNotFound, RevisionNotFound, VersionConflict.
        """
        ...

    async def share_draft(self, *, story_id: StoryId, shared: bool) -> str:
        """Turns the secret link to a draft on (a new link each time) or off.

        Raises StoryNotFound.
        """
        ...

    async def read_shared(self, *, share_key: str) -> ReadSharedResponse:
        """A draft by its secret link, for whoever has the link.

        Raises StoryNotFound.
        """
        ...

    async def invite_co_author(self, *, story_id: StoryId, person_id: PersonId) -> tuple[CoAuthor, ...]:
        """Asks a person to write a story with its author. Only the author asks; who has
        said no, or has left, can be asked again after 30 days. At most ten are asked
        or have agreed at a time. Nobody is named before they agree.

        Raises StoryNotFound, NotInvitable, TooManyCoAuthors.
        """
        ...

    async def answer_invitation(self, *, story_id: StoryId, accepted: bool) -> None:
        """Agrees to write a story with its author, or declines. Who agrees reads and
        edits the draft and is named beside the author; publishing and deleting stay
        the author's. The same answer again changes nothing.

        Raises StoryNotFound.
        """
        ...

    async def remove_co_author(self, *, story_id: StoryId, person_id: PersonId) -> None:
        """Takes a co-author's name and rights away, or an invitation back. The author
        does so to anybody, a co-author to themselves, whenever they like.

        Raises StoryNotFound.
        """
        ...

    async def list_co_authors(self, *, story_id: StoryId) -> tuple[CoAuthor, ...]:
        """Who writes a story, or was asked to; for those who may read its draft.

        Raises StoryNotFound.
        """
        ...

    async def list_invitations(self) -> tuple[Invitation, ...]:
        """Stories that the caller was asked to write with their authors, last asked
        first; at most 100.
        """
        ...

    async def create_series(self, *, title: str, description: str = "") -> Series:
        """Begins a series of the caller's own, empty. At most 100 for one person.

        Raises TooManySeries.
        """
        ...

    async def change_series(self, *, series_id: SeriesId, title: str, description: str = "") -> Series:
        """Another title and description. The title is 1 to 200 characters, the description at
        most 500.

        Raises SeriesNotFound.
        """
        ...

    async def arrange_series(
        self, *, series_id: SeriesId, version: int, story_ids: tuple[StoryId, ...]
    ) -> Series:
        """Says all parts of a series in their order; whatever is left out is taken out of it.
        The caller writes each, alone or with others; a story is in one series at most. Where
        the series was changed since `version`, nothing is. At most 200 parts.

        Raises SeriesNotFound, SeriesConflict, StoryNotFound, InAnotherSeries.
        """
        ...

    async def delete_series(self, *, series_id: SeriesId) -> None:
        """The stories stay as they are.

        Raises SeriesNotFound.
        """
        ...

    async def leave_series(self, *, story_id: StoryId) -> None:
        """Takes a story out of whatever series it is in, be it a co-author's; for its author.

        Raises StoryNotFound.
        """
        ...

    async def list_series(self) -> tuple[Series, ...]:
        """The caller's own series, last begun first."""
        ...

    async def get_own_series(self, *, series_id: SeriesId) -> GetOwnSeriesResponse:
        """A series with all its parts, for its owner; drafts are among them.

        Raises SeriesNotFound.
        """
        ...

    async def read_series(self, *, series_id: SeriesId) -> ReadSeriesResponse:
        """A series with those of its parts that lists show, in its order.

        Raises SeriesNotFound.
        """
        ...

    async def find_series(self, *, story_id: StoryId) -> SeriesPlace:
        """Where a story stands in its series, among the parts that lists show.

        Raises SeriesNotFound.
        """
        ...

    async def link_translation(self, *, story_id: StoryId, other_id: StoryId) -> bool:
        """Says that a story of the caller's is a translation of another. Of one that is
        theirs too it is so at once; of somebody else's, which must be published, its author
        is asked. There is one story for each language at most.

        Raises StoryNotFound, LanguageTaken, AlreadyTranslated, TooManyOffers.
        """
        ...

    async def answer_translation(self, *, story_id: StoryId, other_id: StoryId, accepted: bool) -> None:
        """Whether another's story counts as a translation of the caller's own; for those who
        were asked. `story_id` is the other's, `other_id` the caller's.

        Raises StoryNotFound, LanguageTaken, AlreadyTranslated.
        """
        ...

    async def unlink_translation(self, *, story_id: StoryId) -> None:
        """Takes a story of the caller's out of its translations; they stay each other's.
        What was asked about it is taken back too.

        Raises StoryNotFound.
        """
        ...

    async def list_translations(self, *, story_id: StoryId) -> tuple[Story, ...]:
        """Those translations of a story that lists show, itself included, first published
        first; none where it has none. Of two in one language the one first published.
        """
        ...

    async def list_own_translations(self, *, story_id: StoryId) -> tuple[Translation, ...]:
        """The translations of a story of the caller's with drafts, and what is asked about it.

        Raises StoryNotFound.
        """
        ...

    async def list_translation_offers(self) -> tuple[TranslationOffer, ...]:
        """What the caller was asked about their stories, last asked first; at most 100."""
        ...

    async def list_desk(
        self,
        *,
        status: Status = Status.UNSPECIFIED,
        limit: int = 50,
        after: str = "",
        publication_id: PublicationId = PublicationId(""),
    ) -> ListDeskResponse:
        """The caller's own stories on their desk, those that they write with others included."""
        ...

    def export_stories(self) -> AsyncIterator[Draft]:
        """All stories on the caller's desk with their whole text, one message each,
        last saved first: for a copy of everything. What is deleted meanwhile is left out.
        """
        ...

    async def get_stories(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Story, ...]:
        """Published stories by id, in the order asked for; those that the caller
        may not know of are left out. At most 200.
        """
        ...

    async def read_story(self, *, story_id: StoryId) -> FullStory:
        """One published story with its text. Of a members' story, or one with a
        members' line, whoever is not signed in with a confirmed address gets the
        teaser, except its author. The teaser ends at the line where there is one.

        Raises StoryNotFound, StoryGone.
        """
        ...

    async def read_stories(self, *, story_ids: tuple[StoryId, ...]) -> tuple[FullStory, ...]:
        """Published stories by id with their text, in the order asked for: each as
        ReadStory gives it to the caller; those that they may not know of, and those
        taken back, are left out. At most 20.
        """
        ...

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
        """Public stories, newest first, by page of at most 100."""
        ...

    async def find_by_old_address(self, *, address: str, author_id: PersonId = PersonId("")) -> Story:
        """The story that once stood at an old address: a slug of this author's, former
        or present (never of an unlisted story), or the path on a site that was imported.

        Raises StoryNotFound.
        """
        ...

    async def map_listed(self) -> MapListedResponse:
        """What lists show, counted in parts of 2,000: the stories, their authors and
        their tags. For whoever must name all of them, such as sitemaps.
        """
        ...

    async def list_stories_part(self, *, number: int) -> tuple[Story, ...]:
        """One part of the listed stories, by id; empty beyond the last."""
        ...

    async def list_authors_part(self, *, number: int) -> tuple[ListedAuthor, ...]:
        """One part of the people who have listed stories, by id."""
        ...

    async def list_tags_part(self, *, number: int) -> tuple[ListedTag, ...]:
        """One part of the tags of listed stories, by name."""
        ...

    async def offer_story(self, *, story_id: StoryId, publication_id: PublicationId, version: int) -> Offered:
        """Lets a publication's editors look at the author's text and decide on it. It
        stays the author's; until it is decided on or released, nobody else publishes it.
        The caller is the author; publications have checked that they may submit there.

        Raises StoryNotFound, VersionConflict, WrongState, NotPublishable, InAnotherPublication.
        """
        ...

    async def take_in(
        self,
        *,
        story_id: StoryId,
        publication_id: PublicationId,
        version: int,
        section_id: SectionId = SectionId(""),
    ) -> Story:
        """Publishes a text in a publication: one that was offered to it, one that stands
        in it already, or the caller's own. The same text again changes nothing.
        Publications have checked that the caller may publish there.

        Raises StoryNotFound, VersionConflict, NotPublishable, WrongState, InAnotherPublication.
        """
        ...

    async def release(
        self, *, story_id: StoryId, publication_id: PublicationId, only_offered: bool = False
    ) -> Standing:
        """Gives a story back to its author alone, published or not; its addresses lead to
        the author's. With `only_offered` not one that was taken in. Of one that is not
        the publication's nothing changes. Publications have checked that the caller may.

        Raises StoryNotFound.
        """
        ...

    async def assign_section(
        self, *, story_id: StoryId, publication_id: PublicationId, section_id: SectionId = SectionId("")
    ) -> None:
        """Puts a publication's story into one of its sections, or (empty) in none.

        Raises StoryNotFound.
        """
        ...

    async def release_all(
        self, *, publication_id: PublicationId, section_id: SectionId = SectionId("")
    ) -> int:
        """Gives all stories of a publication back, or takes all of a section out of it,
        at most 100 at once; how many it was. Only publications call this.
        """
        ...

    async def note_membership(
        self, *, publication_id: PublicationId, person_id: PersonId, role: MemberRole = MemberRole.UNSPECIFIED
    ) -> None:
        """Notes who is what in a publication, or (unspecified) no longer anything; a
        read-only copy that publications keep current.
        """
        ...

    async def list_edited(self) -> tuple[PublicationId, ...]:
        """The publications whose stories the caller edits, by that copy; of nobody, none.
        For services that keep what belongs to stories.
        """
        ...

    async def list_tags(self, *, limit: int = 20) -> tuple[Tag, ...]:
        """The tags most used by public stories, most used first."""
        ...

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
        """Brings in a story from elsewhere, with its own date and old addresses, once
        per `source`: the same source again changes nothing, or what has changed
        there; what was edited or deleted here since stays as it is. Operator only.

        Raises InvalidDocument.
        """
        ...


CONTRACT = Contract(
    name="octavo.stories.v1.Stories",
    wire="octavo.stories.v1.stories_wire",
    methods=(
        Method(
            name="CreateDraft",
            call="create_draft",
            request=CreateDraftRequest,
            response=CreateDraftResponse,
            returns="draft",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                InvalidDocument,
                TooManyDrafts,
            ),
        ),
        Method(
            name="SaveDraft",
            call="save_draft",
            request=SaveDraftRequest,
            response=SaveDraftResponse,
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                VersionConflict,
                InvalidDocument,
            ),
        ),
        Method(
            name="GetDraft",
            call="get_draft",
            request=GetDraftRequest,
            response=GetDraftResponse,
            returns="draft",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(StoryNotFound,),
        ),
        Method(
            name="DiscardChanges",
            call="discard_changes",
            request=DiscardChangesRequest,
            response=DiscardChangesResponse,
            returns="draft",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                VersionConflict,
                WrongState,
            ),
        ),
        Method(
            name="Publish",
            call="publish",
            request=PublishRequest,
            response=PublishResponse,
            returns="story",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                VersionConflict,
                NotPublishable,
                WrongState,
            ),
        ),
        Method(
            name="Schedule",
            call="schedule",
            request=ScheduleRequest,
            response=ScheduleResponse,
            returns="draft",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                VersionConflict,
                NotPublishable,
                WrongState,
            ),
        ),
        Method(
            name="Unschedule",
            call="unschedule",
            request=UnscheduleRequest,
            response=UnscheduleResponse,
            returns="draft",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                WrongState,
            ),
        ),
        Method(
            name="Unpublish",
            call="unpublish",
            request=UnpublishRequest,
            response=UnpublishResponse,
            returns="draft",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                WrongState,
            ),
        ),
        Method(
            name="Delete",
            call="delete",
            request=DeleteRequest,
            response=DeleteResponse,
            returns="undo_until",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(StoryNotFound,),
        ),
        Method(
            name="Undelete",
            call="undelete",
            request=UndeleteRequest,
            response=UndeleteResponse,
            returns="draft",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                WrongState,
            ),
        ),
        Method(
            name="ListRevisions",
            call="list_revisions",
            request=ListRevisionsRequest,
            response=ListRevisionsResponse,
            returns="revisions",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(StoryNotFound,),
        ),
        Method(
            name="GetRevision",
            call="get_revision",
            request=GetRevisionRequest,
            response=GetRevisionResponse,
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(
                StoryNotFound,
                RevisionNotFound,
            ),
        ),
        Method(
            name="CompareRevisions",
            call="compare_revisions",
            request=CompareRevisionsRequest,
            response=CompareRevisionsResponse,
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(
                StoryNotFound,
                RevisionNotFound,
            ),
        ),
        Method(
            name="RestoreRevision",
            call="restore_revision",
            request=RestoreRevisionRequest,
            response=RestoreRevisionResponse,
            returns="draft",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                RevisionNotFound,
                VersionConflict,
            ),
        ),
        Method(
            name="ShareDraft",
            call="share_draft",
            request=ShareDraftRequest,
            response=ShareDraftResponse,
            returns="share_key",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(StoryNotFound,),
        ),
        Method(
            name="ReadShared",
            call="read_shared",
            request=ReadSharedRequest,
            response=ReadSharedResponse,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(StoryNotFound,),
        ),
        Method(
            name="InviteCoAuthor",
            call="invite_co_author",
            request=InviteCoAuthorRequest,
            response=InviteCoAuthorResponse,
            returns="co_authors",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                NotInvitable,
                TooManyCoAuthors,
            ),
        ),
        Method(
            name="AnswerInvitation",
            call="answer_invitation",
            request=AnswerInvitationRequest,
            response=AnswerInvitationResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(StoryNotFound,),
        ),
        Method(
            name="RemoveCoAuthor",
            call="remove_co_author",
            request=RemoveCoAuthorRequest,
            response=RemoveCoAuthorResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(StoryNotFound,),
        ),
        Method(
            name="ListCoAuthors",
            call="list_co_authors",
            request=ListCoAuthorsRequest,
            response=ListCoAuthorsResponse,
            returns="co_authors",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(StoryNotFound,),
        ),
        Method(
            name="ListInvitations",
            call="list_invitations",
            request=ListInvitationsRequest,
            response=ListInvitationsResponse,
            returns="invitations",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="CreateSeries",
            call="create_series",
            request=CreateSeriesRequest,
            response=CreateSeriesResponse,
            returns="series",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(TooManySeries,),
        ),
        Method(
            name="ChangeSeries",
            call="change_series",
            request=ChangeSeriesRequest,
            response=ChangeSeriesResponse,
            returns="series",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(SeriesNotFound,),
        ),
        Method(
            name="ArrangeSeries",
            call="arrange_series",
            request=ArrangeSeriesRequest,
            response=ArrangeSeriesResponse,
            returns="series",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                SeriesNotFound,
                SeriesConflict,
                StoryNotFound,
                InAnotherSeries,
            ),
        ),
        Method(
            name="DeleteSeries",
            call="delete_series",
            request=DeleteSeriesRequest,
            response=DeleteSeriesResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(SeriesNotFound,),
        ),
        Method(
            name="LeaveSeries",
            call="leave_series",
            request=LeaveSeriesRequest,
            response=LeaveSeriesResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(StoryNotFound,),
        ),
        Method(
            name="ListSeries",
            call="list_series",
            request=ListSeriesRequest,
            response=ListSeriesResponse,
            returns="series",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="GetOwnSeries",
            call="get_own_series",
            request=GetOwnSeriesRequest,
            response=GetOwnSeriesResponse,
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(SeriesNotFound,),
        ),
        Method(
            name="ReadSeries",
            call="read_series",
            request=ReadSeriesRequest,
            response=ReadSeriesResponse,
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
            faults=(SeriesNotFound,),
        ),
        Method(
            name="FindSeries",
            call="find_series",
            request=FindSeriesRequest,
            response=FindSeriesResponse,
            returns="place",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
            faults=(SeriesNotFound,),
        ),
        Method(
            name="LinkTranslation",
            call="link_translation",
            request=LinkTranslationRequest,
            response=LinkTranslationResponse,
            returns="linked",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                LanguageTaken,
                AlreadyTranslated,
                TooManyOffers,
            ),
        ),
        Method(
            name="AnswerTranslation",
            call="answer_translation",
            request=AnswerTranslationRequest,
            response=AnswerTranslationResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                StoryNotFound,
                LanguageTaken,
                AlreadyTranslated,
            ),
        ),
        Method(
            name="UnlinkTranslation",
            call="unlink_translation",
            request=UnlinkTranslationRequest,
            response=UnlinkTranslationResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(StoryNotFound,),
        ),
        Method(
            name="ListTranslations",
            call="list_translations",
            request=ListTranslationsRequest,
            response=ListTranslationsResponse,
            returns="stories",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
        ),
        Method(
            name="ListOwnTranslations",
            call="list_own_translations",
            request=ListOwnTranslationsRequest,
            response=ListOwnTranslationsResponse,
            returns="translations",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(StoryNotFound,),
        ),
        Method(
            name="ListTranslationOffers",
            call="list_translation_offers",
            request=ListTranslationOffersRequest,
            response=ListTranslationOffersResponse,
            returns="offers",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListDesk",
            call="list_desk",
            request=ListDeskRequest,
            response=ListDeskResponse,
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ExportStories",
            call="export_stories",
            request=ExportStoriesRequest,
            response=ExportStoriesResponse,
            returns="draft",
            streams=True,
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="GetStories",
            call="get_stories",
            request=GetStoriesRequest,
            response=GetStoriesResponse,
            returns="stories",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
        ),
        Method(
            name="ReadStory",
            call="read_story",
            request=ReadStoryRequest,
            response=ReadStoryResponse,
            returns="story",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            hedged=True,
            may_lag=True,
            faults=(
                StoryNotFound,
                StoryGone,
            ),
        ),
        Method(
            name="ReadStories",
            call="read_stories",
            request=ReadStoriesRequest,
            response=ReadStoriesResponse,
            returns="stories",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
        ),
        Method(
            name="ListStories",
            call="list_stories",
            request=ListStoriesRequest,
            response=ListStoriesResponse,
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
        ),
        Method(
            name="FindByOldAddress",
            call="find_by_old_address",
            request=FindByOldAddressRequest,
            response=FindByOldAddressResponse,
            returns="story",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
            faults=(StoryNotFound,),
        ),
        Method(
            name="MapListed",
            call="map_listed",
            request=MapListedRequest,
            response=MapListedResponse,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
        ),
        Method(
            name="ListStoriesPart",
            call="list_stories_part",
            request=ListStoriesPartRequest,
            response=ListStoriesPartResponse,
            returns="stories",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
        ),
        Method(
            name="ListAuthorsPart",
            call="list_authors_part",
            request=ListAuthorsPartRequest,
            response=ListAuthorsPartResponse,
            returns="authors",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
        ),
        Method(
            name="ListTagsPart",
            call="list_tags_part",
            request=ListTagsPartRequest,
            response=ListTagsPartResponse,
            returns="tags",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
        ),
        Method(
            name="OfferStory",
            call="offer_story",
            request=OfferStoryRequest,
            response=OfferStoryResponse,
            returns="offered",
            faults=(
                StoryNotFound,
                VersionConflict,
                WrongState,
                NotPublishable,
                InAnotherPublication,
            ),
        ),
        Method(
            name="TakeIn",
            call="take_in",
            request=TakeInRequest,
            response=TakeInResponse,
            returns="story",
            faults=(
                StoryNotFound,
                VersionConflict,
                NotPublishable,
                WrongState,
                InAnotherPublication,
            ),
        ),
        Method(
            name="Release",
            call="release",
            request=ReleaseRequest,
            response=ReleaseResponse,
            returns="standing",
            faults=(StoryNotFound,),
        ),
        Method(
            name="AssignSection",
            call="assign_section",
            request=AssignSectionRequest,
            response=AssignSectionResponse,
            returns=None,
            faults=(StoryNotFound,),
        ),
        Method(
            name="ReleaseAll",
            call="release_all",
            request=ReleaseAllRequest,
            response=ReleaseAllResponse,
            returns="stories",
        ),
        Method(
            name="NoteMembership",
            call="note_membership",
            request=NoteMembershipRequest,
            response=NoteMembershipResponse,
            returns=None,
        ),
        Method(
            name="ListEdited",
            call="list_edited",
            request=ListEditedRequest,
            response=ListEditedResponse,
            returns="publication_ids",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListTags",
            call="list_tags",
            request=ListTagsRequest,
            response=ListTagsResponse,
            returns="tags",
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            may_lag=True,
        ),
        Method(
            name="ImportStory",
            call="import_story",
            request=ImportStoryRequest,
            response=ImportStoryResponse,
            faults=(InvalidDocument,),
        ),
    ),
    events=(
        StoryPublished,
        StoryRevised,
        StoryMoved,
        StoryWithdrawn,
        StoryErased,
        AuthorHidden,
        AuthorShown,
    ),
)
