"""The document as values: frozen nodes and marks, written to JSON as the editor writes them."""

from collections.abc import Iterator, Mapping

import msgspec

AttributeValue = str | int | None


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that holds for a run of text: `bold`, or a `link` with its `href`."""

    type: str
    attrs: Mapping[str, AttributeValue] = {}


class Node(msgspec.Struct, frozen=True, omit_defaults=True):
    """A block, a hard break, or a run of text (`type` is then "text").

    `attrs` holds every attribute that the schema names for the type, defaults filled in.
    """

    type: str
    attrs: Mapping[str, AttributeValue] = {}
    content: tuple["Node", ...] = ()
    text: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def id(self) -> str:
        """The block's stable id; empty where the type has none (rows, cells, text)."""
        return str(self.attrs.get("id") or "")


class Document(msgspec.Struct, frozen=True, tag_field="type", tag="doc"):
    """A valid story body. Made by `parsing`, never by hand from unchecked parts."""

    content: tuple[Node, ...]


def to_json(document: Document) -> str:
    """The document as JSON text; `parsing.parse` of it gives an equal document."""
    return msgspec.json.encode(document).decode()


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node in reading order, parents before their children."""
    for node in nodes:
        yield node
        if node.content:
            yield from walk(node.content)


def inline_text(node: Node) -> str:
    """The text of one text block as it is read; a hard break is a line feed.

    Offsets of highlights count UTF-16 units of this text.
    """
    return "".join("\n" if child.type == "hardBreak" else child.text for child in node.content)
