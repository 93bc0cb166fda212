"""A whole site on PostgreSQL whose replica stands still, goes on, dies: edits reach every reader as ever."""

import http.client
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.replicating import PostgresServer, Replicated
from tests.running import PATIENCE, Running, free_port, octavo, running, wait_until
from tests.serving.test_edits_reach_everyone import Person, open_readers, wait_for_all

pytestmark = pytest.mark.timeout(400)  # real servers are started, ended, and waited for


@pytest.fixture
def replica(replicated: Replicated) -> Iterator[PostgresServer]:
    made = replicated.replica()
    yield made
    replicated.end(made)


@pytest.fixture
async def database(replicated: Replicated) -> AsyncIterator[str]:
    """The name of a database that no other test uses."""
    name = f"site_{secrets.token_hex(4)}"
    await replicated.primary.one(f"CREATE DATABASE {name}")
    yield name
    await replicated.primary.one(f"DROP DATABASE {name} WITH (FORCE)")


def at(server: PostgresServer, database: str) -> str:
    return f"{server.url.rpartition('/')[0]}/{database}"


def read_from(site: Running, worker: int, server: str) -> float:
    """How many reads of a worker a server has answered."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(site.variables["OCTAVO_OPERATOR_PORT"]) + worker, timeout=PATIENCE
    )
    with closing(connection):
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
    match = re.search(rf'^octavo_lagging_reads_total{{server="{server}"}} ([0-9.e+]+)$', text, re.M)
    assert match, text[:500]
    return float(match[1])


async def test_an_edit_is_seen_by_all_whatever_the_replica_does(
    tmp_path: Path, replicated: Replicated, replica: PostgresServer, database: str
) -> None:
    name = f"127.0.0.1:{replica.port}/{database}"
    settings = {
        "OCTAVO_DATA": str(tmp_path / "data"),
        "OCTAVO_DATABASE_URL": at(replicated.primary, database),
        "OCTAVO_DATABASE_REPLICAS": at(replica, database),
        "OCTAVO_DATABASE_REPLICA_LAG": "300",
        "OCTAVO_OPERATOR_PORT": str(free_port()),
    }
    with running(tmp_path, "up", "--workers", "2", **settings) as site, ExitStack() as stack:
        settings["OCTAVO_PORT"] = str(site.port)
        assert octavo("demo", **settings).returncode == 0
        home = site.ask("/")[1]
        match = re.search(r'href="/@([a-z0-9-]+)/[a-z0-9-]+-([1-9A-HJ-NP-Za-km-z]{11})"', home)
        assert match, home[:500]
        author = Person(site, tmp_path / "data", match[1])
        readers = open_readers(site, author, stack, workers=2)
        path = match[0].removeprefix('href="').rstrip('"')
        for number, happens in enumerate(("it runs", "it stands still", "it goes on", "it is gone")):
            if happens == "it stands still":
                await replica.pause()
            if happens == "it goes on":
                await replica.resume()
            if happens == "it is gone":
                read = [read_from(site, worker, name) for worker in range(2)]
                replica.kill()
            title = f"The {number}th title: {happens}"
            author.retitle(match[2], title)
            path = wait_for_all(readers, path, title, "an older one")
            # not stored yet: made of what the stories say now
            assert title in site.ask(f"/feed/@{match[1]}?{number}")[1]
        assert sum(read) > 0, "nothing was read from the replica"
        wait_until(lambda: '"without":["replicas"]' in site.ask("/readyz")[1].replace(" ", ""))
        assert site.stop() == 0
