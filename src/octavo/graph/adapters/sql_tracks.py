"""Who clapped for what and who follows whom, in the order in which a graph in memory is built from it."""

from collections.abc import Sequence
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.ids import number_of, to_text

_CLAPS_PAGE: Final = """
SELECT person_id, story_id FROM claps
WHERE counts = 1 AND (story_id, person_id) > (:target, :actor)
ORDER BY story_id, person_id LIMIT :limit
"""
_CLAPS_ROW: Final = "SELECT person_id FROM claps WHERE story_id = :target AND counts = 1 LIMIT :limit"
_CLAPPED: Final = """
SELECT story_id FROM claps WHERE person_id = :actor ORDER BY at DESC, story_id DESC LIMIT :limit
"""
_FOLLOWS_PAGE: Final = """
SELECT person_id, target FROM follows
WHERE kind = 'PERSON' AND counts = 1 AND (person_id, target) > (:actor, :target)
ORDER BY person_id, target LIMIT :limit
"""
_FOLLOWS_ROW: Final = """
SELECT person_id FROM follows WHERE kind = 'PERSON' AND target = :target AND counts = 1 LIMIT :limit
"""


class SqlClapTracks:
    """Fits ports.Tracks: readers and the stories that they clapped for. Suspended people are not in it."""

    tag: Final = "claps:"

    def __init__(self, db: Database) -> None:
        self._db = db

    async def page(self, after: tuple[int, int], limit: int) -> Sequence[tuple[int, int]]:
        actor, target = after
        rows = await self._db.all(_CLAPS_PAGE, actor=actor, target=target, limit=limit)
        return [(row["person_id"], row["story_id"]) for row in rows]

    async def row(self, target: int, limit: int) -> Sequence[int]:
        rows = await self._db.all(_CLAPS_ROW, target=target, limit=limit)
        return [row["person_id"] for row in rows]

    async def latest(self, actor: int, limit: int) -> Sequence[int]:
        """The stories that somebody clapped for last."""
        rows = await self._db.all(_CLAPPED, actor=actor, limit=limit)
        return [row["story_id"] for row in rows]


class SqlFollowTracks:
    """Fits ports.Tracks: people and the people whom they follow. Suspended people are not in it."""

    tag: Final = "followers:"

    def __init__(self, db: Database) -> None:
        self._db = db

    async def page(self, after: tuple[int, int], limit: int) -> Sequence[tuple[int, int]]:
        actor, target = after
        rows = await self._db.all(_FOLLOWS_PAGE, actor=actor, target=to_text(target), limit=limit)
        return [(row["person_id"], number_of(row["target"])) for row in rows]

    async def row(self, target: int, limit: int) -> Sequence[int]:
        rows = await self._db.all(_FOLLOWS_ROW, target=to_text(target), limit=limit)
        return [row["person_id"] for row in rows]
