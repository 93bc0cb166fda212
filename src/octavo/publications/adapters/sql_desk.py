"""Submissions and their notes in SQLite or PostgreSQL."""

from octavo.chassis.database import Database
from octavo.chassis.engine import Duplicate
from octavo.chassis.ids import number_of
from octavo.publications.adapters.sql_rows import case_of, micros, note_of, number_or_none
from octavo.publications.api import Note, PersonId, PublicationId, Stage, StoryId, Submission, SubmissionId
from octavo.publications.entities import Case
from octavo.publications.ports import Overtaken, Taken

_END = 2**63 - 1
_MOST_AT_ONCE = 500
_CASES = (
    "SELECT s.*, (SELECT COUNT(*) FROM notes n WHERE n.submission_id = s.id) AS notes FROM submissions s "
)


class SqlDesk:
    """Fits ports.Desk."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, case: Case) -> None:
        said = case.submission
        try:
            await self._db.execute(
                """
                INSERT INTO submissions (id, publication_id, story_id, writer_id, stage, title,
                    submitted_revision_id, accepted_revision_id, submitted_at, decision, decided_by,
                    decided_at, decided_version, section_id, turn)
                VALUES (:id, :publication, :story, :writer, :stage, :title, :revision, NULL, :now,
                    :decision, NULL, NULL, 0, NULL, 1)
                """,
                id=number_of(said.id),
                publication=number_of(said.publication_id),
                story=number_of(said.story_id),
                writer=number_of(said.writer_id),
                stage=said.stage,
                title=said.title,
                revision=number_of(said.submitted_revision_id),
                now=micros(said.submitted_at),
                decision=Stage.UNSPECIFIED,
            )
        except Duplicate:
            raise Taken from None

    async def find(self, submission_id: SubmissionId) -> Case | None:
        row = await self._db.one(_CASES + "WHERE s.id = :id", id=number_of(submission_id))
        return case_of(row) if row else None

    async def open_of(self, story_id: StoryId) -> Case | None:
        row = await self._db.one(
            _CASES + "WHERE s.story_id = :story AND s.stage = 'SUBMITTED'", story=number_of(story_id)
        )
        return case_of(row) if row else None

    async def open_by(self, publication_id: PublicationId, writer_id: PersonId | None) -> list[Case]:
        rows = await self._db.all(
            _CASES
            + "WHERE s.publication_id = :publication AND s.stage = 'SUBMITTED'"
            + " AND (CAST(:writer AS BIGINT) = 0 OR s.writer_id = :writer) ORDER BY s.id LIMIT :limit",
            publication=number_of(publication_id),
            writer=number_of(writer_id or ""),
            limit=_MOST_AT_ONCE,
        )
        return [case_of(row) for row in rows]

    async def write(self, before: Case, after: Case) -> None:
        said = after.submission
        written = await self._db.execute(
            """
            UPDATE submissions
            SET stage = :stage, accepted_revision_id = :accepted, decision = :decision, decided_by = :by,
                decided_at = :at, decided_version = :version, section_id = :section, turn = turn + 1
            WHERE id = :id AND turn = :turn
            """,
            id=number_of(said.id),
            turn=before.turn,
            stage=said.stage,
            accepted=number_or_none(said.accepted_revision_id),
            decision=after.decision,
            by=number_or_none(said.decided_by),
            at=None if said.decided_at is None else micros(said.decided_at),
            version=after.version,
            section=number_or_none(after.section_id),
        )
        if written != 1:
            raise Overtaken

    async def page(
        self,
        *,
        publication_id: PublicationId | None,
        writer_id: PersonId | None,
        stage: Stage,
        before: SubmissionId | None,
        limit: int,
    ) -> list[Submission]:
        whose = "s.publication_id" if publication_id else "s.writer_id"
        of_stage = "" if stage is Stage.UNSPECIFIED else " AND s.stage = :stage"
        values: dict[str, int | str] = {} if stage is Stage.UNSPECIFIED else {"stage": stage}
        rows = await self._db.all(
            f"{_CASES} WHERE {whose} = :whose{of_stage} AND s.id < :before ORDER BY s.id DESC LIMIT :limit",
            whose=number_of(publication_id or writer_id or ""),
            before=number_of(before) if before else _END,
            limit=limit,
            **values,
        )
        return [case_of(row).submission for row in rows]

    async def notes(self, submission_id: SubmissionId) -> list[Note]:
        rows = await self._db.all(
            "SELECT * FROM notes WHERE submission_id = :id ORDER BY id", id=number_of(submission_id)
        )
        return [note_of(row) for row in rows]

    async def add_note(self, submission_id: SubmissionId, note: Note) -> None:
        await self._db.execute(
            """
            INSERT INTO notes (id, submission_id, author_id, text, written_at)
            VALUES (:id, :submission, :author, :text, :now)
            """,
            id=number_of(note.id),
            submission=number_of(submission_id),
            author=number_of(note.author_id),
            text=note.text,
            now=micros(note.written_at),
        )

    async def forget_story(self, story_id: StoryId) -> None:
        await self._db.execute("DELETE FROM submissions WHERE story_id = :story", story=number_of(story_id))
        await self._tidy()

    async def forget_writer(self, writer_id: PersonId) -> None:
        await self._db.execute(
            "DELETE FROM submissions WHERE writer_id = :writer", writer=number_of(writer_id)
        )
        await self._tidy()

    async def _tidy(self) -> None:
        await self._db.execute(
            "DELETE FROM notes WHERE NOT EXISTS (SELECT 1 FROM submissions s WHERE s.id = submission_id)"
        )
