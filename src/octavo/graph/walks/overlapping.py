"""What two have in common, counted: "people who clapped for this also…", whom followers share."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np

from octavo.graph.walks.adjacency import Adjacency
from octavo.graph.walks.walking import SCALE, Near

MOST_LEFTS = 2_000  # of one that very many joined so many are looked at, spread evenly over its row
MOST_ROWS = 200_000


def alike(
    graph: Adjacency, right: int, *, limit: int, least: int = 3, without: Collection[int] = ()
) -> list[Near]:
    """Those on the right side that the same people joined, by cosine: shared / sqrt(own * other's).

    Nothing is said that fewer than `least` people stand behind, so nobody's act shows through it.
    """
    node = graph.right(right)
    if node is None or limit < 1:
        return []
    row = graph.back.row(node)
    people = row[:: max(1, math.ceil(len(row) / MOST_LEFTS))]
    rows, places = [], 0
    for person in people.tolist():
        rows.append(graph.out.row(person))
        places += len(rows[-1])
        if places >= MOST_ROWS:
            break
    if not rows:
        return []
    found, shared = np.unique(np.concatenate(rows), return_counts=True)
    hidden = {each for each in (graph.right(id_) for id_ in {right, *without}) if each is not None}
    keep = (shared >= least) & ~np.isin(found, np.fromiter(hidden, dtype=np.uint32, count=len(hidden)))
    found, shared = found[keep], shared[keep]
    scores = np.rint(shared / np.sqrt(graph.back.lengths[found] * float(len(rows))) * SCALE).astype(np.int64)
    near = [
        Near(id=graph.right_ids[at], score=s) for at, s in zip(found.tolist(), scores.tolist(), strict=True)
    ]
    return sorted(near, key=lambda each: (-each.score, each.id))[:limit]
