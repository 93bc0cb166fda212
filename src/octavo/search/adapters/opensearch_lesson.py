"""A lesson whose end is in OpenSearch: held in a folder that is gone afterwards, then sent as a whole."""

import contextlib
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from octavo.search.adapters import vectors
from octavo.search.adapters.folder import SPACE
from octavo.search.adapters.lesson import Lesson
from octavo.search.adapters.opensearch_forms import SEAL, vectors_form
from octavo.search.adapters.opensearch_link import OpenSearchLink, RefusedError
from octavo.search.adapters.opensearch_marks import pen_of, space_of, vectors_of
from octavo.search.adapters.opensearch_pen import Heap, row_entry
from octavo.search.ports import Gist, IndexAway

_PREFIX: Final = "lesson-"


class OpenSearchLesson:
    """Fits learning.Lesson."""

    def __init__(self, link: OpenSearchLink, folder: Path, index: str, *, epoch: int, stories: int) -> None:
        """folder: where something may lie meanwhile. index: the present one, of which it is learned."""
        self._link = link
        self._vectors = f"{index}-{epoch}"
        self._epoch = epoch
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob(f"{_PREFIX}*"):  # by who was killed
            shutil.rmtree(left, ignore_errors=True)
        self._path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
        self._lesson = Lesson(self._path, epoch=epoch, stories=stories)
        self._begun = False

    def wants(self, turn: int) -> bool:
        return self._lesson.wants(turn)

    def hear(self, gists: Sequence[Gist]) -> None:
        self._lesson.hear(gists)

    def learn(self) -> bool:
        return self._lesson.learn()

    def place(self, gists: Sequence[Gist]) -> None:
        self._lesson.place(gists)

    def publish(self) -> None:
        self._lesson.publish()
        raw = (self._path / SPACE).read_bytes()
        stored = vectors.read_stored(raw)
        self._begun = True
        form = msgspec.json.encode(vectors_form(pen_of(self._vectors)))
        self._link.tell("PUT", f"/{self._vectors}", form)
        heap = Heap(self._link, self._vectors)
        if stored.dimensions:
            for story, row in vectors.placed_rows(self._path, self._epoch, stored.dimensions):
                heap.put(f"s{story}", row_entry(row, late=False), 0)
        heap.put(SEAL, {"space": b64encode(raw).decode(), "placed": stored.placed}, 0)
        heap.send()
        heap.refresh()
        self._take_place()
        self._begun = False
        self._link.changes += 1

    def _take_place(self) -> None:
        """The others go, in the same moment."""
        alias = space_of(self._link.name)
        before = [
            name
            for name in self._link.aliased(alias)
            if name != self._vectors and vectors_of(self._link.name, name)
        ]
        actions = [
            {"add": {"index": self._vectors, "alias": alias}},
            *({"remove_index": {"index": name}} for name in before),
        ]
        self._link.tell("POST", "/_aliases", msgspec.json.encode({"actions": actions}))

    def close(self) -> None:
        """Whatever became of it. What cannot be removed now goes with the next lesson, or the next index."""
        shutil.rmtree(self._path, ignore_errors=True)
        if self._begun:
            with contextlib.suppress(IndexAway, RefusedError):
                self._link.tell("DELETE", f"/{self._vectors}")
