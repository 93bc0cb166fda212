"""Whether what somebody did counts, and what goes with people and publications, in SQLite or PostgreSQL."""

from collections.abc import Sequence
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import Outbox
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row
from octavo.graph.adapters.sql_counts import SqlCounts
from octavo.graph.adapters.sql_rows import person
from octavo.graph.api import Kind, PersonId, PublicationId, Recounted, Unfollowed

_TAGS_AT_ONCE: Final = 500
_ROWS_AT_ONCE: Final = 500

_FOLLOWS = """
UPDATE follows SET counts = :counts WHERE person_id = :who AND counts <> :counts RETURNING kind, target
"""
_CLAPS = """
UPDATE claps SET counts = :counts WHERE person_id = :who AND counts <> :counts RETURNING story_id, claps
"""
_SOME_FOLLOWERS = """
SELECT person_id, counts FROM follows WHERE kind = 'PUBLICATION' AND target = :place LIMIT :limit
"""


class SqlStanding:
    """Fits ports.Standing."""

    def __init__(self, db: Database, outbox: Outbox, purges: Purges, counts: SqlCounts) -> None:
        self._db = db
        self._outbox = outbox
        self._purges = purges
        self._counts = counts

    async def suspend(self, person_id: PersonId, *, suspended: bool) -> None:
        who, counts = number_of(person_id), int(not suspended)

        async def work() -> None:
            if suspended:
                await self._db.execute(
                    "INSERT INTO suspended (person_id) VALUES (:who) ON CONFLICT (person_id) DO NOTHING",
                    who=who,
                )
            else:
                await self._db.execute("DELETE FROM suspended WHERE person_id = :who", who=who)
            follows = await self._db.all(_FOLLOWS, counts=counts, who=who)
            claps = await self._db.all(_CLAPS, counts=counts, who=who)
            await self._changed(person_id, [*follows, *claps], -1 if suspended else 1)
            if follows or claps:
                await self._outbox.add(Recounted(person_id=person_id))

        await self._db.run(work)

    async def forget_person(self, person_id: PersonId) -> None:
        who = number_of(person_id)

        async def work() -> None:
            follows = await self._db.all(
                "DELETE FROM follows WHERE person_id = :who RETURNING kind, target, counts", who=who
            )
            claps = await self._db.all(
                "DELETE FROM claps WHERE person_id = :who RETURNING story_id, claps, counts", who=who
            )
            counted = [row for row in [*follows, *claps] if row["counts"]]
            await self._db.execute("DELETE FROM follows WHERE followed_id = :who", who=who)
            await self._counts.forget(Kind.PERSON.value, person_id)
            await self._changed(person_id, counted, -1)
            await self._outbox.add(Recounted(person_id=person_id))

        await self._db.run(work)

    async def forget_place(self, publication_id: PublicationId) -> None:
        async def work() -> bool:
            rows = await self._db.all(_SOME_FOLLOWERS, place=publication_id, limit=_ROWS_AT_ONCE)
            for row in rows:
                await self._db.execute(
                    """DELETE FROM follows
                       WHERE person_id = :who AND kind = 'PUBLICATION' AND target = :place""",
                    who=row["person_id"],
                    place=publication_id,
                )
                await self._outbox.add(
                    Unfollowed(
                        person_id=person(row["person_id"]), kind=Kind.PUBLICATION, target_id=publication_id
                    )
                )
            await self._counts.add(
                Kind.PUBLICATION.value, publication_id, -sum(row["counts"] for row in rows)
            )
            if not rows:
                await self._counts.forget(Kind.PUBLICATION.value, publication_id)
                await self._purges.add(f"followers:{publication_id}")
            return bool(rows)

        while await self._db.run(work):
            pass

    async def _changed(self, person_id: PersonId, rows: Sequence[Row], sign: int) -> None:
        """The sums, and the pages that show them."""
        await self._counts.add_all(rows, sign)
        tags = {
            f"claps:{to_text(row['story_id'])}" if "story_id" in row else f"followers:{row['target']}"
            for row in rows
        }
        ordered = sorted(tags | {f"followers:{person_id}", f"lists:{person_id}"})
        for first in range(0, len(ordered), _TAGS_AT_ONCE):
            await self._purges.add(*ordered[first : first + _TAGS_AT_ONCE])
