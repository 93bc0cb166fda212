"""The space and the stories' vectors on the disk, beside the index that they belong to.

<mark>/space          the space, replaced as a whole; a checksum before it
<mark>/points-EPOCH   a record for each story: its id, and its vector, packed. The first are in the order of
                      their ids; behind them stands what came later, of one story the last counts

One process writes, any may read. There is no more in it than can be made anew, so nothing waits for the disk;
what the disk made of it is seen by the checksums.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from octavo.chassis.ids import from_text
from octavo.search.adapters.folder import SPACE
from octavo.search.adapters.space import Packed, Space, Vector, counted, packed, row_bytes, unpacked
from octavo.search.ports import Gist

_POINTS: Final = "points-"
_UNFINISHED: Final = f"{SPACE}.new"
_FORM: Final = 1


class Stored(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """The space as it lies on the disk."""

    form: int
    epoch: int
    stories: int
    """How many the index had when it was learned."""
    placed: int
    """How many records stand in the order of their ids."""
    check: int
    """The checksum of these."""
    dimensions: int
    """0: nothing could be learned from so few or such texts."""
    numbers: bytes
    rarity: bytes
    directions: bytes
    lengths: bytes


class Points:
    """The vectors of stories, as they are now; seen by all threads."""

    def __init__(self, path: Path, dimensions: int, *, placed: int, check: int) -> None:
        self._path = path
        self._row = row_bytes(dimensions)
        self._form = _form(self._row)
        self._placed = np.memmap(path, dtype=self._form, mode="r", shape=(placed,)) if placed else None
        if self._placed is not None and zlib.crc32(self._placed.data) != check:
            raise ValueError("the vectors of the search are damaged")
        self._ids: NDArray[np.int64] = (
            np.zeros(0, dtype=np.int64)
            if self._placed is None
            else np.ascontiguousarray(self._placed["story"], dtype=np.int64)
        )
        self._later: dict[int, bytes] = {}
        self._read = placed * self._form.itemsize

    def refresh(self) -> None:
        """Read what was added; by one thread at a time. ValueError where the file is gone."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._read)
                added = file.read()
        except FileNotFoundError:
            raise ValueError("the vectors of the search are gone") from None
        records = np.frombuffer(added[: len(added) - len(added) % self._form.itemsize], dtype=self._form)
        for story, row in zip(records["story"].tolist(), records["row"], strict=True):
            self._later[story] = row.tobytes()
        self._read += records.nbytes

    def of(self, stories: NDArray[np.int64]) -> tuple[Vector, NDArray[np.bool_]]:
        """Their vectors, and which of them have one."""
        rows: Packed = np.zeros((len(stories), self._row), dtype=np.uint8)
        known = np.zeros(len(stories), dtype=np.bool_)
        if self._placed is not None:
            at = np.minimum(np.searchsorted(self._ids, stories), len(self._ids) - 1)
            known = self._ids[at] == stories
            rows[known] = self._placed["row"][at[known]]
        for place, story in enumerate(stories.tolist()):
            if (later := self._later.get(story)) is not None:
                rows[place], known[place] = np.frombuffer(later, dtype=np.uint8), True
        return unpacked(rows), known


class Rows:
    """A few vectors that were fetched from elsewhere."""

    def __init__(self, found: Mapping[int, bytes], dimensions: int) -> None:
        """found: packed rows by story. ValueError where one is of another length."""
        self._found = found
        self._row = row_bytes(dimensions)
        if any(len(row) != self._row for row in found.values()):
            raise ValueError("vectors of the search are damaged")

    def of(self, stories: NDArray[np.int64]) -> tuple[Vector, NDArray[np.bool_]]:
        """Their vectors, and which of them have one."""
        rows: Packed = np.zeros((len(stories), self._row), dtype=np.uint8)
        known = np.zeros(len(stories), dtype=np.bool_)
        for place, story in enumerate(stories.tolist()):
            if (row := self._found.get(story)) is not None:
                rows[place], known[place] = np.frombuffer(row, dtype=np.uint8), True
        return unpacked(rows), known


class Shelf:
    """The space and the vectors of one index."""

    def __init__(self, path: Path, stored: Stored) -> None:
        self.path = path
        self.stories = stored.stories
        self.placed = stored.placed
        self._check = stored.check
        self.epoch = stored.epoch
        self.space: Space | None = read_space(stored)

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """What belongs to the index in this folder; None where there is nothing. ValueError: damaged."""
        try:
            raw = (path / SPACE).read_bytes()
        except FileNotFoundError:
            return None
        shelf = cls(path, read_stored(raw))
        if shelf.space is not None and shelf.points_size() < shelf.placed * shelf.record:
            raise ValueError("vectors of the search are missing")
        return shelf

    @property
    def record(self) -> int:
        """How long one is."""
        return 8 + row_bytes(self.space.dimensions) if self.space else 8

    @property
    def added(self) -> int:
        """How many records came after those that were learned with."""
        return 0 if self.space is None else self.points_size() // self.record - self.placed

    def points_size(self) -> int:
        """In bytes. ValueError where they are not there."""
        try:
            return self._points.stat().st_size
        except OSError:
            raise ValueError("the vectors of the search are not there") from None

    @property
    def _points(self) -> Path:
        return points_path(self.path, self.epoch)

    def points(self) -> Points:
        """The vectors for reading. ValueError where they are damaged or gone."""
        assert self.space is not None
        try:
            points = Points(self._points, self.space.dimensions, placed=self.placed, check=self._check)
        except FileNotFoundError:
            raise ValueError("the vectors of the search are gone") from None
        points.refresh()
        return points

    def add(self, gists: Sequence[Gist]) -> None:
        """Their vectors behind the others. A record that was cut off is cut away first."""
        assert self.space is not None
        rows = packed(np.stack([self.space.point(counted(gist)) for gist in gists]))
        stories = [from_text(gist.story_id) for gist in gists]
        with self._points.open("r+b") as file:
            file.truncate(self.points_size() // self.record * self.record)
            file.seek(0, 2)
            file.write(records(stories, rows))


def records(stories: list[int], rows: Packed) -> bytes:
    """Those of these stories, in this order."""
    made = np.zeros(len(stories), dtype=_form(rows.shape[1]))
    made["story"], made["row"] = stories, rows
    return made.tobytes()


def placed_rows(path: Path, epoch: int, dimensions: int) -> Iterator[tuple[int, bytes]]:
    """Each story with its packed vector, of those that a space was published with."""
    made = np.fromfile(points_path(path, epoch), dtype=_form(row_bytes(dimensions)))
    for story, row in zip(made["story"].tolist(), made["row"], strict=True):
        yield story, row.tobytes()


def put(path: Path, *, space: Space | None, stories: int, epoch: int, written: int) -> None:
    """From now on this is the space of the index in this folder, with the `written` records that
    `points_path` holds, in any order; the one before goes. ValueError where it holds others."""
    placed = _sorted(points_path(path, epoch), space.dimensions, written) if space is not None else b""
    raw = msgspec.msgpack.encode(
        Stored(
            form=_FORM,
            epoch=epoch,
            stories=stories,
            placed=len(placed) // _form(row_bytes(space.dimensions)).itemsize if space else 0,
            check=zlib.crc32(placed),
            dimensions=space.dimensions if space else 0,
            numbers=space.numbers.astype("<i4").tobytes() if space else b"",
            rarity=space.rarity.astype("<f2").tobytes() if space else b"",
            directions=space.directions.tobytes() if space else b"",
            lengths=space.lengths.astype("<f2").tobytes() if space else b"",
        )
    )
    unfinished = path / _UNFINISHED
    unfinished.write_bytes(zlib.crc32(raw).to_bytes(4) + raw)
    unfinished.rename(path / SPACE)
    sweep(path)


def _sorted(path: Path, dimensions: int, written: int) -> bytes:
    """Puts the records in the order of their ids, of those that came twice the last. What is there now."""
    made = np.fromfile(path, dtype=_form(row_bytes(dimensions)))
    if len(made) != written:
        raise ValueError("somebody else was at the vectors of this lesson")
    last = len(made) - 1 - np.unique(made["story"][::-1], return_index=True)[1]
    placed = made[last].tobytes()
    path.write_bytes(placed)
    return placed


def sweep(path: Path) -> None:
    """Remove what belongs to no space that is there."""
    (path / _UNFINISHED).unlink(missing_ok=True)
    shelf = _sound(path)
    for file in path.glob(f"{_POINTS}*"):
        if shelf is None or file != points_path(path, shelf.epoch):
            file.unlink(missing_ok=True)


def _sound(path: Path) -> Shelf | None:
    try:
        return Shelf.open(path)
    except ValueError:
        return None


def points_path(path: Path, epoch: int) -> Path:
    """Where the vectors of a space lie."""
    return path / f"{_POINTS}{epoch}"


def _form(row: int) -> np.dtype[np.void]:
    return np.dtype([("story", "<i8"), ("row", "u1", (row,))])


def read_stored(raw: bytes) -> Stored:
    """What the file of a space says. ValueError where it is damaged, or of another form."""
    if len(raw) < 4 or zlib.crc32(raw[4:]) != int.from_bytes(raw[:4]):
        raise ValueError("the space of the search is damaged")
    stored = msgspec.msgpack.decode(raw[4:], type=Stored)
    if stored.form != _FORM:
        raise ValueError("the space of the search is of another form")
    return stored


def read_space(stored: Stored) -> Space | None:
    """The space; None where nothing could be learned."""
    if not stored.dimensions:
        return None
    numbers = np.frombuffer(stored.numbers, dtype="<i4")
    return Space(
        epoch=stored.epoch,
        numbers=numbers,
        rarity=np.frombuffer(stored.rarity, dtype="<f2").astype(np.float32),
        directions=np.frombuffer(stored.directions, dtype=np.int8).reshape(len(numbers), stored.dimensions),
        lengths=np.frombuffer(stored.lengths, dtype="<f2").astype(np.float32),
    )
