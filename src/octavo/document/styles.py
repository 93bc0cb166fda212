"""What inline styles and tags of foreign HTML mean: which marks a run of text carries."""

import re

BOLD = frozenset({"b", "strong"})
MARKS = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic", "cite": "italic", "dfn": "italic", "var": "italic",
    "s": "strike", "del": "strike", "strike": "strike",
    "sup": "superscript", "sub": "subscript",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
"""Tags that are a mark."""

LOSING = {
    "u": "underline", "ins": "underline", "mark": "highlight", "small": "small print", "big": "large print",
    "abbr": "expansion of an abbreviation", "acronym": "expansion of an abbreviation",
    "rt": "ruby text", "font": "font", "blink": "blinking", "marquee": "scrolling text",
    "kbd": "keyboard input", "samp": "sample output", "var": "variable",
}  # fmt: skip
"""Tags whose text stays while something of its form goes."""

PLAIN = frozenset(
    ["span", "time", "label", "data", "bdi", "bdo", "ruby", "rb", "picture", "nobr", "a", "output", "slot"]
)
"""Tags whose text is all that they say."""

_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute, in lower case."""
    return {name: value.strip() for name, value in _DECLARATION.findall(style.lower())}


def takes_off_bold(style: dict[str, str]) -> bool:
    """Google Docs wraps what it copies in a `<b>` that is not bold."""
    return style.get("font-weight", "") in {"normal", "400"}


def marks_of(style: dict[str, str]) -> list[str]:
    """The marks that a style amounts to."""
    marks = []
    weight = style.get("font-weight", "")
    if weight.startswith("bold") or (weight.isdigit() and int(weight) >= 600):
        marks.append("bold")
    if style.get("font-style", "").startswith(("italic", "oblique")):
        marks.append("italic")
    decoration = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if "line-through" in decoration:
        marks.append("strike")
    raised = style.get("vertical-align", "")
    if raised in {"super", "sub"}:
        marks.append("superscript" if raised == "super" else "subscript")
    return marks


def is_hidden(style: dict[str, str]) -> bool:
    """Whether readers of the page did not see it."""
    return (
        style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("mso-hide") == "all"
    )
