"""Sitemaps (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from octavo.syndication.xml import chars, timestamp

MOST_ADDRESSES: Final = 50_000
"""In one sitemap, and sitemaps in one index; each at most 50 MB."""

_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A page: its whole address, and when it changed last where that is known."""

    address: str
    changed_at: datetime | None = None


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sitemap in an index: its whole address, and when anything in it changed last."""

    address: str
    changed_at: datetime | None = None


def sitemap(places: Iterable[Place]) -> bytes:
    """One sitemap; ValueError for more addresses than one may hold."""
    return _listed("urlset", "url", places)


def sitemap_index(sheets: Iterable[Sheet]) -> bytes:
    """The index of all; ValueError for more sitemaps than one may hold."""
    return _listed("sitemapindex", "sitemap", sheets)


def _listed(whole: str, one: str, lines: Iterable[Place | Sheet]) -> bytes:
    written = [_line(one, line) for line in lines]
    if len(written) > MOST_ADDRESSES:
        raise ValueError(f"{len(written)} lines are more than the {MOST_ADDRESSES} that a sitemap may hold")
    return f"{_HEAD}<{whole} {_NAMESPACE}>\n{''.join(written)}</{whole}>\n".encode()


def _line(name: str, line: Place | Sheet) -> str:
    changed = f"<lastmod>{timestamp(line.changed_at)}</lastmod>" if line.changed_at else ""
    return f"<{name}><loc>{chars(line.address)}</loc>{changed}</{name}>\n"
