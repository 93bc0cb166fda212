import os
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis.faults import Invalid, Unavailable
from octavo.chassis.ids import EPOCH, IdMaker, WrongProcess, from_text, made_at, to_text

NUMBERS = st.integers(0, 2**63 - 1)


@given(NUMBERS)
def test_a_text_leads_back_to_its_number(number: int) -> None:
    assert len(to_text(number)) == 11
    assert from_text(to_text(number)) == number


@given(NUMBERS, NUMBERS)
def test_texts_sort_as_numbers_do(one: int, other: int) -> None:
    assert (one < other) == (to_text(one) < to_text(other))


@given(st.text(max_size=14))
def test_only_what_to_text_writes_is_an_id(text: str) -> None:
    try:
        number = from_text(text, "story_id")
    except Invalid:
        return
    assert to_text(number) == text


@pytest.mark.parametrize(
    "text", ["", "1", "z" * 11, "0" * 11, "1" * 10, "1" * 12, "1111111111é", "1111111111\n"]
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        from_text(text, "story_id")
    assert caught.value.field == "story_id"


@pytest.mark.parametrize("number", [-1, 2**63])
def test_what_does_not_fit_is_no_id(number: int) -> None:
    with pytest.raises(ValueError, match="not an id"):
        to_text(number)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=300), st.integers(0, 1023))
def test_ids_grow_whatever_the_clock_does(steps: list[int], shard: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    maker = IdMaker(shard, clock=lambda: now)
    made = []
    for step in steps:
        now += timedelta(milliseconds=step)
        made.append(maker.number())
    assert made == sorted(set(made))
    assert {number >> 12 & 1023 for number in made} == {shard}


def test_more_ids_than_a_millisecond_has_run_into_the_next() -> None:
    maker = IdMaker(7, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    made = [maker.number() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert {number >> 12 & 1023 for number in made} == {7}


def test_an_id_tells_when_it_was_made() -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, 89_000, tzinfo=UTC)
    assert made_at(IdMaker(3, clock=lambda: moment).number()) == moment
    assert made_at(IdMaker(3, clock=lambda: EPOCH - timedelta(days=900)).number()) == EPOCH


def test_shards_keep_makers_apart_at_the_same_moment() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    makers = [IdMaker(shard, clock=lambda: moment) for shard in range(8)]
    made = [maker.number() for maker in makers for _ in range(500)]
    assert len(set(made)) == len(made)


def test_threads_share_a_maker() -> None:
    maker = IdMaker(1)
    made: list[int] = []
    threads = [
        threading.Thread(target=lambda: made.extend(maker.number() for _ in range(2000))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000


def test_a_forked_child_makes_no_ids_of_its_parent() -> None:
    maker = IdMaker(1)
    maker.number()
    child = os.fork()
    if child == 0:
        try:
            maker.number()
        except WrongProcess:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    maker.number()


def test_a_maker_without_a_shard_makes_nothing_and_goes_on_under_another_in_order() -> None:
    shard: int | None = 9
    maker = IdMaker(lambda: shard, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    first = maker.number()
    shard = None
    with pytest.raises(Unavailable):
        maker.number()
    shard = 2
    second = maker.number()
    assert first < second
    assert [number >> 12 & 1023 for number in (first, second)] == [9, 2]


@pytest.mark.parametrize("shard", [-1, 1024])
def test_a_shard_has_ten_bits(shard: int) -> None:
    with pytest.raises(ValueError, match="0 to 1023"):
        IdMaker(shard)
