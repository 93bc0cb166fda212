"""`/me/publications/ID/people`: who belongs to it, who is asked, who leaves."""

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import PersonNotFound
from octavo.chassis.faults import Fault, Invalid, NotFound
from octavo.edge import forms
from octavo.edge.addresses import is_handle
from octavo.edge.forms import Form
from octavo.edge.pages.publication_place import Role, enter, told, wrong
from octavo.edge.pages.publications import invitation_rows
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import Problem, Said, Trouble
from octavo.edge.pages.views_publication import MemberRow, StaffPage
from octavo.edge.parts import Parts
from octavo.edge.problems import Answered
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.publications.api import InvitationId, PersonId, PublicationId

_ROLES = {role.value: role for role in (Role.WRITER, Role.EDITOR, Role.OWNER)}
_DECIDES = frozenset({Role.EDITOR, Role.OWNER})


def _id(request: Request) -> PublicationId:
    return PublicationId(request.path_params["publication_id"])


async def people(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Everybody in it, for its members; who is asked, for those who may ask."""
    return await _page(bench, request, visitor)


async def invite(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/people`: by handle, or (without one) by a link that is shown once."""
    form = await forms.read(request)
    try:
        handle = form.line("handle").removeprefix("@").lower()
        person_id = PersonId("")
        if handle:
            if not is_handle(handle):
                raise PersonNotFound
            person_id = (await bench.accounts.find_person(handle=handle)).person.id
        if form["role"] not in _ROLES:
            raise Invalid("role", "There is no such role.")
        asked = await bench.publications.invite(
            publication_id=_id(request),
            role=_ROLES[form["role"]],
            person_id=person_id,
            email=form.line("email"),
            hands_over=form["hands_over"] == "1",
        )
    except PersonNotFound:
        answered = Answered(Problem(kind=Trouble.NOBODY_CALLED_SO, field="handle"), 422)
        return await _page(bench, request, visitor, form=form, answered=answered)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await _page(bench, request, visitor, form=form, answered=wrong(fault, form.items()))
    if asked.token:
        link = bench.addresses.absolute(bench.addresses.invitation(asked.token))
        return await _page(bench, request, visitor, link=link)
    return bench.see(bench.addresses.workplace(_id(request), "people", said=Said.INVITED))


async def revoke(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/revoke`: an invitation is taken back."""
    form = await forms.read(request)
    try:
        await bench.publications.revoke_invitation(invitation_id=InvitationId(form["invitation_id"]))
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return bench.see(bench.addresses.workplace(_id(request), "people", said=Said.SAVED))


async def change_role(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/role`."""
    form = await forms.read(request)
    try:
        if form["role"] not in _ROLES:
            raise Invalid("role", "There is no such role.")
        await bench.publications.change_role(
            publication_id=_id(request), person_id=PersonId(form["person_id"]), role=_ROLES[form["role"]]
        )
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await told(bench, request, visitor, fault, form.items())
    return bench.see(bench.addresses.workplace(_id(request), "people", said=Said.ROLE_CHANGED))


async def leave(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/leave`: one's own membership ends, or an owner ends another's."""
    form = await forms.read(request)
    person_id = PersonId(form["person_id"] or visitor.person_id)
    try:
        await bench.publications.remove_member(publication_id=_id(request), person_id=person_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await told(bench, request, visitor, fault, form.items())
    if person_id == visitor.person_id:
        return bench.see(bench.addresses.publications(said=Said.LEFT))
    return bench.see(bench.addresses.workplace(_id(request), "people", said=Said.LEFT))


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    link: str = "",
    answered: Answered | None = None,
) -> Response:
    try:
        publication, membership, place = await enter(bench, _id(request))
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    decides = membership.role in _DECIDES
    members = await bench.publications.list_memberships(publication_id=publication.id)
    asked = await bench.publications.list_invitations(publication_id=publication.id) if decides else ()
    ids = [*(one.person_id for one in members), *(one.person_id or one.invited_by for one in asked)]
    known = await bench.authors(Parts(), [*ids, *(one.invited_by for one in asked)])
    view = StaffPage(
        place=place,
        members=tuple(
            MemberRow(
                person_id=one.person_id,
                author=bench.showing.author(known.get(one.person_id)),
                role=one.role.value,
                since=one.since,
                suspended=one.suspended,
                self=one.person_id == visitor.person_id,
            )
            for one in members
        ),
        invitations=invitation_rows(bench, asked, {publication.id: publication}, known),
        invitation=link,
        typed=form.items() if form else {},
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(request, view, visitor, status=answered.status if answered else 200)
