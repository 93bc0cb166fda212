"""What is learned of all readers comes to home pages and to stories' like, and home pages do without it."""

import asyncio
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest

from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.ids import from_text
from octavo.feed import learned as learned_module
from octavo.feed.adapters.sql_models import SqlModels
from octavo.feed.adapters.tutor import ProcessTutor
from octavo.feed.api import Receipt, Source
from octavo.feed.entities import Listing
from octavo.feed.learned import NOTHING, UNKNOWN, Learned, LearnedKeeper
from octavo.feed.learning import Learning
from octavo.feed.ports import Lesson, LessonError, Text
from octavo.feed.ranking import keeping
from octavo.feed.ranking.__main__ import learned as taught
from octavo.feed.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.feed.world import OPERATOR, READER, World, ahead, number_of, person, story_id


class HereTutor:
    """Learns at once, in this process; or fails."""

    def __init__(self) -> None:
        self.lessons: list[Lesson] = []
        self.trouble = ""

    async def learn(self, lesson: Lesson) -> bytes:
        self.lessons.append(lesson)
        if self.trouble:
            raise LessonError(self.trouble)
        return taught(lesson)


@pytest.fixture
def tutor() -> HereTutor:
    return HereTutor()


@pytest.fixture
def learning(world: World, tutor: HereTutor) -> Learning:
    return msgspec.structs.replace(world.inside.learning, tutor=tutor)


async def two_tastes(world: World) -> None:
    """Twelve stories by as many authors; readers 11 to 16 read the even ones, 21 to 26 the odd ones."""
    for number in range(1, 13):
        await world.publish(number, author=100 + number, news=False)
    for reader in (*range(11, 17), *range(21, 27)):
        for number in range(1, 13):
            if number % 2 == reader // 20 and (number + reader) % 5:
                await world.inside.copying.liked(person(reader), story_id(number), opened=True)
                world.clock.turn(seconds=30)


async def receipt(world: World) -> Receipt:
    home = await world.home()
    with acting_as(READER):
        return await world.feed.get_receipt(receipt_id=home.receipt_id)


def deeds(lesson: Lesson) -> list[tuple[int, int]]:
    """Who did something with what."""
    columns = (np.frombuffer(each, dtype=np.int64).tolist() for each in (lesson.readers, lesson.stories))
    return sorted(zip(*columns, strict=True))


def lesson_of(rows: list[tuple[int, int, int, int]], texts: list[Text]) -> Lesson:
    """Of readers, stories, strengths and seconds."""
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Lesson(*(column.tobytes() for column in columns), texts)


def points(receipt: Receipt) -> dict[int, int]:
    """The feature `learned` of each story."""
    return {
        number_of(one.story_id): weighed.value
        for one in receipt.candidates
        for weighed in one.weighed
        if weighed.feature == "learned"
    }


async def test_nothing_is_learned_where_nobody_did_anything(
    world: World, learning: Learning, tutor: HereTutor
) -> None:
    await world.publish(1)
    assert not await learning.step()
    assert tutor.lessons == []
    assert points(await receipt(world)) == {}


async def test_home_pages_have_what_readers_of_the_same_read(world: World, learning: Learning) -> None:
    await two_tastes(world)
    for number in (2, 4, 6):
        await world.inside.copying.liked(person(1), story_id(number), opened=True)
    assert await learning.step()
    world.inside.homes.learned.stale()
    found = points(await receipt(world))
    assert min(found.get(number, 0) for number in (8, 10, 12)) > max(found.get(n, 0) for n in (1, 3, 5, 7))
    home = await world.home()
    why = {number_of(one.story_id): {reason.source for reason in one.reasons} for one in home.items}
    assert Source.READERS in why[8]


async def test_pages_with_it_replay_bit_for_bit_and_can_be_tried_without(
    world: World, learning: Learning
) -> None:
    await two_tastes(world)
    await world.inside.copying.liked(person(1), story_id(2), opened=True)
    assert await learning.step()
    world.inside.homes.learned.stale()
    for _ in range(3):
        await world.home()
    await world.inside.homes.written(from_text(person(1)))
    with acting_as(OPERATOR):
        told = await world.feed.replay(since=ahead(world.clock, days=-1), weights=())
    assert (told.pages, told.same) == (3, 3)


async def test_it_is_learned_anew_when_it_is_time_and_something_happened(
    world: World, learning: Learning, tutor: HereTutor
) -> None:
    await two_tastes(world)
    assert await learning.step()
    assert not await learning.step()
    world.clock.turn(seconds=3601)
    assert not await learning.step()  # nobody did anything since
    await world.inside.copying.liked(person(1), story_id(2), opened=True)
    world.clock.turn(seconds=1)
    assert await learning.step()
    assert len(tutor.lessons) == 2
    assert len(deeds(tutor.lessons[1])) == len(deeds(tutor.lessons[0])) + 1
    never = msgspec.structs.replace(learning, every=timedelta())
    world.clock.turn(seconds=10_000)
    await world.inside.copying.liked(person(1), story_id(4), opened=True)
    assert not await never.step()
    assert await world.shown()


async def test_a_lesson_has_all_deeds_and_what_everybody_may_read(
    world: World, learning: Learning, tutor: HereTutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.feed.learning._PAGE", 7)
    await two_tastes(world)
    world.others.texts[story_id(3)] = "<p>Sails &amp; masts</p><script>no()</script>"
    assert await learning.step()
    lesson = tutor.lessons[0]
    rows = await world.db.all("SELECT reader_id, story_id FROM interests")
    assert deeds(lesson) == sorted((row["reader_id"], row["story_id"]) for row in rows)
    words = {text.number - 3_000_000_000_000: text.words for text in lesson.texts}
    assert words[3] == "Story 3  Sails & masts"
    assert set(words) == set(range(1, 13)) == set(await world.shown())


async def test_a_lesson_that_fails_leaves_what_was_learned_before(
    world: World, learning: Learning, tutor: HereTutor
) -> None:
    await two_tastes(world)
    assert await learning.step()
    before = await learning.models.newest()
    tutor.trouble = "no room"
    world.clock.turn(seconds=4000)
    await world.inside.copying.liked(person(1), story_id(2), opened=True)
    world.clock.turn(seconds=1)
    assert not await learning.step()
    assert await learning.models.newest() == before
    assert points(await receipt(world))


async def test_what_cannot_be_read_is_gone_without(world: World, learning: Learning) -> None:
    await two_tastes(world)
    await learning.models.put(77, b"\x00" * 3_000_000)
    world.inside.homes.learned.stale()
    assert points(await receipt(world)) == {}
    assert await world.shown()
    assert await learning.step()
    world.inside.homes.learned.stale()
    assert points(await receipt(world))


async def test_a_model_is_kept_whole_in_parts_and_one_at_a_time(database_factory: DatabaseFactory) -> None:
    db = await database_factory("feed", Path(str(MIGRATIONS)))
    models = SqlModels(db)
    assert await models.newest() == 0
    assert await models.get(1) is None
    kept = bytes(range(256)) * 10_000
    await models.put(1, kept)
    assert await models.get(1) == kept
    await models.put(2, kept[::-1])
    assert (await models.newest(), await models.get(1), await models.get(2)) == (2, None, kept[::-1])
    await db.execute("DELETE FROM models WHERE part = 1")
    assert await models.get(2) is None


async def test_a_story_that_came_later_is_neither_good_nor_bad(world: World, learning: Learning) -> None:
    await two_tastes(world)
    await world.inside.copying.liked(person(1), story_id(2), opened=True)
    assert await learning.step()
    world.clock.turn(seconds=5)
    await world.publish(99, author=500)
    world.inside.homes.learned.stale()
    assert points(await receipt(world))[99] == UNKNOWN
    older, newer = Listing(number=5, author=1, published=9), Listing(number=6, author=1, published=10)
    assert Learned(since=10).of_each([older, newer]) == [0, UNKNOWN]


async def test_a_story_that_was_taken_back_is_told_to_nobody(world: World, learning: Learning) -> None:
    await two_tastes(world)
    for number in (2, 4, 6):
        await world.inside.copying.liked(person(1), story_id(number), opened=True)
    assert await learning.step()
    await world.inside.copying.withdrawn(story_id(8))
    world.inside.homes.learned.stale()
    assert 8 not in await world.shown()
    assert 8 not in points(await receipt(world))


async def test_stories_with_the_same_words_are_related(world: World, learning: Learning) -> None:
    for number, words in enumerate(
        ("sails and harbour and sea", "bread and oven and flour", "sea and sails and storm", "flour, bread")
    ):
        await world.publish(number + 1, author=100 + number, news=False)
        world.others.texts[story_id(number + 1)] = f"<p>{words}</p>"
    await world.inside.copying.liked(person(1), story_id(1), opened=True)
    assert await learning.step()
    world.inside.homes.learned.stale()
    with acting_as(ANONYMOUS):
        assert number_of((await world.feed.list_related(story_id=story_id(1)))[0]) == 3
        assert number_of((await world.feed.list_related(story_id=story_id(4)))[0]) == 2


async def test_few_ask_at_once_and_the_others_do_without(
    world: World, learning: Learning, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_tastes(world)
    assert await learning.step()
    keeper = LearnedKeeper(learning.models, NearCache(max_bytes=1 << 20))
    catalogue = await world.inside.keeper.fresh()
    gate, four = asyncio.Event(), asyncio.Event()
    waiting: list[object] = []

    async def slowly(work: Callable[..., object], *args: object) -> object:
        if work is learned_module._asked:
            waiting.append(args)
            if len(waiting) == 4:
                four.set()
            await gate.wait()
        return work(*args)

    monkeypatch.setattr(learned_module.asyncio, "to_thread", slowly)
    readers = [await world.inside.homes.reader(from_text(person(number))) for number in range(11, 17)]
    async with asyncio.timeout(20):
        asking = [asyncio.create_task(keeper.of(reader, catalogue, 10**15)) for reader in readers]
        await four.wait()
        assert [await task for task in asking[4:]] == [NOTHING, NOTHING]
        gate.set()
        assert all([(await task).since for task in asking[:4]])
    monkeypatch.undo()
    assert await world.shown()


async def test_a_process_of_its_own_learns_the_same() -> None:
    lesson = lesson_of(
        [(1, 10, 3, 100), (2, 10, 1, 150), (2, 11, 1, 200)],
        [Text(10, "en", 50, "sea and sails"), Text(11, "", 60, "sails and sea"), Text(12, "de", 70, "brot")],
    )
    model = keeping.unpacked(await ProcessTutor().learn(lesson))
    assert model.stories.tolist() == [10, 11, 12]
    assert (model.known.texts.languages == np.array([2, 0, 1])).all()
    assert await ProcessTutor().learn(lesson_of([], [])) == b""


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import sys; sys.exit('no more room')", "no more room"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended at once"),
        ("import time; time.sleep(60)", "took more than"),
        ("import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(bytes(70 << 20))", "too much to keep"),
    ],
)
async def test_a_process_that_fails_is_ended_and_told_of(
    code: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "failing.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    tutor = ProcessTutor(module="failing", seconds=60.0 if "sleep" not in code else 0.5)
    with pytest.raises(LessonError, match=says):
        await tutor.learn(lesson_of([(1, 10, 3, 100)] * 100_000, []))


async def test_a_process_ends_with_whoever_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pid"
    os.mkfifo(pipe)
    told = f"open({str(pipe)!r}, 'w').write(str(os.getpid()))"
    (tmp_path / "endless.py").write_text(f"import os, time\n{told}\ntime.sleep(60)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    asking: asyncio.Task[object] = asyncio.create_task(
        ProcessTutor(module="endless").learn(lesson_of([], []))
    )
    pid = await asyncio.to_thread(pipe.read_text)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)
