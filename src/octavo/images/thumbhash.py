"""ThumbHash: a blurred preview of a picture in 20 to 30 bytes, with its shape and its transparency.

After Evan Wallace's published algorithm (https://evanw.github.io/thumbhash/): the picture in luminance, two
colour axes and opacity, each as the first terms of a cosine transform.
"""

import math
from collections.abc import Sequence
from typing import Final

LARGEST: Final = 100
"""The most pixels that a side may have."""

_Channel = tuple[float, list[float], float]


def thumbhash(width: int, height: int, rgba: bytes) -> bytes:
    """The hash of unpremultiplied RGBA pixels, row by row. ValueError for a wrong size."""
    if not (1 <= width <= LARGEST and 1 <= height <= LARGEST) or len(rgba) != width * height * 4:
        raise ValueError(f"{width} by {height} pixels in {len(rgba)} bytes")
    luminance, yellow_blue, red_green, opacity = _channels(rgba)
    has_alpha = sum(opacity) < width * height
    terms, longest = (5 if has_alpha else 7), max(width, height)
    across, down = (max(1, _round(terms * side / longest)) for side in (width, height))
    light = _encoded(luminance, width, height, max(3, across), max(3, down))
    yellow = _encoded(yellow_blue, width, height, 3, 3)
    red = _encoded(red_green, width, height, 3, 3)
    clear = _encoded(opacity, width, height, 5, 5) if has_alpha else (1.0, [], 1.0)
    landscape = width > height
    first = (
        _round(63 * light[0])
        | _round(31.5 + 31.5 * yellow[0]) << 6
        | _round(31.5 + 31.5 * red[0]) << 12
        | _round(31 * light[2]) << 18
        | has_alpha << 23
    )
    second = (
        (down if landscape else across)
        | _round(63 * yellow[2]) << 3
        | _round(63 * red[2]) << 9
        | landscape << 15
    )
    head = first.to_bytes(3, "little") + second.to_bytes(2, "little")
    if has_alpha:
        head += bytes([_round(15 * clear[0]) | _round(15 * clear[2]) << 4])
    return head + _nibbles([*light[1], *yellow[1], *red[1], *clear[1]])


def _round(number: float) -> int:
    """Halves go up, as in the published code."""
    return math.floor(number + 0.5)


def _nibbles(terms: Sequence[float]) -> bytes:
    values = [_round(15 * term) for term in terms]
    if len(values) % 2:
        values.append(0)
    return bytes(low | high << 4 for low, high in zip(values[::2], values[1::2], strict=True))


def _channels(rgba: bytes) -> tuple[list[float], list[float], list[float], list[float]]:
    """Luminance, yellow against blue, red against green, opacity; the clear parts in the average colour."""
    opacity = [alpha / 255 for alpha in rgba[3::4]]
    weight = sum(opacity)
    mixed: list[list[float]] = []
    for channel in (rgba[0::4], rgba[1::4], rgba[2::4]):
        average = sum(value / 255 * alpha for value, alpha in zip(channel, opacity, strict=True))
        average = average / weight if weight else average
        mixed.append(
            [
                average * (1 - alpha) + value / 255 * alpha
                for value, alpha in zip(channel, opacity, strict=True)
            ]
        )
    pixels = list(zip(*mixed, strict=True))
    return (
        [(red + green + blue) / 3 for red, green, blue in pixels],
        [(red + green) / 2 - blue for red, green, blue in pixels],
        [red - green for red, green, _ in pixels],
        opacity,
    )


def _encoded(channel: list[float], width: int, height: int, across: int, down: int) -> _Channel:
    """The mean, the other terms scaled to 0 … 1, and the scale."""
    waves = [[math.cos(math.pi / width * cx * (x + 0.5)) for x in range(width)] for cx in range(across)]
    rows = [
        [sum(map(float.__mul__, channel[y * width : (y + 1) * width], wave)) for wave in waves]
        for y in range(height)
    ]
    falls = [[math.cos(math.pi / height * cy * (y + 0.5)) for y in range(height)] for cy in range(down)]
    terms = [
        sum(row[cx] * step for row, step in zip(rows, falls[cy], strict=True)) / (width * height)
        for cy in range(down)
        for cx in range(across)
        if cx * down < across * (down - cy)
    ]
    mean, rest = terms[0], terms[1:]
    scale = max(map(abs, rest), default=0.0)
    return mean, [0.5 + 0.5 / scale * term for term in rest] if scale else rest, scale
