"""What may be kept of an exception's message: the words of the program, and nothing that came from people.

A message holds whatever was at hand where it was raised: an address, a line of a story, a token. What is
somebody's cannot be told by its look. What is ours can: it stands as a constant, or as a name, in the code
that raised the exception, or it is one of the phrases of Python and the databases below. The rest is "…".
"""

import builtins
import re
from collections.abc import Iterator
from types import CodeType, TracebackType
from typing import Final

__all__ = ["blanked"]

_LONGEST: Final = 1_000
_KEPT: Final = 300
_SHORTEST: Final = 3
_FRAMES: Final = 3
_GAP: Final = "…"
_AROUND: Final = " '\"()[]:,"
_PLACES: Final = re.compile(r"%[-#0-9.]*[a-z]|\{[^{}]*\}")
_WORD: Final = re.compile(r"[A-Za-z_]\w{2,}")
_PHRASES: Final = (
    "Broken pipe",
    "Connection refused",
    "Connection reset by peer",
    "Event loop is closed",
    "FOREIGN KEY constraint failed",
    "Name or service not known",
    "No space left on device",
    "No such file or directory",
    "NOT NULL constraint failed",
    "Permission denied",
    "Read-only file system",
    "Too many open files",
    "UNIQUE constraint failed",
    "can't decode byte",
    "can't encode character",
    "cannot unpack non-iterable",
    "could not convert string to float",
    "database disk image is malformed",
    "database is locked",
    "dictionary changed size during iteration",
    "division by zero",
    "index out of range",
    "invalid literal for int() with base",
    "maximum recursion depth exceeded",
    "missing 1 required",
    "not enough values to unpack",
    "not supported between instances of",
    "object has no attribute",
    "object is not callable",
    "object is not iterable",
    "object is not subscriptable",
    "positional argument",
    "required keyword-only argument",
    "timed out",
    "too many values to unpack",
    "unexpected keyword argument",
    "unsupported operand type(s) for",
)
_TYPES: Final = frozenset({*(name for name in dir(builtins) if len(name) >= _SHORTEST), "NoneType"})


def blanked(error: BaseException) -> str:
    """The message of an exception as it may be kept: at most 300 characters, empty where nothing is ours."""
    try:
        message = str(error)[:_LONGEST]
    except Exception:  # noqa: BLE001 - whatever a message does when it is made, there is then none
        return ""
    codes = _codes(error.__traceback__)
    ours = [False] * len(message)
    for piece in {*_PHRASES, *(piece for code in codes for piece in _pieces(code.co_consts))}:
        _mark(message, piece, ours)
    names = _TYPES.union(*(names for code in codes for names in (code.co_names, code.co_varnames)))
    for word in _WORD.finditer(message):
        if word[0] in names:
            ours[word.start() : word.end()] = [True] * len(word[0])
    return _told(message, ours) if any(ours) else ""


def _codes(trace: TracebackType | None) -> list[CodeType]:
    """The code of the innermost frames, where the message was made."""
    codes: list[CodeType] = []
    while trace is not None:
        codes = [*codes[1 - _FRAMES :], trace.tb_frame.f_code]
        trace = trace.tb_next
    return codes


def _pieces(constants: tuple[object, ...]) -> Iterator[str]:
    for one in constants:
        if isinstance(one, str):
            yield from (piece for piece in _PLACES.split(one) if len(piece.strip()) >= _SHORTEST)
        elif isinstance(one, tuple):
            yield from _pieces(one)


def _mark(message: str, piece: str, ours: list[bool]) -> None:
    start = message.find(piece)
    while start >= 0:
        # Not in the middle of somebody's word: "art" is no constant of ours in "Bartholomew".
        end = start + len(piece)
        if _ends_at(message, start, piece[0]) and _ends_at(message, end, piece[-1]):
            ours[start:end] = [True] * len(piece)
        start = message.find(piece, end)


def _ends_at(message: str, at: int, edge: str) -> bool:
    """Whether a piece whose outermost letter is `edge` may end here: words are whole or not ours."""
    inside = 0 < at < len(message) and message[at - 1].isalnum() and message[at].isalnum()
    return not (edge.isalnum() and inside)


def _told(message: str, ours: list[bool]) -> str:
    told, gap = "", ""
    for letter, mine in zip(message, ours, strict=True):
        if mine:
            told, gap = told + _shut(gap) + letter, ""
        else:
            gap += letter
    return (told + _shut(gap)).replace("\0", "")[:_KEPT]


def _shut(gap: str) -> str:
    """What stands for something that is not ours: the signs around it are kept."""
    if not gap.strip(_AROUND):
        return gap
    before, after = len(gap) - len(gap.lstrip(_AROUND)), len(gap.rstrip(_AROUND))
    return f"{gap[:before]}{_GAP}{gap[after:]}"
