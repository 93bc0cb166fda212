"""One service's part in a message system: its outbox goes there, its consumers are brought events from there.

Of all processes that opened the service's database one at a time does it, under the lease "events"; when it
dies another takes over within the time to live.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import structlog

from octavo.chassis.backlog import trim
from octavo.chassis.bus import Bus
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Handler, micros
from octavo.chassis.handling import Hearer, Patience
from octavo.chassis.intake import Intake
from octavo.chassis.leases import Lease, lease
from octavo.chassis.publishing import Publisher
from octavo.chassis.stopping import end, together
from octavo.chassis.traces import Traces

_log = structlog.get_logger()

_TIDY_SECONDS = 3600.0


class Exchange:
    """Publishes and takes in for the service whose database this is.

    clock: the time now, in UTC. ttl: seconds after which another process takes over from one that died.
    parallel: how many events are handled at the same time. keep: how long events are kept after all
    consumers have had them, here and in the message system.
    """

    def __init__(
        self,
        db: Database,
        bus: Bus,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ttl: float = 5.0,
        parallel: int = 8,
        keep: timedelta = timedelta(days=30),
        traces: Traces | None = None,
    ) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._ttl = ttl
        self._keep = keep
        self._traces = traces
        self._places = asyncio.Semaphore(parallel)
        self._intakes: dict[tuple[str, str], Intake] = {}
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._holds = False

    def subscribe(
        self,
        source: str,
        *,
        consumer: str,
        types: Sequence[type[Event]],
        handler: Handler,
        into: Database | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Give `handler` all events of these types of a source, wherever that runs; see `Relay.subscribe`."""
        if (source, consumer) in self._intakes:
            raise ValueError(f"{consumer} takes the events of {source} already")
        hearer = Hearer(consumer, types, handler, into=into, patience=patience, traces=self._traces)
        intake = Intake(self._db, self._bus, source, hearer, clock=self._clock, places=self._places)
        self._intakes[source, consumer] = intake

    async def start(self) -> None:
        """Publish and take in from now on, as soon as no other process does."""
        self._task = asyncio.create_task(self._serve(), name=f"events of {self._db.name}")

    async def stop(self) -> None:
        """Let the handlers that run come to their end, write down what they did, give back the lease."""
        self._stopping.set()
        if self._task is not None:
            if not self._holds:
                self._task.cancel()
            await asyncio.wait([self._task])

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Exchange"]:
        """Publish and take in while the block runs."""
        await self.start()
        try:
            yield self
        finally:
            await self.stop()

    async def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                async with lease(self._db, "events", self._ttl, clock=self._clock) as held:
                    self._holds = True
                    await self._hold(held)
            except Exception as error:  # noqa: BLE001 - a service whose events stopped would never be noticed
                _log.warning("events_interrupted", service=self._db.name, why=repr(error))
                if not self._stopping.is_set():
                    await asyncio.sleep(0.25)
            finally:
                self._holds = False

    async def _hold(self, held: Lease) -> None:
        publisher = Publisher(self._db, self._bus, held)
        tidying = asyncio.create_task(self._tidy(), name=f"tidying the events of {self._db.name}")
        intakes = [intake.run(held, self._stopping) for intake in self._intakes.values()]
        try:
            await together(publisher.run(self._stopping), *intakes)
        finally:
            await end(tidying)

    async def _tidy(self) -> None:
        while True:
            try:
                before = self._clock() - self._keep
                await trim(self._db, before)
                await self._bus.tidy(self._db.name, micros(before))
            except Exception as error:  # noqa: BLE001 - it can be done an hour later
                _log.warning("events_not_trimmed", source=self._db.name, why=str(error) or repr(error))
            await asyncio.sleep(_TIDY_SECONDS)
