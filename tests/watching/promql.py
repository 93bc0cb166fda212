"""Which metrics and labels a PromQL expression speaks of: as much of the language as our rules use."""

import re
from typing import Final

_STRINGS: Final = re.compile(r'"[^"]*"')
_LISTS: Final = re.compile(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")
_RANGES: Final = re.compile(r"\[[^\]]*\]")
_FUNCTIONS: Final = re.compile(r"\b[a-z_]+\s*\(")
_SELECTOR: Final = re.compile(r"([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?")
_LABEL: Final = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_WORDS: Final = {"and", "or", "unless", "by", "on", "bool"}
_NUMBERS: Final = re.compile(r"(?<![\w:])[\d.]+(?:e[+-]?\d+)?")


def used(expression: str) -> tuple[dict[str, set[str]], set[str]]:
    """The labels that are asked of each metric, and those that the whole is gathered by."""
    text = _RANGES.sub(" ", _STRINGS.sub('""', expression))
    gathered = {
        label.strip() for found in _LISTS.findall(text) for label in found.split(",") if label.strip()
    }
    text = _NUMBERS.sub(" ", _FUNCTIONS.sub("(", _LISTS.sub(" ", text)))
    metrics: dict[str, set[str]] = {}
    for match in _SELECTOR.finditer(text):
        if match[1] not in _WORDS:
            metrics.setdefault(match[1], set()).update(_LABEL.findall(match[2] or ""))
    return metrics, gathered
