"""Documents as Markdown that comes back as it went: CommonMark where it has a form for a thing, and
elsewhere our own page's HTML, which `markdown_import` reads.

What comes of `from_markdown(to_markdown(…), shift_headings=False)` gives the same Markdown, byte for byte.
"""

import re
from typing import Final

from octavo.document.members_line import COMMENT, LINE
from octavo.document.nodes import Document, Node
from octavo.document.rendering import block_html
from octavo.document.sheet import ImageAddress, Sheet, anchor, attribute
from octavo.document.wording import Wording

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>&~#|$])")
_NUMBERED: Final = re.compile(r"^(\d{1,9})([.)])")
_IDS: Final = re.compile(r' (?:id="b-[^"]*"|srcset="[^"]*"|sizes="[^"]*"|loading="lazy"|decoding="async")')
_ANCHORS: Final = re.compile(r'<a class="anchor"[^<>]*></a>')
_LISTS: Final = frozenset({"bulletList", "orderedList"})
_WORDLY: Final = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
"""What the signs of emphasis can stand around, whatever is beside them."""
_SIGNS: Final = {"bold": "**", "italic": "*", "strike": "~~"}
_TAGS: Final = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
}


def to_markdown(document: Document, image_address: ImageAddress) -> str:
    """The document as Markdown that ends with a line feed; pictures are at `image_address` (720 pixels)."""
    writer = _Writer(image_address)
    text = writer.blocks(document.content)
    notes = "\n".join(writer.notes)
    return "\n\n".join(part for part in (text, notes) if part) + "\n"


class _Writer:
    """Writes blocks; gathers the notes that they refer to."""

    def __init__(self, image_address: ImageAddress) -> None:
        self.notes: list[str] = []
        self._image_address = image_address

    def blocks(self, nodes: tuple[Node, ...]) -> str:
        parts: list[str] = []
        before = ""
        for node in nodes:
            if node.type == "paragraph" and not _says(node.content):
                continue
            if node.type == before and node.type in _LISTS:
                parts.append("<!-- -->")  # else the two lists were one
            parts.append(self._block(node))
            before = node.type
        return "\n\n".join(parts)

    def _block(self, node: Node) -> str:
        match node.type:
            case "paragraph":
                return self.line(node.content)
            case "heading" if _says(node.content) and not _broken(node):
                return f"{'#' * int(node.attrs['level'] or 2)} {self.line(node.content)}"
            case "blockquote":
                return _indented(self.blocks(node.content), "> ", "> ") or "> <!-- -->"
            case "bulletList" | "orderedList" if all(_says(item.content[0].content) for item in node.content):
                return self._list(node)
            case "codeBlock":
                return _fenced(
                    "".join(child.text for child in node.content), str(node.attrs["language"] or "")
                )
            case "figure" if _is_plain(node):
                alt = _SPECIAL.sub(r"\\\1", " ".join(str(node.attrs["alt"]).split()))
                return f"![{alt}]({self._image_address(str(node.attrs['image']), 720)})"
            case "callout":
                kind = node.attrs["kind"]
                return f'<div data-callout="{kind}">\n\n{self.blocks(node.content)}\n\n</div>'
            case "horizontalRule":
                return "---"
            case "table" if _is_simple(node):
                return self._table(node) or self._html(node)
            case _:
                return COMMENT if node.type == LINE else self._html(node)

    def _list(self, node: Node) -> str:
        items = []
        for number, item in enumerate(node.content, int(node.attrs.get("start") or 0)):
            marker = f"{number}. " if node.type == "orderedList" else "- "
            items.append(_indented(self.blocks(item.content), marker, " " * len(marker)))
        return "\n\n".join(items)

    def _table(self, node: Node) -> str:
        """A table in pipes; empty where a cell holds one of its own."""
        rows = [[self.line(cell.content[0].content) for cell in row.content] for row in node.content]
        if any("|" in cell.replace("\\|", "") for row in rows for cell in row):
            return ""
        sides = {None: "---", "left": ":--", "center": ":-:", "right": "--:"}
        ruled = [
            sides[str(cell.attrs["align"]) if cell.attrs["align"] else None]
            for cell in node.content[0].content
        ]
        return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], ruled, *rows[1:]))

    def _html(self, node: Node) -> str:
        """The block as the page has it, without what only a page needs; no empty line may be in it."""
        sheet = Sheet(self._image_address, eager=0, wording=Wording(), dir_="")
        html = _ANCHORS.sub("", block_html(sheet, _without_notes(node)))
        html = _IDS.sub("", html)
        inside = re.sub(r"(?s)(<pre\b.*?</pre>)", lambda found: found[0].replace("\n", "&#10;"), html)
        return inside.replace("{:", "&#123;:").strip()

    def line(self, nodes: tuple[Node, ...]) -> str:
        """A line of text."""
        out: list[str] = []
        pieces = list(nodes)
        while pieces and pieces[-1].type == "hardBreak":
            pieces.pop()
        start = 0
        while start < len(pieces):
            node = pieces[start]
            end = start + 1
            link = _link(node)
            if node.type == "text" and link is not None:
                while end < len(pieces) and pieces[end].type == "text" and _link(pieces[end]) == link:
                    end += 1
                inside = "".join(self._run(one, strict=True) for one in pieces[start:end])
                out.append(_linked(inside, link) if inside.strip() else f"{anchor(link)}{inside}</a>")
            elif node.type == "text":
                out.append(self._run(node, strict=_is_marked(pieces, start - 1) or _is_marked(pieces, end)))
            elif node.type == "hardBreak":
                out.append("\\\n" if out else "")
            else:
                out.append(self._thing(node))
            start = end
        return "\n".join(map(_begun, "".join(out).strip().split("\n")))

    def _run(self, node: Node, *, strict: bool) -> str:
        marks = [mark.type for mark in node.marks if mark.type != "link"]
        text = _SPECIAL.sub(r"\\\1", node.text).replace("{:", "{<!-- -->:")
        plain = not strict and _WORDLY.fullmatch(node.text)
        if len(marks) == 1 and marks[0] in _SIGNS and plain:
            return f"{_SIGNS[marks[0]]}{text}{_SIGNS[marks[0]]}"
        if marks == ["code"] and node.text.strip() == node.text and not set(node.text) & set("`|"):
            return f"`{node.text}`"
        for name in reversed(marks):
            text = f"<{_TAGS[name]}>{text}</{_TAGS[name]}>"
        return text

    def _thing(self, node: Node) -> str:
        if node.type != "footnote":
            if node.type == "inlineMath":
                return _formula(str(node.attrs["latex"]))
            sheet = Sheet(self._image_address, eager=0, wording=Wording(), dir_="")
            sheet.line((node,))
            return "".join(sheet.out)
        number = len(self.notes) + 1
        self.notes.append("")
        self.notes[number - 1] = (
            f"[^{number}]: {_indented(self.line(node.content), '', '    ') or '<!-- -->'}"
        )
        return f"[^{number}]"


def _formula(latex: str) -> str:
    """A formula in a line: the attribute is what comes back, the words are what other programs show."""
    shown = _SPECIAL.sub(r"\\\1", " ".join(latex.split())).replace("{:", "{<!-- -->:")
    said = attribute(latex).replace("\n", "&#10;")
    return f'<span class="maths" data-text="{said}">${shown}$</span>'


def _linked(text: str, href: str) -> str:
    return f"[{text}](<{href.replace('&', '&amp;')}>)" if set(href) & set("()*_&") else f"[{text}]({href})"


def _begun(text: str) -> str:
    """A line of prose that is taken for nothing else by how it begins."""
    return _NUMBERED.sub(r"\1\\\2", f"\\{text}" if text[:1] in set("-+=:") else text)


def _is_marked(pieces: list[Node], place: int) -> bool:
    """Whether a run stands there that may have signs of its own, which must not touch others."""
    return 0 <= place < len(pieces) and bool(pieces[place].marks)


def _link(node: Node) -> str | None:
    return next((str(mark.attrs["href"]) for mark in node.marks if mark.type == "link"), None)


def _says(nodes: tuple[Node, ...]) -> bool:
    return any(node.text.strip() if node.type == "text" else node.type != "hardBreak" for node in nodes)


def _broken(node: Node) -> bool:
    return any(child.type == "hardBreak" for child in node.content)


def _is_plain(node: Node) -> bool:
    attrs = node.attrs
    return attrs["layout"] == "inset" and not attrs["href"] and not node.content


def _is_simple(table: Node) -> bool:
    head, *body = table.content
    if table.attrs["caption"] or not body or any(cell.type != "tableHeader" for cell in head.content):
        return False
    sides = [cell.attrs["align"] for cell in head.content]
    return len(sides) > 1 and all(
        [cell.attrs["align"] for cell in row.content] == sides
        and all(cell.type == "tableCell" for cell in row.content)
        for row in body
    ) and all(
        cell.attrs["colspan"] == cell.attrs["rowspan"] == 1
        and len(cell.content) == 1 and cell.content[0].type == "paragraph" and not _broken(cell.content[0])
        for row in table.content for cell in row.content
    )  # fmt: skip


def _without_notes(node: Node) -> Node:
    """A block for HTML, where Markdown's notes do not reach: a note stands in brackets in its line."""
    content: list[Node] = []
    for child in node.content:
        if child.type == "footnote":
            content += [Node(type="text", text=" ["), *child.content, Node(type="text", text="]")]
        else:
            content.append(_without_notes(child) if child.content else child)
    return Node(type=node.type, attrs=node.attrs, content=tuple(content), text=node.text, marks=node.marks)


def _indented(text: str, first: str, others: str) -> str:
    if not text:
        return ""
    lines = [f"{others}{line}".rstrip() if line else others.rstrip() for line in text.split("\n")]
    return first + "\n".join(lines)[len(others) :] if len(lines[0]) > len(others) else "\n".join(lines)


def _fenced(code: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}" if code else f"{fence}{language}\n{fence}"
