"""What it costs to record traces: processor time of the site for each request, with and without, in turns.

Two sites on the same data and the same core, one with the defaults, one with OCTAVO_TRACES_RECORDED=false,
are loaded one after the other, many times; what the kernel says that each process ran is divided by the requests.
A stored page, which has no span at all; the personal part of a page, the shortest request there is; and
pages that are made for whoever is signed in. Then what one span costs, here and by OpenTelemetry's own SDK.

python -m benchmarks.traces
"""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from opentelemetry.sdk.trace import TracerProvider

from benchmarks.load import BROWSER, load
from benchmarks.results import Figure, busy_before, keep, median, spread
from benchmarks.signed_in import here
from benchmarks.stage import Site, filled, middling_story, running, sign_in, stories_said
from octavo.chassis import spans
from octavo.chassis.spans import Kind
from octavo.chassis.traces import Config, Traces

ROUNDS = 9
SECONDS = 1
CONNECTIONS = 16
LIMIT_US = 30.0
LIMIT_STORED_US = 1.0
SPANS = 20_000


def ran(site: Site) -> float:
    """Seconds for which the kernel had the site's process run, all threads together."""
    tasks = Path(f"/proc/{site.process.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def cost(site: Site, path: str, cookie: str) -> tuple[float, int]:
    """Microseconds of processor time for each request, and the errors."""
    before = ran(site)
    done = load(
        site.url + path,
        connections=CONNECTIONS,
        seconds=SECONDS,
        Accept_Encoding=BROWSER,
        Cookie=cookie,
    )
    return (ran(site) - before) / done.requests * 1e6, done.errors


def compared(
    what: str, path: str, sites: tuple[Site, Site], cookies: tuple[str, str]
) -> tuple[str, float, int]:
    """The line about this page, what recording it costs, and the errors."""
    taken: tuple[list[float], list[float]] = ([], [])
    errors = 0
    for number in range(ROUNDS + 1):
        for index in (0, 1) if number % 2 else (1, 0):
            value, bad = cost(sites[index], path, cookies[index])
            errors += bad
            if number:  # the first round warms up
                taken[index].append(value)
    more = [one - other for one, other in zip(*taken, strict=True)]
    figures = f"{median(taken[0]):>8.1f}{median(taken[1]):>10.1f}{median(more):>8.1f}"
    return f"{what:<24}{figures}   rounds {spread(more)}", median(more), errors


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
                part.add(number, found[1], Kind.CALL, "stories", "GetStory", began, time.perf_counter())


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
    lines: list[str | Figure] = []
    figures: list[Figure] = []
    with filled() as data:
        other = data.parent / "other"
        shutil.copytree(data, other / "data", ignore=shutil.ignore_patterns("*.sock", "*.lock"))
        with running(data) as on, running(other / "data", OCTAVO_TRACES_RECORDED="false") as off:
            sites, nobody = (on, off), ("", "")
            path = middling_story(on)
            cookies = sign_in(on), sign_in(off)
            lines += [
                f"{stories_said(on)}; {CONNECTIONS} connections; {ROUNDS} rounds of {SECONDS} s, in turn;",
                "µs of processor time for each request: recorded, not recorded, and the difference",
                "",
            ]
            pages = (
                ("a stored story", path, nobody, LIMIT_STORED_US),
                ("/me/here of a story", here(path), cookies, LIMIT_US),
                ("/me/settings", "/me/settings", cookies, LIMIT_US),
                ("/me/lists", "/me/lists", cookies, LIMIT_US),
                ("own home page", "/", cookies, LIMIT_US),
            )
            errors = 0
            for what, asked, who, limit in pages:
                line, more, bad = compared(what, asked, sites, who)
                errors += bad
                lines.append(line)
                figures.append(Figure(f"recording {what}", more, limit, "µs"))
            kept = on.counter("octavo_traces_kept_total")
            answered = on.counter("octavo_http_answers_total")
    ours, theirs = each(own_spans), each(sdk_spans)
    lines += [
        f"kept {kept:,.0f} of {answered:,.0f} that were not stored",
        "",
        f"one span, µs: {ours:.2f} here, {theirs:.1f} by OpenTelemetry's SDK (sent nowhere, nothing decided)",
        "",
        *figures,
        Figure("errors", errors, 0),
    ]
    return keep("traces", lines, began)


if __name__ == "__main__":
    main()
