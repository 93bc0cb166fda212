"""Learning the space: the singular vectors of a sample of the site's texts, found by a random projection.

Bounded whatever the site: SAMPLE texts with MOST_OF_A_TEXT words each, MOST_WORDS words that count; some
170 MB at the most while it goes on, and a few seconds of one core for the numbers themselves.
"""

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from octavo.chassis.ids import from_text
from octavo.search.adapters import vectors
from octavo.search.adapters.space import (
    NUMBERS,
    PARTS,
    Space,
    Vector,
    counted,
    packed,
    rarity,
    rounded,
    short,
    weighed,
)
from octavo.search.ports import Gist

SAMPLE: Final = 10_000
"""Texts; of more every second, third … one is heard."""
MOST_WORDS: Final = 10_000
"""Those that most of the texts have, among those that tell them apart."""
DIMENSIONS: Final = 64
_EACH: Final = 4
"""So many texts and words at least for each dimension."""
_RARE: Final = 3
"""A word that fewer texts have joins nothing."""
_COMMON: Final = 5
"""A word in more than a fifth of the texts tells them apart badly."""
_AT_ONCE: Final = 500
_SPARE: Final = 16
_ROUNDS: Final = 6


class Lesson:
    """Fits learning.Lesson. Texts are heard; what was heard is learned; then each text finds its place."""

    def __init__(self, path: Path, *, epoch: int, stories: int) -> None:
        """path: of the index. stories: how many it has, or so."""
        self._path, self._epoch, self._stories = path, epoch, stories
        self._every = max(1, -(-stories // SAMPLE))
        self._ids: list[int] = []
        self._ends = array("q", [0])
        self._numbers, self._often = array("i"), array("f")
        self._space: Space | None = None
        self._written = 0
        vectors.sweep(path)

    def wants(self, turn: int) -> bool:
        """Whether the text that comes as this one is to be heard."""
        return turn % self._every == 0 and len(self._ids) < SAMPLE

    def hear(self, gists: Sequence[Gist]) -> None:
        """Before it is learned."""
        for gist in gists:
            counts = counted(gist)
            self._ids.append(from_text(gist.story_id))
            self._numbers.extend(counts.keys())
            self._often.extend(counts.values())
            self._ends.append(len(self._numbers))

    def learn(self) -> bool:
        """Takes seconds. False: from so few or such texts nothing can be learned."""
        numbers = (
            np.frombuffer(self._numbers, dtype=np.int32) if self._numbers else np.zeros(0, dtype=np.int32)
        )
        often = np.frombuffer(self._often, dtype=np.float32) if self._often else np.zeros(0, dtype=np.float32)
        texts = len(self._ids)
        words, rare = _words(numbers, texts)
        dimensions = min(DIMENSIONS, min(texts, len(words)) // _EACH // PARTS * PARTS)
        if not dimensions:
            return False
        columns = np.minimum(np.searchsorted(words, numbers).astype(np.int32), len(words) - 1)
        counts = words[columns] == numbers
        columns = columns[counts]
        rows = np.repeat(np.arange(texts, dtype=np.int32), np.diff(self._ends))[counts]
        weights = weighed(often[counts]) * rare[columns]
        directions = _singular(rows, columns, weights, (texts, len(words)), dimensions)
        whole, lengths = rounded(directions, 127)
        self._space = Space(
            epoch=self._epoch,
            numbers=words,
            rarity=short(rare),
            directions=whole,
            lengths=short(lengths),
        )
        for start in range(0, texts, _AT_ONCE):
            heard = range(start, min(start + _AT_ONCE, texts))
            self._place([self._ids[at] for at in heard], [self._counts(at) for at in heard])
        return True

    def _counts(self, at: int) -> dict[int, int]:
        piece = slice(self._ends[at], self._ends[at + 1])
        return dict(zip(self._numbers[piece], map(int, self._often[piece]), strict=True))

    def place(self, gists: Sequence[Gist]) -> None:
        """Those that were not heard."""
        self._place([from_text(gist.story_id) for gist in gists], [counted(gist) for gist in gists])

    def _place(self, ids: list[int], counts: list[dict[int, int]]) -> None:
        assert self._space is not None
        if ids:
            rows = packed(np.stack([self._space.point(each) for each in counts]))
            with vectors.points_path(self._path, self._epoch).open("ab") as file:
                file.write(vectors.records(ids, rows))
            self._written += len(ids)

    def publish(self) -> None:
        """What was learned, or that nothing could be, takes the place of what there was."""
        vectors.put(
            self._path,
            space=self._space,
            stories=self._stories,
            epoch=self._epoch,
            written=self._written,
        )

    def close(self) -> None:
        """Whatever became of it."""
        vectors.sweep(self._path)


def _words(numbers: NDArray[np.int32], texts: int) -> tuple[NDArray[np.int32], Vector]:
    """The words that count, ascending by number, and what they count."""
    with_it = np.bincount(numbers, minlength=NUMBERS)
    fit = np.flatnonzero((with_it >= _RARE) & (with_it * _COMMON <= texts))
    # Of equals the lower number: the same texts give the same space.
    fit = np.sort(fit[np.argsort(-with_it[fit], kind="stable")[:MOST_WORDS]])
    return fit.astype(np.int32), rarity(texts, with_it[fit])


def _singular(
    rows: NDArray[np.int32],
    columns: NDArray[np.int32],
    weights: Vector,
    shape: tuple[int, int],
    dimensions: int,
) -> Vector:
    """A row for each word: its part in the directions in which the texts differ most.

    The range of the matrix is found by a few rounds with random vectors (Halko, Martinsson and Tropp, 2011),
    the same ones each time. Sparse products let go of the interpreter, so requests are answered meanwhile.
    Then all is turned at random: nearness stays as it is, and no part of a vector says more than the others,
    so that few bits are enough for each.
    """
    from scipy import sparse  # only who learns needs it

    lengths = np.sqrt(np.bincount(rows, weights * weights, minlength=shape[0])).astype(np.float32)
    weights = weights / lengths[rows]
    texts = sparse.csr_array((weights, (rows, columns)), shape=shape)
    turned = texts.T.tocsr()
    draw = np.random.default_rng(0)
    found = draw.standard_normal((shape[0], dimensions + _SPARE)).astype(np.float32)
    for _ in range(_ROUNDS):
        found = np.linalg.qr(texts @ np.linalg.qr(turned @ found)[0])[0]
    left, _, _ = np.linalg.svd(turned @ found, full_matrices=False)
    turn = np.linalg.qr(draw.standard_normal((dimensions, dimensions)))[0]
    return np.asarray(left[:, :dimensions] @ turn, dtype=np.float32)
