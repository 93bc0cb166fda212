"""What a database knows of its being moved from one engine to another; see `octavo.copying`.

`octavo_copy` is there only while a copy is under way and, in the database that was left, for ever after. It
has one row: `role` FROM or TO; `state` BEGINNING, NOTING, MOVED or, of the one copied to, UNFINISHED; `other`
is where the other one is, without a password; `term` grows with every process that goes on with the copy.
"""

from typing import Final

from octavo.chassis.engine import Engine, StorageFault
from octavo.chassis.sql import Dialect, compiled

_THERE: Final = {
    Dialect.SQLITE: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'octavo_copy'",
    Dialect.POSTGRESQL: "SELECT 1 AS name WHERE to_regclass('octavo_copy') IS NOT NULL",
}
_MARK: Final = "SELECT role, state, other FROM octavo_copy"


class DatabaseMoved(StorageFault):
    """The site lives in another database now."""


class CopyUnfinished(StorageFault):
    """This is where a site is being copied to, and not all of it is here."""


async def check(engine: Engine, name: str) -> bool:
    """Whether changes are noted here for a copy under way.

    Raises DatabaseMoved and CopyUnfinished where nobody may work with this database.
    """
    if not await engine.fetch(compiled(_THERE[engine.dialect], engine.dialect), ()):
        return False
    for row in await engine.fetch(compiled(_MARK, engine.dialect), ()):
        if row["state"] == "MOVED":
            raise DatabaseMoved(
                f"the database of {name} was moved to {row['other']} by `octavo copy`: nothing is written "
                f"here any more; set OCTAVO_DATABASE_URL (or OCTAVO_DATA) to it"
            )
        if row["state"] == "UNFINISHED":
            raise CopyUnfinished(
                f"the database of {name} is a copy of {row['other']} that is not finished: go on with "
                f"`octavo copy`, or give it up (--abandon)"
            )
    return True
