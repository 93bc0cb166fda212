"""`/sign-in/with/KEY`: to another site and back, by OpenID Connect.

The browser keeps a ticket for ten minutes, in a cookie; going there is a plain link, since the policy of our
pages lets no form lead to another site.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import (
    ProviderAway,
    ProviderProblem,
    ProviderRefused,
    RegistrationClosed,
    WrongCredentials,
)
from octavo.chassis.faults import Fault
from octavo.edge import problems
from octavo.edge.addresses import local_path
from octavo.edge.pages.settings_account import show_trouble
from octavo.edge.pages.sign_in import arrive, client, show
from octavo.edge.pages.views_private import Problem, Said, Trouble
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

_SECONDS: Final = 600
_PROBLEMS: Final = {
    ProviderProblem.DECLINED: Trouble.PROVIDER_DECLINED,
    ProviderProblem.STALE: Trouble.PROVIDER_STALE,
    ProviderProblem.NO_ADDRESS: Trouble.PROVIDER_NO_ADDRESS,
    ProviderProblem.TAKEN: Trouble.PROVIDER_TAKEN,
}


async def begin(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Off to the provider; whoever is signed in, and comes from their settings, gets another way in."""
    key, then = request.path_params["key"], local_path(request.query_params.get("then", ""))
    link = visitor.signed_in and "link" in request.query_params
    if link and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return bench.see(bench.addresses.account_settings())
    if visitor.signed_in and not link:
        return bench.see(then)
    try:
        begun = await bench.accounts.begin_provider_sign_in(provider=key, then=then, link=link)
    except (ProviderAway, WrongCredentials) as fault:
        return await _refused(bench, request, visitor, fault)
    response = bench.see(begun.address)
    response.set_cookie(
        _cookie(bench),
        begun.ticket,
        max_age=_SECONDS,
        path="/",
        secure=bench.addresses.secure,
        httponly=True,
        samesite="lax",
    )
    return response


async def back(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Back from the provider."""
    query = request.query_params
    try:
        found = await bench.accounts.finish_provider_sign_in(
            ticket=request.cookies.get(_cookie(bench), ""),
            state=query.get("state", ""),
            code=query.get("code", ""),
            error=query.get("error", ""),
            user_agent=request.headers.get("user-agent", ""),
            address=client(request),
        )
    except Fault as fault:
        response = await _refused(bench, request, visitor, fault)
    else:
        if found.signed_in is not None:
            response = arrive(bench, found.signed_in, local_path(found.then))
        elif found.linked:
            response = bench.see(bench.addresses.account_settings(said=Said.PROVIDER_LINKED))
        else:
            response = bench.see(found.join)
    secure = bench.addresses.secure
    response.delete_cookie(_cookie(bench), path="/", secure=secure, httponly=True, samesite="lax")
    return response


def _cookie(bench: Workbench) -> str:
    return "__Host-provider" if bench.addresses.secure else "provider"


async def _refused(bench: Workbench, request: Request, visitor: Visitor, fault: Fault) -> Response:
    answered = _answered(fault)
    if visitor.signed_in:
        return await show_trouble(bench, request, visitor, answered)
    return await show(bench, request, answered)


def _answered(fault: Fault) -> problems.Answered:
    if isinstance(fault, ProviderRefused):
        kind = _PROBLEMS.get(fault.why, Trouble.PROVIDER_NOT_TRUE)
        return problems.Answered(Problem(kind=kind), 422)
    if isinstance(fault, ProviderAway):
        return problems.Answered(Problem(kind=Trouble.PROVIDER_AWAY, detail=fault.provider), 503)
    if isinstance(fault, WrongCredentials):
        return problems.Answered(Problem(kind=Trouble.SIGN_IN_TOO_OLD), 422)
    if isinstance(fault, RegistrationClosed):
        return problems.Answered(Problem(kind=Trouble.REGISTRATION_CLOSED), 403)
    return problems.trouble(fault, {})
