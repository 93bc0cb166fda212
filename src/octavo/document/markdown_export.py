"""A document as Markdown (CommonMark with tables, footnotes and formulas), for whoever takes it elsewhere.

Everything that was written is there; what Markdown has no form for (a gallery, a call-out's kind, a picture's
layout) becomes the nearest that it has.
"""

import re
from collections.abc import Callable
from typing import Final

from octavo.document.nodes import Document, Node

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~$])")
_BEGINS: Final = re.compile(r"^(\d+)([.)])|^([-+=])")
_MARKS: Final = {"bold": "**", "italic": "*", "strike": "~~"}
_HTML: Final = {"superscript": "sup", "subscript": "sub"}


def to_markdown(document: Document, picture: Callable[[str], str]) -> str:
    """The whole text. `picture` tells where an image of the site lies, by its id."""
    writer = _Writer(picture)
    text = writer.blocks(document.content)
    notes = "\n\n".join(f"[^{number}]: {note}" for number, note in enumerate(writer.notes, 1))
    return f"{text}\n\n{notes}\n" if notes else f"{text}\n"


class _Writer:
    def __init__(self, picture: Callable[[str], str]) -> None:
        self._picture = picture
        self.notes: list[str] = []

    def blocks(self, nodes: tuple[Node, ...]) -> str:
        return "\n\n".join(text for node in nodes if (text := self._block(node)))

    def _block(self, node: Node) -> str:
        match node.type:
            case "paragraph":
                return _BEGINS.sub(lambda found: _escaped(found), self._line(node))
            case "heading":
                return f"{'#' * int(node.attrs.get('level') or 2)} {self._line(node)}"
            case "blockquote" | "callout":
                return _prefixed(self.blocks(node.content), "> ", "> ")
            case "pullquote":
                return _prefixed(self._line(node), "> ", "> ")
            case "bulletList":
                return "\n".join(_prefixed(self.blocks(item.content), "- ", "  ") for item in node.content)
            case "orderedList":
                first = int(node.attrs.get("start") or 1)
                return "\n".join(
                    _prefixed(self.blocks(item.content), f"{number}. ", " " * len(f"{number}. "))
                    for number, item in enumerate(node.content, first)
                )
            case "codeBlock":
                return _fenced(
                    "".join(part.text for part in node.content), str(node.attrs.get("language") or "")
                )
            case "blockMath":
                return f"$$\n{node.attrs.get('latex') or ''}\n$$"
            case "horizontalRule":
                return "---"
            case "table":
                return self._table(node)
            case _:
                return self._other(node)

    def _other(self, node: Node) -> str:
        attrs = node.attrs
        if node.type == "figure":
            alt = _SPECIAL.sub(r"\\\1", str(attrs.get("alt") or "")).replace("\n", " ")
            image = f"![{alt}]({self._picture(str(attrs.get('image') or ''))})"
            caption = self._line(node)
            return f"{image}\n\n*{caption}*" if caption else image
        address = str(attrs.get("url") or "")
        if address:
            said = _SPECIAL.sub(r"\\\1", str(attrs.get("title") or address))
            caption = self._line(node) if node.content else ""
            return f"[{said}](<{address}>)" + (f"\n\n{caption}" if caption else "")
        if node.type in ("tableOfContents", "membersLine"):
            return ""
        if any(child.type == "text" for child in node.content):
            return self._line(node)
        return self.blocks(node.content)

    def _table(self, node: Node) -> str:
        rows = [
            [self.blocks(cell.content).replace("\n", " ") for cell in row.content] for row in node.content
        ]
        width = max((len(row) for row in rows), default=0)
        lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
        return "\n".join([*lines[:1], f"|{' --- |' * width}", *lines[1:]])

    def _line(self, node: Node) -> str:
        return "".join(map(self._inline, node.content)).strip()

    def _inline(self, node: Node) -> str:
        match node.type:
            case "hardBreak":
                return "\\\n"
            case "inlineMath":
                return f"${node.attrs.get('latex') or ''}$"
            case "mention":
                return f"@{node.attrs.get('handle') or ''}"
            case "hashtag":
                return f"\\#{node.attrs.get('name') or ''}"
            case "footnote":
                self.notes.append(self._line(node))
                return f"[^{len(self.notes)}]"
            case _:
                return self._run(node)

    def _run(self, node: Node) -> str:
        names = {mark.type: mark for mark in node.marks}
        inner = node.text.strip()
        if not inner:
            return node.text
        before, _, after = node.text.partition(inner)
        text = _code(inner) if "code" in names else _SPECIAL.sub(r"\\\1", inner)
        for name, sign in _MARKS.items():
            text = f"{sign}{text}{sign}" if name in names else text
        for name, tag in _HTML.items():
            text = f"<{tag}>{text}</{tag}>" if name in names else text
        if "link" in names:
            text = f"[{text}](<{names['link'].attrs.get('href') or ''}>)"
        return f"{before}{text}{after}"


def _escaped(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"


def _prefixed(text: str, first: str, others: str) -> str:
    """Each line begins so; an empty one with no space at its end."""
    lines = text.split("\n")
    return "\n".join((f"{others if number else first}{line}").rstrip() for number, line in enumerate(lines))


def _fenced(text: str, language: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def _code(text: str) -> str:
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{space}{text}{space}{ticks}"
