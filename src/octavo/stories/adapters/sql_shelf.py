"""Published stories in SQLite or PostgreSQL: each hot read is one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.events import Outbox
from octavo.chassis.ids import number_of
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row
from octavo.stories.adapters.sql_published import SqlPublished
from octavo.stories.adapters.sql_rows import STORY, TEXT, micros, shown_of, story_of
from octavo.stories.adapters.sql_texts import SqlTexts
from octavo.stories.api import AuthorHidden, AuthorShown, PersonId, RevisionId, Story, StoryId, Tag
from octavo.stories.ports import Position, Shown, Which
from octavo.stories.rendering import Rendered

_READABLE: Final = "p.withdrawn = 0 AND p.hidden = 0"
# Constants alone, put together once: no value ever becomes part of a statement.
_FIND: Final = f"SELECT {STORY}, {TEXT} FROM published p WHERE p.story_id = :id"  # noqa: S608
_MANY: Final = f"SELECT {STORY} FROM published p WHERE p.story_id IN :ids AND {_READABLE}"  # noqa: S608
_TEXTS: Final = f"SELECT {STORY}, {TEXT} FROM published p WHERE p.story_id IN :ids AND {_READABLE}"  # noqa: S608
_BY_SLUG: Final = (
    f"SELECT {STORY} FROM slugs a JOIN published p ON p.story_id = a.story_id"  # noqa: S608
    " WHERE a.author_id = :author AND a.slug = :slug AND p.listed = 1"
    " ORDER BY a.since DESC, a.story_id DESC LIMIT 1"
)
_BY_PATH: Final = (
    f"SELECT {STORY} FROM old_paths a JOIN published p ON p.story_id = a.story_id"  # noqa: S608
    f" WHERE a.path = :path AND {_READABLE}"
)


_WITH_OTHERS: Final = (
    "SELECT c.story_id FROM co_authors c WHERE c.person_id = :author AND c.consent = 'GIVEN'"
)


def _page(which: Which, *, onwards: bool, with_text: bool) -> str:
    """The statement of a page: each walks one index and stops at its limit; a person's walks two, their own
    stories and those that they wrote with others."""
    if which.author_id and not which.tag:
        return _page_of_person(which, onwards=onwards, with_text=with_text)
    by_tag = bool(which.tag)
    order = "t" if by_tag else "p"
    source = "story_tags t JOIN published p ON p.story_id = t.story_id" if by_tag else "published p"
    conditions = [f"{order}.listed = 1"]
    if by_tag:
        conditions.append("t.tag = :tag")
    if which.author_id:
        conditions.append(f"({order}.author_id = :author OR {order}.story_id IN ({_WITH_OTHERS}))")
    if which.publication_id:
        conditions.append("p.publication_id = :publication")
    if which.section_id:
        conditions.append("p.section_id = :section")
    if onwards:
        conditions.append(f"({order}.published_at, {order}.story_id) < (:at, :id)")
    return (
        f"SELECT {STORY}{', ' + TEXT if with_text else ''} FROM {source} WHERE {' AND '.join(conditions)}"  # noqa: S608
        f" ORDER BY {order}.published_at DESC, {order}.story_id DESC LIMIT :limit"
    )


def _page_of_person(which: Which, *, onwards: bool, with_text: bool) -> str:
    conditions = "p.listed = 1"
    if which.publication_id:
        conditions += " AND p.publication_id = :publication"
    if which.section_id:
        conditions += " AND p.section_id = :section"
    if onwards:
        conditions += " AND (p.published_at, p.story_id) < (:at, :id)"
    end = "ORDER BY p.published_at DESC, p.story_id DESC LIMIT :limit"
    mine = "SELECT p.story_id, p.published_at FROM published p WHERE p.author_id = :author"
    ours = f"SELECT p.story_id, p.published_at FROM published p WHERE p.story_id IN ({_WITH_OTHERS})"  # noqa: S608
    return (
        f"SELECT {STORY}{', ' + TEXT if with_text else ''} FROM published p WHERE p.story_id IN ("  # noqa: S608
        f"SELECT m.story_id FROM ({mine} AND {conditions} {end}) m"
        f" UNION SELECT o.story_id FROM ({ours} AND {conditions} {end}) o) {end}"
    )


class SqlShelf:
    """Fits ports.Shelf."""

    def __init__(self, db: Database, outbox: Outbox, purges: Purges, texts: SqlTexts) -> None:
        self._db = db
        self._outbox = outbox
        self._texts = texts
        self._published = SqlPublished(db, purges, texts)

    async def find(self, story_id: StoryId) -> Shown | None:
        rows = await self._texts.pages(lambda: self._db.all(_FIND, id=number_of(story_id)))
        return shown_of(rows[0]) if rows else None

    async def stories(self, story_ids: Sequence[StoryId]) -> dict[StoryId, Story]:
        ids = sorted({number_of(story_id) for story_id in story_ids} - {0})
        rows = await self._db.all(_MANY, ids=ids) if ids else []
        return {story.id: story for story in map(story_of, rows)}

    async def texts(self, story_ids: Sequence[StoryId]) -> dict[StoryId, Shown]:
        ids = sorted({number_of(story_id) for story_id in story_ids} - {0})
        rows = await self._texts.pages(lambda: self._db.all(_TEXTS, ids=ids)) if ids else []
        return {shown.story.id: shown for shown in map(shown_of, rows)}

    async def page(self, which: Which, *, after: Position | None, limit: int, with_text: bool) -> list[Shown]:
        values: dict[str, int | str] = {"limit": limit}
        if which.author_id:
            values["author"] = number_of(which.author_id)
        if which.tag:
            values["tag"] = which.tag
        if which.publication_id:
            values["publication"] = number_of(which.publication_id)
        if which.section_id:
            values["section"] = number_of(which.section_id)
        if after:
            values |= {"at": micros(after.at), "id": number_of(after.id)}
        statement = _page(which, onwards=after is not None, with_text=with_text)

        async def ask() -> Sequence[Row]:
            return await self._db.all(statement, **values)

        return [shown_of(row) for row in await (self._texts.pages(ask) if with_text else ask())]

    async def tags(self, *, limit: int) -> list[Tag]:
        rows = await self._db.all(
            "SELECT tag, COUNT(*) AS stories FROM story_tags WHERE listed = 1"
            " GROUP BY tag ORDER BY COUNT(*) DESC, tag LIMIT :limit",
            limit=limit,
        )
        return [Tag(name=row["tag"], stories=row["stories"]) for row in rows]

    async def find_by_slug(self, author_id: PersonId, slug: str) -> Story | None:
        row = await self._db.one(_BY_SLUG, author=number_of(author_id), slug=slug)
        return story_of(row) if row else None

    async def find_by_path(self, path: str) -> Story | None:
        row = await self._db.one(_BY_PATH, path=path)
        return story_of(row) if row else None

    async def keep_rendered(self, story_id: StoryId, revision_id: RevisionId, rendered: Rendered) -> None:
        page = await self._texts.lay_page(story_id, rendered)
        which = {"id": number_of(story_id), "revision": number_of(revision_id)}

        async def keeping() -> None:
            row = await self._db.one(
                "SELECT html_at FROM published WHERE story_id = :id AND revision_id = :revision", **which
            )
            if row is None:
                return
            await self._texts.named(page, row["html_at"])
            await self._db.execute(
                "UPDATE published SET renderer = :renderer, teaser = :teaser, html = :html, html_at = :at"
                " WHERE story_id = :id AND revision_id = :revision",
                renderer=rendered.renderer,
                teaser=page.teaser,
                html=page.html,
                at=page.at,
                **which,
            )

        await self._db.run(keeping)

    async def hide_author(self, author_id: PersonId, *, since: datetime) -> None:
        async def hide() -> None:
            await self._published.hide_author(author_id, micros(since))
            await self._outbox.add(AuthorHidden(author_id=author_id))

        await self._db.run(hide)

    async def show_author(self, author_id: PersonId) -> None:
        async def show() -> None:
            await self._published.show_author(author_id)
            await self._outbox.add(AuthorShown(author_id=author_id))

        await self._db.run(show)
