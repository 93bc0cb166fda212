"""Opens the indexes of a folder for writing, and for learning what their stories are about."""

import secrets
from typing import Any, Final

import structlog

from octavo.search.adapters.folder import FORM, Folder
from octavo.search.adapters.writing import Writer
from octavo.search.learning import LEAST_STORIES

GROWN: Final = 1.5
"""When there are so many times the stories that it was learned from, it is learned anew."""
CHANGED: Final = 0.5
"""And when so many of them were written anew: each reader keeps these in memory."""

_log = structlog.get_logger(__name__)


class TantivyPress:
    """Fits indexing.Press."""

    def __init__(self, folder: Folder, *, least_stories: int = LEAST_STORIES) -> None:
        """least_stories: of fewer nothing is learned."""
        self._folder = folder
        self._least = least_stories
        self._shelf: tuple[str, int, Any] = ("", 0, None)

    def is_sound(self, mark: str, turn: int) -> bool:
        if self._folder.present() != mark:
            return False
        try:
            index = self._folder.open(mark)
            index.reload()
            return index.searcher().num_docs >= 0
        except (OSError, ValueError):
            return False

    def is_present(self, mark: str) -> bool:
        return self._folder.present() == mark

    def present(self) -> Writer:
        mark = self._folder.present()
        return Writer(self._folder.open(mark), self._learned(mark))

    def new(self) -> tuple[str, Writer]:
        mark = f"{FORM}-{secrets.token_hex(6)}"
        return mark, Writer(self._folder.make(mark))

    def swap(self, mark: str) -> None:
        self._folder.swap(mark)

    def is_lesson_due(self, stories: int) -> bool:
        mark = self._folder.present()
        if stories < self._least or not mark:
            return False
        shelf = self._learned(mark)
        if shelf is None:
            return True
        try:
            return bool(stories > GROWN * shelf.stories or shelf.added > CHANGED * shelf.placed + self._least)
        except ValueError:  # the vectors are gone
            return True

    def lesson(self, stories: int) -> Any:
        from octavo.search.adapters.lesson import Lesson

        mark = self._folder.present()
        if not mark:
            raise ValueError("there is no index to learn for")
        path = self._folder.path / mark
        return Lesson(path, epoch=1 + secrets.randbelow((1 << 32) - 1), stories=stories)

    def _learned(self, mark: str) -> Any:
        """The shelf of an index; None where there is none, or a damaged one."""
        learned = self._folder.learned(mark)
        if (mark, learned) != self._shelf[:2]:
            self._shelf = (mark, learned, self._open(mark) if learned else None)
        return self._shelf[2]

    def _open(self, mark: str) -> Any:
        from octavo.search.adapters.vectors import Shelf

        try:
            return Shelf.open(self._folder.path / mark)
        except (OSError, ValueError) as error:
            _log.warning("what the stories are about cannot be read: it is learned anew", reason=str(error))
            return None
