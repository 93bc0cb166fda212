"""`/me/settings`: everything about one's own account."""

import asyncio
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import ImageId, Me, ProfileLink, Session, SessionId, WrongCredentials
from octavo.chassis.faults import Fault
from octavo.edge import forms, problems
from octavo.edge.forms import Form
from octavo.edge.pages.views import Author, Link
from octavo.edge.pages.views_private import Problem, Said, SettingsPage, SignIn, Trouble
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

PARTS: Final = ("profile", "handle", "email", "password", "preferences", "sign-ins")
"""What can be changed, each by a form of its own."""


async def settings(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The page."""
    return await _page(bench, request, visitor)


async def save(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/settings/PART`: change that part; one that is wrong comes back as it was filled in."""
    part = request.url.path.rpartition("/")[2]
    form = await forms.read(request)
    try:
        said = await _saved(bench, part, form)
    except Fault as fault:
        answered = _answered(fault, form, part)
        return await _page(bench, request, visitor, form=form, part=part, answered=answered)
    return bench.see(bench.addresses.settings(said=said))


def _answered(fault: Fault, form: Form, part: str) -> problems.Answered:
    if part == "password" and isinstance(fault, WrongCredentials):
        kind = Trouble.WRONG_PASSWORD if form["present_password"] else Trouble.SIGN_IN_TOO_OLD
        return problems.Answered(Problem(kind=kind, field="present_password"), 422)
    return problems.trouble(fault, form.items())


async def _saved(bench: Workbench, part: str, form: Form) -> Said:
    accounts = bench.accounts
    match part:
        case "profile":
            await accounts.update_profile(
                name=form.line("name"),
                bio=form.text("bio"),
                picture_id=ImageId(form["picture_id"]) if "picture_id" in form else None,
                links=_links(form),
                replace_links="link_url" in form,
            )
            return Said.SAVED
        case "preferences":
            await accounts.update_preferences(
                language=form.line("language"), time_zone=form.line("time_zone")
            )
            return Said.SAVED
        case "handle":
            await accounts.change_handle(handle=form.line("handle"))
            return Said.HANDLE_CHANGED
        case "email":
            await accounts.change_email(email=form.line("email"))
            return Said.EMAIL_SENT
        case "password":
            await accounts.set_password(password=form["password"], present_password=form["present_password"])
            return Said.PASSWORD_SET
        case _:
            session_id = form.line("session_id")
            await accounts.revoke_session(session_id=SessionId(session_id))
            return Said.SESSION_ENDED if session_id else Said.SESSIONS_ENDED


def _links(form: Form) -> tuple[ProfileLink, ...]:
    pairs = zip(form.all("link_label"), form.all("link_url"), strict=False)
    return tuple(
        ProfileLink(label=label.strip(), url=url.strip())
        for label, url in pairs
        if label.strip() or url.strip()
    )


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    part: str = "",
    answered: problems.Answered | None = None,
) -> Response:
    parts = Parts()
    sessions: tuple[Session, ...] = ()
    me, sessions = await asyncio.gather(
        bench.accounts.get_me(), parts.optional("sign-ins", bench.accounts.list_sessions(), sessions)
    )
    typed = form.items() if form else {}
    shown = typed if part == "profile" else {}
    links = _links(form) if form and part == "profile" else me.person.links
    view = SettingsPage(
        author=_author(bench, me, shown, typed if part == "handle" else {}),
        email=me.email,
        picture_id=shown.get("picture_id", me.person.picture_id),
        email_confirmed=me.email_confirmed,
        new_email=me.new_email,
        typed_email=typed.get("email", "") if part == "email" else "",
        has_password=me.has_password,
        links=tuple(Link(label=link.label, address=link.url) for link in links),
        language=me.language,
        time_zone=me.time_zone,
        languages=bench.look.languages(),
        time_zones=bench.look.time_zones(),
        sign_ins=tuple(map(_sign_in, sessions)),
        problems=(answered.problem,) if answered else (),
    )
    status = answered.status if answered else 200
    return await bench.page(
        request, view, visitor, status=status, headers=answered.headers if answered else None
    )


def _author(bench: Workbench, me: Me, profile: Mapping[str, str], handle: Mapping[str, str]) -> Author:
    return Author(
        name=profile.get("name", me.person.name),
        handle=handle.get("handle", me.person.handle),
        address=bench.addresses.person(me.person.handle),
        bio=profile.get("bio", me.person.bio),
        picture=bench.showing.portrait(me.person),
    )


def _sign_in(session: Session) -> SignIn:
    return SignIn(
        session_id=session.id,
        device=session.device,
        created_at=session.created_at,
        last_used_at=session.last_used_at,
        current=session.current,
    )
