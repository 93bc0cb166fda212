"""What a reader read and how far: kept for themselves alone, and only while they wish it."""

from octavo.chassis.ids import from_text
from octavo.graph import entities
from octavo.graph.api import ListReadingsResponse, PersonId, Reading, StoryId, TargetNotFound, TooManyActs
from octavo.graph.circle import Circle, few, next_of, page_from, signed_in
from octavo.graph.entities import ReadingOfOne


class Remembering(Circle, frozen=True, kw_only=True, eq=False):
    """A faculty of the graph: the reading history."""

    async def mark_read(self, *, story_id: StoryId, share: int, block: str = "") -> None:
        me = signed_in()
        from_text(story_id, "story_id")
        entities.check_reading(block, share)
        if not self.marks.allows(me, self.clock()):
            raise TooManyActs(limit=self.marks.per_minute)
        writers = await self._writers(story_id)
        if not writers or (await self.avoiding.between(me, writers[:1])).hidden:
            raise TargetNotFound
        if me not in writers:
            await self.reader.write(
                ReadingOfOne(person_id=me, story_id=story_id, block=block, share=share, at=self.clock())
            )

    async def get_readings(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Reading, ...]:
        me = signed_in()
        few("story_ids", story_ids)
        return tuple(await self.readings.of(me, story_ids)) if story_ids else ()

    async def list_readings(self, *, limit: int = 20, after: str = "") -> ListReadingsResponse:
        me, place = signed_in(), page_from(limit, after)
        rows = await self.readings.page(me, after=place, limit=limit + 1)
        return ListReadingsResponse(
            readings=tuple(one for one, _ in rows[:limit]),
            next=next_of(rows, limit),
            kept=await self.readings.are_kept(me),
        )

    async def forget_reading(self, *, story_id: StoryId) -> None:
        me = self._acting()
        from_text(story_id, "story_id")
        await self.readings.forget(me, story_id)

    async def forget_readings(self) -> None:
        me: PersonId = self._acting()
        await self.readings.forget_all(me)

    async def keep_readings(self, *, kept: bool) -> None:
        me = self._acting()
        await self.readings.keep(me, kept=kept)
