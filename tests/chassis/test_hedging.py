"""Reads that are late are asked of another process: once, within the budget, never where it would harm."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis import hedging
from octavo.chassis.calling import FEWEST_CALLS as ENOUGH
from octavo.chassis.calling import SHED_SECONDS, Line, RetryBudget, Unreached
from octavo.chassis.context import deadline
from octavo.chassis.faults import DeadlineExceeded, Fault, NotFound, Overloaded, Unavailable
from octavo.chassis.hedging import (
    FEWEST_CALLS,
    LEAST_SECONDS,
    SHARE,
    WINDOW_SECONDS,
    Usual,
)
from tests.chassis.test_calling import Time

SOON = 0.01
"""Seconds after which the first call is late, in these tests."""


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hedging, "FIRST_SECONDS", SOON)


class Processes:
    """The first call is silent until `end` and then as `first` says; the second is as `second` says."""

    def __init__(self, first: Fault | bytes = b"first", second: Fault | bytes = b"second") -> None:
        self.answers = (first, second)
        self.sent = 0
        self.cancelled: list[int] = []
        self.end = asyncio.Event()

    async def send(self, data: bytes) -> bytes:
        number, self.sent = self.sent, self.sent + 1
        try:
            if number == 0:
                await self.end.wait()
            answer = self.answers[min(number, 1)]
            if isinstance(answer, Fault):
                await asyncio.sleep(0)
                raise answer
        except asyncio.CancelledError:
            self.cancelled.append(number)
            raise
        return answer


def line(time: Time | None = None, *, saved: int = 2) -> Line:
    time = time or Time()
    budget = RetryBudget(time)
    for _ in range(saved * 10):
        budget.earn()
    return Line(
        "x", repeatable=True, hedged=True, budget=budget, counts=Counter(), clock=time, sleep=time.sleep
    )


async def sent_once(one: Line, others: Processes) -> bytes:
    """The answer to a call whose first process is late, and which must go to no other."""
    call = asyncio.ensure_future(one.carry(others.send, b""))
    await asyncio.sleep(5 * SOON)
    assert (others.sent, one._counts["hedged", "x"]) == (1, 0)
    others.end.set()
    return await call


def test_what_is_late_is_told_by_what_was_measured() -> None:
    time = Time()
    usual = Usual(time)
    assert usual.seconds == SOON
    for _ in range(FEWEST_CALLS):
        usual.took(0.002)
    assert usual.seconds == LEAST_SECONDS
    for _ in range(FEWEST_CALLS // 10):
        usual.took(0.2)
    assert usual.seconds == 0.25
    time.now += WINDOW_SECONDS / 2
    assert usual.seconds == 0.25
    time.now += WINDOW_SECONDS
    assert usual.seconds == SOON  # all of it is old


@given(st.lists(st.floats(0.0, 20.0), min_size=FEWEST_CALLS, max_size=200))
def test_five_in_a_hundred_are_late_at_most(times: list[float]) -> None:
    usual = Usual(Time())
    for seconds in times:
        usual.took(seconds)
    late = [seconds for seconds in times if seconds > usual.seconds]
    assert len(late) <= len(times) * (1 - SHARE) + 1e-9 or usual.seconds == 10.0


async def test_the_first_good_answer_counts_and_the_other_call_is_cancelled() -> None:
    others, one = Processes(), line()
    assert await one.carry(others.send, b"") == b"second"
    await asyncio.sleep(0)
    assert (others.sent, others.cancelled) == (2, [0])
    assert dict(one._counts) == {("hedged", "x"): 1, ("hedge won", "x"): 1}


@pytest.mark.parametrize("fault", [Unreached(), Unavailable(), Overloaded(1.0), DeadlineExceeded()])
async def test_the_first_call_is_waited_for_where_the_second_found_nobody(fault: Fault) -> None:
    others, one = Processes(second=fault), line()
    call = asyncio.ensure_future(one.carry(others.send, b""))
    while others.sent < 2:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.001)
    await asyncio.sleep(SOON)
    others.end.set()
    assert await call == b"first"
    assert dict(one._counts) == {("hedged", "x"): 1}


async def test_a_fault_about_the_question_is_an_answer() -> None:
    others, one = Processes(second=NotFound()), line()
    with pytest.raises(NotFound):
        await one.carry(others.send, b"")
    assert one._counts["hedge won", "x"] == 1


async def test_where_neither_is_good_the_first_one_says_why() -> None:
    others, one = Processes(first=DeadlineExceeded(), second=Unavailable()), line()
    call = asyncio.ensure_future(one.carry(others.send, b""))
    while others.sent < 2:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.001)
    others.end.set()
    with pytest.raises(DeadlineExceeded):
        await call


async def test_a_call_is_hedged_once_and_repeated_only_within_what_is_left_of_the_budget() -> None:
    others, one = Processes(first=Unreached(), second=Unreached()), line(saved=2)
    call = asyncio.ensure_future(one.carry(others.send, b""))
    while others.sent < 2:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.001)
    others.end.set()
    with pytest.raises(Unavailable):
        await call
    assert others.sent == 3  # two were saved: one hedge, one repetition
    assert dict(one._counts) == {("hedged", "x"): 1, ("repeated", "x"): 1}


async def test_who_goes_away_takes_both_calls_along() -> None:
    others, one = Processes(), line()
    others.answers = (b"", b"")

    async def silent(data: bytes) -> bytes:
        number, others.sent = others.sent, others.sent + 1
        try:
            await asyncio.Event().wait()
        finally:
            others.cancelled.append(number)
        return b""

    call = asyncio.ensure_future(one.carry(silent, b""))
    while others.sent < 2:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.001)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await asyncio.sleep(0)
    assert sorted(others.cancelled) == [0, 1]


async def test_nothing_is_hedged_that_the_budget_does_not_pay_for() -> None:
    assert await sent_once(line(saved=0), Processes()) == b"first"


async def test_nothing_is_hedged_while_the_breaker_is_open() -> None:
    one, time = line(time := Time()), time
    for _ in range(ENOUGH):
        one.breaker.failed()
    assert one.breaker.is_open
    time.now += 5
    assert await sent_once(one, Processes()) == b"first"  # it is the probe
    assert not one.breaker.is_open


async def test_nothing_is_hedged_while_the_peer_sheds_load() -> None:
    one = line(time := Time())

    async def refuse(data: bytes) -> bytes:
        raise Overloaded(1.0)

    with pytest.raises(Overloaded):
        await one.carry(refuse, b"")
    assert await sent_once(one, Processes()) == b"first"
    time.now += SHED_SECONDS
    assert await one.carry(Processes().send, b"") == b"second"


async def test_a_hedge_that_is_refused_for_overload_is_the_last_for_a_while() -> None:
    one = line(Time(), saved=3)
    others = Processes(second=Overloaded(1.0))
    call = asyncio.ensure_future(one.carry(others.send, b""))
    while others.sent < 2:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.001)
    others.end.set()
    assert await call == b"first"
    one._counts.clear()
    assert await sent_once(one, Processes()) == b"first"


async def test_nothing_is_hedged_with_no_time_left() -> None:
    one, others = line(), Processes()
    with pytest.raises(DeadlineExceeded):
        async with deadline(SOON + LEAST_SECONDS / 2):
            await one.carry(others.send, b"")
    assert others.sent == 1
