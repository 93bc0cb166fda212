"""Markdown taken out and read in again: nothing is lost, and the second time not a byte is different."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.document.markdown_import import from_markdown
from octavo.document.markdown_writing import to_markdown
from octavo.document.nodes import Document, Node, to_json
from octavo.document.parsing import check
from octavo.document.reading import image_ids, plain_text
from tests.document.generated import documents, without_ids
from tests.document.pages import image_address
from tests.document.test_round_trips import stored


def read(text: str) -> Document:
    return from_markdown(text, pictures=stored, shift_headings=False).document


def plain(document: Document) -> Any:
    return without_ids(json.loads(to_json(document)))


def again(text: str) -> str:
    return to_markdown(read(text), image_address)


SAMPLES = [
    "## T\n\nA *b* **c** ~~d~~ `e` [f](https://example.org/).\n",
    "- one\n\n- two\n\n  - inner\n\n3. three\n\n4. four\n",
    "> quoted\n>\n> - list\n",
    "```py\nif a:\n\n    b\n```\n\n---\n\n![d](/i/11111111111/720)\n",
    "| a | b |\n| --- | --: |\n| 1 | 2 |\n",
    "A claim[^1] and more[^2].\n\n[^1]: Proof.\n[^2]: More *proof*.\n",
    "one\\\ntwo\n\n<!--members-only-->\n\nbelow\n",
    '<div data-callout="tip">\n\nMind **this**.\n\n- one\n\n</div>\n',
    "1\\. no list\n\n\\- nor this\n\n\\# nor a heading, 5 \\* 3 \\< 20 \\& \\$x\n",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_plain_markdown_is_what_it_was(text: str) -> None:
    assert again(text) == text


TEXTS = [
    "A walk\n\nwith **bold**, *italic*, ~~struck~~ words, `code` and [a link](https://example.org/a).",
    "## A heading\n\nText.\n\n### Another\n\nMore.",
    "- one\n- two\n  - inner\n\n1. first\n2. second",
    "> A quotation\n>\n> of two paragraphs.",
    "```python\nprint('`a`')\n```",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "One\\\ntwo, and \\*no star\\*, \\_no line\\_, 1\\. no list, \\# no heading.",
    "Before\n\n---\n\nafter",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_reads_back_as_the_equal_document(text: str) -> None:
    document = read(text)
    assert plain(read(to_markdown(document, image_address))) == plain(document)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40))
def test_any_word_reads_back_as_itself(word: str) -> None:
    document = Document(content=(Node("paragraph", content=(Node("text", text=f"x{word}x"),)),))
    assert plain_text(read(to_markdown(document, image_address))).strip() == f"x{word}x"


@given(documents)
@settings(max_examples=40, deadline=None)
def test_the_second_time_not_a_byte_is_different(value: Any) -> None:
    once = again(to_markdown(check(value), image_address))
    assert again(once) == once


@given(documents)
@settings(max_examples=30, deadline=None)
def test_what_markdown_said_once_is_the_equal_document_again(value: Any) -> None:
    document = read(to_markdown(check(value), image_address))
    assert plain(read(to_markdown(document, image_address))) == plain(document)


@given(documents)
@settings(max_examples=30, deadline=None)
def test_no_picture_and_no_letter_is_lost(value: Any) -> None:
    document = check(value)
    back = read(to_markdown(document, image_address))

    def letters(text: str) -> list[str]:
        return sorted(sign for sign in text if sign.isalnum())

    assert image_ids(back) == image_ids(document)
    assert letters(plain_text(back)) == letters(plain_text(document))


def test_every_kind_of_block_comes_back() -> None:
    html: list[dict[str, Any]] = [
        {"type": "linkCard", "attrs": {"url": "https://example.org/", "title": "T", "site": "S"}},
        {"type": "embed", "attrs": {"provider": "vimeo", "url": "https://vimeo.com/76979871", "title": "F"}},
        {"type": "blockMath", "attrs": {"latex": "x^2"}},
        {"type": "tableOfContents", "attrs": {"depth": 2}},
        {"type": "gallery", "content": [{"type": "figure", "attrs": {"image": "11111111111"}}] * 2},
    ]
    document = check({"type": "doc", "content": html})
    back = read(to_markdown(document, image_address))
    kinds = [node["type"] for node in plain(back)["content"]]
    assert kinds == [one["type"] for one in html]


@pytest.mark.parametrize("latex", ["a^2", r"\frac{a_1}{b*c}", "x|y", "a{:b}", "a\n\nb", '"<&'])
def test_a_formula_comes_back_and_other_programs_show_it(latex: str) -> None:
    line = [{"type": "text", "text": "So "}, {"type": "inlineMath", "attrs": {"latex": latex}}]
    document = check({"type": "doc", "content": [{"type": "paragraph", "content": line}]})
    text = to_markdown(document, image_address)
    assert text.endswith("$</span>\n")
    back = from_markdown(text, shift_headings=False)
    assert plain(back.document) == plain(document)
    assert not back.losses
