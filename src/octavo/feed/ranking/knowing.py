"""All that is learned of acts and texts before anybody is asked for, and what is known of a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from octavo.feed.ranking import alike, moments
from octavo.feed.ranking.acts import Acts, Ids, Numbers, Places, Table, places_of
from octavo.feed.ranking.alike import Factors
from octavo.feed.ranking.moments import Calendar
from octavo.feed.ranking.ranker import Features
from octavo.feed.ranking.texts import Vectors, unit

FEATURES: Final = (
    "ease",
    "walked",
    "factors_few",
    "factors_some",
    "near_day",
    "near_days",
    "near_week",
    "near_month",
    "there_day",
    "there_days",
    "there_week",
    "there_since",
    "new_then",
    "read_by",
    "read_late",
    "own_fame",
    "own_age",
    "own_many",
    "content",
    "content_nearest",
    "language",
)
"""What is known of a reader and a story, in this order.

ease to factors_some: by who read both. near_…: readings of it near the reader's moments. there_…, new_then:
how the reader's moments lie after its beginning. read_by, read_late: how many read it, and how long after its
beginning. own_…: how much read and how old what they read is, and how much that is. content…, language: of
the words.
"""
DEFAULTS: Final = {"ease": 2, "walked": 2, "factors_some": 1, "near_week": 1, "new_then": 2, "read_by": 1,
                   "content": 2}  # fmt: skip
"""Weights of ranks where there is too little to learn from."""

OWN: Final = 1_000
"""Of what a reader read, the latest that count."""
LIKE: Final = 100
"""Of those that are like a story by words, and of those by readers."""
_ALIKE: Final = slice(0, 4)
_LOGGED: Final = np.array([0, 1, 4, 5, 6, 7])
"""Sums of which the logarithm says something."""
_FLOOR: Final = 0.01
"""Of a feature's mean, added before its logarithm."""
_SAMPLE: Final = 200
_HOUR: Final = 3600
_LONG: Final = 400 * moments.A_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What is known of stories besides their readers, a row each, by id. Vectors may have no width."""

    story_ids: Ids
    vectors: Vectors
    languages: NDArray[np.int64]
    """Any number for each language; 0 where it is not known."""
    began: Ids
    """Seconds: when it was published."""

    @classmethod
    def none(cls) -> Texts:
        """Of a site whose texts are not looked at."""
        empty = np.zeros(0, dtype=np.int64)
        return cls(story_ids=empty, vectors=np.zeros((0, 0), dtype=np.float32), languages=empty, began=empty)

    def rows(self, stories: Ids) -> Places:
        """The rows of stories, -1 where there is none."""
        return places_of(self.story_ids, stories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a reader read, and when (seconds); of more than `OWN` the latest."""

    stories: Ids
    times: Ids

    @classmethod
    def of(cls, stories: Sequence[int] | Ids, times: Sequence[int] | Ids) -> Own:
        """In any order."""
        read, at = np.array(stories, dtype=np.int64), np.array(times, dtype=np.int64)
        kept = np.sort(np.argsort(-at, kind="stable")[:OWN])
        return cls(stories=read[kept], times=at[kept])


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Learned from acts and texts; changed by nothing."""

    story_ids: Ids
    """Of those that somebody read, in order: the columns."""
    began: Ids
    """Seconds: when each was published or, where that is not known or later, first read."""
    readers_of: Numbers
    lateness: Numbers
    """The mean logarithm of the hours from a story's beginning to its readings."""
    calendar: Calendar
    likeness: tuple[sparse.csr_array, sparse.csr_array]
    factors: tuple[Factors, Factors]
    texts: Texts
    floors: Numbers
    """Of the features that are logarithms."""

    def features(self, own: Own, at: Ids, stories: Ids) -> Features:
        """What is known of the stories for a reader: stories by `FEATURES`, all finite.

        at: the moments (seconds) for which is asked. Of stories that nobody read, what their words tell.
        """
        found = self._raw(own, at, stories)
        found[:, _LOGGED] = np.log(found[:, _LOGGED].clip(0) + self.floors)
        return np.nan_to_num(found).astype(np.float32)

    def like(self, story: int, limit: int = LIKE) -> dict[int, float]:
        """The stories that are most like one, each by up to 2: by their words, and by who read both."""
        found: dict[int, float] = {}
        row, column = (
            int(places_of(ids, np.array([story]))[0]) for ids in (self.texts.story_ids, self.story_ids)
        )
        if row >= 0 and self.texts.vectors.shape[1]:
            near = self.texts.vectors @ self.texts.vectors[row]
            for at in np.argsort(-near, kind="stable")[: limit + 1].tolist():
                if at != row and near[at] > 0:
                    found[int(self.texts.story_ids[at])] = float(near[at])
        if column >= 0 and (readers := self.likeness[1][[column]]).nnz:
            order = np.argsort(-readers.data, kind="stable")[:limit]
            for at, part in zip(readers.indices[order].tolist(), readers.data[order].tolist(), strict=True):
                number = int(self.story_ids[at])
                found[number] = found.get(number, 0.0) + part / float(readers.data.max())
        return found

    def _raw(self, own: Own, at: Ids, stories: Ids) -> Numbers:
        columns, places = places_of(self.story_ids, stories), places_of(self.story_ids, own.stories)
        read = columns >= 0
        mine, there = places[places >= 0], columns[read]
        found = np.zeros((len(stories), len(FEATURES)))
        found[read, _ALIKE] = self._by_readers(mine)[there]
        bins = self.calendar.place(at)
        found[read, 4:8] = self.calendar.near(bins, there, self.readers_of)
        found[:, 8:13] = moments.around(bins, self._firsts(stories, columns))
        found[read, 13] = np.log1p(self.readers_of[there])
        found[read, 14] = self.lateness[there]
        found[:, 15:18] = self._of_reader(mine, own.times[places >= 0])
        found[:, 18:21] = self._by_words(own, stories)
        return found

    def _by_readers(self, mine: Places) -> Numbers:
        """Of all stories."""
        if len(mine) == 0:
            return np.zeros((len(self.story_ids), 4))
        sums = [np.asarray(each[mine].sum(axis=0)) for each in self.likeness]
        return np.stack([*sums, *(each.scores(mine) for each in self.factors)], axis=1)

    def _firsts(self, stories: Ids, columns: Places) -> Places:
        """The bins of their beginnings; of one of which nothing is known, that after the last."""
        origin, bins = self.calendar.origin, self.calendar.bins
        began = np.full(len(stories), origin + bins * moments.BIN, dtype=np.int64)
        rows = self.texts.rows(stories)
        began[rows >= 0] = self.texts.began[rows[rows >= 0]]
        began[columns >= 0] = self.began[columns[columns >= 0]]
        return ((began - origin) // moments.BIN).clip(0, bins + _LONG).astype(np.intp)

    def _of_reader(self, mine: Places, times: Ids) -> Numbers:
        if len(mine) == 0:
            return np.zeros(3)
        fame = float(np.log1p(self.readers_of[mine]).mean())
        hours = (times - self.began[mine]).clip(0) / _HOUR
        return np.array([fame, float(np.log1p(hours).mean()), float(np.log1p(len(mine)))])

    def _by_words(self, own: Own, stories: Ids) -> Numbers:
        found = np.zeros((len(stories), 3))
        theirs, mine = self.texts.rows(stories), self.texts.rows(own.stories)
        told, mine = theirs >= 0, mine[mine >= 0]
        if len(mine) == 0 or not told.any():
            return found
        vectors, read = self.texts.vectors[theirs[told]], self.texts.vectors[mine]
        if read.shape[1]:
            found[told, 0] = vectors @ unit(read.sum(axis=0, keepdims=True))[0]
            found[told, 1] = (vectors @ read.T).max(axis=1)
        languages, own_languages = self.texts.languages[theirs[told]], self.texts.languages[mine]
        kinds, which = np.unique(languages, return_inverse=True)
        share = np.array([(own_languages == kind).mean() if kind else 0.0 for kind in kinds.tolist()])
        found[told, 2] = share[which]
        return found


def know(acts: Acts, texts: Texts | None = None) -> Known | None:
    """Learn what goes with what, or None where there is no act. Bounded: see acts.MOST_ACTS, MOST_STORIES."""
    acts = acts.bounded()
    if len(acts) == 0:
        return None
    table, texts = Table.of(acts), texts or Texts.none()
    began = _beginnings(table, texts)
    late = np.log1p((table.times - began[table.columns]).clip(0) / _HOUR)
    readers_of = table.readers_of
    known = Known(
        story_ids=table.story_ids,
        began=began,
        readers_of=readers_of,
        lateness=np.bincount(table.columns, late, len(readers_of)) / readers_of,
        calendar=Calendar.of(table),
        likeness=(alike.ease(table), alike.walked(table)),
        factors=(
            alike.factors(table, size=24, penalty=0.04, unread=0.05, seed=1),
            alike.factors(table, size=48, penalty=0.04, unread=0.05, seed=2),
        ),
        texts=texts,
        floors=np.ones(len(_LOGGED)),
    )
    return replace(known, floors=_floors(known, acts))


def owns(acts: Acts) -> dict[int, Own]:
    """What each reader read, by their id."""
    return {reader: Own.of(acts.stories[rows], acts.times[rows]) for reader, rows in acts.by_reader().items()}


def _floors(known: Known, acts: Acts) -> Numbers:
    """A part of the means of the features that are logarithms, over some readers."""
    some = [own for _, own in sorted(owns(acts).items())]
    chosen = some[:: max(1, len(some) // _SAMPLE)][:_SAMPLE]
    means = [np.abs(known._raw(own, own.times, known.story_ids)[:, _LOGGED]).mean(axis=0) for own in chosen]
    return np.asarray(np.maximum(np.mean(means, axis=0) * _FLOOR, 1e-9), dtype=np.float64)


def _beginnings(table: Table, texts: Texts) -> Ids:
    began = np.full(len(table.story_ids), np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(began, table.columns, table.times)
    rows = texts.rows(table.story_ids)
    told = rows >= 0
    began[told] = np.minimum(began[told], texts.began[rows[told]])
    return began
