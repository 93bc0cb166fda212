"""How the responses are put together, and what they hear of stories and accounts."""

from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.accounts.api import PersonReinstated, PersonSuspended
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.purges import Purges
from octavo.graph.api import Graph
from octavo.responses.adapters.sql import SqlHands, SqlRules, SqlTalk
from octavo.responses.interactors import ResponsesInteractor
from octavo.responses.personal import HOLDINGS as HOLDINGS
from octavo.stories.api import Standing, Stories, StoryErased, StoryMoved

MIGRATIONS: Final = resources.files("octavo.responses").joinpath("migrations")
CONSUMER: Final = "responses"
"""Under this name the responses follow the events of stories and accounts."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How much one reader says."""

    a_minute: Annotated[int, Meta(ge=1, le=1000)] = 6
    """Responses of one person."""


def build(
    config: Config,
    db: Database,
    *,
    stories: Stories,
    graph: Graph,
    near: NearCache,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> ResponsesInteractor:
    """The responses over an open database. clock: the time now, in UTC."""
    return ResponsesInteractor(
        talk=SqlTalk(db, Outbox(db, clock=clock), Purges(db, clock=clock)),
        rules=SqlRules(db),
        hands=SqlHands(db),
        stories=stories,
        graph=graph,
        near=near,
        a_minute=config.a_minute,
        clock=clock,
        new_id=new_id,
    )


class StoryEvents:
    """Responses go with their story, wherever it stands; to be subscribed to the events of stories."""

    TYPES: Final = (StoryErased, StoryMoved)

    def __init__(self, responses: ResponsesInteractor) -> None:
        self._responses = responses

    async def __call__(self, event: StoryErased | StoryMoved, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        if isinstance(event, StoryErased):
            await self._responses.forget_story(event.story_id)
        else:
            stands = event.standing is Standing.TAKEN_IN
            await self._responses.move_story(event.story_id, event.publication_id if stands else "")


class PersonEvents:
    """Who is not heard for a while; to be subscribed to the events of accounts."""

    TYPES: Final = (PersonSuspended, PersonReinstated)

    def __init__(self, responses: ResponsesInteractor) -> None:
        self._responses = responses

    async def __call__(self, event: PersonSuspended | PersonReinstated, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._responses.silence(event.person_id, silent=isinstance(event, PersonSuspended))
