"""Load by wrk from one core, and nginx to measure against."""

import contextlib
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.stage import LOAD_CORE, SERVER_CORE, free_port

BROWSER = "gzip, deflate, br, zstd"
"""What browsers accept."""


@dataclass(frozen=True)
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


class Loading:
    """wrk at work; `result` waits for its end."""

    def __init__(
        self, url: str, *, connections: int = 64, seconds: int = 5, script: Path | None = None, **headers: str
    ) -> None:
        command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        for key, value in headers.items():
            command += ["-H", f"{key.replace('_', '-')}: {value}"]
        if script:
            command += ["-s", str(script)]
        self._process = subprocess.Popen([*command, url], stdout=subprocess.PIPE, text=True)

    def result(self) -> Load:
        """What it counted."""
        out, _ = self._process.communicate()
        counted = re.search(r"(\d+) requests in ([\d.]+)(s|m)", out)
        if counted is None:
            raise RuntimeError(out)
        bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
        torn = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
        errors = (int(bad.group(1)) if bad else 0) + (sum(map(int, torn.groups())) if torn else 0)
        seconds = float(counted.group(2)) * (60.0 if counted.group(3) == "m" else 1.0)
        return Load(int(counted.group(1)), seconds, _latency(out, "50"), _latency(out, "99"), errors)


def load(
    url: str, *, connections: int = 64, seconds: int = 5, script: Path | None = None, **headers: str
) -> Load:
    """Load from the other core, to its end."""
    return Loading(url, connections=connections, seconds=seconds, script=script, **headers).result()


def in_turn(path: Path, addresses: Sequence[str]) -> Path:
    """A script that asks for these paths one after the other, for ever, on all connections together."""
    listed = ",\n".join(f'  wrk.format("GET", "{address}")' for address in addresses)
    path.write_text(
        "local asked, place = {}, 0\n"
        f"init = function() asked = {{\n{listed}\n}} end\n"
        "request = function()\n"
        "  place = place % #asked + 1\n"
        "  return asked[place]\n"
        "end\n"
    )
    return path


def _latency(out: str, percentile: str) -> float:
    """A line of wrk's latency table, in milliseconds."""
    match = re.search(rf"^\s+{percentile}%\s+([\d.]+)(us|ms|s)$", out, re.MULTILINE)
    if match is None:
        return float("nan")
    return float(match.group(1)) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[match.group(2)]


@contextlib.contextmanager
def nginx(files: Path, *headers: tuple[str, str]) -> Iterator[str]:
    """nginx serving a folder's files from one core, as one worker, with these headers; its address."""
    port = free_port()
    place = files.parent / f"nginx-{port}"
    place.mkdir()
    added = " ".join(f'add_header {name} "{value}";' for name, value in headers)
    (place / "nginx.conf").write_text(
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; worker_processes 1;\n"
        f"pid {place}/pid; error_log {place}/error.log;\n"
        "events { worker_connections 1024; }\n"
        "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n"
        "  open_file_cache max=100; default_type 'text/html; charset=utf-8'; etag on;\n"
        f"  server {{ listen 127.0.0.1:{port}; root {files}; {added} }} }}\n"
    )
    process = subprocess.Popen(
        ["taskset", "-c", SERVER_CORE, "/usr/sbin/nginx", "-c", f"{place}/nginx.conf", "-p", str(place)]
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
