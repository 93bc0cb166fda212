"""When stories are read, beside when a reader is there: what is near in time, however old the site.

Moments are those at which the reader is asked for: the present one for a page, all their own where the past
is filled in. Time is cut into bins of two hours from the first act on; what lies before counts as then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse
from scipy.signal import lfilter

from octavo.feed.ranking.acts import Ids, Numbers, Places, Table

BIN: Final = 2 * 3600
A_DAY: Final = 86_400 // BIN
FADES: Final = (A_DAY, 3 * A_DAY, 10 * A_DAY, 40 * A_DAY)
"""In how many bins a reading's nearness falls to 1/e."""
WINDOWS: Final = (A_DAY, 3 * A_DAY, 10 * A_DAY)
_MOST_BINS: Final = 400 * A_DAY
"""Of a longer past, the latest."""
_NEVER: Final = 10_000.0
_SMOOTH: Final = 0.3
"""Readers, added to those of a story before they divide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How often each story was read when."""

    origin: int
    """Seconds: where the first bin begins."""
    bins: int
    read: sparse.csr_array
    """Stories by bins."""

    @classmethod
    def of(cls, table: Table) -> Calendar:
        """From acts, of which there must be one."""
        last = int(table.times.max())
        origin = max(int(table.times.min()), last - _MOST_BINS * BIN)
        bins = (last - origin) // BIN + 1
        at = ((table.times - origin) // BIN).clip(0)
        ones = np.ones(len(at), dtype=np.float32)
        read = sparse.csr_array((ones, (table.columns, at)), shape=(len(table.story_ids), bins))
        return cls(origin=origin, bins=bins, read=read)

    def place(self, times: Ids) -> Ids:
        """The bins of some moments, each once, in order; after the last act there are bins, too."""
        return np.unique(((times - self.origin) // BIN).clip(0, self.bins + _MOST_BINS))

    def near(self, moments: Ids, columns: Places, readers: Numbers) -> Numbers:
        """For each column and each of `FADES`: readings near the moments, by the story's readers."""
        curves = np.stack([self._curve(moments, fade) for fade in FADES], axis=1)
        return np.asarray((self.read[columns] @ curves) / (readers[columns] + _SMOOTH)[:, None])

    def _curve(self, moments: Ids, fade: int) -> Numbers:
        """How near each bin is to the moments, summed: both ways from each, less by 1/e in `fade` bins."""
        inside = np.minimum(moments, self.bins - 1)
        weights = np.exp(-(moments - inside) / fade)
        at = np.bincount(inside, weights, minlength=self.bins)
        keep = [1.0, -float(np.exp(-1 / fade))]
        ahead = lfilter([1.0], keep, at)
        behind = lfilter([1.0], keep, at[::-1])[::-1]
        return np.asarray(ahead + behind - at, dtype=np.float64)


def around(moments: Ids, firsts: Places) -> Numbers:
    """For each story by the bin of its beginning: the logarithm of how many moments lie in each of `WINDOWS`
    after it, that of the share after it, and (negative) that of how long after it the next one is."""
    found = np.zeros((len(firsts), len(WINDOWS) + 2))
    if len(moments) == 0:
        found[:, -1] = -np.log1p(_NEVER)
        return found
    before = np.searchsorted(moments, firsts - 1)
    for place, window in enumerate(WINDOWS):
        found[:, place] = np.log1p(np.searchsorted(moments, firsts + window) - before)
    found[:, -2] = np.log(1 - np.searchsorted(moments, firsts) / len(moments) + 0.01)
    follows = before < len(moments)
    next_ = moments[before.clip(max=len(moments) - 1)]
    found[:, -1] = -np.log1p(np.where(follows, next_ - (firsts - 1), _NEVER))
    return found
