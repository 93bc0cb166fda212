"""`/admin`: the people of the site, for its owner and moderators."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import (
    InviteResponse,
    ListPeopleResponse,
    PersonId,
    PersonNotFound,
    PersonRecord,
    Registration,
    Role,
)
from octavo.chassis.faults import Fault, Invalid
from octavo.edge import forms, problems
from octavo.edge.pages import admin_welcome
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import PeoplePage, PersonRow, Said, Sought
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

_REGISTRATIONS: Final = {Registration.OPEN: "open", Registration.BY_INVITATION: "invitation"}
_ROLES: Final = {role.value: role for role in (Role.MEMBER, Role.MODERATOR, Role.OWNER)}


async def people(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Everybody, newest first."""
    if not visitor.moderates:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    return await _page(bench, request, visitor)


async def invite(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/admin/invitations`: the link is shown, and mailed where mail works."""
    form = await forms.read(request)
    if not visitor.moderates:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    try:
        invited = await bench.accounts.invite(email=form.line("email"))
    except Fault as fault:
        answered = problems.trouble(fault, form.items())
        return await _page(bench, request, visitor, email=form["email"], answered=answered)
    return await _page(bench, request, visitor, email=form.line("email"), invited=invited)


async def set_role(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/admin/people/ID/role`."""
    form = await forms.read(request)
    try:
        if form["role"] not in _ROLES:
            raise Invalid("role", "There is no such role.")
        await bench.accounts.set_role(
            person_id=PersonId(request.path_params["person_id"]), role=_ROLES[form["role"]]
        )
    except PersonNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await _refused(bench, request, visitor, fault, form)
    return bench.see(bench.addresses.admin(said=Said.ROLE_CHANGED))


async def set_suspended(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/admin/people/ID/suspension`."""
    form = await forms.read(request)
    suspended = form["suspended"] == "1"
    try:
        if form["suspended"] not in ("0", "1"):
            raise Invalid("suspended", "This must be 0 or 1.")
        await bench.accounts.set_suspended(
            person_id=PersonId(request.path_params["person_id"]),
            suspended=suspended,
            reason=form.text("reason"),
        )
    except PersonNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await _refused(bench, request, visitor, fault, form)
    return bench.see(bench.addresses.admin(said=Said.SUSPENDED if suspended else Said.REINSTATED))


async def _refused(
    bench: Workbench, request: Request, visitor: Visitor, fault: Fault, form: forms.Form
) -> Response:
    answered = problems.trouble(fault, form.items())
    if not visitor.moderates:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    return await _page(bench, request, visitor, answered=answered)


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    email: str = "",
    invited: InviteResponse | None = None,
    answered: problems.Answered | None = None,
) -> Response:
    sought = _sought(request)
    try:
        listed = await _listed(bench, request, sought)
    except Invalid as fault:
        listed, answered = ListPeopleResponse(), answered or problems.trouble(fault, {"query": sought.query})
    registration = (await bench.accounts.get_registration()).registration
    view = PeoplePage(
        people=tuple(_row(bench, record) for record in listed.people),
        registration=_REGISTRATIONS.get(registration, "closed"),
        may_change_roles=visitor.owns,
        own_id=visitor.person_id,
        invited_email=email,
        invitation=invited.link if invited else "",
        invitation_mailed=bool(invited and invited.mailed),
        guide=bench.addresses.admin_part("welcome")
        if await admin_welcome.wanted(bench, request, visitor)
        else "",
        older=_older(bench, sought, listed.next),
        sought=sought if sought != Sought() else None,
        problems=(answered.problem,) if answered else (),
    )
    status = answered.status if answered else 200
    return await bench.page(
        request, view, visitor, status=status, headers=answered.headers if answered else None
    )


def _sought(request: Request) -> Sought:
    asked = request.query_params
    role = asked.get("role", "")
    return Sought(
        query=asked.get("query", "").strip(),
        role=role if role in _ROLES else "",
        suspended=asked.get("suspended") == "1",
    )


async def _listed(bench: Workbench, request: Request, sought: Sought) -> ListPeopleResponse:
    return await bench.accounts.list_people(
        after=request.query_params.get("after", ""),
        query=sought.query,
        role=_ROLES.get(sought.role, Role.UNSPECIFIED),
        suspended=sought.suspended,
    )


def _older(bench: Workbench, sought: Sought, after: str) -> str:
    """The address of the next page of the same list; empty where there is none."""
    if not after:
        return ""
    suspended = "1" if sought.suspended else ""
    return bench.addresses.admin(after=after, query=sought.query, role=sought.role, suspended=suspended)


def _row(bench: Workbench, record: PersonRecord) -> PersonRow:
    return PersonRow(
        person_id=record.person.id,
        author=bench.showing.author(record.person),
        email=record.email,
        role=record.role.value,
        joined_at=record.person.joined_at,
        last_seen_at=record.last_seen_at,
        suspended=record.person.suspended,
    )
