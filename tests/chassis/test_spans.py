"""What is recorded of a request, and what other processes are told of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis import spans
from octavo.chassis.spans import MOST, Kind, Parent, Part, carried, read

TRACE = "0af7651916cd43dd8448eb211c80319c"
SAID = f"00-{TRACE}-b7ad6b7169203331-01"


def test_a_traceparent_is_read() -> None:
    assert read(SAID) == Parent(TRACE, 0xB7AD6B7169203331, sampled=True)
    assert read(SAID[:-1] + "0") == Parent(TRACE, 0xB7AD6B7169203331, sampled=False)
    assert read(SAID[:-2] + "03") == Parent(TRACE, 0xB7AD6B7169203331, sampled=True)


def test_a_later_version_is_read_as_far_as_it_is_known() -> None:
    assert read(f"cc{SAID[2:]}-what-will-be") == Parent(TRACE, 0xB7AD6B7169203331, sampled=True)


@pytest.mark.parametrize(
    "said",
    [
        "",
        TRACE,
        SAID.upper(),
        f"ff{SAID[2:]}",
        f"{SAID}-more",
        f"{SAID}\n",
        f" {SAID}",
        SAID.replace(TRACE, "0" * 32),
        SAID.replace("b7ad6b7169203331", "0" * 16),
        SAID[:-1],
        f"cc{SAID[2:]}-" + "x" * 1000,
    ],
)
def test_what_is_no_traceparent_says_nothing(said: str) -> None:
    assert read(said) is None


@given(st.text(max_size=80))
def test_nothing_breaks_the_reader(said: str) -> None:
    found = read(said)
    assert found is None or len(found.trace) == 32


def test_what_is_told_is_read_again() -> None:
    part = Part(Parent(TRACE, 1, sampled=True), recording=True, sampled=True)
    assert read(carried(part, part.root)) == Parent(TRACE, part.root, sampled=True)
    part.sampled = False
    assert read(carried(part, part.root)) == Parent(TRACE, part.root, sampled=False)


def test_others_are_told_to_keep_what_has_failed_or_is_late_already() -> None:
    failed, late = Part(recording=True), Part(recording=True, slow_after=-1.0)
    failed.failed = True
    assert carried(failed, 1).endswith("-01")
    assert carried(late, 1).endswith("-01")
    assert carried(Part(slow_after=-1.0), 1).endswith("-00")  # nothing is recorded here


def test_a_part_holds_so_many_spans_and_counts_the_others() -> None:
    part = Part(recording=True)
    for number in range(MOST + 3):
        part.add(number, part.root, Kind.SQL, "stories", "SELECT 1", 0.0, 1.0)
    assert (part.size, part.lost) == (MOST, 3)


def test_ids_are_never_the_same_and_fit_eight_bytes() -> None:
    ids = [spans.next_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(0 < one < 2**63 for one in ids)


def test_nothing_is_recorded_outside_of_any_request() -> None:
    assert spans.here() is None
    assert spans.recording() is None
    part = Part()
    with spans.under((part, part.root)):
        assert spans.part_here() is part
        assert spans.recording() is None
    assert spans.here() is None
