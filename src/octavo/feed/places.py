"""Where a page of a list ended, as `next` has it."""

from typing import Final, NamedTuple

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.feed.records import MOST_ITEMS

_FAR: Final = 1 << 62
_DIGITS: Final = 19


class PagePlace(NamedTuple):
    """In the record of a home page."""

    receipt: int
    start: int


def write_page(receipt: int, start: int) -> str:
    """Where a home page goes on."""
    return f"{to_text(receipt)}.{start}"


def read_page(text: str) -> PagePlace | None:
    """None: from the beginning. Raises Invalid where it is no place."""
    if not text:
        return None
    receipt, dot, start = text.partition(".")
    if not dot or not _is_number(start) or int(start) > 2 * MOST_ITEMS:
        raise _wrong()
    return PagePlace(from_text(receipt, "after"), int(start))


def write(at: int, number: int) -> str:
    """Where a list in time goes on."""
    return f"{at}.{to_text(number)}"


def read(text: str) -> tuple[int, int]:
    """Of a list that goes forward. Raises Invalid where it is no place."""
    if not text:
        return 0, 0
    at, dot, number = text.partition(".")
    if not dot or not _is_number(at):
        raise _wrong()
    return int(at), from_text(number, "after")


def read_before(text: str) -> tuple[int, int]:
    """Of a list that goes back. Raises Invalid where it is no place."""
    return read(text) if text else (_FAR, _FAR)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _DIGITS


def _wrong() -> Invalid:
    return Invalid("after", "Is not where a page of this list ended.")
