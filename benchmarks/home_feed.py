"""A home page of one's own, ranked, with a million follows: 300 requests a second that come when they come.

python -m benchmarks.home_feed
"""

import asyncio
import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.results import Figure, busy_before, keep, median, spread
from benchmarks.stage import LOAD_CORE, Site, filled, running, sign_in, stories_said
from octavo.chassis.ids import to_text

READERS = 40
EDGES = 1_000_000
FOLLOWS = 100
LIKES = 10
RATE = 300
SECONDS = 10
RUNS = 3
P99_MS = 20.0
_CONNECTIONS = 48
_DAY = 86_400 * 1_000_000
_LEARN_SECONDS = 300.0
_SEEN_SECONDS = 35.0
"""Until every process has seen that there is something newer."""


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with filled() as data:
        with running(data) as site:
            cookies = [sign_in(site) for _ in range(READERS)]
            for cookie in cookies:
                assert b"Why this?" in site.get("/", Cookie=cookie)[2]
        edges, likes = _follow(data), _like(data)
        with running(data) as site:
            stories, learned = stories_said(site), _learned(data)
            for cookie in cookies:
                for _ in range(2):
                    site.get("/", Cookie=cookie)
            size = len(site.get("/", Cookie=cookies[0])[2])
            runs = [_asked(site, cookies) for _ in range(RUNS)]
            memory = site.memory_mb()
    p99 = median([run["p99"] for run in runs])
    lines: list[str | Figure] = [
        f"{stories}; {edges:,} follows, {FOLLOWS} of each reader; {likes:,} claps, {LIKES} of each reader,"
        f" walked over and learned from (in {learned:.0f} s, before); {READERS} readers signed in, in turn;"
        f" server on one core, load on the other; {RATE} requests/s sent at their times whether or not the"
        f" ones before were answered; times from when each was to be sent; {RUNS} runs of {SECONDS} s",
        "",
        f"p50 {median([run['p50'] for run in runs]):.2f} ms, p99 {p99:.2f} ms (runs"
        f" {spread([run['p99'] for run in runs])}), longest {max(run['longest'] for run in runs):.1f} ms",
        f"answered {sum(run['answers'] for run in runs):,.0f}, failed"
        f" {sum(run['failed'] for run in runs):.0f};"
        f" a page has {size:,} bytes; the site takes {memory:.0f} MB",
        Figure("home page, ranked, p99", p99, P99_MS, "ms"),
    ]
    return keep("home_feed", lines, began)


def _follow(data: Path) -> int:
    """A million follows, as the feed keeps them: of the readers that are here and of others."""
    chance = random.Random(7)
    with sqlite3.connect(data / "feed.db") as db:
        authors = [row[0] for row in db.execute("SELECT DISTINCT author_id FROM listings")]
        here = [row[0] for row in db.execute("SELECT reader_id FROM readers")]
        readers = here + [10**15 + number for number in range(EDGES // FOLLOWS - len(here))]
        now = int(time.time() * 1_000_000)

        def rows() -> object:
            for reader in readers:
                for author in chance.sample(authors, min(FOLLOWS, len(authors))):
                    yield reader, "PERSON", to_text(author), author, 1, now

        db.executemany("INSERT OR IGNORE INTO followings VALUES (?, ?, ?, ?, ?, ?)", rows())  # type: ignore[arg-type]
        db.execute("UPDATE readers SET built_at = 0")
        (count,) = db.execute("SELECT COUNT(*) FROM followings").fetchone()
    db.close()
    return int(count)


def _like(data: Path) -> int:
    """Claps of the same readers, as the graph and the feed keep them: of stories that are liked unequally."""
    chance = random.Random(8)
    with sqlite3.connect(data / "feed.db") as db:
        stories = [row[0] for row in db.execute("SELECT story_id FROM listings WHERE listed = 1")]
        readers = [row[0] for row in db.execute("SELECT DISTINCT reader_id FROM followings")]
        now = int(time.time() * 1_000_000)
        rows = [
            (reader, stories[int(len(stories) * chance.random() ** 2)], now - chance.randrange(30 * _DAY))
            for reader in readers
            for _ in range(LIKES)
        ]
        db.executemany("INSERT OR IGNORE INTO interests VALUES (?, ?, 3, 0, 1, ?)", rows)
        (count,) = db.execute("SELECT COUNT(*) FROM interests").fetchone()
    db.close()
    with sqlite3.connect(data / "graph.db") as db:
        claps = ((story, reader, 3, at, 1) for reader, story, at in rows)
        db.executemany(
            "INSERT OR IGNORE INTO claps (story_id, person_id, claps, at, counts) VALUES (?, ?, ?, ?, ?)",
            claps,
        )
    db.close()
    return int(count)


def _learned(data: Path) -> float:
    """Waits until the site has learned from them; seconds."""
    began = time.perf_counter()
    with sqlite3.connect(data / "feed.db") as db:
        while not db.execute("SELECT COUNT(*) FROM models").fetchone()[0]:
            if time.perf_counter() - began > _LEARN_SECONDS:
                raise TimeoutError("nothing was learned")
            time.sleep(0.5)
    db.close()
    time.sleep(_SEEN_SECONDS)
    return time.perf_counter() - began - _SEEN_SECONDS


def _asked(site: Site, cookies: list[str]) -> dict[str, float]:
    """One run, by a process of its own on the other core."""
    out = subprocess.run(
        ["taskset", "-c", LOAD_CORE, sys.executable, "-m", "benchmarks.home_feed", str(site.port)],
        input="\n".join(cookies),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = ("answers", "failed", "p50", "p99", "longest")
    return dict(zip(names, map(float, out.split()), strict=True))


async def _load(port: int, cookies: list[str]) -> None:
    """Sends at fixed times, on the connection that is free; waits for one where none is."""
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(_CONNECTIONS):
        free.put_nowait(await asyncio.open_connection("127.0.0.1", port, limit=1 << 20))
    took: list[float] = []
    failed = 0
    began = time.perf_counter() + 0.2

    async def ask(number: int) -> None:
        nonlocal failed
        due = began + number / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        reader, writer = await free.get()
        cookie = cookies[number % len(cookies)]
        writer.write(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
        body = await reader.readexactly(length)
        failed += b" 200 " not in head[:20] or b"Why this?" not in body
        took.append(time.perf_counter() - due)
        free.put_nowait((reader, writer))

    await asyncio.gather(*(ask(number) for number in range(RATE * SECONDS)))
    took.sort()
    times = (took[len(took) // 2], took[len(took) * 99 // 100], took[-1])
    print(len(took), failed, *(f"{1000 * one:.3f}" for one in times))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(_load(int(sys.argv[1]), sys.stdin.read().split("\n")))
    else:
        sys.exit(os.EX_OK if main() else 1)
