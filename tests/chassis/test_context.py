"""Who asks, until when, under which trace; and work that belongs to nobody."""

import asyncio

import pytest

from octavo.chassis.context import (
    ANONYMOUS,
    Caller,
    acting_as,
    current_caller,
    deadline,
    run_detached,
    time_left,
    trace_id,
    tracing,
)
from octavo.chassis.faults import DeadlineExceeded, NotFound

READER = Caller(person_id="reader")


def test_nobody_asks_unless_somebody_does() -> None:
    assert current_caller() is ANONYMOUS
    with acting_as(READER):
        assert current_caller() is READER
        with acting_as(ANONYMOUS):
            assert current_caller() is ANONYMOUS
        assert current_caller() is READER
    assert current_caller() is ANONYMOUS


async def test_identity_follows_into_tasks() -> None:
    async def who() -> Caller:
        return current_caller()

    with acting_as(READER):
        task = asyncio.create_task(who())
    assert await task is READER


async def test_the_nearer_deadline_counts() -> None:
    assert time_left() is None
    async with deadline(100):
        async with deadline(1):
            assert 0 < (time_left() or 0) <= 1
        async with deadline(1000):
            assert 1 < (time_left() or 0) <= 100
    assert time_left() is None


async def test_a_deadline_that_is_over_is_a_fault() -> None:
    with pytest.raises(DeadlineExceeded):
        async with deadline(0):
            await asyncio.sleep(10)


async def test_the_outer_deadline_ends_the_inner_block() -> None:
    with pytest.raises(DeadlineExceeded):
        async with deadline(0.01), deadline(50):
            await asyncio.sleep(10)


async def test_a_timeout_of_the_block_itself_is_left_alone() -> None:
    with pytest.raises(TimeoutError):
        async with deadline(10):
            raise TimeoutError


async def test_a_cancellation_is_not_a_deadline() -> None:
    async def work() -> None:
        async with deadline(10):
            await asyncio.sleep(10)

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_trace_is_made_where_there_is_none() -> None:
    assert trace_id() == ""
    with tracing() as made:
        assert trace_id() == made
        assert len(bytes.fromhex(made)) == 16
        with tracing("0123456789abcdef" * 2):
            assert trace_id() == "0123456789abcdef" * 2


async def test_detached_work_belongs_to_nobody_and_to_the_trace_of_whoever_began_it() -> None:
    async def look() -> tuple[Caller, str, float]:
        return current_caller(), trace_id(), time_left() or 0

    with acting_as(READER), tracing() as asked:
        async with deadline(1):
            caller, trace, left = await run_detached(look, seconds=50)
    assert (caller, trace) == (ANONYMOUS, asked)
    assert left > 1


async def test_detached_work_goes_on_when_its_asker_is_cancelled() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    asker = asyncio.create_task(run_detached(work, seconds=50))
    await begun.wait()
    asker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asker
    may_end.set()
    await asyncio.wait_for(ended.wait(), 5)


async def test_detached_work_hands_on_its_fault_and_keeps_its_deadline() -> None:
    async def fail() -> None:
        raise NotFound

    async def wait() -> None:
        await asyncio.sleep(10)

    with pytest.raises(NotFound):
        await run_detached(fail)
    with pytest.raises(DeadlineExceeded):
        await run_detached(wait, seconds=0.01)
