"""RSS 2.0 (https://www.rssboard.org/rss-specification) with content:encoded, dc:creator, media:content."""

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape
from typing import Final

from octavo.syndication.feeds import Feed, Format, Item
from octavo.syndication.xml import attributed, element, empty, language, line, plain

_HEAD: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
)


def feed(shown: Feed, items: Sequence[str]) -> str:
    """The whole feed; characters that XML does not know are left out."""
    title = line(shown.title) or shown.address
    own = shown.addresses[Format.RSS]
    lines = [
        _HEAD,
        "<channel>",
        element("title", title),
        element("link", shown.address),
        empty("atom:link", rel="self", type="application/rss+xml", href=own),
        element("description", plain(shown.description).strip() or title),
    ]
    if language(shown.language):
        lines.append(element("language", shown.language))
    lines.append(element("generator", "Octavo"))
    if shown.changed_at:
        lines.append(element("lastBuildDate", format_datetime(shown.changed_at)))
    return "\n".join([*lines, *items, "</channel>", "</rss>", ""])


def item(shown: Item) -> str:
    """One story."""
    summary = plain(shown.summary).strip()
    # One of the two must be there.
    title = line(shown.title) or ("" if summary else shown.address)
    lines = [
        "<item>",
        element("title", title),
        element("link", shown.address),
        element("guid", shown.mark, isPermaLink="false"),
        element("pubDate", format_datetime(shown.published_at)),
    ]
    lines += [element("dc:creator", name) for author in shown.authors if (name := line(author.name))]
    lines += [element("category", tag) for tag in shown.tags]
    if summary:
        lines.append(element("description", escape(summary, quote=False)))  # it is read as HTML
    if html := whole(shown):
        lines.append(element("content:encoded", html))
    if shown.picture:
        lines.append(f"<media:content{attributed(url=shown.picture.address, medium='image')}>")
        if shown.picture.alt:
            lines.append(element("media:description", shown.picture.alt, type="plain"))
        lines.append("</media:content>")
    if language(shown.language):
        lines.append(element("dc:language", shown.language))
    return "\n".join([*lines, "</item>"])


def whole(shown: Item) -> str:
    """The text; where it is only the beginning, with a link to where it goes on."""
    if not shown.more:
        return shown.html
    return f'{shown.html}<p><a href="{escape(shown.address)}">{escape(shown.more)}</a></p>'
