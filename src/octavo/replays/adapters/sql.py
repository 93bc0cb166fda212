"""Replays in SQLite or PostgreSQL."""

import zlib
from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import micros, moment
from octavo.chassis.ids import number_of
from octavo.chassis.sql import Row
from octavo.replays.api import Answer, PersonId, TooManyKeys
from octavo.replays.entities import KEPT, Begun

_SWEPT_AT_ONCE: Final = 1000


class SqlMemory:
    """Fits ports.Memory."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, person_id: PersonId, call: Begun, *, now: datetime, most: int) -> Begun | None:
        person = number_of(person_id)

        async def work() -> Begun | None:
            row = await self._db.one(
                "SELECT * FROM replays WHERE person_id = :person AND idempotency_key = :key",
                person=person,
                key=call.key,
            )
            if row is not None and not (found := _begun(row)).over(now):
                return found
            await self._db.execute(
                "DELETE FROM replays WHERE person_id = :person AND begun_at <= :over",
                person=person,
                over=micros(now - KEPT),
            )
            # The engines are serialisable: two at once do not pass the limit together, nor take one key.
            counted = await self._db.one(
                "SELECT COUNT(*) AS keys FROM replays WHERE person_id = :person", person=person
            )
            if counted is not None and counted["keys"] >= most:
                raise TooManyKeys(limit=most)
            await self._db.execute(
                """INSERT INTO replays (person_id, idempotency_key, method, digest, begun_at)
                   VALUES (:person, :key, :method, :digest, :now)""",
                person=person,
                key=call.key,
                method=call.method,
                digest=call.digest,
                now=micros(now),
            )
            return None

        return await self._db.run(work)

    async def finish(self, person_id: PersonId, key: str, answer: Answer) -> None:
        await self._db.execute(
            """UPDATE replays SET status = :status, said = :said, answer = :answer
               WHERE person_id = :person AND idempotency_key = :key""",
            person=number_of(person_id),
            key=key,
            status=answer.status,
            said=answer.said,
            answer=zlib.compress(answer.body, 1),
        )

    async def forget(self, person_id: PersonId, key: str) -> None:
        await self._db.execute(
            """DELETE FROM replays
               WHERE person_id = :person AND idempotency_key = :key AND status IS NULL""",
            person=number_of(person_id),
            key=key,
        )

    async def sweep(self, before: datetime) -> int:
        return await self._db.execute(
            """DELETE FROM replays WHERE (person_id, idempotency_key) IN (
                   SELECT person_id, idempotency_key FROM replays WHERE begun_at <= :before
                   ORDER BY begun_at LIMIT :most)""",
            before=micros(before),
            most=_SWEPT_AT_ONCE,
        )


def _begun(row: Row) -> Begun:
    answer = None
    if row["status"] is not None:
        answer = Answer(status=row["status"], said=row["said"], body=zlib.decompress(row["answer"]))
    return Begun(
        key=row["idempotency_key"],
        method=row["method"],
        digest=bytes(row["digest"]),
        begun_at=moment(row["begun_at"]),
        answer=answer,
    )
