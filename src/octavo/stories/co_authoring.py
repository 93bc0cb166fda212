"""Co-authoring: asked, agreed, named; and the way out again, whenever somebody likes."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from octavo.chassis.faults import Unavailable
from octavo.chassis.ids import from_text
from octavo.stories.api import (
    CoAuthor,
    Consent,
    Invitation,
    NotInvitable,
    PersonId,
    Status,
    StoryId,
    StoryNotFound,
    TooManyCoAuthors,
)
from octavo.stories.entities import Manuscript
from octavo.stories.ports import Overtaken
from octavo.stories.publishing import Publishing
from octavo.stories.rights import Right
from octavo.stories.study import signed_in

NOT_AGAIN_FOR: Final = timedelta(days=30)
"""So long nobody is asked again who said no to a story, or left it."""

_MOST_INVITATIONS: Final = 100
_ATTEMPTS: Final = 8


class CoAuthoring(Publishing):
    """How a story comes to have several authors."""

    async def invite_co_author(self, *, story_id: StoryId, person_id: PersonId) -> tuple[CoAuthor, ...]:
        from_text(person_id, "person_id")

        async def invite() -> None:
            manuscript = await self._for(Right.OWN, story_id)
            known = await self._co_authors.all(story_id)
            present = next((one for one in known if one.person_id == person_id), None)
            now = self._clock()
            if person_id == manuscript.author_id:
                raise NotInvitable(person_id=person_id)
            if present is not None:
                if present.consent is not Consent.DECLINED:
                    raise NotInvitable(person_id=person_id)
                until = (present.answered_at or present.invited_at) + NOT_AGAIN_FOR
                if now < until:
                    raise NotInvitable(person_id=person_id, until=until)
            if sum(one.consent is not Consent.DECLINED for one in known) >= self._co_authors_allowed:
                raise TooManyCoAuthors(limit=self._co_authors_allowed)
            asked = CoAuthor(person_id=person_id, consent=Consent.INVITED, invited_at=now)
            await self._co_authors.write(manuscript, asked, ())

        await _until_written(invite)
        return tuple(await self._co_authors.all(story_id))

    async def answer_invitation(self, *, story_id: StoryId, accepted: bool) -> None:
        me, answer = signed_in(), Consent.GIVEN if accepted else Consent.DECLINED

        async def say() -> None:
            manuscript, asked = await self._asked(story_id, me)
            if asked.consent is answer:
                return
            if asked.consent is not Consent.INVITED:
                raise StoryNotFound(story_id=story_id)
            events = await self._renamed(manuscript) if accepted else ()
            await self._co_authors.write(manuscript, self._answered(asked, answer), events)

        await _until_written(say)

    async def remove_co_author(self, *, story_id: StoryId, person_id: PersonId) -> None:
        me = signed_in()

        async def remove() -> None:
            if person_id == me:
                manuscript, present = await self._asked(story_id, me)
            else:
                manuscript = await self._for(Right.OWN, story_id)
                known = await self._co_authors.all(story_id)
                found = next((one for one in known if one.person_id == person_id), None)
                if found is None:
                    return
                present = found
            if present.consent is Consent.DECLINED:
                return
            events = await self._renamed(manuscript) if present.consent is Consent.GIVEN else ()
            if person_id == me:
                await self._co_authors.write(manuscript, self._answered(present, Consent.DECLINED), events)
            else:
                await self._co_authors.forget(manuscript, person_id, events)

        await _until_written(remove)

    async def list_co_authors(self, *, story_id: StoryId) -> tuple[CoAuthor, ...]:
        manuscript = await self._for(Right.READ, story_id, deleted_too=True)
        known = await self._co_authors.all(story_id)
        mine = Right.OWN in await self._rights(manuscript, signed_in())
        # Who said no is a matter between them and the author.
        return tuple(one for one in known if mine or one.consent is Consent.GIVEN)

    async def list_invitations(self) -> tuple[Invitation, ...]:
        return tuple(await self._co_authors.invitations(signed_in(), limit=_MOST_INVITATIONS))

    async def _asked(self, story_id: StoryId, me: PersonId) -> tuple[Manuscript, CoAuthor]:
        """The story to which somebody was asked; for everybody else there is none."""
        manuscript = await self._manuscripts.find(story_id)
        known = await self._co_authors.all(story_id) if manuscript else []
        asked = next((one for one in known if one.person_id == me), None)
        if manuscript is None or asked is None:
            raise StoryNotFound(story_id=story_id)
        if asked.consent is not Consent.GIVEN and manuscript.status is Status.DELETED:
            raise StoryNotFound(story_id=story_id)
        return manuscript, asked

    def _answered(self, asked: CoAuthor, consent: Consent) -> CoAuthor:
        return CoAuthor(
            person_id=asked.person_id,
            consent=consent,
            invited_at=asked.invited_at,
            answered_at=self._clock(),
        )


async def _until_written(step: Callable[[], Awaitable[None]]) -> None:
    """Again from the beginning where somebody else wrote in between."""
    for _ in range(_ATTEMPTS):
        try:
            await step()
        except Overtaken:
            continue
        return
    raise Unavailable("Too many people are changing this story at once. Try again.")
