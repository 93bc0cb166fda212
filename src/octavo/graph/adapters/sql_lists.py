"""Lists that people made, in SQLite or PostgreSQL."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row
from octavo.graph.adapters.sql_rows import KEPT, person
from octavo.graph.api import (
    ListedStory,
    ListId,
    ListItemAdded,
    ListItemRemoved,
    ListNotFound,
    PersonId,
    ReadingList,
    StoryId,
    TargetNotFound,
    TooManyInList,
    TooManyLists,
)
from octavo.graph.entities import Place, moved

_FAR: Final = 1 << 62
_HIGHEST: Final = (1 << 31) - 1

# Whose list it is sees it always; others where it is public, its owner is not suspended, and neither of the
# two blocks the other.
_SEEN: Final = """
(l.owner_id = :viewer OR (l.public = 1
    AND NOT EXISTS (SELECT 1 FROM suspended s WHERE s.person_id = l.owner_id)
    AND NOT EXISTS (SELECT 1 FROM avoided a WHERE a.how = 'BLOCKED'
        AND a.person_id = l.owner_id AND a.avoided_id = :viewer)
    AND NOT EXISTS (SELECT 1 FROM avoided a WHERE a.how = 'BLOCKED'
        AND a.person_id = :viewer AND a.avoided_id = l.owner_id)))
"""
_LISTS: Final = """
SELECT l.id, l.owner_id, l.name, l.description, l.public, l.changed_at,
    (SELECT COUNT(*) FROM listed i WHERE i.list_id = l.id) AS stories
FROM lists l
"""
_FIND = f"{_LISTS} WHERE l.id = :list AND {_SEEN}"
_OF = f"""{_LISTS} WHERE l.owner_id = :owner AND {_SEEN} AND (l.changed_at, l.id) < (:since, :key)
ORDER BY l.changed_at DESC, l.id DESC LIMIT :limit"""
_ITEMS = """
SELECT story_id, note, place, added_at FROM listed
WHERE list_id = :list AND (place, story_id) > (:place, :key) ORDER BY place, story_id LIMIT :limit
"""
_ADD = """
INSERT INTO listed (list_id, story_id, owner_id, note, place, added_at)
VALUES (:list, :story, :owner, '', :place, :now)
"""


class SqlLists:
    """Fits ports.Lists."""

    def __init__(self, db: Database, outbox: Outbox, purges: Purges, *, most: int, most_in_one: int) -> None:
        self._db = db
        self._outbox = outbox
        self._purges = purges
        self._most = most
        self._most_in_one = most_in_one

    async def create(
        self, list_id: ListId, owner_id: PersonId, name: str, description: str, *, public: bool, now: datetime
    ) -> ReadingList:
        async def work() -> None:
            row = await self._db.one(
                "SELECT COUNT(*) AS made FROM lists WHERE owner_id = :owner", owner=number_of(owner_id)
            )
            if row and row["made"] >= self._most:
                raise TooManyLists(limit=self._most)
            await self._db.execute(
                """INSERT INTO lists (id, owner_id, name, description, public, changed_at)
                   VALUES (:list, :owner, :name, :description, :public, :now)""",
                list=number_of(list_id),
                owner=number_of(owner_id),
                name=name,
                description=description,
                public=int(public),
                now=micros(now),
            )
            await self._purges.add(f"lists:{owner_id}")

        await self._db.run(work)
        return ReadingList(
            id=list_id, owner_id=owner_id, name=name, description=description, public=public, changed_at=now
        )

    async def change(
        self, list_id: ListId, owner_id: PersonId, name: str, description: str, *, public: bool, now: datetime
    ) -> None:
        async def work() -> None:
            await self._db.execute(
                """UPDATE lists SET name = :name, description = :description, public = :public
                   WHERE id = :list""",
                name=name,
                description=description,
                public=int(public),
                list=number_of(list_id),
            )

        await self._changing(list_id, owner_id, now, work)

    async def delete(self, list_id: ListId, owner_id: PersonId) -> None:
        async def work() -> None:
            if not await self._db.execute(
                "DELETE FROM lists WHERE id = :list AND owner_id = :owner",
                list=number_of(list_id),
                owner=number_of(owner_id),
            ):
                return
            rows = await self._db.all(
                "SELECT story_id FROM listed WHERE list_id = :list ORDER BY story_id", list=number_of(list_id)
            )
            await self._db.execute("DELETE FROM listed WHERE list_id = :list", list=number_of(list_id))
            await self._tell_out(list_id, owner_id, [row["story_id"] for row in rows])
            await self._purges.add(f"list:{list_id}", f"lists:{owner_id}")

        await self._db.run(work)

    async def find(self, list_id: ListId, viewer: PersonId | None) -> ReadingList | None:
        row = await self._db.one(_FIND, list=number_of(list_id), viewer=number_of(viewer or ""))
        return _list(row) if row else None

    async def of(
        self, owner_id: PersonId, viewer: PersonId | None, *, after: Place | None, limit: int
    ) -> Sequence[tuple[ReadingList, Place]]:
        rows = await self._db.all(
            _OF,
            owner=number_of(owner_id),
            viewer=number_of(viewer or ""),
            since=after.since if after else _FAR,
            key=number_of(after.key) if after else 0,
            limit=limit,
        )
        return [(_list(row), Place(row["changed_at"], to_text(row["id"]))) for row in rows]

    async def items(
        self, list_id: ListId, *, after: Place | None, limit: int
    ) -> Sequence[tuple[ListedStory, Place]]:
        rows = await self._db.all(
            _ITEMS,
            list=number_of(list_id),
            place=min(after.since, _HIGHEST) if after else -1,
            key=number_of(after.key) if after else 0,
            limit=limit,
        )
        return [
            (
                ListedStory(
                    story_id=StoryId(to_text(row["story_id"])),
                    note=row["note"],
                    added_at=moment(row["added_at"]),
                ),
                Place(row["place"], to_text(row["story_id"])),
            )
            for row in rows
        ]

    async def holding(self, owner_id: PersonId, story_id: StoryId) -> Sequence[ListId]:
        rows = await self._db.all(
            "SELECT list_id FROM listed WHERE owner_id = :owner AND story_id = :story ORDER BY list_id",
            owner=number_of(owner_id),
            story=number_of(story_id),
        )
        return [ListId(to_text(row["list_id"])) for row in rows]

    async def add(self, list_id: ListId, owner_id: PersonId, story_id: StoryId, now: datetime) -> None:
        async def work() -> None:
            places = await self._places(list_id)
            if number_of(story_id) in places:
                return
            if len(places) >= self._most_in_one:
                raise TooManyInList(limit=self._most_in_one)
            await self._db.execute(
                _ADD,
                list=number_of(list_id),
                story=number_of(story_id),
                owner=number_of(owner_id),
                place=max(places.values(), default=-1) + 1,
                now=micros(now),
            )
            await self._outbox.add(ListItemAdded(person_id=owner_id, story_id=story_id, list_id=list_id))

        await self._changing(list_id, owner_id, now, work)

    async def remove(self, list_id: ListId, owner_id: PersonId, story_id: StoryId, now: datetime) -> None:
        async def work() -> None:
            if await self._db.execute(
                "DELETE FROM listed WHERE list_id = :list AND story_id = :story",
                list=number_of(list_id),
                story=number_of(story_id),
            ):
                await self._tell_out(list_id, owner_id, [number_of(story_id)])

        await self._changing(list_id, owner_id, now, work)

    async def annotate(
        self, list_id: ListId, owner_id: PersonId, story_id: StoryId, note: str, now: datetime
    ) -> None:
        async def work() -> None:
            if not await self._db.execute(
                "UPDATE listed SET note = :note WHERE list_id = :list AND story_id = :story",
                note=note,
                list=number_of(list_id),
                story=number_of(story_id),
            ):
                raise TargetNotFound

        await self._changing(list_id, owner_id, now, work)

    async def move(
        self, list_id: ListId, owner_id: PersonId, story_id: StoryId, place: int, now: datetime
    ) -> None:
        async def work() -> None:
            places = await self._places(list_id)
            if number_of(story_id) not in places:
                raise TargetNotFound
            for story, new in moved(places, number_of(story_id), place):
                await self._db.execute(
                    "UPDATE listed SET place = :place WHERE list_id = :list AND story_id = :story",
                    place=new,
                    list=number_of(list_id),
                    story=story,
                )

        await self._changing(list_id, owner_id, now, work)

    async def forget_story(self, story_id: StoryId) -> None:
        await self._db.execute("DELETE FROM listed WHERE story_id = :story", story=number_of(story_id))

    async def _tell_out(self, list_id: ListId, owner_id: PersonId, stories: Sequence[int]) -> None:
        """These are in this list no more; whether they are in another is said with it."""
        kept = await self._db.all(KEPT, owner=number_of(owner_id), stories=stories)
        elsewhere = {row["story_id"] for row in kept}
        for story in stories:
            await self._outbox.add(
                ListItemRemoved(
                    person_id=owner_id,
                    story_id=StoryId(to_text(story)),
                    list_id=list_id,
                    still_kept=story in elsewhere,
                )
            )

    async def _places(self, list_id: ListId) -> dict[int, int]:
        rows = await self._db.all(
            "SELECT story_id, place FROM listed WHERE list_id = :list ORDER BY place, story_id",
            list=number_of(list_id),
        )
        return {row["story_id"]: row["place"] for row in rows}

    async def _changing(
        self, list_id: ListId, owner_id: PersonId, now: datetime, work: Callable[[], Awaitable[None]]
    ) -> None:
        """A change to a list of the owner's, and what shows it. Raises ListNotFound."""

        async def all_of_it() -> None:
            if not await self._db.execute(
                "UPDATE lists SET changed_at = :now WHERE id = :list AND owner_id = :owner",
                now=micros(now),
                list=number_of(list_id),
                owner=number_of(owner_id),
            ):
                raise ListNotFound
            await work()
            await self._purges.add(f"list:{list_id}", f"lists:{owner_id}")

        await self._db.run(all_of_it)


def _list(row: Row) -> ReadingList:
    return ReadingList(
        id=ListId(to_text(row["id"])),
        owner_id=person(row["owner_id"]),
        name=row["name"],
        description=row["description"],
        public=bool(row["public"]),
        stories=row["stories"],
        changed_at=moment(row["changed_at"]),
    )
