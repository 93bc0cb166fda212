"""What a page says of itself: OpenGraph, JSON-LD, Twitter's names, and the plain HTML below them."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from octavo.document.addresses import is_external, safe_link
from octavo.embeds.entities import Told, plain

_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_NAMED: Final = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD: Final = 4096
_LONGEST_JSON: Final = 200_000
_MOST_NODES: Final = 200
_TITLE, _ABOUT, _AUTHOR, _SITE = 300, 600, 200, 100
_ARTICLES: Final = ("Article", "NewsArticle", "BlogPosting", "Report", "VideoObject", "Product", "WebPage")


def of_page(body: bytes, content_type: str, address: str) -> Told:
    """What the HTML at `address` says; the host's name stands in for what it does not."""
    tree = LexborHTMLParser(decoded(body, content_type))
    named = _named(tree)
    article = next(iter(_articles(tree)), {})

    def first(*values: object) -> str:
        return next((value for value in values if isinstance(value, str) and value.strip()), "")

    title_element, host = tree.css_first("title"), _host(address)
    title = first(
        named.get("og:title"), article.get("headline"), article.get("name"), named.get("twitter:title"),
        title_element.text(deep=True) if title_element is not None else "", host,
    )  # fmt: skip
    about = first(
        named.get("og:description"),
        article.get("description"),
        named.get("twitter:description"),
        named.get("description"),
    )
    author = first(named.get("author"), _name_of(article.get("author")), named.get("article:author"))
    picture = first(
        named.get("og:image:secure_url"), named.get("og:image:url"), named.get("og:image"),
        _url_of(article.get("image")), named.get("twitter:image"), named.get("twitter:image:src"),
    )  # fmt: skip
    return Told(
        title=plain(title, _TITLE),
        description=plain(about, _ABOUT),
        author="" if is_external(author) else plain(author, _AUTHOR),
        site=plain(first(named.get("og:site_name"), _name_of(article.get("publisher")), host), _SITE),
        picture=_whole(picture, address),
    )


def of_file(address: str) -> Told:
    """What is known of something that is no page."""
    name = urlsplit(address).path.rsplit("/", 1)[-1]
    return Told(title=plain(name or _host(address), _TITLE), site=plain(_host(address), _SITE))


def of_thing(body: bytes, address: str) -> Told:
    """An oEmbed answer. Its `html` is never looked at."""
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return Told()
    if not isinstance(said, Mapping):
        return Told()
    return Told(
        title=plain(said.get("title"), _TITLE),
        author=plain(said.get("author_name"), _AUTHOR),
        picture=_whole(said.get("thumbnail_url"), address),
        width=_pixels(said.get("width")),
        height=_pixels(said.get("height")),
    )


def decoded(body: bytes, content_type: str) -> str:
    """The text of a page: by its mark, its header, its own word, as UTF-8, and at last as Windows would."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    header, own = _NAMED.search(content_type), _CHARSET.search(body[:_HEAD])
    for said in (header[1] if header else "", own[1].decode("ascii") if own else ""):
        try:
            # Pages that say Latin-1 mean what browsers read it as; a page cannot name UTF-16 in ASCII.
            name = codecs.lookup(said).name if said else ""
            name = {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name)
            if name and not name.startswith(("utf-16", "utf-32", "utf-7")):
                return body.decode(name, "replace")
        except (LookupError, UnicodeError, ValueError):
            continue
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > _HEAD and len(body) - error.start < 4:  # cut within its last character
            return body[: error.start].decode("utf-8")
        return body.decode("cp1252", "replace")


def _named(tree: LexborHTMLParser) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]")[:_MOST_NODES]:
        name = (node.attributes.get("property") or node.attributes.get("name") or "").strip().lower()
        found.setdefault(name, node.attributes.get("content") or "")
    return found


def _articles(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    for node in tree.css('script[type="application/ld+json"]')[:10]:
        text = node.text(deep=True)
        if len(text) > _LONGEST_JSON:
            continue
        try:
            value: Any = json.loads(text)
        except (ValueError, RecursionError):
            continue
        graph = value.get("@graph") if isinstance(value, Mapping) else value
        for item in graph if isinstance(graph, list) else [value]:
            kinds = item.get("@type") if isinstance(item, Mapping) else None
            named: Iterable[object] = kinds if isinstance(kinds, list) else [kinds]
            if any(kind in _ARTICLES for kind in named):
                yield item


def _name_of(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name_of, value[:5])))
    name = value.get("name") if isinstance(value, Mapping) else value
    return name if isinstance(name, str) else ""


def _url_of(value: object) -> str:
    if isinstance(value, list):
        return next(filter(None, map(_url_of, value[:5])), "")
    url = value.get("url") if isinstance(value, Mapping) else value
    return url if isinstance(url, str) else ""


def _whole(value: object, address: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 2048:
        return ""
    try:
        link = safe_link(urljoin(address, value.strip()))
    except ValueError:
        return ""
    return link if link and is_external(link) and link.isascii() else ""


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _pixels(value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 7:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 100_000 else 0
