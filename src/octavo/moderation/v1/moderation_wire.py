# Generated from octavo/moderation/v1/moderation.proto by `make proto`; not to be edited.

"""How the messages of octavo.moderation.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from octavo.moderation.v1.ids import DecisionId, EntryId
from octavo.moderation.v1.moderation import (
    Act,
    AlreadyDecided,
    Case,
    DecideRequest,
    DecideResponse,
    Decision,
    Entry,
    ListCasesRequest,
    ListCasesResponse,
    ListDecisionsRequest,
    ListDecisionsResponse,
    ListLogRequest,
    ListLogResponse,
    ListMyDecisionsRequest,
    ListMyDecisionsResponse,
    Reason,
    Report,
    ReportRequest,
    ReportResponse,
    Subject,
    SubjectKind,
    SubjectNotFound,
    TooManyReports,
    Verdict,
)

_DESCRIPTOR = codec.load(__file__, "moderation.binpb")

_ACT = {
    0: Act.UNSPECIFIED,
    1: Act.ROLE_GIVEN,
    2: Act.PERSON_SUSPENDED,
    3: Act.PERSON_REINSTATED,
    4: Act.STORY_TAKEN_BACK,
    5: Act.STORY_DELETED,
    6: Act.REPORTS_DECIDED,
    7: Act.PUBLICATION_DELETED,
    8: Act.PUBLICATION_ORPHANED,
    9: Act.RESPONSE_TAKEN_BACK,
    10: Act.RESPONSE_SHOWN_AGAIN,
}
_ACT_NUMBER = {member: number for number, member in _ACT.items()}
_REASON = {
    0: Reason.UNSPECIFIED,
    1: Reason.SPAM,
    2: Reason.HARASSMENT,
    3: Reason.HATE,
    4: Reason.PRIVATE_DATA,
    5: Reason.PLAGIARISM,
    6: Reason.ILLEGAL,
    7: Reason.OTHER,
}
_REASON_NUMBER = {member: number for number, member in _REASON.items()}
_SUBJECT_KIND = {
    0: SubjectKind.UNSPECIFIED,
    1: SubjectKind.STORY,
    2: SubjectKind.PERSON,
    3: SubjectKind.RESPONSE,
}
_SUBJECT_KIND_NUMBER = {member: number for number, member in _SUBJECT_KIND.items()}
_VERDICT = {0: Verdict.UNSPECIFIED, 1: Verdict.DISMISSED, 2: Verdict.TAKEN_BACK, 3: Verdict.SUSPENDED}
_VERDICT_NUMBER = {member: number for number, member in _VERDICT.items()}
_Subject = _DESCRIPTOR.message("octavo.moderation.v1.Subject")
_Report = _DESCRIPTOR.message("octavo.moderation.v1.Report")
_Case = _DESCRIPTOR.message("octavo.moderation.v1.Case")
_Decision = _DESCRIPTOR.message("octavo.moderation.v1.Decision")
_Entry = _DESCRIPTOR.message("octavo.moderation.v1.Entry")
_ReportRequest = _DESCRIPTOR.message("octavo.moderation.v1.ReportRequest")
_ReportResponse = _DESCRIPTOR.message("octavo.moderation.v1.ReportResponse")
_ListCasesRequest = _DESCRIPTOR.message("octavo.moderation.v1.ListCasesRequest")
_ListCasesResponse = _DESCRIPTOR.message("octavo.moderation.v1.ListCasesResponse")
_DecideRequest = _DESCRIPTOR.message("octavo.moderation.v1.DecideRequest")
_DecideResponse = _DESCRIPTOR.message("octavo.moderation.v1.DecideResponse")
_ListDecisionsRequest = _DESCRIPTOR.message("octavo.moderation.v1.ListDecisionsRequest")
_ListDecisionsResponse = _DESCRIPTOR.message("octavo.moderation.v1.ListDecisionsResponse")
_ListMyDecisionsRequest = _DESCRIPTOR.message("octavo.moderation.v1.ListMyDecisionsRequest")
_ListMyDecisionsResponse = _DESCRIPTOR.message("octavo.moderation.v1.ListMyDecisionsResponse")
_ListLogRequest = _DESCRIPTOR.message("octavo.moderation.v1.ListLogRequest")
_ListLogResponse = _DESCRIPTOR.message("octavo.moderation.v1.ListLogResponse")
_SubjectNotFound = _DESCRIPTOR.message("octavo.moderation.v1.SubjectNotFound")
_TooManyReports = _DESCRIPTOR.message("octavo.moderation.v1.TooManyReports")
_AlreadyDecided = _DESCRIPTOR.message("octavo.moderation.v1.AlreadyDecided")


def fill_subject(message: Any, value: Subject) -> None:
    message.kind = _SUBJECT_KIND_NUMBER[value.kind]
    message.id = value.id


def read_subject(message: Any, strict: bool) -> Subject:
    return Subject(
        kind=_SUBJECT_KIND.get(message.kind) or codec.unknown(SubjectKind.UNSPECIFIED, "kind", strict),
        id=message.id,
    )


def fill_report(message: Any, value: Report) -> None:
    message.reporter_id = value.reporter_id
    message.reason = _REASON_NUMBER[value.reason]
    message.words = value.words
    codec.put_moment(message.reported_at, value.reported_at)


def read_report(message: Any, strict: bool) -> Report:
    return Report(
        reporter_id=message.reporter_id,
        reason=_REASON.get(message.reason) or codec.unknown(Reason.UNSPECIFIED, "reason", strict),
        words=message.words,
        reported_at=codec.moment(message.reported_at, "reported_at", strict)
        if message.HasField("reported_at")
        else codec.missing("reported_at", strict),
    )


def fill_case(message: Any, value: Case) -> None:
    message.subject.SetInParent()
    fill_subject(message.subject, value.subject)
    message.concerned_id = value.concerned_id
    message.reports = value.reports
    message.reasons.update(value.reasons)
    for newest_item in value.newest:
        fill_report(message.newest.add(), newest_item)
    codec.put_moment(message.first_at, value.first_at)
    codec.put_moment(message.last_at, value.last_at)


def read_case(message: Any, strict: bool) -> Case:
    return Case(
        subject=read_subject(message.subject, strict)
        if message.HasField("subject")
        else codec.missing("subject", strict),
        concerned_id=message.concerned_id,
        reports=message.reports,
        reasons=dict(message.reasons),
        newest=tuple([read_report(item, strict) for item in message.newest]),
        first_at=codec.moment(message.first_at, "first_at", strict)
        if message.HasField("first_at")
        else codec.missing("first_at", strict),
        last_at=codec.moment(message.last_at, "last_at", strict)
        if message.HasField("last_at")
        else codec.missing("last_at", strict),
    )


def fill_decision(message: Any, value: Decision) -> None:
    message.id = value.id
    message.subject.SetInParent()
    fill_subject(message.subject, value.subject)
    message.verdict = _VERDICT_NUMBER[value.verdict]
    message.statement = value.statement
    message.reports = value.reports
    codec.put_moment(message.decided_at, value.decided_at)
    message.decided_by = value.decided_by
    message.concerned_id = value.concerned_id
    message.title = value.title


def read_decision(message: Any, strict: bool) -> Decision:
    return Decision(
        id=message.id,
        subject=read_subject(message.subject, strict)
        if message.HasField("subject")
        else codec.missing("subject", strict),
        verdict=_VERDICT.get(message.verdict) or codec.unknown(Verdict.UNSPECIFIED, "verdict", strict),
        statement=message.statement,
        reports=message.reports,
        decided_at=codec.moment(message.decided_at, "decided_at", strict)
        if message.HasField("decided_at")
        else codec.missing("decided_at", strict),
        decided_by=message.decided_by,
        concerned_id=message.concerned_id,
        title=message.title,
    )


def fill_entry(message: Any, value: Entry) -> None:
    message.id = value.id
    message.act = _ACT_NUMBER[value.act]
    codec.put_moment(message.at, value.at)
    message.by_id = value.by_id
    message.person_id = value.person_id
    message.story_id = value.story_id
    message.publication_id = value.publication_id
    message.detail = value.detail
    message.response_id = value.response_id


def read_entry(message: Any, strict: bool) -> Entry:
    return Entry(
        id=message.id,
        act=_ACT.get(message.act) or codec.unknown(Act.UNSPECIFIED, "act", strict),
        at=codec.moment(message.at, "at", strict) if message.HasField("at") else codec.missing("at", strict),
        by_id=message.by_id,
        person_id=message.person_id,
        story_id=message.story_id,
        publication_id=message.publication_id,
        detail=message.detail,
        response_id=message.response_id,
    )


def fill_report_request(message: Any, value: ReportRequest) -> None:
    message.subject.SetInParent()
    fill_subject(message.subject, value.subject)
    message.reason = _REASON_NUMBER[value.reason]
    message.words = value.words


def read_report_request(message: Any, strict: bool) -> ReportRequest:
    return ReportRequest(
        subject=read_subject(message.subject, strict)
        if message.HasField("subject")
        else codec.missing("subject", strict),
        reason=_REASON.get(message.reason) or codec.unknown(Reason.UNSPECIFIED, "reason", strict),
        words=message.words,
    )


def fill_report_response(message: Any, value: ReportResponse) -> None:
    pass


def read_report_response(message: Any, strict: bool) -> ReportResponse:
    return ReportResponse()


def fill_list_cases_request(message: Any, value: ListCasesRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_cases_request(message: Any, strict: bool) -> ListCasesRequest:
    return ListCasesRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_cases_response(message: Any, value: ListCasesResponse) -> None:
    for cases_item in value.cases:
        fill_case(message.cases.add(), cases_item)
    message.next = value.next


def read_list_cases_response(message: Any, strict: bool) -> ListCasesResponse:
    return ListCasesResponse(
        cases=tuple([read_case(item, strict) for item in message.cases]),
        next=message.next,
    )


def fill_decide_request(message: Any, value: DecideRequest) -> None:
    message.subject.SetInParent()
    fill_subject(message.subject, value.subject)
    message.verdict = _VERDICT_NUMBER[value.verdict]
    message.statement = value.statement


def read_decide_request(message: Any, strict: bool) -> DecideRequest:
    return DecideRequest(
        subject=read_subject(message.subject, strict)
        if message.HasField("subject")
        else codec.missing("subject", strict),
        verdict=_VERDICT.get(message.verdict) or codec.unknown(Verdict.UNSPECIFIED, "verdict", strict),
        statement=message.statement,
    )


def fill_decide_response(message: Any, value: DecideResponse) -> None:
    message.decision.SetInParent()
    fill_decision(message.decision, value.decision)


def read_decide_response(message: Any, strict: bool) -> DecideResponse:
    return DecideResponse(
        decision=read_decision(message.decision, strict)
        if message.HasField("decision")
        else codec.missing("decision", strict),
    )


def fill_list_decisions_request(message: Any, value: ListDecisionsRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_decisions_request(message: Any, strict: bool) -> ListDecisionsRequest:
    return ListDecisionsRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_decisions_response(message: Any, value: ListDecisionsResponse) -> None:
    for decisions_item in value.decisions:
        fill_decision(message.decisions.add(), decisions_item)
    message.next = value.next


def read_list_decisions_response(message: Any, strict: bool) -> ListDecisionsResponse:
    return ListDecisionsResponse(
        decisions=tuple([read_decision(item, strict) for item in message.decisions]),
        next=message.next,
    )


def fill_list_my_decisions_request(message: Any, value: ListMyDecisionsRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_my_decisions_request(message: Any, strict: bool) -> ListMyDecisionsRequest:
    return ListMyDecisionsRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_my_decisions_response(message: Any, value: ListMyDecisionsResponse) -> None:
    for decisions_item in value.decisions:
        fill_decision(message.decisions.add(), decisions_item)
    message.next = value.next


def read_list_my_decisions_response(message: Any, strict: bool) -> ListMyDecisionsResponse:
    return ListMyDecisionsResponse(
        decisions=tuple([read_decision(item, strict) for item in message.decisions]),
        next=message.next,
    )


def fill_list_log_request(message: Any, value: ListLogRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_log_request(message: Any, strict: bool) -> ListLogRequest:
    return ListLogRequest(
        limit=message.limit if message.HasField("limit") else 50,
        after=message.after,
    )


def fill_list_log_response(message: Any, value: ListLogResponse) -> None:
    for entries_item in value.entries:
        fill_entry(message.entries.add(), entries_item)
    message.next = value.next


def read_list_log_response(message: Any, strict: bool) -> ListLogResponse:
    return ListLogResponse(
        entries=tuple([read_entry(item, strict) for item in message.entries]),
        next=message.next,
    )


def fill_subject_not_found(message: Any, value: SubjectNotFound) -> None:
    pass


def read_subject_not_found(message: Any, strict: bool) -> SubjectNotFound:
    return SubjectNotFound()


def fill_too_many_reports(message: Any, value: TooManyReports) -> None:
    message.limit = value.limit


def read_too_many_reports(message: Any, strict: bool) -> TooManyReports:
    return TooManyReports(
        limit=message.limit,
    )


def fill_already_decided(message: Any, value: AlreadyDecided) -> None:
    pass


def read_already_decided(message: Any, strict: bool) -> AlreadyDecided:
    return AlreadyDecided()


FAULTS: dict[str, codec.Packing[Any]] = {
    SubjectNotFound.proto_name: codec.Packing(
        _SubjectNotFound, fill_subject_not_found, read_subject_not_found
    ),
    TooManyReports.proto_name: codec.Packing(_TooManyReports, fill_too_many_reports, read_too_many_reports),
    AlreadyDecided.proto_name: codec.Packing(_AlreadyDecided, fill_already_decided, read_already_decided),
}

METHODS: dict[str, codec.WireMethod] = {
    "Report": codec.WireMethod(
        codec.Packing(_ReportRequest, fill_report_request, read_report_request),
        codec.Packing(_ReportResponse, fill_report_response, read_report_response),
    ),
    "ListCases": codec.WireMethod(
        codec.Packing(_ListCasesRequest, fill_list_cases_request, read_list_cases_request),
        codec.Packing(_ListCasesResponse, fill_list_cases_response, read_list_cases_response),
    ),
    "Decide": codec.WireMethod(
        codec.Packing(_DecideRequest, fill_decide_request, read_decide_request),
        codec.Packing(_DecideResponse, fill_decide_response, read_decide_response),
    ),
    "ListDecisions": codec.WireMethod(
        codec.Packing(_ListDecisionsRequest, fill_list_decisions_request, read_list_decisions_request),
        codec.Packing(_ListDecisionsResponse, fill_list_decisions_response, read_list_decisions_response),
    ),
    "ListMyDecisions": codec.WireMethod(
        codec.Packing(
            _ListMyDecisionsRequest, fill_list_my_decisions_request, read_list_my_decisions_request
        ),
        codec.Packing(
            _ListMyDecisionsResponse, fill_list_my_decisions_response, read_list_my_decisions_response
        ),
    ),
    "ListLog": codec.WireMethod(
        codec.Packing(_ListLogRequest, fill_list_log_request, read_list_log_request),
        codec.Packing(_ListLogResponse, fill_list_log_response, read_list_log_response),
    ),
}


class ModerationClient:
    """Moderation at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._report: codec.Unary[None] = wire.unary("Report")
        self._list_cases: codec.Unary[ListCasesResponse] = wire.unary("ListCases")
        self._decide: codec.Unary[Decision] = wire.unary("Decide")
        self._list_decisions: codec.Unary[ListDecisionsResponse] = wire.unary("ListDecisions")
        self._list_my_decisions: codec.Unary[ListMyDecisionsResponse] = wire.unary("ListMyDecisions")
        self._list_log: codec.Unary[ListLogResponse] = wire.unary("ListLog")

    async def report(self, *, subject: Subject, reason: Reason, words: str = "") -> None:
        await self._report(ReportRequest(subject=subject, reason=reason, words=words))

    async def list_cases(self, *, limit: int = 20, after: str = "") -> ListCasesResponse:
        return await self._list_cases(ListCasesRequest(limit=limit, after=after))

    async def decide(self, *, subject: Subject, verdict: Verdict, statement: str = "") -> Decision:
        return await self._decide(DecideRequest(subject=subject, verdict=verdict, statement=statement))

    async def list_decisions(
        self, *, limit: int = 20, after: DecisionId = DecisionId("")
    ) -> ListDecisionsResponse:
        return await self._list_decisions(ListDecisionsRequest(limit=limit, after=after))

    async def list_my_decisions(
        self, *, limit: int = 20, after: DecisionId = DecisionId("")
    ) -> ListMyDecisionsResponse:
        return await self._list_my_decisions(ListMyDecisionsRequest(limit=limit, after=after))

    async def list_log(self, *, limit: int = 50, after: EntryId = EntryId("")) -> ListLogResponse:
        return await self._list_log(ListLogRequest(limit=limit, after=after))
