"""Translations in SQLite or PostgreSQL."""

from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.engine import Duplicate
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row
from octavo.stories.adapters.sql_rows import STORY, micros, moment, story_of
from octavo.stories.api import (
    AlreadyTranslated,
    LanguageTaken,
    PersonId,
    Story,
    StoryId,
    Translation,
    TranslationOffer,
)

_GROUP: Final = "(SELECT m.group_id FROM translations m WHERE m.story_id = :story)"
_WORKED_ON: Final = """SELECT s.id AS story_id, s.author_id, r.title, r.language
    FROM stories s JOIN revisions r ON r.id = s.revision_id"""
_ALL: Final = (
    f"{_WORKED_ON} JOIN translations t ON t.story_id = s.id"
    f" WHERE t.group_id = {_GROUP} AND s.status <> 'DELETED' ORDER BY s.created_at, s.id"
)
_SHOWN: Final = (
    f"SELECT {STORY} FROM translations t JOIN published p ON p.story_id = t.story_id"  # noqa: S608
    f" WHERE t.group_id = {_GROUP} AND p.listed = 1 ORDER BY p.published_at, p.story_id"
)


class SqlTranslations:
    """Fits ports.Translations."""

    def __init__(self, db: Database, purges: Purges) -> None:
        self._db = db
        self._purges = purges

    async def all(self, story_id: StoryId) -> list[Translation]:
        return [_translation_of(row) for row in await self._db.all(_ALL, story=number_of(story_id))]

    async def asked(self, story_id: StoryId) -> list[Translation]:
        # Of somebody else's story no more is told than readers see.
        rows = await self._db.all(
            """
            SELECT p.story_id, p.author_id, p.title, p.language
            FROM translation_offers o JOIN published p ON p.story_id = o.other_id
            WHERE o.story_id = :story
            ORDER BY o.offered_at, o.other_id
            """,
            story=number_of(story_id),
        )
        return [_translation_of(row, asked=True) for row in rows]

    async def shown(self, story_id: StoryId) -> list[Story]:
        stories = [story_of(row) for row in await self._db.all(_SHOWN, story=number_of(story_id))]
        return stories if any(story.id == story_id for story in stories) else []

    async def is_offered(self, story_id: StoryId, other_id: StoryId) -> bool:
        row = await self._db.one(
            "SELECT offered_at FROM translation_offers WHERE story_id = :story AND other_id = :other",
            story=number_of(story_id),
            other=number_of(other_id),
        )
        return row is not None

    async def offers_of(self, author_id: PersonId) -> int:
        row = await self._db.one(
            """
            SELECT COUNT(*) AS offers FROM translation_offers o JOIN stories s ON s.id = o.story_id
            WHERE s.author_id = :author
            """,
            author=number_of(author_id),
        )
        return int(row["offers"]) if row else 0

    async def offers_to(self, author_id: PersonId, *, limit: int) -> list[TranslationOffer]:
        rows = await self._db.all(
            """
            SELECT p.story_id, p.author_id, p.title, p.language, o.other_id, o.offered_at,
                r.title AS other_title
            FROM translation_offers o JOIN stories s ON s.id = o.other_id
                JOIN revisions r ON r.id = s.revision_id JOIN published p ON p.story_id = o.story_id
            WHERE s.author_id = :author AND s.status <> 'DELETED' AND p.withdrawn = 0 AND p.hidden = 0
            ORDER BY o.offered_at DESC, o.story_id DESC
            LIMIT :limit
            """,
            author=number_of(author_id),
            limit=limit,
        )
        return [
            TranslationOffer(
                translation=_translation_of(row),
                other_id=StoryId(to_text(row["other_id"])),
                other_title=row["other_title"],
                offered_at=moment(row["offered_at"]),
            )
            for row in rows
        ]

    async def offer(self, story_id: StoryId, other_id: StoryId, *, at: datetime) -> None:
        await self._db.execute(
            """
            INSERT INTO translation_offers (story_id, other_id, offered_at) VALUES (:story, :other, :at)
            ON CONFLICT (story_id, other_id) DO NOTHING
            """,
            story=number_of(story_id),
            other=number_of(other_id),
            at=micros(at),
        )

    async def answered(self, story_id: StoryId, other_id: StoryId) -> None:
        await self._db.execute(
            "DELETE FROM translation_offers WHERE story_id = :story AND other_id = :other",
            story=number_of(story_id),
            other=number_of(other_id),
        )

    async def link(self, story_id: StoryId, other_id: StoryId, *, fresh_group: str) -> None:
        async def linking() -> None:
            groups = [await self._group(one) for one in (story_id, other_id)]
            if None not in groups:
                if groups[0] == groups[1]:
                    return
                raise AlreadyTranslated(story_id=other_id)
            group = next((one for one in groups if one is not None), number_of(fresh_group))
            there = {one.id: one.language for one in await self._languages(group)}
            for one, had in zip((story_id, other_id), groups, strict=True):
                if had is None:
                    await self._join(one, group, there)
            keys = sorted({f"story:{one}" for one in (*there, story_id, other_id)})
            await self._purges.add(*keys)
            await self.answered(story_id, other_id)
            await self.answered(other_id, story_id)

        await self._db.run(linking)

    async def _join(self, story_id: StoryId, group: int, there: dict[StoryId, str]) -> None:
        row = await self._db.one(f"{_WORKED_ON} WHERE s.id = :story", story=number_of(story_id))
        language = str(row["language"]) if row else ""
        if language in there.values():
            raise LanguageTaken(language=language)
        there[story_id] = language
        try:
            await self._db.execute(
                "INSERT INTO translations (story_id, group_id) VALUES (:story, :group)",
                story=number_of(story_id),
                group=group,
            )
        except Duplicate:  # joined another just now
            raise AlreadyTranslated(story_id=story_id) from None

    async def _group(self, story_id: StoryId) -> int | None:
        row = await self._db.one(
            "SELECT group_id FROM translations WHERE story_id = :story", story=number_of(story_id)
        )
        return int(row["group_id"]) if row else None

    async def _languages(self, group: int) -> list["_Member"]:
        rows = await self._db.all(
            f"{_WORKED_ON} JOIN translations t ON t.story_id = s.id WHERE t.group_id = :group", group=group
        )
        return [_Member(StoryId(to_text(row["story_id"])), row["language"]) for row in rows]

    async def unlink(self, story_id: StoryId) -> None:
        async def unlinking() -> None:
            key = number_of(story_id)
            group = await self._group(story_id)
            if group is not None:
                members = await self._languages(group)
                await self._db.execute("DELETE FROM translations WHERE story_id = :story", story=key)
                if len(members) == 2:  # one alone is no translation of anything
                    await self._db.execute("DELETE FROM translations WHERE group_id = :group", group=group)
                await self._purges.add(*sorted(f"story:{one.id}" for one in members))
            await self._db.execute("DELETE FROM translation_offers WHERE story_id = :story", story=key)

        await self._db.run(unlinking)


class _Member:
    """A story of a group, and its language."""

    def __init__(self, story_id: StoryId, language: str) -> None:
        self.id = story_id
        self.language = language


def _translation_of(row: Row, *, asked: bool = False) -> Translation:
    return Translation(
        story_id=StoryId(to_text(row["story_id"])),
        author_id=PersonId(to_text(row["author_id"])),
        title=row["title"],
        language=row["language"],
        asked=asked,
    )
