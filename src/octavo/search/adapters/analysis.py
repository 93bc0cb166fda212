"""From text to the terms of the index: words in lower case without accents, stemmed by their language."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from octavo.search.entities import LONGEST_WORD

_STEMMERS: Final = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
"""By the first part of BCP 47: those that tantivy has (Snowball). Other languages' words stay as they are."""

LANGUAGES: Final = ("", *_STEMMERS)
"""Those that fields are made for; empty: words stay as they are."""

LONG: Final = 5
"""From so many letters on a word may be mistyped."""
_AROUND: Final = ".,;:!?()[]{}<>\"'`*_-/\u2018\u2019\u201c\u201d\u2026\u2013\u2014"

# Writing without spaces: Japanese, Chinese; and Thai, Lao, Burmese, Khmer.
_UNSPACED: Final = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\U00020000-\U0003ffff]+"
)


def stemmed_language(language: str) -> str:
    """The language as it decides how words are stemmed; empty: not at all."""
    primary = language.partition("-")[0].lower()
    return primary if primary in _STEMMERS else ""


@lru_cache(maxsize=len(_STEMMERS) + 1)
def analyzer(language: str) -> TextAnalyzer:
    """What takes words apart that `stemmed_language` says are of this language."""
    building = (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.remove_long(LONGEST_WORD + 1))
    )
    if language:
        building = building.filter(Filter.stemmer(_STEMMERS[language]))
    return building.build()


def field(name: str, language: str) -> str:
    """What a field is called that holds words of a language."""
    return f"{name}_{language}"


def inflected_words(text: str, language: str) -> str:
    """The longer words that their stems are unlike, each once: with these too a slip is compared."""
    if not language:
        return ""
    words = {word.strip(_AROUND) for word in set(text.lower().split())}
    return " ".join(word for word in words if len(word) >= LONG and _is_unlike(word, language))


@lru_cache(maxsize=1 << 16)
def _is_unlike(word: str, language: str) -> bool:
    stem = analyzer(language).analyze(word)
    return len(stem) == 1 and len(word) - len(stem[0]) > 1


def spaced(text: str) -> str:
    """Writing without spaces as its pairs of characters, and the last one of each run alone."""
    return text if text.isascii() else _UNSPACED.sub(_pairs, text)


def _pairs(run: re.Match[str]) -> str:
    signs = run.group()
    return f" {' '.join(signs[at : at + 2] for at in range(len(signs)))} "


@lru_cache(maxsize=4096)
def stems(word: str, languages: Sequence[str]) -> tuple[str, ...]:
    """What a word is in the index, in each of these languages; several terms side by side are one text."""
    found: dict[str, None] = {}
    for language in languages:
        parts = analyzer(language).analyze(asked(word))
        if parts:
            found[" ".join(parts)] = None
    return tuple(found)


def asked(word: str) -> str:
    """A word of a query: where writing has no spaces, its pairs without the last sign."""
    if not _UNSPACED.search(word):
        return word
    return _UNSPACED.sub(
        lambda run: _pairs(run)[: -len(run.group()[-1]) - 2] + " " if len(run.group()) > 1 else run.group(),
        word,
    )


def is_unspaced(word: str) -> bool:
    """Whether it is of a writing without spaces."""
    return _UNSPACED.search(word) is not None
