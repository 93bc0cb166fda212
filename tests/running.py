"""Real processes of `octavo` for tests: started on free ports, ended by their id."""

import contextlib
import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

PATIENCE = 60.0  # seconds for anything; never measured, only waited for


def free_port() -> int:
    """A port that nobody listens on at this moment, and the next one neither (a second worker's metrics).

    Not one that the system hands out by itself: a client's own end could take that before the site does.
    """
    while True:
        port = secrets.randbelow(20_000) + 12_000
        with contextlib.suppress(OSError), socket.socket() as one, socket.socket() as next_one:
            one.bind(("127.0.0.1", port))
            next_one.bind(("127.0.0.1", port + 1))
            return port


def environment(**variables: str) -> dict[str, str]:
    """Ours without any setting of whoever runs the tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OCTAVO_")}
    return clean | {"OCTAVO_OPERATOR_PORT": "0"} | variables


def octavo(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "octavo", *words],
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


@dataclass
class Running:
    """A process that serves."""

    process: subprocess.Popen[str]
    port: int
    log: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def output(self) -> str:
        return self.log.read_text()

    def ask(self, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, str]:
        """Status and body of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")

    def is_up(self) -> bool:
        try:
            return self.ask("/up")[0] == 200
        except OSError:
            return False

    def wait_for(self, pattern: str) -> str:
        """The first match of a pattern in its output, once it is there."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            match = re.search(pattern, self.output())
            if match:
                return match[0]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"{pattern} never came; it said:\n{self.output()}")

    def children(self) -> set[int]:
        out = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return {int(word) for word in out.stdout.split()}

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextlib.contextmanager
def running(
    folder: Path, *words: str, ready: str = r"Octavo is at|services are ready", **variables: str
) -> Iterator[Running]:
    """`octavo WORDS` (`up` where none are given) with its output in `folder`, until the block ends."""
    port = int(variables.setdefault("OCTAVO_PORT", str(free_port())))
    log = folder / f"octavo-{port}-{time.monotonic_ns()}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "octavo", *(words or ("up",))],
            env=environment(**variables),
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    found = Running(process, port, log, variables)
    try:
        found.wait_for(ready)
        yield found
    except BaseException:
        # Shown beside the failure: what the site itself said.
        sys.stderr.write(found.output()[-20_000:] + f"\n(ended with {process.poll()})\n")
        raise
    finally:
        end(process)


def end(process: subprocess.Popen[str]) -> None:
    """Have it end where it has not, by force where it does not want to."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cookie_of(site: Running, data: Path, handle: str) -> str:
    """The session's cookie of somebody who signed in by the operator's link."""
    answer = octavo("login-link", "--handle", handle, OCTAVO_DATA=str(data), OCTAVO_PORT=str(site.port))
    assert answer.returncode == 0, answer.stderr
    path = urlsplit(answer.stdout.strip()).path
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    with contextlib.closing(connection):
        head = {"Content-Type": "application/x-www-form-urlencoded", "Origin": site.url}
        connection.request("POST", path, urlencode({"confirm": "1"}), head)
        redeemed = connection.getresponse()
        redeemed.read()
    cookies = " ".join(redeemed.headers.get_all("set-cookie", ()))
    match = re.search(r"\bsession=[^;]+", cookies)
    assert match, (redeemed.status, cookies)
    return match[0]


def wait_until(what: object, so: object = True) -> None:
    """Wait until calling `what` gives `so`."""
    assert callable(what)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if what() == so:
            return
        time.sleep(0.02)
    raise AssertionError(f"{what} never became {so}")
