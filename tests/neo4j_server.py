"""A real Neo4j for the tests: in a temporary folder, on a free port, gone afterwards."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError

from tests.engines.fetch import NEO4J
from tests.postgres import free_port

_SECONDS = 60.0
_SETTINGS = """
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=64m
db.tx_log.preallocate=false
dbms.security.auth_enabled=false
dbms.usage_report.enabled=false
"""


def is_here() -> bool:
    """Whether it was fetched, and Java is installed."""
    return NEO4J.classpath() is not None


class Neo4jServer:
    """A server that can be killed, and started again on the same port with what it holds."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.url = f"neo4j://127.0.0.1:{self.port}"
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        (home / "conf").mkdir(parents=True, exist_ok=True)
        (home / "conf" / "neo4j.conf").write_text(_SETTINGS.format(port=self.port))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        words += ["-cp", str(NEO4J.classpath()), "org.neo4j.server.CommunityEntryPoint"]
        words += [f"--home-dir={self._home}", f"--config-dir={self._home / 'conf'}"]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log)
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    self.run("RETURN 1")
                    return
            except (OSError, DriverError):
                time.sleep(0.05)
        raise RuntimeError((self._home / "log").read_text())

    def kill(self) -> None:
        """End it at once, as by kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def run(self, cypher: str) -> list[list[object]]:
        """The rows of a query, past all of ours."""
        with GraphDatabase.driver(self.url, notifications_min_severity="OFF") as driver:
            return [list(record.values()) for record in driver.execute_query(cypher).records]  # type: ignore[arg-type]

    def edges(self) -> set[tuple[str, int, int]]:
        """All that it holds: the kind, who, and what."""
        rows = self.run("MATCH (p)-[e]->(t) RETURN type(e), p.id, t.id")
        return {(str(kind), int(str(actor)), int(str(target))) for kind, actor, target in rows}

    def empty(self) -> None:
        """Take out whatever is in it."""
        self.run("MATCH (n) DETACH DELETE n")


@contextmanager
def running() -> Iterator[Neo4jServer]:
    """A server of its own until the block ends."""
    home = Path(tempfile.mkdtemp(prefix="octavo-neo4j-"))
    server = Neo4jServer(home)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home)
