"""Markdown taken out and read in again: nothing is lost, and the second time not a byte is different."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from octavo.document.markdown_import import from_markdown
from octavo.document.markdown_round_trip import to_markdown
from octavo.document.nodes import to_json
from octavo.document.parsing import check
from octavo.document.reading import image_ids, plain_text
from tests.document.generated import documents, without_ids
from tests.document.pages import image_address
from tests.document.test_round_trips import stored


def again(text: str) -> str:
    return to_markdown(from_markdown(text, pictures=stored, shift_headings=False).document, image_address)


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


@given(documents)
@settings(max_examples=40, deadline=None)
def test_the_second_time_not_a_byte_is_different(value: Any) -> None:
    once = again(to_markdown(check(value), image_address))
    assert again(once) == once


@given(documents)
@settings(max_examples=30, deadline=None)
def test_no_picture_and_no_letter_is_lost(value: Any) -> None:
    document = check(value)
    read = from_markdown(to_markdown(document, image_address), pictures=stored, shift_headings=False).document

    def letters(text: str) -> list[str]:
        return sorted(sign for sign in text if sign.isalnum())

    assert image_ids(read) == image_ids(document)
    assert letters(plain_text(read)) == letters(plain_text(document))


def test_every_kind_of_block_comes_back() -> None:
    html = [
        {"type": "linkCard", "attrs": {"url": "https://example.org/", "title": "T", "site": "S"}},
        {"type": "embed", "attrs": {"provider": "vimeo", "url": "https://vimeo.com/76979871", "title": "F"}},
        {"type": "blockMath", "attrs": {"latex": "x^2"}},
        {"type": "tableOfContents", "attrs": {"depth": 2}},
        {"type": "gallery", "content": [{"type": "figure", "attrs": {"image": "11111111111"}}] * 2},
    ]
    document = check({"type": "doc", "content": html})
    text = to_markdown(document, image_address)
    read = from_markdown(text, pictures=lambda source: stored(source), shift_headings=False).document
    kinds = [node["type"] for node in without_ids(json.loads(to_json(read)))["content"]]
    assert kinds == [one["type"] for one in html]
