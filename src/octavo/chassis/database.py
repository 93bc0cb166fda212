"""SQLite or PostgreSQL behind one small face: a database of its own for each service.

    db = await database.open("sqlite:////data/stories.db", name="stories", migrations=folder)
    async with db.transaction():
        changed = await db.execute("UPDATE stories SET title = :title WHERE id = :id", title="A", id=7)
        rows = await db.all("SELECT id, title FROM stories WHERE id IN :ids ORDER BY id", ids=[7, 8])

Conventions that keep one SQL text good for both engines: ids BIGINT, times BIGINT microseconds UTC, JSON
TEXT, truth SMALLINT 0 or 1, `NULLS FIRST` or `LAST` said, lower() and LIKE for ASCII only, `INSERT … ON
CONFLICT` and `RETURNING` as in both, `CAST(:x AS BIGINT)` where a value stands alone.
"""

import asyncio
import contextvars
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from importlib.resources.abc import Traversable
from pathlib import Path
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from octavo.chassis import migrations as migrating
from octavo.chassis import moves, spans
from octavo.chassis.changes import Changes, Watch
from octavo.chassis.engine import Conflict, Engine, StorageFault
from octavo.chassis.open_transaction import OpenTransaction, Step
from octavo.chassis.spans import Kind
from octavo.chassis.sql import Dialect, Row, SqlMistake, compiled
from octavo.chassis.sqlite import SqliteEngine
from octavo.chassis.stopping import to_the_end

if TYPE_CHECKING:
    from octavo.chassis.replicas import Replicas

P = ParamSpec("P")
T = TypeVar("T")

_ATTEMPTS = 12
_SQL = int(Kind.SQL)


_open_here: contextvars.ContextVar[Mapping[int, OpenTransaction]] = contextvars.ContextVar(
    "octavo.transactions", default=MappingProxyType({})
)


class Database:
    """An open database. One per service and process; used from one event loop.

    All calls raise `StorageUnavailable` when storage fails, `Duplicate` and `ConstraintBroken` when a row
    is refused, `Conflict` when transactions collide, and `SqlMistake` for a mistake of the program.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.name = name
        self._engine = engine
        self._system = engine.dialect.value
        self._changes = Changes(engine)
        self._listeners: dict[str, list[Callable[[Any], None]]] = {}

    @property
    def dialect(self) -> Dialect:
        """Which engine it is, for the rare text that cannot be the same."""
        return self._engine.dialect

    @property
    def in_transaction(self) -> bool:
        """Whether this context has a transaction open on this database."""
        return self._joined() is not None

    @asynccontextmanager
    async def transaction(self, *, read_only: bool = False) -> AsyncIterator[None]:
        """Join the transaction that is open in this context, or begin one and commit it at the end.

        Everything in it happens or nothing does; it is undone when the block raises or is cancelled. A
        statement that fails breaks the whole of it, here as on PostgreSQL, unless it runs in `attempt`.
        When the block has ended without an exception its changes are durable. `read_only` gives one
        consistent view that holds up no writer. A read-write one cannot join a read-only one.
        """
        joined = self._joined()
        if joined is not None:
            if joined.read_only and not read_only:
                raise SqlMistake(f"{self.name}: a transaction that writes was begun inside a read-only one")
            try:
                yield
            except BaseException as error:
                joined.broken = joined.broken or error
                raise
            return
        link = await self._noted("BEGIN", self._engine.begin(read_only=read_only))
        transaction = OpenTransaction(self.name, link, read_only)
        token = _open_here.set({**_open_here.get(), id(self): transaction})
        try:
            try:
                yield
                await transaction.prepare()
            except BaseException:
                transaction.ended = True
                cancelled = await to_the_end(transaction.link.rollback())
                if cancelled is not None:
                    raise cancelled from None
                raise
            transaction.ended = True
        finally:
            _open_here.reset(token)
        await self._commit(transaction)

    async def _commit(self, transaction: OpenTransaction) -> None:
        cancelled = await self._noted("COMMIT", to_the_end(transaction.link.commit()))
        transaction.tell()
        if transaction.topics:
            self._changes.tell(transaction.topics)
        if cancelled is not None:
            raise cancelled

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part of the open transaction that may fail alone: what it did is undone when it raises, and
        the transaction goes on."""
        transaction = self._joined()
        if transaction is None:
            raise SqlMistake(f"{self.name}: attempt() outside a transaction")
        await transaction.command("SAVEPOINT attempt")
        before, after = dict(transaction.before), len(transaction.after)
        try:
            yield
        except asyncio.CancelledError as error:
            transaction.broken = error
            raise
        except Exception:
            transaction.broken = None
            transaction.before = before
            del transaction.after[after:]
            await transaction.command("ROLLBACK TO SAVEPOINT attempt")
            await transaction.command("RELEASE SAVEPOINT attempt")
            raise
        await transaction.command("RELEASE SAVEPOINT attempt")

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """`work` in a transaction, repeated (12 times at most) when it collides with another one's.

        `work` must do nothing but use the database, since it may run more than once. Inside an open
        transaction it runs once and joins: the outermost repeats.
        """

        async def whole() -> T:
            async with self.transaction():
                return await work()

        return await (whole() if self._joined() is not None else _again(whole))

    async def execute(self, sql: str, **values: Any) -> int:
        """Run a statement; the number of rows it inserted, updated or deleted."""
        statement = compiled(sql, self._engine.dialect)
        bound = statement.bind(values)
        transaction = self._joined()
        if transaction is not None:
            transaction.check(statement)
            return await self._noted(sql, transaction.within(transaction.link.execute(statement, bound)))
        return await self._noted(sql, _again(self._engine.execute, statement, bound))

    async def all(self, sql: str, **values: Any) -> list[Row]:
        """Every row of a query, or of a statement with RETURNING."""
        statement = compiled(sql, self._engine.dialect)
        bound = statement.bind(values)
        transaction = self._joined()
        if transaction is not None:
            transaction.check(statement)
            return await self._noted(sql, transaction.within(transaction.link.fetch(statement, bound)))
        return await self._noted(sql, _again(self._engine.fetch, statement, bound))

    async def one(self, sql: str, **values: Any) -> Row | None:
        """The first row, or None."""
        rows = await self.all(sql, **values)
        return rows[0] if rows else None

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call it once the open transaction is durable, before its `async with` ends; never if it is
        undone. Outside a transaction: now. An exception of it goes to the loop's exception handler."""
        transaction = self._joined()
        if transaction is None:
            callback()
        else:
            transaction.after.append(callback)

    def listen(self, topic: str, hear: Callable[[Any], None]) -> Callable[[], None]:
        """Hear what this process announces under a topic; returns the function that ends it."""
        self._listeners.setdefault(topic, []).append(hear)
        return lambda: self._listeners[topic].remove(hear)

    def announce(self, topic: str, what: Any) -> None:
        """Tell this process's listeners, as `after_commit` would."""

        def tell() -> None:
            for hear in list(self._listeners.get(topic, ())):
                hear(what)

        self.after_commit(tell)

    def before_commit(self, step: Step, item: Any) -> None:
        """Await `step(items)` as the last thing inside the open transaction, once, with every item given
        for it, in order; without those of an `attempt` that was undone."""
        transaction = self._joined()
        if transaction is None or transaction.read_only:
            raise SqlMistake(f"{self.name}: this needs a transaction that writes")
        transaction.before[step] = (*transaction.before.get(step, ()), item)

    async def in_commit_order(self, topic: str) -> None:
        """Inside a transaction that writes: numbers taken after this are in the order of commits, over
        all processes, and whoever watches the topic is woken by the commit. Call it as late as possible:
        others wait from here to the commit."""
        transaction = self._joined()
        if transaction is None or transaction.read_only:
            raise SqlMistake(f"{self.name}: this needs a transaction that writes")
        if not transaction.topics:
            await transaction.within(self._engine.in_commit_order(transaction.link))
        transaction.topics.add(topic)

    def watch(self, topic: str) -> Watch:
        """Something to wait on: wakes at once after a commit of this process that touched the topic, and
        within about 10 ms after any of another process."""
        return self._changes.watch(topic)

    async def position(self) -> str:
        """How far the database has come by now, as other processes may be told; empty where no replicas are
        read from. What is read from here on is at least so new, in every database of this server."""
        return await self._engine.position()

    def purged(self) -> None:
        """Something was committed that others keep copies of: as `position`, in this process, at once."""
        self._engine.purged()

    def hears(self, yes: bool) -> None:
        """Whether this process hears of what others change here. Replicas are not read from without."""
        self._engine.hears(yes)

    async def scrub(self) -> None:
        """Have nothing of what was deleted stay readable in the engine's own log, as far as that is ours to
        do: SQLite's is folded into the file and cut, where no other process reads from it just now.
        PostgreSQL does it in its own time."""
        await self._engine.scrub()

    async def close(self) -> None:
        """End the work that is waiting and let go of files and connections."""
        await self._changes.close()
        await self._engine.close()

    def _noted(self, text: str, work: Awaitable[T]) -> Awaitable[T]:
        """The work, as a span of the trace that it belongs to. The text has names where values are bound."""
        here = spans.recording()
        return work if here is None else self._recorded(here, text, work)

    async def _recorded(self, here: tuple[spans.Part, int], text: str, work: Awaitable[T]) -> T:
        part, parent = here
        error, began = "", perf_counter()
        try:
            return await work
        except BaseException as failed:
            error = type(failed).__name__
            raise
        finally:
            ended = perf_counter()
            part.add(0, parent, _SQL, self.name, text, began, ended, error, self._system)

    def _joined(self) -> OpenTransaction | None:
        transaction = _open_here.get().get(id(self))
        return None if transaction is None or transaction.ended else transaction


async def _again(call: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """What is a transaction of its own may be repeated after a collision."""
    for attempt in range(_ATTEMPTS - 1):
        try:
            return await call(*args, **kwargs)
        except Conflict:
            await _pause(attempt)
    return await call(*args, **kwargs)


async def _pause(attempt: int) -> None:
    await asyncio.sleep(random.uniform(0.2, 1.0) * min(0.25, 0.001 * 2**attempt))  # noqa: S311 - no secret


async def open(  # noqa: A001 - database.open, as gzip.open
    url: str | Path,
    *,
    name: str,
    migrations: Path | Traversable,
    patience: float = 10.0,
    replicas: "Replicas | None" = None,
) -> Database:
    """Open a service's database, and bring its tables to the state of this program first.

    url: "sqlite:///relative.db", "sqlite:////absolute.db", a path, or "postgresql://user:pw@host/database".
    name: the service; in PostgreSQL also its schema, and its role where the user may make one.
    migrations: the folder of its numbered .sql files.
    patience: seconds to wait for another process's lock before `Locked`.
    replicas: of a PostgreSQL; reads that may lag go there (`lagging`).

    Raises StorageUnavailable; `migrations.SchemaTooNew`, `MigrationChanged` and `CopyUnderWay`;
    `moves.DatabaseMoved` and `CopyUnfinished`.
    """
    opened = await engine(url, name, patience=patience, replicas=replicas)
    try:
        noted = await moves.check(opened, name)
        await migrating.apply(opened, name, migrations, frozen=noted)
    except BaseException:
        await opened.close()
        raise
    return Database(opened, name)


async def engine(
    url: str | Path, name: str, *, patience: float = 10.0, replicas: "Replicas | None" = None
) -> Engine:
    """The engine alone, as it stands: for what works on databases as such. See `open`."""
    url = str(url)
    kind, _, place = url.rpartition("://")
    if kind in ("postgresql", "postgres"):
        from octavo.chassis.postgres import PostgresEngine  # asyncpg is loaded only where it is used

        return await PostgresEngine.connect(url, name, patience=patience, replicas=replicas)
    if kind not in ("", "sqlite"):
        raise StorageFault(f"{kind}: not an engine; sqlite:/// or postgresql://")
    sqlite = SqliteEngine(Path(place.removeprefix("/") if kind else place), patience=patience)
    await sqlite.prepare()
    return sqlite
