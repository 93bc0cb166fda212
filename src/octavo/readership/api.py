"""The door: the Protocol, values, faults and ids of the readership."""

from octavo.readership.v1.readership import (
    CONTRACT,
    DayNumbers,
    Kind,
    Numbers,
    PersonId,
    Readership,
    Source,
    StoredTotals,
    StoryId,
    StoryUnread,
    Totals,
)

__all__ = [
    "CONTRACT",
    "DayNumbers",
    "Kind",
    "Numbers",
    "PersonId",
    "Readership",
    "Source",
    "StoredTotals",
    "StoryId",
    "StoryUnread",
    "Totals",
]
