"""The copies of what others own: what is published, what is followed, who likes what."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec
import structlog

from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.events import micros
from octavo.chassis.ids import from_text, to_text
from octavo.feed import entities, trending
from octavo.feed.entities import NEVER_WRITTEN, Listing
from octavo.feed.keeping import CatalogueKeeper
from octavo.feed.ports import NOW, Deed, Listings, Numbered, Readers, Receipts, State, Timelines
from octavo.graph.api import Edge, EdgeKind, Graph, Kind
from octavo.stories.api import Stories, Story, StoryId, Visibility

_AT_ONCE: Final = 50
_EDGES: Final = 2_000
_MONTH: Final = timedelta(days=30)
_DEEDS: Final = 200_000
_DEEDS_PAGE: Final = 500
_REST_SECONDS: Final = 0.01
"""After some milliseconds of work: it may take its time, as requests may not."""
_LIKED_DAYS: Final = timedelta(days=21)
_TIMELINE: Final = 400

_log = structlog.get_logger(__name__)


class Copying(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is heard of stories and of the graph, and the work beside."""

    listings: Listings
    readers: Readers
    timelines: Timelines
    receipts: Receipts
    state: State
    keeper: CatalogueKeeper
    stories: Stories
    graph: Graph
    clock: Callable[[], datetime]
    most_written: int
    receipt_days: int

    # What is heard

    async def story(self, story_id: StoryId, *, news: bool, to: str = "") -> None:
        """A story as it is now. news: its followers are to have it; to: those of one publication alone."""
        with acting_as(ANONYMOUS):
            found = await self.stories.get_stories(story_ids=(story_id,))
        now, number = micros(self.clock()), from_text(story_id)
        if not found or found[0].visibility is Visibility.UNLISTED:
            await self.listings.take_out(number, now)
            self.keeper.stale()
            return
        story, before = found[0], await self.listings.get(number)
        targets = _sources(story)
        if before is not None:
            written_from = before.written_from
        else:
            written_from = await self._written_from(story, targets) if news else NEVER_WRITTEN
        listing = _listing(story, written_from)
        wanted = [one for one in targets if not to or one == (Kind.PUBLICATION.value, to)]
        deliver = news and written_from < NEVER_WRITTEN
        await self.listings.put(listing, now, to=wanted if deliver else ())
        self.keeper.stale()

    async def withdrawn(self, story_id: StoryId) -> None:
        """It is not to be seen any more."""
        await self.listings.take_out(from_text(story_id), micros(self.clock()))
        self.keeper.stale()

    async def erased(self, story_id: StoryId) -> None:
        """Nothing of it is kept."""
        await self.listings.forget(from_text(story_id))

    async def author(self, author_id: str) -> None:
        """All that somebody wrote may be seen again, or not."""
        for number in await self.listings.of_author(from_text(author_id)):
            await self.story(StoryId(to_text(number)), news=False)

    async def followed(self, reader_id: str, kind: Kind, target: str, *, active: bool) -> None:
        """Somebody follows something, or no longer."""
        followed = from_text(target) if kind is Kind.PERSON else 0
        await self.readers.follow(
            from_text(reader_id), (kind.value, target), followed, active=active, now=micros(self.clock())
        )

    async def liked(
        self,
        reader_id: str,
        story_id: str,
        *,
        clapped: int | None = None,
        kept: bool | None = None,
        opened: bool | None = None,
    ) -> None:
        """Somebody did something with a story."""
        await self.readers.note(
            from_text(reader_id),
            from_text(story_id),
            micros(self.clock()),
            clapped=clapped,
            kept=kept,
            opened=opened,
        )

    # What goes on beside

    async def want_rebuild(self) -> None:
        """Have the copies made anew by whoever looks after them."""
        await self.state.set_built_at(0)

    async def rebuild_if_wanted(self) -> bool:
        """Make the copies anew where that is due; True where it was."""
        if await self.state.built_at():
            return False
        now = micros(self.clock())
        await self._recall_stories()
        await self._recall_edges(EdgeKind.FOLLOWS, now)
        await self.readers.forget_followings(now)
        await self._recall_edges(EdgeKind.CLAPS, now)
        await self.state.set_built_at(now)
        self.keeper.stale()
        _log.info("the feed's copies are made anew", stories=len(await self.keeper.fresh()))
        return True

    async def weigh(self) -> None:
        """What many like just now."""
        catalogue, now = await self.keeper.fresh(), self.clock()
        deeds = await self._deeds_since(micros(now - _LIKED_DAYS))

        def writers(number: int) -> tuple[int, ...]:
            story = catalogue.get(number)
            return (story.author, *story.others) if story else ()

        # A hundred thousand doings take half a second, for which no request is to wait.
        liked = await asyncio.to_thread(trending.liked, deeds, writers, micros(now), rest=_rest)
        await self.listings.put_liked(liked)
        self.keeper.stale()

    async def _deeds_since(self, since: int) -> list[Deed]:
        """The last ones, page by page, so that requests come between."""
        found: list[Deed] = []
        before = NOW
        while len(found) < _DEEDS and (page := await self.readers.deeds(before, _DEEDS_PAGE)):
            await asyncio.sleep(_REST_SECONDS)
            found += (deed for deed in page if deed.at >= since)
            before = (page[-1].at, page[-1].reader, page[-1].story)
            if page[-1].at < since:
                break
        return found

    async def tidy(self) -> None:
        """What is over goes: old records, the timelines of those who stay away."""
        now = self.clock()
        await self.receipts.trim(micros(now - timedelta(days=self.receipt_days)))
        await self.timelines.trim(_TIMELINE, micros(now - _MONTH))

    async def _recall_stories(self) -> None:
        after = ""
        while True:
            with acting_as(ANONYMOUS):
                listed = await self.stories.list_stories(limit=_AT_ONCE, after=after)
            now = micros(self.clock())
            for story in listed.stories:
                if await self.listings.get(from_text(story.id)) is None:
                    await self.listings.put(_listing(story, NEVER_WRITTEN), now)
            after = listed.next
            if not after:
                return

    async def _recall_edges(self, kind: EdgeKind, now: int) -> None:
        after = ""
        while True:
            page = await self.graph.list_edges(kind=kind, limit=_EDGES, after=after)
            if kind is EdgeKind.FOLLOWS:
                await self.readers.recall([_recalled(edge) for edge in page.edges], now)
            else:
                for edge in page.edges:
                    await self.liked(edge.person_id, edge.target_id, clapped=edge.weight)
            after = page.next
            if not after:
                return

    async def _written_from(self, story: Story, targets: list[Numbered]) -> int:
        since = micros(story.published_at - _MONTH) if story.published_at else 0
        needed = 1
        for kind, target in targets:
            lately = await self.listings.written_lately(kind, from_text(target), since)
            followers = await self.readers.followers((kind, target), self.most_written + 1)
            needed = max(
                needed,
                entities.written_from(
                    stories_a_month=lately + 1, followers=followers, most_written=self.most_written
                ),
            )
        return needed


def _rest() -> None:
    time.sleep(_REST_SECONDS)


def _sources(story: Story) -> list[Numbered]:
    """Whose followers find it: its writers' and its publication's."""
    found = [(Kind.PERSON.value, str(one)) for one in (story.author_id, *story.co_author_ids)]
    if story.publication_id:
        found.append((Kind.PUBLICATION.value, str(story.publication_id)))
    return found


def _listing(story: Story, written_from: int) -> Listing:
    return Listing(
        number=from_text(story.id),
        author=from_text(story.author_id),
        others=tuple(from_text(one) for one in story.co_author_ids),
        publication=from_text(story.publication_id) if story.publication_id else 0,
        tags=tuple(story.tags),
        published=micros(story.published_at) if story.published_at else 0,
        minutes=max(1, story.reading_minutes),
        written_from=written_from,
    )


def _recalled(edge: Edge) -> tuple[int, Numbered, int]:
    followed = from_text(edge.target_id) if edge.kind is Kind.PERSON else 0
    return from_text(edge.person_id), (edge.kind.value, edge.target_id), followed
