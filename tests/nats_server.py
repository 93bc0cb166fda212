"""A real NATS with JetStream for the tests."""

import shutil
import socket
from collections.abc import Sequence
from pathlib import Path

from tests.servers import Server

PROGRAM = "nats-server"


def is_here() -> bool:
    """Whether NATS is installed."""
    return shutil.which(PROGRAM) is not None


class NatsServer(Server):
    """It keeps what it had stored when it is killed."""

    name = "nats"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.url = f"nats://127.0.0.1:{self.port}"

    def command(self) -> Sequence[str]:
        """With JetStream in a folder."""
        return [PROGRAM, "-a", "127.0.0.1", "-p", str(self.port), "-js", "-sd", str(self.home / "data")]

    def answers(self) -> bool:
        """By its greeting."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=1) as probe:
            return probe.recv(4).startswith(b"INFO")

    def forget(self) -> None:
        """Lose all that it had stored; it must have been killed."""
        shutil.rmtree(self.home / "data", ignore_errors=True)
