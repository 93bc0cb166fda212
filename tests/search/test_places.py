"""Where a list of hits goes on, whatever becomes of the order meanwhile."""

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import to_text
from octavo.search.places import read_place, write_place
from octavo.search.ports import Found
from octavo.stories.api import StoryId

RANKS = st.floats(allow_nan=False)
NUMBERS = st.integers(1, (1 << 63) - 1)
SPACES = st.integers(0, (1 << 32) - 1)
LISTS = st.dictionaries(NUMBERS, st.sampled_from([0.5, 1.0, 2.5, 1e7 + 0.25]), max_size=30)


def hits(ranks: dict[int, float], space: int = 0) -> list[Found]:
    """Best first, of equals the newer id, as an index gives them."""
    ordered = sorted(ranks.items(), key=lambda item: (-item[1], -item[0]))
    return [Found(StoryId(to_text(number)), to_text(number), rank, space) for number, rank in ordered]


@given(RANKS, NUMBERS, st.integers(0, 10**6), SPACES)
def test_a_place_is_read_as_it_was_written(rank: float, number: int, passed: int, space: int) -> None:
    text = write_place(Found(StoryId(to_text(number)), "", rank, space), passed)
    place = read_place(text)
    assert place is not None
    assert (place.rank, place.story, place.passed, place.space) == (rank, number, min(passed, 65535), space)
    assert len(text) == 32
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(RANKS, NUMBERS, st.integers(0, 65535))
def test_one_of_before_there_were_spaces_goes_on_by_words(rank: float, number: int, passed: int) -> None:
    place = read_place(base64.urlsafe_b64encode(struct.pack(">dqH", rank, number, passed)).decode())
    assert place is not None
    assert (place.rank, place.story, place.passed, place.space) == (rank, number, passed, 0)


@given(st.text(min_size=1, max_size=20))
def test_what_was_never_a_place_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_place(text)
    assert refused.value.field == "after"


@pytest.mark.parametrize("raw", [b"x" * 17, b"x" * 23, b"x" * 25, struct.pack(">dqHxxI", 1.0, -1, 0, 7)])
def test_other_lengths_and_ids_that_are_none_are_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        read_place(base64.urlsafe_b64encode(raw).decode())


@given(LISTS, st.integers(1, 7), SPACES)
def test_pages_of_one_order_have_each_hit_once_and_in_order(
    ranks: dict[int, float], limit: int, space: int
) -> None:
    whole, shown, after = hits(ranks, space), list[Found](), ""
    while True:
        place = read_place(after)
        rest = whole if place is None else place.rest(whole)
        shown += rest[:limit]
        if len(rest) <= limit:
            break
        after = write_place(shown[-1], len(shown))
    assert shown == whole


@given(st.data(), st.integers(1, 7), st.integers(1, 5))
def test_where_the_order_became_another_as_many_are_passed_over_as_were_shown(
    data: st.DataObject, limit: int, space: int
) -> None:
    numbers = data.draw(st.lists(NUMBERS, min_size=1, max_size=30, unique=True))
    first, second = (
        hits(dict(zip(numbers, data.draw(st.permutations(range(len(numbers)))), strict=True)), which)
        for which in (space, 0)
    )
    shown = first[:limit]
    place = read_place(write_place(shown[-1], len(shown)))
    assert place is not None
    assert place.rest(first) == first[limit:]
    assert place.rest(second) == second[limit:]
    assert place.rest([]) == []


@given(NUMBERS, RANKS, RANKS, SPACES)
def test_the_last_one_shown_does_not_come_again_however_its_rank_changed(
    number: int, rank: float, later: float, space: int
) -> None:
    place = read_place(write_place(hits({number: rank}, space)[0], 1))
    assert place is not None
    assert place.rest(hits({number: later}, space)) == []
