"""Reads from replicas: never from before what this process knows of, and never failing because of one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from octavo.chassis import lagging
from octavo.chassis.engine import StorageFault
from octavo.chassis.replicas import PRIMARY, ReplicaState
from tests.chassis.copying import PORT, TABLE, Process, may_lag, process
from tests.conftest import empty
from tests.replicating import PostgresServer, Replicated


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    (tmp_path / "0001_notes.sql").write_text(TABLE)
    return tmp_path


@pytest.fixture(scope="module")
def standing(replicated: Replicated) -> Iterator[PostgresServer]:
    """A replica that no test ends."""
    replica = replicated.replica()
    yield replica
    replicated.end(replica)


@pytest.fixture
def own(replicated: Replicated) -> Iterator[PostgresServer]:
    """A replica that the test may do anything to."""
    replica = replicated.replica()
    yield replica
    replicated.end(replica)


@pytest.fixture
async def site(
    replicated: Replicated, standing: PostgresServer, tables: Path
) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes, the writer and a reader, and a replica that has all there is."""
    async with (
        process(replicated.primary.url, [standing.url], tables) as writer,
        process(replicated.primary.url, [standing.url], tables) as reader,
    ):
        await replicated.caught_up(standing)
        for one in (writer, reader):
            await one.settled(standing.port)
        yield writer, reader
        if await standing.one("SELECT pg_is_wal_replay_paused()"):
            await standing.resume()
    await empty(replicated.primary.url)


async def test_only_reads_that_may_lag_go_to_a_replica(
    site: tuple[Process, Process], replicated: Replicated, standing: PostgresServer
) -> None:
    _, reader = site
    assert await reader.port() == standing.port
    row = await reader.db.one(PORT)
    assert row is not None
    assert row["port"] == replicated.primary.port
    with may_lag():
        async with reader.db.transaction():
            row = await reader.db.one(PORT)
            assert row is not None
            assert row["port"] == replicated.primary.port
        assert (await reader.db.all(PORT))[0]["port"] == replicated.primary.port, "time does not go back"


async def test_what_a_call_leaves_behind_reads_where_it_is_written(
    site: tuple[Process, Process], replicated: Replicated
) -> None:
    _, reader = site
    with may_lag():
        found = lagging.here.get()
        assert found is not None
        found.open = False
        assert (await reader.db.all(PORT))[0]["port"] == replicated.primary.port


async def test_a_process_sees_its_own_writes_at_once(
    site: tuple[Process, Process], replicated: Replicated, standing: PostgresServer
) -> None:
    writer, _ = site
    await standing.pause()
    for purges in (True, False):
        await writer.write(f"new {purges}", purges=purges)
        for _ in range(5):
            assert await writer.read() == f"new {purges}"
            await asyncio.sleep(0.01)
    assert await standing.one("SELECT text FROM notes.notes") == "old"
    await standing.resume()
    await replicated.caught_up(standing)
    await writer.settled(standing.port)
    assert await writer.read() == "new False"


async def test_a_purge_that_was_heard_rules_out_what_was_before_it(
    site: tuple[Process, Process], replicated: Replicated, standing: PostgresServer
) -> None:
    writer, reader = site
    assert await reader.near_read() == "old"
    await standing.pause()
    number = await writer.write("new")
    await reader.follower.reached(number)
    for _ in range(5):
        assert await reader.near_read() == "new"
        assert await reader.read() == "new"
        await asyncio.sleep(0.01)
    assert await standing.one("SELECT text FROM notes.notes") == "old"
    await standing.resume()
    await replicated.caught_up(standing)
    await reader.settled(standing.port)
    assert await reader.read() == "new"


async def test_a_purge_of_one_service_holds_for_all_that_were_written_before_it(
    site: tuple[Process, Process], replicated: Replicated, standing: PostgresServer
) -> None:
    writer, reader = site
    await standing.pause()
    await writer.write("new")
    await writer.follower.reached(1)
    assert await writer.port(other=True) == replicated.primary.port
    await reader.follower.reached(1)
    assert await reader.port(other=True) == replicated.primary.port


async def test_what_nobody_purged_may_lag_and_no_more(
    site: tuple[Process, Process], replicated: Replicated, standing: PostgresServer
) -> None:
    writer, reader = site
    await standing.pause()
    await writer.write("new", purges=False)
    assert await reader.read() == "old"
    assert reader.replicas.reads[f"127.0.0.1:{standing.port}/octavo"] > 0
    await standing.resume()
    await replicated.caught_up(standing)
    assert await reader.read() == "new"


async def test_who_does_not_hear_of_purges_reads_from_the_primary_alone(
    site: tuple[Process, Process], replicated: Replicated, standing: PostgresServer
) -> None:
    _, reader = site
    reader.db.hears(False)
    assert await reader.port() == replicated.primary.port
    reader.db.hears(True)
    assert await reader.port() == standing.port


async def test_one_call_reads_a_database_in_one_place(
    site: tuple[Process, Process], replicated: Replicated, standing: PostgresServer
) -> None:
    writer, _ = site
    with may_lag():
        await writer.write("new")
        assert (await writer.db.all(PORT))[0]["port"] == replicated.primary.port
        await replicated.caught_up(standing)
        await asyncio.sleep(0.05)
        assert (await writer.db.all(PORT))[0]["port"] == replicated.primary.port
    await writer.settled(standing.port)


async def test_replicas_are_read_from_in_turn(
    replicated: Replicated, standing: PostgresServer, own: PostgresServer, tables: Path
) -> None:
    async with process(replicated.primary.url, [standing.url, own.url], tables) as one:
        for replica in (standing, own):
            await replicated.caught_up(replica)
            await one.settled(replica.port)
        ports = [await one.port() for _ in range(8)]
        assert sorted(set(ports)) == sorted([standing.port, own.port])
        assert ports.count(own.port) == 4
    await empty(replicated.primary.url)


async def test_a_replica_that_dies_costs_nothing_and_comes_back(
    replicated: Replicated, own: PostgresServer, tables: Path
) -> None:
    async with process(replicated.primary.url, [own.url], tables) as one:
        await replicated.caught_up(own)
        await one.settled(own.port)
        own.kill()
        assert [await one.read() for _ in range(5)] == ["old"] * 5
        assert one.replicas.all[0].state is ReplicaState.AWAY
        with pytest.raises(StorageFault, match=f"{own.port}/octavo: away"):
            await one.replicas.check()
        await one.replicas.look()
        assert await one.port() == replicated.primary.port
        own.start()
        await one.replicas.look()
        await one.replicas.check()
        await one.settled(own.port)
    await empty(replicated.primary.url)


async def test_one_that_answers_nothing_is_left_alone_after_a_moment(
    replicated: Replicated, own: PostgresServer, tables: Path
) -> None:
    async with process(replicated.primary.url, [own.url], tables) as one:
        await replicated.caught_up(own)
        await one.settled(own.port)
        own.freeze()
        try:
            assert [await one.read() for _ in range(3)] == ["old"] * 3
            assert one.replicas.all[0].state is ReplicaState.AWAY
            assert one.replicas.reads[PRIMARY] >= 3
        finally:
            own.thaw()
        await one.replicas.look()
        await one.settled(own.port)
    await empty(replicated.primary.url)


async def test_one_that_was_promoted_is_no_replica_any_more(
    replicated: Replicated, own: PostgresServer, tables: Path
) -> None:
    async with process(replicated.primary.url, [own.url], tables) as one:
        await replicated.caught_up(own)
        await one.settled(own.port)
        own.promote()
        await own.one("UPDATE notes.notes SET text = 'of another life'")
        await one.write("new")
        assert [await one.read() for _ in range(5)] == ["new"] * 5
        await one.replicas.look()
        assert one.replicas.all[0].state is ReplicaState.NOT_FOLLOWING
        assert await one.port() == replicated.primary.port
    await empty(replicated.primary.url)


async def test_a_server_of_somebody_else_is_never_read_from(
    replicated: Replicated, postgres_url: str, tables: Path
) -> None:
    async with process(replicated.primary.url, [postgres_url], tables) as one:
        assert one.replicas.all[0].state is ReplicaState.OTHER
        assert await one.port() == replicated.primary.port
    await empty(replicated.primary.url)


async def test_a_replica_of_a_replica_that_was_promoted_follows_another_life(
    replicated: Replicated, own: PostgresServer, tables: Path
) -> None:
    own.promote()
    await own.one("CHECKPOINT")
    below = PostgresServer(replicated.folder("below"), own)
    below.start()
    try:
        async with process(replicated.primary.url, [below.url], tables) as one:
            assert one.replicas.all[0].state is ReplicaState.OTHER
            assert await one.port() == replicated.primary.port
    finally:
        below.kill()
    await empty(replicated.primary.url)


async def test_one_that_is_too_far_behind_is_left_alone_until_it_is_not(
    site: tuple[Process, Process], replicated: Replicated, standing: PostgresServer
) -> None:
    writer, reader = site
    now = 0.0
    replica, replicas = reader.replicas.all[0], reader.replicas
    replicas.clock = lambda: now
    await replicas.look()
    await standing.pause()
    await writer.write("new", purges=False)
    now = 60.0
    await replicas.look()
    assert (replica.state, replica.lag) == (ReplicaState.USED, 60.0)
    now = 61.0
    await replicas.look()
    assert (replica.state, replica.lag) == (ReplicaState.BEHIND, 61.0)
    assert await reader.port() == replicated.primary.port
    figures = {sample.name: sample.value for family in replicas.collect() for sample in family.samples}
    assert figures["octavo_replica_used"] == 0.0
    assert figures["octavo_replica_lag_seconds"] == 61.0
    await standing.resume()
    await replicated.caught_up(standing)
    await replicas.look()
    assert (replica.state, replica.lag) == (ReplicaState.USED, 0.0)
    await reader.settled(standing.port)
