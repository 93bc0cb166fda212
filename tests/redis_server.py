"""A real Redis for the tests: in a temporary folder, on a free port, gone afterwards."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import free_port

PROGRAM = "redis-server"


def is_here() -> bool:
    """Whether Redis is installed."""
    return shutil.which(PROGRAM) is not None


class RedisServer:
    """A server that can be killed, stopped for a while, and started again on the same port."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it takes connections; it finds again what it saved."""
        words = [PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._home)]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen([*words, "--save", ""], stdout=log, stderr=log)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as probe:
                    probe.sendall(b"PING\r\n")
                    if probe.recv(16).startswith(b"+PONG"):
                        return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError((self._home / "log").read_text())

    def kill(self) -> None:
        """End it at once, as by kill -9."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()

    def freeze(self) -> None:
        """Have it take connections and answer nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def ask(self, *words: str) -> str:
        """What it answers to a command, as it stands on the wire."""
        line = b"".join(b"$%d\r\n%s\r\n" % (len(word.encode()), word.encode()) for word in words)
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
            link.sendall(b"*%d\r\n" % len(words) + line)
            return link.recv(1 << 16).decode(errors="replace")


@contextmanager
def running() -> Iterator[RedisServer]:
    """A server of its own until the block ends."""
    home = Path(tempfile.mkdtemp(prefix="octavo-redis-"))
    server = RedisServer(home)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home)
