"""A real NATS with JetStream for the tests."""

import json
import shutil
import socket
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import nats

from tests.postgres import free_port
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


class ClusterNode(NatsServer):
    """One server of a cluster; `join` says of which, before it is started."""

    name = "nats-cluster"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.routes_port, self.told_port = free_port(), free_port()
        self.title = f"n{self.port}"
        self._routes = ""

    def join(self, nodes: "Sequence[ClusterNode]") -> None:
        """These are all of them."""
        self._routes = ",".join(f"nats://127.0.0.1:{node.routes_port}" for node in nodes)

    def command(self) -> Sequence[str]:
        """With a name, by which the others know it when it comes back."""
        here = f"nats://127.0.0.1:{self.routes_port}"
        words = ["-n", self.title, "-cluster_name", "tests", "-cluster", here, "-routes", self._routes]
        return [*super().command(), *words, "-m", str(self.told_port)]

    def told(self, what: str) -> Any:
        """What its monitoring says; an OSError where it says nothing, or is not well."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.told_port}/{what}", timeout=5) as answer:
            return json.load(answer)


class NatsServers:
    """A cluster of three servers, which keep what they had stored when they are killed."""

    def __init__(self, nodes: Sequence[ClusterNode]) -> None:
        self.nodes = nodes
        self.urls = [node.url for node in nodes]

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["NatsServers"]:
        """They have met, and agreed on one that leads."""
        with ExitStack() as stack:
            nodes = [stack.enter_context(ClusterNode.made()) for _ in range(3)]
            for node in nodes:
                node.join(nodes)
            for node in nodes:
                node.start()
            made = cls(nodes)
            made.settle()
            yield made

    def settle(self) -> None:
        """Wait until each of them has all that it should have."""
        until = time.monotonic() + 60
        while not all(map(_is_well, self.nodes)):
            if time.monotonic() > until:
                raise RuntimeError("\n".join((node.home / "log").read_text() for node in self.nodes))
            time.sleep(0.05)

    def mend(self) -> None:
        """Start those that were killed."""
        for node in self.nodes:
            if not node.runs:
                node.start()
        self.settle()

    def leader(self, stream: str) -> ClusterNode:
        """Which of them leads a stream."""
        for node in self.nodes:
            if not node.runs:
                continue
            for account in node.told("jsz?streams=1").get("account_details", []):
                for one in account["stream_detail"]:
                    if one["name"] == stream and (title := one["cluster"].get("leader")):
                        return next(node for node in self.nodes if node.title == title)
        raise LookupError(stream)


async def forget_site(urls: Sequence[str], site: str) -> None:
    """Delete the streams of a site, each of which a cluster elects a leader for again and again."""
    connection = await nats.connect(list(urls))
    try:
        jetstream = connection.jetstream()
        for stream in await jetstream.streams_info():
            if (name := stream.config.name) is not None and name.startswith(f"octavo_{site}_"):
                await jetstream.delete_stream(name)
    finally:
        await connection.close()


def _is_well(node: ClusterNode) -> bool:
    try:
        return bool(node.told("healthz")["status"] == "ok" and node.told("jsz")["meta_cluster"]["leader"])
    except (OSError, KeyError):
        return False
