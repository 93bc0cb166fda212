"""The engines that events are delivered by, behind one face for their tests."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from octavo.chassis import backlog
from octavo.chassis.backlog import Backlog, DeadLetter
from octavo.chassis.bus import Bus, BusAway
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Handler
from octavo.chassis.exchange import Exchange
from octavo.chassis.handling import Patience
from octavo.chassis.relay import Relay


class Deliverer(Protocol):
    """What the tests need of an engine, for the events of one database."""

    def subscribe(
        self,
        *,
        consumer: str,
        types: Sequence[type[Event]],
        handler: Handler,
        into: Database | None = None,
        patience: Patience | None = None,
    ) -> None: ...

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def running(self) -> Any: ...
    async def backlog(self) -> list[Backlog]: ...
    async def dead_letters(self) -> list[DeadLetter]: ...
    async def replay(self, id: str) -> None: ...  # noqa: A002 - it is the id
    async def drop(self, id: str) -> None: ...  # noqa: A002 - it is the id
    async def trim(self, before: datetime) -> int: ...


class OverBus:
    """A source's outbox and its consumers over a message system, each in an exchange of its own database."""

    def __init__(self, source: Database, bus: Bus, ttl: float, parallel: int) -> None:
        self._source = source
        self._bus = bus
        self._options: dict[str, Any] = {"ttl": ttl, "parallel": parallel}
        self._exchanges = {id(source): (source, Exchange(source, bus, **self._options))}
        self._consumers: list[tuple[Database, str]] = []

    def subscribe(
        self, *, consumer: str, types: Sequence[type[Event]], handler: Handler, **more: Any
    ) -> None:
        home = more.get("into") or self._source
        if id(home) not in self._exchanges:
            self._exchanges[id(home)] = (home, Exchange(home, self._bus, **self._options))
        exchange = self._exchanges[id(home)][1]
        exchange.subscribe(self._source.name, consumer=consumer, types=types, handler=handler, **more)
        self._consumers.append((home, consumer))

    async def start(self) -> None:
        for _, exchange in self._exchanges.values():
            await exchange.start()

    async def stop(self) -> None:
        for _, exchange in self._exchanges.values():
            await exchange.stop()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["OverBus"]:
        async with AsyncExitStack() as stack:
            for _, exchange in self._exchanges.values():
                await stack.enter_async_context(exchange.running())
            yield self

    async def backlog(self) -> list[Backlog]:
        """One line for each consumer: what is not sent, not settled, or on its book."""
        unsent = await self._source.one(
            "SELECT COUNT(*) AS unsent FROM octavo_outbox WHERE number > "
            "(SELECT COALESCE(MIN(position), 0) FROM octavo_consumers WHERE consumer LIKE 'to/%')"
        )
        assert unsent is not None
        lines = []
        for home, consumer in self._consumers:
            try:
                unseen = unsent["unsent"] + await self._bus.waiting(self._source.name, consumer)
            except BusAway:
                unseen = unsent["unsent"] + 1  # nobody can know
            book = [one for one in await backlog.backlog(home) if one.consumer.startswith(f"{consumer} of ")]
            waiting, dead = sum(one.waiting for one in book), sum(one.dead for one in book)
            lines.append(Backlog(consumer=consumer, waiting=waiting, dead=dead, unseen=unseen))
        return lines

    async def dead_letters(self) -> list[DeadLetter]:
        homes = {id(home): home for home, _ in self._consumers}
        return [letter for home in homes.values() for letter in await backlog.dead_letters(home)]

    async def replay(self, id: str) -> None:  # noqa: A002 - it is the id
        await backlog.replay(self._consumers[0][0], id)

    async def drop(self, id: str) -> None:  # noqa: A002 - it is the id
        await backlog.drop(self._consumers[0][0], id)

    async def trim(self, before: datetime) -> int:
        return await backlog.trim(self._source, before)


@dataclass
class Engine:
    """One engine for one test; each call of `bus` is another process's connection."""

    name: str
    bus: Callable[[], Bus] | None
    buses: list[Bus] = field(default_factory=list)

    def __call__(self, source: Database, *, ttl: float = 5.0, parallel: int = 8) -> Deliverer:
        """What delivers the events of this database."""
        if self.bus is None:
            return Relay(source, ttl=ttl, parallel=parallel)
        self.buses.append(self.bus())
        return OverBus(source, self.buses[-1], ttl, parallel)
