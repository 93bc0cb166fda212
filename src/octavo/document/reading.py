"""What a document says: its text, length, outline, images and links."""

import re
from html import unescape
from math import ceil

import msgspec

from octavo.document.nodes import Document, Node, inline_text, notes_of, walk
from octavo.document.schema import TEXT_BLOCKS

WORDS_PER_MINUTE = 265
"""Medium's figure for adults (help.medium.com, "Read time")."""

CJK_PER_MINUTE = 500
"""Characters a minute where writing has no spaces (the same source)."""

FIRST_IMAGE_SECONDS, LAST_IMAGE_SECONDS = 12, 3
"""The first image takes 12 seconds, each later one a second less, none less than 3."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_CJK_CHARACTER = re.compile(f"[{_CJK}]")
_SPACE = re.compile(r"\s+")
_TITLED = {
    "gallery": ("caption",),
    "table": ("caption",),
    "embed": ("title",),
    "linkCard": ("title",),
    "blockMath": ("latex",),
}
"""Nodes of which attributes are read, too."""
_ELEMENT = re.compile(r"<[^<>]*>")
_BLOCK_END = re.compile(r"</(?:p|li|pre|blockquote)>|<br>")
_SENTENCE_END = re.compile(r"[.!?…。\uff01\uff1f]['\"\u201d\u2019)\]]*(?=\s|$)")


_LINES = TEXT_BLOCKS | {"footnote"}


class Heading(msgspec.Struct, frozen=True):
    """One line of the outline; `block_id` is what its anchor `#b-…` names."""

    level: int
    text: str
    block_id: str


def plain_text(document: Document) -> str:
    """All text as it is read, blocks apart by an empty line, list items and rows by a line feed; then the
    footnotes. What embeds and cards say of other sites' things is theirs, but for captions and titles."""
    texts = [
        *map(_block_text, document.content),
        *(inline_text(note).strip() for note in notes_of(document.content)),
    ]
    return "\n\n".join(text for text in texts if text)


def _block_text(node: Node) -> str:
    if node.type in _TITLED:
        own = [str(node.attrs[name] or "") for name in _TITLED[node.type]]
        inner = (
            [inline_text(node).strip()]
            if node.type in TEXT_BLOCKS
            else [_block_text(one) for one in node.content]
        )
        return "\n".join(text for text in (*own, *inner) if text)
    if node.type in TEXT_BLOCKS:
        return inline_text(node).strip()
    if node.type == "tableRow":
        return "\t".join(_block_text(cell).replace("\n", " ") for cell in node.content).strip()
    return "\n".join(text for text in map(_block_text, node.content) if text)


def excerpt(document: Document, *, limit: int = 200) -> str:
    """The beginning of the prose in at most `limit` characters, ended at a sentence or a word.

    Headings, code, tables and captions are passed over. Empty where there is no prose.
    """
    text = ""
    for node in walk(document.content):
        if node.type in {"paragraph", "pullquote"}:
            text = f"{text} {_SPACE.sub(' ', inline_text(node)).strip()}".strip()
        if len(text) > limit:
            return _shortened(text, limit)
    return text


def beginning(html: str, *, limit: int = 80) -> str:
    """The first words of a text rendered here, in one line of at most `limit` characters."""
    text = unescape(_ELEMENT.sub("", _BLOCK_END.sub(" ", html)))
    text = _SPACE.sub(" ", text).strip()
    return text if len(text) <= limit else _shortened(text, limit)


def _shortened(text: str, limit: int) -> str:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, limit)]
    if ends and ends[-1] >= limit * 2 // 3:
        return text[: ends[-1]]
    cut = text[: limit - 1]
    if " " in cut and not _CJK_CHARACTER.search(cut[-1:]):
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:\u2013—-") + "…"


def word_count(document: Document) -> int:
    """Words of the text, captions and code included; each Chinese or Japanese character is one."""
    cjk, words = _counts(document)
    return cjk + words


def reading_seconds(document: Document) -> int:
    """How long an adult reads it, images included."""
    cjk, words = _counts(document)
    images = sum(1 for node in walk(document.content) if node.type == "figure")
    looking = sum(max(LAST_IMAGE_SECONDS, FIRST_IMAGE_SECONDS - number) for number in range(images))
    return round(words * 60 / WORDS_PER_MINUTE + cjk * 60 / CJK_PER_MINUTE + looking)


def reading_minutes(document: Document) -> int:
    """`reading_seconds` in whole minutes, rounded up, at least 1."""
    return max(1, ceil(reading_seconds(document) / 60))


def _counts(document: Document) -> tuple[int, int]:
    text, cjk = plain_text(document), 0
    if not text.isascii():
        text, cjk = _CJK_CHARACTER.subn(" ", text)
    # Signs that stand alone, as a dash does, are no words.
    return cjk, sum(1 for word in text.split() if word[0].isalnum() or any(map(str.isalnum, word)))


def mentions(document: Document) -> tuple[str, ...]:
    """The ids of the people who are named with an @, each once, in order."""
    named = (str(node.attrs["person"]) for node in walk(document.content) if node.type == "mention")
    return tuple(dict.fromkeys(named))


def hashtags(document: Document) -> tuple[str, ...]:
    """The tags that stand in the text, as they are written there, each once, in order."""
    named = (str(node.attrs["name"]) for node in walk(document.content) if node.type == "hashtag")
    return tuple(dict.fromkeys(named))


def outline(document: Document) -> tuple[Heading, ...]:
    """The headings in order; empty ones are left out."""
    return tuple(
        Heading(level=int(node.attrs["level"] or 2), text=text, block_id=node.id)
        for node in walk(document.content)
        if node.type == "heading" and (text := _SPACE.sub(" ", inline_text(node)).strip())
    )


def image_ids(document: Document) -> tuple[str, ...]:
    """The ids of all images, those of embeds and cards included, in order; one that stands twice is named
    twice."""
    return tuple(str(image) for node in walk(document.content) if (image := node.attrs.get("image")))


def links(document: Document) -> tuple[str, ...]:
    """The address of every link in order, a linked image's, an embed's and a card's included. A link that is
    bold in its middle is one link."""
    found: list[str] = []
    for node in walk(document.content):
        leads = node.attrs.get("href") or node.attrs.get("url")
        if leads:
            found.append(str(leads))
        before: str | None = None
        for child in node.content if node.type in _LINES else ():
            here = link_of(child)
            if here is not None and here != before:
                found.append(here)
            before = here
    return tuple(found)


def link_of(node: Node) -> str | None:
    """Where a run of text leads."""
    for mark in node.marks:
        if mark.type == "link":
            return str(mark.attrs["href"])
    return None
