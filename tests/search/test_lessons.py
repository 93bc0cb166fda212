"""A lesson that goes wrong anywhere costs the lesson alone; it leaves nothing and is tried again later."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from octavo.chassis.context import acting_as
from octavo.chassis.faults import NotFound, Unavailable
from octavo.search.learning import Learning
from octavo.search.ports import Change, Gist
from octavo.stories.api import ListStoriesResponse, Story, StoryId, Visibility
from tests.search.test_meaning import QUESTIONS, expected, shelf_of, space_file, vector_of
from tests.search.topics import EACH, TOPICS
from tests.search.world import World
from tests.stories.desk import ANNA


@dataclass
class Pupil:
    """A lesson that tells what is done with it, and fails where it is told to."""

    fails: str = ""
    error: BaseException = field(default_factory=lambda: OSError(28, "No space left on device"))
    learns: bool = True
    due: bool = True
    every: int = 1
    done: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)

    def _do(self, what: str) -> None:
        self.done.append(what)
        if what == self.fails:
            raise self.error

    def is_lesson_due(self, stories: int) -> bool:
        self._do("is_lesson_due")
        return self.due

    def lesson(self, stories: int) -> "Pupil":
        self._do("lesson")
        return self

    def wants(self, turn: int) -> bool:
        return turn % self.every == 0

    def hear(self, gists: Sequence[Gist]) -> None:
        self._do("hear")
        self.heard += [gist.story_id for gist in gists]

    def learn(self) -> bool:
        self._do("learn")
        return self.learns

    def place(self, gists: Sequence[Gist]) -> None:
        self._do("place")
        self.placed += [gist.story_id for gist in gists]

    def publish(self) -> None:
        self._do("publish")

    def close(self) -> None:
        self._do("close")


def learning(world: World, school: Any, clock: Any = None) -> Learning:
    indexing = world.searching.indexing
    return Learning(
        school=school,
        index=indexing.index,
        notes=indexing.notes,
        texts=indexing.texts,
        stories=indexing.stories,
        clock=clock or world.clock,
        language="en",
    )


async def nothing() -> Sequence[Change]:
    """Nothing waits."""
    return ()


STEPS = ("is_lesson_due", "lesson", "hear", "learn", "place", "publish", "close")


async def test_every_text_is_heard_or_placed_once_and_then_all_is_published(school: World) -> None:
    await school.settle()
    pupil = Pupil(every=2)
    assert await learning(school, pupil).step(nothing)
    ids = [story.id for story in (await school.stories.list_stories(limit=100)).stories]
    assert pupil.heard == ids[::2]
    assert pupil.placed == ids[1::2]
    assert list(dict.fromkeys(pupil.done)) == list(STEPS)
    alone = Pupil()
    assert await learning(school, alone).step(nothing)
    assert alone.heard == ids
    assert "place" not in alone.done
    untaught = Pupil(every=2, learns=False)
    assert await learning(school, untaught).step(nothing)
    assert "place" not in untaught.done  # there is no space to find places in
    assert untaught.done[-2:] == ["publish", "close"]
    idle = Pupil(due=False)
    assert not await learning(school, idle).step(nothing)
    assert idle.done == ["is_lesson_due"]


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left"), ValueError("damaged"), MemoryError()], ids=repr
)
@pytest.mark.parametrize("fails", STEPS)
async def test_what_fails_is_tried_again_later(school: World, fails: str, error: Exception) -> None:
    await school.settle()
    pupil = Pupil(fails, error, every=2)
    learns = learning(school, pupil)
    assert not await learns.step(nothing)
    if fails not in ("is_lesson_due", "lesson"):
        assert pupil.done[-1] == "close"
    assert ("publish" in pupil.done) == (fails in ("publish", "close"))
    before = len(pupil.done)
    school.clock.turn(minutes=9)
    assert not await learns.step(nothing)
    assert len(pupil.done) == before
    pupil.fails = ""
    school.clock.turn(minutes=2)
    assert await learns.step(nothing)
    assert pupil.done[-2:] == ["publish", "close"]


@pytest.mark.parametrize("call", ["list_stories", "read_stories"])
@pytest.mark.parametrize("fault", [Unavailable("away"), NotFound("no such method")], ids=repr)
async def test_where_the_stories_cannot_be_asked_it_is_tried_again_later(
    school: World, call: str, fault: Exception
) -> None:
    await school.settle()
    asked = getattr(school.stories, call)

    async def away(**words: object) -> None:
        raise fault

    pupil = Pupil()
    learns = learning(school, pupil)
    setattr(school.stories, call, away)
    assert not await learns.step(nothing)
    assert pupil.done[-1] == "close"
    assert "publish" not in pupil.done
    setattr(school.stories, call, asked)
    assert not await learns.step(nothing)
    school.clock.turn(minutes=11)
    assert await learns.step(nothing)


async def test_without_an_index_nothing_is_learned_and_it_is_asked_again_at_once(school: World) -> None:
    pupil = Pupil()
    learns = learning(school, pupil)
    assert not await learns.step(nothing)
    assert pupil.done == []
    await school.settle()
    assert await learns.step(nothing)


@pytest.mark.parametrize("at", range(4))
async def test_it_can_be_broken_off_at_any_time(school: World, at: int) -> None:
    await school.settle()
    turns = 0

    async def meanwhile() -> Sequence[Change] | None:
        nonlocal turns
        turns += 1
        return None if turns > at else ()

    pupil = Pupil(every=2)
    finished = await learning(school, pupil).step(meanwhile)
    # It is asked after the one page that is heard, while it is learned, and after the one that is placed.
    assert finished == (at == 3)
    assert ("publish" in pupil.done) == finished
    assert pupil.done[-1] == "close"
    assert ("learn" in pupil.done) == (at >= 1)
    assert ("place" in pupil.done) == (at >= 2)


async def test_nobody_closes_a_lesson_while_its_thread_is_at_work(school: World) -> None:
    await school.settle()
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Pupil):
        def learn(self) -> bool:
            begun.set()
            go_on.wait(20)
            return super().learn()

    pupil = Slow()
    step = asyncio.create_task(learning(school, pupil).step(nothing))
    await asyncio.to_thread(begun.wait, 20)
    step.cancel()
    for _ in range(20):
        await asyncio.sleep(0)
    assert "close" not in pupil.done
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await step
    assert pupil.done[-2:] == ["learn", "close"]
    assert "publish" not in pupil.done


async def test_the_disk_full_at_the_end_leaves_what_there_was(
    school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await school.settle()
    before, answer = shelf_of(school).epoch, await school.find(QUESTIONS[0], limit=50)
    written = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "space.new":
            written(path, data[:10])
            raise OSError(28, "No space left on device")
        return written(path, data)

    for number in range(len(TOPICS) * EACH // 2 + 2):
        await school.publish(f"On bread {number}", TOPICS["bread"])
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        await school.settle()
    inside = space_file(school).parent
    assert shelf_of(school).epoch == before
    assert [path.name for path in inside.glob("points-*")] == [f"points-{before}"]
    assert not (inside / "space.new").exists()
    assert await school.find(QUESTIONS[0], limit=50) == answer
    school.clock.turn(minutes=11)
    await school.settle()
    assert shelf_of(school).epoch != before


@pytest.mark.parametrize("comes", ["before it is heard", "after the others were heard"])
async def test_while_numbers_are_made_what_is_published_is_found(school: World, comes: str) -> None:
    await school.settle()
    space_file(school).unlink()
    go_on, published = threading.Event(), list[Story]()
    real, listed = school.searching.indexing.press.lesson, school.stories.list_stories

    def slow(stories: int) -> Any:
        lesson = real(stories)
        learn = lesson.learn

        def waiting() -> bool:
            go_on.wait(20)
            return bool(learn())

        lesson.learn = waiting
        return lesson

    async def publishing(**words: Any) -> ListStoriesResponse:
        early = comes == "before it is heard"
        page = None if early else await listed(**words)
        if not published:
            published.append(await school.publish("Quetzal", "A quetzal"))
        return page or await listed(**words)

    async def find() -> None:
        async with asyncio.timeout(20):
            while not published or await school.find("quetzal") != [published[0].id]:  # noqa: ASYNC110 - the index tells nobody
                await asyncio.sleep(0.02)
        go_on.set()

    school.searching.indexing.press.lesson = slow  # type: ignore[method-assign]
    school.stories.list_stories = publishing  # type: ignore[method-assign]
    finding = asyncio.create_task(find())
    await school.searching.indexing.step()
    await school.settle()
    await finding
    # Heard or not, it was changed meanwhile: its vector is written once more, behind the others, and counts.
    shelf = shelf_of(school)
    assert (shelf.placed, shelf.added) == (len(TOPICS) * EACH + (comes == "before it is heard"), 1)
    for story in (await listed(limit=100)).stories:
        assert vector_of(school, story.id) is not None
    assert vector_of(school, published[0].id) == expected(school, published[0], "A quetzal")


@pytest.mark.parametrize("becomes", ["unlisted", "taken back"])
async def test_what_is_hidden_between_two_steps_is_not_heard(school: World, becomes: str) -> None:
    await school.settle()
    listed, hidden = school.stories.list_stories, list[StoryId]()

    async def then(**words: Any) -> ListStoriesResponse:
        page = await listed(**words)
        story = page.stories[0]
        if becomes == "unlisted":
            await school.revise(story.id, "On nothing", "Quetzal", visibility=Visibility.UNLISTED)
        else:
            with acting_as(ANNA):
                await school.stories.unpublish(story_id=story.id)
        hidden.append(story.id)
        return page

    school.stories.list_stories = then  # type: ignore[method-assign]
    pupil = Pupil()
    assert await learning(school, pupil).step(nothing)
    assert len(pupil.heard) == len(TOPICS) * EACH - 1
    assert hidden[0] not in pupil.heard


async def test_the_page_of_stories_may_be_empty(room: World) -> None:
    await room.settle()
    pupil = Pupil()
    assert await learning(room, pupil).step(nothing)
    assert pupil.heard == []
    assert pupil.done[-2:] == ["publish", "close"]
