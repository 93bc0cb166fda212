"""What one service's database reads from replicas: connections to each, and when none of them will do."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import asyncpg

from octavo.chassis import lagging
from octavo.chassis.replicas import (
    ANSWER_SECONDS,
    PRIMARY,
    WHERE,
    Mark,
    Replica,
    Replicas,
    ReplicaState,
    Seen,
)
from octavo.chassis.sql import Statement

_SETTINGS: Final = {
    "default_transaction_isolation": "repeatable read",  # a replica cannot be serialisable
    "default_transaction_read_only": "on",
}


class _Session(asyncpg.Connection):  # type: ignore[misc] # asyncpg carries no types
    """A connection to a replica, which knows how far it had come: on one connection it never goes back."""

    seen: int = 0

    def get_reset_query(self) -> str:
        """Nothing of a session outlives its statement here."""
        return ""

    def saw(self, at: int) -> None:
        """It stood there."""
        self.seen = at


class Copies:
    """One database's way to the replicas. Used from one event loop.

    ask: one row of the primary, by the engine's own connections. settings: of each session. connections: at
    most to each replica.
    """

    def __init__(
        self,
        replicas: Replicas,
        ask: Callable[[str], Awaitable[Any]],
        *,
        settings: Mapping[str, str],
        connections: int,
    ) -> None:
        self.replicas = replicas
        self.wrote = Mark()
        """What this process committed in this database."""
        self.hearing = False
        """Whether this process hears of others' purges."""
        self._ask = ask
        self._settings = {**settings, **_SETTINGS}
        self._connections = connections
        self._pools: dict[Replica, Any] = {}
        self._settling: asyncio.Task[None] | None = None

    async def position(self) -> str:
        """Where the primary stands now, as it is told; everything read in this process is at least so new."""
        seen = self.replicas.stands(await self._ask(WHERE))
        return f"{seen.system}={seen.at}"

    def stay(self) -> None:
        """The call around us reads this database where it is written, from here to its end."""
        reading = lagging.reading()
        if reading is not None:
            reading.places[id(self)] = None

    async def fetch(self, statement: Statement, values: Sequence[Any]) -> list[Any] | None:
        """The records, from a replica that has all that this process knows of; None: ask the primary."""
        reading = lagging.reading()
        if reading is None:
            return None
        position, mine = self._least(), id(self)
        replica = reading.places[mine] if mine in reading.places else self.replicas.turn(position or 0)
        if position is None or replica is None or not replica.can_have(position):
            reading.places[mine] = None
            self.replicas.reads[PRIMARY] += 1
            return None
        reading.places[mine] = replica
        records = await self._read(replica, position, statement, values)
        if records is None:
            reading.places[mine] = None
        self.replicas.reads[PRIMARY if records is None else replica.name] += 1
        return records

    def _least(self) -> int | None:
        """How far a replica must have come; None where that is not known, as something was just committed."""
        marks, replicas = (self.wrote, self.replicas.purged), self.replicas
        if not self.hearing or not replicas.system:
            return None
        if any(mark.settled < mark.made for mark in marks):
            if self._settling is None or self._settling.done():
                self._settling = asyncio.create_task(self._settle(marks), name="where what was written lies")
            return None
        return max(*(mark.at for mark in marks), replicas.positions.of(replicas.system))

    async def _settle(self, marks: Sequence[Mark]) -> None:
        made = [mark.made for mark in marks]
        with suppress(Exception):  # the primary is away, which whoever reads there is told
            seen = Seen(await self._ask(WHERE))
            for mark, count in zip(marks, made, strict=True):
                mark.settle(count, seen.at)

    async def _read(
        self, replica: Replica, position: int, statement: Statement, values: Sequence[Any]
    ) -> list[Any] | None:
        pool = await self._pool(replica)
        if pool.get_size() >= pool.get_max_size() and not pool.get_idle_size():
            return None  # busy: who waits here could have asked the primary
        try:
            connection = await pool.acquire(timeout=ANSWER_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever it is, the primary is asked
            replica.leave(ReplicaState.AWAY, str(error) or type(error).__name__)
            return None
        try:
            if connection.seen < position and not await self._stands(replica, connection, position):
                return None
            records: list[Any] = await connection.fetch(statement.text, *values, timeout=ANSWER_SECONDS)
            return records
        except (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError) as error:
            replica.leave(ReplicaState.AWAY, str(error) or type(error).__name__)
            with suppress(asyncpg.InterfaceError):  # it is gone already
                connection.terminate()
            return None
        except asyncpg.PostgresError:  # replay stood in the way, it stops, or the tables are not there yet
            return None
        finally:
            await asyncio.shield(pool.release(connection))

    async def _stands(self, replica: Replica, connection: Any, position: int) -> bool:
        seen = Seen(await connection.fetchrow(WHERE, timeout=ANSWER_SECONDS))
        if not seen.follows or seen.system != self.replicas.system:
            replica.leave(
                ReplicaState.NOT_FOLLOWING if seen.system == self.replicas.system else ReplicaState.OTHER
            )
            return False
        connection.saw(seen.at)
        return replica.stood(seen.at, position)

    async def _pool(self, replica: Replica) -> Any:
        if replica not in self._pools:
            # nothing is connected by this, and so nothing awaited
            self._pools[replica] = await asyncpg.create_pool(
                replica.url,
                min_size=0,
                max_size=self._connections,
                connection_class=_Session,
                server_settings=self._settings,
                timeout=ANSWER_SECONDS,
            )
        return self._pools[replica]

    async def close(self) -> None:
        """Let go of all connections, also of those that do not answer."""
        if self._settling is not None:
            self._settling.cancel()
            await asyncio.wait([self._settling])
        for pool in self._pools.values():
            pool.terminate()
