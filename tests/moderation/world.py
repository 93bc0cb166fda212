"""A small world for the tests of moderation: stories and people that note what is done to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from octavo.accounts.api import Accounts, Person, PersonId
from octavo.chassis.context import Caller, current_caller
from octavo.chassis.database import Database
from octavo.chassis.faults import Forbidden
from octavo.chassis.ids import IdMaker
from octavo.moderation.api import Moderation, Subject, SubjectKind
from octavo.moderation.interactors import ModerationInteractor
from octavo.moderation.service import Config, build
from octavo.responses.api import Response, ResponseId, ResponseNotFound, Responses
from octavo.stories.api import Stories, Story, StoryId, StoryNotFound
from tests.stories.desk import ANNA, BERT, MODERATOR, Clock

OWNER = Caller(person_id="1111111Boss", roles=frozenset({"owner", "confirmed"}))
STORY = StoryId("1111111Sto1")
OTHER_STORY = StoryId("1111111Sto2")
THE_STORY = Subject(kind=SubjectKind.STORY, id=STORY)
RESPONSE = ResponseId("1111111Res1")
THE_RESPONSE = Subject(kind=SubjectKind.RESPONSE, id=RESPONSE)
MOST = 3


def person(caller: Caller) -> Subject:
    return Subject(kind=SubjectKind.PERSON, id=str(caller.person_id))


@dataclass
class Around:
    """Of stories, responses and accounts what moderation asks and does. Stories and response are Anna's."""

    people: set[str] = field(
        default_factory=lambda: {str(one.person_id) for one in (ANNA, BERT, MODERATOR, OWNER)}
    )
    public: set[str] = field(default_factory=lambda: {STORY, OTHER_STORY})
    responses: dict[str, str] = field(default_factory=lambda: {RESPONSE: "<p>Buy <em>mine</em>.</p>"})
    done: list[tuple[str, str, str]] = field(default_factory=list)
    forbidden: bool = False

    async def get_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        day = datetime(2026, 1, 1, tzinfo=UTC)
        author = PersonId(str(ANNA.person_id))
        return tuple(
            Story(id=id_, author_id=author, title="Buy now", published_at=day, updated_at=day)
            for id_ in story_ids
            if id_ in self.public
        )

    async def get_people(self, *, person_ids: Sequence[PersonId]) -> tuple[Person, ...]:
        day = datetime(2026, 1, 1, tzinfo=UTC)
        return tuple(Person(id=id_, joined_at=day) for id_ in person_ids if id_ in self.people)

    async def unpublish(self, *, story_id: StoryId) -> None:
        if story_id not in self.public:
            raise StoryNotFound(story_id=story_id)
        self.public.discard(story_id)
        self.done.append(("unpublish", story_id, str(current_caller().person_id)))

    async def get_responses(self, *, response_ids: Sequence[ResponseId]) -> tuple[Response, ...]:
        day, author = datetime(2026, 1, 1, tzinfo=UTC), PersonId(str(ANNA.person_id))
        return tuple(
            # Of one that was taken away there is neither word nor name.
            Response(id=id_, author_id=author if words else PersonId(""), html=words, written_at=day)
            for id_ in response_ids
            if (words := self.responses.get(id_)) is not None
        )

    async def take_back(self, *, response_id: ResponseId) -> None:
        if response_id not in self.responses:
            raise ResponseNotFound
        self.done.append(("take back", response_id, str(current_caller().person_id)))

    async def set_suspended(self, *, person_id: PersonId, suspended: bool, reason: str = "") -> None:
        if self.forbidden:
            raise Forbidden("Only an owner suspends a moderator or an owner.")
        self.done.append(("suspend", person_id, reason))


@dataclass
class World:
    """Moderation as a caller sees it (here or over the wire), and what lies behind."""

    moderation: Moderation
    inside: ModerationInteractor
    around: Around
    db: Database
    clock: Clock


def built(db: Database, clock: Clock, around: Around) -> ModerationInteractor:
    ids = IdMaker(7, clock=lambda: datetime.now(UTC))
    return build(
        Config(max_reports_a_day=MOST),
        db,
        accounts=cast(Accounts, around),
        stories=cast(Stories, around),
        responses=cast(Responses, around),
        clock=clock,
        new_id=ids.text,
    )
