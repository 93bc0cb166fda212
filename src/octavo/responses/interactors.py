"""The Responses of the contract; besides, what is heard of stories and accounts."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, acting_as, current_caller
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.chassis.ids import from_text
from octavo.graph.api import Graph
from octavo.responses import entities
from octavo.responses.api import (
    ListHeldResponse,
    ListOwnResponse,
    ListResponsesResponse,
    Locked,
    Order,
    OwnResponse,
    PersonId,
    Response,
    ResponseCount,
    ResponseId,
    ResponseNotFound,
    Rule,
    State,
    StoryId,
)
from octavo.responses.entities import Spot, Told
from octavo.responses.ports import Clapping, Hands, Kept, Rules, Talk
from octavo.stories.api import Stories, Visibility

_MOST_AT_ONCE: Final = 100
_NEAR_SECONDS: Final = 60.0
_ENTRY_BYTES: Final = 500
_NONE: Final = ResponseId("")
_NO_CLAPS: Final = Clapping()


class ResponsesInteractor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Conversations under stories."""

    talk: Talk
    rules: Rules
    hands: Hands
    stories: Stories
    graph: Graph
    near: NearCache
    a_minute: int
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    async def respond(self, *, story_id: StoryId, parent_id: ResponseId = _NONE, text: str) -> Response:
        me = _signed_in()
        told = await self._story(story_id)
        _may_read(told)
        body = await asyncio.to_thread(entities.read, text)
        parent = await self._parent(told, parent_id, me)
        if parent_id and parent is None:
            raise ResponseNotFound
        answered = parent.person_id if parent else told.author
        avoided = await self._hidden(me, (*told.writers, answered))
        if avoided:
            raise ResponseNotFound
        state = await self._state(told, me)
        number = self.new_id()
        spot = entities.spot_below(Spot(parent.path, parent.depth) if parent else None, from_text(number))
        kept = Kept(
            id=ResponseId(number),
            story_id=story_id,
            parent_id=parent_id,
            path=spot.path,
            depth=spot.depth,
            person_id=me,
            owner_id=told.author,
            publication_id=told.publication_id,
            body=body.body,
            html=body.html,
            written_at=self.clock(),
            edited_at=None,
            state=state,
            counts=True,
        )
        await self.talk.add(kept, a_minute=self.a_minute, now=self.clock())
        return _shown(kept, _NO_CLAPS, me)

    async def edit_response(self, *, response_id: ResponseId, text: str) -> Response:
        me = _signed_in()
        one = await self._mine(response_id, me)
        body = await asyncio.to_thread(entities.read, text)
        told = await self._story(one.story_id)
        state = one.state
        if state is State.SHOWN and not await self._decides(told, me):
            # What was let through is other words now.
            state = State.HELD if await self.rules.get(one.story_id) is Rule.ALL_HELD else state
        changed = await self.talk.edit(one, body, state, self.clock())
        return _shown(changed, (await self.hands.of([one.id], me)).get(one.id, _NO_CLAPS), me)

    async def delete_response(self, *, response_id: ResponseId) -> None:
        await self.talk.remove(await self._mine(response_id, _signed_in()))

    async def set_shown(self, *, response_id: ResponseId, shown: bool) -> None:
        me, moderates = _signed_in(), _moderates()
        one = await self._one(response_id)
        decides = await self._decides(await self._story(one.story_id), me)
        if not (decides or moderates) or (one.state is State.TAKEN_BACK and not moderates):
            raise ResponseNotFound
        if one.state is State.TAKEN_BACK and one.person_id == me:
            raise Forbidden("Nobody decides about themselves.")
        hidden = State.HIDDEN if decides else State.TAKEN_BACK
        moderator_id = me if moderates and one.person_id != me else None
        await self.talk.set_state(one, State.SHOWN if shown else hidden, moderator_id=moderator_id)

    async def take_back(self, *, response_id: ResponseId) -> None:
        me = _signed_in()
        from_text(response_id, "response_id")
        if not _moderates():
            raise Forbidden("Only owner and moderators may do this.")
        # Also where its story is not to be read at present: it may come back.
        found = await self.talk.get([response_id])
        if not found:
            raise ResponseNotFound
        await self.talk.set_state(found[0], State.TAKEN_BACK, moderator_id=me)

    async def clap_for_response(self, *, response_id: ResponseId, claps: int) -> None:
        me = _signed_in()
        entities.check_claps(claps)
        one = await self._one(response_id)
        if one.state is not State.SHOWN or not one.counts or await self._hidden(me, (one.person_id,)):
            raise ResponseNotFound
        if one.person_id == me:
            raise OwnResponse
        await self.hands.put(one.id, me, claps)

    async def get_responses(self, *, response_ids: tuple[ResponseId, ...]) -> tuple[Response, ...]:
        if len(response_ids) > _MOST_AT_ONCE:
            raise Invalid("response_ids", f"At most {_MOST_AT_ONCE} at once.")
        found = {one.id: one for one in await self.talk.get(response_ids)}
        rows = [found[one] for one in dict.fromkeys(response_ids) if one in found]
        return await self._seen(rows, by_id=True)

    async def list_responses(
        self,
        *,
        story_id: StoryId,
        order: Order = Order.CONVERSATION,
        limit: int = 20,
        after: str = "",
        below: ResponseId = _NONE,
    ) -> ListResponsesResponse:
        _check_limit(limit)
        told, me = await self._story(story_id), _viewer()
        if order is Order.TIME:
            before = entities.number_before(after)
            rows = await self.talk.in_time(story_id, before=before, limit=limit + 1)
        elif order is Order.CONVERSATION:
            top = (await self._one(below)).path if below else ""
            place = entities.after_path(after)
            rows = await self.talk.in_conversation(story_id, after=place, below=top, limit=limit + 1)
        else:
            raise Invalid("order", "By conversation or by time.")
        more = rows[limit - 1] if len(rows) > limit else None
        return ListResponsesResponse(
            responses=await self._seen(rows[:limit], by_id=bool(below)),
            next=(more.id if order is Order.TIME else more.path) if more else "",
            decides=me is not None and await self._decides(told, me),
        )

    async def count_responses(self, *, story_ids: tuple[StoryId, ...]) -> tuple[ResponseCount, ...]:
        if len(story_ids) > _MOST_AT_ONCE:
            raise Invalid("story_ids", f"At most {_MOST_AT_ONCE} at once.")
        counts = await self.talk.counts(story_ids) if story_ids else {}
        return tuple(ResponseCount(story_id=one, responses=counts.get(one, 0)) for one in story_ids)

    async def list_held(self, *, limit: int = 20, after: str = "") -> ListHeldResponse:
        me = _signed_in()
        _check_limit(limit)
        edited, before = await self.stories.list_edited(), entities.number_before(after)
        rows = await self.talk.held(me, edited, before=before, limit=limit + 1)
        responses = await self._seen(rows[:limit])
        return ListHeldResponse(responses=responses, next=rows[limit - 1].id if len(rows) > limit else "")

    async def list_own(self, *, limit: int = 20, after: str = "") -> ListOwnResponse:
        me = _signed_in()
        _check_limit(limit)
        rows = await self.talk.own(me, before=entities.number_before(after), limit=limit + 1)
        responses = await self._seen(rows[:limit])
        return ListOwnResponse(responses=responses, next=rows[limit - 1].id if len(rows) > limit else "")

    async def get_rule(self, *, story_id: StoryId) -> Rule:
        await self._story(story_id)
        return await self.rules.get(story_id)

    async def set_rule(self, *, story_id: StoryId, rule: Rule) -> None:
        me = _signed_in()
        if not (_moderates() or await self._decides(await self._story(story_id), me)):
            raise ResponseNotFound
        if rule is Rule.UNSPECIFIED:
            raise Invalid("rule", "Everybody, the first held, all held, or locked.")
        await self.rules.set(story_id, rule)

    # What is heard

    async def move_story(self, story_id: StoryId, publication_id: str) -> None:
        """It stands in a publication, or (empty) with its author alone."""
        await self.talk.move_story(story_id, publication_id)

    async def forget_story(self, story_id: StoryId) -> None:
        """It is no more: neither is what was said about it."""
        await self.talk.forget_story(story_id)

    async def silence(self, person_id: PersonId, *, silent: bool) -> None:
        """Nothing of a suspended person is seen."""
        await self.talk.silence(person_id, silent=silent)

    async def _seen(self, rows: Sequence[Kept], *, by_id: bool = False) -> tuple[Response, ...]:
        """Those that the caller may see, as they may.

        by_id: asked for one by one, as reports name them. A moderator sees them then whom they block or
        who blocks them, and while their story is not to be read: otherwise nobody could decide.
        """
        me, moderates = _viewer(), _moderates()
        told = {one: await self._told(one) for one in dict.fromkeys(row.story_id for row in rows)}
        looks_after = moderates and by_id
        avoids = me if not looks_after else None
        hidden = await self._hidden(avoids, [row.person_id for row in rows]) if avoids else frozenset()
        edited = await self._edited(me, [story for story in told.values() if story is not None])
        visible = []
        for row in rows:
            story = told[row.story_id]
            mine = me is not None and row.person_id == me
            decides = story is not None and story.is_decided_by(me, edited)
            if (story is None and not looks_after) or row.person_id in hidden:
                continue
            if not (row.counts or mine or moderates):
                continue
            if entities.sees(row.state, mine=mine, decides=decides, moderates=moderates):
                visible.append(row)
        claps = await self.hands.of([row.id for row in visible], me)
        return tuple(_shown(row, claps.get(row.id, _NO_CLAPS), me) for row in visible)

    async def _state(self, told: Told, me: PersonId) -> State:
        """What becomes of a new response. Raises Locked."""
        if await self._decides(told, me):
            return State.SHOWN
        rule = await self.rules.get(told.story_id)
        if rule is Rule.LOCKED:
            raise Locked
        if rule is Rule.ALL_HELD:
            return State.HELD
        if rule is Rule.FIRST_HELD and not await self.talk.is_known(me, told.author):
            return State.HELD
        return State.SHOWN

    async def _parent(self, told: Told, parent_id: ResponseId, me: PersonId) -> Kept | None:
        if not parent_id:
            return None
        from_text(parent_id, "parent_id")
        found = await self.talk.get([parent_id])
        if not found or found[0].story_id != told.story_id:
            return None
        one = found[0]
        mine, decides, moderates = one.person_id == me, await self._decides(told, me), _moderates()
        if one.state is State.REMOVED or not one.counts:
            return None
        return one if entities.sees(one.state, mine=mine, decides=decides, moderates=moderates) else None

    async def _one(self, response_id: ResponseId) -> Kept:
        from_text(response_id, "response_id")
        found = await self.talk.get([response_id])
        if not found or await self._told(found[0].story_id) is None:
            raise ResponseNotFound
        return found[0]

    async def _mine(self, response_id: ResponseId, me: PersonId) -> Kept:
        one = await self._one(response_id)
        if one.person_id != me:
            raise ResponseNotFound
        return one

    async def _decides(self, told: Told, me: PersonId) -> bool:
        return told.is_decided_by(me, await self._edited(me, [told]))

    async def _edited(self, me: PersonId | None, told: Sequence[Told]) -> tuple[str, ...]:
        """The publications that the caller edits, as far as one is asked for here."""
        asked = any(one.publication_id and me not in one.writers for one in told)
        return await self.stories.list_edited() if asked and me is not None else ()

    async def _story(self, story_id: StoryId) -> Told:
        """Raises ResponseNotFound where there is no such published story."""
        from_text(story_id, "story_id")
        told = await self._told(story_id)
        if told is None:
            raise ResponseNotFound
        return told

    async def _told(self, story_id: StoryId) -> Told | None:
        async def load() -> Told | None:
            with acting_as(ANONYMOUS):
                stories = await self.stories.get_stories(story_ids=(story_id,))
            if not stories:
                return None
            story = stories[0]
            writers = (PersonId(story.author_id), *map(PersonId, story.co_author_ids))
            members = story.visibility is Visibility.MEMBERS
            return Told(story_id, writers, members, story.publication_id)

        return await self.near.get_or_load(
            ("responses story", story_id),
            load,
            ttl=lambda told: _NEAR_SECONDS if told else 1.0,
            tags=(f"story:{story_id}",),
            size=_ENTRY_BYTES,
        )

    async def _hidden(self, me: PersonId, people: Sequence[PersonId]) -> frozenset[str]:
        """Those of these people of whom one and the caller block the other."""
        others = tuple(dict.fromkeys(one for one in people if one and one != me))
        if not others:
            return frozenset()
        return frozenset((await self.graph.get_avoided(viewer_id=me, person_ids=others)).hidden)


def _shown(kept: Kept, claps: Clapping, me: PersonId | None) -> Response:
    return Response(
        id=kept.id,
        story_id=kept.story_id,
        parent_id=kept.parent_id,
        author_id=kept.person_id,
        html=kept.html,
        written_at=kept.written_at,
        edited_at=kept.edited_at,
        state=kept.state,
        depth=kept.depth,
        claps=claps.claps,
        own_claps=claps.own,
        text=entities.markdown(kept.body) if me is not None and kept.person_id == me else "",
    )


def _may_read(told: Told) -> None:
    """A members' story is for those whose address is confirmed."""
    if told.for_members and "confirmed" not in current_caller().roles:
        raise Forbidden("This story is for members whose address is confirmed.")


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= _MOST_AT_ONCE:
        raise Invalid("limit", f"From 1 to {_MOST_AT_ONCE}.")


def _moderates() -> bool:
    return "moderator" in current_caller().roles


def _viewer() -> PersonId | None:
    person_id = current_caller().person_id
    return PersonId(person_id) if person_id else None


def _signed_in() -> PersonId:
    person_id = _viewer()
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return person_id
