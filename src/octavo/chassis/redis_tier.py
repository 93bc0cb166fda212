"""The second tier of the cache in Redis: what one process loaded is there for all, and one loads at a time.

A value is good when none of its tags was purged since its loader was let in, and the ledger in Redis (see
`redis_scripts`) has applied at least every purge that this process has seen. Each process applies the purges
that it follows, in their order; the first one counts. So a value older than a purge is never read after it,
whoever died in between, and a Redis that was emptied, restarted from an old copy or cut off is noticed by its
numbers: then every value in it is given up.

For a missing value one process holds a lease (Nishtala et al., NSDI '13) and renews it while it loads; the
others wait for the value, and one of them takes over when the lease runs out. Nothing here fails: when Redis
does not answer in time it is left alone until it does, and loads go to the store as without a tier.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

import msgspec
import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.maint_notifications import MaintNotificationsConfig

from octavo.chassis import redis_scripts
from octavo.chassis.cache import NearCache
from octavo.chassis.purges import Purge
from octavo.chassis.redis_tracking import Tracking
from octavo.chassis.sharing import About, Codec

_log = structlog.get_logger(__name__)

_EVENTS: Final = ("hits", "waits", "loads", "refused", "lost", "alone", "failures")
_FAILURES: Final = (RedisError, OSError, TimeoutError)
_SLOTS: Final = 1 << 16
_LEASE_SECONDS: Final = 0.6
_OPEN_SECONDS: Final = 1.0
"""How long a key whose value cannot be shared is loaded by everybody."""
_LONGEST: Final = 3600.0
"""Seconds that a value stays: what was purged is unreadable at once, and gone after that."""
_MOST_BYTES: Final = 2_000_000
_MOST_TAGS: Final = 1_000
_TRIES: Final = 3
"""Loads of one asker, when purges come in between."""
_STEP_SECONDS: Final = 0.1
"""What a purge on its way to Redis or to this process may hold up a reader."""
_POLL: Final = (0.002, 0.004, 0.008, 0.016, 0.025)
_AT_ONCE: Final = 16
_AGAIN: Final = (0.05, 0.1, 0.25, 0.5, 1.0)
_SYNC_SECONDS: Final = 1.0
_STEADY_SECONDS: Final = 5.0
_OTHER_LIFE_SECONDS: Final = 3.0


class _Step(NamedTuple):
    source: str
    after: int
    number: int
    slots: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class _Bell:
    """Wakes all who wait."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self) -> None:
        await self._next.wait()


class RedisTier:
    """`SecondTier` and `PurgeCarrier` over one Redis.

    url: redis://…, rediss://… or unix://…. site: what parts this site's keys from others'. release: what
    values of another release must not be mistaken for. seconds: what one question may take.
    """

    def __init__(
        self, url: str, *, site: str, release: str = "", seconds: float = 0.05, lease: float = _LEASE_SECONDS
    ) -> None:
        self.ready = False
        """Whether it is asked at all."""
        self.events = dict.fromkeys(_EVENTS, 0)
        """What became of questions."""
        self._redis = Redis.from_url(
            url,
            protocol=3,
            retry=Retry(NoBackoff(), 0),
            socket_timeout=seconds,  # also where a cancellation is lost, see `_end`
            socket_connect_timeout=seconds,
            driver_info=None,
            maint_notifications_config=MaintNotificationsConfig(enabled=False),
        )
        self._prefix = f"{{octavo:{site}}}:"
        self._tracked = f"{self._prefix}t:"
        self._ledger = f"{self._prefix}ledger"
        self._release = release
        self._seconds = seconds
        self._lease = lease
        self._scripts = {
            name: self._redis.register_script(getattr(redis_scripts, name))
            for name in ("ASK", "KEEP", "RENEW", "LEAVE", "APPLY")
        }
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._held: set[str] = set()
        self._reached: dict[str, int] = {}
        self._owed: dict[str, int] = {}
        self._waiting: list[_Step] = []
        self._sending = False
        self._syncing = False
        self._same_life = False
        self._moved = _Bell()
        self._stirred = asyncio.Event()
        self._why = ""
        self._failed_in_a_row = 0
        self._ready_since = 0.0

    @asynccontextmanager
    async def running(self, *near: NearCache) -> AsyncIterator["RedisTier"]:
        """Keep in touch with Redis while the block runs; what is purged there is dropped from these."""
        tracking = Tracking(self._redis, self._tracked, *near)
        tasks = [
            asyncio.create_task(self._keep(), name="the cache's second tier"),
            asyncio.create_task(tracking.follow(), name="what is purged in the second tier"),
        ]
        try:
            yield self
        finally:
            self.ready = False
            await _end(tasks)
            await self._redis.aclose()

    # What PurgeFollower tells.

    def lost(self, source: str) -> None:
        """Purges of this source are missing here: ask nothing until none is."""
        self._held.add(source)
        self._reached.pop(source, None)
        self._unready()

    def begins(self, source: str, number: int) -> None:
        """From this number on none is missing."""
        self._held.discard(source)
        self._reached[source] = number
        self._same_life = False
        self._unready()

    def carry(self, source: str, purge: Purge) -> None:
        """Apply it in Redis, unless another process has."""
        self._reached[source] = purge.number
        if self.ready or self._syncing:
            slots = tuple(map(_slot, purge.tags))
            self._waiting.append(_Step(source, purge.after, purge.number, slots, purge.tags))
        self._stir()

    def wrote(self, source: str, number: int) -> None:
        """Whoever reads here from now on waits for it to come by the stream: it is there already."""
        self._owed[source] = number

    # What NearCache asks.

    async def get_or_load(
        self,
        codec: Codec[Any],
        key: Hashable,
        load: Callable[[], Awaitable[Any]],
        about: Callable[[Any], About],
    ) -> tuple[Any, float | None]:
        """See SecondTier."""
        keys = self._keys(codec, key)
        token = secrets.token_hex(8)
        loads = waits = 0
        late_until: float | None = None
        while loads < _TRIES and await self._settled():
            answer = await self._run("ASK", keys, [token, _ms(self._lease), *self._place()])
            if answer is None or answer[0] == b"open":
                break
            if answer[0] == b"behind":
                self._unready()
                break
            if answer[0] == b"hit":
                try:
                    value = codec.decode(answer[1])
                except msgspec.DecodeError as error:
                    _log.warning("shared_value_unreadable", kind=codec.name, why=str(error))
                    break
                self.events["hits"] += 1
                return value, max(0.001, answer[2] / 1000)
            if answer[0] == b"late":
                late_until = late_until or asyncio.get_running_loop().time() + _STEP_SECONDS
                if not await self._moves(late_until):
                    break
            elif answer[0] == b"wait":
                self.events["waits"] += not waits
                await asyncio.sleep(_POLL[min(waits, len(_POLL) - 1)])
                waits += 1
            else:
                loads += 1
                value, good = await self._load(codec, keys, token, answer[1:], load, about)
                if good or loads == _TRIES:
                    return value, None
        self.events["alone"] += 1
        return await load(), None

    async def _load(
        self,
        codec: Codec[Any],
        keys: Sequence[str],
        token: str,
        lease: Sequence[bytes],
        load: Callable[[], Awaitable[Any]],
        about: Callable[[Any], About],
    ) -> tuple[Any, bool]:
        """Load under the lease; the value, and whether no purge is known to have come in between."""
        self.events["loads"] += 1
        renewing = asyncio.create_task(self._renew(keys[2], token))
        open_for = 0.0
        try:
            value = await load()
            ttl, tags, _ = about(value)
            lasts = _LONGEST if ttl is None else min(ttl, _LONGEST)
            data = codec.encode(value) if lasts > 0 and len(tags) <= _MOST_TAGS else b""
            if not data or len(data) > _MOST_BYTES:
                open_for = _OPEN_SECONDS
                return value, True
            slots = msgspec.msgpack.encode(list(map(_slot, tags))) if tags else b""
            answer = await self._run("KEEP", keys, [token, *lease, slots, data, _ms(lasts)])
            if answer in (b"lost", b"refused"):
                self.events[answer.decode()] += 1
            token = ""  # the lease went with it
            return value, answer != b"refused"
        finally:
            renewing.cancel()
            if token:
                _alone(self._run("LEAVE", [keys[2]], [token, _ms(open_for)]))

    async def _renew(self, lease: str, token: str) -> None:
        while True:
            await asyncio.sleep(self._lease / 3)
            if not await self._run("RENEW", [lease], [token, _ms(self._lease)]):
                return

    def _keys(self, codec: Codec[Any], key: Hashable) -> tuple[str, str, str]:
        told = msgspec.msgpack.encode((self._release, codec.name, codec.form, key))
        name = hashlib.blake2b(told, digest_size=16).hexdigest()
        return self._ledger, f"{self._prefix}v:{name}", f"{self._prefix}l:{name}"

    def _place(self) -> list[str | int]:
        return [word for place in self._reached.items() for word in place]

    async def _settled(self) -> bool:
        """Whether Redis knows of every purge that this process has seen; waits for those on their way."""
        until = asyncio.get_running_loop().time() + _STEP_SECONDS
        while self.ready and (self._waiting or self._sending or self._owes()):
            if not await self._moves(until):
                return False
        return self.ready

    def _owes(self) -> bool:
        self._owed = {name: at for name, at in self._owed.items() if at > self._reached.get(name, -1)}
        return bool(self._owed)

    async def _moves(self, until: float) -> bool:
        """Wait for the next step of any stream; False when that was not before `until`."""
        try:
            async with asyncio.timeout_at(until):
                await self._moved.wait()
        except TimeoutError:
            return False
        return True

    async def _run(self, name: str, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """What Redis answers; None when it does not, and then it is left alone."""
        async with self._room:
            if not self.ready:
                return None
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._scripts[name](keys=keys, args=args)
            except _FAILURES as error:
                self._failed(error)
                return None

    def _failed(self, error: BaseException) -> None:
        self.events["failures"] += 1
        if self.ready:
            _log.warning("cache_tier_left_alone", why=str(error) or type(error).__name__)
            steady = asyncio.get_running_loop().time() - self._ready_since > _STEADY_SECONDS
            self._failed_in_a_row = 0 if steady else self._failed_in_a_row + 1
        self._unready()

    def _unready(self) -> None:
        self.ready = self._syncing = False
        self._waiting.clear()
        self._stir()

    def _stir(self) -> None:
        self._stirred.set()
        self._moved.ring()

    # What goes on beside requests.

    async def _keep(self) -> None:
        """Bring purges to Redis, and come back to it where it was left alone."""
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
            except _FAILURES as error:
                why = str(error) or type(error).__name__
                if why != self._why:
                    _log.warning("cache_tier_away", why=why)
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
                await self._run("APPLY", [self._ledger], self._steps(steps))
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
            async with asyncio.timeout(_SYNC_SECONDS):
                args = self._steps(steps, anew=anew)
                there = await self._scripts["APPLY"](keys=[self._ledger], args=args)
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
            _log.info("cache_tier_in_use")
            self._stir()
        return not self._same_life

    def _steps(self, steps: list[_Step], *, anew: bool = False) -> list[Any]:
        packed = msgspec.msgpack.encode([tuple(step) for step in steps])
        return [packed, secrets.token_hex(8), "anew" if anew else "", self._tracked]


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel until they are done: before Python 3.12 `wait_for`, which the client connects by, may lose a
    cancellation that comes as it ends."""
    waiting = set(tasks)
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=0.1)


_loose: set[asyncio.Task[Any]] = set()


def _alone(work: Any) -> None:
    """Have it done, whatever becomes of whoever asked."""
    task = asyncio.create_task(work)
    _loose.add(task)
    task.add_done_callback(_loose.discard)


def _slot(tag: str) -> str:
    digest = hashlib.blake2b(tag.encode(), digest_size=4).digest()
    return f"t:{int.from_bytes(digest) % _SLOTS}"


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
