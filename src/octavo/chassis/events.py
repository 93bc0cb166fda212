"""Events: what happened, written in the transaction of the change and delivered afterwards.

    outbox = Outbox(db)
    async with db.transaction():
        await db.execute("UPDATE stories SET …")
        await outbox.add(StoryPublished(story_id=…, version=3))

The relay delivers each at least once. An effect that goes into a database happens once all the same, since
the mark of the event commits with it.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import msgspec

from octavo.chassis import spans
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.engine import Conflict, Duplicate
from octavo.chassis.spans import Kind, Part
from octavo.chassis.sql import Row

TOPIC = "outbox"

_WRITE = """
INSERT INTO octavo_outbox (type, aggregate, sequence, payload, trace, written_at)
SELECT CAST(:type AS TEXT), CAST(:aggregate AS TEXT), COALESCE(MAX(sequence), 0) + 1,
       CAST(:payload AS TEXT), CAST(:trace AS TEXT), CAST(:now AS BIGINT)
FROM octavo_outbox WHERE aggregate = :aggregate
"""
_MARK = """
INSERT INTO octavo_inbox (consumer, source, aggregate, number)
VALUES (:consumer, :source, :aggregate, :number)
ON CONFLICT (consumer, source, aggregate) DO UPDATE SET number = excluded.number
WHERE octavo_inbox.number < excluded.number
"""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an event besides its content."""

    number: int
    """Its place among all events of its source."""
    source: str
    """The service that it comes from."""
    type: str
    """As the contract names it: "stories.StoryPublished"."""
    aggregate: str
    sequence: int
    """Its place among the events of its aggregate, from 1 without a gap."""
    written_at: datetime
    trace: str
    """The span that told it, as W3C's `traceparent`; empty where nothing was asked for it."""
    attempt: int = 1
    """1 at the first delivery."""


def envelope_of(row: Row, source: str, *, attempt: int = 1) -> Envelope:
    """The envelope of an event that stands in a table of the source, or of a consumer."""
    return Envelope(
        number=row["number"],
        source=source,
        type=row["type"],
        aggregate=row["aggregate"],
        sequence=row["sequence"],
        written_at=moment(row["written_at"]),
        trace=row["trace"],
        attempt=attempt,
    )


Handler = Callable[[Any, Envelope], Awaitable[None]]
"""Called with the event and its envelope, in an empty context: nobody's identity, a deadline of its own."""


class Outbox:
    """Where a service puts its events. They get their numbers as the last step of the transaction."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = db
        self._clock = clock

    async def add(self, event: Event) -> None:
        """Say what happened, inside the transaction that made it happen; SqlMistake outside of one.
        It is known to nobody when the transaction is undone."""
        self._db.before_commit(self._write, (event, spans.here()))

    async def _write(self, items: Sequence[tuple[Event, tuple[Part, int] | None]]) -> None:
        await self._db.in_commit_order(TOPIC)
        now = micros(self._clock())
        for event, here in items:
            trace, began, number = "", perf_counter(), spans.next_id()
            if here is not None:
                trace = spans.carried(here[0], number if here[0].recording else here[1])
            try:
                await self._db.execute(
                    _WRITE,
                    type=event.event_name,
                    aggregate=event.aggregate_id,
                    payload=msgspec.json.encode(event).decode(),
                    trace=trace,
                    now=now,
                )
            except Duplicate as error:  # another transaction gave the aggregate its next number meanwhile
                raise Conflict("two events of one aggregate at once") from error
            if here is not None:
                ended = perf_counter()
                here[0].add(
                    number, here[1], int(Kind.PUBLISHED), self._db.name, event.event_name, began, ended
                )


class Inbox:
    """What has had its effect in a consumer's own database."""

    def __init__(self, db: Database, consumer: str) -> None:
        self._db = db
        self._consumer = consumer

    async def once(self, envelope: Envelope, effect: Callable[[], Awaitable[None]]) -> bool:
        """Do it, in one transaction with the mark that it is done; False when it was done before.

        Events of an aggregate go forward only: one that comes after a later one has had its effect.
        `effect` is repeated when its transaction collides with another.
        """

        async def marked() -> bool:
            fresh = await self._db.execute(
                _MARK,
                consumer=self._consumer,
                source=envelope.source,
                aggregate=envelope.aggregate,
                number=envelope.number,
            )
            if fresh:
                await effect()
            return bool(fresh)

        return await self._db.run(marked)


def micros(moment: datetime) -> int:
    """A time as SQL stores it: microseconds since 1970 in UTC."""
    return round(moment.timestamp() * 1_000_000)


def moment(micros: int) -> datetime:
    """A stored time."""
    return datetime.fromtimestamp(micros / 1_000_000, UTC)
