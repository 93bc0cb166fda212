"""What was changed between two texts, by word, as HTML: `<del>` holds what went, `<ins>` what came.

Without all `<del>` it is the text after, without all `<ins>` the text before. As in `rendering`, every text
is escaped and every address was checked when the document was parsed. Things that are no text (pictures,
embeds, formulas) stand there by what they are called. What only changed its place went in one and came in
another, both marked `moved`; what only changed its look (bold, a link) is marked `restyled`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Final, Literal

import msgspec

from octavo.document.aligning import aligned
from octavo.document.nodes import Document, Mark, Node, inline_text
from octavo.document.schema import TEXT_BLOCKS
from octavo.document.sheet import TAGS, anchor

MOST_TOKENS: Final = 3_000
MOST_PAIRS: Final = 40_000
"""A block with more words, or more pairs of equal words, is compared as a whole."""
ALL_PAIRS: Final = 1_000_000
"""So many pairs are looked at in one comparison; what is left then is compared block by block."""

_WORDS: Final = re.compile(r"\w+\s*|[^\w\s]+\s*|\s+")
_WORD: Final = re.compile(r"\w+")
_CONTAINERS: Final = {
    "blockquote": ("<blockquote", "</blockquote>"),
    "callout": ('<div class="callout"', "</div>"),
    "bulletList": ("<ul", "</ul>"),
    "orderedList": ("<ol", "</ol>"),
    "listItem": ("<li", "</li>"),
    "gallery": ('<div class="compared-gallery"', "</div>"),
    "table": ("<table", "</table>"),
    "tableRow": ("<tr", "</tr>"),
    "tableCell": ("<td", "</td>"),
    "tableHeader": ("<th", "</th>"),
}
_LINES: Final = {
    "pullquote": ('<blockquote class="pullquote"><p>', "</p></blockquote>\n"),
    "codeBlock": ("<pre><code>", "</code></pre>\n"),
}
_ENDS: Final = dict(TAGS.values())
_NAMES: Final = ("alt", "title", "caption", "latex", "url", "provider")
"""Attributes by the first of which a thing is called."""

Side = Literal["ins", "del"]


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two texts."""

    title: str = ""
    subtitle: str = ""
    document: Document


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    html: str
    words_added: int
    words_removed: int


class _Token(msgspec.Struct, frozen=True):
    """A word with the space behind it, or a thing in the line."""

    text: str
    marks: tuple[str, ...] = ()
    """The tags that open before it."""
    type: str = "text"
    """The node's."""


def compare(before: Text, after: Text) -> Comparison:
    """What was changed from one to the other. Bounded: seconds for the longest documents that differ in all.

    Words count as added or removed where they came or went; what was moved or restyled does not count.
    """
    writer = _Writer()
    for tag, old, new in (("h1", before.title, after.title), ("p", before.subtitle, after.subtitle)):
        if old or new:
            writer.write(f'<{tag} class="compared-{"title" if tag == "h1" else "subtitle"}">')
            writer.words(_tokens_of(old), _tokens_of(new))
            writer.write(f"</{tag}>\n")
    writer.blocks(before.document.content, after.document.content)
    return Comparison(html="".join(writer.out), words_added=writer.added, words_removed=writer.removed)


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.write = self.out.append
        self.added = self.removed = 0
        self._left = ALL_PAIRS

    def blocks(self, before: Sequence[Node], after: Sequence[Node]) -> None:
        for old, new, moved in aligned(before, after):
            if old is not None and new is not None:
                self._both(old, new)
            elif new is not None:
                self._one(new, "ins", moved=moved)
            elif old is not None:
                self._one(old, "del", moved=moved)

    def _both(self, old: Node, new: Node) -> None:
        if old == new:
            self._one(new, None)
        elif new.type in _CONTAINERS:
            if _attrs(old) != _attrs(new) and not _CONTAINERS[new.type][0].startswith("<t"):
                self._one(old, "del", restyled=True)
                self._one(new, "ins", restyled=True)
                return
            self._open(new)
            self._captions(old, new)
            self.blocks(old.content, new.content)
            self._close(new)
        elif new.type in _NAMED or _attrs(old) == _attrs(new):
            self._line(old, new)
        else:  # a heading of another level, code in another language
            same = old.content == new.content
            self._one(old, "del", restyled=same)
            self._one(new, "ins", restyled=same)

    def _one(self, node: Node, side: Side | None, *, moved: bool = False, restyled: bool = False) -> None:
        """A block that is in one of the texts alone, or (no side) the same in both."""
        kind = "moved" if moved else "restyled" if restyled else ""
        if node.type in _CONTAINERS:
            self._open(node)
            if caption := _caption(node):
                begin, end = _caption_tags(node)
                self.write(begin)
                self._run(_tokens_of(caption), side, kind)
                self.write(end)
            for child in node.content:
                self._one(child, side, moved=moved, restyled=restyled)
            self._close(node)
            return
        begin, end = _line_tags(node)
        self.write(begin)
        if node.type not in TEXT_BLOCKS or node.type in _NAMED:
            self._run([_Token(_name(node), type=node.type)], side, kind)
        self._run(_tokens(node), side, kind)
        self.write(end)

    def _line(self, old: Node, new: Node) -> None:
        begin, end = _line_tags(new)
        self.write(begin)
        if new.type in _NAMED:
            named = [_Token(_name(node), type=node.type) for node in (old, new)]
            if _attrs(old) == _attrs(new):
                self._run(named[1:], None)
            else:
                kind = "restyled" if named[0] == named[1] else ""
                self._run(named[:1], "del", kind)
                self._run(named[1:], "ins", kind)
        self.words(_tokens(old), _tokens(new))
        self.write(end)

    def _captions(self, old: Node, new: Node) -> None:
        if _caption(old) or _caption(new):
            begin, end = _caption_tags(new)
            self.write(begin)
            self.words(_tokens_of(_caption(old)), _tokens_of(_caption(new)))
            self.write(end)

    def words(self, old: list[_Token], new: list[_Token]) -> None:
        """One line of both texts."""
        start = _shared(old, new)
        rest_old, rest_new = old[start:], new[start:]
        tail = _shared(rest_old[::-1], rest_new[::-1])
        self._run(new[:start], None)
        self._middle(rest_old[: len(rest_old) - tail], rest_new[: len(rest_new) - tail])
        self._run(new[len(new) - tail :], None)

    def _middle(self, old: list[_Token], new: list[_Token]) -> None:
        if not old or not new or not self._affords(old, new):
            self._changed(old, new)
            return
        for does, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if does == "equal":
                self._run(new[c:d], None)
            else:
                self._changed(old[a:b], new[c:d])

    def _changed(self, old: list[_Token], new: list[_Token]) -> None:
        kind = "restyled" if [one.text for one in old] == [one.text for one in new] else ""
        self._run(old, "del", kind)
        self._run(new, "ins", kind)

    def _affords(self, old: list[_Token], new: list[_Token]) -> bool:
        if max(len(old), len(new)) > MOST_TOKENS:
            return False
        counts, others = Counter(old), Counter(new)
        cost = len(old) + len(new) + sum(count * others[token] for token, count in counts.items())
        if cost > min(MOST_PAIRS, self._left):
            return False
        self._left -= cost
        return True

    def _run(self, tokens: Sequence[_Token], side: Side | None, kind: str = "") -> None:
        if not tokens:
            return
        if side:
            self.write(f'<{side} class="{kind}">' if kind else f"<{side}>")
            if not kind:
                self._count(tokens, side)
        marks: tuple[str, ...] = ()
        for token in tokens:
            if token.marks != marks:
                self._end(marks)
                self.out += token.marks
                marks = token.marks
            self.write(_html(token))
        self._end(marks)
        if side:
            self.write(f"</{side}>")

    def _end(self, marks: tuple[str, ...]) -> None:
        self.out += [_ENDS.get(mark, "</a>") for mark in reversed(marks)]

    def _count(self, tokens: Iterable[_Token], side: Side) -> None:
        words = len(_WORD.findall("".join(token.text for token in tokens if token.type not in _NAMED)))
        if side == "ins":
            self.added += words
        else:
            self.removed += words

    def _open(self, node: Node) -> None:
        start = f' start="{node.attrs["start"]}"' if node.type == "orderedList" else ""
        self.write(f"{_CONTAINERS[node.type][0]}{start}>\n")

    def _close(self, node: Node) -> None:
        self.write(f"{_CONTAINERS[node.type][1]}\n")


_NAMED: Final = frozenset(
    {"figure", "embed", "linkCard", "blockMath", "horizontalRule", "tableOfContents", "membersLine"}
)
"""Things that are called by a name here."""


def _line_tags(node: Node) -> tuple[str, str]:
    if node.type == "heading":
        level = node.attrs["level"]
        return f"<h{level}>", f"</h{level}>\n"
    if node.type in _NAMED:
        return f'<p class="compared-thing" data-thing="{node.type}">', "</p>\n"
    return _LINES.get(node.type, ("<p>", "</p>\n"))


def _name(node: Node) -> str:
    """What a thing is called: its description, title or address."""
    if node.type == "horizontalRule":
        return "* * *"
    called = next((str(node.attrs[name]) for name in _NAMES if node.attrs.get(name)), "")
    return f"[{called}] " if called else "[…] "


def _caption(node: Node) -> str:
    return str(node.attrs.get("caption") or "")


def _caption_tags(node: Node) -> tuple[str, str]:
    if node.type == "table":
        return "<caption>", "</caption>\n"
    return '<p class="compared-thing">', "</p>\n"


def _attrs(node: Node) -> dict[str, object]:
    """What a block says of itself; its caption is compared by word."""
    return {name: value for name, value in node.attrs.items() if name not in ("id", "caption")}


def _tokens(node: Node) -> list[_Token]:
    found: list[_Token] = []
    for child in node.content:
        if child.type == "text":
            found += [_Token(word, _opening(child.marks)) for word in _WORDS.findall(child.text)]
        elif child.type == "footnote":
            found.append(_Token(f" [{inline_text(child).strip()}] ", type="footnote"))
        else:
            said = inline_text(Node(type="paragraph", content=(child,)))
            found.append(_Token(said, type=child.type))
    return found


def _opening(marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(
        anchor(str(mark.attrs["href"])) if mark.type == "link" else TAGS[mark.type][0] for mark in marks
    )


def _tokens_of(text: str) -> list[_Token]:
    return [_Token(word) for word in _WORDS.findall(text)]


def _shared(old: Sequence[_Token], new: Sequence[_Token]) -> int:
    """How many tokens both begin with."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _html(token: _Token) -> str:
    if token.type == "hardBreak":
        return "<br>"
    text = escape(token.text, quote=False)
    if token.type in ("inlineMath", "blockMath"):
        return f"<code>{text}</code>"
    return f"<small>{text}</small>" if token.type == "footnote" else text
