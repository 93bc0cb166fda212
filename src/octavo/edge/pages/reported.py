"""What reports, decisions and the log name: stories, responses and people, as far as they are there."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from octavo.accounts.api import Person
from octavo.document.reading import beginning
from octavo.edge.pages.views import Author
from octavo.edge.pages.views_moderation import Thing
from octavo.edge.parts import Parts
from octavo.edge.workbench import Workbench
from octavo.moderation.api import Subject, SubjectKind
from octavo.responses.api import Response, ResponseId
from octavo.stories.api import Story, StoryId

_MOST_AT_ONCE: Final = 100
_NOBODY: Final = Author(name="", handle="", address="")


class Known(msgspec.Struct, frozen=True):
    """What lists name."""

    bench: Workbench
    stories: Mapping[str, Story]
    responses: Mapping[str, Response]
    people: Mapping[str, Person]

    def author(self, person_id: str) -> Author:
        """A person, or nobody."""
        return self.bench.showing.author(self.people[person_id]) if person_id in self.people else _NOBODY

    def story(self, story_id: str) -> Thing:
        """A story by its title, or by its id alone where it is not to be seen."""
        story = self.stories.get(story_id)
        if story is None:
            return Thing(kind="story", id=story_id)
        address = self.bench.showing.address(story, self.people.get(story.author_id))
        return Thing(kind="story", id=story_id, name=story.title, address=address)

    def response(self, response_id: str) -> Thing:
        """A response by how it begins, or by its id alone where it is not to be seen."""
        response = self.responses.get(response_id)
        if response is None or not response.author_id:
            return Thing(kind="response", id=response_id)
        address = self.bench.addresses.response(response_id)
        return Thing(
            kind="response",
            id=response_id,
            name=beginning(response.html),
            address=address,
            html=response.html,
        )

    def thing(self, subject: Subject) -> Thing:
        """What was reported."""
        if subject.kind is SubjectKind.STORY:
            return self.story(subject.id)
        if subject.kind is SubjectKind.RESPONSE:
            return self.response(subject.id)
        author = self.author(subject.id)
        return Thing(kind="person", id=subject.id, name=author.name, address=author.address)


async def known_of(bench: Workbench, subjects: Iterable[Subject], person_ids: Iterable[str] = ()) -> Known:
    """These things and people, as far as the caller may see them."""
    subjects = tuple(subjects)
    responses: dict[str, Response] = {}
    stories: dict[str, Story] = {}
    if response_ids := tuple(map(ResponseId, _ids(subjects, SubjectKind.RESPONSE))):
        found = await bench.responses.get_responses(response_ids=response_ids)
        responses.update((one.id, one) for one in found)
    if story_ids := tuple(map(StoryId, _ids(subjects, SubjectKind.STORY))):
        stories.update((one.id, one) for one in await bench.stories.get_stories(story_ids=story_ids))
    wanted = [*person_ids, *_ids(subjects, SubjectKind.PERSON), *(one.author_id for one in stories.values())]
    parts = Parts()
    people = await bench.authors(parts, [one for one in wanted if one])
    await bench.mastheads.fetch(parts, stories.values())
    return Known(bench, stories, responses, people)


def _ids(subjects: Iterable[Subject], kind: SubjectKind) -> list[str]:
    found = (subject.id for subject in subjects if subject.kind is kind and subject.id)
    return list(dict.fromkeys(found))[:_MOST_AT_ONCE]
