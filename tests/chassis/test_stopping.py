import asyncio

import pytest

from octavo.chassis.stopping import end, heeding, or_stop, together


async def loses_one(begun: asyncio.Event) -> str:
    """As `asyncio.wait_for` before Python 3.12, where the answer came together with the cancellation."""
    begun.set()
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        return "the answer"
    raise AssertionError


async def goes_on(begun: asyncio.Event) -> None:
    while True:
        await loses_one(begun)
        await asyncio.sleep(60)


async def fails() -> None:
    raise LookupError("it")


async def test_a_cancellation_that_the_work_lost_is_heeded() -> None:
    begun = asyncio.Event()
    task = asyncio.create_task(heeding(loses_one(begun)))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_time_limit_that_the_work_lost_is_one() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await heeding(loses_one(asyncio.Event()))


async def test_what_was_cancelled_before_does_not_matter() -> None:
    async def work() -> str:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return await heeding(asyncio.sleep(0, "all the same"))
        raise AssertionError

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    assert await task == "all the same"


async def test_what_lost_a_cancellation_is_ended_all_the_same() -> None:
    begun = asyncio.Event()
    task = asyncio.create_task(goes_on(begun))
    await begun.wait()
    await end(task)
    assert task.cancelled()


async def test_whoever_waits_for_work_or_the_end_leaves_nothing_behind() -> None:
    begun, stopping = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(or_stop(goes_on(begun), stopping))
    await begun.wait()
    stopping.set()
    assert await task is None
    assert await or_stop(asyncio.sleep(0, "done"), asyncio.Event()) == "done"


async def test_the_first_failure_ends_the_others() -> None:
    begun = asyncio.Event()
    with pytest.raises(LookupError, match="it"):
        await together(goes_on(begun), fails())
    assert begun.is_set()
    assert len(asyncio.all_tasks()) == 1


async def test_who_is_cancelled_ends_all_of_it() -> None:
    begun = asyncio.Event()
    task = asyncio.create_task(together(goes_on(begun), asyncio.sleep(60)))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(asyncio.all_tasks()) == 1


async def test_what_ends_by_itself_leaves_no_cancellation() -> None:
    ended: list[int] = []

    async def work(number: int) -> None:
        await asyncio.sleep(0.001 * number)
        ended.append(number)

    await together(work(2), work(1))
    assert ended == [1, 2]
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
