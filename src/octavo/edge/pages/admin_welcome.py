"""`/admin/welcome`: the first steps of a new site, for its owner."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import Registration
from octavo.edge import forms
from octavo.edge.operations import Operations
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_admin import Welcome
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

DISMISSED: Final = "guide-done"
_A_YEAR: Final = 365 * 86_400
_REGISTRATIONS: Final = {Registration.OPEN: "open", Registration.BY_INVITATION: "invitation"}


async def welcome(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Each step, and whether it is done; judged from how the site stands now."""
    if not visitor.owns:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    return await bench.page(request, await _steps(bench), visitor)


async def dismiss(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/admin/welcome`: this browser is not led here any more; the page stays where it is."""
    await forms.read(request)
    if not visitor.owns:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    answer = bench.see(bench.addresses.admin())
    answer.set_cookie(
        DISMISSED,
        "1",
        max_age=_A_YEAR,
        path="/admin",
        secure=bench.addresses.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


async def wanted(bench: Workbench, request: Request, visitor: Visitor) -> bool:
    """Whether the people's page leads here: an owner's, until all is done or they want it no more."""
    if not visitor.owns or DISMISSED in request.cookies:
        return False
    steps = await _steps(bench)
    return not (steps.named and steps.mail_works and steps.has_story and steps.has_address)


async def _steps(bench: Workbench) -> Welcome:
    joining = await bench.accounts.get_registration()
    newest = await bench.stories.list_stories(limit=1)
    return Welcome(
        named=_is_set(bench.operations, "OCTAVO_EDGE_NAME")
        and _is_set(bench.operations, "OCTAVO_EDGE_DESCRIPTION"),
        mail_works=joining.mail_works,
        registration=_REGISTRATIONS.get(joining.registration, "closed"),
        registration_chosen=_is_set(bench.operations, "OCTAVO_ACCOUNTS_REGISTRATION"),
        has_story=bool(newest.stories),
        has_address=_is_set(bench.operations, "OCTAVO_URL"),
        site_address=bench.addresses.origin,
    )


def _is_set(operations: Operations, variable: str) -> bool:
    return any(
        one.variable == variable and one.source != "default"
        for part in operations.settings()
        for one in part.settings
    )
