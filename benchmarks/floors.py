"""What one process does under five times too much at each limit that could be its smallest, and at the one
it learns: with too small a limit work waits to be let in, with too large a one answers wait for each other.

The same reads and load as in overload, the limit held at each number in turn, then left to itself.

python -m benchmarks.floors
"""

import sys
from typing import Final

from benchmarks.overload import PATIENCE, TIMES, Told, able, asked, paths_of
from benchmarks.results import Figure, busy_before, keep
from benchmarks.stage import at_rest, filled, running, stories_said
from octavo.chassis.admission import SHARES
from octavo.serving.limits import HTTP_LIMITS

LIMITS: Final = (8, 32, 100, 300, 1000)
SECONDS: Final = 12
FLOOR: Final = HTTP_LIMITS.requests_least
FLOOR_SHARE: Final = 0.9
"""Of the most that any limit gives."""


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with filled() as data:
        with running(data) as site:
            paths, said = paths_of(site), stories_said(site)
            at_rest(site)
            capacity = able(site, paths)
            learned = asked(site, paths, TIMES * capacity, SECONDS)
            limit = site.counter("octavo_http_requests_limit")
        held = {}
        for number in LIMITS:
            both = str(number)
            with running(data, OCTAVO_HTTP_REQUESTS_LEAST=both, OCTAVO_HTTP_REQUESTS_MOST=both) as site:
                held[number] = asked(site, paths, TIMES * capacity, SECONDS)
    good = {number: sum(one.good) / SECONDS for number, one in held.items()}
    shares = ", ".join(f"{priority.name.lower()} {int(FLOOR * share)}" for priority, share in SHARES.items())
    share = good[FLOOR] / max(good.values())
    lines: list[str | Figure] = [
        f"{said}; {TIMES} times as much as {capacity:,.0f}/s for {SECONDS} s, as in overload",
        "",
        *(_told(f"held at {number}", one, capacity) for number, one in held.items()),
        _told(f"learned (at the end {limit:,.0f})", learned, capacity),
        f"the smallest limit, {FLOOR}, lets in while less is in work: {shares}",
        "",
        Figure(f"good at {FLOOR}, of the most at any limit", share, FLOOR_SHARE, "", least=True),
        Figure(f"99 of 100 waits at {FLOOR}", held[FLOOR].waits[1], PATIENCE, "s"),
    ]
    return keep("floors", lines, began)


def _told(what: str, one: Told, capacity: float) -> str:
    rate = sum(one.good) / SECONDS
    half, most = one.waits
    return (
        f"{what:26} {rate:6,.0f} good/s ({rate / capacity:.2f} of what it can), waits {half * 1000:,.0f} ms,"
        f" 99 of 100 within {most * 1000:,.0f} ms; late or never {one.late / SECONDS:,.0f}/s"
    )


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
