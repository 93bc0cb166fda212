"""Where in a text stands what was looked for: candidates by a pattern, then each by its stem."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from octavo.search.adapters.analysis import is_unspaced, stems

_MOST_MARKS: Final = 2000
_SHORTEST_BEGINNING: Final = 3


def marks(text: str, words: Iterable[str], languages: Sequence[str]) -> list[tuple[int, int]]:
    """The places, from left to right and apart, of words that have a stem in common with one of these."""
    spaced: dict[str, frozenset[str]] = {}
    runs: list[str] = []
    for word in words:
        if is_unspaced(word):
            runs.append(folded(word))
        elif forms := stems(word, tuple(languages)):
            spaced[folded(word)] = frozenset(forms)
    found: list[tuple[int, int]] = []
    plain = folded(text)
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


def folded(text: str) -> str:
    """The text in lower case without accents, each character in its place."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold, text))


@lru_cache(maxsize=8192)
def _fold(sign: str) -> str:
    return unicodedata.normalize("NFKD", sign)[:1].lower()[:1] or sign


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
