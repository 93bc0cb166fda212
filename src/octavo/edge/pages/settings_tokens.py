"""`/me/settings/tokens`: access tokens for programs, made, shown once, and ended."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import TokenId, TokenNotFound, TooManyTokens
from octavo.chassis.faults import Fault
from octavo.chassis.scopes import SCOPES
from octavo.edge import forms, problems
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import Problem, Said, Trouble
from octavo.edge.pages.views_settings import ScopeChoice, TokenRow, TokensPage
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

DAYS: Final = (7, 30, 90, 365)
_USUAL_DAYS: Final = 90


async def tokens(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The page."""
    return await _page(bench, request, visitor)


async def create(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/settings/tokens`: make one, and show it this once."""
    form = await forms.read(request)
    try:
        made = await bench.accounts.create_token(
            name=form.line("name"), scopes=tuple(form.all("scopes")), days=form.number("days")
        )
    except Fault as fault:
        answered = _answered(bench, request, visitor, fault, form)
        return await _page(bench, request, visitor, form=form, answered=answered)
    return await _page(bench, request, visitor, made=made.token)


async def revoke(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/settings/tokens/ID/end`."""
    try:
        await bench.accounts.revoke_token(token_id=TokenId(request.path_params["token_id"]))
    except TokenNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return bench.see(bench.addresses.tokens(said=Said.TOKEN_ENDED))


def _answered(
    bench: Workbench, request: Request, visitor: Visitor, fault: Fault, form: forms.Form
) -> problems.Answered:
    _ = bench.look.words(bench.language(request, visitor))
    if isinstance(fault, TooManyTokens):
        detail = _("You have as many access tokens as one person may. End one that no program uses any more.")
        return problems.Answered(Problem(kind=Trouble.OTHER, detail=detail), 422)
    if fault.details.get("field") == "scopes":
        detail = _("What is the token to be good for? Choose at least one.")
        return problems.Answered(Problem(kind=Trouble.OTHER, field="scopes", detail=detail), 422)
    return problems.trouble(fault, form.items())


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    made: str = "",
    form: forms.Form | None = None,
    answered: problems.Answered | None = None,
) -> Response:
    chosen = form.all("scopes") if form else []
    days = form["days"] if form else ""
    now = bench.clock()
    view = TokensPage(
        tokens=tuple(
            TokenRow(
                token_id=token.id,
                name=token.name,
                scopes=token.scopes,
                created_at=token.created_at,
                expires_at=token.expires_at,
                last_used_on=token.last_used_on,
                over=token.expires_at <= now,
            )
            for token in await bench.accounts.list_tokens()
        ),
        made=made,
        name=form["name"] if form else "",
        scopes=tuple(ScopeChoice(name=scope, chosen=scope in chosen) for scope in SCOPES),
        days=DAYS,
        chosen_days=int(days) if days in map(str, DAYS) else _USUAL_DAYS,
        problems=(answered.problem,) if answered else (),
    )
    status = answered.status if answered else 200
    headers = answered.headers if answered else None
    return await bench.page(request, view, visitor, status=status, headers=headers)
