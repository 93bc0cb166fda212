"""One clock for many that look again and again."""

import asyncio

from octavo.chassis import pace


async def test_all_looks_are_called_at_each_beat_until_they_are_discarded() -> None:
    beats = pace.of(0.001)
    assert pace.of(0.001) is beats
    assert pace.of(0.002) is not beats
    counts = {"one": 0, "other": 0}
    both, more = asyncio.Event(), asyncio.Event()

    def one() -> None:
        counts["one"] += 1
        if counts["one"] >= 3:
            both.set()

    def other() -> None:
        counts["other"] += 1
        if both.is_set() and counts["other"] > counts["one"] + 2:
            more.set()

    beats.add(one)
    beats.add(other)
    await both.wait()
    beats.discard(one)
    at = counts["one"]
    await more.wait()
    assert counts["one"] == at
    beats.discard(other)
    beats.discard(other)
    at = counts["other"]
    await asyncio.sleep(0.01)
    assert counts["other"] == at
