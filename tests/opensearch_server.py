"""A real OpenSearch for the tests: in a temporary folder, on a free port, gone afterwards."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.engines.fetch import OPENSEARCH
from tests.postgres import free_port

_SECONDS = 120.0
_SETTINGS = """
discovery.type: single-node
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
path.data: {home}/data
path.logs: {home}/logs
bootstrap.system_call_filter: false
cluster.routing.allocation.disk.threshold_enabled: false
"""
_LOGGING = """
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""
# HTTP is a module, which wants a folder with what an OpenSearch that was unpacked has there.
_MODULE = """
name=transport-netty4
description=HTTP
version={version}
opensearch.version={version}
java.version=11
classname=org.opensearch.transport.Netty4Plugin
has.native.controller=false
"""
_POLICY = "grant { permission java.security.AllPermission; };\n"


def is_here() -> bool:
    """Whether it was fetched, and Java is installed."""
    return OPENSEARCH.classpath() is not None


class OpenSearchServer:
    """A node of its own that can be killed, and started again on the same port with what it holds."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        config, module = self._home / "config", self._home / "modules" / "transport-netty4"
        config.mkdir(parents=True)
        module.mkdir(parents=True)
        settings = _SETTINGS.format(http=self.port, transport=free_port(), home=self._home)
        (config / "opensearch.yml").write_text(settings)
        (config / "log4j2.properties").write_text(_LOGGING)
        version = OPENSEARCH.artifacts[0].rpartition(":")[2]
        (module / "plugin-descriptor.properties").write_text(_MODULE.format(version=version))
        (module / "plugin-security.policy").write_text(_POLICY)
        for jar in OPENSEARCH.home.glob("*netty*.jar"):
            shutil.copy(jar, module)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        jars = [str(jar) for jar in sorted(OPENSEARCH.home.glob("*.jar")) if "netty" not in jar.name]
        words = ["java", "-Xms384m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        # Without its native part it does not ask who runs it, which in a container is often root.
        words += ["-Djava.security.manager=allow", "-Djna.nosys=true", "-Djna.nounpack=true"]
        words += [f"-Dopensearch.path.home={self._home}", f"-Dopensearch.path.conf={self._home / 'config'}"]
        words += ["-Dopensearch.distribution.type=tar", "-Dopensearch.bundled_jdk=false"]
        words += ["-cp", ":".join(jars), "org.opensearch.bootstrap.OpenSearch"]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log)
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                if self.call("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s")["status"] != "red":
                    return
            except (httpx2.HTTPError, KeyError):
                time.sleep(0.05)
        raise RuntimeError((self._home / "log").read_text())

    def kill(self) -> None:
        """End it at once, as by kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """What it answers, past all of ours."""
        answer = httpx2.request(method, self.url + path, json=body, timeout=60, trust_env=False)
        return answer.json()

    def indexes(self) -> set[str]:
        """The names of all that it holds."""
        return {each["index"] for each in self.call("GET", "/_cat/indices?format=json")}

    def empty(self) -> None:
        """Take out whatever is in it."""
        for name in self.indexes():
            self.call("DELETE", f"/{name}")


@contextmanager
def running() -> Iterator[OpenSearchServer]:
    """A server of its own until the block ends."""
    home = Path(tempfile.mkdtemp(prefix="octavo-opensearch-"))
    server = OpenSearchServer(home)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home)
