"""Reports, decisions and the log in SQLite or PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from octavo.chassis.database import Database
from octavo.chassis.events import micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.sql import Row
from octavo.moderation.api import (
    Act,
    Case,
    Decision,
    DecisionId,
    Entry,
    EntryId,
    PersonId,
    PublicationId,
    Reason,
    Report,
    ResponseId,
    StoryId,
    Subject,
    SubjectKind,
    Verdict,
)
from octavo.moderation.ports import Filed, Place

_KINDS = {SubjectKind.STORY: 1, SubjectKind.PERSON: 2, SubjectKind.RESPONSE: 3}
_NAMES = {number: kind for kind, number in _KINDS.items()}
_NEWEST = 20

_FILE = """
INSERT INTO reports (id, kind, subject_id, concerned_id, reporter_id, reason, words, reported_at, decision_id)
VALUES (:id, :kind, :subject, :concerned, :reporter, :reason, :words, :now, 0)
ON CONFLICT (reporter_id, kind, subject_id, decision_id)
DO UPDATE SET reason = excluded.reason, words = excluded.words
"""
_CASES = """
SELECT kind, subject_id, MIN(concerned_id) AS concerned_id, COUNT(*) AS reports,
    MIN(reported_at) AS first_at, MAX(reported_at) AS last_at
FROM reports WHERE decision_id = 0 GROUP BY kind, subject_id
"""
_ORDER = " ORDER BY COUNT(*) DESC, MIN(reported_at), subject_id LIMIT :limit"
_ONWARDS = " HAVING (0 - COUNT(*), MIN(reported_at), subject_id) > (:reports, :first, :id)"
_OPEN = "kind = :kind AND subject_id = :subject AND decision_id = 0"
_MINE = """
SELECT d.* FROM decisions d WHERE d.id < :before AND (
    (d.concerned_id = :person AND d.verdict <> 'DISMISSED')
    OR EXISTS (SELECT 1 FROM reports r WHERE r.decision_id = d.id AND r.reporter_id = :person)
) ORDER BY d.id DESC LIMIT :limit
"""
_DECISION = """
INSERT INTO decisions (id, kind, subject_id, concerned_id, verdict, statement, reports, decided_at,
    decided_by, title)
VALUES (:id, :kind, :subject, :concerned, :verdict, :statement, :reports, :now, :by, :title)
"""
_LOG = """
INSERT INTO log (id, act, at, by_id, person_id, story_id, publication_id, response_id, detail)
VALUES (:id, :act, :at, :by, :person, :story, :publication, :response, :detail)
"""
_LAST = (1 << 63) - 1


class SqlReports:
    """Fits ports.Reports."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def file(self, filed: Filed, *, since: datetime, most: int) -> bool:
        subject = _subject(filed.subject)

        async def work() -> bool:
            row = await self._db.one(
                "SELECT COUNT(*) AS made FROM reports WHERE reporter_id = :reporter AND reported_at > :since"
                " AND NOT (kind = :kind AND subject_id = :subject)",
                reporter=number_of(filed.report.reporter_id),
                since=micros(since),
                **subject,
            )
            if row is None or row["made"] >= most:
                return False
            await self._db.execute(
                _FILE,
                id=number_of(filed.id),
                concerned=number_of(filed.concerned_id),
                reporter=number_of(filed.report.reporter_id),
                reason=filed.report.reason.value,
                words=filed.report.words,
                now=micros(filed.report.reported_at),
                **subject,
            )
            return True

        return await self._db.run(work)

    async def cases(self, *, after: Place | None, limit: int) -> list[tuple[Case, Place]]:
        if after is None:
            rows = await self._db.all(_CASES + _ORDER, limit=limit)
        else:
            rows = await self._db.all(
                _CASES + _ONWARDS + _ORDER,
                limit=limit,
                reports=-after.reports,
                first=after.first_at,
                id=number_of(after.id),
            )
        return [await self._case(row) for row in rows]

    async def _case(self, row: Row) -> tuple[Case, Place]:
        subject = {"kind": row["kind"], "subject": row["subject_id"]}
        counted = await self._db.all(
            f"SELECT reason, COUNT(*) AS reports FROM reports WHERE {_OPEN} GROUP BY reason",  # noqa: S608 - constant
            **subject,
        )
        newest = await self._db.all(
            f"SELECT * FROM reports WHERE {_OPEN} ORDER BY reported_at DESC, id DESC LIMIT :limit",  # noqa: S608
            limit=_NEWEST,
            **subject,
        )
        case = Case(
            subject=_read_subject(row),
            concerned_id=PersonId(to_text(row["concerned_id"])),
            reports=row["reports"],
            reasons={one["reason"]: one["reports"] for one in counted},
            newest=tuple(map(_report, newest)),
            first_at=moment(row["first_at"]),
            last_at=moment(row["last_at"]),
        )
        return case, Place(row["reports"], row["first_at"], case.subject.id)

    async def concerned(self, subject: Subject) -> PersonId | None:
        row = await self._db.one(
            f"SELECT concerned_id FROM reports WHERE {_OPEN} LIMIT 1",  # noqa: S608 - constant
            **_subject(subject),
        )
        return None if row is None else PersonId(to_text(row["concerned_id"]))

    async def was_decided(self, subject: Subject) -> bool:
        row = await self._db.one(
            "SELECT id FROM decisions WHERE kind = :kind AND subject_id = :subject LIMIT 1",
            **_subject(subject),
        )
        return row is not None

    async def decide(self, decision: Decision, entry: Entry) -> Decision | None:
        subject, number = _subject(decision.subject), number_of(decision.id)

        async def work() -> Decision | None:
            closed = await self._db.execute(
                f"UPDATE reports SET decision_id = :decision WHERE {_OPEN}",  # noqa: S608 - constant
                decision=number,
                **subject,
            )
            if not closed:
                return None
            await self._db.execute(
                _DECISION,
                id=number,
                concerned=number_of(decision.concerned_id),
                verdict=decision.verdict.value,
                statement=decision.statement,
                reports=closed,
                now=micros(decision.decided_at),
                by=number_of(decision.decided_by),
                title=decision.title,
                **subject,
            )
            await self.log(entry)
            return replace(decision, reports=closed)

        return await self._db.run(work)

    async def decisions(self, *, after: DecisionId | None, limit: int) -> list[Decision]:
        rows = await self._db.all(
            "SELECT * FROM decisions WHERE id < :before ORDER BY id DESC LIMIT :limit",
            before=number_of(after) if after else _LAST,
            limit=limit,
        )
        return list(map(_decision, rows))

    async def decisions_for(
        self, person_id: PersonId, *, after: DecisionId | None, limit: int
    ) -> list[Decision]:
        before = number_of(after) if after else _LAST
        rows = await self._db.all(_MINE, person=number_of(person_id), before=before, limit=limit)
        return list(map(_decision, rows))

    async def log(self, entry: Entry) -> None:
        await self._db.execute(
            _LOG,
            id=number_of(entry.id),
            act=entry.act.value,
            at=micros(entry.at),
            by=number_of(entry.by_id),
            person=number_of(entry.person_id),
            story=number_of(entry.story_id),
            publication=number_of(entry.publication_id),
            response=number_of(entry.response_id),
            detail=entry.detail,
        )

    async def entries(self, *, after: EntryId | None, limit: int) -> Sequence[Entry]:
        rows = await self._db.all(
            "SELECT * FROM log WHERE id < :before ORDER BY id DESC LIMIT :limit",
            before=number_of(after) if after else _LAST,
            limit=limit,
        )
        return list(map(_entry, rows))


def _text(number: int) -> str:
    return to_text(number) if number else ""


def _subject(subject: Subject) -> dict[str, int]:
    return {"kind": _KINDS[subject.kind], "subject": number_of(subject.id)}


def _read_subject(row: Row) -> Subject:
    return Subject(kind=_NAMES[row["kind"]], id=to_text(row["subject_id"]))


def _report(row: Row) -> Report:
    return Report(
        reporter_id=PersonId(_text(row["reporter_id"])),
        reason=Reason(row["reason"]),
        words=row["words"],
        reported_at=moment(row["reported_at"]),
    )


def _decision(row: Row) -> Decision:
    return Decision(
        id=DecisionId(to_text(row["id"])),
        subject=_read_subject(row),
        verdict=Verdict(row["verdict"]),
        statement=row["statement"],
        reports=row["reports"],
        decided_at=moment(row["decided_at"]),
        decided_by=PersonId(_text(row["decided_by"])),
        concerned_id=PersonId(_text(row["concerned_id"])),
        title=row["title"],
    )


def _entry(row: Row) -> Entry:
    return Entry(
        id=EntryId(to_text(row["id"])),
        act=Act(row["act"]),
        at=moment(row["at"]),
        by_id=PersonId(_text(row["by_id"])),
        person_id=PersonId(_text(row["person_id"])),
        story_id=StoryId(_text(row["story_id"])),
        publication_id=PublicationId(_text(row["publication_id"])),
        response_id=ResponseId(_text(row["response_id"])),
        detail=row["detail"],
    )
