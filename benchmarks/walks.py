"""Personalised walks on a graph of 10 million edges: how many a second on one core, how steady, how large.

python -m benchmarks.walks

The graph is made, not found: readers have one to three interests of many, take nine stories in ten out of
them and the rest from everywhere, and within an interest stories are liked by a power law. As what a short
walk finds depends on how well a graph is parted, the overlap is told for other makings too.
"""

import resource
import threading
import time

import numpy as np

from benchmarks.results import Figure, busy_before, keep, median, spread
from octavo.graph.walks.adjacency import Adjacency
from octavo.graph.walks.walking import Plan, walk

EDGES = 10_000_000
READERS, STORIES, INTERESTS = 1_000_000, 200_000, 1_000
SHORT = Plan(steps=10_000)
LONG = Plan(steps=1_000_000)
PINS, ASKED, COMPARED, SHOWN = 5, 1_000, 40, 20


def made(*, inside: float, power: float, interests: int, seed: int = 4) -> Adjacency:
    """A graph: `inside` is the share of acts within one's interests, `power` how unequal the liking is."""
    chance = np.random.default_rng(seed)
    many = int(EDGES * 1.25)  # some are drawn twice; they are one edge
    readers = (READERS * chance.random(many) ** 1.5).astype(np.int64)
    tastes = chance.integers(interests, size=(READERS, 3))
    chosen = tastes[readers, (3 * chance.random(many) ** 2).astype(np.int64)]
    size = STORIES // interests
    ranks = (size * chance.random(many) ** power).astype(np.int64)
    anywhere = chance.random(many) > inside
    chosen[anywhere] = chance.integers(interests, size=int(anywhere.sum()))
    joined = np.unique(readers * STORIES + chosen * size + ranks)
    joined = chance.permutation(joined)[:EDGES]
    return Adjacency.of(joined // STORIES + 1, joined % STORIES + 1, most=EDGES)


def askers(graph: Adjacency, many: int) -> list[list[int]]:
    """The last stories of readers drawn evenly, who have enough of them."""
    chance = np.random.default_rng(20)
    able = np.flatnonzero(graph.out.lengths >= PINS)
    rows = (graph.out.row(each)[-PINS:] for each in chance.choice(able, many).tolist())
    return [[graph.right_ids[each] for each in row.tolist()] for row in rows]


def overlap(graph: Adjacency) -> float:
    """The mean share of a short walk's answers that a walk a hundred times as long gives too; other seeds."""
    shares = []
    for at, pins in enumerate(askers(graph, COMPARED)):
        short = {each.id for each in walk(graph, pins, seed=at, plan=SHORT, limit=SHOWN)}
        long = {each.id for each in walk(graph, pins, seed=10_000 + at, plan=LONG, limit=SHOWN)}
        shares.append(len(short & long) / SHOWN)
    return sum(shares) / len(shares)


def rate(graph: Adjacency) -> list[float]:
    """Walks a second of one thread, in five runs."""
    rates = []
    for _ in range(5):
        asked = askers(graph, ASKED)
        began = time.perf_counter()
        for at, pins in enumerate(asked):
            walk(graph, pins, seed=at, plan=SHORT, limit=SHOWN)
        rates.append(ASKED / (time.perf_counter() - began))
    return rates


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    graph = made(inside=0.9, power=2.0, interests=INTERESTS)
    rates, steady = rate(graph), overlap(graph)
    beginning = time.perf_counter()
    for each in range(20_000):
        graph.part(graph.left_ids[each], graph.right_ids[int(graph.out.row(each)[0])])
        graph.join(2_000_000 + each % 1000, graph.right_ids[each])
    act = (time.perf_counter() - beginning) / 40_000 * 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    lines: list[str | Figure] = [
        f"{EDGES:,} edges, {READERS:,} readers, {STORIES:,} stories, {INTERESTS:,} interests; {PINS} pins,"
        f" {SHORT.steps:,} steps of two edges, {SHOWN} answers; {threading.active_count()} thread",
        f"walks a second, run by run: {spread(rates)}",
        Figure("walks a second on one core", median(rates), 1_000, least=True),
        Figure("overlap@20 with a million steps", steady, 0.8, least=True),
        f"memory: {graph.held / 2**20:.0f} MiB for both directions' arrays; the process at most"
        f" {peak:,.0f} MiB, building (sorting all) included",
        f"one act into the graph or out of it: {act:.1f} µs",
        "",
        "overlap@20 on graphs made otherwise:",
    ]
    del graph
    for inside, power, interests in ((0.9, 2.0, 200), (0.9, 1.3, 1_000), (0.6, 2.0, 1_000)):
        other = overlap(made(inside=inside, power=power, interests=interests))
        lines.append(f"  {inside:.0%} within, power {power}, {interests:,} interests: {other:.2f}")
    return keep("walks", lines, began)


if __name__ == "__main__":
    raise SystemExit(not main())
