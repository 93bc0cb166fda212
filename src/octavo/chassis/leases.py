"""What only one process may do at a time: relay, scheduler, letters; leased in a service's database.

A lease runs out by itself when its holder dies. Its `term` grows with every change of hands, so that what a
former holder still does late can be told from what the present one does. Time is counted by the clock that
all who may hold it share: PostgreSQL's own, or with SQLite that of the one machine. So a machine whose clock
is wrong takes nothing from anybody, and leaves nothing behind that would not run out.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

import structlog

from octavo.chassis.clock import utc_now
from octavo.chassis.database import Database
from octavo.chassis.engine import Conflict, StorageFault, StorageUnavailable
from octavo.chassis.sql import Dialect
from octavo.chassis.stopping import end

_log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]

lost: Final[Counter[str]] = Counter()
"""How many leases this process lost, by the name of the database; read for the metrics."""

_TAKE = """
INSERT INTO octavo_leases (name, owner, term, expires_at) VALUES (:name, :owner, 1, :until)
ON CONFLICT (name) DO UPDATE
SET owner = excluded.owner, term = octavo_leases.term + 1, expires_at = excluded.expires_at
WHERE octavo_leases.expires_at <= :now
RETURNING term
"""
_RENEW = "UPDATE octavo_leases SET expires_at = :until WHERE name = :name AND owner = :owner AND term = :term"
_RELEASE = "UPDATE octavo_leases SET expires_at = 0 WHERE name = :name AND owner = :owner AND term = :term"
_NOW = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS now"


class LeaseLost(Exception):  # noqa: N818 - says what happened
    """The lease could not be renewed in time; somebody else may hold it by now."""


class Lease:
    """A lease that was taken. It must be renewed within `ttl` seconds; `kept` does that."""

    def __init__(self, db: Database, name: str, ttl: float, clock: Clock) -> None:
        self.name = name
        self.ttl = ttl
        self.term = 0
        self._db = db
        self._clock = clock
        self._owner = secrets.token_hex(8)
        self._until = 0.0

    @property
    def held(self) -> bool:
        """Whether it is certainly ours still, seen from here; without asking the database."""
        return asyncio.get_running_loop().time() < self._until

    async def take(self) -> bool:
        """Take it if nobody holds it."""
        since = asyncio.get_running_loop().time()
        now = await shared_time(self._db, self._clock)
        row = await self._db.one(_TAKE, name=self.name, owner=self._owner, now=now, until=self._later(now))
        if row is None:
            return False
        self.term = row["term"]
        self._until = since + self.ttl
        return True

    async def renew(self) -> bool:
        """Hold it for another `ttl` seconds; False when somebody else has taken it."""
        since = asyncio.get_running_loop().time()
        until = self._later(await shared_time(self._db, self._clock))
        renewed = await self._db.execute(
            _RENEW, name=self.name, owner=self._owner, term=self.term, until=until
        )
        self._until = since + self.ttl if renewed else 0.0
        return renewed == 1

    async def release(self) -> None:
        """Give it back, so that the next one need not wait until it runs out."""
        self._until = 0.0
        await self._db.execute(_RELEASE, name=self.name, owner=self._owner, term=self.term)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator["Lease"]:
        """Renew it while the block runs, and give it back after. When it is lost the block is cancelled,
        and LeaseLost raised."""
        holder = asyncio.current_task()
        assert holder is not None
        before, gone = holder.cancelling(), False

        async def keep() -> None:
            nonlocal gone
            while True:
                await asyncio.sleep(self.ttl / 4)
                try:
                    gone = not await self.renew()
                except (StorageUnavailable, Conflict):
                    gone = not self.held  # try again as long as it has not run out
                if gone:
                    lost[self._db.name] += 1
                    holder.cancel()
                    return

        keeper = asyncio.create_task(keep(), name=f"lease {self.name}")
        try:
            yield self
        except asyncio.CancelledError:
            if gone and holder.uncancel() <= before:
                raise LeaseLost(self.name) from None
            raise
        except BaseException:
            if gone:  # the block failed as it was cancelled: what was asked for is done
                holder.uncancel()
            raise
        else:
            if gone:  # the block ended all the same
                holder.uncancel()
                raise LeaseLost(self.name)
        finally:
            await end(keeper)
            if not gone:
                await self.release()

    def _later(self, now: int) -> int:
        return now + int(self.ttl * 1_000_000)


@asynccontextmanager
async def lease(db: Database, name: str, ttl: float, *, clock: Clock = utc_now) -> AsyncIterator[Lease]:
    """Wait until it is ours, keep it while the block runs, give it back.

    ttl: seconds after which another process may take it from one that died. Raises LeaseLost in the block's
    place when it could not be kept. clock: the machine's, which counts where the database has none.
    """
    wanted = Lease(db, name, ttl, clock)
    while not await wanted.take():  # noqa: ASYNC110 - another process holds it: there is no event to wait for
        await asyncio.sleep(ttl / 4)
    async with wanted.kept():
        yield wanted


async def alone(
    db: Database,
    name: str,
    step: Callable[[], Awaitable[object]],
    *,
    seconds: float,
    ttl: float,
    clock: Clock = utc_now,
    trouble_seconds: float | None = None,
) -> None:
    """Take a step every so many seconds, until cancelled, in one process of all on this database.

    Where the lease is lost or a database fails that is said, and it is tried again after `trouble_seconds`
    (`seconds`, the time to live at most, where not given).
    """
    while True:
        try:
            async with lease(db, name, ttl, clock=clock):
                while True:
                    await step()
                    await asyncio.sleep(seconds)
        except (LeaseLost, StorageFault) as error:
            _log.warning("what_one_process_does_waits", what=name, reason=str(error) or type(error).__name__)
            await asyncio.sleep(min(seconds, ttl) if trouble_seconds is None else trouble_seconds)


async def shared_time(db: Database, clock: Clock) -> int:
    """The time by which leases run out, microseconds since 1970; `clock` is the machine's."""
    if db.dialect is Dialect.POSTGRESQL:
        row = await db.one(_NOW)
        assert row is not None
        return int(row["now"])
    return int(clock().timestamp() * 1_000_000)
