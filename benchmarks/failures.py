"""What it costs a call and a request to survive failures: deadlines, repeats, breakers and limits.

The same call over gRPC with all of it and without, two servers and two clients in turn; without, the
breaker, the budget and the limit are taken out, and deadline, identity and checks stay. Then the pieces
alone, and what a refused request costs beside one that is answered by next to nothing.

python -m benchmarks.failures
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

from benchmarks import calls
from benchmarks.calls import ANSWERS, IDS, IN_FLIGHT, READER, SECRET, Call, alone, build, many, told
from benchmarks.results import Figure, busy_before, keep, median
from benchmarks.stage import LOAD_CORE, ROOT, SERVER_CORE, folder
from octavo.chassis import peer, rpc
from octavo.chassis.admission import Admission
from octavo.chassis.calling import Line, RetryBudget
from octavo.chassis.context import Priority, acting_as, deadline
from octavo.chassis.place import Place
from octavo.serving.shedding import Shedding
from octavo.stories.api import CONTRACT, Stories

RUNS: Final = 5
PIECES: Final = 100_000
LIMIT_PIECE_US: Final = 5.0
LIMIT_SHARE: Final = 0.9
"""Of the calls a second without the machinery."""


class Straight:
    """A line without budget and breaker."""

    def __init__(self, *given: object, **more: object) -> None:
        pass

    async def carry(self, send: Callable[[bytes], Awaitable[bytes]], data: bytes) -> bytes:
        """The answer to one call."""
        return await send(data)


class Open:
    """A limit that lets everybody in."""

    def __init__(self, *given: object, **more: object) -> None:
        pass

    def admits(self, priority: Priority) -> bool:
        """Whether one more may come in."""
        return True

    def enter(self) -> None:
        """Work begins."""

    def leave(self, seconds: float | None) -> None:
        """Work has ended."""


@contextlib.asynccontextmanager
async def called(kind: str, address: str) -> AsyncIterator[Call]:
    """A call to a process of this kind, which runs inside the block."""
    words = ["-c", SERVER_CORE, sys.executable, "-m", "benchmarks.failures", kind, address]
    process = await asyncio.create_subprocess_exec("taskset", *words, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        await process.stdout.readline()
        peer.Line = Line if kind == "whole" else Straight  # type: ignore[assignment,attr-defined]
        place = Place(secret=SECRET, peers={"stories": address})
        stories = await place.get("stories", Stories, CONTRACT, build)  # type: ignore[type-abstract]

        async def call(size: int) -> object:
            async with deadline(10):
                return await stories.get_stories(story_ids=IDS[size])

        assert await call(1) == ANSWERS[1]
        yield call
        await place.close()
    finally:
        process.terminate()
        await process.wait()


async def each(work: Callable[[], Awaitable[object]]) -> list[float]:
    """Microseconds of one."""
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        for _ in range(PIECES):
            await work()
        taken.append((time.perf_counter() - begin) / PIECES * 1e6)
    return taken


async def pieces() -> dict[str, list[float]]:
    """Each piece alone, with the empty call that it is put around."""
    line = Line("x", repeatable=True, budget=RetryBudget(), counts=Counter())
    admission = Admission(time.monotonic, target=0.25)
    shut = Admission(time.monotonic, target=0.25, least=1, most=1)
    shut.enter()

    async def send(data: bytes) -> bytes:
        return data

    async def through() -> None:
        admission.admits(Priority.PUBLIC)
        admission.enter()
        began = time.monotonic()
        admission.leave(time.monotonic() - began)

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def sent(message: Any) -> None:
        pass

    scope = {"method": "GET", "headers": [(b"host", b"x"), (b"accept", b"text/html")]}
    open_, closed = Shedding(answer, admission), Shedding(answer, shut)
    return {
        "a call that is carried, empty, µs": await each(lambda: send(b"")),
        "a call that is carried, with a line, µs": await each(lambda: line.carry(send, b"")),
        "through the limit of calls, µs": await each(through),
        "a request, empty, µs": await each(lambda: answer(scope, None, sent)),
        "a request, before it the shedding, µs": await each(lambda: open_(scope, None, sent)),
        "a request that is refused, µs": await each(lambda: closed(scope, None, sent)),
    }


async def measured() -> list[str | Figure]:
    """The pieces; then calls, with and without in turn."""
    found = await pieces()
    single: dict[str, list[float]] = {"whole": [], "straight": []}
    flying: dict[str, list[float]] = {"whole": [], "straight": []}
    with folder() as place, acting_as(READER):
        async with (
            called("straight", f"unix:{place}/straight.sock") as straight,
            called("whole", f"unix:{place}/whole.sock") as whole,
        ):
            for call in (straight, whole):
                await alone(call, 1)
            for _ in range(RUNS):
                for kind, call in (("straight", straight), ("whole", whole)):
                    single[kind].append(await alone(call, 1))
                    flying[kind].append(await many(call, 1))
    share = median(flying["whole"]) / median(flying["straight"])
    names = list(found)
    line, shed = median(found[names[1]]) - median(found[names[0]]), median(found[names[2]])
    before = median(found[names[4]]) - median(found[names[3]])
    both = (("whole", "with all of it"), ("straight", "without"))
    return [
        f"{RUNS} runs, medians; over gRPC by Unix socket between two cores, as in calls",
        *(told(name, values) for name, values in found.items()),
        *(told(f"over gRPC alone, {name}, ms", single[kind]) for kind, name in both),
        *(told(f"{IN_FLIGHT} in flight, {name}, calls/s", flying[kind]) for kind, name in both),
        "",
        Figure("a call: budget, breaker and limit", line + shed, LIMIT_PIECE_US, "µs"),
        Figure("a request: the limit before the site", before, LIMIT_PIECE_US, "µs"),
        Figure("calls a second, with all of it against without", share, LIMIT_SHARE, least=True),
    ]


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    try:
        return keep("failures", asyncio.run(measured()), began)
    finally:
        os.sched_setaffinity(0, {int(SERVER_CORE), int(LOAD_CORE)})


if __name__ == "__main__":
    if len(sys.argv) == 3:
        if sys.argv[1] == "straight":
            rpc.Admission = Open  # type: ignore[assignment,attr-defined]
        asyncio.run(calls.serve("ours", sys.argv[2]))
    else:
        main()
