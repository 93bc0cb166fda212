"""Footnotes in foreign HTML: which links are references, and where their notes stand."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_LISTS: Final = (
    "section.footnotes, div.footnotes, [role=doc-endnotes], ol.wp-block-footnotes, ol.footnotes-list, "
    'div[style*="footnote-list"]'
)
_ITEMS: Final = 'li[id], div[id^="ftn"]'
_SEPARATORS: Final = "hr.footnotes-sep"
_NUMBER: Final = re.compile(r"[\[(]?\s*(?:\d{1,4}|[*\u2020\u2021\u00a7])\s*[\])]?")
_WORD_TARGET: Final = re.compile(r"_(ftn\d+)")
_BACK: Final = re.compile(r"[\W\d_]{0,12}")


class Notes:
    """The notes of one source, found before it is read.

    Each reference takes the note that it names; a note named twice stands at its first reference, and one
    that nothing names stays what it is where it stands.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._notes: dict[int, LexborNode] = {}
        self._passed: set[int] = set()
        self._again: set[int] = set()
        lists = tree.css(_LISTS)
        lists += [
            node.parent.parent for node in tree.css('p > a[id^="ftnt"]') if node.parent and node.parent.parent
        ]
        if not lists:
            return
        items = self._items(lists, tree)
        taken: set[int] = set()
        for link in tree.css('a[href^="#"]'):
            note = items.get(_target(link))
            if note is not None and note.mem_id in taken and not _inside(link, items):
                self._again.add(link.mem_id)
            if note is None or note.mem_id in taken or not _is_reference(link) or _inside(link, items):
                continue
            taken.add(note.mem_id)
            self._notes[link.mem_id] = note
            self._passed.add(note.mem_id)
            self._pass_ways_back(note)
        for node in lists:
            inner = {item.mem_id for item in items.values() if _is_within(item, node)}
            if inner and inner <= taken:
                self._passed.add(node.mem_id)
        if taken:
            self._passed.update(node.mem_id for node in tree.css(_SEPARATORS))

    def note_of(self, link: LexborNode) -> LexborNode | None:
        """The note that a link refers to."""
        return self._notes.get(link.mem_id) if self._notes else None

    def is_again(self, link: LexborNode) -> bool:
        """Whether a link refers to a note that stands at an earlier reference."""
        return bool(self._again) and link.mem_id in self._again

    def is_passed(self, node: LexborNode) -> bool:
        """Whether an element is read elsewhere, or only leads back."""
        return bool(self._passed) and node.mem_id in self._passed

    def _items(self, lists: list[LexborNode], tree: LexborHTMLParser) -> dict[str, LexborNode]:
        items: dict[str, LexborNode] = {}
        for node in lists:
            for item in node.css(_ITEMS):
                items.setdefault(item.attributes.get("id") or "", item)
        for mark in tree.css('p > a[id^="ftnt"]'):
            name = mark.attributes.get("id") or ""
            if mark.parent is not None and not name.startswith("ftnt_ref"):
                items.setdefault(name, mark.parent)
        items.pop("", None)
        return items

    def _pass_ways_back(self, note: LexborNode) -> None:
        for link in note.css('a[href^="#"]'):
            said = f"{link.attributes.get('class') or ''} {link.attributes.get('role') or ''}"
            if "back" in said or _BACK.fullmatch(link.text(deep=True).strip()):
                self._passed.add(link.mem_id)


def _target(link: LexborNode) -> str:
    name = (link.attributes.get("href") or "")[1:]
    word = _WORD_TARGET.fullmatch(name)
    return word[1] if word else name


def _is_reference(link: LexborNode) -> bool:
    if (link.attributes.get("role") or "") == "doc-noteref":
        return True
    return bool(_NUMBER.fullmatch(link.text(deep=True).strip()))


def _inside(link: LexborNode, items: dict[str, LexborNode]) -> bool:
    known = {item.mem_id for item in items.values()}
    node = link.parent
    while node is not None:
        if node.mem_id in known:
            return True
        node = node.parent
    return False


def _is_within(node: LexborNode, outer: LexborNode) -> bool:
    while node.parent is not None:
        node = node.parent
        if node.mem_id == outer.mem_id:
            return True
    return False
