"""A small world for the tests of annotations: one draft, and who may read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import cast

from octavo.annotations.api import Annotations, Note, StoryId
from octavo.annotations.interactors import AnnotationsInteractor
from octavo.annotations.service import Config, build
from octavo.chassis.cache import NearCache
from octavo.chassis.context import current_caller
from octavo.chassis.database import Database
from octavo.chassis.ids import IdMaker, to_text
from octavo.graph.api import GetAvoidedResponse, Graph
from octavo.graph.api import PersonId as Somebody
from octavo.stories.api import Content, Draft, FullStory, PersonId, RevisionId, Stories, Story, StoryNotFound
from octavo.stories.api import StoryId as OfStories
from tests.stories.desk import ANNA, BERT, Clock

STORY, OTHER = StoryId("1111111Sto1"), StoryId("1111111Sto2")
BLOCK = "b1ock111"
MOST = 5


@dataclass
class Drafts:
    """Of the stories what annotations ask: both drafts may be read by `readers`."""

    readers: set[str] = field(default_factory=lambda: {str(ANNA.person_id), str(BERT.person_id)})
    blocks: tuple[str, ...] = (BLOCK, "b1ock222")

    texts: dict[str, str] = field(default_factory=dict)
    """The blocks of what is published as STORY, by id; a teaser has none that begins with "members"."""
    revision: int = 1
    blocked: set[frozenset[str]] = field(default_factory=set)

    async def read_stories(self, *, story_ids: Sequence[OfStories]) -> tuple[FullStory, ...]:
        whole = "confirmed" in current_caller().roles
        shown = {id_: text for id_, text in self.texts.items() if whole or not id_.startswith("members")}
        html = "".join(f'<p id="b-{id_}">{escape(text)}</p>' for id_, text in shown.items())
        story = Story(
            id=OfStories(STORY),
            author_id=PersonId(str(ANNA.person_id)),
            revision_id=RevisionId(to_text(10**16 + self.revision)),
            title="By the sea",
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
            updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        found = FullStory(story=story, html=html, teaser_only=len(shown) < len(self.texts))
        return tuple(found for one in story_ids if one == STORY and self.texts)

    async def get_avoided(self, *, viewer_id: Somebody, person_ids: Sequence[Somebody]) -> GetAvoidedResponse:
        return GetAvoidedResponse(
            hidden=tuple(one for one in person_ids if frozenset((one, viewer_id)) in self.blocked)
        )

    async def get_draft(self, *, story_id: OfStories) -> Draft:
        if story_id not in (STORY, OTHER) or str(current_caller().person_id) not in self.readers:
            raise StoryNotFound(story_id=story_id)
        body = ",".join(f'{{"type":"paragraph","attrs":{{"id":"{block}"}}}}' for block in self.blocks)
        return Draft(
            id=story_id,
            author_id=PersonId(str(ANNA.person_id)),
            content=Content(body=f'{{"type":"doc","content":[{body}]}}'),
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            saved_at=datetime(2026, 1, 1, tzinfo=UTC),
        )


@dataclass
class World:
    """Annotations as a caller sees them (here or over the wire), and what lies behind."""

    annotations: Annotations
    inside: AnnotationsInteractor
    drafts: Drafts
    db: Database
    clock: Clock

    async def note(self, text: str = "Really?", **more: str) -> Note:
        return await self.annotations.add_note(**{"story_id": STORY, "block_id": BLOCK, "text": text} | more)  # type: ignore[arg-type]

    async def told(self) -> list[tuple[str, str]]:
        return [(one.author_id, one.text) for one in await self.annotations.list_notes(story_id=STORY)]


def built(db: Database, clock: Clock, drafts: Drafts) -> AnnotationsInteractor:
    new_id: Callable[[], str] = IdMaker(7, clock=lambda: datetime.now(UTC)).text
    return build(
        Config(max_notes=MOST, max_highlights=20),
        db,
        stories=cast(Stories, drafts),
        graph=cast(Graph, drafts),
        near=NearCache(max_bytes=1 << 20),
        clock=clock,
        new_id=new_id,
    )
