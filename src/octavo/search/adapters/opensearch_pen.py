"""Writes an index in OpenSearch: in heaps, from a thread; an entry's version says what it was read after."""

import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import structlog

from octavo.search.adapters import opensearch_forms as forms
from octavo.search.adapters.opensearch_link import OpenSearchLink, RefusedError
from octavo.search.adapters.opensearch_marks import pen_of
from octavo.search.adapters.writing import gist_of
from octavo.search.ports import Gist, IndexAway, PersonEntry, PublicationEntry, StoryEntry

_MOST_LINES: Final = 500
_MOST_BYTES: Final = 4 << 20
PAUSES: Final = (0.1, 0.4, 1.5)
"""Between tries, where it has too much to do; then whoever writes waits, and does it all once more."""
_BUSY: Final = frozenset({429, 503})
_CONFLICT: Final = 409
"""What is there was read later, or is this very one: it stays."""

_log = structlog.get_logger(__name__)


class Heap:
    """Entries on their way to one index. `version` of an entry: it takes the place of lower ones alone."""

    def __init__(self, link: OpenSearchLink, index: str) -> None:
        self._link = link
        self._index = index
        self._path = f"/{pen_of(index)}/_bulk?require_alias=true&filter_path=items.*.status,items.*.error"
        self._lines: list[tuple[str, bytes]] = []
        self._bytes = 0

    def put(self, id_: str, entry: Mapping[str, Any], version: int) -> None:
        """In the place of what is there."""
        self._add(id_, _order("index", id_, version) + msgspec.json.encode(entry) + b"\n")

    def remove(self, id_: str, version: int) -> None:
        """Nothing of it is found any more."""
        self._add(id_, _order("delete", id_, version))

    def _add(self, id_: str, line: bytes) -> None:
        self._lines.append((id_, line))
        self._bytes += len(line)
        if len(self._lines) >= _MOST_LINES or self._bytes >= _MOST_BYTES:
            self.send()

    def send(self) -> None:
        """Durable when it returns, and found after `refresh`. Raises IndexAway, RefusedError."""
        lines, self._lines, self._bytes = self._lines, [], 0
        for pause in (*PAUSES, None):
            lines = self._sent(lines)
            if not lines:
                return
            if pause is None:
                break
            time.sleep(pause)
        raise IndexAway(f"{self._link.address} has no room or no time for {len(lines)} entries")

    def _sent(self, lines: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        """Those that it had no time for."""
        if not lines:
            return []
        answer = self._link.tell("POST", self._path, b"".join(line for _, line in lines))
        again: list[tuple[str, bytes]] = []
        for (id_, line), item in zip(lines, answer["items"], strict=True):
            (said,) = item.values()
            status, error = said["status"], said.get("error")
            if error is None or status == _CONFLICT:
                continue
            line_said = f"{status} {error.get('type', '')}: {str(error.get('reason', ''))[:200]}"
            if status in _BUSY:
                again.append((id_, line))
            elif status == 404:
                raise RefusedError(f"the index is gone: {line_said}")
            elif status == 400:
                # One entry that it does not take must not hold up all the others.
                _log.error("the search cannot take an entry", entry=id_, reason=line_said)
            else:
                raise IndexAway(f"{self._link.address}: {line_said}")
        return again

    def refresh(self) -> None:
        """What was sent is found from now on."""
        self._link.tell("POST", f"/{self._index}/_refresh")


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """Where the vectors of stories are kept: the index of vectors, and its space."""

    index: str
    space: Any

    def add(self, link: OpenSearchLink, gists: Sequence[tuple[Gist, int]]) -> None:
        """The vectors of these stories, each with its version, in the place of what there is."""
        import numpy as np

        from octavo.search.adapters.space import counted, packed

        rows = packed(np.stack([self.space.point(counted(gist)) for gist, _ in gists]))
        heap = Heap(link, self.index)
        for (gist, version), row in zip(gists, rows, strict=True):
            heap.put(forms.story_id(gist.story_id), row_entry(row.tobytes(), late=True), version)
        heap.send()
        heap.refresh()


class OpenSearchPen:
    """Fits indexing.Pen. What is put in is found after `commit`."""

    def __init__(self, link: OpenSearchLink, index: str, shelf: Shelf | None = None) -> None:
        """shelf: where the vectors of its stories are kept."""
        self._link = link
        self._heap = Heap(link, index)
        self._shelf = shelf
        self._gists: list[tuple[Gist, int]] = []
        self._version = 1

    def read_after(self, turn: int) -> None:
        self._version = turn + 1

    def put_story(self, entry: StoryEntry) -> None:
        self._heap.put(forms.story_id(entry.story_id), forms.story_form(entry), self._version)
        if self._shelf is not None:
            self._gists.append((gist_of(entry), self._version))

    def put_person(self, entry: PersonEntry) -> None:
        self._heap.put(forms.person_id(entry.person_id), forms.person_form(entry), self._version)

    def put_publication(self, entry: PublicationEntry) -> None:
        id_ = forms.publication_id(entry.publication_id)
        self._heap.put(id_, forms.publication_form(entry), self._version)

    def remove_story(self, story_id: str) -> None:
        self._heap.remove(forms.story_id(story_id), self._version)

    def remove_person(self, person_id: str) -> None:
        self._heap.remove(forms.person_id(person_id), self._version)

    def remove_publication(self, publication_id: str) -> None:
        self._heap.remove(forms.publication_id(publication_id), self._version)

    def commit(self) -> None:
        self._heap.put(forms.SEAL, {}, self._version)
        self._heap.send()
        if self._shelf is not None and self._gists:
            try:
                self._shelf.add(self._link, self._gists)
            except RefusedError as error:
                # They are found by their words all the same.
                _log.warning("vectors of the search cannot be kept", reason=str(error))
        self._gists = []
        self._heap.refresh()
        self._link.changes += 1

    def close(self) -> None:
        """What was not committed is left where it is: the change waits, and is brought in once more."""


def row_entry(row: bytes, *, late: bool) -> Mapping[str, Any]:
    """A story's vector. late: it came after it was learned what the stories are about."""
    return {"row": b64encode(row).decode(), "late": late}


def _order(act: str, id_: str, version: int) -> bytes:
    return msgspec.json.encode({act: {"_id": id_, "version": version, "version_type": "external"}}) + b"\n"
