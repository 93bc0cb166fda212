"""The document as values: frozen nodes and marks, written to JSON as the editor writes them."""

from collections.abc import Iterator, Mapping

import msgspec

AttributeValue = str | int | None


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that holds for a run of text: `bold`, or a `link` with its `href`."""

    type: str
    attrs: Mapping[str, AttributeValue] = {}


class Node(msgspec.Struct, frozen=True, omit_defaults=True):
    """A block, something that stands in a line, or a run of text (`type` is then "text").

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

    Mentions and tags are their names, a formula is its LaTeX, a footnote is nothing: its note is read
    elsewhere (`notes_of`). Offsets of highlights count UTF-16 units of this text. In the page, an element
    with `data-text` stands for the text that this attribute holds, whatever it shows.
    """
    return "".join(child.text if child.type == "text" else _told(child) for child in node.content)


def _told(node: Node) -> str:
    match node.type:
        case "hardBreak":
            return "\n"
        case "mention":
            return f"@{node.attrs['handle']}"
        case "hashtag":
            return f"#{node.attrs['name']}"
        case "inlineMath":
            return str(node.attrs["latex"])
        case _:
            return ""


def notes_of(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every footnote in the order of its reference."""
    return (node for node in walk(nodes) if node.type == "footnote")
