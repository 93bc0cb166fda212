"""Webhooks in SQLite or PostgreSQL."""

from datetime import datetime

import msgspec

from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros
from octavo.webhooks.adapters.sql_rows import hook_of, number
from octavo.webhooks.api import PersonId, PublicationId, Stop, WebhookGaveUp, WebhookId
from octavo.webhooks.entities import Hook
from octavo.webhooks.ports import Addressed


class SqlHooks:
    """Fits ports.Hooks."""

    def __init__(self, db: Database, outbox: Outbox) -> None:
        self._db = db
        self._outbox = outbox

    async def add(self, hook: Hook, *, most: int) -> bool:
        # One statement, and the engines are serialisable: two at once do not pass the limit together.
        added = await self._db.execute(
            """
            INSERT INTO webhooks (id, person_id, name, url, reach, publication_id, kinds, created_at,
                stopped, stopped_at, failing_since, secret_version, former_until)
            SELECT CAST(:id AS BIGINT), CAST(:person AS BIGINT), CAST(:name AS TEXT), CAST(:url AS TEXT),
                CAST(:reach AS TEXT), CAST(:publication AS BIGINT), CAST(:kinds AS TEXT),
                CAST(:now AS BIGINT), CAST(:running AS TEXT), NULL, NULL, 1, NULL
            WHERE (SELECT COUNT(*) FROM webhooks WHERE person_id = :person) < :most
            """,
            id=number(hook.id),
            person=number(hook.person_id),
            name=hook.name,
            url=hook.url,
            reach=hook.reach.value,
            publication=number(hook.publication_id),
            kinds=msgspec.json.encode(hook.kinds).decode(),
            now=micros(hook.created_at),
            running=Stop.UNSPECIFIED.value,
            most=most,
        )
        return added == 1

    async def find(self, hook_id: WebhookId) -> Hook | None:
        row = await self._db.one("SELECT * FROM webhooks WHERE id = :id", id=number(hook_id) or 0)
        return None if row is None else hook_of(row)

    async def of(self, person_id: PersonId) -> list[Hook]:
        rows = await self._db.all(
            "SELECT * FROM webhooks WHERE person_id = :person ORDER BY id DESC", person=number(person_id)
        )
        return [hook_of(row) for row in rows]

    async def told(self, to: Addressed) -> list[Hook]:
        rows = await self._db.all(
            """
            SELECT * FROM webhooks
            WHERE reach = :reach AND stopped = :running AND (:anybody = 1 OR person_id = :person)
                AND (:anywhere = 1 OR publication_id = :publication)
            ORDER BY id
            """,
            reach=to.reach.value,
            running=Stop.UNSPECIFIED.value,
            anybody=int(to.person_id is None),
            person=number(to.person_id) or 0,
            anywhere=int(to.publication_id is None),
            publication=number(to.publication_id) or 0,
        )
        return [hook for hook in map(hook_of, rows) if to.kind in hook.kinds]

    async def change(self, hook: Hook) -> None:
        await self._db.execute(
            """
            UPDATE webhooks SET name = :name, url = :url, kinds = :kinds, secret_version = :version,
                former_until = :former
            WHERE id = :id
            """,
            id=number(hook.id),
            name=hook.name,
            url=hook.url,
            kinds=msgspec.json.encode(hook.kinds).decode(),
            version=hook.secret_version,
            former=None if hook.former_until is None else micros(hook.former_until),
        )

    async def start(self, hook_id: WebhookId) -> None:
        await self._db.execute(
            "UPDATE webhooks SET stopped = :running, stopped_at = NULL, failing_since = NULL WHERE id = :id",
            id=number(hook_id),
            running=Stop.UNSPECIFIED.value,
        )

    async def stop(self, hook_id: WebhookId, why: Stop, now: datetime, *, tell: bool) -> bool:
        key = number(hook_id)

        async def work() -> bool:
            row = await self._db.one(
                "SELECT person_id FROM webhooks WHERE id = :id AND stopped = :running",
                id=key,
                running=Stop.UNSPECIFIED.value,
            )
            if row is None:
                return False
            await self._db.execute(
                "UPDATE webhooks SET stopped = :why, stopped_at = :now WHERE id = :id",
                id=key,
                why=why.value,
                now=micros(now),
            )
            await self._db.execute(
                "UPDATE deliveries SET state = 'FAILED' WHERE webhook_id = :id AND state = 'WAITING'", id=key
            )
            if tell:
                hook = await self.find(hook_id)
                assert hook is not None
                await self._outbox.add(
                    WebhookGaveUp(webhook_id=hook_id, person_id=hook.person_id, stopped=why)
                )
            return True

        return await self._db.run(work)

    async def stop_all(
        self, person_id: PersonId, why: Stop, now: datetime, *, publication_id: PublicationId | None = None
    ) -> None:
        async def work() -> None:
            for hook in await self.of(person_id):
                if publication_id is None or hook.publication_id == publication_id:
                    await self.stop(hook.id, why, now, tell=False)

        await self._db.run(work)

    async def stop_publication(self, publication_id: PublicationId, why: Stop, now: datetime) -> None:
        async def work() -> None:
            rows = await self._db.all(
                "SELECT * FROM webhooks WHERE publication_id = :publication",
                publication=number(publication_id),
            )
            for row in rows:
                await self.stop(hook_of(row).id, why, now, tell=False)

        await self._db.run(work)

    async def remove(self, hook_id: WebhookId) -> None:
        key = number(hook_id)

        async def work() -> None:
            await self._db.execute(
                "DELETE FROM delivery_attempts"
                " WHERE delivery_id IN (SELECT id FROM deliveries WHERE webhook_id = :id)",
                id=key,
            )
            await self._db.execute("DELETE FROM deliveries WHERE webhook_id = :id", id=key)
            await self._db.execute("DELETE FROM webhooks WHERE id = :id", id=key)

        await self._db.run(work)
