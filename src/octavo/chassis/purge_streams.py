"""The purges of a service that runs elsewhere: told over the wire by its process, followed like our own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

from octavo.chassis.database import Database
from octavo.chassis.faults import Unavailable
from octavo.chassis.positions import Positions
from octavo.chassis.purges import Purge, Purges
from octavo.chassis.v1.chassis import CONTRACT, PurgeStep, PurgeStreams, UnknownSource

__all__ = ["CONTRACT", "PurgeStreams", "Streams", "follow"]


class Streams:
    """Tells other processes the purges of the databases that are open in this one, by service."""

    def __init__(self, databases: Mapping[str, Database]) -> None:
        self._databases = databases
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End every stream, so that a process which stops need not wait for those who follow it."""
        self._stopping.set()

    async def follow(self, *, source: str, since: int | None = None) -> AsyncIterator[PurgeStep]:
        """See the contract."""
        db = self._databases.get(source)
        if db is None:
            raise UnknownSource(source=source)
        stream = Purges(db).follow(since)
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            while True:
                step = asyncio.ensure_future(anext(stream))
                try:
                    await asyncio.wait({step, stopping}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    if not step.done():
                        step.cancel()
                        await asyncio.wait({step})
                if step.cancelled():
                    raise Unavailable
                purge = step.result()
                yield PurgeStep(
                    after=purge.after, number=purge.number, tags=purge.tags, position=purge.position
                )
        finally:
            stopping.cancel()


def follow(
    source: str, streams: PurgeStreams, known: Positions
) -> Callable[[int | None], AsyncIterator[Purge]]:
    """The stream of a service that is elsewhere, as a PurgeFollower takes it.

    known: is raised to where that service's database stood before a step is handed on.
    """

    async def stream(since: int | None) -> AsyncIterator[Purge]:
        async for step in streams.follow(source=source, since=since):
            known.hear(step.position)
            yield Purge(after=step.after, number=step.number, tags=step.tags, position=step.position)

    return stream
