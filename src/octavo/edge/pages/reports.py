"""`/report`, `/admin/reports`, `/admin/log` and `/me/decisions`: what people report, and what comes of it."""

from collections.abc import Iterable
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import PersonNotFound
from octavo.chassis.faults import Fault, Invalid
from octavo.edge import forms, problems
from octavo.edge.pages.reported import Known, known_of
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_moderation import (
    CaseRow,
    DecisionRow,
    DecisionsPage,
    EntryRow,
    LogPage,
    ReportForm,
    ReportLine,
    ReportsPage,
    Thing,
)
from octavo.edge.pages.views_private import Said
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.moderation.api import (
    Case,
    Decision,
    DecisionId,
    Entry,
    EntryId,
    Reason,
    Subject,
    SubjectKind,
    SubjectNotFound,
    Verdict,
)

_KINDS: Final = {"story": SubjectKind.STORY, "person": SubjectKind.PERSON, "response": SubjectKind.RESPONSE}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}
_REASONS: Final = {reason.value: reason for reason in Reason if reason is not Reason.UNSPECIFIED}
_VERDICTS: Final = {verdict.value: verdict for verdict in Verdict if verdict is not Verdict.UNSPECIFIED}
_AT_ONCE: Final = 20


async def report(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The form. What is reported comes as `?story=ID`, `?response=ID` or `?person=ID`."""
    query = request.query_params
    kind = next((kind for kind in _KINDS if kind in query), "person")
    thing = await _reported(bench, kind, query.get(kind, ""))
    if thing is None:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return await bench.page(request, ReportForm(thing=thing), visitor)


async def file(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/report`."""
    form = await forms.read(request)
    thing = await _reported(bench, form["kind"], form["id"])
    if thing is None:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    try:
        await bench.moderation.report(
            subject=Subject(kind=_KINDS[thing.kind], id=thing.id),
            reason=_REASONS.get(form["reason"], Reason.UNSPECIFIED),
            words=form.text("words"),
        )
    except SubjectNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        answered = problems.trouble(fault, {"reason": "", **form.items()})
        view = ReportForm(
            thing=thing, reason=form["reason"], words=form["words"], problems=(answered.problem,)
        )
        return await bench.page(request, view, visitor, status=answered.status, headers=answered.headers)
    return bench.see(bench.addresses.decisions(said=Said.REPORTED))


async def _reported(bench: Workbench, kind: str, id_: str) -> Thing | None:
    if kind not in _KINDS or not bench.addresses.is_id(id_):
        return None
    known = await known_of(bench, [Subject(kind=_KINDS[kind], id=id_)])
    thing = known.thing(Subject(kind=_KINDS[kind], id=id_))
    return thing if thing.address else None


async def queue(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """What waits, or with `?show=decided` what was decided."""
    if not visitor.moderates:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    return await _queue(bench, request, visitor)


async def _queue(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    wrong: str = "",
    statement: str = "",
    answered: problems.Answered | None = None,
) -> Response:
    after = request.query_params.get("after", "")
    if request.query_params.get("show") == "decided":
        page = await bench.moderation.list_decisions(limit=_AT_ONCE, after=DecisionId(after))
        view = ReportsPage(
            show="decided",
            decisions=await _decisions(bench, page.decisions, visitor),
            more=bench.addresses.reports("decided", after=page.next) if page.next else "",
        )
        return await bench.page(request, view, visitor)
    listed = await bench.moderation.list_cases(limit=_AT_ONCE, after=after)
    view = ReportsPage(
        cases=await _cases(bench, listed.cases, visitor),
        more=bench.addresses.reports(after=listed.next) if listed.next else "",
        wrong=wrong,
        statement=statement,
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(
        request,
        view,
        visitor,
        status=answered.status if answered else 200,
        headers=answered.headers if answered else None,
    )


async def _cases(bench: Workbench, cases: Iterable[Case], visitor: Visitor) -> tuple[CaseRow, ...]:
    cases = tuple(cases)
    known = await known_of(
        bench,
        (case.subject for case in cases),
        (id_ for case in cases for id_ in (case.concerned_id, *(one.reporter_id for one in case.newest))),
    )
    return tuple(
        CaseRow(
            thing=known.thing(case.subject),
            concerned=known.author(case.concerned_id),
            reports=case.reports,
            reasons=case.reasons,
            newest=tuple(
                ReportLine(
                    by=known.author(one.reporter_id),
                    reason=one.reason.value,
                    words=one.words,
                    at=one.reported_at,
                )
                for one in case.newest
            ),
            first_at=case.first_at,
            own=case.concerned_id == visitor.person_id and not visitor.owns,
        )
        for case in cases
    )


async def decide(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/admin/reports`."""
    form = await forms.read(request)
    if not visitor.moderates:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    try:
        if form["kind"] not in _KINDS:
            raise Invalid("kind", "There is no such thing.")
        await bench.moderation.decide(
            subject=Subject(kind=_KINDS[form["kind"]], id=form["id"]),
            verdict=_VERDICTS.get(form["verdict"], Verdict.UNSPECIFIED),
            statement=form.text("statement"),
        )
    except (SubjectNotFound, PersonNotFound):
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        answered = problems.trouble(fault, {"verdict": "", **form.items()})
        return await _queue(
            bench, request, visitor, wrong=form["id"], statement=form["statement"], answered=answered
        )
    return bench.see(bench.addresses.reports(said=Said.DECIDED))


async def _decisions(
    bench: Workbench, decisions: Iterable[Decision], visitor: Visitor
) -> tuple[DecisionRow, ...]:
    decisions = tuple(decisions)
    known = await known_of(
        bench,
        (one.subject for one in decisions),
        (id_ for one in decisions for id_ in (one.decided_by, one.concerned_id)),
    )
    return tuple(
        DecisionRow(
            thing=_named(known.thing(one.subject), one.title),
            verdict=one.verdict.value,
            statement=one.statement,
            reports=one.reports,
            at=one.decided_at,
            by=known.author(one.decided_by) if one.decided_by else None,
            mine=one.concerned_id == visitor.person_id,
        )
        for one in decisions
    )


def _named(thing: Thing, title: str) -> Thing:
    """A story or response that is not there any more is called as it was."""
    return thing if thing.name else msgspec.structs.replace(thing, name=title)


async def decisions(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """What concerns whoever asks."""
    after = DecisionId(request.query_params.get("after", ""))
    page = await bench.moderation.list_my_decisions(limit=_AT_ONCE, after=after)
    view = DecisionsPage(
        decisions=await _decisions(bench, page.decisions, visitor),
        more=bench.addresses.decisions(after=page.next) if page.next else "",
    )
    return await bench.page(request, view, visitor)


async def log(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """What owners and moderators did."""
    if not visitor.moderates:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    after = EntryId(request.query_params.get("after", ""))
    page = await bench.moderation.list_log(limit=50, after=after)
    known = await known_of(
        bench,
        (one for entry in page.entries if (one := _about(entry))),
        (id_ for entry in page.entries for id_ in (entry.by_id, entry.person_id)),
    )
    view = LogPage(
        entries=tuple(_entry(known, entry) for entry in page.entries),
        more=bench.addresses.log(after=page.next) if page.next else "",
    )
    return await bench.page(request, view, visitor)


def _about(entry: Entry) -> Subject | None:
    """What the line is about, where it is not a person alone."""
    if entry.response_id:
        return Subject(kind=SubjectKind.RESPONSE, id=entry.response_id)
    return Subject(kind=SubjectKind.STORY, id=entry.story_id) if entry.story_id else None


def _entry(known: Known, entry: Entry) -> EntryRow:
    about = _about(entry)
    return EntryRow(
        act=entry.act.value,
        at=entry.at,
        by=known.author(entry.by_id),
        person=known.author(entry.person_id),
        thing=known.thing(about) if about else None,
        detail=entry.detail,
    )
