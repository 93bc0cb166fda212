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
from octavo.search.api import PersonId, StoryId
from octavo.search.ports import Change, Index, Notes, PersonEntry, StoryEntry
from octavo.search.snippets import plain
from octavo.search.texts import AT_ONCE, Texts
from octavo.stories.api import FullStory, Stories, Visibility

_BATCH: Final = 200
_MOST_WAITING: Final = 5000
_PEOPLE_AT_ONCE: Final = 100
_AGAIN: Final = timedelta(minutes=10)
_MODERATOR: Final = Caller(person_id="11111111111", roles=frozenset({"moderator"}))
"""Sees all people, and nothing else."""

_log = structlog.get_logger(__name__)


class Pen(Protocol):
    """An index open for writing; each act waits for the disk, so it runs in a thread."""

    def put_story(self, entry: StoryEntry) -> None: ...
    def put_person(self, entry: PersonEntry) -> None: ...
    def remove_story(self, story_id: str) -> None: ...
    def remove_person(self, person_id: str) -> None: ...
    def commit(self) -> None: ...
    def close(self) -> None: ...


class Press(Protocol):
    """Where pens come from."""

    def is_sound(self, mark: str) -> bool:
        """Whether the present index has this mark and can be opened."""
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
    clock: Callable[[], datetime]
    language: str
    """Of stories that name none."""

    async def prepare(self) -> None:
        """Sees to it that there is an index; what is lost, damaged or another's is made anew."""
        state = await self.notes.state()
        if not state.mark:
            _log.info("the search index is made for the first time")
        elif not await asyncio.to_thread(self.press.is_sound, state.mark):
            _log.warning("the search index is missing or damaged: it is made anew")
        else:
            return
        await self.notes.want_rebuild(self.clock())

    async def step(self) -> bool:
        """One round: make the index anew if that is due, else take what waits. False: there was nothing."""
        state = await self.notes.state()
        if state.due_at is not None and state.due_at <= self.clock():
            await self._rebuild(state.wishes, had_one=bool(state.mark))
            return True
        if not state.mark:
            return False
        changes = await self.notes.changes(limit=_BATCH)
        if not changes:
            return False
        pen = await asyncio.to_thread(self.press.present)
        try:
            await self._take(pen, changes)
            await asyncio.to_thread(pen.commit)
        finally:
            await asyncio.to_thread(pen.close)
        await self.notes.settle(changes)
        return True

    async def _take(self, pen: Pen, changes: Sequence[Change]) -> None:
        stories = dict.fromkeys(StoryId(change.id) for change in changes if not change.is_person)
        people = [PersonId(change.id) for change in changes if change.is_person]
        await self._put_people(pen, people)
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

    async def _put_people(self, pen: Pen, person_ids: Sequence[PersonId]) -> None:
        people = await self.accounts.get_people(person_ids=tuple(person_ids)) if person_ids else ()
        shown = {person.id: person for person in people if not person.suspended}
        for person_id in person_ids:
            if person_id in shown:
                pen.put_person(_person(shown[person_id]))
            else:
                pen.remove_person(person_id)

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
        whole = {full.story.id: full for full in await self.texts.read(story_ids, whole=True)}
        entries = await self._entries(
            [full for full in whole.values() if full.story.visibility is not Visibility.UNLISTED]
        )

        def put() -> None:
            for entry in entries:
                pen.put_story(entry)
            for story_id in set(story_ids) - {entry.story_id for entry in entries}:
                pen.remove_story(story_id)

        await asyncio.to_thread(put)

    async def _entries(self, read: Sequence[FullStory]) -> list[StoryEntry]:
        held = tuple(full.story.id for full in read if full.story.visibility is Visibility.MEMBERS)
        teasers = {
            full.story.id: full
            for start in range(0, len(held), AT_ONCE)
            for full in await self.texts.read(held[start : start + AT_ONCE], whole=False)
        }
        authors = tuple({full.story.author_id: None for full in read})
        people = {
            person.id: person
            for person in (await self.accounts.get_people(person_ids=authors) if authors else ())
        }
        entries: list[StoryEntry] = []
        for full in read:
            open_to_all = teasers.get(full.story.id, full)
            if full.story.id in held and (
                full.story.id not in teasers or open_to_all.story.revision_id != full.story.revision_id
            ):
                # Changed between the two: its event is on the way, and until then it is not found.
                continue
            entries.append(self._entry(full, open_to_all, people.get(full.story.author_id)))
        return entries

    def _entry(self, full: FullStory, open_to_all: FullStory, author: Person | None) -> StoryEntry:
        story, text = full.story, plain(open_to_all.html)
        rest = plain(full.html) if open_to_all.teaser_only else ""
        return StoryEntry(
            story_id=story.id,
            revision_id=story.revision_id,
            author_ids=(story.author_id,),
            authors=f"{author.name} {author.handle}" if author else "",
            title=story.title,
            subtitle=story.subtitle,
            tags=story.tags,
            text=text,
            rest=rest.removeprefix(text),
            language=story.language or self.language,
            published_at=story.published_at,
        )

    async def _rebuild(self, wishes: int, *, had_one: bool) -> None:
        mark, pen = await asyncio.to_thread(self.press.new)
        meanwhile: dict[Change, None] = {}
        # What waits already is read from here on as it is now.
        first = frozenset(await self.notes.changes(limit=_MOST_WAITING))
        try:
            people = await self._all_people(pen)
            stories = await self._all_stories(pen, meanwhile if had_one else None)
            await self._take(pen, tuple(meanwhile))
            # What is noted from here on waits, and goes into the new one.
            last = [one for one in await self.notes.changes(limit=_MOST_WAITING) if one not in first]
            await self._take(pen, last)
            await asyncio.to_thread(pen.commit)
        finally:
            await asyncio.to_thread(pen.close)
        await asyncio.to_thread(self.press.swap, mark)
        now = self.clock()
        await self.notes.rebuilt(mark, now, wishes=wishes, otherwise=now + _AGAIN)
        await self.notes.settle([*first, *last])
        _log.info("the search index is made", stories=stories, people=people)

    async def _all_people(self, pen: Pen) -> int:
        count, after = 0, ""
        while True:
            with acting_as(_MODERATOR):
                page = await self.accounts.list_people(limit=_PEOPLE_AT_ONCE, after=after)
            for record in page.people:
                if not record.person.suspended:
                    pen.put_person(_person(record.person))
            count += len(page.people)
            after = page.next
            if not after:
                return count

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


def _person(person: Person) -> PersonEntry:
    return PersonEntry(person_id=person.id, handle=person.handle, name=person.name)
