"""PostgreSQL by asyncpg: a schema and a role for each service, every transaction serialisable.

The server's database must sort as C does, which is also how SQLite sorts. Other processes learn of commits
by NOTIFY, which is sent inside the transaction and so cannot be forgotten.
"""

import asyncio
import re
import zlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg

from octavo.chassis.engine import (
    CommitLost,
    Conflict,
    ConnectionLost,
    ConstraintBroken,
    DiskFull,
    Duplicate,
    Locked,
    ReadOnlyStorage,
    StorageFault,
)
from octavo.chassis.sql import Dialect, Row, Statement, indexed

if TYPE_CHECKING:
    from octavo.chassis.copies import Copies
    from octavo.chassis.replicas import Replicas

T = TypeVar("T")

_ALIVE_SECONDS = 5.0
_HANGING_UP_SECONDS = 0.05


class _Session(asyncpg.Connection):  # type: ignore[misc] # asyncpg carries no types
    def get_reset_query(self) -> str:
        """Nothing of a session outlives its transaction here, so giving it back costs no round trip."""
        return ""


class PostgresEngine:
    """A pool of connections that see one schema only.

    patience: seconds to wait for a connection, and for another process's migrations. copies: where reads
    that may lag are asked for first.
    """

    dialect = Dialect.POSTGRESQL

    def __init__(self, pool: Any, dsn: str, schema: str, patience: float) -> None:
        self._pool = pool
        self._dsn = dsn
        self._schema = schema
        self._patience = patience
        self._copies: Copies | None = None
        self._key = zlib.crc32(f"octavo {schema}".encode()) >> 1  # advisory locks take two int4

    @classmethod
    async def connect(
        cls,
        dsn: str,
        name: str,
        *,
        patience: float = 10.0,
        connections: int = 10,
        replicas: "Replicas | None" = None,
    ) -> "PostgresEngine":
        """Makes the schema, and the role where the user may, and opens the pool."""
        schema = re.sub(r"\W", "_", name)
        try:
            role = await _prepared(dsn, schema, patience)
            settings = {
                "search_path": schema,
                "default_transaction_isolation": "serializable",
                "application_name": f"octavo {name}",
                "jit": "off",  # compiling costs more than any of our queries takes
                **({"role": role} if role else {}),
            }
            pool = await asyncpg.create_pool(
                dsn,
                min_size=1,
                max_size=connections,
                connection_class=_Session,
                server_settings=settings,
                timeout=patience,
            )
        except Exception as error:
            raise _fault(error, name) from error
        engine = cls(pool, dsn, schema, patience)
        if replicas is not None:
            from octavo.chassis.copies import Copies

            engine._copies = Copies(replicas, engine._asked, settings=settings, connections=connections)
        return engine

    async def begin(self, *, read_only: bool) -> "_PostgresLink":
        if self._copies is not None:
            self._copies.stay()
        return await self._begun("BEGIN READ ONLY" if read_only else "BEGIN")

    async def snapshot(self) -> "_PostgresLink":
        # not serialisable: what it reads is nobody's reason to begin again
        return await self._begun("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    async def alone(self) -> "_PostgresLink":
        # read committed: after the wait for the lock it must see what its holder did
        link = await self._begun("BEGIN ISOLATION LEVEL READ COMMITTED")
        try:
            await link.command(f"SELECT pg_advisory_xact_lock({self._key}, 1)")
        except BaseException:
            await link.rollback()
            raise
        return link

    async def _begun(self, begin: str) -> "_PostgresLink":
        return await _once_more(lambda: self._begun_on_one(begin))

    async def _begun_on_one(self, begin: str) -> "_PostgresLink":
        connection = await self._acquired()
        link = _PostgresLink(self._pool, connection, self._schema, self._wrote)
        try:
            await link.command(begin)
        except BaseException:
            await link.rollback()
            raise
        return link

    async def _acquired(self) -> Any:
        try:
            return await self._pool.acquire(timeout=self._patience)
        except TimeoutError as error:
            raise Locked(f"{self._schema}: no connection became free in {self._patience:g} s") from error
        except Exception as error:
            raise _fault(error, self._schema) from error

    async def execute(self, statement: Statement, values: Sequence[Any]) -> int:
        connection = await self._acquired()
        try:
            return _count(await connection.execute(statement.text, *values), statement)
        except Exception as error:
            raise _fault(error, self._schema) from error
        finally:
            self._wrote()
            await asyncio.shield(self._pool.release(connection))

    async def fetch(self, statement: Statement, values: Sequence[Any]) -> list[Row]:
        if not statement.reads:
            try:
                return await self._fetched(statement, values)
            finally:
                self._wrote()
        if self._copies is not None:
            found = await self._copies.fetch(statement, values)
            if found is not None:
                return _rows(found)
        return await _once_more(lambda: self._fetched(statement, values))

    def _wrote(self) -> None:
        """Something was committed, or may have been."""
        if self._copies is not None:
            self._copies.wrote.moved()

    async def _asked(self, text: str) -> Any:
        connection = await self._acquired()
        try:
            return await connection.fetchrow(text)
        except Exception as error:
            raise _fault(error, self._schema) from error
        finally:
            await asyncio.shield(self._pool.release(connection))

    async def position(self) -> str:
        return "" if self._copies is None else await self._copies.position()

    def purged(self) -> None:
        if self._copies is not None:
            self._copies.replicas.purged.moved()

    def hears(self, yes: bool) -> None:
        if self._copies is not None:
            self._copies.hearing = yes

    async def _fetched(self, statement: Statement, values: Sequence[Any]) -> list[Row]:
        connection = await self._acquired()
        try:
            return _rows(await connection.fetch(statement.text, *values))
        except Exception as error:
            raise _fault(error, self._schema) from error
        finally:
            await asyncio.shield(self._pool.release(connection))

    async def scrub(self) -> None:
        """Its vacuum does that, in its own time."""

    async def in_commit_order(self, link: Any) -> None:
        # The lock is let go after the commit can be seen, so numbers given out under it come in order. A
        # sequence's numbers are not undone: what is missing between two that are seen will never come.
        await link.command(
            f"SELECT pg_advisory_xact_lock({self._key}, 2), pg_notify('octavo_{self._schema}', '')"
        )

    async def watch(self, tell: Callable[[], None]) -> None:
        try:
            connection = await asyncpg.connect(self._dsn, timeout=self._patience)
        except Exception as error:
            raise _fault(error, self._schema) from error
        try:
            await connection.add_listener(f"octavo_{self._schema}", lambda *_: tell())
            tell()  # what was committed before we listened
            while True:
                await asyncio.sleep(_ALIVE_SECONDS)
                await connection.execute("SELECT 1")
        except Exception as error:
            raise _fault(error, self._schema) from error
        finally:
            connection.terminate()

    async def close(self) -> None:
        if self._copies is not None:
            await self._copies.close()
        await self._pool.close()


class _PostgresLink:
    """An open transaction on one of the pool's connections."""

    def __init__(self, pool: Any, connection: Any, schema: str, ended: Callable[[], None]) -> None:
        self._pool = pool
        self._connection = connection
        self._schema = schema
        self._ended = ended

    async def execute(self, statement: Statement, values: Sequence[Any]) -> int:
        try:
            return _count(await self._connection.execute(statement.text, *values), statement)
        except Exception as error:
            raise _fault(error, self._schema) from error

    async def fetch(self, statement: Statement, values: Sequence[Any]) -> list[Row]:
        try:
            return _rows(await self._connection.fetch(statement.text, *values))
        except Exception as error:
            raise _fault(error, self._schema) from error

    async def many(self, statement: Statement, rows: Sequence[Sequence[Any]]) -> None:
        try:
            await self._connection.executemany(statement.text, rows)
        except Exception as error:
            raise _fault(error, self._schema) from error

    async def command(self, text: str) -> None:
        try:
            await self._connection.execute(text)
        except Exception as error:
            raise _fault(error, self._schema) from error

    async def commit(self) -> None:
        try:
            await self.command("COMMIT")
        except ConnectionLost as lost:
            await self.rollback()
            raise CommitLost(str(lost)) from lost
        except BaseException:
            await self.rollback()
            raise
        finally:
            self._ended()
        await self._pool.release(self._connection)

    async def rollback(self) -> None:
        try:
            await self._connection.execute("ROLLBACK", timeout=_ALIVE_SECONDS)
        except Exception:  # noqa: BLE001 - a connection that cannot undo is thrown away, and the server undoes
            with suppress(asyncpg.InterfaceError):  # it is gone already
                self._connection.terminate()
        await self._pool.release(self._connection)


async def _once_more(call: Callable[[], Awaitable[T]]) -> T:
    """For what may be repeated: the pool's connections may have died since they were last used."""
    try:
        return await call()
    except ConnectionLost:
        await asyncio.sleep(_HANGING_UP_SECONDS)
        return await call()


async def _prepared(dsn: str, schema: str, patience: float) -> str | None:
    """Makes the schema, and its role when the user may make roles; returns the role to take on."""
    connection = await asyncpg.connect(dsn, timeout=patience)
    try:
        async with connection.transaction(isolation="read_committed"):
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext('octavo schemas'))")
            await check_collation(connection)
            user = await connection.fetchrow(
                "SELECT rolsuper OR rolcreaterole AS makes FROM pg_roles WHERE rolname = current_user"
            )
            role = f"octavo_{schema}" if user["makes"] else None
            known = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
            if role is not None and not known:
                await connection.execute(f'CREATE ROLE "{role}" NOLOGIN')
                await connection.execute(f'GRANT "{role}" TO CURRENT_USER')
            if not await connection.fetchval("SELECT 1 FROM pg_namespace WHERE nspname = $1", schema):
                owner = f'AUTHORIZATION "{role}"' if role is not None else ""
                await connection.execute(f'CREATE SCHEMA "{schema}" {owner}')
            return role
    finally:
        await connection.close()


async def check_collation(connection: Any) -> None:
    """Raises StorageFault, which says how to make one that will do, where the database sorts otherwise."""
    row = await connection.fetchrow(
        "SELECT datname, datcollate, pg_encoding_to_char(encoding) AS encoding"
        " FROM pg_database WHERE datname = current_database()"
    )
    if row["datcollate"] not in ("C", "POSIX") or row["encoding"] != "UTF8":
        raise StorageFault(
            f"the database {row['datname']} sorts by {row['datcollate']} in {row['encoding']}; Octavo needs "
            f"one made by: CREATE DATABASE {row['datname']} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'"
        )


def _count(status: str, statement: Statement) -> int:
    return int(status.rpartition(" ")[2]) if statement.counts else 0


def _rows(records: list[Any]) -> list[Row]:
    if not records:
        return []
    index = indexed(tuple(records[0].keys()))
    return [Row(index, record) for record in records]


_COLUMNS = re.compile(r"Key \((?P<columns>[\w, \"]+)\)=")
_GONE = re.compile("closed|released back to the pool")  # asyncpg has one class for this and for misuse
_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,  # asyncpg met the server's goodbye in mid-step
    OSError,
)


def _fault(error: Exception, name: str) -> Exception:
    """What asyncpg raised, as the chassis names it; a mistake in a statement stays what it is."""
    if isinstance(error, asyncpg.UniqueViolationError):
        match = _COLUMNS.match(error.detail or "")
        columns = tuple(column.strip('" ') for column in match["columns"].split(",")) if match else ()
        return Duplicate(error.table_name, columns, error.constraint_name)
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        kinds = {"23503": "foreign key", "23502": "not null", "23514": "check"}
        return ConstraintBroken(kinds.get(error.sqlstate, "other"), str(error))
    if isinstance(error, (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)):
        return Conflict("")
    if isinstance(error, asyncpg.DiskFullError):
        return DiskFull(f"no room left on the disk of PostgreSQL, for {name}")
    if isinstance(error, asyncpg.ReadOnlySQLTransactionError):
        return ReadOnlyStorage(f"PostgreSQL takes no writes for {name}: {error}")
    if isinstance(error, asyncpg.LockNotAvailableError):
        return Locked(f"PostgreSQL has a table of {name} locked")
    if isinstance(error, _AWAY) or (isinstance(error, asyncpg.InterfaceError) and _GONE.search(str(error))):
        return ConnectionLost(f"PostgreSQL cannot be reached for {name}: {error}")
    if isinstance(error, (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError)):
        return ConnectionLost(f"PostgreSQL refuses {name}: {error}")
    return error
