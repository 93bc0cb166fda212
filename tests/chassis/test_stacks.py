"""Stacks of what took long, grouped by the place in our own code."""

import asyncio
import sys
from collections.abc import AsyncIterator

from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis.stacks import Places, Step, of_coroutine, of_frame

OURS = "/srv/octavo/src/octavo/feed/weighing.py"


def test_a_place_is_the_innermost_of_our_own_functions() -> None:
    places = Places(clock=lambda: 7.0)
    steps: list[Step] = [("/usr/lib/python3/asyncio/runners.py", 1, "run"), (OURS, 12, "in_order")]
    place = places.note([*steps, ("/x/site-packages/msgspec/json.py", 3, "encode")], 0.2)
    assert place.where == "feed/weighing.py in_order"
    assert place.stack == (
        "asyncio/runners.py:1 run",
        "feed/weighing.py:12 in_order",
        "msgspec/json.py:3 encode",
    )
    again = places.note(steps, 0.1)
    assert (again.count, again.longest, again.first, again.last) == (2, 0.2, 7.0, 7.0)
    assert len(again.stack) == 3, "of the longest"
    places.lasted(again, 0.9)
    assert places.told()[0].longest == 0.9
    assert places.note([], 0.1).where == "? ?"


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(0, 10)), max_size=600))
def test_however_many_places_there_are_a_hundred_are_kept_and_all_are_counted(
    noted: list[tuple[int, float]],
) -> None:
    places = Places(clock=lambda: 0.0)
    for number, seconds in noted:
        places.note([(OURS, number, f"f{number}")], seconds)
    assert len(places.told()) <= 100
    assert places.count == len(noted)
    costs = [one.count * one.longest for one in places.told()]
    assert costs == sorted(costs, reverse=True)


async def test_the_stack_of_what_waits_goes_through_all_that_it_awaits() -> None:
    go = asyncio.Event()

    async def inner() -> AsyncIterator[int]:
        await go.wait()
        yield 1

    async def outer() -> None:
        async for _ in inner():
            pass

    task = asyncio.create_task(outer())
    await asyncio.sleep(0)
    names = [step[2] for step in of_coroutine(task.get_coro())]
    go.set()
    await task
    assert names == ["outer", "inner", "wait"]
    assert of_coroutine(task.get_coro()) == []
    assert of_coroutine(None) == []


def test_the_stack_of_a_thread_ends_where_it_is() -> None:
    assert of_frame(sys._getframe())[-1][2] == "test_the_stack_of_a_thread_ends_where_it_is"
