"""A transaction with its events and purges, in SQLite or PostgreSQL."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Outbox
from octavo.chassis.purges import Purges

T = TypeVar("T")


class SqlTogether:
    """Fits ports.Together."""

    def __init__(self, db: Database, outbox: Outbox, purges: Purges) -> None:
        self._db = db
        self._outbox = outbox
        self._purges = purges

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        return await self._db.run(work)

    async def tell(self, *events: Event) -> None:
        for event in events:
            await self._outbox.add(event)

    async def purge(self, *tags: str) -> None:
        await self._purges.add(*sorted(set(tags)))
