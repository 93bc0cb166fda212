"""What the page of a story's numbers shows. Times are aware datetimes; addresses are text."""

from datetime import datetime
from typing import ClassVar

import msgspec


class DayRow(msgspec.Struct, frozen=True, kw_only=True):
    """A day: noon in the reader's time zone stands for it. `views_height` and `reads_height` of the bars are
    parts of 100."""

    day: datetime
    views: int
    reads: int
    views_height: int = 0
    reads_height: int = 0


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where readers came from: `kind` "host", "direct" or "elsewhere"."""

    kind: str
    views: int
    host: str = ""


class NumbersPage(msgspec.Struct, frozen=True, kw_only=True):
    """How often a story was seen and read."""

    template: ClassVar[str] = "numbers.html"

    story_id: str
    title: str
    views: int
    reads: int
    days: tuple[DayRow, ...]
    sources: tuple[SourceRow, ...]
    percent: int | None = None
    """Reads of a hundred views; None where there are no views."""
    views_lately: int = 0
    """Of the days that are shown; `reads_lately`, too."""
    reads_lately: int = 0
    most: int = 0
    """Views of the busiest day: what the height of the bars is measured by."""
