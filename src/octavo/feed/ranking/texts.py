"""What stories are about, from the site's own words: TF-IDF, made small by an SVD; no model is downloaded.

A word counts by the logarithm of its use, by how rare it is, and not at all where only one story has it or
where more than half of them have. So "the" weighs nothing in any language, and stories of one language lie
near one another without being told which it is. Vectors have length 1, or are 0 where no known word is left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

Vectors = NDArray[np.float32]

MOST_WORDS: Final = 20_000  # the vocabulary, the commonest first
MOST_READ: Final = 5_000  # words of one story
LEAST_STORIES: Final = 2
COMMON: Final = 0.5  # a word in more than this share of (many) stories says nothing
FEW: Final = 8  # of so few stories, none is too common
_WORD: Final = re.compile(r"[^\W\d_]{2,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """What was learned of the words: their places, how rare they are, and the directions they lie in."""

    places: dict[str, int]
    rareness: NDArray[np.float32]
    directions: NDArray[np.float32]  # words by size

    @property
    def size(self) -> int:
        """How many numbers a vector has; 0 where nothing could be learned."""
        return int(self.directions.shape[1])

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, known before or not."""
        rows = _weighed([_counted(text) for text in texts], self.places, self.rareness)
        return unit(np.asarray(rows @ self.directions, dtype=np.float32))


def learn(texts: Sequence[str], *, size: int = 64) -> Subjects:
    """Directions from the site's texts; of few or like texts there are fewer than `size`."""
    counts = [_counted(text) for text in texts]
    within = Counter(word for each in counts for word in each)
    most = len(texts) if len(texts) <= FEW else COMMON * len(texts)
    able = [(word, n) for word, n in within.items() if LEAST_STORIES <= n <= most]
    chosen = sorted(able, key=lambda each: (-each[1], each[0]))[:MOST_WORDS]
    places = {word: at for at, (word, _) in enumerate(chosen)}
    rareness = np.array([np.log((1 + len(texts)) / (1 + n)) + 1 for _, n in chosen], dtype=np.float32)
    rows = _weighed(counts, places, rareness)
    return Subjects(places=places, rareness=rareness, directions=_directions(rows, size))


def unit(rows: NDArray[np.float32]) -> Vectors:
    """Rows of length 1; what is 0 stays so."""
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    # What is shorter is rounding.
    found: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-6)
    return found


def _counted(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for at, match in enumerate(_WORD.finditer(text.lower())):
        if at >= MOST_READ:
            break
        found[match.group()] += 1
    return found


def _weighed(
    counts: Sequence[Counter[str]], places: dict[str, int], rareness: NDArray[np.float32]
) -> sparse.csr_array:
    starts, columns, values = [0], [], []
    for each in counts:
        known = [(places[word], n) for word, n in each.items() if word in places]
        weights = [(1 + np.log(n)) * float(rareness[at]) for at, n in known]
        length = float(np.sqrt(sum(weight * weight for weight in weights)))
        columns += [at for at, _ in known]
        values += [weight / length for weight in weights]
        starts.append(len(columns))
    shape = (len(counts), len(places))
    return sparse.csr_array(
        (
            np.array(values, dtype=np.float32),
            np.array(columns, dtype=np.int32),
            np.array(starts, dtype=np.int32),
        ),
        shape=shape,
    )


def _directions(rows: sparse.csr_array, size: int) -> NDArray[np.float32]:
    """The right singular vectors, each with its largest part above 0: every run gives the same."""
    most = min(size, min(rows.shape) - 1)
    if most < 1 or rows.nnz == 0:
        return np.zeros((rows.shape[1], 0), dtype=np.float32)
    wide = rows.astype(np.float64)
    _, values, right = svds(wide, k=most, v0=np.ones(min(rows.shape)))
    order = np.argsort(-values, kind="stable")
    kept = order[values[order] > 1e-6 * max(float(values.max()), 1e-12)]  # below is rounding
    found = right[kept]
    signs = np.sign(found[np.arange(len(found)), np.abs(found).argmax(axis=1)])
    return np.asarray((found * signs[:, None]).T, dtype=np.float32)
