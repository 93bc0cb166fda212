"""Has it learned what the stories are about, when nothing else is to be done: never in a request."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from octavo.chassis.faults import Fault, Unavailable
from octavo.document.plain_words import plain_words
from octavo.search.api import PersonId, StoryId
from octavo.search.ports import Change, Gist, Index, Kind, Notes
from octavo.search.texts import AT_ONCE, Texts
from octavo.stories.api import FullStory, Stories, Visibility

LEAST_STORIES: Final = 1000
"""Fewer say too little of how words go together."""
_AFTER_TROUBLE: Final = timedelta(minutes=10)
_LOOK: Final = 0.25
"""Seconds between two looks at what waits, while numbers are being made in a thread."""

_log = structlog.get_logger(__name__)


class Lesson(Protocol):
    """One time of learning. Texts are heard; what was heard is learned; then each text finds its place."""

    def wants(self, turn: int) -> bool:
        """Whether the text that comes as this one is to be heard."""
        ...

    def hear(self, gists: Sequence[Gist]) -> None: ...

    def learn(self) -> bool:
        """Takes seconds. False: from so few or such texts nothing can be learned."""
        ...

    def place(self, gists: Sequence[Gist]) -> None:
        """Those that were not heard."""
        ...

    def publish(self) -> None:
        """What was learned, or that nothing could be, takes the place of what there was."""
        ...

    def close(self) -> None:
        """Whatever became of it."""
        ...


class School(Protocol):
    """Where lessons are held."""

    def is_lesson_due(self, stories: int) -> bool:
        """Whether there is enough to learn from, and nothing that still fits was learned; asked often."""
        ...

    def lesson(self, stories: int) -> Lesson:
        """From so many or so."""
        ...


Meanwhile = Callable[[], Awaitable[Sequence[Change] | None]]
"""Takes what waits, and tells what it was; None: something else is due, so the lesson is broken off."""


class Learning:
    """Held by the process that keeps the index."""

    def __init__(
        self,
        *,
        school: School,
        index: Index,
        notes: Notes,
        texts: Texts,
        stories: Stories,
        clock: Callable[[], datetime],
        language: str,
    ) -> None:
        """language: of stories that name none."""
        self._school, self._index, self._notes = school, index, notes
        self._texts, self._stories = texts, stories
        self._clock, self._language = clock, language
        self._not_before: datetime | None = None

    async def step(self, meanwhile: Meanwhile) -> bool:
        """Learn, if that is due. False: it was not, or came to nothing."""
        if self._not_before is not None and self._clock() < self._not_before:
            return False
        try:
            count = await self._index.count_stories()
        except Unavailable:  # it is to be made first
            return False
        try:
            if not await asyncio.to_thread(self._school.is_lesson_due, count):
                return False
            lesson = await asyncio.to_thread(self._school.lesson, count)
            try:
                return await self._hold(lesson, count, meanwhile)
            finally:
                await asyncio.to_thread(lesson.close)
        except (Fault, OSError, ValueError, MemoryError) as error:
            # Words alone decide meanwhile; what could not be done is not tried in each moment.
            _log.warning("the search could not learn", reason=str(error) or type(error).__name__)
            self._not_before = self._clock() + _AFTER_TROUBLE
            return False

    async def _hold(self, lesson: Lesson, count: int, meanwhile: Meanwhile) -> bool:
        """False: it was broken off."""
        changed: dict[Change, None] = {}
        heard: set[StoryId] = set()
        turn = 0
        async for ids in self._pages():
            wanted = [id_ for at, id_ in enumerate(ids, turn) if lesson.wants(at)]
            turn += len(ids)
            await self._tell(wanted, lesson.hear)
            heard.update(wanted)
            if not await _keep(meanwhile, changed):
                return False
        learned = await _learned(lesson, meanwhile, changed)
        if learned is None:
            return False
        if learned and len(heard) < turn:
            async for ids in self._pages():
                await self._tell([id_ for id_ in ids if id_ not in heard], lesson.place)
                if not await _keep(meanwhile, changed):
                    return False
        await self._note(changed)
        await asyncio.to_thread(lesson.publish)
        _log.info("the search has learned what the stories are about", stories=count)
        return True

    async def _note(self, changed: Iterable[Change]) -> None:
        """What was changed while the lesson went on may have been heard as it was before, or not at all."""
        for change in changed:
            if change.kind is Kind.STORY:
                await self._notes.note_story(StoryId(change.id))
            elif change.kind is Kind.PERSON:  # who comes back, comes with all that they wrote
                await self._notes.note_person(PersonId(change.id))

    async def _pages(self) -> AsyncIterator[Sequence[StoryId]]:
        after = ""
        while True:
            page = await self._stories.list_stories(limit=100, after=after)
            yield [story.id for story in page.stories]
            after = page.next
            if not after:
                return

    async def _tell(self, ids: Sequence[StoryId], to: Callable[[Sequence[Gist]], None]) -> None:
        for start in range(0, len(ids), AT_ONCE):
            # What everybody may read, and no more: from whoever asks nothing is to be learned of the rest.
            read = await self._texts.read(tuple(ids[start : start + AT_ONCE]), whole=False)
            gists = [self._gist(full) for full in read if full.story.visibility is not Visibility.UNLISTED]
            await asyncio.to_thread(to, gists)

    def _gist(self, full: FullStory) -> Gist:
        story = full.story
        return Gist(
            story_id=story.id,
            title=story.title,
            text=f"{story.subtitle}\n{plain_words(full.html)}",
            language=story.language or self._language,
        )


async def _learned(lesson: Lesson, meanwhile: Meanwhile, changed: dict[Change, None]) -> bool | None:
    """Whether anything could be learned; None: the lesson is broken off."""
    learning = asyncio.create_task(asyncio.to_thread(lesson.learn))
    try:
        while not learning.done():
            await asyncio.wait([learning], timeout=_LOOK)
            if not await _keep(meanwhile, changed):
                return None
        return learning.result()
    finally:
        # A thread cannot be stopped: nobody closes the lesson, or holds another, while it writes.
        await asyncio.wait([learning])


async def _keep(meanwhile: Meanwhile, changed: dict[Change, None]) -> bool:
    """False: the lesson is broken off."""
    taken = await meanwhile()
    if taken is None:
        return False
    changed |= dict.fromkeys(taken)
    return True
