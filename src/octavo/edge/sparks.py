"""Small pictures of how figures went, drawn here: an SVG path that needs no script."""

from collections.abc import Sequence
from typing import Final

__all__ = ["HEIGHT", "WIDTH", "bars"]

WIDTH: Final = 120
HEIGHT: Final = 24


def bars(values: Sequence[float], most: float = 0.0) -> str:
    """The path of bars side by side, as wide as all pictures are, in a box of `WIDTH` by `HEIGHT`.

    most: what fills the height; where it is 0, the greatest of the values. What is not nothing is seen: a bar
    is at least one high.
    """
    top = max([most, *values], default=0.0)
    if top <= 0:
        return ""
    step = WIDTH / len(values)
    parts = []
    for at, value in enumerate(values):
        if value > 0:
            high = max(1.0, min(1.0, value / top) * HEIGHT)
            parts.append(f"M{at * step:.4g} {HEIGHT}v-{high:.4g}h{step * 0.8:.4g}v{high:.4g}z")
    return "".join(parts)
