"""RSS 2.0 with whole texts (https://www.rssboard.org/rss-specification, and content:encoded, dc:creator)."""

import re
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import msgspec

MEDIA_TYPE: Final = "application/rss+xml; charset=utf-8"

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG: Final = re.compile(r"<(?:a|img)\s[^>]*>")
_PATH: Final = re.compile(r'(\s(?:href|src)=")(?=/(?!/))')
_FRAGMENT: Final = re.compile(r'(\shref=")(?=#)')
_SOURCES: Final = re.compile(r'(\ssrcset=")([^"]*)')
_SOURCE: Final = re.compile(r"(^|,\s*)(?=/(?!/))")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a feed; addresses are whole ones."""

    title: str
    address: str
    mark: str
    """The same for ever, whatever becomes of the address."""
    published_at: datetime
    author: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""
    html: str = ""
    """With addresses that stand without the site: see `absolute`."""
    more: str = ""
    """Where the text goes on, if `html` is only its beginning: what the link says."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A list of stories, newest first."""

    title: str
    address: str
    """Of the page that the feed follows."""
    self_address: str
    description: str
    language: str
    items: tuple[Item, ...] = ()
    changed_at: datetime | None = None


def absolute(html: str, *, origin: str, address: str) -> str:
    """The rendered text with whole addresses: paths get the site's `origin`, fragments the `address`."""

    def mend(tag: re.Match[str]) -> str:
        text = _PATH.sub(rf"\g<1>{origin}", tag[0])
        text = _FRAGMENT.sub(rf"\g<1>{escape(address)}", text)
        return _SOURCES.sub(lambda found: found[1] + _SOURCE.sub(rf"\g<1>{origin}", found[2]), text)

    return _TAG.sub(mend, html)


def rss(feed: Feed) -> bytes:
    """The feed as XML in UTF-8; characters that XML does not know are left out."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        _element("title", feed.title),
        _element("link", feed.address),
        f'<atom:link rel="self" type="application/rss+xml" href={quoteattr(feed.self_address)}/>',
        _element("description", feed.description or feed.title),
        _element("language", feed.language),
        _element("generator", "Octavo"),
    ]
    if feed.changed_at:
        lines.append(_element("lastBuildDate", format_datetime(feed.changed_at)))
    for item in feed.items:
        lines += _item(item)
    lines += ["</channel>", "</rss>", ""]
    return "\n".join(lines).encode()


def _item(item: Item) -> list[str]:
    html = item.html
    if item.more:
        html += f"<p><a href={quoteattr(item.address)}>{escape(item.more)}</a></p>"
    lines = [
        "<item>",
        _element("title", item.title),
        _element("link", item.address),
        f'<guid isPermaLink="false">{_text(item.mark)}</guid>',
        _element("pubDate", format_datetime(item.published_at)),
    ]
    if item.author:
        lines.append(_element("dc:creator", item.author))
    lines += [_element("category", tag) for tag in item.tags]
    if item.summary:
        lines.append(_element("description", item.summary))
    if html:
        lines.append(_element("content:encoded", html))
    return [*lines, "</item>"]


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))
