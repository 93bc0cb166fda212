"""It is learned what the stories are about, and that puts first hits in order; of what everybody may read."""

import json
from base64 import b64decode
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from octavo.accounts.api import PersonErased
from octavo.chassis.context import acting_as
from octavo.chassis.events import Envelope
from octavo.chassis.ids import from_text
from octavo.search.adapters.folder import Folder
from octavo.search.adapters.opensearch_link import OpenSearchLink
from octavo.search.adapters.opensearch_marks import space_of
from octavo.search.adapters.opensearch_meaning import read_shelf, seal_path
from octavo.search.adapters.space import counted, number_of, packed, unpacked
from octavo.search.adapters.vectors import Rows, Shelf
from octavo.search.ports import Gist
from octavo.search.service import PersonEvents, StoryEvents
from octavo.stories.api import FullStory, ListStoriesResponse, Story, StoryErased, StoryId, Visibility
from tests.search.topics import BY_WORDS, EACH, LEAST, QUESTIONS, TOPICS
from tests.search.world import World
from tests.stories.desk import ANNA, BERT, text

ENVELOPE: Envelope = None  # type: ignore[assignment] # what is told does not depend on it


def space_file(world: World) -> Path:
    return world.folder / Folder(world.folder).present() / "space"


def forget(world: World) -> None:
    """What was learned is gone, as when somebody removed it."""
    if world.link is None:
        space_file(world).unlink()
    else:
        world.link.tell("DELETE", f"/{FetchedShelf(world.link).index}")
        world.link.changes += 1  # who reads looks again, as after a second


class FetchedShelf:
    """Of what is in OpenSearch the same as a Shelf of what is in the folder."""

    def __init__(self, link: OpenSearchLink) -> None:
        (self.index,) = link.aliased(space_of(link.name))
        stored, self.space = read_shelf(link.tell("GET", seal_path(self.index)))
        self.epoch, self.placed = stored.epoch, stored.placed
        found = link.tell("GET", f"/{self.index}/_search?size=1000&q=_exists_:late")["hits"]["hits"]
        self.added = sum(hit["_source"]["late"] for hit in found)
        self._rows = {int(hit["_id"][1:]): b64decode(hit["_source"]["row"]) for hit in found}

    def points(self) -> Rows:
        """All that there are."""
        return Rows(self._rows, self.space.dimensions)


def shelf_of(world: World) -> Shelf | FetchedShelf:
    if world.link is not None:
        return FetchedShelf(world.link)
    shelf = Shelf.open(space_file(world).parent)
    assert shelf is not None
    assert shelf.space is not None
    return shelf


def knows(world: World, word: str) -> bool:
    """Whether the word is among those that were learned."""
    space = shelf_of(world).space
    assert space is not None
    return space.known([number_of(word, "en")]) == 1


def vector_of(world: World, story_id: StoryId) -> list[float] | None:
    (row,), (known,) = shelf_of(world).points().of(np.array([from_text(story_id)], dtype=np.int64))
    return row.tolist() if known else None


def expected(world: World, story: Story, said: str) -> list[float]:
    """The vector of a story that says this."""
    gist = Gist(story_id=story.id, title=story.title, text=f"{story.subtitle}\n{said}", language="en")
    space = shelf_of(world).space
    assert space is not None
    row: list[float] = unpacked(packed(space.point(counted(gist)))).tolist()
    return row


async def answers(world: World, queries: tuple[str, ...]) -> list[list[str]]:
    return [await world.find(query, limit=50) for query in queries]


async def test_what_is_near_comes_before_what_has_a_word_more(hall: World) -> None:
    birds = " ".join(TOPICS["birds"].split()[3:])
    beside = await hall.publish("Minutes", f"Heron, egret, marsh. {TOPICS['law']} {TOPICS['metal']}")
    about = await hall.publish("Minutes", f"Heron, egret. {' '.join([birds] * 4)}")
    await hall.settle()
    learned = await hall.find("heron egret marsh", limit=50)
    forget(hall)
    by_words = await hall.find("heron egret marsh", limit=50)
    assert by_words.index(beside.id) < by_words.index(about.id)
    assert learned.index(about.id) < learned.index(beside.id)
    assert sorted(learned) == sorted(by_words)


async def test_long_questions_are_ordered_anew_and_all_others_are_answered_as_before(
    hall: World,
) -> None:
    await hall.settle()
    learned = await answers(hall, QUESTIONS), await answers(hall, BY_WORDS)
    forget(hall)
    before = await answers(hall, QUESTIONS), await answers(hall, BY_WORDS)
    assert learned[1] == before[1]
    assert any(learned[1])
    assert learned[0] != before[0]
    for one, other in zip(learned[0], before[0], strict=True):
        assert sorted(one) == sorted(other)


async def test_of_few_stories_nothing_is_learned_and_of_more_it_is(school: World) -> None:
    ids = [story.id for story in (await school.stories.list_stories(limit=100)).stories]
    for id_ in ids[: len(ids) - LEAST + 1]:
        await take_back(school, id_)
    await school.settle()
    assert not space_file(school).exists()
    await school.publish("On bread", TOPICS["bread"])
    await school.settle()
    assert shelf_of(school).placed == LEAST
    assert not await school.searching.indexing.step()  # and not again, and again


async def take_back(world: World, story_id: StoryId) -> None:
    with acting_as(ANNA):
        await world.stories.unpublish(story_id=story_id)
    await world.searching.interactor.note_story(story_id)


async def test_what_only_some_may_read_is_not_learned(hall: World) -> None:
    opening = f"{TOPICS['bread']} kumquat"
    hidden = [f"Quetzal. {TOPICS['law']}"] * 3
    held = [await beyond_the_line(hall, f"On bread {number}", opening, *hidden) for number in range(5)]
    for number in range(5):
        await hall.publish(f"Zugzwang {number}", "Zugzwang", visibility=Visibility.UNLISTED)
        with acting_as(ANNA):
            await hall.stories.create_draft(content=text("A draft", "Xylophone"))
    await hall.settle()
    assert await hall.find("quetzal") != []  # members find it
    assert knows(hall, "kumquat")
    for word in ("quetzal", "zugzwang", "xylophon"):
        assert not knows(hall, word), word
    assert shelf_of(hall).placed == len(TOPICS) * EACH + 5
    for story in held:
        assert vector_of(hall, story.id) == expected(hall, story, opening)
        await hall.searching.interactor.note_story(story.id)
    await hall.settle()
    for story in held:  # written anew it is the same
        assert vector_of(hall, story.id) == expected(hall, story, opening)
    assert shelf_of(hall).added == 5


async def beyond_the_line(world: World, title: str, opening: str, *hidden: str) -> Story:
    content = text(title, opening, *hidden)
    document = json.loads(content.body)
    document["content"].insert(1, {"type": "membersLine"})
    content = replace(content, body=json.dumps(document), visibility=Visibility.EVERYBODY)
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=content)
        story = await world.stories.publish(story_id=draft.id, version=1)
    await world.searching.interactor.note_story(story.id)
    return story


async def test_members_and_strangers_get_the_same_order(hall: World) -> None:
    for number in range(4):
        await beyond_the_line(hall, f"On bread {number}", TOPICS["bread"], TOPICS["birds"])
    await hall.settle()
    strangers = await hall.find(QUESTIONS[1], limit=50)
    members = await hall.find(QUESTIONS[1], limit=50, by=BERT)
    assert strangers == [id_ for id_ in members if id_ in strangers]


async def test_a_story_that_becomes_another_lies_elsewhere(hall: World) -> None:
    story = await hall.publish("On a thing", TOPICS["bread"])
    await hall.settle()
    assert vector_of(hall, story.id) == expected(hall, story, TOPICS["bread"])
    story = await hall.revise(story.id, "On a thing", TOPICS["stars"])
    await hall.searching.interactor.note_story(story.id)
    await hall.settle()
    assert vector_of(hall, story.id) == expected(hall, story, TOPICS["stars"])


async def test_who_is_erased_is_in_no_space_and_has_no_vector(school: World) -> None:
    stories = [await school.publish(f"On bread {n}", f"Quetzal {TOPICS['bread']}", by=BERT) for n in range(4)]
    await school.settle()
    assert knows(school, "quetzal")
    old, epoch = space_file(school), shelf_of(school).epoch
    with acting_as(BERT):
        for story in stories:
            await school.stories.delete(story_id=story.id)
    del school.everybody.people[stories[0].author_id]
    await PersonEvents(school.searching.interactor)(PersonErased(person_id=stories[0].author_id), ENVELOPE)
    for story in stories:
        told = StoryErased(story_id=story.id, author_id=story.author_id)
        await StoryEvents(school.searching.interactor)(told, ENVELOPE)
    await school.settle()
    assert not old.parent.exists()
    assert shelf_of(school).epoch != epoch
    assert not knows(school, "quetzal")
    assert [vector_of(school, story.id) for story in stories] == [None] * 4
    assert [path.name for path in space_file(school).parent.glob("points-*")] == [
        f"points-{shelf_of(school).epoch}"
    ]


async def test_when_there_are_half_as_many_again_it_is_learned_anew(hall: World) -> None:
    await hall.settle()
    epoch = shelf_of(hall).epoch
    for number in range(len(TOPICS) * EACH // 2):
        await hall.publish(f"On bread {number}", f"Quetzal {TOPICS['bread']}")
    await hall.settle()
    assert shelf_of(hall).epoch == epoch
    assert not knows(hall, "quetzal")
    for number in range(12):
        await hall.publish(f"On ships {number}", f"Quetzal {TOPICS['ships']}")
        await hall.publish(f"On stars {number}", TOPICS["stars"])
    await hall.settle()
    assert shelf_of(hall).epoch != epoch
    assert shelf_of(hall).added == 0


def once_heard(world: World, act: Callable[[], Awaitable[object]]) -> None:
    """Do this when the first texts of the next lesson were read."""
    texts = world.searching.indexing.texts
    read, done = texts.read, list[bool]()

    async def reading(story_ids: tuple[StoryId, ...], *, whole: bool) -> tuple[FullStory, ...]:
        full = await read(story_ids, whole=whole)
        if not done:
            done.append(True)
            await act()
        return full

    texts.read = reading  # type: ignore[method-assign]


async def test_what_is_changed_while_it_is_learned_is_learned_as_it_is_now(hall: World) -> None:
    await hall.settle()
    forget(hall)
    first, second, third = [s.id for s in (await hall.stories.list_stories(limit=3)).stories]
    during: list[Story] = []

    async def act() -> None:
        during.append(await hall.publish("On bread", TOPICS["bread"]))
        during.append(await hall.revise(first, "On stars", TOPICS["stars"]))
        await hall.searching.interactor.note_story(first)
        await take_back(hall, second)

    once_heard(hall, act)
    await hall.settle()
    assert vector_of(hall, during[0].id) == expected(hall, during[0], TOPICS["bread"])
    assert vector_of(hall, first) == expected(hall, during[1], TOPICS["stars"])
    assert vector_of(hall, third) is not None
    found = await hall.find(" ".join(TOPICS["stars"].split()[:4]), limit=50)
    assert first in found
    assert second not in await hall.find("author:anna", limit=50)


async def test_who_comes_back_while_it_is_learned_has_vectors_too(school: World) -> None:
    story = await school.publish("On bread", TOPICS["bread"], by=BERT)
    await school.stories.hide_author(story.author_id)
    await school.settle()
    assert vector_of(school, story.id) is None
    space_file(school).unlink()

    async def act() -> None:
        await school.stories.show_author(story.author_id)
        await school.searching.interactor.note_person(story.author_id)

    listed = school.stories.list_stories

    async def before(**words: Any) -> ListStoriesResponse:
        page = await listed(**words)
        if not words.get("author_id"):
            school.stories.list_stories = listed  # type: ignore[method-assign]
            await act()
        return page

    school.stories.list_stories = before  # type: ignore[method-assign]
    await school.settle()
    assert vector_of(school, story.id) == expected(school, story, TOPICS["bread"])


@pytest.mark.parametrize("why", ["is to be made anew", "is gone"])
async def test_a_lesson_is_broken_off_when_the_index_is_another_soon(school: World, why: str) -> None:
    await school.settle()
    space_file(school).unlink()
    epochs: list[str] = []

    async def act() -> None:
        epochs.extend(path.name for path in space_file(school).parent.glob("points-*"))
        if why == "is gone":
            Folder(school.folder).condemn(Folder(school.folder).present())
        else:
            await school.searching.interactor.notes.want_rebuild(school.clock())

    once_heard(school, act)
    inside = space_file(school).parent
    assert not await school.searching.indexing.step()
    assert not list(inside.glob("space*"))
    assert not list(inside.glob("points-*"))
    await school.settle()
    assert space_file(school).parent != inside
    assert shelf_of(school).placed == len(TOPICS) * EACH


async def pages(world: World, query: str, limit: int, after: str = "") -> list[str]:
    """The ids on all of them."""
    found: list[str] = []
    while True:
        answer = await world.answer(query, limit=limit, after=after)
        found += [hit.story_id for hit in answer.hits]
        after = answer.next
        if not after:
            return found


async def test_pages_are_parts_of_one_list(hall: World) -> None:
    await hall.settle()
    for query in (*QUESTIONS, *BY_WORDS):
        whole = await pages(hall, query, 50)
        assert len(set(whole)) == len(whole)
        for limit in (1, 3):
            # Of what is close, as nothing has the words, there is one page.
            close = query == "what nobody ever wrote"
            assert await pages(hall, query, limit) == (whole[:limit] if close else whole), query


async def test_who_reads_on_after_it_was_learned_goes_on_in_the_order_they_began_with(
    hall: World,
) -> None:
    await hall.settle()
    forget(hall)
    by_words = await hall.find(QUESTIONS[1], limit=50)
    answer = await hall.answer(QUESTIONS[1], limit=3)
    await hall.settle()
    assert await hall.find(QUESTIONS[1], limit=50) != by_words
    assert [hit.story_id for hit in answer.hits] == by_words[:3]
    assert await pages(hall, QUESTIONS[1], 3, answer.next) == by_words[3:]


async def test_who_reads_on_after_it_was_learned_anew_passes_over_as_many(hall: World) -> None:
    await hall.settle()
    answer = await hall.answer(QUESTIONS[1], limit=3)
    forget(hall)
    by_words = await hall.find(QUESTIONS[1], limit=50)
    await hall.settle()
    # The order they began with is no more: by words it is the same whatever was learned.
    assert await pages(hall, QUESTIONS[1], 3, answer.next) == by_words[3:]
