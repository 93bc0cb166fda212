"""What a call of a service costs: in the caller's process, over gRPC beside bare grpc.aio, and over Connect.

`GetStories` of one story and of fifty, each with the same answer: here through `Place`, as every part of the
site has its services; there from another process on the other core, with identity, deadline, trace and
checked messages, into values of the contract. Bare is grpc.aio as its own stubs do it: protobuf's messages,
the answer made beforehand and its fields not looked at; and with bytes alone. Connect is JSON over HTTP/1.1,
by uvicorn without the rest of the edge. And what it costs that the site counts every call: rate, failures and
durations of each method.

python -m benchmarks.calls
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final, cast

import msgspec
import uvicorn
import uvloop
from grpc import aio, method_handlers_generic_handler, unary_unary_rpc_method_handler

from benchmarks.results import Figure, busy_before, keep, median, number, spread
from benchmarks.stage import LOAD_CORE, ROOT, SERVER_CORE, folder
from octavo.chassis.connect import ConnectApp
from octavo.chassis.context import ANONYMOUS, Caller, Priority, acting_as, deadline, urgency
from octavo.chassis.faults import Unimplemented
from octavo.chassis.place import Place
from octavo.chassis.wiring import WireCode
from octavo.serving import memory
from octavo.stories.api import CONTRACT, PersonId, RevisionId, Stories, Story, StoryId, Visibility
from octavo.stories.v1.stories import GetStoriesRequest, GetStoriesResponse

RUNS = 5
HERE_CALLS = 100_000
ALONE_SECONDS = 0.8
MANY_SECONDS = 1.6
IN_FLIGHT = 64
SIZES: Final = (1, 50)
LIMIT_HERE_US = 2.0
CALLS_OF_A_PAGE = 16
"""More than any page makes: the most that were counted were twelve, of a story's page with cold copies."""
LIMIT_COUNTING_US = 30.0
OVERHEAD: Final = {1: 0.25, 50: 1.0}
"""What we may take beyond bare grpc.aio, by the stories of an answer."""
SECRET: Final = b"only for this measurement, 32 bytes long"
PATH: Final = f"/{CONTRACT.name}/GetStories"
READER: Final = Caller(person_id="1111111AnNa", roles=frozenset({"member", "confirmed"}))
_MOMENT: Final = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)

Call = Callable[[int], Awaitable[object]]
"""Asks for so many stories."""


def story(place: int) -> Story:
    """One as they are."""
    return Story(
        id=StoryId(f"11111111S{place:02d}"),
        author_id=PersonId("1111111AnNa"),
        title=f"What the herons of lake {place} know about patience",
        subtitle="Notes from a year at the water's edge",
        slug="what-the-herons-know-about-patience",
        excerpt="Three herons stood by the river and looked at the water. " * 4,
        tags=("lakes", "birds", "patience"),
        visibility=Visibility.EVERYBODY,
        language="en",
        words=1_240,
        reading_minutes=5,
        published_at=_MOMENT,
        updated_at=_MOMENT,
        revision_id=RevisionId("11111111R01"),
    )


ANSWERS: Final = {size: tuple(map(story, range(size))) for size in SIZES}
IDS: Final = {size: tuple(one.id for one in ANSWERS[size]) for size in SIZES}


class Answering:
    """Stories that know two answers."""

    async def get_stories(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Story, ...]:
        """The same stories for everyone."""
        return ANSWERS[len(story_ids)]

    def __getattr__(self, name: str) -> Any:
        async def unknown(**arguments: object) -> None:
            raise Unimplemented

        return unknown


def build() -> Stories:
    """As the composition root builds a service."""
    return cast(Stories, Answering())


class Messages:
    """Protobuf's own messages of the method, made once."""

    def __init__(self) -> None:
        packing = WireCode(CONTRACT).methods["GetStories"]
        self.request: Any = packing.request.new
        self.response: Any = packing.response.new
        self.asking = {
            size: packing.request.message(GetStoriesRequest(story_ids=ids)) for size, ids in IDS.items()
        }
        self.answers = {
            size: packing.response.message(GetStoriesResponse(stories=found))
            for size, found in ANSWERS.items()
        }
        self.asking_bytes = {size: one.SerializeToString() for size, one in self.asking.items()}
        self.lengths = {len(one): size for size, one in self.asking_bytes.items()}
        self.answer_bytes = {size: one.SerializeToString() for size, one in self.answers.items()}


async def serve(kind: str, address: str) -> None:
    """The other process: our server, a bare one, or one of Connect, until it is ended."""
    begin = {"ours": _serve_ours, "connect": _serve_connect}.get(kind, _serve_bare)
    running = await begin(kind, address)
    memory.settle()  # as every process of the site does
    print("serving", flush=True)
    await asyncio.Event().wait()
    del running  # whoever nobody holds ends


async def _serve_ours(kind: str, address: str) -> object:
    place = Place(secret=SECRET)
    await place.get("stories", Stories, CONTRACT, build)  # type: ignore[type-abstract]
    return await place.serve(address)


async def _serve_bare(kind: str, address: str) -> object:
    messages = Messages()

    async def tell(request: Any, context: object) -> Any:
        return messages.answers[len(request.story_ids)]

    async def tell_bytes(data: bytes, context: object) -> Any:
        return messages.answer_bytes[messages.lengths[len(data)]]

    handler: Any = (
        unary_unary_rpc_method_handler(tell_bytes)
        if kind == "bytes"
        else unary_unary_rpc_method_handler(
            tell, messages.request.FromString, messages.response.SerializeToString
        )
    )
    server = aio.server()
    server.add_generic_rpc_handlers(
        (method_handlers_generic_handler(CONTRACT.name, {"GetStories": handler}),)
    )
    server.add_insecure_port(address)
    await server.start()
    return server


async def _serve_connect(kind: str, address: str) -> object:
    async def authenticate(scope: object) -> Caller:
        return ANONYMOUS

    app: Any = ConnectApp({CONTRACT: build()}, authenticate=authenticate, check=lambda scope: None)
    told = uvicorn.Config(
        app,
        uds=address.removeprefix("unix:"),
        log_level="error",
        access_log=False,
        timeout_keep_alive=3_600,
    )
    told.load()
    server = uvicorn.Server(told)
    server.lifespan = told.lifespan_class(told)
    await server.startup()
    return server


@contextlib.asynccontextmanager
async def called(kind: str, address: str) -> AsyncIterator[Call]:
    """A call to a process of this kind, which runs inside the block."""
    words = ["-c", SERVER_CORE, sys.executable, "-m", "benchmarks.calls", kind, address]
    process = await asyncio.create_subprocess_exec("taskset", *words, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        await process.stdout.readline()
        async with {"ours": _ours, "connect": _connect}.get(kind, _bare)(kind, address) as call:
            yield call
    finally:
        process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def _ours(kind: str, address: str) -> AsyncIterator[Call]:
    place = Place(secret=SECRET, peers={"stories": address})
    stories = await place.get("stories", Stories, CONTRACT, build)  # type: ignore[type-abstract]
    for size in SIZES:
        assert await stories.get_stories(story_ids=IDS[size]) == ANSWERS[size]
    yield lambda size: stories.get_stories(story_ids=IDS[size])
    await place.close()


@contextlib.asynccontextmanager
async def _bare(kind: str, address: str) -> AsyncIterator[Call]:
    messages = Messages()
    async with aio.insecure_channel(address) as channel:
        if kind == "bytes":
            ask: Any = channel.unary_unary(PATH, None, None)
            yield lambda size: ask(messages.asking_bytes[size])
        else:
            call: Any = channel.unary_unary(
                PATH, messages.request.SerializeToString, messages.response.FromString
            )
            assert await call(messages.asking[50]) == messages.answers[50]
            yield lambda size: call(messages.request(story_ids=IDS[size]))


@contextlib.asynccontextmanager
async def _connect(kind: str, address: str) -> AsyncIterator[Call]:
    """HTTP/1.1 by hand, as little as can be: a connection for each call in flight, kept alive."""
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    made = []

    async def ask(size: int) -> object:
        if not idle:
            pair = await asyncio.open_unix_connection(address.removeprefix("unix:"), limit=1 << 20)
            made.append(pair[1])
            idle.append(pair)
        reader, writer = pair = idle.pop()
        body = msgspec.json.encode({"storyIds": IDS[size]})
        head = f"POST {PATH} HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert answer.startswith(b"http/1.1 200"), answer
        length = int(answer.partition(b"content-length:")[2].partition(b"\r\n")[0])
        found: list[dict[str, Any]] = msgspec.json.decode(await reader.readexactly(length))["stories"]
        idle.append(pair)
        return found

    yield ask
    for writer in made:
        writer.close()


async def alone(call: Call, size: int) -> float:
    """Milliseconds of a call, one after the other."""
    times, begin = 0, time.perf_counter()
    until = begin + ALONE_SECONDS
    while time.perf_counter() < until:
        await call(size)
        times += 1
    return (time.perf_counter() - begin) / times * 1000


async def many(call: Call, size: int) -> float:
    """Calls a second with so many in flight."""
    times, begin = 0, time.perf_counter()
    until = begin + MANY_SECONDS

    async def one_after_another() -> None:
        nonlocal times
        while time.perf_counter() < until:
            await call(size)
            times += 1

    await asyncio.gather(*(one_after_another() for _ in range(IN_FLIGHT)))
    return times / (time.perf_counter() - begin)


async def here(*, measures: bool) -> list[float]:
    """Microseconds of a call in this process, through the place."""
    place = Place(secret=SECRET, measures=measures)
    stories = await place.get("stories", Stories, CONTRACT, build)  # type: ignore[type-abstract]
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        for _ in range(HERE_CALLS):
            await stories.get_stories(story_ids=IDS[1])
        taken.append((time.perf_counter() - begin) / HERE_CALLS * 1e6)
    return taken


def told(what: str, values: list[float]) -> str:
    """A median, and the runs that it is of."""
    return f"{what:<50}{number(median(values)):>8}   runs {spread(values)}"


KINDS: Final = {
    "bytes": "bare grpc.aio, bytes alone",
    "bare": "bare grpc.aio, its stubs",
    "ours": "over gRPC",
    "connect": "over Connect, JSON",
}
Taken = dict[tuple[str, int], list[float]]


async def there() -> tuple[Taken, Taken]:
    """Milliseconds alone and calls a second together, by kind and size, in turn."""
    single: Taken = {(kind, size): [] for kind in KINDS for size in SIZES}
    flying: Taken = {(kind, size): [] for kind in KINDS for size in SIZES}
    async with contextlib.AsyncExitStack() as stack:
        place = stack.enter_context(folder())
        calls = {
            kind: await stack.enter_async_context(called(kind, f"unix:{place}/{kind}.sock")) for kind in KINDS
        }
        for call in calls.values():
            await many(call, 1)
        for _ in range(RUNS):
            for size in SIZES:
                for kind, call in calls.items():
                    single[kind, size].append(await alone(call, size))
                    flying[kind, size].append(await many(call, size))
    return single, flying


def beyond(flying: Taken, size: int, kind: str = "ours") -> float:
    """How much longer than bare: the median over the runs, each of which has both side by side."""
    pairs = zip(flying["bare", size], flying[kind, size], strict=True)
    return median([bare / own - 1 for bare, own in pairs])


async def measured() -> list[str | Figure]:
    """All, those over a wire in turn."""
    uncounted, near = await here(measures=False), await here(measures=True)
    with acting_as(READER), urgency(Priority.MEMBER):
        async with deadline(3_600.0):
            single, flying = await there()
    counting = (median(near) - median(uncounted)) * CALLS_OF_A_PAGE
    lines: list[str | Figure] = [
        f"an answer of one story and of {SIZES[1]}, {len(Messages().answer_bytes[1])} bytes each in protobuf;"
        f" {RUNS} runs, medians; by Unix socket between two cores, on uvloop",
        told("in process, µs", near),
        told("in process, not counted, µs", uncounted),
    ]
    for size in SIZES:
        lines += [
            "",
            f"{size} at once:" if size > 1 else "one story:",
            *(told(f"  {name}, alone, ms", single[kind, size]) for kind, name in KINDS.items()),
            *(
                told(f"  {name}, {IN_FLIGHT} in flight, calls/s", flying[kind, size])
                for kind, name in KINDS.items()
            ),
        ]
    return [
        *lines,
        "",
        Figure("a call in process", median(near), LIMIT_HERE_US, "µs"),
        Figure(f"counting the {CALLS_OF_A_PAGE} calls of a page", counting, LIMIT_COUNTING_US, "µs"),
        *(
            Figure(f"beyond bare grpc.aio, {size} at once", beyond(flying, size), OVERHEAD[size])
            for size in SIZES
        ),
    ]


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")  # it remarks on every process that is started beside it
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    memory.settle()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return keep("calls", runner.run(measured()), began)
    finally:
        os.sched_setaffinity(0, {int(SERVER_CORE), int(LOAD_CORE)})


if __name__ == "__main__":
    if len(sys.argv) == 3:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(sys.argv[1], sys.argv[2]))
    else:
        main()
