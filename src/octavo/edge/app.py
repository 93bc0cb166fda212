"""The site put together: pages, the services' public methods, pictures and static files behind one door."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final

import msgspec
import structlog
from prometheus_client.core import CounterMetricFamily, Metric
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from octavo.chassis.cache import NearCache
from octavo.chassis.connect import ConnectApp
from octavo.chassis.context import ANONYMOUS, Caller, acting_as, request_id
from octavo.chassis.faults import Broken, Fault, Forbidden, Overloaded, ResourceExhausted
from octavo.chassis.scopes import check_scope
from octavo.document.rendering import ImageAddress
from octavo.edge import guards, routes, routing
from octavo.edge.addresses import Addresses
from octavo.edge.assets import PREFIX, STATIC, Assets
from octavo.edge.bell import Bell
from octavo.edge.call_limits import CallLimits
from octavo.edge.call_limits import Config as ApiConfig
from octavo.edge.clippings import Clippings
from octavo.edge.forms import MAX_BYTES, Refused
from octavo.edge.hides import Hides
from octavo.edge.letters import SiteLetters
from octavo.edge.mastheads import Mastheads
from octavo.edge.near_lists import NearLists
from octavo.edge.openapi import ApiDocument
from octavo.edge.operations import Operations
from octavo.edge.pages.files import MARKDOWN_BYTES
from octavo.edge.pages.here import HereApp
from octavo.edge.pages.views import ErrorPage
from octavo.edge.parts import missing
from octavo.edge.people import People
from octavo.edge.render import Look, Site
from octavo.edge.repeated import RepeatedCalls
from octavo.edge.routes import OWN_PATHS, QUERY
from octavo.edge.services import Services
from octavo.edge.sessions import NOBODY, Sessions
from octavo.edge.sharing import Sharer
from octavo.edge.shelf import Shelf
from octavo.edge.showing import Showing
from octavo.edge.statics import Statics
from octavo.edge.tokens import Tokens, carries_token
from octavo.edge.workbench import Config, Workbench
from octavo.images.api import UPLOAD_BYTES
from octavo.serving.counters import told
from octavo.serving.gate import ROUTE
from octavo.serving.last_pages import LastPages
from octavo.serving.page_cache import PageCache
from octavo.stories.api import CONTRACT as STORIES

__all__ = ["OWN_PATHS", "QUERY", "Config", "Edge", "Services", "build", "letters"]

CONNECT_BYTES: Final = 6 * 1024 * 1024
"""A call of the browser's: a document of 2 MB is written as a string inside it, every quote escaped."""

_BUSY_SECONDS: Final = 5
_USUAL: Final = ApiConfig()
_SENDS_PICTURES: Final = "images:write"
_SHOWN: Final = frozenset({400, 403, 404, 405, 410, 413, 429, 500, 503})

log = structlog.get_logger("octavo.edge")


class Edge:
    """The site as an ASGI application. The gate before it has seen to the host, the client and the trace."""

    def __init__(
        self,
        bench: Workbench,
        *,
        services: Services,
        tokens: Tokens,
        near: NearCache,
        api: ApiConfig,
        pages: PageCache,
        last_pages: LastPages,
        statics: Statics,
        pictures: ASGIApp,
    ) -> None:
        self.bench = bench
        self._scheme = "https" if bench.addresses.secure else "http"
        self._router = routing.router(bench, pages, last_pages)
        self._here = HereApp(bench)
        self._tokens = tokens
        self._statics = statics
        self._pictures = pictures
        self.connect = ConnectApp(
            {**services.offered(), STORIES: NearLists(services.stories, near)},
            authenticate=self._caller,
            check=self._check_call,
            limit=CONNECT_BYTES,
            limits=CallLimits(api),
            replays=RepeatedCalls(services.replays),
        )
        """The public methods; `calls` counts them."""

    def collect(self) -> Iterator[Metric]:
        """What Prometheus is told: the parts that pages went without."""
        parts = CounterMetricFamily(
            "octavo_edge_missing_parts", "Parts that pages went without.", labels=["part"]
        )
        for part, count in sorted(missing.items()):
            parts.add_metric([part], count)
        yield parts

    def body_limit(self, method: str, path: str) -> int:
        """The most bytes that a body may have there."""
        if self.connect.answers(path):
            return CONNECT_BYTES
        if path == "/edit/markdown":
            return MARKDOWN_BYTES
        return UPLOAD_BYTES if _is_picture(path) else MAX_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self.connect.answers(scope["path"]):
            scope[ROUTE] = self.connect.route(scope["path"])
            await self.connect(scope, receive, send)
            return
        try:
            await self._answer(scope, receive, send)
        except (Refused, HTTPException, Fault) as problem:
            answer = await self._problem(Request(scope, receive), problem)
            await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        if method in ("GET", "HEAD"):
            if path == routes.HERE:
                scope[ROUTE] = path
                await self._here(scope, receive, send)
                return
            if path.startswith(PREFIX) and path in self._statics:
                scope[ROUTE] = f"{PREFIX}{{file}}"
                await self._statics(scope, receive, send)
                return
        by_token = carries_token(scope["headers"])
        if not (by_token and _is_picture(path)):
            guards.check_origin(method, Headers(scope=scope), scheme=self._scheme)
        if _is_picture(path):
            scope[ROUTE] = "/images/{file}"
            # A picture is for everyone; who sends one must be known.
            sends = method not in ("GET", "HEAD")
            with acting_as(await self._caller(scope) if sends else ANONYMOUS) as caller:
                if sends:
                    check_scope(caller, _SENDS_PICTURES)
                await self._pictures(scope, receive, send)
            return
        scope["app"] = self  # by this the router leaves a wrong method to us
        await self._router(scope, receive, send)

    async def _problem(self, request: Request, problem: Refused | HTTPException | Fault) -> Response:
        """The page that says what went wrong; for scripts, the same as JSON."""
        status, text, headers = _told(problem)
        text = self.bench.look.words(self.bench.language(request, NOBODY))(text) if text else ""
        if status >= 500:
            log.warning("a request failed", path=told(request.url.path), status=status, problem=repr(problem))
        if _wants_json(request.headers):
            body = msgspec.json.encode({"message": text or str(problem)})
            headers = {**headers, "cache-control": guards.NO_STORE}
            return Response(body, status_code=status, headers=headers, media_type="application/json")
        view = ErrorPage(
            status=status if status in _SHOWN else 500 if status >= 500 else 400,
            message=text,
            retry_after=int(headers.get("retry-after", "0")),
            request_id=request_id(),
        )
        return await self.bench.page(request, view, status=status, headers=headers)

    async def _caller(self, scope: Any) -> Caller:
        headers = scope["headers"]
        by_token = await self._tokens.caller(headers)
        return by_token or (await self.bench.sessions.visitor(headers)).caller

    def _check_call(self, scope: Any) -> None:
        if carries_token(scope["headers"]):
            return  # no cookie counts then, so no other site can misuse one
        try:
            guards.check_origin(scope["method"], Headers(scope=scope), scheme=self._scheme)
        except Refused as refused:
            raise Forbidden(refused.text) from None


def _told(problem: Refused | HTTPException | Fault) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of an answer. A text that says no more than the page's own is left out."""
    if isinstance(problem, Refused):
        retry = {"retry-after": str(problem.retry_after)} if problem.retry_after else {}
        return problem.status, problem.text, retry
    if isinstance(problem, HTTPException):
        return problem.status_code, "", dict(problem.headers or {})
    status = problem.code.http_status
    if isinstance(problem, ResourceExhausted):
        wait = problem.details.get("retry_after_seconds") or problem.details.get("retry_after") or 0
        return 429, "", {"retry-after": str(int(wait) or _BUSY_SECONDS)}
    if status in (503, 504) or isinstance(problem, Overloaded):
        return 503, "", {"retry-after": str(_BUSY_SECONDS)}
    known = not isinstance(problem, Broken) and problem.message != type(problem).public_text
    return status, problem.message if known else "", {}


def _is_picture(path: str) -> bool:
    return path == "/images" or path.startswith("/i/")


def _wants_json(headers: Headers) -> bool:
    accept = headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def story_address(url: str) -> Callable[[str], str]:
    """Where a story is on the site at `url`, by its id: an address that stays whatever becomes of its own."""
    addresses = Addresses(url)
    return lambda story_id: addresses.absolute(addresses.short(story_id))


def letters(config: Config, *, url: str) -> SiteLetters:
    """The words of the accounts' letters, as the pages of the site at `url` would say them."""
    return SiteLetters(partial(_look, config, Addresses(url)), language=config.language)


def _look(config: Config, addresses: Addresses, assets: Assets | None = None) -> Look:
    site = Site(
        name=config.name,
        description=config.description,
        address=addresses.origin,
        accent=config.accent,
        language=config.language,
    )
    return Look(site, assets)


def _bench(
    config: Config,
    url: str,
    services: Services,
    image_address: ImageAddress,
    near: NearCache,
    clock: Callable[[], datetime],
    operations: Operations,
) -> Workbench:
    addresses = Addresses(url)
    assets = Assets()
    look = _look(config, addresses, assets)
    mastheads = Mastheads(publications=services.publications, near=near)
    people = People(accounts=services.accounts, near=near)
    showing = Showing(addresses, image_address, mastheads)
    sharer = Sharer(
        addresses,
        image_address,
        name=config.name,
        description=config.description,
        language=config.language,
    )
    return Workbench(
        config=config,
        addresses=addresses,
        accounts=services.accounts,
        stories=services.stories,
        search=services.search,
        publications=services.publications,
        images=services.images,
        moderation=services.moderation,
        annotations=services.annotations,
        syndication=services.syndication,
        readership=services.readership,
        graph=services.graph,
        feed=services.feed,
        responses=services.responses,
        notifications=services.notifications,
        bell=Bell(notifications=services.notifications, near=near),
        webhooks=services.webhooks,
        people=people,
        hides=Hides(graph=services.graph, people=people, mastheads=mastheads, addresses=addresses, near=near),
        shelf=Shelf(stories=services.stories, near=near),
        sessions=Sessions(accounts=services.accounts, near=near, secure=addresses.secure),
        look=look,
        showing=showing,
        mastheads=mastheads,
        near=near,
        sharer=sharer,
        clippings=Clippings(
            stories=services.stories, near=near, addresses=addresses, showing=showing, sharer=sharer
        ),
        clock=clock,
        headers=guards.page_headers(look.content_security_policy, secure=addresses.secure),
        framed_headers=guards.page_headers(look.embed_policy, secure=addresses.secure, framed=True),
        icon=assets.address("images/icon.svg"),
        api=ApiDocument(services.offered(), url=addresses.origin, name=config.name),
        operations=operations,
    )


def build(
    config: Config,
    *,
    url: str,
    services: Services,
    pictures: ASGIApp,
    image_address: ImageAddress,
    near: NearCache,
    pages: PageCache,
    last_pages: LastPages,
    clock: Callable[[], datetime],
    operations: Operations,
    api: ApiConfig = _USUAL,
) -> Edge:
    """The site over its services, here or elsewhere.

    `url` is where readers reach it; `pictures` answers `POST /images` and `GET /i/…`; `near`, `pages` and
    `last_pages` are purged by the services' invalidation streams, `pages` made with `QUERY`. Raises
    AssetsMissing where the front end was not built.
    """
    bench = _bench(config, url, services, image_address, near, clock, operations)
    return Edge(
        bench,
        services=services,
        tokens=Tokens(accounts=services.accounts, near=near, clock=clock),
        near=near,
        api=api,
        pages=pages,
        last_pages=last_pages,
        statics=Statics(STATIC, prefix=PREFIX),
        pictures=pictures,
    )
