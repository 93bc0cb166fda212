"""The read replicas of a PostgreSQL: which of them may be asked now, and how far each has come.

A replica is only ever asked for what it certainly has: where it stands is compared with the furthest
position that this process knows of (`positions`), on the very connection that is read from. What is looked at
here once a second is the rest: that it is there, follows this primary, and is not too far behind.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import asyncpg
import structlog
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from octavo.chassis.engine import StorageFault
from octavo.chassis.positions import Positions

__all__ = ["ANSWER_SECONDS", "PRIMARY", "Mark", "Replica", "ReplicaState", "Replicas", "Seen", "shown"]

_log = structlog.get_logger()

PRIMARY: Final = "primary"
"""As figures call the server that is written to."""
ANSWER_SECONDS: Final = 0.5
"""A replica that takes longer is left alone, and what it was asked is asked of the primary."""
_LOOK_SECONDS: Final = 1.0
_AGAIN_SECONDS: Final = 0.01
"""One that has not come far enough is not asked again before this."""
_MOMENTS: Final = 600

_WHERE: Final = """
SELECT pg_is_in_recovery() AS follows,
    (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END
        - '0/0'::pg_lsn)::bigint AS at,
    CASE WHEN pg_is_in_recovery() THEN (SELECT timeline_id FROM pg_control_checkpoint())
        ELSE ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int
        END AS timeline,
    current_setting('wal_block_size')::int AS block,
    (SELECT system_identifier FROM pg_control_system())::text AS system,
    current_database()::text AS database
"""
_LONGEST_HEADER: Final = 40


class ReplicaState(StrEnum):
    """Whether a replica is read from, or why not."""

    USED = "used"
    NEW = "new"
    """Not looked at yet."""
    AWAY = "away"
    BEHIND = "behind"
    """Further than it may be."""
    NOT_FOLLOWING = "no replica"
    """It takes writes itself."""
    OTHER = "other"
    """It has the data of another server, or of another life of this one."""


class Told(NamedTuple):
    """A server, for the operator: lag in seconds; reads of those that may lag."""

    name: str
    state: str
    lag: float | None
    reads: int


class Seen:
    """Where a server stood when it was asked. `at`: bytes of its log written, or replayed."""

    def __init__(self, row: Any) -> None:
        self.follows = bool(row["follows"])
        self.system = str(row["system"])
        self.database = str(row["database"])
        self.timeline = int(row["timeline"])
        at = int(row["at"] or 0)
        into = at % int(row["block"])
        # After a block's last record the next would stand behind the new block's header: nobody replays that.
        self.at = at - into if not self.follows and into <= _LONGEST_HEADER else at


class Mark:
    """What this process has committed, counted, and how far of that it is known where it lies in the log."""

    def __init__(self) -> None:
        self.made = 0
        self.settled = 0
        self.at = 0

    def moved(self) -> None:
        """Something more was committed."""
        self.made += 1

    def settle(self, made: int, at: int) -> None:
        """All that was counted up to `made` lies before this position."""
        self.settled, self.at = max(self.settled, made), max(self.at, at)


class Replica:
    """One of them, as this process sees it."""

    def __init__(self, url: str, clock: Callable[[], float]) -> None:
        self.url = url
        self.name = shown(url)
        self.state = ReplicaState.NEW
        self.at = 0
        """How far it had come when it was last asked."""
        self.lag: float | None = None
        """Seconds that it is behind the primary; None where that is not known."""
        self._clock = clock
        self._not_before = 0.0

    def can_have(self, position: int) -> bool:
        """Whether it is worth asking for what lies at this position."""
        used = self.state is ReplicaState.USED
        return used and (self.at >= position or self._clock() >= self._not_before)

    def stood(self, at: int, position: int) -> bool:
        """It stood there on the connection that is to be read from: whether that is far enough."""
        self.at = at
        if at < position:
            self._not_before = self._clock() + _AGAIN_SECONDS
        return at >= position

    def leave(self, state: ReplicaState, why: str = "") -> None:
        """Read from it or not from here on; the log says when that changes."""
        if state is not self.state:
            tell = _log.info if state is ReplicaState.USED else _log.warning
            tell("replica", replica=self.name, state=state.value, why=why)
        self.state = state
        if state in (ReplicaState.AWAY, ReplicaState.NOT_FOLLOWING, ReplicaState.OTHER):
            self.lag = None


class Replicas:
    """Those of one primary, for all databases of this process. Also a Prometheus collector.

    most_behind: seconds that one may be behind the primary. clock: seconds, only ever growing.
    """

    def __init__(
        self,
        primary: str,
        urls: Sequence[str],
        *,
        most_behind: float,
        positions: Positions,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.all = tuple(Replica(url, clock) for url in urls)
        self.positions = positions
        self.purged = Mark()
        """Purges that this process wrote, in any of its databases: they hold for all of them."""
        self.reads: Counter[str] = Counter()
        """Reads that may lag, by the name of the server that answered them."""
        self.system = ""
        """The primary's own number; empty before the first look."""
        self.clock = clock
        self._most_behind = most_behind
        self._moments: deque[tuple[float, int]] = deque(maxlen=_MOMENTS)
        self._primary = _Asker(primary)
        self._askers = {replica: _Asker(replica.url) for replica in self.all}
        self._next = 0

    def turn(self, position: int) -> Replica | None:
        """The one whose turn it is, of those that may have what lies at this position."""
        for step in range(len(self.all)):
            replica = self.all[(self._next + step) % len(self.all)]
            if replica.can_have(position):
                self._next = (self._next + step + 1) % len(self.all)
                return replica
        return None

    def stands(self, row: Any) -> Seen:
        """The primary as it answered just now: where it stood is known in this process from here on."""
        seen = Seen(row)
        self.system = seen.system
        self.positions.raise_to(seen.system, seen.at)
        return seen

    async def watch(self) -> None:
        """Look at all of them every second, until cancelled."""
        try:
            while True:
                await self.look()
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the connections that look; those that read belong to the databases."""
        for asker in (self._primary, *self._askers.values()):
            asker.close()

    async def look(self) -> None:
        """Look at the primary, then at each replica."""
        try:
            primary = Seen(await self._primary.ask())
        except Exception as error:  # noqa: BLE001 - whatever it is, without the primary nothing is known of them
            for replica in self.all:
                replica.leave(ReplicaState.AWAY, f"the primary cannot be asked: {error}")
            return
        if primary.follows:
            for replica in self.all:
                replica.leave(ReplicaState.OTHER, "OCTAVO_DATABASE_URL is itself a replica")
            return
        if primary.system != self.system:
            self._moments.clear()
        self.system = primary.system
        self._moments.append((self.clock(), primary.at))
        await asyncio.gather(*(self._look_at(replica, primary) for replica in self.all))

    async def _look_at(self, replica: Replica, primary: Seen) -> None:
        try:
            seen = Seen(await self._askers[replica].ask())
        except Exception as error:  # noqa: BLE001 - whatever it is, it cannot be read from
            replica.leave(ReplicaState.AWAY, str(error) or type(error).__name__)
            return
        if (seen.system, seen.database) != (primary.system, primary.database):
            replica.leave(ReplicaState.OTHER, "it holds another server's data, or another database of it")
        elif not seen.follows:
            replica.leave(ReplicaState.NOT_FOLLOWING, "it takes writes itself")
        elif seen.timeline > primary.timeline:
            replica.leave(ReplicaState.OTHER, "it follows a server that was promoted, and not the primary")
        else:
            replica.at = seen.at
            replica.lag = self._behind(seen.at)
            late = replica.lag is None or replica.lag > self._most_behind
            replica.leave(ReplicaState.BEHIND if late else ReplicaState.USED)

    def _behind(self, at: int) -> float | None:
        """Seconds since the primary stood where this one does; None where that was before the first look."""
        last = self._moments[-1]
        if at >= last[1]:
            return 0.0
        then = next((moment for moment, stood in reversed(self._moments) if stood <= at), None)
        return None if then is None else last[0] - then

    async def check(self) -> None:
        """Raises StorageFault, which names those that are not read from, and why."""
        left = [f"{one.name}: {one.state.value}" for one in self.all if one.state is not ReplicaState.USED]
        if left:
            raise StorageFault(f"replicas that are not read from: {', '.join(left)}")

    def told(self) -> list[Told]:
        """The primary and each replica, as they are seen from here."""
        return [
            Told(PRIMARY, PRIMARY, None, self.reads[PRIMARY]),
            *(Told(one.name, one.state.value, one.lag, self.reads[one.name]) for one in self.all),
        ]

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them."""
        used = GaugeMetricFamily(
            "octavo_replica_used",
            "1 while a replica is read from, 0 while it is left alone.",
            labels=["replica"],
        )
        lag = GaugeMetricFamily(
            "octavo_replica_lag_seconds",
            "How far a replica is behind, where that is known.",
            labels=["replica"],
        )
        reads = CounterMetricFamily(
            "octavo_lagging_reads", "Reads that may lag, by the server that answered.", labels=["server"]
        )
        for one in self.all:
            used.add_metric([one.name], float(one.state is ReplicaState.USED))
            if one.lag is not None:
                lag.add_metric([one.name], one.lag)
        for name in (PRIMARY, *(one.name for one in self.all)):
            reads.add_metric([name], self.reads[name])
        yield from (used, lag, reads)


class _Asker:
    """One connection of its own to a server, made again when it was lost."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None

    async def ask(self) -> Any:
        """Where it stands. Raises what asyncpg does, or TimeoutError."""
        try:
            async with asyncio.timeout(2 * ANSWER_SECONDS):
                if self._connection is None or self._connection.is_closed():
                    self._connection = await asyncpg.connect(
                        self._url, server_settings={"application_name": "octavo looks at replicas"}
                    )
                return await self._connection.fetchrow(_WHERE, timeout=ANSWER_SECONDS)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of it without a word."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


def shown(url: str) -> str:
    """A server as logs and figures name it: host, port and database, without who and with what."""
    parts = urlsplit(url)
    host = parts.hostname or "local"
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{host}{port}{parts.path}"


WHERE: Final = _WHERE
"""Asks a server where it stands; see Seen."""
