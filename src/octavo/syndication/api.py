"""The door: the Protocol, values, faults and ids of syndication, and what writes feeds and sitemaps."""

from octavo.syndication.cards import Card, CardFormat, write_card
from octavo.syndication.content import for_feeds
from octavo.syndication.feeds import MEDIA_TYPES, Author, Feed, Format, Item, Picture
from octavo.syndication.sitemaps import MOST_ADDRESSES, Place, Sheet, sitemap, sitemap_index
from octavo.syndication.v1.syndication import (
    CONTRACT,
    CreatePrivateFeedResponse,
    NotConfirmed,
    PersonId,
    PrivateFeed,
    PrivateFeedId,
    PrivateFeedNotFound,
    StoredPrivateFeed,
    Syndication,
    TooManyPrivateFeeds,
)
from octavo.syndication.writing import write, write_item

__all__ = [
    "CONTRACT",
    "MEDIA_TYPES",
    "MOST_ADDRESSES",
    "Author",
    "Card",
    "CardFormat",
    "CreatePrivateFeedResponse",
    "Feed",
    "Format",
    "Item",
    "NotConfirmed",
    "PersonId",
    "Picture",
    "Place",
    "PrivateFeed",
    "PrivateFeedId",
    "PrivateFeedNotFound",
    "Sheet",
    "StoredPrivateFeed",
    "Syndication",
    "TooManyPrivateFeeds",
    "for_feeds",
    "sitemap",
    "sitemap_index",
    "write",
    "write_card",
    "write_item",
]
