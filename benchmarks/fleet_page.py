"""A story's page and its reader's own part, signed in: a fleet beside two workers, on the same two cores.

The fleet is `examples/fleet.toml`: HAProxy, two edges, services in processes of their own over PostgreSQL,
Redis and NATS. wrk shares the cores. Where a fleet's time goes is told by process.

python -m benchmarks.fleet_page
"""

import os
import re
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.load import BROWSER, Load, in_turn, load
from benchmarks.results import Figure, busy_before, keep, median, spread
from benchmarks.signed_in import here
from benchmarks.stage import family, folder, running
from tests.faults.writing import Client
from tests.fleet.conftest import fleet, place

RUNS = 5
SECONDS = 5
CONNECTIONS = 32
CORES = "0,1"
SHARE = 0.4
PARAGRAPHS = 40
_TICKS = os.sysconf("SC_CLK_TCK")


def _story(client: Client) -> str:
    """A story of some length, published; its address."""
    blocks = ",".join(
        f'{{"type":"paragraph","attrs":{{"id":"b1ock{number:03d}"}},"content":[{{"type":"text","text":"'
        f'{"Three herons stood by the river and looked at the water. " * 6}"}}]}}'.replace("0", "z")
        for number in range(1, PARAGRAPHS + 1)
    )
    content = {"title": "Of herons", "body": f'{{"type":"doc","content":[{blocks}]}}'}
    status, made = client.call("stories.v1.Stories/CreateDraft", {"content": content})
    draft = made.get("draft")
    assert status == 200, made
    assert isinstance(draft, dict)
    status, told = client.call("stories.v1.Stories/Publish", {"storyId": draft["id"], "version": 1})
    assert status == 200, told
    return f"/@ada/of-herons-{draft['id']}"


def _load(port: int, client: Client, path: str, at: Path) -> list[Load]:
    script = in_turn(at / "asked.lua", (path, here(path)))
    url, cookie = f"http://127.0.0.1:{port}", f"{client.cookie}; signed-in=1"
    for _ in range(3):
        load(url, connections=8, seconds=1, script=script, Accept_Encoding=BROWSER, Cookie=cookie)
    return [
        load(
            url,
            connections=CONNECTIONS,
            seconds=SECONDS,
            script=script,
            Accept_Encoding=BROWSER,
            Cookie=cookie,
        )
        for _ in range(RUNS)
    ]


def _spent(pid: int) -> dict[str, float]:
    """Seconds of processor time by what a process is."""
    spent: dict[str, float] = defaultdict(float)
    for one in family(pid):
        try:
            words = Path(f"/proc/{one}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            times = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        spent[_kind(words)] += (int(times[11]) + int(times[12])) / _TICKS
    return spent


def _kind(words: str) -> str:
    for kind in ("haproxy", "postgres", "redis", "nats"):
        if kind in words:
            return kind
    found = re.search(r"octavo run (\S+)", words)
    return "edge" if found and found[1] == "edge" else found[1] if found else "the fleet itself"


def _of_fleet() -> tuple[list[Load], dict[str, float]]:
    with place() as at, fleet(at) as site:
        client = Client(site.port)
        client.become_owner(site.wait_for(r"http\S+/sign-in/link/\S+"))
        path = _story(client)
        before = _spent(site.process.pid)
        loads = _load(site.port, client, path, at)
        after = _spent(site.process.pid)
        return loads, {kind: seconds - before.get(kind, 0.0) for kind, seconds in after.items()}


def _owner_link(log: Path) -> str:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if link := re.search(r"http\S+/sign-in/link/\S+", log.read_text()):
            return link[0]
        time.sleep(0.05)
    raise RuntimeError(log.read_text())


def _of_workers() -> list[Load]:
    with folder() as at:
        data = at / "data"
        with running(data, workers=2, core=CORES) as site:
            client = Client(site.port)
            client.become_owner(_owner_link(next(at.glob("octavo-*.log"))))
            return _load(site.port, client, _story(client), at)


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    workers = _of_workers()
    apart, spent = _of_fleet()
    pairs = {"two workers": [one.rate / 2 for one in workers], "fleet": [one.rate / 2 for one in apart]}
    total = sum(spent.values())
    lines: list[str | Figure] = [
        f"a story of {PARAGRAPHS} paragraphs and its /me/here; {CONNECTIONS} connections, {RUNS} runs of"
        f" {SECONDS} s, medians; wrk shares core 1",
        "",
        *(
            f"{name:<14}{median(rates):>8,.0f} pairs/s   runs {spread(rates)}"
            for name, rates in pairs.items()
        ),
        f"p99 of single requests: two workers {median([one.p99_ms for one in workers]):.1f} ms, fleet"
        f" {median([one.p99_ms for one in apart]):.1f} ms",
        "",
        "where the fleet's processor time went:",
        *(
            f"  {kind:<18}{seconds / total:>6.0%}"
            for kind, seconds in sorted(spent.items(), key=lambda one: -one[1])
        ),
        "",
        Figure(
            "story page signed in, the fleet's share of two workers",
            median(pairs["fleet"]) / median(pairs["two workers"]),
            SHARE,
            least=True,
        ),
        Figure("errors", sum(one.errors for one in [*workers, *apart]), 0),
    ]
    return keep("fleet_page", lines, began)


if __name__ == "__main__":
    main()
