"""Ways in through other sites, in a database."""

from datetime import datetime
from typing import Any

from octavo.accounts.adapters.sql_values import id_number, micros, moment
from octavo.accounts.api import IdentityId, PersonId
from octavo.accounts.entities import Way
from octavo.chassis.database import Database
from octavo.chassis.ids import to_text


class SqlIdentities:
    """ports.Identities"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, way: Way) -> None:
        await self._db.execute(
            """INSERT INTO identities (id, person_id, issuer, subject, linked_at, last_used_at)
               VALUES (:id, :person_id, :issuer, :subject, :linked_at, :last_used_at)""",
            id=id_number(way.id),
            person_id=id_number(way.person_id),
            issuer=way.issuer,
            subject=way.subject,
            linked_at=micros(way.linked_at),
            last_used_at=micros(way.last_used_at),
        )

    async def find(self, issuer: str, subject: str) -> Way | None:
        found = await self._found("issuer = :issuer AND subject = :subject", issuer=issuer, subject=subject)
        return found[0] if found else None

    async def of(self, person_id: PersonId) -> list[Way]:
        return await self._found("person_id = :person_id ORDER BY id", person_id=id_number(person_id))

    async def note_use(self, way: Way, now: datetime) -> None:
        sql = "UPDATE identities SET last_used_at = :now WHERE id = :id"
        await self._db.execute(sql, id=id_number(way.id), now=micros(now))

    async def remove(self, person_id: PersonId, identity_id: IdentityId) -> None:
        sql = "DELETE FROM identities WHERE id = :id AND person_id = :person_id"
        await self._db.execute(sql, id=id_number(identity_id), person_id=id_number(person_id))

    async def _found(self, condition: str, **values: Any) -> list[Way]:
        rows = await self._db.all(f"SELECT * FROM identities WHERE {condition}", **values)  # noqa: S608 - conditions of this class
        return [
            Way(
                id=IdentityId(to_text(row["id"])),
                person_id=PersonId(to_text(row["person_id"])),
                issuer=row["issuer"],
                subject=row["subject"],
                linked_at=moment(row["linked_at"]),
                last_used_at=moment(row["last_used_at"]),
            )
            for row in rows
        ]
