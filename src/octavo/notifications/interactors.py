"""What concerns whom, and who is told."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from octavo.chassis.context import current_caller
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.chassis.ids import from_text
from octavo.graph.api import Graph
from octavo.graph.api import PersonId as Somebody
from octavo.notifications.api import (
    Kind,
    ListNotificationsResponse,
    Notification,
    NotificationId,
    PersonId,
)
from octavo.notifications.ports import Act, Board
from octavo.stories.api import Stories, StoryId

COUNTED: Final = 100
"""More are not counted."""
_MOST: Final = 100
_SHOWN: Final = 5
"""People of a group that are named."""
_FAR: Final = (1 << 62, 1 << 62)
_OF_STORIES: Final = (Kind.CLAPPED, Kind.HIGHLIGHTED, Kind.RESPONDED, Kind.HELD)
_OF_RESPONSES: Final = (Kind.RESPONDED, Kind.ANSWERED, Kind.HELD)


class NotificationsInteractor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The Notifications of the contract; besides, what is heard of what people do."""

    board: Board
    stories: Stories
    graph: Graph
    kept: timedelta
    clock: Callable[[], datetime]

    async def list_notifications(self, *, limit: int = 20, after: str = "") -> ListNotificationsResponse:
        me = _caller()
        if not 1 <= limit <= _MOST:
            raise Invalid("limit", f"From 1 to {_MOST}.")
        rows = await self.board.page(me, before=_place(after), limit=limit + 1)
        shown = await self._seen(me, [one for _, one in rows[:limit]])
        return ListNotificationsResponse(
            notifications=tuple(shown),
            next="{}-{}".format(*rows[limit - 1][0]) if len(rows) > limit else "",
        )

    async def count_unread(self) -> int:
        return await self.board.unread(_caller(), most=COUNTED)

    async def mark_read(self, *, notification_ids: Sequence[NotificationId]) -> None:
        me = _caller()
        if len(notification_ids) > _MOST:
            raise Invalid("notification_ids", f"At most {_MOST}.")
        for one in notification_ids:
            from_text(one, "notification_ids")
        await self.board.mark_read(me, notification_ids, self.clock())

    async def get_choices(self) -> tuple[Kind, ...]:
        return tuple(await self.board.silenced(_caller()))

    async def set_choice(self, *, kind: Kind, told: bool) -> None:
        me = _caller()
        if kind is Kind.UNSPECIFIED:
            raise Invalid("kind", "What is it that you want to be told, or not?")
        await self.board.choose(me, kind, told=told)

    # What is heard

    async def followed(self, actor_id: PersonId, person_id: PersonId) -> None:
        """Somebody follows somebody."""
        await self._tell([person_id], Kind.FOLLOWED, person_id, actor_id)

    async def unfollowed(self, actor_id: PersonId, person_id: PersonId) -> None:
        await self.board.take_back(kind=Kind.FOLLOWED, subject_id=person_id, actor_id=actor_id)

    async def clapped(self, actor_id: PersonId, story_id: StoryId, *, claps: int) -> None:
        """So many claps are theirs now."""
        if claps:
            await self._tell(await self._writers(story_id), Kind.CLAPPED, story_id, actor_id)
        else:
            await self.board.take_back(kind=Kind.CLAPPED, subject_id=story_id, actor_id=actor_id)

    async def highlighted(self, actor_id: PersonId, story_id: StoryId, highlight_id: str) -> None:
        writers = await self._writers(story_id)
        await self._tell(writers, Kind.HIGHLIGHTED, story_id, actor_id, highlight_id)

    async def responded(
        self,
        actor_id: PersonId,
        story_id: StoryId,
        response_id: str,
        *,
        parent_id: str,
        answered_id: PersonId,
    ) -> None:
        """A response is there to be seen: whom it answers is told, and the story's writers."""
        await self.board.forget_item(response_id, kinds=(Kind.HELD,))
        answered = [answered_id] if parent_id else []
        await self._tell(answered, Kind.ANSWERED, parent_id, actor_id, response_id)
        writers = [one for one in await self._writers(story_id) if one not in answered]
        await self._tell(writers, Kind.RESPONDED, story_id, actor_id, response_id)

    async def held(self, actor_id: PersonId, story_id: StoryId, response_id: str) -> None:
        """It waits for one of the story's writers."""
        await self._tell(await self._writers(story_id), Kind.HELD, story_id, actor_id, response_id)

    async def response_removed(self, response_id: str) -> None:
        await self.board.forget_item(response_id, kinds=_OF_RESPONSES)
        await self.board.forget_subject(response_id, kinds=(Kind.ANSWERED,))

    async def highlight_removed(self, highlight_id: str) -> None:
        await self.board.forget_item(highlight_id, kinds=(Kind.HIGHLIGHTED,))

    async def avoided(self, person_id: PersonId, other_id: PersonId, *, both: bool) -> None:
        """Somebody mutes somebody, or with `both` blocks them."""
        await self.board.forget_actor(other_id, told=person_id)
        if both:
            await self.board.forget_actor(person_id, told=other_id)

    async def suspended(self, person_id: PersonId) -> None:
        """Nothing that they did is told any more."""
        await self.board.forget_actor(person_id)

    async def forget_story(self, story_id: StoryId) -> None:
        """The story is gone for good."""
        await self.board.forget_subject(story_id, kinds=_OF_STORIES)

    async def tidy(self, *, limit: int) -> int:
        """Forget what is too old; how many groups went, `limit` at most."""
        return await self.board.tidy(self.clock() - self.kept, limit=limit)

    async def _tell(
        self, people: Sequence[PersonId], kind: Kind, subject_id: str, actor_id: PersonId, item_id: str = ""
    ) -> None:
        at = self.clock()
        acts = [
            Act(
                person_id=person_id,
                kind=kind,
                subject_id=subject_id,
                actor_id=actor_id,
                item_id=item_id,
                at=at,
            )
            for person_id in dict.fromkeys(people)
            if person_id != actor_id and not await self._avoid(person_id, [actor_id])
        ]
        if acts:
            await self.board.tell(acts)

    async def _writers(self, story_id: StoryId) -> list[PersonId]:
        return [
            PersonId(writer)
            for story in await self.stories.get_stories(story_ids=(story_id,))
            for writer in (story.author_id, *story.co_author_ids)
        ]

    async def _avoid(self, person_id: PersonId, people: Sequence[PersonId]) -> frozenset[str]:
        """Whom of these the person is told nothing of: blocked either way, or muted."""
        if not people:
            return frozenset()
        asked = tuple(dict.fromkeys(map(Somebody, people)))
        found = await self.graph.get_avoided(viewer_id=Somebody(person_id), person_ids=asked)
        return frozenset((*found.hidden, *found.muted))

    async def _seen(self, me: PersonId, found: Sequence[Notification]) -> list[Notification]:
        """Without whom the caller avoids by now, whose acts may still be on their way out."""
        avoided = await self._avoid(me, [one for each in found for one in each.people])
        seen = []
        for one in found:
            people = tuple(person for person in one.people if person not in avoided)
            if people:
                gone = len(one.people) - len(people)
                seen.append(replace(one, people=people[:_SHOWN], count=one.count - gone))
        return seen


def _place(after: str) -> tuple[int, int]:
    """Where a page goes on, as `next` said."""
    if not after:
        return _FAR
    at, _, id_ = after.partition("-")
    if not (after.isascii() and at.isdigit() and id_.isdigit() and len(after) <= 40):
        raise Invalid("after", "Take it from the page before.")
    place = int(at), int(id_)
    if max(place) > _FAR[0]:
        raise Invalid("after", "Take it from the page before.")
    return place


def _caller() -> PersonId:
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return PersonId(person_id)
