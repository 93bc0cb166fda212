"""The schema file, read once: node types, their content expressions, attributes, marks and limits."""

import re
from collections.abc import Mapping
from importlib import resources

import msgspec


class Attribute(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """One attribute of a node or mark. Without a default it is required; an id is minted instead."""

    type: str
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    values: tuple[str, ...] = ()
    default: str | int | msgspec.UnsetType | None = msgspec.UNSET


class MarkType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mark; attributes in `ignored` are accepted (editors write them) and dropped."""

    attrs: Mapping[str, Attribute] = {}
    ignored: tuple[str, ...] = ()


class NodeType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node: `content` is a ProseMirror content expression; `marks` "_" allows all, "" none."""

    group: str = ""
    content: str = ""
    marks: str = ""
    code: bool = False
    attrs: Mapping[str, Attribute] = {}
    ignored: tuple[str, ...] = ()


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a document may measure at most.

    bytes: of its JSON in UTF-8; depth: nested nodes above the text; blocks: nodes that are not
    inline; text: characters in one text block; maths: characters of all formulas.
    """

    bytes: int
    depth: int
    blocks: int
    text: int
    maths: int


class Schema(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    version: int
    top: str
    limits: Limits
    nodes: Mapping[str, NodeType]
    marks: Mapping[str, MarkType]


SCHEMA: Schema = msgspec.json.decode(
    resources.files("octavo.document").joinpath("schema.json").read_bytes(), type=Schema
)
SCHEMA_VERSION = SCHEMA.version
LIMITS = SCHEMA.limits

MARK_RANK = {name: rank for rank, name in enumerate(SCHEMA.marks)}
"""Marks of a text are kept in this order, so that equal texts are equal documents."""

LETTERS = {name: chr(0x100 + number) for number, name in enumerate(SCHEMA.nodes)}
"""One letter per node type: a list of children becomes a word, its rule a regular expression."""

TEXT_BLOCKS = frozenset(name for name, node in SCHEMA.nodes.items() if node.content in {"inline*", "text*"})
"""Blocks that hold a line of text."""

INLINE = frozenset(name for name, node in SCHEMA.nodes.items() if node.group == "inline")
"""What stands in a line."""

_NAME = re.compile(r"[A-Za-z]\w*")


def named(word: str) -> frozenset[str]:
    """The node types that one word of a content expression stands for: a type or a group."""
    if word in SCHEMA.nodes:
        return frozenset({word})
    members = frozenset(name for name, node in SCHEMA.nodes.items() if node.group == word)
    if not members:
        raise ValueError(f"schema.json: unknown type or group {word!r}")
    return members


def _compiled(expression: str) -> re.Pattern[str]:
    letters = _NAME.sub(
        lambda match: f"[{''.join(sorted(LETTERS[name] for name in named(match[0])))}]", expression
    )
    return re.compile(letters.replace(" ", ""))


CONTENT_RULES = {name: _compiled(node.content) for name, node in SCHEMA.nodes.items()}
ALLOWED_CHILDREN = {
    name: frozenset().union(*(named(word) for word in _NAME.findall(node.content)))
    for name, node in SCHEMA.nodes.items()
}
