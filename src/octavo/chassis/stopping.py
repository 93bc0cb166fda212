"""Waiting that ends when everything is to end."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def or_stop(work: Coroutine[Any, Any, T], stopping: asyncio.Event) -> T | None:
    """What it gives, or None when told to stop before; it is cancelled then, and waited for."""
    doing, stop = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({doing, stop}, return_when=asyncio.FIRST_COMPLETED)
        return await doing if doing.done() else None
    finally:
        for task in (doing, stop):
            task.cancel()
        await asyncio.wait({doing, stop})
