"""Addresses that lead to words in a page (WICG, URL Fragment Text Directives)."""

from typing import Final
from urllib.parse import quote as percent

_WHOLE: Final = 200
"""Longer quotes are named by their first and last words."""
_ENDS: Final = 5


def to_words(block: str, quote: str, prefix: str = "", suffix: str = "") -> str:
    """The fragment that scrolls to the quote and marks it; browsers that know no directives go to the block.

    What stands around it is given from its first to its last whole word, as browsers look for whole words.
    """
    words = quote.split()
    if not words:
        return f"#b-{block}"
    named = " ".join(words)
    parts = [_encoded(named)]
    if len(named) > _WHOLE and len(words) >= 2 * _ENDS:
        parts = [_encoded(" ".join(words[:_ENDS])), _encoded(" ".join(words[-_ENDS:]))]
    before = " ".join(_after_first(prefix).split())
    after = " ".join(_before_last(suffix).split())
    if before:
        parts.insert(0, f"{_encoded(before)}-")
    if after:
        parts.append(f"-{_encoded(after)}")
    return f"#b-{block}:~:text={','.join(parts)}"


def _after_first(prefix: str) -> str:
    """Without its first word, which may be the rest of one."""
    return prefix.lstrip().partition(" ")[2]


def _before_last(suffix: str) -> str:
    return suffix.rstrip().rpartition(" ")[0]


def _encoded(text: str) -> str:
    # The directive's own signs: a hyphen at either end of a part means what stands around it.
    return percent(text, safe="").replace("-", "%2D")
