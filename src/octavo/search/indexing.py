"""Keeps the index: what waits goes in, and now and then all of it is made anew, while it is being asked."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec
import structlog

from octavo.accounts.api import Accounts, Person
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.faults import Unavailable
from octavo.publications.api import Publication, Publications
from octavo.search.api import PersonId, PublicationId, StoryId
from octavo.search.entries import Entries, house_entry, person_entry
from octavo.search.learning import Learning, School
from octavo.search.ports import Change, Index, Kind, Notes, PersonEntry, PublicationEntry, State, StoryEntry
from octavo.search.texts import AT_ONCE, Texts
from octavo.stories.api import Stories, Visibility

_BATCH: Final = 200
_MOST_WAITING: Final = 5000
_PEOPLE_AT_ONCE: Final = 100
_AGAIN: Final = timedelta(seconds=10)
_MODERATOR: Final = Caller(person_id="11111111111", roles=frozenset({"moderator"}))
"""Sees all people, and nothing else."""

_log = structlog.get_logger(__name__)


class Pen(Protocol):
    """An index open for writing; each act waits for the disk, so it runs in a thread."""

    def read_after(self, turn: int) -> None:
        """What is put from here on was read after the note with this turn. An entry that was read after a
        later one, or is written already, stays as it is: so none that comes late, or twice, does harm."""
        ...

    def put_story(self, entry: StoryEntry) -> None: ...
    def put_person(self, entry: PersonEntry) -> None: ...
    def put_publication(self, entry: PublicationEntry) -> None: ...
    def remove_story(self, story_id: str) -> None: ...
    def remove_person(self, person_id: str) -> None: ...
    def remove_publication(self, publication_id: str) -> None: ...
    def commit(self) -> None: ...
    def close(self) -> None: ...


class Press(School, Protocol):
    """Where pens come from."""

    def is_sound(self, mark: str, turn: int) -> bool:
        """Whether the present index has this mark and can be opened, and nothing in it was read after a later
        note than the one with this turn: there never was one, unless the notes were put back from before."""
        ...

    def is_present(self, mark: str) -> bool:
        """Whether the present index has this mark; asked often."""
        ...

    def present(self) -> Pen:
        """For the present index."""
        ...

    def new(self) -> tuple[str, Pen]:
        """For one that is to take its place; with its mark."""
        ...

    def swap(self, mark: str) -> None:
        """Now it does."""
        ...


class Indexing(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Held by one process at a time. Every step may be done twice."""

    press: Press
    index: Index
    notes: Notes
    texts: Texts
    stories: Stories
    accounts: Accounts
    publications: Publications
    clock: Callable[[], datetime]
    entries: Entries
    learning: Learning

    async def prepare(self) -> None:
        """Sees to it that there is an index; what is lost, damaged or another's is made anew."""
        state = await self.notes.state()
        if not state.mark:
            _log.info("the search index is made for the first time")
        elif not await asyncio.to_thread(self.press.is_sound, state.mark, state.turn):
            _log.warning("the search index is missing or damaged: it is made anew")
        else:
            return
        await self.notes.want_rebuild(self.clock())

    async def step(self) -> bool:
        """One round: make the index anew if that is due, else take what waits. False: there was nothing."""
        state = await self.notes.state()
        if state.due_at is not None and state.due_at <= self.clock():
            await self._rebuild(state)
            return True
        if not state.mark:
            return False
        if not await asyncio.to_thread(self.press.is_present, state.mark):
            # Removed while we ran, or found damaged by somebody who asked.
            _log.warning("the search index is gone: it is made anew")
            await self.notes.want_rebuild(self.clock())
            return True
        changes = await self.notes.changes(limit=_BATCH)
        if not changes:
            return await self.learning.step(self._meanwhile)
        pen = await asyncio.to_thread(self.press.present)
        try:
            await self._take(pen, changes)
            await asyncio.to_thread(pen.commit)
        finally:
            await asyncio.to_thread(pen.close)
        await self.notes.settle(changes)
        return True

    async def _meanwhile(self) -> Sequence[Change] | None:
        """What waits goes into the index; None where that is to be made anew, or is gone."""
        state = await self.notes.state()
        if state.due_at is not None and state.due_at <= self.clock():
            return None
        if not await asyncio.to_thread(self.press.is_present, state.mark):
            return None
        return await self._keep_up()

    async def _take(self, pen: Pen, changes: Sequence[Change]) -> None:
        if not changes:
            return
        pen.read_after(max(change.turn for change in changes))
        stories = dict.fromkeys(StoryId(change.id) for change in changes if change.kind is Kind.STORY)
        people = [PersonId(change.id) for change in changes if change.kind is Kind.PERSON]
        houses = [PublicationId(change.id) for change in changes if change.kind is Kind.PUBLICATION]
        await self._put_people(pen, people)
        await self._put_publications(pen, houses)
        for publication_id in houses:
            stories |= dict.fromkeys(await self._in(publication_id))
        for person_id in people:
            # Their names stand in what they wrote.
            stories |= dict.fromkeys(await self._by(person_id))
        ids = tuple(stories)
        for start in range(0, len(ids), AT_ONCE):
            await self._put_stories(pen, ids[start : start + AT_ONCE])

    async def _by(self, person_id: PersonId) -> list[StoryId]:
        """What the index has of a person's stories, and what is listed of them."""
        listed = await self._listed(person_id)
        try:
            return [*await self.index.stories_of(person_id), *listed]
        except Unavailable:  # the first index is being made: what is listed is all there is
            return listed

    async def _in(self, publication_id: PublicationId) -> list[StoryId]:
        """What the index has of a publication's stories: its name stands with them."""
        try:
            return await self.index.stories_in(publication_id)
        except Unavailable:
            return []

    async def _put_publications(self, pen: Pen, ids: Sequence[PublicationId]) -> None:
        houses = {house.id: house for house in await self.entries.houses(ids)}

        def put() -> None:
            for publication_id in ids:
                house = houses.get(publication_id)
                if house is not None and not house.archived:
                    pen.put_publication(house_entry(house))
                else:
                    pen.remove_publication(publication_id)

        await asyncio.to_thread(put)

    async def _put_people(self, pen: Pen, person_ids: Sequence[PersonId]) -> None:
        people = await self.accounts.get_people(person_ids=tuple(person_ids)) if person_ids else ()
        shown = {person.id: person for person in people if not person.suspended}

        def put() -> None:
            for person_id in person_ids:
                if person_id in shown:
                    pen.put_person(person_entry(shown[person_id]))
                else:
                    pen.remove_person(person_id)

        await asyncio.to_thread(put)

    async def _listed(self, person_id: PersonId) -> list[StoryId]:
        found: list[StoryId] = []
        after = ""
        while True:
            page = await self.stories.list_stories(author_id=person_id, limit=100, after=after)
            found += [story.id for story in page.stories]
            after = page.next
            if not after:
                return found

    async def _put_stories(self, pen: Pen, story_ids: tuple[StoryId, ...]) -> None:
        """Those that anybody may find are put in; the others are taken out."""
        read = await self.texts.read(story_ids, whole=False) if story_ids else ()
        entries = await self.entries.of(
            [full for full in read if full.story.visibility is not Visibility.UNLISTED]
        )

        def put() -> None:
            for entry in entries:
                pen.put_story(entry)
            for story_id in set(story_ids) - {entry.story_id for entry in entries}:
                pen.remove_story(story_id)

        await asyncio.to_thread(put)

    async def _rebuild(self, state: State) -> None:
        mark, pen = await asyncio.to_thread(self.press.new)
        pen.read_after(state.turn)
        meanwhile: dict[Change, None] = {}
        # What waits already is read from here on as it is now.
        first = frozenset(await self.notes.changes(limit=_MOST_WAITING))
        try:
            people = await self._all_people(pen)
            await self._all_publications(pen)
            stories = await self._all_stories(pen, meanwhile if state.mark else None)
            await self._take(pen, tuple(meanwhile))
            # What is noted from here on waits, and goes into the new one.
            last = [one for one in await self.notes.changes(limit=_MOST_WAITING) if one not in first]
            await self._take(pen, last)
            await asyncio.to_thread(pen.commit)
        finally:
            await asyncio.to_thread(pen.close)
        await asyncio.to_thread(self.press.swap, mark)
        now = self.clock()
        await self.notes.rebuilt(mark, now, wishes=state.wishes, otherwise=now + _AGAIN)
        await self.notes.settle([*first, *last])
        _log.info("the search index is made", stories=stories, people=people)

    async def _all_people(self, pen: Pen) -> int:
        count, after = 0, ""
        while True:
            with acting_as(_MODERATOR):
                page = await self.accounts.list_people(limit=_PEOPLE_AT_ONCE, after=after)
            shown = [record.person for record in page.people if not record.person.suspended]
            await asyncio.to_thread(_put_people, pen, shown)
            count += len(page.people)
            after = page.next
            if not after:
                return count

    async def _all_publications(self, pen: Pen) -> None:
        after = ""
        while True:
            page = await self.publications.list_publications(limit=100, after=after)
            await asyncio.to_thread(_put_houses, pen, page.publications)
            after = page.next
            if not after:
                return

    async def _all_stories(self, pen: Pen, meanwhile: dict[Change, None] | None) -> int:
        count, after = 0, ""
        while True:
            page = await self.stories.list_stories(limit=100, after=after)
            ids = tuple(story.id for story in page.stories)
            for start in range(0, len(ids), AT_ONCE):
                await self._put_stories(pen, ids[start : start + AT_ONCE])
            count += len(ids)
            after = page.next
            if meanwhile is not None:
                meanwhile |= dict.fromkeys(await self._keep_up())
            if not after:
                return count

    async def _keep_up(self) -> Sequence[Change]:
        """What waits goes into the present index, so that it is found while the new one is being made."""
        changes = await self.notes.changes(limit=_BATCH)
        if not changes:
            return ()
        try:
            pen = await asyncio.to_thread(self.press.present)
        except (OSError, ValueError):  # lost or damaged: that is why another is made
            return ()
        try:
            await self._take(pen, changes)
            await asyncio.to_thread(pen.commit)
        finally:
            await asyncio.to_thread(pen.close)
        await self.notes.settle(changes)
        return changes


def _put_people(pen: Pen, people: Sequence[Person]) -> None:
    for person in people:
        pen.put_person(person_entry(person))


def _put_houses(pen: Pen, houses: Sequence[Publication]) -> None:
    for house in houses:
        pen.put_publication(house_entry(house))
