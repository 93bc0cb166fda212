"""An edit published while its page is under full load: how soon the new text is everywhere, and never the old
one again; one render however many ask. With one process, and with two workers.

Readers ask for the page over and over on connections of their own, beside wrk. For every answer they note
when it was asked for and which edit it shows. An answer is *stale* where it was asked for after the
publication had been answered and shows an earlier edit.

python -m benchmarks.edit_under_load
"""

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.editing import Edit, Editor, number_in
from benchmarks.load import BROWSER, Load, Loading
from benchmarks.results import Figure, busy_before, keep, median, spread
from benchmarks.stage import Site, filled, middling_story, running, stories_said

READERS = 8
EDITS = 10
SECONDS = 6
CONNECTIONS = 64
LIMIT_MS = 50.0


@dataclass(frozen=True)
class Seen:
    """An answer: when it was asked for and had come (monotonic seconds), and the edit it showed."""

    asked: float
    came: float
    number: int


@dataclass
class Reader:
    """One connection that asks for the page again as soon as it has it."""

    connection: socket.socket
    request: bytes
    received: bytearray = field(default_factory=bytearray)
    asked: float = 0.0

    def ask(self) -> None:
        """Send the next request."""
        self.received.clear()
        self.asked = time.monotonic()
        self.connection.sendall(self.request)

    def answer(self) -> Seen | None:
        """Read what has come; the answer once it is whole."""
        self.received += self.connection.recv(1 << 20)
        head, end, body = bytes(self.received).partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return None
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        return Seen(self.asked, time.monotonic(), number_in(body))


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])


@contextlib.contextmanager
def readers(site: Site, path: str) -> Iterator[list[Seen]]:
    """Readers at work; what they have seen."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode()
    seen: list[Seen] = []
    stop = threading.Event()
    chooser = selectors.DefaultSelector()
    everyone = [Reader(socket.create_connection(("127.0.0.1", site.port)), request) for _ in range(READERS)]

    def read() -> None:
        for reader in everyone:
            chooser.register(reader.connection, selectors.EVENT_READ, reader)
            reader.ask()
        while not stop.is_set():
            for key, _ in chooser.select(0.1):
                one = key.data.answer()
                if one is not None:
                    seen.append(one)
                    key.data.ask()

    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(read)
        try:
            yield seen
        finally:
            stop.set()
        reading.result()
    for reader in everyone:
        reader.connection.close()


@dataclass(frozen=True)
class Spread:
    """How one edit came to its readers."""

    first_ms: float
    """From the publication's answer to the first answer with the new text; 0 where it was there before."""
    oldest_ms: float
    """How long after the publication's answer the last stale answer had been asked for; 0: none was."""
    stale: int
    """Answers asked for after the publication's answer that show an earlier edit."""
    back: int
    """Answers asked for after the new text had been seen that show an earlier edit."""
    asked: int


def spread_of(edit: Edit, until: float, seen: list[Seen]) -> Spread:
    """What the readers saw from this edit's answer to the next edit."""
    after = [one for one in seen if edit.answered <= one.asked < until]
    stale = [one for one in after if one.number < edit.number]
    first = min(one.came for one in seen if one.number >= edit.number)
    return Spread(
        first_ms=max(0.0, (first - edit.answered) * 1000),
        oldest_ms=max(((one.asked - edit.answered) * 1000 for one in stale), default=0.0),
        stale=len(stale),
        back=sum(one.asked > first and one.number < edit.number for one in seen),
        asked=len(after),
    )


@dataclass(frozen=True)
class Run:
    """What came of one run."""

    spreads: list[Spread]
    publish_ms: list[float]
    renders: float
    load: Load


def edited(site: Site, path: str) -> Run:
    """Publish edits while wrk and the readers ask for their story."""
    editor = Editor(site, path)
    editor.publish()  # signs in, and loads what the first edit loads
    site.get(path)
    time.sleep(0.5)
    loading = Loading(site.url + path, connections=CONNECTIONS, seconds=SECONDS, Accept_Encoding=BROWSER)
    edits: list[Edit] = []
    with readers(site, path) as seen:
        time.sleep(0.5)
        before = site.counter("octavo_cache_events_total", cache="pages", event="loads")
        for _ in range(EDITS):
            edits.append(editor.publish())
            time.sleep(0.25)
        renders = site.counter("octavo_cache_events_total", cache="pages", event="loads") - before
        counted = loading.result()
    ends = [*(edit.sent for edit in edits[1:]), float("inf")]
    spreads = [spread_of(edit, end, seen) for edit, end in zip(edits, ends, strict=True)]
    return Run(spreads, [(edit.answered - edit.sent) * 1000 for edit in edits], renders, counted)


def told(name: str, run: Run, workers: int) -> list[str | Figure]:
    """A run in words."""
    first = max(one.first_ms for one in run.spreads)
    oldest = max(one.oldest_ms for one in run.spreads)
    lines: list[str | Figure] = [
        f"{name}: wrk {run.load.rate:,.0f} requests/s, p99 {run.load.p99_ms:.2f} ms,"
        f" errors {run.load.errors};",
        f"  the publications were answered in {median(run.publish_ms):.0f} ms (median),"
        f" {max(run.publish_ms):.0f} ms (longest)",
        f"  {sum(one.asked for one in run.spreads):,} answers of the {READERS} readers looked at",
        f"  new text after the publication's answer, ms: {spread([one.first_ms for one in run.spreads])}",
        Figure("  new text after the publication's answer, longest", first, LIMIT_MS, "ms"),
    ]
    if workers == 1:
        back = sum(one.back for one in run.spreads)
        lines.append(Figure("  old text asked for after that answer", oldest, 0.0, "ms"))
        lines.append(Figure("  old text seen again after the new one", back, 0))
    else:
        lines.append(Figure("  last old text asked for after that answer, longest", oldest, LIMIT_MS, "ms"))
        lines.append(f"  answers with the old text in that time: {sum(one.stale for one in run.spreads):,}")
    lines += [Figure("  renders for each edit and process", run.renders / EDITS / workers, 1), ""]
    return lines


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    lines: list[str | Figure] = []
    for workers in (1, 2):
        with filled() as data, running(data, workers=workers) as site:
            path = middling_story(site)
            if not lines:
                lines += [
                    f"{stories_said(site)}; the page {path}; {CONNECTIONS} connections of wrk,"
                    f" {EDITS} edits, one every quarter of a second",
                    "",
                ]
            name = "one process" if workers == 1 else f"{workers} workers on the one core"
            lines += told(name, edited(site, path), workers)
    return keep("edit_under_load", lines, began)


if __name__ == "__main__":
    main()
