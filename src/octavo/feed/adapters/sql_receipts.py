"""Records of home pages, and the state of the copies, in SQLite or PostgreSQL."""

from collections.abc import Sequence
from typing import Final

from octavo.chassis.database import Database
from octavo.feed import records
from octavo.feed.ports import Visit
from octavo.feed.records import Record

_VISIT: Final = """
INSERT INTO readers (reader_id, dials, visited_at, visits, rate, built_at, seen)
VALUES (:reader, '', :at, :visits, 0, 0, :seen)
ON CONFLICT (reader_id) DO UPDATE SET visited_at = excluded.visited_at, visits = excluded.visits,
    seen = excluded.seen
"""


class SqlReceipts:
    """Fits ports.Receipts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def put(self, visits: Sequence[Visit]) -> None:
        async def work() -> None:
            # Always in one order, so that two processes never wait for each other.
            for one in sorted(visits):
                await self._db.execute(_VISIT, reader=one.reader, at=one.at, visits=one.visits, seen=one.seen)
                if one.record:
                    await self._db.execute(
                        """INSERT INTO receipts (receipt_id, reader_id, at, record)
                           VALUES (:receipt, :reader, :at, :record) ON CONFLICT (receipt_id) DO NOTHING""",
                        receipt=one.receipt,
                        reader=one.reader,
                        at=one.at,
                        record=one.record,
                    )

        await self._db.run(work)

    async def get(self, receipt: int, reader: int) -> tuple[int, Record] | None:
        row = await self._db.one(
            "SELECT at, record FROM receipts WHERE receipt_id = :receipt AND reader_id = :reader",
            receipt=receipt,
            reader=reader,
        )
        return (row["at"], records.unpacked(bytes(row["record"]))) if row else None

    async def page(
        self, since: int, *, after: tuple[int, int], limit: int
    ) -> Sequence[tuple[int, int, bytes]]:
        rows = await self._db.all(
            """SELECT at, receipt_id, record FROM receipts
               WHERE at >= :since AND (at, receipt_id) > (:at, :receipt)
               ORDER BY at, receipt_id LIMIT :limit""",
            since=since,
            at=after[0],
            receipt=after[1],
            limit=limit,
        )
        return [(row["at"], row["receipt_id"], bytes(row["record"])) for row in rows]

    async def trim(self, before: int) -> None:
        await self._db.execute("DELETE FROM receipts WHERE at < :before", before=before)


class SqlState:
    """Fits ports.State."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def built_at(self) -> int:
        row = await self._db.one("SELECT built_at FROM feed_state WHERE id = 1")
        return int(row["built_at"]) if row else 0

    async def set_built_at(self, at: int) -> None:
        await self._db.execute("UPDATE feed_state SET built_at = :at WHERE id = 1", at=at)
