"""SQLite by apsw: a file per service, one writer and a few readers, each connection in a thread of its own.

WAL with `synchronous=FULL`: a commit that returned has been synced. The event loop never waits for the disk.
apsw's own asyncio support makes two trips to its thread for a query and its rows (81-100 µs for a point
read here); a statement sent with its fetch as one job makes one (34-51 µs).
"""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import apsw

from octavo.chassis import pace
from octavo.chassis.engine import (
    ConstraintBroken,
    DiskFull,
    Duplicate,
    Locked,
    ReadOnlyStorage,
    StorageFault,
    StorageUnavailable,
)
from octavo.chassis.sql import Dialect, Row, Statement, indexed
from octavo.chassis.threads import Thread

_POLL_SECONDS = 0.008
_SCRUBS = 20
_SCRUB_SECONDS = 0.25
_OPEN_FLAGS = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_NOMUTEX


class SqliteEngine:
    """One SQLite file.

    patience: seconds that a write waits for another process's before it is `Locked`.
    readers: most reads at once; threads start when needed.
    """

    dialect = Dialect.SQLITE

    def __init__(self, path: Path, *, patience: float = 10.0, readers: int = 8) -> None:
        self.path = path
        self._patience = patience
        self._writer = self._thread(self._open_writer, "writer")
        self._turn = asyncio.Lock()
        self._places = asyncio.Semaphore(readers)
        self._free: list[Thread[apsw.Connection]] = []
        self._readers: list[Thread[apsw.Connection]] = []

    async def prepare(self) -> None:
        """Opens the file; raises a StorageFault that names it when it cannot be used."""
        await self._writer.run(lambda connection: None)

    async def begin(self, *, read_only: bool) -> "_SqliteLink":
        if read_only:
            thread, release = await self._reader()
        else:
            await self._turn.acquire()
            thread, release = self._writer, self._turn.release
        link = _SqliteLink(thread, release)
        try:
            await thread.run(_begin_reading if read_only else _begin_writing)
        except BaseException:
            await link.rollback()
            raise
        return link

    async def snapshot(self) -> "_SqliteLink":
        return await self.begin(read_only=True)

    async def execute(self, statement: Statement, values: Sequence[Any]) -> int:
        async with self._turn:
            return await self._writer.run(lambda connection: _changed(connection, statement, values))

    async def fetch(self, statement: Statement, values: Sequence[Any]) -> list[Row]:
        if not statement.reads:
            async with self._turn:
                return await self._writer.run(lambda connection: _rows(connection, statement, values))
        thread, release = await self._reader()
        try:
            return await thread.run(lambda connection: _rows(connection, statement, values))
        finally:
            release()

    async def in_commit_order(self, link: Any) -> None:
        """One writer at a time: always so."""

    async def alone(self) -> "_SqliteLink":
        return await self.begin(read_only=False)  # BEGIN IMMEDIATE keeps every other process's writer out

    async def position(self) -> str:
        """A file has no replicas."""
        return ""

    def purged(self) -> None:
        """Every read sees every commit."""

    def hears(self, yes: bool) -> None:
        """Every read sees every commit."""

    async def scrub(self) -> None:
        for _ in range(_SCRUBS):
            async with self._turn:
                done = await self._writer.run(_log_folded)
            if done:
                return
            await asyncio.sleep(_SCRUB_SECONDS)

    async def watch(self, tell: Callable[[], None]) -> None:
        # Read on the loop itself: 3-6 µs from shared memory, where a trip to a thread takes ten times that.
        try:
            connection = self._open_reader(patient=False)  # the loop must never sleep in a busy handler
        except apsw.Error as error:
            raise _fault(error, self.path) from error
        ended = asyncio.get_running_loop().create_future()
        seen: object = None

        def look() -> None:
            nonlocal seen
            try:
                version = connection.pragma("data_version")
            except apsw.BusyError:
                version = None  # somebody mends the file: whoever waits had better look
            except apsw.Error as error:
                if not ended.done():
                    ended.set_exception(_fault(error, self.path))
                return
            if version != seen or version is None:
                seen = version
                tell()

        look()
        beats = pace.of(_POLL_SECONDS)
        beats.add(look)
        try:
            await ended
        finally:
            beats.discard(look)
            connection.close()

    async def close(self) -> None:
        for thread in [*self._readers, self._writer]:  # the writer last: it folds the log into the file
            await thread.close()

    async def _reader(self) -> tuple[Thread[apsw.Connection], Callable[[], None]]:
        await self._places.acquire()
        if self._free:
            thread = self._free.pop()
        else:
            thread = self._thread(self._open_reader, f"reader {len(self._readers) + 1}")
            self._readers.append(thread)

        def release() -> None:
            self._free.append(thread)
            self._places.release()

        return thread, release

    def _open_writer(self) -> apsw.Connection:
        connection = apsw.Connection(str(self.path), flags=_OPEN_FLAGS)
        connection.set_busy_handler(_waiting(self._patience))
        _use_log(connection, self._patience)
        connection.pragma("synchronous", "full")
        connection.pragma("foreign_keys", True)
        connection.pragma("secure_delete", True)  # who is erased must not stay readable in free pages
        connection.pragma("case_sensitive_like", True)  # as PostgreSQL's LIKE
        connection.pragma("journal_size_limit", 64 * 1024 * 1024)
        return connection

    def _open_reader(self, *, patient: bool = True) -> apsw.Connection:
        connection = apsw.Connection(str(self.path), flags=_OPEN_FLAGS)
        if patient:
            connection.set_busy_handler(_waiting(self._patience))
        connection.pragma("case_sensitive_like", True)
        connection.pragma("query_only", True)
        return connection

    def _thread(self, open_one: Callable[[], apsw.Connection], role: str) -> Thread[apsw.Connection]:
        name = f"{self.path.stem} {role}"
        return Thread(open_one, apsw.Connection.interrupt, lambda error: _fault(error, self.path), name)


class _SqliteLink:
    """An open transaction on one thread's connection."""

    def __init__(self, thread: Thread[apsw.Connection], release: Callable[[], None]) -> None:
        self._thread = thread
        self._release = release

    async def execute(self, statement: Statement, values: Sequence[Any]) -> int:
        return await self._thread.run(lambda connection: _changed(connection, statement, values))

    async def fetch(self, statement: Statement, values: Sequence[Any]) -> list[Row]:
        return await self._thread.run(lambda connection: _rows(connection, statement, values))

    async def many(self, statement: Statement, rows: Sequence[Sequence[Any]]) -> None:
        await self._thread.run(lambda connection: _repeated(connection, statement, rows))

    async def command(self, text: str) -> None:
        await self._thread.run(lambda connection: _drained(connection, text))

    async def commit(self) -> None:
        try:
            await self._thread.run(lambda connection: _drained(connection, "COMMIT"))
        except BaseException:
            await self.rollback()
            raise
        self._release()

    async def rollback(self) -> None:
        # Jobs run in order, so whoever gets the thread next finds the rollback done: no need to wait,
        # and a cancelled task cannot leave the transaction open.
        self._thread.post(_rolled_back)
        self._release()


def _log_folded(connection: apsw.Connection) -> bool:
    """Whether the log is in the file and empty; not while somebody reads from it."""
    row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return row is not None and not row[0]


def _begin_writing(connection: apsw.Connection) -> None:
    _rolled_back(connection)
    connection.execute("BEGIN IMMEDIATE")


def _begin_reading(connection: apsw.Connection) -> None:
    _rolled_back(connection)
    connection.execute("BEGIN")


def _rolled_back(connection: apsw.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _drained(connection: apsw.Connection, text: str) -> None:
    for _ in connection.execute(text):  # apsw runs only as far as rows are asked for
        pass


def _changed(connection: apsw.Connection, statement: Statement, values: Sequence[Any]) -> int:
    for _ in connection.execute(statement.text, values):
        pass
    return connection.changes() if statement.counts else 0


def _repeated(connection: apsw.Connection, statement: Statement, rows: Sequence[Sequence[Any]]) -> None:
    with connection:  # a savepoint: all of them or none
        for _ in connection.executemany(statement.text, rows):
            pass


def _rows(connection: apsw.Connection, statement: Statement, values: Sequence[Any]) -> list[Row]:
    cursor = connection.execute(statement.text, values)
    try:
        columns = cursor.get_description()
    except apsw.ExecutionCompleteError:  # no row: apsw has let go of the statement already
        return []
    index = indexed(tuple([column[0] for column in columns]))
    return [Row(index, found) for found in cursor.fetchall()]


def _use_log(connection: apsw.Connection, patience: float) -> None:
    """Write-ahead logging, also where several processes open a new file at once: SQLite then tells all but
    one of them that it is busy, and does not ask the busy handler (two that wait for each other would)."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.pragma("journal_mode", "wal")
        except apsw.BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(random.uniform(0.001, 0.01))  # noqa: S311 - no secret
        else:
            return


def _waiting(patience: float) -> Callable[[int], bool]:
    """A busy handler that asks again after 0.3 to 5 ms; SQLite's own waits up to 100 ms, far longer than
    another process's transaction lasts."""
    started = 0.0

    def wait(times: int) -> bool:
        nonlocal started
        if times == 0:
            started = time.monotonic()
        if time.monotonic() - started > patience:
            return False
        time.sleep(random.uniform(0.0003, min(0.005, 0.001 * (times + 1))))  # noqa: S311 - no secret
        return True

    return wait


_CONSTRAINTS = {
    apsw.SQLITE_CONSTRAINT_FOREIGNKEY: "foreign key",
    apsw.SQLITE_CONSTRAINT_NOTNULL: "not null",
    apsw.SQLITE_CONSTRAINT_CHECK: "check",
}
_UNIQUE = {apsw.SQLITE_CONSTRAINT_UNIQUE, apsw.SQLITE_CONSTRAINT_PRIMARYKEY, apsw.SQLITE_CONSTRAINT_ROWID}


def _fault(error: Exception, path: Path) -> Exception:
    """What apsw raised, as the chassis names it; a mistake in a statement stays what it is."""
    code = getattr(error, "extendedresult", 0)
    if code == apsw.SQLITE_CONSTRAINT_TRIGGER:  # only a site that was moved has such: see chassis/moves.py
        return ReadOnlyStorage(f"{path} takes no writes: {error}")
    if isinstance(error, apsw.ConstraintError):
        return (
            _duplicate(str(error))
            if code in _UNIQUE
            else ConstraintBroken(_CONSTRAINTS.get(code, "other"), str(error))
        )
    if isinstance(error, (apsw.BusyError, apsw.LockedError)):
        return Locked(f"{path} is locked by another process")
    if isinstance(error, apsw.FullError) or code == apsw.SQLITE_IOERR_SHMSIZE:
        return DiskFull(f"no room left on the disk of {path}")
    if isinstance(error, (apsw.ReadOnlyError, apsw.PermissionsError)):
        return ReadOnlyStorage(f"{path} cannot be written: the file or its folder is read-only")
    if isinstance(error, apsw.CantOpenError):
        return ReadOnlyStorage(f"{path} cannot be opened: does its folder exist, and may it be written?")
    if isinstance(error, (apsw.CorruptError, apsw.NotADBError)):
        return StorageFault(f"{path} is damaged or not a database: {error}")
    if isinstance(error, apsw.IOError):
        return StorageUnavailable(f"{path} cannot be read or written: {error}")
    return error


def _duplicate(text: str) -> Duplicate:
    """From "UNIQUE constraint failed: people.handle, people.site" or "... failed: index 'people_by_mail'"."""
    what = text.rpartition("failed: ")[2]
    if what.startswith("index "):
        return Duplicate("", (), what.removeprefix("index ").strip("'"))
    pairs = [name.strip().rpartition(".") for name in what.split(",")]
    return Duplicate(pairs[0][0], tuple(column for _, _, column in pairs), "")
