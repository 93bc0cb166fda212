"""Addresses of stories: the last part, made from the title in readable ASCII whatever the script, and the
paths at which imported ones stood before."""

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

from anyascii import anyascii

MAX_SLUG: Final = 80
FALLBACK: Final = "story"
"""For titles of which nothing readable is left; the id behind it keeps the address unique."""

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_APART: Final = re.compile(r"[^a-z0-9]+")
_APOSTROPHES: Final = re.compile(r"(?<=\w)['\u2019\u02bc](?=\w)")
# What the language itself writes where it has only ASCII; the table of anyascii knows no languages.
_OWN_SPELLINGS: Final = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},
    "da": {"å": "aa", "æ": "ae", "ø": "oe"},
    "nb": {"å": "aa", "æ": "ae", "ø": "oe"},
    "sv": {"å": "a", "ä": "a", "ö": "o"},
}


def make_slug(text: str, *, language: str = "") -> str:
    """1 to 80 characters of a-z, 0-9 and single hyphens inside; cut between words where one ends late enough.

    `language` (BCP 47) chooses the spelling of umlauts and the like. Never empty: see FALLBACK.
    """
    return wished_slug(text, language=language) or FALLBACK


def wished_slug(text: str, *, language: str = "") -> str:
    """The same of an author's own wish; empty where nothing of it can stand in an address."""
    lowered = unicodedata.normalize("NFC", text).lower()
    for letter, spelling in _OWN_SPELLINGS.get(language.lower().split("-")[0], {}).items():
        lowered = lowered.replace(letter, spelling)
    readable = "".join(_spelled(character) for character in _APOSTROPHES.sub("", lowered))
    slug = _APART.sub("-", readable.lower()).strip("-")
    if len(slug) <= MAX_SLUG:
        return slug
    cut = slug[: MAX_SLUG + 1]
    word_end = cut.rfind("-")
    return (cut[:word_end] if word_end >= MAX_SLUG // 2 else slug[:MAX_SLUG]).strip("-")


def is_slug(text: str) -> bool:
    """Whether it is what `make_slug` could have made."""
    return len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None


def _spelled(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character)[0] in "SPZC":  # signs, emoji: anyascii would name them
        return " "
    spelling = anyascii(character)
    # A Chinese character is a word of its own: without the gap, syllables run together.
    return f" {spelling} " if unicodedata.name(character, "").startswith("CJK") else spelling


MAX_PATH: Final = 2000
_PATH_END: Final = re.compile(r"[?#]")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\]")


def normal_path(text: str) -> str | None:
    """A path as old ones are kept and looked up: decoded, NFC, without query and closing slash.

    None where it is no path of a page: not beginning with one "/", the root itself, longer than MAX_PATH,
    with "." or ".." or empty parts inside, or with characters that no address has.
    """
    if not text.startswith("/") or len(text) > MAX_PATH:
        return None
    try:
        path = unicodedata.normalize("NFC", unquote(_PATH_END.split(text, 1)[0], errors="strict"))
    except ValueError:  # UnicodeDecodeError is one
        return None
    path = path.removesuffix("/")
    parts = path.split("/")[1:]
    if not parts or _UNPRINTABLE.search(path) or any(part in {"", ".", ".."} for part in parts):
        return None
    return path
