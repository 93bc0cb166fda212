"""ElasticMQ, a real server that speaks as SQS does, for the tests."""

import socket
from collections.abc import Sequence
from pathlib import Path

from tests.engines.fetch import ELASTICMQ
from tests.servers import Server

_SETTINGS = """
include classpath("application.conf")
node-address {{ protocol = http, host = "127.0.0.1", port = {port}, context-path = "" }}
rest-sqs {{ enabled = true, bind-port = {port}, bind-hostname = "127.0.0.1", sqs-limits = strict }}
rest-stats {{ enabled = false }}
"""


def is_here() -> bool:
    """Whether it was fetched, and Java is installed."""
    return ELASTICMQ.classpath() is not None


class SqsServer(Server):
    """It keeps nothing when it is killed."""

    name = "sqs"
    patience = 60.0

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = home / "settings.conf"
        self._settings.write_text(_SETTINGS.format(port=self.port))

    def command(self) -> Sequence[str]:
        """With little memory, and quick to start."""
        java = ["java", "-Xmx128m", "-XX:TieredStopAtLevel=1", f"-Dconfig.file={self._settings}"]
        return [*java, "-cp", str(ELASTICMQ.classpath()), "org.elasticmq.server.Main"]

    def answers(self) -> bool:
        """By taking a connection."""
        socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        return True
