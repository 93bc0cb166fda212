"""Sign-ins in a database, and what limits attempts at them."""

from datetime import datetime
from typing import Any

from octavo.accounts.adapters.sql_people import COLUMNS, account_of
from octavo.accounts.adapters.sql_values import id_number, micros, moment
from octavo.accounts.api import PersonId, SessionId
from octavo.accounts.entities import Account, SignIn
from octavo.accounts.ports import Rate
from octavo.chassis.database import Database
from octavo.chassis.ids import to_text
from octavo.chassis.sql import Row


class SqlSignIns:
    """ports.SignIns"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, sign_in: SignIn) -> None:
        await self._db.execute(
            """INSERT INTO sessions (id, person_id, token_hash, device, created_at, last_used_at, expires_at)
               VALUES (:id, :person_id, :token_hash, :device, :created_at, :last_used_at, :expires_at)""",
            id=id_number(sign_in.id),
            person_id=id_number(sign_in.person_id),
            token_hash=sign_in.token_hash,
            device=sign_in.device,
            created_at=micros(sign_in.created_at),
            last_used_at=micros(sign_in.last_used_at),
            expires_at=micros(sign_in.expires_at),
        )

    async def find(self, token_hash: str) -> tuple[SignIn, Account] | None:
        row = await self._db.one(
            f"""SELECT {COLUMNS}, s.id AS session_id, s.token_hash, s.device, s.created_at, s.last_used_at,
                    s.expires_at
                FROM sessions s JOIN people p ON p.id = s.person_id WHERE s.token_hash = :token_hash""",  # noqa: S608 - constant columns
            token_hash=token_hash,
        )
        return None if row is None else (_sign_in_of(row, row["session_id"], row["id"]), account_of(row))

    async def of(self, person_id: PersonId) -> list[SignIn]:
        rows = await self._db.all(
            "SELECT * FROM sessions WHERE person_id = :person_id ORDER BY last_used_at DESC, id DESC",
            person_id=id_number(person_id),
        )
        return [_sign_in_of(row, row["id"], row["person_id"]) for row in rows]

    async def touch(self, sign_in: SignIn, now: datetime, *, expires_at: datetime) -> None:
        async with self._db.transaction():
            await self._db.execute(
                """UPDATE sessions SET last_used_at = :now, expires_at = :expires_at
                   WHERE id = :id AND last_used_at < :now""",
                id=id_number(sign_in.id),
                now=micros(now),
                expires_at=micros(expires_at),
            )
            await self._db.execute(
                "UPDATE people SET last_seen_at = :now WHERE id = :id AND last_seen_at < :now",
                id=id_number(sign_in.person_id),
                now=micros(now),
            )

    async def end(
        self, person_id: PersonId, *, only: SessionId | None = None, but: SessionId | None = None
    ) -> list[SessionId]:
        condition, values = "", {"person_id": id_number(person_id)}
        if only is not None:
            condition, values["id"] = "AND id = :id", id_number(only)
        elif but is not None:
            condition, values["id"] = "AND id <> :id", id_number(but)
        sql = f"DELETE FROM sessions WHERE person_id = :person_id {condition} RETURNING id"  # noqa: S608 - conditions of this function
        return [SessionId(to_text(row["id"])) for row in await self._db.all(sql, **values)]


class SqlAttempts:
    """ports.Attempts: token buckets by the generic cell rate algorithm, one statement each."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def take(self, bucket: str, rate: Rate, now: datetime) -> int:
        step, full = rate.seconds * 1_000_000 // rate.times, rate.seconds * 1_000_000
        moment_now = micros(now)
        values: dict[str, Any] = {
            "bucket": bucket,
            "now": moment_now,
            "step": step,
            "latest": moment_now + full,
        }
        taken = await self._db.execute(
            """INSERT INTO attempts (bucket, full_at)
               VALUES (:bucket, CAST(:now AS BIGINT) + CAST(:step AS BIGINT))
               ON CONFLICT (bucket) DO UPDATE SET full_at =
                   CASE WHEN attempts.full_at > :now THEN attempts.full_at ELSE CAST(:now AS BIGINT) END
                   + CAST(:step AS BIGINT)
               WHERE attempts.full_at + :step <= :latest""",
            **values,
        )
        if taken:
            return 0
        row = await self._db.one("SELECT full_at FROM attempts WHERE bucket = :bucket", bucket=bucket)
        wait = 0 if row is None else row["full_at"] + step - full - moment_now
        return max(1, -(-wait // 1_000_000))

    async def spend(self, digest: str, until: datetime) -> bool:
        sql = """INSERT INTO spent_challenges (digest, expires_at) VALUES (:digest, :expires_at)
                 ON CONFLICT (digest) DO NOTHING"""
        return await self._db.execute(sql, digest=digest, expires_at=micros(until)) == 1


def _sign_in_of(row: Row, session_id: int, person_id: int) -> SignIn:
    return SignIn(
        id=SessionId(to_text(session_id)),
        person_id=PersonId(to_text(person_id)),
        token_hash=row["token_hash"],
        device=row["device"],
        created_at=moment(row["created_at"]),
        last_used_at=moment(row["last_used_at"]),
        expires_at=moment(row["expires_at"]),
    )
