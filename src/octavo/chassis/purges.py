"""What near caches must forget: one numbered stream for each database, followed by every process.

    async with db.transaction():
        await db.execute("UPDATE stories SET …")
        await purges.add("story:3f…", "person:7k…")

The process that wrote applies its purge before its call returns. Others follow within about 10 ms; one that
has missed a number empties its caches, and fills them again once it has caught up.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

import msgspec
import structlog

from octavo.chassis import purge_notes
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import micros
from octavo.chassis.faults import Unavailable

_log = structlog.get_logger()

TOPIC = "purges"

_KEPT = timedelta(minutes=10)
_TRIM_EVERY = 256
_LOOK_SECONDS = 1.0
_AGAIN_SECONDS = 0.25
_LONGEST_PAUSE = 1.0

_WRITE = "INSERT INTO octavo_purges (tags, written_at) VALUES (:tags, :now) RETURNING number"
_READ = """
SELECT t.number AS trimmed, p.number, p.tags
FROM octavo_purges_trimmed t LEFT JOIN octavo_purges p ON p.number > :since
ORDER BY p.number LIMIT 1000
"""
_LAST = """
SELECT MAX(number) AS number
FROM (SELECT number FROM octavo_purges UNION ALL SELECT number FROM octavo_purges_trimmed) AS numbers
"""
_MOVE_TRIMMED = """
UPDATE octavo_purges_trimmed
SET number = (SELECT MAX(number) FROM octavo_purges WHERE written_at < :before)
WHERE EXISTS (SELECT 1 FROM octavo_purges WHERE written_at < :before)
"""
_TRIM = "DELETE FROM octavo_purges WHERE number <= (SELECT number FROM octavo_purges_trimmed)"


class Purge(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the stream. A follower whose last number is not `after` has missed something."""

    after: int
    number: int
    tags: tuple[str, ...] = ()
    position: str = ""
    """How far the database had come, where replicas of it are read from; see `positions`."""


class Purges:
    """A service's stream of purges, written with its changes."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = db
        self._clock = clock

    async def add(self, *tags: str) -> None:
        """Have everything with one of these tags forgotten once the open transaction is durable."""
        if tags:
            self._db.before_commit(self._write, tags)

    async def trim(self) -> None:
        """Drop what is older than ten minutes, as happens by itself now and then: tags may hold handles."""
        async with self._db.transaction():
            await self._db.execute(_MOVE_TRIMMED, before=micros(self._clock() - _KEPT))
            await self._db.execute(_TRIM)

    async def follow(self, since: int | None = None) -> AsyncIterator[Purge]:
        """The stream after a number, for ever; without one, what comes from now on.

        The first step has no tags and says where the stream begins, so that a follower knows at once
        whether it has missed something. Before a step is told no replica is read from that has not come as
        far as what it purges. Raises StorageUnavailable when the database does.
        """
        with self._db.watch(TOPIC) as watch:
            last = await self._last() if since is None else since
            yield await self._first(last)
            while True:
                rows = await self._db.all(_READ, since=last)
                if rows[0]["trimmed"] > last:
                    following = await self._last()
                    at = await self._db.position()
                    # a gap: its tags are gone
                    yield Purge(after=rows[0]["trimmed"], number=following, position=at)
                    last = following
                    continue
                new = [row for row in rows if row["number"] is not None]
                at = await self._db.position() if new else ""
                for row in new:
                    tags = msgspec.json.decode(row["tags"], type=tuple[str, ...])
                    yield Purge(after=last, number=row["number"], tags=tags, position=at)
                    last = row["number"]
                if len(rows) == 1:
                    await watch.wait(_LOOK_SECONDS)

    async def _first(self, last: int) -> Purge:
        rows = await self._db.all(_READ, since=last)
        trimmed: int = rows[0]["trimmed"]
        return Purge(after=max(last, trimmed), number=last, position=await self._db.position())

    async def _last(self) -> int:
        row = await self._db.one(_LAST)
        assert row is not None
        return int(row["number"])

    async def _write(self, items: Sequence[tuple[str, ...]]) -> None:
        tags = tuple(dict.fromkeys(tag for each in items for tag in each))
        now = self._clock()
        await self._db.in_commit_order(TOPIC)
        row = await self._db.one(_WRITE, tags=msgspec.json.encode(tags).decode(), now=micros(now))
        assert row is not None
        if row["number"] % _TRIM_EVERY == 0:
            await self.trim()
        number = int(row["number"])
        self._db.after_commit(self._db.purged)
        self._db.announce(TOPIC, Purge(after=0, number=number, tags=tags))
        self._db.after_commit(lambda: purge_notes.note(self._db.name, number))


class PurgeListener(Protocol):
    """What keeps copies: a near cache, or whatever else must forget."""

    def purge(self, tags: Collection[str], number: int) -> None:
        """Forget everything with one of these tags."""
        ...

    def lost(self, source: str) -> None:
        """Purges of this source are missing: forget everything, keep nothing new."""
        ...

    def caught_up(self, source: str) -> None:
        """From here on none is missing; what was begun before this must not be kept."""
        ...


class PurgeCarrier(Protocol):
    """What takes purges further, to where several processes keep copies together: the second tier."""

    def lost(self, source: str) -> None:
        """Purges of this source are missing here."""
        ...

    def begins(self, source: str, number: int) -> None:
        """From this number on none is missing."""
        ...

    def carry(self, source: str, purge: Purge) -> None:
        """The next one in the order of the stream, after this process's listeners have forgotten."""
        ...

    def wrote(self, source: str, number: int) -> None:
        """This process has written one, which `carry` will bring."""
        ...


class _Hearing:
    """Keeps a database from reading from replicas while this process may not know what was changed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def purge(self, tags: Collection[str], number: int) -> None:
        """The stream, or the commit, has told how far a replica must have come."""

    def lost(self, source: str) -> None:
        self._db.hears(False)

    def caught_up(self, source: str) -> None:
        self._db.hears(True)


class PurgeFollower:
    """Applies one source's purges to this process's listeners.

    follow: the stream, such as `Purges(db).follow`, or the one of a remote process with the same meaning.
    Copies of the source's data must not be made before `start` has returned.
    """

    def __init__(
        self,
        source: str,
        follow: Callable[[int | None], AsyncIterator[Purge]],
        *listeners: PurgeListener,
        carrier: PurgeCarrier | None = None,
    ) -> None:
        self.source = source
        self.number: int | None = None
        """The last number applied; None before the first."""
        self._follow = follow
        self._listeners = listeners
        self._carrier = carrier
        self._own: set[int] = set()
        self._following: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._unlisten: Callable[[], None] | None = None
        self._waiting: set[asyncio.Future[None]] = set()

    @classmethod
    def of(
        cls, db: Database, *listeners: PurgeListener, carrier: PurgeCarrier | None = None
    ) -> "PurgeFollower":
        """Follows a database that this process has open itself: its own purges are applied before the
        call that made them returns."""
        follower = cls(db.name, Purges(db).follow, _Hearing(db), *listeners, carrier=carrier)
        follower._unlisten = db.listen(TOPIC, follower._apply_own)
        return follower

    async def start(self) -> None:
        """Follow until `stop`; returns when the first place in the stream is known. While it cannot be
        known (a source that is away), keeps trying and returns after a second: nothing is kept till then."""
        self._lose()
        self._following = asyncio.create_task(self._run(), name=f"purges of {self.source}")
        try:
            async with asyncio.timeout(1.0):
                await self._ready.wait()
        except TimeoutError:
            _log.warning("purges_not_followed_yet", source=self.source)

    async def stop(self) -> None:
        """Stop following; what was kept must not be used after this."""
        if self._unlisten is not None:
            self._unlisten()
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait([self._following])

    async def reached(self, number: int) -> None:
        """Returns when the purges up to this number are applied; at once while nothing is kept."""
        while self._ready.is_set() and self.number is not None and self.number < number:
            moved: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(moved)
            try:
                await moved
            finally:
                self._waiting.discard(moved)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["PurgeFollower"]:
        """Follow while the block runs."""
        await self.start()
        try:
            yield self
        finally:
            await self.stop()

    async def _run(self) -> None:
        pause, told = _AGAIN_SECONDS, ""
        while True:
            heard = False
            try:
                async for purge in self._follow(self.number):
                    heard = True
                    self._apply(purge)
            except (StorageFault, Unavailable) as error:
                if told != str(error):  # once for each time that it is away
                    told = str(error)
                    _log.warning("purges_not_followed", source=self.source, why=told)
            except Exception as error:  # noqa: BLE001 - a follower that ended would leave old pages for ever
                _log.error("purges_not_followed", source=self.source, exc_info=error)
            self._ready.clear()
            self._lose()
            if heard:
                pause, told = _AGAIN_SECONDS, ""
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _apply(self, purge: Purge) -> None:
        missed = self.number is not None and purge.after != self.number
        self.number = purge.number
        if missed:
            self._own.clear()
            self._ready.clear()
            self._lose()
        begins = not self._ready.is_set()
        if begins:
            for listener in self._listeners:
                listener.caught_up(self.source)
            self._ready.set()
        if purge.number in self._own:  # applied already, before its writer's call returned
            self._own.discard(purge.number)
        elif purge.tags:
            for listener in self._listeners:
                listener.purge(purge.tags, purge.number)
        self._moved()
        if self._carrier is not None:
            if begins:
                self._carrier.begins(self.source, purge.number)
            else:
                self._carrier.carry(self.source, purge)

    def _moved(self) -> None:
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    def _lose(self) -> None:
        for listener in self._listeners:
            listener.lost(self.source)
        self._moved()
        if self._carrier is not None:
            self._carrier.lost(self.source)

    def _apply_own(self, purge: Purge) -> None:
        if self.number is not None and purge.number <= self.number:
            return  # the stream was faster
        self._own.add(purge.number)
        for listener in self._listeners:
            listener.purge(purge.tags, purge.number)
        if self._carrier is not None:
            self._carrier.wrote(self.source, purge.number)
