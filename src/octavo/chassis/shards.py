"""Shards of ids: each process that makes ids has one of the 1,024 to itself, leased in a service's database.

A process that cannot renew its lease makes no ids once it has run out, and goes on as soon as the database is
back: under the same shard where nobody took it meanwhile, else under another.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import structlog

from octavo.chassis import leases
from octavo.chassis.clock import utc_now
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.ids import SHARDS
from octavo.chassis.leases import Clock, Lease
from octavo.chassis.stopping import end

_log = structlog.get_logger(__name__)

_TAKEN: Final = "SELECT name FROM octavo_leases WHERE name LIKE 'shard/%' AND expires_at > :now"
_AGAIN_SECONDS: Final = 1.0


class NoShardFree(Exception):  # noqa: N818 - says what happened
    """All 1,024 shards are leased."""


class Shard:
    """A shard of ids as one process holds it; `held` makes one."""

    def __init__(self, db: Database, ttl: float, clock: Clock) -> None:
        self._db = db
        self._ttl = ttl
        self._clock = clock
        self._number = -1
        self._lease: Lease | None = None

    def number(self) -> int | None:
        """Which it is, 0 to 1,023; None where nobody knows just now whether it still is ours."""
        return self._number if self._lease is not None and self._lease.held else None

    async def take(self) -> None:
        """Take one that is free. Raises NoShardFree."""
        while True:
            now = await leases.shared_time(self._db, self._clock)
            taken = {row["name"] for row in await self._db.all(_TAKEN, now=now)}
            free = next((number for number in range(SHARDS) if f"shard/{number}" not in taken), None)
            if free is None:
                raise NoShardFree(f"all {SHARDS} shards of ids are taken in the database of {self._db.name}")
            wanted = Lease(self._db, f"shard/{free}", self._ttl, self._clock)
            if await wanted.take():  # otherwise another process took it in between
                self._number, self._lease = free, wanted
                return

    async def keep(self) -> None:
        """Renew it until cancelled; take another where somebody else has it by now."""
        while True:
            await asyncio.sleep(self._ttl / 4 if self.number() is not None else _AGAIN_SECONDS)
            assert self._lease is not None
            try:
                if not await self._lease.renew():
                    await self.take()
                    leases.lost[self._db.name] += 1
                    _log.warning("shard_of_ids_changed", database=self._db.name, shard=self._number)
            except (StorageFault, NoShardFree) as error:
                if self.number() is None:
                    _log.warning("no_shard_of_ids", database=self._db.name, reason=str(error))

    async def release(self) -> None:
        """Give it back."""
        lease, self._lease = self._lease, None
        if lease is not None:
            await lease.release()


@asynccontextmanager
async def held(db: Database, ttl: float = 30.0, *, clock: Clock = utc_now) -> AsyncIterator[Shard]:
    """A shard for an IdMaker that no other process has, kept while the block runs.

        async with shards.held(db) as shard:
            ids = IdMaker(shard.number)

    ttl: seconds after which another process may take it from one that died. Raises NoShardFree.
    """
    shard = Shard(db, ttl, clock)
    await shard.take()
    keeper = asyncio.create_task(shard.keep(), name="shard of ids")
    try:
        yield shard
    finally:
        await end(keeper)
        await shard.release()
