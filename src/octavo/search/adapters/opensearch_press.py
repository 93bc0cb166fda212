"""Makes, opens, swaps and sweeps the indexes of one site in OpenSearch; one process of the site at a time."""

import contextlib
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any, Final

import msgspec
import structlog

from octavo.search.adapters.opensearch_forms import SEAL, index_form, is_of_this_form
from octavo.search.adapters.opensearch_link import MissingError, OpenSearchLink, RefusedError, entry_path
from octavo.search.adapters.opensearch_marks import mark_of, new_mark, pen_of, space_of, vectors_of
from octavo.search.adapters.opensearch_meaning import read_shelf, seal_path
from octavo.search.adapters.opensearch_pen import OpenSearchPen, Shelf
from octavo.search.adapters.press import CHANGED, GROWN
from octavo.search.learning import LEAST_STORIES

_LOOK_SECONDS: Final = 60.0
"""So often it is asked whether a lesson is due, while nothing is written."""
_LATE: Final = msgspec.json.encode({"query": {"term": {"late": True}}})

_log = structlog.get_logger(__name__)


class OpenSearchPress:
    """Fits indexing.Press."""

    def __init__(self, link: OpenSearchLink, folder: Path, *, least_stories: int = LEAST_STORIES) -> None:
        """folder: where lessons are held, of this site alone. least_stories: of fewer nothing is learned."""
        self.link = link
        self._folder = folder
        self._least = least_stories
        self._learned: tuple[str, Any, Any] = ("", None, None)
        self._not_due: tuple[tuple[str, int, int], float] = (("", -1, 0), 0.0)

    def is_sound(self, mark: str, turn: int) -> bool:
        """Raises IndexAway where nobody can say."""
        written = self._written(mark)
        if self._present() != mark or written is None or written > turn + 1:
            return False
        index = self._index(mark)
        try:
            mappings = self.link.tell("GET", f"/{index}/_mapping")[index]["mappings"]
            # It is written by its other name: without it nothing could be brought in.
            return is_of_this_form(mappings) and self.link.aliased(pen_of(index)) == (index,)
        except (RefusedError, KeyError):
            return False

    def is_present(self, mark: str) -> bool:
        """Raises IndexAway where nobody can say."""
        return self._written(mark) is not None

    def _written(self, mark: str) -> int | None:
        """The highest version of its entries; None where the present index is not this one."""
        try:
            answer = self.link.tell("GET", f"{entry_path(self.link.name, SEAL)}?stored_fields=_none_")
        except RefusedError:  # gone, or more than one by the same name
            return None
        is_it = answer.get("found") is True and answer.get("_index") == self._index(mark)
        return int(answer["_version"]) if is_it else None

    def present(self) -> OpenSearchPen:
        mark = self._present()
        if not mark:
            raise ValueError("there is no index of this site")
        index, stored, space = self._shelf(mark)
        shelf = Shelf(index=index, space=space) if stored is not None and space is not None else None
        return OpenSearchPen(self.link, self._index(mark), shelf)

    def new(self) -> tuple[str, OpenSearchPen]:
        self._sweep(self._index(self._present()))  # what was left by who was killed, or found no room
        mark = new_mark()
        index = self._index(mark)
        self.link.tell("PUT", f"/{index}", msgspec.json.encode(index_form(pen_of(index))))
        return mark, OpenSearchPen(self.link, index)

    def swap(self, mark: str) -> None:
        index, name = self._index(mark), self.link.name
        actions: list[Mapping[str, Any]] = [
            {"remove": {"index": other, "alias": name}} for other in self.link.aliased(name)
        ]
        if self._is_index(name):
            actions.append({"remove_index": {"index": name}})  # made up by somebody who wrote to nothing
        actions.append({"add": {"index": index, "alias": name}})
        self.link.tell("POST", "/_aliases", msgspec.json.encode({"actions": actions}))
        self.link.changes += 1
        self._sweep(index)
        # What the folder has from before says what is to be forgotten one day, and nobody would.
        shutil.rmtree(self._folder, ignore_errors=True)

    def _sweep(self, present: str) -> None:
        """Remove what is ours, but for this index and the vectors of it that are in use."""
        name = self.link.name
        used = {index for index in self.link.aliased(space_of(name)) if index.startswith(f"{present}-")}
        for index in self.link.tell("GET", f"/{name}-*/_alias?expand_wildcards=all"):
            if index == present or index in used:
                continue
            if mark_of(name, index) or vectors_of(name, index):
                with contextlib.suppress(MissingError):
                    self.link.tell("DELETE", f"/{index}")

    def is_lesson_due(self, stories: int) -> bool:
        mark = self._present() if stories >= self._least else ""
        if not mark:
            return False
        known = (mark, self.link.changes, stories)
        if known == self._not_due[0] and monotonic() - self._not_due[1] < _LOOK_SECONDS:
            return False
        index, stored, _ = self._shelf(mark)
        if stored is None:
            return True
        late = self.link.tell("POST", f"/{index}/_count", _LATE)["count"]
        if stories > GROWN * stored.stories or late > CHANGED * stored.placed + self._least:
            return True
        self._not_due = (known, monotonic())
        return False

    def lesson(self, stories: int) -> Any:
        from octavo.search.adapters.opensearch_lesson import OpenSearchLesson

        mark = self._present()
        if not mark:
            raise ValueError("there is no index to learn for")
        self._sweep(self._index(mark))
        epoch = 1 + secrets.randbelow((1 << 32) - 1)
        return OpenSearchLesson(self.link, self._folder, self._index(mark), epoch=epoch, stories=stories)

    def _shelf(self, mark: str) -> tuple[str, Any, Any]:
        """The index of the vectors, what was stored with them, and their space; of what was never learned,
        or is damaged, nothing."""
        name = self.link.name
        ours = [
            index
            for index in self.link.aliased(space_of(name))
            if (found := vectors_of(name, index)) is not None and found[0] == mark
        ]
        if len(ours) != 1:
            return "", None, None
        (index,) = ours
        if self._learned[0] != index:
            try:
                stored, space = read_shelf(self.link.tell("GET", seal_path(index)))
            except (ValueError, KeyError) as error:
                _log.warning(
                    "what the stories are about cannot be read: it is learned anew", reason=str(error)
                )
                return "", None, None
            self._learned = (index, stored, space)
        return self._learned

    def _index(self, mark: str) -> str:
        return f"{self.link.name}-{mark}"

    def _present(self) -> str:
        """The mark of the present index; empty where there is none, or more than one."""
        indexes = self.link.aliased(self.link.name)
        return mark_of(self.link.name, indexes[0]) if len(indexes) == 1 else ""

    def _is_index(self, name: str) -> bool:
        try:
            return name in self.link.tell("GET", f"/{name}/_alias")
        except MissingError:
            return False
