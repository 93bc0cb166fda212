"""What the pages of publications show: for readers, for their members, and for whoever reviews."""

from datetime import datetime
from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author, Link, Nameplate, Sharing, StoryCard
from octavo.edge.pages.views_graph import FollowButton
from octavo.edge.pages.views_private import Choice, Problem


class PublicationPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/<publication>` and `/<publication>/<section>`. `title` is the section's, empty on the home page."""

    template: ClassVar[str] = "publication.html"
    plate: Nameplate
    title: str = ""
    lead: StoryCard | None = None
    stories: tuple[StoryCard, ...] = ()
    older: str = ""
    first: str = ""
    follow: FollowButton | None = None
    sharing: Sharing = Sharing()


class StaticPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/<publication>/<page>`."""

    template: ClassVar[str] = "publication_page.html"
    plate: Nameplate
    title: str
    body_html: str
    sharing: Sharing = Sharing()


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A publication in which somebody is something. `role`: WRITER, EDITOR or OWNER."""

    name: str
    address: str
    manage: str
    role: str
    archived: bool = False
    waiting: int = 0
    """Submissions that wait for a decision, for those who decide; at most 100."""


class InvitationRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody was asked, and has not answered. `whom` is a name, or what was noted of a link."""

    invitation_id: str
    publication: str
    role: str
    whom: str
    by: str
    expires_at: datetime
    hands_over: bool = False
    by_link: bool = False


class PublicationsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/publications`: where one is what, invitations to answer, and how to found one."""

    template: ClassVar[str] = "publications.html"
    places: tuple[PlaceRow, ...] = ()
    invitations: tuple[InvitationRow, ...] = ()
    submissions: tuple["SubmissionRow", ...] = ()
    orphans: tuple[Choice, ...] = ()
    """For the site's owner: those without an owner of their own, by id and name."""
    typed: dict[str, str] = {}
    host: str = ""
    problems: tuple[Problem, ...] = ()


class InvitationPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/publications/invitation/TOKEN`: what a link offers."""

    template: ClassVar[str] = "publication_invitation.html"
    token: str
    publication: str
    address: str
    role: str
    by: str = ""
    problems: tuple[Problem, ...] = ()


class Workplace(msgspec.Struct, frozen=True, kw_only=True):
    """What every page of a publication's management knows. `role` is the visitor's."""

    publication_id: str
    name: str
    address: str
    base: str
    """The management's own address; its parts stand below it."""
    role: str
    version: int
    archived: bool = False
    orphaned: bool = False


class SubmissionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A submission in a list. `stage`: SUBMITTED, ACCEPTED, RETURNED or WITHDRAWN."""

    address: str
    title: str
    writer: Author
    publication: str
    stage: str
    submitted_at: datetime
    decided_at: datetime | None = None
    notes: int = 0


class ReviewPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/publications/ID/review`: what waits, and what was decided."""

    template: ClassVar[str] = "publication_review.html"
    place: Workplace
    stage: str
    rows: tuple[SubmissionRow, ...] = ()
    older: str = ""


class NoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """A private note."""

    author: Author
    text: str
    written_at: datetime


class SubmissionPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/submissions/ID`: the text, the notes, and what can be decided.

    `decides`: the visitor is an editor; `own`: its writer. `body_html` is empty where the text cannot be
    read any more. `compared_html` shows what lies between the text as it was submitted and as it is.
    """

    template: ClassVar[str] = "submission.html"
    row: SubmissionRow
    submission_id: str
    version: int = 0
    body_html: str = ""
    subtitle: str = ""
    compared_html: str = ""
    changed: bool = False
    notes: tuple[NoteRow, ...] = ()
    sections: tuple[Choice, ...] = ()
    section: str = ""
    decides: bool = False
    own: bool = False
    edit_address: str = ""
    story_address: str = ""
    decided_by: str = ""
    typed: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()


class SettingsOfPublication(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/publications/ID/settings`: name, address, look, and its end."""

    template: ClassVar[str] = "publication_settings.html"
    place: Workplace
    typed: dict[str, str]
    logo: str = ""
    host: str = ""
    problems: tuple[Problem, ...] = ()


class ArrangementPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/publications/ID/arrangement`: navigation and sections, with room for new ones."""

    template: ClassVar[str] = "publication_arrangement.html"
    place: Workplace
    links: tuple[Link, ...] = ()
    sections: tuple["SectionRow", ...] = ()
    problems: tuple[Problem, ...] = ()


class SectionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A section in its form; an empty one is room for a new one."""

    section_id: str = ""
    name: str = ""
    slug: str = ""
    tag: str = ""


class PagesPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/publications/ID/pages`: the static pages, and one of them to write."""

    template: ClassVar[str] = "publication_pages.html"
    place: Workplace
    pages: tuple[Link, ...] = ()
    """By title, with where each is edited."""
    typed: dict[str, str] = {}
    page_id: str = ""
    page_address: str = ""
    problems: tuple[Problem, ...] = ()


class MemberRow(msgspec.Struct, frozen=True, kw_only=True):
    """A member for those who look after the people."""

    person_id: str
    author: Author
    role: str
    since: datetime
    suspended: bool = False
    self: bool = False


class StaffPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/publications/ID/people`: members and invitations. `invitation` is the link just made."""

    template: ClassVar[str] = "publication_people.html"
    place: Workplace
    members: tuple[MemberRow, ...] = ()
    invitations: tuple[InvitationRow, ...] = ()
    invitation: str = ""
    typed: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()


class PlacedStory(msgspec.Struct, frozen=True, kw_only=True):
    """A story that stands in the publication, for its editors."""

    story_id: str
    title: str
    author: Author
    edit_address: str
    address: str
    published: bool
    changed: bool
    version: int
    section: str
    lead: bool
    saved_at: datetime


class StockPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/publications/ID/stories`: what stands in it, its sections and the lead."""

    template: ClassVar[str] = "publication_stories.html"
    place: Workplace
    stories: tuple[PlacedStory, ...] = ()
    sections: tuple[Choice, ...] = ()
    older: str = ""


class SubmitPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/stories/ID/submit`: where a story may go. Each choice says whether it is published at once."""

    template: ClassVar[str] = "submit.html"
    story_id: str
    title: str
    version: int
    edit_address: str
    writes_in: tuple[Choice, ...] = ()
    edits_in: tuple[Choice, ...] = ()
    inside: str = ""
    """The publication in which it stands or waits."""
    inside_id: str = ""
    submission_address: str = ""
    typed: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()


PublicationPublic = PublicationPage | StaticPage
PublicationPrivate = (
    PublicationsPage
    | InvitationPage
    | ReviewPage
    | SubmissionPage
    | SettingsOfPublication
    | ArrangementPage
    | PagesPage
    | StaffPage
    | StockPage
    | SubmitPage
)
