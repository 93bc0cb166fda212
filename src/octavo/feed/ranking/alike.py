"""Which stories go with which, by who read both: matrices of stories by stories, and a few hidden directions.

A reader's score for a story is the sum of the rows of what they read. Sources: EASE (Steck, 2019), RP3beta
(Paudel and others, 2017), implicit ALS (Hu and others, 2008, with the weights of Rendle and others, 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from octavo.feed.ranking.acts import Numbers, Places, Table

Matrix = NDArray[np.float32]

NEIGHBOURS: Final = 600
"""Of each story; what is further counts as nothing."""
_EASE_PENALTY: Final = 200.0
_BIN: Final = 6 * 3600
"""Seconds. Stories that the site read in the same quarter of a day count as if somebody had read them."""
_BIN_WEIGHT: Final = 0.5
_BIN_MOST: Final = 3.0
_AT_ONCE: Final = 2_000_000
"""Numbers."""
_EVEN: Final = 1.0
_FAME: Final = 0.4


def ease(table: Table) -> sparse.csr_array:
    """The line that tells each story from the others, in closed form; of what the site read when, too."""
    bins = (table.times - table.times.min()) // _BIN
    _, rows = np.unique(bins, return_inverse=True)
    shape = (int(rows.max()) + 1, len(table.story_ids))
    ones = np.ones(len(rows), dtype=np.float32)
    site = sparse.csr_array((ones, (rows, table.columns)), shape=shape).minimum(_BIN_MOST)
    read = sparse.csr_array(sparse.vstack([table.read, site * np.float32(_BIN_WEIGHT)]))
    gram: Matrix = (read.T @ read).toarray()
    gram[np.diag_indices_from(gram)] += np.float32(_EASE_PENALTY)
    inverse = np.linalg.inv(gram)
    return _nearest(np.asarray(-inverse / np.diag(inverse), dtype=np.float32))


def walked(table: Table) -> sparse.csr_array:
    """Three steps, story to reader to story; the popular are held back."""
    readers, stories = np.maximum(table.readers_of, 1), np.maximum(table.stories_of, 1)
    there = sparse.diags_array(readers**-_EVEN) @ table.read.T
    back = sparse.diags_array(stories**-_EVEN) @ table.read
    return _nearest((there @ back).toarray().astype(np.float32) / (readers**_FAME).astype(np.float32))


def _nearest(matrix: Matrix) -> sparse.csr_array:
    """Each story's `NEIGHBOURS` likest, itself not among them."""
    np.fill_diagonal(matrix, 0.0)
    many = len(matrix)
    if many > NEIGHBOURS:
        least = np.partition(matrix, many - NEIGHBOURS, axis=1)[:, many - NEIGHBOURS]
        matrix = np.where(matrix >= least[:, None], matrix, np.float32(0))
    return sparse.csr_array(matrix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """Implicit ALS: a few numbers for each story; a reader's come from what they read, at once."""

    stories: Matrix
    gram: Matrix
    penalty: float

    def scores(self, own: Places) -> Numbers:
        """One for each story, for a reader of those in `own`."""
        if len(own) == 0:
            return np.zeros(len(self.stories))
        known = self.stories[own].astype(np.float64)
        taste = _solved(known[None], self.gram.astype(np.float64), self.penalty)[0]
        return np.asarray(self.stories @ taste.astype(np.float32), dtype=np.float64)


def factors(table: Table, *, size: int, penalty: float, unread: float, rounds: int = 8, seed: int) -> Factors:
    """Learn them. unread: what a story that was not read weighs beside one that was."""
    chance = np.random.default_rng(seed)
    stories = chance.normal(0, 0.1 / np.sqrt(size), (len(table.story_ids), size))
    turned = sparse.csr_array(table.read.T)
    for _ in range(rounds):
        readers = _half(table.read, stories, penalty, unread)
        stories = _half(turned, readers, penalty, unread)
    gram = _gram(stories, penalty, unread).astype(np.float32)
    return Factors(stories=stories.astype(np.float32), gram=gram, penalty=penalty)


def _gram(known: Numbers, penalty: float, unread: float) -> Numbers:
    """What all rows have in common: the unread, and the part of the penalty that goes with their number."""
    evenly = penalty * unread * len(known) * np.eye(known.shape[1])
    return np.asarray(unread * (known.T @ known) + evenly, dtype=np.float64)


def _half(read: sparse.csr_array, known: Numbers, penalty: float, unread: float) -> Numbers:
    """The numbers of each row, from those of what it has."""
    gram = _gram(known, penalty, unread)
    found = np.zeros((read.shape[0], known.shape[1]))
    lengths = np.diff(read.indptr)
    for many in np.unique(lengths[lengths > 0]).tolist():
        rows = np.flatnonzero(lengths == many)
        some = max(1, _AT_ONCE // (many * known.shape[1]))
        for start in range(0, len(rows), some):
            chosen = rows[start : start + some]
            own = known[read.indices[read.indptr[chosen, None] + np.arange(many)]]
            found[chosen] = _solved(own, gram, penalty)
    return found


def _solved(own: Numbers, gram: Numbers, penalty: float) -> Numbers:
    """Several rows at once, which have equally many: rows by what they have by size."""
    many, size = own.shape[1:]
    apart = gram + penalty * many * np.eye(size)
    sums = own.sum(axis=1)
    if many >= size:
        whole = apart + own.transpose(0, 2, 1) @ own
        return np.asarray(np.linalg.solve(whole, sums[..., None])[..., 0], dtype=np.float64)
    # Woodbury: of few a small system each, as all have one matrix in common.
    inverse = np.linalg.inv(apart)
    turned, alone = own @ inverse, sums @ inverse
    small = np.eye(many) + turned @ own.transpose(0, 2, 1)
    less = np.linalg.solve(small, own @ alone[..., None])
    return np.asarray(alone - (turned.transpose(0, 2, 1) @ less)[..., 0], dtype=np.float64)
