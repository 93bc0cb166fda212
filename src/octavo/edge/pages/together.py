"""`/me/stories/ID/together`: who writes a story with its author; and what one was asked oneself."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import Person, PersonId, PersonNotFound
from octavo.chassis.faults import Fault, Forbidden, Invalid, NotFound
from octavo.edge import forms
from octavo.edge.addresses import is_handle
from octavo.edge.forms import Form
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import (
    AskedRow,
    CoAuthorRow,
    Problem,
    Said,
    TogetherPage,
    Trouble,
)
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.stories.api import Consent, NotInvitable, StoryId, TooManyCoAuthors

_CONSENTS = {Consent.GIVEN: "given", Consent.INVITED: "invited", Consent.DECLINED: "declined"}


async def together(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The page."""
    return await _page(bench, request, visitor)


async def invite(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/invite`: ask the person of a handle."""
    form = await forms.read(request)
    story_id = _story_id(request)
    try:
        person_id = await _meant(bench, form)
        await bench.stories.invite_co_author(story_id=story_id, person_id=person_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except (Invalid, NotInvitable, TooManyCoAuthors) as fault:
        problem = Problem(kind=Trouble.OTHER, field="handle", detail=_why(bench, request, visitor, fault))
        return await _page(bench, request, visitor, handle=form["handle"], problem=problem)
    return bench.see(bench.addresses.together(story_id, said=Said.SAVED))


async def remove(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/remove`: take somebody's name, or an invitation, away; or leave."""
    form = await forms.read(request)
    story_id, person_id = _story_id(request), PersonId(form["person_id"])
    try:
        await bench.stories.remove_co_author(story_id=story_id, person_id=person_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    if person_id == visitor.person_id:
        return bench.see(bench.addresses.desk(said=Said.LEFT_STORY))
    return bench.see(bench.addresses.together(story_id, said=Said.SAVED))


async def answer(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/answer`: agree to write a story with its author, or not."""
    form = await forms.read(request)
    story_id, accepted = _story_id(request), form["accepted"] == "1"
    try:
        await bench.stories.answer_invitation(story_id=story_id, accepted=accepted)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    if accepted:
        return bench.see(bench.addresses.edit(story_id))
    return bench.see(bench.addresses.desk(said=Said.SAVED))


async def asked(bench: Workbench) -> tuple[AskedRow, ...]:
    """What the caller was asked, for their desk; nothing where it cannot be told just now."""
    parts = Parts()
    invitations = await parts.optional("invitations", bench.stories.list_invitations(), ())
    people = await bench.authors(parts, [one.author_id for one in invitations])
    return tuple(
        AskedRow(
            story_id=one.story_id,
            title=one.title,
            author=bench.showing.author(people.get(one.author_id)),
            asked_at=one.invited_at,
        )
        for one in invitations
    )


def _story_id(request: Request) -> StoryId:
    return StoryId(request.path_params["story_id"])


async def _meant(bench: Workbench, form: Form) -> PersonId:
    """The person of the handle that was typed. Raises Invalid where there is none."""
    handle = form.line("handle").removeprefix("@").lower()
    missing = Invalid("handle", "There is nobody with this handle.")
    if not is_handle(handle):
        raise missing
    try:
        found = await bench.accounts.find_person(handle=handle)
    except PersonNotFound:
        raise missing from None
    if found.person.suspended:
        raise missing
    return found.person.id


def _why(bench: Workbench, request: Request, visitor: Visitor, fault: Fault) -> str:
    _ = bench.look.words(bench.language(request, visitor))
    if isinstance(fault, TooManyCoAuthors):
        return _("A story has at most {limit} co-authors.").format(limit=fault.limit)
    if isinstance(fault, NotInvitable) and fault.until is not None:
        return _("They said no, or left, not long ago. You can ask them again after 30 days.")
    if isinstance(fault, NotInvitable):
        return _("They write this story already, or were asked to.")
    return _("There is nobody with this handle.")


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    handle: str = "",
    problem: Problem | None = None,
) -> Response:
    story_id = _story_id(request)
    try:
        draft = await bench.stories.get_draft(story_id=story_id)
        known = await bench.stories.list_co_authors(story_id=story_id)
    except (NotFound, Forbidden):
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    people: Mapping[str, Person] = await bench.authors(
        Parts(), [draft.author_id, *(one.person_id for one in known)]
    )
    view = TogetherPage(
        story_id=story_id,
        title=draft.content.title,
        edit_address=bench.addresses.edit(story_id),
        mine=draft.author_id == visitor.person_id,
        author=bench.showing.author(people.get(draft.author_id)),
        co_authors=tuple(
            CoAuthorRow(
                person_id=one.person_id,
                author=bench.showing.author(people.get(one.person_id)),
                consent=_CONSENTS[one.consent],
                me=one.person_id == visitor.person_id,
            )
            for one in known
        ),
        handle=handle,
        problems=(problem,) if problem else (),
    )
    return await bench.page(request, view, visitor, status=422 if problem else 200)
