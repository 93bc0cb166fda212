"""How far texts were moved between rows and a store: one line in the database, which every writer minds."""

from typing import Final, NamedTuple

from octavo.chassis.database import Database

INTO: Final = "INTO"
TABLE: Final = "TABLE"
OUT: Final = "OUT"
ROWS: Final = "ROWS"

_SET: Final = """
INSERT INTO texts_copy (one, state, place) VALUES (1, :state, :place)
ON CONFLICT (one) DO UPDATE SET state = excluded.state, place = excluded.place
"""


class Moved(NamedTuple):
    """INTO: being copied into a store; TABLE: moved there; OUT: being copied into rows; ROWS: moved there;
    empty: never by a copy. place: the address of the store."""

    state: str
    place: str


async def read(db: Database) -> Moved:
    """What the line says."""
    row = await db.one("SELECT state, place FROM texts_copy")
    return Moved(row["state"], row["place"]) if row is not None else Moved("", "")


async def state_of(db: Database) -> str:
    """The state alone."""
    return (await read(db)).state


async def write(db: Database, state: str, place: str) -> None:
    """Have it say so; an empty state: nothing."""
    if not state:
        await db.execute("DELETE FROM texts_copy")
        return
    await db.execute(_SET, state=state, place=place)
