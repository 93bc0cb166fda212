"""Between rows and values: ids, times, JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from octavo.chassis.ids import number_of, to_text
from octavo.stories.api import (
    Content,
    Cover,
    DeskItem,
    PersonId,
    PublicationId,
    RevisionId,
    SectionId,
    Standing,
    Status,
    Story,
    StoryId,
    Visibility,
)
from octavo.stories.entities import Manuscript, Wording
from octavo.stories.ports import Shown
from octavo.stories.rendering import Rendered

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_COVER: Final = msgspec.json.Decoder(Cover)
_TAGS: Final = msgspec.json.Decoder(tuple[str, ...])

WORDING: Final = """r.id AS revision_id, r.saved_by, r.began_at, r.sealed, r.published, r.title, r.subtitle,
    r.excerpt, r.opening, r.tags, r.cover, r.canonical_url, r.visibility, r.language, r.wished_slug, r.words,
    r.reading_minutes, r.digest, r.body, r.body_at"""
_CO_AUTHORS: Final = """(SELECT string_agg(CAST(c.person_id AS TEXT), ',' ORDER BY c.answered_at, c.person_id)
    FROM co_authors c WHERE c.story_id = {story} AND c.consent = 'GIVEN') AS co_authors"""
MANUSCRIPT: Final = f"""s.id, s.author_id, s.status, s.status_before, s.turn, s.version,
    s.published_revision_id, s.published_digest, s.slug, s.share_key, s.created_at, s.saved_at,
    s.scheduled_for, s.published_at, s.deleted_at, s.deleted_by, s.publication_id, s.standing, s.section_id,
    {_CO_AUTHORS.format(story="s.id")}"""
STORY: Final = f"""p.story_id, p.author_id, p.revision_id, p.withdrawn, p.hidden, p.title, p.subtitle, p.slug,
    p.excerpt, p.cover, p.tags, p.visibility, p.language, p.words, p.reading_minutes, p.published_at,
    p.updated_at, p.canonical_url, p.publication_id, p.section_id, p.members_part,
    {_CO_AUTHORS.format(story="p.story_id")}"""
TEXT: Final = "p.renderer, p.teaser, p.html, p.html_at"


def number_or_none(text: str | None) -> int | None:
    """The same where there may be none."""
    return None if text is None else number_of(text)


def text_or_empty(value: int | None) -> str:
    """The id that SQL has; empty where there is none."""
    return "" if value is None else to_text(value)


def co_authors_of(text: str | None) -> tuple[PersonId, ...]:
    """The people of the column that _CO_AUTHORS makes."""
    return tuple(PersonId(to_text(int(one))) for one in text.split(",")) if text else ()


def micros(moment: datetime) -> int:
    """A time as SQL has it: microseconds UTC since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def micros_or_none(moment: datetime | None) -> int | None:
    """The same where there may be none."""
    return None if moment is None else micros(moment)


def moment(value: int) -> datetime:
    """The time that SQL has as microseconds."""
    return _EPOCH + timedelta(microseconds=value)


def moment_or_none(value: int | None) -> datetime | None:
    """The same where there may be none."""
    return None if value is None else moment(value)


def json_tags(tags: tuple[str, ...]) -> str:
    """Tags as a list in JSON."""
    return msgspec.json.encode(tags).decode()


def tags_of(text: str) -> tuple[str, ...]:
    """The tags of such a list."""
    return _TAGS.decode(text)


def json_cover(cover: Cover | None) -> str | None:
    """A cover as JSON."""
    return None if cover is None else msgspec.json.encode(cover).decode()


def _cover_of(text: str | None) -> Cover | None:
    return None if text is None else _COVER.decode(text)


def wording_of(row: Mapping[str, Any]) -> Wording:
    """From the columns of WORDING."""
    return Wording(
        revision_id=RevisionId(to_text(row["revision_id"])),
        content=Content(
            title=row["title"],
            subtitle=row["subtitle"],
            body=row["body"],
            tags=tags_of(row["tags"]),
            cover=_cover_of(row["cover"]),
            canonical_url=row["canonical_url"],
            visibility=Visibility(row["visibility"]),
            language=row["language"],
            excerpt=row["excerpt"],
            slug=row["wished_slug"],
        ),
        digest=row["digest"],
        opening=row["opening"],
        words=row["words"],
        reading_minutes=row["reading_minutes"],
        saved_by=PersonId(to_text(row["saved_by"])),
        began_at=moment(row["began_at"]),
        sealed=bool(row["sealed"]),
        published=bool(row["published"]),
    )


def manuscript_of(row: Mapping[str, Any]) -> Manuscript:
    """From the columns of MANUSCRIPT and WORDING."""
    shown, deleter = row["published_revision_id"], row["deleted_by"]
    return Manuscript(
        id=StoryId(to_text(row["id"])),
        author_id=PersonId(to_text(row["author_id"])),
        status=Status(row["status"]),
        status_before=Status(row["status_before"]),
        turn=row["turn"],
        version=row["version"],
        wording=wording_of(row),
        published_revision_id=None if shown is None else RevisionId(to_text(shown)),
        published_digest=row["published_digest"],
        slug=row["slug"],
        share_key=row["share_key"] or "",
        created_at=moment(row["created_at"]),
        saved_at=moment(row["saved_at"]),
        scheduled_for=moment_or_none(row["scheduled_for"]),
        published_at=moment_or_none(row["published_at"]),
        deleted_at=moment_or_none(row["deleted_at"]),
        deleted_by=None if deleter is None else PersonId(to_text(deleter)),
        publication_id=PublicationId(text_or_empty(row["publication_id"])),
        standing=Standing(row["standing"]),
        section_id=SectionId(text_or_empty(row["section_id"])),
        co_author_ids=co_authors_of(row["co_authors"]),
    )


def story_of(row: Mapping[str, Any]) -> Story:
    """From the columns of STORY."""
    return Story(
        id=StoryId(to_text(row["story_id"])),
        author_id=PersonId(to_text(row["author_id"])),
        title=row["title"],
        subtitle=row["subtitle"],
        slug=row["slug"],
        excerpt=row["excerpt"],
        cover=_cover_of(row["cover"]),
        tags=tags_of(row["tags"]),
        visibility=Visibility(row["visibility"]),
        language=row["language"],
        words=row["words"],
        reading_minutes=row["reading_minutes"],
        published_at=moment(row["published_at"]),
        updated_at=moment(row["updated_at"]),
        canonical_url=row["canonical_url"],
        revision_id=RevisionId(to_text(row["revision_id"])),
        publication_id=PublicationId(text_or_empty(row["publication_id"])),
        section_id=SectionId(text_or_empty(row["section_id"])),
        members_part=bool(row["members_part"]),
        co_author_ids=co_authors_of(row["co_authors"]),
    )


def shown_of(row: Mapping[str, Any]) -> Shown:
    """From the columns of STORY, and of TEXT where they were asked for."""
    text = None
    if "html" in row:
        text = Rendered(html=row["html"], teaser=row["teaser"], renderer=row["renderer"])
    return Shown(
        story=story_of(row), rendered=text, withdrawn=bool(row["withdrawn"]), hidden=bool(row["hidden"])
    )


def desk_item_of(row: Mapping[str, Any]) -> DeskItem:
    """A line on the desk, from the columns that `sql_archive` asks for."""
    status = Status(row["status"])
    return DeskItem(
        id=StoryId(to_text(row["id"])),
        status=status,
        title=row["title"],
        subtitle=row["subtitle"],
        excerpt=row["excerpt"] or row["opening"],
        words=row["words"],
        reading_minutes=row["reading_minutes"],
        visibility=Visibility(row["visibility"]),
        saved_at=moment(row["saved_at"]),
        scheduled_for=moment_or_none(row["scheduled_for"]),
        published_at=moment_or_none(row["published_at"]),
        deleted_at=moment_or_none(row["deleted_at"]),
        has_unpublished_changes=status is Status.PUBLISHED and row["digest"] != row["published_digest"],
        slug=row["slug"],
        version=row["version"],
        publication_id=PublicationId(text_or_empty(row["publication_id"])),
        standing=Standing(row["standing"]),
        author_id=PersonId(to_text(row["author_id"])),
        section_id=SectionId(text_or_empty(row["section_id"])),
    )
