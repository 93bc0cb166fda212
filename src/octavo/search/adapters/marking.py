"""Where in a text stands what was looked for: candidates by a pattern, then each by its stem."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from octavo.search.adapters.analysis import is_unspaced, stems
from octavo.search.snippets import folded

_MOST_MARKS: Final = 60
_FIRST_PART: Final = 4000
"""What stands so far in the front makes the passage; only without it the rest is looked through."""
_SHORTEST_BEGINNING: Final = 3


def marks(plain: str, words: Iterable[str], languages: Sequence[str]) -> list[tuple[int, int]]:
    """The places, from left to right and apart, of words that have a stem in common with one of these.

    plain: a text as `folded` makes it; of a long one its first part, if there is one there.
    """
    words = tuple(words)
    return _marks(plain[:_FIRST_PART], words, languages) or (
        _marks(plain, words, languages) if len(plain) > _FIRST_PART else []
    )


def _marks(plain: str, words: Iterable[str], languages: Sequence[str]) -> list[tuple[int, int]]:
    spaced: dict[str, frozenset[str]] = {}
    runs: list[str] = []
    for word in words:
        if is_unspaced(word):
            runs.append(folded(word))
        elif forms := stems(word, tuple(languages)):
            spaced[folded(word)] = frozenset(forms)
    found: list[tuple[int, int]] = []
    if spaced:
        wanted = frozenset().union(*spaced.values())
        for match in _pattern(tuple(spaced), wanted).finditer(plain):
            if not wanted.isdisjoint(stems(match.group(), tuple(languages))):
                found.append(match.span())
            if len(found) >= _MOST_MARKS:
                break
    for run in runs:
        found += [match.span() for match in re.finditer(re.escape(run), plain)][:_MOST_MARKS]
    return _apart(sorted(found))


def _pattern(words: Sequence[str], forms: Iterable[str]) -> re.Pattern[str]:
    """Words that could have one of these stems: a stem may differ from its words in the last letters."""
    beginnings = {form[: max(_SHORTEST_BEGINNING, len(form) - 2)] for form in forms} | {
        word[: max(_SHORTEST_BEGINNING, len(word) - 4)] for word in words
    }
    return _compiled(tuple(sorted(beginnings)))


@lru_cache(maxsize=512)
def _compiled(beginnings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, beginnings))})[^\W_]*")


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
