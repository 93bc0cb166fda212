"""How much room a service's database takes."""

import asyncio
from pathlib import Path
from typing import Final

from octavo.chassis.database import Database

__all__ = ["database_size", "file_size"]

_FILES: Final = ("", "-wal", "-shm")
_ON_SERVER: Final = """
SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS bytes
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r'
"""


async def database_size(db: Database, data: Path, *, on_server: bool) -> int:
    """Bytes: of its tables on the server, or of its files in the data folder."""
    if on_server:
        row = await db.one(_ON_SERVER)
        return int(row["bytes"]) if row else 0
    files = [data / f"{db.name}.db{ending}" for ending in _FILES]
    return await asyncio.to_thread(lambda: sum(map(file_size, files)))


def file_size(file: Path) -> int:
    """Of one file; what is not there counts nothing."""
    try:
        return file.stat().st_size
    except OSError:
        return 0
