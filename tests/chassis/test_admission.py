"""How many are let in: overload and its end in virtual time; a server that refuses early."""

import asyncio
import heapq
import random
import tempfile
from collections import Counter
from collections.abc import Callable

import pytest

from octavo.chassis.admission import Admission
from octavo.chassis.context import Priority, current_priority, run_detached, urgency
from octavo.chassis.faults import Code, Overloaded
from octavo.chassis.peer import Peer
from octavo.chassis.rpc import Server
from tests.chassis.shelf.v1.shelf import CONTRACT, Shelf
from tests.chassis.shelves import ShelfInteractor

QUIET, LOUD, AFTER = 10, 60, 20
"""Seconds of virtual time: below capacity, five times too much, below again."""
PATIENCE = 1.0
"""Seconds after which nobody waits for an answer any more."""


class Overload:
    """One server behind a queue, asked at random times; each refusal costs it a fiftieth of an answer."""

    def __init__(self, *, hands: int, seconds: float, limited: bool) -> None:
        self.now = 0.0
        self.chance = random.Random(7)
        self.admission = Admission(lambda: self.now, target=0.25)
        self.limited = limited
        self.seconds = seconds
        self.hands = [0.0] * hands
        self.leaving: list[tuple[float, float]] = []
        self.offered: Counter[int] = Counter()
        self.good: Counter[int] = Counter()

    @property
    def capacity(self) -> float:
        return len(self.hands) / self.seconds

    def run(self) -> "Overload":
        at = 0.0
        while at < QUIET + LOUD + AFTER:
            factor = 5.0 if QUIET <= at < QUIET + LOUD else 0.9
            at += self.chance.expovariate(self.capacity * factor)
            self.until(at)
            self.arrive(at)
        return self

    def until(self, at: float) -> None:
        while self.leaving and self.leaving[0][0] <= at:
            self.now, began = heapq.heappop(self.leaving)
            self.admission.leave(self.now - began)
        self.now = at

    def arrive(self, at: float) -> None:
        self.offered[int(at)] += 1
        hand = min(range(len(self.hands)), key=self.hands.__getitem__)
        begin = max(self.hands[hand], at)
        if self.limited and not self.admission.admits(Priority.PUBLIC):
            self.hands[hand] = begin + self.seconds / 50
            return
        self.admission.enter()
        end = self.hands[hand] = begin + self.chance.expovariate(1 / self.seconds)
        heapq.heappush(self.leaving, (end, at))
        if end - at <= PATIENCE:
            self.good[int(end)] += 1

    def goodput(self, first: int, last: int) -> float:
        """Answers in time within these seconds, against what the server can do."""
        return sum(self.good[second] for second in range(first, last)) / (last - first) / self.capacity

    def share(self, first: int, last: int) -> float:
        """Answers in time within these seconds, against what was asked."""
        seconds = range(first, last)
        return sum(self.good[second] for second in seconds) / sum(self.offered[second] for second in seconds)


@pytest.mark.parametrize(("hands", "seconds"), [(1, 0.005), (1, 0.05), (8, 0.02), (50, 0.1)])
def test_five_times_too_much_costs_a_fifth_at_most_and_is_over_when_it_ends(
    hands: int, seconds: float
) -> None:
    limited = Overload(hands=hands, seconds=seconds, limited=True).run()
    during, after = limited.goodput(QUIET, QUIET + LOUD), limited.share(QUIET + LOUD + 5, 90)
    print(f"{hands} at {seconds} s each: {during:.3f} of capacity during, {after:.3f} of all after")
    assert during >= 0.8
    assert after >= 0.95


def test_without_a_limit_nobody_is_answered_in_time() -> None:
    free = Overload(hands=1, seconds=0.005, limited=False).run()
    assert free.goodput(QUIET, QUIET + LOUD) < 0.1
    assert free.share(QUIET + LOUD + 5, 90) < 0.1


class Stage:
    """An admission whose time is turned by hand."""

    def __init__(self, **bounds: int) -> None:
        self.now = 0.0
        self.admission = Admission(lambda: self.now, target=0.25, **bounds)

    def fill(self, priority: Priority) -> int:
        """How many of this kind find room in all; they stay."""
        let_in = 0
        while self.admission.admits(priority):
            self.admission.enter()
            let_in += 1
        return let_in

    def work(self, times: int, at_once: int, seconds: float) -> None:
        """So many rounds of so many at once that take so long."""
        for _ in range(times):
            for _ in range(at_once):
                self.admission.enter()
            self.now += max(seconds, 0.1)
            for _ in range(at_once):
                self.admission.leave(seconds)


def test_reads_of_everybody_are_last_to_be_refused() -> None:
    stage = Stage()
    room = [stage.fill(priority) for priority in sorted(Priority)]
    assert room == [50, 25, 15, 10]  # background, writes, members, everybody: each finds what the last left
    assert all(not stage.admission.admits(priority) for priority in Priority)
    assert set(stage.admission.refused.values()) == {2}


def test_one_is_always_let_in() -> None:
    assert Stage(least=1, most=1).fill(Priority.BACKGROUND) == 1


def test_the_limit_keeps_its_bounds() -> None:
    stage = Stage(least=8, most=200)
    stage.work(3, 4, 0.01)
    stage.work(100, 150, 0.2)
    assert stage.admission.limit == 200
    stage.work(40, 150, 2.0)
    assert stage.admission.limit == 8


def test_a_wait_that_nobody_minds_is_no_overload() -> None:
    stage = Stage()
    stage.work(3, 4, 0.001)
    stage.work(20, 90, 0.2)
    assert stage.admission.limit > 100


def test_what_is_slow_by_itself_is_no_overload() -> None:
    stage = Stage()
    stage.work(10, 4, 2.0)
    stage.work(10, 90, 2.5)
    assert stage.admission.limit > 100


def test_streams_and_those_who_left_say_nothing() -> None:
    stage = Stage()
    for _ in range(50):
        stage.admission.enter()
        stage.now += 60
        stage.admission.leave(None)
    assert (stage.admission.limit, stage.admission.inside) == (100, 0)


def test_few_are_let_in_for_a_moment_to_measure_anew_and_not_for_longer() -> None:
    stage = Stage(least=4)
    stage.work(5, 4, 0.01)
    stage.now += 40
    stage.work(2, 50, 0.01)
    assert stage.fill(Priority.PUBLIC) == 4
    stage.now += 2  # nobody else came to measure by
    assert stage.fill(Priority.PUBLIC) > 50


def test_no_fewer_than_the_least_are_let_in_to_measure() -> None:
    stage = Stage(least=60)
    stage.work(5, 4, 0.01)
    stage.now += 40
    stage.work(2, 80, 0.01)
    assert stage.fill(Priority.PUBLIC) >= 60


async def test_work_for_several_is_as_urgent_as_the_first_who_asks() -> None:
    async def ask() -> Priority:
        return current_priority()

    assert await run_detached(ask) is Priority.BACKGROUND
    with urgency(Priority.MEMBER):
        assert await run_detached(ask) is Priority.MEMBER


class Urgent(ShelfInteractor):
    """Waits until told, and remembers how urgent it was."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()
        self.seen: list[Priority] = []

    async def sleep(self, *, seconds: float) -> bool:
        self.seen.append(current_priority())
        await self.go.wait()
        return True


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not done():  # noqa: ASYNC110 - a list has no event
            await asyncio.sleep(0.005)


async def test_a_server_says_early_that_it_is_too_much_and_is_not_asked_again() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server, interactor = Server(b"0123456789abcdef0123456789abcdef"), Urgent()
        server.add(CONTRACT, interactor)
        server.admission.limit = 4.0
        await server.start(f"unix:{folder}/s.sock")
        peer = Peer(f"unix:{folder}/s.sock", b"0123456789abcdef0123456789abcdef")
        shelf: Shelf = peer.client(CONTRACT)
        waiting = []
        for priority in (Priority.PUBLIC, Priority.MEMBER, Priority.WRITE):
            with urgency(priority):
                waiting.append(asyncio.create_task(shelf.sleep(seconds=0)))
        await until(lambda: len(interactor.seen) == 3)
        assert sorted(interactor.seen) == [Priority.WRITE, Priority.MEMBER, Priority.PUBLIC]
        with pytest.raises(Overloaded) as caught:  # nobody waits for it, and three of four are in
            await shelf.find_book(title="")
        assert caught.value.retry_after == 1.0
        assert caught.value.code is Code.RESOURCE_EXHAUSTED
        with urgency(Priority.PUBLIC):
            assert await shelf.find_book(title="") is None
        assert server.admission.refused == {Priority.BACKGROUND: 1}
        assert server.calls[f"{CONTRACT.name}/FindBook"] == 2
        assert [number async for number in shelf.count(last=2)] == [1, 2]  # streams are beside it
        interactor.go.set()
        assert await asyncio.gather(*waiting) == [True] * 3
        assert server.admission.inside == 0
        await peer.close()
        await server.stop(0)
