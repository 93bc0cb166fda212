"""What is learned from acts and texts: finite, the same each time, and about what was read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.feed.ranking import alike, keeping, texts
from octavo.feed.ranking.acts import Acts, Row
from octavo.feed.ranking.knowing import FEATURES, OWN, Own, Texts, know
from octavo.feed.ranking.learning import Model, learn_gaps, learn_next
from octavo.feed.ranking.ranker import LEAST, by_rank, fit, ranks

HOUR = 3600
ROWS = st.lists(
    st.tuples(
        st.integers(1, 9), st.integers(100, 140), st.sampled_from([1.0, 2.5, 4.0]), st.integers(0, 10**6)
    ),
    max_size=120,
)


def two_tastes(readers: int = 110, stories: int = 40) -> list[Row]:
    """Readers with even numbers read even stories, the others odd ones; each three quarters of theirs."""
    chance = np.random.default_rng(1)
    rows = []
    for reader in range(readers):
        for story in range(reader % 2, stories, 2):
            if chance.random() < 0.75:
                rows.append((1000 + reader, story, 1.0, HOUR * int(chance.integers(500))))
    return rows


def asked(model: Model, reads: list[int], at: int, stories: list[int]) -> np.ndarray:
    own = Own.of(reads, [at] * len(reads))
    return model.scores(own, np.array([at], dtype=np.int64), np.array(stories, dtype=np.int64))


@given(rows=ROWS, gaps=st.booleans())
@settings(max_examples=25, deadline=None)
def test_any_acts_give_finite_scores_and_a_model_that_can_be_kept(rows: list[Row], gaps: bool) -> None:
    acts = Acts.of(rows)
    model = learn_gaps(acts) if gaps else learn_next(acts)
    assert (model is None) == (not rows)
    if model is None:
        return
    stories = [*range(100, 142)]
    scores = asked(model, [row[1] for row in rows[:5]], 10**6, stories)
    assert np.isfinite(scores).all()
    once = keeping.unpacked(keeping.packed(model))
    again = keeping.unpacked(keeping.packed(once))
    first, second = (asked(each, [101, 102], 10**6, stories) for each in (once, again))
    assert (first == second).all()
    assert once.stories.tolist() == model.stories.tolist()


@given(rows=ROWS.filter(bool), seed=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_same_acts_in_another_order_teach_the_same(rows: list[Row], seed: object) -> None:
    mixed = list(rows)
    seed.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = learn_next(Acts.of(rows)), learn_next(Acts.of(mixed))
    assert first is not None
    assert second is not None
    assert keeping.packed(first) == keeping.packed(second)


@pytest.mark.parametrize("learn", [learn_gaps, learn_next])
def test_readers_are_told_what_those_with_their_taste_read(learn: object) -> None:
    rows = two_tastes()
    model = learn(Acts.of(rows))  # type: ignore[operator]
    assert model.ranker is not None
    late = max(row[3] for row in rows)
    read, days = [*range(0, 28, 2)], [*range(0, late, late // 14)][:14]
    own, now = Own.of(read, days), np.array([late], dtype=np.int64)
    best = model.best(own, now, np.arange(28, 40), 6)
    assert best
    assert set(best) == set(range(28, 40, 2))


def test_of_too_little_ranks_are_blended_without_a_fit() -> None:
    rows = [(1, 10, 1.0, 0), (1, 11, 1.0, 60), (2, 10, 1.0, 120), (2, 12, 1.0, 180)]
    model = learn_next(Acts.of(rows))
    assert model is not None
    assert model.ranker is None
    scores = asked(model, [11], 200, [10, 12, 99])
    assert scores[0] > scores[2]
    assert ((scores >= 0) & (scores <= 1)).all()


def test_a_story_that_nobody_read_is_known_by_its_words() -> None:
    words = {
        1: "sails and masts in the harbour, ships and sails at sea",
        2: "a ship with sails leaves the harbour for the sea",
        3: "bread and flour, an oven and more bread with butter",
        4: "an oven bakes bread from flour, butter on bread",
    }
    subjects = texts.learn(list(words.values()), size=8)
    about = Texts(
        story_ids=np.array(list(words), dtype=np.int64),
        vectors=subjects.vectors(list(words.values())),
        languages=np.ones(4, dtype=np.int64),
        began=np.zeros(4, dtype=np.int64),
    )
    model = learn_next(Acts.of([(1, 1, 1.0, 10), (2, 3, 1.0, 20)]), about)
    assert model is not None
    by_words = model.known.features(Own.of([1], [10]), np.array([30]), np.array([2, 4]))
    assert by_words[0, FEATURES.index("content")] > by_words[1, FEATURES.index("content")] + 0.3
    like = model.known.like(2)
    assert max(like, key=lambda story: like[story]) == 1
    assert model.known.like(77) == {}


def test_words_that_one_story_alone_has_say_nothing_and_vectors_have_length_one() -> None:
    subjects = texts.learn(["alpha beta beta", "beta gamma", "gamma delta", ""], size=4)
    vectors = subjects.vectors(["beta", "alpha", "beta gamma", ""])
    assert np.allclose(np.linalg.norm(vectors[[0, 2]], axis=1), 1)
    assert not vectors[[1, 3]].any()
    assert texts.learn([], size=4).vectors(["beta"]).shape == (1, 0)


def test_acts_are_bounded_by_time_and_by_how_many_read_a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.feed.ranking.acts.MOST_ACTS", 30)
    monkeypatch.setattr("octavo.feed.ranking.acts.MOST_STORIES", 3)
    rows = [(reader, story, 1.0, reader) for reader in range(10) for story in range(1 + reader)]
    kept = Acts.of(rows).bounded()
    assert set(kept.stories.tolist()) == {0, 1, 2}
    assert kept.times.min() > 0
    assert Acts.of([(1, 1, float("nan"), 0), (1, 2, -1.0, 0), (1, 3, 0.0, 0)]).stories.tolist() == []
    assert len(Own.of(range(OWN + 5), range(OWN + 5)).stories) == OWN
    assert 0 not in Own.of(range(OWN + 5), range(OWN + 5)).stories


def test_what_was_done_twice_counts_once_by_its_sum_and_its_first_time() -> None:
    acts = Acts.of([(1, 5, 1.0, 70), (1, 5, 2.0, 50)])
    assert acts.strengths.tolist() == [2.0]
    assert acts.times.tolist() == [50]


@given(many=st.integers(1, 12), seed=st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_rows_are_solved_together_as_each_alone(many: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    own = chance.normal(size=(4, many, 6))
    gram = alike._gram(chance.normal(size=(50, 6)), 0.04, 0.05)
    together = alike._solved(own, gram, 0.04)
    for row, found in zip(own, together, strict=True):
        whole = gram + row.T @ row + 0.04 * many * np.eye(6)
        assert np.allclose(whole @ found, row.sum(axis=0))


@given(rows=ROWS)
@settings(max_examples=25, deadline=None)
def test_columns_are_as_good_as_rows(rows: list[Row]) -> None:
    once = list({row[:2]: (*row[:2], float(int(row[2])), row[3]) for row in rows}.values())
    columns = np.array(once, dtype=np.int64).reshape(-1, 4).T
    first, second = Acts.of(once), Acts.of_columns(*columns)
    for name in ("readers", "stories", "strengths", "times"):
        assert (getattr(first, name) == getattr(second, name)).all()


def test_nothing_is_known_of_no_acts() -> None:
    assert know(Acts.of([])) is None


@pytest.mark.parametrize("damage", ["empty", "cut", "noise", "form"])
def test_what_is_no_model_is_refused(damage: str) -> None:
    model = learn_next(Acts.of([(1, 10, 1.0, 0), (2, 10, 1.0, 5)]))
    assert model is not None
    kept = keeping.packed(model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "FORM", keeping.FORM + 1)
        other = keeping.packed(model)
    bad = {"empty": b"", "cut": kept[: len(kept) // 2], "noise": b"\x00" * 50, "form": other}[damage]
    with pytest.raises(ValueError, match="model"):
        keeping.unpacked(bad)


@given(st.lists(st.floats(-5, 5, width=32), min_size=1, max_size=30))
def test_ranks_go_from_nothing_to_one_and_equals_are_equal(values: list[float]) -> None:
    given_ = np.array(values, dtype=np.float32)
    found = ranks(given_)
    assert ((found >= 0) & (found <= 1)).all()
    for one in range(len(values)):
        for other in range(len(values)):
            assert (found[one] < found[other]) == (given_[one] < given_[other])


def test_a_feature_that_is_the_same_for_all_takes_no_part() -> None:
    features = np.array([[1, 7], [2, 7], [3, 7]], dtype=np.float32)
    alone = by_rank(features, np.array([1, 0], dtype=np.float32))
    both = by_rank(features, np.array([1, 5], dtype=np.float32))
    assert np.argsort(alone).tolist() == np.argsort(both).tolist() == [0, 1, 2]
    assert by_rank(features[:0], np.array([1, 1], dtype=np.float32)).tolist() == []


def test_a_blend_is_fitted_where_there_are_enough_choices_and_finds_what_counts() -> None:
    chance = np.random.default_rng(3)
    left = chance.normal(size=(LEAST, 6, 4)).astype(np.float32)
    taken = chance.normal(size=(LEAST, 4)).astype(np.float32)
    taken[:, 2] += 2.0
    assert fit(taken[:-1], left[:-1]) is None
    ranker = fit(taken, left)
    assert ranker is not None
    assert int(np.abs(ranker.line).argmax()) == 2
    same = fit(taken, left)
    assert same is not None
    assert (ranker.scores(taken) == same.scores(taken)).all()
