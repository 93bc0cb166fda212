"""Delivers a service's events to those who asked for them, in one process or twenty, with the same semantics.

At least once; in order for each consumer and aggregate, which one process has claimed at a time; again with
growing pauses after a failure; and a dead letter, after the last attempt, parks its aggregate alone until an
operator replays or drops it.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import structlog

from octavo.chassis.backlog import Backlog, DeadLetter, backlog, dead_letters, drop, replay, trim
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.deliveries import Deliveries, Delivery, Failure
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import TOPIC, Handler
from octavo.chassis.faults import Unavailable
from octavo.chassis.handling import Hearer, Patience
from octavo.chassis.traces import Traces

_log = structlog.get_logger()

_IDLE_SECONDS = 5.0
_TIDY_SECONDS = 3600.0


class _Subscription:
    def __init__(self, hearer: Hearer, book: Deliveries) -> None:
        self.hearer = hearer
        self.book = book

    @property
    def consumer(self) -> str:
        return self.hearer.consumer


class Relay:
    """Delivers the events of one database. Every process that opened it may run one.

    clock: the time now, in UTC. ttl: seconds after which another process takes over the aggregates of one
    that died. aggregates: how many are claimed at once; `parallel` of them are handled at the same time.
    keep: how long events are kept after all consumers have had them.
    """

    def __init__(
        self,
        db: Database,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ttl: float = 15.0,
        aggregates: int = 64,
        parallel: int = 8,
        keep: timedelta = timedelta(days=30),
        traces: Traces | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._ttl = ttl
        self._keep = keep
        self._traces = traces
        self._aggregates = aggregates
        self._places = asyncio.Semaphore(parallel)
        self._subscriptions: dict[str, _Subscription] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._tidying: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    def subscribe(
        self,
        *,
        consumer: str,
        types: Sequence[type[Event]],
        handler: Handler,
        into: Database | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Give `handler` all events of these types, under a name that stays the same for ever: it marks
        how far the consumer has come. Call it before `start`.

        into: the consumer's own database. The handler then runs in a transaction there, which holds the
        mark of the event too: the effect happens once. Without it, the handler must be idempotent.
        """
        if consumer in self._subscriptions:
            raise ValueError(f"{consumer} takes the events of {self._db.name} already")
        book = Deliveries(self._db, consumer, [kind.event_name for kind in types], self._ttl)
        hearer = Hearer(consumer, types, handler, into=into, patience=patience, traces=self._traces)
        subscription = _Subscription(hearer, book)
        self._subscriptions[consumer] = subscription

    async def start(self) -> None:
        """Deliver from now on."""
        # a message system that is used no longer keeps nothing from being trimmed
        await self._db.execute("DELETE FROM octavo_consumers WHERE consumer LIKE 'to/%'")
        for subscription in self._subscriptions.values():
            await subscription.book.open()
        self._tasks = [
            asyncio.create_task(
                self._serve(subscription), name=f"relay {self._db.name} to {subscription.consumer}"
            )
            for subscription in self._subscriptions.values()
        ]
        self._tidying = asyncio.create_task(self._tidy(), name=f"tidying the events of {self._db.name}")

    async def stop(self) -> None:
        """Let the handlers that run come to their end, write down what they did, give back all claims."""
        self._stopping.set()
        if self._tidying is not None:
            self._tidying.cancel()
            await asyncio.wait([self._tidying, *self._tasks])
        self._tasks = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Relay"]:
        """Deliver while the block runs."""
        await self.start()
        try:
            yield self
        finally:
            await self.stop()

    async def backlog(self) -> list[Backlog]:
        """How far each consumer is behind."""
        return await backlog(self._db)

    async def dead_letters(self) -> list[DeadLetter]:
        """All events that consumers could not take, oldest first."""
        return await dead_letters(self._db)

    async def replay(self, id: str) -> None:  # noqa: A002 - it is the id
        """Try a dead letter again, with all its attempts; its aggregate goes on after it. NotFound."""
        await replay(self._db, id)

    async def drop(self, id: str) -> None:  # noqa: A002 - it is the id
        """Give a dead letter up; its aggregate goes on without it. NotFound."""
        await drop(self._db, id)

    async def trim(self, before: datetime) -> int:
        """Forget events that were written before then and that every consumer has; how many."""
        return await trim(self._db, before)

    async def _tidy(self) -> None:
        while True:
            try:
                await self.trim(self._clock() - self._keep)
            except Exception as error:  # noqa: BLE001 - it can be done an hour later
                _log.error("events_not_trimmed", source=self._db.name, exc_info=error)
            await asyncio.sleep(_TIDY_SECONDS)

    async def _serve(self, subscription: _Subscription) -> None:
        done: list[int] = []
        failed: list[Failure] = []
        with self._db.watch(TOPIC) as watch:
            waker = asyncio.create_task(self._wake_at_stop(watch.wake))
            while not self._stopping.is_set():
                try:
                    pause = 0.0 if done or failed else await subscription.book.waiting(self._clock())
                    batch: list[Delivery] = []
                    if pause == 0.0:
                        batch = await subscription.book.turn(done, failed, self._clock(), self._aggregates)
                        done, failed = [], []
                    if not batch:
                        wait = _IDLE_SECONDS if pause is None else min(_IDLE_SECONDS, max(0.02, pause))
                        await watch.wait(wait)
                        continue
                    done, failed = await self._deliver(subscription, batch)
                except Exception as error:  # noqa: BLE001 - a relay that ended would stop all later events
                    _log.error("relay_stalled", consumer=subscription.consumer, exc_info=error)
                    await watch.wait(1.0)
            waker.cancel()
        try:
            await subscription.book.turn(done, failed, self._clock(), 0)
        except StorageFault as error:  # the claims run out by themselves, and marks stop second effects
            _log.error("relay_stopped_unclean", consumer=subscription.consumer, why=str(error))

    async def _wake_at_stop(self, wake: Callable[[], None]) -> None:
        await self._stopping.wait()
        wake()

    async def _deliver(
        self, subscription: _Subscription, batch: list[Delivery]
    ) -> tuple[list[int], list[Failure]]:
        aggregates: dict[str, list[Delivery]] = defaultdict(list)
        for delivery in batch:
            aggregates[delivery.envelope.aggregate].append(delivery)
        done: list[int] = []
        failed: list[Failure] = []

        async def one(deliveries: list[Delivery]) -> None:
            async with self._places:
                for delivery in deliveries:
                    if self._stopping.is_set() or claim.lost:
                        return
                    failure = await subscription.hearer.hear(delivery, self._clock())
                    if failure is not None:
                        failed.append(failure)
                        return
                    done.append(delivery.envelope.number)

        claim = _Claim(subscription.book, self._clock)
        async with claim.kept():
            await asyncio.gather(*[one(deliveries) for deliveries in aggregates.values()])
        return done, failed


class _Claim:
    """Keeps the claims of a batch while it is handled; `lost` when they may have run out."""

    def __init__(self, book: Deliveries, clock: Callable[[], datetime]) -> None:
        self._book = book
        self._clock = clock
        self._until = asyncio.get_running_loop().time() + 0.9 * book.ttl  # they were taken a moment ago

    @property
    def lost(self) -> bool:
        return asyncio.get_running_loop().time() >= self._until

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        keeper = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeper.cancel()
            await asyncio.wait([keeper])

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self._book.ttl / 4)
            since = asyncio.get_running_loop().time()
            try:
                await self._book.renew(self._clock())
            except (StorageFault, Unavailable) as error:
                _log.warning("claims_not_renewed", why=str(error))
            else:
                self._until = since + self._book.ttl
