"""What a call of a service costs: in the caller's process, and over gRPC beside bare grpc.aio.

The same method with the same answer: here through `Place`, as every part of the site has its services; there
from another process on the other core, with identity, deadline and checked messages; bare, bytes of the same
length there and back. And what it costs that the site counts every call: rate, failures and durations of each
method.

python -m benchmarks.calls
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, cast

import grpc
from grpc import aio

from benchmarks.results import Figure, busy_before, keep, median, number, spread
from benchmarks.stage import LOAD_CORE, ROOT, SERVER_CORE, folder
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.faults import Unimplemented
from octavo.chassis.place import Place
from octavo.stories.api import CONTRACT, Stories, Tag

RUNS = 3
HERE_CALLS = 200_000
ALONE_CALLS = 2_000
MANY_CALLS = 10_000
IN_FLIGHT = 64
LIMIT_HERE_US = 2.0
CALLS_OF_A_PAGE = 16
"""More than any page makes: the most that were counted were twelve, of a story's page with cold copies."""
LIMIT_COUNTING_US = 30.0
SECRET: Final = b"only for this measurement, 32 bytes long"
TAGS: Final = tuple(Tag(name=f"a tag of number {number}", stories=number) for number in range(20))
BARE_PATH: Final = "/bare.Echo/Echo"
BARE_ANSWER: Final = b"t" * 480  # about what 20 tags take
READER: Final = Caller(person_id="1111111AnNa", roles=frozenset({"member", "confirmed"}))

Call = Callable[[], Awaitable[object]]


class Answering:
    """Stories that know one answer."""

    async def list_tags(self, *, limit: int = 20) -> tuple[Tag, ...]:
        """The same tags for everyone."""
        return TAGS

    def __getattr__(self, name: str) -> Any:
        async def unknown(**arguments: object) -> None:
            raise Unimplemented

        return unknown


def build() -> Stories:
    """As the composition root builds a service."""
    return cast(Stories, Answering())


async def serve(kind: str, address: str) -> None:
    """The other process: our server, or a bare one, until it is ended."""
    if kind == "ours":
        place = Place(secret=SECRET)
        await place.get("stories", Stories, CONTRACT, build)  # type: ignore[type-abstract]
        await place.serve(address)
    else:

        async def echo(data: bytes, context: object) -> bytes:
            return BARE_ANSWER

        server = aio.server()
        handler = grpc.unary_unary_rpc_method_handler(echo)
        echoing = grpc.method_handlers_generic_handler("bare.Echo", {"Echo": handler})
        server.add_generic_rpc_handlers((echoing,))
        server.add_insecure_port(address)
        await server.start()
    print("serving", flush=True)
    await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def called(kind: str, address: str) -> AsyncIterator[Call]:
    """A call to a process of this kind, which runs inside the block."""
    words = ["-c", SERVER_CORE, sys.executable, "-m", "benchmarks.calls", kind, address]
    process = await asyncio.create_subprocess_exec("taskset", *words, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        await process.stdout.readline()
        if kind == "ours":
            place = Place(secret=SECRET, peers={"stories": address})
            stories = await place.get("stories", Stories, CONTRACT, build)  # type: ignore[type-abstract]
            assert await stories.list_tags(limit=20) == TAGS
            yield lambda: stories.list_tags(limit=20)
            await place.close()
        else:
            async with aio.insecure_channel(address) as channel:
                bare = channel.unary_unary(BARE_PATH, None, None)
                yield lambda: bare(b"limit")
    finally:
        process.terminate()
        await process.wait()


async def alone(call: Call, times: int) -> float:
    """Milliseconds of a call, one after the other."""
    begin = time.perf_counter()
    for _ in range(times):
        await call()
    return (time.perf_counter() - begin) / times * 1000


async def many(call: Call) -> float:
    """Calls a second with so many in flight."""

    async def one_after_another() -> None:
        for _ in range(MANY_CALLS // IN_FLIGHT):
            await call()

    begin = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(IN_FLIGHT)))
    return MANY_CALLS // IN_FLIGHT * IN_FLIGHT / (time.perf_counter() - begin)


async def here(*, measures: bool) -> list[float]:
    """Microseconds of a call in this process, through the place."""
    place = Place(secret=SECRET, measures=measures)
    stories = await place.get("stories", Stories, CONTRACT, build)  # type: ignore[type-abstract]
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        for _ in range(HERE_CALLS):
            await stories.list_tags(limit=20)
        taken.append((time.perf_counter() - begin) / HERE_CALLS * 1e6)
    return taken


def told(what: str, values: list[float]) -> str:
    """A median, and the runs that it is of."""
    return f"{what:<40}{number(median(values)):>8}   runs {spread(values)}"


async def measured() -> list[str | Figure]:
    """All three, the two over gRPC in turn."""
    single: dict[str, list[float]] = {"ours": [], "bare": []}
    flying: dict[str, list[float]] = {"ours": [], "bare": []}
    bare, near = await here(measures=False), await here(measures=True)
    with folder() as place, acting_as(READER):
        async with (
            called("ours", f"unix:{place}/ours.sock") as ours,
            called("bare", f"unix:{place}/bare.sock") as echo,
        ):
            for call in (ours, echo):
                await alone(call, 200)
            for _ in range(RUNS):
                for kind, call in (("bare", echo), ("ours", ours)):
                    single[kind].append(await alone(call, ALONE_CALLS))
                    flying[kind].append(await many(call))
    share = median(flying["ours"]) / median(flying["bare"])
    counting = (median(near) - median(bare)) * CALLS_OF_A_PAGE
    both = (("ours", "over gRPC"), ("bare", "bare grpc.aio"))
    return [
        f"an answer of {len(TAGS)} small items; {RUNS} runs, medians;"
        " over gRPC by Unix socket between two cores",
        told("in process, µs", near),
        told("in process, not counted, µs", bare),
        *(told(f"{name} alone, ms", single[kind]) for kind, name in both),
        *(told(f"{name}, {IN_FLIGHT} in flight, calls/s", flying[kind]) for kind, name in both),
        f"ours does {share:.2f} of what bare grpc.aio does",
        "",
        Figure("a call in process", median(near), LIMIT_HERE_US, "µs"),
        Figure(f"counting the {CALLS_OF_A_PAGE} calls of a page", counting, LIMIT_COUNTING_US, "µs"),
    ]


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    try:
        return keep("calls", asyncio.run(measured()), began)
    finally:
        os.sched_setaffinity(0, {int(SERVER_CORE), int(LOAD_CORE)})


if __name__ == "__main__":
    if len(sys.argv) == 3:
        asyncio.run(serve(sys.argv[1], sys.argv[2]))
    else:
        main()
