"""What readers read and how far, in SQLite or PostgreSQL."""

from collections.abc import Sequence
from typing import Final

from octavo.chassis.batches import for_whom
from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.sql import Row
from octavo.graph.api import PersonId, Reading, StoryId, StoryRead
from octavo.graph.entities import Place, ReadingOfOne, is_whole

_FAR: Final = 1 << 62

# What is further wins, so that reports may come twice or in any order.
_PUT = """
INSERT INTO readings (person_id, story_id, block, share, finished, read_at)
VALUES (:person, :story, :block, :share, 0, :now)
ON CONFLICT (person_id, story_id) DO UPDATE SET
    block = CASE WHEN excluded.share > readings.share THEN excluded.block ELSE readings.block END,
    share = CASE WHEN excluded.share > readings.share THEN excluded.share ELSE readings.share END,
    read_at = CASE WHEN excluded.read_at > readings.read_at THEN excluded.read_at ELSE readings.read_at END
"""
_FINISH = """
UPDATE readings SET finished = 1 WHERE person_id = :person AND story_id = :story AND finished = 0
"""
_TOO_OLD = """
SELECT read_at, story_id FROM readings WHERE person_id = :person
ORDER BY read_at DESC, story_id DESC LIMIT 1 OFFSET :most
"""
_PRUNE = "DELETE FROM readings WHERE person_id = :person AND (read_at, story_id) <= (:since, :story)"
_LIST = """
SELECT story_id, block, share, finished, read_at FROM readings
WHERE person_id = :person AND (read_at, story_id) < (:since, :key)
ORDER BY read_at DESC, story_id DESC LIMIT :limit
"""


class SqlReadings:
    """Fits ports.Readings."""

    def __init__(self, db: Database, outbox: Outbox, *, most: int) -> None:
        self._db = db
        self._outbox = outbox
        self._most = most

    async def put(self, readings: Sequence[ReadingOfOne]) -> None:
        known = sorted(readings, key=lambda one: (number_of(one.person_id), number_of(one.story_id), one.at))

        async def work() -> None:
            people = {number_of(one.person_id) for one in known}
            rows = await self._db.all(
                "SELECT person_id FROM unkept_readings WHERE person_id IN :people", people=sorted(people)
            )
            unkept = {row["person_id"] for row in rows}
            for one in known:
                if number_of(one.person_id) not in unkept:
                    with for_whom(one):
                        await self._put(one)
            for person in sorted(people - unkept):
                await self._prune(person)

        await self._db.run(work)

    async def _put(self, one: ReadingOfOne) -> None:
        person, story = number_of(one.person_id), number_of(one.story_id)
        await self._db.execute(
            _PUT, person=person, story=story, block=one.block, share=one.share, now=micros(one.at)
        )
        if is_whole(one.share) and await self._db.execute(_FINISH, person=person, story=story):
            await self._outbox.add(StoryRead(reader_id=one.person_id, story_id=one.story_id))

    async def _prune(self, person: int) -> None:
        oldest = await self._db.one(_TOO_OLD, person=person, most=self._most)
        if oldest:
            await self._db.execute(_PRUNE, person=person, since=oldest["read_at"], story=oldest["story_id"])

    async def of(self, person_id: PersonId, story_ids: Sequence[StoryId]) -> Sequence[Reading]:
        rows = await self._db.all(
            """SELECT story_id, block, share, finished, read_at FROM readings
               WHERE person_id = :person AND story_id IN :stories""",
            person=number_of(person_id),
            stories=[number_of(one) for one in story_ids],
        )
        return [_reading(row) for row in rows]

    async def page(
        self, person_id: PersonId, *, after: Place | None, limit: int
    ) -> Sequence[tuple[Reading, Place]]:
        rows = await self._db.all(
            _LIST,
            person=number_of(person_id),
            since=after.since if after else _FAR,
            key=number_of(after.key) if after else 0,
            limit=limit,
        )
        return [(_reading(row), Place(row["read_at"], to_text(row["story_id"]))) for row in rows]

    async def forget(self, person_id: PersonId, story_id: StoryId) -> None:
        await self._db.execute(
            "DELETE FROM readings WHERE person_id = :person AND story_id = :story",
            person=number_of(person_id),
            story=number_of(story_id),
        )

    async def forget_all(self, person_id: PersonId) -> None:
        await self._db.execute("DELETE FROM readings WHERE person_id = :person", person=number_of(person_id))

    async def are_kept(self, person_id: PersonId) -> bool:
        row = await self._db.one(
            "SELECT 1 AS off FROM unkept_readings WHERE person_id = :person", person=number_of(person_id)
        )
        return row is None

    async def keep(self, person_id: PersonId, *, kept: bool) -> None:
        if kept:
            text = "DELETE FROM unkept_readings WHERE person_id = :person"
        else:
            text = (
                "INSERT INTO unkept_readings (person_id) VALUES (:person) ON CONFLICT (person_id) DO NOTHING"
            )
        await self._db.execute(text, person=number_of(person_id))

    async def forget_story(self, story_id: StoryId) -> None:
        await self._db.execute("DELETE FROM readings WHERE story_id = :story", story=number_of(story_id))


def _reading(row: Row) -> Reading:
    return Reading(
        story_id=StoryId(to_text(row["story_id"])),
        block=row["block"],
        share=row["share"],
        finished=bool(row["finished"]),
        read_at=moment(row["read_at"]),
    )
