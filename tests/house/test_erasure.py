"""A canary in every marked field of every service: gone with its person, but where a mark says KEEP.

What is planted is read from the marks and the tables themselves, so a new marked field is planted too; one
that cannot be planted fails. Every number is the person's own id, so rows that lead to others do lead there.
"""

from pathlib import Path
from typing import Any

import pytest

from octavo.chassis import personal
from octavo.chassis.contract import Erasure
from octavo.chassis.database import Database
from octavo.chassis.ids import to_text
from octavo.chassis.personal import Holdings, Table
from octavo.chassis.sql import Dialect
from octavo.register import HOLDINGS, MIGRATIONS
from tests.conftest import Databases
from tests.house.test_laws import SERVICES

NUMBER = 4_242_424_242_424_242
PERSON = to_text(NUMBER)
CANARY = "canary-Zwitscher-8f1d"


async def columns(db: Database, table: str) -> dict[str, str]:
    """Column to kind, as the engine calls it."""
    if db.dialect is Dialect.SQLITE:
        rows = await db.all(f"SELECT name AS col, type AS kind FROM pragma_table_info('{table}')")
    else:
        sql = """SELECT column_name AS col, data_type AS kind FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name = :table_name"""
        rows = await db.all(sql, table_name=table)
    return {row["col"]: row["kind"].upper() for row in rows}


def planted(table: Table, column: str, kind: str) -> Any:
    """A value that leads to the person where it names one, and that is found again where it holds words."""
    if kind in ("BLOB", "BYTEA"):
        return CANARY.encode()
    if kind in ("DOUBLE PRECISION", "REAL"):
        return float(NUMBER)
    if kind != "TEXT":
        return NUMBER
    field, subjects = table.fields.get(column), {mark.subject for mark in table.marks.values()}
    if column in subjects or field in subjects or column.endswith("_id"):
        return PERSON
    return CANARY if field is not None else "x"


async def plant(db: Database, holdings: Holdings) -> set[str]:
    """One row in every table that holds something about people; the marked columns that were filled."""
    filled = set()
    for table in holdings.tables:
        if table.kind is None:
            continue
        kinds = await columns(db, table.name)
        values = {name: planted(table, name, kind) for name, kind in kinds.items()}
        if db.dialect is Dialect.POSTGRESQL:  # its INTEGER is small too
            values |= {name: 1 for name, kind in kinds.items() if kind in ("INTEGER", "SMALLINT")}
        names = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        await db.execute(f"INSERT INTO {table.name} ({names}) VALUES ({places})", **values)
        filled |= {f"{table.name}.{name}" for name in table.fields}
    return filled


async def left(db: Database, holdings: Holdings) -> list[str]:
    """The marked columns, not to be kept, that still hold what was planted."""
    found = []
    for table in holdings.tables:
        for row in await db.all(f"SELECT * FROM {table.name}") if table.kind else ():
            for name, mark in table.marks.items():
                holds = row[name] in (NUMBER, PERSON, float(NUMBER)) or CANARY in str(row[name])
                if holds and mark.erasure is not Erasure.KEEP:
                    found.append(f"{table.name}.{name}")
    return found


@pytest.mark.parametrize("service", SERVICES)
async def test_no_canary_is_left(service: str, any_database: Databases, tmp_path: Path) -> None:
    db = await any_database(service, Path(str(MIGRATIONS[service])))
    holdings = HOLDINGS[service]
    filled = await plant(db, holdings)
    assert filled == {f"{table.name}.{column}" for table in holdings.tables for column in table.fields}
    kept = {
        f"{table.name}.{name}"
        for table in holdings.tables
        for name, mark in table.marks.items()
        if mark.erasure is Erasure.KEEP
    }
    if filled:
        assert filled == kept or await left(db, holdings), "nothing was planted"
        assert [found async for found in personal.rows(db, holdings, PERSON)]
    await personal.erase(db, holdings, PERSON)
    assert await left(db, holdings) == []
    exported = [row async for row in personal.rows(db, holdings, PERSON)]
    assert not exported or kept
    if db.dialect is Dialect.SQLITE and not kept:
        await db.scrub()
        assert holding(tmp_path) == []


def holding(folder: Path) -> list[str]:
    """The files that hold the canary."""
    return [
        path.name for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()
    ]
