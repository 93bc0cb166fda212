"""The way to a cluster of Redis servers: which of them has which of our keys, also when that changes.

The client's own cluster does again, whole, what failed in part; a lease that is asked for twice is refused to
the one who has it. It has nothing of client-side tracking either. What is needed here is little: our keys are
in a few slots, and whoever is asked wrongly says whom to ask.
"""

import asyncio
import itertools
import re
from collections.abc import Mapping, Sequence
from contextvars import Context
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.crc import REDIS_CLUSTER_HASH_SLOTS, key_slot
from redis.exceptions import AskError, MovedError, RedisError

from octavo.chassis.redis_link import FAILURES, Bell, RedisLink, Way

PARTS: Final = 6
"""Into how many slots a site's keys go: as many on each of one, two, three or six servers."""
_URL: Final = re.compile(r"(?P<scheme>rediss?)\+cluster://((?P<who>.*)@)?(?P<hosts>[^/?]*)(?P<rest>.*)")
_TURNS: Final = 4
_PORT: Final = 6379


class Address(NamedTuple):
    """Of one server."""

    host: str
    port: int


def is_cluster(url: str) -> bool:
    """Whether it names a cluster, and no single server."""
    return url.partition("://")[0].endswith("+cluster")


def mistake_in(url: str) -> str:
    """Why this is no address of a Redis or of a cluster; empty where it is one."""
    try:
        if not is_cluster(url):
            if "," in urlsplit(url).netloc.rpartition("@")[2]:
                raise ValueError("several servers are redis+cluster://")
            _try(url)
            return ""
        places = _Places(url)
        for address in places.first:
            if _try(places.url(address)).get("db"):
                raise ValueError("a cluster has no database but 0")
    except (ValueError, TypeError, RedisError) as error:
        like = (
            "redis+cluster://10.0.0.1:6379,10.0.0.2:6379" if is_cluster(url) else "redis://127.0.0.1:6379/0"
        )
        return f"is no address such as {like} ({error})"
    return ""


def _try(url: str) -> Mapping[str, Any]:
    pool = Redis.from_url(url).connection_pool
    pool.make_connection()  # type: ignore[no-untyped-call] # its own
    return pool.connection_kwargs


class _Places:
    """What a cluster's address says. Raises ValueError."""

    def __init__(self, url: str) -> None:
        told = _URL.fullmatch(url)
        if told is None:
            raise ValueError("no redis+cluster:// and no rediss+cluster://")
        self._scheme, self._who, self._rest = told["scheme"], told["who"], told["rest"]
        self.first = [_address(host) for host in told["hosts"].split(",")]

    def url(self, at: Address) -> str:
        """Of one of the servers."""
        host = f"[{at.host}]" if ":" in at.host else at.host
        who = f"{self._who}@" if self._who else ""
        return f"{self._scheme}://{who}{host}:{at.port}{self._rest}"


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":") if re.search(r":\d+$", text) else (text, "", str(_PORT))
    host = host.removeprefix("[").removesuffix("]")
    if not host:
        raise ValueError("a server without a name")
    return Address(host, int(port))


def spread(name: str) -> list[str]:
    """Hash tags that begin with this name, whose slots are as far from each other as can be: servers mostly
    have slots that follow each other."""
    return [
        next(tag for n in itertools.count() if _part_of(tag := f"{name}:{part}.{n}") == part)
        for part in range(PARTS)
    ]


def _part_of(tag: str) -> int:
    return key_slot(tag.encode()) * PARTS // REDIS_CLUSTER_HASH_SLOTS


class RedisCluster:
    """The servers of a cluster that have keys of ours.

    url: redis+cluster://user:password@host:port,host:port (rediss+cluster:// over TLS); one that answers
    names all. seconds: what a trip to one of them may take.
    """

    def __init__(self, url: str, scripts: Mapping[str, str], *, seconds: float) -> None:
        self._places = _Places(url)
        self._scripts = scripts
        self._seconds = seconds
        self._slots: set[int] = set()
        self._owners: dict[int, Address] = {}
        self._links: dict[Address, RedisLink] = {}
        self._known = list(self._places.first)
        """Whom to ask who has what; who answered last comes first."""
        self._looking: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._moved = Bell()

    @property
    def nodes(self) -> Mapping[Address, RedisLink]:
        """Those that are known to have keys of ours."""
        return {at: self._link(at) for at in set(self._owners.values())}

    async def changed(self) -> None:
        """Until they are others, perhaps."""
        await self._moved.wait()

    def way(self, key: str) -> Way:
        """To where this key is."""
        found = key_slot(key.encode())
        self._slots.add(found)
        return _Slot(self, found)

    async def run(self, slot: int, script: str, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """What a script returns of the server that has this slot. Raises FAILURES."""
        at, asking = self._owners.get(slot) or await self._look(slot), False
        for _ in range(_TURNS):
            try:
                return await self._link(at).run(script, keys, args, asking=asking)
            except MovedError as told:  # it was not run
                at, asking = Address(told.host or at.host, told.port), False
                self._owners[slot] = at
                self._settle()
            except AskError as told:  # the slot is on its way there, and these keys are there already
                at, asking = Address(told.host or at.host, told.port), True
            except FAILURES:
                if self._owners.get(slot) == at:
                    del self._owners[slot]  # the next one finds out whether it has another by now
                raise
        raise RedisError(f"no server of the cluster owns to having slot {slot}")

    async def close(self) -> None:
        """Let go of the connections."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])
        self._owners.clear()
        self._settle()
        if self._closing:
            await asyncio.wait(self._closing)

    def _link(self, at: Address) -> RedisLink:
        if at not in self._links:
            self._links[at] = RedisLink(self._places.url(at), self._scripts, seconds=self._seconds)
        return self._links[at]

    async def _look(self, slot: int) -> Address:
        """Ask who has what, once for all who want to know."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._map(), context=Context())
            self._looking.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.shield(self._looking)
        if slot not in self._owners:
            raise RedisError(f"no server of the cluster has slot {slot}")
        return self._owners[slot]

    async def _map(self) -> None:
        why: BaseException = RedisError("the cluster has no servers")
        for at in list(self._known):
            try:
                async with asyncio.timeout(self._seconds):
                    redis: Any = self._link(at).redis
                    found = await redis.execute_command("CLUSTER", "SLOTS")
            except FAILURES as error:
                why = error
                continue
            self._take(at, found)
            return
        raise RedisError(f"no server of the cluster answers ({str(why) or type(why).__name__})") from why

    def _take(self, asked: Address, found: Sequence[Sequence[Any]]) -> None:
        """Each row: the first slot, the last, the server that has them, and others that have copies."""
        rows = [
            (range(first, last + 1), Address((host or b"").decode() or asked.host, port))
            for first, last, (host, port, *_), *_ in found
        ]
        self._owners = {slot: at for slots, at in rows for slot in self._slots if slot in slots}
        self._known = list(dict.fromkeys([asked, *(at for _, at in rows), *self._places.first]))
        self._settle()

    def _settle(self) -> None:
        """Close what has nothing of ours any more, and have the others followed."""
        for at in self._links.keys() - set(self._owners.values()):
            closing = asyncio.create_task(self._links.pop(at).close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
        self._moved.ring()


class _Slot:
    """A `Way` to one slot."""

    def __init__(self, cluster: RedisCluster, slot: int) -> None:
        self._cluster = cluster
        self._slot = slot

    async def run(self, script: str, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """See Way."""
        return await self._cluster.run(self._slot, script, keys, args)
