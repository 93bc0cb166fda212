"""What the benchmarks stand on: a site of its own on one core, load from the other, results kept as text."""

import contextlib
import http.client
import os
import platform
import re
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"
SHARED = Path(os.environ.get("OCTAVO_SHARED_DATA", ROOT.parent / "shared" / "data"))
BLOG = SHARED / "18f-blog"
SERVER_CORE, LOAD_CORE = "0", "1"


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
    process: subprocess.Popen[str]
    operator_port: int
    lines: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One GET on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request(
                "GET", path, headers={key.replace("_", "-"): value for key, value in headers.items()}
            )
            answer = connection.getresponse()
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One POST from the site's own pages."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            sent = {key.replace("_", "-"): value for key, value in headers.items()} | {"Origin": self.url}
            connection.request("POST", path, body, sent)
            answer = connection.getresponse()
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()

    def counter(self, name: str) -> float:
        """The sum of one of its metrics over all labels."""
        text = (
            urllib.request.urlopen(f"http://127.0.0.1:{self.operator_port}/metrics", timeout=10)
            .read()
            .decode()
        )
        values = re.findall(rf"^{name}(?:{{[^}}]*}})? ([0-9.e+]+)$", text, re.MULTILINE)
        return sum(map(float, values))

    def memory_mb(self) -> float:
        """Proportional set size of all its processes, in MiB."""
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


@contextlib.contextmanager
def running(data: Path, *options: str, core: str = SERVER_CORE, **environment: str) -> Iterator[Site]:
    """`octavo up` on one core; ended when the block ends."""
    port, operator_port = free_port(), free_port()
    variables = os.environ | {
        "OCTAVO_DATA": str(data),
        "OCTAVO_PORT": str(port),
        "OCTAVO_OPERATOR_PORT": str(operator_port),
        **environment,
    }
    command = ["taskset", "-c", core, sys.executable, "-m", "octavo", "up", *options]
    log = (data.parent / f"octavo-{port}.log").open("w+")
    process = subprocess.Popen(
        command, env=variables, stdout=log, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    )
    site = Site(port=port, data=data, process=process, operator_port=operator_port)
    try:
        wait_until_up(site)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        log.seek(0)
        site.lines = log.read().splitlines()
        log.close()


def wait_until_up(site: Site) -> float:
    """Seconds until the first good answer."""
    begin = time.monotonic()
    while time.monotonic() - begin < 30:
        if site.process.poll() is not None:
            raise RuntimeError(f"the site ended with {site.process.returncode}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            if site.get("/")[0] == 200:
                return time.monotonic() - begin
        time.sleep(0.002)
    raise RuntimeError("the site did not come up")


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
        env=os.environ | {"OCTAVO_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode != 0:
        raise RuntimeError(f"octavo {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def filled(data: Path) -> None:
    """Fill a new data folder: the real blog where it lies, our own demonstration otherwise."""
    if BLOG.is_dir():
        octavo(data, "import", str(BLOG))
    else:
        octavo(data, "demo")


def sign_in(site: Site) -> str:
    """Become a member by the operator's link; the Cookie header's value."""
    email = f"reader-{secrets.token_hex(4)}@example.org"
    out = octavo(site.data, "login-link", email)
    match = re.search(r"https?://\S+", out)
    if match is None:
        raise RuntimeError(f"no link in: {out}")
    path = urlsplit(match.group()).path
    form = urlencode(
        {"handle": f"reader-{secrets.token_hex(3)}", "name": "A reader", "email": email}
    ).encode()
    status, headers, body = site.post(path, form, Content_Type="application/x-www-form-urlencoded")
    if "set-cookie" not in headers:
        raise RuntimeError(f"no cookie ({status}): {body[:500]!r}")
    return headers["set-cookie"].split(";")[0]


def story_paths(site: Site, most: int = 20) -> list[str]:
    """Addresses of stories that the home page shows."""
    page = site.get("/")[2].decode()
    return list(dict.fromkeys(re.findall(r'href="(/@[a-z0-9-]+/[^"#?]+)"', page)))[:most]


@dataclass
class Load:
    """What wrk counted."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    errors: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def load(
    url: str, *, connections: int = 64, seconds: int = 5, script: Path | None = None, **headers: str
) -> Load:
    """Load from the other core."""
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for key, value in headers.items():
        command += ["-H", f"{key.replace('_', '-')}: {value}"]
    if script:
        command += ["-s", str(script)]
    out = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    counted = re.search(r"(\d+) requests in ([\d.]+)(s|m)", out)
    if counted is None:
        raise RuntimeError(out)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    torn = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    errors = (int(bad.group(1)) if bad else 0) + (sum(map(int, torn.groups())) if torn else 0)
    scale = 60.0 if counted.group(3) == "m" else 1.0
    return Load(
        int(counted.group(1)), float(counted.group(2)) * scale, latency(out, "50"), latency(out, "99"), errors
    )


def latency(out: str, percentile: str) -> float:
    """A line of wrk's latency table, in milliseconds."""
    match = re.search(rf"^\s+{percentile}%\s+([\d.]+)(us|ms|s)$", out, re.MULTILINE)
    if match is None:
        return float("nan")
    return float(match.group(1)) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[match.group(2)]


@contextlib.contextmanager
def nginx(files: Path) -> Iterator[str]:
    """nginx serving a folder's files from one core, as one worker; its address."""
    port = free_port()
    place = files.parent / "nginx"
    place.mkdir(exist_ok=True)
    configuration = place / "nginx.conf"
    configuration.write_text(
        f"daemon off; worker_processes 1; pid {place}/pid; error_log {place}/error.log;\n"
        "events { worker_connections 1024; }\n"
        "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n"
        "  open_file_cache max=100; default_type text/html; gzip_static on; etag on;\n"
        f"  server {{ listen 127.0.0.1:{port}; root {files}; }} }}\n"
    )
    if os.geteuid() == 0:
        configuration.write_text("user root;\n" + configuration.read_text())
    process = subprocess.Popen(
        ["taskset", "-c", SERVER_CORE, "/usr/sbin/nginx", "-c", str(configuration), "-p", str(place)]
    )
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def median(values: list[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def machine() -> str:
    """What it was measured on."""
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    name = model.group(1) if model else platform.machine()
    return f"{name}, {os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}"


def commit() -> str:
    """The commit that was measured, and whether anything was changed since."""
    head = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    dirty = subprocess.run(
        ["git", "status", "--porcelain", "src", "web"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return head.stdout.strip() + (" and changes" if dirty.stdout.strip() else "")


def keep(name: str, lines: list[str]) -> None:
    """Print the lines, and keep them with the commit and the machine."""
    head = [f"# {name}", f"{datetime.now(UTC):%Y-%m-%d}, commit {commit()}", machine(), ""]
    text = "\n".join([*head, *lines]) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.txt").write_text(text)
    print(text, flush=True)
