"""When storage fails: one clear line, a fault that says Unavailable, nothing half done."""

import asyncio
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import apsw
import asyncpg
import pytest

from octavo.chassis import database
from octavo.chassis.database import Database
from octavo.chassis.engine import (
    ConnectionLost,
    DiskFull,
    Locked,
    ReadOnlyStorage,
    StorageFault,
    StorageUnavailable,
)
from octavo.chassis.faults import Code
from octavo.chassis.sqlite import SqliteEngine
from tests.conftest import missing
from tests.postgres import free_port

NOBODY = 65534


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_notes.sql").write_text("CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)")
    return folder


async def add(db: Database, number: int, text: str = "x") -> None:
    await db.execute("INSERT INTO notes (id, text) VALUES (:id, :text)", id=number, text=text)


async def count(db: Database) -> int:
    row = await db.one("SELECT COUNT(*) AS n FROM notes")
    assert row is not None
    return int(row["n"])


def test_the_public_learns_nothing_of_the_disk() -> None:
    fault = DiskFull("no room left on the disk of /srv/octavo/stories.db")
    assert str(fault) == "no room left on the disk of /srv/octavo/stories.db"
    assert "srv" not in fault.message
    assert fault.code == Code.UNAVAILABLE


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 1 MB."""
    folder = Path(tempfile.mkdtemp(prefix="octavo-small-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        folder.rmdir()
        missing("the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


async def test_a_full_disk_is_told_and_damages_nothing(small_disk: Path, migrations: Path) -> None:
    db = await database.open(small_disk / "notes.db", name="notes", migrations=migrations)
    kept = 0
    with pytest.raises(DiskFull, match=r"no room left on the disk of .*notes\.db"):
        for number in range(1000):
            await add(db, number, "x" * 20_000)
            kept += 1
    assert kept > 0
    assert await count(db) == kept
    await db.close()
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)  # noqa: ASYNC221 - a moment
    db = await database.open(small_disk / "notes.db", name="notes", migrations=migrations)
    assert await count(db) == kept
    await add(db, 5000)
    await db.close()


async def test_the_engines_own_word_for_full_is_understood(tmp_path: Path, migrations: Path) -> None:
    db = await database.open(tmp_path / "notes.db", name="notes", migrations=migrations)
    async with db.transaction():  # on the writer's connection
        await db.all("PRAGMA max_page_count = 60")
    with pytest.raises(DiskFull):
        await add(db, 1, "x" * 1_000_000)
    await add(db, 2)
    assert await count(db) == 1
    await db.close()


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of root's that may be read by all, and a process that is not root."""
    folder = Path(tempfile.mkdtemp(prefix="octavo-readonly-"))
    folder.chmod(0o755)
    yield folder
    os.seteuid(os.getuid())
    subprocess.run(["rm", "-r", str(folder)], check=True)


async def test_a_read_only_folder_is_told(unprivileged: Path, migrations: Path) -> None:
    path = unprivileged / "notes.db"
    await (await database.open(path, name="notes", migrations=migrations)).close()
    if os.getuid() == 0:
        os.seteuid(NOBODY)
    else:
        path.chmod(0o444)
        unprivileged.chmod(0o555)  # noqa: ASYNC240 - nothing else runs here
    with pytest.raises(ReadOnlyStorage, match=r"notes\.db cannot be written"):
        await database.open(path, name="notes", migrations=unprivileged)
    with pytest.raises(ReadOnlyStorage, match=r"new\.db cannot be opened"):
        await database.open(unprivileged / "new.db", name="notes", migrations=unprivileged)


async def test_a_missing_folder_a_wrong_file_and_a_wrong_address_are_told(
    tmp_path: Path, migrations: Path
) -> None:
    with pytest.raises(StorageUnavailable, match="does its folder exist"):
        await database.open(tmp_path / "missing" / "notes.db", name="notes", migrations=migrations)
    (tmp_path / "wrong.db").write_text("not a database, but long enough to be read as one " * 40)
    with pytest.raises(StorageFault, match="damaged or not a database"):
        await database.open(tmp_path / "wrong.db", name="notes", migrations=migrations)
    with pytest.raises(StorageFault, match="mysql: not an engine"):
        await database.open("mysql://host/database", name="notes", migrations=migrations)


async def test_a_lock_held_for_too_long_is_told(tmp_path: Path, migrations: Path) -> None:
    db = await database.open(tmp_path / "notes.db", name="notes", migrations=migrations, patience=0.05)
    other = apsw.Connection(str(tmp_path / "notes.db"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked, match=r"notes\.db is locked by another process"):
        await add(db, 1)
    with pytest.raises(Locked):
        async with db.transaction():
            pass
    assert await count(db) == 0  # reading goes on
    other.execute("ROLLBACK")
    await add(db, 1)
    other.close()
    await db.close()


async def test_a_short_lock_is_waited_for(tmp_path: Path, migrations: Path) -> None:
    db = await database.open(tmp_path / "notes.db", name="notes", migrations=migrations)
    other = apsw.Connection(str(tmp_path / "notes.db"))
    other.execute("BEGIN IMMEDIATE")
    task = asyncio.create_task(add(db, 1))
    await asyncio.sleep(0.05)
    other.execute("INSERT INTO notes (id, text) VALUES (2, 'b'); COMMIT")
    await task
    assert await count(db) == 2
    other.close()
    await db.close()


def _other(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return f"{url.rpartition('/')[0]}/{name}"


async def test_whoever_watches_looks_by_itself_while_the_file_is_locked(
    tmp_path: Path, migrations: Path
) -> None:
    db = await database.open(tmp_path / "notes.db", name="notes", migrations=migrations, patience=0.05)
    await db.close()
    other = apsw.Connection(str(tmp_path / "notes.db"))
    other.pragma("locking_mode", "exclusive")
    other.execute("BEGIN EXCLUSIVE; DELETE FROM notes; COMMIT")
    engine = SqliteEngine(tmp_path / "notes.db")
    told = asyncio.Event()
    watching = asyncio.create_task(engine.watch(told.set))
    async with asyncio.timeout(5):
        for _ in range(3):  # at every look, since it cannot know
            told.clear()
            await told.wait()
    other.close()
    assert not watching.done()
    watching.cancel()
    await asyncio.wait([watching])
    await engine.close()


async def test_a_server_that_is_not_there_is_told(migrations: Path) -> None:
    url = f"postgresql://octavo@127.0.0.1:{free_port()}/octavo"
    with pytest.raises(ConnectionLost, match="PostgreSQL cannot be reached for notes"):
        await database.open(url, name="notes", migrations=migrations)


async def test_a_database_or_user_that_is_not_there_is_told(postgres_url: str, migrations: Path) -> None:
    with pytest.raises(ConnectionLost, match=r"PostgreSQL refuses notes.*nowhere"):
        await database.open(_other(postgres_url, "nowhere"), name="notes", migrations=migrations)
    with pytest.raises(ConnectionLost, match=r"PostgreSQL refuses notes.*nobody"):
        await database.open(postgres_url.replace("octavo@", "nobody@"), name="notes", migrations=migrations)


async def test_a_database_that_sorts_otherwise_is_refused_with_the_remedy(
    postgres_url: str, migrations: Path
) -> None:
    admin = await asyncpg.connect(postgres_url)
    await admin.execute("CREATE DATABASE plain TEMPLATE template0 LOCALE 'C' ENCODING 'SQL_ASCII'")
    try:
        with pytest.raises(
            StorageFault, match=r"plain sorts by C in SQL_ASCII; .*CREATE DATABASE plain TEMPLATE"
        ):
            await database.open(_other(postgres_url, "plain"), name="notes", migrations=migrations)
    finally:
        await admin.execute("DROP DATABASE plain")
        await admin.close()


async def _hang_up(url: str) -> None:
    """What a restart of the server does to everybody who is connected."""
    admin = await asyncpg.connect(url)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    )
    await admin.close()


async def test_a_lost_connection_is_told_and_the_next_call_has_a_new_one(
    postgres_url: str, migrations: Path
) -> None:
    db = await database.open(postgres_url, name="lost", migrations=migrations)
    with pytest.raises(ConnectionLost, match="PostgreSQL cannot be reached for lost"):
        async with db.transaction():
            await add(db, 1)
            await _hang_up(postgres_url)
            await add(db, 2)
    await _hang_up(postgres_url)
    assert await count(db) == 0
    await add(db, 3)
    assert await count(db) == 1
    await db.execute("DROP SCHEMA lost CASCADE")
    await db.close()


async def test_a_service_cannot_read_anothers_tables(postgres_url: str, migrations: Path) -> None:
    one = await database.open(postgres_url, name="one", migrations=migrations)
    other = await database.open(postgres_url, name="other", migrations=migrations)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await one.all("SELECT id FROM other.notes")
    await other.execute("DROP SCHEMA other CASCADE")
    await one.execute("DROP SCHEMA one CASCADE")
    await other.close()
    await one.close()


async def test_a_new_file_is_opened_by_many_at_once(tmp_path: Path) -> None:
    for number in range(40):
        engines = [SqliteEngine(tmp_path / f"{number}.db") for _ in range(6)]
        await asyncio.gather(*(engine.prepare() for engine in engines))
        for engine in engines:
            await engine.close()
