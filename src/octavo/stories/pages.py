"""Where a list goes on: an opaque text that holds the time and the id of the last line."""

from datetime import UTC, datetime, timedelta
from typing import Final

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.stories.ports import Position

# Counted from the first moment there is, so that a story of 1925 has a positive place too.
_EPOCH: Final = datetime.min.replace(tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_HALF: Final = 11


def write_position(at: datetime, last_id: str) -> str:
    """22 characters for the line with this time and id."""
    return to_text((at - _EPOCH) // _MICROSECOND) + last_id


def read_position(text: str) -> Position | None:
    """The line after which a page begins; None for the first page. Raises Invalid for any other text."""
    if not text:
        return None
    try:
        at = _EPOCH + from_text(text[:_HALF]) * _MICROSECOND
        from_text(text[_HALF:])
    except (Invalid, OverflowError):
        raise Invalid("after", "Is not where a page of this list ended.") from None
    return Position(at=at, id=text[_HALF:])
