"""Takes one consumer's events of one source from a message system, and gives them to its handler.

One process at a time does. An event that fails is put on the consumer's own book, and so is each later one of
its aggregate: the others go on. The message system is told that a message is done with when its effect or its
place on the book is durable, and never before.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import structlog

from octavo.chassis.arrivals import Arrivals, Shelved
from octavo.chassis.bus import Arrival, Bus, BusAway, Carried, Incoming
from octavo.chassis.database import Database
from octavo.chassis.deliveries import Delivery, Failure
from octavo.chassis.handling import Hearer
from octavo.chassis.leases import Lease, LeaseLost
from octavo.chassis.stopping import or_stop

_log = structlog.get_logger()

_IDLE_SECONDS = 5.0
_BOOK_SECONDS = 0.5
_MOST = 256


class Intake:
    """One consumer's way to the events of one source; `home` has its book."""

    def __init__(
        self,
        home: Database,
        bus: Bus,
        source: str,
        hearer: Hearer,
        *,
        clock: Callable[[], datetime],
        places: asyncio.Semaphore,
    ) -> None:
        self.source = source
        self.hearer = hearer
        self._home = home
        self._bus = bus
        self._clock = clock
        self._places = places
        self._book = Arrivals(home, hearer.consumer, source)
        self._on_book: set[str] = set()
        self._reached: int | None = None

    async def run(self, lease: Lease, stopping: asyncio.Event) -> None:
        """Take and handle until told to stop. Raises LeaseLost, as the publisher does."""
        pause, away = 0.25, False
        while not stopping.is_set():
            incoming = self._bus.incoming(self.source, self.hearer.consumer)
            try:
                self._reached, self._on_book = await self._book.reached(), await self._book.waiting()
                await self._try_again(lease, stopping)  # what is on the book needs no message system
                try:
                    await or_stop(incoming.open(), stopping)
                    pause, away = 0.25, False
                    while not stopping.is_set():
                        await self._turn(incoming, lease, stopping)
                finally:
                    await incoming.close()
            except LeaseLost:
                raise
            except BusAway as error:
                if not away:
                    self._say("events_not_taken", why=str(error))
                away = True
                await or_stop(asyncio.sleep(pause), stopping)
                pause = min(2.0, pause * 2)
            except Exception as error:  # noqa: BLE001 - an intake that ended would stop all later events
                self._say("intake_stalled", exc_info=error)
                await or_stop(asyncio.sleep(1.0), stopping)

    def _say(self, what: str, **more: object) -> None:
        _log.warning(what, source=self.source, consumer=self.hearer.consumer, **more)

    async def _turn(self, incoming: Incoming, lease: Lease, stopping: asyncio.Event) -> None:
        await self._try_again(lease, stopping)
        arrivals = await or_stop(incoming.take(_MOST, await self._seconds()), stopping)
        if not arrivals:
            return
        events = self._wanted(arrivals, in_order=incoming.in_order)
        shelved = await self._handle(events, lease, stopping)
        read = [one.event.envelope.number for one in arrivals if one.event is not None]
        reached = max(read, default=None) if incoming.in_order else None
        if reached is not None or shelved:
            await self._home.run(lambda: self._book.enter(reached, shelved))
            self._reached = reached if self._reached is None else max(self._reached, reached or 0)
        await incoming.settle(arrivals)

    async def _seconds(self) -> float:
        """How long to wait for what comes: the book is looked at again meanwhile."""
        if not self._on_book:
            return _IDLE_SECONDS
        due = await self._book.seconds_to_next(self._clock())
        return _BOOK_SECONDS if due is None else min(_BOOK_SECONDS, max(0.005, due))

    def _wanted(self, arrivals: Sequence[Arrival], *, in_order: bool) -> list[Carried]:
        """Those that the consumer takes and has not had."""
        wanted = []
        for one in arrivals:
            if one.event is None:
                self._say("event_unreadable")
                continue
            number = one.event.envelope.number
            had = in_order and self._reached is not None and number <= self._reached
            if not had and one.event.envelope.type in self.hearer.types:
                wanted.append(one.event)
        return wanted

    async def _handle(
        self, events: Sequence[Carried], lease: Lease, stopping: asyncio.Event
    ) -> list[Shelved]:
        """Give them to the handler; those for the book."""
        aggregates: dict[str, list[Carried]] = defaultdict(list)
        for event in events:
            aggregates[event.envelope.aggregate].append(event)
        shelved: list[Shelved] = []

        async def one(aggregate: str, events: list[Carried]) -> None:
            async with self._places:
                for place, event in enumerate(events):
                    failure = None
                    if aggregate not in self._on_book and not stopping.is_set():
                        if not lease.held:
                            raise LeaseLost(lease.name)
                        delivery = Delivery(event.envelope, event.payload)
                        failure = await self.hearer.hear(delivery, self._clock())
                        if failure is None:
                            continue
                    self._on_book.add(aggregate)
                    shelved.append(Shelved(event, failure))
                    shelved.extend(Shelved(later, None) for later in events[place + 1 :])
                    return

        await asyncio.gather(*[one(*item) for item in aggregates.items()])
        return shelved

    async def _try_again(self, lease: Lease, stopping: asyncio.Event) -> None:
        """What is due on the book."""
        while self._on_book and not stopping.is_set():
            due = await self._book.due(self._clock(), _MOST)
            aggregates: dict[str, list[Delivery]] = defaultdict(list)
            for delivery in due:
                aggregates[delivery.envelope.aggregate].append(delivery)
            done: list[int] = []
            failed: list[Failure] = []

            async def one(
                deliveries: list[Delivery], done: list[int] = done, failed: list[Failure] = failed
            ) -> None:
                async with self._places:
                    for delivery in deliveries:
                        if stopping.is_set() or not lease.held:
                            return
                        failure = await self.hearer.hear(delivery, self._clock())
                        if failure is not None:
                            failed.append(failure)
                            return
                        done.append(delivery.envelope.number)

            await asyncio.gather(*[one(deliveries) for deliveries in aggregates.values()])
            if not done and not failed:
                return
            await self._home.run(partial(self._book.tried, done, failed))
            self._on_book = await self._book.waiting()
