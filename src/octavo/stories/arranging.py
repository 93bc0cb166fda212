"""Arranging: series, in which stories have an order."""

from typing import Final

from msgspec.structs import replace

from octavo.chassis.faults import Invalid, Unavailable
from octavo.stories.addresses import make_slug
from octavo.stories.api import (
    GetOwnSeriesResponse,
    ReadSeriesResponse,
    Series,
    SeriesConflict,
    SeriesId,
    SeriesNotFound,
    SeriesPlace,
    StoryId,
    StoryNotFound,
    TooManySeries,
)
from octavo.stories.content import line
from octavo.stories.ports import Overtaken
from octavo.stories.rights import Right
from octavo.stories.study import Study, signed_in

MAX_TITLE: Final = 200
MAX_DESCRIPTION: Final = 500
MOST_SERIES: Final = 100
MOST_PARTS: Final = 200
_ATTEMPTS: Final = 8


class Arranging(Study):
    """What people do with series of their own, and how readers see them."""

    async def create_series(self, *, title: str, description: str = "") -> Series:
        me = signed_in()
        title, description = _told(title, description)
        if len(await self._collections.of_owner(me, limit=MOST_SERIES)) >= MOST_SERIES:
            raise TooManySeries(limit=MOST_SERIES)
        series = Series(
            id=SeriesId(self._new_id()),
            owner_id=me,
            title=title,
            description=description,
            slug=make_slug(title),
            version=1,
            created_at=self._clock(),
        )
        await self._collections.write(series, before=None)
        return series

    async def change_series(self, *, series_id: SeriesId, title: str, description: str = "") -> Series:
        signed_in()
        title, description = _told(title, description)
        for _ in range(_ATTEMPTS):
            before = await self._own_series(series_id)
            after = replace(
                before,
                title=title,
                description=description,
                slug=make_slug(title),
                version=before.version + 1,
            )
            try:
                await self._collections.write(after, before=before)
            except Overtaken:
                continue
            return after
        raise Unavailable("Too many are changing this series at once. Try again.")

    async def arrange_series(
        self, *, series_id: SeriesId, version: int, story_ids: tuple[StoryId, ...]
    ) -> Series:
        before = await self._own_series(series_id)
        if len(story_ids) > MOST_PARTS:
            raise Invalid("story_ids", f"A series has at most {MOST_PARTS} parts.")
        if len(set(story_ids)) < len(story_ids):
            raise Invalid("story_ids", "A story stands in a series once.")
        there = {part.story_id for part in await self._collections.parts(series_id)}
        for story_id in story_ids:
            if story_id not in there:
                await self._writes(story_id)
        if version != before.version:
            raise SeriesConflict(series_id=series_id, version=before.version)
        after = replace(before, version=before.version + 1, parts=len(story_ids))
        try:
            await self._collections.arrange(before, after, story_ids)
        except Overtaken:
            present = await self._own_series(series_id)
            raise SeriesConflict(series_id=series_id, version=present.version) from None
        return after

    async def delete_series(self, *, series_id: SeriesId) -> None:
        await self._collections.delete(await self._own_series(series_id))

    async def leave_series(self, *, story_id: StoryId) -> None:
        await self._for(Right.OWN, story_id)
        series = await self._collections.holding(story_id)
        if series is not None:
            await self._collections.take_out(series, story_id)

    async def list_series(self) -> tuple[Series, ...]:
        return tuple(await self._collections.of_owner(signed_in(), limit=MOST_SERIES))

    async def get_own_series(self, *, series_id: SeriesId) -> GetOwnSeriesResponse:
        series = await self._own_series(series_id)
        parts = await self._collections.parts(series_id)
        return GetOwnSeriesResponse(series=series, parts=tuple(parts))

    async def read_series(self, *, series_id: SeriesId) -> ReadSeriesResponse:
        series = await self._collections.find(series_id)
        stories = await self._collections.shown(series_id) if series else []
        # One of which nothing is shown is its owner's alone.
        if series is None or not stories:
            raise SeriesNotFound(series_id=series_id)
        return ReadSeriesResponse(series=replace(series, parts=len(stories)), stories=tuple(stories))

    async def find_series(self, *, story_id: StoryId) -> SeriesPlace:
        series = await self._collections.holding(story_id)
        stories = await self._collections.shown(series.id) if series else []
        place = next((number for number, one in enumerate(stories) if one.id == story_id), None)
        if series is None or place is None:
            raise SeriesNotFound
        return SeriesPlace(
            series=replace(series, parts=len(stories)),
            number=place + 1,
            of=len(stories),
            previous=stories[place - 1] if place else None,
            next=stories[place + 1] if place + 1 < len(stories) else None,
        )

    async def _own_series(self, series_id: SeriesId) -> Series:
        """The caller's own; for everybody else there is none."""
        me = signed_in()
        series = await self._collections.find(series_id)
        if series is None or series.owner_id != me:
            raise SeriesNotFound(series_id=series_id)
        return series

    async def _writes(self, story_id: StoryId) -> None:
        """Raises StoryNotFound unless the caller writes this story, alone or with others."""
        manuscript = await self._for(Right.EDIT, story_id)
        if signed_in() not in {manuscript.author_id, *manuscript.co_author_ids}:
            raise StoryNotFound(story_id=story_id)


def _told(title: str, description: str) -> tuple[str, str]:
    title = line("title", title, MAX_TITLE)
    if not title:
        raise Invalid("title", "A series needs a title.")
    return title, line("description", description, MAX_DESCRIPTION)
