"""A process that threw its part of a trace away keeps it after all when it is told in time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from octavo.chassis import trace_telling
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.place import Place
from octavo.chassis.spans import Kind, Part
from octavo.chassis.trace_telling import CONTRACT, Keeping, Telling
from octavo.chassis.traces import Config, Kept, Traces, Why
from octavo.chassis.v1.traces import TraceParts, TraceToKeep
from tests.chassis.shelf.v1.shelf import CONTRACT as SHELF
from tests.chassis.shelf.v1.shelf import Shelf
from tests.chassis.shelves import ShelfInteractor

SECRET = b"of this test alone, 32 bytes long"


class Two:
    """A process that asks and one that answers, by their traces."""

    def __init__(self, asking: Traces, answering: Traces, shelf: Shelf, telling: Telling) -> None:
        self.asking, self.answering, self.shelf, self.telling = asking, answering, shelf, telling

    async def request(self, *, fails: bool = False) -> Part:
        with self.asking.part(Kind.HTTP, "edge", "GET /") as rooted, acting_as(Caller(person_id="reader")):
            await self.shelf.who_asks()
            if fails:
                rooted.failed("Broken")
        return rooted.part


@asynccontextmanager
async def two(folder: Path, share: float = 0.0) -> AsyncIterator[Two]:
    asking, answering = Traces(Config(share=share)), Traces(Config(share=0.0))
    there = Place(secret=SECRET, traces=answering, measures=True)
    await there.get("shelf", Shelf, SHELF, ShelfInteractor)  # type: ignore[type-abstract]
    there.here[CONTRACT] = Keeping(answering)
    address = f"unix:{folder / 'there.sock'}"
    server = await there.serve(address)
    here = Place(secret=SECRET, peers={"shelf": address}, traces=asking, measures=True)
    shelf = await here.get("shelf", Shelf, SHELF, ShelfInteractor)  # type: ignore[type-abstract]
    telling = Telling(every=0.01)
    asking.tell = telling.tell
    try:
        async with telling.running():
            yield Two(asking, answering, shelf, telling)
    finally:
        await here.close()
        await server.stop()


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - it happens at the end of a wire
            await asyncio.sleep(0.005)


def names(kept: list[Kept]) -> list[str]:
    return [span.title for one in kept for span in one.part.told()]


async def test_what_turns_out_to_have_failed_is_kept_at_both_ends(tmp_path: Path) -> None:
    async with two(tmp_path) as both:
        await both.request()
        failed = await both.request(fails=True)
        await until(lambda: both.answering.found(failed.trace))
        (part,) = both.answering.kept()
        assert (part.trace, part.why) == (failed.trace, Why.FAILED)
        served = names([part])
        assert served[-1].endswith("Shelf/WhoAsks")
        asked = next(span for span in failed.told() if span.kind is Kind.ASKED)
        assert part.root.parent == asked.id
        assert both.telling.untold == 0


async def test_what_was_chosen_from_the_start_needs_no_telling(tmp_path: Path) -> None:
    async with two(tmp_path, share=1.0) as both:
        part = await both.request()
        assert [one.why for one in both.answering.found(part.trace)] == [Why.SAMPLED]
        assert both.telling._waiting == {}


async def test_what_processes_tell_each_other_is_no_trace(tmp_path: Path) -> None:
    async with two(tmp_path) as both:
        both.answering.config = Config(share=1.0)
        failed = await both.request(fails=True)
        await until(lambda: both.answering.found(failed.trace))
        assert {one.trace for one in both.answering.kept()} == {failed.trace}


async def test_nonsense_is_left_out(tmp_path: Path) -> None:
    async with two(tmp_path) as both:
        held = await both.request()
        keeping: TraceParts = Keeping(both.answering)
        await keeping.keep(
            traces=(
                TraceToKeep(trace=held.trace, why="because"),
                TraceToKeep(trace=held.trace.upper() + "g", why="slow"),
                TraceToKeep(),
            )
        )
        assert both.answering.kept() == []
        await keeping.keep(traces=(TraceToKeep(trace=held.trace, why="slow"),))
        assert [one.why for one in both.answering.kept()] == [Why.SLOW]


async def test_who_cannot_be_told_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace_telling, "MOST", 2)
    place = Place(secret=SECRET, peers={"shelf": f"unix:{tmp_path / 'nobody.sock'}"})
    telling = Telling(every=0.01)
    peer = place._peer(f"unix:{tmp_path / 'nobody.sock'}")
    for number in range(5):
        telling.tell(peer, f"{number:032x}", Why.SLOW)
    assert telling.untold == 3
    async with telling.running():
        await until(lambda: telling.untold == 5)
    await place.close()
