"""Groups of errors as they are kept, in one database of several processes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from octavo.chassis.database import Database
from octavo.chassis.error_book import ErrorBook, keeping
from octavo.chassis.errors import HOUR, ErrorGroup, Errors, Noted

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now

    @property
    def micros(self) -> int:
        return int(self.now.timestamp() * 1_000_000)


def seen(clock: Clock, id: str = "aa", count: int = 1) -> Noted:  # noqa: A002 - it is the id
    return Noted(
        id=id,
        kind="KeyError",
        place="books/interactors.py look",
        doing="a call failed",
        message="",
        stack="books/interactors.py:3 look",
        trace="abc",
        count=count,
        first=clock.micros,
        last=clock.micros,
        hours={clock.micros // HOUR: count},
    )


async def groups(book: ErrorBook) -> dict[str, ErrorGroup]:
    return {one.id: one for one in (await book.state()).groups}


async def test_counts_of_processes_add_up(two: tuple[Database, Database]) -> None:
    clock = Clock()
    books = [ErrorBook(db, release="1+a", clock=clock) for db in two]
    await asyncio.gather(*(book.add([seen(clock, count=3)], 0) for book in books for _ in range(4)))
    kept = (await groups(books[0]))["aa"]
    assert (kept.count, kept.hours[-1], sum(kept.hours)) == (24, 24, 24)


async def test_first_and_last_and_their_releases_are_kept(two: tuple[Database, Database]) -> None:
    clock = Clock()
    await ErrorBook(two[0], release="1+a", clock=clock).add([seen(clock)], 0)
    first = clock.now
    clock.now += timedelta(hours=2)
    newer = ErrorBook(two[1], release="1+b", clock=clock)
    await newer.add([seen(clock)], 0)
    kept = (await groups(newer))["aa"]
    assert (kept.first, kept.last) == (first, clock.now)
    assert (kept.first_release, kept.last_release) == ("1+a", "1+b")
    assert kept.hours[-3:] == (1, 0, 1)
    clock.now += timedelta(hours=23)
    await newer.add([seen(clock, "bb")], 0)
    assert (await groups(newer))["aa"].hours[:2] == (1, 0)


async def test_what_is_dealt_with_comes_back_in_a_newer_release_alone(
    two: tuple[Database, Database],
) -> None:
    clock = Clock()
    old = ErrorBook(two[0], release="1+a", clock=clock)
    await old.add([seen(clock)], 0)
    assert await old.settle("aa")
    assert not await old.settle("zz")
    clock.now += timedelta(hours=1)
    await old.add([seen(clock)], 0)
    kept = (await groups(old))["aa"]
    assert (kept.settled, kept.again, kept.count) == (True, False, 2)
    newer = ErrorBook(two[1], release="1+b", clock=clock)
    await newer.open()
    await newer.add([seen(clock)], 0)
    kept = (await groups(old))["aa"]
    assert (kept.settled, kept.again) == (False, True)
    # Dealt with once more: a process of the older release that still runs does not bring it back.
    await old.settle("aa")
    await old.add([seen(clock)], 0)
    assert (await groups(old))["aa"].settled


async def test_there_is_a_most_and_what_gives_way_is_counted(two: tuple[Database, Database]) -> None:
    clock = Clock()
    book = ErrorBook(two[0], release="1+a", clock=clock, most=2)
    await book.add([seen(clock, "settled")], 0)
    clock.now -= timedelta(minutes=1)
    await book.add([seen(clock, "older", count=4)], 0)
    await book.settle("settled")
    clock.now += timedelta(minutes=2)
    await book.add([seen(clock, "newest")], 5)
    state = await book.state()
    assert [one.id for one in state.groups] == ["newest", "older"]
    assert state.dropped == 6
    clock.now += timedelta(minutes=1)
    await book.add([seen(clock, "last")], 0)
    state = await book.state()
    assert [one.id for one in state.groups] == ["last", "newest"]
    assert state.dropped == 10
    rows = await two[0].all("SELECT DISTINCT id FROM octavo_error_hours ORDER BY id")
    assert [row["id"] for row in rows] == ["last", "newest"]


async def test_what_was_long_not_seen_is_forgotten(two: tuple[Database, Database]) -> None:
    clock = Clock()
    book = ErrorBook(two[0], release="1+a", clock=clock)
    await book.add([seen(clock)], 0)
    clock.now += timedelta(days=91)
    await book.add([seen(clock, "bb")], 0)
    assert list(await groups(book)) == ["bb"]


def failing() -> Exception:
    try:
        raise KeyError("a")
    except KeyError as error:
        return error


async def test_what_is_noted_is_written_after_a_while_and_at_the_end(two: tuple[Database, Database]) -> None:
    clock, errors = Clock(), Errors()
    book = ErrorBook(two[0], release="1+a", clock=clock)
    written: list[int] = []
    twice = asyncio.Event()

    async def write(noted: list[Noted], dropped: int) -> None:
        if not written:
            written.append(0)
            raise OSError("the disk is away")
        await book.add(noted, dropped)
        written.append(sum(one.count for one in noted))
        twice.set()

    async with keeping(errors, write, every=0.01):
        errors.note(failing())
        await asyncio.wait_for(twice.wait(), 30)
    assert written == [0, 1]
    async with keeping(errors, write, every=3600):
        errors.note(failing())
    assert written == [0, 1, 1]


async def test_what_ends_the_process_is_kept_too() -> None:
    kept: list[Noted] = []

    async def write(noted: list[Noted], dropped: int) -> None:
        kept.extend(noted)

    with pytest.raises(KeyError):
        async with keeping(Errors(), write):
            raise failing()
    assert [one.doing for one in kept] == ["the process ended"]
