"""Who clapped for what and who follows whom, as a graph that is kept elsewhere is made from it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import micros, moment
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
_CLAPS_OF: Final = "SELECT person_id, story_id FROM claps WHERE person_id IN :actors AND counts = 1"
_CLAPS_AMONG: Final = f"{_CLAPS_OF} AND story_id IN :targets"
_CLAPPERS: Final = """
SELECT DISTINCT person_id FROM claps WHERE person_id > :after ORDER BY person_id LIMIT :limit
"""
_FOLLOWS_PAGE: Final = """
SELECT person_id, target FROM follows
WHERE kind = 'PERSON' AND counts = 1 AND (person_id, target) > (:actor, :target)
ORDER BY person_id, target LIMIT :limit
"""
_FOLLOWS_ROW: Final = """
SELECT person_id FROM follows WHERE kind = 'PERSON' AND target = :target AND counts = 1 LIMIT :limit
"""
_FOLLOWS_OF: Final = """
SELECT person_id, target FROM follows WHERE person_id IN :actors AND kind = 'PERSON' AND counts = 1
"""
_FOLLOWS_AMONG: Final = f"{_FOLLOWS_OF} AND target IN :targets"
_FOLLOWERS: Final = """
SELECT DISTINCT person_id FROM follows
WHERE person_id > :after AND kind = 'PERSON' ORDER BY person_id LIMIT :limit
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

    async def of(
        self, actors: Collection[int], targets: Collection[int] | None = None
    ) -> Sequence[tuple[int, int]]:
        """All edges (actor, target) of these actors; where targets are given, those among them."""
        if targets is None:
            rows = await self._db.all(_CLAPS_OF, actors=list(actors))
        else:
            rows = await self._db.all(_CLAPS_AMONG, actors=list(actors), targets=list(targets))
        return [(row["person_id"], row["story_id"]) for row in rows]

    async def actors(self, after: int, limit: int) -> Sequence[int]:
        """Who has edges, counted or not, in the order of ids."""
        rows = await self._db.all(_CLAPPERS, after=after, limit=limit)
        return [row["person_id"] for row in rows]


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

    async def of(
        self, actors: Collection[int], targets: Collection[int] | None = None
    ) -> Sequence[tuple[int, int]]:
        """All edges (actor, target) of these actors; where targets are given, those among them."""
        if targets is None:
            rows = await self._db.all(_FOLLOWS_OF, actors=list(actors))
        else:
            rows = await self._db.all(
                _FOLLOWS_AMONG, actors=list(actors), targets=[to_text(one) for one in targets]
            )
        return [(row["person_id"], number_of(row["target"])) for row in rows]

    async def actors(self, after: int, limit: int) -> Sequence[int]:
        """Who has edges, counted or not, in the order of ids."""
        rows = await self._db.all(_FOLLOWERS, after=after, limit=limit)
        return [row["person_id"] for row in rows]


class SqlMaking:
    """Which making of the graph elsewhere this database knows of, and of when it is."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def known(self) -> tuple[str, datetime] | None:
        """Its epoch, and when it was begun; None where it is to be made anew."""
        row = await self._db.one("SELECT epoch, made_at FROM neighbours_made")
        return None if row is None else (row["epoch"], moment(row["made_at"]))

    async def note(self, epoch: str, now: datetime) -> None:
        """This one has all."""

        async def work() -> None:
            await self._db.execute("DELETE FROM neighbours_made")
            await self._db.execute(
                "INSERT INTO neighbours_made (epoch, made_at) VALUES (:epoch, :now)",
                epoch=epoch,
                now=micros(now),
            )

        await self._db.run(work)

    async def forget(self) -> None:
        """None has all: whoever keeps it makes it anew."""
        await self._db.execute("DELETE FROM neighbours_made")
