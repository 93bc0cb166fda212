"""A key that is asked for a hundred times a second in a flood of others, over a near cache that holds five:
how often Redis is asked for it, where hot keys are found and spared and where they are not.

python -m benchmarks.hot_key
"""

import asyncio

from benchmarks.results import Figure, busy_before, keep
from octavo.chassis import heat
from octavo.chassis.cache import NearCache
from octavo.chassis.redis_tier import RedisTier
from octavo.chassis.sharing import Codec
from tests import redis_server
from tests.redis_server import RedisServer

SECONDS = 2
FLOOD = 600
"""Other keys a second, each once; a second is what the cache's clock says, whatever the machine does."""
HOT = 100
ROOM = 5
LIMIT_SHARE = 0.05
WORD = Codec("word", str)


async def asked(url: str, *, found: bool) -> tuple[int, int]:
    """Reads of the hot key, and how many of them went to Redis."""
    reads = far = steps = 0
    tier = RedisTier(url, site=f"bench {found}", seconds=5.0)
    near = NearCache(max_bytes=ROOM, tier=tier, clock=lambda: steps / FLOOD)
    tier.begins("bench", 1)

    async def load() -> str:
        return "page"

    async with tier.running(near):
        while not tier.ready:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
        while steps < SECONDS * FLOOD:
            steps += 1
            await near.get_or_load(("cold", steps), load, size=1, tags=(), ttl=600.0, codec=WORD)
            if steps % (FLOOD // HOT) == 0:
                reads += 1
                far += near.peek("hot") is None
                await near.get_or_load("hot", load, size=1, tags=(), ttl=600.0, codec=WORD)
    return reads, far


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    if not redis_server.is_here():
        print("not measured: Redis is not here")
        return True
    lines: list[str | Figure] = []
    with RedisServer.running() as redis:
        reads, far = asyncio.run(asked(redis.url, found=True))
        limit, heat.HOT = heat.HOT, float("inf")
        others = asyncio.run(asked(redis.url, found=False))
        heat.HOT = limit
    lines.append(f"{SECONDS} s of {HOT} reads a second of one key and {FLOOD} of others, {ROOM} values near:")
    lines.append(f"  hot keys not looked for: {others[1]} of {others[0]} reads go to Redis")
    lines.append(f"  found and spared: {far} of {reads}")
    lines.append(Figure("share of the reads of a hot key that go to Redis", far / reads, LIMIT_SHARE))
    return keep("hot_key", lines, began)


if __name__ == "__main__":
    main()
