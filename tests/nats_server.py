"""A real NATS with JetStream for the tests: in a temporary folder, on a free port, gone afterwards."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import free_port

PROGRAM = "nats-server"


def is_here() -> bool:
    """Whether NATS is installed."""
    return shutil.which(PROGRAM) is not None


class NatsServer:
    """A server that can be killed and started again on the same port, with what it had stored."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        words = [PROGRAM, "-a", "127.0.0.1", "-p", str(self.port), "-js", "-sd", str(self._home / "data")]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as probe:
                    if probe.recv(4).startswith(b"INFO"):
                        return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError((self._home / "log").read_text())

    def kill(self) -> None:
        """End it at once, as by kill -9."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def forget(self) -> None:
        """Lose all that it had stored; it must have been killed."""
        shutil.rmtree(self._home / "data", ignore_errors=True)


@contextmanager
def running() -> Iterator[NatsServer]:
    """A server of its own until the block ends."""
    home = Path(tempfile.mkdtemp(prefix="octavo-nats-"))
    server = NatsServer(home)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home)
