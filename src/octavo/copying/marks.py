"""The marks of a copy in its databases: which copy it is, how far it came, and that a source was left."""

import time
from collections.abc import Sequence
from typing import Final

import msgspec

from octavo.chassis.engine import Engine
from octavo.chassis.sql import Dialect, definition
from octavo.copying.links import Work, insist, writing
from octavo.copying.tables import Key, Table
from octavo.trouble import Exit, Trouble

_MARKS: Final = """CREATE TABLE octavo_copy (
    copy TEXT PRIMARY KEY NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    other TEXT NOT NULL,
    term BIGINT NOT NULL,
    since BIGINT NOT NULL
)"""
_PROGRESS: Final = """CREATE TABLE octavo_copy_progress (
    place TEXT PRIMARY KEY NOT NULL,
    after_key TEXT NOT NULL,
    copied BIGINT NOT NULL,
    done SMALLINT NOT NULL
)"""
_THERE: Final = {
    Dialect.SQLITE: "SELECT 1 AS one FROM sqlite_schema WHERE type = 'table' AND name = :name",
    Dialect.POSTGRESQL: "SELECT 1 AS one WHERE to_regclass(:name) IS NOT NULL",
}


class Mark(msgspec.Struct, frozen=True):
    """What stands in a database: of which copy, in which role (FROM, TO) and state (BEGINNING, NOTING,
    MOVED; UNFINISHED) it is, and where the other end is."""

    copy: str
    role: str
    state: str
    other: str
    term: int


class Progress(msgspec.Struct, frozen=True):
    """How far a table came: the last key that was copied, how many rows."""

    after: Key
    copied: int
    done: bool


async def has_table(work: Work, name: str) -> bool:
    """Whether a database has a table."""
    return await work.one(_THERE[work.dialect], name=name) is not None


async def read(work: Work) -> Mark | None:
    """The mark of a database; None where it has none."""
    if not await has_table(work, "octavo_copy"):
        return None
    row = await work.one("SELECT copy, role, state, other, term FROM octavo_copy")
    return None if row is None else Mark(**row)


async def put(work: Work, *, copy: str, role: str, state: str, other: str) -> None:
    """Mark a database that has no mark."""
    await work.command(definition(_MARKS, work.dialect))
    await work.execute(
        "INSERT INTO octavo_copy (copy, role, state, other, term, since)"
        " VALUES (:copy, :role, :state, :other, 0, :now)",
        copy=copy,
        role=role,
        state=state,
        other=other,
        now=time.time_ns() // 1000,
    )
    if role == "TO":
        await work.command(definition(_PROGRESS, work.dialect))


async def begun(work: Work) -> None:
    """The source notes all changes from here on."""
    await work.execute("UPDATE octavo_copy SET state = 'NOTING' WHERE state = 'BEGINNING'")


async def take_over(work: Work) -> int:
    """Be the one process that goes on with the copy; the number by which a former one is told apart."""
    rows = await work.all("UPDATE octavo_copy SET term = term + 1 RETURNING term")
    return int(rows[0]["term"])


async def still_ours(work: Work, term: int) -> None:
    """Trouble where another process goes on with this copy; to be asked in each transaction on the target."""
    if not await has_table(work, "octavo_copy"):
        raise Trouble("the copy was given up by another `octavo copy`; this one ends", Exit.LOCKED)
    if not await work.execute("UPDATE octavo_copy SET term = term WHERE term = :term", term=term):
        raise Trouble("another `octavo copy` goes on with this copy; this one ends", Exit.LOCKED)


async def progress(work: Work) -> dict[str, Progress]:
    """How far each table came that was begun."""
    rows = await work.all("SELECT place, after_key, copied, done FROM octavo_copy_progress")
    return {
        row["place"]: Progress(tuple(msgspec.json.decode(row["after_key"])), row["copied"], bool(row["done"]))
        for row in rows
    }


async def note_progress(work: Work, table: Table, progress: Progress) -> None:
    """Write down how far a table came, in the transaction of its rows."""
    await work.execute(
        "INSERT INTO octavo_copy_progress (place, after_key, copied, done)"
        " VALUES (:place, :after, :copied, :done)"
        " ON CONFLICT (place) DO UPDATE SET after_key = excluded.after_key, copied = excluded.copied,"
        " done = excluded.done",
        place=table.name,
        after=msgspec.json.encode(list(progress.after)).decode(),
        copied=progress.copied,
        done=progress.done,
    )


async def remove(work: Work) -> None:
    """Take the marks away."""
    await work.command("DROP TABLE IF EXISTS octavo_copy_progress")
    await work.command("DROP TABLE IF EXISTS octavo_copy")


async def leave(work: Work, tables: Sequence[Table], other: str) -> None:
    """Mark the source as left: every write to it is refused from this transaction on, by the database.

    The leases of shards may still be kept, so that its processes go on reading until they are started anew.
    """
    await work.execute("UPDATE octavo_copy SET state = 'MOVED', other = :other", other=other)
    why = f"the site was moved to {other}".replace("'", "''")
    if work.dialect is Dialect.POSTGRESQL:
        await work.command(
            f"CREATE FUNCTION octavo_moved() RETURNS trigger LANGUAGE plpgsql AS $moved$ BEGIN "
            f"RAISE EXCEPTION USING ERRCODE = 'read_only_sql_transaction', MESSAGE = '{why}'; END $moved$"
        )
    for table in (*(table.name for table in tables), "octavo_claims", "octavo_leases"):
        leases = table == "octavo_leases"
        for text in _refusing(table, work.dialect, why, leases=leases):
            await work.command(text)


async def come_back(engine: Engine, tables: Sequence[Table]) -> None:
    """Take the refusal of a source away whose copy nobody uses; done again, it does what is left."""
    for table in (*(table.name for table in tables), "octavo_claims", "octavo_leases"):

        async def open_again(work: Work, table: str = table) -> None:
            if work.dialect is Dialect.SQLITE:
                for event in ("insert", "update", "delete"):
                    await work.command(f'DROP TRIGGER IF EXISTS "octavo_moved_{table}_{event}"')
            else:
                await work.command(f'DROP TRIGGER IF EXISTS octavo_moved ON "{table}"')

        await insist(engine, open_again)
    if engine.dialect is Dialect.POSTGRESQL:
        async with writing(engine) as work:
            await work.command("DROP FUNCTION IF EXISTS octavo_moved()")


def _refusing(table: str, dialect: Dialect, why: str, *, leases: bool) -> list[str]:
    held = "WHEN (NEW.name NOT LIKE 'shard/%' AND NEW.expires_at > 0)" if leases else ""
    events = ("INSERT", "UPDATE") if leases else ("INSERT", "UPDATE", "DELETE")
    if dialect is Dialect.SQLITE:
        return [
            f'CREATE TRIGGER "octavo_moved_{table}_{event.lower()}" BEFORE {event} ON "{table}" '
            f"FOR EACH ROW {held} BEGIN SELECT RAISE(ABORT, '{why}'); END"
            for event in events
        ]
    each = f"FOR EACH ROW {held}" if leases else "FOR EACH STATEMENT"
    return [
        f'CREATE TRIGGER octavo_moved BEFORE {" OR ".join(events)} ON "{table}" {each} '
        f"EXECUTE FUNCTION octavo_moved()"
    ]
