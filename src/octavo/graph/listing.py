"""Reading lists that people make: public or their own affair, in an order, with notes."""

from octavo.chassis.ids import from_text
from octavo.graph import entities
from octavo.graph.api import (
    ListId,
    ListItemsResponse,
    ListListsResponse,
    ListNotFound,
    PersonId,
    ReadingList,
    StoryId,
    TargetNotFound,
)
from octavo.graph.circle import Circle, next_of, page_from, signed_in, viewer


class Listing(Circle, frozen=True, kw_only=True, eq=False):
    """A faculty of the graph: lists of stories."""

    async def create_list(self, *, name: str, description: str = "", public: bool = False) -> ReadingList:
        me = self._acting()
        named, described = entities.check_list(name, description)
        return await self.lists.create(
            ListId(self.new_id()), me, named, described, public=public, now=self.clock()
        )

    async def change_list(self, *, list_id: ListId, name: str, description: str, public: bool) -> None:
        me = self._acting()
        named, described = entities.check_list(name, description)
        await self.lists.change(list_id, me, named, described, public=public, now=self.clock())

    async def delete_list(self, *, list_id: ListId) -> None:
        me = self._acting()
        from_text(list_id, "list_id")
        await self.lists.delete(list_id, me)

    async def find_list(self, *, list_id: ListId) -> ReadingList:
        found = await self.lists.find(list_id, viewer())
        if found is None:
            raise ListNotFound
        return found

    async def list_lists(self, *, person_id: PersonId, limit: int = 20, after: str = "") -> ListListsResponse:
        place = page_from(limit, after)
        rows = await self.lists.of(person_id, viewer(), after=place, limit=limit + 1)
        return ListListsResponse(lists=tuple(one for one, _ in rows[:limit]), next=next_of(rows, limit))

    async def list_items(self, *, list_id: ListId, limit: int = 20, after: str = "") -> ListItemsResponse:
        place = page_from(limit, after)
        await self.find_list(list_id=list_id)
        rows = await self.lists.items(list_id, after=place, limit=limit + 1)
        return ListItemsResponse(items=tuple(one for one, _ in rows[:limit]), next=next_of(rows, limit))

    async def get_listings(self, *, story_id: StoryId) -> tuple[ListId, ...]:
        me = signed_in()
        return tuple(await self.lists.holding(me, story_id))

    async def add_to_list(self, *, list_id: ListId, story_id: StoryId) -> None:
        me = self._acting()
        from_text(story_id, "story_id")
        writers = await self._writers(story_id)
        if not writers or (await self.avoiding.between(me, writers[:1])).hidden:
            raise TargetNotFound
        await self.lists.add(list_id, me, story_id, self.clock())

    async def remove_from_list(self, *, list_id: ListId, story_id: StoryId) -> None:
        me = self._acting()
        await self.lists.remove(list_id, me, story_id, self.clock())

    async def set_list_note(self, *, list_id: ListId, story_id: StoryId, note: str) -> None:
        me = self._acting()
        await self.lists.annotate(list_id, me, story_id, entities.check_note(note), self.clock())

    async def move_in_list(self, *, list_id: ListId, story_id: StoryId, place: int) -> None:
        me = self._acting()
        entities.check_place(place)
        await self.lists.move(list_id, me, story_id, place, self.clock())
