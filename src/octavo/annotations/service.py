"""How the annotations are put together, and what they hear of stories."""

from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.annotations.adapters.sql import SqlNotes
from octavo.annotations.interactors import AnnotationsInteractor
from octavo.annotations.personal import HOLDINGS as HOLDINGS
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope
from octavo.stories.api import Stories, StoryErased

MIGRATIONS: Final = resources.files("octavo.annotations").joinpath("migrations")
CONSUMER: Final = "annotations"
"""Under this name the annotations follow the events of stories."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How much is written beside a text."""

    max_notes: Annotated[int, Meta(ge=1, le=2000)] = 500
    """On one story, answers included."""


def build(
    config: Config,
    db: Database,
    *,
    stories: Stories,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> AnnotationsInteractor:
    """The annotations over an open database.

    clock: the time now, in UTC. new_id: makes ids that nobody else makes.
    """
    return AnnotationsInteractor(
        notes=SqlNotes(db), stories=stories, notes_a_story=config.max_notes, clock=clock, new_id=new_id
    )


class StoryEvents:
    """Forgets what was noted of erased stories; to be subscribed to the events of stories."""

    TYPES: Final = (StoryErased,)

    def __init__(self, annotations: AnnotationsInteractor) -> None:
        self._annotations = annotations

    async def __call__(self, event: StoryErased, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._annotations.forget_story(event.story_id)
