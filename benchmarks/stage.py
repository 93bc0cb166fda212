"""What the benchmarks stand on: a site of its own on one core, filled with real stories where they lie."""

import atexit
import contextlib
import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import msgspec

ROOT = Path(__file__).resolve().parent.parent
BLOG = Path(os.environ.get("OCTAVO_SHARED_DATA", ROOT.parent / "shared" / "data")) / "18f-blog"
"""A folder of 357 real stories, where there is one; otherwise our own few stand in, as results say."""
SERVER_CORE, LOAD_CORE = "0", "1"
_REST = 0.15
"""Seconds of a processor within one second: a site that nobody asks looks now and then for work."""
STORY_PATH = re.compile(r'href="(/@[a-z0-9-]+/[^"#?]+-[1-9A-HJ-NP-Za-km-z]{11})"')

Answer = tuple[int, Mapping[str, str], bytes]


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A running site."""

    port: int
    data: Path
    process: subprocess.Popen[bytes]
    operator_port: int
    workers: int = 1

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            sent = {key.replace("_", "-"): value for key, value in headers.items()}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            # A header that comes twice (Set-Cookie) is read as one.
            received = {name.lower(): ", ".join(answer.headers.get_all(name, ())) for name in answer.headers}
            return answer.status, received, answer.read()

    def get(self, path: str, **headers: str) -> Answer:
        """One GET."""
        return self.ask("GET", path, None, **headers)

    def call(self, method: str, cookie: str, **arguments: object) -> dict[str, object]:
        """One of the public methods, such as `octavo.stories.v1.Stories/Publish`, as the editor calls it."""
        status, _, body = self.ask(
            "POST",
            f"/{method}",
            msgspec.json.encode(arguments),
            Content_Type="application/json",
            Cookie=cookie,
            Origin=self.url,
        )
        if status != 200:
            raise RuntimeError(f"{method}: {status} {body[:300]!r}")
        answer: dict[str, object] = msgspec.json.decode(body)
        return answer

    def counter(self, name: str, **labels: str) -> float:
        """The sum of one of its metrics over all processes and over all labels but those that are given."""
        total = 0.0
        for worker in range(self.workers):
            address = f"http://127.0.0.1:{self.operator_port + worker}/metrics"
            text = urllib.request.urlopen(address, timeout=10).read().decode()
            for line in re.findall(rf"^{name}(?:{{[^}}]*}})? [0-9.e+]+$", text, re.MULTILINE):
                if all(f'{label}="{value}"' in line for label, value in labels.items()):
                    total += float(line.rpartition(" ")[2])
        return total

    def memory_mb(self) -> float:
        """Proportional set size of all its processes, in MiB (10^6 bytes would make it larger by 5 %)."""
        return sum(pss(pid) for pid in family(self.process.pid)) / 1024


def family(pid: int) -> list[int]:
    """A process and all below it."""
    out = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    below: dict[int, list[int]] = {}
    for line in out.splitlines():
        child, parent = map(int, line.split())
        below.setdefault(parent, []).append(child)
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += below.get(one, [])
    return found


def pss(pid: int) -> int:
    """Proportional set size in KiB; 0 for a process that is gone."""
    try:
        match = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(match.group(1)) if match else 0


def environment(data: Path, **variables: str) -> dict[str, str]:
    """Ours, without any setting of whoever runs this."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OCTAVO_")}
    return clean | {"OCTAVO_DATA": str(data)} | variables


@contextlib.contextmanager
def running(data: Path, *, workers: int = 1, core: str = SERVER_CORE, **settings: str) -> Iterator[Site]:
    """`octavo up` on one core, with its metrics on; ended when the block ends. `settings` are variables."""
    port, operator_port = free_port(), free_port()
    variables = environment(data, OCTAVO_PORT=str(port), OCTAVO_OPERATOR_PORT=str(operator_port), **settings)
    command = ["taskset", "-c", core, sys.executable, "-m", "octavo", "up", "--workers", str(workers)]
    log = data.parent / f"octavo-{port}.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=variables, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT)
    site = Site(port=port, data=data, process=process, operator_port=operator_port, workers=workers)
    try:
        wait_until_up(site, log)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()


def wait_until_up(site: Site, log: Path) -> None:
    """Until the home page is answered, and every process can be asked for its counters."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if site.process.poll() is not None:
            raise RuntimeError(f"the site ended with {site.process.returncode}: {log.read_text()[-2000:]}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            if site.get("/")[0] == 200:
                site.counter("octavo_page_cache_answers_total")
                return
        time.sleep(0.002)
    raise RuntimeError(f"the site did not come up: {log.read_text()[-2000:]}")


def at_rest(site: Site) -> None:
    """Until its processes do next to nothing for a second: what the import left to do (the index) is done."""
    until = time.monotonic() + 120
    before = processor_seconds(site)
    while time.monotonic() < until:
        time.sleep(1)
        now = processor_seconds(site)
        if now - before < _REST:
            return
        before = now
    raise RuntimeError("the site does not come to rest")


def processor_seconds(site: Site) -> float:
    """What its processes have used of a processor so far."""
    ticks = 0
    for pid in family(site.process.pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder."""
    path = Path(tempfile.mkdtemp(prefix="octavo-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def octavo(data: Path, *words: str) -> str:
    """Run a command of the command line; its output."""
    done = subprocess.run(
        [sys.executable, "-m", "octavo", *words],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode != 0:
        raise RuntimeError(f"octavo {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


@contextlib.contextmanager
def filled() -> Iterator[Path]:
    """A data folder of its own, full of the real stories where they lie, of our own few otherwise.

    OCTAVO_BENCH_DATA names a data folder that was filled before, to be copied instead.
    """
    with folder() as place:
        data = place / "data"
        shutil.copytree(_template(), data, ignore=shutil.ignore_patterns("*.sock", "*.lock"))
        yield data


@cache
def _template() -> Path:
    """Filled once, however many benchmarks are run by one command."""
    named = os.environ.get("OCTAVO_BENCH_DATA")
    if named:
        return Path(named)
    place = Path(tempfile.mkdtemp(prefix="octavo-bench-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    octavo(place / "data", *(("import", str(BLOG)) if BLOG.is_dir() else ("demo",)))
    return place / "data"


def stories_said(site: Site) -> str:
    """Which stories these are, for the results."""
    kind = "imported, real" if BLOG.is_dir() or "OCTAVO_BENCH_DATA" in os.environ else "of our own"
    return f"{len(all_stories(site))} stories ({kind})"


def sign_in(site: Site, *, handle: str = "", email: str = "") -> str:
    """Sign in by the operator's link, as the person of a handle or a new one; the Cookie header's value.

    `email` becomes the address of the one with the handle: without one there is much that they may not do.
    """
    name = secrets.token_hex(4)
    person = ["--handle", handle, *([email] if email else [])] if handle else [f"reader-{name}@example.org"]
    out = octavo(site.data, "login-link", *person)
    match = re.search(r"https?://\S+", out)
    if match is None:
        raise RuntimeError(f"no link in: {out}")
    form = {} if handle else {"handle": f"reader-{name}", "name": "A reader"}
    status, headers, body = site.ask(
        "POST",
        urlsplit(match.group()).path,
        urlencode({**form, "confirm": "1"}).encode(),
        Content_Type="application/x-www-form-urlencoded",
        Origin=site.url,
    )
    if "set-cookie" not in headers:
        raise RuntimeError(f"no cookie ({status}): {body[:800]!r}")
    token = re.search(r"\bsession=[^;]+", headers["set-cookie"])
    if token is None:
        raise RuntimeError(headers["set-cookie"])
    return f"{token.group()}; signed-in=1"


def all_stories(site: Site) -> list[str]:
    """The addresses of all stories, from the home page backwards."""
    found: dict[str, None] = {}
    page: str | None = "/"
    while page:
        text = site.get(page)[2].decode()
        found |= dict.fromkeys(STORY_PATH.findall(text))
        older = re.search(r'href="(/\?after=[^"]+)"', text)
        page = unescape(older.group(1)) if older else None
    return list(found)


def middling_story(site: Site) -> str:
    """The address of the story whose page has the median size: neither the smallest nor the largest."""
    sized = sorted((len(site.get(path)[2]), path) for path in all_stories(site))
    return sized[len(sized) // 2][1]
