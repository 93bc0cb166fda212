"""What people keep to read later, in SQLite or PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.graph.adapters.sql_rows import KEPT
from octavo.graph.api import ListItemAdded, ListItemRemoved, PersonId, Saved, StoryId, TooManyFollows
from octavo.graph.entities import Place

_FAR: Final = 1 << 62

_LIST = """
SELECT story_id, note, added_at FROM saved
WHERE person_id = :person AND (added_at, story_id) < (:since, :key)
ORDER BY added_at DESC, story_id DESC LIMIT :limit
"""


class SqlShelf:
    """Fits ports.Shelf."""

    def __init__(self, db: Database, outbox: Outbox) -> None:
        self._db = db
        self._outbox = outbox

    async def add(
        self, person_id: PersonId, story_id: StoryId, note: str, now: datetime, *, most: int
    ) -> None:
        me, story = number_of(person_id), number_of(story_id)

        async def work() -> None:
            changed = await self._db.execute(
                "UPDATE saved SET note = :note WHERE person_id = :person AND story_id = :story",
                note=note,
                person=me,
                story=story,
            )
            if changed:
                return
            row = await self._db.one(
                "SELECT COUNT(*) AS kept FROM saved WHERE person_id = :person", person=me
            )
            if row and row["kept"] >= most:
                raise TooManyFollows(limit=most)
            added = await self._db.execute(
                """INSERT INTO saved (person_id, story_id, note, added_at)
                   VALUES (:person, :story, :note, :now) ON CONFLICT (person_id, story_id) DO NOTHING""",
                person=me,
                story=story,
                note=note,
                now=micros(now),
            )
            if added:  # not said twice at once
                await self._outbox.add(ListItemAdded(person_id=person_id, story_id=story_id))

        await self._db.run(work)

    async def remove(self, person_id: PersonId, story_id: StoryId) -> None:
        async def work() -> None:
            if await self._db.execute(
                "DELETE FROM saved WHERE person_id = :person AND story_id = :story",
                person=number_of(person_id),
                story=number_of(story_id),
            ):
                kept = await self._db.one(KEPT, owner=number_of(person_id), stories=[number_of(story_id)])
                await self._outbox.add(
                    ListItemRemoved(person_id=person_id, story_id=story_id, still_kept=kept is not None)
                )

        await self._db.run(work)

    async def of(self, person_id: PersonId, story_ids: Sequence[StoryId]) -> Sequence[Saved]:
        rows = await self._db.all(
            """SELECT story_id, note, added_at FROM saved
               WHERE person_id = :person AND story_id IN :stories""",
            person=number_of(person_id),
            stories=[number_of(one) for one in story_ids],
        )
        return [_saved(row["story_id"], row["note"], row["added_at"]) for row in rows]

    async def page(
        self, person_id: PersonId, *, after: Place | None, limit: int
    ) -> Sequence[tuple[Saved, Place]]:
        rows = await self._db.all(
            _LIST,
            person=number_of(person_id),
            since=after.since if after else _FAR,
            key=number_of(after.key) if after else 0,
            limit=limit,
        )
        return [
            (
                _saved(row["story_id"], row["note"], row["added_at"]),
                Place(row["added_at"], to_text(row["story_id"])),
            )
            for row in rows
        ]

    async def forget_story(self, story_id: StoryId) -> None:
        await self._db.execute("DELETE FROM saved WHERE story_id = :story", story=number_of(story_id))


def _saved(story: int, note: str, added_at: int) -> Saved:
    return Saved(story_id=StoryId(to_text(story)), note=note, added_at=moment(added_at))
