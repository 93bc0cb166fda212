"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from octavo.syndication.feeds import Author, Feed, Format, Item
from octavo.syndication.rss import whole
from octavo.syndication.xml import language, line, plain, timestamp

_VERSION: Final = "https://jsonfeed.org/version/1.1"


def feed(shown: Feed, items: Sequence[str]) -> str:
    """The whole feed."""
    head = _json(
        {
            "version": _VERSION,
            "title": line(shown.title) or shown.address,
            "home_page_url": shown.address,
            "feed_url": shown.addresses[Format.JSON],
            "description": plain(shown.description).strip(),
            "authors": _authors(shown.author),
            "language": language(shown.language),
        }
    )
    return f'{head[:-1]},"items":[{",".join(items)}]}}'


def item(shown: Item) -> str:
    """One story."""
    return _json(
        {
            "id": shown.mark,
            "url": shown.address,
            "title": line(shown.title),
            # An item must have a text, be it an empty one.
            "content_html": plain(whole(shown)) or "<p></p>",
            "summary": plain(shown.summary).strip(),
            "image": shown.picture.address if shown.picture else "",
            "date_published": timestamp(shown.published_at),
            "date_modified": timestamp(shown.updated_at),
            "authors": _authors(*shown.authors),
            "tags": [plain(tag) for tag in shown.tags],
            "language": language(shown.language),
        }
    )


def _authors(*authors: Author) -> list[Mapping[str, str]]:
    """Each must have a name or an address."""
    pairs = [{"name": line(author.name), "url": author.address} for author in authors]
    told = [{name: value for name, value in pair.items() if value} for pair in pairs]
    return [pair for pair in told if pair]


def _json(fields: Mapping[str, Any]) -> str:
    """What is empty is left out."""
    return msgspec.json.encode({name: value for name, value in fields.items() if value}).decode()
