"""What was learned of readers' doings, in SQLite or PostgreSQL."""

from typing import Final

from octavo.chassis.database import Database

_PART: Final = 1 << 20


class SqlModels:
    """Fits ports.Models."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def newest(self) -> int:
        row = await self._db.one("SELECT MAX(model_id) AS newest FROM models")
        return int(row["newest"] or 0) if row else 0

    async def get(self, model: int) -> bytes | None:
        rows = await self._db.all(
            "SELECT parts, bytes FROM models WHERE model_id = :model ORDER BY part", model=model
        )
        if not rows or len(rows) != rows[0]["parts"]:
            return None
        return b"".join(bytes(row["bytes"]) for row in rows)

    async def put(self, model: int, kept: bytes) -> None:
        parts = [kept[start : start + _PART] for start in range(0, len(kept), _PART)]

        async def work() -> None:
            await self._db.execute("DELETE FROM models")
            for at, part in enumerate(parts):
                await self._db.execute(
                    """INSERT INTO models (model_id, part, parts, bytes)
                       VALUES (:model, :part, :parts, :bytes)""",
                    model=model,
                    part=at,
                    parts=len(parts),
                    bytes=part,
                )

        await self._db.run(work)
