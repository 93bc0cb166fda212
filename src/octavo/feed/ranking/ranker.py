"""The blend: from features to one score, learned where there is enough to learn from.

A line plus a small layer of curves (tanh), fitted so that what a reader took up stands above what they did
not, of a handful drawn evenly (softmax over each handful). Where fewer than `LEAST` such choices are known,
there is no fit: features are then blended by their ranks with fixed weights, which needs no data at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Features = NDArray[np.float32]  # …, candidates, features
Weights = NDArray[np.float64]

LEAST: Final = 200  # choices to learn from
MOST: Final = 30_000  # choices that are learned from; of more, so many spread evenly
CURVES: Final = 16
HELD_BACK: Final = 3e-4  # how much large weights cost
ROUNDS: Final = 120
_FAR: Final = 8.0  # standard deviations; what is further counts as so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """A fitted blend. Scores are finite, and higher is better; they compare within one set of candidates."""

    middle: Features
    spread: Features
    line: Features
    mixing: Features  # features by curves
    offsets: Features
    heights: Features

    def scores(self, features: Features) -> Features:
        """One score for each candidate, whatever comes before it in the shape."""
        normal = _normal(features, self.middle, self.spread)
        return np.asarray(
            normal @ self.line + np.tanh(normal @ self.mixing + self.offsets) @ self.heights, dtype=np.float32
        )


def by_rank(features: Features, weights: NDArray[np.float32]) -> Features:
    """Scores from 0 to 1 without a fit: the weighted mean of the candidates' ranks by each feature.

    Features are ranked among the candidates at hand; of equal ones all have the middle rank, so a feature
    that is the same for all (a site of one reader) takes no part.
    """
    many, whole = features.shape[0], float(weights.sum())
    if many == 0 or whole <= 0:
        return np.zeros(many, dtype=np.float32)
    blended = np.zeros(many, dtype=np.float64)
    for at in np.flatnonzero(weights).tolist():
        blended += float(weights[at]) * ranks(features[:, at])
    return (blended / whole).astype(np.float32)


def ranks(values: NDArray[np.float32]) -> Weights:
    """Each value's rank among them, from 0 for the lowest to 1; equal ones have the middle of theirs."""
    ordered = np.sort(values)
    middle = np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right") - 1
    return np.asarray(middle / 2 / max(1, len(values) - 1), dtype=np.float64)


def fit(taken: Features, left: Features, *, seed: int = 0) -> Ranker | None:
    """A blend from choices, or None where there are too few.

    taken: choices by features, of what was taken up. left: choices by others by features, of what was not.
    """
    if len(taken) < LEAST:
        return None
    if len(taken) > MOST:
        chosen = np.linspace(0, len(taken) - 1, MOST).astype(np.intp)
        taken, left = taken[chosen], left[chosen]
    sets = np.concatenate([taken[:, None], left], axis=1)
    middle = sets.mean(axis=(0, 1), dtype=np.float64).astype(np.float32)
    spread = sets.std(axis=(0, 1), dtype=np.float64).astype(np.float32)
    normal = _normal(sets, middle, spread)
    found = _descended(normal, _begun(normal.shape[-1], seed))
    line, mixing, offsets, heights = _parts(found.astype(np.float32), normal.shape[-1])
    return Ranker(middle=middle, spread=spread, line=line, mixing=mixing, offsets=offsets, heights=heights)


def _normal(features: Features, middle: Features, spread: Features) -> Features:
    scaled = (features - middle) / np.where(spread > 1e-6, spread, 1.0)  # the same for all
    return np.asarray(np.nan_to_num(scaled).clip(-_FAR, _FAR), dtype=np.float32)


def _begun(width: int, seed: int) -> Weights:
    chance = np.random.default_rng(seed)
    mixing = chance.normal(0, 0.3 / np.sqrt(width), width * CURVES)
    return np.concatenate([np.zeros(width), mixing, np.zeros(CURVES), chance.normal(0, 0.1, CURVES)])


def _parts(flat: NDArray[np.float32], width: int) -> tuple[Features, Features, Features, Features]:
    line, mixing, offsets, heights = np.split(
        flat, [width, width * (1 + CURVES), width * (1 + CURVES) + CURVES]
    )
    return line, mixing.reshape(width, CURVES), offsets, heights


def _descended(sets: Features, begun: Weights) -> Weights:
    """The weights under which what was taken up is most likely (L-BFGS)."""
    many, others, width = sets.shape
    flat = sets.reshape(-1, width)

    def cost(weights: Weights) -> tuple[float, Weights]:
        line, mixing, offsets, heights = _parts(weights.astype(np.float32), width)
        curves = np.tanh(flat @ mixing + offsets)
        scores = (flat @ line + curves @ heights).reshape(many, others)
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        unlikely = -float(np.log(shares[:, 0] + 1e-12).mean())
        shares[:, 0] -= 1
        slope = (shares / many).reshape(-1)
        inner = slope[:, None] * heights * (1 - curves * curves)
        slopes = [flat.T @ slope, (flat.T @ inner).ravel(), inner.sum(axis=0), curves.T @ slope]
        size = float(weights @ weights)
        return unlikely + HELD_BACK * size, np.concatenate(slopes).astype(
            np.float64
        ) + 2 * HELD_BACK * weights

    found = minimize(cost, begun, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return np.asarray(found.x, dtype=np.float64)
