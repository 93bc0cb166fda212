"""Personalised random walks: Pixie's idea (Eksombatchai and others, 2018), many walkers at a time.

From each pin (a story that one liked) walkers go to one of its readers, from there to one of that reader's
stories, and so on; now and then they go back to their pin. Stories where they come often are near. What is
reached from several pins is worth more than the sum: the square of the sum of the roots of the visits. The
walkers of one pin leave it by neighbours spread evenly over its row, not drawn, which takes the largest part
of the chance out of a short walk. All numbers are whole and come from the seed, so it replays bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from octavo.graph.walks.adjacency import Adjacency, Rows

Whole = NDArray[np.int64]

HALF = 32
SCALE = 1000  # scores are thousandths of a visit, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one walk goes. A step is two edges: to a reader and on to a story."""

    steps: int = 10_000
    hops: int = 2  # rounds; steps // hops walkers go side by side, and none gets further from its pin
    again: float = 0.5  # how likely a walker begins a round at its pin
    enough_stories: int = 0  # stop when so many stories…
    enough_visits: int = 0  # …were reached so often; 0 walks to the end
    most_pins: int = 64
    readers: int = 3  # a story is named only if so many others stand behind it

    def __post_init__(self) -> None:
        """Refuse what cannot be walked."""
        if not (1 <= self.hops <= self.steps <= 10_000_000 and 0 <= self.again <= 1 and self.most_pins >= 1):
            raise ValueError(f"no such walk: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One answer: the id, and its score in thousandths of a visit."""

    id: int
    score: int


def walk(
    graph: Adjacency,
    pins: Sequence[int],
    *,
    seed: int,
    plan: Plan,
    limit: int,
    without: Collection[int] = (),
) -> list[Near]:
    """The right-side ids nearest to some of their own side, best first; never a pin nor one of `without`.

    A pin without edges is left out; without any, the answer is empty. Ties go to the smaller id.
    """
    nodes = _pins(graph, pins, plan.most_pins)
    if not nodes or limit < 1:
        return []
    places, scores = _boosted(_visits(graph, nodes, seed, plan), len(nodes))
    scores[graph.back.lengths[places] < plan.readers] = 0
    for hidden in (graph.right(each) for each in {*pins, *without}):
        if hidden is not None:
            at = int(np.searchsorted(places, hidden))
            if at < len(places) and places[at] == hidden:
                scores[at] = 0
    bar = int(np.partition(scores, -limit)[-limit]) if len(scores) > limit else 0
    best = np.flatnonzero(scores >= max(bar, 1))
    found = zip(places[best].tolist(), scores[best].tolist(), strict=True)
    near = [Near(id=graph.right_ids[place], score=score) for place, score in found]
    return sorted(near, key=lambda each: (-each.score, each.id))[:limit]


def _pins(graph: Adjacency, pins: Sequence[int], most: int) -> list[int]:
    nodes = (graph.right(each) for each in dict.fromkeys(pins))
    return [each for each in nodes if each is not None and graph.back.lengths[each]][:most]


def _visits(graph: Adjacency, nodes: list[int], seed: int, plan: Plan) -> Whole:
    """The visits, each one number: the story's times the number of pins, and its pin's."""
    owners, begun = _shares(graph, nodes, max(1, plan.steps // plan.hops))
    homes = np.array(nodes, dtype=np.int64)[owners]
    chance = np.random.SFC64(seed)
    tags, several = owners, len(nodes)
    bar = int(plan.again * 2**32)
    current, seen = homes, []
    for hop in range(plan.hops):
        readers = _step(graph.back, current, _drawn(chance, len(homes)) if hop else begun)
        current = _step(graph.out, readers, _drawn(chance, len(homes)))
        seen.append(current * several + tags)
        if plan.enough_stories and _enough(seen, several, plan):
            break
        current = np.where(_drawn(chance, len(homes)) < bar, homes, current)
    return np.concatenate(seen)


def _step(rows: Rows, nodes: Whole, drawn: Whole) -> Whole:
    """From each node to the neighbour that a number below 2**32 names: its share of the row."""
    places = drawn * rows.lengths.take(nodes) >> HALF
    places += rows.starts.take(nodes)
    return rows.targets.take(places).astype(np.int64)


def _drawn(chance: np.random.SFC64, many: int) -> Whole:
    """So many even numbers below 2**32: each draw of the generator gives two."""
    return chance.random_raw((many + 1) // 2).view(np.uint32)[:many].astype(np.int64)


def _shares(graph: Adjacency, nodes: list[int], walkers: int) -> tuple[NDArray[np.int64], Whole]:
    """Which pin each walker has, and where in the pin's row it begins.

    A pin's part grows with its readers, more slowly than they do, as in Pixie: d * (C - log d).
    """
    degrees = [int(graph.back.lengths[each]) for each in nodes]
    top = 1 + math.log(max(degrees))
    wanted = [each * (top - math.log(each)) for each in degrees]
    whole = sum(wanted)
    numbers = [max(1, int(walkers * each / whole)) for each in wanted]
    owners = np.repeat(np.arange(len(nodes)), numbers)
    begun = np.concatenate([(np.arange(n) << HALF) // n for n in numbers])
    return owners, begun


def _enough(seen: list[Whole], several: int, plan: Plan) -> bool:
    _, counts = np.unique(np.concatenate(seen) // several, return_counts=True)
    return int((counts >= plan.enough_visits).sum()) >= plan.enough_stories


def _boosted(visits: Whole, pins: int) -> tuple[Whole, NDArray[np.int64]]:
    """Stories in order, and scores: the square of the sum of the roots of the visits from each pin."""
    small = int(visits.max()) < 2**32  # numbers of half the width are sorted twice as fast
    keys, counts = np.unique(visits.astype(np.uint32) if small else visits, return_counts=True)
    stories = keys.astype(np.int64) // pins
    begins = np.flatnonzero(np.concatenate(([True], stories[1:] != stories[:-1])))
    roots = np.add.reduceat(np.sqrt(counts), begins)
    return stories[begins], np.rint(roots * roots * SCALE).astype(np.int64)
