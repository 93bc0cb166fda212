"""A feed as a value."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec


class Format(StrEnum):
    """The value is what stands behind the dot in an address; RSS has none."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"


MEDIA_TYPES: Final[Mapping[Format, str]] = {
    Format.RSS: "application/rss+xml; charset=utf-8",
    Format.ATOM: "application/atom+xml; charset=utf-8",
    Format.JSON: "application/feed+json; charset=utf-8",
}


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote something; `address` is a whole one, or empty."""

    name: str
    address: str = ""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A story's picture, at a whole address."""

    address: str
    alt: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a feed; addresses are whole ones."""

    title: str
    address: str
    mark: str
    """A whole address too, the same for ever, whatever becomes of the story's own."""
    published_at: datetime
    updated_at: datetime
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    html: str = ""
    """As `for_feeds` gives it: it stands without the site."""
    more: str = ""
    """Where the text goes on at its address, if `html` is only its beginning: what the link says."""
    picture: Picture | None = None
    language: str = ""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A list of stories, newest first, without them."""

    title: str
    address: str
    """Of the page that the feed follows."""
    mark: str
    """A whole address that stays the same whatever the feed is called or wherever it is asked for."""
    addresses: Mapping[Format, str]
    """Of the feed itself."""
    author: Author
    """Whose it is: the person, or the site."""
    description: str = ""
    language: str = ""
    changed_at: datetime | None = None
    """The last change of any of its stories; None where it has none."""
