"""Values as SQL holds them: microseconds and numbers."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
NO_ID: Final = -1
"""Stands for an id that is none: no row has it."""


def micros(time: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (time - _EPOCH) // _MICROSECOND


def moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def id_number(id_text: str) -> int:
    """The number of an id, or one that no row has."""
    try:
        return from_text(id_text)
    except Invalid:
        return NO_ID


def numbers(ids: Iterable[str]) -> list[int]:
    return [id_number(one) for one in ids]
