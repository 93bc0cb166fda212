"""The space and the vectors on the disk: written by one, read by many, damaged, left over, and made anew."""

import asyncio
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from octavo.chassis.ids import from_text
from octavo.search.adapters.folder import Folder
from octavo.search.adapters.index import TantivyIndex
from octavo.search.adapters.press import TantivyPress
from octavo.search.adapters.space import counted, packed, unpacked
from octavo.search.adapters.vectors import Points, Shelf
from octavo.search.adapters.writing import gist_of
from octavo.search.entities import parse
from octavo.search.ports import Found, StoryEntry, Wish
from tests.search.topics import LEAST, QUESTIONS, entries, entry, shelved, taught

TOLD = entries()
ASKED = QUESTIONS[0]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "search")


@pytest.fixture
def press(folder: Folder) -> TantivyPress:
    """An index with a space."""
    folder.path.mkdir()
    press = shelved(folder, TOLD)
    taught(press, TOLD)
    return press


def beside(folder: Folder, name: str) -> Path:
    """The one file of this name beside the index."""
    (path,) = (folder.path / folder.present()).glob(name)
    return path


def found(index: TantivyIndex, query: str = ASKED, space: int | None = None) -> list[Found]:
    return asyncio.run(index.find(Wish(question=parse(query), space=space), limit=20))


def shelf_of(folder: Folder) -> Shelf:
    shelf = Shelf.open(folder.path / folder.present())
    assert shelf is not None
    return shelf


def row_of(points: Points, story: int) -> list[float]:
    (row,), (known,) = points.of(np.array([story], dtype=np.int64))
    return row.tolist() if known else []


def expected(shelf: Shelf, told: StoryEntry) -> list[float]:
    """The vector as it comes from the disk."""
    assert shelf.space is not None
    row: list[float] = unpacked(packed(shelf.space.point(counted(gist_of(told))))).tolist()
    return row


def put(press: TantivyPress, *told: StoryEntry) -> None:
    pen = press.present()
    for one in told:
        pen.put_story(one)
    pen.commit()
    pen.close()


def test_each_story_has_its_vector_and_no_other_has_one(folder: Folder, press: TantivyPress) -> None:
    shelf = shelf_of(folder)
    points = shelf.points()
    assert shelf.placed == len(TOLD)
    for told in TOLD:
        assert row_of(points, from_text(told.story_id)) == expected(shelf, told)
    assert row_of(points, 10_000) == row_of(points, 0) == []


def test_what_is_written_anew_counts_and_comes_to_who_reads(folder: Folder, press: TantivyPress) -> None:
    shelf = shelf_of(folder)
    points = shelf.points()
    new, again = entry(9000, "On bread", "flour yeast dough"), entry(1, "On bread", "oven crust loaf")
    put(press, new, again, entry(1, "On stars", "comet orbit nebula"))
    points.refresh()
    assert row_of(points, 9000) == expected(shelf, new)
    assert row_of(points, 1) == expected(shelf, entry(1, "On stars", "comet orbit nebula"))
    put(press, again)
    points.refresh()
    assert row_of(points, 1) == expected(shelf, again) == row_of(shelf.points(), 1)
    assert shelf.added == 4


def test_who_has_asked_before_sees_what_was_written_anew(folder: Folder, press: TantivyPress) -> None:
    reader = TantivyIndex(folder)
    (first, *_), before = found(reader), found(reader)
    put(press, entry(9000, "On birds", "heron egret marsh"))
    assert found(reader) == found(TantivyIndex(folder)) != before
    number = from_text(first.story_id)
    put(press, entry(number, "On bread", "heron egret marsh reed flock flour yeast dough oven crust"))
    assert found(reader) == found(TantivyIndex(folder))


def test_vectors_are_made_by_the_space_that_is_kept(folder: Folder, press: TantivyPress) -> None:
    lesson = press.lesson(len(TOLD))
    lesson.hear([gist_of(one) for one in TOLD])
    lesson.learn()
    lesson.publish()
    kept = shelf_of(folder).space
    for part in ("epoch", "numbers", "rarity", "directions", "lengths"):
        assert np.array_equal(getattr(lesson._space, part), getattr(kept, part)), part


def test_of_one_that_was_heard_twice_the_last_counts(folder: Folder, press: TantivyPress) -> None:
    lesson = press.lesson(len(TOLD))
    lesson.hear([gist_of(one) for one in TOLD])
    lesson.learn()
    later = entry(1, "On bread", "oven crust loaf")
    lesson.place([gist_of(later)])
    lesson.publish()
    shelf = shelf_of(folder)
    assert shelf.placed == len(TOLD)
    assert row_of(shelf.points(), 1) == expected(shelf, later)


@pytest.mark.parametrize("left", [1, 8, 23])
def test_a_record_that_was_cut_off_is_passed_over_and_then_replaced(
    folder: Folder, press: TantivyPress, left: int
) -> None:
    shelf = shelf_of(folder)
    points = shelf.points()
    late = [entry(9000 + number, "On bread", f"flour yeast {'dough ' * number}") for number in range(3)]
    put(press, late[0])
    file = beside(folder, "points-*")
    with file.open("ab") as torn:
        torn.write(b"\xff" * min(left, shelf.record - 1))
    for each in (points, shelf.points()):
        each.refresh()
        assert row_of(each, 9000) == expected(shelf, late[0])
        assert row_of(each, -1) == []
    points.refresh()
    put(press, late[1], late[2])
    for each in (points, shelf.points()):
        each.refresh()
        assert [row_of(each, 9000 + number) for number in range(3)] == [expected(shelf, one) for one in late]
    assert file.stat().st_size == (len(TOLD) + 3) * shelf.record


def flip(file: Path, at: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[at] ^= 0x10
    file.write_bytes(raw)


def other_form(file: Path) -> None:
    """As another edition of the program might write it."""
    raw = b"\x93\x63\x01\x02"
    file.write_bytes(zlib.crc32(raw).to_bytes(4) + raw)


HARMS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "space emptied": ("space", lambda file: file.write_bytes(b"")),
    "space cut": ("space", lambda file: file.write_bytes(file.read_bytes()[:-100])),
    "space of another bit": ("space", lambda file: flip(file, 1000)),
    "space of another form": ("space", other_form),
    "vectors gone": ("points-*", lambda file: file.unlink()),
    "vectors cut": ("points-*", lambda file: file.write_bytes(file.read_bytes()[:-100])),
    "vectors never written": ("points-*", lambda file: file.write_bytes(bytes(file.stat().st_size))),
    "vectors of another bit": ("points-*", lambda file: flip(file, 500)),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_damaged_costs_the_meaning_alone_and_is_learned_anew(
    folder: Folder, press: TantivyPress, harm: str
) -> None:
    by_words = found(TantivyIndex(folder), space=0)
    by_meaning = found(TantivyIndex(folder))
    assert [hit.story_id for hit in by_words] != [hit.story_id for hit in by_meaning]
    name, act = HARMS[harm]
    act(beside(folder, name))
    reader = TantivyIndex(folder)
    assert found(reader) == by_words
    assert press.is_lesson_due(len(TOLD))
    assert TantivyPress(folder, least_stories=LEAST).is_lesson_due(len(TOLD))
    taught(press, TOLD)
    assert not press.is_lesson_due(len(TOLD))
    again = found(reader)
    assert [hit.story_id for hit in again] == [hit.story_id for hit in by_meaning]
    assert {hit.space for hit in again} == {shelf_of(folder).epoch}


def test_stories_are_put_in_though_their_vectors_cannot_be(folder: Folder, press: TantivyPress) -> None:
    pen = press.present()
    beside(folder, "points-*").unlink()
    pen.put_story(entry(9000, "On quetzals", "quetzal"))
    pen.commit()
    pen.close()
    assert [hit.rank > 0 for hit in found(TantivyIndex(folder), "quetzal")] == [True]


def test_what_cannot_be_read_just_now_is_not_thrown_away(
    folder: Folder, press: TantivyPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = TantivyIndex(folder)
    by_meaning = found(TantivyIndex(folder))

    def none_left(path: Path) -> Shelf:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(Shelf, "open", none_left)
        assert {hit.space for hit in found(reader)} == {0}
    assert beside(folder, "space").exists()
    put(press, entry(9000, "On quetzals", "quetzal"))
    assert [hit.story_id for hit in found(reader)] == [hit.story_id for hit in by_meaning]


def test_who_found_a_space_damaged_does_not_remove_the_next_one(folder: Folder, press: TantivyPress) -> None:
    mark = folder.present()
    before = folder.learned(mark)
    taught(press, TOLD)
    folder.forget(mark, before)
    assert folder.learned(mark) not in (0, before)
    folder.forget(mark, folder.learned(mark))
    assert folder.learned(mark) == 0
    folder.forget(mark, 0)  # nothing is there: nothing happens


def test_who_reads_goes_on_while_it_is_learned_anew(folder: Folder, press: TantivyPress) -> None:
    reader = TantivyIndex(folder)
    by_meaning = found(reader)
    first = shelf_of(folder).epoch
    old = shelf_of(folder).points()
    taught(press, TOLD)
    second = shelf_of(folder).epoch
    assert first != second
    assert row_of(old, 1)  # the file is gone from the folder, not from who has it open
    with pytest.raises(ValueError, match="gone"):
        old.refresh()
    again = found(reader)
    assert {hit.space for hit in by_meaning} == {first}
    assert {hit.space for hit in again} == {second}
    assert [hit.story_id for hit in again] == [hit.story_id for hit in by_meaning]
    assert {hit.space for hit in found(reader, space=first)} == {0}


def test_nothing_is_left_over_of_lessons_that_came_to_no_end(folder: Folder, press: TantivyPress) -> None:
    kept = beside(folder, "points-*")
    first = press.lesson(len(TOLD))
    first.hear([gist_of(one) for one in TOLD])
    first.learn()
    (folder.path / folder.present() / "space.new").write_bytes(b"half of it")
    assert len(list(kept.parent.glob("points-*"))) == 2
    press.lesson(len(TOLD)).close()
    assert [path.name for path in kept.parent.glob("points-*")] == [kept.name]
    assert not list(kept.parent.glob("space.new"))
    # And the first, which somebody else overtook, publishes nothing.
    with pytest.raises((OSError, ValueError)):
        first.publish()
    first.place([gist_of(TOLD[0])])
    with pytest.raises(ValueError, match="somebody else"):
        first.publish()
    first.close()
    assert [path.name for path in kept.parent.glob("*points-*")] == [kept.name]


@pytest.mark.parametrize(
    "told",
    [
        pytest.param([], id="nothing"),
        pytest.param([entry(n, "", "") for n in range(1, 80)], id="no words"),
        pytest.param([entry(n, f"a{n}", f"b{n}") for n in range(1, 80)], id="each its own"),
        pytest.param([entry(n, "the same", "in all of them") for n in range(1, 80)], id="all the same"),
    ],
)
def test_where_nothing_can_be_learned_that_is_known_and_words_decide(
    folder: Folder, told: Sequence[StoryEntry]
) -> None:
    folder.path.mkdir()
    press = shelved(folder, told)
    lesson = press.lesson(LEAST)
    lesson.hear([gist_of(one) for one in told])
    assert not lesson.learn()
    lesson.publish()
    lesson.close()
    assert shelf_of(folder).space is None
    assert not press.is_lesson_due(LEAST)
    assert press.is_lesson_due(2 * LEAST)
    put(press, entry(9000, "Quetzal", "three words more"))
    assert {hit.space for hit in found(TantivyIndex(folder), "quetzal three words more")} == {0}
    assert not list(folder.path.glob("*/points-*"))


def test_it_is_learned_anew_when_much_was_added_or_written_anew(folder: Folder, press: TantivyPress) -> None:
    count = len(TOLD)
    assert not press.is_lesson_due(int(1.5 * count))
    assert press.is_lesson_due(int(1.5 * count) + 1)
    assert not press.is_lesson_due(0)
    most = count // 2 + LEAST
    put(press, *[TOLD[number % count] for number in range(most)])
    assert not press.is_lesson_due(count)
    put(press, TOLD[0])
    assert press.is_lesson_due(count)
    taught(press, TOLD)
    assert not press.is_lesson_due(count)


def test_too_few_stories_or_no_index_are_no_reason_to_learn(folder: Folder, tmp_path: Path) -> None:
    folder.path.mkdir()
    press = shelved(folder, TOLD)
    assert not press.is_lesson_due(LEAST - 1)
    assert press.is_lesson_due(LEAST)
    assert not TantivyPress(folder).is_lesson_due(999)
    empty = TantivyPress(Folder(tmp_path / "elsewhere"), least_stories=LEAST)
    assert not empty.is_lesson_due(LEAST)
    with pytest.raises(ValueError, match="no index"):
        empty.lesson(LEAST)


def test_of_very_many_texts_every_second_is_heard_and_the_others_find_their_places(
    folder: Folder, press: TantivyPress
) -> None:
    lesson = press.lesson(20_000)
    assert [turn for turn in range(6) if lesson.wants(turn)] == [0, 2, 4]
    assert all(press.lesson(10_000).wants(turn) for turn in range(5))
    # The topics come in turn: of each there are some in both halves.
    halves = TOLD[: len(TOLD) // 2], TOLD[len(TOLD) // 2 :]
    lesson = press.lesson(len(TOLD))
    lesson.hear([gist_of(one) for one in halves[0]])
    assert lesson.learn()
    lesson.place([gist_of(one) for one in halves[1]])
    lesson.publish()
    shelf = shelf_of(folder)
    points = shelf.points()
    assert shelf.placed == len(TOLD)
    for told in TOLD:
        assert row_of(points, from_text(told.story_id)) == expected(shelf, told)
