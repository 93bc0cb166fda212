"""Whatever comes in, nothing in the page that goes out can run."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.document.addresses import is_external, safe_link
from octavo.document.conversion import Picture
from octavo.document.html_import import from_html
from octavo.document.markdown_import import from_markdown
from octavo.document.nodes import to_json
from octavo.document.parsing import InvalidDocument, parse
from octavo.document.rendering import render_html
from tests.document.pages import assert_inert, image_address
from tests.document.vectors import ADDRESSES, DISGUISED, HTML


def any_picture(_source: str) -> Picture:
    return Picture("11111111111", 100, 50, "abc")


@pytest.mark.parametrize("vector", HTML, ids=[vector[:60] for vector in HTML])
@pytest.mark.parametrize("convert", [from_html, from_markdown])
def test_hostile_text_becomes_an_inert_page(vector: str, convert: Any) -> None:
    for conversion in (convert(vector), convert(vector, pictures=any_picture)):
        assert_inert(render_html(conversion.document, image_address))
        assert parse(to_json(conversion.document)) == conversion.document


@pytest.mark.parametrize("vector", HTML, ids=[vector[:60] for vector in HTML])
def test_hostile_text_in_a_document_is_shown_as_text(vector: str) -> None:
    inline = [{"type": "text", "text": vector}]
    figure = {"image": "11111111111", "alt": vector[:2000], "placeholder": "x", "href": "/x"}
    blocks: list[Any] = [
        {"type": "paragraph", "content": inline},
        {"type": "heading", "content": inline},
        {"type": "pullquote", "content": inline},
        {"type": "codeBlock", "content": inline},
        {"type": "figure", "attrs": figure, "content": inline},
    ]
    page = render_html(parse(json.dumps({"type": "doc", "content": blocks})), image_address)
    assert_inert(page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_unsafe_address_is_a_link(address: str) -> None:
    assert safe_link(address) is None
    mark = {"type": "link", "attrs": {"href": address}}
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "x", "marks": [mark]}]}
    figure = {"type": "figure", "attrs": {"image": "11111111111", "href": address}}
    for block in (paragraph, figure):
        with pytest.raises(InvalidDocument, match="href"):
            parse(json.dumps({"type": "doc", "content": [block]}))


@pytest.mark.parametrize("address", DISGUISED)
def test_a_disguised_address_stays_an_address(address: str) -> None:
    cleaned = safe_link(address)
    assert cleaned is not None
    assert safe_link(cleaned) == cleaned
    assert not set(cleaned) & set('"<> \\\u202e')
    mark = {"type": "link", "attrs": {"href": address}}
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "x", "marks": [mark]}]}
    assert_inert(render_html(parse(json.dumps({"type": "doc", "content": [paragraph]})), image_address))


def test_an_address_with_a_host_but_no_scheme_is_external() -> None:
    for address in ("//evil.example/x", "/\\evil.example/x", "\\\\evil.example/x"):
        assert safe_link(address) == "https://evil.example/x"
    assert is_external("https://evil.example/x")
    assert not is_external("/x")
    assert not is_external("mailto:a@example.org")


@given(st.text(max_size=60))
def test_a_cleaned_address_needs_no_more_cleaning(address: str) -> None:
    cleaned = safe_link(address)
    assert cleaned is None or safe_link(cleaned) == cleaned


pieces = st.lists(
    st.sampled_from([piece for vector in HTML for piece in (vector[:80], vector[:17], vector[7:40])]),
    max_size=6,
)


@given(pieces)
def test_mixtures_of_hostile_pieces_are_inert_too(parts: list[str]) -> None:
    for convert in (from_html, from_markdown):
        conversion = convert("".join(parts), pictures=any_picture)
        assert_inert(render_html(conversion.document, image_address))
