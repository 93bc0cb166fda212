import asyncio
from pathlib import Path

import pytest

from octavo.chassis.engine import StorageFault
from octavo.chassis.migrations import MigrationChanged, SchemaTooNew, load
from octavo.chassis.sql import Dialect, definition, statements
from tests.conftest import Databases

FIRST = "CREATE TABLE a (id BIGINT PRIMARY KEY);\nINSERT INTO a (id) VALUES (1); -- the first; and only\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text(FIRST)
    (folder / "README.md").write_text("not a migration")
    return folder


async def test_new_ones_are_applied_once_each(database_factory: Databases, folder: Path) -> None:
    await database_factory("site", folder)
    (folder / "0002_second.sql").write_text("INSERT INTO a (id) SELECT max(id) + 1 FROM a")
    for _ in range(3):
        db = await database_factory("site", folder)
    assert [row["id"] for row in await db.all("SELECT id FROM a ORDER BY id")] == [1, 2]
    applied = await db.all("SELECT owner, number, name FROM octavo_migrations ORDER BY owner, number")
    assert [tuple(row.values()) for row in applied] == [
        ("chassis", 1, "events"),
        ("chassis", 2, "arrivals"),
        ("chassis", 3, "errors"),
        ("site", 1, "first"),
        ("site", 2, "second"),
    ]


async def test_processes_that_start_together_apply_them_once(
    database_factory: Databases, folder: Path
) -> None:
    opened = await asyncio.gather(*[database_factory("site", folder) for _ in range(5)])
    assert len(await opened[0].all("SELECT id FROM a")) == 1


async def test_a_newer_schema_is_refused(database_factory: Databases, folder: Path) -> None:
    second = folder / "0002_second.sql"
    second.write_text("CREATE TABLE b (id BIGINT PRIMARY KEY)")
    await database_factory("site", folder)
    second.unlink()
    with pytest.raises(SchemaTooNew, match=r"0002 second.*start the newer version"):
        await database_factory("site", folder)


async def test_a_changed_one_is_refused(database_factory: Databases, folder: Path) -> None:
    await database_factory("site", folder)
    (folder / "0001_first.sql").write_text(FIRST + "-- changed")
    (folder / "0002_second.sql").write_text("CREATE TABLE b (id BIGINT PRIMARY KEY)")
    with pytest.raises(MigrationChanged, match="0001 first"):
        await database_factory("site", folder)
    (folder / "0001_first.sql").write_text(FIRST)
    db = await database_factory("site", folder)
    assert await db.all("SELECT id FROM b") == []


async def test_one_that_fails_leaves_nothing_behind(database_factory: Databases, folder: Path) -> None:
    (folder / "0002_second.sql").write_text(
        "CREATE TABLE b (id BIGINT PRIMARY KEY); INSERT INTO missing VALUES (1)"
    )
    with pytest.raises(Exception, match="missing"):
        await database_factory("site", folder)
    (folder / "0002_second.sql").write_text("CREATE TABLE b (id BIGINT PRIMARY KEY)")
    db = await database_factory("site", folder)
    assert await db.all("SELECT id FROM b") == []


def test_each_engine_has_its_variant(folder: Path) -> None:
    (folder / "0002_second.sqlite.sql").write_text("A")
    (folder / "0002_second.postgresql.sql").write_text("B")
    assert [migration.text for migration in load(folder, Dialect.SQLITE)] == [FIRST, "A"]
    assert [migration.text for migration in load(folder, Dialect.POSTGRESQL)] == [FIRST, "B"]


@pytest.mark.parametrize(
    ("name", "why"),
    [("2_second.sql", "is named"), ("0003_third.sql", "gap"), ("0001_again.sql", "twice")],
)
def test_misnamed_ones_are_refused(folder: Path, name: str, why: str) -> None:
    (folder / name).write_text("SELECT 1")
    with pytest.raises(StorageFault, match=why):
        load(folder, Dialect.SQLITE)


def test_a_script_is_cut_at_its_semicolons_only() -> None:
    script = "A ';' \"b;\" -- c;\n; /* d; */ E; SELECT $x$ f; $x$;;  -- end;"
    assert statements(script) == ["A ';' \"b;\" -- c;", "/* d; */ E", "SELECT $x$ f; $x$"]


def test_portable_types_become_each_engines_own() -> None:
    table = (
        "CREATE TABLE a (id BIGINT PRIMARY KEY, n BIGINT, b BLOB DEFAULT 'BLOB', w DOUBLE PRECISION) -- BLOB"
    )
    assert definition(table, Dialect.POSTGRESQL) == table.replace("BLOB DEFAULT", "BYTEA DEFAULT")
    assert definition(table, Dialect.SQLITE) == (
        "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER, b BLOB DEFAULT 'BLOB', w REAL) -- BLOB\nSTRICT"
    )
    assert definition("UPDATE a SET n = 1 -- BLOB", Dialect.POSTGRESQL) == "UPDATE a SET n = 1 -- BLOB"


async def test_a_value_of_the_wrong_type_is_refused(database_factory: Databases, folder: Path) -> None:
    db = await database_factory("site", folder)
    with pytest.raises(Exception, match=r"integer|datatype mismatch"):
        await db.execute("INSERT INTO a (id) VALUES (:id)", id="not a number")
