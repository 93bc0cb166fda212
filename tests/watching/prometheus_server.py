"""A real Prometheus for the tests, with the configuration that `octavo observe` writes."""

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import yaml

from tests.conftest import missing
from tests.running import free_port, wait_until


class Prometheus:
    """A Prometheus that runs."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, **query: str) -> Any:
        with urlopen(f"http://127.0.0.1:{self.port}/api/v1/{path}?{urlencode(query)}", timeout=60) as answer:
            said = json.load(answer)
        assert said["status"] == "success"
        return said["data"]

    def query(self, expression: str) -> list[Any]:
        found: list[Any] = self.get("query", query=expression)["result"]
        return found


@contextlib.contextmanager
def prometheus(place: Path) -> Iterator[Prometheus]:
    """Prometheus with the written configuration, asking every second rather than every fifteen."""
    program = shutil.which("prometheus")
    if program is None:
        missing("Prometheus")
    config = yaml.safe_load((place / "prometheus.yml").read_text())
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    (place / "fast.yml").write_text(yaml.safe_dump(config))
    port = free_port()
    words = [
        f"--config.file={place / 'fast.yml'}",
        f"--storage.tsdb.path={place / 'series'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    ]
    with (place / "prometheus.log").open("w") as log:
        process = subprocess.Popen([program, *words], stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: answers(port))
        yield Prometheus(port)
    finally:
        process.terminate()
        process.wait(60)


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/-/ready", timeout=5) as answer:
        return bool(answer.status == 200)
    return False
