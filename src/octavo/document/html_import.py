"""Documents out of foreign HTML: pasted from Word, Google Docs and web pages, or moved from another site.

Each element is mapped to what it means, degraded to something less, or refused; the last two are named
in the answer. Nothing of the source's tags, styles or scripts survives: a document is built anew.
"""

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from octavo.document import html_tables, members_line, styles, word_lists
from octavo.document.addresses import safe_link
from octavo.document.conversion import Conversion, Fate, LinkOf, Loss, PictureOf, no_pictures, same_link
from octavo.document.finishing import Anchors, finished
from octavo.document.flow import Draft, Flow, joined, link_mark, list_item
from octavo.document.html_elements import (
    BLOCKS,
    BREAKING,
    EMBEDS,
    HEADINGS,
    MAX_DEPTH,
    REFUSED,
    SILENT,
    children_of,
    code_language,
    code_text,
    first_heading_level,
    is_pull_quote,
    word_marker,
)
from octavo.document.html_notes import Notes
from octavo.document.html_pictures import PictureReader
from octavo.document.html_special import Special
from octavo.document.html_things import Things, words
from octavo.document.schema import LIMITS, SCHEMA

_MAX_LEVEL = LIMITS.depth - 6
"""Deeper lists and quotes are taken apart: the document may not nest further."""

_MAX_HREF = SCHEMA.marks["link"].attrs["href"].max_length or 0

LISTS = frozenset(["bulletList", "orderedList"])
Marks = tuple[Draft, ...]


def from_html(
    html: str,
    *,
    pictures: PictureOf = no_pictures,
    links: LinkOf = same_link,
    source: str = "",
    shift_headings: bool = False,
) -> Conversion:
    """The document that the HTML (a page, or a piece of one) means.

    `pictures` and `links` settle images and addresses. Block ids are derived from `source`, random
    where it is empty. With `shift_headings` the largest heading becomes the document's largest.
    Raises InvalidDocument where the text is too large for a document, and nothing else.
    """
    html = members_line.marked(html.replace("\0", ""))
    tree = LexborHTMLParser(html)
    reader = _Reader(pictures, links, first_heading_level(tree) if shift_headings else None, tree)
    flow = reader.flow()
    if tree.root is not None:
        reader.children(tree.root, flow, (), 0)
    flow.end_line()
    said, blocks = members_line.is_in(html), word_lists.gathered(flow.blocks)
    blocks = members_line.settled(blocks, reader.losses, said=said)
    return finished(blocks, reader.anchors, reader.losses, source)


class _Reader:
    """Walks the tree of one source; holds what is gathered on the way."""

    def __init__(
        self, pictures: PictureOf, links: LinkOf, first_level: int | None, tree: LexborHTMLParser
    ) -> None:
        self.anchors = Anchors()
        self.losses: list[Loss] = []
        self.watch = members_line.Watch(tree, self.losses)
        self._links = links
        self._pictures = PictureReader(pictures, self.losses)
        self._special = Special(self, Things(pictures))
        self._notes = Notes(tree)
        highest = first_level if first_level is not None else (1 if tree.css_first("h1") is not None else 2)
        self._shift = 2 - highest
        self._level = 0
        self._tags: dict[str, Callable[[LexborNode, Flow, Marks, int], None]] = {
            **dict.fromkeys(HEADINGS, self._heading),
            **dict.fromkeys(EMBEDS, self._special.frame),
            **dict.fromkeys(REFUSED, self.refuse),
            "p": self._paragraph, "blockquote": self._quote, "ul": self._list, "ol": self._list,
            "pre": self._code, "listing": self._code, "figure": self._figure, "img": self._image,
            "picture": self._inline, "table": self._table, "hr": self._rule, "br": self._break,
            "a": self._link, "dt": self._term, "summary": self._term, "q": self._quoted, "rt": self._ruby,
            "aside": self._aside, "menu": self._list, "dir": self._list, "input": self._input,
            "math": self._special.maths, members_line.ELEMENT: self._members_line,
        }  # fmt: skip

    def flow(self) -> Flow:
        return Flow(self.anchors.placed)

    def lose(self, fate: Fate, what: str, where: str = "") -> None:
        self.losses.append(Loss(fate, what, " ".join(where.split())[:200]))

    def children(self, parent: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        for node in children_of(parent):
            if node.is_text_node:
                flow.text(node.text_content or "", marks)
            elif node.is_element_node:
                with self.watch.over(node, flow):
                    self.element(node, flow, marks, depth + 1)

    def element(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        tag = node.tag or ""
        style = styles.declarations(node.attributes.get("style") or "") if node.attributes else {}
        if tag in SILENT or self._notes.is_passed(node):
            return
        if styles.is_hidden(style) and not node.css_first("img"):
            self.lose(Fate.REFUSED, "hidden text", node.text(deep=True))
            return
        if depth > MAX_DEPTH:
            self.lose(Fate.DEGRADED, "very deep nesting", f"<{tag}>")
            flow.text(node.text(deep=True), marks)
            return
        for name in (node.attributes.get("id"), node.attributes.get("name") if tag == "a" else None):
            if name:
                if tag in BREAKING:
                    flow.end_line()  # what stands before is not what is named
                self.anchors.note(name)
        read = self._tags.get(tag)
        if node.attributes and self._special.read(node, flow, depth):
            return
        if read is not None:
            read(node, flow, marks, depth)
        elif tag in BLOCKS:
            self._division(node, flow, marks, depth)
        else:
            self._inline(node, flow, marks, depth, style)

    # Texts

    def _inline(
        self, node: LexborNode, flow: Flow, marks: Marks, depth: int, style: dict[str, str] | None = None
    ) -> None:
        tag, style = node.tag or "", style or {}
        if "mso-list" in style:
            return  # the marker that Word writes before an item; the list has its own
        names = styles.marks_of(style)
        if tag in styles.MARKS and not (tag in styles.BOLD and styles.takes_off_bold(style)):
            names.append(styles.MARKS[tag])
        if tag in styles.LOSING:
            self.lose(Fate.DEGRADED, styles.LOSING[tag], node.text(deep=True))
        elif tag not in styles.MARKS and tag not in styles.PLAIN and node.text(deep=True).strip():
            self.lose(Fate.DEGRADED, f"<{tag[:40]}>", node.text(deep=True))
        if "underline" in style.get("text-decoration", ""):
            self.lose(Fate.DEGRADED, "underline", node.text(deep=True))
        self.children(node, flow, (*marks, *({"type": name} for name in names)), depth)

    def _link(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        note = self._notes.note_of(node)
        if note is not None:
            self._special.footnote(note, flow, depth)
            return
        if self._notes.is_again(node):
            self.lose(Fate.DEGRADED, "second reference to a footnote", node.text(deep=True))
            self.children(node, flow, marks, depth)
            return
        href = self.address(node.attributes.get("href"))
        self.children(node, flow, marks if href is None else (*marks, link_mark(href)), depth)

    def address(self, raw: str | None) -> str | None:
        if raw is None or not raw.strip():
            return None
        given = raw.strip()
        href = given if given.startswith("#") else self._links(given)
        if href is None:
            self.lose(Fate.DEGRADED, "link taken off its text", given)
            return None
        address = safe_link(href)
        if address is None or len(address) > _MAX_HREF:
            self.lose(Fate.REFUSED, "link that is not safe" if address is None else "link too long", given)
            return None
        return address

    def _quoted(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        flow.text("\u201c", marks)
        self.children(node, flow, marks, depth)
        flow.text("\u201d", marks)

    def _ruby(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        self.lose(Fate.DEGRADED, styles.LOSING["rt"], node.text(deep=True))
        flow.text(" (", marks)
        self.children(node, flow, marks, depth)
        flow.text(")", marks)

    def _break(self, _node: LexborNode, flow: Flow, _marks: Marks, _depth: int) -> None:
        flow.hard_break()

    def _input(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        if node.attributes.get("type") != "checkbox":
            self.refuse(node, flow, marks, depth)
            return
        self.lose(Fate.DEGRADED, "check box")
        flow.text("\u2611 " if "checked" in node.attributes else "\u2610 ", marks)

    # Blocks of text

    def _division(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        kind, attrs, firm = flow.kind, flow.attrs, flow.firm
        flow.begin(kind, firm=False, **attrs)
        self.children(node, flow, marks, depth)
        flow.begin(kind, firm=firm, **attrs)

    def _paragraph(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        level = word_lists.item_level(node.attributes.get("style") or "")
        if level:
            self._word_item(node, flow, level, depth)
            return
        flow.begin(flow.kind, firm=True, **flow.attrs)
        self.children(node, flow, marks, depth)
        flow.begin(flow.kind, **flow.attrs)

    def _heading(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        level = HEADINGS[node.tag or "h2"] + self._shift
        if level > 4:
            self.lose(Fate.DEGRADED, "heading of a fifth or sixth level", node.text(deep=True))
        if flow.kind == "heading":
            self._division(node, flow, marks, depth)
            return
        kind, attrs = flow.kind, flow.attrs
        flow.begin("heading", level=min(max(level, 2), 4))
        self.children(node, flow, marks, depth)
        flow.begin(kind, **attrs)

    def _term(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        self.lose(Fate.DEGRADED, "term of a list" if node.tag == "dt" else "summary", node.text(deep=True))
        self._division(node, flow, (*marks, {"type": "bold"}), depth)

    def _code(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        language, text = code_language(node), code_text(node).rstrip("\n")
        for start in range(0, max(len(text), 1), LIMITS.text):
            part = text[start : start + LIMITS.text]
            flow.add_block("codeBlock", [{"type": "text", "text": part}], language=language)

    # Containers

    def inside(self, node: LexborNode, depth: int) -> list[Draft]:
        """The blocks in an element, one level further down."""
        flow = self.flow()
        self._level += 1
        self.children(node, flow, (), depth)
        self._level -= 1
        flow.end_line()
        return word_lists.gathered(flow.blocks)

    @property
    def is_deep(self) -> bool:
        """Whether nothing more may be nested here."""
        return self._level >= _MAX_LEVEL

    def too_deep(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> bool:
        if not self.is_deep:
            return False
        self.lose(Fate.DEGRADED, "very deep nesting", f"<{node.tag}>")
        self._division(node, flow, marks, depth)
        return True

    def _quote(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        if self.too_deep(node, flow, marks, depth):
            return
        flow.end_line()
        blocks = self.inside(node, depth)
        line = joined(blocks) if is_pull_quote(node) else None
        if line:
            flow.add_block("pullquote", line)
        elif blocks:
            flow.add_block("blockquote", blocks)

    def _aside(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        read = self._quote if is_pull_quote(node) else self._division
        read(node, flow, marks, depth)

    def _list(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        if self.too_deep(node, flow, marks, depth):
            return
        flow.end_line()
        self._level += 1
        items: list[Draft] = []
        for child in children_of(node):
            if child.is_element_node and child.tag == "li":
                self._item(child, items, depth)
            elif child.is_element_node or (child.text_content or "").strip():
                self._stray(child, items, depth)
        self._level -= 1
        if items and node.tag == "ol":
            flow.add_block("orderedList", items, start=html_tables.number(node, "start", 1, 0, 1_000_000))
        elif items:
            flow.add_block("bulletList", items)

    def _item(self, node: LexborNode, items: list[Draft], depth: int) -> None:
        name = node.attributes.get("id")
        if name:
            self.anchors.note(name)
        blocks = self.inside(node, depth + 1)
        if blocks:
            items.append(list_item(blocks))

    def _stray(self, node: LexborNode, items: list[Draft], depth: int) -> None:
        """What stands in a list without being an item (editors nest lists so) belongs to the item before."""
        flow = self.flow()
        if node.is_element_node:
            self.element(node, flow, (), depth + 1)
        else:
            flow.text(node.text_content or "", ())
        flow.end_line()
        if flow.blocks and items:
            before = items[-1]["content"]
            if before[-1]["type"] == flow.blocks[0]["type"] and before[-1]["type"] in LISTS:
                before[-1]["content"].extend(flow.blocks.pop(0)["content"])
            before.extend(flow.blocks)
        elif flow.blocks:
            items.append(list_item(flow.blocks))

    def _word_item(self, node: LexborNode, flow: Flow, level: int, depth: int) -> None:
        marker = word_marker(node)
        flow.end_line()
        blocks = self.inside(node, depth)
        if blocks:
            content = list_item(blocks)["content"]
            flow.add_block(word_lists.ITEM, content, level=level, numbered=word_lists.is_numbered(marker))

    def _table(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        rows = html_tables.rows(node)
        if html_tables.is_layout(node, rows) or self._level + 3 > _MAX_LEVEL:
            self.lose(Fate.DEGRADED, "table used for layout", node.text(deep=True))
            self._division(node, flow, marks, depth)
            return
        flow.end_line()
        said = words(
            next((c for c in children_of(node) if c.is_element_node and c.tag == "caption"), None), 500
        )
        self._level += 2
        content = [
            html_tables.row([(cell, self.inside(cell, depth + 3)) for cell in cells]) for cells in rows
        ]
        self._level -= 2
        flow.add_block("table", content, caption=said)

    # Things

    def _rule(self, _node: LexborNode, flow: Flow, _marks: Marks, _depth: int) -> None:
        flow.end_line()
        flow.add({"type": "horizontalRule", "attrs": {}})

    def _members_line(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        flow.end_line()
        flow.blocks.append({"type": members_line.LINE, "attrs": {}})
        self.children(node, flow, marks, depth)  # nothing, but in HTML that names the element itself

    def _image(self, node: LexborNode, flow: Flow, marks: Marks, _depth: int) -> None:
        href = next((mark["attrs"]["href"] for mark in marks if mark["type"] == "link"), None)
        block = self._pictures.block(node, href)
        if block is not None:
            kind, attrs, firm = flow.kind, flow.attrs, flow.firm
            flow.end_line()
            flow.add(block)
            flow.begin(kind, firm=firm, **attrs)

    def _figure(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        flow.end_line()
        before = len(flow.blocks)
        captions: list[Draft] = []
        for child in children_of(node):
            if child.is_element_node and child.tag == "figcaption":
                captions.extend(self.inside(child, depth + 1))
            elif child.is_element_node:
                self.element(child, flow, marks, depth + 1)
            else:
                flow.text(child.text_content or "", marks)
        flow.end_line()
        figure = next((block for block in reversed(flow.blocks[before:]) if block["type"] == "figure"), None)
        line = joined(captions)
        if figure is not None and line is not None:
            figure["content"] = line
        else:
            for block in captions:
                self.lose(Fate.DEGRADED, "caption without a picture", node.text(deep=True))
                flow.add(block)

    def refuse(self, node: LexborNode, _flow: Flow, _marks: Marks, _depth: int) -> None:
        address = node.attributes.get("src") or node.attributes.get("href") or node.attributes.get("data")
        self.lose(Fate.REFUSED, f"<{node.tag}>", address or node.text(deep=True))
