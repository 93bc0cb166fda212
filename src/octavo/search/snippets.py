"""Passages of a story's own text with marks around what was looked for; everything else escaped."""

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Final

LENGTH: Final = 200
"""Of a passage, in characters or so."""
_LEAD: Final = 45
"""What stands before the first mark."""


def marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """The whole text, escaped, with its marks."""
    parts: list[str] = []
    at = 0
    for start, end in marks:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])])


def passage(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """The part of the text where most of its marks stand close together; without marks, its beginning."""
    start = _best(marks)
    begin = 0 if start < _LEAD * 2 else _after_space(text, start - _LEAD)
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        space = text.rfind(" ", begin + LENGTH // 2, end)
        end = space if space > 0 else end
    inside = [(from_ - begin, min(to, end) - begin) for from_, to in marks if begin <= from_ < end]
    shown = marked(text[begin:end], inside)
    return f"{'… ' if begin else ''}{shown}{' …' if end < len(text) else ''}"


def _best(marks: Sequence[tuple[int, int]]) -> int:
    """Where the passage with most marks begins."""
    best, most, last = 0, 0, 0
    for number, (start, _) in enumerate(marks):
        last = max(last, number)
        while last < len(marks) and marks[last][1] < start + LENGTH - _LEAD:
            last += 1
        if last - number > most:
            best, most = start, last - number
    return best if marks else 0


def _after_space(text: str, at: int) -> int:
    space = text.find(" ", at, at + _LEAD)
    return space + 1 if space >= 0 else at


def folded(text: str) -> str:
    """The text in lower case without accents, each character in its place."""
    if text.isascii():
        return text.lower()
    return text.translate(_FOLDS)


class _Folds(dict[int, str]):
    """Made as characters turn up: there are not many in the world's texts."""

    def __missing__(self, point: int) -> str:
        self[point] = plain = _fold(chr(point))
        return plain


_FOLDS: Final = _Folds()


def _fold(sign: str) -> str:
    return unicodedata.normalize("NFKD", sign)[:1].lower()[:1] or sign
