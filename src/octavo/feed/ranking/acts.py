"""Who read what, how strongly and when: one row for each reader and story, numbered for the matrices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ids = NDArray[np.int64]
Places = NDArray[np.intp]
Numbers = NDArray[np.float64]

MOST_ACTS: Final = 1_000_000
"""Of more, the latest are learned from."""
MOST_STORIES: Final = 4_000
"""Stories that are learned about: those that most readers read."""

Row = tuple[int, int, float, int]
"""A reader's id, a story's id, the weight of what was done, and when, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Rows as columns, by reader and story, each pair once."""

    readers: Ids
    stories: Ids
    strengths: Numbers
    times: Ids

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Acts:
        """Pairs with log2(1 + the sum of their weights), and the time of the first act.

        An act is not counted whose weight is not above 0, or is no number.
        """
        merged: dict[tuple[int, int], tuple[float, int]] = {}
        for reader, story, weight, at in rows:
            if not 0 < weight < float("inf"):
                continue
            total, first = merged.get((reader, story), (0.0, at))
            merged[reader, story] = (total + weight, min(first, at))
        pairs = sorted(merged)
        return cls(
            readers=np.array([each[0] for each in pairs], dtype=np.int64),
            stories=np.array([each[1] for each in pairs], dtype=np.int64),
            strengths=np.log2(1 + np.array([merged[each][0] for each in pairs], dtype=np.float64)),
            times=np.array([merged[each][1] for each in pairs], dtype=np.int64),
        )

    @classmethod
    def of_columns(cls, readers: Ids, stories: Ids, weights: Ids, times: Ids) -> Acts:
        """The same of columns in which each pair stands once at the most; what has no weight is left out."""
        order = np.lexsort((stories, readers))
        order = order[weights[order] > 0]
        return cls(
            readers=readers[order],
            stories=stories[order],
            strengths=np.log2(1 + weights[order].astype(np.float64)),
            times=times[order],
        )

    def __len__(self) -> int:
        return len(self.readers)

    def some(self, which: NDArray[np.bool_] | Places) -> Acts:
        """Those rows alone, in their order."""
        return Acts(
            readers=self.readers[which],
            stories=self.stories[which],
            strengths=self.strengths[which],
            times=self.times[which],
        )

    def bounded(self) -> Acts:
        """The latest `MOST_ACTS`, and of those the ones about the `MOST_STORIES` most read stories."""
        kept = self
        if len(kept) > MOST_ACTS:
            kept = kept.some(np.sort(np.argsort(-kept.times, kind="stable")[:MOST_ACTS]))
        ids, counts = np.unique(kept.stories, return_counts=True)
        if len(ids) > MOST_STORIES:
            kept = kept.some(np.isin(kept.stories, ids[np.argsort(-counts, kind="stable")[:MOST_STORIES]]))
        return kept

    def by_reader(self) -> dict[int, Places]:
        """The rows of each reader."""
        order = np.argsort(self.readers, kind="stable")
        ids, begins = np.unique(self.readers[order], return_index=True)
        parts = np.split(order, begins[1:])
        return {int(reader): rows for reader, rows in zip(ids, parts, strict=False)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Acts with places instead of ids: those of readers are rows, those of stories columns."""

    story_ids: Ids
    rows: Places
    columns: Places
    times: Ids
    read: sparse.csr_array
    """Readers by stories, 1 where read."""

    @classmethod
    def of(cls, acts: Acts) -> Table:
        """Number the readers and the stories by their ids."""
        reader_ids, rows = np.unique(acts.readers, return_inverse=True)
        story_ids, columns = np.unique(acts.stories, return_inverse=True)
        ones = np.ones(len(acts), dtype=np.float32)
        read = sparse.csr_array((ones, (rows, columns)), shape=(len(reader_ids), len(story_ids)))
        return cls(story_ids=story_ids, rows=rows, columns=columns, times=acts.times, read=read)

    @property
    def readers_of(self) -> Numbers:
        """How many read each story."""
        return np.bincount(self.columns, minlength=len(self.story_ids)).astype(np.float64)

    @property
    def stories_of(self) -> Numbers:
        """How many stories each reader read."""
        return np.bincount(self.rows, minlength=self.read.shape[0]).astype(np.float64)


def places_of(ids: Ids, wanted: Ids) -> Places:
    """Where in `ids`, which are in order, the wanted ones stand; -1 where one is not among them."""
    if len(ids) == 0:
        return np.full(len(wanted), -1, dtype=np.intp)
    at = np.searchsorted(ids, wanted).clip(0, len(ids) - 1)
    return np.where(ids[at] == wanted, at, -1).astype(np.intp)
