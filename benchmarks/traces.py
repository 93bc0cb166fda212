"""What it costs to record traces: processor time for each request, with and without, in turns.

One site in this process, asked over a connection of its own; after every few requests recording is switched
on or off, so that both ways meet the same memory, the same copies and the same machine. The differences of
neighbours are what it costs, all threads and the asking (the same both ways) included. A stored page, which
has no span at all; the personal part of a page, which is the shortest request there is; and pages that are
made for whoever is signed in. Then what one span costs, here and by OpenTelemetry's own SDK.

python -m benchmarks.traces
"""

import asyncio
import os
import re
import secrets
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from opentelemetry.sdk.trace import TracerProvider

from benchmarks.results import Figure, busy_before, keep, median
from benchmarks.signed_in import here
from benchmarks.stage import SERVER_CORE, filled
from octavo import config
from octavo.chassis import spans, telemetry
from octavo.chassis.spans import Kind
from octavo.chassis.traces import Config, Traces
from octavo.commands.serve import run_loop
from octavo.process import Process
from octavo.register import SERVICES
from octavo.serving import memory
from octavo.serving.listener import open_socket
from octavo.site import Site, site

LIMIT_US = 30.0
LIMIT_STORED_US = 1.0
SPANS = 20_000
SECONDS = 12.0
STORY = re.compile(rb'href="(/@[a-z0-9-]+/[^"#?]+-[1-9A-HJ-NP-Za-km-z]{11})"')


class Browser:
    """One connection to the site, asked one thing after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self.reader, self.writer, self.host, self.cookie = reader, writer, host, ""

    async def ask(self, path: str, form: str = "") -> tuple[bytes, bytes]:
        """Head and body of one answer; a POST where there is a form."""
        lines = [f"{'POST' if form else 'GET'} {path} HTTP/1.1", f"Host: {self.host}"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(form)}",
            f"Origin: http://{self.host}",
        ] * bool(form)
        self.writer.write("\r\n".join([*lines, "", form]).encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        return head, await self.reader.readexactly(int(length[1]) if length else 0)

    async def sign_in(self, running: Site) -> None:
        """As the site's first owner."""
        link = await running.owner_link()
        form = "handle=ada-lovelace&name=Ada&confirm=1"
        head, body = await self.ask(urlsplit(link).path, form)
        found = re.search(rb"\bsession=[^;]+", head)
        assert found, (head, body[:500])
        self.cookie = f"{found[0].decode()}; signed-in=1"


class Cost(msgspec.Struct, frozen=True):
    """Microseconds for each request, and how many spans one has."""

    off: float
    more: float
    low: float
    high: float
    spans: float


async def cost(browser: Browser, traces: Traces, path: str) -> Cost:
    """Of one page."""
    for _ in range(50):
        head, _ = await browser.ask(path)
        assert head.startswith(b"HTTP/1.1 200"), head
    began = time.perf_counter()
    for _ in range(20):
        await browser.ask(path)
    few = max(1, min(200, int(0.001 / ((time.perf_counter() - began) / 20))))

    async def taken(recorded: bool) -> float:
        traces.config = Config(recorded=recorded)
        before = time.process_time()
        for _ in range(few):
            await browser.ask(path)
        return (time.process_time() - before) / few * 1e6

    off, more = [], []
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        # One, the other, the other, the one: what grows in time falls on both.
        first, second, third, fourth = [await taken(on) for on in (True, False, False, True)]
        off += [second, third]
        more.append((first + fourth - second - third) / 2)
    traces.config = Config(share=1.0)
    before = traces.counts.total()
    await browser.ask(path)
    kept = traces.kept()[: traces.counts.total() - before]
    number = sum(one.part.size for one in kept)
    # Without the tenth at each end, in which somebody else had the machine; the mean of the rest, since what
    # is done now and then, such as collecting garbage, is paid for too.
    cut = len(more) // 10
    rest = sorted(more)[cut : len(more) - cut]
    middle, error = statistics.mean(rest), statistics.stdev(rest) / len(rest) ** 0.5
    return Cost(median(off), middle, middle - 2 * error, middle + 2 * error, number)


async def measure(data: Path, costs: dict[str, Cost]) -> None:
    """All pages, in a site of this process."""
    listening = open_socket("127.0.0.1", 0)
    port = listening.getsockname()[1]
    process = Process(
        config=config.read({"OCTAVO_DATA": str(data), "OCTAVO_PORT": str(port), "OCTAVO_LOG_LEVEL": "error"}),
        secret=secrets.token_bytes(32),
        data=data,
        web=listening,
        names=frozenset({*SERVICES, "edge"}),
        listen="",
    )
    async with site(process) as running:
        server = running.listener(listening)
        await server.start()
        browser = Browser(*await asyncio.open_connection("127.0.0.1", port), f"127.0.0.1:{port}")
        traces = running.services.ground.place.traces
        memory.settle()  # as every process of the site does
        found = STORY.search((await browser.ask("/"))[1])
        assert found
        story = found[1].decode()
        costs["a stored story"] = await cost(browser, traces, story)
        await browser.sign_in(running)
        for name, path in (
            ("/me/here of a story", here(story)),
            ("/me/lists", "/me/lists"),
            ("/me/settings", "/me/settings"),
            ("/admin/health", "/admin/health"),
            ("own home page", "/"),
        ):
            costs[name] = await cost(browser, traces, path)
        browser.writer.close()
        await server.stop()


def each(work: Callable[[], None]) -> float:
    """Microseconds of one of SPANS, the best of three."""
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) / SPANS * 1e6)
    return min(taken)


def own_spans() -> None:
    """Requests of twenty spans each, recorded and thrown away."""
    traces = Traces(Config(share=0.0))
    for _ in range(SPANS // 20):
        with traces.part(Kind.HTTP, "edge", "GET /") as rooted:
            part = rooted.part
            for _ in range(19):
                found = spans.recording()
                assert found is not None
                number, began = spans.next_id(), time.perf_counter()
                token = spans.enter((part, number))
                spans.leave(token)
                part.add(number, found[1], 1, "stories", "GetStory", began, time.perf_counter())


def sdk_spans() -> None:
    """The same by OpenTelemetry's SDK: every span recorded, which deciding at the end needs, sent nowhere."""
    tracer = TracerProvider().get_tracer("octavo")
    for _ in range(SPANS // 20):
        with tracer.start_as_current_span("GET /"):
            for _ in range(19):
                with tracer.start_as_current_span("stories/GetStory", attributes={"rpc.method": "GetStory"}):
                    pass


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    os.sched_setaffinity(0, {int(SERVER_CORE)})
    costs: dict[str, Cost] = {}
    memory.give_back_large_blocks()
    telemetry.start_logging(telemetry.Log(level="error"))
    with filled() as data:
        run_loop(measure(data, costs))
    ours, theirs = each(own_spans), each(sdk_spans)
    lines: list[str | Figure] = [
        f"in turns for {SECONDS:.0f} s a page, mean differences of processor time, µs for each request;",
        "in brackets where the mean lies by the scatter of the differences (two standard errors)",
        "",
        f"{'':<24}{'without':>10}{'recorded':>10}{'spans':>7}",
    ]
    for name, one in costs.items():
        more = f"{one.more:>+10.1f}{one.spans:>7.0f}   [{one.low:+.1f} … {one.high:+.1f}]"
        lines.append(f"{name:<24}{one.off:>10.1f}{more}")
    lines += [
        "",
        f"one span, µs: {ours:.2f} here, {theirs:.1f} by OpenTelemetry's SDK (sent nowhere, nothing decided)",
        "",
    ]
    for name, one in costs.items():
        limit = LIMIT_STORED_US if name == "a stored story" else LIMIT_US
        lines.append(Figure(f"recording {name}", one.more, limit, "µs"))
    return keep("traces", lines, began)


if __name__ == "__main__":
    main()
