"""What this process and Redis know of each other's purges, and whether Redis is asked at all.

The ledger in Redis (see `redis_scripts`) says up to which number each stream is applied. This side keeps the
same for the process, brings over what it follows, and compares both whenever it comes back to Redis.
"""

import asyncio
import hashlib
import secrets
from typing import Any, Final, NamedTuple

import msgspec
import structlog

from octavo.chassis.purges import Purge
from octavo.chassis.redis_link import FAILURES, Bell, Way

_log = structlog.get_logger(__name__)

_SLOTS: Final = 1 << 16
_AGAIN: Final = (0.05, 0.1, 0.25, 0.5, 1.0)
_STEADY_SECONDS: Final = 5.0
_OTHER_LIFE_SECONDS: Final = 3.0


class _Step(NamedTuple):
    source: str
    after: int
    number: int
    slots: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class RedisLedger:
    """A `PurgeCarrier`.

    key: of the ledger in Redis. tracked: what the keys begin with that tell of tags. step: seconds that a
    purge on its way may hold up a reader. part: what the log calls it by, where there are several.
    """

    def __init__(self, way: Way, *, key: str, tracked: str, step: float, part: str = "") -> None:
        self.ready = False
        """Whether Redis is asked: it answers, and is known to be no older than this process."""
        self.key = key
        self.failures = 0
        self._way = way
        self._log = _log.bind(part=part) if part else _log
        self.step = step
        self._tracked = tracked
        self._held: set[str] = set()
        self._reached: dict[str, int] = {}
        self._owed: dict[str, int] = {}
        self._waiting: list[_Step] = []
        self._sending = False
        self._syncing = False
        self._same_life = False
        self._moved = Bell()
        self._stirred = asyncio.Event()
        self._why = ""
        self._failed_in_a_row = 0
        self._ready_since = 0.0

    def lost(self, source: str) -> None:
        """Purges of this source are missing here: ask nothing until none is."""
        self._held.add(source)
        self._reached.pop(source, None)
        self.unready()

    def begins(self, source: str, number: int) -> None:
        """From this number on none is missing."""
        self._held.discard(source)
        self._reached[source] = number
        self._same_life = False
        self.unready()

    def carry(self, source: str, purge: Purge) -> None:
        """Apply it in Redis, unless another process has."""
        self._reached[source] = purge.number
        if self.ready or self._syncing:
            slots = tuple(map(slot, purge.tags))
            self._waiting.append(_Step(source, purge.after, purge.number, slots, purge.tags))
        self._stir()

    def wrote(self, source: str, number: int) -> None:
        """Whoever reads here from now on waits for it to come by the stream: it is there already."""
        self._owed[source] = number

    def place(self) -> list[str | int]:
        """How far this process is in each stream, as the scripts take it."""
        return [word for place in self._reached.items() for word in place]

    async def settled(self) -> bool:
        """Whether Redis knows of every purge that this process has seen; waits for those on their way."""
        until = asyncio.get_running_loop().time() + self.step
        while self.ready and (self._waiting or self._sending or self._owes()):
            if not await self.moves(until):
                return False
        return self.ready

    def _owes(self) -> bool:
        self._owed = {name: at for name, at in self._owed.items() if at > self._reached.get(name, -1)}
        return bool(self._owed)

    async def moves(self, until: float) -> bool:
        """Wait for the next step of any stream; False when that was not before `until`."""
        try:
            async with asyncio.timeout_at(until):
                await self._moved.wait()
        except TimeoutError:
            return False
        return True

    def failed(self, error: BaseException) -> None:
        """Redis did not answer: leave it alone."""
        self.failures += 1
        if self.ready:
            self._log.warning("cache_tier_left_alone", why=str(error) or type(error).__name__)
            steady = asyncio.get_running_loop().time() - self._ready_since > _STEADY_SECONDS
            self._failed_in_a_row = 0 if steady else self._failed_in_a_row + 1
        self.unready()

    def unready(self) -> None:
        """Ask nothing until both are compared again."""
        self.ready = self._syncing = False
        self._waiting.clear()
        self._stir()

    def _stir(self) -> None:
        self._stirred.set()
        self._moved.ring()

    async def keep(self) -> None:
        """Bring purges to Redis, and come back to it where it was left alone; for ever."""
        while True:
            try:
                await self._keep()
            except Exception as error:  # noqa: BLE001 - purges that nobody brings over would hold up readers
                self._log.error("cache_tier_left_alone", exc_info=error)
            self.unready()
            await asyncio.sleep(_AGAIN[-1])

    async def _keep(self) -> None:
        waited = 0
        ahead_since: float | None = None
        while True:
            if self.ready:
                waited, ahead_since = 0, None
                await self._stirred.wait()
                self._stirred.clear()
                await self._send()
                continue
            failed = max(waited, self._failed_in_a_row)
            await asyncio.sleep(_AGAIN[min(failed, len(_AGAIN)) - 1] if failed else 0.0)
            if self._held or not self._reached:
                await self._stirred.wait()
                self._stirred.clear()
                continue
            now = asyncio.get_running_loop().time()
            anew = ahead_since is not None and now - ahead_since > _OTHER_LIFE_SECONDS
            try:
                ahead = await self._sync(anew=anew)
            except FAILURES as error:
                why = str(error) or type(error).__name__
                if why != self._why:
                    self._log.warning("cache_tier_away", why=why)
                    self._why = why
                waited += 1
                continue
            ahead_since = (ahead_since or now) if ahead else None
            waited = 1

    async def _send(self) -> None:
        while self.ready and self._waiting:
            steps, self._waiting = self._waiting, []
            self._sending = True
            try:
                await self._way.run("APPLY", [self.key], self._steps(steps))
            except FAILURES as error:
                self.failed(error)
            finally:
                self._sending = False
            self._moved.ring()

    async def _sync(self, *, anew: bool) -> bool:
        """Find out whether Redis has every purge that this process has, and give up what is in it where not.

        True: it has more, and this process was never as far; so it is not asked yet. After a while of that
        its numbers are of another life (a database from a copy), and begin `anew`.
        """
        steps = [_Step(source, number, number) for source, number in self._reached.items()]
        self._syncing = True
        self._waiting.clear()
        try:
            there = await self._way.run("APPLY", [self.key], self._steps(steps, anew=anew))
        except BaseException:
            self._syncing = False
            raise
        if not self._syncing:  # a source was lost or began meanwhile
            return False
        ahead = any(number > self._reached[step.source] for step, number in zip(steps, there, strict=True))
        self._same_life = self._same_life or not ahead
        self._syncing = False
        if self._same_life:
            self.ready = True
            self._ready_since = asyncio.get_running_loop().time()
            self._why = ""
            self._log.info("cache_tier_in_use")
            self._stir()
        return not self._same_life

    def _steps(self, steps: list[_Step], *, anew: bool = False) -> list[Any]:
        packed = msgspec.msgpack.encode([tuple(step) for step in steps])
        return [packed, secrets.token_hex(8), "anew" if anew else "", self._tracked]


def slot(tag: str) -> str:
    """The field of the ledger in which a tag's purges are counted."""
    digest = hashlib.blake2b(tag.encode(), digest_size=4).digest()
    return f"t:{int.from_bytes(digest) % _SLOTS}"
