"""How soon a site full of stories answers, and what it takes in memory: idle, and after a million requests.

The million goes to every story, the home page and the feed in turn, so that the page cache fills.

python -m benchmarks.start_and_memory
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import BROWSER, in_turn, load
from benchmarks.results import Figure, busy_before, keep, median, spread
from benchmarks.stage import (
    ROOT,
    SERVER_CORE,
    Site,
    all_stories,
    environment,
    filled,
    folder,
    free_port,
    running,
    stories_said,
)

STARTS = 5
IDLE_SECONDS = 5
MILLION = 1_000_000
SECONDS = 10
LIMIT_SECONDS, LIMIT_IDLE_MB, LIMIT_MORE_MB = 1.5, 150.0, 20.0


@contextmanager
def cold(data: Path) -> Iterator[float]:
    """Start the site, and tell how many seconds passed until its first answer."""
    port = free_port()
    variables = environment(data, OCTAVO_PORT=str(port), OCTAVO_OPERATOR_PORT="0")
    command = ["taskset", "-c", SERVER_CORE, sys.executable, "-m", "octavo", "up"]
    begin = time.monotonic()
    process = subprocess.Popen(command, env=variables, cwd=ROOT, stdout=subprocess.DEVNULL)
    site = Site(port=port, data=data, process=process, operator_port=0)
    try:
        while True:
            try:
                assert site.get("/")[0] == 200
                break
            except OSError:
                if process.poll() is not None or time.monotonic() - begin > 30:
                    raise
                time.sleep(0.001)
        yield time.monotonic() - begin
    finally:
        process.terminate()
        process.wait(20)


def starts(data: Path) -> list[float]:
    """Seconds to the first answer of each start."""
    taken = []
    for _ in range(STARTS):
        with cold(data) as seconds:
            taken.append(seconds)
    return taken


def million(site: Site, place: Path) -> int:
    """Ask a million times; how many answers wrk counted."""
    script = in_turn(place / "all.lua", ["/", "/feed", *all_stories(site)])
    requests = 0
    while requests < MILLION:
        counted = load(site.url, seconds=SECONDS, script=script, Accept_Encoding=BROWSER)
        if counted.errors or not counted.requests:
            raise RuntimeError(f"{counted.errors} errors")
        requests += counted.requests
    return requests


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with filled() as data, folder() as place:
        taken = starts(data)
        with running(data) as site:
            time.sleep(IDLE_SECONDS)
            idle = site.memory_mb()
            stories = stories_said(site)
            paths = all_stories(site)
            for path in paths:
                site.get(path, Accept_Encoding=BROWSER)
            time.sleep(1)
            each = site.memory_mb()
            requests = million(site, place)
            time.sleep(IDLE_SECONDS)
            after = site.memory_mb()
            held = site.counter("octavo_cache_held_bytes", cache="pages") / 2**20
    lines: list[str | Figure] = [
        f"{stories}; memory is the proportional set size of all processes, in MiB",
        f"starts to the first answer, s: {spread(taken)}",
        f"idle {idle:.1f}; after each story was read once {each:.1f}; after {requests:,} requests {after:.1f}"
        f" (the page cache holds {held:.1f} of it)",
        "",
        Figure("start to the first answer, median", median(taken), LIMIT_SECONDS, "s"),
        Figure("idle memory", idle, LIMIT_IDLE_MB, "MB"),
        Figure("more after a million requests", after - idle, LIMIT_MORE_MB, "MB"),
    ]
    return keep("start_and_memory", lines, began)


if __name__ == "__main__":
    main()
