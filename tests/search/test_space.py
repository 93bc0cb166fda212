"""What a text is about, as numbers: how it is counted, packed and learned."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from octavo.search.adapters.folder import Folder
from octavo.search.adapters.space import (
    MOST_OF_A_TEXT,
    PARTS,
    Space,
    Vector,
    counted,
    number_of,
    packed,
    row_bytes,
    unit,
    unpacked,
)
from octavo.search.adapters.vectors import Shelf
from octavo.search.adapters.writing import gist_of
from octavo.search.ports import Gist
from octavo.stories.api import StoryId
from tests.search.topics import TOPICS, entries, shelved, taught

PARTS_OF_ONE = st.floats(-1, 1, width=32).filter(lambda part: part == 0 or abs(part) > 1e-6)
VECTORS = st.tuples(st.integers(1, 5), st.integers(1, 8).map(lambda n: n * PARTS)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=PARTS_OF_ONE)
)


@given(VECTORS)
def test_what_is_packed_keeps_its_signs_and_which_parts_are_larger(vectors: Vector) -> None:
    rows = packed(vectors)
    assert rows.dtype == np.uint8
    assert rows.shape == (len(vectors), row_bytes(vectors.shape[1]))
    for before, after in zip(vectors, unpacked(rows), strict=True):
        if not before.any():
            assert not after.any()
            continue
        if not after.any():  # the one direction that is taken for none: all parts alike, and negative
            assert (before < 0).all()
            assert np.ptp(before) < 0.05 * np.abs(before).max()
            continue
        assert np.linalg.norm(after) == pytest.approx(1, abs=1e-5)
        assert (after[before > 0] > 0).all()
        assert (after[before < 0] < 0).all()
        order = np.argsort(before, kind="stable")
        assert (np.diff(after[order]) >= 0).all()
        assert before @ after > 0


@given(VECTORS)
def test_packed_once_more_it_has_the_same_signs(vectors: Vector) -> None:
    once = unpacked(packed(vectors))
    assert (np.sign(unpacked(packed(once))) == np.sign(once)).all()


def test_directions_that_are_spread_as_errors_are_lose_little() -> None:
    vectors = unit(np.random.default_rng(3).standard_normal((500, 64)).astype(np.float32))
    kept = (vectors * unpacked(packed(vectors))).sum(axis=1)
    assert kept.min() > 0.85
    assert kept.mean() > 0.93


@given(arrays(np.float32, (4, 16), elements=PARTS_OF_ONE))
def test_unit_vectors_have_the_length_one_or_none(vectors: Vector) -> None:
    lengths = np.linalg.norm(unit(vectors), axis=1)
    assert all(
        length == pytest.approx(0 if not row.any() else 1)
        for length, row in zip(lengths, vectors, strict=True)
    )


def gist(text: str, title: str = "", language: str = "en") -> Gist:
    return Gist(story_id=StoryId("11111111112"), title=title, text=text, language=language)


def test_words_are_counted_by_their_stems_and_those_of_the_title_twice() -> None:
    counts = counted(gist("herons and a heron", "Heron"))
    assert counts[number_of("heron", "en")] == 4
    assert counted(gist("Häuser", language="de-AT")) == {number_of("haus", "de"): 1}
    assert number_of("haus", "de") != number_of("haus", "en")


def test_of_a_long_text_the_words_that_stand_in_it_most_often_are_counted() -> None:
    many = " ".join(f"w{number}" for number in range(2 * MOST_OF_A_TEXT))
    counts = counted(gist(f"{many} heron heron heron"))
    assert len(counts) <= MOST_OF_A_TEXT
    assert counts[number_of("heron", "en")] == 3
    assert counted(gist("")) == {}


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Space:
    """That of the made stories."""
    folder = Folder(tmp_path_factory.mktemp("space"))
    taught(shelved(folder, entries()), entries())
    shelf = Shelf.open(folder.path / folder.present())
    assert shelf is not None
    assert shelf.space is not None
    return shelf.space


def test_words_that_go_together_point_where_their_texts_lie(space: Space) -> None:
    def point(words: str) -> Vector:
        return space.point(counted(gist(words)))

    topics = list(TOPICS.values())
    for topic in topics:
        first, last = point(" ".join(topic.split()[:5])), point(" ".join(topic.split()[5:]))
        others = [float(first @ point(other)) for other in topics if other != topic]
        # No word is in both halves: what they share was learned.
        assert float(first @ last) > max(others)


def test_what_no_learned_word_is_in_lies_nowhere(space: Space) -> None:
    assert not space.point({}).any()
    assert not space.point(counted(gist("quetzal zugzwang"))).any()
    assert space.known([number_of("heron", "en"), number_of("quetzal", "en")]) == 1
    assert (
        Space(
            epoch=1,
            numbers=space.numbers[:0],
            rarity=space.rarity[:0],
            directions=space.directions[:0],
            lengths=space.lengths[:0],
        ).known([number_of("heron", "en")])
        == 0
    )


def test_words_of_few_texts_and_those_of_very_many_count_nothing(space: Space) -> None:
    said = [counted(gist_of(entry)) for entry in entries()]
    numbers = {number for each in said for number in each}
    often = {number: sum(number in each for each in said) for number in numbers}
    expected = {number for number, count in often.items() if 3 <= count <= len(said) / 5}
    assert set(space.numbers.tolist()) == expected
    assert number_of("spoke", "en") in numbers - expected


def test_the_same_texts_give_the_same_space(space: Space, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    taught(shelved(folder, entries()), entries())
    again = Shelf.open(folder.path / folder.present())
    assert again is not None
    assert again.space is not None
    assert again.space.epoch != space.epoch
    assert again.space.numbers.tolist() == space.numbers.tolist()
    assert again.space.rarity.tolist() == space.rarity.tolist()
    # Sums in another order may differ in the last bit.
    np.testing.assert_allclose(again.space.directions, space.directions, atol=1)
    np.testing.assert_allclose(again.space.lengths, space.lengths, rtol=0.01)
