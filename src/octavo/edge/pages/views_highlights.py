"""What readers marked in stories, on pages. Addresses are text."""

from datetime import datetime
from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author
from octavo.edge.pages.views_graph import StoryLine


class MarkRow(msgspec.Struct, frozen=True, kw_only=True):
    """Words that somebody marked, "found", "moved" or "lost" (`fate`); `address` leads to them."""

    highlight_id: str
    quote: str
    address: str
    made_at: datetime
    note: str = ""
    public: bool = True
    mine: bool = False
    fate: str = "found"
    reader: Author | None = None
    line: StoryLine | None = None


class StoryHighlightsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/p/ID/highlights`: what is marked in a story, as its reader may see it."""

    template: ClassVar[str] = "highlights.html"
    title: str
    story: str
    rows: tuple[MarkRow, ...] = ()
    older: str = ""
    first: str = ""


class OwnHighlightsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/highlights`: what the reader marked. `here` is where their forms come back to."""

    template: ClassVar[str] = "own_highlights.html"
    here: str
    rows: tuple[MarkRow, ...] = ()
    older: str = ""
    first: str = ""
    problem: str = ""
    refused: str = ""
    """The one whose form was refused."""


MarkPages = StoryHighlightsPage | OwnHighlightsPage
