"""From acts to a model: what is known of them, and a blend that is learned from acts kept back.

A bounded job, not a request. What is kept back depends on what is to be told: the gaps in readers' pasts, or
what they read next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from octavo.feed.ranking.acts import Acts, Ids, Places
from octavo.feed.ranking.knowing import DEFAULTS, FEATURES, Known, Own, Texts, know, owns
from octavo.feed.ranking.ranker import MOST, Features, Ranker, by_rank, fit

FOLDS: Final = 4
OTHERS: Final = 20
"""Stories that were left, beside each that was taken."""
LATEST: Final = 0.15
"""The share of the acts, the last ones, from which is learned what is read next."""
_SLICES: Final = 3
_FIXED: Final = np.array([DEFAULTS.get(name, 0) for name in FEATURES], dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What a page asks."""

    known: Known
    ranker: Ranker | None

    def scores(self, own: Own, at: Ids, stories: Ids) -> Features:
        """A finite score for each story, higher is better; they compare within one call."""
        features = self.known.features(own, at, stories)
        return self.ranker.scores(features) if self.ranker else by_rank(features, _FIXED)

    @property
    def stories(self) -> Ids:
        """All of which something is known, in order."""
        return np.union1d(self.known.story_ids, self.known.texts.story_ids)

    def best(self, own: Own, at: Ids, stories: Ids, limit: int) -> list[int]:
        """The stories with the highest scores, of equal ones the later id first."""
        if len(stories) == 0:
            return []
        order = np.lexsort((-stories, -self.scores(own, at, stories)))
        found: list[int] = stories[order[:limit]].tolist()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was taken up, beside what was left: features of both."""

    taken: Features
    """Choices by features."""
    left: Features
    """Choices by others by features."""


def learn_gaps(acts: Acts, texts: Texts | None = None, *, seed: int = 0) -> Model | None:
    """A model that fills in the past: what else readers read at the moments at which they were there."""
    acts = acts.bounded()
    return _learned(acts, texts, _kept_back(acts, texts, seed), seed)


def learn_next(acts: Acts, texts: Texts | None = None, *, seed: int = 0) -> Model | None:
    """A model that tells what readers read next, who read that before. None: nothing was read.

    The last acts are cut into slices; each is told from what was before it.
    """
    acts = acts.bounded()
    return _learned(acts, texts, _coming(acts, texts, seed), seed)


def _learned(acts: Acts, texts: Texts | None, choices: Iterator[Choices], seed: int) -> Model | None:
    several = list(choices)
    ranker = None
    if several:
        taken = np.concatenate([each.taken for each in several])
        ranker = fit(taken, np.concatenate([each.left for each in several]), seed=seed)
    del several
    known = know(acts, texts)
    return Model(known=known, ranker=ranker) if known else None


def _kept_back(acts: Acts, texts: Texts | None, seed: int) -> Iterator[Choices]:
    folds, free_of = _folds(acts, seed), _Free(np.unique(acts.stories), acts)
    chance = np.random.default_rng(seed)
    for fold in range(FOLDS):
        before = acts.some(folds != fold)
        known = know(before, texts)
        if known is None:
            continue
        wanted, own_of = acts.some(_spread(np.flatnonzero(folds == fold), FOLDS)), owns(before)
        for reader, rows in wanted.by_reader().items():
            own = own_of.get(reader) or Own.of([], [])
            if found := _compared(known, own, own.times, wanted.stories[rows], free_of(reader), chance):
                yield found


def _coming(acts: Acts, texts: Texts | None, seed: int) -> Iterator[Choices]:
    order = np.argsort(acts.times, kind="stable")
    first = int(len(order) * (1 - LATEST))
    chance = np.random.default_rng(seed)
    for rows in np.array_split(order[first:], _SLICES):
        if len(rows) == 0 or rows[0] == order[0]:
            continue
        since = acts.times[rows[0]]
        before, wanted = acts.some(acts.times < since), acts.some(_spread(np.sort(rows), _SLICES))
        known = know(before, texts)
        if known is None:
            continue
        own_of, free_of = owns(before), _Free(known.story_ids, acts)
        wanted = wanted.some(np.isin(wanted.stories, known.story_ids))
        for reader, row in _with_readers(wanted):
            own = own_of.get(reader) or Own.of([], [])
            at, story = wanted.times[row : row + 1], wanted.stories[row : row + 1]
            if found := _compared(known, own, at, story, free_of(reader), chance):
                yield found


def _spread(rows: Places, parts: int) -> Places:
    """Of so many parts one: no more rows than are fitted to, spread evenly."""
    most = MOST // parts
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(np.intp)]


def _with_readers(acts: Acts) -> Iterator[tuple[int, int]]:
    yield from zip(acts.readers.tolist(), range(len(acts)), strict=True)


class _Free:
    """Of some stories, those that a reader never touched."""

    def __init__(self, stories: Ids, touched: Acts) -> None:
        self._stories, self._touched = stories, touched
        self._rows = touched.by_reader()

    def __call__(self, reader: int) -> Ids:
        rows = self._rows.get(reader)
        if rows is None:
            return self._stories
        return np.setdiff1d(self._stories, self._touched.stories[rows], assume_unique=True)


def _compared(
    known: Known, own: Own, at: Ids, taken: Ids, free: Ids, chance: np.random.Generator
) -> Choices | None:
    """Each story taken, beside `OTHERS` of the free ones, again where there are few; None without any."""
    if len(free) == 0:
        return None
    others = np.stack([chance.choice(free, OTHERS, replace=len(free) < OTHERS) for _ in taken])
    features = known.features(own, at, np.concatenate([taken, others.reshape(-1)]))
    return Choices(taken=features[: len(taken)], left=features[len(taken) :].reshape(len(taken), OTHERS, -1))


def _folds(acts: Acts, seed: int) -> Places:
    """Each reader's acts dealt out evenly over the folds, from a fold drawn for the reader on."""
    chance = np.random.default_rng(seed)
    folds = np.zeros(len(acts), dtype=np.intp)
    for rows in acts.by_reader().values():
        folds[rows] = (chance.permutation(len(rows)) + chance.integers(FOLDS)) % FOLDS
    return folds
