"""The last hour of counters that are there anyway."""

from collections.abc import Mapping

from octavo.board.ring import LATELY, SHOWN, STEP, STEPS, Key, Reading, Ring, Series

STORIES = ("stories", "served")


class Counter:
    """Counters and a clock that a test turns."""

    def __init__(self) -> None:
        self.now = 100.0
        self.calls = 0
        self.slow = 0
        self.ring = Ring(self.read, monotonic=lambda: self.now)

    def read(self) -> Mapping[Key, Reading]:
        quick, slow = self.calls - self.slow, self.slow
        one = Reading(bounds=(0.1,), calls=self.calls, failed=slow, buckets=(quick, slow), reads=(quick, 0))
        return {STORIES: one}

    def step(self, calls: int = 0, slow: int = 0) -> None:
        self.calls, self.slow, self.now = self.calls + calls, self.slow + slow, self.now + STEP
        self.ring.turn()

    def series(self) -> Series:
        (one,) = self.ring.series()
        return one


def test_what_was_there_before_is_not_counted_and_what_is_not_turned_yet_is() -> None:
    counter = Counter()
    counter.calls = 7
    counter.now += 14
    lately = counter.series().lately
    assert (lately.calls, lately.seconds, lately.buckets) == (7, 14.0, [7, 0])
    counter = Counter()
    counter.calls = 5
    counter.ring = Ring(counter.read, monotonic=lambda: counter.now)
    assert counter.series().lately.calls == 0


def test_lately_is_five_minutes_and_the_hour_an_hour() -> None:
    counter = Counter()
    counter.step(calls=100, slow=10)
    for _ in range(LATELY):
        counter.step(calls=1)
    one = counter.series()
    assert (one.lately.calls, one.lately.failed, one.lately.seconds) == (LATELY, 0, LATELY * STEP)
    assert (one.hour.calls, one.hour.failed, one.hour.reads) == (100 + LATELY, 10, [90 + LATELY, 0])
    for _ in range(STEPS - LATELY):
        counter.step(calls=1)
    assert counter.series().hour.calls == STEPS


def test_a_picture_has_a_bar_for_each_half_minute_the_present_one_last() -> None:
    counter = Counter()
    counter.step(calls=3, slow=1)
    counter.calls += 5
    one = counter.series()
    assert one.calls == [0] * (SHOWN - 2) + [3, 5]
    assert one.failed == [0] * (SHOWN - 2) + [1, 0]


def test_processes_add_up() -> None:
    one, other = Counter(), Counter()
    one.step(calls=3, slow=1)
    other.step(calls=4)
    both = one.series()
    both.add(other.series())
    assert (both.lately.calls, both.lately.failed, both.lately.buckets) == (7, 1, [6, 1])
    assert both.calls[-2:] == [7, 0]
    strange = other.series()
    strange.bounds = (0.2,)
    both.add(strange)
    assert (both.lately.calls, both.lately.buckets) == (11, [6, 1])
