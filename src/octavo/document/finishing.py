"""The last step of a conversion: ids for the blocks, anchors led to them, and the check of it all."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from octavo.document.block_ids import DerivedIds, random_id
from octavo.document.conversion import Conversion, Fate, Loss
from octavo.document.flow import Draft, text_of
from octavo.document.parsing import check
from octavo.document.schema import SCHEMA

_NOT_IN_SLUGS = re.compile(r"[^\w\- ]")
_APART = re.compile(r"[^a-z0-9]+")


class Anchors:
    """The names that parts of the foreign text had, and the blocks where those parts went."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._blocks: dict[str, Draft] = {}

    def note(self, name: str) -> None:
        """The next block placed answers to this name."""
        self._waiting.append(name)

    def placed(self, block: Draft) -> None:
        """Hangs the waiting names on a block."""
        for name in self._waiting:
            self._blocks.setdefault(name, block)
        self._waiting.clear()

    def add_heading(self, block: Draft) -> None:
        """A heading also answers to its slug, in the two ways that Markdown's readers make it."""
        words = text_of(block).strip().lower()
        self._blocks.setdefault(_NOT_IN_SLUGS.sub("", words).replace(" ", "-"), block)
        self._blocks.setdefault(_APART.sub("-", words).strip("-"), block)

    def find(self, name: str) -> Draft | None:
        """The block of a name, if any; rows and cells, which have no id, do not answer."""
        block = self._blocks.get(name) or self._blocks.get(unquote(name))
        return block if block is not None and "id" in block.get("attrs", {}) else None


def finished(blocks: list[Draft], anchors: Anchors, losses: list[Loss], source: str) -> Conversion:
    """The checked conversion. Ids are derived from `source`; where that is empty, they are random.

    Raises InvalidDocument where the text is too large for a document.
    """
    blocks = blocks or [{"type": "paragraph", "attrs": {}, "content": []}]
    mint: Callable[[str, str], str] = DerivedIds(source).mint if source else lambda _kind, _text: random_id()
    for block in _blocks(blocks):
        if "id" in SCHEMA.nodes[block["type"]].attrs:
            block.setdefault("attrs", {})["id"] = mint(block["type"], text_of(block))
        if block["type"] == "heading":
            anchors.add_heading(block)
    # The runs of one link share its draft: each draft is led once.
    for link in {id(link): link for block in _blocks(blocks) for link in _links(block)}.values():
        _lead(link, anchors, losses)
    return Conversion(document=check({"type": "doc", "content": blocks}), losses=tuple(losses))


def _blocks(drafts: list[Draft]) -> Iterator[Draft]:
    for draft in drafts:
        if draft["type"] not in {"text", "hardBreak"}:
            yield draft
            yield from _blocks(draft.get("content", []))


def _links(block: Draft) -> Iterator[Draft]:
    for piece in block.get("content", ()):
        for mark in piece.get("marks", ()):
            if mark["type"] == "link":
                yield mark["attrs"]


def _lead(link: Draft, anchors: Anchors, losses: list[Loss]) -> None:
    href = link["href"]
    if not href.startswith("#"):
        return
    target = anchors.find(href[1:])
    if target is not None:
        link["href"] = f"#b-{target['attrs']['id']}"
    elif href != "#":
        losses.append(Loss(Fate.DEGRADED, "link to a place that is not in the text", href))
