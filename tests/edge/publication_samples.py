"""Samples of the pages of publications, filled so that each part of its template shows."""

from datetime import UTC, datetime

from octavo.edge.pages.views import Author, Link, Nameplate, Picture, Sharing, StoryCard
from octavo.edge.pages.views_private import Choice, Problem, Trouble
from octavo.edge.pages.views_publication import (
    ArrangementPage,
    InvitationPage,
    InvitationRow,
    MemberRow,
    NoteRow,
    PagesPage,
    PlacedStory,
    PlaceRow,
    PublicationPage,
    PublicationPrivate,
    PublicationPublic,
    PublicationsPage,
    ReviewPage,
    SectionRow,
    SettingsOfPublication,
    StaffPage,
    StaticPage,
    StockPage,
    SubmissionPage,
    SubmissionRow,
    SubmitPage,
    Workplace,
)

_WHEN = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
_ADA = Author(name="Ada", handle="ada", address="/@ada")
_CARD = StoryCard(
    title="A walk",
    address="/the-paper/a-walk-11111111111",
    author=_ADA,
    published_at=_WHEN,
    excerpt="It was a fine day.",
    minutes=3,
    publication=Link(label="The <Paper>", address="/the-paper"),
)
_PLATE = Nameplate(
    name="The <Paper>",
    address="/the-paper",
    description="About lakes.",
    logo=Picture(src="/i/logo", srcset="/i/logo 240w", width=400, height=100),
    look="/look/ff8800.css",
    navigation=(Link(label="Shop", address="https://shop.example/"),),
    sections=(Link(label="Lakes", address="/the-paper/lakes"),),
    pages=(Link(label="About", address="/the-paper/about"),),
    here="/the-paper/lakes",
    archived=True,
)
_PLACE = Workplace(
    publication_id="11111111111",
    name="The <Paper>",
    address="/the-paper",
    base="/me/publications/11111111111",
    role="OWNER",
    version=3,
    archived=True,
)
_INVITATION = InvitationRow(
    invitation_id="11111111112",
    publication="The <Paper>",
    role="EDITOR",
    whom="Bert",
    by="Ada",
    expires_at=_WHEN,
)
_SUBMISSION = SubmissionRow(
    address="/me/submissions/11111111113",
    title="A <walk>",
    writer=_ADA,
    publication="The <Paper>",
    stage="SUBMITTED",
    submitted_at=_WHEN,
    decided_at=_WHEN,
    notes=2,
)
_SECTIONS = (Choice(value="11111111114", label="Picks"),)

PUBLICATIONS_PUBLIC: dict[str, PublicationPublic] = {
    "publication": PublicationPage(
        plate=_PLATE,
        lead=_CARD,
        stories=(_CARD,),
        older="/the-paper?after=x",
        first="/the-paper",
        sharing=Sharing(canonical="https://example.org/the-paper"),
    ),
    "publication-section": PublicationPage(plate=_PLATE, title="Lakes", stories=(_CARD,)),
    "publication-empty": PublicationPage(plate=Nameplate(name="New", address="/new-one")),
    "publication-page": StaticPage(plate=_PLATE, title="About", body_html="<p>We write.</p>"),
}

PUBLICATIONS_PRIVATE: dict[str, PublicationPrivate] = {
    "publications": PublicationsPage(
        places=(
            PlaceRow(
                name="The <Paper>",
                address="/the-paper",
                manage="/me/publications/11111111111",
                role="OWNER",
                archived=True,
                waiting=2,
            ),
        ),
        invitations=(_INVITATION,),
        submissions=(_SUBMISSION,),
        orphans=(Choice(value="11111111115", label="Lost"),),
        problems=(Problem(kind=Trouble.ADDRESS_TAKEN, field="slug"),),
    ),
    "publication-invitation": InvitationPage(
        token="t", publication="The <Paper>", address="/the-paper", role="WRITER", by="Ada"
    ),
    "publication-review": ReviewPage(
        place=_PLACE, stage="submitted", rows=(_SUBMISSION,), older="/me/publications/11111111111/review?x=y"
    ),
    "submission": SubmissionPage(
        row=_SUBMISSION,
        submission_id="11111111113",
        version=2,
        body_html="<p>It was a fine day.</p>",
        subtitle="By the lake",
        changed=True,
        notes=(NoteRow(author=_ADA, text="Please <look>.", written_at=_WHEN),),
        sections=_SECTIONS,
        section="11111111114",
        decides=True,
        own=True,
        edit_address="/edit/11111111116",
        story_address="/p/11111111116",
        decided_by="Ada",
        problems=(Problem(kind=Trouble.STORY_CHANGED),),
    ),
    "publication-settings": SettingsOfPublication(
        place=_PLACE,
        typed={
            "name": "The <Paper>",
            "slug": "the-paper",
            "description": "",
            "accent": "#ff8800",
            "own_colour": "1",
            "picture_id": "11111111117",
        },
        logo="/i/logo",
    ),
    "publication-arrangement": ArrangementPage(
        place=_PLACE,
        links=(Link(label="Shop", address="https://shop.example/"), Link(label="", address="")),
        sections=(SectionRow(section_id="11111111114", name="Picks", slug="picks"), SectionRow()),
        problems=(Problem(kind=Trouble.OTHER, detail="This cannot be empty."),),
    ),
    "publication-pages": PagesPage(
        place=_PLACE,
        pages=(Link(label="About", address="/me/publications/11111111111/pages?page=about"),),
        typed={"page_id": "11111111118", "title": "About", "slug": "about", "source": "We *write*."},
        page_id="11111111118",
        page_address="/the-paper/about",
    ),
    "publication-people": StaffPage(
        place=_PLACE,
        members=(
            MemberRow(person_id="11111111119", author=_ADA, role="OWNER", since=_WHEN, self=True),
            MemberRow(
                person_id="1111111111A",
                author=Author(name="", handle="", address=""),
                role="WRITER",
                since=_WHEN,
                suspended=True,
            ),
        ),
        invitations=(_INVITATION,),
        invitation="https://example.org/me/publications/invitation/t",
    ),
    "publication-stories": StockPage(
        place=_PLACE,
        stories=(
            PlacedStory(
                story_id="11111111116",
                title="A <walk>",
                author=_ADA,
                edit_address="/edit/11111111116",
                address="/the-paper/a-walk-11111111116",
                published=True,
                changed=True,
                version=2,
                section="11111111114",
                lead=True,
                saved_at=_WHEN,
            ),
        ),
        sections=_SECTIONS,
    ),
    "submit": SubmitPage(
        story_id="11111111116",
        title="A <walk>",
        version=2,
        edit_address="/edit/11111111116",
        writes_in=(Choice(value="11111111111", label="The <Paper>"),),
        edits_in=(Choice(value="1111111111B", label="Another"),),
        inside="The <Paper>",
        inside_id="11111111111",
    ),
}
