"""What this process says of itself, when it is asked."""

import asyncio
import os
import secrets
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from octavo.board.figures import Cache, Fault, Lease, Long, Process, Queue, Store
from octavo.board.ring import STEP, Reading, Ring
from octavo.chassis import backlog, leases
from octavo.chassis.cache import NearCache
from octavo.chassis.calls import BOUNDS, Calls
from octavo.chassis.database import Database
from octavo.chassis.error_book import ErrorBook
from octavo.chassis.error_book import State as ErrorState
from octavo.chassis.stacks import Place
from octavo.chassis.telemetry import Health
from octavo.serving.counters import BOUNDS as HTTP_BOUNDS
from octavo.serving.counters import Counters
from octavo.serving.figures import Shared

__all__ = ["Here", "Parts"]

_FAULTS: Final = 20
_LONG: Final = 10
_STORE_SECONDS: Final = 0.8
_LEASES: Final = "SELECT name, term, expires_at FROM octavo_leases WHERE expires_at > :now ORDER BY name"


class Parts(msgspec.Struct, kw_only=True):
    """What the figures are read from; nothing of it is measured for them."""

    calls: Calls
    health: Health
    caches: Mapping[str, NearCache]
    shared: Shared | None = None
    databases: Mapping[str, Database]
    long: Mapping[str, Callable[[], Sequence[Place]]] = {}
    size: Callable[[str], Awaitable[int]]
    """How many bytes a service's database takes."""
    errors: ErrorBook | None = None
    folder: Path
    web: Counters | None = None
    """Of the site's port, once it is served here."""


class Here:
    """This process."""

    def __init__(
        self, parts: Parts, *, name: str, release: str, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.parts = parts
        self.id = secrets.token_hex(8)
        self._name = name
        self._release = release
        self._since = time.time()
        self._ring = Ring(self._readings, monotonic=monotonic)

    async def keep(self) -> None:
        """Turn the ring every half minute, until cancelled."""
        while True:
            await asyncio.sleep(STEP)
            self._ring.turn()

    def _readings(self) -> dict[tuple[str, str], Reading]:
        found = {
            key: Reading(
                bounds=BOUNDS, calls=one.calls, failed=one.ours, buckets=one.buckets, reads=one.reads
            )
            for key, one in self.parts.calls.counts().items()
        }
        for name, cache in self.parts.caches.items():
            found[name, "cache"] = Reading(calls=cache.hits + cache.misses, failed=cache.misses)
        web = self.parts.web
        if web is not None:
            times = web.times
            found["edge", "served"] = Reading(
                bounds=HTTP_BOUNDS,
                calls=web.answers + web.hits + web.unchanged,
                failed=web.failures,
                buckets=times,
                reads=times,
            )
            stored = web.hits + web.unchanged
            found["stored pages", "cache"] = Reading(calls=stored + web.answers, failed=web.answers)
        return found

    async def told(self, *, stores: bool) -> Process:
        """All of it, now. stores: also what its databases say."""
        parts = self.parts
        problems, found = await asyncio.gather(parts.health.problems(), self._stores() if stores else _none())
        disk = await asyncio.to_thread(_disk, parts.folder)
        return Process(
            id=self.id,
            name=self._name,
            release=self._release,
            since=self._since,
            told=time.time(),
            memory=_memory(),
            services=tuple(parts.databases),
            problems=tuple(problems),
            series=self._ring.series(),
            caches=tuple(
                Cache(name=name, held=one.bytes, most=one.max_bytes, entries=len(one))
                for name, one in parts.caches.items()
            ),
            shared=dict(parts.shared.events) if parts.shared is not None else {},
            faults=tuple(
                Fault(service=one.service, method=one.method, fault=one.fault, count=one.count)
                for one in parts.calls.failures()[:_FAULTS]
            ),
            long=tuple(_long(what, one) for what, told in parts.long.items() for one in told()[:_LONG]),
            leases_lost=sum(leases.lost[name] for name in parts.databases),
            disk_free=disk[0],
            disk_size=disk[1],
            stores=found,
        )

    async def _stores(self) -> tuple[Store, ...]:
        found = await asyncio.gather(*(self._store(name, db) for name, db in self.parts.databases.items()))
        return tuple(found)

    async def _store(self, name: str, db: Database) -> Store:
        try:
            async with asyncio.timeout(_STORE_SECONDS):
                return await self._looked_at(name, db)
        except Exception:  # noqa: BLE001 - whatever it is, the page says that it is away; health logs why
            return Store(service=name, away=True)

    async def _looked_at(self, name: str, db: Database) -> Store:
        now = time.time()
        book = self.parts.errors
        kept = await book.state() if book is not None and book.database == name else ErrorState()
        rows = await db.all(_LEASES, now=int(now * 1_000_000))
        return Store(
            service=name,
            size=await self.parts.size(name),
            queues=tuple(
                Queue(
                    service=name,
                    consumer=one.consumer,
                    waiting=one.waiting,
                    dead=one.dead,
                    oldest=0.0 if one.oldest is None else max(0.0, now - one.oldest / 1_000_000),
                )
                for one in await backlog.backlog(db)
            ),
            leases=tuple(
                Lease(service=name, name=row["name"], term=row["term"], left=row["expires_at"] / 1e6 - now)
                for row in rows
            ),
            errors=kept.groups,
            dropped=kept.dropped,
        )


async def _none() -> tuple[Store, ...]:
    return ()


def _long(what: str, place: Place) -> Long:
    return Long(
        what=what,
        where=place.where,
        count=place.count,
        longest=place.longest,
        last=place.last,
        stack=place.stack,
    )


def _disk(folder: Path) -> tuple[int, int]:
    try:
        disk = shutil.disk_usage(folder)
    except OSError:
        return 0, 0
    return disk.free, disk.total


def _memory() -> int:
    """What the process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
