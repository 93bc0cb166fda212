from octavo.chassis.hot_keys import HotKeys


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_hottest_of_the_last_whole_window_are_told_hottest_first() -> None:
    clock = Clock()
    hot: HotKeys[str] = HotKeys(seconds=10, clock=clock)
    for key, times in (("a", 5), ("b", 50), ("c", 20)):
        for _ in range(times):
            hot.count(key)
    assert hot.top(2) == []  # the window is not over
    clock.now += 10
    assert hot.top(2) == [("b", 5.0), ("c", 2.0)]


def test_what_was_hot_long_ago_is_not_told() -> None:
    clock = Clock()
    hot: HotKeys[str] = HotKeys(seconds=10, clock=clock)
    hot.count("a")
    clock.now += 20
    assert hot.top(1) == []


def test_a_hot_key_is_not_missed_among_many_and_never_said_to_be_hotter_than_it_is() -> None:
    clock = Clock()
    hot: HotKeys[str] = HotKeys(seconds=1, room=8, clock=clock)
    for number in range(2_000):
        hot.count(f"cold {number}")
        if number % 3 == 0:
            hot.count("hot", 2.0)
    clock.now += 1
    (first, units), *_ = hot.top(1)
    assert first == "hot"
    assert 667 * 2 - (2_000 + 667 * 2) / 9 <= units <= 667 * 2


def test_what_goes_on_evenly_is_seen_whole_before_two_windows_are_over() -> None:
    clock = Clock()
    hot: HotKeys[str] = HotKeys(seconds=0.5, clock=clock)
    begins = clock.now = 100.3  # in the middle of a window
    while hot.rate("a") < 40:
        clock.now += 1 / 40
        hot.count("a")
    assert clock.now - begins < 1
    clock.now += 1
    assert hot.rate("a") == 0
