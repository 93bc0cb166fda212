"""The purges of one process, followed by another over the wire."""

import asyncio
from pathlib import Path

import pytest

from octavo.chassis import purge_streams
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.place import Place
from octavo.chassis.purge_streams import PurgeStreams, Streams, UnknownSource
from octavo.chassis.purges import PurgeFollower, Purges
from tests.conftest import Databases

SECRET = b"s" * 32


async def load() -> str:
    return "value"


async def purge(db: Database, *tags: str) -> None:
    async with db.transaction():
        await Purges(db).add(*tags)


async def until_gone(near: NearCache, key: str) -> None:
    async with asyncio.timeout(30):
        while near.peek(key) is not None:  # noqa: ASYNC110 it forgets, and tells nobody
            await asyncio.sleep(0.005)


async def kept(near: NearCache, key: str, tag: str) -> None:
    async with asyncio.timeout(30):
        while near.peek(key) is None:
            await near.get_or_load(key, load, ttl=60, tags=[tag], size=10)
            await asyncio.sleep(0.005)


async def test_a_copy_elsewhere_is_forgotten_and_a_stop_ends_the_stream(
    any_database: Databases, tmp_path: Path
) -> None:
    migrations = tmp_path / "migrations"
    migrations.mkdir()
    db = await any_database("stories", migrations)
    address = f"unix:{tmp_path}/s"
    here, there = Place(secret=SECRET), Place(secret=SECRET, peers={"stories": address})
    streams = here.here[purge_streams.CONTRACT] = Streams({"stories": db})
    server = await here.serve(address)
    remote: PurgeStreams = await there.get(
        "stories",
        PurgeStreams,  # type: ignore[type-abstract]  # what is asked for is the Protocol
        purge_streams.CONTRACT,
        lambda: streams,
    )
    with pytest.raises(UnknownSource):
        await anext(remote.follow(source="letters"))
    near = NearCache(max_bytes=1000)
    async with PurgeFollower("stories", purge_streams.follow("stories", remote), near).running():
        await kept(near, "a", "story:1")
        await kept(near, "b", "story:2")
        await purge(db, "story:1")
        await until_gone(near, "a")
        assert near.peek("b") == "value"
        streams.stop()
        # With the stream nothing is known any more: what is kept could be old.
        await until_gone(near, "b")
        await server.stop()
    await there.close()


async def test_a_follower_that_was_away_keeps_nothing_it_may_have_missed(
    any_database: Databases, tmp_path: Path
) -> None:
    migrations = tmp_path / "migrations"
    migrations.mkdir()
    db = await any_database("stories", migrations)
    address = f"unix:{tmp_path}/s"
    here, there = Place(secret=SECRET), Place(secret=SECRET, peers={"stories": address})
    streams = here.here[purge_streams.CONTRACT] = Streams({"stories": db})
    server = await here.serve(address)
    remote: PurgeStreams = await there.get(
        "stories",
        PurgeStreams,  # type: ignore[type-abstract]  # what is asked for is the Protocol
        purge_streams.CONTRACT,
        lambda: streams,
    )
    near = NearCache(max_bytes=1000)
    async with PurgeFollower("stories", purge_streams.follow("stories", remote), near).running():
        await kept(near, "a", "story:1")
        streams.stop()
        await server.stop()
        await until_gone(near, "a")
        await near.get_or_load("a", load, ttl=60, tags=["story:1"], size=10)
        assert near.peek("a") is None
        await purge(db, "story:1")
        here.here[purge_streams.CONTRACT] = Streams({"stories": db})
        server = await here.serve(address)
        await kept(near, "a", "story:1")
        await purge(db, "story:1")
        await until_gone(near, "a")
        await server.stop(0)
    await there.close()
