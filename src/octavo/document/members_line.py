"""The members' line: what stands below it is for members. Foreign text says it as Ghost does, in a comment.

Nothing that a source puts below its line may come to stand above it here.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from octavo.document.conversion import Fate, Loss
from octavo.document.flow import Draft, Flow
from octavo.document.nodes import Document

LINE: Final = "membersLine"
COMMENT: Final = "<!--members-only-->"

ELEMENT: Final = "members-line"
"""As what the comment is read: parsers move comments about, elements they leave where they are."""

_COMMENT: Final = re.compile(r"<!--\s*members-only\s*-->", re.IGNORECASE)


def above(document: Document) -> Document | None:
    """What everybody may read; None where there is no line, or nothing below it.

    Empty paragraphs are nothing.
    """
    for place, block in enumerate(document.content):
        if block.type == LINE:
            below = document.content[place + 1 :]
            told = any(one.type != "paragraph" or one.content for one in below)
            return Document(content=document.content[:place]) if told else None
    return None


def is_in(html: str) -> bool:
    """Whether marked HTML says the line anywhere, be it where a parser sees no element."""
    return f"<{ELEMENT}" in html


def marked(html: str) -> str:
    """The HTML with elements where the comment stood."""
    return _COMMENT.sub(f"<{ELEMENT}></{ELEMENT}>", html) if "<!--" in html else html


class Watch:
    """Sees to it that a line is not dropped with what is not taken over: it then stands above all that came
    of the element that held it, and of the line of text that the element stood in."""

    def __init__(self, tree: LexborHTMLParser, losses: list[Loss]) -> None:
        """`tree`: of what `marked` gave."""
        self._losses = losses
        self._due = tree.root is not None and _holds(tree.root)

    @contextmanager
    def over(self, node: LexborNode, flow: Flow) -> Iterator[None]:
        """While an element is read into the flow."""
        outer = self._due
        if not outer or node.tag == ELEMENT:
            yield
            return
        self._due = _holds(node)
        before = len(flow.blocks)
        yield
        if self._due and not _stands_in(flow.blocks[before:]):
            flow.blocks.insert(before, {"type": LINE, "attrs": {}})
            self._losses.append(Loss(Fate.DEGRADED, "members' line in what is not taken over"))
        self._due = outer


def _holds(node: LexborNode) -> bool:
    # Serialised, to find it in attributes and in raw text too; in other text it is escaped.
    html = node.html or ""
    if is_in(html):
        return True
    return f"&lt;{ELEMENT}" in html and any(f"<{tag}" in html for tag in ("textarea", "title", "template"))


def _stands_in(blocks: list[Draft]) -> bool:
    return any(block["type"] == LINE or _stands_in(block.get("content", [])) for block in blocks)


def settled(blocks: list[Draft], losses: list[Loss], *, said: bool) -> list[Draft]:
    """The blocks with one line at most, at the top; what came after it in the source stands below.

    A line inside another block goes before that block, and there is always a block above it. One that was
    `said` and of which nobody can tell where stands below the first of several blocks.
    """
    whole: list[Draft] = []
    found = False
    for block in blocks:
        inside = _taken_out(block)
        if inside or block["type"] == LINE:
            if inside:
                losses.append(Loss(Fate.DEGRADED, "members' line inside another block"))
            if found:
                losses.append(Loss(Fate.DEGRADED, "second members' line"))
            else:
                above_it: list[Draft] = [] if whole else [{"type": "paragraph", "attrs": {}, "content": []}]
                whole += [*above_it, {"type": LINE, "attrs": {}}]
            found = True
        if block["type"] != LINE:
            whole.append(block)
    if said and whole and not found:
        losses.append(Loss(Fate.DEGRADED, "members' line of an unknown place"))
        if len(whole) == 1:
            whole.insert(0, {"type": "paragraph", "attrs": {}, "content": []})
        whole.insert(1, {"type": LINE, "attrs": {}})
    return whole


def _taken_out(block: Draft) -> bool:
    """Takes every line out of what a block holds; whether there was one."""
    children = block.get("content", [])
    kept = [child for child in children if child["type"] != LINE]
    found = len(kept) < len(children)
    for child in kept:
        found = _taken_out(child) or found
    if found:
        block["content"] = kept or [{"type": "paragraph", "attrs": {}, "content": []}]
    return found
