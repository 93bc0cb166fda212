"""What readers see, written; and the keys of the cached pages that no longer say so."""

from octavo.chassis.database import Database
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.stories.adapters.sql_rows import (
    json_cover,
    json_tags,
    micros,
    number_or_none,
    tags_of,
    text_or_empty,
)
from octavo.stories.adapters.sql_texts import LaidPage, SqlTexts
from octavo.stories.api import PersonId, PublicationId, Status, Story, StoryId, Visibility
from octavo.stories.entities import Manuscript, is_listed, pages_showing
from octavo.stories.ports import Change

_MOST_TAGS = 50
_WRITE_TAGS = {
    many: "INSERT INTO story_tags (story_id, tag, author_id, published_at, listed) VALUES "  # noqa: S608 - numbers
    + ", ".join(f"(:id, :tag{place}, :author, :published_at, :listed)" for place in range(many))
    for many in range(1, _MOST_TAGS + 1)
}
"""For each number of tags the statement that writes them all; service.Config allows no more."""


class SqlPublished:
    """Writes the tables `published`, `story_tags` and `slugs`."""

    def __init__(self, db: Database, purges: Purges, texts: SqlTexts) -> None:
        self._db = db
        self._purges = purges
        self._texts = texts

    async def write(self, change: Change, page: LaidPage | None) -> None:
        """Inside a transaction: what readers see after this step; `page` is how its text was laid."""
        before, after, story = change.before, change.after, change.story
        was_out = before is not None and before.status is Status.PUBLISHED
        is_out = after.status is Status.PUBLISHED
        left = before.stands_in if before else PublicationId("")
        moved = before is not None and (left, before.section_id) != (after.stands_in, after.section_id)
        if story is None and was_out == is_out and not moved:
            return
        row = await self._db.one(
            """
            SELECT p.tags, p.listed, p.visibility, p.published_at, p.slug, p.html_at,
                (SELECT COUNT(*) FROM suspended_authors a WHERE a.author_id = :author) AS hidden
            FROM (SELECT 1 AS one) o LEFT JOIN published p ON p.story_id = :id
            """,
            id=number_of(after.id),
            author=number_of(after.author_id),
        )
        assert row is not None
        if story is None and row["visibility"] is None:
            return  # imported or begun as a draft: readers never saw it
        visibility = story.visibility if story else Visibility(row["visibility"])
        hidden = bool(row["hidden"])
        listed = is_listed(visibility, withdrawn=not is_out, hidden=hidden)
        if story:
            assert page is not None
            assert change.rendered is not None
            await self._texts.named(page, row["html_at"])
            await self._write_text(story, page, change.rendered.renderer, listed=listed, hidden=hidden)
            stands = (json_tags(story.tags), listed, micros(story.published_at))
            if (row["tags"], bool(row["listed"]), row["published_at"]) != stands:
                await self._write_tags(story, listed=listed, fresh=row["tags"] is None)
            if row["slug"] != story.slug:
                await self._write_slug(story)
        else:
            await self._write_standing(after, withdrawn=not is_out, listed=listed)
        tags = {*(tags_of(row["tags"]) if row["tags"] else ()), *(story.tags if story else ())}
        await self._purges.add(
            *await keys_beside(self._db, after.id),
            *sorted(
                pages_showing(
                    after.id,
                    after.author_id,
                    listed=listed or bool(row["listed"]),
                    tags=frozenset(tags),
                    publications=frozenset({left, after.stands_in}),
                    co_authors=(*after.co_author_ids, *change.co_author_ids),
                )
            ),
        )

    async def _write_text(
        self, story: Story, page: LaidPage, renderer: str, *, listed: bool, hidden: bool
    ) -> None:
        await self._db.execute(
            """
            INSERT INTO published (story_id, author_id, revision_id, withdrawn, hidden, listed, title,
                subtitle, slug, excerpt, cover, tags, visibility, language, words, reading_minutes,
                published_at, updated_at, canonical_url, renderer, teaser, html, html_at, publication_id,
                section_id, members_part)
            VALUES (:id, :author, :revision, 0, :hidden, :listed, :title, :subtitle, :slug, :excerpt,
                :cover, :tags, :visibility, :language, :words, :minutes, :published_at, :updated_at,
                :canonical_url, :renderer, :teaser, :html, :html_at, :publication, :section, :members_part)
            ON CONFLICT (story_id) DO UPDATE
            SET revision_id = excluded.revision_id, withdrawn = 0, hidden = excluded.hidden,
                listed = excluded.listed, title = excluded.title, subtitle = excluded.subtitle,
                slug = excluded.slug, excerpt = excluded.excerpt, cover = excluded.cover,
                tags = excluded.tags, visibility = excluded.visibility, language = excluded.language,
                words = excluded.words, reading_minutes = excluded.reading_minutes,
                published_at = excluded.published_at, updated_at = excluded.updated_at,
                canonical_url = excluded.canonical_url, renderer = excluded.renderer,
                teaser = excluded.teaser, html = excluded.html, html_at = excluded.html_at,
                publication_id = excluded.publication_id, section_id = excluded.section_id,
                members_part = excluded.members_part
            """,
            id=number_of(story.id),
            author=number_of(story.author_id),
            revision=number_of(story.revision_id),
            hidden=hidden,
            listed=listed,
            title=story.title,
            subtitle=story.subtitle,
            slug=story.slug,
            excerpt=story.excerpt,
            cover=json_cover(story.cover),
            tags=json_tags(story.tags),
            visibility=story.visibility,
            language=story.language,
            words=story.words,
            minutes=story.reading_minutes,
            published_at=micros(story.published_at),
            updated_at=micros(story.updated_at),
            canonical_url=story.canonical_url,
            renderer=renderer,
            teaser=page.teaser,
            html=page.html,
            html_at=page.at,
            publication=number_or_none(story.publication_id or None),
            section=number_or_none(story.section_id or None),
            members_part=story.members_part,
        )

    async def _write_tags(self, story: Story, *, listed: bool, fresh: bool) -> None:
        """Under which tags it stands from now on; `fresh`: there are none to be taken away."""
        if not fresh:
            await self._db.execute("DELETE FROM story_tags WHERE story_id = :id", id=number_of(story.id))
        if story.tags:
            await self._db.execute(
                _WRITE_TAGS[len(story.tags)],
                id=number_of(story.id),
                author=number_of(story.author_id),
                published_at=micros(story.published_at),
                listed=listed,
                **{f"tag{place}": tag for place, tag in enumerate(story.tags)},
            )

    async def _write_slug(self, story: Story) -> None:
        await self._db.execute(
            """
            INSERT INTO slugs (author_id, slug, story_id, since)
            VALUES (:author, :slug, :id, :since)
            ON CONFLICT (author_id, slug, story_id) DO NOTHING
            """,
            author=number_of(story.author_id),
            slug=story.slug,
            id=number_of(story.id),
            since=micros(story.updated_at),
        )

    async def _write_standing(self, after: Manuscript, *, withdrawn: bool, listed: bool) -> None:
        await self._db.execute(
            "UPDATE published SET withdrawn = :withdrawn, listed = :listed, publication_id = :publication,"
            " section_id = :section WHERE story_id = :id",
            id=number_of(after.id),
            withdrawn=withdrawn,
            listed=listed,
            publication=number_or_none(after.stands_in or None),
            section=number_or_none(after.section_id or None),
        )
        await self._db.execute(
            "UPDATE story_tags SET listed = :listed WHERE story_id = :id",
            id=number_of(after.id),
            listed=listed,
        )

    async def hide_author(self, author_id: PersonId, since: int) -> None:
        """Takes an author's stories out of sight, those to come included."""
        key = number_of(author_id)

        async def hide() -> None:
            await self._purge_author(author_id)
            await self._db.execute(
                """
                INSERT INTO suspended_authors (author_id, since)
                VALUES (:author, :since)
                ON CONFLICT (author_id) DO NOTHING
                """,
                author=key,
                since=since,
            )
            await self._db.execute(
                "UPDATE published SET hidden = 1, listed = 0 WHERE author_id = :author", author=key
            )
            await self._db.execute("UPDATE story_tags SET listed = 0 WHERE author_id = :author", author=key)

        await self._db.run(hide)

    async def show_author(self, author_id: PersonId) -> None:
        """Brings them back as they stand."""
        key = number_of(author_id)

        async def show() -> None:
            await self._db.execute("DELETE FROM suspended_authors WHERE author_id = :author", author=key)
            await self._db.execute(
                """
                UPDATE published
                SET hidden = 0, listed = CASE WHEN withdrawn = 0 AND visibility <> 'UNLISTED' THEN 1
                    ELSE 0 END
                WHERE author_id = :author
                """,
                author=key,
            )
            await self._db.execute(
                """
                UPDATE story_tags
                SET listed = (SELECT p.listed
                FROM published p
                WHERE p.story_id = story_tags.story_id)
                WHERE author_id = :author
                """,
                author=key,
            )
            await self._purge_author(author_id)

        await self._db.run(show)

    async def _purge_author(self, author_id: PersonId) -> None:
        rows = await self._db.all(
            "SELECT story_id, listed, tags, publication_id FROM published"
            " WHERE author_id = :author AND withdrawn = 0",
            author=number_of(author_id),
        )
        keys: set[str] = set()
        for row in rows:
            story_id, tags = StoryId(to_text(row["story_id"])), frozenset(tags_of(row["tags"]))
            keys |= pages_showing(
                story_id,
                author_id,
                listed=bool(row["listed"]),
                tags=tags,
                publications=frozenset({text_or_empty(row["publication_id"])}),
            )
        if keys:
            await self._purges.add(*sorted(keys | await self._keys_around(author_id)))

    async def _keys_around(self, author_id: PersonId) -> set[str]:
        """Of the series in which an author's stories stand, or that are theirs, of their co-authors and of
        their stories' translations."""
        rows = await self._db.all(
            """
            SELECT 'series:' AS kind, id FROM series WHERE owner_id = :author
            UNION SELECT 'series:', m.series_id FROM series_parts m JOIN published p
                ON p.story_id = m.story_id WHERE p.author_id = :author
            UNION SELECT 'story:', t.story_id FROM translations t JOIN translations m
                ON t.group_id = m.group_id JOIN published p ON p.story_id = m.story_id
                WHERE p.author_id = :author
            UNION SELECT 'person-stories:', c.person_id FROM co_authors c JOIN published p
                ON p.story_id = c.story_id WHERE p.author_id = :author AND c.consent = 'GIVEN'
            """,
            author=number_of(author_id),
        )
        return {row["kind"] + to_text(row["id"]) for row in rows}


async def keys_beside(db: Database, story_id: StoryId) -> list[str]:
    """The keys of pages that show a story's standing without showing it: its series', its translations'."""
    rows = await db.all(
        """
        SELECT 'series:' AS kind, series_id AS id FROM series_parts WHERE story_id = :id
        UNION ALL SELECT 'story:', t.story_id FROM translations t JOIN translations m
            ON t.group_id = m.group_id WHERE m.story_id = :id AND t.story_id <> :id
        """,
        id=number_of(story_id),
    )
    return [row["kind"] + to_text(row["id"]) for row in rows]
