"""A copy of texts as a program of its own, which says each step as it is done, for whoever kills it."""

import asyncio
import sys
from datetime import UTC, datetime

from octavo.chassis import database
from octavo.register import MIGRATIONS, moving_texts


def now() -> datetime:
    return datetime.now(UTC)


def said(what: str, number: int) -> None:
    print(what, number, flush=True)


async def copying(way: str, url: str, place: str, how: str) -> None:
    """Copy, compare and, where it is said, switch."""
    db = await database.open(place, name="stories", migrations=MIGRATIONS["stories"], patience=60.0)
    async with moving_texts(db, url, secret=bytes(32), clock=now) as texts:
        await texts.begin(way)
        await texts.copy(way, said)
        found = await texts.compare(way, said)
        if how == "switch":
            if way == "INTO":
                await texts.settle_in_table()
            else:
                found += await texts.settle_in_rows(said)
        assert not any(one.differences for one in found), found
    await db.close()
    print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(copying(*sys.argv[1:5]))
