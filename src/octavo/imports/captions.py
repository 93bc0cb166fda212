"""Captions in Markdown: it has none, so people write an italic line under the image."""

from msgspec.structs import replace

from octavo.document.nodes import Document, Node

_LONGEST = 300
"""A longer italic paragraph is a note of its own."""


def with_captions(document: Document) -> tuple[Document, int]:
    """The document with each wholly italic paragraph right after a figure as its caption; how many."""
    content, found = _captioned(document.content)
    return (replace(document, content=content), found) if found else (document, 0)


def _captioned(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], int]:
    result: list[Node] = []
    found = 0
    for node in nodes:
        if node.type in {"blockquote", "listItem", "bulletList", "orderedList"}:
            content, inner = _captioned(node.content)
            node = replace(node, content=content)
            found += inner
        if result and result[-1].type == "figure" and not result[-1].content and _is_caption(node):
            result[-1] = replace(result[-1], content=tuple(map(_upright, node.content)))
            found += 1
            continue
        result.append(node)
    return tuple(result), found


def _is_caption(node: Node) -> bool:
    if node.type != "paragraph" or not node.content:
        return False
    texts = [child for child in node.content if child.type == "text" and child.text.strip()]
    italic = all(any(mark.type == "italic" for mark in child.marks) for child in texts)
    return bool(texts) and italic and sum(len(child.text) for child in texts) <= _LONGEST


def _upright(node: Node) -> Node:
    return replace(node, marks=tuple(mark for mark in node.marks if mark.type != "italic"))
