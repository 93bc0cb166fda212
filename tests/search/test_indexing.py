"""The index: kept by events, made anew while it is asked, mended by itself, free of whoever is erased."""

import asyncio
import shutil
from pathlib import Path

import pytest

from octavo.accounts.api import PersonErased, ProfileChanged
from octavo.chassis.context import acting_as
from octavo.chassis.events import Envelope
from octavo.chassis.faults import Unavailable
from octavo.search.adapters.folder import Folder
from octavo.search.adapters.index import TantivyIndex
from octavo.search.service import Config, PersonEvents, StoryEvents, keep_index
from octavo.stories.api import AuthorShown, StoryErased, StoryPublished, StoryRevised, StoryWithdrawn
from tests.search.world import World
from tests.stories.desk import ANNA, BERT, OPERATOR

ENVELOPE: Envelope = None  # type: ignore[assignment] # what is told does not depend on it


async def test_the_same_event_twice_and_out_of_order_changes_nothing(room: World) -> None:
    tell = StoryEvents(room.searching.interactor)
    story = await room.publish("First words")
    await room.settle()
    story = await room.revise(story.id, "Second words", visibility=story.visibility)
    revised = StoryRevised(story_id=story.id, author_id=story.author_id, revision_id=story.revision_id)
    published = StoryPublished(story_id=story.id, author_id=story.author_id, revision_id=story.revision_id)
    for event in (revised, revised, published):
        await tell(event, ENVELOPE)
        await room.settle()
        assert await room.find("second") == [story.id]
        assert await room.find("first") == []
    with acting_as(ANNA):
        await room.stories.unpublish(story_id=story.id)
    await tell(StoryWithdrawn(story_id=story.id, author_id=story.author_id), ENVELOPE)
    await tell(published, ENVELOPE)
    await room.settle()
    assert await room.searching.interactor.index.documents() == 2  # the two people


async def test_a_change_that_comes_while_one_is_being_indexed_is_not_lost(room: World) -> None:
    story = await room.publish("First words")
    await room.settle()
    notes = room.searching.interactor.notes
    await notes.note_story(story.id)
    taken = await notes.changes(limit=10)
    await notes.note_story(story.id)
    await notes.settle(taken)
    assert [change.id for change in await notes.changes(limit=10)] == [story.id]


async def test_another_name_is_found_in_all_that_was_written(room: World) -> None:
    story = await room.publish("Of birds", by=BERT)
    await room.settle()
    room.everybody.change(BERT, name="Eugen Berthold")
    await PersonEvents(room.searching.interactor)(ProfileChanged(person_id=story.author_id), ENVELOPE)
    await room.settle()
    assert await room.find("eugen birds") == [story.id]
    assert await room.find("author:bert") == [story.id]
    assert [person.name for person in (await room.search.suggest(text="eug")).people] == ["Eugen Berthold"]
    assert (await room.search.suggest(text="brecht")).people == ()


async def test_while_it_is_made_anew_it_is_asked_and_nothing_is_lost(room: World) -> None:
    before = [await room.publish(f"Heron {number}") for number in range(3)]
    await room.settle()
    during = []
    asked = room.stories.list_stories

    async def slow(**words: object) -> object:
        page = await asked(**words)  # type: ignore[arg-type]
        if not during:
            # Published, changed and taken back after the new index has read its page.
            during.append(await room.publish("A heron in between"))
            during.append(await room.revise(before[0].id, "An egret", visibility=before[0].visibility))
            await room.searching.interactor.note_story(before[0].id)
            with acting_as(ANNA):
                await room.stories.unpublish(story_id=before[1].id)
            await room.searching.interactor.note_story(before[1].id)
            assert set(await room.find("heron")) == {before[2].id, before[0].id}
        return page

    room.searching.indexing.stories.list_stories = slow  # type: ignore[method-assign]
    await room.searching.interactor.notes.want_rebuild(room.clock())
    (mark,) = room.marks()
    await room.settle()
    assert len(room.marks()) == 1
    assert room.marks() != {mark}
    assert set(await room.find("heron")) == {before[2].id, during[0].id}
    assert await room.find("egret") == [before[0].id]
    assert await room.searching.interactor.index.documents() == 3 + 2


@pytest.mark.parametrize("harm", ["removed", "emptied", "cut", "another's", "older form"])
async def test_what_is_lost_or_damaged_is_made_anew_by_itself(folder_room: World, harm: str) -> None:
    story = await folder_room.publish("Of herons")
    await folder_room.settle()
    folder = Folder(folder_room.folder)
    inside = folder_room.folder / folder.present()
    if harm == "removed":
        shutil.rmtree(folder_room.folder)
    elif harm == "emptied":
        (inside / "meta.json").write_text("")
    elif harm == "cut":
        for path in inside.glob("*.idx"):
            path.write_bytes(path.read_bytes()[:10])
    elif harm == "another's":
        (folder_room.folder / "current").write_text("2-ffffffffffff\n")
    else:
        inside.rename(folder_room.folder / "1-aaaaaaaaaaaa")
        (folder_room.folder / "current").write_text("1-aaaaaaaaaaaa\n")
    fresh = TantivyIndex(folder)
    await folder_room.searching.indexing.prepare()
    await folder_room.settle()
    assert await folder_room.find("heron") == [story.id]
    assert await fresh.documents() == 3


@pytest.mark.parametrize("harm", ["removed", "damaged"])
async def test_what_is_harmed_while_it_runs_is_made_anew_too(folder_room: World, harm: str) -> None:
    story = await folder_room.publish("Of herons")
    await folder_room.settle()
    assert await folder_room.find("heron") == [story.id]
    if harm == "removed":
        shutil.rmtree(folder_room.folder)
    else:
        (folder_room.folder / Folder(folder_room.folder).present() / "meta.json").write_text("no json")
    with pytest.raises(Unavailable):
        await folder_room.find("heron")
    with acting_as(OPERATOR):
        assert (await folder_room.search.get_index_state()).building
    while await folder_room.searching.indexing.step():
        pass
    assert await folder_room.find("heron") == [story.id]


async def test_a_panic_of_the_library_costs_the_question_alone(folder_room: World) -> None:
    await folder_room.settle()
    panic = type("PanicException", (BaseException,), {})
    index = folder_room.searching.interactor.index
    assert isinstance(index, TantivyIndex)

    def burst(view: object) -> None:
        raise panic("index out of bounds")

    with pytest.raises(Unavailable):
        await index._ask(burst)
    assert await folder_room.find("heron") == []


async def test_without_an_index_the_search_says_so(room: World) -> None:
    with pytest.raises(Unavailable):
        await room.find("heron")
    with pytest.raises(Unavailable):
        await room.search.suggest(text="heron")


async def test_an_erased_person_is_in_no_file_of_the_index(folder_room: World) -> None:
    folder_room.everybody.add(BERT, "zaphod-bee", "Zaphod Quintessence")
    story = await folder_room.publish("Of xylophones", "Nobody else says zugzwang.", by=BERT)
    await folder_room.settle()
    assert _says(folder_room.folder, "quintessence")
    with acting_as(BERT):
        await folder_room.stories.delete(story_id=story.id)
    del folder_room.everybody.people[story.author_id]
    await PersonEvents(folder_room.searching.interactor)(PersonErased(person_id=story.author_id), ENVELOPE)
    await StoryEvents(folder_room.searching.interactor)(
        StoryErased(story_id=story.id, author_id=story.author_id), ENVELOPE
    )
    await folder_room.settle()
    for word in ("quintess", "zaphod", "xylophon", "zugzwang"):
        assert not _says(folder_room.folder, word)


async def test_the_words_of_an_erased_story_go_within_a_day(folder_room: World) -> None:
    story = await folder_room.publish("Of xylophones")
    await folder_room.settle()
    with acting_as(ANNA):
        await folder_room.stories.delete(story_id=story.id)
    await StoryEvents(folder_room.searching.interactor)(
        StoryErased(story_id=story.id, author_id=story.author_id), ENVELOPE
    )
    await folder_room.settle()
    assert _says(folder_room.folder, "xylophon")
    folder_room.clock.turn(days=1)
    await folder_room.settle()
    assert not _says(folder_room.folder, "xylophon")


def _says(folder: Path, word: str) -> bool:
    """Whether any entry has a word that begins so, also one that was deleted and is on the disk still."""
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1
    index = Folder(folder).open(Folder(folder).present())
    index.reload()
    fields = ("name", "authors", "words", "title_en", "text_en")
    return any(index.searcher().terms_with_prefix(field, word) for field in fields)


async def test_a_reader_elsewhere_sees_what_the_writer_wrote(folder_room: World) -> None:
    await folder_room.settle()
    elsewhere = TantivyIndex(Folder(folder_room.folder))
    assert await elsewhere.documents() == 2
    await folder_room.publish("Of herons")
    await folder_room.settle()
    assert await elsewhere.documents() == 3
    await folder_room.searching.interactor.notes.want_rebuild(folder_room.clock())
    await folder_room.settle()
    assert await elsewhere.documents() == 3


async def test_what_runs_beside_requests_takes_what_is_noted(room: World) -> None:
    keeping = asyncio.create_task(
        keep_index(room.searching, room.db, Config(index_seconds=0.01), clock=room.clock)
    )
    try:
        story = await room.publish("Of herons")
        await StoryEvents(room.searching.interactor)(AuthorShown(author_id=story.author_id), ENVELOPE)
        async with asyncio.timeout(20):
            while await _found(room, "heron") != [story.id]:  # noqa: ASYNC110 - the index tells nobody
                await asyncio.sleep(0.01)
    finally:
        keeping.cancel()
        await asyncio.wait([keeping])


async def _found(room: World, query: str) -> list[str]:
    try:
        return await room.find(query)
    except Unavailable:  # not made yet
        return []
