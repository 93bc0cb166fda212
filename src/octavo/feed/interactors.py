"""The Feed of the contract."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from typing import Final

import msgspec

from octavo.chassis.context import current_caller
from octavo.chassis.events import micros, moment
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.chassis.ids import from_text, to_text
from octavo.feed import entities, places, records, showing, weighing
from octavo.feed.api import (
    Dials,
    Filter,
    GetHomeResponse,
    ListHiddenResponse,
    Receipt,
    ReceiptId,
    ReceiptNotFound,
    ReplayResponse,
    StoryId,
    Trending,
    Weight,
)
from octavo.feed.avoiding import avoided
from octavo.feed.copying import Copying
from octavo.feed.entities import Listing
from octavo.feed.homes import Homes
from octavo.feed.keeping import CatalogueKeeper
from octavo.feed.learning import Learning
from octavo.feed.ports import Readers, Receipts
from octavo.feed.records import Record
from octavo.feed.related import related

_MOST_ITEMS: Final = 50
_MOST_TRENDING: Final = 50
_MOST_RELATED: Final = 20
_MOST_HIDDEN_AT_ONCE: Final = 100
_MOST_HIDDEN: Final = 2_000
_MOST_RECEIPTS: Final = 1_000
_LONGEST_TAG: Final = 100
_SPARE: Final = 50
"""So many more are looked at, as some may be of people whom the caller is not shown."""


class FeedInteractor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Homes, dials, records; what is trending and related."""

    homes: Homes
    keeper: CatalogueKeeper
    readers: Readers
    receipts: Receipts
    copying: Copying
    learning: Learning
    clock: Callable[[], datetime]

    async def get_home(self, *, limit: int = 20, after: str = "") -> GetHomeResponse:
        me = _signed_in()
        _within("limit", limit, _MOST_ITEMS)
        now, place = micros(self.clock()), places.read_page(after)
        made = await self.homes.go_on(me, place.receipt, now, place.start, limit) if place else None
        start = place.start if place and made else 0
        made = made or await self.homes.make(me, now, limit)
        reader = await self.homes.reader(me)
        catalogue = await self.keeper.fresh()
        items = showing.items(made, start, limit, reader.following, catalogue)
        length = len(made.record.order) + len(made.record.floor)
        return GetHomeResponse(
            items=items,
            next=places.write_page(made.receipt, start + limit) if start + limit < length else "",
            receipt_id=ReceiptId(to_text(made.receipt)),
            latest_first=made.record.dials[4],
        )

    async def get_dials(self) -> Dials:
        return (await self.homes.reader(_signed_in())).dials

    async def set_dials(self, *, dials: Dials) -> None:
        me = _signed_in()
        entities.check_dials(dials)
        text = msgspec.json.encode(dials).decode()
        await self.readers.set_dials(me, text, micros(self.clock()))

    async def hide_story(self, *, story_id: StoryId) -> None:
        me, story = _signed_in(), from_text(story_id, "story_id")
        await self.readers.hide(me, story, micros(self.clock()), most=_MOST_HIDDEN)

    async def unhide_story(self, *, story_id: StoryId) -> None:
        me, story = _signed_in(), from_text(story_id, "story_id")
        await self.readers.unhide(me, story)

    async def list_hidden(self, *, limit: int = 20, after: str = "") -> ListHiddenResponse:
        me = _signed_in()
        _within("limit", limit, _MOST_HIDDEN_AT_ONCE)
        rows = await self.readers.hidden(me, before=places.read_before(after), limit=limit + 1)
        return ListHiddenResponse(
            story_ids=tuple(StoryId(to_text(story)) for _, story in rows[:limit]),
            next=places.write(*rows[limit - 1]) if len(rows) > limit else "",
        )

    async def get_receipt(self, *, receipt_id: ReceiptId) -> Receipt:
        me, number = _signed_in(), from_text(receipt_id, "receipt_id")
        await self.homes.written(me)
        found = await self.receipts.get(number, me)
        if found is None:
            raise ReceiptNotFound
        at, record = found
        return showing.receipt(receipt_id, moment(at), record, await self._untold(me, record))

    async def _untold(self, me: int, record: Record) -> frozenset[int]:
        """What a record does not tell its reader: stories of those who block or are blocked, and that they
        were left out for it."""
        catalogue = await self.keeper.fresh()
        weighed = [one.number for one in record.candidates]
        stories = {one: catalogue.get(one) for one in (*weighed, *record.left_out)}
        away = await avoided(
            self.homes.graph, self.homes.near, me, [one for one in stories.values() if one is not None]
        )
        return frozenset(
            number
            for number, story in stories.items()
            if (away.hides(story) if story else record.left_out.get(number) == Filter.AVOIDED.value)
        )

    async def list_trending(self, *, tag: str = "", limit: int = 10) -> tuple[Trending, ...]:
        _within("limit", limit, _MOST_TRENDING)
        if len(tag) > _LONGEST_TAG:
            raise Invalid("tag", f"At most {_LONGEST_TAG} characters.")
        catalogue = await self.keeper.fresh()
        liked: Mapping[int, int] = catalogue.liked
        best = sorted(liked, key=lambda number: (-liked[number], -number))
        stories = (catalogue.get(number) for number in best)
        tagged = (one for one in stories if one is not None and (not tag or tag in one.tags))
        found = await self._for_caller(list(islice(tagged, limit + _SPARE)))
        return tuple(
            Trending(story_id=StoryId(to_text(one.number)), strength=liked[one.number])
            for one in found[:limit]
        )

    async def list_related(self, *, story_id: StoryId, limit: int = 6) -> tuple[StoryId, ...]:
        number = from_text(story_id, "story_id")
        _within("limit", limit, _MOST_RELATED)
        catalogue = await self.keeper.fresh()
        story = catalogue.get(number)
        like = await self.homes.learned.like(number) if story else {}
        near = related(story, catalogue, limit + _SPARE, like) if story else []
        found = await self._for_caller([one for number in near if (one := catalogue.get(number)) is not None])
        return tuple(StoryId(to_text(one.number)) for one in found[:limit])

    async def _for_caller(self, stories: list[Listing]) -> list[Listing]:
        """Without those of people whom the caller is not shown, or muted."""
        person_id = current_caller().person_id
        if person_id is None:
            return stories
        away = await avoided(self.homes.graph, self.homes.near, from_text(person_id), stories)
        return [one for one in stories if not away.avoids(one)]

    async def replay(
        self, *, since: datetime, weights: tuple[Weight, ...], limit: int = 100, after: str = ""
    ) -> ReplayResponse:
        _operator()
        _within("limit", limit, _MOST_RECEIPTS)
        tried = weighing.changed(self.homes.weights, {one.feature: one.weight for one in weights})
        rows = await self.receipts.page(micros(since), after=places.read(after), limit=limit + 1)
        by = tried if weights else None
        told = [records.compared(records.unpacked(kept), by) for _, _, kept in rows[:limit]]
        return ReplayResponse(
            pages=len(told),
            same=sum(one.same for one in told),
            first=sum(one.first for one in told),
            others=sum(one.others for one in told),
            next=places.write(rows[limit - 1][0], rows[limit - 1][1]) if len(rows) > limit else "",
        )

    async def rebuild(self) -> None:
        _operator()
        await self.copying.want_rebuild()

    async def close(self) -> None:
        """Writes what waits, at the end."""
        await self.homes.writer.close()


def _signed_in() -> int:
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return from_text(person_id)


def _operator() -> None:
    if "operator" not in current_caller().roles:
        raise Forbidden


def _within(field: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise Invalid(field, f"From 1 to {most}.")
