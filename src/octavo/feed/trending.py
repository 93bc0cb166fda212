"""What many like just now, so that neither one's own claps nor invented readers make it.

What a reader does counts by halves of its age. Readers whose doings are all about the same authors count
together, as the logarithm of how many they are: a thousand accounts that were made to praise one author weigh
as one reader of ten authors does, while readers who chose for themselves rarely chose alike. Nothing is
compared with a fixed number, so a site of ten readers has its trends as one of a million has.
"""

from collections.abc import Callable, Mapping, Sequence
from math import exp2, log2
from typing import Final

from octavo.feed.ports import Deed

_HALF_LIFE: Final = 2 * 86_400 * 1_000_000
_KEPT: Final = 2_000


def liked(
    deeds: Sequence[Deed], writers: Callable[[int], Sequence[int]], now: int, *, keep: int = _KEPT
) -> Mapping[int, int]:
    """Stories by how strongly they are liked: 1000 for the strongest, at least 1.

    deeds: of at most one per reader and story. writers: who wrote a story; empty where it is not listed.
    """
    chosen: dict[int, set[int]] = {}
    counted: list[tuple[Deed, Sequence[int]]] = []
    for deed in deeds:
        authors = writers(deed.story)
        if authors and deed.reader not in authors:
            chosen.setdefault(deed.reader, set()).update(authors)
            counted.append((deed, authors))
    alike: dict[frozenset[int], int] = {}
    for everybody in chosen.values():
        key = frozenset(everybody)
        alike[key] = alike.get(key, 0) + 1
    share = {reader: _share(frozenset(authors), alike) for reader, authors in chosen.items()}
    totals: dict[int, float] = {}
    for deed, _ in sorted(counted):
        weight = share[deed.reader] * log2(1 + deed.strength) * exp2(-max(0, now - deed.at) / _HALF_LIFE)
        totals[deed.story] = totals.get(deed.story, 0.0) + weight
    best = sorted(totals, key=lambda story: (-totals[story], -story))[:keep]
    most = totals[best[0]] if best else 1.0
    return {story: max(1, int(1000 * totals[story] / most)) for story in best}


def _share(authors: frozenset[int], alike: Mapping[frozenset[int], int]) -> float:
    """What one of those who chose the same authors counts: all together log2(1 + how many) times how widely
    they read."""
    together = alike[authors]
    return log2(1 + together) / together * log2(1 + len(authors))
