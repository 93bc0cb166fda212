"""Near copies are dropped as soon as a purge is in Redis, whichever process brought it there.

This is ahead of the process's own stream by as much as that takes to be looked up, and no more than that:
what is missed here comes by the stream all the same. So while the connection is lost the near cache works on,
and its copies of what is shared are dropped once, when the loss is noticed.
"""

import asyncio
import math
from collections.abc import Collection, Hashable, Mapping
from contextlib import suppress
from typing import Any, Final, Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from octavo.chassis.cache import NearCache
from octavo.chassis.redis_link import RedisLink
from octavo.chassis.stopping import end

_log = structlog.get_logger(__name__)

_PING_SECONDS: Final = 1.0
_SILENT_SECONDS: Final = 3.0
_AGAIN_SECONDS: Final = 0.5


class Servers(Protocol):
    """One Redis, or those of a cluster that have keys of ours."""

    @property
    def nodes(self) -> Mapping[Any, RedisLink]:
        """Those that are known now."""
        ...

    async def changed(self) -> None:
        """Until they are others."""
        ...


async def follow_all(servers: Servers, prefixes: Collection[str], near: Collection[NearCache]) -> None:
    """Be told of purges by each server, for ever: which of them has a key may change at any time."""
    following: dict[Hashable, asyncio.Task[None]] = {}
    try:
        while True:
            nodes = servers.nodes
            await end(*[following.pop(gone) for gone in following.keys() - nodes.keys()])
            for new in nodes.keys() - following.keys():
                following[new] = asyncio.create_task(Tracking(nodes[new].redis, prefixes, near).follow())
            if nodes.keys() == servers.nodes.keys():
                await servers.changed()
    finally:
        await end(*following.values())


class Tracking:
    """Client-side tracking (RESP3) by one server of every key that begins with a prefix; a tag follows it.

    near: the caches whose copies are dropped.
    """

    def __init__(self, redis: Redis, prefixes: Collection[str], near: Collection[NearCache]) -> None:
        self._redis = redis
        self._prefixes = [prefix.encode() for prefix in prefixes]
        self._near = near
        self.follows = False
        """Whether Redis tells of purges just now."""

    async def follow(self) -> None:
        """Be told of purges, for ever."""
        while True:
            connection: Any = self._redis.connection_pool.make_connection()  # type: ignore[no-untyped-call] # its own
            pinging: asyncio.Task[None] | None = None
            try:
                async with asyncio.timeout(_SILENT_SECONDS):
                    await connection.connect()
                    connection._get_parser().set_invalidation_push_handler(_as_it_came)
                    words = [word for prefix in self._prefixes for word in ("PREFIX", prefix)]
                    await connection.send_command("CLIENT", "TRACKING", "ON", "BCAST", *words)
                    await connection.read_response()
                self.follows = True
                pinging = asyncio.create_task(_ping(connection))
                while True:
                    async with asyncio.timeout(_SILENT_SECONDS):
                        self._told(await connection.read_response(timeout=math.inf, push_request=True))
            except (RedisError, OSError, TimeoutError) as error:
                if self.follows:
                    _log.info("cache_tracking_lost", why=str(error) or type(error).__name__)
            finally:
                if pinging is not None:
                    pinging.cancel()
                if self.follows:
                    self._lost()
                await connection.disconnect(nowait=True)
            await asyncio.sleep(_AGAIN_SECONDS)

    def _lost(self) -> None:
        self.follows = False
        for near in self._near:
            near.forget_shared()

    def _told(self, message: Any) -> None:
        """A push of keys that changed; without any, all did. Anything else answers our pings."""
        if not isinstance(message, list) or message[:1] != [b"invalidate"]:
            return
        if not message[1]:
            for near in self._near:
                near.forget_shared()
            return
        tags = {
            key[len(prefix) :].decode(errors="replace")
            for key in message[1]
            for prefix in self._prefixes
            if key.startswith(prefix)
        }
        for near in self._near:
            near.purge(tags)


async def _as_it_came(message: Any) -> Any:
    """A push that the client would keep to itself, if nobody asked for it."""
    return message


async def _ping(connection: Any) -> None:
    """Have something to hear, so that a connection that is dead is noticed by the one who listens."""
    with suppress(RedisError, OSError):
        while True:
            await asyncio.sleep(_PING_SECONDS)
            await connection.send_command("PING", check_health=False)
