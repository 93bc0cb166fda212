"""What every page has at hand, and the two ways of answering: kept for everyone, or made for one."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from octavo.accounts.api import Accounts, Person, PersonId
from octavo.annotations.api import Annotations
from octavo.chassis.cache import NearCache
from octavo.document.providers import PROVIDERS, hosts_in
from octavo.edge import guards
from octavo.edge.addresses import Addresses
from octavo.edge.bell import Bell
from octavo.edge.clippings import Clippings
from octavo.edge.hides import Hides
from octavo.edge.mastheads import Mastheads
from octavo.edge.openapi import ApiDocument
from octavo.edge.operations import Operations
from octavo.edge.pages.views import EmbedPage, ErrorPage, PublicPage
from octavo.edge.pages.views_discovery import TrendingPage
from octavo.edge.pages.views_lists import PublicLists
from octavo.edge.pages.views_private import Said
from octavo.edge.pages.views_publication import PublicationPublic
from octavo.edge.parts import Parts
from octavo.edge.people import People
from octavo.edge.render import Frame, Look, ShownPage, Viewer
from octavo.edge.sessions import NOBODY, Sessions, Visitor
from octavo.edge.sharing import Sharer
from octavo.edge.shelf import Shelf
from octavo.edge.showing import Showing
from octavo.feed.api import Feed
from octavo.graph.api import Graph
from octavo.images.api import Images
from octavo.moderation.api import Moderation
from octavo.notifications.api import Notifications
from octavo.publications.api import Publications
from octavo.readership.api import Readership
from octavo.responses.api import Responses
from octavo.search.api import Search
from octavo.serving.page_cache import REVALIDATE, Page
from octavo.stories.api import Stories
from octavo.syndication.api import Syndication
from octavo.webhooks.api import Webhooks

A_DAY: Final = 86_400.0
UNKNOWN_SECONDS: Final = 10.0
"""How long the site remembers that there is nothing at an address."""
INCOMPLETE_SECONDS: Final = 5.0
"""How long a page stays that had to go without a part."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """The site's own settings."""

    name: Annotated[str, Meta(min_length=1, max_length=60)] = "Octavo"
    """What the site is called."""
    description: Annotated[str, Meta(max_length=200)] = ""
    """What it is about, in a line."""
    language: Annotated[str, Meta(max_length=20)] = "en"
    """BCP 47: of the pages that are the same for everyone."""
    accent: Annotated[str, Meta(pattern=r"^(#[0-9a-fA-F]{6})?$")] = ""
    """The colour of links and buttons, "#rrggbb"; empty: the house's green."""
    page_size: Annotated[int, Meta(ge=5, le=50)] = 20
    """Stories on a page of a list, and in a feed."""
    seconds: Annotated[float, Meta(gt=0, le=60)] = 10.0
    """What a request may take before it is given up."""


class Asked(msgspec.Struct, frozen=True):
    """What can change a page that is kept: the parts of its path, and the allowed part of its query."""

    path: str
    parts: Mapping[str, str]
    query: Mapping[str, str]


class Workbench(msgspec.Struct, frozen=True, kw_only=True):
    """The services, and how their answers are shown."""

    config: Config
    addresses: Addresses
    accounts: Accounts
    stories: Stories
    search: Search
    moderation: Moderation
    annotations: Annotations
    publications: Publications
    images: Images
    syndication: Syndication
    readership: Readership
    graph: Graph
    feed: Feed
    responses: Responses
    notifications: Notifications
    bell: Bell
    webhooks: Webhooks
    people: People
    shelf: Shelf
    hides: Hides
    sessions: Sessions
    look: Look
    showing: Showing
    mastheads: Mastheads
    near: NearCache
    sharer: Sharer
    clippings: Clippings
    clock: Callable[[], datetime]
    headers: tuple[tuple[str, str], ...]
    """Carried by every page."""
    framed_headers: tuple[tuple[str, str], ...]
    """Carried by what other sites may hold in a frame."""
    api: ApiDocument
    operations: Operations
    icon: str
    """Where the site's sign is, for those who ask without reading the page."""
    errors: dict[int, str] = msgspec.field(default_factory=dict)
    """Pages that say that there is nothing, by status: rendered once."""

    # For everyone

    def kept(
        self,
        view: PublicPage | PublicationPublic | PublicLists | TrendingPage,
        asked: Asked,
        *,
        tags: Iterable[str],
        parts: Parts | None = None,
        status: int = 200,
        ttl: float = A_DAY,
    ) -> Page:
        """A page that is the same for everyone until one of its tags is purged.

        It speaks the site's language and tells no relative times, so nothing but a purge changes it.
        """
        complete = parts is None or parts.complete
        html = self.look.page(view, Frame(path=asked.path, language=self.config.language))
        page = self._kept(html, tags=tags, complete=complete, status=status, ttl=ttl)
        return msgspec.structs.replace(page, headers=self._headers(view))

    def framed(self, view: EmbedPage, asked: Asked, *, tags: Iterable[str], parts: Parts) -> Page:
        """The same for what other sites may hold in a frame; no script and no form is on it."""
        frame = Frame(path=asked.path, language=self.config.language)
        page = self._kept(
            self.look.page(view, frame), tags=tags, complete=parts.complete, status=200, ttl=A_DAY
        )
        return msgspec.structs.replace(page, headers=self.framed_headers)

    def _kept(self, html: str, *, tags: Iterable[str], complete: bool, status: int, ttl: float) -> Page:
        return Page(
            body=html.encode(),
            tags=tuple(dict.fromkeys(tags)),
            status=status,
            headers=self.headers,
            ttl=ttl if complete else INCOMPLETE_SECONDS,
            cache_control=REVALIDATE if complete else guards.NO_STORE,
        )

    def moved(self, address: str, *, tags: Iterable[str], keep: bool = True) -> Page:
        """A permanent redirect, remembered here until one of its tags is purged."""
        return Page(
            body=b"",
            tags=tuple(tags),
            status=301,
            headers=(("location", address), *self.headers),
            ttl=A_DAY,
            keep=keep,
        )

    def unknown(self, asked: Asked, *, tags: Iterable[str] = (), status: int = 404) -> Page:
        """There is nothing at this address (404), or no longer (410).

        The page does not depend on the address, so that whoever tries many makes us render one.
        """
        html = self.errors.get(status)
        if html is None:
            view, frame = ErrorPage(status=status), Frame(language=self.config.language)
            html = self.errors[status] = self.look.page(view, frame)
        return self._kept(html, tags=tags, complete=True, status=status, ttl=UNKNOWN_SECONDS)

    async def authors(self, parts: Parts, ids: Iterable[str]) -> Mapping[str, Person]:
        """The people of these ids, as far as they can be told."""
        return await self.people.known(parts, [PersonId(person_id) for person_id in ids])

    # For one

    def language(self, request: Request, visitor: Visitor) -> str:
        """The language of a page for one: their choice, else what the browser asks for, else the site's."""
        for wished in (visitor.language, *_accepted(request.headers.get("accept-language", ""))):
            spoken = self.look.language_of(wished) if wished else ""
            if spoken and spoken.split("-")[0] == wished.split("-")[0].lower():
                return spoken
        return self.config.language

    async def viewer(self, visitor: Visitor) -> Viewer | None:
        """Who looks, for the page's head; None where nobody is signed in."""
        if not visitor.signed_in:
            return None
        person = (await self.authors(Parts(), [visitor.person_id])).get(visitor.person_id)
        unread = await self.bell.of(Parts(), visitor)
        author = self.showing.author(person)
        return Viewer(author=author, keeper=visitor.moderates, owner=visitor.owns, unread=unread)

    async def page(
        self,
        request: Request,
        view: ShownPage,
        visitor: Visitor = NOBODY,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """A page for one person, which no cache keeps."""
        frame = Frame(
            path=_path(request),
            language=self.language(request, visitor),
            viewer=await self.viewer(visitor),
            said=_said(request),
            time_zone=visitor.time_zone or "UTC",
        )
        response = HTMLResponse(self.look.page(view, frame), status_code=status)
        own = dict(self._headers(view))
        response.headers.update({**own, "cache-control": guards.NO_STORE, **(headers or {})})
        response.headers["vary"] = "cookie, accept-language"
        return response

    def _headers(self, view: object) -> tuple[tuple[str, str], ...]:
        """The page's headers: frames are allowed where its text has some to open, and only of their hosts.

        The rest of a members' story comes into the page later; what it holds is not known here.
        """
        hosts = hosts_in(getattr(view, "body_html", ""))
        if getattr(view, "full_address", ""):
            hosts = tuple(one.host for one in PROVIDERS.values())
        return guards.with_frames(self.headers, hosts)

    def is_at(self, request: Request, origin: str) -> bool:
        """Whether the browser has the site at this origin, such as "https://example.org"."""
        scheme, _, host = origin.partition("://")
        secure = "https" if self.addresses.secure else "http"
        return scheme == secure and request.headers.get("host", "").lower() == host

    def see(self, address: str) -> Response:
        """After a form: go on there by GET."""
        response = RedirectResponse(address, status_code=303)
        response.headers.update({**dict(self.headers), "cache-control": guards.NO_STORE})
        return response


def asked_of(request: Request) -> Asked:
    """What a page that is kept may know of the request. The query is the allowed part by now."""
    query = dict(parse_qsl(request.scope["query_string"].decode("ascii", "replace")))
    parts = {name: str(value) for name, value in request.path_params.items()}
    return Asked(request.scope["path"], parts, query)


def _path(request: Request) -> str:
    query = request.scope["query_string"].decode("ascii", "replace")
    return f"{request.url.path}?{query}" if query else request.url.path


def _said(request: Request) -> Said | None:
    said: Any = request.query_params.get("said")
    return Said(said) if said in set(Said) else None


def _accepted(header: str) -> list[str]:
    """The languages of Accept-Language, best first; at most ten."""
    wishes: list[tuple[float, str]] = []
    for item in header.split(",")[:10]:
        tag, _, weight = item.strip().partition(";")
        try:
            worth = float(weight.strip().removeprefix("q=") or "1")
        except ValueError:
            continue
        if tag and tag != "*" and worth > 0:
            wishes.append((worth, tag.strip()))
    return [tag for _, tag in sorted(wishes, key=lambda wish: -wish[0])]
