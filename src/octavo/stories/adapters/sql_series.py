"""Series in SQLite or PostgreSQL."""

from collections.abc import Sequence
from typing import Final

from octavo.chassis.database import Database
from octavo.chassis.engine import Duplicate
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row
from octavo.stories.adapters.sql_rows import STORY, micros, moment, story_of
from octavo.stories.api import InAnotherSeries, PersonId, Series, SeriesId, SeriesPart, Story, StoryId
from octavo.stories.ports import Overtaken

_SERIES: Final = """SELECT s.id, s.owner_id, s.title, s.description, s.slug, s.version, s.created_at,
    (SELECT COUNT(*) FROM series_parts c WHERE c.series_id = s.id) AS parts FROM series s"""
_HOLDING: Final = f"{_SERIES} WHERE s.id = (SELECT m.series_id FROM series_parts m WHERE m.story_id = :story)"  # noqa: S608
_SHOWN: Final = (
    f"SELECT {STORY} FROM series_parts m JOIN published p ON p.story_id = m.story_id"  # noqa: S608 - constants
    " WHERE m.series_id = :series AND p.listed = 1 AND NOT EXISTS (SELECT 1 FROM suspended_authors a"
    " JOIN series s ON s.owner_id = a.author_id WHERE s.id = :series) ORDER BY m.place"
)


class SqlSeries:
    """Fits ports.Collections."""

    def __init__(self, db: Database, purges: Purges) -> None:
        self._db = db
        self._purges = purges

    async def find(self, series_id: SeriesId) -> Series | None:
        row = await self._db.one(f"{_SERIES} WHERE s.id = :id", id=number_of(series_id))
        return _series_of(row) if row else None

    async def of_owner(self, owner_id: PersonId, *, limit: int) -> list[Series]:
        rows = await self._db.all(
            f"{_SERIES} WHERE s.owner_id = :owner ORDER BY s.id DESC LIMIT :limit",
            owner=number_of(owner_id),
            limit=limit,
        )
        return list(map(_series_of, rows))

    async def parts(self, series_id: SeriesId) -> list[SeriesPart]:
        rows = await self._db.all(
            """
            SELECT m.story_id, r.title,
                (SELECT p.listed FROM published p WHERE p.story_id = m.story_id) AS shown
            FROM series_parts m JOIN stories t ON t.id = m.story_id JOIN revisions r ON r.id = t.revision_id
            WHERE m.series_id = :series AND t.status <> 'DELETED'
            ORDER BY m.place
            """,
            series=number_of(series_id),
        )
        return [
            SeriesPart(
                story_id=StoryId(to_text(row["story_id"])), title=row["title"], shown=bool(row["shown"])
            )
            for row in rows
        ]

    async def shown(self, series_id: SeriesId) -> list[Story]:
        return [story_of(row) for row in await self._db.all(_SHOWN, series=number_of(series_id))]

    async def holding(self, story_id: StoryId) -> Series | None:
        row = await self._db.one(
            _HOLDING,
            story=number_of(story_id),
        )
        return _series_of(row) if row else None

    async def write(self, series: Series, *, before: Series | None) -> None:
        await self._db.run(lambda: self._write(series, before))

    async def _write(self, series: Series, before: Series | None) -> None:
        values: dict[str, int | str] = {
            "id": number_of(series.id),
            "title": series.title,
            "description": series.description,
            "slug": series.slug,
            "version": series.version,
        }
        if before is None:
            await self._db.execute(
                """
                INSERT INTO series (id, owner_id, title, description, slug, version, created_at)
                VALUES (:id, :owner, :title, :description, :slug, :version, :created_at)
                """,
                owner=number_of(series.owner_id),
                created_at=micros(series.created_at),
                **values,
            )
            return
        if not await self._db.execute(
            """
            UPDATE series
            SET title = :title, description = :description, slug = :slug, version = :version
            WHERE id = :id AND version = :before
            """,
            before=before.version,
            **values,
        ):
            raise Overtaken
        await self._purges.add(f"series:{series.id}")

    async def arrange(self, before: Series, after: Series, story_ids: Sequence[StoryId]) -> None:
        async def arranging() -> None:
            await self._write(after, before)
            key = number_of(after.id)
            rows = await self._db.all("SELECT story_id FROM series_parts WHERE series_id = :id", id=key)
            await self._db.execute("DELETE FROM series_parts WHERE series_id = :id", id=key)
            for place, story_id in enumerate(story_ids, 1):
                await self._place(key, place, story_id)
            was = {StoryId(to_text(row["story_id"])) for row in rows}
            await self._purges.add(*sorted(f"story:{one}" for one in was ^ set(story_ids)))

        await self._db.run(arranging)

    async def _place(self, series: int, place: int, story_id: StoryId) -> None:
        row = await self._db.one(
            "SELECT series_id FROM series_parts WHERE story_id = :story", story=number_of(story_id)
        )
        if row:
            raise InAnotherSeries(story_id=story_id)
        try:
            await self._db.execute(
                "INSERT INTO series_parts (story_id, series_id, place) VALUES (:story, :series, :place)",
                story=number_of(story_id),
                series=series,
                place=place,
            )
        except Duplicate:  # put into another just now
            raise InAnotherSeries(story_id=story_id) from None

    async def take_out(self, series: Series, story_id: StoryId) -> None:
        async def taking() -> None:
            values = {"story": number_of(story_id), "series": number_of(series.id)}
            await self._db.execute(
                "DELETE FROM series_parts WHERE story_id = :story AND series_id = :series", **values
            )
            # Whoever arranges it by what they saw before is told that it has changed.
            await self._db.execute(
                "UPDATE series SET version = version + 1 WHERE id = :series", series=values["series"]
            )
            await self._purges.add(f"series:{series.id}", f"story:{story_id}")

        await self._db.run(taking)

    async def delete(self, series: Series) -> None:
        async def deleting() -> None:
            # Their pages bear the series' key.
            await self._purges.add(f"series:{series.id}")
            await self._db.execute("DELETE FROM series_parts WHERE series_id = :id", id=number_of(series.id))
            await self._db.execute("DELETE FROM series WHERE id = :id", id=number_of(series.id))

        await self._db.run(deleting)


def _series_of(row: Row) -> Series:
    return Series(
        id=SeriesId(to_text(row["id"])),
        owner_id=PersonId(to_text(row["owner_id"])),
        title=row["title"],
        description=row["description"],
        slug=row["slug"],
        version=row["version"],
        parts=row["parts"],
        created_at=moment(row["created_at"]),
    )
