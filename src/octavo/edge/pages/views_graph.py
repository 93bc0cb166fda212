"""What pages show of follows and claps, and a reader's own page of whom they follow. Addresses are text."""

from datetime import datetime
from typing import ClassVar

import msgspec


class FollowButton(msgspec.Struct, frozen=True, kw_only=True):
    """`of` is what is followed, such as "person:ID"; `then` is where a browser without script goes on."""

    of: str
    then: str
    followers: int = 0


class TopMark(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a story that most readers marked; `fragment` leads to them within its page."""

    block: str
    start: int
    end: int
    quote: str
    readers: int
    fragment: str


class ClapButton(msgspec.Struct, frozen=True, kw_only=True):
    """All claps of a story, as far as they can be told."""

    story_id: str
    claps: int = 0


class FollowedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody or something, with a button that ends it."""

    of: str
    name: str
    address: str = ""


class FollowingPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/following`: what the reader follows, mutes or blocks; `show` is one of the tabs' names."""

    template: ClassVar[str] = "following.html"
    show: str
    rows: tuple[FollowedRow, ...] = ()
    older: str = ""
    first: str = ""


class OwnClapsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/p/ID/claps`: the reader's own claps for a story, for browsers without script."""

    template: ClassVar[str] = "own_claps.html"
    story_id: str
    title: str
    claps: int = 0
    all_claps: int = 0
    story: str = ""


class StoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """A story in one line; without an address it is not there any more, or not for this reader."""

    story_id: str
    title: str = ""
    address: str = ""
    author: str = ""


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story that was read, to `share` percent; `resume` is where its reader goes on."""

    line: StoryLine
    read_at: datetime
    share: int = 0
    finished: bool = False
    resume: str = ""


class HistoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/history`: what the reader read; `kept` says whether more is added."""

    template: ClassVar[str] = "history.html"
    rows: tuple[HistoryRow, ...] = ()
    kept: bool = True
    older: str = ""
    first: str = ""


class SavedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story that is kept; `title` is empty where it is not there any more."""

    story_id: str
    title: str = ""
    address: str = ""
    author: str = ""
    note: str = ""


class SavedPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/lists`: what the reader keeps to read later."""

    template: ClassVar[str] = "saved.html"
    rows: tuple[SavedRow, ...] = ()
    older: str = ""
    first: str = ""


GraphPage = HistoryPage | SavedPage | FollowingPage | OwnClapsPage
