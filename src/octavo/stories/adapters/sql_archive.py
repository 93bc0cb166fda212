"""Revisions and the desk in SQLite or PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.ids import number_of, to_text
from octavo.stories.adapters.sql_rows import WORDING, desk_item_of, micros, moment, wording_of
from octavo.stories.adapters.sql_texts import SqlTexts
from octavo.stories.api import DeskItem, PersonId, PublicationId, Revision, RevisionId, Status, StoryId
from octavo.stories.entities import Wording
from octavo.stories.ports import Position

_END: Final = 2**63 - 1
"""Where a list begins that is read from its newest line."""

_WORDING: Final = f"SELECT {WORDING} FROM revisions r WHERE r.id = :id AND r.story_id = :story"  # noqa: S608 - constants


_LINES: Final = """
    SELECT s.id, s.author_id, s.status, s.version, s.saved_at, s.scheduled_for, s.published_at, s.deleted_at,
        s.slug, s.published_digest, s.publication_id, s.standing, s.section_id, r.title, r.subtitle,
        r.excerpt, r.opening, r.words, r.reading_minutes, r.visibility, r.digest
    FROM stories s JOIN revisions r ON r.id = s.revision_id
    WHERE {whose} AND s.status IN :statuses AND (s.deleted_at IS NULL OR
        s.deleted_at > :gone) AND (s.saved_at, s.id) < (:at, :id)
    ORDER BY s.saved_at DESC, s.id DESC
    LIMIT :limit
"""
_WITH_OTHERS: Final = (
    "(s.author_id = :whose OR (s.status <> 'DELETED' AND s.id IN"
    " (SELECT c.story_id FROM co_authors c WHERE c.person_id = :whose AND c.consent = 'GIVEN')))"
)
_DESK: Final = _LINES.format(whose=_WITH_OTHERS)
_DESK_OF_PUBLICATION: Final = _LINES.format(whose="s.publication_id = :whose AND s.standing = 'TAKEN_IN'")


class SqlArchive:
    """Fits ports.Archive."""

    def __init__(self, db: Database, texts: SqlTexts) -> None:
        self._db = db
        self._texts = texts

    async def revisions(self, story_id: StoryId, *, before: RevisionId | None, limit: int) -> list[Revision]:
        rows = await self._db.all(
            """
            SELECT id, title, words, began_at, saved_by, published
            FROM revisions
            WHERE story_id = :story AND id < :before
            ORDER BY id DESC
            LIMIT :limit
            """,
            story=number_of(story_id),
            before=_END if before is None else number_of(before),
            limit=limit,
        )
        return [
            Revision(
                id=RevisionId(to_text(row["id"])),
                story_id=story_id,
                title=row["title"],
                words=row["words"],
                created_at=moment(row["began_at"]),
                author_id=PersonId(to_text(row["saved_by"])),
                published=bool(row["published"]),
            )
            for row in rows
        ]

    async def wording(self, story_id: StoryId, revision_id: RevisionId) -> Wording | None:
        rows = await self._texts.bodies(
            lambda: self._db.all(_WORDING, id=number_of(revision_id), story=number_of(story_id))
        )
        return wording_of(rows[0]) if rows else None

    async def seal(self, story_id: StoryId, revision_id: RevisionId) -> None:
        async def sealing() -> None:
            # The new turn tells a save that is on its way to begin another revision.
            if await self._db.execute(
                "UPDATE stories SET turn = turn + 1 WHERE id = :story AND revision_id = :id",
                story=number_of(story_id),
                id=number_of(revision_id),
            ):
                await self._db.execute(
                    "UPDATE revisions SET sealed = 1 WHERE id = :id", id=number_of(revision_id)
                )

        await self._db.run(sealing)

    async def desk(
        self,
        author_id: PersonId | None,
        *,
        publication_id: PublicationId | None = None,
        statuses: Sequence[Status],
        deleted_since: datetime,
        after: Position | None,
        limit: int,
    ) -> list[DeskItem]:
        rows = await self._db.all(
            _DESK if author_id is not None else _DESK_OF_PUBLICATION,
            whose=number_of(author_id or publication_id or ""),
            statuses=[str(status) for status in statuses],
            gone=micros(deleted_since),
            at=micros(after.at) if after else _END,
            id=number_of(after.id) if after else _END,
            limit=limit,
        )
        return [desk_item_of(row) for row in rows]

    async def desk_counts(self, author_id: PersonId, *, deleted_since: datetime) -> dict[Status, int]:
        rows = await self._db.all(
            f"""
            SELECT s.status, COUNT(*) AS stories
            FROM stories s
            WHERE {_WITH_OTHERS} AND (s.deleted_at IS NULL OR s.deleted_at > :gone)
            GROUP BY s.status
            """,  # noqa: S608 - a constant
            whose=number_of(author_id),
            gone=micros(deleted_since),
        )
        return {Status(row["status"]): row["stories"] for row in rows}
