"""What happened to accounts, and exports, in a database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from octavo.accounts.adapters.sql_values import id_number, micros, moment
from octavo.accounts.api import ExportId, ExportStatus, Happening, HappeningId, HappeningKind, PersonId
from octavo.accounts.entities import Baggage
from octavo.chassis.database import Database
from octavo.chassis.ids import to_text
from octavo.chassis.sql import Row


class SqlHappenings:
    """ports.Happenings"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, person_id: PersonId | None, happening: Happening) -> None:
        await self._db.execute(
            """INSERT INTO happenings (id, person_id, kind, happened_at, device, detail)
               VALUES (:id, :person_id, :kind, :happened_at, :device, :detail)""",
            id=id_number(happening.id),
            person_id=None if person_id is None else id_number(person_id),
            kind=happening.kind.value,
            happened_at=micros(happening.happened_at),
            device=happening.device,
            detail=happening.detail,
        )

    async def page(
        self, person_id: PersonId, *, before: HappeningId | None, limit: int
    ) -> Sequence[Happening]:
        rows = await self._db.all(
            """SELECT * FROM happenings WHERE person_id = :person_id AND id < :before
               ORDER BY id DESC LIMIT :limit""",
            person_id=id_number(person_id),
            before=2**63 - 1 if before is None else id_number(before),
            limit=limit,
        )
        return [
            Happening(
                id=HappeningId(to_text(row["id"])),
                kind=_kind(row["kind"]),
                happened_at=moment(row["happened_at"]),
                device=row["device"],
                detail=row["detail"],
            )
            for row in rows
        ]

    async def sweep(self, before: datetime) -> int:
        swept = await self._db.execute("DELETE FROM happenings WHERE person_id IS NULL")
        return swept + await self._db.execute(
            "DELETE FROM happenings WHERE happened_at < :before", before=micros(before)
        )


class SqlExports:
    """ports.Exports"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, baggage: Baggage) -> None:
        await self._db.execute(
            """INSERT INTO exports (id, person_id, status, asked_at, attempts, until, bytes)
               VALUES (:id, :person_id, :status, :asked_at, 0, NULL, 0)""",
            id=id_number(baggage.id),
            person_id=id_number(baggage.person_id),
            status=baggage.status.value,
            asked_at=micros(baggage.asked_at),
        )

    async def of(self, person_id: PersonId) -> list[Baggage]:
        return await self._found(
            "person_id = :person_id ORDER BY id DESC LIMIT 20", person_id=id_number(person_id)
        )

    async def find(self, export_id: ExportId) -> Baggage | None:
        found = await self._found("id = :id", id=id_number(export_id))
        return found[0] if found else None

    async def waiting(self) -> list[Baggage]:
        return await self._found("status = 'PACKING' ORDER BY id LIMIT 20")

    async def note_attempt(self, export_id: ExportId) -> None:
        sql = "UPDATE exports SET attempts = attempts + 1 WHERE id = :id"
        await self._db.execute(sql, id=id_number(export_id))

    async def settle(self, baggage: Baggage) -> None:
        await self._db.execute(
            "UPDATE exports SET status = :status, until = :until, bytes = :bytes WHERE id = :id",
            id=id_number(baggage.id),
            status=baggage.status.value,
            until=None if baggage.until is None else micros(baggage.until),
            bytes=baggage.bytes,
        )

    async def over(self, now: datetime) -> list[ExportId]:
        rows = await self._db.all("SELECT id FROM exports WHERE until < :now", now=micros(now))
        return [ExportId(to_text(row["id"])) for row in rows]

    async def remove(self, export_id: ExportId) -> None:
        await self._db.execute("DELETE FROM exports WHERE id = :id", id=id_number(export_id))

    async def _found(self, condition: str, **values: Any) -> list[Baggage]:
        rows = await self._db.all(f"SELECT * FROM exports WHERE {condition}", **values)  # noqa: S608 - conditions of this class
        return [_baggage(row) for row in rows]


def _kind(text: str) -> HappeningKind:
    """What a newer program wrote is told as something unspecified."""
    return HappeningKind(text) if text in set(HappeningKind) else HappeningKind.UNSPECIFIED


def _baggage(row: Row) -> Baggage:
    return Baggage(
        id=ExportId(to_text(row["id"])),
        person_id=PersonId(to_text(row["person_id"])),
        status=ExportStatus(row["status"]),
        asked_at=moment(row["asked_at"]),
        attempts=row["attempts"],
        until=None if row["until"] is None else moment(row["until"]),
        bytes=row["bytes"],
    )
