"""A site's databases on PostgreSQL as one file of a backup, by PostgreSQL's own programs, and the way back.

`pg_dump` takes all schemas as they were at one moment, while the site goes on. What is put back is put back
in one transaction: psql gets what `pg_restore` reads from the file, and a COMMIT only when all of it came.
"""

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Awaitable, Callable, Mapping, Sequence
from glob import glob
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

from octavo.trouble import Exit, Trouble

__all__ = ["DUMP", "Server", "dump", "load", "look"]

T = TypeVar("T")

DUMP: Final = "database.dump"
"""The file of a backup that holds the databases, in pg_dump's custom format."""
_PLACES: Final = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
_VERSION: Final = re.compile(r"\(PostgreSQL\) (\d+)")
_SECONDS: Final = 10.0
_WORDS: Final = 500
_SETTINGS: Final = {"PGCONNECT_TIMEOUT": "10", "PGAPPNAME": "octavo's backup"}

_LOOK: Final = """
SELECT current_setting('server_version_num')::int / 10000 AS version,
    ARRAY(SELECT n.nspname::text FROM pg_namespace n WHERE n.nspname = ANY($1::text[]) AND EXISTS
        (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind = 'r')) AS schemas,
    (SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'octavo %' AND pid <> pg_backend_pid()
    ) AS processes
"""
_OWN: Final = """
DO $octavo$
DECLARE
    one record;
    part text;
BEGIN
    IF NOT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
        RETURN;  -- such a user's site has no roles but this one
    END IF;
    FOREACH part IN ARRAY {schemas} LOOP
        CONTINUE WHEN NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = part);
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'octavo_' || part) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', 'octavo_' || part);
            EXECUTE format('GRANT %I TO CURRENT_USER', 'octavo_' || part);
        END IF;
        EXECUTE format('ALTER SCHEMA %I OWNER TO %I', part, 'octavo_' || part);
        FOR one IN SELECT c.oid::regclass::text AS name FROM pg_class c
            WHERE c.relnamespace = part::regnamespace AND (c.relkind IN ('r', 'p', 'v', 'm')
                OR c.relkind = 'S' AND NOT EXISTS
                    (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i')))
        LOOP
            EXECUTE format('ALTER TABLE %s OWNER TO %I', one.name, 'octavo_' || part);
        END LOOP;
        FOR one IN SELECT p.oid::regprocedure::text AS name FROM pg_proc p
            WHERE p.pronamespace = part::regnamespace
        LOOP
            EXECUTE format('ALTER ROUTINE %s OWNER TO %I', one.name, 'octavo_' || part);
        END LOOP;
    END LOOP;
END
$octavo$;
"""


class Server(NamedTuple):
    """What stands in a database: the version of its server, which of the site's schemas have tables, and how
    many of the site's processes are connected."""

    version: int
    schemas: tuple[str, ...]
    processes: int


def look(url: str, schemas: Sequence[str]) -> Server:
    """What is there now. Trouble where it cannot be reached or does not sort as it must."""

    async def ask(connection: Any) -> Server:
        from octavo.chassis.engine import StorageFault
        from octavo.chassis.postgres import check_collation

        try:
            await check_collation(connection)
        except StorageFault as fault:
            raise Trouble(str(fault), Exit.SETTINGS) from fault
        row = await connection.fetchrow(_LOOK, list(schemas))
        return Server(row["version"], tuple(sorted(row["schemas"])), row["processes"])

    return asyncio.run(_asked(url, ask))


async def _asked(url: str, ask: Callable[[Any], Awaitable[T]]) -> T:
    import asyncpg  # only where there is such a server

    try:
        connection = await asyncpg.connect(url, timeout=_SECONDS)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Trouble(f"PostgreSQL cannot be reached: {error}", Exit.UNAVAILABLE) from error
    try:
        return await ask(connection)
    finally:
        await connection.close()


def dump(url: str, schemas: Sequence[str], target: Path) -> None:
    """Write all of the site's schemas to the file `target`, as they are at one moment.

    Raises Trouble where there is no pg_dump, or only one that is older than the server, or it fails.
    """
    server = look(url, schemas)
    if not server.schemas:
        raise Trouble("the database holds no site yet; there is nothing to back up", Exit.BAD_DATA)
    program = _program("pg_dump", server.version)
    address, environment = _without_password(url)
    only = [f'--schema="{schema}"' for schema in server.schemas]
    command = [
        program,
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        *only,
        f"--file={target}",
        address,
    ]
    done = subprocess.run(  # noqa: S603 a program of PostgreSQL's with our own words
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise _failed("pg_dump", done.stderr)


def load(url: str, schemas: Sequence[str], source: Path, *, force: bool) -> None:
    """Put back what the file `source` holds: all of it or nothing. With `force` what is there goes.

    Raises Trouble: something is there and may not go, processes of a site are connected, a program is missing
    or fails.
    """
    server = look(url, schemas)
    if server.processes:
        text = f"{server.processes} connections of running processes of the site: stop them all first"
        raise Trouble(text, Exit.LOCKED)
    if server.schemas and not force:
        text = "the database holds a site already; --force replaces it, and removes what is there"
        raise Trouble(text, Exit.CANNOT_CREATE)
    reader, writer = (_program(name, server.version) for name in ("pg_restore", "psql"))
    address, environment = _without_password(url)
    before = "".join(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE;\n' for schema in schemas)
    listed = "ARRAY[" + ", ".join(f"'{schema}'" for schema in schemas) + "]"
    after = _OWN.replace("{schemas}", listed)
    with (
        _Psql([writer, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", address], environment) as psql,
        subprocess.Popen(  # noqa: S603 as above
            [reader, "--no-owner", "--no-privileges", "--file=-", str(source)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as reading,
    ):
        assert reading.stdout is not None
        assert reading.stderr is not None
        psql.say(f"BEGIN;\nSET client_min_messages = warning;\n{before}".encode())
        while chunk := reading.stdout.read(1 << 20):
            psql.say(chunk)
        said = reading.stderr.read().decode(errors="replace")
        if reading.wait() != 0:
            psql.give_up()
            raise _failed("pg_restore", said)
        psql.say(f"\n{after}COMMIT;\n".encode())
        psql.end()


class _Psql:
    """psql, which is given its text piece by piece; without a COMMIT nothing of it counts."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 as above
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def __enter__(self) -> "_Psql":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.give_up()

    def say(self, text: bytes) -> None:
        """Raises Trouble where it has stopped listening."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(text)
        except BrokenPipeError:
            raise self._failed() from None

    def end(self) -> None:
        """Nothing more comes. Raises Trouble where any of it failed."""
        _, said = self._process.communicate()
        if self._process.returncode != 0:
            raise _failed("psql", said.decode(errors="replace"))

    def give_up(self) -> None:
        """Nothing of it is to count."""
        self._process.kill()
        self._process.communicate()

    def _failed(self) -> Trouble:
        assert self._process.stderr is not None
        said = self._process.stderr.read().decode(errors="replace")
        self._process.wait()
        return _failed("psql", said)


def _program(name: str, version: int) -> str:
    """PostgreSQL's own program of the server's version, or the oldest of those that are newer."""
    found: dict[int, str] = {}
    places = [place for pattern in _PLACES for place in glob(pattern)]
    for path in (shutil.which(name), *(shutil.which(name, path=place) for place in places)):
        if path is not None:
            asked = subprocess.run(  # noqa: S603 as above
                [path, "--version"], capture_output=True, text=True, check=False
            )
            match = _VERSION.search(asked.stdout)
            if match:
                found.setdefault(int(match[1]), path)
    fitting = [number for number in sorted(found) if number >= version]
    if fitting:
        return found[fitting[0]]
    if found:
        newest = max(found)
        text = f"{name} {newest} is older than the server's PostgreSQL {version}: install its client programs"
        raise Trouble(f"{text}, such as postgresql-client-{version}", Exit.UNAVAILABLE)
    text = f"{name} is not here: install PostgreSQL's client programs, such as postgresql-client-{version}"
    raise Trouble(text, Exit.UNAVAILABLE)


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """The address as a command line may show it, and the environment that has the rest."""
    parts = urlsplit(url)
    environment = {**os.environ, **_SETTINGS}
    if parts.password is not None:
        environment["PGPASSWORD"] = unquote(parts.password)
        user = f"{parts.username}@" if parts.username else ""
        parts = parts._replace(netloc=user + parts.netloc.rpartition("@")[2])
    return urlunsplit(parts._replace(scheme="postgresql")), environment


def _failed(name: str, said: str) -> Trouble:
    lines = [line for line in said.strip().splitlines() if "rror" in line or "FATAL" in line] or [
        said.strip()
    ]
    exit_code = Exit.STORAGE if "No space left" in said else Exit.FAILED
    return Trouble(f"{name} failed: {lines[0][:_WORDS]}", exit_code)
