"""A story as a Markdown file, so that `octavo story edit` reads back what `octavo story pull` wrote.

What Markdown has no words for (tables with joined cells, blocks that a later version brings) stands there as
the HTML that readers get, which Markdown may hold.
"""

import json
import re
from html import escape
from typing import Any, Final
from urllib.parse import quote

from octavo.document.members_line import COMMENT

Node = dict[str, Any]

_ESCAPED: Final = re.compile(r"([\\`*_\[\]<>~])")
_LINE_START: Final = re.compile(r"^(\s*)(#+|[>+=-]+|\d+(?=[.)]))(?=[.)]?(?:\s|$))", re.MULTILINE)
_MARKS: Final = {
    "bold": ("**", "**"),
    "italic": ("*", "*"),
    "strike": ("~~", "~~"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
}
_THINGS: Final = frozenset({"inlineMath", "mention", "hashtag"})
"""What stands in a line and is no text."""
_TAGS: Final = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
}


def to_markdown(draft: dict[str, Any], *, site: str) -> str:
    """The draft as a file: a head with what is not text, and the text."""
    content = draft["content"]
    writer = _Writer(site)
    blocks = json.loads(content["body"]).get("content", [])
    text = "\n\n".join(filter(None, (writer.block(node) for node in blocks)))
    whole = "\n\n".join([text, *writer.notes])
    return f"{_head(content, site)}\n{whole}\n"


def _head(content: dict[str, Any], site: str) -> str:
    lines = ["---", f"title: {_yaml(content['title'])}"]
    for name, key in (
        ("subtitle", "subtitle"),
        ("language", "language"),
        ("excerpt", "excerpt"),
        ("slug", "slug"),
        ("canonical_url", "canonicalUrl"),
    ):
        if content.get(key):
            lines.append(f"{name}: {_yaml(content[key])}")
    if content.get("tags"):
        lines.append(f"tags: [{', '.join(_yaml(tag) for tag in content['tags'])}]")
    if content.get("visibility") in ("UNLISTED", "MEMBERS"):
        lines.append(f"visibility: {content['visibility'].lower()}")
    if cover := content.get("cover"):
        lines.append(f"cover: {_yaml(_picture(site, cover['imageId'], cover['width'], cover['height']))}")
        if cover["alt"]:
            lines.append(f"cover_alt: {_yaml(cover['alt'])}")
    return "\n".join([*lines, "---", ""])


def _yaml(text: str) -> str:
    """The text as YAML reads it back: JSON's strings are YAML's too."""
    return json.dumps(text, ensure_ascii=False)


def _picture(site: str, image_id: str, width: int | None, height: int | None) -> str:
    size = f"#{width}x{height}" if width and height else ""
    return f"{site}/images/{image_id}{size}"


class _Writer:
    def __init__(self, site: str) -> None:
        self._site = site
        self.notes: list[str] = []
        """Footnotes, in the order of their signs; they stand below the text."""

    def block(self, node: Node) -> str:
        attrs, inside = node.get("attrs") or {}, node.get("content") or []
        match node["type"]:
            case "paragraph":
                return _LINE_START.sub(_started, self.inline(inside))
            case "heading":
                return f"{'#' * int(attrs.get('level', 2))} {self.inline(inside)}"
            case "blockquote":
                return _indented(self._blocks(inside), "> ", "> ")
            case "bulletList":
                return "\n".join(_indented(self._blocks(item["content"]), "- ", "  ") for item in inside)
            case "orderedList":
                start = int(attrs.get("start") or 1)
                marks = (f"{number}. " for number in range(start, start + len(inside)))
                return "\n".join(
                    _indented(self._blocks(item["content"]), mark, " " * len(mark))
                    for mark, item in zip(marks, inside, strict=True)
                )
            case "codeBlock":
                return _fenced("".join(part.get("text", "") for part in inside), attrs.get("language") or "")
            case "figure":
                return self._figure(attrs, inside)
            case "horizontalRule":
                return "---"
            case "membersLine":
                return COMMENT
            case "blockMath":
                return f'<div class="maths-block" data-latex="{escape(attrs["latex"])}"></div>'
            case "table" if _is_simple(node):
                return self._table(node)
        return self._html(node)

    def _blocks(self, nodes: list[Node]) -> str:
        return "\n\n".join(self.block(node) for node in nodes)

    def _figure(self, attrs: dict[str, Any], caption: list[Node]) -> str:
        address = _picture(self._site, attrs["image"], attrs.get("width"), attrs.get("height"))
        alt, href = attrs.get("alt") or "", attrs.get("href") or ""
        if not caption and not href:
            return f"![{_escaped(alt)}]({address})"
        image = f'<img src="{address}" alt="{escape(alt)}">'
        if href:
            image = f'<a href="{escape(href)}">{image}</a>'
        words = "".join(map(_html_text, caption))
        return f"<figure>{image}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>"

    def _table(self, node: Node) -> str:
        rows = [
            [
                self.inline(cell["content"][0].get("content") or []).replace("|", "\\|")
                for cell in row["content"]
            ]
            for row in node["content"]
        ]
        head, *rest = (f"| {' | '.join(row)} |" for row in rows)
        return "\n".join([head, f"|{' --- |' * len(rows[0])}", *rest])

    def _html(self, node: Node) -> str:
        """The block as readers get it."""
        from octavo.document.parsing import InvalidDocument, parse
        from octavo.document.rendering import render_html

        try:
            document = parse(json.dumps({"type": "doc", "content": [node]}))
        except InvalidDocument:
            return f"<!-- {node['type']} -->"
        return render_html(document, lambda image, width: f"{self._site}/images/{image}").strip()

    def inline(self, nodes: list[Node]) -> str:
        out: list[str] = []
        for node in nodes:
            if node["type"] == "hardBreak":
                out.append("\\\n")
            elif node["type"] == "footnote":
                out.append(self._footnote(node.get("content") or []))
            elif node["type"] in _THINGS:
                out.append(_thing(node))
            else:
                out.append(self._text(node))
        return "".join(out)

    def _footnote(self, inside: list[Node]) -> str:
        self.notes.append("")
        sign = f"[^{len(self.notes)}]"
        self.notes[int(sign[2:-1]) - 1] = _indented(self.inline(inside), f"{sign}: ", "    ")
        return sign

    def _text(self, node: Node) -> str:
        text = node.get("text", "")
        marks = {mark["type"]: mark.get("attrs") or {} for mark in node.get("marks") or []}
        if "code" in marks:
            fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
            pad = " " if text.startswith("`") or text.endswith("`") else ""
            written = f"{fence}{pad}{text}{pad}{fence}"
        else:
            written = _escaped(text)
        # Marks must not begin or end at a space, or Markdown takes them for letters.
        body = written.strip()
        if not body:
            return written
        before = written[: len(written) - len(written.lstrip())]
        after = written[len(written.rstrip()) :]
        for name, (opening, closing) in _MARKS.items():
            if name in marks:
                body = f"{opening}{body}{closing}"
        if "link" in marks:
            body = f"[{body}](<{marks['link'].get('href', '')}>)"
        return f"{before}{body}{after}"


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((others + line).rstrip() for line in lines[1:])])


def _fenced(code: str, language: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
    return f"{fence}{language}\n{code}\n{fence}"


def _started(found: re.Match[str]) -> str:
    """The line's first sign, so that it begins nothing."""
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", text)


def _html_text(node: Node) -> str:
    """A run of text, or a thing in it, as HTML."""
    if node["type"] == "hardBreak":
        return "<br>"
    if node["type"] in _THINGS:
        return _thing(node)
    if node["type"] == "footnote":
        # Below a picture there is no place for notes in Markdown: the words stay where the sign was.
        return f" ({''.join(map(_html_text, node.get('content') or []))})"
    text = escape(node.get("text", ""))
    for mark in node.get("marks") or []:
        tag = _TAGS.get(mark["type"])
        if tag:
            text = f"<{tag}>{text}</{tag}>"
        elif mark["type"] == "link":
            text = f'<a href="{escape(mark["attrs"]["href"])}">{text}</a>'
    return text


def _thing(node: Node) -> str:
    """A formula, a person or a tag in a line: as readers get it, which is read back as what it was."""
    attrs = node.get("attrs") or {}
    match node["type"]:
        case "inlineMath":
            return f'<span class="maths" data-text="{escape(attrs["latex"])}"></span>'
        case "mention":
            handle = escape(attrs["handle"])
            return (
                f'<a class="mention" href="/@{handle}" data-person="{escape(attrs["person"])}">@{handle}</a>'
            )
    name = attrs["name"]
    return f'<a class="hashtag" href="/tag/{quote(name, safe="")}" rel="tag">#{escape(name)}</a>'


def _is_simple(table: Node) -> bool:
    """One head, then rows of as many cells of one paragraph each."""
    rows = table["content"]
    for place, row in enumerate(rows):
        if len(row["content"]) != len(rows[0]["content"]):
            return False
        for cell in row["content"]:
            attrs = cell.get("attrs") or {}
            joined = attrs.get("colspan", 1) != 1 or attrs.get("rowspan", 1) != 1 or attrs.get("align")
            kind = "tableHeader" if place == 0 else "tableCell"
            inside = cell.get("content") or []
            lone = len(inside) == 1 and inside[0]["type"] == "paragraph"
            if joined or cell["type"] != kind or not lone:
                return False
            if any(part["type"] == "hardBreak" for part in inside[0].get("content") or []):
                return False
    return True
