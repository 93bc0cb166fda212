"""Which part of a file a reader asks for, so that a download that broke off goes on (RFC 9110, 14)."""

import re
from collections.abc import Mapping
from typing import Final

_RANGE: Final = re.compile(r"bytes=(?P<first>[0-9]{1,15})-(?P<last>[0-9]{0,15})")


def asked(headers: Mapping[str, str], tag: str) -> tuple[int, int | None]:
    """First byte, and the one behind the last; None for the file's end.

    One range that begins somewhere is taken. All others (several, from the end, of a file that is another by
    now) ask for the whole, which whoever asks for a part must take too.
    """
    match = _RANGE.fullmatch(headers.get("range", "").replace(" ", "")[:100])
    if match is None or headers.get("if-range", tag) != tag:
        return 0, None
    first = int(match["first"])
    if not match["last"]:
        return first, None
    end = int(match["last"]) + 1
    return (first, end) if end > first else (0, None)
