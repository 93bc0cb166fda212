"""Walks: they stay where edges lead, say the same for the same seed, and an act is in them at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.graph.walks.adjacency import Adjacency, Full
from octavo.graph.walks.overlapping import alike
from octavo.graph.walks.walking import Plan, walk

SMALL = Plan(steps=500, readers=1)
PAIRS = st.sets(st.tuples(st.integers(1, 12), st.integers(100, 112)), max_size=60)
ACTS = st.lists(st.tuples(st.booleans(), st.integers(1, 12), st.integers(100, 112)), max_size=120)


def held(graph: Adjacency) -> set[tuple[int, int]]:
    lefts, rights = graph.pairs()
    return set(zip(lefts.tolist(), rights.tolist(), strict=True))


def held_backwards(graph: Adjacency) -> set[tuple[int, int]]:
    return {
        (graph.left_ids[near], right)
        for far, right in enumerate(graph.right_ids)
        for near in graph.back.row(far).tolist()
    }


@given(edges=PAIRS, acts=ACTS)
def test_acts_one_by_one_are_as_good_as_a_build(
    edges: set[tuple[int, int]], acts: list[tuple[bool, int, int]]
) -> None:
    graph = Adjacency(edges)
    truth = set(edges)
    for adds, left, right in acts:
        pair = (left, right)
        assert (graph.join(left, right) if adds else graph.part(left, right)) == (adds is (pair not in truth))
        truth = truth | {pair} if adds else truth - {pair}
    assert held(graph) == held_backwards(graph) == truth
    assert graph.edges == len(truth)
    packed = graph.packed()
    assert held(packed) == held_backwards(packed) == truth
    assert packed.wasted == 0
    assert set(packed.left_ids) == {left for left, _ in truth}


@given(edges=PAIRS, seed=st.integers(0, 2**32), pins=st.lists(st.integers(100, 112), max_size=4))
def test_a_walk_never_leaves_what_its_pins_are_joined_to(
    edges: set[tuple[int, int]], seed: int, pins: list[int]
) -> None:
    within = {right for _, right in edges} & set(pins)
    while True:
        readers = {left for left, right in edges if right in within}
        more = {right for left, right in edges if left in readers}
        if more == within:
            break
        within = more
    found = walk(Adjacency(edges), pins, seed=seed, plan=SMALL, limit=50)
    assert {each.id for each in found} <= within - set(pins)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@given(edges=PAIRS, seed=st.integers(0, 2**32))
def test_the_same_seed_says_the_same(edges: set[tuple[int, int]], seed: int) -> None:
    first = walk(Adjacency(edges), [100, 105], seed=seed, plan=SMALL, limit=9)
    assert first == walk(Adjacency(edges), [100, 105], seed=seed, plan=SMALL, limit=9)


def test_what_is_reached_from_two_pins_is_worth_more() -> None:
    from_one = [(reader, story) for reader in range(1, 9) for story in (1, 3)]
    from_both = [(reader, story) for reader in range(11, 15) for story in (1, 4)]
    from_both += [(reader, story) for reader in range(21, 25) for story in (2, 4)]
    found = walk(Adjacency(from_one + from_both), [1, 2], seed=7, plan=Plan(steps=5_000), limit=2)
    assert [each.id for each in found] == [4, 3]


def test_few_readers_are_no_statement() -> None:
    graph = Adjacency([(1, 10), (2, 10), (1, 11), (2, 11), (3, 10), (3, 12), (4, 12), (5, 12)])
    assert [each.id for each in walk(graph, [10], seed=1, plan=Plan(steps=500), limit=9)] == [12]
    assert alike(graph, 10, limit=9) == []
    assert [each.id for each in alike(graph, 10, limit=9, least=2)] == [11]


def test_those_who_are_left_out_are_left_out() -> None:
    graph = Adjacency([(reader, story) for reader in range(1, 6) for story in (10, 11, 12)])
    assert {each.id for each in walk(graph, [10], seed=1, plan=SMALL, limit=9, without=[11])} == {12}
    assert [each.id for each in alike(graph, 10, limit=9, without=[11])] == [12]


def test_an_act_appears_and_goes() -> None:
    graph = Adjacency([(reader, 10) for reader in range(1, 5)])
    assert walk(graph, [10], seed=1, plan=SMALL, limit=9) == []
    for reader in range(1, 5):
        assert graph.join(reader, 11)
        assert not graph.join(reader, 11)
    assert [each.id for each in walk(graph, [10], seed=1, plan=SMALL, limit=9)] == [11]
    assert [each.score for each in alike(graph, 10, limit=9)] == [1000]
    for reader in range(1, 5):
        assert graph.part(reader, 11)
    assert walk(graph, [10], seed=1, plan=SMALL, limit=9) == []
    assert graph.forget(1) == 1
    assert graph.forget(1) == 0
    assert graph.edges == 3


def test_a_full_graph_takes_no_more_and_loses_nothing() -> None:
    graph = Adjacency([(1, 10), (2, 10)], most=2)
    with pytest.raises(Full):
        graph.join(3, 10)
    assert held(graph) == {(1, 10), (2, 10)}
    assert graph.part(1, 10)
    assert graph.join(3, 10)
    with pytest.raises(Full):
        Adjacency([(1, 10), (2, 10), (3, 10)], most=2)


def test_a_walk_stops_when_it_has_found_enough() -> None:
    graph = Adjacency([(reader, story) for reader in range(1, 6) for story in (10, 11, 12)])
    whole = walk(graph, [10], seed=1, plan=Plan(steps=5_000, readers=1), limit=9)
    early = walk(
        graph, [10], seed=1, plan=Plan(steps=5_000, readers=1, enough_stories=2, enough_visits=50), limit=9
    )
    assert {each.id for each in early} == {each.id for each in whole} == {11, 12}
    assert sum(each.score for each in early) < sum(each.score for each in whole)


@pytest.mark.parametrize(
    "wrong", [{"steps": 0}, {"steps": 10**8}, {"again": 1.5}, {"hops": 0}, {"most_pins": 0}]
)
def test_what_cannot_be_walked_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no such walk"):
        Plan(**wrong)  # type: ignore[arg-type]  # a mistake on purpose
