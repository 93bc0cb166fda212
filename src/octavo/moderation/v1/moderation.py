# Generated from octavo/moderation/v1/moderation.proto by `make proto`; not to be edited.

"""Moderation: what people report, what is decided about it, and a log of what was done with power over others."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.chassis.contract import (
    NOTHING,
    Audience,
    Category,
    Contract,
    Erasure,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.chassis.faults import FailedPrecondition, NotFound, ResourceExhausted
from octavo.moderation.v1.ids import DecisionId, EntryId
from octavo.publications.v1.ids import PublicationId
from octavo.responses.v1.ids import ResponseId
from octavo.stories.v1.ids import StoryId

__all__ = [
    "Act",
    "AlreadyDecided",
    "CONTRACT",
    "Case",
    "DecideRequest",
    "DecideResponse",
    "Decision",
    "DecisionId",
    "Entry",
    "EntryId",
    "ListCasesRequest",
    "ListCasesResponse",
    "ListDecisionsRequest",
    "ListDecisionsResponse",
    "ListLogRequest",
    "ListLogResponse",
    "ListMyDecisionsRequest",
    "ListMyDecisionsResponse",
    "Moderation",
    "PersonId",
    "PublicationId",
    "Reason",
    "Report",
    "ReportRequest",
    "ReportResponse",
    "ResponseId",
    "StoredDecision",
    "StoredEntry",
    "StoredReport",
    "StoryId",
    "Subject",
    "SubjectKind",
    "SubjectNotFound",
    "TooManyReports",
    "Verdict",
]


class SubjectKind(StrEnum):
    """What is reported."""

    UNSPECIFIED = "SUBJECT_KIND_UNSPECIFIED"
    STORY = "STORY"
    PERSON = "PERSON"
    RESPONSE = "RESPONSE"


class Reason(StrEnum):
    """Why something is reported."""

    UNSPECIFIED = "REASON_UNSPECIFIED"
    SPAM = "SPAM"
    HARASSMENT = "HARASSMENT"
    HATE = "HATE"
    PRIVATE_DATA = "PRIVATE_DATA"
    PLAGIARISM = "PLAGIARISM"
    ILLEGAL = "ILLEGAL"
    # Said in words.
    OTHER = "OTHER"


class Verdict(StrEnum):
    """What is done about it."""

    UNSPECIFIED = "VERDICT_UNSPECIFIED"
    # Nothing: it may stay.
    DISMISSED = "DISMISSED"
    # The story is a draft of its author's again; the response is seen by its author alone.
    TAKEN_BACK = "TAKEN_BACK"
    # The author, or the person, is suspended.
    SUSPENDED = "SUSPENDED"


class Act(StrEnum):
    """What is written into the log."""

    UNSPECIFIED = "ACT_UNSPECIFIED"
    ROLE_GIVEN = "ROLE_GIVEN"
    PERSON_SUSPENDED = "PERSON_SUSPENDED"
    PERSON_REINSTATED = "PERSON_REINSTATED"
    STORY_TAKEN_BACK = "STORY_TAKEN_BACK"
    STORY_DELETED = "STORY_DELETED"
    REPORTS_DECIDED = "REPORTS_DECIDED"
    PUBLICATION_DELETED = "PUBLICATION_DELETED"
    PUBLICATION_ORPHANED = "PUBLICATION_ORPHANED"
    RESPONSE_TAKEN_BACK = "RESPONSE_TAKEN_BACK"
    # After it was taken back.
    RESPONSE_SHOWN_AGAIN = "RESPONSE_SHOWN_AGAIN"


class Subject(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    kind: SubjectKind = SubjectKind.UNSPECIFIED
    # Of the story, response or person.
    id: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One report, for moderators."""

    reporter_id: PersonId = PersonId("")
    reason: Reason = Reason.UNSPECIFIED
    # At most 1000 characters.
    words: str = ""
    reported_at: Moment


class Case(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """All open reports of one story, response or person."""

    subject: Subject
    # Whose story or response it is, or the person.
    concerned_id: PersonId = PersonId("")
    reports: Int32 = 0
    # How many of each reason, by its name.
    reasons: Mapping[str, Int32] = NOTHING
    # The newest ones, at most 20.
    newest: tuple[Report, ...] = ()
    first_at: Moment
    last_at: Moment


class Decision(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: DecisionId = DecisionId("")
    subject: Subject
    verdict: Verdict = Verdict.UNSPECIFIED
    # Why, for those whom it concerns; at most 2000 characters.
    statement: str = ""
    reports: Int32 = 0
    decided_at: Moment
    # Empty where the caller does not moderate.
    decided_by: PersonId = PersonId("")
    # Who is concerned; empty where that is not the caller, and they do not moderate.
    concerned_id: PersonId = PersonId("")
    # What the story was called then, how the response began; empty for a person.
    title: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A line of the log. Ids that are empty do not apply, or are of somebody erased."""

    id: EntryId = EntryId("")
    act: Act = Act.UNSPECIFIED
    at: Moment
    # Who did it.
    by_id: PersonId = PersonId("")
    # To whom, or whose story or response.
    person_id: PersonId = PersonId("")
    story_id: StoryId = StoryId("")
    publication_id: PublicationId = PublicationId("")
    # The role that was given, the verdict.
    detail: str = ""
    response_id: ResponseId = ResponseId("")


class ReportRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    subject: Subject
    reason: Reason = Reason.UNSPECIFIED
    # Asked for where the reason is OTHER; at most 1000 characters.
    words: str = ""


class ReportResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class ListCasesRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    limit: Int32 = 20
    # The `next` of the page before.
    after: str = ""


class ListCasesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    cases: tuple[Case, ...] = ()
    # Where the next page begins; empty: this was the last.
    next: str = ""


class DecideRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    subject: Subject
    verdict: Verdict = Verdict.UNSPECIFIED
    # Asked for unless it is dismissed; at most 2000 characters.
    statement: str = ""


class DecideResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    decision: Decision


class ListDecisionsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 20
    after: DecisionId = DecisionId("")


class ListDecisionsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    decisions: tuple[Decision, ...] = ()
    next: str = ""


class ListMyDecisionsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 20
    after: DecisionId = DecisionId("")


class ListMyDecisionsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    decisions: tuple[Decision, ...] = ()
    next: str = ""


class ListLogRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    limit: Int32 = 50
    after: EntryId = EntryId("")


class ListLogResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    entries: tuple[Entry, ...] = ()
    next: str = ""


class StoredReport(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a report is stored: it goes with whoever made it, and with whom it concerns."""

    reporter_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="reporter_id")] = (
        PersonId("")
    )
    reason: Annotated[Reason, Personal(Category.CONTENT, Erasure.DELETE, subject="reporter_id")] = (
        Reason.UNSPECIFIED
    )
    words: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="reporter_id")] = ""
    reported_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reporter_id")]
    concerned_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="concerned_id")] = (
        PersonId("")
    )


class StoredDecision(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a decision is stored: it goes with whom it concerns; who decided is emptied."""

    concerned_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="concerned_id")] = (
        PersonId("")
    )
    verdict: Annotated[Verdict, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="concerned_id")] = (
        Verdict.UNSPECIFIED
    )
    statement: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="concerned_id")] = ""
    title: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="concerned_id")] = ""
    decided_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="concerned_id")]
    decided_by: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.BLANK, subject="decided_by")] = (
        PersonId("")
    )


class StoredEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a line of the log is stored: it stays, as it accounts for what was done, without the names."""

    by_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.BLANK, subject="by_id")] = PersonId("")
    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.BLANK, subject="person_id")] = (
        PersonId("")
    )


class SubjectNotFound(NotFound):
    """There is no such story, response or person, or not for this caller; or nothing open about it."""

    proto_name = "octavo.moderation.v1.SubjectNotFound"
    public_text = (
        "There is no such story, response or person, or not for this caller; or nothing open about it."
    )
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TooManyReports(ResourceExhausted):
    """Enough for one day."""

    proto_name = "octavo.moderation.v1.TooManyReports"
    public_text = "Enough for one day."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class AlreadyDecided(FailedPrecondition):
    """Somebody else was first."""

    proto_name = "octavo.moderation.v1.AlreadyDecided"
    public_text = "Somebody else was first."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class Moderation(Protocol):
    """Reports of stories, responses and people, decisions with a statement of reasons, and the log."""

    async def report(self, *, subject: Subject, reason: Reason, words: str = "") -> None:
        """Tells the moderators of a story, a response or a person. The same person about the same
        thing again, before it was decided, is one report: the later words stay.

        Raises SubjectNotFound, TooManyReports.
        """
        ...

    async def list_cases(self, *, limit: int = 20, after: str = "") -> ListCasesResponse:
        """What was reported and is not decided, most reports first, of equals the
        oldest. For owner and moderators.
        """
        ...

    async def decide(self, *, subject: Subject, verdict: Verdict, statement: str = "") -> Decision:
        """Decides about a story, response or person, and all open reports of it. Taking back and
        suspending are done with the caller's own rights; first they, then the
        decision is written down, so that one cut short can be done again.

        Raises SubjectNotFound, AlreadyDecided.
        """
        ...

    async def list_decisions(
        self, *, limit: int = 20, after: DecisionId = DecisionId("")
    ) -> ListDecisionsResponse:
        """Decisions, newest first: all of them for owner and moderators."""
        ...

    async def list_my_decisions(
        self, *, limit: int = 20, after: DecisionId = DecisionId("")
    ) -> ListMyDecisionsResponse:
        """Those that concern the caller: about what they wrote or themselves, unless
        dismissed, and about what they reported.
        """
        ...

    async def list_log(self, *, limit: int = 50, after: EntryId = EntryId("")) -> ListLogResponse:
        """What owners and moderators did, newest first. For owner and moderators."""
        ...


CONTRACT = Contract(
    name="octavo.moderation.v1.Moderation",
    wire="octavo.moderation.v1.moderation_wire",
    methods=(
        Method(
            name="Report",
            call="report",
            request=ReportRequest,
            response=ReportResponse,
            returns=None,
            audience=Audience.PUBLIC,
            faults=(
                SubjectNotFound,
                TooManyReports,
            ),
        ),
        Method(
            name="ListCases",
            call="list_cases",
            request=ListCasesRequest,
            response=ListCasesResponse,
            audience=Audience.PUBLIC,
            scope="site:manage",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Decide",
            call="decide",
            request=DecideRequest,
            response=DecideResponse,
            returns="decision",
            audience=Audience.PUBLIC,
            scope="site:manage",
            faults=(
                SubjectNotFound,
                AlreadyDecided,
            ),
        ),
        Method(
            name="ListDecisions",
            call="list_decisions",
            request=ListDecisionsRequest,
            response=ListDecisionsResponse,
            audience=Audience.PUBLIC,
            scope="site:manage",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListMyDecisions",
            call="list_my_decisions",
            request=ListMyDecisionsRequest,
            response=ListMyDecisionsResponse,
            audience=Audience.PUBLIC,
            scope="account:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListLog",
            call="list_log",
            request=ListLogRequest,
            response=ListLogResponse,
            audience=Audience.PUBLIC,
            scope="site:manage",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
    ),
)
