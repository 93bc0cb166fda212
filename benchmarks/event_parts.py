"""The processes of `benchmarks.events`: writers that acknowledge what they wrote, and those who deliver."""

import asyncio
import itertools
import os
import time
from contextlib import AsyncExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ClassVar, Final

from octavo.chassis import database
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope, Outbox, micros
from octavo.chassis.exchange import Exchange
from octavo.chassis.nats_bus import NatsBus
from octavo.chassis.relay import Relay

AGGREGATES: Final = 1000
AT_ONCE: Final = 32
TTL: Final = 1.0


class NoteWritten(Event, frozen=True, kw_only=True):
    """A note was written."""

    event_name: ClassVar[str] = "notes.NoteWritten"
    aggregate: str = ""
    note: str = ""


class Place:
    """Where everything is: the databases, and NATS where it is used."""

    def __init__(self, home: Path, address: str, nats: str) -> None:
        self.home = home
        self.address = address
        self.nats = nats

    async def notes(self) -> Database:
        """The writers' database."""
        url = self.address.format(name="notes")
        return await database.open(url, name="notes", migrations=self.home / "notes")

    async def effects(self) -> Database:
        """The consumer's."""
        url = self.address.format(name="effects")
        return await database.open(url, name="effects", migrations=self.home / "effects")


def writer(place: Place, name: str, rate: float, start: float, done: int, channel: Connection) -> None:
    """Writes so many a second since `start`, `done` of them before; tells of each that is acknowledged."""

    async def main() -> None:
        db = await place.notes()
        outbox = Outbox(db)
        life, numbers = f"{name}-{os.getpid()}", itertools.count(done)

        async def one_after_another() -> None:
            for turn in numbers:
                await asyncio.sleep(max(0.0, start + turn / rate - time.time()))
                note, aggregate = f"{life}-{turn}", str(turn % AGGREGATES)

                async def work(note: str = note, aggregate: str = aggregate) -> None:
                    await db.execute(
                        "INSERT INTO notes (id, aggregate) VALUES (:id, :of)", id=note, of=aggregate
                    )
                    await outbox.add(NoteWritten(aggregate=aggregate, note=note))

                await db.run(work)
                channel.send_bytes(note.encode())

        await asyncio.gather(*[one_after_another() for _ in range(AT_ONCE)])

    asyncio.run(main())


async def delivering(place: Place, stack: AsyncExitStack) -> tuple[Database, Database, NatsBus | None]:
    """What delivers, started: a relay, or the exchanges of both databases."""
    notes, effects = await place.notes(), await place.effects()

    async def effect(event: NoteWritten, envelope: Envelope) -> None:
        delay = round(time.time() * 1_000_000) - micros(envelope.written_at)
        sql = "INSERT INTO effects (note, aggregate, number, delay) VALUES (:note, :of, :number, :delay)"
        await effects.execute(sql, note=event.note, of=event.aggregate, number=envelope.number, delay=delay)

    bus = None
    if not place.nats:
        relay = Relay(notes, ttl=TTL, aggregates=256, parallel=16)
        relay.subscribe(consumer="effects", types=[NoteWritten], handler=effect, into=effects)
        await stack.enter_async_context(relay.running())
    else:
        bus = NatsBus([place.nats], site="benchmark")
        stack.push_async_callback(bus.close)
        taking = Exchange(effects, bus, ttl=TTL, parallel=16)
        taking.subscribe("notes", consumer="effects", types=[NoteWritten], handler=effect, into=effects)
        await stack.enter_async_context(Exchange(notes, bus, ttl=TTL).running())
        await stack.enter_async_context(taking.running())
    return notes, effects, bus


def deliverer(place: Place, channel: Connection) -> None:
    """Delivers until it is killed."""

    async def main() -> None:
        async with AsyncExitStack() as stack:
            await delivering(place, stack)
            await asyncio.Event().wait()

    asyncio.run(main())
