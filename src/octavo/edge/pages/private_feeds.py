"""`/me/feeds`: one's own private feeds, for a feed reader that cannot sign in."""

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Fault
from octavo.edge import forms, problems
from octavo.edge.addresses import feed_addresses
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import PrivateFeedRow, PrivateFeedsPage, Problem, Said, Trouble
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.syndication.api import (
    Format,
    NotConfirmed,
    PrivateFeedId,
    PrivateFeedNotFound,
    TooManyPrivateFeeds,
)


async def feeds(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The page."""
    return await _page(bench, request, visitor)


async def create(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/feeds`: make one, and show its address this once."""
    form = await forms.read(request)
    try:
        made = await bench.syndication.create_private_feed(name=form.line("name"))
    except Fault as fault:
        answered = _answered(bench, request, visitor, fault, form)
        return await _page(bench, request, visitor, name=form["name"], answered=answered)
    return await _page(bench, request, visitor, token=made.token)


async def revoke(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/feeds/ID/end`."""
    try:
        await bench.syndication.revoke_private_feed(feed_id=PrivateFeedId(request.path_params["feed_id"]))
    except PrivateFeedNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return bench.see(bench.addresses.private_feeds(said=Said.FEED_ENDED))


def _answered(
    bench: Workbench, request: Request, visitor: Visitor, fault: Fault, form: forms.Form
) -> problems.Answered:
    _ = bench.look.words(bench.language(request, visitor))
    if isinstance(fault, NotConfirmed):
        detail = _("Please confirm your e-mail address first: the settings say how.")
        return problems.Answered(Problem(kind=Trouble.OTHER, detail=detail), 403)
    if isinstance(fault, TooManyPrivateFeeds):
        detail = _("You have as many private feeds as there may be. End one that no reader uses any more.")
        return problems.Answered(Problem(kind=Trouble.OTHER, detail=detail), 422)
    return problems.trouble(fault, form.items())


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    token: str = "",
    name: str = "",
    answered: problems.Answered | None = None,
) -> Response:
    made = feed_addresses(bench.addresses, lambda form: bench.addresses.private_feed(token, form))
    view = PrivateFeedsPage(
        feeds=tuple(
            PrivateFeedRow(
                feed_id=feed.id, name=feed.name, created_at=feed.created_at, opened_at=feed.opened_at
            )
            for feed in await bench.syndication.list_private_feeds()
        ),
        made={form.value: made[form] for form in Format} if token else {},
        public=bench.addresses.absolute(bench.addresses.feed()),
        name=name,
        problems=(answered.problem,) if answered else (),
    )
    status = answered.status if answered else 200
    headers = answered.headers if answered else None
    return await bench.page(request, view, visitor, status=status, headers=headers)
