"""The relay's book: who has still to be given what, and who is giving it just now."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from octavo.chassis.database import Database
from octavo.chassis.engine import Conflict, Duplicate
from octavo.chassis.events import Envelope, envelope_of, micros
from octavo.chassis.sql import Row

_KNOWN = """
INSERT INTO octavo_consumers (consumer, position) VALUES (:consumer, 0) ON CONFLICT (consumer) DO NOTHING
"""
# an aggregate's first event alone can be waiting for its next attempt, so the latest time is that one's
_WORK = """
SELECT
    CASE WHEN EXISTS (SELECT 1 FROM octavo_outbox o WHERE o.number > p.position) THEN 1 ELSE 0 END AS fresh,
    (SELECT MIN(due_at) FROM (
        SELECT MAX(CASE WHEN c.expires_at > d.due_at THEN c.expires_at ELSE d.due_at END) AS due_at
        FROM octavo_deliveries d
        LEFT JOIN octavo_claims c ON c.consumer = d.consumer AND c.aggregate = d.aggregate
        WHERE d.consumer = :consumer GROUP BY d.aggregate HAVING MAX(d.dead) = 0
    ) AS aggregates) AS due_at
FROM octavo_consumers p WHERE p.consumer = :consumer
"""
_POSITION = "SELECT position FROM octavo_consumers WHERE consumer = :consumer"
_REACH = """
SELECT MAX(number) AS number
FROM (SELECT number FROM octavo_outbox WHERE number > :position ORDER BY number LIMIT :many) AS following
"""
_MAKE_OUT = """
INSERT INTO octavo_deliveries (consumer, number, aggregate, attempts, due_at, dead, error)
SELECT CAST(:consumer AS TEXT), number, aggregate, 0, 0, 0, ''
FROM octavo_outbox WHERE number > :position AND number <= :reach AND type IN :types
"""
_MOVE = "UPDATE octavo_consumers SET position = :reach WHERE consumer = :consumer AND position = :position"
_EXPIRE = "DELETE FROM octavo_claims WHERE consumer = :consumer AND expires_at <= :now"
# an aggregate is free when nobody has it, none of its events is dead, and none waits for its next attempt
_CLAIM = """
INSERT INTO octavo_claims (consumer, aggregate, owner, expires_at)
SELECT CAST(:consumer AS TEXT), aggregate, CAST(:owner AS TEXT), CAST(:until AS BIGINT) FROM (
    SELECT d.aggregate, MIN(d.number) AS head FROM octavo_deliveries d
    WHERE d.consumer = :consumer
    AND NOT EXISTS (SELECT 1 FROM octavo_claims c WHERE c.consumer = :consumer AND c.aggregate = d.aggregate)
    AND NOT EXISTS (
        SELECT 1 FROM octavo_deliveries h
        WHERE h.consumer = :consumer AND h.aggregate = d.aggregate AND (h.dead = 1 OR h.due_at > :now)
    )
    GROUP BY d.aggregate ORDER BY head LIMIT :many
) AS heads
"""
_CLAIMED = """
SELECT o.number, o.type, o.aggregate, o.sequence, o.payload, o.trace, o.written_at, d.attempts
FROM octavo_claims c
JOIN octavo_deliveries d ON d.consumer = c.consumer AND d.aggregate = c.aggregate
JOIN octavo_outbox o ON o.number = d.number
WHERE c.consumer = :consumer AND c.owner = :owner
ORDER BY o.number LIMIT :many
"""
_RENEW = "UPDATE octavo_claims SET expires_at = :until WHERE consumer = :consumer AND owner = :owner"
_RELEASE = "DELETE FROM octavo_claims WHERE consumer = :consumer AND owner = :owner"
_DONE = "DELETE FROM octavo_deliveries WHERE consumer = :consumer AND number IN :numbers"
_FAILED = """
UPDATE octavo_deliveries SET attempts = attempts + 1, due_at = :due_at, dead = :dead, error = :error
WHERE consumer = :consumer AND number = :number AND EXISTS (
    SELECT 1 FROM octavo_claims c WHERE c.consumer = :consumer AND c.owner = :owner
    AND c.aggregate = octavo_deliveries.aggregate
)
"""


class Delivery(msgspec.Struct, frozen=True):
    """An event that is to be given to a consumer now."""

    envelope: Envelope
    payload: str


class Failure(msgspec.Struct, frozen=True):
    """A delivery that failed: when to try again, None for never by itself."""

    number: int
    error: str
    due_at: datetime | None


class Deliveries:
    """One consumer's book in the source's database. The claims of a process are its own by `owner`."""

    def __init__(self, db: Database, consumer: str, types: Sequence[str], ttl: float) -> None:
        self.ttl = ttl
        self._db = db
        self._consumer = consumer
        self._types = list(types)
        self._owner = secrets.token_hex(8)

    async def open(self) -> None:
        """A consumer that is new begins with the oldest event that is kept."""
        await self._db.execute(_KNOWN, consumer=self._consumer)

    async def waiting(self, now: datetime) -> float | None:
        """Seconds until there may be something to do: 0 for now, None while there is nothing at all."""
        row = await self._db.one(_WORK, consumer=self._consumer)
        if row is None or (not row["fresh"] and row["due_at"] is None):
            return None
        if row["fresh"] or row["due_at"] <= micros(now):
            return 0.0
        return float(row["due_at"] - micros(now)) / 1_000_000

    async def turn(
        self, done: Sequence[int], failed: Sequence[Failure], now: datetime, aggregates: int
    ) -> list[Delivery]:
        """Write down how the last claims went, give them back, and claim so many aggregates anew; in one
        transaction. Returns what to deliver, in order; nothing when `aggregates` is 0."""

        async def work() -> list[Delivery]:
            await self._settle(done, failed)
            if aggregates == 0:
                return []
            await self._db.execute(_EXPIRE, consumer=self._consumer, now=micros(now))
            claimed = await self._claim(now, aggregates)
            if claimed < aggregates and await self._make_out(8 * aggregates):
                claimed += await self._claim(now, aggregates - claimed)
            if claimed == 0:
                return []
            rows = await self._db.all(
                _CLAIMED, consumer=self._consumer, owner=self._owner, many=4 * aggregates
            )
            return [self._delivery(row) for row in rows]

        return await self._db.run(work)

    async def renew(self, now: datetime) -> None:
        """Keep the claims for another `ttl` seconds."""
        await self._db.execute(_RENEW, consumer=self._consumer, owner=self._owner, until=self._until(now))

    async def _settle(self, done: Sequence[int], failed: Sequence[Failure]) -> None:
        if done:
            await self._db.execute(_DONE, consumer=self._consumer, numbers=done)
        for failure in failed:
            await self._db.execute(
                _FAILED,
                consumer=self._consumer,
                owner=self._owner,
                number=failure.number,
                due_at=0 if failure.due_at is None else micros(failure.due_at),
                dead=failure.due_at is None,
                error=failure.error,
            )
        await self._db.execute(_RELEASE, consumer=self._consumer, owner=self._owner)

    async def _claim(self, now: datetime, many: int) -> int:
        values = {"now": micros(now), "until": self._until(now), "many": many}
        try:
            return await self._db.execute(_CLAIM, consumer=self._consumer, owner=self._owner, **values)
        except Duplicate as error:
            raise Conflict("another process claims the same aggregates") from error

    async def _make_out(self, many: int) -> bool:
        """Turn the outbox's next events into deliveries; False when there are none."""
        row = await self._db.one(_POSITION, consumer=self._consumer)
        assert row is not None
        position = row["position"]
        reach = await self._db.one(_REACH, position=position, many=many)
        if reach is None or reach["number"] is None:
            return False
        moved = {"consumer": self._consumer, "position": position, "reach": reach["number"]}
        if await self._db.execute(_MOVE, **moved) == 0:
            raise Conflict("another process makes out the same deliveries")
        await self._db.execute(_MAKE_OUT, types=self._types, **moved)
        return True

    def _until(self, now: datetime) -> int:
        return micros(now + timedelta(seconds=self.ttl))

    def _delivery(self, row: Row) -> Delivery:
        envelope = envelope_of(row, self._db.name, attempt=row["attempts"] + 1)
        return Delivery(envelope, row["payload"])
