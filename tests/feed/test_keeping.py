"""The catalogue of a process: what changed is in it at the next look, and what did not is not read again."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from octavo.feed import keeping, service
from octavo.feed.entities import Listing
from octavo.feed.interactors import FeedInteractor
from octavo.feed.keeping import CatalogueKeeper
from octavo.feed.ports import Change, Listings
from tests.conftest import Databases


class Shelf:
    """Listings in memory, which count how many rows are read."""

    def __init__(self) -> None:
        self.rows: dict[int, Change] = {}
        self.read = 0

    def change(self, number: int, at: int, *, listed: bool = True) -> None:
        story = Listing(number=number, author=1, published=at) if listed else None
        self.rows[number] = Change(number, story, at)

    async def changes(self, since: int, limit: int) -> list[Change]:
        found = sorted((row for row in self.rows.values() if row.at >= since), key=lambda row: row.at)[:limit]
        self.read += len(found)
        return found

    async def newest(self, limit: int) -> list[Listing]:
        return [row.story for row in self.rows.values() if row.story is not None][:limit]

    async def liked(self) -> dict[int, int]:
        return {}


class Watch:
    """A clock that is set by hand."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(keeping, "monotonic", watch)
    return watch


async def test_what_did_not_change_for_a_while_is_not_read_again(watch: Watch) -> None:
    shelf = Shelf()
    for number in range(1, 9):
        shelf.change(number, 1_000_000 + number)
    keeper = CatalogueKeeper(cast(Listings, cast(Any, shelf)), 100)
    assert len(await keeper.fresh()) == 8
    watch.now += 61
    before = shelf.read
    assert len(await keeper.fresh()) == 8
    watch.now += 1
    assert len(await keeper.fresh()) == 8
    assert shelf.read == before
    shelf.change(9, 70_000_000)
    shelf.change(1, 70_000_001, listed=False)
    watch.now += 1
    catalogue = await keeper.fresh()
    assert catalogue.get(9) is not None
    assert catalogue.get(1) is None


async def test_a_change_that_is_committed_later_than_its_time_is_seen(watch: Watch) -> None:
    shelf = Shelf()
    shelf.change(1, 50_000_000)
    keeper = CatalogueKeeper(cast(Listings, cast(Any, shelf)), 100)
    await keeper.fresh()
    shelf.change(2, 45_000_000)
    watch.now += 1
    assert (await keeper.fresh()).get(2) is not None


async def test_while_it_is_made_anew_the_old_one_is_there(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf()
    shelf.change(1, 50_000_000)
    shelf.change(2, 50_000_001)
    keeper = CatalogueKeeper(cast(Listings, cast(Any, shelf)), 100)
    assert len(await keeper.fresh()) == 2
    del shelf.rows[1]  # erased: no row tells of it
    watch.now += 601
    gate, begun, newest = asyncio.Event(), asyncio.Event(), shelf.newest

    async def slowly(limit: int) -> list[Listing]:
        begun.set()
        await gate.wait()
        return await newest(limit)

    monkeypatch.setattr(shelf, "newest", slowly)
    first = asyncio.create_task(keeper.fresh())
    async with asyncio.timeout(20):
        await begun.wait()
        assert len(await keeper.fresh()) == 2
        gate.set()
        assert len(await first) == 1
    assert len(await keeper.fresh()) == 1


class Copying:
    """Copies that take long to weigh, and count how often they are looked at."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.weighed = self.tidied = self.looked = 0
        self.enough = asyncio.Event()

    @property
    def copying(self) -> "Copying":
        return self

    async def rebuild_if_wanted(self) -> None:
        self.looked += 1
        if self.looked == 5:
            self.enough.set()

    async def weigh(self) -> None:
        self.weighed += 1
        self.watch.now += 10

    async def tidy(self) -> None:
        self.tidied += 1


async def test_what_takes_long_to_weigh_does_not_hold_up_a_rebuild(
    any_database: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch()
    monkeypatch.setattr(service, "monotonic", watch)
    copying, empty = Copying(watch), tmp_path / "migrations"
    empty.mkdir()
    (empty / "0001_things.sql").write_text("CREATE TABLE things (number BIGINT PRIMARY KEY);")
    db = await any_database("feed", empty)
    feed = cast(FeedInteractor, cast(Any, copying))
    keeping_fresh = asyncio.create_task(
        service.keep_fresh(feed, db, clock=lambda: datetime.now(UTC), seconds=0.001)
    )
    async with asyncio.timeout(30):
        await copying.enough.wait()
    keeping_fresh.cancel()
    assert (copying.weighed, copying.tidied) == (1, 1)
