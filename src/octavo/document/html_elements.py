"""The elements of HTML by what becomes of them, and small readings of single ones."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _words(
    "address article aside body center dd details dialog div dl dt fieldset figcaption footer form head "
    "header hgroup html legend main nav optgroup p section summary tbody tfoot thead tr td th caption li"
)
"""Elements that begin and end a line."""

REFUSED = _words(
    "script style link noscript template svg canvas object applet frame frameset noframes input select "
    "textarea button map area datalist meter progress noembed plaintext xmp portal title"
)
"""Elements that are not taken over, their text neither."""

SILENT = _words("meta base wbr col colgroup param source track rp")
"""Elements that say nothing to a reader."""

EMBEDS = _words("iframe embed video audio")
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

BREAKING = BLOCKS | frozenset(HEADINGS) | _words("blockquote ul ol menu dir pre listing figure table hr")
"""Elements before which a line ends."""

MAX_DEPTH = 120
"""Elements nested deeper than this give their text only."""

_LANGUAGE_CLASS = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:)-?\s*([^\s]{1,40})")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]{1,40}")


def children_of(parent: LexborNode) -> Iterator[LexborNode]:
    """The children of an element, texts among them."""
    child = parent.child
    while child is not None:
        yield child
        child = child.next


def first_heading_level(tree: LexborHTMLParser) -> int | None:
    """The level of the largest heading; None where there is none."""
    return next((level for tag, level in HEADINGS.items() if tree.css_first(tag) is not None), None)


def is_pull_quote(node: LexborNode) -> bool:
    """Whether the element calls itself a pull quote."""
    return "pullquote" in (node.attributes.get("class") or "").replace("-", "").lower()


def word_marker(node: LexborNode) -> str:
    """What Word wrote before an item of a list: "1.", "·"."""
    for span in node.css("span"):
        if "mso-list" in (span.attributes.get("style") or "").lower():
            return span.text(deep=True)
    return ""


def code_language(pre: LexborNode) -> str | None:
    """The language that a code block names in one of the ways in use."""
    names = [pre.attributes.get("data-code-block-lang"), pre.attributes.get("lang")]
    for element in (pre.css_first("code"), pre, pre.parent):
        named = _LANGUAGE_CLASS.search((element.attributes.get("class") or "") if element is not None else "")
        names.append(named[1] if named else None)
    return next((name for name in names if name and _LANGUAGE.fullmatch(name)), None)


def code_text(node: LexborNode, depth: int = 0) -> str:
    """The text of a code block; `<br>` ends a line."""
    if depth > MAX_DEPTH:
        return node.text(deep=True)
    parts = []
    for child in children_of(node):
        if child.is_text_node:
            parts.append(child.text_content or "")
        elif child.is_element_node:
            parts.append("\n" if child.tag == "br" else code_text(child, depth + 1))
    return "".join(parts)
