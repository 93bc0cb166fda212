"""Has it learned, from time to time, what readers are likely to want: a bounded job beside all requests."""

from array import array
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeAlias

import msgspec
import structlog

from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.events import micros
from octavo.chassis.ids import from_text, to_text
from octavo.document.plain_words import plain_words
from octavo.feed.keeping import CatalogueKeeper
from octavo.feed.ports import NOW, Lesson, LessonError, Models, Readers, Text, Tutor
from octavo.stories.api import FullStory, Stories, StoryId, Visibility

MOST_DEEDS: Final = 1_000_000
"""Of more, the last."""
MOST_TEXTS: Final = 4_000
"""Of more, the newest."""
_WORDS: Final = 10_000
"""Characters of one story."""
_PAGE: Final = 1_000
_AT_ONCE: Final = 20

Column: TypeAlias = "array[int]"

_log = structlog.get_logger(__name__)


class Learning(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Held by the process that looks after the feed."""

    readers: Readers
    models: Models
    keeper: CatalogueKeeper
    stories: Stories
    tutor: Tutor
    clock: Callable[[], datetime]
    every: timedelta
    """How old what was learned may grow before it is learned anew; nothing: it never is."""

    async def step(self) -> bool:
        """Learn, if that is due: somebody did something since, and it is time. True where it was learned."""
        now = self.clock()
        newest = await self.models.newest()
        if not self.every or newest > micros(now - self.every):
            return False
        last = await self.readers.deeds(NOW, 1)
        if not last or last[0].at < newest:
            return False
        readers, stories, strengths, times = await self._columns()
        lesson = Lesson(
            readers.tobytes(), stories.tobytes(), strengths.tobytes(), times.tobytes(), await self._texts()
        )
        try:
            model = await self.tutor.learn(lesson)
        except LessonError as failure:
            _log.warning("home pages could not be learned for", reason=str(failure))
            return False
        if not model:
            return False
        await self.models.put(micros(now), model)
        _log.info("it is learned what readers like", deeds=len(readers), bytes=len(model))
        return True

    async def _columns(self) -> tuple[Column, Column, Column, Column]:
        """Readers, stories, strengths, seconds: a million of each are 32 MB, as objects they were 200."""
        readers, stories, strengths, times = array("q"), array("q"), array("q"), array("q")
        before = NOW
        while len(readers) < MOST_DEEDS and (page := await self.readers.deeds(before, _PAGE)):
            readers.extend(deed.reader for deed in page)
            stories.extend(deed.story for deed in page)
            strengths.extend(deed.strength for deed in page)
            times.extend(deed.at // 1_000_000 for deed in page)
            before = (page[-1].at, page[-1].reader, page[-1].story)
        return readers, stories, strengths, times

    async def _texts(self) -> list[Text]:
        catalogue = await self.keeper.fresh()
        listed = [story.number for story in catalogue.newest(MOST_TEXTS)]
        found: list[Text] = []
        for start in range(0, len(listed), _AT_ONCE):
            ids = tuple(StoryId(to_text(number)) for number in listed[start : start + _AT_ONCE])
            with acting_as(ANONYMOUS):
                read = await self.stories.read_stories(story_ids=ids)
            found += [_text(full) for full in read if full.story.visibility is not Visibility.UNLISTED]
        return found


def _text(full: FullStory) -> Text:
    story = full.story
    words = f"{story.title} {story.subtitle} {plain_words(full.html)}"
    published = micros(story.published_at) // 1_000_000 if story.published_at else 0
    return Text(from_text(story.id), story.language, published, words[:_WORDS])
