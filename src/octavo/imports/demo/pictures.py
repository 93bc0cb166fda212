"""The pictures of the demo's stories, drawn as SVG: the same ones every time, from a seed."""

import math
import random
from collections.abc import Callable

WIDTH, HEIGHT = 1600, 1000

Draw = Callable[[random.Random], str]


def svg(name: str) -> str:
    """The picture of that name as SVG, 1600 by 1000. Raises KeyError where there is none."""
    chance = random.Random(name)  # noqa: S311 (a picture, no secret)
    body = PICTURES[name](chance)
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'


def _rect(
    x: float, y: float, wide: float, high: float, fill: str, opacity: float = 1, round_: float = 0
) -> str:
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{wide:.0f}" height="{high:.0f}" rx="{round_}" fill="{fill}" '
        f'fill-opacity="{opacity:.2f}"/>'
    )


def _circle(x: float, y: float, far: float, fill: str, opacity: float = 1) -> str:
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{far:.1f}" fill="{fill}" fill-opacity="{opacity:.2f}"/>'


def _line(
    path: str, colour: str, width: float, opacity: float = 1, dashes: str = "none", fill: str = "none"
) -> str:
    return (
        f'<path d="{path}" fill="{fill}" stroke="{colour}" stroke-width="{width}" '
        f'stroke-opacity="{opacity:.2f}" stroke-dasharray="{dashes}" stroke-linecap="round" '
        'stroke-linejoin="round"/>'
    )


def _sky(top: str, bottom: str) -> str:
    return (
        f'<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{top}"/>'
        f'<stop offset="1" stop-color="{bottom}"/></linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>'
    )


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _wave(chance: random.Random, base: float, swing: float, rough: float = 1.0) -> list[tuple[float, float]]:
    """A line from edge to edge, the sum of a few sines."""
    parts = [(swing / n, n * rough * chance.uniform(0.7, 1.3), chance.uniform(0, 6.3)) for n in (1, 2, 3, 5)]
    return [
        (x, base + sum(high * math.sin(fast * x / WIDTH * math.tau + shift) for high, fast, shift in parts))
        for x in range(-20, WIDTH + 21, 10)
    ]


def _below(line: list[tuple[float, float]], fill: str) -> str:
    return f'<path d="{_path(line)} L{WIDTH + 20} {HEIGHT} L-20 {HEIGHT} Z" fill="{fill}"/>'


def _ridges(chance: random.Random) -> str:
    colours = ["#c9b7a4", "#a8a093", "#7f8a84", "#587069", "#37534e", "#1f3936"]
    parts = [_sky("#f3dcc0", "#e9c3a0"), _circle(1130, 300, 92, "#fff4df")]
    for number, colour in enumerate(colours):
        line = _wave(chance, 400 + number * 105, 70 - number * 5, 1 + number * 0.25)
        parts.append(_below(line, colour))
    return "".join(parts)


def _tides(chance: random.Random) -> str:
    colours = ["#cfe0dd", "#a9cbc9", "#7db0b3", "#4f8f98", "#2f6d7c", "#1c4d60", "#123548"]
    parts = [_sky("#f6efe2", "#dfe9e6")]
    for number, colour in enumerate(colours):
        base = 330 + number * 98
        parts.append(_below(_wave(chance, base, 34, 1.4), colour))
        ripples = [_wave(chance, base + 30 + step * 22, 14, 2.4) for step in range(3)]
        parts.extend(_line(_path(ripple), "#ffffff", 2, 0.22) for ripple in ripples)
    return "".join(parts)


def _contours(chance: random.Random) -> str:
    shades = ["#e4dcc2", "#d9d3b0", "#ccc99e", "#bcbd8b", "#a9ae78"]
    parts = [_rect(0, 0, WIDTH, HEIGHT, "#efe8d6")]
    for cx, cy, rings in ((560, 560, 20), (1180, 360, 13), (1420, 900, 9)):
        wobble = [(chance.uniform(0.05, 0.14) / n, n, chance.uniform(0, 6.3)) for n in (2, 3, 5)]
        for ring in range(rings, 0, -1):
            points = []
            for degree in range(0, 361, 3):
                angle = math.radians(degree)
                far = ring * 27 * (1 + sum(a * math.sin(n * angle + s + ring * 0.05) for a, n, s in wobble))
                points.append((cx + far * 1.25 * math.cos(angle), cy + far * math.sin(angle)))
            shade = shades[min(4, (rings - ring) * 5 // rings)]
            parts.append(_line(_path(points) + " Z", "#8a6f45", 3 if ring % 5 == 0 else 1.3, fill=shade))
    parts.append(_line(_path(_wave(chance, 820, 60, 1.2)), "#6f9fb3", 16))
    walk = [(260.0, 900.0), (420.0, 760.0), (500.0, 640.0), (610.0, 560.0), (800.0, 520.0), (960.0, 470.0)]
    parts.append(_line(_path([*walk, (1100.0, 380.0)]), "#b4432e", 7, dashes="4 20"))
    return "".join(parts)


def _loaf(chance: random.Random) -> str:
    parts = [
        _rect(0, 0, WIDTH, HEIGHT, "#e8dccb"),
        '<defs><radialGradient id="crust" cx=".42" cy=".36" r=".75"><stop offset="0" stop-color="#d79a58"/>'
        '<stop offset=".6" stop-color="#a8622c"/><stop offset="1" stop-color="#6b3515"/>'
        "</radialGradient></defs>",
        '<ellipse cx="820" cy="585" rx="455" ry="365" fill="#5b4a3a" fill-opacity=".25"/>',
        '<ellipse cx="800" cy="500" rx="440" ry="370" fill="url(#crust)"/>',
    ]
    for side in (-1, 1):
        for leaf in range(6):
            y = 250 + leaf * 88
            tip = 800 + side * (170 - abs(leaf - 2.5) * 22)
            bend = f"Q{800 + side * 60} {y - 30} {tip:.0f} {y - 34} Q{800 + side * 120} {y + 40} 800 {y + 50}"
            parts.append(f'<path d="M800 {y + 50} {bend} Z" fill="#f1dcb6" fill-opacity=".85"/>')
    parts.append(_line("M800 170 L800 830", "#f1dcb6", 10))
    for _ in range(900):
        angle, far = chance.uniform(0, math.tau), math.sqrt(chance.random())
        x, y_ = 800 + 430 * far * math.cos(angle), 500 + 360 * far * math.sin(angle)
        parts.append(_circle(x, y_, chance.uniform(0.8, 3.2), "#fff6e6", chance.uniform(0.15, 0.7)))
    return "".join(parts)


def _shelf(chance: random.Random) -> str:
    parts = [_rect(0, 0, WIDTH, HEIGHT, "#2a211c")]
    for floor in (480, 940):
        parts += [_rect(0, floor, WIDTH, 34, "#6d4a32"), _rect(0, floor + 34, WIDTH, 14, "#1b1410")]
        x = 30.0
        while x < WIDTH - 60:
            wide, book = _book(chance, x, floor)
            parts.append(book)
            x += wide + chance.choice((2, 2, 3, 3, 24))
    return "".join(parts)


def _book(chance: random.Random, x: float, floor: float) -> tuple[float, str]:
    """A book's spine that stands at x, and how much room it takes; a few lean."""
    colours = [
        "#7a2e2b",
        "#c08a3e",
        "#2f4a3c",
        "#d8cbb0",
        "#40566e",
        "#93604a",
        "#1f2d2b",
        "#b9b39c",
        "#5f6f52",
    ]
    wide, high = chance.uniform(34, 84), chance.uniform(270, 400)
    spine = _rect(x, floor - high, wide, high, chance.choice(colours), round_=3)
    stripes = (_rect(x, floor - high * (1 - at), wide, 5, "#f2e3c0", 0.5) for at in (0.14, 0.2, 0.8))
    lean = chance.uniform(4, 9) if chance.random() < 0.08 else 0.0
    turned = f'<g transform="rotate({lean:.1f} {x:.0f} {floor})">{spine}{"".join(stripes)}</g>'
    return wide + (46 if lean else 0), turned


def _letters(chance: random.Random) -> str:
    """Bowls and stems on a page's grid: the parts that letters are made of."""
    ink, red, paper = "#23201c", "#a33a26", "#f4efe6"
    parts = [_rect(0, 0, WIDTH, HEIGHT, paper)]
    for y, dashes in ((250, "10 10"), (430, "none"), (640, "10 10"), (790, "none")):
        parts += [_line(f"M0 {y} H{WIDTH}", "#b9ab94", 2, dashes=dashes)]
    shapes = (
        (ink, '<circle cx="330" cy="610" r="150"/><path d="M505 425 V796"/>'),
        (red, '<path d="M735 245 V796"/><circle cx="905" cy="610" r="150"/>'),
        (ink, '<path d="M1420 500 A150 150 0 1 0 1420 720"/>'),
    )
    parts.extend(
        f'<g fill="none" stroke="{colour}" stroke-width="86">{shape}</g>' for colour, shape in shapes
    )
    parts.extend(_line(f"M{x} 200 V850", red, 2, 0.35) for x in (330, 905, 1310))
    for _ in range(40):
        x, y_ = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT)
        parts.append(_circle(x, y_, chance.uniform(1, 3), ink, 0.18))
    return "".join(parts)


def _rain(chance: random.Random) -> str:
    parts = [_sky("#5d6b78", "#aab3b5")]
    for number, colour in enumerate(("#7f8d8c", "#6c7c79", "#586b66", "#465953", "#344540")):
        parts.append(_below(_wave(chance, 620 + number * 80, 40, 1.2), colour))
    for _ in range(420):
        x, y, long = chance.uniform(-50, WIDTH), chance.uniform(-50, HEIGHT), chance.uniform(24, 74)
        drop = f"M{x:.0f} {y:.0f} l{-long * 0.22:.0f} {long:.0f}"
        parts.append(_line(drop, "#e8eef0", 2, chance.uniform(0.12, 0.5)))
    return "".join(parts)


def _night(chance: random.Random) -> str:
    dark = "#0a111b"
    parts = [_sky("#0d1726", "#31425c")]
    for _ in range(520):
        x, y = chance.uniform(0, WIDTH), chance.uniform(0, 780) * chance.uniform(0.3, 1)
        parts.append(
            _circle(x, y, chance.choice((0.8, 1, 1.2, 1.6, 2.4)), "#fdf6e3", chance.uniform(0.25, 1))
        )
    parts.append(_below(_wave(chance, 820, 36, 1.5), dark))
    parts += [
        _rect(1010, 610, 190, 240, dark),
        f'<path d="M980 620 L1105 510 L1230 620 Z" fill="{dark}"/>',
        _rect(1076, 690, 58, 78, "#ffcf7a"),
        _line("M1105 690 V768 M1076 729 H1134", dark, 5),
    ]
    return "".join(parts)


def _garden(chance: random.Random) -> str:
    """A notebook's page of small squares, each a day."""
    parts = [_rect(0, 0, WIDTH, HEIGHT, "#f3efe4")]
    greens = ["#e3e5cf", "#cdd6ae", "#a9bd85", "#7d9a5f", "#55763f", "#c8693f"]
    for column in range(26):
        for row in range(14):
            season = math.sin((column / 26) * math.pi)
            tone = min(4, max(0, int(season * 5 + chance.uniform(-1.6, 1))))
            colour = greens[5] if chance.random() < 0.03 * (1 + season) else greens[tone]
            parts.append(_rect(88 + column * 55, 116 + row * 55, 45, 45, colour, round_=7))
    return "".join(parts)


def _curve(_chance: random.Random) -> str:
    """A fortnight of tides: twice a day up and down, high at the springs, low at the neaps."""
    paper, sea = "#faf7f0", "#1c4d60"
    parts = [_rect(0, 0, WIDTH, HEIGHT, paper)]
    for day in range(15):
        parts += [_line(f"M{110 + day * 98} 130 V870", "#d9cfbc", 3 if day in (2, 9) else 1)]
    points = []
    for step in range(0, 1373, 2):
        days = step / 98
        swing = 190 + 130 * math.cos((days - 2) / 14.77 * math.tau)
        points.append((110.0 + step, 500 - swing * math.cos(days * 24 / 12.42 * math.tau)))
    parts += [_line(_path(points), sea, 5), _line("M90 500 H1510", "#a33a26", 2, dashes="8 10")]
    # The new moon above the springs, the half moon above the neaps.
    parts += [_circle(306, 82, 34, sea), _circle(992, 82, 34, sea)]
    parts.append(f'<path d="M992 48 A34 34 0 0 1 992 116 Z" fill="{paper}" stroke="{sea}" stroke-width="2"/>')
    return "".join(parts)


PICTURES: dict[str, Draw] = {
    "ridges": _ridges,
    "tides": _tides,
    "contours": _contours,
    "loaf": _loaf,
    "shelf": _shelf,
    "letters": _letters,
    "rain": _rain,
    "night": _night,
    "garden": _garden,
    "curve": _curve,
}
"""What can be drawn."""
