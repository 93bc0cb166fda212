"""What consumers have not had yet, and what they could not take: for whoever runs the site."""

from datetime import datetime
from typing import Any

import msgspec

from octavo.chassis.database import Database
from octavo.chassis.events import TOPIC, micros
from octavo.chassis.faults import NotFound

_BACKLOG = """
SELECT c.consumer, COUNT(d.number) AS waiting, COALESCE(SUM(d.dead), 0) AS dead,
    (SELECT COUNT(*) FROM octavo_outbox o WHERE o.number > c.position) AS unseen,
    (SELECT MIN(o.written_at) FROM octavo_outbox o WHERE o.number > c.position) AS unseen_since,
    (
        SELECT MIN(o.written_at) FROM octavo_deliveries l JOIN octavo_outbox o ON o.number = l.number
        WHERE l.consumer = c.consumer AND l.dead = 0
    ) AS waiting_since
FROM octavo_consumers c LEFT JOIN octavo_deliveries d ON d.consumer = c.consumer
GROUP BY c.consumer, c.position ORDER BY c.consumer
"""
_DEAD = """
SELECT d.consumer, d.number, d.aggregate, d.attempts, d.error, o.type, o.payload, o.written_at,
    (
        SELECT COUNT(*) FROM octavo_deliveries l
        WHERE l.consumer = d.consumer AND l.aggregate = d.aggregate
    ) AS parked
FROM octavo_deliveries d JOIN octavo_outbox o ON o.number = d.number
WHERE d.dead = 1 ORDER BY d.number, d.consumer
"""
# what a message system brought from another service and could not be handled
_ARRIVED = """
SELECT consumer, source, COUNT(*) AS waiting, SUM(dead) AS dead,
    MIN(CASE WHEN dead = 0 THEN written_at END) AS waiting_since
FROM octavo_arrivals GROUP BY consumer, source ORDER BY consumer, source
"""
_DEAD_ARRIVALS = """
SELECT a.consumer, a.source, a.number, a.aggregate, a.attempts, a.error, a.type, a.payload, a.written_at,
    (
        SELECT COUNT(*) FROM octavo_arrivals l
        WHERE l.consumer = a.consumer AND l.source = a.source AND l.aggregate = a.aggregate
    ) AS parked
FROM octavo_arrivals a WHERE a.dead = 1 ORDER BY a.number, a.consumer, a.source
"""
_REVIVE_ARRIVAL = """
UPDATE octavo_arrivals SET dead = 0, attempts = 0, due_at = 0, error = ''
WHERE consumer = :consumer AND source = :source AND number = :number AND dead = 1
"""
_DROP_ARRIVAL = """
DELETE FROM octavo_arrivals
WHERE consumer = :consumer AND source = :source AND number = :number AND dead = 1
"""
_REVIVE = """
UPDATE octavo_deliveries SET dead = 0, attempts = 0, due_at = 0, error = ''
WHERE consumer = :consumer AND number = :number AND dead = 1
"""
_DROP = "DELETE FROM octavo_deliveries WHERE consumer = :consumer AND number = :number AND dead = 1"
_ADD = """
INSERT INTO octavo_consumers (consumer, position)
SELECT CAST(:consumer AS TEXT), COALESCE(MAX(number), 0) FROM octavo_outbox WHERE 1 = 1
ON CONFLICT (consumer) DO NOTHING
"""
_TRIM = """
DELETE FROM octavo_outbox
WHERE written_at < :before
AND number <= (SELECT COALESCE(MIN(position), 0) FROM octavo_consumers)
AND NOT EXISTS (SELECT 1 FROM octavo_deliveries d WHERE d.number = octavo_outbox.number)
AND EXISTS (
    SELECT 1 FROM octavo_outbox l
    WHERE l.aggregate = octavo_outbox.aggregate AND l.sequence > octavo_outbox.sequence
)
"""


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a consumer could not take; `parked` events of its aggregate wait, itself included."""

    id: str
    consumer: str
    type: str
    aggregate: str
    payload: str
    attempts: int
    error: str
    parked: int
    written_at: int


class Backlog(msgspec.Struct, frozen=True, kw_only=True):
    """What one consumer has before it; `unseen` events may be of types that it does not take.

    The two times are those at which the first of them was written, in microseconds; None where there is none.
    The dead wait for an operator and do not count there.
    """

    consumer: str
    waiting: int
    dead: int
    unseen: int
    unseen_since: int | None = None
    waiting_since: int | None = None

    @property
    def oldest(self) -> int | None:
        """When the first of all these was written."""
        return min((at for at in (self.unseen_since, self.waiting_since) if at is not None), default=None)


async def backlog(db: Database) -> list[Backlog]:
    """How far each consumer of a database's events is behind, and, where a message system carries events,
    what its service's own consumers could not handle of others': "feed of stories"."""
    found = []
    for row in await db.all(_BACKLOG):
        # what is not sent to a message system waits, of whatever type it is
        unsent = {"waiting": row["unseen"]} if row["consumer"].startswith("to/") else {}
        found.append(Backlog(**{**row, **unsent}))
    for row in await db.all(_ARRIVED):
        values = {key: row[key] for key in ("waiting", "dead", "waiting_since")}
        found.append(Backlog(consumer=f"{row['consumer']} of {row['source']}", unseen=0, **values))
    return found


async def dead_letters(db: Database) -> list[DeadLetter]:
    """All events that consumers could not take, oldest first."""
    letters = [
        DeadLetter(id=f"{row['consumer']}/{row['number']}", **{k: row[k] for k in row if k != "number"})
        for row in await db.all(_DEAD)
    ]
    for row in await db.all(_DEAD_ARRIVALS):
        values = {k: row[k] for k in row if k not in ("number", "source")}
        letters.append(DeadLetter(id=f"{row['consumer']}/{row['source']}:{row['number']}", **values))
    return letters


async def replay(db: Database, id: str) -> None:  # noqa: A002 - it is the id
    """Try a dead letter again, with all its attempts; its aggregate goes on after it. NotFound."""
    await _on_dead(db, _REVIVE, _REVIVE_ARRIVAL, id)


async def drop(db: Database, id: str) -> None:  # noqa: A002 - it is the id
    """Give a dead letter up; its aggregate goes on without it. NotFound."""
    await _on_dead(db, _DROP, _DROP_ARRIVAL, id)


async def trim(db: Database, before: datetime) -> int:
    """Forget events that were written before then and that every consumer has; the last one of each
    aggregate stays, for its sequence. Returns how many."""
    return await db.execute(_TRIM, before=micros(before))


async def _on_dead(db: Database, own: str, arrived: str, id: str) -> None:  # noqa: A002 - it is the id
    consumer, _, place = id.rpartition("/")
    source, _, number = place.rpartition(":")
    values: dict[str, Any] = {"source": source} if source else {}

    async def work() -> int:
        await db.in_commit_order(TOPIC)  # wakes every relay
        sql = arrived if source else own
        return await db.execute(sql, consumer=consumer, number=int(number), **values)

    if not number.isdecimal() or await db.run(work) == 0:
        raise NotFound(f"There is no dead letter {id}.")


async def add_consumer(db: Database, consumer: str) -> bool:
    """Whoever takes events under this name is given those from now on; False where it had some before."""
    return bool(await db.execute(_ADD, consumer=consumer))


async def forget_consumer(db: Database, consumer: str) -> None:
    """Nobody takes events under this name any more: none waits for it, nor is kept for its sake."""

    async def work() -> None:
        for table in ("octavo_deliveries", "octavo_claims", "octavo_consumers"):
            await db.execute(f"DELETE FROM {table} WHERE consumer = :consumer", consumer=consumer)  # noqa: S608

    await db.run(work)
