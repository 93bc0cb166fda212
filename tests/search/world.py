"""A small world for the tests of search: real stories, people who come and go, an index."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace

from octavo.accounts.api import (
    Accounts,
    FindPersonResponse,
    ListPeopleResponse,
    Person,
    PersonId,
    PersonNotFound,
    PersonRecord,
    Role,
)
from octavo.chassis.cache import NearCache
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.database import Database
from octavo.publications.api import (
    ListPublicationsResponse,
    Publication,
    PublicationId,
    PublicationNotFound,
    Publications,
)
from octavo.search.adapters.opensearch_link import OpenSearchLink
from octavo.search.adapters.opensearch_marks import mark_of
from octavo.search.adapters.opensearch_press import OpenSearchPress
from octavo.search.api import FindStoriesResponse, Search
from octavo.search.learning import LEAST_STORIES
from octavo.search.service import Config, Engine, Searching, build, engine_of
from octavo.stories.api import Story, StoryId, Visibility
from octavo.stories.interactors import StoriesInteractor
from tests.stories.desk import ANNA, BERT, Clock, text


@dataclass
class Everybody:
    """Of the accounts what search asks."""

    people: dict[str, Person] = field(default_factory=dict)

    def add(self, caller: Caller, handle: str, name: str) -> None:
        person_id = PersonId(caller.person_id or "")
        joined = datetime(2026, 1, 1, tzinfo=UTC)
        self.people[person_id] = Person(id=person_id, handle=handle, name=name, joined_at=joined)

    def change(self, caller: Caller, **parts: Any) -> None:
        person_id = caller.person_id or ""
        self.people[person_id] = replace(self.people[person_id], **parts)

    async def get_people(self, *, person_ids: Sequence[PersonId]) -> tuple[Person, ...]:
        return tuple(self.people[id_] for id_ in person_ids if id_ in self.people)

    async def find_person(self, *, handle: str) -> FindPersonResponse:
        for person in self.people.values():
            if person.handle == handle:
                return FindPersonResponse(person=person, current=True)
        raise PersonNotFound(handle=handle)

    async def list_people(
        self,
        *,
        limit: int = 50,
        after: str = "",
        query: str = "",
        role: Role = Role.UNSPECIFIED,
        suspended: bool = False,
    ) -> ListPeopleResponse:
        ids = sorted(id_ for id_ in self.people if id_ > after)
        records = tuple(
            PersonRecord(person=self.people[id_], last_seen_at=datetime(2026, 1, 1, tzinfo=UTC))
            for id_ in ids[:limit]
        )
        return ListPeopleResponse(people=records, next=ids[limit - 1] if len(ids) > limit else "")


@dataclass
class Houses:
    """Of the publications what search asks."""

    houses: dict[str, Publication] = field(default_factory=dict)

    def add(self, number: str, slug: str, name: str, **more: Any) -> PublicationId:
        id_ = PublicationId(number)
        founded = datetime(2026, 1, 1, tzinfo=UTC)
        self.houses[id_] = Publication(id=id_, slug=slug, name=name, founded_at=founded, **more)
        return id_

    async def get_publications(self, *, publication_ids: Sequence[PublicationId]) -> tuple[Publication, ...]:
        return tuple(self.houses[id_] for id_ in publication_ids if id_ in self.houses)

    async def find_publication(self, *, slug: str) -> Publication:
        for house in self.houses.values():
            if house.slug == slug:
                return house
        raise PublicationNotFound

    async def list_publications(self, *, limit: int = 50, after: str = "") -> ListPublicationsResponse:
        return ListPublicationsResponse(publications=tuple(self.houses.values()))


@dataclass
class World:
    """The search as a caller sees it (here or over the wire), and what lies behind."""

    search: Search
    searching: Searching
    stories: StoriesInteractor
    everybody: Everybody
    houses: Houses
    db: Database
    folder: Path
    clock: Clock
    link: OpenSearchLink | None = None
    """To the OpenSearch that has the index; None: the folder has it."""

    def marks(self) -> set[str]:
        """Of all indexes of this site that are kept."""
        if self.link is None:
            return {path.name for path in self.folder.iterdir() if path.is_dir()}
        name = self.link.name
        return {mark_of(name, index) for index in self.link.tell("GET", f"/{name}-*/_alias")} - {""}

    async def publish(self, title: str, *texts: str, by: Caller = ANNA, **more: Any) -> Story:
        """Not in the index yet, but noted, as the event does."""
        with acting_as(by):
            draft = await self.stories.create_draft(content=text(title, *texts, **_open(more)))
            story = await self.stories.publish(story_id=draft.id, version=1)
        await self.searching.interactor.note_story(story.id)
        return story

    async def revise(
        self, story_id: StoryId, title: str, *texts: str, by: Caller = ANNA, **more: Any
    ) -> Story:
        """The same; what readers see is new, the index is told later."""
        with acting_as(by):
            version = (await self.stories.get_draft(story_id=story_id)).version
            content = text(title, *texts, **_open(more))
            saved = await self.stories.save_draft(story_id=story_id, version=version, content=content)
            return await self.stories.publish(story_id=story_id, version=saved.version)

    async def settle(self) -> None:
        """Bring into the index all that waits."""
        await self.searching.indexing.prepare()
        while await self.searching.indexing.step():
            pass

    async def find(self, query: str, *, by: Caller = BERT, **more: Any) -> list[str]:
        """The ids of what is found."""
        return [hit.story_id for hit in (await self.answer(query, by=by, **more)).hits]

    async def answer(self, query: str, *, by: Caller = BERT, **more: Any) -> FindStoriesResponse:
        with acting_as(by):
            return await self.search.find_stories(query=query, **more)


def _open(more: dict[str, Any]) -> dict[str, Any]:
    return {"visibility": Visibility.EVERYBODY, **more}


def link_of(engine: Engine) -> OpenSearchLink | None:
    """How the engine reaches its OpenSearch; None: it has none."""
    return engine.press.link if isinstance(engine.press, OpenSearchPress) else None


def built(
    db: Database,
    folder: Path,
    stories: StoriesInteractor,
    everybody: Everybody,
    houses: Houses,
    clock: Clock,
    least_stories: int = LEAST_STORIES,
    engine: Engine | None = None,
) -> Searching:
    """engine: where the index is; None: in that folder."""
    return build(
        db,
        engine=engine or engine_of(Config(), folder=folder, secret=b"", least_stories=least_stories),
        accounts=cast(Accounts, everybody),
        publications=cast(Publications, houses),
        stories=stories,
        near=NearCache(max_bytes=8 << 20),
        clock=clock,
        language="en",
    )
