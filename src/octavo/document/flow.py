"""A container that is being filled while foreign text is read: finished blocks, and a line in the making."""

import re
from collections.abc import Callable
from typing import Any

from octavo.document.schema import LIMITS

Draft = dict[str, Any]
"""A node not yet checked: JSON as `parsing.check` takes it."""

_SPACES = re.compile(r"[ \t\n\r\f]+")


class Flow:
    """Collects inline pieces into lines and lines into blocks.

    Space is collapsed as browsers do. `kind` and `attrs` say what the next line becomes; `placed` is
    told of each new block (anchors that wait for one hang themselves on it). A `firm` line is one
    whose element was a paragraph: only in other lines do two breaks in a row begin a new one.
    """

    def __init__(self, placed: Callable[[Draft], None]) -> None:
        self.blocks: list[Draft] = []
        self.kind = "paragraph"
        self.attrs: Draft = {}
        self.firm = False
        self._line: list[Draft] = []
        self._placed = placed

    def text(self, text: str, marks: tuple[Draft, ...]) -> None:
        """Adds a run of text to the line."""
        words = _SPACES.sub(" ", text)
        if self._ends_with_space():
            words = words.removeprefix(" ")
        if words:
            self._line.append({"type": "text", "text": words, "marks": list(marks)})

    def thing(self, draft: Draft) -> None:
        """Adds something that stands in the line without being text."""
        self._line.append(draft)

    def hard_break(self) -> None:
        """Breaks the line; the second break in a row begins a new paragraph where none was marked."""
        if not self._line:
            return
        if self._line[-1]["type"] == "hardBreak" and not self.firm and self.kind == "paragraph":
            self.end_line()
            return
        self._trim()
        self._line.append({"type": "hardBreak"})

    def end_line(self) -> None:
        """Makes a block of the line, if it says anything."""
        while self._line and self._line[-1]["type"] == "hardBreak":
            self._line.pop()
        self._trim()
        line, self._line = self._line, []
        if any(_says(piece) for piece in line):
            for part in _parts(line):
                self.add({"type": self.kind, "attrs": dict(self.attrs), "content": part})

    def add(self, block: Draft) -> None:
        """Puts a finished block behind the others."""
        self._placed(block)
        self.blocks.append(block)

    def add_block(self, kind: str, content: list[Draft], **attrs: object) -> None:
        """Ends the line and puts a block made of these parts behind it."""
        self.end_line()
        self.add({"type": kind, "attrs": attrs, "content": content})

    def begin(self, kind: str, *, firm: bool = False, **attrs: object) -> None:
        """Ends the line; the next ones become blocks of this kind."""
        self.end_line()
        self.kind, self.attrs, self.firm = kind, attrs, firm

    def _ends_with_space(self) -> bool:
        if not self._line:
            return True
        last = self._line[-1]
        return last["type"] == "hardBreak" or str(last.get("text", "")).endswith(" ")

    def _trim(self) -> None:
        if self._line and self._line[-1]["type"] == "text":
            self._line[-1]["text"] = self._line[-1]["text"].rstrip(" ")
            if not self._line[-1]["text"]:
                self._line.pop()


def _says(piece: Draft) -> bool:
    return bool(piece["text"].strip()) if piece["type"] == "text" else piece["type"] != "hardBreak"


def _parts(line: list[Draft]) -> list[list[Draft]]:
    """The line, cut where it is longer than a block may be."""
    if sum(len(piece.get("text", "")) for piece in line) <= LIMITS.text:
        return [line]
    parts: list[list[Draft]] = [[]]
    room = LIMITS.text
    for piece in line:
        text = piece.get("text", "")
        if len(text) <= room:
            parts[-1].append(piece)
            room -= len(text)
            continue
        for start in range(0, len(text), LIMITS.text):
            parts.append([{**piece, "text": text[start : start + LIMITS.text]}])
            room = LIMITS.text - len(parts[-1][0]["text"])
    return [part for part in parts if part]


def joined(blocks: list[Draft]) -> list[Draft] | None:
    """The lines of text blocks as one, with breaks between them; None where other blocks are among them."""
    line: list[Draft] = []
    for block in blocks:
        if block["type"] not in {"paragraph", "heading", "pullquote"}:
            return None
        if line:
            line.append({"type": "hardBreak"})
        line.extend(block["content"])
    return line


def text_of(block: Draft) -> str:
    """All text in a draft."""
    return str(block.get("text", "")) + "".join(text_of(child) for child in block.get("content", ()))


def link_mark(href: str) -> Draft:
    """A link's mark."""
    return {"type": "link", "attrs": {"href": href}}


def list_item(blocks: list[Draft]) -> Draft:
    """An item that holds these blocks; it must begin with a paragraph, be it an empty one."""
    if blocks[0]["type"] != "paragraph":
        blocks = [{"type": "paragraph", "attrs": {}, "content": []}, *blocks]
    return {"type": "listItem", "attrs": {}, "content": blocks}
