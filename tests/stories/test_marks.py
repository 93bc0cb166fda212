"""Every column about a person has its mark in the contract; every other says why it needs none."""

from pathlib import Path

from octavo.chassis.contract import personal_fields
from octavo.stories.api import StoredStory
from octavo.stories.service import MIGRATIONS
from tests.conftest import DatabaseFactory

PERSONAL = {
    "stories.author_id": "author_id",
    "stories.slug": "former_slugs",
    "stories.share_key": "share_key",
    "stories.created_at": "created_at",
    "stories.saved_at": "saved_at",
    "stories.scheduled_for": "scheduled_for",
    "stories.published_at": "published_at",
    "stories.deleted_at": "deleted_at",
    "stories.deleted_by": "deleted_by",
    "revisions.saved_by": "saved_by",
    "revisions.began_at": "saved_at",
    "published.author_id": "author_id",
    "published.published_at": "published_at",
    "published.updated_at": "published_at",
    "published.slug": "former_slugs",
    "published.teaser": "html",
    "published.html": "html",
    "story_tags.author_id": "author_id",
    "story_tags.tag": "content",
    "story_tags.published_at": "published_at",
    "slugs.author_id": "author_id",
    "slugs.slug": "former_slugs",
    "slugs.since": "published_at",
    "old_paths.path": "old_paths",
    "imports.source": "source",
    "suspended_authors.author_id": "author_id",
    "suspended_authors.since": "suspended_since",
    **{
        f"{table}.{column}": "content"
        for table in ("revisions", "published")
        for column in (
            "title",
            "subtitle",
            "excerpt",
            "tags",
            "cover",
            "canonical_url",
            "visibility",
            "language",
        )
    },
    "revisions.opening": "content",
    "revisions.wished_slug": "content",
    "revisions.body": "content",
}
NOT_PERSONAL = {
    "id": "a number",
    "story_id": "a number",
    "revision_id": "a number",
    "published_revision_id": "a number",
    "status": "where the text stands",
    "status_before": "where the text stood",
    "turn": "counts writes",
    "version": "counts changes",
    "published_digest": "says only whether two texts are the same",
    "digest": "says only whether two texts are the same",
    "offered": "says only whether two texts are the same",
    "taken": "says only whether two texts are the same",
    "sealed": "how the row may be used",
    "published": "whether readers saw it",
    "withdrawn": "whether readers see it",
    "hidden": "whether readers see it",
    "listed": "whether lists show it",
    "words": "a length",
    "reading_minutes": "a length",
    "schema_version": "the program's own",
    "renderer": "the program's own",
}


async def columns(database_factory: DatabaseFactory) -> set[str]:
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    if database_factory.engine == "sqlite":  # type: ignore[attr-defined]  # Databases has it
        query = """SELECT m.name AS table_name, c.name AS column_name
            FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"""
    else:
        query = (
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'stories'"
        )
    return {
        f"{row['table_name']}.{row['column_name']}"
        for row in await db.all(query)
        if not row["table_name"].startswith(("octavo_", "sqlite_"))
    }


async def test_each_column_is_marked_or_says_why_not(database_factory: DatabaseFactory) -> None:
    stored = await columns(database_factory)
    assert stored >= PERSONAL.keys()
    unmarked = {column for column in stored - PERSONAL.keys() if column.split(".")[1] not in NOT_PERSONAL}
    assert not unmarked


def test_each_mark_stands_for_something_that_is_stored() -> None:
    marks = personal_fields(StoredStory)
    assert set(PERSONAL.values()) == set(marks)
    for name, mark in marks.items():
        assert mark.subject in StoredStory.__struct_fields__, name
