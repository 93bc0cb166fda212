"""The index on the disk, read in this process; each question in a thread, beside the loop."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import structlog

from octavo.chassis.faults import Unavailable
from octavo.search.adapters import reading
from octavo.search.adapters.folder import Folder
from octavo.search.adapters.marking import marks
from octavo.search.adapters.reading import View
from octavo.search.api import PersonId, PublicationId, StoryId
from octavo.search.ports import Found, Wish

T = TypeVar("T")

_log = structlog.get_logger(__name__)

_AWAY = "The search is being prepared. Try again in a moment."


class TantivyIndex:
    """Fits ports.Index. Whatever another process has written is seen by the next question."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._index: Any = None
        self._mark = ""
        self._stamp: tuple[int, int, int] = (0, 0, 0)
        self._view: View | None = None
        self._meaning: Any = None
        self._learned = 0
        self._turn = threading.Lock()

    async def find(self, wish: Wish, *, limit: int) -> list[Found]:
        return await self._ask(lambda view: reading.find(view, wish, limit))

    async def marks(self, wish: Wish, folded: str) -> list[tuple[int, int]]:
        view = self._view
        languages = view.languages if view else ("",)
        return marks(folded, wish.question.words, languages)

    async def people(self, text: str, *, limit: int) -> list[PersonId]:
        found = await self._ask(lambda view: reading.named(view, "person", text, limit))
        return [PersonId(id_) for id_ in found]

    async def publications(self, text: str, *, limit: int) -> list[PublicationId]:
        found = await self._ask(lambda view: reading.named(view, "publication", text, limit))
        return [PublicationId(id_) for id_ in found]

    async def tags(self, text: str, *, limit: int) -> list[tuple[str, int]]:
        return await self._ask(lambda view: reading.tags(view, text, limit))

    async def documents(self) -> int:
        return await self._ask(lambda view: view.searcher.num_docs)

    async def count_stories(self) -> int:
        return await self._ask(lambda view: view.stories)

    async def stories_of(self, person_id: PersonId) -> list[StoryId]:
        return await self._ask(lambda view: reading.stories_with(view, "author", person_id))

    async def stories_in(self, publication_id: PublicationId) -> list[StoryId]:
        return await self._ask(lambda view: reading.stories_with(view, "place", publication_id))

    async def _ask(self, work: Callable[[View], T]) -> T:
        return await asyncio.to_thread(self._answer, work)

    def _answer(self, work: Callable[[View], T]) -> T:
        view = self._now()
        try:
            return work(view)
        except BaseException as error:
            # A panic of the library is no Exception, and would take the process with it.
            if type(error).__name__ != "PanicException":
                raise
            _log.error("the search index panicked", reason=str(error))
            raise Unavailable(_AWAY) from None

    def _now(self) -> View:
        """The index as it is now. Raises Unavailable where there is none, or none that can be read."""
        with self._turn:
            try:
                return self._fresh()
            except (OSError, ValueError) as first:
                # It may have been replaced between two steps.
                self._mark = ""
                try:
                    return self._fresh()
                except (OSError, ValueError):
                    self._condemn(first)
                    raise Unavailable(_AWAY) from first

    def _condemn(self, reason: Exception) -> None:
        self._mark, self._view = "", None
        if mark := self._folder.present():
            _log.error("the search index cannot be read", reason=str(reason))
            self._folder.condemn(mark)

    def _fresh(self) -> View:
        mark = self._folder.present()
        stamp = self._folder.stamp(mark) if mark else (0, 0, 0)
        if self._view is not None and mark == self._mark and stamp == self._stamp:
            return self._view
        if mark != self._mark or self._index is None:
            self._index = self._folder.open(mark)
            self._meaning, self._learned = None, 0
        self._understand(self._folder.path / mark)
        self._view = reading.view_of(self._index, self._meaning)
        self._mark, self._stamp = mark, stamp
        return self._view

    def _understand(self, path: Path) -> None:
        """What was learned of the stories; without it, or where it is damaged, words alone decide."""
        learned = self._folder.learned(path.name)
        if not learned:
            self._meaning, self._learned = None, 0
            return
        from octavo.search.adapters import ordering, vectors  # numpy takes 20 MB, which small sites need not

        try:
            if learned != self._learned:
                shelf = vectors.Shelf.open(path)
                self._meaning = ordering.Meaning.of(shelf) if shelf else None
            elif self._meaning is not None:
                self._meaning.points.refresh()
        except ValueError as error:
            _log.warning("what the stories are about is damaged", reason=str(error))
            self._folder.forget(path.name, learned)
            self._meaning = None
        except OSError as error:
            _log.warning("what the stories are about cannot be read", reason=str(error))
            self._meaning, learned = None, 0  # with the next change it is tried again
        self._learned = learned
