"""Work that goes on beside requests: begun with the process, begun again after a failure, ended with it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import Context
from typing import Any, Final

import structlog

from octavo.chassis.stopping import end

_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 60.0

log = structlog.get_logger("octavo.background")


@asynccontextmanager
async def in_background(name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run `work` while the block runs; where it raises, that is logged and it begins again, later each time.

    It runs in an empty context: nobody's identity, no deadline, no open transaction.
    """

    async def again_and_again() -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                await work()
            except Exception:
                log.exception("work in the background failed", work=name, again_in_seconds=pause)
            else:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    task = asyncio.create_task(again_and_again(), name=name, context=Context())
    try:
        yield
    finally:
        await end(task)
