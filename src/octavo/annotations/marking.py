"""Highlights and margin notes of readers in published stories."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from octavo.annotations import anchors
from octavo.annotations.api import (
    Fate,
    HighlightId,
    HighlightNotFound,
    ListHighlightsResponse,
    ListOwnHighlightsResponse,
    MarkedWords,
    NotThere,
    PersonId,
    StoryId,
    TopHighlight,
)
from octavo.annotations.entities import check_margin, top_of
from octavo.annotations.ports import Marks
from octavo.annotations.texts import Text, Texts
from octavo.chassis.batches import StaleTags
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Invalid, NotFound, Unauthenticated
from octavo.chassis.ids import from_text
from octavo.graph.api import Graph
from octavo.graph.api import PersonId as Somebody

_MOST: Final = 100
_AT_ONCE: Final = 500
_FAR: Final = 1 << 62
_ANY: Final = StoryId("")


class Marking(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A faculty of the annotations: what readers mark."""

    marks: Marks
    texts: Texts
    graph: Graph
    stale: StaleTags
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    async def highlight(
        self,
        *,
        story_id: StoryId,
        block_id: str,
        start: int,
        end: int,
        quote: str,
        note: str = "",
        private: bool = False,
    ) -> MarkedWords:
        me = _signed_in()
        from_text(story_id, "story_id")
        kept = check_margin(note)
        if len(quote) > anchors.LONGEST:
            raise Invalid("quote", f"At most {anchors.LONGEST:,} characters.")
        text = await self._readable(story_id, me)
        if block_id not in text.blocks:
            raise NotThere
        anchor = anchors.made(block_id, text.blocks[block_id], start, end)
        if anchor is None or anchor.quote != quote:
            raise NotThere
        made = MarkedWords(
            id=HighlightId(self.new_id()),
            story_id=story_id,
            reader_id=me,
            anchor=anchor,
            note=kept,
            public=not private,
            fate=Fate.FOUND,
            made_at=self.clock(),
            revision_id=text.revision_id,
        )
        kept_one = await self.marks.add(made, text.writers[0], now=self.clock())
        if made.public and kept_one.id == made.id:
            self.stale.add(f"highlights:{story_id}")
        return kept_one

    async def change_highlight(self, *, highlight_id: HighlightId, note: str, public: bool) -> MarkedWords:
        me = _signed_in()
        kept = check_margin(note)
        found = await self.marks.find(_id(highlight_id))
        if found is None or found.reader_id != me:
            raise HighlightNotFound
        changed = replace(found, note=kept, public=public)
        await self.marks.change(changed)
        self.stale.add(f"highlights:{found.story_id}")
        return changed

    async def remove_highlight(self, *, highlight_id: HighlightId) -> None:
        me = _signed_in()
        found = await self.marks.find(_id(highlight_id))
        if found is not None and found.reader_id == me:
            await self.marks.remove(found)
            self.stale.add(f"highlights:{found.story_id}")

    async def find_highlight(self, *, highlight_id: HighlightId) -> MarkedWords:
        found = await self.marks.find(_id(highlight_id))
        if found is not None:
            seen = await self._seen(found.story_id, [found])
            if seen:
                return seen[0]
        raise HighlightNotFound

    async def list_highlights(
        self, *, story_id: StoryId, limit: int = 50, after: str = ""
    ) -> ListHighlightsResponse:
        _check_limit(limit)
        from_text(story_id, "story_id")
        rows = await self.marks.of_story(story_id, viewer=_viewer(), before=_before(after), limit=limit + 1)
        if await self.texts.near(story_id, whole=False) is None:
            raise HighlightNotFound
        return ListHighlightsResponse(
            highlights=tuple(await self._seen(story_id, rows[:limit])),
            next=rows[limit - 1].id if len(rows) > limit else "",
        )

    async def list_own_highlights(
        self, *, limit: int = 20, after: str = "", story_id: StoryId = _ANY
    ) -> ListOwnHighlightsResponse:
        me = _signed_in()
        _check_limit(limit)
        if story_id:
            from_text(story_id, "story_id")
        rows = await self.marks.own(me, story_id=story_id, before=_before(after), limit=limit + 1)
        return ListOwnHighlightsResponse(
            highlights=tuple(rows[:limit]), next=rows[limit - 1].id if len(rows) > limit else ""
        )

    async def get_top_highlight(self, *, story_id: StoryId) -> TopHighlight | None:
        from_text(story_id, "story_id")
        text = await self.texts.near(story_id, whole=_whole(()))
        if text is None:
            return None
        rows = await self.marks.counted(story_id, limit=_AT_ONCE)
        return top_of([(one.reader_id, one.anchor) for one in rows if one.anchor.block_id in text.blocks])

    # What is heard

    async def find_again(self, story_id: StoryId) -> None:
        """The text may be another: where is what was marked in it?"""
        text = await self.texts.now(story_id, whole=True)
        if text is None:
            return
        before = _FAR
        while True:
            rows = await self.marks.elsewhere(story_id, text.revision_id, before=before, limit=_AT_ONCE)
            if not rows:
                break
            places = await asyncio.to_thread(_places, rows, text)
            await self.marks.settle(places, text.revision_id)
            before = from_text(rows[-1].id)
        self.stale.add(f"highlights:{story_id}")

    async def forget_highlights(self, story_id: StoryId) -> None:
        """The story is gone for good, and what was marked in it."""
        await self.marks.forget_story(story_id)

    async def quieten(self, person_id: PersonId, *, quiet: bool) -> None:
        """Nothing of a suspended person is seen."""
        for story_id in await self.marks.quieten(person_id, quiet=quiet):
            self.stale.add(f"highlights:{story_id}")

    async def close(self) -> None:
        """Purges what waits, at the end."""
        await self.stale.close()

    async def _readable(self, story_id: StoryId, me: PersonId) -> Text:
        """The text as the caller reads it. Raises HighlightNotFound."""
        text = await self.texts.now(story_id, whole=False)
        if text is not None and _whole(text.writers):
            text = await self.texts.now(story_id, whole=True)
        if text is None or await self._hidden(me, text.writers):
            raise HighlightNotFound
        return text

    async def _seen(self, story_id: StoryId, rows: Sequence[MarkedWords]) -> list[MarkedWords]:
        """Those that the caller may see: their own, and public ones in what they may read of the story."""
        me = _viewer()
        text = await self.texts.near(story_id, whole=False)
        if text is not None and _whole(text.writers):
            text = await self.texts.near(story_id, whole=True)
        if text is None:
            return [one for one in rows if one.reader_id == me]
        hidden: frozenset[str] = frozenset()
        if me is not None:
            hidden = await self._hidden(me, [*text.writers, *(one.reader_id for one in rows)])
        return [
            one
            for one in rows
            if one.reader_id == me
            or (
                one.public
                and one.fate is not Fate.LOST
                and one.anchor.block_id in text.blocks
                and one.reader_id not in hidden
                and hidden.isdisjoint(text.writers)
            )
        ]

    async def _hidden(self, me: PersonId, people: Sequence[PersonId]) -> frozenset[str]:
        others = tuple(dict.fromkeys(Somebody(one) for one in people if one != me))
        if not others:
            return frozenset()
        return frozenset((await self.graph.get_avoided(viewer_id=Somebody(me), person_ids=others)).hidden)


def _places(rows: Sequence[MarkedWords], text: Text) -> list[MarkedWords]:
    found = []
    for row in rows:
        fate, anchor = anchors.found_again(row.anchor, text.blocks)
        if fate is Fate.FOUND and row.fate is Fate.MOVED and anchor.block_id == row.anchor.block_id:
            fate = Fate.MOVED  # as it was before: it stands in another block than it was marked in
        found.append(replace(row, fate=fate, anchor=anchor))
    return found


def _whole(writers: Sequence[PersonId]) -> bool:
    """Whether the caller reads what is for members."""
    caller = current_caller()
    return "confirmed" in caller.roles or caller.person_id in writers


def _id(highlight_id: HighlightId) -> HighlightId:
    try:
        from_text(highlight_id)
    except (Invalid, NotFound):
        raise HighlightNotFound from None
    return highlight_id


def _before(after: str) -> int:
    return from_text(after, "after") if after else _FAR


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= _MOST:
        raise Invalid("limit", f"From 1 to {_MOST}.")


def _viewer() -> PersonId | None:
    person_id = current_caller().person_id
    return PersonId(person_id) if person_id else None


def _signed_in() -> PersonId:
    person_id = _viewer()
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return person_id
