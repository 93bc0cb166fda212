"""Atom (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from octavo.syndication.feeds import Author, Feed, Format, Item
from octavo.syndication.rss import whole
from octavo.syndication.xml import attributed, chars, element, empty, language, line, plain, timestamp

_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""A feed must name a change; one without stories has had none."""


def feed(shown: Feed, entries: Sequence[str]) -> str:
    """The whole feed; characters that XML does not know are left out."""
    tongue = attributed(xml_lang=language(shown.language))
    own = shown.addresses[Format.ATOM]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"{tongue}>',
        element("id", shown.mark),
        element("title", line(shown.title) or shown.address),
        empty("link", rel="self", type="application/atom+xml", href=own),
        empty("link", rel="alternate", type="text/html", href=shown.address),
        element("updated", timestamp(shown.changed_at or _NEVER)),
        _author(shown.author),
        element("generator", "Octavo"),
    ]
    if description := plain(shown.description).strip():
        lines.append(element("subtitle", description))
    return "\n".join([*lines, *entries, "</feed>", ""])


def entry(shown: Item) -> str:
    """One story."""
    lines = [
        f"<entry{attributed(xml_lang=language(shown.language))}>",
        element("id", shown.mark),
        element("title", line(shown.title)),
        empty("link", rel="alternate", type="text/html", href=shown.address),
        element("published", timestamp(shown.published_at)),
        element("updated", timestamp(shown.updated_at)),
    ]
    lines += [_author(author) for author in shown.authors]
    lines += [empty("category", term=tag) for tag in shown.tags]
    if summary := plain(shown.summary).strip():
        lines.append(element("summary", summary))
    if html := whole(shown):
        lines.append(f'<content type="html">{chars(html)}</content>')
    if shown.picture:
        lines.append(f"<media:content{attributed(url=shown.picture.address, medium='image')}>")
        if shown.picture.alt:
            lines.append(element("media:description", shown.picture.alt, type="plain"))
        lines.append("</media:content>")
    return "\n".join([*lines, "</entry>"])


def _author(author: Author) -> str:
    address = element("uri", author.address) if author.address else ""
    return f"<author>{element('name', line(author.name) or '?')}{address}</author>"
