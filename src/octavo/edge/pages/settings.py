"""`/me/settings`: what others see of one, one's handle, and how the site speaks to one."""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import ImageId, Me, ProfileLink
from octavo.chassis.faults import Fault
from octavo.edge import forms, problems
from octavo.edge.forms import Form
from octavo.edge.pages.views import Author, Link
from octavo.edge.pages.views_private import Said
from octavo.edge.pages.views_settings import ProfileSettings
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

PARTS: Final = ("profile", "handle", "preferences")
"""What can be changed here, each by a form of its own."""


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
        answered = problems.trouble(fault, form.items())
        return await _page(bench, request, visitor, form=form, part=part, answered=answered)
    return bench.see(bench.addresses.settings(said=said))


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
        case _:
            await accounts.change_handle(handle=form.line("handle"))
            return Said.HANDLE_CHANGED


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
    me = await bench.accounts.get_me()
    typed = form.items() if form else {}
    shown = typed if part == "profile" else {}
    links = _links(form) if form and part == "profile" else me.person.links
    view = ProfileSettings(
        author=_author(bench, me, shown, typed if part == "handle" else {}),
        picture_id=shown.get("picture_id", me.person.picture_id),
        links=tuple(Link(label=link.label, address=link.url) for link in links),
        language=me.language,
        time_zone=me.time_zone,
        languages=bench.look.languages(),
        time_zones=bench.look.time_zones(),
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
