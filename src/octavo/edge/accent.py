"""The owner's colour, kept readable: the accent on light paper and on dark, by WCAG's contrast."""

import re

LIGHT_PAPER = (0xFC, 0xFB, 0xF8)
DARK_PAPER = (0x17, 0x18, 0x16)
LEAST_CONTRAST = 4.6
"""A little above AA's 4.5, so that rounding takes nothing away."""

_HEX = re.compile(r"#([0-9a-fA-F]{6})")
Colour = tuple[int, int, int]


def sheet(digits: str) -> str:
    """The same as a style sheet of its own, for a part of the site; ValueError where they are no colour."""
    return style(f"#{digits}")


def parse(text: str) -> Colour:
    """The colour of "#rrggbb"; ValueError for anything else."""
    match = _HEX.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a colour such as #17583e")
    return _channels(match[1])


def _channels(digits: str) -> Colour:
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def luminance(colour: Colour) -> float:
    """WCAG's relative luminance, 0 to 1."""
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: Colour, paper: Colour) -> Colour:
    """The colour, darkened or lightened no further than it must be to be read on this paper."""
    goal = 0 if luminance(paper) > 0.5 else 255
    for percent in range(101):
        shade = tuple(round(c + (goal - c) * percent / 100) for c in colour)
        if contrast((shade[0], shade[1], shade[2]), paper) >= LEAST_CONTRAST:
            return shade[0], shade[1], shade[2]
    raise AssertionError("black and white are readable on every paper that is not grey")


def style(accent: str) -> str:
    """The CSS that gives the site this accent, in both modes."""
    colour = parse(accent)
    light, dark = readable(colour, LIGHT_PAPER), readable(colour, DARK_PAPER)
    on_dark = "#111" if contrast(dark, (0x11, 0x11, 0x11)) >= contrast(dark, (255, 255, 255)) else "#fff"
    light_rule = f"--accent:{_hex(light)};--on-accent:#fff"
    dark_rule = f"--accent:{_hex(dark)};--on-accent:{on_dark}"
    return (
        f":root{{{light_rule}}}"
        f'@media screen and (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark_rule}}}}}'
        f'@media screen{{:root[data-theme="dark"]{{{dark_rule}}}}}'
    )


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
