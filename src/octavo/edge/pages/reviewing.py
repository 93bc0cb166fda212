"""`/me/stories/ID/submit` and `/me/submissions/ID`: a story on its way into a publication."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Fault, NotFound
from octavo.edge import forms
from octavo.edge.forms import Form
from octavo.edge.pages.publication_desk import sections_by_hand
from octavo.edge.pages.publication_place import Role, told, wrong
from octavo.edge.pages.publications import submission_rows
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import Choice, Said
from octavo.edge.pages.views_publication import NoteRow, SubmissionPage, SubmitPage
from octavo.edge.parts import Parts
from octavo.edge.problems import Answered
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.publications.api import (
    Publication,
    PublicationId,
    SectionId,
    Stage,
    StoryId,
    Submission,
    SubmissionId,
)
from octavo.stories.api import (
    Draft,
    GetRevisionResponse,
    NotPublishable,
    RevisionId,
    RevisionNotFound,
    Status,
    StoryNotFound,
)

ACTS: Final = ("note", "accept", "return", "withdraw")
"""What can be done with a submission by a form."""

_SAID: Final = {
    "note": Said.NOTED,
    "accept": Said.ACCEPTED,
    "return": Said.SENT_BACK,
    "withdraw": Said.WITHDRAWN,
}
CHANGES: Final = "changes"
"""`?text=` of the comparison."""
_DECIDES: Final = frozenset({Role.EDITOR, Role.OWNER})
_LOOKED_THROUGH: Final = 5


async def submit_page(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Where a story of one's own may go."""
    return await _submit(bench, request, visitor)


async def submit(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/submit`: to the editors of `publication_id`, or at once where one is an editor."""
    form = await forms.read(request)
    story_id, publication_id = StoryId(request.path_params["story_id"]), PublicationId(form["publication_id"])
    try:
        if form["act"] == "publish":
            await bench.publications.publish_in(
                publication_id=publication_id, story_id=story_id, version=form.number("version")
            )
            return bench.see(bench.addresses.short(story_id))
        submission = await bench.publications.submit(
            publication_id=publication_id,
            story_id=story_id,
            version=form.number("version"),
            note=form.text("note"),
        )
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await _submit(bench, request, visitor, form=form, answered=wrong(fault, form.items()))
    return bench.see(bench.addresses.submission(submission.id, said=Said.SUBMITTED))


async def _submit(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    answered: Answered | None = None,
) -> Response:
    story_id = StoryId(request.path_params["story_id"])
    try:
        draft = await bench.stories.get_draft(story_id=story_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    if draft.author_id != visitor.person_id:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    mine, submitted = await asyncio.gather(
        bench.publications.list_memberships(), bench.publications.list_submissions(stage=Stage.SUBMITTED)
    )
    found = await bench.publications.get_publications(
        publication_ids=tuple({*(one.publication_id for one in mine), *_inside(draft)})
    )
    named = {one.id: one for one in found}
    roles = {one.publication_id: one.role for one in mine}
    open_ = {one.id: one for one in found if not one.archived and one.id in roles}
    if draft.publication_id:
        open_ = {key: one for key, one in open_.items() if key == draft.publication_id}
    waiting = next((one for one in submitted if one.story_id == story_id), None)
    inside = named.get(PublicationId(draft.publication_id))
    view = SubmitPage(
        story_id=story_id,
        title=draft.content.title,
        version=draft.version,
        edit_address=bench.addresses.edit(story_id),
        writes_in=_choices(open_, {key for key, role in roles.items() if role is Role.WRITER}),
        edits_in=_choices(open_, {key for key, role in roles.items() if role in _DECIDES}),
        inside=inside.name if inside else "",
        inside_id=draft.publication_id,
        submission_address=bench.addresses.submission(waiting.id) if waiting else "",
        typed=form.items() if form else {},
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(request, view, visitor, status=answered.status if answered else 200)


def _inside(draft: Draft) -> tuple[PublicationId, ...]:
    return (PublicationId(draft.publication_id),) if draft.publication_id else ()


def _choices(named: dict[PublicationId, Publication], wanted: set[PublicationId]) -> tuple[Choice, ...]:
    return tuple(Choice(value=key, label=one.name) for key, one in named.items() if key in wanted)


async def submission(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """A submission: its text, its notes, and what can be decided; `?text=submitted` or `accepted` shows it as
    it was then, `changes` what lies between."""
    return await _page(bench, request, visitor)


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/submissions/ID/ACT`."""
    form, name = await forms.read(request), request.url.path.rpartition("/")[2]
    submission_id = SubmissionId(request.path_params["submission_id"])
    publications = bench.publications
    try:
        match name:
            case "note":
                await publications.add_note(submission_id=submission_id, text=form.text("text"))
            case "accept":
                await publications.accept(
                    submission_id=submission_id,
                    version=form.number("version"),
                    section_id=SectionId(form["section_id"]),
                )
            case "return":
                await publications.send_back(submission_id=submission_id, note=form.text("note"))
            case _:
                await publications.withdraw(submission_id=submission_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        try:
            return await _page(bench, request, visitor, form=form, answered=wrong(fault, form.items()))
        except NotFound:
            return await told(bench, request, visitor, fault, form.items())
    return bench.see(bench.addresses.submission(submission_id, said=_SAID[name]))


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    answered: Answered | None = None,
) -> Response:
    submission_id = SubmissionId(request.path_params["submission_id"])
    try:
        found = await bench.publications.get_submission(submission_id=submission_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    said, notes = found.submission, found.notes
    mine = {one.publication_id: one.role for one in await bench.publications.list_memberships()}
    named = await bench.publications.get_publications(publication_ids=(said.publication_id,))
    people = await bench.authors(
        Parts(),
        [said.writer_id, *(note.author_id for note in notes), *([said.decided_by] * bool(said.decided_by))],
    )
    asked = request.query_params.get("text", "")
    draft, text = await _text(bench, said, asked)
    publication = named[0] if named else None
    author = bench.showing.author
    row = submission_rows(bench, [said], {one.id: one for one in named}, people)[0]
    view = SubmissionPage(
        row=row,
        submission_id=submission_id,
        version=draft.version if draft else 0,
        body_html=text.html if text else "",
        subtitle=text.content.subtitle if text else "",
        compared_html=await _changes(bench, said) if draft and asked == CHANGES else "",
        changed=bool(text and text.revision.id != said.submitted_revision_id),
        notes=tuple(
            NoteRow(author=author(people.get(note.author_id)), text=note.text, written_at=note.written_at)
            for note in notes
        ),
        sections=sections_by_hand(publication) if publication else (),
        section=draft.section_id if draft else "",
        decides=mine.get(said.publication_id) in _DECIDES,
        own=said.writer_id == visitor.person_id,
        edit_address=bench.addresses.edit(said.story_id) if draft else "",
        story_address=bench.addresses.short(said.story_id)
        if draft and draft.status is Status.PUBLISHED
        else "",
        decided_by=author(people.get(said.decided_by)).name if said.decided_by else "",
        typed=form.items() if form else {},
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(request, view, visitor, status=answered.status if answered else 200)


async def _changes(bench: Workbench, said: Submission) -> str:
    """What was changed since it was submitted: until it was accepted, or until now. Empty where the visitor
    may not read it."""
    try:
        found = await bench.stories.compare_revisions(
            story_id=StoryId(said.story_id),
            from_revision_id=RevisionId(said.submitted_revision_id),
            to_revision_id=RevisionId(said.accepted_revision_id),
        )
    except (StoryNotFound, RevisionNotFound, NotPublishable):
        return ""
    return found.html


async def _text(
    bench: Workbench, said: Submission, which: str
) -> tuple[Draft | None, GetRevisionResponse | None]:
    """The working copy and the text that is shown: as it is now, or as it was submitted or accepted; nothing
    where the visitor may not read it (any more)."""
    stories, story_id = bench.stories, StoryId(said.story_id)
    try:
        draft = await stories.get_draft(story_id=story_id)
        wanted = {"submitted": said.submitted_revision_id, "accepted": said.accepted_revision_id}.get(
            which, ""
        )
        if wanted:
            return draft, await stories.get_revision(story_id=story_id, revision_id=RevisionId(wanted))
        # The working copy is the newest revision, unless changes were discarded.
        for revision in await stories.list_revisions(story_id=story_id, limit=_LOOKED_THROUGH):
            found = await stories.get_revision(story_id=story_id, revision_id=revision.id)
            if found.content == draft.content:
                return draft, found
    except StoryNotFound:
        return None, None
    except RevisionNotFound:
        return draft, None
    return draft, None
