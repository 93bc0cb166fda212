"""Five times as much as one process can do for a minute, then as much as it can: what is still answered.

Reads that no cache holds (the responses below stories), sent at their times over many connections whether or
not those before were answered; good is a 200 within a second of when it was due. The same for a while with a
process that takes all that comes.

python -m benchmarks.overload
"""

import asyncio
import gc
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import msgspec
import uvloop

from benchmarks.results import Figure, busy_before, keep
from benchmarks.stage import LOAD_CORE, STORY_PATH, Site, at_rest, filled, running, stories_said

TIMES: Final = 5
SECONDS: Final = 60
UNLIMITED_SECONDS: Final = 15
AFTER_SECONDS: Final = 10
CAPACITY_SECONDS: Final = 10
PATIENCE: Final = 1.0
CONNECTIONS: Final = 1_500
GOOD_SHARE: Final = 0.8
BACK_SHARE: Final = 0.95
BACK_SECONDS: Final = 5
_STAYS_SECONDS: Final = 3
"""It is back when it stays so for as long: one good second between bad ones is none."""
_AHEAD: Final = 0.01
"""Seconds by which a request is made ready before it is due: all at once they would hold up the first."""
_BUSY: Final = 16
_AFTER_SHARE: Final = 0.8


class Told(msgspec.Struct):
    """Of one run: good answers in each second by when they were due, refusals, what never came in time."""

    good: list[int]
    refused: int = 0
    late: int = 0
    sent: int = 0
    waits: list[float] = []
    """Of the good ones, from when they were due: the 50th and 99th of a hundred, in seconds."""


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with filled() as data:
        with running(data) as site:
            paths, said = paths_of(site), stories_said(site)
            at_rest(site)
            capacity = able(site, paths)
            during = asked(site, paths, TIMES * capacity, SECONDS)
            after = asked(site, paths, _AFTER_SHARE * capacity, AFTER_SECONDS)
            shed = site.counter("octavo_http_requests_shed_total")
            away = site.counter("octavo_http_requests_turned_away_total")
        many = "10000"
        with running(data, OCTAVO_HTTP_REQUESTS_LEAST=many, OCTAVO_HTTP_REQUESTS_MOST=many) as site:
            without = asked(site, paths, TIMES * capacity, UNLIMITED_SECONDS)
    share = sum(during.good) / SECONDS / capacity
    bare = sum(without.good) / UNLIMITED_SECONDS / capacity
    wanted = BACK_SHARE * _AFTER_SHARE * capacity
    back = next((at for at in range(AFTER_SECONDS) if _stays(after.good[at:], wanted)), AFTER_SECONDS)
    lines: list[str | Figure] = [
        f"{said}; server on one core, load on the other, {CONNECTIONS} connections; good: 200 within"
        f" {PATIENCE:.0f} s of its time",
        "",
        f"alone, {_BUSY} at once: {capacity:,.0f}/s",
        f"{TIMES} times as much for {SECONDS} s: {sum(during.good) / SECONDS:,.0f} good/s of"
        f" {during.sent / SECONDS:,.0f} sent/s; refused {during.refused / SECONDS:,.0f}/s, late or never"
        f" {during.late / SECONDS:,.0f}/s; the worst second {min(during.good)}",
        f"shed {shed:,.0f}, of them turned away before anything was made of them {away:,.0f}",
        f"the same without a limit, {UNLIMITED_SECONDS} s:"
        f" {sum(without.good) / UNLIMITED_SECONDS:,.0f} good/s ({bare:.2f} of what it can)",
        f"then {_AFTER_SHARE} of what it can: good in each second {after.good}",
        Figure("good answers under overload, of what it can", share, GOOD_SHARE, "", least=True),
        Figure(
            f"seconds until {BACK_SHARE} of what is asked is good and stays so",
            float(back),
            float(BACK_SECONDS),
            "s",
        ),
    ]
    return keep("overload", lines, began)


def _stays(good: list[int], wanted: float) -> bool:
    return len(good) >= _STAYS_SECONDS and all(count >= wanted for count in good[:_STAYS_SECONDS])


def paths_of(site: Site) -> list[str]:
    """Where the responses to some stories are read."""
    home = site.get("/")[2].decode()
    ids = {path.rpartition("-")[2] for path in STORY_PATH.findall(home)}
    return [f"/p/{one}/responses" for one in sorted(ids)]


def able(site: Site, paths: list[str]) -> float:
    """What it does a second when it is asked for as much as it can."""
    return sum(asked(site, paths, 0, CAPACITY_SECONDS).good) / CAPACITY_SECONDS


def asked(site: Site, paths: list[str], rate: float, seconds: int) -> Told:
    """One run, by a process of its own on the other core; rate 0: a few at once, as fast as they go."""
    command = ["taskset", "-c", LOAD_CORE, sys.executable, "-m", "benchmarks.overload"]
    out = subprocess.run(
        [*command, str(site.port), str(rate), str(seconds)],
        input="\n".join(paths),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parent.parent,
    ).stdout
    return msgspec.json.decode(out, type=Told)


class _Load:
    def __init__(self, port: int, paths: list[str], seconds: int) -> None:
        self._port = port
        self._requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode() for path in paths]
        self._free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter] | None] = asyncio.Queue()
        self._seconds = seconds
        self._waits: list[float] = []
        self.told = Told([0] * seconds)

    async def at_rate(self, rate: float) -> None:
        """At fixed times; who finds no free connection within their patience was not answered."""
        for _ in range(CONNECTIONS):
            self._free.put_nowait(None)
        began, sent, all_ = time.perf_counter() + 0.2, 0, int(rate * self._seconds)
        asked: set[asyncio.Task[None]] = set()
        while sent < all_:
            due = min(all_, 1 + int(max(0.0, time.perf_counter() - began + _AHEAD) * rate))
            for number in range(sent, due):
                task = asyncio.create_task(self._one(number, began, number / rate))
                asked.add(task)
                task.add_done_callback(asked.discard)
            sent = due
            await asyncio.sleep(_AHEAD / 2)
        await asyncio.gather(*asked)
        waits = sorted(self._waits) or [0.0]
        self.told.waits = [waits[int(share * (len(waits) - 1))] for share in (0.5, 0.99)]

    async def _one(self, number: int, began: float, due: float) -> None:
        await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
        self.told.sent += 1
        try:
            async with asyncio.timeout(max(0.0, began + due + PATIENCE - time.perf_counter())):
                link = await self._free.get()
        except TimeoutError:
            self.told.late += 1
            return
        try:
            left = began + due + PATIENCE - time.perf_counter()
            async with asyncio.timeout(max(0.0, left)):
                link, status = await self._ask(link, number)
        except (TimeoutError, OSError, EOFError):
            self.told.late += 1
            if link is not None:
                link[1].transport.abort()
            link = None
        else:
            if status == 200:
                self.told.good[int(due)] += 1
                self._waits.append(time.perf_counter() - began - due)
            else:
                self.told.refused += 1
        self._free.put_nowait(link)

    async def _ask(
        self, link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None, number: int
    ) -> tuple[tuple[asyncio.StreamReader, asyncio.StreamWriter], int]:
        reader, writer = link or await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20)
        writer.write(self._requests[number % len(self._requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        assert length is not None, head
        await reader.readexactly(int(length[1]))
        return (reader, writer), int(head[9:12])

    async def busy(self) -> None:
        """A few at once, each as soon as the one before is answered."""
        began = time.perf_counter()

        async def one(number: int) -> None:
            link = None
            while (now := time.perf_counter() - began) < self._seconds:
                link, status = await self._ask(link, number)
                self.told.sent += 1
                self.told.good[int(now)] += status == 200
                number += 1

        await asyncio.gather(*(one(number) for number in range(_BUSY)))


async def _load(port: int, rate: float, seconds: int) -> None:
    gc.disable()  # it ends before it has made much
    load = _Load(port, sys.stdin.read().split("\n"), seconds)
    await (load.at_rate(rate) if rate else load.busy())
    print(msgspec.json.encode(load.told).decode())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_load(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
    else:
        sys.exit(os.EX_OK if main() else 1)
