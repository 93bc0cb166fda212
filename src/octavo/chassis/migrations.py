"""Numbered `.sql` files that bring a service's tables to the state of the program.

`0001_stories.sql` is one portable text; only where the engines cannot share it, `0001_stories.sqlite.sql` and
`0001_stories.postgresql.sql` stand in its place. Applied at start, each in a transaction with its record,
while every other process waits. The chassis' own tables come first, in the same way.
"""

import hashlib
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from octavo.chassis.engine import Engine, Link, StorageFault
from octavo.chassis.sql import Dialect, Row, compiled, definition, statements

_NAME = re.compile(r"(?P<number>\d{4})_(?P<name>[a-z0-9_]+)(?:\.(?P<dialect>sqlite|postgresql))?\.sql")
_RECORDS = """CREATE TABLE IF NOT EXISTS octavo_migrations (
    owner TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    PRIMARY KEY (owner, number)
)"""
_APPLIED = "SELECT number, name, digest FROM octavo_migrations WHERE owner = :owner ORDER BY number"
_RECORD = """INSERT INTO octavo_migrations (owner, number, name, digest, applied_at)
    VALUES (:owner, :number, :name, :digest, :applied_at)"""


class SchemaTooNew(StorageFault):
    """The database was last used by a newer version of the program."""


class CopyUnderWay(StorageFault):
    """The tables are being copied elsewhere as they are, and must not change their form meanwhile."""


class MigrationChanged(StorageFault):
    """A migration that was applied here reads differently now."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step; `digest` is that of its text."""

    number: int
    name: str
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def load(folder: Path | Traversable, dialect: Dialect) -> list[Migration]:
    """The folder's migrations for one engine, numbered 1, 2, 3 … without a gap.

    Raises StorageFault for a file that is not named as one, a double or a missing number.
    """
    found: dict[int, Migration] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".sql"):
            continue
        match = _NAME.fullmatch(file.name)
        if match is None:
            raise StorageFault(f"{file.name}: a migration is named 0001_what.sql or 0001_what.sqlite.sql")
        if match["dialect"] not in (None, dialect):
            continue
        number = int(match["number"])
        if number in found:
            raise StorageFault(f"{file.name}: number {number} is there twice for {dialect}")
        found[number] = Migration(number, match["name"], file.read_text(encoding="utf-8"))
    if sorted(found) != list(range(1, len(found) + 1)):
        raise StorageFault(f"migrations of {folder}: the numbers {sorted(found)} have a gap")
    return [found[number] for number in sorted(found)]


async def apply(engine: Engine, name: str, folder: Path | Traversable, *, frozen: bool = False) -> None:
    """Apply what is missing: the chassis' tables, then the service's.

    frozen: nothing may be missing. Raises SchemaTooNew, MigrationChanged and CopyUnderWay before anything
    is altered.
    """
    plan = _plan(engine.dialect, name, folder)
    async with _alone(engine) as link:
        await link.command(definition(_RECORDS, engine.dialect))
        missing = [
            (owner, migration)
            for owner, migrations in plan
            for migration in _checked(name, owner, migrations, await _applied(link, engine.dialect, owner))
        ]
    if missing and frozen:
        raise CopyUnderWay(
            f"the database of {name} is being copied by `octavo copy`, and this version of Octavo would "
            f"change its tables: finish the copy with the version that began it, or give it up (--abandon)"
        )
    for owner, migration in missing:
        async with _alone(engine) as link:
            # another process may have been faster while nobody held the lock
            if migration.number not in await _applied(link, engine.dialect, owner):
                await _step(link, engine.dialect, owner, migration)


async def lacking(link: Link, dialect: Dialect, name: str, folder: Path | Traversable) -> list[str]:
    """The migrations that a database has not had yet; all of them where it has no record of any.

    Raises SchemaTooNew and MigrationChanged.
    """
    return [
        f"{migration.number:04} {migration.name} of {owner}"
        for owner, migrations in _plan(dialect, name, folder)
        for migration in _checked(name, owner, migrations, await _applied(link, dialect, owner))
    ]


def _plan(dialect: Dialect, name: str, folder: Path | Traversable) -> list[tuple[str, list[Migration]]]:
    return [
        ("chassis", load(files("octavo.chassis") / "tables", dialect)),
        (name, load(folder, dialect)),
    ]


async def _applied(link: Link, dialect: Dialect, owner: str) -> dict[int, Row]:
    statement = compiled(_APPLIED, dialect)
    return {row["number"]: row for row in await link.fetch(statement, statement.bind({"owner": owner}))}


def _checked(
    database: str, owner: str, migrations: list[Migration], applied: dict[int, Row]
) -> list[Migration]:
    """Those not applied yet, when the applied ones are all known and unchanged."""
    known = {migration.number: migration for migration in migrations}
    for number, row in applied.items():
        migration = known.get(number)
        if migration is None:
            raise SchemaTooNew(
                f"the database of {database} has migration {number:04} {row['name']} of {owner}, which this "
                f"version of Octavo does not know: start the newer version, or restore an older backup"
            )
        if migration.digest != row["digest"]:
            raise MigrationChanged(
                f"the migration {number:04} {migration.name} of {owner} was changed after it was applied "
                f"to the database of {database}: put it back, and add a new one"
            )
    return [migration for migration in migrations if migration.number not in applied]


async def _step(link: Link, dialect: Dialect, owner: str, migration: Migration) -> None:
    for statement in statements(migration.text):
        await link.command(definition(statement, dialect))
    record = compiled(_RECORD, dialect)
    values = {
        "owner": owner,
        "number": migration.number,
        "name": migration.name,
        "digest": migration.digest,
        "applied_at": time.time_ns() // 1000,
    }
    await link.execute(record, record.bind(values))


@asynccontextmanager
async def _alone(engine: Engine) -> AsyncIterator[Link]:
    link = await engine.alone()
    try:
        yield link
    except BaseException:
        await link.rollback()
        raise
    await link.commit()
