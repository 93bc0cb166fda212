"""What people can do with publications, and what follows from what happens elsewhere."""

from octavo.publications.api import (
    MembershipChanged,
    PersonId,
    PublicationId,
    SectionId,
    Stage,
    StoryChangedSince,
    StoryId,
    StoryNotSubmittable,
    SubmissionDecided,
    SubmissionId,
    SubmissionNotFound,
)
from octavo.publications.founding import Founding
from octavo.publications.paging import Paging
from octavo.publications.reviewing import Reviewing
from octavo.publications.staffing import Staffing
from octavo.stories.api import MemberRole

_NO_SECTION = SectionId("")


class PublicationsInteractor(Founding, Paging, Staffing, Reviewing, frozen=True, kw_only=True, eq=False):
    """The whole service: fits the generated Protocol `Publications`, and has what events call for."""

    async def set_suspended(self, person_id: PersonId, *, suspended: bool) -> None:
        """Whoever is suspended cannot act; where that leaves no owner, see `Office._see_to_owner`."""

        async def work() -> None:
            await self.people.mark_suspended(person_id, self.clock() if suspended else None)
            for place in await self.people.places(person_id):
                await self._see_to_owner(place.publication_id)

        await self._again(work)

    async def forget_person(self, person_id: str) -> None:
        """Before somebody's rows go: their places are given up, so that no publication is left alone."""
        gone = PersonId(person_id)

        async def work() -> None:
            places = await self.people.places(gone)
            for place in places:
                await self._go(place.publication_id, gone)
                await self._see_to_owner(place.publication_id)
            for publication_id in await self.directory.ownerless():
                await self._see_to_owner(publication_id)
            await self.desk.forget_writer(gone)

        await self._again(work)

    async def pass_on(self, event: MembershipChanged) -> None:
        """The stories' copy of who is what."""
        await self.stories.note_membership(
            publication_id=event.publication_id,
            person_id=event.person_id,
            role=MemberRole(event.role.value.replace("ROLE_UN", "MEMBER_ROLE_UN")),
        )

    async def give_back(self, publication_id: PublicationId, section_id: SectionId = _NO_SECTION) -> None:
        """All stories leave a publication that is gone, or a section that is."""
        while await self.stories.release_all(publication_id=publication_id, section_id=section_id):
            pass

    async def finish(self, submission_id: SubmissionId) -> None:
        """A decision that was taken is carried out, unless it was; what the stories refuse waits again."""
        try:
            await self.carry_out(submission_id)
        except (StoryChangedSince, StoryNotSubmittable, SubmissionNotFound):
            return  # told to whoever decided, and settled so

    async def is_news_to_writer(self, event: SubmissionDecided) -> bool:
        """Whether its writer is to be told: they did not decide it themselves, and it stands so still."""
        case = await self.desk.find(event.submission_id)
        if case is None or case.submission.stage is not event.stage:
            return False
        said = case.submission
        if said.decided_by == said.writer_id:
            return False
        return bool(said.decided_by) or said.stage is Stage.ACCEPTED

    async def forget_story(self, story_id: StoryId) -> None:
        """It is erased: nothing is kept of what was submitted."""
        await self.together.run(lambda: self.desk.forget_story(story_id))
