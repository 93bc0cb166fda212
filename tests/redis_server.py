"""A real Redis for the tests."""

import shutil
import socket
from collections.abc import Sequence
from pathlib import Path

from tests.servers import Server

PROGRAM = "redis-server"


def is_here() -> bool:
    """Whether Redis is installed."""
    return shutil.which(PROGRAM) is not None


class RedisServer(Server):
    """It keeps nothing when it is killed."""

    name = "redis"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str]:
        """Without snapshots."""
        words = [PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.home)]
        return [*words, "--save", ""]

    def answers(self) -> bool:
        """By a ping."""
        return self.ask("PING").startswith("+PONG")

    def ask(self, *words: str) -> str:
        """What it answers to a command, as it stands on the wire."""
        line = b"".join(b"$%d\r\n%s\r\n" % (len(word.encode()), word.encode()) for word in words)
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
            link.sendall(b"*%d\r\n" % len(words) + line)
            return link.recv(1 << 16).decode(errors="replace")
