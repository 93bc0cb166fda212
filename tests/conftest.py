"""What tests of all parts share: databases on both engines."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest

from octavo.chassis import database
from octavo.chassis.database import Database
from tests import (
    dynamo_server,
    nats_server,
    neo4j_server,
    opensearch_server,
    postgres,
    redis_server,
    replicating,
    s3_server,
    sqs_server,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.faults.standing import Standing

pytest_plugins = ["tests.worlds_report"]


def missing(what: str) -> None:
    """Skip the test and name what was not tested; with OCTAVO_REQUIRE_ALL=1 that is a failure."""
    if os.environ.get("OCTAVO_REQUIRE_ALL") == "1":
        pytest.fail(f"OCTAVO_REQUIRE_ALL=1, but {what} is not here")
    pytest.skip(f"not tested: {what} is not here")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a real PostgreSQL that lives as long as the tests."""
    if postgres.binaries() is None:
        missing("PostgreSQL")
    with postgres.running() as url:
        yield url


@pytest.fixture(scope="session")
def replicated() -> Iterator[replicating.Replicated]:
    """A real PostgreSQL with replicas, as long as the tests last; a test ends its own replicas alone."""
    if postgres.binaries() is None:
        missing("PostgreSQL")
    with replicating.replicated() as servers:
        yield servers


@pytest.fixture
def redis() -> Iterator[redis_server.RedisServer]:
    """A real Redis of the test's own, which it may kill, stop and start again."""
    if not redis_server.is_here():
        missing("Redis")
    with redis_server.RedisServer.running() as server:
        yield server


@pytest.fixture(scope="session")
def redis_servers() -> Iterator[redis_server.RedisServers]:
    """A real cluster of three Redis servers that lives as long as the tests."""
    if not redis_server.is_here():
        missing("Redis")
    with redis_server.RedisServers.running() as servers:
        yield servers


@pytest.fixture
def redis_cluster(redis_servers: redis_server.RedisServers) -> redis_server.RedisServers:
    """The same, empty and whole. A test may kill, stop and start what it likes of it."""
    redis_servers.anew()
    return redis_servers


@pytest.fixture(scope="session")
def neo4j_running() -> Iterator[neo4j_server.Neo4jServer]:
    """A real Neo4j that lives as long as the tests."""
    if not neo4j_server.is_here():
        missing("Neo4j")
    with neo4j_server.Neo4jServer.running() as server:
        yield server


@pytest.fixture
def neo4j(neo4j_running: neo4j_server.Neo4jServer) -> neo4j_server.Neo4jServer:
    """The same, empty. A test that ends it starts it again."""
    neo4j_running.empty()
    return neo4j_running


@pytest.fixture(scope="session")
def opensearch_running() -> Iterator[opensearch_server.OpenSearchServer]:
    """A real OpenSearch that lives as long as the tests; each has indexes of a site of its own in it."""
    if not opensearch_server.is_here():
        missing("OpenSearch")
    with opensearch_server.running() as server:
        yield server


@pytest.fixture(scope="session")
def nats_for_all() -> Iterator[nats_server.NatsServer]:
    """A real NATS that lives as long as the tests, and that none of them may stop."""
    if not nats_server.is_here():
        missing("NATS")
    with nats_server.NatsServer.running() as server:
        yield server


@pytest.fixture
def nats() -> Iterator[nats_server.NatsServer]:
    """A real NATS of the test's own, which it may kill and start again."""
    if not nats_server.is_here():
        missing("NATS")
    with nats_server.NatsServer.running() as server:
        yield server


@pytest.fixture(scope="session")
def nats_servers() -> Iterator[nats_server.NatsServers]:
    """A real cluster of three NATS servers that lives as long as the tests. Who kills one starts it again."""
    if not nats_server.is_here():
        missing("NATS")
    with nats_server.NatsServers.running() as servers:
        yield servers


@pytest.fixture(scope="session")
def elasticmq() -> Iterator[str]:
    """The address of a real server that speaks as SQS does, which lives as long as the tests."""
    if not sqs_server.is_here():
        missing("ElasticMQ")
    with sqs_server.SqsServer.running() as server:
        yield server.url


@pytest.fixture
def sqs_endpoint(elasticmq: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same, for a client that finds who it is in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    return elasticmq


@pytest.fixture(scope="session")
def s3_for_all() -> Iterator[s3_server.S3Server]:
    """A real server that speaks as S3 does; it lives as long as the tests, and none of them may stop it."""
    if not s3_server.is_here():
        missing("versitygw")
    with s3_server.running() as server:
        yield server


@pytest.fixture
def s3(s3_for_all: s3_server.S3Server, monkeypatch: pytest.MonkeyPatch) -> s3_server.S3Server:
    """The same, for a client that finds who it is in the environment."""
    for name, value in s3_server.credentials().items():
        monkeypatch.setenv(name, value)
    return s3_for_all


@pytest.fixture
def own_s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[s3_server.S3Server]:
    """One of the test's own, which it may kill and start again."""
    if not s3_server.is_here():
        missing("versitygw")
    for name, value in s3_server.credentials().items():
        monkeypatch.setenv(name, value)
    with s3_server.running() as server:
        yield server


@pytest.fixture(scope="session")
def dynamo_for_all() -> Iterator[dynamo_server.DynamoServer]:
    """A server that speaks as DynamoDB does, which lives as long as the tests; none of them may stop it."""
    if not dynamo_server.is_here():
        missing(dynamo_server.CHOSEN)
    with dynamo_server.running() as server:
        yield server


@pytest.fixture(scope="session")
def other_dynamo_for_all() -> Iterator[dynamo_server.DynamoServer]:
    """The other server, of other hands."""
    (kind,) = set(dynamo_server.SERVERS) - {dynamo_server.CHOSEN}
    if not dynamo_server.is_here(kind):
        missing(kind)
    with dynamo_server.running(kind) as server:
        yield server


@pytest.fixture
def patient_dynamo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that finds who it is in the environment, and waits for a machine that has other work too."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    for patience in ("_SECONDS", "_CONNECT_SECONDS", "_ANSWER_SECONDS"):
        monkeypatch.setattr(f"octavo.chassis.dynamo_calls.{patience}", 60.0)


@pytest.fixture
def dynamo(dynamo_for_all: dynamo_server.DynamoServer, patient_dynamo: None) -> dynamo_server.DynamoServer:
    """A server for such a client."""
    return dynamo_for_all


@pytest.fixture(params=["the one", "the other"])
def each_dynamo(request: pytest.FixtureRequest, patient_dynamo: None) -> dynamo_server.DynamoServer:
    """The same for each of the two servers."""
    name = "dynamo_for_all" if request.param == "the one" else "other_dynamo_for_all"
    server: dynamo_server.DynamoServer = request.getfixturevalue(name)
    return server


@pytest.fixture(scope="session")
def whole_site() -> "Iterator[Standing]":
    """A site in a process of its own, which fault tests kill and start again; each leaves it running."""
    from tests.faults.standing import standing

    with standing() as site:
        yield site


@pytest.fixture(scope="session")
def site_on_postgres(postgres_url: str) -> "Iterator[Standing]":
    """The same over a real PostgreSQL, on a way that fault tests close; each leaves it open."""
    from tests.faults.standing import standing_over

    with standing_over(postgres_url) as site:
        yield site


@dataclass(frozen=True)
class Databases:
    """Opens databases of one engine for one test: `await databases("stories", folder)`.

    The same name opens the same database again, as a second process would.
    """

    engine: str
    address: Callable[[str], str]
    opened: list[Database]

    async def __call__(self, name: str, migrations: Path) -> Database:
        db = await database.open(self.address(name), name=name, migrations=migrations)
        self.opened.append(db)
        return db


DatabaseFactory = Callable[[str, Path], Awaitable[Database]]


@pytest.fixture(params=["sqlite", "postgresql"])
async def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Databases]:
    """A factory of databases; the test runs once on each engine."""
    if request.param == "sqlite":
        databases = Databases("sqlite", lambda name: f"sqlite:///{tmp_path / name}.db", [])
    else:
        url = request.getfixturevalue("postgres_url")
        databases = Databases("postgresql", lambda name: url, [])
    yield databases
    for db in databases.opened:
        await db.close()
    if request.param == "postgresql":
        await empty(url)


@pytest.fixture
def database_factory(any_database: Databases) -> Databases:
    """The same, under the name that says what it is: `db = await database_factory("stories", folder)`."""
    return any_database


async def empty(url: str) -> None:
    """Drop every service's schema."""
    connection = await asyncpg.connect(url)
    try:
        ours = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|public$)'"
        schemas = await connection.fetch(ours)
        for schema in schemas:
            await connection.execute(f'DROP SCHEMA "{schema["nspname"]}" CASCADE')
    finally:
        await connection.close()


# For one module: while it runs, playwright has an event loop of its own, and no test could start another.
@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        # Without its sandbox where the tests run as root: Chromium refuses otherwise.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
