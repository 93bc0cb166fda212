# ruff: noqa: E501 (cases read best a line each)
"""What is a document, what is not, and how the answer names the place."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.document.nodes import Document, to_json
from octavo.document.parsing import InvalidDocument, check, parse
from octavo.document.schema import LIMITS


def doc(*blocks: Any) -> dict[str, Any]:
    return {"type": "doc", "content": list(blocks)}


def paragraph(*inline: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": "paragraph", "attrs": attrs, "content": list(inline)}


def text(words: str, *marks: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, "marks": [{"type": m} if isinstance(m, str) else m for m in marks]}


def link(href: Any) -> dict[str, Any]:
    return {"type": "link", "attrs": {"href": href}}


def refused(value: Any) -> str:
    with pytest.raises(InvalidDocument) as caught:
        parse(json.dumps(value))
    return str(caught.value)


CELL = {"type": "tableCell", "content": [paragraph()]}

PLACES = [
    (doc(), "content: a doc must hold: block+"),
    (doc(paragraph(), {"type": "heading", "attrs": {"level": 7}}), "content[1].attrs.level: must be from 2 to 4"),
    (doc({"type": "heading", "attrs": {"level": True}}), "content[0].attrs.level: must be a whole number"),
    (doc({"type": "heading", "attrs": {"level": 2.5}}), "content[0].attrs.level: must be a whole number"),
    (doc({"type": "heading", "attrs": {"colour": 2}}), "content[0].attrs.colour: there is no such attribute here"),
    (doc({"type": "script"}), "content[0].type: there is no node type script"),
    (doc("x"), "content[0]: must be an object"),
    (doc(text("loose")), "content[0]: a text cannot stand in a doc"),
    (doc(paragraph(paragraph())), "content[0].content[0]: a paragraph cannot stand in a paragraph"),
    (doc({"type": "bulletList", "content": []}), "content[0].content: a bulletList must hold: listItem+"),
    (
        doc({"type": "bulletList", "content": [{"type": "listItem", "content": [{"type": "horizontalRule"}]}]}),
        "content[0].content[0].content: a listItem must hold: paragraph block*",
    ),
    (doc({"type": "table", "content": [CELL]}), "content[0].content[0]: a tableCell cannot stand in a table"),
    (doc({"type": "horizontalRule", "content": [paragraph()]}), "content[0].content[0]: a paragraph cannot stand in a horizontalRule"),
    (doc({"type": "figure"}), "content[0].attrs.image: is missing"),
    (doc({"type": "figure", "attrs": {"image": "../../etc"}}), "content[0].attrs.image: has characters that are not allowed here"),
    (
        doc({"type": "figure", "attrs": {"image": "11111111111", "layout": "huge"}}),
        "content[0].attrs.layout: must be one of inset, wide, full",
    ),
    (doc(paragraph(text("a", link("javascript:alert(1)")))), "content[0].content[0].marks[0].attrs.href: is not an"),
    (doc(paragraph(text("a", {"type": "link"}))), "content[0].content[0].marks[0].attrs.href: is missing"),
    (doc(paragraph(text("a", link("/" + "a" * 3000)))), "content[0].content[0].marks[0].attrs.href: is longer than 2,048 characters"),
    (doc(paragraph(text("a", "blink"))), "content[0].content[0].marks[0].type: there is no mark blink"),
    (doc(paragraph({"type": "text", "text": 5})), "content[0].content[0].text: must be a text"),
    (doc(paragraph({"type": "text", "text": "a", "onclick": "x"})), "content[0].content[0].onclick: a text has no such member"),
    (doc({"type": "codeBlock", "content": [text("a", "bold")]}), "content[0].content[0].marks: a codeBlock holds text without marks"),
    (doc({"type": "codeBlock", "attrs": {"language": '"><b'}}), "content[0].attrs.language: has characters"),
    (doc(paragraph(id="short")), "content[0].attrs.id: a block id is 8 to 22 base58 characters"),
    (doc({"type": "paragraph", "marks": []}), "content[0].marks: a paragraph has no such member"),
    ({"type": "doc", "content": {}}, "content: must be a list"),
    ({"type": "doc", "title": ""}, "title: a document has only type and content"),
    ([], 'a document is an object whose type is "doc"'),
]  # fmt: skip


@pytest.mark.parametrize(("value", "problem"), PLACES, ids=[problem for _, problem in PLACES])
def test_each_broken_rule_is_named_with_its_place(value: Any, problem: str) -> None:
    assert refused(value).startswith(problem)


@pytest.mark.parametrize(
    "garbage",
    ["", "[", "nonsense", '"\\ud800"', '{"type":"doc"} x', "\x00", '{"type":"doc","content":' * 5000],
)
def test_what_is_not_json_is_refused(garbage: str) -> None:
    with pytest.raises(InvalidDocument):
        parse(garbage)


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(InvalidDocument):
        parse(b'{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"\xff"}]}]}')


def test_a_document_larger_than_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(InvalidDocument, match="larger than 2,000,000 bytes"):
        parse(b" " * (LIMITS.bytes + 1))


def test_nesting_blocks_and_length_have_limits() -> None:
    deep: dict[str, Any] = paragraph(text("x"))
    for _ in range(LIMITS.depth - 1):
        deep = {"type": "blockquote", "content": [deep]}
    parse(json.dumps(doc(deep)))
    assert "nested deeper than" in refused(doc({"type": "blockquote", "content": [deep]}))

    parse(json.dumps(doc(*[{"type": "horizontalRule"}] * LIMITS.blocks)))
    assert "more than 10,000 blocks" in refused(doc(*[{"type": "horizontalRule"}] * (LIMITS.blocks + 1)))

    parse(json.dumps(doc(paragraph(text("a" * LIMITS.text)))))
    assert "more than 100,000 characters" in refused(doc(paragraph(text("a" * LIMITS.text), text("b"))))


def test_texts_are_joined_emptied_of_controls_and_their_marks_put_in_order() -> None:
    document = check(
        doc(
            paragraph(
                text(""),
                text("one\x00\u0007 ", "bold", link("https://example.org")),
                text("two\r\nthree", link("https://example.org"), "bold", "bold"),
                text("!"),
            )
        )
    )
    first, last = document.content[0].content
    assert first.text == "one two three"
    assert [mark.type for mark in first.marks] == ["link", "bold"]
    assert last.text == "!"


def test_code_keeps_its_lines_and_tabs() -> None:
    document = check(doc({"type": "codeBlock", "content": [text("a\r\n\tb"), text("\n")]}))
    assert [node.text for node in document.content[0].content] == ["a\n\tb\n"]


def test_what_editors_add_is_accepted_and_dropped() -> None:
    styled = {"type": "link", "attrs": {"href": "/a", "target": "_blank", "rel": None, "class": "x"}}
    document = check(
        doc(
            {
                "type": "orderedList",
                "attrs": {"start": 3.0, "type": None},
                "content": [{"type": "listItem", "content": [paragraph(text("a", styled), {"type": "hardBreak", "marks": []})]}],
            }
        )
    )  # fmt: skip
    assert dict(document.content[0].attrs) | {"id": ""} == {"id": "", "start": 3}
    item = document.content[0].content[0].content[0]
    assert dict(item.content[0].marks[0].attrs) == {"href": "/a"}
    assert item.content[1].type == "hardBreak"


def test_missing_and_taken_ids_are_minted_and_the_first_keeps_its_own() -> None:
    quote = {"type": "blockquote", "attrs": {"id": "aaaaaaaa"}, "content": [paragraph(id="aaaaaaaa")]}
    document = check(doc(quote, paragraph(id="bbbbbbbb"), paragraph(id=None), paragraph()))
    ids = [document.content[0].id, document.content[0].content[0].id, *(n.id for n in document.content[1:])]
    assert ids[0] == "aaaaaaaa"
    assert ids[2] == "bbbbbbbb"
    assert len(set(ids)) == 5
    assert all(len(identity) >= 8 for identity in ids)


def test_a_minted_id_never_takes_one_that_is_in_use() -> None:
    names = iter(["aaaaaaaa", "cccccccc"])
    document = check(doc(paragraph(id="aaaaaaaa"), paragraph()), mint=lambda: next(names))
    assert [node.id for node in document.content] == ["aaaaaaaa", "cccccccc"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["type", "attrs", "content", "text", "marks", "id", "level"]) | st.text(max_size=5), inner, max_size=4),
    max_leaves=30,
)  # fmt: skip


@given(json_values)
def test_no_json_value_raises_anything_but_invalid_document(value: Any) -> None:
    for attempt in (
        value,
        {"type": "doc", "content": value},
        doc(value),
        doc({"type": "paragraph", "content": value}),
    ):
        try:
            assert isinstance(check(attempt), Document)
        except InvalidDocument:
            continue


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_invalid_document(data: bytes) -> None:
    with pytest.raises(InvalidDocument):
        parse(data)


def test_json_of_a_document_parses_to_the_same_document() -> None:
    document = check(doc(paragraph(text("a", "bold"), {"type": "hardBreak"}, text("b"))))
    assert parse(to_json(document)) == document
