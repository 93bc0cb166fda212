"""What an engine offers to `database.py`, and the ways in which storage fails, the same on both engines."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from octavo.chassis.faults import Aborted, Unavailable, Unsettled
from octavo.chassis.sql import Dialect, Row, Statement


class StorageFault(Exception):  # noqa: N818 - named as faults are
    """Storage refused; its text is one clear line for the operator, and none for the public."""


class StorageUnavailable(Unavailable, StorageFault):
    """The database cannot be used now: full, read-only, locked, unreachable. Nothing was changed, except
    that CommitLost leaves its outcome unknown.

    `str()` is the operator's line; `message`, which travels, tells the public nothing of it.
    """

    def __init__(self, line: str) -> None:
        super().__init__()
        self.args = (line,)


class DiskFull(StorageUnavailable):
    """There is no room left to write."""


class ReadOnlyStorage(StorageUnavailable):
    """The file, its folder or the server refuses writes."""


class Locked(StorageUnavailable):
    """Another process kept the database locked for longer than the patience set at `open`."""


class ConnectionLost(StorageUnavailable):
    """The server cannot be reached, or went away."""


class CommitLost(ConnectionLost, Unsettled):
    """The connection was lost during a commit: it may be done."""


class Conflict(Aborted, StorageFault):
    """Two transactions got in each other's way; `Database.run` tries again by itself."""


class TransactionBroken(StorageFault):
    """A statement failed earlier in this transaction, so nothing more can be done in it; see `attempt`."""


class ConstraintBroken(StorageFault):
    """A row breaks a rule of its table. `kind` is "foreign key", "not null", "check" or "other"."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind


class Duplicate(StorageFault):
    """A unique value exists already. `columns` are those of the constraint, in its order; an index on
    an expression has no columns and is named by `constraint`."""

    def __init__(self, table: str, columns: tuple[str, ...], constraint: str) -> None:
        super().__init__(f"{table or constraint} has such a row already: {', '.join(columns) or constraint}")
        self.table = table
        self.columns = columns
        self.constraint = constraint


class Link(Protocol):
    """An open transaction of an engine. After `commit` or `rollback` it must not be used."""

    async def execute(self, statement: Statement, values: Sequence[Any]) -> int: ...
    async def fetch(self, statement: Statement, values: Sequence[Any]) -> list[Row]: ...
    async def many(self, statement: Statement, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row of values, in few round trips; all of them or none count."""
        ...

    async def command(self, text: str) -> None:
        """Run the engine's own text as it stands: savepoints, definitions of tables."""
        ...

    async def commit(self) -> None:
        """Durable when it returns. Not to be cancelled."""
        ...

    async def rollback(self) -> None:
        """Undo and give back. Never raises: what cannot be undone is thrown away with its connection."""
        ...


class Engine(Protocol):
    """SQLite or PostgreSQL, opened for one service."""

    dialect: Dialect

    async def begin(self, *, read_only: bool) -> Link: ...
    async def snapshot(self) -> Link:
        """A read-only transaction that sees one moment and is in nobody's way: no writer waits for it or
        has to begin again because of it, however long it lasts."""
        ...

    async def execute(self, statement: Statement, values: Sequence[Any]) -> int: ...
    async def fetch(self, statement: Statement, values: Sequence[Any]) -> list[Row]: ...
    async def in_commit_order(self, link: Link) -> None:
        """From here to its commit no other transaction that asked the same may commit; numbers given
        out after this call are in the order of commits. Other processes are told of the commit."""
        ...

    async def position(self) -> str:
        """How far the store has come, for other processes; empty where nothing is read from replicas."""
        ...

    def purged(self) -> None:
        """This process committed a purge: what it reads from here on, of any service, is not from before."""
        ...

    def hears(self, yes: bool) -> None:
        """Whether this process hears of others' purges; replicas are read from only where it does."""
        ...

    async def scrub(self) -> None:
        """What was deleted is not to be read in the engine's log any more, as far as it is ours to do."""
        ...

    async def watch(self, tell: Callable[[], None]) -> None:
        """Runs until cancelled; calls `tell` when another process may have committed."""
        ...

    async def alone(self) -> Link:
        """A transaction that no other process's `alone` runs beside: for migrations."""
        ...

    async def close(self) -> None: ...
