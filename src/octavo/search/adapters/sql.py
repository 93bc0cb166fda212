"""What is not in the index yet, in SQLite or PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from octavo.chassis.database import Database
from octavo.chassis.events import micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.search.api import PersonId, PublicationId, StoryId
from octavo.search.ports import Change, Kind, State

_NEXT_TURN = "UPDATE index_state SET turn = turn + 1 WHERE id = 1 RETURNING turn"
_NOTE_STORY = """
INSERT INTO waiting_stories (story_id, turn) VALUES (:id, :turn)
ON CONFLICT (story_id) DO UPDATE SET turn = excluded.turn
"""
_NOTE_PERSON = """
INSERT INTO waiting_people (person_id, turn) VALUES (:id, :turn)
ON CONFLICT (person_id) DO UPDATE SET turn = excluded.turn
"""
_NOTE_PUBLICATION = """
INSERT INTO waiting_publications (publication_id, turn) VALUES (:id, :turn)
ON CONFLICT (publication_id) DO UPDATE SET turn = excluded.turn
"""
_WAITING = """
SELECT story_id AS id, turn, 0 AS kind FROM waiting_stories
UNION ALL SELECT person_id AS id, turn, 1 AS kind FROM waiting_people
UNION ALL SELECT publication_id AS id, turn, 2 AS kind FROM waiting_publications
ORDER BY turn LIMIT :limit
"""
_SETTLED = {
    Kind.STORY: "DELETE FROM waiting_stories WHERE story_id = :id AND turn = :turn",
    Kind.PERSON: "DELETE FROM waiting_people WHERE person_id = :id AND turn = :turn",
    Kind.PUBLICATION: "DELETE FROM waiting_publications WHERE publication_id = :id AND turn = :turn",
}


class SqlNotes:
    """Fits ports.Notes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def note_story(self, story_id: StoryId) -> None:
        await self._note(_NOTE_STORY, story_id)

    async def note_person(self, person_id: PersonId) -> None:
        await self._note(_NOTE_PERSON, person_id)

    async def note_publication(self, publication_id: PublicationId) -> None:
        await self._note(_NOTE_PUBLICATION, publication_id)

    async def _note(self, statement: str, text: str) -> None:
        number = number_of(text)
        if not number:
            return

        async def work() -> None:
            row = await self._db.one(_NEXT_TURN)
            assert row is not None
            await self._db.execute(statement, id=number, turn=row["turn"])

        await self._db.run(work)

    async def changes(self, *, limit: int) -> list[Change]:
        rows = await self._db.all(_WAITING, limit=limit)
        return [Change(to_text(row["id"]), row["turn"], Kind(row["kind"])) for row in rows]

    async def settle(self, changes: Sequence[Change]) -> None:
        async def work() -> None:
            for change in changes:
                await self._db.execute(_SETTLED[change.kind], id=number_of(change.id), turn=change.turn)

        await self._db.run(work)

    async def state(self) -> State:
        row = await self._db.one(
            "SELECT mark, built_at, due_at, wishes, turn, (SELECT COUNT(*) FROM waiting_stories)"
            " + (SELECT COUNT(*) FROM waiting_people)"
            " + (SELECT COUNT(*) FROM waiting_publications) AS waiting FROM index_state WHERE id = 1"
        )
        assert row is not None
        return State(
            mark=row["mark"],
            built_at=None if row["built_at"] is None else moment(row["built_at"]),
            due_at=None if row["due_at"] is None else moment(row["due_at"]),
            wishes=row["wishes"],
            turn=row["turn"],
            waiting=row["waiting"],
        )

    async def want_rebuild(self, at: datetime) -> None:
        await self._db.execute(
            "UPDATE index_state SET wishes = wishes + 1, due_at ="
            " CASE WHEN due_at < CAST(:at AS BIGINT) THEN due_at ELSE CAST(:at AS BIGINT) END WHERE id = 1",
            at=micros(at),
        )

    async def rebuilt(self, mark: str, now: datetime, *, wishes: int, otherwise: datetime) -> None:
        await self._db.execute(
            "UPDATE index_state SET mark = :mark, built_at = :now, due_at ="
            " CASE WHEN wishes = :wishes THEN NULL ELSE CAST(:otherwise AS BIGINT) END WHERE id = 1",
            mark=mark,
            now=micros(now),
            wishes=wishes,
            otherwise=micros(otherwise),
        )
