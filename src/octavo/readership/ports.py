"""What the readership needs from outside; `adapters/sql.py` keeps it in a database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from octavo.readership.api import DayNumbers, StoryId, Totals
from octavo.readership.entities import Seen


class Ledger(Protocol):
    """Counts by story and day. Ids that are none are unknown ids."""

    async def salt(self, day: int) -> bytes:
        """The day's, made by whoever asks first; the same for every process."""
        ...

    async def add(self, batch: Sequence[Seen]) -> int:
        """Counts what was not counted before, all or nothing; how many. What is of stories that are gone is
        left out."""
        ...

    async def totals(self, story_ids: Sequence[StoryId]) -> dict[StoryId, Totals]: ...
    async def days(self, story_id: StoryId, *, since: int) -> dict[str, DayNumbers]: ...
    async def sources(self, story_id: StoryId, *, since: int) -> dict[str, int]:
        """Views by host."""
        ...

    async def forget_story(self, story_id: StoryId, now: datetime) -> None: ...
    async def forget_readers(self, before: int) -> None:
        """Nothing is left of the days before by which a reader could be told."""
        ...

    async def sweep(self, *, sources_before: int, gone_before: datetime) -> None: ...
