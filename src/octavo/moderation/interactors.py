"""What people report, what moderators decide, and what is noted in the log."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from octavo.accounts.api import Accounts
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.chassis.ids import from_text
from octavo.document.reading import beginning
from octavo.moderation.api import (
    Act,
    AlreadyDecided,
    Decision,
    DecisionId,
    Entry,
    EntryId,
    ListCasesResponse,
    ListDecisionsResponse,
    ListLogResponse,
    ListMyDecisionsResponse,
    PersonId,
    PublicationId,
    Reason,
    Report,
    ResponseId,
    StoryId,
    Subject,
    SubjectKind,
    SubjectNotFound,
    TooManyReports,
    Verdict,
)
from octavo.moderation.entities import A_DAY, check_decision, check_report, check_subject
from octavo.moderation.ports import Filed, Place, Reports
from octavo.responses.api import ResponseNotFound, Responses
from octavo.stories.api import Stories, StoryNotFound, WrongState

T = TypeVar("T", bound=str)

_MODERATORS: Final = frozenset({"owner", "moderator"})
_MOST: Final = 100
_LONGEST_REASON: Final = 500
"""Of a suspension, as the accounts keep it."""
_NO_DECISION: Final = DecisionId("")
_NO_ENTRY: Final = EntryId("")
_NOBODY: Final = PersonId("")


class ModerationInteractor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The Moderation of the contract; besides, `note` for the events of others."""

    reports: Reports
    accounts: Accounts
    stories: Stories
    responses: Responses
    reports_a_day: int
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    async def report(self, *, subject: Subject, reason: Reason, words: str = "") -> None:
        me = _caller()
        check_subject(subject)
        kept = check_report(reason, words)
        concerned = await self._concerned(subject)
        if concerned == me:
            raise Forbidden("This is your own: you can take it back or change it yourself.")
        now = self.clock()
        filed = Filed(
            id=self.new_id(),
            subject=subject,
            concerned_id=concerned,
            report=Report(reporter_id=me, reason=reason, words=kept, reported_at=now),
        )
        if not await self.reports.file(filed, since=now - A_DAY, most=self.reports_a_day):
            raise TooManyReports(limit=self.reports_a_day)

    async def _concerned(self, subject: Subject) -> PersonId:
        if subject.kind is SubjectKind.STORY:
            stories = await self.stories.get_stories(story_ids=(StoryId(subject.id),))
            if not stories:
                raise SubjectNotFound
            return stories[0].author_id
        if subject.kind is SubjectKind.RESPONSE:
            responses = await self.responses.get_responses(response_ids=(ResponseId(subject.id),))
            if not responses or not responses[0].author_id:
                raise SubjectNotFound
            return responses[0].author_id
        people = await self.accounts.get_people(person_ids=(PersonId(subject.id),))
        if not people:
            raise SubjectNotFound
        return people[0].id

    async def list_cases(self, *, limit: int = 20, after: str = "") -> ListCasesResponse:
        _require_moderator()
        _require_limit(limit)
        page = await self.reports.cases(after=_read_place(after), limit=limit + 1)
        last = page[limit - 1][1] if len(page) > limit else None
        return ListCasesResponse(
            cases=tuple(case for case, _ in page[:limit]), next=_write_place(last) if last else ""
        )

    async def decide(self, *, subject: Subject, verdict: Verdict, statement: str = "") -> Decision:
        me = _require_moderator()
        check_subject(subject)
        kept = check_decision(subject, verdict, statement)
        concerned = await self.reports.concerned(subject)
        if concerned is None:
            if await self.reports.was_decided(subject):
                raise AlreadyDecided
            raise SubjectNotFound
        if concerned == me and "owner" not in current_caller().roles:
            raise Forbidden("Nobody decides about themselves.")
        title = await self._title(subject)
        await self._do(verdict, subject, concerned, kept)
        now = self.clock()
        decision = Decision(
            id=DecisionId(self.new_id()),
            subject=subject,
            verdict=verdict,
            statement=kept,
            decided_at=now,
            decided_by=me,
            concerned_id=concerned,
            title=title,
        )
        entry = self._entry(
            Act.REPORTS_DECIDED,
            by=me,
            person=concerned,
            story=StoryId(subject.id if subject.kind is SubjectKind.STORY else ""),
            response=ResponseId(subject.id if subject.kind is SubjectKind.RESPONSE else ""),
            detail=verdict.value,
        )
        written = await self.reports.decide(decision, entry)
        if written is None:
            raise AlreadyDecided
        return written

    async def _title(self, subject: Subject) -> str:
        """What a story is called that is still to be seen, how a response begins."""
        if subject.kind is SubjectKind.RESPONSE:
            responses = await self.responses.get_responses(response_ids=(ResponseId(subject.id),))
            return beginning(responses[0].html) if responses else ""
        if subject.kind is not SubjectKind.STORY:
            return ""
        stories = await self.stories.get_stories(story_ids=(StoryId(subject.id),))
        return stories[0].title if stories else ""

    async def _do(self, verdict: Verdict, subject: Subject, concerned: PersonId, statement: str) -> None:
        """By the caller's own right; the same again changes nothing."""
        if verdict is Verdict.TAKEN_BACK and subject.kind is SubjectKind.RESPONSE:
            with suppress(ResponseNotFound):
                await self.responses.take_back(response_id=ResponseId(subject.id))
        elif verdict is Verdict.TAKEN_BACK:
            # It may have been taken back or deleted since: that is what is wanted.
            with suppress(StoryNotFound, WrongState):
                await self.stories.unpublish(story_id=StoryId(subject.id))
        elif verdict is Verdict.SUSPENDED:
            await self.accounts.set_suspended(
                person_id=concerned, suspended=True, reason=statement[:_LONGEST_REASON]
            )

    async def list_decisions(
        self, *, limit: int = 20, after: DecisionId = _NO_DECISION
    ) -> ListDecisionsResponse:
        _require_moderator()
        _require_limit(limit)
        page = await self.reports.decisions(after=_id(after), limit=limit + 1)
        more = len(page) > limit
        return ListDecisionsResponse(decisions=tuple(page[:limit]), next=page[limit - 1].id if more else "")

    async def list_my_decisions(
        self, *, limit: int = 20, after: DecisionId = _NO_DECISION
    ) -> ListMyDecisionsResponse:
        me = _caller()
        _require_limit(limit)
        page = await self.reports.decisions_for(me, after=_id(after), limit=limit + 1)
        more = len(page) > limit
        return ListMyDecisionsResponse(
            decisions=tuple(_told(decision, me) for decision in page[:limit]),
            next=page[limit - 1].id if more else "",
        )

    async def list_log(self, *, limit: int = 50, after: EntryId = _NO_ENTRY) -> ListLogResponse:
        _require_moderator()
        _require_limit(limit)
        page = await self.reports.entries(after=_id(after), limit=limit + 1)
        more = len(page) > limit
        return ListLogResponse(entries=tuple(page[:limit]), next=page[limit - 1].id if more else "")

    async def note(
        self,
        act: Act,
        *,
        by: PersonId = _NOBODY,
        person: PersonId = _NOBODY,
        story: StoryId = StoryId(""),  # noqa: B008 - a string by another name
        publication: PublicationId = PublicationId(""),  # noqa: B008 - as above
        response: ResponseId = ResponseId(""),  # noqa: B008 - as above
        detail: str = "",
    ) -> None:
        """Writes a line into the log."""
        entry = self._entry(
            act, by=by, person=person, story=story, publication=publication, response=response, detail=detail
        )
        await self.reports.log(entry)

    def _entry(
        self,
        act: Act,
        *,
        by: PersonId,
        person: PersonId = _NOBODY,
        story: StoryId = StoryId(""),  # noqa: B008 - as above
        publication: PublicationId = PublicationId(""),  # noqa: B008 - as above
        response: ResponseId = ResponseId(""),  # noqa: B008 - as above
        detail: str = "",
    ) -> Entry:
        return Entry(
            id=EntryId(self.new_id()),
            act=act,
            at=self.clock(),
            by_id=by,
            person_id=person,
            story_id=story,
            publication_id=publication,
            response_id=response,
            detail=detail,
        )


def _told(decision: Decision, me: PersonId) -> Decision:
    """As the one sees it whom it concerns; or, without the reasons, who reported."""
    told = msgspec.structs.replace(decision, decided_by=_NOBODY)
    if decision.concerned_id == me:
        return told
    return msgspec.structs.replace(told, concerned_id=_NOBODY, statement="")


def _caller() -> PersonId:
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return PersonId(person_id)


def _require_moderator() -> PersonId:
    me = _caller()
    if _MODERATORS.isdisjoint(current_caller().roles):
        raise Forbidden("Only owner and moderators may do this.")
    return me


def _require_limit(limit: int) -> None:
    if not 1 <= limit <= _MOST:
        raise Invalid("limit", f"Must be from 1 to {_MOST}.")


def _id(after: T) -> T | None:
    if not after:
        return None
    from_text(after, "after")
    return after


def _write_place(place: Place) -> str:
    return f"{place.reports}.{place.first_at}.{place.id}"


def _read_place(text: str) -> Place | None:
    if not text:
        return None
    reports, _, rest = text.partition(".")
    first_at, _, id_ = rest.partition(".")
    if not (reports.isdecimal() and first_at.isdecimal() and len(text) < 60 and text.isascii()):
        raise Invalid("after", "Is not where a page of this list ended.")
    from_text(id_, "after")
    return Place(int(reports), int(first_at), id_)
