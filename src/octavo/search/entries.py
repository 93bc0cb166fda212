"""What the index is told of stories, people and publications."""

from collections.abc import Sequence

import msgspec

from octavo.accounts.api import Accounts, Person
from octavo.document.plain_words import plain_words
from octavo.publications.api import Publication, Publications
from octavo.search.api import PersonId, PublicationId
from octavo.search.ports import PersonEntry, PublicationEntry, StoryEntry
from octavo.search.texts import Texts
from octavo.stories.api import FullStory


class Entries(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Asks those whose they are."""

    texts: Texts
    accounts: Accounts
    publications: Publications
    language: str
    """Of stories that name none."""

    async def of(self, read: Sequence[FullStory]) -> list[StoryEntry]:
        """What the index is told of stories that were read as everybody may read them."""
        held = tuple(full.story.id for full in read if full.teaser_only)
        whole = {full.story.id: full for full in (await self.texts.read(held, whole=True) if held else ())}
        authors = tuple({id_: None for full in read for id_ in _writers(full)})
        people = {
            person.id: person
            for person in (await self.accounts.get_people(person_ids=authors) if authors else ())
        }
        ids = [full.story.publication_id for full in read if full.story.publication_id]
        houses = {house.id: house for house in await self.houses(ids)}
        entries: list[StoryEntry] = []
        for full in read:
            members = whole.get(full.story.id) if full.teaser_only else full
            if members is None or members.story.revision_id != full.story.revision_id:
                # Changed between the two: its event is on the way, and until then it is not found.
                continue
            by = [people[id_] for id_ in _writers(full) if id_ in people]
            entries.append(self._entry(full, members, by, houses.get(full.story.publication_id)))
        return entries

    def _entry(
        self, full: FullStory, members: FullStory, by: Sequence[Person], house: Publication | None
    ) -> StoryEntry:
        story, text = full.story, plain_words(full.html)
        rest = plain_words(members.html) if full.teaser_only else ""
        return StoryEntry(
            story_id=story.id,
            revision_id=story.revision_id,
            author_ids=_writers(full),
            authors=" ".join(f"{person.name} {person.handle}" for person in by),
            publication_id=story.publication_id if house else PublicationId(""),
            publication=house.name if house else "",
            title=story.title,
            subtitle=story.subtitle,
            tags=story.tags,
            text=text,
            rest=rest.removeprefix(text),
            language=story.language or self.language,
            published_at=story.published_at,
        )

    async def houses(self, ids: Sequence[PublicationId]) -> Sequence[Publication]:
        """The publications with these ids that there are."""
        if not ids:
            return ()
        return await self.publications.get_publications(publication_ids=tuple(dict.fromkeys(ids)))


def house_entry(house: Publication) -> PublicationEntry:
    """What the index is told of a publication."""
    return PublicationEntry(publication_id=house.id, slug=house.slug, name=house.name)


def person_entry(person: Person) -> PersonEntry:
    """What the index is told of a person."""
    return PersonEntry(person_id=person.id, handle=person.handle, name=person.name)


def _writers(full: FullStory) -> tuple[PersonId, ...]:
    return (full.story.author_id, *full.story.co_author_ids)
