"""Reviewing: a writer's story on its way into a publication, and stories that stand in it.

A decision is written here first, so that of two editors one decides; then it is carried out in the stories,
which may refuse (the text is another by now); then it is settled, or the submission waits as before. Where a
process dies in between, the event of the decision has it carried out again: every step may be done twice.
"""

from contextlib import suppress

from octavo.chassis.faults import Forbidden, Invalid
from octavo.publications.api import (
    AlreadyDecided,
    AlreadySubmitted,
    GetSubmissionResponse,
    Membership,
    Note,
    NoteId,
    PersonId,
    PublicationId,
    RevisionId,
    Role,
    SectionId,
    Stage,
    StoryChangedSince,
    StoryId,
    StoryNotInPublication,
    StoryNotSubmittable,
    StorySubmitted,
    Submission,
    SubmissionDecided,
    SubmissionId,
    SubmissionNotFound,
    TooManyNotes,
)
from octavo.publications.entities import RANK, Case, note_text
from octavo.publications.office import Office, signed_in
from octavo.publications.ports import Kept, Taken
from octavo.stories.api import (
    InAnotherPublication,
    NotPublishable,
    StoryNotFound,
    VersionConflict,
    WrongState,
)

_MOST_LISTED = 100
_NO_SECTION = SectionId("")
_NO_PUBLICATION = PublicationId("")
_NO_SUBMISSION = SubmissionId("")


class Reviewing(Office, frozen=True, kw_only=True, eq=False):
    """Submissions, notes and decisions."""

    async def submit(
        self, *, publication_id: PublicationId, story_id: StoryId, version: int, note: str = ""
    ) -> Submission:
        await self._as(Role.WRITER, publication_id, active=True)
        words = note_text("note", note)
        waiting = await self.desk.open_of(story_id)
        if waiting is not None and waiting.submission.writer_id == signed_in():
            raise AlreadySubmitted(submission_id=waiting.submission.id)
        try:
            offered = await self.stories.offer_story(
                story_id=story_id, publication_id=publication_id, version=version
            )
        except _REFUSALS as fault:
            raise refusal(fault) from None
        submission = Submission(
            id=SubmissionId(self.new_id()),
            publication_id=publication_id,
            story_id=story_id,
            writer_id=signed_in(),
            stage=Stage.SUBMITTED,
            title=offered.title,
            submitted_revision_id=RevisionId(offered.revision_id),
            submitted_at=self.clock(),
        )

        async def work() -> None:
            await self._as(Role.WRITER, publication_id, active=True)
            await self.desk.add(Case(submission=submission))
            if words:
                await self._write_note(submission.id, words)
            await self.together.tell(
                StorySubmitted(
                    submission_id=submission.id,
                    publication_id=publication_id,
                    story_id=story_id,
                    writer_id=submission.writer_id,
                )
            )

        try:
            await self.together.run(work)
        except Taken:
            raise AlreadySubmitted from None
        except Forbidden:  # no member any more since it was offered
            await self.stories.release(story_id=story_id, publication_id=publication_id, only_offered=True)
            raise
        return submission

    async def list_submissions(
        self,
        *,
        publication_id: PublicationId = _NO_PUBLICATION,
        stage: Stage = Stage.UNSPECIFIED,
        limit: int = 50,
        before: SubmissionId = _NO_SUBMISSION,
    ) -> tuple[Submission, ...]:
        me = signed_in()
        if not 1 <= limit <= _MOST_LISTED:
            raise Invalid("limit", f"Must be from 1 to {_MOST_LISTED}.")
        if publication_id:
            await self._as(Role.EDITOR, publication_id)
        page = await self.desk.page(
            publication_id=publication_id or None,
            writer_id=None if publication_id else me,
            stage=stage,
            before=before or None,
            limit=limit,
        )
        return tuple(page)

    async def get_submission(self, *, submission_id: SubmissionId) -> GetSubmissionResponse:
        case, _ = await self._visible(submission_id)
        notes = await self.desk.notes(submission_id)
        return GetSubmissionResponse(submission=case.submission, notes=tuple(notes))

    async def add_note(self, *, submission_id: SubmissionId, text: str) -> Note:
        words = note_text("text", text, least=1)

        async def work() -> Note:
            case, _ = await self._visible(submission_id)
            if case.submission.notes >= self.limits.notes:
                raise TooManyNotes(limit=self.limits.notes)
            return await self._write_note(submission_id, words)

        return await self._again(work)

    async def _write_note(self, submission_id: SubmissionId, words: str) -> Note:
        note = Note(id=NoteId(self.new_id()), author_id=signed_in(), text=words, written_at=self.clock())
        await self.desk.add_note(submission_id, note)
        return note

    async def accept(
        self, *, submission_id: SubmissionId, version: int, section_id: SectionId = _NO_SECTION
    ) -> Submission:
        async def work() -> None:
            case = await self._to_decide(submission_id)
            kept, _ = await self._as(Role.EDITOR, case.submission.publication_id, active=True)
            require_section(kept, section_id)
            decided = case.decide(
                Stage.ACCEPTED,
                by=signed_in(),
                now=self.clock(),
                version=version,
                section_id=section_id,
            )
            await self._decided(case, decided)

        await self._again(work)
        return await self.carry_out(submission_id)

    async def send_back(self, *, submission_id: SubmissionId, note: str) -> Submission:
        words = note_text("note", note, least=1)

        async def work() -> None:
            case = await self._to_decide(submission_id)
            await self._write_note(submission_id, words)
            await self._decided(case, case.decide(Stage.RETURNED, by=signed_in(), now=self.clock()))

        await self._again(work)
        return await self.carry_out(submission_id)

    async def withdraw(self, *, submission_id: SubmissionId) -> Submission:
        me = signed_in()

        async def work() -> None:
            case, _ = await self._visible(submission_id)
            if case.submission.writer_id != me:
                raise Forbidden("Only its writer takes it back.")
            require_open(case)
            await self._decided(case, case.decide(Stage.WITHDRAWN, by=me, now=self.clock()))

        await self._again(work)
        return await self.carry_out(submission_id)

    async def carry_out(self, submission_id: SubmissionId) -> Submission:
        """What was decided happens to the story; the same again changes nothing.

        Raises StoryChangedSince and StoryNotSubmittable where the stories refuse: it waits as before.
        """
        case = await self.desk.find(submission_id)
        if case is None:
            raise SubmissionNotFound
        if case.decision is Stage.UNSPECIFIED:
            return case.submission
        said = case.submission
        if case.decision is not Stage.ACCEPTED:
            with suppress(StoryNotFound):  # deleted long ago: there is nothing to give back
                await self.stories.release(
                    story_id=said.story_id, publication_id=said.publication_id, only_offered=True
                )
            return await self._settle(submission_id, case.decision)
        try:
            story = await self.stories.take_in(
                story_id=said.story_id,
                publication_id=said.publication_id,
                version=case.version,
                section_id=case.section_id,
            )
        except _REFUSALS as fault:
            gone = isinstance(fault, StoryNotFound | InAnotherPublication)
            await self._settle(submission_id, Stage.WITHDRAWN if gone else Stage.UNSPECIFIED)
            raise refusal(fault) from None
        return await self._settle(submission_id, Stage.ACCEPTED, revision_id=RevisionId(story.revision_id))

    async def _settle(
        self, submission_id: SubmissionId, stage: Stage, *, revision_id: RevisionId | None = None
    ) -> Submission:
        """The decision stands from now on; unspecified: it could not be carried out, and it waits again."""

        async def work() -> Submission:
            case = await self.desk.find(submission_id)
            if case is None:
                raise SubmissionNotFound
            if case.decision is Stage.UNSPECIFIED:  # settled by whoever carried it out beside us
                return case.submission
            if stage is Stage.UNSPECIFIED:
                after = case.reopened()
            else:
                more = {"accepted_revision_id": revision_id} if revision_id else {}
                after = case.settled(stage, **more)
                await self._tell_decided(after.submission)
            await self.desk.write(case, after)
            return after.submission

        return await self._again(work)

    async def _tell_decided(self, said: Submission) -> None:
        await self.together.tell(
            SubmissionDecided(
                submission_id=said.id,
                publication_id=said.publication_id,
                story_id=said.story_id,
                writer_id=said.writer_id,
                stage=said.stage,
            )
        )

    async def publish_in(
        self,
        *,
        publication_id: PublicationId,
        story_id: StoryId,
        version: int,
        section_id: SectionId = _NO_SECTION,
    ) -> None:
        kept, _ = await self._as(Role.EDITOR, publication_id, active=True)
        require_section(kept, section_id)
        if await self.desk.open_of(story_id) is not None:
            raise StoryNotSubmittable(problem="It waits for review: decide on it there.")
        try:
            await self.stories.take_in(
                story_id=story_id, publication_id=publication_id, version=version, section_id=section_id
            )
        except _REFUSALS as fault:
            raise refusal(fault) from None

    async def move_out(self, *, publication_id: PublicationId, story_id: StoryId) -> None:
        me = signed_in()
        try:
            draft = await self.stories.get_draft(story_id=story_id)
        except StoryNotFound:
            raise StoryNotInPublication from None
        if draft.publication_id != publication_id:
            raise StoryNotInPublication
        if draft.author_id != me:
            await self._as(Role.EDITOR, publication_id)
        await self.stories.release(story_id=story_id, publication_id=publication_id)
        await self.close_open(story_id, publication_id, Stage.WITHDRAWN, by=me)

    async def close_open(
        self,
        story_id: StoryId,
        publication_id: PublicationId,
        stage: Stage,
        *,
        revision_id: RevisionId | None = None,
        by: PersonId | None = None,
    ) -> None:
        """What waits of a story is over, as the story itself went another way; one that was submitted after
        `revision_id` is not meant."""

        async def work() -> None:
            case = await self.desk.open_of(story_id)
            if case is None or not case.is_open or case.submission.publication_id != publication_id:
                return
            if revision_id and revision_id < case.submission.submitted_revision_id:
                return  # ids grow with time
            more = {"accepted_revision_id": revision_id} if revision_id else {}
            after = case.decide(stage, by=by, now=self.clock()).settled(stage, **more)
            await self.desk.write(case, after)
            await self._tell_decided(after.submission)

        await self._again(work)

    async def assign_section(
        self, *, publication_id: PublicationId, story_id: StoryId, section_id: SectionId = _NO_SECTION
    ) -> None:
        kept, _ = await self._as(Role.EDITOR, publication_id)
        require_section(kept, section_id)
        try:
            await self.stories.assign_section(
                story_id=story_id, publication_id=publication_id, section_id=section_id
            )
        except StoryNotFound:
            raise StoryNotInPublication from None

    async def _visible(self, submission_id: SubmissionId) -> tuple[Case, Membership | None]:
        """For its writer, and for those who decide; for others there is none."""
        me = signed_in()
        case = await self.desk.find(submission_id)
        if case is None:
            raise SubmissionNotFound
        mine = await self.people.member(case.submission.publication_id, me)
        decides = mine is not None and not mine.suspended and RANK[mine.role] >= RANK[Role.EDITOR]
        if not decides and case.submission.writer_id != me:
            raise SubmissionNotFound
        return case, mine if decides else None

    async def _to_decide(self, submission_id: SubmissionId) -> Case:
        """One that waits, for those who decide. Raises SubmissionNotFound, Forbidden, AlreadyDecided."""
        case, editor = await self._visible(submission_id)
        if editor is None:
            raise Forbidden("Only its editors may do this.")
        require_open(case)
        return case


_REFUSALS = (StoryNotFound, InAnotherPublication, VersionConflict, NotPublishable, WrongState, Forbidden)


def refusal(fault: Exception) -> StoryChangedSince | StoryNotSubmittable:
    """In our words what the stories refuse."""
    match fault:
        case VersionConflict():
            return StoryChangedSince(version=fault.version)
        case NotPublishable():
            return StoryNotSubmittable(problem=fault.problem)
        case InAnotherPublication():
            return StoryNotSubmittable(problem="It was taken back, or stands in another publication.")
        case WrongState():
            return StoryNotSubmittable(problem="It is planned to go out by itself, or deleted.")
        case _:
            return StoryNotSubmittable(problem="There is no such story of yours.")


def require_open(case: Case) -> None:
    """Raises AlreadyDecided where it does not wait any more, or somebody is just deciding."""
    if not case.is_open:
        stage = case.submission.stage if case.decision is Stage.UNSPECIFIED else case.decision
        raise AlreadyDecided(stage=stage, decided_by=case.submission.decided_by)


def require_section(kept: Kept, section_id: SectionId) -> None:
    """Raises Invalid where the publication has no such section."""
    if section_id and all(section.id != section_id for section in kept.publication.sections):
        raise Invalid("section_id", "There is no such section any more.")
