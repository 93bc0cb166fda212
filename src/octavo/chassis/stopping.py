"""Waiting that ends when everything is to end, and ends that really come.

Before Python 3.12 `asyncio.wait_for`, by which clients of other servers wait, loses a cancellation that comes
together with the answer: what was cancelled once may go on.
"""

import asyncio
from collections.abc import Awaitable, Collection, Coroutine
from typing import Any, Final, TypeVar

T = TypeVar("T")

_AGAIN_SECONDS: Final = 0.5


async def or_stop(work: Coroutine[Any, Any, T], stopping: asyncio.Event) -> T | None:
    """What it gives, or None when told to stop before; it is cancelled then, and waited for."""
    doing, stop = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({doing, stop}, return_when=asyncio.FIRST_COMPLETED)
        return await doing if doing.done() else None
    finally:
        await end(doing, stop)


async def heeding(work: Awaitable[T]) -> T:
    """What it gives. Where this task was cancelled meanwhile it is cancelled, whatever became of the work."""
    task = asyncio.current_task()
    assert task is not None
    before = task.cancelling()
    try:
        return await work
    finally:
        if task.cancelling() > before:
            raise asyncio.CancelledError


async def to_the_end(work: Awaitable[None]) -> asyncio.CancelledError | None:
    """Await it whole, even when this task is cancelled meanwhile; returns that cancellation to be raised."""
    task = asyncio.ensure_future(work)
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    task.result()
    return cancelled


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel them, as often as it takes, until they are done."""
    waiting: Collection[asyncio.Task[Any]] = tasks
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=_AGAIN_SECONDS)


async def together(*work: Coroutine[Any, Any, None]) -> None:
    """Side by side, until all are done or one has failed: the others are cancelled then, and waited for.

    As a `TaskGroup`, which before Python 3.13 leaves its task with a cancellation that is counted for ever.
    """
    tasks = [asyncio.create_task(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        await end(*tasks)
        failed = [error for one in tasks if not one.cancelled() and (error := one.exception()) is not None]
    if failed:
        raise failed[0]
