"""Calls to a peer that fails: sent again within a budget, cut short by a deadline, kept back by a breaker."""

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import grpc
import pytest
from grpc import aio
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis.calling import (
    FEWEST_CALLS,
    OPEN_SECONDS,
    WINDOW_SECONDS,
    Breaker,
    Line,
    RetryBudget,
    Unreached,
)
from octavo.chassis.context import Caller, acting_as, allowance, deadline
from octavo.chassis.engine import CommitLost
from octavo.chassis.faults import DeadlineExceeded, Fault, NotFound, Unavailable, Unsettled
from octavo.chassis.peer import Peer
from octavo.chassis.rpc import Server
from tests.chassis.shelf.v1.shelf import CONTRACT, Book, Shelf, WhoAsksResponse
from tests.chassis.shelves import ShelfInteractor

SECRET = b"0123456789abcdef0123456789abcdef"


class Time:
    """Stands still until it is turned, or somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


class Other:
    """The other end of a line: fails as `answers` say, one after the other, and counts what arrives."""

    def __init__(self, *answers: Fault | None) -> None:
        self.answers = list(answers)
        self.arrived = 0

    async def send(self, data: bytes) -> bytes:
        self.arrived += 1
        fault = self.answers[min(self.arrived, len(self.answers)) - 1]
        if fault is not None:
            raise fault
        return data


def line(time: Time, *, repeatable: bool = True, saved: int = 3) -> Line:
    budget = RetryBudget()
    for _ in range(saved * 10):
        budget.earn()
    return Line("x", repeatable=repeatable, budget=budget, counts=Counter(), clock=time, sleep=time.sleep)


async def test_a_call_that_reached_nobody_is_sent_again() -> None:
    other = Other(Unreached(), Unreached(), None)
    assert await line(Time()).carry(other.send, b"x") == b"x"
    assert other.arrived == 3


async def test_a_call_is_tried_three_times_at_most() -> None:
    other = Other(Unreached())
    with pytest.raises(Unavailable):
        await line(Time()).carry(other.send, b"x")
    assert other.arrived == 3


@pytest.mark.parametrize("fault", [Unavailable(), DeadlineExceeded(), NotFound()])
async def test_what_the_service_itself_said_is_not_asked_again(fault: Fault) -> None:
    other = Other(fault)
    with pytest.raises(type(fault)):
        await line(Time()).carry(other.send, b"x")
    assert other.arrived == 1


async def test_what_may_not_be_repeated_is_not() -> None:
    other = Other(Unreached(), None)
    with pytest.raises(Unavailable):
        await line(Time(), repeatable=False).carry(other.send, b"x")
    assert other.arrived == 1


async def test_nothing_is_repeated_whose_pause_would_outlast_the_deadline() -> None:
    other, time = Other(Unreached(), None), Time()
    tried = line(time)
    tried._chance = lambda: 1.0
    async with deadline(0.05):
        with pytest.raises(Unavailable):
            await tried.carry(other.send, b"x")
    assert (other.arrived, time.now) == (1, 0.0)


@given(st.lists(st.booleans(), max_size=300))
def test_repeated_calls_are_a_tenth_of_the_first_ones_at_most_at_any_time(steps: list[bool]) -> None:
    budget, first, repeated = RetryBudget(), 0, 0
    for wants_again in steps:
        if wants_again:
            repeated += budget.spend()
        else:
            budget.earn()
            first += 1
        assert repeated <= first / 10


def test_what_was_saved_is_bounded() -> None:
    budget = RetryBudget()
    for _ in range(10_000):
        budget.earn()
    spent = 0
    while budget.spend():
        spent += 1
    assert spent in (9, 10)


def breaker(time: Time, told: list[str]) -> Breaker:
    return Breaker(time, told.append)


def call(one: Breaker, fails: bool) -> None:
    assert one.admits()
    one.failed() if fails else one.succeeded()


def test_a_breaker_opens_at_half_of_enough_calls_and_closes_by_one_probe() -> None:
    time, told = Time(), list[str]()
    one = breaker(time, told)
    for number in range(FEWEST_CALLS - 1):
        call(one, number % 2 == 0)
    assert one.admits()
    one.failed()
    assert (one.is_open, told) == (True, ["open"])
    assert not one.admits()
    time.now += OPEN_SECONDS
    assert one.admits()
    assert not one.admits()  # the probe is out
    one.failed()
    assert not one.admits()
    time.now += OPEN_SECONDS
    assert one.admits()
    one.gave_up()  # whoever asked has gone: this says nothing
    assert one.admits()
    one.succeeded()
    assert (one.is_open, told) == (False, ["open", "closed"])
    call(one, True)
    assert one.admits()  # what was before is forgotten


def test_a_breaker_stays_closed_below_half_and_forgets_what_is_old() -> None:
    time, told = Time(), list[str]()
    one = breaker(time, told)
    for number in range(300):
        call(one, number % 3 == 0)
    for _ in range(FEWEST_CALLS - 1):
        time.now += WINDOW_SECONDS
        call(one, True)
    assert told == []


def test_what_was_sent_before_it_opened_does_not_close_it() -> None:
    time, told = Time(), list[str]()
    one = breaker(time, told)
    assert one.admits()
    for _ in range(FEWEST_CALLS):
        if one.admits():
            one.failed()
    one.succeeded()
    assert one.is_open


@asynccontextmanager
async def broken(answer: Callable[[], bool], said: bytes = b"") -> AsyncIterator[tuple[Peer, Counter[str]]]:
    """A peer that hangs up on every call without a word, except where `answer` says so; what arrived."""
    arrived: Counter[str] = Counter()

    async def hang_up(data: bytes, context: aio.ServicerContext[bytes, bytes]) -> bytes:
        arrived["calls"] += 1
        if not answer():
            await context.abort(grpc.StatusCode.UNAVAILABLE, "gone")
        return said

    server = aio.server()
    names = [method.name for method in CONTRACT.methods if not method.streams]
    handlers = {name: grpc.unary_unary_rpc_method_handler(hang_up) for name in names}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(CONTRACT.name, handlers),))
    with tempfile.TemporaryDirectory() as folder:
        server.add_insecure_port(f"unix:{folder}/broken.sock")
        await server.start()
        peer = Peer(f"unix:{folder}/broken.sock", SECRET)
        try:
            yield peer, arrived
        finally:
            await peer.close()
            await server.stop(0)


async def test_a_peer_that_always_fails_is_asked_a_tenth_more_at_most() -> None:
    async with broken(lambda: False) as (peer, arrived):
        shelf: Shelf = peer.client(CONTRACT)
        for _ in range(200):
            with pytest.raises(Unavailable):
                await shelf.find_book(title="")
        # The breaker keeps most of them back; what goes out is bounded all the same.
        assert arrived["calls"] < 40
        assert peer.counts["refused", f"{CONTRACT.name}/FindBook"] > 150
        assert peer.counts["open", f"{CONTRACT.name}/FindBook"] == 1


async def test_amplification_is_a_tenth_at_most_where_no_breaker_opens() -> None:
    chance = random.Random(7)
    async with broken(lambda: chance.random() < 0.6) as (peer, arrived):
        shelf: Shelf = peer.client(CONTRACT)
        first = 400
        failed = 0
        for _ in range(first):
            try:
                await shelf.find_book(title="")
            except Unavailable:
                failed += 1
        repeated = peer.counts["repeated", f"{CONTRACT.name}/FindBook"]
        assert (repeated > 0, failed > 0) == (True, True)
        assert arrived["calls"] == first + repeated - peer.counts["refused", f"{CONTRACT.name}/FindBook"]
        assert arrived["calls"] <= 1.1 * first


async def test_what_nobody_answered_may_be_done_and_what_went_nowhere_is_not() -> None:
    async with broken(lambda: False) as (peer, _):
        shelf: Shelf = peer.client(CONTRACT)
        with pytest.raises(Unsettled):
            await shelf.who_asks()
    nowhere = Peer("unix:/nowhere/at/all.sock", SECRET)
    lost: Shelf = nowhere.client(CONTRACT)
    with pytest.raises(Unreached) as raised:
        await lost.who_asks()
    assert not isinstance(raised.value, Unsettled)
    await nowhere.close()


async def test_a_commit_that_may_be_done_is_told_as_such_and_not_tried_again() -> None:
    class Losing(ShelfInteractor):
        async def find_book(self, **asked: object) -> Book:
            raise CommitLost("the line was cut")

    server = Server(SECRET)
    server.add(CONTRACT, Losing())
    with tempfile.TemporaryDirectory() as folder:
        await server.start(f"unix:{folder}/shelf.sock")
        peer = Peer(f"unix:{folder}/shelf.sock", SECRET)
        shelf: Shelf = peer.client(CONTRACT)
        for _ in range(15):
            with pytest.raises(Unsettled) as raised:
                await shelf.find_book(title="")
            assert isinstance(raised.value, Unavailable)
        assert server.calls[f"{CONTRACT.name}/FindBook"] == 15
        await peer.close()
        await server.stop(0)


async def test_an_answer_that_came_torn_is_asked_for_again_within_the_budget() -> None:
    async with broken(lambda: True, said=b"\x0a\x7f") as (peer, arrived):
        shelf: Shelf = peer.client(CONTRACT)
        for _ in range(15):
            with pytest.raises(Unreached):
                await shelf.find_book(title="")
        assert arrived["calls"] == 16
        assert peer.counts["repeated", f"{CONTRACT.name}/FindBook"] == 1


async def test_a_call_that_may_not_be_repeated_arrives_once() -> None:
    async with broken(lambda: False) as (peer, arrived):
        shelf: Shelf = peer.client(CONTRACT)
        peer._budget._saved = 5.0
        with acting_as(Caller(person_id="reader")), pytest.raises(Unavailable):
            await shelf.add_book(title="Walden")
        assert arrived["calls"] == 1
        with pytest.raises(Unavailable):
            await shelf.find_book(title="")
        assert arrived["calls"] == 1 + 3


class Forwarding(ShelfInteractor):
    """Asks the next one who asks."""

    def __init__(self, next_one: Shelf) -> None:
        super().__init__()
        self.next_one = next_one

    async def who_asks(self) -> WhoAsksResponse:
        return await self.next_one.who_asks()


async def test_a_deadline_shrinks_from_call_to_call() -> None:
    with tempfile.TemporaryDirectory() as folder:
        last, first = Server(SECRET), Server(SECRET)
        last.add(CONTRACT, ShelfInteractor())
        await last.start(f"unix:{folder}/last.sock")
        between = Peer(f"unix:{folder}/last.sock", SECRET)
        first.add(CONTRACT, Forwarding(between.client(CONTRACT)))
        await first.start(f"unix:{folder}/first.sock")
        peer = Peer(f"unix:{folder}/first.sock", SECRET)
        async with deadline(2):
            near = (await between.client(CONTRACT).who_asks()).seconds_left
            far = (await peer.client(CONTRACT).who_asks()).seconds_left
        assert far is not None
        assert near is not None
        # A tenth of a second for each call; gRPC may tell the peer three in a hundred too many.
        assert far < near < 2
        await peer.close()
        await between.close()
        await first.stop(0)
        await last.stop(0)


async def test_a_caller_keeps_a_margin_of_its_time() -> None:
    assert allowance() is None
    async with deadline(100):
        assert 99.8 < (allowance() or 0) <= 99.9
        async with deadline(0.5):
            assert (allowance() or 0) <= 0.45


async def test_work_whose_time_is_over_is_not_begun_and_is_cancelled_when_it_passes() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server, interactor = Server(SECRET), ShelfInteractor()
        server.add(CONTRACT, interactor)
        await server.start(f"unix:{folder}/s.sock")
        peer = Peer(f"unix:{folder}/s.sock", SECRET)
        shelf: Shelf = peer.client(CONTRACT)
        with pytest.raises(DeadlineExceeded):
            async with deadline(0.2):
                await shelf.sleep(seconds=20)
        await asyncio.wait_for(interactor.woken.wait(), 5)
        begun = []
        with pytest.raises(DeadlineExceeded):
            async with deadline(-1):
                begun.append(await shelf.sleep(seconds=0))
        assert (begun, server.calls.total()) == ([], 1)
        await peer.close()
        await server.stop(0)


async def test_here_too_work_is_not_begun_late_and_is_cancelled_when_its_time_passes() -> None:
    interactor = ShelfInteractor()
    with pytest.raises(DeadlineExceeded):
        async with deadline(-1):
            await interactor.sleep(seconds=0)
    assert not interactor.asleep.is_set()
    with pytest.raises(DeadlineExceeded):
        async with deadline(0.01):
            await interactor.sleep(seconds=20)
    assert interactor.woken.is_set()
