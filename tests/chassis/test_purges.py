import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.engine import ConnectionLost
from octavo.chassis.purges import Purge, PurgeFollower, Purges
from tests.conftest import Databases


class Ear:
    """Remembers what a follower says."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.moved = asyncio.Event()

    def purge(self, tags: Collection[str], number: int) -> None:
        self.heard.extend(tags)
        self.moved.set()

    def lost(self, source: str) -> None:
        self.heard.append(f"lost {source}")

    def caught_up(self, source: str) -> None:
        self.heard.append(f"caught up {source}")
        self.moved.set()

    async def until(self, last: str) -> None:
        async with asyncio.timeout(10):
            while not self.heard or self.heard[-1] != last:
                self.moved.clear()
                await self.moved.wait()


BEGUN = ["lost stories", "caught up stories"]


@pytest.fixture
async def two(database_factory: Databases, tmp_path: Path) -> tuple[Database, Database]:
    """The same database, opened twice as by two processes."""
    folder = tmp_path / "none"
    folder.mkdir()
    return await database_factory("stories", folder), await database_factory("stories", folder)


async def write(db: Database, *tags: str) -> None:
    async with db.transaction():
        await Purges(db).add(*tags)


async def test_the_writers_own_process_has_purged_when_its_call_returns(
    two: tuple[Database, Database],
) -> None:
    ear = Ear()
    async with PurgeFollower.of(two[0], ear).running():
        async with two[0].transaction():
            purges = Purges(two[0])
            await purges.add("story:1", "person:2")
            await purges.add("story:1", "tag:3")
            assert ear.heard == BEGUN
        assert ear.heard == [*BEGUN, "story:1", "person:2", "tag:3"]


async def test_another_process_follows_and_none_hears_a_purge_twice(two: tuple[Database, Database]) -> None:
    here, there = Ear(), Ear()
    async with PurgeFollower.of(two[0], here).running(), PurgeFollower.of(two[1], there).running():
        await write(two[0], "a")
        await there.until("a")
        await write(two[1], "b")
        assert there.heard[-1] == "b"
        await here.until("b")
        await write(two[0], "c")
        await there.until("c")
    assert here.heard == [*BEGUN, "a", "b", "c"]
    assert there.heard == [*BEGUN, "a", "b", "c"]


async def test_an_undone_change_purges_nothing(two: tuple[Database, Database]) -> None:
    here, there = Ear(), Ear()
    async with PurgeFollower.of(two[0], here).running(), PurgeFollower.of(two[1], there).running():
        with pytest.raises(ValueError, match="no"):
            async with two[0].transaction():
                await Purges(two[0]).add("never")
                raise ValueError("no")
        await write(two[0], "after")
        await there.until("after")
    assert here.heard == there.heard == [*BEGUN, "after"]


async def test_many_writers_are_followed_without_a_gap(two: tuple[Database, Database]) -> None:
    here, there = Ear(), Ear()
    async with PurgeFollower.of(two[0], here).running(), PurgeFollower.of(two[1], there).running():
        await asyncio.gather(*[write(two[n % 2], f"tag {n}") for n in range(40)])
        await write(two[0], "last")
        await there.until("last")
        await write(two[1], "very last")
        await here.until("very last")
    for ear in (here, there):
        assert ear.heard[:2] == BEGUN
        assert sorted(ear.heard[2:]) == sorted([*(f"tag {n}" for n in range(40)), "last", "very last"])


async def test_who_comes_back_after_the_trimming_starts_anew(two: tuple[Database, Database]) -> None:
    then = datetime.now(UTC) - timedelta(hours=1)
    old = Purges(two[0], clock=lambda: then)
    for _ in range(300):
        async with two[0].transaction():
            await old.add("old")
    stream = Purges(two[0]).follow(3)
    first = await anext(stream)
    assert (first.number, first.after) == (3, 3)  # nothing is missing yet
    await stream.aclose()  # type: ignore[attr-defined] # it is a generator
    async with two[0].transaction():
        await Purges(two[0]).add("a")
    await two[0].execute("UPDATE octavo_purges_trimmed SET number = 256")
    await two[0].execute("DELETE FROM octavo_purges WHERE number <= 256")
    first = await anext(Purges(two[0]).follow(3))
    assert first.after != 3


async def test_old_purges_are_trimmed_by_the_writers(two: tuple[Database, Database]) -> None:
    then = datetime.now(UTC) - timedelta(hours=1)
    for number in range(600):
        async with two[0].transaction():
            await Purges(two[0], clock=(lambda: then) if number < 300 else lambda: datetime.now(UTC)).add("x")
    rows = await two[0].all("SELECT number FROM octavo_purges ORDER BY number")
    assert [row["number"] for row in rows] == list(range(301, 601))


async def test_a_gap_empties_and_fills_again() -> None:
    steps: asyncio.Queue[Purge | Exception] = asyncio.Queue()
    begun: list[int | None] = []

    async def follow(since: int | None):  # type: ignore[no-untyped-def] # an async generator
        begun.append(since)
        while True:
            step = await steps.get()
            if isinstance(step, Exception):
                raise step
            yield step

    ear, cache = Ear(), NearCache(max_bytes=100)
    follower = PurgeFollower("stories", follow, cache, ear)
    steps.put_nowait(Purge(after=7, number=7))
    async with follower.running():
        for step in (Purge(after=7, number=8, tags=("a",)), Purge(after=9, number=10, tags=("c",))):
            steps.put_nowait(step)
        await ear.until("c")
        assert ear.heard == [*BEGUN, "a", *BEGUN, "c"]
        steps.put_nowait(ConnectionLost("gone"))
        steps.put_nowait(Purge(after=10, number=10))
        steps.put_nowait(Purge(after=10, number=11, tags=("d",)))
        await ear.until("d")
        assert ear.heard == [*BEGUN, "a", *BEGUN, "c", *BEGUN, "d"]
    assert begun == [None, 10]


async def test_a_source_that_is_away_keeps_nothing_until_it_comes(caplog: pytest.LogCaptureFixture) -> None:
    there = False

    async def follow(since: int | None):  # type: ignore[no-untyped-def] # an async generator
        if not there:
            raise ConnectionLost("away")
        yield Purge(after=1, number=1)
        await asyncio.sleep(60)

    ear, cache = Ear(), NearCache(max_bytes=100)

    async def load() -> int:
        return 1

    async with PurgeFollower("stories", follow, cache, ear).running():
        await cache.get_or_load("a", load, size=1)
        assert cache.peek("a") is None
        there = True
        await ear.until("caught up stories")
        await cache.get_or_load("a", load, size=1)
        assert cache.peek("a") == 1


async def test_a_near_cache_never_keeps_what_another_process_changed(two: tuple[Database, Database]) -> None:
    await two[0].execute("CREATE TABLE stories (title BIGINT NOT NULL)")
    await two[0].execute("INSERT INTO stories (title) VALUES (0)")
    cache, ear = NearCache(max_bytes=100), Ear()

    async def load() -> int:
        row = await two[1].one("SELECT title FROM stories")
        assert row is not None
        return int(row["title"]) + 1

    async with PurgeFollower.of(two[1], cache, ear).running():
        for title in range(1, 30):
            askers = [asyncio.create_task(cache.get_or_load("s", load, size=1, tags=["s"])) for _ in range(3)]

            async def change(title: int = title) -> None:
                await two[0].execute("UPDATE stories SET title = :title", title=title)
                await Purges(two[0]).add("s", str(title))

            await two[0].run(change)
            await asyncio.gather(*askers)
            await ear.until(str(title))
            assert await cache.get_or_load("s", load, size=1, tags=["s"]) == title + 1
