"""Publications and their pages in SQLite or PostgreSQL."""

from collections import defaultdict
from collections.abc import Sequence

from octavo.chassis.database import Database
from octavo.chassis.engine import Duplicate
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.sql import Row
from octavo.publications.adapters.sql_rows import json, kept_of, micros, moment, number_or_none
from octavo.publications.api import Page, PageId, PageLink, PersonId, Publication, PublicationId
from octavo.publications.ports import Kept, Overtaken, Taken

_CHANGED = """
UPDATE publications
SET slug = :slug, name = :name, description = :description, accent = :accent, logo = :logo,
    navigation = :navigation, sections = :sections, lead_story_id = :lead, archived = :archived,
    orphaned = :orphaned, deleted_at = :deleted_at, version = :version
WHERE id = :id AND version = :before
"""
_BY_SLUG = "SELECT p.* FROM addresses a JOIN publications p ON p.id = a.publication_id WHERE a.slug = :slug"


class SqlDirectory:
    """Fits ports.Directory."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, kept: Kept) -> None:
        await self._address(kept)
        await self._db.execute(
            """
            INSERT INTO publications (id, slug, name, description, accent, logo, navigation, sections,
                lead_story_id, archived, orphaned, deleted_at, version, founded_at)
            VALUES (:id, :slug, :name, :description, :accent, :logo, :navigation, :sections, :lead,
                :archived, :orphaned, :deleted_at, :version, :founded_at)
            """,
            founded_at=micros(kept.publication.founded_at),
            **_values(kept),
        )

    async def find(self, publication_id: PublicationId) -> Kept | None:
        row = await self._db.one("SELECT * FROM publications WHERE id = :id", id=number_of(publication_id))
        return (await self._whole([row]))[0] if row else None

    async def find_by_slug(self, slug: str) -> Kept | None:
        row = await self._db.one(_BY_SLUG, slug=slug)
        return (await self._whole([row]))[0] if row else None

    async def many(self, publication_ids: Sequence[PublicationId]) -> dict[PublicationId, Publication]:
        ids = sorted({number_of(one) for one in publication_ids} - {0})
        if not ids:
            return {}
        rows = await self._db.all(
            "SELECT * FROM publications WHERE id IN :ids AND deleted_at IS NULL", ids=ids
        )
        return {kept.publication.id: kept.publication for kept in await self._whole(rows)}

    async def page(self, *, after: PublicationId | None, limit: int, archived: bool) -> list[Publication]:
        rows = await self._db.all(
            """
            SELECT * FROM publications
            WHERE deleted_at IS NULL AND archived <= :archived
                AND (CAST(:after AS BIGINT) = 0 OR (name, id) > (
                    SELECT a.name, a.id FROM publications a WHERE a.id = :after))
            ORDER BY name, id LIMIT :limit
            """,
            archived=archived,
            after=number_of(after or ""),
            limit=limit,
        )
        return [kept.publication for kept in await self._whole(rows)]

    async def write(self, before: Kept, after: Kept) -> None:
        if before.publication.slug != after.publication.slug:
            await self._address(after)
        changed = await self._db.execute(_CHANGED, before=before.publication.version, **_values(after))
        if changed != 1:
            raise Overtaken

    async def _address(self, kept: Kept) -> None:
        slug, own = kept.publication.slug, number_of(kept.publication.id)
        row = await self._db.one("SELECT publication_id FROM addresses WHERE slug = :slug", slug=slug)
        if row is not None:
            if row["publication_id"] != own:
                raise Taken
            return
        try:
            await self._db.execute(
                "INSERT INTO addresses (slug, publication_id) VALUES (:slug, :id)", slug=slug, id=own
            )
        except Duplicate:  # somebody else was faster
            raise Taken from None

    async def ownerless(self) -> list[PublicationId]:
        rows = await self._db.all(
            """
            SELECT p.id FROM publications p
            WHERE p.deleted_at IS NULL AND p.orphaned = 0 AND NOT EXISTS (
                SELECT 1 FROM memberships m
                WHERE m.publication_id = p.id AND m.role = 'OWNER' AND m.suspended_since IS NULL)
            ORDER BY p.id
            """
        )
        return [PublicationId(to_text(row["id"])) for row in rows]

    async def read_page(self, publication_id: PublicationId, slug: str) -> tuple[Page, str] | None:
        row = await self._db.one(
            "SELECT * FROM pages WHERE publication_id = :publication AND slug = :slug",
            publication=number_of(publication_id),
            slug=slug,
        )
        if row is None:
            return None
        page = Page(
            id=PageId(to_text(row["id"])),
            slug=row["slug"],
            title=row["title"],
            body=row["body"],
            html=row["html"],
            saved_at=moment(row["saved_at"]),
            source=row["source"],
        )
        return page, row["renderer"]

    async def add_page(
        self, publication_id: PublicationId, page: Page, *, renderer: str, by: PersonId
    ) -> None:
        try:
            await self._db.execute(
                """
                INSERT INTO pages (id, publication_id, slug, title, body, html, renderer, saved_by, saved_at,
                    source)
                VALUES (:id, :publication, :slug, :title, :body, :html, :renderer, :by, :now,
                    :source)
                """,
                publication=number_of(publication_id),
                by=number_of(by),
                **_page_values(page, renderer),
            )
        except Duplicate:
            raise Taken from None

    async def save_page(
        self, publication_id: PublicationId, page: Page, *, renderer: str, by: PersonId | None
    ) -> bool:
        try:
            return (
                await self._db.execute(
                    """
                UPDATE pages
                SET slug = :slug, title = :title, body = :body, html = :html, renderer = :renderer,
                    saved_by = COALESCE(:by, saved_by), saved_at = :now, source = :source
                WHERE id = :id AND publication_id = :publication
                """,
                    publication=number_of(publication_id),
                    by=number_or_none(by or ""),
                    **_page_values(page, renderer),
                )
                == 1
            )
        except Duplicate:
            raise Taken from None

    async def delete_page(self, publication_id: PublicationId, page_id: PageId) -> bool:
        return (
            await self._db.execute(
                "DELETE FROM pages WHERE id = :id AND publication_id = :publication",
                id=number_of(page_id),
                publication=number_of(publication_id),
            )
            == 1
        )

    async def _whole(self, rows: Sequence[Row]) -> list[Kept]:
        """The publications of these rows with the lists of their pages."""
        pages = defaultdict(list)
        ids = [row["id"] for row in rows]
        if ids:
            found = await self._db.all(
                "SELECT id, publication_id, slug, title FROM pages WHERE publication_id IN :ids ORDER BY id",
                ids=ids,
            )
            for page in found:
                link = PageLink(id=PageId(to_text(page["id"])), slug=page["slug"], title=page["title"])
                pages[page["publication_id"]].append(link)
        return [kept_of(row, tuple(pages[row["id"]])) for row in rows]


def _values(kept: Kept) -> dict[str, int | str | None]:
    said = kept.publication
    return {
        "id": number_of(said.id),
        "slug": said.slug,
        "name": said.name,
        "description": said.description,
        "accent": said.accent,
        "logo": json(said.logo) if said.logo else None,
        "navigation": json(said.navigation),
        "sections": json(said.sections),
        "lead": number_or_none(said.lead_story_id),
        "archived": said.archived,
        "orphaned": kept.orphaned,
        "deleted_at": None if kept.deleted_at is None else micros(kept.deleted_at),
        "version": said.version,
    }


def _page_values(page: Page, renderer: str) -> dict[str, int | str]:
    return {
        "id": number_of(page.id),
        "slug": page.slug,
        "title": page.title,
        "body": page.body,
        "html": page.html,
        "renderer": renderer,
        "now": micros(page.saved_at),
        "source": page.source,
    }
