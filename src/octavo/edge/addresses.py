"""Every address of the site: made here, and read here."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final
from urllib import parse
from urllib.parse import unquote, urlencode, urlsplit

import msgspec

from octavo.syndication.api import CardFormat, Format

ID: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{11}")
"""An id as it stands in an address."""

_HANDLE: Final = re.compile(r"[a-z0-9-]{3,30}")
_NOT_IN_PATHS: Final = re.compile(r"[\x00-\x20\x7f\\]")
_LONGEST_THEN: Final = 1000
_FORMS: Final = frozenset(Format)
_ENDINGS: Final = tuple(f".{form}" for form in Format)


@lru_cache(maxsize=1 << 14)  # the same names stand on every page
def quote(text: str, *, safe: str = "/") -> str:
    """A piece of a path."""
    return parse.quote(text, safe=safe)


class StoryPath(msgspec.Struct, frozen=True):
    """The last part of a story's address, taken apart; `story_id` is empty where there is none in it."""

    slug: str
    story_id: str


class Addresses:
    """Makes the site's addresses: paths as a rule, whole addresses by `absolute`.

    `url` is where the site stands, such as "https://example.org" (`OCTAVO_URL`): scheme and host, no path.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.origin = f"{parts.scheme}://{parts.netloc}".lower()
        self.host = parts.netloc.lower()
        self.secure = parts.scheme == "https"

    def absolute(self, path: str) -> str:
        """The whole address of a path of ours; a whole address stays as it is."""
        return path if "://" in path else f"{self.origin}{path}"

    # What everyone reads

    def home(self, *, after: str = "") -> str:
        """The newest stories."""
        return _with("/", after=after)

    def person(self, handle: str, *, after: str = "") -> str:
        """A person's page."""
        return _with(f"/@{quote(handle)}", after=after)

    def story(self, handle: str, slug: str, story_id: str) -> str:
        """A story, below its author."""
        return f"/@{quote(handle)}/{quote(slug)}-{story_id}" if slug else f"/@{quote(handle)}/{story_id}"

    def series(self, handle: str, slug: str, series_id: str) -> str:
        """Stories in an order of this person's."""
        return f"/@{quote(handle)}/series/{quote(slug)}-{series_id}"

    def lists(self, handle: str, *, after: str = "") -> str:
        """A person's public lists."""
        return _with(f"{self.person(handle)}/lists", after=after)

    def one_list(self, handle: str, list_id: str, *, after: str = "") -> str:
        """A public list."""
        return _with(f"{self.person(handle)}/lists/{list_id}", after=after)

    def own_series(self, series_id: str = "", *, said: str = "") -> str:
        """Where its owner puts a series in order; without one, all of theirs."""
        return _with(f"/me/series/{series_id}" if series_id else "/me/series", said=said)

    def publication(self, slug: str, part: str = "", *, after: str = "") -> str:
        """A publication's home, or one of its sections and pages."""
        return _with(f"/{quote(slug)}/{quote(part)}" if part else f"/{quote(slug)}", after=after)

    def publication_story(self, slug: str, story_slug: str, story_id: str) -> str:
        """A story, below its publication."""
        last = f"{quote(story_slug)}-{story_id}" if story_slug else story_id
        return f"/{quote(slug)}/{last}"

    def colours(self, accent: str) -> str:
        """The style sheet of a colour, "#rrggbb"."""
        return f"/look/{accent.removeprefix('#')}.css"

    def short(self, story_id: str) -> str:
        """A story by its id alone; leads on to its present address."""
        return f"/p/{story_id}"

    def highlight(self, highlight_id: str) -> str:
        """Words that somebody marked; leads on to them in their story."""
        return f"/h/{highlight_id}"

    def highlights(self, story_id: str) -> str:
        """What is marked in a story."""
        return f"/p/{story_id}/highlights"

    def full(self, story_id: str) -> str:
        """A members' story with its whole text."""
        return f"/p/{story_id}/full"

    def tag(self, name: str, *, after: str = "") -> str:
        """The stories of a tag."""
        return _with(f"/tag/{quote(name, safe='')}", after=after)

    def trending(self, tag: str = "") -> str:
        """What is read most just now, on the whole site or with one tag."""
        return f"{self.tag(tag)}/trending" if tag else "/trending"

    def feed(self, form: Format = Format.RSS) -> str:
        """The feed of the site."""
        return f"/feed{_ending('', form)}"

    def person_feed(self, handle: str, form: Format = Format.RSS) -> str:
        """The feed of a person."""
        return f"/feed/@{quote(handle)}{_ending(handle, form)}"

    def tag_feed(self, name: str, form: Format = Format.RSS) -> str:
        """The feed of a tag."""
        return f"/feed/tag/{quote(name, safe='')}{_ending(name, form)}"

    def publication_feed(self, slug: str, form: Format = Format.RSS) -> str:
        """The feed of a publication."""
        return f"/feed/{quote(slug)}{_ending(slug, form)}"

    def private_feed(self, token: str, form: Format = Format.RSS) -> str:
        """A member's own feed."""
        return f"/feed/private/{quote(token, safe='')}{_ending(token, form)}"

    def feed_mark(self, kind: str, name: str) -> str:
        """What names a feed for ever, whatever it is called or where it is asked for: a whole address."""
        return f"{self.origin}{self.feed()}#{kind}:{quote(name, safe='')}"

    def card(self, whole_address: str, form: CardFormat) -> str:
        """How other sites may show the page at a whole address (oEmbed)."""
        return _with("/oembed", url=whole_address, format=form)

    def embedded(self, story_id: str) -> str:
        """A story as a card of its own, for the frames of other sites."""
        return f"/p/{story_id}/embed"

    def sitemap(self, kind: str = "", number: int = 0) -> str:
        """A sitemap; without a kind, the index of all."""
        return f"/sitemaps/{kind}-{number}.xml" if kind else "/sitemap.xml"

    def search(self, *, after: str = "", **asked: str) -> str:
        """What is found; `asked` are the fields of the form."""
        return _with("/search", **asked, after=after)

    def suggestions(self) -> str:
        """What is suggested while one types."""
        return "/search/suggestions"

    # What writers and members use

    def edit(self, story_id: str) -> str:
        """The editor of a story."""
        return f"/edit/{story_id}"

    def draft(self, key: str) -> str:
        """A draft by its secret link."""
        return f"/draft/{quote(key, safe='')}"

    def desk(self, tab: str = "", *, after: str = "", said: str = "") -> str:
        """The writer's desk: one tab of it, and what was just done."""
        return _with("/me/stories", show=tab, after=after, said=said)

    def numbers(self, story_id: str) -> str:
        """How often a story was seen and read."""
        return f"/me/stories/{story_id}/numbers"

    def together(self, story_id: str, *, said: str = "") -> str:
        """Who writes a story, and what it belongs to."""
        return _with(f"/me/stories/{story_id}/together", said=said)

    def publications(self, *, said: str = "") -> str:
        """Where one is a member."""
        return _with("/me/publications", said=said)

    def workplace(self, publication_id: str, part: str = "", *, said: str = "", **more: str) -> str:
        """A part of a publication's management."""
        path = f"/me/publications/{quote(publication_id)}"
        return _with(f"{path}/{part}" if part else path, said=said, **more)

    def submission(self, submission_id: str, *, said: str = "") -> str:
        """A submission with its notes."""
        return _with(f"/me/submissions/{quote(submission_id)}", said=said)

    def submit(self, story_id: str) -> str:
        """Where a story may go."""
        return f"/me/stories/{quote(story_id)}/submit"

    def invitation(self, token: str) -> str:
        """What an invitation into a publication opens."""
        return f"/me/publications/invitation/{quote(token, safe='')}"

    def settings(self, *, said: str = "") -> str:
        """The settings: what others see of one."""
        return _with("/me/settings", said=said)

    def private_feeds(self, *, said: str = "") -> str:
        """One's own private feeds."""
        return _with("/me/feeds", said=said)

    def account_settings(self, *, said: str = "") -> str:
        """The settings: how one signs in."""
        return _with("/me/settings/account", said=said)

    def tokens(self, *, said: str = "") -> str:
        """The settings: access tokens."""
        return _with("/me/settings/tokens", said=said)

    def data_settings(self, *, said: str = "") -> str:
        """The settings: one's own data."""
        return _with("/me/settings/data", said=said)

    def happenings(self, *, after: str = "") -> str:
        """The settings: what happened to the account."""
        return _with("/me/settings/log", after=after)

    def export(self, export_id: str) -> str:
        """The file of an export."""
        return f"/me/settings/data/export/{export_id}"

    def webhooks(self, webhook_id: str = "", *, after: str = "", said: str = "") -> str:
        """One's own webhooks, or one of them with its log."""
        path = f"/me/webhooks/{quote(webhook_id, safe='')}" if webhook_id else "/me/webhooks"
        return _with(path, after=after, said=said)

    def sign_in(self, *, then: str = "", said: str = "") -> str:
        """The way in; `then` is where to go afterwards."""
        return _with("/sign-in", then="" if then == "/" else then, said=said)

    def link(self, token: str) -> str:
        """What a one-time link opens."""
        return f"/sign-in/link/{quote(token, safe='')}"

    def response(self, response_id: str) -> str:
        """A response with what answers it."""
        return f"/r/{quote(response_id, safe='')}"

    def report(self, kind: str, id_: str) -> str:
        """Where a story, response or person is reported."""
        return _with("/report", **{kind: id_})

    def decisions(self, *, after: str = "", said: str = "") -> str:
        """The decisions that concern one."""
        return _with("/me/decisions", after=after, said=said)

    def reports(self, show: str = "", *, after: str = "", said: str = "") -> str:
        """What people reported, for moderators."""
        return _with("/admin/reports", show=show, after=after, said=said)

    def log(self, *, after: str = "") -> str:
        """What owners and moderators did."""
        return _with("/admin/log", after=after)

    def admin_part(self, part: str, *, after: str = "", said: str = "", **more: str) -> str:
        """A further page of the administration."""
        return _with(f"/admin/{part}", **more, after=after, said=said)

    @staticmethod
    def is_id(text: str) -> bool:
        """Whether a text has the form of an id; others need no looking up."""
        return ID.fullmatch(text) is not None

    def admin(
        self, *, after: str = "", query: str = "", role: str = "", suspended: str = "", said: str = ""
    ) -> str:
        """The moderators' page; `query`, `role` and `suspended` ("1") narrow its list down."""
        return _with("/admin", query=query, role=role, suspended=suspended, after=after, said=said)


def _ending(name: str, form: Format) -> str:
    """What stands behind a feed's name. RSS needs nothing, unless the name itself looks as if it had it."""
    ambiguous = name.endswith(_ENDINGS) or name in (".", "..")
    return f".{form}" if form is not Format.RSS or ambiguous else ""


def read_feed_path(last: str) -> tuple[str, Format]:
    """Take the last part of a feed's address apart: its name, and its form."""
    name, dot, ending = last.rpartition(".")
    if dot and ending in _FORMS:
        return name, Format(ending)
    return last, Format.RSS


def feed_addresses(addresses: Addresses, of: Callable[[Format], str]) -> Mapping[Format, str]:
    """The whole addresses of a feed in every form."""
    return {form: addresses.absolute(of(form)) for form in Format}


def _with(path: str, **parameters: str) -> str:
    """The path with those parameters that are not empty."""
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"{path}?{query}" if query else path


def read_story_path(last: str) -> StoryPath:
    """Take "slug-ID" or "ID" apart.

    A word of eleven letters at the end of a mere slug looks like an id too: who finds no story of that id
    asks for the slug.
    """
    head, tail = last[:-11], last[-11:]
    if ID.fullmatch(tail) and (not head or head.endswith("-")):
        return StoryPath(head.removesuffix("-"), tail)
    return StoryPath(last, "")


def is_handle(text: str) -> bool:
    """Whether a text has the form of a handle; others need no looking up."""
    return _HANDLE.fullmatch(text) is not None


def local_path(text: str, *, otherwise: str = "/") -> str:
    """A path of this site to go to after a form, or `otherwise` where the text could lead elsewhere."""
    if not text.startswith("/") or len(text) > _LONGEST_THEN:
        return otherwise
    if _NOT_IN_PATHS.search(text) or text.startswith("//") or unquote(text).startswith(("//", "/\\")):
        return otherwise
    try:
        parts = urlsplit(text)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc or not text.isascii():
        return otherwise
    return text
