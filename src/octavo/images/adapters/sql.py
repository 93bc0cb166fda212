"""What is known of pictures, in a database."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.engine import Duplicate
from octavo.chassis.events import Outbox
from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.chassis.sql import Row
from octavo.images.api import Format, ImageDeleted, ImageId, PersonId
from octavo.images.entities import Picture, Seen
from octavo.images.ports import Known

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NO_ID: Final = -1
_AT_ONCE: Final = 500


class SqlCatalogue:
    """ports.Catalogue"""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._db = database
        self._outbox = outbox

    async def find(self, image_id: ImageId) -> Picture | None:
        return _picture(await self._db.one("SELECT * FROM images WHERE id = :id", id=_number(image_id)))

    async def find_many(self, image_ids: Sequence[ImageId]) -> list[Picture]:
        ids = [_number(image_id) for image_id in image_ids]
        return _pictures(await self._db.all("SELECT * FROM images WHERE id IN :ids", ids=ids))

    async def find_same(self, owner_id: PersonId, digest: str) -> Picture | None:
        sql = "SELECT * FROM images WHERE owner_id = :owner_id AND digest = :digest"
        return _picture(await self._db.one(sql, owner_id=owner_id, digest=digest))

    async def page(self, owner_id: PersonId, *, before: ImageId | None, limit: int) -> list[Picture]:
        rows = await self._db.all(
            "SELECT * FROM images WHERE owner_id = :owner_id AND id < :before ORDER BY id DESC LIMIT :limit",
            owner_id=owner_id,
            before=2**63 - 1 if before is None else _number(before),
            limit=limit,
        )
        return _pictures(rows)

    async def bytes_of(self, owner_id: PersonId) -> int:
        sql = "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS total FROM images WHERE owner_id = :owner_id"
        row = await self._db.one(sql, owner_id=owner_id)
        return 0 if row is None else int(row["total"])

    async def add(self, picture: Picture, event: Event) -> None:
        async def work() -> None:
            seen = picture.seen
            await self._db.execute(
                """INSERT INTO images (id, owner_id, digest, name, format, bytes, width, height, placeholder,
                       color, animated, transparent, created_at)
                   VALUES (:id, :owner_id, :digest, :name, :format, :bytes, :width, :height, :placeholder,
                       :color, :animated, :transparent, :created_at)""",
                id=_number(picture.id),
                owner_id=picture.owner_id,
                digest=picture.digest,
                name=picture.name,
                format=picture.format.value,
                bytes=picture.bytes,
                width=seen.width,
                height=seen.height,
                placeholder=seen.placeholder,
                color=seen.color,
                animated=int(seen.animated),
                transparent=int(seen.transparent),
                created_at=(picture.created_at - _EPOCH) // timedelta(microseconds=1),
            )
            await self._outbox.add(event)

        try:
            await self._db.run(work)
        except Duplicate as duplicate:
            if "digest" in duplicate.columns:
                raise Known from duplicate
            raise

    async def remove(self, picture: Picture, event: Event) -> bool:
        async def work() -> bool:
            number = _number(picture.id)
            used = await self._db.one(
                "SELECT 1 AS used FROM image_uses WHERE image_id = :id LIMIT 1", id=number
            )
            if used is not None:
                return False
            if await self._db.execute("DELETE FROM images WHERE id = :id", id=number):
                await self._outbox.add(event)
            return True

        return await self._db.run(work)

    async def forget_owner(self, owner_id: PersonId, *, limit: int) -> list[Picture]:
        async def work() -> list[Picture]:
            pictures = await self.page(owner_id, before=None, limit=limit)
            numbers = [_number(picture.id) for picture in pictures]
            await self._db.execute("DELETE FROM image_uses WHERE image_id IN :ids", ids=numbers)
            await self._db.execute("DELETE FROM images WHERE id IN :ids", ids=numbers)
            for picture in pictures:
                await self._outbox.add(ImageDeleted(image_id=picture.id, owner_id=owner_id))
            return pictures

        return await self._db.run(work)

    async def note_uses(self, story_id: str, image_ids: Sequence[ImageId]) -> None:
        async def work() -> None:
            await self._db.execute("DELETE FROM image_uses WHERE story_id = :story_id", story_id=story_id)
            for number in sorted({_number(image_id) for image_id in image_ids} - {_NO_ID}):
                sql = "INSERT INTO image_uses (image_id, story_id) VALUES (:image_id, :story_id)"
                await self._db.execute(sql, image_id=number, story_id=story_id)

        await self._db.run(work)

    async def shown(self, image_ids: Sequence[ImageId]) -> set[ImageId]:
        rows = await self._db.all(
            "SELECT DISTINCT image_id FROM image_uses WHERE image_id IN :ids",
            ids=sorted({_number(image_id) for image_id in image_ids} - {_NO_ID}),
        )
        return {ImageId(to_text(row["image_id"])) for row in rows}

    async def kept(self, digests: Collection[str]) -> set[str]:
        wanted, found = sorted(digests), set()
        for place in range(0, len(wanted), _AT_ONCE):
            rows = await self._db.all(
                "SELECT DISTINCT digest FROM images WHERE digest IN :digests",
                digests=wanted[place : place + _AT_ONCE],
            )
            found |= {row["digest"] for row in rows}
        return found


def _number(image_id: str) -> int:
    try:
        return from_text(image_id)
    except Invalid:
        return _NO_ID


def _pictures(rows: Sequence[Row]) -> list[Picture]:
    return [picture for picture in map(_picture, rows) if picture is not None]


def _picture(row: Row | None) -> Picture | None:
    if row is None:
        return None
    values: dict[str, Any] = dict(row)
    return Picture(
        id=ImageId(to_text(values["id"])),
        owner_id=PersonId(values["owner_id"]),
        digest=values["digest"],
        name=values["name"],
        format=Format(values["format"]),
        bytes=values["bytes"],
        seen=Seen(
            width=values["width"],
            height=values["height"],
            animated=bool(values["animated"]),
            transparent=bool(values["transparent"]),
            color=values["color"],
            placeholder=values["placeholder"],
        ),
        created_at=_EPOCH + timedelta(microseconds=values["created_at"]),
    )
