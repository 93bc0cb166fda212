"""Exporting: everything that one writes, as a stream."""

from collections.abc import AsyncIterator

from octavo.stories.api import Draft, Status
from octavo.stories.ports import Position
from octavo.stories.study import Study, signed_in

_LINES = 500
_ON_THE_DESK = (Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED)


class Exporting(Study):
    """A copy of everything, for whoever wrote it."""

    async def export_stories(self) -> AsyncIterator[Draft]:
        me, now = signed_in(), self._clock()
        # The list first: what is saved meanwhile moves in it, and must not be missed for that.
        story_ids, after = [], None
        while True:
            lines = await self._archive.desk(
                me, statuses=_ON_THE_DESK, deleted_since=now, after=after, limit=_LINES
            )
            story_ids += [line.id for line in lines]
            if len(lines) < _LINES:
                break
            after = Position(lines[-1].saved_at, lines[-1].id)
        for story_id in story_ids:
            manuscript = await self._manuscripts.find(story_id)
            if manuscript is not None and manuscript.status is not Status.DELETED:
                yield await self._draft_for_caller(manuscript)
