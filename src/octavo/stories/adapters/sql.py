"""Manuscripts in SQLite or PostgreSQL: each step of a story's life in one transaction, with its events and
with the keys of the cached pages that show it."""

from datetime import datetime

from msgspec.structs import replace

from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.engine import Duplicate
from octavo.chassis.events import Outbox
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.document.schema import SCHEMA_VERSION
from octavo.stories.adapters.sql_co_authors import write_given
from octavo.stories.adapters.sql_published import SqlPublished, keys_beside
from octavo.stories.adapters.sql_rows import (
    MANUSCRIPT,
    WORDING,
    json_cover,
    json_tags,
    manuscript_of,
    micros,
    micros_or_none,
    number_or_none,
)
from octavo.stories.adapters.sql_texts import Laid, LaidPage, SqlTexts
from octavo.stories.api import PersonId, StoryId
from octavo.stories.entities import Manuscript, Wording, pages_showing
from octavo.stories.ports import Change, Origin, Overtaken

_FIND = f"SELECT {MANUSCRIPT}, {WORDING} FROM stories s JOIN revisions r ON r.id = s.revision_id"  # noqa: S608 - constants
_FIND_BY_ID = _FIND + " WHERE s.id = :id"
_HIDDEN = "EXISTS (SELECT 1 FROM suspended_authors a WHERE a.author_id = s.author_id)"
_FIND_SHARED = f"{_FIND} WHERE s.share_key = :key AND NOT {_HIDDEN}"

_NEW_STORY = """
INSERT INTO stories (id, author_id, status, status_before, turn, version, revision_id,
    published_revision_id, published_digest, slug, share_key, created_at, saved_at,
    scheduled_for, published_at, deleted_at, deleted_by, publication_id, standing, section_id)
VALUES (:id, :author, :status, :status_before, 1, :version, :revision_id,
    :published_revision_id, :published_digest, :slug, :share_key, :created_at,
    :saved_at, :scheduled_for, :published_at, :deleted_at, :deleted_by, :publication, :standing, :section)
"""
_NEXT_STORY = """
UPDATE stories
SET turn = turn + 1, status = :status, status_before = :status_before, version = :version,
    revision_id = :revision_id, published_revision_id = :published_revision_id,
    published_digest = :published_digest, slug = :slug, share_key = :share_key,
    saved_at = :saved_at, scheduled_for = :scheduled_for, published_at = :published_at,
    deleted_at = :deleted_at, deleted_by = :deleted_by, publication_id = :publication,
    standing = :standing, section_id = :section
WHERE id = :id AND turn = :turn
"""
_WRITE_WORDING = """
INSERT INTO revisions (id, story_id, saved_by, began_at, sealed, published, title, subtitle,
    excerpt, opening, tags, cover, canonical_url, visibility, language, wished_slug, words,
    reading_minutes, digest, schema_version, body, body_at)
VALUES (:id, :story, :by, :began_at, :sealed, :published, :title, :subtitle, :excerpt,
    :opening, :tags, :cover, :canonical_url, :visibility, :language, :slug, :words,
    :minutes, :digest, :schema, :body, :body_at)
ON CONFLICT (id) DO UPDATE
SET title = excluded.title, subtitle = excluded.subtitle, excerpt = excluded.excerpt,
    opening = excluded.opening, tags = excluded.tags, cover = excluded.cover,
    canonical_url = excluded.canonical_url, visibility = excluded.visibility,
    language = excluded.language, wished_slug = excluded.wished_slug,
    words = excluded.words, reading_minutes = excluded.reading_minutes,
    digest = excluded.digest, sealed = excluded.sealed, published = excluded.published,
    schema_version = excluded.schema_version, body = excluded.body, body_at = excluded.body_at
"""


class SqlManuscripts:
    """Fits ports.Manuscripts. `revisions_kept` is how many a story may have; the oldest unpublished go
    first."""

    def __init__(
        self, db: Database, outbox: Outbox, purges: Purges, texts: SqlTexts, *, revisions_kept: int
    ) -> None:
        self._db = db
        self._outbox = outbox
        self._purges = purges
        self._texts = texts
        self._published = SqlPublished(db, purges, texts)
        self._revisions_kept = revisions_kept

    async def find(self, story_id: StoryId) -> Manuscript | None:
        rows = await self._texts.bodies(lambda: self._db.all(_FIND_BY_ID, id=number_of(story_id)))
        return manuscript_of(rows[0]) if rows else None

    async def find_shared(self, share_key: str) -> Manuscript | None:
        rows = await self._texts.bodies(lambda: self._db.all(_FIND_SHARED, key=share_key))
        return manuscript_of(rows[0]) if rows else None

    async def find_origin(self, source: str) -> Origin | None:
        row = await self._db.one(
            "SELECT source, story_id, offered, taken FROM imports WHERE source = :source", source=source
        )
        if row is None:
            return None
        return Origin(
            source=row["source"],
            story_id=StoryId(to_text(row["story_id"])),
            offered=row["offered"],
            taken=row["taken"],
        )

    async def count_unpublished(self, author_id: PersonId) -> int:
        row = await self._db.one(
            "SELECT COUNT(*) AS stories FROM stories WHERE author_id = :author AND status <> 'PUBLISHED'",
            author=number_of(author_id),
        )
        return int(row["stories"]) if row else 0

    async def due(self, now: datetime, *, limit: int) -> list[StoryId]:
        rows = await self._db.all(
            """
            SELECT id
            FROM stories
            WHERE status = 'SCHEDULED' AND scheduled_for <= :now
                AND NOT EXISTS (SELECT 1 FROM suspended_authors a WHERE a.author_id = stories.author_id)
            ORDER BY scheduled_for, id
            LIMIT :limit
            """,
            now=micros(now),
            limit=limit,
        )
        return [StoryId(to_text(row["id"])) for row in rows]

    async def deleted_before(self, moment: datetime, *, limit: int) -> list[StoryId]:
        rows = await self._db.all(
            """
            SELECT id
            FROM stories
            WHERE status = 'DELETED' AND deleted_at <= :moment
            ORDER BY deleted_at, id
            LIMIT :limit
            """,
            moment=micros(moment),
            limit=limit,
        )
        return [StoryId(to_text(row["id"])) for row in rows]

    async def of_author(self, author_id: PersonId, *, limit: int) -> list[StoryId]:
        rows = await self._db.all(
            "SELECT id FROM stories WHERE author_id = :author LIMIT :limit",
            author=number_of(author_id),
            limit=limit,
        )
        return [StoryId(to_text(row["id"])) for row in rows]

    async def write(self, change: Change) -> None:
        body, page = await self._laid(change)
        try:
            await self._db.run(lambda: self._write(change, body, page))
        except Duplicate:  # another import of the same source was faster
            raise Overtaken from None

    async def _laid(self, change: Change) -> tuple[Laid | None, LaidPage | None]:
        """The texts that this step is going to name, put where they are to stand."""
        before, after = change.before.wording if change.before else None, change.after
        body = page = None
        if not _same_text(before, after.wording):
            body = await self._texts.lay(after.id, after.wording.content.body)
        if change.story and change.rendered:
            page = await self._texts.lay_page(after.id, change.rendered)
        return body, page

    async def _write(self, change: Change, body: Laid | None, page: LaidPage | None) -> None:
        before, after = change.before, change.after
        await self._write_story(before, after)
        await self._write_wording(before.wording if before else None, after, body)
        await self._published.write(change, page)
        if change.origin:
            await self._write_origin(change.origin, fresh=before is None)
        if change.co_author_ids:
            await write_given(self._db, change)
        for event in change.events:
            await self._outbox.add(event)

    async def _write_story(self, before: Manuscript | None, after: Manuscript) -> None:
        values = {
            "id": number_of(after.id),
            "status": after.status,
            "status_before": after.status_before,
            "version": after.version,
            "revision_id": number_of(after.wording.revision_id),
            "published_revision_id": number_or_none(after.published_revision_id),
            "published_digest": after.published_digest,
            "slug": after.slug,
            "share_key": after.share_key or None,
            "saved_at": micros(after.saved_at),
            "scheduled_for": micros_or_none(after.scheduled_for),
            "published_at": micros_or_none(after.published_at),
            "deleted_at": micros_or_none(after.deleted_at),
            "deleted_by": number_or_none(after.deleted_by),
            "publication": number_or_none(after.publication_id or None),
            "standing": after.standing,
            "section": number_or_none(after.section_id or None),
        }
        if before is None:
            await self._db.execute(
                _NEW_STORY,
                author=number_of(after.author_id),
                created_at=micros(after.created_at),
                **values,
            )
            return
        changed = await self._db.execute(
            _NEXT_STORY,
            turn=before.turn,
            **values,
        )
        if changed != 1:
            raise Overtaken

    async def _write_wording(self, before: Wording | None, after: Manuscript, body: Laid | None) -> None:
        wording = after.wording
        if before == wording:
            return
        if body is None:
            await self._db.execute(
                "UPDATE revisions SET sealed = :sealed, published = :published WHERE id = :id",
                id=number_of(wording.revision_id),
                sealed=wording.sealed,
                published=wording.published,
            )
            return
        content = wording.content
        row = None
        if before:  # where a copy is under way a row may name a text whatever this process knows of a store
            row = await self._db.one(
                "SELECT body_at FROM revisions WHERE id = :id", id=number_of(wording.revision_id)
            )
        await self._texts.named(body, row["body_at"] if row else None)
        await self._db.execute(
            _WRITE_WORDING,
            id=number_of(wording.revision_id),
            story=number_of(after.id),
            by=number_of(wording.saved_by),
            began_at=micros(wording.began_at),
            sealed=wording.sealed,
            published=wording.published,
            title=content.title,
            subtitle=content.subtitle,
            excerpt=content.excerpt,
            opening=wording.opening,
            tags=json_tags(content.tags),
            cover=json_cover(content.cover),
            canonical_url=content.canonical_url,
            visibility=content.visibility,
            language=content.language,
            slug=content.slug,
            words=wording.words,
            minutes=wording.reading_minutes,
            digest=wording.digest,
            schema=SCHEMA_VERSION,
            body=body.text,
            body_at=body.at,
        )
        if before and before.revision_id != wording.revision_id:
            await self._forget_oldest(after)

    async def _forget_oldest(self, after: Manuscript) -> None:
        """Keeps the number of revisions bounded; what is shown or worked on stays in any case."""
        row = await self._db.one(
            "SELECT COUNT(*) AS revisions FROM revisions WHERE story_id = :story", story=number_of(after.id)
        )
        excess = (row["revisions"] if row else 0) - self._revisions_kept
        if excess > 0:
            gone = await self._db.all(
                """
                DELETE FROM revisions WHERE id IN (
                    SELECT id FROM revisions
                    WHERE story_id = :story AND id <> :working AND id <> :shown
                    ORDER BY published, id LIMIT :excess)
                RETURNING body_at
                """,
                story=number_of(after.id),
                working=number_of(after.wording.revision_id),
                shown=number_or_none(after.published_revision_id) or 0,
                excess=excess,
            )
            await self._texts.let_go([row["body_at"] for row in gone if row["body_at"] is not None])

    async def _write_origin(self, origin: Origin, *, fresh: bool) -> None:
        values = {"source": origin.source, "offered": origin.offered, "taken": origin.taken}
        if fresh:
            await self._db.execute(
                """
                INSERT INTO imports (source, story_id, offered, taken)
                VALUES (:source, :id, :offered, :taken)
                """,
                id=number_of(origin.story_id),
                **values,
            )
        else:
            await self._db.execute(
                "UPDATE imports SET offered = :offered, taken = :taken WHERE source = :source", **values
            )
        for path in origin.paths:
            await self._db.execute(
                """
                INSERT INTO old_paths (path, story_id)
                VALUES (:path, :id)
                ON CONFLICT (path) DO UPDATE
                SET story_id = excluded.story_id
                """,
                path=path,
                id=number_of(origin.story_id),
            )

    async def erase(self, manuscript: Manuscript, event: Event) -> None:
        await self._db.run(lambda: self._erase(manuscript, event))
        await self._texts.delete_all(manuscript.id)

    async def _erase(self, manuscript: Manuscript, event: Event) -> None:
        key = number_of(manuscript.id)
        if not await self._db.execute(
            "DELETE FROM stories WHERE id = :id AND turn = :turn", id=key, turn=manuscript.turn
        ):
            raise Overtaken
        beside = await keys_beside(self._db, manuscript.id)
        for statement in _ERASE:
            await self._db.execute(statement, id=key)
        await self._texts.let_go_all(manuscript.id)
        await self._outbox.add(event)
        await self._purges.add(
            *beside,
            *sorted(
                pages_showing(
                    manuscript.id,
                    manuscript.author_id,
                    listed=False,
                    tags=frozenset(),
                    publications=frozenset({manuscript.stands_in}),
                )
            ),
        )


def _same_text(before: Wording | None, wording: Wording) -> bool:
    """Whether the revision stays as it is, but for how it may be used."""
    return before is not None and (
        replace(before, sealed=wording.sealed, published=wording.published) == wording
    )


_ERASE = (
    "DELETE FROM revisions WHERE story_id = :id",
    "DELETE FROM published WHERE story_id = :id",
    "DELETE FROM story_tags WHERE story_id = :id",
    "DELETE FROM slugs WHERE story_id = :id",
    "DELETE FROM old_paths WHERE story_id = :id",
    "DELETE FROM imports WHERE story_id = :id",
    "DELETE FROM co_authors WHERE story_id = :id",
    "DELETE FROM series_parts WHERE story_id = :id",
    "DELETE FROM translations WHERE story_id = :id",
    "DELETE FROM translation_offers WHERE story_id = :id OR other_id = :id",
)
