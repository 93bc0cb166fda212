"""From JSON to a valid document: limits, the schema's rules, and one way to write each thing.

What is read is also made canonical: defaults filled in, marks in the schema's order, equal
neighbouring texts joined, empty ones and control characters dropped, block ids minted where they
are missing or taken. Parsing the JSON of a parsed document changes nothing.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from octavo.document.addresses import is_external, safe_link
from octavo.document.block_ids import BLOCK_ID, random_id
from octavo.document.nodes import AttributeValue, Document, Mark, Node, inline_text
from octavo.document.schema import (
    ALLOWED_CHILDREN,
    CONTENT_RULES,
    LETTERS,
    LIMITS,
    MARK_RANK,
    SCHEMA,
    TEXT_BLOCKS,
    Attribute,
)

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS: Final = re.compile(r"\r\n?")
_BREAKS: Final = re.compile(r"[\t\n]+")
_MAX_PLACE = 200


class InvalidDocument(Exception):  # noqa: N818 (faults of this house say what is wrong)
    """The text is not a document. `place` says where, as in `content[3].attrs.level`."""

    def __init__(self, place: str, problem: str) -> None:
        self.place = place[:_MAX_PLACE]
        self.problem = problem
        super().__init__(f"{self.place}: {problem}" if place else problem)


def parse(text: str | bytes, *, mint: Callable[[], str] = random_id) -> Document:
    """The document that the JSON text holds. `mint` gives ids to blocks without one of their own.

    Raises InvalidDocument, and nothing else, whatever the text is.
    """
    try:
        data = text.encode() if isinstance(text, str) else text
        if len(data) > LIMITS.bytes:
            raise InvalidDocument("", f"the document is larger than {LIMITS.bytes:,} bytes")
        value = msgspec.json.decode(data)
    except RecursionError:
        raise InvalidDocument("", "the document is nested too deeply") from None
    except (msgspec.DecodeError, UnicodeError) as error:
        raise InvalidDocument("", f"this is not JSON: {error}") from None
    return check(value, mint=mint)


def check(value: object, *, mint: Callable[[], str] = random_id) -> Document:
    """The document that the decoded JSON value is; see `parse`, whose limit of bytes is not applied."""
    if not isinstance(value, dict) or value.get("type") != SCHEMA.top:
        raise InvalidDocument("", 'a document is an object whose type is "doc"')
    for key in value:
        if key not in {"type", "content"}:
            raise InvalidDocument(_shown(key), "a document has only type and content")
    return Document(content=_Reader(mint).children("", SCHEMA.top, value.get("content"), 0))


class _Reader:
    """Reads one document; holds what is counted over the whole of it."""

    def __init__(self, mint: Callable[[], str]) -> None:
        self._mint = mint
        self._blocks = 0
        self._maths = 0
        self._ids: set[str] = set()

    def children(self, place: str, parent: str, value: object, depth: int) -> tuple[Node, ...]:
        here = f"{place}.content" if place else "content"
        if value is None:
            value = []
        if not isinstance(value, list):
            raise InvalidDocument(here, "must be a list")
        if depth > LIMITS.depth:
            raise InvalidDocument(place, f"nested deeper than {LIMITS.depth} levels")
        if parent in TEXT_BLOCKS:
            return self._inline(here, parent, value)
        nodes = [self._block(f"{here}[{number}]", parent, child, depth) for number, child in enumerate(value)]
        _check_order(here, parent, nodes)
        return tuple(nodes)

    def _block(self, place: str, parent: str, value: object, depth: int) -> Node:
        kind = _kind(place, parent, value)
        assert isinstance(value, dict)
        self._blocks += 1
        if self._blocks > LIMITS.blocks:
            raise InvalidDocument(place, f"more than {LIMITS.blocks:,} blocks")
        for key in value:
            if key not in {"type", "attrs", "content"}:
                raise InvalidDocument(f"{place}.{_shown(key)}", f"a {kind} has no such member")
        rules = SCHEMA.nodes[kind]
        # Its id is settled before its children's: of two equal ids the first in order stays.
        attrs = self._known(place, _attributes(place, rules.attrs, rules.ignored, value.get("attrs")))
        return Node(
            type=kind, attrs=attrs, content=self.children(place, kind, value.get("content"), depth + 1)
        )

    def _inline(self, here: str, parent: str, values: list[object]) -> tuple[Node, ...]:
        nodes: list[Node] = []
        length = 0
        for number, value in enumerate(values):
            place = f"{here}[{number}]"
            kind = _kind(place, parent, value)
            assert isinstance(value, dict)
            if kind != "text":
                node = self._thing(place, kind, value)
                nodes.append(node)
                length += len(inline_text(node))
            else:
                node = _text(place, parent, value)
                length += len(node.text)
            if length > LIMITS.text:
                raise InvalidDocument(place, f"more than {LIMITS.text:,} characters in one block")
            if kind != "text" or not node.text:
                continue
            if nodes and nodes[-1].type == "text" and nodes[-1].marks == node.marks:
                node = Node(type="text", text=nodes[-1].text + node.text, marks=node.marks)
                nodes.pop()
            nodes.append(node)
        return tuple(nodes)

    def _thing(self, place: str, kind: str, value: dict[str, object]) -> Node:
        """What stands in a line without being text. The marks that an editor keeps on it mean nothing."""
        rules = SCHEMA.nodes[kind]
        known = (
            {"type", "marks"}
            | ({"attrs"} if rules.attrs else set())
            | ({"content"} if rules.content else set())
        )
        for key in value:
            if key not in known:
                raise InvalidDocument(f"{place}.{_shown(key)}", f"a {kind} has no such member")
        if not rules.attrs:
            return Node(type=kind)
        attrs = self._known(place, _attributes(place, rules.attrs, rules.ignored, value.get("attrs")))
        if not rules.content:
            return Node(type=kind, attrs=attrs)
        content = value.get("content")
        if not isinstance(content, list | None):
            raise InvalidDocument(f"{place}.content", "must be a list")
        return Node(type=kind, attrs=attrs, content=self._inline(f"{place}.content", kind, content or []))

    def _known(self, place: str, attrs: dict[str, AttributeValue]) -> dict[str, AttributeValue]:
        """The attributes with an id of the node's own, and formulas counted."""
        if "id" in attrs:
            identity = attrs["id"]
            while not isinstance(identity, str) or identity in self._ids:
                identity = self._mint()
            self._ids.add(identity)
            attrs["id"] = identity
        if "latex" in attrs:
            self._maths += len(str(attrs["latex"]))
            if self._maths > LIMITS.maths:
                raise InvalidDocument(place, f"more than {LIMITS.maths:,} characters of formulas")
        return attrs


def _kind(place: str, parent: str, value: object) -> str:
    if not isinstance(value, dict):
        raise InvalidDocument(place, "must be an object")
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in SCHEMA.nodes:
        raise InvalidDocument(f"{place}.type", f"there is no node type {_shown(kind)}")
    if kind not in ALLOWED_CHILDREN[parent]:
        raise InvalidDocument(place, f"a {kind} cannot stand in a {parent}")
    return kind


def _check_order(here: str, parent: str, nodes: list[Node]) -> None:
    word = "".join(LETTERS[node.type] for node in nodes)
    if not CONTENT_RULES[parent].fullmatch(word):
        raise InvalidDocument(here, f"a {parent} must hold: {SCHEMA.nodes[parent].content or 'nothing'}")


def _text(place: str, parent: str, value: dict[str, object]) -> Node:
    for key in value:
        if key not in {"type", "text", "marks"}:
            raise InvalidDocument(f"{place}.{_shown(key)}", "a text has no such member")
    text = value.get("text")
    if not isinstance(text, str):
        raise InvalidDocument(f"{place}.text", "must be a text")
    if not text.isprintable():
        text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
        if not SCHEMA.nodes[parent].code:
            text = _BREAKS.sub(" ", text)
    marks = value.get("marks")
    if not marks and (marks is None or marks == []):
        return Node(type="text", text=text)
    if not SCHEMA.nodes[parent].marks:
        raise InvalidDocument(f"{place}.marks", f"a {parent} holds text without marks")
    return Node(type="text", text=text, marks=_marks(f"{place}.marks", marks))


def _marks(place: str, value: object) -> tuple[Mark, ...]:
    if not isinstance(value, list):
        raise InvalidDocument(place, "must be a list")
    marks: dict[str, Mark] = {}
    for number, item in enumerate(value):
        here = f"{place}[{number}]"
        if not isinstance(item, dict):
            raise InvalidDocument(here, "must be an object")
        kind = item.get("type")
        if not isinstance(kind, str) or kind not in SCHEMA.marks:
            raise InvalidDocument(f"{here}.type", f"there is no mark {_shown(kind)}")
        for key in item:
            if key not in {"type", "attrs"}:
                raise InvalidDocument(f"{here}.{_shown(key)}", "a mark has only type and attrs")
        attrs = _attributes(here, SCHEMA.marks[kind].attrs, SCHEMA.marks[kind].ignored, item.get("attrs"))
        marks.setdefault(kind, Mark(type=kind, attrs=attrs))
    return tuple(sorted(marks.values(), key=lambda mark: MARK_RANK[mark.type]))


def _attributes(
    place: str, known: Mapping[str, Attribute], ignored: tuple[str, ...], value: object
) -> dict[str, AttributeValue]:
    given = {} if value is None else value
    if not isinstance(given, dict):
        raise InvalidDocument(f"{place}.attrs", "must be an object")
    for name in given:
        if name not in known and name not in ignored:
            raise InvalidDocument(f"{place}.attrs.{_shown(name)}", "there is no such attribute here")
    return {
        name: _attribute(f"{place}.attrs.{name}", rule, given.get(name, msgspec.UNSET))
        for name, rule in known.items()
    }


def _attribute(place: str, rule: Attribute, value: object) -> AttributeValue:
    if rule.type == "id" and (value is msgspec.UNSET or value is None):
        return None
    if value is msgspec.UNSET or (value is None and rule.default is None):
        if isinstance(rule.default, msgspec.UnsetType):
            raise InvalidDocument(place, "is missing")
        return rule.default
    if rule.type == "integer":
        return _integer(place, rule, value)
    if not isinstance(value, str):
        raise InvalidDocument(place, "must be a text")
    return _word(place, rule, value)


def _integer(place: str, rule: Attribute, value: object) -> int:
    # JSON has one kind of number and browsers write 2 for 2.0; a truth value is no number.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidDocument(place, "must be a whole number")
    if (rule.minimum is not None and value < rule.minimum) or (
        rule.maximum is not None and value > rule.maximum
    ):
        raise InvalidDocument(place, f"must be from {rule.minimum} to {rule.maximum}")
    return value


def _word(place: str, rule: Attribute, value: str) -> str:
    if not value.isprintable():
        value = _CONTROLS.sub("", value)
    if rule.type == "id" and not BLOCK_ID.fullmatch(value):
        raise InvalidDocument(place, "a block id is 8 to 22 base58 characters")
    if rule.type in {"link", "web"}:
        value = _link(place, value)
    if rule.type == "web" and not is_external(value):
        raise InvalidDocument(place, "is not an http or https address")
    if rule.max_length is not None and len(value) > rule.max_length:
        raise InvalidDocument(place, f"is longer than {rule.max_length:,} characters")
    if rule.values and value not in rule.values:
        raise InvalidDocument(place, f"must be one of {', '.join(rule.values)}")
    if rule.pattern is not None and not re.fullmatch(rule.pattern, value):
        raise InvalidDocument(place, "has characters that are not allowed here")
    return value


def _link(place: str, value: str) -> str:
    address = safe_link(value)
    if address is None:
        raise InvalidDocument(place, "is not an http, https or mailto address, a path or an anchor")
    return address


def _shown(value: object) -> str:
    """A foreign name as it may stand in an error: short, and printable."""
    text = value if isinstance(value, str) else type(value).__name__
    return repr(text[:40]) if not text.isidentifier() else text[:40]
