"""What is learned of stories in OpenSearch: whole, or not at all; nothing is left over."""

from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from octavo.chassis.ids import from_text
from octavo.search.adapters.opensearch_forms import SEAL
from octavo.search.adapters.opensearch_index import OpenSearchIndex
from octavo.search.adapters.opensearch_link import OpenSearchLink
from octavo.search.adapters.opensearch_marks import vectors_of
from octavo.search.adapters.opensearch_press import OpenSearchPress
from octavo.search.adapters.writing import gist_of
from octavo.search.entities import parse
from octavo.search.ports import Found, IndexAway, StoryEntry, Wish
from tests.opensearch_server import OpenSearchServer
from tests.search.gate import Answer, Gate
from tests.search.test_opensearch_faults import gate as gate
from tests.search.test_opensearch_faults import server as server
from tests.search.topics import BY_WORDS, LEAST, QUESTIONS, entries, entry

pytestmark = pytest.mark.timeout(600)  # a lesson is held many times
TOLD = entries()


@pytest.fixture
async def press(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OpenSearchPress]:
    """An index that has these stories, without a space."""
    monkeypatch.setattr("octavo.search.adapters.opensearch_pen.PAUSES", ())
    link = OpenSearchLink(gate.url, site="0123456789abcdef", seconds=20.0)
    press = OpenSearchPress(link, tmp_path / "lessons", least_stories=LEAST)
    mark, pen = press.new()
    for one in TOLD:
        pen.put_story(one)
    pen.commit()
    press.swap(mark)
    yield press
    await link.close()


def taught(press: OpenSearchPress, told: Sequence[StoryEntry] = TOLD) -> None:
    """One lesson, at once."""
    lesson = press.lesson(len(told))
    try:
        lesson.hear([gist_of(one) for one in told])
        lesson.learn()
        lesson.publish()
    finally:
        lesson.close()


def vectors(server: OpenSearchServer) -> set[str]:
    """The indexes of vectors that there are."""
    return {name for name in server.indexes() if vectors_of("octavo-0123456789abcdef", name)}


async def found(press: OpenSearchPress, query: str = QUESTIONS[1], space: int | None = None) -> list[Found]:
    press.link.changes += 1  # who reads looks again, as after a second
    return await OpenSearchIndex(press.link).find(Wish(question=parse(query), space=space), limit=50)


async def test_broken_off_at_any_request_it_leaves_what_there_was_and_is_held_again(
    gate: Gate, press: OpenSearchPress, server: OpenSearchServer
) -> None:
    taught(press)
    for at in range(30):
        before = vectors(server)
        left = at

        def fail(method: str, path: str) -> Answer | None:
            nonlocal left
            left -= 1
            return (503, b"{}") if left == -1 else None

        gate.act = fail
        whole = True
        try:
            taught(press)
        except IndexAway:
            whole = False
        gate.act = lambda method, path: None
        hits = await found(press)
        assert len(hits) > 3
        assert {hit.space for hit in hits} != {0}, at
        if whole and left >= 0:
            break
        if not whole:
            assert before & vectors(server) == before, at
    assert at > 4
    press.lesson(len(TOLD)).close()
    assert len(vectors(server)) == 1
    assert not list((press._folder).iterdir())


@pytest.mark.parametrize("harm", ["damaged", "of another form", "gone", "not one"])
async def test_what_cannot_be_read_is_learned_anew_and_words_decide_meanwhile(
    press: OpenSearchPress, server: OpenSearchServer, harm: str
) -> None:
    by_words = await found(press)
    taught(press)
    (index,) = vectors(server)
    assert not press.is_lesson_due(len(TOLD))
    if harm == "damaged":
        server.call("PUT", f"/{index}/_doc/{SEAL}", {"space": b64encode(b"x" * 100).decode(), "placed": 1})
    elif harm == "of another form":
        server.call("PUT", f"/{index}/_doc/{SEAL}", {"placed": 1})
    elif harm == "gone":
        server.call("DELETE", f"/{index}")
    else:
        other = f"{index.rpartition('-')[0]}-7"
        server.call("PUT", f"/{other}", {"aliases": {f"{press.link.name}-space": {}}})
    fresh = OpenSearchPress(press.link, press._folder, least_stories=LEAST)
    assert await found(press) == by_words
    assert fresh.is_lesson_due(len(TOLD))
    taught(fresh)
    assert {hit.space for hit in await found(press)} != {0}
    assert len(vectors(server)) == 1
    assert not fresh.is_lesson_due(len(TOLD))


async def test_a_vector_that_is_damaged_costs_the_order_by_meaning_alone(
    press: OpenSearchPress, server: OpenSearchServer
) -> None:
    by_words = await found(press)
    taught(press)
    (index,) = vectors(server)
    row = b64encode(b"short").decode()
    for hit in by_words[:1]:
        server.call("PUT", f"/{index}/_doc/s{from_text(hit.story_id)}", {"row": row, "late": True})
    assert await found(press) == by_words


async def test_what_was_written_anew_counts_and_then_it_is_learned_anew(press: OpenSearchPress) -> None:
    count = len(TOLD)
    taught(press)
    most = count // 2 + LEAST
    assert not press.is_lesson_due(int(1.5 * count))
    assert press.is_lesson_due(int(1.5 * count) + 1)
    assert not press.is_lesson_due(LEAST - 1)
    pen = press.present()
    pen.read_after(1)
    for number in range(most):
        pen.put_story(entry(1000 + number, "On bread", "Flour and yeast."))
    pen.commit()
    assert not press.is_lesson_due(count)
    pen = press.present()
    pen.read_after(2)
    pen.put_story(entry(5000, "On bread", "Flour and yeast."))
    pen.commit()
    assert press.is_lesson_due(count)
    taught(press)
    assert not press.is_lesson_due(count)


async def test_an_index_that_is_made_anew_has_no_space_and_the_old_one_goes(
    press: OpenSearchPress, server: OpenSearchServer
) -> None:
    taught(press)
    assert len(vectors(server)) == 1
    mark, pen = press.new()
    assert len(vectors(server)) == 1  # it is asked until the other takes its place
    pen.put_story(TOLD[0])
    pen.commit()
    press.swap(mark)
    assert vectors(server) == set()
    assert {hit.space for hit in await found(press, "heron")} <= {0}
    assert press.is_lesson_due(len(TOLD))


async def test_where_nothing_can_be_learned_that_is_known_and_words_decide(
    press: OpenSearchPress, server: OpenSearchServer
) -> None:
    taught(press, [entry(n, "the same", "in all of them") for n in range(1, 80)])
    assert not press.is_lesson_due(79)
    assert {hit.space for hit in await found(press)} == {0}
    pen = press.present()
    pen.read_after(1)
    pen.put_story(entry(9000, "Quetzal", "three words more"))
    pen.commit()
    assert [hit.space for hit in await found(press, "quetzal three words more")] == [0]


async def test_the_space_of_before_is_not_the_one_that_is_asked_for(press: OpenSearchPress) -> None:
    taught(press)
    (first,) = {hit.space for hit in await found(press)}
    taught(press)
    (second,) = {hit.space for hit in await found(press)}
    assert first != second
    assert {hit.space for hit in await found(press, space=second)} == {second}
    assert {hit.space for hit in await found(press, space=first)} == {0}
    for query in BY_WORDS:
        assert {hit.space for hit in await found(press, query)} <= {0}, query
