"""One form for a row, whichever engine it was read from, so that equal rows have equal hashes everywhere.

Each value is a letter for its kind, its length, and its bytes; nothing can be read in two ways. The letters
are n (null), i (integer, in digits), f (a double, big-endian), s (text, UTF-8) and b (bytes).
"""

import hashlib
import struct
from collections.abc import Iterable, Sequence

Value = int | float | str | bytes | None


def form(values: Sequence[Value]) -> bytes:
    """The bytes that stand for a row. TypeError for a value that no portable column has."""
    return b"".join(map(_part, values))


def _part(value: Value) -> bytes:
    match value:
        case None:
            return b"n"
        case int():  # SQLite and PostgreSQL both give truth as 0 or 1; Python's own bool is an int too
            content, letter = b"%d" % value, b"i"
        case float():
            content, letter = struct.pack(">d", value + 0.0), b"f"  # there is one zero, whatever its sign
        case str():
            content, letter = value.encode(), b"s"
        case bytes():
            content, letter = value, b"b"
        case _:
            raise TypeError(f"no portable column holds {type(value).__name__}")
    return b"%b%d:%b" % (letter, len(content), content)


def digest(rows: Iterable[Sequence[Value]]) -> bytes:
    """The SHA-256 of rows in their order; of two orders or two cuts into rows, another one."""
    whole = hashlib.sha256()
    for values in rows:
        one = form(values)
        whole.update(b"%d;" % len(one))
        whole.update(one)
    return whole.digest()
