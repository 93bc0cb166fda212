"""From what happened to what is told, and to whom.

What is told depends on what others can see at this moment, not on the event alone: a story that became
unlisted was withdrawn as far as the whole site is concerned, and one that moved into a publication was
published there. An event that is told again tells nothing new, since each webhook has one delivery for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from octavo.accounts.api import PersonJoined
from octavo.chassis.events import Envelope
from octavo.publications.api import (
    MembershipChanged,
    PublicationChanged,
    PublicationDeleted,
    Role,
    Stage,
    StorySubmitted,
    SubmissionDecided,
)
from octavo.stories.api import StoryId, StoryPublished, Visibility
from octavo.webhooks.api import DeliveryId, PersonId, PublicationId, Reach, Stop
from octavo.webhooks.desk import Desk
from octavo.webhooks.entities import Delivery, envelope
from octavo.webhooks.ports import Addressed, Told

_STAGES: Final = {Stage.ACCEPTED: "accepted", Stage.RETURNED: "returned", Stage.WITHDRAWN: "withdrawn"}
_ROLES: Final = {Role.WRITER: "writer", Role.EDITOR: "editor", Role.OWNER: "owner"}
_HIDDEN: Final = Told(author_id=PersonId(""))


class News(msgspec.Struct, frozen=True, kw_only=True):
    """Something to tell, and whom."""

    to: Addressed
    subject: str
    data: Mapping[str, Any]
    about_id: PersonId | None = None

    @property
    def kind(self) -> str:
        """As the receiver reads it."""
        return self.to.kind


class Hearing(Desk, frozen=True, kw_only=True, eq=False):
    """Effects of events; the same event again changes nothing."""

    async def hear_story(
        self, story_id: StoryId, author_id: PersonId, envelope: Envelope, *, revision_id: str = ""
    ) -> None:
        """Something happened to a story: tell those for whom it is another than before."""
        stories = await self.stories.get_stories(story_ids=(story_id,))
        now = _HIDDEN
        if stories:
            story = stories[0]
            now = Told(
                author_id=story.author_id,
                publication_id=PublicationId(story.publication_id) if story.publication_id else None,
                shown=True,
                listed=story.visibility is not Visibility.UNLISTED,
            )
        before = await self.deliveries.told_story(story_id) or _HIDDEN
        data = {
            "storyId": story_id,
            "authorId": author_id,
            "publicationId": now.publication_id or before.publication_id,
            "revisionId": revision_id if now.shown else "",
            "address": self.story_address(story_id),
        }
        news = [
            News(to=to, subject=f"stories/{story_id}", data=data, about_id=author_id)
            for to in _story_turns(before, now, author_id)
        ]
        await self._queue(news, envelope, (story_id, now if now.shown else None))

    async def hear_import(self, event: StoryPublished) -> None:
        """A story was brought in from elsewhere, which is no news; what happens to it from now on is."""
        stories = await self.stories.get_stories(story_ids=(event.story_id,))
        if stories:
            story = stories[0]
            told = Told(
                author_id=story.author_id,
                publication_id=PublicationId(story.publication_id) if story.publication_id else None,
                shown=True,
                listed=story.visibility is not Visibility.UNLISTED,
            )
            await self.deliveries.queue([], (event.story_id, told))

    async def hear_person(self, event: PersonJoined, envelope: Envelope) -> None:
        """Somebody joined."""
        news = News(
            to=Addressed(reach=Reach.SITE, kind="person.joined"),
            subject=f"people/{event.person_id}",
            data={"personId": event.person_id},
            about_id=event.person_id,
        )
        await self._queue([news], envelope, None)

    async def hear_publication(
        self,
        event: PublicationChanged | StorySubmitted | SubmissionDecided | MembershipChanged,
        envelope: Envelope,
    ) -> None:
        """Something happened in a publication."""
        await self._queue(_publication_news(event), envelope, None)
        if isinstance(event, MembershipChanged) and event.role is not Role.OWNER:
            await self.hooks.stop_all(
                event.person_id, Stop.NOT_ALLOWED, self.clock(), publication_id=event.publication_id
            )

    async def hear_end(self, event: PublicationDeleted) -> None:
        """A publication is no more: nobody is told of it any longer."""
        await self.hooks.stop_publication(event.publication_id, Stop.NOT_ALLOWED, self.clock())

    async def hear_suspension(self, person_id: PersonId) -> None:
        """A suspended person's webhooks stop; they start again by hand."""
        await self.hooks.stop_all(person_id, Stop.SUSPENDED, self.clock())

    async def _queue(
        self, news: Sequence[News], event: Envelope, story: tuple[str, Told | None] | None
    ) -> None:
        now, deliveries = self.clock(), []
        for one in news:
            for hook in await self.hooks.told(one.to):
                if await self.deliveries.waiting(hook.id) >= self.limits.waiting:
                    await self.hooks.stop(hook.id, Stop.OVERFLOW, now, tell=True)
                    continue
                delivery_id = DeliveryId(self.new_id())
                body = envelope(
                    delivery_id,
                    one.kind,
                    source=self.source,
                    subject=one.subject,
                    time=event.written_at,
                    data=one.data,
                )
                deliveries.append(
                    Delivery(
                        id=delivery_id,
                        webhook_id=hook.id,
                        person_id=hook.person_id,
                        about_id=one.about_id,
                        source=event.source,
                        number=event.number,
                        kind=one.kind,
                        body=body,
                        created_at=now,
                        next_at=now,
                    )
                )
        if deliveries or story is not None:
            await self.deliveries.queue(deliveries, story)
        if deliveries:
            self.arrived()


def _story_turns(before: Told, now: Told, author_id: PersonId) -> list[Addressed]:
    """For whom a story is another than before, and what it is for them."""
    places = {before.publication_id, now.publication_id}
    turns = [
        (Addressed(reach=Reach.OWN, kind="", person_id=author_id), before.shown, now.shown),
        (Addressed(reach=Reach.SITE, kind=""), before.listed, now.listed),
        *(
            (
                Addressed(reach=Reach.PUBLICATION, kind="", publication_id=place),
                before.shown and before.publication_id == place,
                now.shown and now.publication_id == place,
            )
            for place in sorted(filter(None, places))
        ),
    ]
    kinds = {
        (False, True): "story.published",
        (True, True): "story.revised",
        (True, False): "story.withdrawn",
    }
    return [
        msgspec.structs.replace(to, kind=kinds[was, is_]) for to, was, is_ in turns if (was, is_) in kinds
    ]


def _publication_news(
    event: PublicationChanged | StorySubmitted | SubmissionDecided | MembershipChanged,
) -> list[News]:
    where = event.publication_id
    there = Addressed(reach=Reach.PUBLICATION, kind="", publication_id=where)

    def to(kind: str) -> Addressed:
        return msgspec.structs.replace(there, kind=kind)

    match event:
        case PublicationChanged():
            data = {"publicationId": where, "version": event.version}
            subject = f"publications/{where}"
            everybody = Addressed(reach=Reach.SITE, kind="publication.changed")
            return [
                News(to=one, subject=subject, data=data) for one in (to("publication.changed"), everybody)
            ]
        case MembershipChanged():
            data = {
                "publicationId": where,
                "personId": event.person_id,
                "role": _ROLES.get(event.role, "none"),
            }
            subject = f"publications/{where}/members/{event.person_id}"
            return [News(to=to("member.changed"), subject=subject, data=data, about_id=event.person_id)]
    data = {
        "submissionId": event.submission_id,
        "publicationId": where,
        "storyId": event.story_id,
        "writerId": event.writer_id,
    }
    subject = f"submissions/{event.submission_id}"
    if isinstance(event, StorySubmitted):
        return [News(to=to("submission.received"), subject=subject, data=data, about_id=event.writer_id)]
    writer = Addressed(reach=Reach.OWN, kind="submission.decided", person_id=event.writer_id)
    data["decision"] = _STAGES.get(event.stage, "decided")
    return [
        News(to=one, subject=subject, data=data, about_id=event.writer_id)
        for one in (to("submission.decided"), writer)
    ]
