"""A site on PostgreSQL: backed up while it runs, as it was at one moment; put back whole or not at all."""

import asyncio
import hashlib
import json
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from octavo.commands import dumping
from octavo.trouble import Exit, Trouble
from tests.running import octavo, running

BOTH = ("accounts", "stories")
MakeDatabase = Callable[[], Awaitable[str]]

pytestmark = pytest.mark.timeout(400)  # real servers are started, ended, and waited for


@pytest.fixture
async def new_database(postgres_url: str) -> AsyncIterator[MakeDatabase]:
    """Makes databases that no other test uses."""
    made: list[str] = []

    async def new() -> str:
        made.append(f"backup_{secrets.token_hex(4)}")
        await run(postgres_url, f"CREATE DATABASE {made[-1]}")
        return f"{postgres_url.rpartition('/')[0]}/{made[-1]}"

    yield new
    for name in made:
        await run(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


async def run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def counts(url: str) -> list[int]:
    connection = await asyncpg.connect(url)
    try:
        return [await connection.fetchval(f"SELECT count(*) FROM {name}.t") for name in BOTH]
    finally:
        await connection.close()


async def two_schemas(url: str) -> None:
    for name in BOTH:
        await run(url, f"CREATE SCHEMA {name}", f"CREATE TABLE {name}.t (id BIGINT PRIMARY KEY)")


async def test_a_running_site_is_backed_up_and_stands_again_elsewhere(
    tmp_path: Path, new_database: MakeDatabase
) -> None:
    here, there = await new_database(), await new_database()
    copy, ours = tmp_path / "copy", {"OCTAVO_DATA": str(tmp_path / "data"), "OCTAVO_DATABASE_URL": here}
    other = {"OCTAVO_DATA": str(tmp_path / "other"), "OCTAVO_DATABASE_URL": there}
    assert octavo("demo", **ours).returncode == 0
    with running(tmp_path, **ours) as site:
        told = octavo("backup", str(copy), **ours)
        assert told.returncode == 0, told.stderr
        page = site.ask("/")[1]
        refused = octavo(
            "restore", str(copy), "--force", OCTAVO_DATA=str(tmp_path / "x"), OCTAVO_DATABASE_URL=here
        )
        assert refused.returncode == Exit.LOCKED
        assert "stop them all" in refused.stderr
    manifest = json.loads((copy / "manifest.json").read_text())
    assert manifest["format"] == 2
    named = {file["path"]: file for file in manifest["files"]}
    assert {"database.dump", "secret.key"} <= set(named)
    assert (
        named["database.dump"]["sha256"] == hashlib.sha256((copy / "database.dump").read_bytes()).hexdigest()
    )
    assert octavo("restore", str(copy), **other).returncode == 0
    assert (tmp_path / "other" / "secret.key").read_bytes() == (tmp_path / "data" / "secret.key").read_bytes()
    assert not (tmp_path / "other" / "database.dump").exists()
    with running(tmp_path, **other) as site:
        stories = r'href="(?:http://[^/"]+)?(/@[^"/]+/[^"]+)"'
        assert re.findall(stories, site.ask("/")[1]) == re.findall(stories, page)
        assert octavo("login-link", "--handle", "tomas-wren", **other).returncode == 0, "it can be written to"
    again = octavo("restore", str(copy), **other)
    assert again.returncode == Exit.CANNOT_CREATE
    assert octavo("restore", str(copy), "--force", **other).returncode == 0


async def test_a_backup_taken_while_written_to_is_of_one_moment(
    tmp_path: Path, new_database: MakeDatabase
) -> None:
    here, there = await new_database(), await new_database()
    await two_schemas(here)
    written = 0
    enough = asyncio.Semaphore(0)

    async def write() -> None:
        """A row in both at once: at no moment has one of them more."""
        nonlocal written
        connection = await asyncpg.connect(here)
        try:
            while True:
                async with connection.transaction():
                    for name in BOTH:
                        await connection.execute(f"INSERT INTO {name}.t VALUES ({written})")
                written += 1
                enough.release()
        finally:
            await connection.close()

    writer = asyncio.create_task(write())
    try:
        for number in range(3):
            before = 20 * number
            for _ in range(20):
                await enough.acquire()
            dump = tmp_path / f"{number}.dump"
            await asyncio.to_thread(dumping.dump, here, BOTH, dump)
            await asyncio.to_thread(dumping.load, there, BOTH, dump, force=True)
            one, other = await counts(there)
            assert one == other >= before + 20
    finally:
        writer.cancel()
        await asyncio.wait([writer])


async def test_what_cannot_be_put_back_leaves_what_is_there(
    tmp_path: Path, new_database: MakeDatabase
) -> None:
    here, there = await new_database(), await new_database()
    for url in (here, there):
        await two_schemas(url)
    await run(here, *(f"INSERT INTO accounts.t SELECT generate_series(1, {number})" for number in (50_000,)))
    await run(there, "INSERT INTO accounts.t VALUES (1)", "CREATE TABLE accounts.more (id BIGINT)")
    dump = tmp_path / "whole.dump"
    await asyncio.to_thread(dumping.dump, here, BOTH, dump)
    torn = tmp_path / "torn.dump"
    torn.write_bytes(dump.read_bytes()[:-2000])
    with pytest.raises(Trouble, match=r"pg_restore failed|psql failed"):
        await asyncio.to_thread(dumping.load, there, BOTH, torn, force=True)
    assert await counts(there) == [1, 0]
    await run(there, "CREATE TABLE public.holds (id BIGINT)", "DROP TABLE public.holds")
    with pytest.raises(Trouble, match="--force"):
        await asyncio.to_thread(dumping.load, there, BOTH, dump, force=False)
    assert await counts(there) == [1, 0]
    await asyncio.to_thread(dumping.load, there, BOTH, dump, force=True)
    assert await counts(there) == [50_000, 0]


async def test_who_may_make_no_roles_has_a_site_of_their_own(
    tmp_path: Path, new_database: MakeDatabase
) -> None:
    here, there = await new_database(), await new_database()
    user = f"small_{secrets.token_hex(4)}"
    await two_schemas(here)
    dump = tmp_path / "it.dump"
    await asyncio.to_thread(dumping.dump, here, BOTH, dump)
    await run(
        there, f"CREATE ROLE {user} LOGIN", f"ALTER DATABASE {there.rpartition('/')[2]} OWNER TO {user}"
    )
    theirs = there.replace("octavo@", f"{user}@")
    await asyncio.to_thread(dumping.load, theirs, BOTH, dump, force=False)
    await run(theirs, "INSERT INTO stories.t VALUES (1)")
    assert await counts(theirs) == [0, 1]
    await run(
        there, f"DROP SCHEMA accounts, stories CASCADE; REASSIGN OWNED BY {user} TO octavo; DROP ROLE {user}"
    )


async def test_a_backup_goes_back_to_the_engine_that_it_was_made_of(
    tmp_path: Path, new_database: MakeDatabase
) -> None:
    here = await new_database()
    sqlite, server = {"OCTAVO_DATA": str(tmp_path / "a")}, {"OCTAVO_DATA": str(tmp_path / "b")}
    assert octavo("demo", **sqlite).returncode == 0
    assert octavo("backup", str(tmp_path / "files"), **sqlite).returncode == 0
    told = octavo("restore", str(tmp_path / "files"), **server, OCTAVO_DATABASE_URL=here)
    assert told.returncode == Exit.SETTINGS
    assert "octavo copy" in told.stderr
    assert (
        octavo("backup", str(tmp_path / "none"), **server, OCTAVO_DATABASE_URL=here).returncode
        == Exit.BAD_DATA
    )
    assert not (tmp_path / "none").exists()
    assert octavo("restore", str(tmp_path / "files"), **server).returncode == 0
    assert octavo("copy", "--from", str(tmp_path / "b"), "--to", here, "--switch").returncode == 0
    ours = {**server, "OCTAVO_DATABASE_URL": here}
    assert octavo("backup", str(tmp_path / "dumped"), **ours).returncode == 0
    told = octavo("restore", str(tmp_path / "dumped"), OCTAVO_DATA=str(tmp_path / "c"))
    assert told.returncode == Exit.SETTINGS
    assert "OCTAVO_DATABASE_URL" in told.stderr


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a pg_dump in the place of all others; of none, without words."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setattr(dumping, "_PLACES", ())
    monkeypatch.setenv("PATH", f"{folder}")

    def put(script: str) -> None:
        (folder / "pg_dump").write_text(f"#!/bin/sh\n{script}\n")
        (folder / "pg_dump").chmod(0o755)

    return put


async def test_a_pg_dump_that_is_not_there_or_too_old_is_told(
    tmp_path: Path, new_database: MakeDatabase, program: Callable[[str], None]
) -> None:
    here = await new_database()
    await two_schemas(here)
    with pytest.raises(Trouble, match=r"pg_dump is not here: .* postgresql-client-\d+") as told:
        await asyncio.to_thread(dumping.dump, here, BOTH, tmp_path / "x")
    assert told.value.exit is Exit.UNAVAILABLE
    program('echo "pg_dump (PostgreSQL) 9.6.24"')
    with pytest.raises(Trouble, match=r"pg_dump 9 is older than the server's PostgreSQL \d+"):
        await asyncio.to_thread(dumping.dump, here, BOTH, tmp_path / "x")


async def test_no_password_stands_where_others_can_read_it(
    tmp_path: Path, new_database: MakeDatabase, program: Callable[[str], None]
) -> None:
    here = (await new_database()).replace("octavo@", "octavo:h%40sh@")
    await two_schemas(here)
    seen = tmp_path / "seen"
    program(
        'test "$1" = --version && echo "pg_dump (PostgreSQL) 99.1" && exit\n'
        f'echo "$PGPASSWORD" "$@" > {seen}\necho "pg_dump: error: no luck" >&2\nexit 1'
    )
    with pytest.raises(Trouble, match="pg_dump failed: pg_dump: error: no luck"):
        await asyncio.to_thread(dumping.dump, here, BOTH, tmp_path / "x")
    password, *words = seen.read_text().split()
    assert password == "h@sh"
    assert not any("h%40sh" in word or "h@sh" in word for word in words)
