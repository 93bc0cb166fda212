"""What one process says of itself. Between processes it is JSON, of which a newer one may know more and an
older one less: every field has a default. Times are seconds since the epoch."""

import msgspec

from octavo.board.ring import Series
from octavo.chassis.errors import ErrorGroup

__all__ = ["Cache", "Fault", "Lease", "Long", "Process", "Queue", "Store", "packed", "unpacked"]


class Cache(msgspec.Struct, frozen=True, kw_only=True):
    """What a near cache holds."""

    name: str = ""
    held: int = 0
    most: int = 0
    entries: int = 0


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A method that failed by our own fault, since the process began."""

    service: str = ""
    method: str = ""
    fault: str = ""
    count: int = 0


class Long(msgspec.Struct, frozen=True, kw_only=True):
    """What took long at one place. what: "loop" or "request". longest: seconds."""

    what: str = ""
    where: str = ""
    count: int = 0
    longest: float = 0.0
    last: float = 0.0
    stack: tuple[str, ...] = ()


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """How far one that hears a service's events is behind. oldest: seconds, of what waits longest."""

    service: str = ""
    consumer: str = ""
    waiting: int = 0
    dead: int = 0
    oldest: float = 0.0


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """What one process alone does just now, until it says so again. left: seconds."""

    service: str = ""
    name: str = ""
    term: int = 0
    left: float = 0.0


class Store(msgspec.Struct, frozen=True, kw_only=True):
    """A service's database as its process sees it: how large, what waits in it, what is leased, what errors
    it keeps. Whoever is told of the same one by several takes one of them."""

    service: str = ""
    size: int = 0
    queues: tuple[Queue, ...] = ()
    leases: tuple[Lease, ...] = ()
    errors: tuple[ErrorGroup, ...] = ()
    dropped: int = 0
    away: bool = False
    """It did not answer."""


class Process(msgspec.Struct, kw_only=True):
    """One process. id: another at each start."""

    id: str = ""
    name: str = ""
    """Such as "worker 1", or the services that run in it."""
    where: str = ""
    """The address that it was asked at."""
    release: str = ""
    since: float = 0.0
    told: float = 0.0
    """When it said this."""
    memory: int = 0
    """Bytes."""
    services: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    series: list[Series] = []
    caches: tuple[Cache, ...] = ()
    shared: dict[str, int] = {}
    """What became of questions to the caches' second tier; empty where there is none."""
    faults: tuple[Fault, ...] = ()
    long: tuple[Long, ...] = ()
    leases_lost: int = 0
    disk_free: int = 0
    disk_size: int = 0
    stores: tuple[Store, ...] = ()


def packed(processes: list[Process]) -> bytes:
    """As they are sent."""
    return msgspec.json.encode(processes)


def unpacked(data: bytes) -> list[Process]:
    """What was sent; raises ValueError where it is none of this."""
    found: list[Process] = msgspec.json.decode(data, type=list[Process])
    return found
