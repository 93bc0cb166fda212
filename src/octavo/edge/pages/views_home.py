"""A reader's own home page, why it is as it is, and how it is put in order. Addresses are text."""

from datetime import datetime
from typing import ClassVar

import msgspec

from octavo.edge.pages.views import StoryCard


class HomeCard(msgspec.Struct, frozen=True, kw_only=True):
    """A story on a home page; the same for everyone, so it is kept as it was rendered."""

    template: ClassVar[str] = "home_card.html"
    card: StoryCard


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """A reason for a story: `source` as in the contract in lower case, and whom or what it is about."""

    source: str
    name: str = ""
    address: str = ""


class HomeReason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason, kept as it was rendered."""

    template: ClassVar[str] = "home_reason.html"
    one: Because


class HomeItem(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around a story: the same for each, with marks in the place of what differs; kept."""

    template: ClassVar[str] = "home_item.html"
    story: str
    card: str
    reasons: str
    receipt: str
    then: str


class OwnHomePage(msgspec.Struct, frozen=True, kw_only=True):
    """`/` for somebody who is signed in."""

    template: ClassVar[str] = "own_home.html"
    items_html: str = ""
    """The stories, or a mark where they go; empty: there is none."""
    latest_first: bool = False
    older: str = ""
    first: str = ""


class Dial(msgspec.Struct, frozen=True, kw_only=True):
    """One of the reader's dials, -2 to 2."""

    name: str
    value: int


class HiddenRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story that is not shown; `title` is empty where it is not there any more."""

    story_id: str
    title: str = ""
    address: str = ""


class OwnFeedPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/feed`: the dials, and what was hidden."""

    template: ClassVar[str] = "own_feed.html"
    dials: tuple[Dial, ...]
    latest_first: bool = False
    hidden: tuple[HiddenRow, ...] = ()
    older: str = ""
    first: str = ""


class WeighedPart(msgspec.Struct, frozen=True, kw_only=True):
    """A feature of a story: 0 to 1000, its weight, and what the two make."""

    feature: str
    value: int
    weight: int
    points: int


class WeighedStory(msgspec.Struct, frozen=True, kw_only=True):
    """A story that was weighed; `left_out` is empty where it stands on the page."""

    story_id: str
    title: str = ""
    address: str = ""
    rank: int = 0
    score: int = 0
    parts: tuple[WeighedPart, ...] = ()
    left_out: str = ""


class ReceiptPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/feed/why/ID`: the record of one home page."""

    template: ClassVar[str] = "receipt.html"
    at: datetime
    weights: str
    latest_first: bool = False
    shown: tuple[WeighedStory, ...] = ()
    left_out: tuple[WeighedStory, ...] = ()


HomePages = HomeCard | HomeReason | HomeItem | OwnHomePage | OwnFeedPage | ReceiptPage
