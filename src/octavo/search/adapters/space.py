"""What a text is about, as a point in a space that was learned from the site's own texts (see decision 0011).

A text's words are counted by number (a hash of the stem: no word is kept), weighed by how rare they are, and
laid into the few directions in which the site's texts differ most. Texts that say alike things in other words
lie close together.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from octavo.search.adapters.analysis import analyzer, spaced, stemmed_language
from octavo.search.ports import Gist

Vector = NDArray[np.float32]
Packed = NDArray[np.uint8]

NUMBERS: Final = 1 << 20
"""So many that two of the words that count hardly ever have the same."""
MOST_OF_A_TEXT: Final = 400
"""Different words of one text, those that stand in it most often first."""
_MOST_SIGNS: Final = 100_000
PARTS: Final = 4
"""Of a vector, in one byte: two bits each."""
_LEVELS: Final = np.array([-1.51, -0.453, 0.453, 1.51], dtype=np.float32)
_LIMITS: Final = (-0.98, 0.0, 0.98)
"""What two bits tell of a part, in units of what parts are on average, and where one ends and the next
begins: those that lose least where parts are spread as errors are (Max, 1960)."""


def number_of(term: str, language: str) -> int:
    """The number of a stem in its language."""
    return zlib.crc32(f"{language}:{term}".encode()) & (NUMBERS - 1)


def counted(gist: Gist) -> dict[int, int]:
    """How often a text has its words, by their numbers; what stands in the title counts twice."""
    language = stemmed_language(gist.language)
    words = analyzer(language).analyze(spaced(f"{gist.title}\n{gist.title}\n{gist.text[:_MOST_SIGNS]}"))
    often = Counter(words).most_common(MOST_OF_A_TEXT)
    return {number_of(word, language): count for word, count in often}


class Space(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The words that count, and where each of them points."""

    epoch: int
    """Which space it is: points of another mean nothing here."""
    numbers: NDArray[np.int32]
    """Of the words, ascending."""
    rarity: Vector
    directions: NDArray[np.int8]
    """A row for each word."""
    lengths: Vector
    """What a row is to be multiplied by."""

    @property
    def dimensions(self) -> int:
        """How long its vectors are."""
        return int(self.directions.shape[1])

    def known(self, numbers: Iterable[int]) -> int:
        """How many of these words count."""
        return len(self._rows(np.fromiter(numbers, dtype=np.int32))[0])

    def point(self, counts: Mapping[int, int]) -> Vector:
        """Where a text lies that has its words so often; of length one, or zero where no word counts."""
        numbers = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        rows, at = self._rows(numbers)
        weights = weighed(often[at]) * self.rarity[rows] * self.lengths[rows]
        return unit(weights @ self.directions[rows].astype(np.float32))

    def _rows(self, numbers: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """The rows of those that count, and which they are."""
        if not len(self.numbers):
            return np.zeros(0, dtype=np.intp), np.zeros(len(numbers), dtype=np.bool_)
        rows = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        at = self.numbers[rows] == numbers
        return rows[at], at


def weighed(often: Vector) -> Vector:
    """What it counts that a word stands there so often."""
    return 1 + np.log(often)


def rarity(stories: int, with_it: NDArray[np.int64]) -> Vector:
    """What words count that so many of all stories have."""
    return np.log((stories + 1) / (with_it + 0.5)).astype(np.float32)


def unit(vectors: Vector) -> Vector:
    """The same directions with the length one; what is zero stays so."""
    lengths = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def short(numbers: Vector) -> Vector:
    """As the disk keeps them: in half the bytes."""
    return numbers.astype("<f2").astype(np.float32)


def rounded(vectors: Vector, finest: int) -> tuple[NDArray[np.int8], Vector]:
    """Rows as whole numbers from -finest to finest, and what each is to be multiplied by."""
    largest = np.abs(vectors).max(axis=-1, initial=0.0)
    steps = (np.where(largest > 0, largest, 1) / finest).astype(np.float32)
    return np.rint(vectors / steps[..., None]).astype(np.int8), steps


def packed(vectors: Vector) -> Packed:
    """Rows of two bits for each part, and of nothing but zeros for zero. How long they were is lost, which
    says nothing of a direction. The dimensions must be a multiple of PARTS."""
    usual = np.sqrt((vectors * vectors).mean(axis=-1, keepdims=True))
    levels = np.searchsorted(_LIMITS, vectors / np.where(usual > 0, usual, 1), side="right").astype(np.uint8)
    levels[np.broadcast_to(usual == 0, levels.shape)] = 0
    pieces = [levels[..., at::PARTS] << (2 * at) for at in range(PARTS)]
    return np.asarray(np.bitwise_or.reduce(pieces), dtype=np.uint8)


def unpacked(rows: Packed) -> Vector:
    """The directions that were packed, of length one, or zero."""
    whole = np.empty((*rows.shape[:-1], rows.shape[-1] * PARTS), dtype=np.float32)
    for at in range(PARTS):
        whole[..., at::PARTS] = _LEVELS[rows >> (2 * at) & 3]
    return unit(np.where(rows.any(axis=-1, keepdims=True), whole, 0).astype(np.float32))


def row_bytes(dimensions: int) -> int:
    """How long a packed row is."""
    return dimensions // PARTS
