"""The purges of one process, followed by another over the wire."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis import purge_notes, purge_streams
from octavo.chassis.cache import NearCache
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.database import Database
from octavo.chassis.place import Place
from octavo.chassis.positions import Positions
from octavo.chassis.purge_streams import PurgeStreams, Streams, UnknownSource
from octavo.chassis.purges import Purge, PurgeFollower, Purges
from tests.chassis.shelf.v1.shelf import CONTRACT as SHELF
from tests.chassis.shelf.v1.shelf import Book, Shelf
from tests.chassis.shelves import ShelfInteractor
from tests.conftest import Databases

SECRET = b"s" * 32
ADA = Caller(person_id="ada")


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
    async with PurgeFollower("stories", purge_streams.follow("stories", remote, Positions()), near).running():
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
    async with PurgeFollower("stories", purge_streams.follow("stories", remote, Positions()), near).running():
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


class _Purging(ShelfInteractor):
    """Writes a purge with each book."""

    def __init__(self, db: Database) -> None:
        super().__init__()
        self.db = db

    async def add_book(self, **about: Any) -> Book:
        await purge(self.db, "books")
        return await super().add_book(**about)


class _Reach:
    """Knows one follower, and counts how often it was asked."""

    def __init__(self) -> None:
        self.follower: PurgeFollower | None = None
        self.asked: list[tuple[str, int]] = []

    async def reached(self, source: str, number: int) -> None:
        self.asked.append((source, number))
        if self.follower is not None:
            await self.follower.reached(number)


async def test_who_has_written_from_afar_finds_no_old_copy(any_database: Databases, tmp_path: Path) -> None:
    migrations = tmp_path / "migrations"
    migrations.mkdir()
    db = await any_database("stories", migrations)
    address = f"unix:{tmp_path}/s"
    here, there = Place(secret=SECRET), Place(secret=SECRET, peers={"stories": address})
    here.here[purge_streams.CONTRACT] = Streams({"stories": db})
    here.here[SHELF] = _Purging(db)
    reach = there.reach = _Reach()
    server = await here.serve(address)
    streams: PurgeStreams = await there.get(
        "stories",
        PurgeStreams,
        purge_streams.CONTRACT,
        lambda: Streams({}),  # type: ignore[type-abstract]
    )
    shelf: Shelf = await there.get("stories", Shelf, SHELF, lambda: ShelfInteractor())  # type: ignore[type-abstract]
    near = NearCache(max_bytes=1000)
    stream = purge_streams.follow("stories", streams, Positions())

    async def slowly(since: int | None) -> AsyncIterator[Purge]:
        async for one in stream(since):
            if one.tags:
                await asyncio.sleep(0.05)
            yield one

    async with PurgeFollower("stories", slowly, near).running() as follower:
        reach.follower = follower
        with acting_as(ADA):
            for title in ("One", "Two", "Three"):
                await kept(near, "a", "books")
                await shelf.add_book(title=title)
                assert near.peek("a") is None
            assert len(reach.asked) == 3
            await shelf.get_books(book_ids=())
        assert len(reach.asked) == 3, "reading purges nothing"
    # Nothing is kept any more, so nobody waits.
    await server.stop()
    await there.close()


async def test_who_waits_for_what_never_comes_goes_on() -> None:
    class Never:
        async def reached(self, source: str, number: int) -> None:
            await asyncio.Event().wait()

    with purge_notes.noting() as outer:
        await purge_notes.wait_for(Never(), {"stories": 7}.items())
    assert outer == {"stories": 7}, "whoever called us is told too"


@given(
    notes=st.dictionaries(
        st.from_regex(r"[a-z_]{1,40}", fullmatch=True), st.integers(0, 10**18 - 1), max_size=60
    )
)
def test_notes_travel_whole(notes: dict[str, int]) -> None:
    assert purge_notes.parse(purge_notes.told(notes)) == notes


@given(junk=st.text(max_size=300) | st.binary(max_size=20) | st.none())
def test_what_is_no_note_is_left_out(junk: object) -> None:
    for source, number in purge_notes.parse(junk).items():
        assert f"{source}=" in str(junk)
        assert number >= 0
