"""Every call of a service is counted where the service is handed out: rate, errors, durations."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client.core import Metric

from octavo.chassis.calls import BOUNDS, OURS, Calls, blame
from octavo.chassis.context import deadline
from octavo.chassis.contract import Contract, Empty, Idempotency, Method
from octavo.chassis.faults import (
    Code,
    DeadlineExceeded,
    NotFound,
    Overloaded,
    ResourceExhausted,
    Unavailable,
)
from octavo.chassis.place import Place
from tests.chassis.shelf.v1.shelf import CONTRACT, Shelf
from tests.chassis.shelves import ShelfInteractor

SECRET = b"0123456789abcdef0123456789abcdef"
MADE = Contract(
    name="made.v1.Made",
    wire="",
    methods=(
        Method(name="Ask", call="ask", request=Empty, response=Empty),
        Method(
            name="Look",
            call="look",
            request=Empty,
            response=Empty,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(name="Follow", call="follow", request=Empty, response=Empty, streams=True),
    ),
)


class Made:
    """Answers as it is told."""

    async def ask(self, *, what: str) -> str:
        if what == "slow":
            await asyncio.sleep(60)
        if what == "broken":
            raise ValueError(what)
        if what == "away":
            raise Unavailable
        if what == "nowhere":
            raise NotFound
        return what

    async def look(self) -> None:
        pass

    async def follow(self) -> AsyncIterator[int]:
        for number in range(3):
            yield number
        raise Unavailable


def samples(calls: Calls, name: str) -> dict[tuple[str, ...], float]:
    """The samples of one name, by the values of their labels but service and side."""
    families: list[Metric] = list(calls.collect())
    return {
        tuple(value for label, value in one.labels.items() if label not in ("service", "side")): one.value
        for family in families
        for one in family.samples
        if one.name == name
    }


async def test_what_calls_came_to_is_told_apart_by_whose_fault_it_was() -> None:
    calls = Calls()
    made = calls.count("made", "served", MADE, Made())
    assert await made.ask(what="well") == "well"
    for what, error in (("broken", ValueError), ("away", Unavailable), ("nowhere", NotFound)):
        with pytest.raises(error):
            await made.ask(what=what)
    counts = samples(calls, "octavo_calls_total")
    assert (counts["Ask", "none"], counts["Ask", "caller"], counts["Ask", "ours"]) == (1, 1, 2)
    assert samples(calls, "octavo_call_faults_total") == {
        ("Ask", "Exception", "internal"): 1,
        ("Ask", "octavo.Unavailable", "unavailable"): 1,
        ("Ask", "octavo.NotFound", "not_found"): 1,
    }
    assert samples(calls, "octavo_call_seconds_count") == {("Ask", "write"): 4}
    assert samples(calls, "octavo_call_seconds_bucket")["Ask", "write", "+Inf"] == 4


async def test_who_is_cancelled_at_a_deadline_took_too_long_and_who_leaves_is_the_caller() -> None:
    calls = Calls()
    made = calls.count("made", "served", MADE, Made())
    with pytest.raises(DeadlineExceeded):
        async with deadline(0.01):
            await made.ask(what="slow")
    task = asyncio.create_task(made.ask(what="slow"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    counts = samples(calls, "octavo_calls_total")
    assert (counts["Ask", "none"], counts["Ask", "caller"], counts["Ask", "ours"]) == (0, 1, 1)


async def test_a_stream_counts_when_it_ends_and_has_no_duration() -> None:
    calls = Calls()
    made = calls.count("made", "served", MADE, Made())
    seen = []
    with pytest.raises(Unavailable):
        async for number in made.follow():
            seen.append(number)
    stream = made.follow()
    assert await anext(stream) == 0
    assert samples(calls, "octavo_calls_total")["Follow", "none"] == 0
    await stream.aclose()
    counts = samples(calls, "octavo_calls_total")
    assert seen == [0, 1, 2]
    assert (counts["Follow", "none"], counts["Follow", "caller"], counts["Follow", "ours"]) == (1, 0, 1)
    assert samples(calls, "octavo_call_seconds_count") == {}


async def test_what_only_reads_is_told_apart_by_its_contract() -> None:
    calls = Calls()
    made = calls.count("made", "served", MADE, Made())
    await made.look()
    await made.ask(what="well")
    assert set(samples(calls, "octavo_call_seconds_count")) == {("Look", "read"), ("Ask", "write")}


async def test_every_method_is_there_before_its_first_call() -> None:
    calls = Calls()
    calls.count("made", "served", MADE, Made())
    assert set(samples(calls, "octavo_calls_total")) == {
        (method, whose) for method in ("Ask", "Look", "Follow") for whose in ("none", "caller", "ours")
    }


def test_every_code_is_somebodys_fault() -> None:
    assert {code for code in Code if blame("any", code) == "ours"} == OURS
    assert blame(Overloaded.proto_name, Overloaded.code) == "ours"
    assert blame(ResourceExhausted.proto_name, ResourceExhausted.code) == "caller"
    assert {code for code in Code if code.http_status >= 500} == OURS
    assert list(BOUNDS) == sorted(BOUNDS)


async def test_both_sides_of_a_wire_count_and_one_that_is_gone_shows_at_the_asker(tmp_path: Path) -> None:
    there = Place(secret=SECRET, measures=True)
    await there.get("shelf", Shelf, CONTRACT, ShelfInteractor)
    address = f"unix:{tmp_path}/shelf.sock"
    server = await there.serve(address)
    here = Place(secret=SECRET, measures=True, peers={"shelf": address})
    shelf = await here.get("shelf", Shelf, CONTRACT, ShelfInteractor)
    await shelf.find_book(title="Walden")
    await server.stop(0)
    with pytest.raises(Unavailable):
        async with deadline(5):
            await shelf.find_book(title="Walden")
    await here.close()
    served, asked = (samples(place.calls, "octavo_calls_total") for place in (there, here))
    assert (served["FindBook", "none"], served["FindBook", "ours"]) == (1, 0)
    assert (asked["FindBook", "none"], asked["FindBook", "ours"]) == (1, 1)
    sides = {one.labels["side"] for family in here.calls.collect() for one in family.samples}
    assert sides == {"asked"}
    await there.close()


async def test_what_nobody_waits_for_any_more_is_not_begun_here_either() -> None:
    calls = Calls()
    made = calls.count("made", "served", MADE, Made())
    seen = []
    with pytest.raises(DeadlineExceeded):
        async with deadline(0.01):
            time.sleep(0.02)  # noqa: ASYNC251 - the loop must not see the time pass
            seen.append(await made.ask(what="well"))
    assert seen == []
    assert samples(calls, "octavo_calls_total")["Ask", "ours"] == 1


async def test_a_process_tells_its_own_operator_in_short() -> None:
    calls = Calls()
    made = calls.count("made", "served", MADE, Made())
    nothing = calls.told()["made"]
    assert (nothing.calls, nothing.ours, nothing.half, nothing.most) == (0, 0, None, None)
    for _ in range(18):
        await made.ask(what="well")
    for what in ("away", "away", "broken", "nowhere"):
        with pytest.raises((Unavailable, ValueError, NotFound)):
            await made.ask(what=what)
    told = calls.told()["made"]
    assert (told.calls, told.ours) == (22, 3)
    assert told.half in BOUNDS
    assert told.most is not None
    assert told.half <= told.most
    assert [(one.method, one.fault, one.count) for one in calls.failures()] == [
        ("Ask", "octavo.Unavailable", 2),
        ("Ask", "Exception", 1),
    ]
