"""A reader's home page: gathered, weighed, recorded."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import msgspec
import structlog

from octavo.chassis.batches import BatchWriter
from octavo.chassis.cache import NearCache
from octavo.chassis.faults import Fault
from octavo.chassis.ids import from_text, to_text
from octavo.feed import entities, gathering, records
from octavo.feed.api import Filter
from octavo.feed.avoiding import avoided
from octavo.feed.catalogue import Catalogue
from octavo.feed.entities import Listing, Reader
from octavo.feed.keeping import CatalogueKeeper
from octavo.feed.learned import Learned, LearnedKeeper
from octavo.feed.ports import Presence, Readers, Receipts, Timelines, Visit
from octavo.feed.records import MOST_ITEMS, Record
from octavo.feed.seen import Seen
from octavo.feed.weighing import FEATURES, in_order, weights_with
from octavo.graph.api import Graph, PersonId

_NEAR_SECONDS: Final = 300.0
_ENTRY_BYTES: Final = 6_000
_TIMELINE: Final = 200
_KEPT_LONG: Final = 400
_A_VISIT: Final = 30 * 60 * 1_000_000
_LEAST: Final = 20
_PENDING: Final = 10_000
_WALKED: Final = 40
_WALKED_SECONDS: Final = 300.0
_UNWALKED_SECONDS: Final = 20.0
_WALKED_BYTES: Final = 2_500

_log = structlog.get_logger(__name__)


class Made(NamedTuple):
    """A home page's record under its number."""

    receipt: int
    record: Record
    without: frozenset[int] = frozenset()
    """Stories of the record that the reader is not shown any more: hidden, muted or blocked since."""


class Pending(NamedTuple):
    """A visit that is being written."""

    presence: Presence
    done: "asyncio.Future[None]"


class Homes(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Makes home pages, and keeps their records and what was seen."""

    keeper: CatalogueKeeper
    readers: Readers
    timelines: Timelines
    receipts: Receipts
    graph: Graph
    near: NearCache
    learned: LearnedKeeper
    writer: BatchWriter[Visit]
    new_id: Callable[[], str]
    weights: tuple[int, ...]
    pending: dict[int, "Pending"] = {}
    """Of whom it is being written that they were here."""

    async def make(self, number: int, now: int, limit: int) -> Made:
        """Put the home page in order anew; the first `limit` stories count as shown."""
        catalogue = await self.keeper.fresh()
        reader = await self.reader(number)
        presence, timeline = await self._arrival(number)
        visits, comes = presence.visits, now - presence.visited > _A_VISIT
        if comes:
            visits = entities.visited(visits, presence.visited, now)
        current = await self._with_timeline(reader, visits, now)
        if current is not reader:
            reader, timeline = current, await self.timelines.of(number, _TIMELINE)
        seen = Seen(presence.seen)
        # What the reader did since is seen too.
        for interest in reader.interests:
            if not seen.over(interest.story, followed=True):
                seen.note_read(interest.story)
        walked = await self._walked(number)
        learned = await self.learned.of(reader, catalogue, now)
        record = await self._record(reader, timeline, catalogue, seen, now, walked, learned)
        receipt = from_text(self.new_id())
        shown = (*record.order, *record.floor)[:limit]
        # Who looks twice within half an hour has not seen the page twice.
        _note(seen, shown, again=comes)
        self._write(Visit(number, now, visits, seen.to_bytes(), receipt, records.packed(record)))
        return Made(receipt, record)

    async def go_on(self, number: int, receipt: int, now: int, start: int, limit: int) -> Made | None:
        """A further part of a page that was made before; None: there is no record of it any more."""
        await self.written(number)
        found = await self.receipts.get(receipt, number)
        if found is None:
            return None
        record = found[1]
        listed = (*record.order, *record.floor)[start : start + limit]
        without = await self._gone_since(number, listed)
        presence = await self._presence(number)
        seen = Seen(presence.seen)
        _note(seen, [one for one in listed if one not in without], again=False)
        self._write(Visit(number, presence.visited or now, presence.visits, seen.to_bytes(), receipt, b""))
        return Made(receipt, record, without)

    async def _gone_since(self, number: int, listed: Sequence[int]) -> frozenset[int]:
        """Which of these the reader hid, or is not shown any more, since the record was made."""
        catalogue, reader = await self.keeper.fresh(), await self.reader(number)
        stories = [story for one in listed if (story := catalogue.get(one)) is not None]
        away = await avoided(self.graph, self.near, number, stories)
        return reader.hidden | {story.number for story in stories if away.avoids(story)}

    async def reader(self, number: int) -> Reader:
        """What is known of a reader; near until it changes."""
        found: Reader = await self.near.get_or_load(
            ("feed reader", number),
            lambda: self.readers.get(number),
            ttl=_NEAR_SECONDS,
            tags=(f"feed-reader:{to_text(number)}",),
            size=_ENTRY_BYTES,
        )
        return found

    async def _with_timeline(self, reader: Reader, visits: int, now: int) -> Reader:
        """The reader with a timeline for how often they come; it is built where there is none for that."""
        wanted = entities.rate(visits)
        if reader.rate == wanted:
            return reader
        rebuilt = msgspec.structs.replace(reader, rate=wanted)

        async def fresh() -> Sequence[Listing]:
            catalogue = await self.keeper.now()
            following = reader.following
            found = catalogue.followed(following.people, following.publications, _TIMELINE)
            written = {story.number: story for story in found if story.written_from <= wanted}
            return sorted(written.values(), key=lambda one: -one.published)[:_KEPT_LONG]

        await self.timelines.rebuild(rebuilt, fresh, now)
        return rebuilt

    async def _record(
        self,
        reader: Reader,
        timeline: Sequence[int],
        catalogue: Catalogue,
        seen: Seen,
        now: int,
        walked: Sequence[int],
        learned: Learned,
    ) -> Record:
        taste = gathering.Taste(reader, catalogue)
        stories = gathering.candidates(reader, timeline, catalogue, taste, walked, learned)
        out = gathering.left_out(
            stories, reader, seen, await avoided(self.graph, self.near, reader.number, stories.values())
        )
        kept = {number: story for number, story in stories.items() if number not in out}
        seed = secrets.randbits(31)
        weighed = gathering.weighables(
            kept.values(),
            reader,
            catalogue,
            taste,
            seen,
            now=now,
            life=catalogue.life(),
            seed=seed,
            walked=walked,
            learned=learned,
        )
        order: tuple[int, ...]
        scores: tuple[int, ...]
        if reader.dials.latest_first:
            order, scores = _latest(reader, kept.values()), ()
        else:
            best = in_order(weighed, weights_with(self.weights, reader.dials), MOST_ITEMS)
            order, scores = tuple(one.number for one, _ in best), tuple(score for _, score in best)
        return Record(
            features=FEATURES,
            weights=self.weights,
            dials=records.flat(reader.dials),
            seed=seed,
            at=now,
            candidates=tuple(weighed),
            left_out={number: why.value for number, why in out.items()},
            order=order,
            scores=scores,
            floor=_floor(order, stories, out),
        )

    async def _walked(self, number: int) -> Sequence[int]:
        """What walks from what a reader clapped for came by lately, best first; nothing where they cannot be
        walked just now: the page is made without."""

        async def walk() -> tuple[int, ...]:
            try:
                found = await self.graph.walk(person_id=PersonId(to_text(number)), limit=_WALKED)
            except Fault as fault:
                _log.warning("a home page goes without walks", reason=str(fault) or type(fault).__name__)
                return ()
            return tuple(map(from_text, found))

        walked: Sequence[int] = await self.near.get_or_load(
            ("walked", number),
            walk,
            ttl=lambda found: _WALKED_SECONDS if found else _UNWALKED_SECONDS,
            tags=(),
            size=_WALKED_BYTES,
        )
        return walked

    async def _arrival(self, number: int) -> tuple[Presence, Sequence[int]]:
        before = self.pending.get(number)
        presence, timeline = await self.readers.arrival(number, _TIMELINE)
        # What was being written as this was read may be missing in it.
        waiting = self.pending.get(number) or before
        return (waiting.presence if waiting else presence), timeline

    async def _presence(self, number: int) -> Presence:
        waiting = self.pending.get(number)
        return waiting.presence if waiting else await self.readers.presence(number)

    async def written(self, number: int) -> None:
        """Waits until what is being written of a reader is."""
        waiting = self.pending.get(number)
        if waiting:
            await asyncio.shield(waiting.done)

    def _write(self, visit: Visit) -> None:
        number, presence = visit.reader, Presence(visit.visits, visit.at, visit.seen)
        done = self.writer.begin(visit)
        waiting = Pending(presence, done)
        if len(self.pending) < _PENDING:
            self.pending[number] = waiting

        def written(done: asyncio.Future[None]) -> None:
            if self.pending.get(number) is waiting:
                del self.pending[number]
            error = done.exception()
            if error is not None:
                # The page was shown all the same; what is lost is that it was.
                _log.warning("a visit was not noted", reason=str(error) or type(error).__name__)

        done.add_done_callback(written)


def _note(seen: Seen, shown: Sequence[int], *, again: bool) -> None:
    """These were shown; again: those that were before count once more."""
    for number in shown:
        if again or not seen.shown(number):
            seen.note_shown(number)


def _latest(reader: Reader, stories: Iterable[Listing]) -> tuple[int, ...]:
    """What is followed, tags too, the latest first."""
    tags = reader.following.tags
    chosen = [
        story
        for story in stories
        if reader.following.follows(story) or any(tag in tags for tag in story.tags)
    ]
    chosen.sort(key=lambda one: (-one.published, -one.number))
    return tuple(story.number for story in chosen[:MOST_ITEMS])


def _floor(order: Sequence[int], stories: dict[int, Listing], out: dict[int, Filter]) -> tuple[int, ...]:
    """What stands below where little is left: the rest by date, what was seen too."""
    if len(order) >= _LEAST:
        return ()
    rest = [
        story
        for number, story in stories.items()
        if number not in set(order) and out.get(number, Filter.SEEN) is Filter.SEEN
    ]
    rest.sort(key=lambda one: (-one.published, -one.number))
    return tuple(story.number for story in rest[: _LEAST - len(order)])
