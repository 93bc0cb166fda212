"""The words of a rendered text."""

import re
from html import unescape
from typing import Final

_UNREAD: Final = re.compile(r"<(style|script|svg|math)\b.*?</\1>", re.S | re.I)
_ENDS: Final = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|pre|blockquote|figure|figcaption|t[drh]|table|section|aside|details|summary|hr)\b[^>]*|br\b[^>]*)>",
    re.I,
)
_TAGS: Final = re.compile(r"<[^>]*>")
_SPACES: Final = re.compile(r"\s+")


def plain_words(html: str) -> str:
    """The words of a rendered text, in one line."""
    text = _TAGS.sub("", _ENDS.sub(" ", _UNREAD.sub(" ", html)))
    return _SPACES.sub(" ", unescape(text)).strip()
