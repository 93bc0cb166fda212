"""Two workers share what they made through a real Redis, and go on without it."""

import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.redis_server import RedisServer
from tests.running import PATIENCE, Running, free_port, octavo, running, wait_until

WORKERS = 2


@pytest.fixture
def site(tmp_path: Path, redis: RedisServer) -> Iterator[Running]:
    variables = {
        "OCTAVO_DATA": str(tmp_path / "data"),
        "OCTAVO_OPERATOR_PORT": str(free_port()),
        "OCTAVO_CACHE_URL": redis.url,
        "OCTAVO_CACHE_SECONDS": "2",  # this machine may be busy; nothing is measured
    }
    with running(tmp_path, "up", "--workers", str(WORKERS), **variables) as found:
        assert (
            octavo("demo", OCTAVO_DATA=variables["OCTAVO_DATA"], OCTAVO_PORT=str(found.port)).returncode == 0
        )
        wait_until(lambda: min(pages_of(found, worker) for worker in range(WORKERS)) >= 0)
        yield found


def metric(site: Running, worker: int, pattern: str) -> float:
    """A worker's own figure; -1 while it has not started."""
    port = int(site.variables["OCTAVO_OPERATOR_PORT"]) + worker
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection):
        try:
            connection.request("GET", "/metrics")
        except ConnectionRefusedError:
            return -1.0
        text = connection.getresponse().read().decode()
    found = re.search(rf"^{pattern} ([0-9.e+]+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def pages_of(site: Running, worker: int) -> float:
    return metric(site, worker, r'octavo_cache_events_total\{cache="pages",event="loads"\}')


def shared(site: Running, event: str) -> float:
    figures = rf'octavo_cache_events_total\{{cache="shared",event="{event}"\}}'
    return sum(metric(site, worker, figures) for worker in range(WORKERS))


def read_by_all(site: Running, path: str) -> set[str]:
    """The page as each worker has it: read on new connections until both have looked for it."""
    before = [pages_of(site, worker) for worker in range(WORKERS)]
    texts = set()

    def both_looked() -> bool:
        status, text = site.ask(path)
        assert status == 200
        texts.add(text)
        return all(pages_of(site, worker) > before[worker] for worker in range(WORKERS))

    wait_until(both_looked)
    return texts


def test_a_page_made_by_one_worker_is_the_other_ones_too(site: Running) -> None:
    path = re.search(r'href="(/@[a-z0-9-]+/[a-z0-9-]+-[1-9A-HJ-NP-Za-km-z]{11})"', site.ask("/")[1])
    assert path
    hits = shared(site, "hits")
    assert len(read_by_all(site, path[1])) == 1
    assert shared(site, "hits") > hits  # the page, and whom else it names


def test_the_site_goes_on_when_redis_is_killed_and_uses_it_again(site: Running, redis: RedisServer) -> None:
    def ready() -> float:
        return sum(metric(site, worker, "octavo_cache_shared") for worker in range(WORKERS))

    wait_until(ready, float(WORKERS))
    redis.kill()
    assert len(read_by_all(site, "/")) == 1
    wait_until(ready, 0.0)
    assert shared(site, "alone") > 0
    redis.start()
    wait_until(ready, float(WORKERS))
