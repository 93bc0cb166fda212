"""A real Neo4j for the tests."""

import socket
from collections.abc import Sequence
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError

from tests.engines.fetch import NEO4J
from tests.servers import Server

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


class Neo4jServer(Server):
    """It keeps what it holds when it is killed."""

    name = "neo4j"
    patience = 60.0

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.url = f"neo4j://127.0.0.1:{self.port}"
        (home / "conf").mkdir(parents=True, exist_ok=True)
        (home / "conf" / "neo4j.conf").write_text(_SETTINGS.format(port=self.port))

    def command(self) -> Sequence[str]:
        """With little memory, and quick to start."""
        java = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]
        main = [str(NEO4J.classpath()), "org.neo4j.server.CommunityEntryPoint"]
        return [*java, *main, f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]

    def answers(self) -> bool:
        """By a query."""
        socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        try:
            return self.run("RETURN 1") == [[1]]
        except DriverError:
            return False

    def run(self, cypher: str) -> list[list[object]]:
        """The rows of a query, past all of ours."""
        with GraphDatabase.driver(self.url, notifications_min_severity="OFF") as driver:
            return [list(record.values()) for record in driver.execute_query(cypher).records]

    def edges(self) -> set[tuple[str, int, int]]:
        """All that it holds: the kind, who, and what."""
        rows = self.run("MATCH (p)-[e]->(t) RETURN type(e), p.id, t.id")
        return {(str(kind), int(str(actor)), int(str(target))) for kind, actor, target in rows}

    def empty(self) -> None:
        """Take out whatever is in it."""
        self.run("MATCH (n) DETACH DELETE n")
