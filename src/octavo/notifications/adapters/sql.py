"""What people are told, in SQLite or PostgreSQL."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import micros, moment
from octavo.chassis.ids import from_text, number_of, to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row
from octavo.notifications.api import Kind, Notification, NotificationId, PersonId
from octavo.notifications.ports import Act

_OPEN: Final = """
INSERT INTO notices (notice_id, person_id, kind, subject_id, last_at, read_at)
VALUES (:id, :person, :kind, :subject, :at, 0)
ON CONFLICT (person_id, kind, subject_id) WHERE read_at = 0
DO UPDATE SET last_at = CASE WHEN notices.last_at > excluded.last_at THEN notices.last_at
    ELSE excluded.last_at END
RETURNING notice_id
"""
_ADD: Final = """
INSERT INTO acts (person_id, kind, subject_id, actor_id, item_id, notice_id, acted_at)
VALUES (:person, :kind, :subject, :actor, :item, :notice, :at)
"""
_KNOWN: Final = """
SELECT 1 AS known FROM acts WHERE person_id = :person AND kind = :kind AND subject_id = :subject
    AND actor_id = :actor AND item_id = :item
UNION ALL SELECT 1 FROM silenced WHERE person_id = :person AND kind = :kind
"""
_PAGE: Final = """
SELECT n.notice_id, n.kind, n.subject_id, n.last_at, n.read_at,
    (SELECT COUNT(DISTINCT a.actor_id) FROM acts a WHERE a.notice_id = n.notice_id) AS people
FROM notices n
WHERE n.person_id = :person AND (n.last_at < :at OR n.last_at = :at AND n.notice_id < :id)
    AND EXISTS (SELECT 1 FROM acts a WHERE a.notice_id = n.notice_id)
ORDER BY n.last_at DESC, n.notice_id DESC LIMIT :limit
"""
_LAST: Final = """
SELECT actor_id, item_id FROM acts WHERE notice_id = :notice ORDER BY acted_at DESC, actor_id DESC LIMIT 50
"""
_UNREAD: Final = """
SELECT COUNT(*) AS unread FROM (
    SELECT 1 FROM notices n WHERE n.person_id = :person AND n.read_at = 0
        AND EXISTS (SELECT 1 FROM acts a WHERE a.notice_id = n.notice_id) LIMIT :most
) AS waiting
"""
_READ: Final = "UPDATE notices SET read_at = :at WHERE person_id = :person AND read_at = 0"
_READ_ONE: Final = f"{_READ} AND notice_id = :id"
_OLD: Final = """
SELECT notice_id FROM notices n WHERE last_at < :before
    OR NOT EXISTS (SELECT 1 FROM acts a WHERE a.notice_id = n.notice_id) LIMIT :limit
"""


class SqlBoard:
    """Fits ports.Board."""

    def __init__(self, db: Database, purges: Purges, *, new_id: Callable[[], str]) -> None:
        self._db = db
        self._purges = purges
        self._new_id = new_id

    async def tell(self, acts: Sequence[Act]) -> None:
        async def work() -> None:
            for act in acts:
                if await self._told(act):
                    await self._purge([number_of(act.person_id)])

        await self._db.run(work)

    async def _told(self, act: Act) -> bool:
        what = {"person": number_of(act.person_id), "kind": act.kind.value}
        about = {**what, "subject": number_of(act.subject_id)}
        once = {**about, "actor": number_of(act.actor_id), "item": number_of(act.item_id)}
        if await self._db.one(_KNOWN, **once):
            return False
        at = micros(act.at)
        group = await self._db.one(_OPEN, **about, id=from_text(self._new_id()), at=at)
        assert group is not None
        await self._db.execute(_ADD, **once, notice=group["notice_id"], at=at)
        return True

    async def take_back(self, *, kind: Kind, subject_id: str, actor_id: PersonId) -> None:
        await self._remove(
            "subject_id = :subject AND kind = :kind AND actor_id = :actor",
            subject=number_of(subject_id),
            kind=kind.value,
            actor=number_of(actor_id),
        )

    async def forget_item(self, item_id: str, *, kinds: Collection[Kind]) -> None:
        await self._remove(f"item_id = :item AND {_among(kinds)}", item=number_of(item_id))

    async def forget_subject(self, subject_id: str, *, kinds: Collection[Kind]) -> None:
        await self._remove(f"subject_id = :subject AND {_among(kinds)}", subject=number_of(subject_id))

    async def forget_actor(self, actor_id: PersonId, *, told: PersonId | None = None) -> None:
        if told is None:
            await self._remove("actor_id = :actor", actor=number_of(actor_id))
        else:
            await self._remove(
                "actor_id = :actor AND person_id = :told", actor=number_of(actor_id), told=number_of(told)
            )

    async def _remove(self, which: str, **values: int | str) -> None:
        """Acts go; a group with nothing in it is not shown, and swept later."""

        async def work() -> None:
            rows = await self._db.all(
                f"DELETE FROM acts WHERE {which} RETURNING person_id",  # noqa: S608 - our own words
                **values,
            )
            await self._purge({row["person_id"] for row in rows})

        await self._db.run(work)

    async def page(
        self, person_id: PersonId, *, before: tuple[int, int], limit: int
    ) -> Sequence[tuple[tuple[int, int], Notification]]:
        at, id_ = before
        rows = await self._db.all(_PAGE, person=number_of(person_id), at=at, id=id_, limit=limit)
        found = []
        for row in rows:
            acts = await self._db.all(_LAST, notice=row["notice_id"])
            found.append(((row["last_at"], row["notice_id"]), _notification(row, acts)))
        return found

    async def unread(self, person_id: PersonId, *, most: int) -> int:
        row = await self._db.one(_UNREAD, person=number_of(person_id), most=most)
        return row["unread"] if row else 0

    async def mark_read(self, person_id: PersonId, ids: Sequence[NotificationId], at: datetime) -> None:
        who, when = number_of(person_id), micros(at)

        async def work() -> None:
            if ids:
                read = [
                    await self._db.execute(_READ_ONE, person=who, at=when, id=number_of(one)) for one in ids
                ]
                changed = any(read)
            else:
                changed = bool(await self._db.execute(_READ, person=who, at=when))
            if changed:
                await self._purge([who])

        await self._db.run(work)

    async def silenced(self, person_id: PersonId) -> Sequence[Kind]:
        rows = await self._db.all(
            "SELECT kind FROM silenced WHERE person_id = :person ORDER BY kind", person=number_of(person_id)
        )
        return [Kind(row["kind"]) for row in rows]

    async def choose(self, person_id: PersonId, kind: Kind, *, told: bool) -> None:
        values = {"person": number_of(person_id), "kind": kind.value}
        if told:
            await self._db.execute(
                "DELETE FROM silenced WHERE person_id = :person AND kind = :kind", **values
            )
        else:
            await self._db.execute(
                """INSERT INTO silenced (person_id, kind) VALUES (:person, :kind)
                   ON CONFLICT (person_id, kind) DO NOTHING""",
                **values,
            )

    async def tidy(self, before: datetime, *, limit: int) -> int:
        async def work() -> int:
            rows = await self._db.all(_OLD, before=micros(before), limit=limit)
            for row in rows:
                await self._db.execute("DELETE FROM acts WHERE notice_id = :id", id=row["notice_id"])
                await self._db.execute("DELETE FROM notices WHERE notice_id = :id", id=row["notice_id"])
            return len(rows)

        return await self._db.run(work)

    async def _purge(self, people: Iterable[int]) -> None:
        await self._purges.add(*(f"notifications:{to_text(one)}" for one in people))


def _among(kinds: Collection[Kind]) -> str:
    named = ", ".join(f"'{kind.value}'" for kind in kinds)
    return f"kind IN ({named})"


def _notification(row: Row, acts: Sequence[Row]) -> Notification:
    people = list(dict.fromkeys(to_text(act["actor_id"]) for act in acts))
    item = acts[0]["item_id"] if acts else 0
    return Notification(
        id=NotificationId(to_text(row["notice_id"])),
        kind=Kind(row["kind"]),
        subject_id=to_text(row["subject_id"]),
        people=tuple(map(PersonId, people)),
        count=row["people"],
        item_id=to_text(item) if item else "",
        at=moment(row["last_at"]),
        read=bool(row["read_at"]),
    )
