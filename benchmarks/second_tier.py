"""A Redis behind the near caches of three processes: how often an edited page is made while all of them are
asked for it at full speed, what a hot key costs near and from Redis, and what a dead Redis costs.

python -m benchmarks.second_tier
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from benchmarks.editing import Editor
from benchmarks.load import BROWSER, Load, Loading
from benchmarks.results import Figure, busy_before, keep, median, number, spread
from benchmarks.stage import Site, filled, middling_story, running, stories_said
from octavo.chassis.cache import NearCache
from octavo.chassis.redis_tier import RedisTier
from octavo.serving.page_cache import CODEC, Page, StoredPage, prepare
from tests import redis_server
from tests.redis_server import RedisServer

WORKERS = 3
EDITS = 20
SECONDS = 8
CONNECTIONS = 48
RUNS = 3
NEAR_CALLS = 200_000
REDIS_CALLS = 2_000
LIMIT_RENDERS = 1.0
LIMIT_DEAD_MS = 5.0
PATIENCE = "1"
"""Seconds that Redis has: wrk and three processes share two cores here."""


def purges(redis: RedisServer) -> int:
    """How many were applied in Redis so far."""
    ledger = redis.ask("KEYS", "*ledger").split("\r\n")[2]
    return int(redis.ask("HGET", ledger, "s").split("\r\n")[1])


def edited(site: Site, path: str, redis: RedisServer | None) -> tuple[dict[str, float], Load]:
    """What became of loads and of questions to Redis, with the purges, and what wrk counted meanwhile."""
    editor = Editor(site, path)
    editor.publish()
    site.get(path)
    time.sleep(0.5)
    loading = Loading(site.url + path, connections=CONNECTIONS, seconds=SECONDS, Accept_Encoding=BROWSER)
    time.sleep(0.5)
    names = ("hits", "waits", "loads", "refused", "lost", "alone", "failures")

    def told() -> dict[str, float]:
        return {
            "copies": site.counter("octavo_cache_events_total", cache="pages", event="loads"),
            "purges": purges(redis) if redis else 0,
        } | {name: site.counter("octavo_cache_events_total", cache="shared", event=name) for name in names}

    before = told()
    for _ in range(EDITS):
        editor.publish()
        time.sleep(0.3)
    after = told()
    return {name: after[name] - before[name] for name in before}, loading.result()


def of_edits(redis: RedisServer) -> list[str | Figure]:
    """Three workers that are asked for one story while it is edited: without Redis, and with it."""
    lines: list[str | Figure] = []
    for name, settings in (
        ("without Redis", {}),
        ("with Redis", {"OCTAVO_CACHE_URL": redis.url, "OCTAVO_CACHE_SECONDS": PATIENCE}),
    ):
        with filled() as data, running(data, workers=WORKERS, **settings) as site:
            path = middling_story(site)
            if not lines:
                lines += [f"{stories_said(site)}; the page {path}; {EDITS} edits under wrk", ""]
            what, load = edited(site, path, redis if settings else None)
        said = ", ".join(f"{count:.0f} {event}" for event, count in what.items() if count)
        lines.append(
            f"{WORKERS} workers {name}: wrk {load.rate:,.0f} requests/s, errors {load.errors}; {said}"
        )
        made = what["loads"] + what["alone"] if settings else what["copies"]
        lines.append(f"  renders for each edit: {number(made / EDITS)}")
        if settings:  # an edit purges its page once, and once more where marks have moved with the text
            lines.append(Figure("  renders for each invalidation", made / what["purges"], LIMIT_RENDERS))
    return lines


async def used(tier: RedisTier) -> None:
    """Once it is asked."""
    while not tier.ready:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.01)


async def microseconds(call: Callable[[], Awaitable[object]], times: int) -> list[float]:
    """Of one call, in each run."""
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        for _ in range(times):
            await call()
        taken.append((time.perf_counter() - begin) / times * 1e6)
    return taken


async def of_a_hot_key(redis: RedisServer) -> list[str | Figure]:
    """A page of 40 KB near, from Redis each time, and while Redis is gone."""
    text = b"".join(b"<p>Paragraph %d of a page that everybody reads.</p>" % at for at in range(800))
    page = prepare(Page(body=text, tags=("story:1", "stories")))

    async def load() -> StoredPage:
        return page

    tier = RedisTier(redis.url, site="bench", seconds=0.05)
    near, none = NearCache(max_bytes=1 << 24, tier=tier), NearCache(max_bytes=0, tier=tier)
    alone = NearCache(max_bytes=0)
    tier.begins("bench", 1)
    async with tier.running(near):
        await used(tier)
        kept = await microseconds(lambda: near.get_or_load("hot", load, codec=CODEC), NEAR_CALLS)
        far = await microseconds(lambda: none.get_or_load("hot", load, codec=CODEC), REDIS_CALLS)
        bare = await microseconds(lambda: alone.get_or_load("hot", load), REDIS_CALLS)
        redis.freeze()
        begin = time.perf_counter()
        await none.get_or_load("hot", load, codec=CODEC)
        first = (time.perf_counter() - begin) * 1000
        dead = await microseconds(lambda: none.get_or_load("hot", load, codec=CODEC), REDIS_CALLS)
        redis.thaw()
        await used(tier)
        redis.kill()
        begin = time.perf_counter()
        await none.get_or_load("hot", load, codec=CODEC)
        killed = (time.perf_counter() - begin) * 1000
        gone = await microseconds(lambda: none.get_or_load("hot", load, codec=CODEC), REDIS_CALLS)
    return [
        "",
        f"a page of {len(text) // 1000} KB, compressed {page.size // 1000} KB with its forms; µs of a call:",
        _told("near", kept),
        _told("from Redis each time", far),
        f"  {'near is faster by':<38}{number(median(far) / median(kept)):>8} times",
        _told("no tier, a load that costs nothing", bare),
        _told("the same, Redis frozen", dead),
        _told("the same, Redis killed", gone),
        f"  the call that finds it frozen: {first:.1f} ms (limit: 50 ms), killed: {killed:.1f} ms",
        Figure("each call after it, Redis frozen or killed", max(*dead, *gone) / 1000, LIMIT_DEAD_MS, "ms"),
    ]


def _told(what: str, values: list[float]) -> str:
    return f"  {what:<38}{number(median(values)):>8}   runs {spread(values)}"


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    if not redis_server.is_here():
        print("not measured: Redis is not here")
        return True
    with RedisServer.running() as redis:
        lines = of_edits(redis)
        lines += asyncio.run(of_a_hot_key(redis))
    return keep("second_tier", lines, began)


if __name__ == "__main__":
    main()
