"""Elements that pages mark as more than text, read into drafts: what they hold is read as anything else."""

from typing import Final, Protocol

from selectolax.lexbor import LexborNode

from octavo.document.conversion import Fate
from octavo.document.flow import Draft, Flow, joined, link_mark, text_of
from octavo.document.html_elements import children_of
from octavo.document.html_things import Things, classes, galleries, words
from octavo.document.schema import INLINE, SCHEMA

_CALLOUTS: Final = frozenset(SCHEMA.nodes["callout"].attrs["kind"].values)
Marks = tuple[Draft, ...]


class Reader(Protocol):
    """What reads the source around these elements and inside them."""

    @property
    def is_deep(self) -> bool: ...
    def inside(self, node: LexborNode, depth: int) -> list[Draft]: ...
    def lose(self, fate: Fate, what: str, where: str = "") -> None: ...
    def refuse(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None: ...
    def address(self, raw: str | None) -> str | None: ...


class Special:
    """Reads such elements for the reader of a source."""

    def __init__(self, reader: Reader, things: Things) -> None:
        self._reader = reader
        self._things = things

    def read(self, node: LexborNode, flow: Flow, depth: int) -> bool:
        """Reads the element and says so, if our pages or other editors mark it as one of these things."""
        names = classes(node)
        if not names and "data-callout" not in node.attributes and "data-embed" not in node.attributes:
            return False
        if "katex-html" in names or "callout-name" in names or "kg-callout-emoji" in names:
            return True  # what stands beside it says the same
        if "data-callout" in node.attributes or "kg-callout-card" in names:
            return self._callout(node, flow, depth)
        if "gallery" in names or "kg-gallery-card" in names or "wp-block-gallery" in names:
            return self._gallery(node, flow, depth)
        if "wp-block-embed" in names or "kg-embed-card" in names or "embed" in names:
            return self._captioned(node, flow, depth)
        thing = self._things.inline(node)
        if thing is not None:
            self._put(thing, flow)
            return True
        block = self._things.block(node)
        if block is not None:
            flow.end_line()
            flow.add(block)
        return block is not None

    def _put(self, thing: Draft, flow: Flow) -> None:
        if thing["type"] in INLINE:
            flow.thing(thing)
        else:
            flow.end_line()
            flow.add(thing)

    def maths(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        """A formula that says its LaTeX; any other is refused."""
        thing = self._things.inline(node)
        if thing is None:
            self._reader.refuse(node, flow, marks, depth)
        else:
            self._put(thing, flow)

    def _callout(self, node: LexborNode, flow: Flow, depth: int) -> bool:
        kind = node.attributes.get("data-callout") or "note"
        if self._reader.is_deep or kind not in _CALLOUTS:
            return False
        flow.end_line()
        blocks = self._reader.inside(node, depth)
        if blocks:
            flow.add({"type": "callout", "attrs": {"kind": kind}, "content": blocks})
        return True

    def _gallery(self, node: LexborNode, flow: Flow, depth: int) -> bool:
        if self._reader.is_deep or node.css_first("img") is None:
            return False
        flow.end_line()
        caption = next((c for c in children_of(node) if c.is_element_node and c.tag == "figcaption"), None)
        said = words(caption, 500)
        if caption is not None:
            caption.decompose()
        blocks = self._reader.inside(node, depth)
        figures = [block for block in blocks if block["type"] == "figure"]
        for block in [*galleries(figures, said), *(block for block in blocks if block["type"] != "figure")]:
            flow.add(block)
        return True

    def _captioned(self, node: LexborNode, flow: Flow, depth: int) -> bool:
        """The embed in a figure, with its caption."""
        frame = node.css_first("iframe[src]")
        if "data-embed" in node.attributes:
            block = self._things.own_embed(node)
        elif frame is not None:
            block = self._things.embed_of(frame.attributes.get("src"), frame)
        else:
            block = self._things.embed_of(words(node.css_first(".wp-block-embed__wrapper"), 2048))
        if block is None:
            return False
        flow.end_line()
        caption = node.css_first("figcaption")
        line = joined(self._reader.inside(caption, depth + 1)) if caption is not None else None
        block["content"] = line or []
        flow.add(block)
        return True

    def footnote(self, note: LexborNode, flow: Flow, depth: int) -> None:
        """A note, put where it is referred to."""
        blocks = self._reader.inside(note, depth)
        line = joined(blocks)
        if line is None:
            self._reader.lose(Fate.DEGRADED, "footnote of several blocks", note.text(deep=True))
            line = [{"type": "text", "text": " ".join(map(text_of, blocks))}]
        kept = [piece for piece in line if piece["type"] != "footnote"]
        flow.thing({"type": "footnote", "attrs": {}, "content": kept})

    def frame(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        """A frame or a film: an embed where its site is a known one, else a link."""
        inner = node.css_first("source[src]")
        raw = node.attributes.get("src") or (inner.attributes.get("src") if inner is not None else None)
        block = self._things.embed_of(raw or node.attributes.get("data-src"), node)
        if block is not None:
            flow.end_line()
            flow.add(block)
            return
        href = self._reader.address(raw or node.attributes.get("data-src"))
        if href is None:
            self._reader.refuse(node, flow, marks, depth)
            return
        title = " ".join((node.attributes.get("title") or "").split()) or href
        self._reader.lose(Fate.DEGRADED, f"embedded <{node.tag}>", raw or href)
        flow.end_line()
        flow.text(title, (*(mark for mark in marks if mark["type"] != "link"), link_mark(href)))
        flow.end_line()
