# Generated from octavo/publications/v1/publications.proto by `make proto`; not to be edited.

"""Publications: many on one site, each with its people, its look and its desk."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
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
    Aborted,
    AlreadyExists,
    FailedPrecondition,
    Invalid,
    NotFound,
    ResourceExhausted,
)
from octavo.images.v1.ids import ImageId
from octavo.publications.v1.ids import InvitationId, NoteId, PageId, PublicationId, SectionId, SubmissionId
from octavo.stories.v1.ids import RevisionId, StoryId

__all__ = [
    "AcceptRequest",
    "AcceptResponse",
    "AddNoteRequest",
    "AddNoteResponse",
    "AlreadyDecided",
    "AlreadyMember",
    "AlreadySubmitted",
    "AnswerInvitationRequest",
    "AnswerInvitationResponse",
    "AppointRequest",
    "AppointResponse",
    "ArrangeRequest",
    "ArrangeResponse",
    "AssignSectionRequest",
    "AssignSectionResponse",
    "CONTRACT",
    "ChangeRoleRequest",
    "ChangeRoleResponse",
    "ChangeSettingsRequest",
    "ChangeSettingsResponse",
    "DecisionTaken",
    "DeletePageRequest",
    "DeletePageResponse",
    "DeletePublicationRequest",
    "DeletePublicationResponse",
    "FindPublicationRequest",
    "FindPublicationResponse",
    "FoundRequest",
    "FoundResponse",
    "GetPublicationsRequest",
    "GetPublicationsResponse",
    "GetSubmissionRequest",
    "GetSubmissionResponse",
    "ImageId",
    "InvalidPage",
    "Invitation",
    "InvitationId",
    "InvitationNotFound",
    "InviteRequest",
    "InviteResponse",
    "LastOwner",
    "ListInvitationsRequest",
    "ListInvitationsResponse",
    "ListMembershipsRequest",
    "ListMembershipsResponse",
    "ListPublicationsRequest",
    "ListPublicationsResponse",
    "ListSubmissionsRequest",
    "ListSubmissionsResponse",
    "Logo",
    "Membership",
    "MembershipChanged",
    "MoveOutRequest",
    "MoveOutResponse",
    "NavigationLink",
    "NotAMember",
    "Note",
    "NoteId",
    "Page",
    "PageId",
    "PageLink",
    "PageNotFound",
    "PageSlugTaken",
    "PeekInvitationRequest",
    "PeekInvitationResponse",
    "PersonId",
    "Publication",
    "PublicationChanged",
    "PublicationChangedSince",
    "PublicationDeleted",
    "PublicationGone",
    "PublicationId",
    "PublicationNotFound",
    "PublicationOrphaned",
    "Publications",
    "PublishInRequest",
    "PublishInResponse",
    "ReadPageRequest",
    "ReadPageResponse",
    "RemoveMemberRequest",
    "RemoveMemberResponse",
    "RevisionId",
    "RevokeInvitationRequest",
    "RevokeInvitationResponse",
    "Role",
    "SavePageRequest",
    "SavePageResponse",
    "Section",
    "SectionDissolved",
    "SectionId",
    "SendBackRequest",
    "SendBackResponse",
    "SetArchivedRequest",
    "SetArchivedResponse",
    "SetLeadRequest",
    "SetLeadResponse",
    "SlugNotAllowed",
    "SlugTaken",
    "Stage",
    "StoredInvitation",
    "StoredMembership",
    "StoredNote",
    "StoredPage",
    "StoredSubmission",
    "StoryChangedSince",
    "StoryId",
    "StoryNotInPublication",
    "StoryNotSubmittable",
    "StorySubmitted",
    "Submission",
    "SubmissionDecided",
    "SubmissionId",
    "SubmissionNotFound",
    "SubmitRequest",
    "SubmitResponse",
    "TooManyMembers",
    "TooManyNotes",
    "TooManyPages",
    "TooManyPublications",
    "WithdrawRequest",
    "WithdrawResponse",
]


class Role(StrEnum):
    UNSPECIFIED = "ROLE_UNSPECIFIED"
    # Submits stories.
    WRITER = "WRITER"
    # Besides: reviews, publishes, arranges sections, navigation and pages, invites writers.
    EDITOR = "EDITOR"
    # Besides: decides on name, address, look and people, and on the publication's end.
    OWNER = "OWNER"


class Stage(StrEnum):
    """Where a submission stands."""

    UNSPECIFIED = "STAGE_UNSPECIFIED"
    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"
    WITHDRAWN = "WITHDRAWN"


class Logo(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A picture as the publication uses it; sizes and placeholder are noted, so that no second look is needed."""

    image_id: ImageId = ImageId("")
    width: Int32 = 0
    height: Int32 = 0
    placeholder: str = ""


class NavigationLink(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A labelled link in the head of the publication's pages."""

    # 1 to 40 characters.
    label: str = ""
    # An http(s) address, or a path of this site.
    address: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A part of the publication, at `/<publication>/<slug>`."""

    # Empty in a request: it is new.
    id: SectionId = SectionId("")
    # 1 to 60 characters.
    name: str = ""
    # Made from the name where it is empty.
    slug: str = ""
    # The publication's stories with this tag; empty: those that were put here by hand.
    tag: str = ""


class PageLink(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: PageId = PageId("")
    slug: str = ""
    title: str = ""


class Page(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A static page with its text."""

    id: PageId = PageId("")
    slug: str = ""
    title: str = ""
    # The document's JSON, as in a story.
    body: str = ""
    # The same rendered and sanitised.
    html: str = ""
    saved_at: Moment
    # What was typed, such as Markdown, for the next edit; empty: the body came otherwise.
    source: str = ""


class Publication(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: PublicationId = PublicationId("")
    # The first part of its address.
    slug: str = ""
    name: str = ""
    description: str = ""
    # "#rrggbb", or empty: the site's.
    accent: str = ""
    logo: Logo | None = None
    navigation: tuple[NavigationLink, ...] = ()
    sections: tuple[Section, ...] = ()
    pages: tuple[PageLink, ...] = ()
    # Stands first on the home page; empty: the newest.
    lead_story_id: StoryId = StoryId("")
    # Takes nothing new in.
    archived: bool = False
    # Grows with every change of what is said here; the next change names it.
    version: Int32 = 0
    founded_at: Moment
    # Archived by itself, as nobody is left who can act as owner.
    orphaned: bool = False


class Membership(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    person_id: PersonId = PersonId("")
    role: Role = Role.UNSPECIFIED
    since: Moment
    # Suspended on this site: they cannot act.
    suspended: bool = False


class Invitation(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: InvitationId = InvitationId("")
    publication_id: PublicationId = PublicationId("")
    role: Role = Role.UNSPECIFIED
    # Empty: for whoever has the link.
    person_id: PersonId = PersonId("")
    # Whom the link was made for, as whoever invites has it; may be empty.
    email: str = ""
    # Empty: erased since.
    invited_by: PersonId = PersonId("")
    invited_at: Moment
    expires_at: Moment
    # With its acceptance the one who invites becomes editor.
    hands_over: bool = False


class Submission(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: SubmissionId = SubmissionId("")
    publication_id: PublicationId = PublicationId("")
    story_id: StoryId = StoryId("")
    writer_id: PersonId = PersonId("")
    stage: Stage = Stage.UNSPECIFIED
    # As it was called when it was submitted.
    title: str = ""
    # The text as it was submitted, and as it was accepted: what lies between, the editors changed.
    submitted_revision_id: RevisionId = RevisionId("")
    accepted_revision_id: RevisionId = RevisionId("")
    submitted_at: Moment
    decided_at: Moment | None = None
    # Empty: nobody, or erased since.
    decided_by: PersonId = PersonId("")
    notes: Int32 = 0


class Note(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: NoteId = NoteId("")
    author_id: PersonId = PersonId("")
    text: str = ""
    written_at: Moment


class FoundRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # 1 to 60 characters.
    name: str = ""
    # Empty: made from the name.
    slug: str = ""
    # At most 300 characters.
    description: str = ""


class FoundResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication: Publication


class FindPublicationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    slug: str = ""


class FindPublicationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication: Publication


class GetPublicationsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_ids: tuple[PublicationId, ...] = ()


class GetPublicationsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publications: tuple[Publication, ...] = ()


class ListPublicationsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 50
    # The `next` of the page before.
    after: str = ""
    archived: bool = False


class ListPublicationsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publications: tuple[Publication, ...] = ()
    next: str = ""


class ListMembershipsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")


class ListMembershipsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    memberships: tuple[Membership, ...] = ()


class ChangeSettingsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    version: Int32 = 0
    name: str = ""
    slug: str = ""
    description: str = ""
    accent: str = ""
    logo: Logo | None = None


class ChangeSettingsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication: Publication


class ArrangeRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    version: Int32 = 0
    navigation: tuple[NavigationLink, ...] = ()
    sections: tuple[Section, ...] = ()


class ArrangeResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication: Publication


class SetLeadRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    story_id: StoryId = StoryId("")


class SetLeadResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class SavePageRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    # Empty: it is new.
    page_id: PageId = PageId("")
    # 1 to 120 characters.
    title: str = ""
    # Empty: made from the title.
    slug: str = ""
    # The document's JSON; at most 200,000 bytes.
    body: str = ""
    # What it was made of, kept for the next edit; at most as long.
    source: str = ""


class SavePageResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    page: Page


class DeletePageRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    page_id: PageId = PageId("")


class DeletePageResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ReadPageRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    slug: str = ""


class ReadPageResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    page: Page


class SetArchivedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    archived: bool = False


class SetArchivedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication: Publication


class DeletePublicationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")


class DeletePublicationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class InviteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    role: Role = Role.UNSPECIFIED
    # Empty: by link.
    person_id: PersonId = PersonId("")
    # For a link: whom it is for, to be told apart; at most 254 characters.
    email: str = ""
    # For OWNER: the caller becomes editor when it is accepted.
    hands_over: bool = False


class InviteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    invitation: Invitation
    # For one by link; told this once, only its digest is kept.
    token: str = ""


class ListInvitationsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")


class ListInvitationsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    invitations: tuple[Invitation, ...] = ()


class PeekInvitationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    token: str = ""


class PeekInvitationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    invitation: Invitation


class AnswerInvitationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    invitation_id: InvitationId = InvitationId("")
    token: str = ""
    accepted: bool = False


class AnswerInvitationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    invitation: Invitation


class RevokeInvitationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    invitation_id: InvitationId = InvitationId("")


class RevokeInvitationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ChangeRoleRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    person_id: PersonId = PersonId("")
    role: Role = Role.UNSPECIFIED


class ChangeRoleResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    membership: Membership


class RemoveMemberRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    person_id: PersonId = PersonId("")


class RemoveMemberResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class SubmitRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    story_id: StoryId = StoryId("")
    # The version of the text that is meant.
    version: Int32 = 0
    # For the editors; at most 2,000 characters.
    note: str = ""


class SubmitResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    submission: Submission


class ListSubmissionsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    # Unspecified: every one.
    stage: Stage = Stage.UNSPECIFIED
    limit: Int32 = 50
    # Submissions older than this one.
    before: SubmissionId = SubmissionId("")


class ListSubmissionsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    submissions: tuple[Submission, ...] = ()


class GetSubmissionRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    submission_id: SubmissionId = SubmissionId("")


class GetSubmissionResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    submission: Submission
    notes: tuple[Note, ...] = ()


class AddNoteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    submission_id: SubmissionId = SubmissionId("")
    # 1 to 2,000 characters.
    text: str = ""


class AddNoteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    note: Note


class AcceptRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    submission_id: SubmissionId = SubmissionId("")
    # The version of the text that the editor has read.
    version: Int32 = 0
    section_id: SectionId = SectionId("")


class AcceptResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    submission: Submission


class SendBackRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    submission_id: SubmissionId = SubmissionId("")
    # 1 to 2,000 characters.
    note: str = ""


class SendBackResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    submission: Submission


class WithdrawRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    submission_id: SubmissionId = SubmissionId("")


class WithdrawResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    submission: Submission


class PublishInRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    story_id: StoryId = StoryId("")
    version: Int32 = 0
    section_id: SectionId = SectionId("")


class PublishInResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class MoveOutRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    story_id: StoryId = StoryId("")


class MoveOutResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class AssignSectionRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    story_id: StoryId = StoryId("")
    section_id: SectionId = SectionId("")


class AssignSectionResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class AppointRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    publication_id: PublicationId = PublicationId("")
    person_id: PersonId = PersonId("")


class AppointResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class StoredMembership(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a membership is stored."""

    person_id: Annotated[PersonId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    since: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    # Since when they are suspended on this site.
    suspended_since: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    role: Annotated[Role, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = (
        Role.UNSPECIFIED
    )


class StoredInvitation(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How an invitation is stored. A link is for an address that may be nobody's here: it goes with its time."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    # Goes with whoever noted it.
    email: Annotated[str, Personal(Category.CONTACT, Erasure.DELETE, subject="invited_by")] = ""
    invited_by: Annotated[PersonId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="invited_by")] = (
        PersonId("")
    )
    invited_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="invited_by")]
    expires_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="invited_by")]
    digest: Annotated[str, Personal(Category.CREDENTIAL, Erasure.DELETE, subject="invited_by")] = ""


class StoredSubmission(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a submission and its notes are stored."""

    writer_id: Annotated[PersonId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="writer_id")] = (
        PersonId("")
    )
    title: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="writer_id")] = ""
    submitted_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="writer_id")]
    # The editor; the writer keeps the decision.
    decided_by: Annotated[PersonId, Personal(Category.BEHAVIOUR, Erasure.BLANK, subject="decided_by")] = (
        PersonId("")
    )
    decided_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="writer_id")]


class StoredNote(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    author_id: Annotated[PersonId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="author_id")] = (
        PersonId("")
    )
    text: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="author_id")] = ""
    written_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="author_id")]


class StoredPage(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Who last saved a page; the page is the publication's."""

    saved_by: Annotated[PersonId, Personal(Category.BEHAVIOUR, Erasure.BLANK, subject="saved_by")] = PersonId(
        ""
    )


class PublicationNotFound(NotFound):
    """There is no such publication, or nothing of it for this caller."""

    proto_name = "octavo.publications.v1.PublicationNotFound"
    public_text = "There is no such publication, or nothing of it for this caller."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class PublicationGone(FailedPrecondition):
    """It was there and has been deleted."""

    proto_name = "octavo.publications.v1.PublicationGone"
    public_text = "It was there and has been deleted."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class PublicationChangedSince(Aborted):
    """Somebody else changed it first: look again."""

    proto_name = "octavo.publications.v1.PublicationChangedSince"
    public_text = "Somebody else changed it first: look again."
    field_names: ClassVar[tuple[str, ...]] = ("version",)
    version: Int32

    def __init__(self, *, version: int = 0) -> None:
        super().__init__()
        self.version = version


class SlugTaken(AlreadyExists):
    """The address belongs or belonged to another publication."""

    proto_name = "octavo.publications.v1.SlugTaken"
    public_text = "The address belongs or belonged to another publication."
    field_names: ClassVar[tuple[str, ...]] = ("slug",)
    slug: str

    def __init__(self, *, slug: str = "") -> None:
        super().__init__()
        self.slug = slug


class SlugNotAllowed(Invalid):
    """No publication can have this address."""

    proto_name = "octavo.publications.v1.SlugNotAllowed"
    public_text = "No publication can have this address."
    field_names: ClassVar[tuple[str, ...]] = ("slug", "problem")
    slug: str
    problem: str

    def __init__(self, *, slug: str = "", problem: str = "") -> None:
        super().__init__(message=problem)
        self.slug = slug
        self.problem = problem


class TooManyPublications(ResourceExhausted):
    """The caller owns as many as one person may."""

    proto_name = "octavo.publications.v1.TooManyPublications"
    public_text = "The caller owns as many as one person may."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class TooManyMembers(ResourceExhausted):
    proto_name = "octavo.publications.v1.TooManyMembers"
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class TooManyPages(ResourceExhausted):
    proto_name = "octavo.publications.v1.TooManyPages"
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class TooManyNotes(ResourceExhausted):
    proto_name = "octavo.publications.v1.TooManyNotes"
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class PageNotFound(NotFound):
    proto_name = "octavo.publications.v1.PageNotFound"
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class PageSlugTaken(AlreadyExists):
    proto_name = "octavo.publications.v1.PageSlugTaken"
    field_names: ClassVar[tuple[str, ...]] = ("slug",)
    slug: str

    def __init__(self, *, slug: str = "") -> None:
        super().__init__()
        self.slug = slug


class InvalidPage(Invalid):
    """The page's document breaks a rule."""

    proto_name = "octavo.publications.v1.InvalidPage"
    public_text = "The page's document breaks a rule."
    field_names: ClassVar[tuple[str, ...]] = ("field", "problem")
    # Where, e.g. "body.content[3].attrs.level".
    field: str
    problem: str

    def __init__(self, *, field: str = "", problem: str = "") -> None:
        super().__init__(message=problem)
        self.field = field
        self.problem = problem


class AlreadyMember(AlreadyExists):
    proto_name = "octavo.publications.v1.AlreadyMember"
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class NotAMember(NotFound):
    proto_name = "octavo.publications.v1.NotAMember"
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class InvitationNotFound(NotFound):
    """There is no such invitation for this caller, or its time is over."""

    proto_name = "octavo.publications.v1.InvitationNotFound"
    public_text = "There is no such invitation for this caller, or its time is over."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class LastOwner(FailedPrecondition):
    """A publication has an owner: hand it over first, or delete it."""

    proto_name = "octavo.publications.v1.LastOwner"
    public_text = "A publication has an owner: hand it over first, or delete it."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class StoryNotSubmittable(FailedPrecondition):
    """The story is not the caller's, stands elsewhere, or cannot be published as it is."""

    proto_name = "octavo.publications.v1.StoryNotSubmittable"
    public_text = "The story is not the caller's, stands elsewhere, or cannot be published as it is."
    field_names: ClassVar[tuple[str, ...]] = ("problem",)
    problem: str

    def __init__(self, *, problem: str = "") -> None:
        super().__init__(message=problem)
        self.problem = problem


class StoryChangedSince(Aborted):
    """The text is another by now: look at it first."""

    proto_name = "octavo.publications.v1.StoryChangedSince"
    public_text = "The text is another by now: look at it first."
    field_names: ClassVar[tuple[str, ...]] = ("version",)
    version: Int32

    def __init__(self, *, version: int = 0) -> None:
        super().__init__()
        self.version = version


class StoryNotInPublication(NotFound):
    proto_name = "octavo.publications.v1.StoryNotInPublication"
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class AlreadySubmitted(AlreadyExists):
    proto_name = "octavo.publications.v1.AlreadySubmitted"
    field_names: ClassVar[tuple[str, ...]] = ("submission_id",)
    submission_id: SubmissionId

    def __init__(self, *, submission_id: SubmissionId = SubmissionId("")) -> None:
        super().__init__()
        self.submission_id = submission_id


class SubmissionNotFound(NotFound):
    proto_name = "octavo.publications.v1.SubmissionNotFound"
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class AlreadyDecided(FailedPrecondition):
    """Somebody else was first."""

    proto_name = "octavo.publications.v1.AlreadyDecided"
    public_text = "Somebody else was first."
    field_names: ClassVar[tuple[str, ...]] = ("stage", "decided_by")
    stage: Stage
    decided_by: PersonId

    def __init__(self, *, stage: Stage = Stage.UNSPECIFIED, decided_by: PersonId = PersonId("")) -> None:
        super().__init__()
        self.stage = stage
        self.decided_by = decided_by


class PublicationChanged(Event, frozen=True, kw_only=True, rename="camel"):
    """What readers see of a publication itself is another: founded, named, arranged, archived."""

    event_name: ClassVar[str] = "publications.PublicationChanged"

    publication_id: PublicationId = PublicationId("")
    version: Int32 = 0


class PublicationDeleted(Event, frozen=True, kw_only=True, rename="camel"):
    """It is gone for good; its stories are given back."""

    event_name: ClassVar[str] = "publications.PublicationDeleted"

    publication_id: PublicationId = PublicationId("")


class SectionDissolved(Event, frozen=True, kw_only=True, rename="camel"):
    """A section is no more."""

    event_name: ClassVar[str] = "publications.SectionDissolved"

    publication_id: PublicationId = PublicationId("")
    section_id: SectionId = SectionId("")


class PublicationOrphaned(Event, frozen=True, kw_only=True, rename="camel"):
    """Nobody is left who can act as owner: it is archived, and the site's owner may appoint one."""

    event_name: ClassVar[str] = "publications.PublicationOrphaned"

    publication_id: PublicationId = PublicationId("")


class MembershipChanged(Event, frozen=True, kw_only=True, rename="camel"):
    """Somebody is something else in a publication; unspecified: no longer anything."""

    event_name: ClassVar[str] = "publications.MembershipChanged"

    publication_id: PublicationId = PublicationId("")
    person_id: PersonId = PersonId("")
    role: Role = Role.UNSPECIFIED


class StorySubmitted(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "publications.StorySubmitted"

    submission_id: SubmissionId = SubmissionId("")
    publication_id: PublicationId = PublicationId("")
    story_id: StoryId = StoryId("")
    writer_id: PersonId = PersonId("")


class DecisionTaken(Event, frozen=True, kw_only=True, rename="camel"):
    """A decision was written down; what it does to the story is done, if need be again, until it stands."""

    event_name: ClassVar[str] = "publications.DecisionTaken"

    submission_id: SubmissionId = SubmissionId("")


class SubmissionDecided(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "publications.SubmissionDecided"

    submission_id: SubmissionId = SubmissionId("")
    publication_id: PublicationId = PublicationId("")
    story_id: StoryId = StoryId("")
    writer_id: PersonId = PersonId("")
    stage: Stage = Stage.UNSPECIFIED


class Publications(Protocol):
    """What people do with publications. Whoever may not know of something is told that
    it is not there; whoever may know but not act is told so (Forbidden).
    """

    async def found(self, *, name: str, slug: str = "", description: str = "") -> Publication:
        """Begins a publication; the caller is its first owner. The site says who may, and how many.

        Raises SlugTaken, SlugNotAllowed, TooManyPublications.
        """
        ...

    async def find_publication(self, *, slug: str) -> Publication:
        """A publication by the first part of its address, present or former (its own `slug` is the
        present one).

        Raises PublicationNotFound, PublicationGone.
        """
        ...

    async def get_publications(
        self, *, publication_ids: tuple[PublicationId, ...]
    ) -> tuple[Publication, ...]:
        """Publications by id, in the order asked for; those that are not there are left out. At most 200."""
        ...

    async def list_publications(
        self, *, limit: int = 50, after: str = "", archived: bool = False
    ) -> ListPublicationsResponse:
        """All of them by name, by page of at most 100; archived ones only on request."""
        ...

    async def list_memberships(
        self, *, publication_id: PublicationId = PublicationId("")
    ) -> tuple[Membership, ...]:
        """What the caller is, and where; with a publication, everybody in it, for its members
        and those who look after the site.

        Raises PublicationNotFound.
        """
        ...

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
        """Replaces name, address, description, colour and logo; owners.

        Raises PublicationNotFound, SlugTaken, SlugNotAllowed, PublicationChangedSince.
        """
        ...

    async def arrange(
        self,
        *,
        publication_id: PublicationId,
        version: int,
        navigation: tuple[NavigationLink, ...],
        sections: tuple[Section, ...],
    ) -> Publication:
        """Replaces navigation and sections, in their order; owners and editors. A section that is
        left out is dissolved: its stories stay in the publication.

        Raises PublicationNotFound, PublicationChangedSince.
        """
        ...

    async def set_lead(self, *, publication_id: PublicationId, story_id: StoryId = StoryId("")) -> None:
        """Names the story that stands first on the home page, or (empty) the newest; owners and editors.

        Raises PublicationNotFound, StoryNotInPublication.
        """
        ...

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
        """Makes a static page, or replaces one; owners and editors.

        Raises PublicationNotFound, PageNotFound, PageSlugTaken, InvalidPage, TooManyPages.
        """
        ...

    async def delete_page(self, *, publication_id: PublicationId, page_id: PageId) -> None:
        """Takes a static page away; owners and editors.

        Raises PublicationNotFound, PageNotFound.
        """
        ...

    async def read_page(self, *, publication_id: PublicationId, slug: str) -> Page:
        """A static page with its text.

        Raises PublicationNotFound, PageNotFound.
        """
        ...

    async def set_archived(self, *, publication_id: PublicationId, archived: bool) -> Publication:
        """An archived publication is read as ever and takes nothing new in; owners.

        Raises PublicationNotFound.
        """
        ...

    async def delete_publication(self, *, publication_id: PublicationId) -> None:
        """Ends a publication for good. Its stories stay with their authors and all addresses lead
        there; its own address is never given to another. Owners.

        Raises PublicationNotFound.
        """
        ...

    async def invite(
        self,
        *,
        publication_id: PublicationId,
        role: Role,
        person_id: PersonId = PersonId(""),
        email: str = "",
        hands_over: bool = False,
    ) -> InviteResponse:
        """Asks somebody to join, or a member to become owner: by person, or by a link for whoever has
        it (sent to an address by whoever invites). Nobody is anything before they accepted. Owners; editors
        invite writers.

        Raises PublicationNotFound, AlreadyMember, TooManyMembers.
        """
        ...

    async def list_invitations(
        self, *, publication_id: PublicationId = PublicationId("")
    ) -> tuple[Invitation, ...]:
        """Those that wait for an answer: of a publication (owners and editors), or those for the caller.

        Raises PublicationNotFound.
        """
        ...

    async def peek_invitation(self, *, token: str) -> Invitation:
        """What the link of an invitation offers, before it is answered.

        Raises InvitationNotFound.
        """
        ...

    async def answer_invitation(
        self, *, invitation_id: InvitationId = InvitationId(""), token: str = "", accepted: bool
    ) -> Invitation:
        """The caller accepts or declines: their own by its id, one by link by its token.

        Raises InvitationNotFound, TooManyMembers.
        """
        ...

    async def revoke_invitation(self, *, invitation_id: InvitationId) -> None:
        """Takes an invitation back; owners, and whoever made it.

        Raises InvitationNotFound.
        """
        ...

    async def change_role(
        self, *, publication_id: PublicationId, person_id: PersonId, role: Role
    ) -> Membership:
        """Makes a member writer or editor; owners. Nobody becomes owner but by an invitation that they
        accept; an owner steps down where another remains.

        Raises PublicationNotFound, NotAMember, LastOwner.
        """
        ...

    async def remove_member(self, *, publication_id: PublicationId, person_id: PersonId) -> None:
        """Ends a membership: one's own, or an owner ends that of others. What waits for review is
        withdrawn; what was published stays.

        Raises PublicationNotFound, NotAMember, LastOwner.
        """
        ...

    async def submit(
        self, *, publication_id: PublicationId, story_id: StoryId, version: int, note: str = ""
    ) -> Submission:
        """Offers the caller's own story to the editors: a new one, or changes of one that stands in the
        publication already. Writers, editors and owners.

        Raises PublicationNotFound, StoryNotSubmittable, AlreadySubmitted, StoryChangedSince.
        """
        ...

    async def list_submissions(
        self,
        *,
        publication_id: PublicationId = PublicationId(""),
        stage: Stage = Stage.UNSPECIFIED,
        limit: int = 50,
        before: SubmissionId = SubmissionId(""),
    ) -> tuple[Submission, ...]:
        """Of a publication (owners and editors), or the caller's own; newest first, at most 100.

        Raises PublicationNotFound.
        """
        ...

    async def get_submission(self, *, submission_id: SubmissionId) -> GetSubmissionResponse:
        """One with its notes: for its writer, and for owners and editors.

        Raises SubmissionNotFound.
        """
        ...

    async def add_note(self, *, submission_id: SubmissionId, text: str) -> Note:
        """A private note, from the writer or an editor to the other.

        Raises SubmissionNotFound, TooManyNotes.
        """
        ...

    async def accept(
        self, *, submission_id: SubmissionId, version: int, section_id: SectionId = SectionId("")
    ) -> Submission:
        """Publishes what was submitted, as it stands at `version`; owners and editors.

        Raises SubmissionNotFound, AlreadyDecided, StoryChangedSince, StoryNotSubmittable.
        """
        ...

    async def send_back(self, *, submission_id: SubmissionId, note: str) -> Submission:
        """Gives it back to its writer with a note; owners and editors.

        Raises SubmissionNotFound, AlreadyDecided.
        """
        ...

    async def withdraw(self, *, submission_id: SubmissionId) -> Submission:
        """The writer takes it back.

        Raises SubmissionNotFound, AlreadyDecided.
        """
        ...

    async def publish_in(
        self,
        *,
        publication_id: PublicationId,
        story_id: StoryId,
        version: int,
        section_id: SectionId = SectionId(""),
    ) -> None:
        """An owner or editor publishes a story of their own, or one that stands there, without review.

        Raises PublicationNotFound, StoryNotSubmittable, StoryChangedSince.
        """
        ...

    async def move_out(self, *, publication_id: PublicationId, story_id: StoryId) -> None:
        """Gives a story back to its author: the author does so, or an owner or editor.

        Raises PublicationNotFound, StoryNotInPublication.
        """
        ...

    async def assign_section(
        self, *, publication_id: PublicationId, story_id: StoryId, section_id: SectionId = SectionId("")
    ) -> None:
        """Puts a story of the publication into a section, or (empty) in none; owners and editors.

        Raises PublicationNotFound, StoryNotInPublication.
        """
        ...

    async def appoint(self, *, publication_id: PublicationId, person_id: PersonId) -> None:
        """Gives a publication without an owner who can act one of them; the site's owner alone.

        Raises PublicationNotFound.
        """
        ...


CONTRACT = Contract(
    name="octavo.publications.v1.Publications",
    wire="octavo.publications.v1.publications_wire",
    methods=(
        Method(
            name="Found",
            call="found",
            request=FoundRequest,
            response=FoundResponse,
            returns="publication",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                SlugTaken,
                SlugNotAllowed,
                TooManyPublications,
            ),
        ),
        Method(
            name="FindPublication",
            call="find_publication",
            request=FindPublicationRequest,
            response=FindPublicationResponse,
            returns="publication",
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(
                PublicationNotFound,
                PublicationGone,
            ),
        ),
        Method(
            name="GetPublications",
            call="get_publications",
            request=GetPublicationsRequest,
            response=GetPublicationsResponse,
            returns="publications",
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            hedged=True,
        ),
        Method(
            name="ListPublications",
            call="list_publications",
            request=ListPublicationsRequest,
            response=ListPublicationsResponse,
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListMemberships",
            call="list_memberships",
            request=ListMembershipsRequest,
            response=ListMembershipsResponse,
            returns="memberships",
            audience=Audience.PUBLIC,
            scope="publications:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(PublicationNotFound,),
        ),
        Method(
            name="ChangeSettings",
            call="change_settings",
            request=ChangeSettingsRequest,
            response=ChangeSettingsResponse,
            returns="publication",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                SlugTaken,
                SlugNotAllowed,
                PublicationChangedSince,
            ),
        ),
        Method(
            name="Arrange",
            call="arrange",
            request=ArrangeRequest,
            response=ArrangeResponse,
            returns="publication",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                PublicationChangedSince,
            ),
        ),
        Method(
            name="SetLead",
            call="set_lead",
            request=SetLeadRequest,
            response=SetLeadResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                StoryNotInPublication,
            ),
        ),
        Method(
            name="SavePage",
            call="save_page",
            request=SavePageRequest,
            response=SavePageResponse,
            returns="page",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                PageNotFound,
                PageSlugTaken,
                InvalidPage,
                TooManyPages,
            ),
        ),
        Method(
            name="DeletePage",
            call="delete_page",
            request=DeletePageRequest,
            response=DeletePageResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                PageNotFound,
            ),
        ),
        Method(
            name="ReadPage",
            call="read_page",
            request=ReadPageRequest,
            response=ReadPageResponse,
            returns="page",
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(
                PublicationNotFound,
                PageNotFound,
            ),
        ),
        Method(
            name="SetArchived",
            call="set_archived",
            request=SetArchivedRequest,
            response=SetArchivedResponse,
            returns="publication",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(PublicationNotFound,),
        ),
        Method(
            name="DeletePublication",
            call="delete_publication",
            request=DeletePublicationRequest,
            response=DeletePublicationResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(PublicationNotFound,),
        ),
        Method(
            name="Invite",
            call="invite",
            request=InviteRequest,
            response=InviteResponse,
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                AlreadyMember,
                TooManyMembers,
            ),
        ),
        Method(
            name="ListInvitations",
            call="list_invitations",
            request=ListInvitationsRequest,
            response=ListInvitationsResponse,
            returns="invitations",
            audience=Audience.PUBLIC,
            scope="publications:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(PublicationNotFound,),
        ),
        Method(
            name="PeekInvitation",
            call="peek_invitation",
            request=PeekInvitationRequest,
            response=PeekInvitationResponse,
            returns="invitation",
            audience=Audience.PUBLIC,
            scope="publications:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(InvitationNotFound,),
        ),
        Method(
            name="AnswerInvitation",
            call="answer_invitation",
            request=AnswerInvitationRequest,
            response=AnswerInvitationResponse,
            returns="invitation",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                InvitationNotFound,
                TooManyMembers,
            ),
        ),
        Method(
            name="RevokeInvitation",
            call="revoke_invitation",
            request=RevokeInvitationRequest,
            response=RevokeInvitationResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(InvitationNotFound,),
        ),
        Method(
            name="ChangeRole",
            call="change_role",
            request=ChangeRoleRequest,
            response=ChangeRoleResponse,
            returns="membership",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                NotAMember,
                LastOwner,
            ),
        ),
        Method(
            name="RemoveMember",
            call="remove_member",
            request=RemoveMemberRequest,
            response=RemoveMemberResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                NotAMember,
                LastOwner,
            ),
        ),
        Method(
            name="Submit",
            call="submit",
            request=SubmitRequest,
            response=SubmitResponse,
            returns="submission",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                StoryNotSubmittable,
                AlreadySubmitted,
                StoryChangedSince,
            ),
        ),
        Method(
            name="ListSubmissions",
            call="list_submissions",
            request=ListSubmissionsRequest,
            response=ListSubmissionsResponse,
            returns="submissions",
            audience=Audience.PUBLIC,
            scope="publications:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(PublicationNotFound,),
        ),
        Method(
            name="GetSubmission",
            call="get_submission",
            request=GetSubmissionRequest,
            response=GetSubmissionResponse,
            audience=Audience.PUBLIC,
            scope="publications:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(SubmissionNotFound,),
        ),
        Method(
            name="AddNote",
            call="add_note",
            request=AddNoteRequest,
            response=AddNoteResponse,
            returns="note",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                SubmissionNotFound,
                TooManyNotes,
            ),
        ),
        Method(
            name="Accept",
            call="accept",
            request=AcceptRequest,
            response=AcceptResponse,
            returns="submission",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                SubmissionNotFound,
                AlreadyDecided,
                StoryChangedSince,
                StoryNotSubmittable,
            ),
        ),
        Method(
            name="SendBack",
            call="send_back",
            request=SendBackRequest,
            response=SendBackResponse,
            returns="submission",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                SubmissionNotFound,
                AlreadyDecided,
            ),
        ),
        Method(
            name="Withdraw",
            call="withdraw",
            request=WithdrawRequest,
            response=WithdrawResponse,
            returns="submission",
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                SubmissionNotFound,
                AlreadyDecided,
            ),
        ),
        Method(
            name="PublishIn",
            call="publish_in",
            request=PublishInRequest,
            response=PublishInResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                StoryNotSubmittable,
                StoryChangedSince,
            ),
        ),
        Method(
            name="MoveOut",
            call="move_out",
            request=MoveOutRequest,
            response=MoveOutResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                StoryNotInPublication,
            ),
        ),
        Method(
            name="AssignSection",
            call="assign_section",
            request=AssignSectionRequest,
            response=AssignSectionResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="publications:write",
            faults=(
                PublicationNotFound,
                StoryNotInPublication,
            ),
        ),
        Method(
            name="Appoint",
            call="appoint",
            request=AppointRequest,
            response=AppointResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="site:manage",
            faults=(PublicationNotFound,),
        ),
    ),
    events=(
        PublicationChanged,
        PublicationDeleted,
        SectionDissolved,
        PublicationOrphaned,
        MembershipChanged,
        StorySubmitted,
        DecisionTaken,
        SubmissionDecided,
    ),
)
