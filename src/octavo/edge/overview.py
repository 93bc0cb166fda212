"""How the whole site does, as the owner's page shows it: all processes added up."""

from datetime import datetime

import msgspec

from octavo.chassis.errors import ErrorGroup


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """How many times as fast as it may an error budget was used up, in five minutes and in an hour.

    percent: of calls that must be well. seconds: within which, 0 where that is not what is asked.
    """

    percent: float
    seconds: float = 0.0
    lately: float
    hour: float


class ServiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A service over the last five minutes, all processes together.

    rate: calls a second. failed: the share of them that failed by our own fault. p50, p95, p99: milliseconds,
    estimated within the bounds of what is counted; -1 beyond the last, None where there was no call. calls,
    lost: in each half minute of the last quarter of an hour. asked: no process that runs it answered, and
    this is what those saw that called it.
    """

    name: str
    rate: float
    failed: float
    p50: int | None
    p95: int | None
    p99: int | None
    calls: tuple[int, ...]
    lost: tuple[int, ...]
    asked: bool
    budgets: tuple[Budget, ...] = ()


class ProcessRow(msgspec.Struct, frozen=True, kw_only=True):
    """A process that answered. mine: the one that made this page. memory: bytes, 0 where unknown."""

    name: str
    where: str
    mine: bool
    release: str
    since: datetime
    memory: int
    rate: float
    leases_lost: int
    problems: tuple[str, ...]


class SilentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One that did not. last: when it last told how it does, where it does so by itself."""

    name: str
    where: str
    last: datetime | None


class CacheRow(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of cache over all processes. hits: the share of the last hour's questions that it had, None
    where there were none. most: 0 where it has no room of its own here."""

    name: str
    hits: float | None
    asked: int
    held: int
    most: int
    entries: int


class QueueRow(msgspec.Struct, frozen=True, kw_only=True):
    """How far one that hears events is behind. oldest: seconds."""

    service: str
    consumer: str
    waiting: int
    dead: int
    oldest: int


class LeaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one process alone does. left: seconds until it must say so again; term: how often it changed."""

    service: str
    name: str
    term: int
    left: int


class StoreRow(msgspec.Struct, frozen=True, kw_only=True):
    """A service's database."""

    name: str
    bytes: int
    away: bool


class LongRow(msgspec.Struct, frozen=True, kw_only=True):
    """What took long at one place in one process, since that began. loop: everybody waited. longest:
    milliseconds."""

    process: str
    loop: bool
    where: str
    count: int
    longest: int
    last: datetime
    stack: tuple[str, ...]


class FaultRow(msgspec.Struct, frozen=True, kw_only=True):
    """A method that failed by our own fault, since the processes began."""

    service: str
    method: str
    fault: str
    count: int


class DiskRow(msgspec.Struct, frozen=True, kw_only=True):
    """The disk of a data folder."""

    name: str
    free: int
    size: int


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. dropped: exceptions whose group had to give way to others."""

    release: str
    asked: datetime
    processes: tuple[ProcessRow, ...] = ()
    silent: tuple[SilentRow, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    caches: tuple[CacheRow, ...] = ()
    shared: tuple[tuple[str, int], ...] = ()
    """What became of questions to the second tier, since the processes began."""
    queues: tuple[QueueRow, ...] = ()
    leases: tuple[LeaseRow, ...] = ()
    stores: tuple[StoreRow, ...] = ()
    disks: tuple[DiskRow, ...] = ()
    long: tuple[LongRow, ...] = ()
    faults: tuple[FaultRow, ...] = ()
    errors: tuple[ErrorGroup, ...] = ()
    dropped: int = 0
