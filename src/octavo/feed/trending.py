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
_STRETCH: Final = 500
_FINE: Final = 1 << 40


def liked(
    deeds: Sequence[Deed],
    writers: Callable[[int], Sequence[int]],
    now: int,
    *,
    keep: int = _KEPT,
    rest: Callable[[], None] = lambda: None,
) -> Mapping[int, int]:
    """Stories by how strongly they are liked: 1000 for the strongest, at least 1.

    deeds: of at most one per reader and story. writers: who wrote a story; empty where it is not listed.
    rest: called again and again, so that others come to the processor between.
    """
    chosen: dict[int, set[int]] = {}
    counted: list[Deed] = []
    for at, deed in enumerate(deeds):
        if at % _STRETCH == 0:
            rest()
        authors = writers(deed.story)
        if authors and deed.reader not in authors:
            chosen.setdefault(deed.reader, set()).update(authors)
            counted.append(deed)
    alike: dict[frozenset[int], int] = {}
    for at, everybody in enumerate(chosen.values()):
        if at % _STRETCH == 0:
            rest()
        key = frozenset(everybody)
        alike[key] = alike.get(key, 0) + 1
    share: dict[int, float] = {}
    totals: dict[int, int] = {}
    for at, deed in enumerate(counted):
        if at % _STRETCH == 0:
            rest()
        reader = deed.reader
        if reader not in share:
            share[reader] = _share(frozenset(chosen[reader]), alike)
        weight = share[reader] * log2(1 + deed.strength) * exp2(-max(0, now - deed.at) / _HALF_LIFE)
        # Whole numbers: their sum does not depend on the order.
        totals[deed.story] = totals.get(deed.story, 0) + int(weight * _FINE)
    best = sorted(totals, key=lambda story: (-totals[story], -story))[:keep]
    most = max(1, totals[best[0]]) if best else 1
    return {story: max(1, 1000 * totals[story] // most) for story in best}


def _share(authors: frozenset[int], alike: Mapping[frozenset[int], int]) -> float:
    """What one of those who chose the same authors counts: all together log2(1 + how many) times how widely
    they read."""
    together = alike[authors]
    return log2(1 + together) / together * log2(1 + len(authors))
