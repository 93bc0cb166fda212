"""ElasticMQ, a real server that speaks as SQS does: in memory, on a free port, gone afterwards."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines.fetch import ELASTICMQ
from tests.postgres import free_port

_SETTINGS = """
include classpath("application.conf")
node-address {{ protocol = http, host = "127.0.0.1", port = {port}, context-path = "" }}
rest-sqs {{ enabled = true, bind-port = {port}, bind-hostname = "127.0.0.1", sqs-limits = strict }}
rest-stats {{ enabled = false }}
"""


@contextmanager
def running() -> Iterator[str]:
    """Its address, until the block ends."""
    classpath = ELASTICMQ.classpath()
    assert classpath is not None
    home, port = Path(tempfile.mkdtemp(prefix="octavo-sqs-")), free_port()
    settings = home / "settings.conf"
    settings.write_text(_SETTINGS.format(port=port))
    java = ["java", "-Xmx128m", "-XX:TieredStopAtLevel=1", f"-Dconfig.file={settings}"]
    with (
        (home / "log").open("wb") as log,
        subprocess.Popen(
            [*java, "-cp", classpath, "org.elasticmq.server.Main"], stdout=log, stderr=log, cwd=home
        ) as server,
    ):
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    if server.poll() is not None or time.monotonic() > until:
                        raise RuntimeError((home / "log").read_text()) from None
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()
    shutil.rmtree(home)
