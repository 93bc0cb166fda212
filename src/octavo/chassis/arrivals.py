"""The book of a consumer that is brought events by a message system: what failed, and what waits behind it.

An aggregate whose event failed waits here alone, in order; the message system is done with its messages.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from octavo.chassis.bus import Carried
from octavo.chassis.database import Database
from octavo.chassis.deliveries import Delivery, Failure
from octavo.chassis.events import envelope_of, micros
from octavo.chassis.sql import Row

_REACHED = "SELECT number FROM octavo_reached WHERE consumer = :consumer AND source = :source"
_REACH = """
INSERT INTO octavo_reached (consumer, source, number) VALUES (:consumer, :source, :number)
ON CONFLICT (consumer, source) DO UPDATE SET number = excluded.number
WHERE octavo_reached.number < excluded.number
"""
_WAITING = "SELECT DISTINCT aggregate FROM octavo_arrivals WHERE consumer = :consumer AND source = :source"
_SHELVE = """
INSERT INTO octavo_arrivals (consumer, source, number, aggregate, type, sequence, payload, trace, written_at,
    attempts, due_at, dead, error)
VALUES (:consumer, :source, :number, :aggregate, :type, :sequence, :payload, :trace, :written_at,
    :attempts, :due_at, :dead, :error)
ON CONFLICT (consumer, source, number) DO NOTHING
"""
# an aggregate's first one alone has failed: where that is dead or waits, all of them do
_DUE = """
SELECT number, type, aggregate, sequence, payload, trace, written_at, attempts FROM octavo_arrivals a
WHERE consumer = :consumer AND source = :source AND NOT EXISTS (
    SELECT 1 FROM octavo_arrivals h WHERE h.consumer = :consumer AND h.source = :source
    AND h.aggregate = a.aggregate AND (h.dead = 1 OR h.due_at > :now)
)
ORDER BY number LIMIT :many
"""
_NEXT_DUE = """
SELECT MIN(due_at) AS due_at FROM (
    SELECT MAX(due_at) AS due_at FROM octavo_arrivals
    WHERE consumer = :consumer AND source = :source GROUP BY aggregate HAVING MAX(dead) = 0
) AS aggregates
"""
_DONE = "DELETE FROM octavo_arrivals WHERE consumer = :consumer AND source = :source AND number IN :numbers"
_FAILED = """
UPDATE octavo_arrivals SET attempts = attempts + 1, due_at = :due_at, dead = :dead, error = :error
WHERE consumer = :consumer AND source = :source AND number = :number
"""


class Shelved(msgspec.Struct, frozen=True):
    """An event for the book, and how its attempt failed; None where it only waits behind another."""

    event: Carried
    failure: Failure | None


class Arrivals:
    """One consumer's book of one source, in the consumer's own database."""

    def __init__(self, db: Database, consumer: str, source: str) -> None:
        self._db = db
        self._place = {"consumer": consumer, "source": source}

    async def reached(self) -> int | None:
        """The highest number that was handled or shelved; None before the first."""
        row = await self._db.one(_REACHED, **self._place)
        return None if row is None else int(row["number"])

    async def waiting(self) -> set[str]:
        """The aggregates that wait here."""
        return {row["aggregate"] for row in await self._db.all(_WAITING, **self._place)}

    async def enter(self, reached: int | None, shelved: Sequence[Shelved]) -> None:
        """Note how far the consumer has come, and keep what it could not take. Part of a transaction."""
        for one in shelved:
            envelope, failure = one.event.envelope, one.failure
            await self._db.execute(
                _SHELVE,
                **self._place,
                number=envelope.number,
                aggregate=envelope.aggregate,
                type=envelope.type,
                sequence=envelope.sequence,
                payload=one.event.payload,
                trace=envelope.trace,
                written_at=micros(envelope.written_at),
                attempts=0 if failure is None else 1,
                due_at=0 if failure is None or failure.due_at is None else micros(failure.due_at),
                dead=int(failure is not None and failure.due_at is None),
                error="" if failure is None else failure.error,
            )
        if reached is not None:
            await self._db.execute(_REACH, **self._place, number=reached)

    async def due(self, now: datetime, many: int) -> list[Delivery]:
        """What is to be tried again now, oldest first, all of an aggregate in order."""
        return [
            self._delivery(row) for row in await self._db.all(_DUE, **self._place, now=micros(now), many=many)
        ]

    async def seconds_to_next(self, now: datetime) -> float | None:
        """Until something is due; None where nothing is but the dead."""
        row = await self._db.one(_NEXT_DUE, **self._place)
        if row is None or row["due_at"] is None:
            return None
        return max(0.0, (int(row["due_at"]) - micros(now)) / 1_000_000)

    async def tried(self, done: Sequence[int], failed: Sequence[Failure]) -> None:
        """Write down what became of attempts. Part of a transaction."""
        if done:
            await self._db.execute(_DONE, **self._place, numbers=list(done))
        for failure in failed:
            await self._db.execute(
                _FAILED,
                **self._place,
                number=failure.number,
                error=failure.error,
                dead=int(failure.due_at is None),
                due_at=0 if failure.due_at is None else micros(failure.due_at),
            )

    def _delivery(self, row: Row) -> Delivery:
        envelope = envelope_of(row, self._place["source"], attempt=row["attempts"] + 1)
        return Delivery(envelope, row["payload"])
