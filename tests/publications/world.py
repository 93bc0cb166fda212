"""A small world for the tests of publications: stories beside them, people, a clock, events that arrive."""

from dataclasses import dataclass
from datetime import UTC, datetime

from octavo.chassis.context import Caller, acting_as
from octavo.chassis.database import Database
from octavo.chassis.ids import IdMaker
from octavo.chassis.relay import Relay
from octavo.publications.api import PersonId, Publication, Publications, Role, StoryId, Submission
from octavo.publications.interactors import PublicationsInteractor
from octavo.publications.service import (
    CONSUMER,
    LETTERS,
    Config,
    OwnEvents,
    StoryEvents,
    WriterLetters,
    build,
)
from octavo.stories.api import Draft
from octavo.stories.interactors import StoriesInteractor
from tests.chassis.story_events import drained
from tests.stories import desk
from tests.stories.desk import Clock, text

__all__ = ["ANNA", "BERT", "EDNA", "OLGA", "SITE_OWNER", "STRANGER", "Clock", "World"]

OLGA = Caller(person_id="1111111oLga", roles=frozenset({"member", "confirmed"}))
EDNA = Caller(person_id="1111111Edna", roles=frozenset({"member", "confirmed"}))
ANNA = Caller(person_id="1111111AnNa", roles=frozenset({"member", "confirmed"}))
BERT = Caller(person_id="1111111Bert", roles=frozenset({"member", "confirmed"}))
STRANGER = Caller(person_id="1111Strange", roles=frozenset({"member", "confirmed"}))
SITE_OWNER = Caller(person_id="111111Siteo", roles=frozenset({"owner", "moderator", "confirmed"}))


def person(caller: Caller) -> PersonId:
    return PersonId(str(caller.person_id))


@dataclass
class World:
    """Publications as a caller sees them (here or over the wire), and what lies behind."""

    publications: Publications
    inside: PublicationsInteractor
    stories: StoriesInteractor
    db: Database
    stories_db: Database
    clock: Clock

    async def settle(self, letters: WriterLetters | None = None) -> None:
        """Everything that was told has arrived: here, in the stories, and with who writes `letters`."""
        own, texts = OwnEvents(self.inside), StoryEvents(self.inside)
        relay, others = Relay(self.db), Relay(self.stories_db)
        relay.subscribe(consumer=CONSUMER, types=own.TYPES, handler=own, into=None)
        if letters is not None:
            relay.subscribe(consumer=LETTERS, types=letters.TYPES, handler=letters, into=None)
        others.subscribe(consumer=CONSUMER, types=texts.TYPES, handler=texts, into=self.db)
        async with others.running(), relay.running():
            await drained(others)
            await drained(relay)
            await drained(others)

    async def founded(self, name: str = "The Paper", **more: str) -> Publication:
        """OLGA's."""
        with acting_as(OLGA):
            return await self.publications.found(name=name, **more)

    async def join(self, paper: Publication, caller: Caller, role: Role) -> None:
        with acting_as(OLGA):
            asked = await self.publications.invite(
                publication_id=paper.id, role=role, person_id=person(caller)
            )
        with acting_as(caller):
            await self.publications.answer_invitation(invitation_id=asked.invitation.id, accepted=True)

    async def staffed(self) -> Publication:
        """OLGA's, where EDNA edits and ANNA and BERT write."""
        paper = await self.founded()
        await self.join(paper, EDNA, Role.EDITOR)
        await self.join(paper, ANNA, Role.WRITER)
        await self.join(paper, BERT, Role.WRITER)
        await self.settle()
        return paper

    async def draft(self, caller: Caller = ANNA, title: str = "A walk") -> Draft:
        with acting_as(caller):
            return await self.stories.create_draft(content=text(title))

    async def submitted(self, paper: Publication, caller: Caller = ANNA, note: str = "") -> Submission:
        draft = await self.draft(caller)
        with acting_as(caller):
            return await self.publications.submit(
                publication_id=paper.id, story_id=draft.id, version=draft.version, note=note
            )

    async def version(self, caller: Caller, story_id: StoryId) -> int:
        with acting_as(caller):
            return (await self.stories.get_draft(story_id=story_id)).version


def built(
    db: Database, stories_db: Database, clock: Clock, **config: object
) -> tuple[PublicationsInteractor, StoriesInteractor]:
    ids = IdMaker(7, clock=lambda: datetime.now(UTC))
    stories = desk.built(stories_db, clock)
    settings = Config(**{"max_publications": 3, "max_members": 5, "max_sections": 3, "max_pages": 2} | config)  # type: ignore[arg-type]  # the tests' own
    made = build(settings, db, stories=stories, clock=clock, new_id=ids.text, image_address=desk.address)
    return made, stories
