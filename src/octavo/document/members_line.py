"""The members' line: what stands below it is for members. Foreign text says it as Ghost does, in a comment.

Nothing that a source puts below its line may come to stand above it here.
"""

import re
from typing import Final

from octavo.document.conversion import Fate, Loss
from octavo.document.flow import Draft
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


def marked(html: str) -> str:
    """The HTML with elements where the comment stood."""
    return _COMMENT.sub(f"<{ELEMENT}></{ELEMENT}>", html) if "<!--" in html else html


def settled(blocks: list[Draft], losses: list[Loss]) -> list[Draft]:
    """The blocks with one line at most, at the top; what came after it in the source stands below.

    A line inside another block goes before that block, and there is always a block above it.
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
