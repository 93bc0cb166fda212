"""A document survives its own JSON, its own page, and a sanitiser."""

import json
from typing import Any

from hypothesis import given, settings

from octavo.document.conversion import Picture
from octavo.document.html_import import from_html
from octavo.document.nodes import to_json, walk
from octavo.document.parsing import check, parse
from octavo.document.rendering import render_html
from tests.document.generated import documents, without_ids
from tests.document.pages import assert_inert, image_address


def stored(source: str) -> Picture | None:
    return Picture(source.split("/")[2], 640, 480, "a+/=")


@given(documents)
@settings(max_examples=150, deadline=None)
def test_json_and_back_changes_nothing(value: Any) -> None:
    document = check(value)
    assert parse(to_json(document)) == document


@given(documents)
@settings(max_examples=150, deadline=None)
def test_a_page_reads_back_as_its_document(value: Any) -> None:
    document = check(value)
    conversion = from_html(render_html(document, image_address), pictures=stored)
    assert without_ids(json.loads(to_json(conversion.document))) == without_ids(json.loads(to_json(document)))
    assert conversion.losses == ()


@given(documents)
@settings(max_examples=100, deadline=None)
def test_a_page_is_inert_and_carries_every_id_once(value: Any) -> None:
    document = check(value)
    page = render_html(document, image_address)
    assert_inert(page)
    ids = [node.id for node in walk(document.content) if node.id]
    assert len(ids) == len(set(ids))
    for identity in ids:
        assert page.count(f' id="b-{identity}"') == 1
