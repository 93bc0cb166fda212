"""Which hits are put in order by meaning, and that it does not depend on how many are asked for."""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from octavo.chassis.ids import from_text
from octavo.search.adapters.folder import Folder
from octavo.search.adapters.index import TantivyIndex
from octavo.search.adapters.meaning import WINDOW, Hit
from octavo.search.adapters.ordering import Meaning
from octavo.search.adapters.space import Vector, counted, packed, unpacked
from octavo.search.adapters.vectors import Shelf
from octavo.search.adapters.writing import gist_of
from octavo.search.entities import parse
from octavo.search.ports import Found, StoryEntry, Wish
from tests.search.topics import TOPICS, entry, shelved, taught

MANY = 130
"""Stories of a topic: more than are put in order."""
ASKED = "heron egret marsh reed feather"
ALL = 2000


def many() -> list[StoryEntry]:
    """Of each topic so many, none like another."""
    draw = random.Random(8)
    made: list[StoryEntry] = []
    for _ in range(MANY):
        for topic, words in TOPICS.items():
            said = [word for word in draw.sample(words.split(), 7) for _ in range(draw.randrange(1, 4))]
            other = draw.choice(list(TOPICS.values())).split()[: draw.randrange(6)]
            made.append(entry(len(made) + 1, f"On {topic}", " ".join([*said, *other])))
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """An index with a space."""
    folder = Folder(tmp_path_factory.mktemp("ordering"))
    taught(shelved(folder, many()), many())
    return folder


def found(folder: Folder, query: str, limit: int, **more: object) -> list[Found]:
    wish = Wish(question=parse(query), **more)  # type: ignore[arg-type]  # the tests' own
    return asyncio.run(TantivyIndex(folder).find(wish, limit=limit))


def test_the_first_are_put_in_order_and_what_follows_stays_as_it_was(folder: Folder) -> None:
    by_words = found(folder, ASKED, ALL, space=0)
    assert len(by_words) > WINDOW + 5
    tied = by_words[WINDOW].rank
    first = sum(hit.rank > tied for hit in by_words[:WINDOW])
    whole = found(folder, ASKED, ALL)
    ids, before = [hit.story_id for hit in whole], [hit.story_id for hit in by_words]
    assert ids[first:] == before[first:]
    assert ids[:first] != before[:first]
    assert sorted(ids[:first]) == sorted(before[:first])
    assert [(-hit.rank, -from_text(hit.story_id)) for hit in whole] == sorted(
        (-hit.rank, -from_text(hit.story_id)) for hit in whole
    )
    assert len({hit.space for hit in whole}) == 1
    assert {hit.space for hit in by_words} == {0}


@pytest.mark.parametrize("limit", [1, 10, WINDOW - 1, WINDOW, WINDOW + 1, WINDOW + 4])
def test_however_many_are_asked_for_the_order_is_one(folder: Folder, limit: int) -> None:
    assert found(folder, ASKED, limit) == found(folder, ASKED, ALL)[:limit]


def test_those_of_the_topic_come_first(folder: Folder) -> None:
    # Half of what has these words is about something else, and only mentions them.
    birds = {told.story_id for told in many() if told.title == "On birds"}
    by_words, learned = (
        [hit.story_id in birds for hit in found(folder, ASKED, 50, **more)] for more in ({"space": 0}, {})
    )
    assert sum(learned) >= sum(by_words)
    assert all(learned)


@pytest.mark.parametrize(
    "query",
    [
        "heron",
        "heron egret",
        "heron of the egret",  # two words that count
        "heron egret quetzal",
        f"{ASKED} -oak",
        f'{ASKED} "on birds"',
        f"{ASKED} OR oak",
        "",
        "-heron",
    ],
)
def test_by_words_alone(folder: Folder, query: str) -> None:
    hits = found(folder, query, 50)
    assert hits == found(folder, query, 50, space=0)
    assert {hit.space for hit in hits} <= {0}


def test_relaxed_by_words_alone(folder: Folder) -> None:
    hits = found(folder, ASKED, 50, relaxed=True)
    assert hits == found(folder, ASKED, 50, relaxed=True, space=0) != []


def test_three_words_that_count_are_enough(folder: Folder) -> None:
    assert {hit.space for hit in found(folder, "the heron and the egret of a marsh", 10)} != {0}


def test_by_another_space_is_by_words_alone(folder: Folder) -> None:
    (space,) = {hit.space for hit in found(folder, ASKED, 50)}
    assert found(folder, ASKED, 50, space=space) == found(folder, ASKED, 50)
    assert found(folder, ASKED, 50, space=space ^ 1) == found(folder, ASKED, 50, space=0)


def test_with_filters_too(folder: Folder) -> None:
    hits = found(folder, f"{ASKED} after:2025", 50)
    assert [hit.story_id for hit in hits] == [hit.story_id for hit in found(folder, ASKED, 50)]
    assert found(folder, f"{ASKED} tag:nothing", 50) == []


def meaning_of(folder: Folder) -> Meaning:
    shelf = Shelf.open(folder.path / folder.present())
    assert shelf is not None
    meaning = Meaning.of(shelf)
    assert meaning is not None
    return meaning


def test_where_too_few_have_vectors_words_alone_decide(folder: Folder) -> None:
    meaning = meaning_of(folder)
    aimed = meaning.aim(Wish(question=parse(ASKED)), ("en",))
    assert aimed is not None
    known = [Hit(9.0 - number / 8, number, 1) for number in range(1, 9)]
    unknown = [Hit(9.0 - number / 8, 5000 + number, 1) for number in range(1, 10)]
    assert meaning.ordered(aimed, sorted([*known, *unknown], key=lambda hit: -hit.rank)) is None
    assert meaning.ordered(aimed, sorted([*known, *unknown[:8]], key=lambda hit: -hit.rank)) is not None
    assert meaning.ordered(aimed, unknown) is None
    assert meaning.ordered(aimed, []) is None
    assert meaning.ordered(aimed, [Hit(0.0, number, 1) for number in range(8, 0, -1)]) is None


class Lying:
    """Vectors that are told, for points from a disk."""

    def __init__(self, *vectors: Sequence[float]) -> None:
        self._vectors = np.array(vectors, dtype=np.float32)

    def of(self, stories: Vector) -> tuple[Vector, NDArray[np.bool_]]:
        """Of a story without one: nothing but zeros."""
        rows = self._vectors[stories]
        return rows.copy(), rows.any(axis=1)


def ordered(folder: Folder, ranks: Sequence[float], *vectors: Sequence[float]) -> list[int]:
    """Hits 0, 1, 2 … of these ranks that lie there, to a question that points along the first axis."""
    space = meaning_of(folder).space
    meaning = Meaning(space=space, points=Lying(*vectors))  # type: ignore[arg-type]  # as points are asked
    hits = [Hit(rank, story, 1) for story, rank in enumerate(ranks)]
    found = meaning.ordered(np.array([1, 0, 0], dtype=np.float32), hits)
    assert found is not None
    return [hit.story for hit in found]


FIRST, SECOND, THIRD, NOWHERE = (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)


def test_words_and_nearness_count_alike(folder: Folder) -> None:
    assert ordered(folder, [10, 9], SECOND, FIRST) == [1, 0]
    assert ordered(folder, [10, 9], FIRST, FIRST) == [0, 1]
    # The one that is near is among the best before these say what the question means, too.
    assert ordered(folder, [10, 10, 10, 10, 10, 9.9], *[SECOND] * 5, FIRST)[0] == 5


def test_the_best_say_what_the_question_means_too(folder: Folder) -> None:
    best = [(0.8, 0.6, 0)] * 5
    assert ordered(folder, [10, 10, 10, 10, 10, 5.2, 5], *best, THIRD, SECOND) == [4, 3, 2, 1, 0, 6, 5]


def test_what_has_no_vector_is_as_near_as_the_others_on_average(folder: Folder) -> None:
    assert ordered(folder, [10, 10, 10], FIRST, NOWHERE, SECOND) == [0, 1, 2]


def test_vectors_lose_little_as_they_are_kept(folder: Folder) -> None:
    space = meaning_of(folder).space
    vectors = np.stack([space.point(counted(gist_of(told))) for told in many()])
    kept = (vectors * unpacked(packed(vectors))).sum(axis=1)
    # As much as those lose whose parts are spread as errors are: unturned it is 0.91, and 0.76 for some.
    assert kept.mean() > 0.93
    assert kept.min() > 0.85


def test_equal_ones_at_the_end_of_the_first_stay_with_what_follows(folder: Folder) -> None:
    meaning = meaning_of(folder)
    aimed = meaning.aim(Wish(question=parse(ASKED)), ("en",))
    # The last two of the first, and three that follow, are equal: which of them came is chance.
    ranks = [200.0 - at for at in range(WINDOW - 2)] + [7.0] * 5
    hits = [Hit(rank, 1000 - at, 1) for at, rank in enumerate(ranks)]
    ordered = meaning.ordered(aimed, hits)
    assert ordered is not None
    assert ordered[WINDOW - 2 :] == hits[WINDOW - 2 :]
    assert {hit.story for hit in ordered[: WINDOW - 2]} == {hit.story for hit in hits[: WINDOW - 2]}
    assert min(hit.rank for hit in ordered[: WINDOW - 2]) > 1e6


def test_words_of_each_language_mean_their_own(tmp_path: Path) -> None:
    told = many()[:500]
    german = [
        StoryEntry(
            **{name: getattr(one, name) for name in StoryEntry.__struct_fields__ if name != "language"},
            language="de" if at % 2 else "en",
        )
        for at, one in enumerate(told)
    ]
    folder = Folder(tmp_path)
    taught(shelved(folder, german), german)
    meaning = meaning_of(folder)
    wish = Wish(question=parse(ASKED))
    both, one, none = (meaning.aim(wish, languages) for languages in (("en", "de"), ("de",), ("fr",)))
    assert both is not None
    assert one is not None
    assert 0 < float(both @ one) < 0.9999
    assert none is None
