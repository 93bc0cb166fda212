"""Passkeys in a database."""

import base64
from datetime import datetime
from typing import Any

from octavo.accounts.adapters.sql_values import id_number, micros, moment
from octavo.accounts.api import PasskeyId, PersonId
from octavo.accounts.entities import StoredKey
from octavo.chassis.database import Database
from octavo.chassis.engine import Duplicate
from octavo.chassis.ids import to_text
from octavo.chassis.sql import Row


class SqlPasskeys:
    """ports.Passkeys"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, key: StoredKey) -> bool:
        try:
            await self._db.execute(
                """INSERT INTO passkeys (id, person_id, credential_id, public_key, name, uses, created_at,
                       last_used_at)
                   VALUES (:id, :person_id, :credential_id, :public_key, :name, :uses, :created_at, NULL)""",
                id=id_number(key.id),
                person_id=id_number(key.person_id),
                credential_id=_text(key.credential_id),
                public_key=_text(key.public_key),
                name=key.name,
                uses=key.uses,
                created_at=micros(key.created_at),
            )
        except Duplicate:
            return False
        return True

    async def find(self, credential_id: bytes) -> StoredKey | None:
        found = await self._found("credential_id = :credential_id", credential_id=_text(credential_id))
        return found[0] if found else None

    async def of(self, person_id: PersonId) -> list[StoredKey]:
        return await self._found("person_id = :person_id ORDER BY id", person_id=id_number(person_id))

    async def note_use(self, key: StoredKey, uses: int, now: datetime) -> bool:
        sql = """UPDATE passkeys SET uses = :uses, last_used_at = :now
                 WHERE id = :id AND uses = :before"""
        values = {"id": id_number(key.id), "before": key.uses, "uses": uses, "now": micros(now)}
        return await self._db.execute(sql, **values) == 1

    async def remove(self, person_id: PersonId, passkey_id: PasskeyId) -> bool:
        sql = "DELETE FROM passkeys WHERE id = :id AND person_id = :person_id"
        values = {"id": id_number(passkey_id), "person_id": id_number(person_id)}
        return await self._db.execute(sql, **values) == 1

    async def _found(self, condition: str, **values: Any) -> list[StoredKey]:
        rows = await self._db.all(f"SELECT * FROM passkeys WHERE {condition}", **values)  # noqa: S608 - conditions of this class
        return [_key(row) for row in rows]


def _key(row: Row) -> StoredKey:
    return StoredKey(
        id=PasskeyId(to_text(row["id"])),
        person_id=PersonId(to_text(row["person_id"])),
        credential_id=_bytes(row["credential_id"]),
        public_key=_bytes(row["public_key"]),
        name=row["name"],
        uses=row["uses"],
        created_at=moment(row["created_at"]),
        last_used_at=None if row["last_used_at"] is None else moment(row["last_used_at"]),
    )


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
