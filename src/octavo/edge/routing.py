"""How the addresses of `routes.py` are answered."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, cast
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from octavo.chassis.context import acting_as, deadline
from octavo.edge.pages import publication, story
from octavo.edge.pages.closed import closed
from octavo.edge.pages.here import HereApp
from octavo.edge.parts import FAILURES, note
from octavo.edge.routes import BEFORE, HERE, KEPT, MEMBERS, OPEN, OWN, Kept, Personal
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Asked, Workbench, asked_of
from octavo.serving.gate import ROUTE
from octavo.serving.last_pages import LastPages
from octavo.serving.page_cache import Answer, Page, PageCache

Endpoint = Callable[[Request], Awaitable[ASGIApp]]

AS_IT_WAS: Final = "everything: shown as it was when last seen"
"""What a page that cannot be made is told to miss, in the log and the metrics."""


def router(bench: Workbench, pages: PageCache, last_pages: LastPages) -> Router:
    """All of it, ready to be asked."""
    own = dict(OWN)
    routes = [Route(path, _personal(bench, page), methods=[method]) for method, path, page in BEFORE]
    routes += [
        Route(
            path, _own_or_kept(bench, own.get(path), _kept(bench, pages, last_pages, page)), methods=["GET"]
        )
        for path, page in KEPT
    ]
    routes += [Route(path, _personal(bench, page), methods=[method]) for method, path, page in OPEN]
    routes += [Route(path, _members(bench, page), methods=[method]) for method, path, page in MEMBERS]
    routes += [
        Route(HERE, HereApp(bench), methods=["GET"]),
        Route("/me", _leads_to(bench, bench.addresses.desk()), methods=["GET"]),
        Route("/robots.txt", _robots(bench), methods=["GET"]),
        Route("/favicon.ico", _leads_to(bench, bench.icon), methods=["GET"]),
    ]
    for one in routes:
        setattr(one.endpoint, "route", one.path)  # noqa: B010 - a function's own; traces are named by it
    elsewhere = _kept(bench, pages, last_pages, _elsewhere(routes))

    async def otherwise(scope: Scope, receive: Receive, send: Send) -> None:
        scope[ROUTE] = "/{elsewhere}"
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(404)
        answer = await elsewhere(Request(scope, receive))
        await answer(scope, receive, send)

    return Router(routes, redirect_slashes=False, default=otherwise)


def _kept(bench: Workbench, pages: PageCache, last_pages: LastPages, page: Kept) -> Endpoint:
    async def endpoint(request: Request) -> ASGIApp:
        shut = await closed(bench, request)
        if shut is not None:
            return shut
        scope = cast(dict[str, Any], request.scope)
        key = pages.key_of(scope)
        try:
            async with deadline(bench.config.seconds):
                answer = await pages.answer(scope, lambda: page(bench, asked_of(request)))
        except FAILURES as fault:
            last = last_pages.find(key)
            if last is None:
                raise
            note(AS_IT_WAS, fault)
            return Answer(last, hit=True)
        stored = pages.find(key)
        if stored is not None:
            last_pages.remember(key, stored)
        return answer

    return endpoint


def _own_or_kept(bench: Workbench, own: Personal | None, kept: Endpoint) -> Endpoint:
    """The page of those who are signed in where there is one; the kept one for all others, and for everybody
    while the part that makes it is away."""
    if own is None:
        return kept
    personal = _personal(bench, own)

    async def endpoint(request: Request) -> ASGIApp:
        if bench.sessions.token(request.scope["headers"]):
            visitor = await bench.sessions.visitor(request.scope["headers"])
            if visitor.signed_in:
                try:
                    return await personal(request)
                except FAILURES as fault:
                    note("the reader's own page", fault)
        return await kept(request)

    return endpoint


def _personal(bench: Workbench, page: Personal) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        async with deadline(bench.config.seconds):
            visitor = await bench.sessions.visitor(request.scope["headers"])
            with acting_as(visitor.caller):
                return await page(bench, request, visitor)

    return endpoint


def _members(bench: Workbench, page: Personal) -> Endpoint:
    async def signed_in(bench: Workbench, request: Request, visitor: Visitor) -> Response:
        if visitor.signed_in:
            return await page(bench, request, visitor)
        return bench.see(bench.addresses.sign_in(then=_page_of(request)))

    return _personal(bench, signed_in)


def _page_of(request: Request) -> str:
    """Where to go on after signing in: the page asked for, or the one whose form was sent."""
    path = request.url.path
    if request.method in ("GET", "HEAD"):
        return f"{path}?{request.url.query}" if request.url.query else path
    if path.startswith("/edit/") and "/notes/" in path:
        return path.rpartition("/")[0]
    return next((page for page in _FORMS_OF if path.startswith(page)), "/me/stories")


_FORMS_OF: Final = (
    "/me/stories",
    "/me/series",
    "/me/settings",
    "/me/history",
    "/me/lists",
    "/me/feeds",
    "/me/feed",
    "/me/webhooks",
    "/me/publications",
    "/me/submissions",
    "/admin",
    "/report",
)
"""Pages with forms that are sent to addresses below them; those of the editor lead to the desk."""


def _elsewhere(routes: list[Route]) -> Kept:
    """Publications; then paths that are none of ours: those of imported sites, and ours with a slash too
    many."""

    async def page(bench: Workbench, asked: Asked) -> Page:
        stands = await publication.at(bench, asked)
        if stands is not None:
            return stands
        slugged = publication.slug_tag(asked.path)
        found = await story.old_address(bench, asked, tags=[slugged] if slugged else [])
        plain = asked.path.rstrip("/")
        if found.status != 404 or plain == asked.path or not plain:
            return found
        scope = {"type": "http", "method": "GET", "path": plain, "path_params": {}}
        if any(route.matches(scope)[0] is Match.FULL for route in routes):
            return bench.moved(quote(plain, safe="/@"), tags=())
        return found

    return page


def _leads_to(bench: Workbench, address: str) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return bench.see(address)

    return endpoint


def _robots(bench: Workbench) -> Endpoint:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS),
        "",
        f"Sitemap: {bench.addresses.absolute(bench.addresses.sitemap())}",
        "",
    ]

    async def endpoint(request: Request) -> Response:
        return PlainTextResponse("\n".join(lines), headers={"cache-control": "public, max-age=3600"})

    return endpoint


_NOT_FOR_ROBOTS: Final = (
    "/me/",
    "/admin",
    "/new",
    "/edit/",
    "/draft/",
    "/report",
    "/search",
    "/sign-in",
    "/octavo.",
    "/feed/private/",
)
