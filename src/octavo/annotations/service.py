"""How the annotations are put together, and what they hear of stories."""

from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.accounts.api import PersonReinstated, PersonSuspended
from octavo.annotations.adapters.sql import SqlNotes
from octavo.annotations.adapters.sql_marks import SqlMarks
from octavo.annotations.interactors import AnnotationsInteractor
from octavo.annotations.personal import HOLDINGS as HOLDINGS
from octavo.annotations.texts import Texts
from octavo.chassis.batches import StaleTags
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.purges import Purges
from octavo.graph.api import Graph
from octavo.stories.api import Stories, StoryErased, StoryPublished, StoryRevised

MIGRATIONS: Final = resources.files("octavo.annotations").joinpath("migrations")
CONSUMER: Final = "annotations"
"""Under this name the annotations follow the events of stories."""


_PURGE_SECONDS: Final = 1.8


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How much is written beside a text."""

    max_notes: Annotated[int, Meta(ge=1, le=2000)] = 500
    """On one story, answers included."""
    max_highlights: Annotated[int, Meta(ge=1, le=2000)] = 200
    """Of one reader in one story."""
    highlights_a_minute: Annotated[int, Meta(ge=1, le=1000)] = 30
    """Of one reader."""


def build(
    config: Config,
    db: Database,
    *,
    stories: Stories,
    graph: Graph,
    near: NearCache,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> AnnotationsInteractor:
    """The annotations over an open database; whoever builds it calls `close` at the end.

    clock: the time now, in UTC. new_id: makes ids that nobody else makes.
    """
    marks = SqlMarks(
        db,
        Outbox(db, clock=clock),
        Purges(db, clock=clock),
        most=config.max_highlights,
        a_minute=config.highlights_a_minute,
    )
    return AnnotationsInteractor(
        notes=SqlNotes(db),
        stories=stories,
        notes_a_story=config.max_notes,
        marks=marks,
        texts=Texts(stories, near),
        graph=graph,
        stale=StaleTags(marks.purge, _PURGE_SECONDS),
        clock=clock,
        new_id=new_id,
    )


class StoryEvents:
    """Looks for what was marked in a text that changed, and forgets what was written beside erased stories;
    to be subscribed to the events of stories."""

    TYPES: Final = (StoryErased, StoryRevised, StoryPublished)

    def __init__(self, annotations: AnnotationsInteractor) -> None:
        self._annotations = annotations

    async def __call__(self, event: StoryErased | StoryRevised | StoryPublished, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        if isinstance(event, StoryErased):
            await self._annotations.forget_story(event.story_id)
        else:
            await self._annotations.find_again(event.story_id)


class PersonEvents:
    """Who is not seen for a while; to be subscribed to the events of accounts."""

    TYPES: Final = (PersonSuspended, PersonReinstated)

    def __init__(self, annotations: AnnotationsInteractor) -> None:
        self._annotations = annotations

    async def __call__(self, event: PersonSuspended | PersonReinstated, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._annotations.quieten(event.person_id, quiet=isinstance(event, PersonSuspended))
