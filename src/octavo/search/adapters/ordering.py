"""The first hits of a question of several words in a better order: by what they are about, too.

Words choose what is found and who comes among the first; these are then put in order by how well their words
fit and by how near they lie to the question. The best of them say once more what the question means, as it
is short and they are not.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from octavo.search.adapters.analysis import stems
from octavo.search.adapters.meaning import WINDOW, Hit
from octavo.search.adapters.space import Space, Vector, number_of, unit
from octavo.search.adapters.vectors import Points, Rows, Shelf
from octavo.search.ports import Wish

LEAST_WORDS: Final = 3
"""Of fewer that count, each is meant as it was typed."""
_NEARNESS: Final = 1.0
"""What it counts to be near, against words that fit as well as the best hit's."""
_ABOVE: Final = 1e7
"""Ranks of these stand above all that follow, and always there, so that a place among them stays what it was
while the index goes on changing: words alone never come near it."""
_TOLD_BY: Final = 5
"""So many of the best hits say what the question means, together as much as it does itself."""


class Meaning(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Fits meaning.Meaning."""

    space: Space
    points: Points | Rows

    @classmethod
    def of(cls, shelf: Shelf) -> Self | None:
        """What was learned of an index; None where that was nothing. ValueError where it is damaged."""
        return cls(space=shelf.space, points=shelf.points()) if shelf.space is not None else None

    @property
    def epoch(self) -> int:
        return self.space.epoch

    def aim(self, wish: Wish, languages: Sequence[str]) -> Vector | None:
        return aimed(self.space, wish, languages)

    def ordered(self, aimed: Vector, hits: Sequence[Hit]) -> list[Hit] | None:
        first = [hit for hit in hits[:WINDOW] if len(hits) <= WINDOW or hit.rank > hits[WINDOW].rank]
        if not first or first[0].rank <= 0:
            return None
        near, known = self.points.of(np.array([hit.story for hit in first], dtype=np.int64))
        if 2 * int(known.sum()) < len(first):
            return None
        words = np.array([hit.rank for hit in first], dtype=np.float32) / np.float32(first[0].rank)
        fit = words + _NEARNESS * _cosines(near, known, aimed)
        best = [at for at in np.argsort(-fit, kind="stable")[:_TOLD_BY] if known[at]]
        if best:
            told = unit(aimed + near[best].mean(axis=0))
            fit = words + _NEARNESS * _cosines(near, known, told)
        again = [
            Hit(_ABOVE + float(part), hit.story, hit.revision) for hit, part in zip(first, fit, strict=True)
        ]
        return [*sorted(again, key=lambda hit: (-hit.rank, -hit.story)), *hits[len(first) :]]


def aimed(space: Space, wish: Wish, languages: Sequence[str]) -> Vector | None:
    """Where the question points in this space; None where it is to be answered by words alone."""
    question = wish.question
    if wish.relaxed or (wish.space is not None and wish.space != space.epoch):
        return None
    if any(each.negated or len(each.terms) > 1 or each.terms[0].is_phrase for each in question.clauses):
        return None
    counts: Counter[int] = Counter()
    known = 0
    for word, often in Counter(question.words).items():
        numbers = _numbers(word, languages)
        known += bool(space.known(numbers))
        for number in numbers:
            counts[number] += often
    return space.point(counts) if known >= LEAST_WORDS else None


def _numbers(word: str, languages: Sequence[str]) -> list[int]:
    """Those of a word of a question, in any of these languages."""
    return [
        number_of(part, language)
        for language in languages
        for form in stems(word, (language,))
        for part in form.split()
    ]


def _cosines(near: Vector, known: NDArray[np.bool_], aimed: Vector) -> Vector:
    """How near they lie; of those without a vector what the others have on average."""
    cosines: Vector = near @ aimed
    cosines[~known] = cosines[known].mean()
    return cosines
