"""All that lists show, in parts, in SQLite or PostgreSQL."""

from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.ids import to_text
from octavo.stories.adapters.sql_rows import STORY, moment, story_of
from octavo.stories.api import ListedAuthor, ListedPart, ListedTag, PersonId, Story
from octavo.stories.ports import PART

_OF_STORIES: Final = "SELECT story_id AS one, updated_at AS at FROM published WHERE listed = 1"
_OF_AUTHORS: Final = (
    "SELECT author_id AS one, MAX(updated_at) AS at FROM published WHERE listed = 1 GROUP BY author_id"
)
_OF_TAGS: Final = "SELECT tag AS one, MAX(published_at) AS at FROM story_tags WHERE listed = 1 GROUP BY tag"
# Constants alone, put together once: no value ever becomes part of a statement.
_PARTS: Final = (
    "SELECT n.part, COUNT(*) AS size, MAX(n.at) AS at FROM"
    " (SELECT (ROW_NUMBER() OVER (ORDER BY l.one) - 1) / {part} AS part, l.at FROM ({lines}) l) n"
    " GROUP BY n.part ORDER BY n.part"
)
_PART: Final = "SELECT l.one, l.at FROM ({lines}) l ORDER BY l.one LIMIT :most OFFSET :before"
_COUNTED: Final = {
    lines: _PARTS.format(part=PART, lines=lines) for lines in (_OF_STORIES, _OF_AUTHORS, _OF_TAGS)
}
_AUTHORS: Final = _PART.format(lines=_OF_AUTHORS)
_TAGS: Final = _PART.format(lines=_OF_TAGS)
_STORIES: Final = (
    f"SELECT {STORY} FROM published p WHERE p.story_id IN"  # noqa: S608
    " (SELECT story_id FROM published WHERE listed = 1 ORDER BY story_id LIMIT :most OFFSET :before)"
    " ORDER BY p.story_id"
)


class SqlListed:
    """Fits ports.Listed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def story_parts(self) -> list[ListedPart]:
        return await self._parts(_OF_STORIES)

    async def author_parts(self) -> list[ListedPart]:
        return await self._parts(_OF_AUTHORS)

    async def tag_parts(self) -> list[ListedPart]:
        return await self._parts(_OF_TAGS)

    async def stories(self, number: int) -> list[Story]:
        return [story_of(row) for row in await self._db.all(_STORIES, **_place(number))]

    async def authors(self, number: int) -> list[ListedAuthor]:
        rows = await self._db.all(_AUTHORS, **_place(number))
        return [
            ListedAuthor(author_id=PersonId(to_text(row["one"])), updated_at=moment(row["at"]))
            for row in rows
        ]

    async def tags(self, number: int) -> list[ListedTag]:
        rows = await self._db.all(_TAGS, **_place(number))
        return [ListedTag(name=row["one"], newest_at=moment(row["at"])) for row in rows]

    async def _parts(self, lines: str) -> list[ListedPart]:
        rows = await self._db.all(_COUNTED[lines])
        return [
            ListedPart(number=row["part"] + 1, lines=row["size"], updated_at=moment(row["at"]))
            for row in rows
        ]


def _place(number: int) -> dict[str, int]:
    return {"most": PART, "before": (number - 1) * PART}
