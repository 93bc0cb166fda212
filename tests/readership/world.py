"""A small world for the tests of the readership: two published stories of Anna's, one with Cleo."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, Caller, acting_as, current_caller
from octavo.chassis.database import Database
from octavo.readership.api import Kind, Readership
from octavo.readership.interactors import ReadershipInteractor
from octavo.readership.service import Config, build
from octavo.stories.api import PersonId, Stories, Story, StoryId, StoryNotFound
from tests.stories.desk import ANNA, Clock

CLEO = Caller(person_id="1111111Cleo", roles=frozenset({"member", "confirmed"}))
EDITOR = Caller(person_id="1111111Edit", roles=frozenset({"member", "confirmed"}))
STORY, OTHER, DRAFT = StoryId("1111111Sto1"), StoryId("1111111Sto2"), StoryId("1111111Sto3")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SITE = "https://octavo.test"


@dataclass
class Shelf:
    """Of the stories what the readership asks; it has to ask as whoever asks it."""

    public: set[StoryId] = field(default_factory=lambda: {STORY, OTHER})

    async def get_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        day = datetime(2026, 1, 1, tzinfo=UTC)
        anna, cleo = PersonId(str(ANNA.person_id)), PersonId(str(CLEO.person_id))
        return tuple(
            Story(
                id=id_,
                author_id=anna,
                co_author_ids=(cleo,) if id_ == STORY else (),
                title="By the sea",
                published_at=day,
                updated_at=day,
            )
            for id_ in story_ids
            if id_ in self.public
        )

    async def list_co_authors(self, *, story_id: StoryId) -> tuple[object, ...]:
        if current_caller().person_id not in (ANNA.person_id, CLEO.person_id, EDITOR.person_id):
            raise StoryNotFound(story_id=story_id)
        return ()


@dataclass
class World:
    """The readership as a caller sees it (here or over the wire), and what lies behind."""

    readership: Readership
    inside: ReadershipInteractor
    shelf: Shelf
    db: Database
    clock: Clock

    async def seen(
        self,
        address: str = "192.0.2.1",
        *,
        story: StoryId = STORY,
        kind: Kind = Kind.VIEW,
        agent: str = FIREFOX,
        referrer: str = "",
        who: Caller = ANONYMOUS,
    ) -> None:
        with acting_as(who):
            await self.readership.count(
                story_id=story, kind=kind, address=address, agent=agent, referrer=referrer
            )

    async def told(self, story: StoryId = STORY) -> tuple[int, int]:
        """Views and reads, as Anna sees them."""
        await self.inside.write()
        with acting_as(ANNA):
            numbers = await self.readership.get_numbers(story_id=story)
        return numbers.totals.views, numbers.totals.reads

    async def rows(self) -> dict[str, list[dict[str, object]]]:
        """All that is kept."""
        tables = ("salts", "seen", "totals", "days", "sources", "gone")
        return {name: [dict(row) for row in await self.db.all(f"SELECT * FROM {name}")] for name in tables}


def built(db: Database, clock: Clock, shelf: Shelf, config: Config | None = None) -> ReadershipInteractor:
    return build(
        config or Config(),
        db,
        stories=cast(Stories, shelf),
        near=NearCache(max_bytes=1 << 20),
        url=SITE,
        clock=clock,
    )
