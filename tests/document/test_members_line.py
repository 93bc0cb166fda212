"""The line below which a story is for members: one, at the top, and nothing gets across it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.document.html_import import from_html
from octavo.document.markdown_import import from_markdown
from octavo.document.members_line import COMMENT, above
from octavo.document.nodes import Document
from octavo.document.parsing import InvalidDocument, check
from octavo.document.reading import plain_text
from octavo.document.rendering import render_html
from tests.document.generated import blocks, without_ids
from tests.document.pages import image_address
from tests.document.test_round_trips import stored


def paragraph(text: str = "") -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}] if text else []}


LINE = {"type": "membersLine"}


def document(*content: dict[str, Any]) -> Document:
    return check({"type": "doc", "content": list(content)})


@pytest.mark.parametrize(
    "content",
    [
        (LINE,),
        (LINE, paragraph("below")),
        (paragraph("above"), LINE, paragraph("below"), LINE),
        ({"type": "blockquote", "content": [paragraph("above"), LINE]},),
    ],
    ids=["alone", "first", "twice", "in a quote"],
)
def test_it_stands_once_at_the_top_below_a_block(content: tuple[dict[str, Any], ...]) -> None:
    with pytest.raises(InvalidDocument):
        document(*content)


def test_it_has_no_attributes() -> None:
    with pytest.raises(InvalidDocument):
        document(paragraph("above"), {**LINE, "attrs": {"id": "aaaaaaaaaaa"}})


def test_above_it_is_what_everybody_reads() -> None:
    found = above(document(paragraph("one"), paragraph("two"), LINE, paragraph("three")))
    assert found is not None
    assert plain_text(found) == "one\n\ntwo"
    assert COMMENT not in render_html(found, image_address)


@pytest.mark.parametrize("below", [(), (paragraph(),), (paragraph(), paragraph())])
def test_with_nothing_below_it_divides_nothing(below: tuple[dict[str, Any], ...]) -> None:
    assert above(document(paragraph("all"), LINE, *below)) is None
    assert above(document(paragraph("all"))) is None


@settings(deadline=None)
@given(st.lists(blocks, min_size=1, max_size=3), st.lists(blocks, max_size=3))
def test_a_page_of_it_reads_back(before: list[Any], after: list[Any]) -> None:
    made = document(*before, LINE, *after)
    page = render_html(made, image_address)
    assert page.count(COMMENT) == 1
    read = from_html(page, pictures=stored)
    assert read.losses == ()
    told = [without_ids(json.loads(json.dumps(block))) for block in _plain(read.document)]
    assert told == [without_ids(block) for block in _plain(made)]


def _plain(one: Document) -> list[Any]:
    return [{"type": node.type, "text": plain_text(Document(content=(node,)))} for node in one.content]


def test_markdown_says_it_as_a_comment_and_code_does_not() -> None:
    read = from_markdown(f"above\n\n`{COMMENT}`\n\n{COMMENT}\n\nbelow\n").document
    assert [block.type for block in read.content] == ["paragraph", "paragraph", "membersLine", "paragraph"]


@pytest.mark.parametrize(
    "html",
    [
        f"{COMMENT}<p>SECRET</p>",
        f"{COMMENT}SECRET<p>SECRET</p>",
        f"<p>open{COMMENT}SECRET</p>",
        f"<p>open</p><!-- Members-Only\n --><h2>SECRET</h2><p>SECRET</p>{COMMENT}<p>SECRET</p>",
        f"<p>open</p><blockquote><p>SECRET</p>{COMMENT}<p>SECRET</p></blockquote><p>SECRET</p>",
        f"<p>open</p><ul><li>SECRET</li>{COMMENT}<li>SECRET</li></ul>",
        f"<p>open</p><table><tr><td>{COMMENT}<td>SECRET<tr><td>SECRET<td>SECRET</table>",
        f"<p>open</p><table>{COMMENT}<tr><td>SECRET<td>SECRET<tr><td>SECRET<td>SECRET</table>",
        f"<p>open</p><h2>open{COMMENT}</h2><p>SECRET</p>",
        f"<html><head><title>x</title>{COMMENT}</head><body><p>SECRET</p></body></html>",
        f"<p>open</p><b><i>{COMMENT}SECRET</i>SECRET</b>",
    ],
)
def test_nothing_below_the_sources_line_comes_above_it(html: str) -> None:
    read = from_html(html)
    found = above(read.document)
    assert found is not None
    assert "SECRET" not in plain_text(found)
    assert plain_text(read.document).count("SECRET") == html.count("SECRET")


WRAPPERS = (
    "<div hidden>{}</div>",
    '<div style="display:none">{}</div>',
    "<p>{}</p>",
    "<blockquote>{}</blockquote>",
    "<ul><li>{}</li></ul>",
    "<ul><div>{}</div></ul>",
    "<pre><code>{}</code></pre>",
    "<figure><img src='a.jpg'><figcaption>{}</figcaption></figure>",
    "<table><caption>{}</caption><tr><td>x</td></tr></table>",
    "<table><tr><td>{}</td></tr></table>",
    "<b>{}</b>",
    "<svg>{}</svg>",
    "<noscript>{}</noscript>",
    "<template>{}</template>",
    "<textarea>{}</textarea>",
    "<script>{}</script>",
    "<title>{}</title>",
    "<select>{}</select>",
    "<math><mi>{}</mi></math>",
    "<iframe>{}</iframe>",
    "<img alt='{}'>",
    '<div class="callout" data-callout="note">{}</div>',
    '<section class="footnotes"><ol><li id="fn1">{}</li></ol></section>',
    "<details><summary>{}</summary></details>",
    "<div>" * 150 + "{}" + "</div>" * 150,
    "<blockquote>" * 30 + "{}" + "</blockquote>" * 30,
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(WRAPPERS), max_size=4), st.booleans())
def test_wherever_it_stands_nothing_below_it_comes_above(around: list[str], begun: bool) -> None:
    html = f"{COMMENT}SECRET"
    for wrapper in around:
        html = wrapper.format(html)
    read = from_html(f"<p>open</p>{'open ' if begun else ''}{html}<p>SECRET</p>")
    found = above(read.document)
    assert found is not None
    assert "SECRET" not in plain_text(found)
    assert plain_text(read.document).startswith("open")


@pytest.mark.parametrize("wrapper", ["<div style='display:none'>{}</div>", "<script>{}</script>"])
def test_a_line_that_was_dropped_is_named(wrapper: str) -> None:
    read = from_html(f"<p>open</p>{wrapper.format(COMMENT)}<p>SECRET</p>")
    assert [block.type for block in read.document.content] == ["paragraph", "membersLine", "paragraph"]
    assert "members' line in what is not taken over" in {loss.what for loss in read.losses}


def test_one_whose_place_nobody_can_tell_stands_below_the_first_block() -> None:
    told = above(from_html(f'<html title="{COMMENT}"><p>one</p><p>SECRET</p>').document)
    assert told is not None
    assert plain_text(told) == "one"
