"""Sums of claps and followers, in SQLite or PostgreSQL: exact, since they change with the rows."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.ids import number_of
from octavo.chassis.sql import Row
from octavo.graph.api import StoryId

CLAPS: Final = "CLAPS"
"""The kind of claps; their target is a story's id in digits."""
_PARTS: Final = 64
_HIGHEST: Final = (1 << 31) - 1

_ADD = """
INSERT INTO counted (kind, target, part, people, claps) VALUES (:kind, :target, :part, :people, :claps)
ON CONFLICT (kind, target, part) DO UPDATE SET
    people = counted.people + excluded.people, claps = counted.claps + excluded.claps
"""
_SUMS = """
SELECT target, CAST(SUM(people) AS BIGINT) AS people, CAST(SUM(claps) AS BIGINT) AS claps FROM counted
WHERE kind = :kind AND target IN :targets GROUP BY target
"""


class SqlCounts:
    """Used by the adapters that change rows, inside their transactions."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, kind: str, target: str, people: int, claps: int = 0) -> None:
        """So many more, or fewer."""
        if people or claps:
            await self._db.execute(
                _ADD, kind=kind, target=target, part=secrets.randbelow(_PARTS), people=people, claps=claps
            )

    async def add_all(self, rows: Iterable[Row], sign: int) -> None:
        """What these rows of claps and follows count for is added once (1) or taken away (-1)."""
        for row in rows:
            if "story_id" in row:
                await self.add(CLAPS, str(row["story_id"]), sign, sign * row["claps"])
            else:
                await self.add(row["kind"], row["target"], sign)

    async def of(self, kind: str, targets: Collection[str]) -> Mapping[str, tuple[int, int]]:
        """How many people, and how many claps; nothing of those that nobody did anything to."""
        rows = await self._db.all(_SUMS, kind=kind, targets=list(targets))
        return {
            row["target"]: (min(row["people"], _HIGHEST), min(row["claps"], _HIGHEST))
            for row in rows
            if row["people"] > 0
        }

    async def forget(self, kind: str, target: str) -> None:
        """There is nothing more to count for it."""
        await self._db.execute(
            "DELETE FROM counted WHERE kind = :kind AND target = :target", kind=kind, target=target
        )

    async def forget_story(self, story_id: StoryId) -> None:
        """The same for a story."""
        await self.forget(CLAPS, str(number_of(story_id)))
