"""The three forms that a feed is written in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from octavo.syndication import atom, json_feed, rss
from octavo.syndication.feeds import Feed, Format, Item

_ITEMS: Final[Mapping[Format, Callable[[Item], str]]] = {
    Format.RSS: rss.item,
    Format.ATOM: atom.entry,
    Format.JSON: json_feed.item,
}
_FEEDS: Final[Mapping[Format, Callable[[Feed, Sequence[str]], str]]] = {
    Format.RSS: rss.feed,
    Format.ATOM: atom.feed,
    Format.JSON: json_feed.feed,
}


def write_item(item: Item, form: Format) -> str:
    """A story as it stands in a feed of this form; `write` puts them together."""
    return _ITEMS[form](item)


def write(feed: Feed, form: Format, items: Sequence[str]) -> bytes:
    """The whole feed in UTF-8, with items that `write_item` has written in the same form."""
    return _FEEDS[form](feed, items).encode()
