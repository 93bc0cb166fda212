"""Deliveries and their log in SQLite or PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from octavo.chassis.database import Database
from octavo.chassis.events import micros, moment
from octavo.chassis.ids import to_text
from octavo.webhooks.adapters.sql_rows import delivery_of, number
from octavo.webhooks.api import Attempt, DeliveryId, PersonId, PublicationId, State, Stop, WebhookId
from octavo.webhooks.entities import Delivery, Outcome
from octavo.webhooks.ports import Told

_SWEPT_AT_ONCE = 1000


class SqlDeliveries:
    """Fits ports.Deliveries."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def queue(self, deliveries: Sequence[Delivery], story: tuple[str, Told | None] | None) -> None:
        async def work() -> None:
            for delivery in deliveries:
                await self._add(delivery)
            if story is not None:
                await self._write_told(*story)

        await self._db.run(work)

    async def _add(self, delivery: Delivery) -> None:
        await self._db.execute(
            """
            INSERT INTO deliveries (id, webhook_id, person_id, about_id, source, number, kind, body, state,
                tries, next_at, created_at, asked_at)
            VALUES (:id, :webhook, :person, :about, :source, :number, :kind, :body, :state, 0, :next,
                :created, :asked)
            ON CONFLICT DO NOTHING
            """,
            id=number(delivery.id),
            webhook=number(delivery.webhook_id),
            person=number(delivery.person_id),
            about=number(delivery.about_id),
            source=delivery.source,
            number=delivery.number,
            kind=delivery.kind,
            body=delivery.body,
            state=delivery.state.value,
            next=micros(delivery.next_at),
            created=micros(delivery.created_at),
            asked=None if delivery.source else micros(delivery.created_at),
        )

    async def _write_told(self, story_id: str, told: Told | None) -> None:
        key = number(story_id)
        if told is None:
            await self._db.execute("DELETE FROM told_stories WHERE story_id = :id", id=key)
            return
        await self._db.execute(
            """
            INSERT INTO told_stories (story_id, author_id, publication_id, shown, listed)
            VALUES (:id, :author, :publication, :shown, :listed)
            ON CONFLICT (story_id) DO UPDATE
            SET author_id = excluded.author_id, publication_id = excluded.publication_id,
                shown = excluded.shown, listed = excluded.listed
            """,
            id=key,
            author=number(told.author_id),
            publication=number(told.publication_id),
            shown=int(told.shown),
            listed=int(told.listed),
        )

    async def told_story(self, story_id: str) -> Told | None:
        row = await self._db.one("SELECT * FROM told_stories WHERE story_id = :id", id=number(story_id) or 0)
        if row is None:
            return None
        where = row["publication_id"]
        return Told(
            author_id=PersonId(to_text(row["author_id"])),
            publication_id=None if where is None else PublicationId(to_text(where)),
            shown=bool(row["shown"]),
            listed=bool(row["listed"]),
        )

    async def waiting(self, hook_id: WebhookId) -> int:
        row = await self._db.one(
            "SELECT COUNT(*) AS many FROM deliveries WHERE webhook_id = :id AND state = 'WAITING'",
            id=number(hook_id),
        )
        return 0 if row is None else int(row["many"])

    async def due(self, now: datetime, *, busy: Sequence[WebhookId], limit: int) -> list[WebhookId]:
        rows = await self._db.all(
            """
            SELECT d.webhook_id, MIN(d.next_at) AS at
            FROM deliveries d JOIN webhooks h ON h.id = d.webhook_id
            WHERE d.state = 'WAITING' AND d.next_at <= :now AND d.webhook_id NOT IN :busy
                AND h.stopped = :running
            GROUP BY d.webhook_id ORDER BY MIN(d.next_at), d.webhook_id LIMIT :limit
            """,
            running=Stop.UNSPECIFIED.value,
            now=micros(now),
            busy=[0, *(number(one) for one in busy)],
            limit=limit,
        )
        return [WebhookId(to_text(row["webhook_id"])) for row in rows]

    async def next_of(self, hook_id: WebhookId, now: datetime) -> Delivery | None:
        row = await self._db.one(
            """
            SELECT * FROM deliveries WHERE webhook_id = :id AND state = 'WAITING' AND next_at <= :now
            ORDER BY next_at, id LIMIT 1
            """,
            id=number(hook_id),
            now=micros(now),
        )
        return None if row is None else delivery_of(row)

    async def note(self, delivery: Delivery, attempt: Attempt, outcome: Outcome) -> None:
        key = number(delivery.id)

        async def work() -> None:
            # What was stopped or replayed meanwhile is not overwritten: only the attempt is noted.
            await self._db.execute(
                """
                UPDATE deliveries SET state = :state, tries = tries + 1, next_at = :next
                WHERE id = :id AND state = 'WAITING' AND tries = :tries
                """,
                id=key,
                state=outcome.state.value,
                next=micros(outcome.next_at),
                tries=delivery.tries,
            )
            await self._db.execute(
                """
                INSERT INTO delivery_attempts (delivery_id, number, at, status, milliseconds, answer, problem)
                SELECT CAST(:id AS BIGINT), COALESCE(MAX(number), 0) + 1, CAST(:at AS BIGINT),
                    CAST(:status AS INTEGER), CAST(:took AS INTEGER), CAST(:answer AS TEXT),
                    CAST(:problem AS TEXT)
                FROM delivery_attempts WHERE delivery_id = :id
                """,
                id=key,
                at=micros(attempt.at),
                status=attempt.status,
                took=attempt.milliseconds,
                answer=attempt.answer,
                problem=attempt.problem,
            )
            failed = outcome.state is not State.DELIVERED
            await self._db.execute(
                """
                UPDATE webhooks
                SET failing_since = CASE WHEN :failed = 1 THEN COALESCE(failing_since, CAST(:at AS BIGINT))
                    ELSE NULL END
                WHERE id = :webhook
                """,
                webhook=number(delivery.webhook_id),
                failed=int(failed),
                at=micros(attempt.at),
            )

        await self._db.run(work)

    async def page(self, hook_id: WebhookId, *, before: DeliveryId | None, limit: int) -> list[Delivery]:
        rows = await self._db.all(
            """
            SELECT * FROM deliveries WHERE webhook_id = :id AND id < :before
            ORDER BY id DESC LIMIT :limit
            """,
            id=number(hook_id),
            before=2**63 - 1 if before is None else number(before),
            limit=limit,
        )
        return [delivery_of(row) for row in rows]

    async def attempts(self, delivery_ids: Sequence[DeliveryId]) -> dict[DeliveryId, list[Attempt]]:
        found: dict[DeliveryId, list[Attempt]] = {delivery_id: [] for delivery_id in delivery_ids}
        if not found:
            return found
        rows = await self._db.all(
            "SELECT * FROM delivery_attempts WHERE delivery_id IN :ids ORDER BY delivery_id, number",
            ids=[number(one) for one in found],
        )
        for row in rows:
            found[DeliveryId(to_text(row["delivery_id"]))].append(
                Attempt(
                    at=moment(row["at"]),
                    status=row["status"],
                    milliseconds=row["milliseconds"],
                    answer=row["answer"],
                    problem=row["problem"],
                )
            )
        return found

    async def find(self, delivery_id: DeliveryId) -> Delivery | None:
        row = await self._db.one("SELECT * FROM deliveries WHERE id = :id", id=number(delivery_id) or 0)
        return None if row is None else delivery_of(row)

    async def again(self, delivery: Delivery, now: datetime) -> None:
        await self._db.execute(
            """
            UPDATE deliveries SET state = 'WAITING', tries = 0, next_at = :now, asked_at = :now
            WHERE id = :id
            """,
            id=number(delivery.id),
            now=micros(now),
        )

    async def by_hand(self, person_id: PersonId, since: datetime) -> int:
        row = await self._db.one(
            "SELECT COUNT(*) AS many FROM deliveries WHERE person_id = :person AND asked_at > :since",
            person=number(person_id),
            since=micros(since),
        )
        return 0 if row is None else int(row["many"])

    async def forget(self, person_id: PersonId) -> None:
        await self._db.execute(
            "DELETE FROM delivery_attempts"
            " WHERE delivery_id IN (SELECT id FROM deliveries WHERE about_id = :person)",
            person=number(person_id),
        )

    async def sweep(self, before: datetime) -> int:
        async def work() -> int:
            rows = await self._db.all(
                "SELECT id FROM deliveries WHERE created_at < :before AND state <> 'WAITING' LIMIT :most",
                before=micros(before),
                most=_SWEPT_AT_ONCE,
            )
            ids = [row["id"] for row in rows]
            if ids:
                await self._db.execute("DELETE FROM delivery_attempts WHERE delivery_id IN :ids", ids=ids)
                await self._db.execute("DELETE FROM deliveries WHERE id IN :ids", ids=ids)
            return len(ids)

        return await self._db.run(work)
