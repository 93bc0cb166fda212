"""What moderation needs from outside; `adapters/sql.py` keeps it in a database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from octavo.moderation.api import Case, Decision, DecisionId, Entry, EntryId, PersonId, Report, Subject


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A report to be kept."""

    id: str
    subject: Subject
    concerned_id: PersonId
    report: Report


class Place(msgspec.Struct, frozen=True):
    """A case in the list: how many reports, since when, and its subject's id."""

    reports: int
    first_at: int
    id: str


class Reports(Protocol):
    """Reports, decisions and the log. Ids that are none are unknown ids."""

    async def file(self, filed: Filed, *, since: datetime, most: int) -> bool:
        """Durable when it returns; in the place of an open one of the same person about the same. False where
        the person has made `most` others since then."""
        ...

    async def cases(self, *, after: Place | None, limit: int) -> list[tuple[Case, Place]]: ...
    async def concerned(self, subject: Subject) -> PersonId | None:
        """Whom the open reports of this concern; None where there are none open."""
        ...

    async def was_decided(self, subject: Subject) -> bool: ...
    async def decide(self, decision: Decision, entry: Entry) -> Decision | None:
        """Writes the decision, the line of the log, and closes all open reports, in one; with how many they
        were. None where there are none open any more."""
        ...

    async def decisions(self, *, after: DecisionId | None, limit: int) -> list[Decision]: ...
    async def decisions_for(
        self, person_id: PersonId, *, after: DecisionId | None, limit: int
    ) -> list[Decision]:
        """About this person unless dismissed, and about what they reported."""
        ...

    async def log(self, entry: Entry) -> None: ...
    async def entries(self, *, after: EntryId | None, limit: int) -> Sequence[Entry]: ...
