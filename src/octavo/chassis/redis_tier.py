"""The second tier of the cache in Redis: what one process loaded is there for all, and one loads at a time.

A value is good when none of its tags was purged since its loader was let in, and the ledger in Redis (see
`redis_scripts`) has applied at least every purge that this process has seen. Each process applies the purges
that it follows, in their order; the first one counts. So a value older than a purge is never read after it,
whoever died in between, and a Redis that was emptied, restarted from an old copy or cut off is noticed by its
numbers: then every value in it is given up.

For a missing value one process holds a lease (Nishtala et al., NSDI '13) and renews it while it loads; the
others wait for the value, and one of them takes over when the lease runs out. Nothing here fails: when Redis
does not answer in time it is left alone until it does, and loads go to the store as without a tier.

In a cluster the keys are in several parts, each with a ledger of its own, to which every purge is brought. A
part is on one server, and is left alone by itself when that one is away.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import msgspec
import structlog

from octavo.chassis.cache import NearCache
from octavo.chassis.purges import Purge
from octavo.chassis.redis_cluster import RedisCluster, is_cluster, spread
from octavo.chassis.redis_ledger import RedisLedger, slot
from octavo.chassis.redis_link import FAILURES, RedisLink, Way
from octavo.chassis.redis_scripts import SCRIPTS
from octavo.chassis.redis_tracking import follow_all
from octavo.chassis.sharing import About, Codec
from octavo.chassis.stopping import end

_log = structlog.get_logger(__name__)

_EVENTS: Final = ("hits", "waits", "loads", "refused", "lost", "alone")
_LEASE_SECONDS: Final = 0.6
_STEP_SECONDS: Final = 0.1
_OPEN_SECONDS: Final = 1.0
"""How long a key whose value cannot be shared is loaded by everybody."""
_LONGEST: Final = 3600.0
"""Seconds that a value stays: what was purged is unreadable at once, and gone after that."""
_MOST_BYTES: Final = 2_000_000
_MOST_TAGS: Final = 1_000
_TRIES: Final = 3
"""Loads of one asker, when purges come in between."""
_POLL: Final = (0.002, 0.004, 0.008, 0.016, 0.025)


class Part:
    """Some of the keys, all in one slot of a cluster, and what decides whether their values are good."""

    def __init__(self, way: Way, prefix: str, *, step: float, name: str = "") -> None:
        self.prefix = prefix
        self.tracked = f"{prefix}t:"
        self.ledger = RedisLedger(way, key=f"{prefix}ledger", tracked=self.tracked, step=step, part=name)
        self._way = way

    async def run(self, script: str, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """What Redis answers; None when it does not, and then it is left alone."""
        if not self.ledger.ready:
            return None
        try:
            return await self._way.run(script, keys, args)
        except FAILURES as error:
            self.ledger.failed(error)
            return None


class RedisTier:
    """`SecondTier` and `PurgeCarrier` over one Redis or a cluster.

    url: redis://…, rediss://…, unix://… or redis+cluster://…. site: what parts this site's keys from others'.
    release: what values of another release must not be mistaken for. seconds: what one question may take.
    lease: how long one lasts that nobody renews. step: what a purge on its way, here or there, may hold up a
    reader.
    """

    def __init__(
        self,
        url: str,
        *,
        site: str,
        release: str = "",
        seconds: float = 0.05,
        lease: float = _LEASE_SECONDS,
        step: float = _STEP_SECONDS,
    ) -> None:
        self._release = release
        self._lease = lease
        self._counts = dict.fromkeys(_EVENTS, 0)
        self._servers: RedisLink | RedisCluster
        if is_cluster(url):
            self._servers = RedisCluster(url, SCRIPTS, seconds=seconds)
            tags = spread(f"octavo:{site}")
        else:
            self._servers = RedisLink(url, SCRIPTS, seconds=seconds)
            tags = [f"octavo:{site}"]
        self._parts = [
            Part(
                self._servers.way(f"{{{tag}}}"),
                f"{{{tag}}}:",
                step=step,
                name=f"{number} of {len(tags)}" if len(tags) > 1 else "",
            )
            for number, tag in enumerate(tags, start=1)
        ]

    @property
    def ready(self) -> bool:
        """Whether Redis is asked whatever the key is."""
        return all(part.ledger.ready for part in self._parts)

    @property
    def events(self) -> Mapping[str, int]:
        """What became of questions."""
        return self._counts | {"failures": sum(part.ledger.failures for part in self._parts)}

    @asynccontextmanager
    async def running(self, *near: NearCache) -> AsyncIterator["RedisTier"]:
        """Keep in touch with Redis while the block runs; what is purged there is dropped from these."""
        keeping = [part.ledger.keep() for part in self._parts]
        following = follow_all(self._servers, [part.tracked for part in self._parts], near)
        tasks = [
            *(asyncio.create_task(one, name="the cache's second tier") for one in keeping),
            asyncio.create_task(following, name="what is purged in the second tier"),
        ]
        try:
            yield self
        finally:
            for part in self._parts:
                part.ledger.unready()
            await end(*tasks)
            await self._servers.close()

    def lost(self, source: str) -> None:
        """See PurgeCarrier."""
        for part in self._parts:
            part.ledger.lost(source)

    def begins(self, source: str, number: int) -> None:
        """See PurgeCarrier."""
        for part in self._parts:
            part.ledger.begins(source, number)

    def carry(self, source: str, purge: Purge) -> None:
        """See PurgeCarrier."""
        for part in self._parts:
            part.ledger.carry(source, purge)

    def wrote(self, source: str, number: int) -> None:
        """See PurgeCarrier."""
        for part in self._parts:
            part.ledger.wrote(source, number)

    async def get_or_load(
        self,
        codec: Codec[Any],
        key: Hashable,
        load: Callable[[], Awaitable[Any]],
        about: Callable[[Any], About],
    ) -> tuple[Any, float | None]:
        """See SecondTier."""
        part, keys = self.place_of(codec, key)
        ledger = part.ledger
        token = secrets.token_hex(8)
        loads = waits = 0
        late_until: float | None = None
        while loads < _TRIES and await ledger.settled():
            answer = await part.run("ASK", keys, [token, _ms(self._lease), *ledger.place()])
            if answer is None or answer[0] == b"open":
                break
            if answer[0] == b"behind":
                ledger.unready()
                break
            if answer[0] == b"hit":
                try:
                    value = codec.decode(answer[1])
                except msgspec.DecodeError as error:
                    _log.warning("shared_value_unreadable", kind=codec.name, why=str(error))
                    await part.run("DROP", [keys[1]], [])
                    break
                self._counts["hits"] += 1
                return value, max(0.001, answer[2] / 1000)
            if answer[0] == b"late":
                late_until = late_until or asyncio.get_running_loop().time() + ledger.step
                if not await ledger.moves(late_until):
                    break
            elif answer[0] == b"wait":
                self._counts["waits"] += not waits
                await asyncio.sleep(_POLL[min(waits, len(_POLL) - 1)])
                waits += 1
            else:
                loads += 1
                value, good = await self._load(codec, part, keys, token, answer[1:], load, about)
                if good or loads == _TRIES:
                    return value, None
        self._counts["alone"] += 1
        return await load(), None

    async def _load(
        self,
        codec: Codec[Any],
        part: Part,
        keys: Sequence[str],
        token: str,
        lease: Sequence[bytes],
        load: Callable[[], Awaitable[Any]],
        about: Callable[[Any], About],
    ) -> tuple[Any, bool]:
        """Load under the lease; the value, and whether no purge is known to have come in between."""
        self._counts["loads"] += 1
        renewing = asyncio.create_task(self._renew(part, keys[2], token))
        open_for = 0.0
        try:
            value = await load()
            ttl, tags, _ = about(value)
            lasts = _LONGEST if ttl is None else min(ttl, _LONGEST)
            data = codec.encode(value) if lasts > 0 and len(tags) <= _MOST_TAGS else b""
            if not data or len(data) > _MOST_BYTES:
                open_for = _OPEN_SECONDS
                return value, True
            slots = msgspec.msgpack.encode(list(map(slot, tags))) if tags else b""
            answer = await part.run("KEEP", keys, [token, *lease, slots, data, _ms(lasts)])
            if answer in (b"lost", b"refused"):
                self._counts[answer.decode()] += 1
            token = ""  # the lease went with it
            return value, answer != b"refused"
        finally:
            renewing.cancel()
            if token:
                _alone(part.run("LEAVE", [keys[2]], [token, _ms(open_for)]))

    async def _renew(self, part: Part, lease: str, token: str) -> None:
        while True:
            await asyncio.sleep(self._lease / 3)
            if not await part.run("RENEW", [lease], [token, _ms(self._lease)]):
                return

    def place_of(self, codec: Codec[Any], key: Hashable) -> tuple[Part, tuple[str, str, str]]:
        """In which part something is, and its keys there: the ledger's, the value's, the lease's."""
        told = msgspec.msgpack.encode((self._release, codec.name, codec.form, key))
        digest = hashlib.blake2b(told, digest_size=16)
        name, part = digest.hexdigest(), self._parts[int.from_bytes(digest.digest()) % len(self._parts)]
        return part, (part.ledger.key, f"{part.prefix}v:{name}", f"{part.prefix}l:{name}")


_loose: set[asyncio.Task[Any]] = set()


def _alone(work: Coroutine[Any, Any, object]) -> None:
    """Have it done, whatever becomes of whoever asked."""
    task = asyncio.create_task(work)
    _loose.add(task)
    task.add_done_callback(_loose.discard)


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
