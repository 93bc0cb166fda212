# ruff: noqa: E501 (cases read best a line each)
"""What the page of a document looks like in HTML."""

from typing import Any

from octavo.document.parsing import check
from octavo.document.rendering import render_html
from tests.document.pages import image_address


def page(*blocks: Any, eager_images: int = 1) -> str:
    return render_html(
        check({"type": "doc", "content": list(blocks)}), image_address, eager_images=eager_images
    )


def block(kind: str, *content: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": {"id": "aaaaaaaa", **attrs}, "content": list(content)}


def text(words: str, *marks: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, "marks": [{"type": m} if isinstance(m, str) else m for m in marks]}


LINK = {"type": "link", "attrs": {"href": "https://example.org/?a=1&b=2"}}
FIGURE: dict[str, Any] = {"image": "11111111111", "alt": 'A "view"', "width": 1000, "height": 500}


def test_text_is_escaped_and_marks_shared_by_neighbours_are_opened_once() -> None:
    assert page(
        block("paragraph", text("a<b "), text("in ", LINK), text("bold", LINK, "bold"), text(" &"))
    ) == (
        '<p id="b-aaaaaaaa">a&lt;b <a href="https://example.org/?a=1&amp;b=2" rel="noopener nofollow ugc">in '
        "<strong>bold</strong></a> &amp;</p>\n"
    )


def test_links_within_the_site_keep_their_rank() -> None:
    inner = {"type": "link", "attrs": {"href": "/@ada"}}
    assert '<a href="/@ada">' in page(block("paragraph", text("x", inner)))


def test_a_heading_has_an_anchor_that_readers_can_follow() -> None:
    assert page(block("heading", text("Type"), level=3)) == (
        '<h3 id="b-aaaaaaaa">Type<a class="anchor" href="#b-aaaaaaaa" aria-hidden="true" tabindex="-1"></a></h3>\n'
    )


def test_a_figure_offers_the_widths_that_the_original_has() -> None:
    html = page(block("figure", text("By the sea"), **FIGURE))
    assert 'src="/i/11111111111/720"' in html
    assert 'srcset="/i/11111111111/360 360w, /i/11111111111/720 720w, /i/11111111111/1000 1000w"' in html
    assert 'alt="A &quot;view&quot;" width="1000" height="500"' in html
    assert "<figcaption>By the sea</figcaption>" in html
    assert "style=" not in html


def test_only_the_first_images_load_at_once() -> None:
    both = [block("figure", **FIGURE), block("figure", **FIGURE)]
    assert page(*both).count('loading="lazy"') == 1
    assert page(*both, eager_images=0).count('loading="lazy"') == 2


def test_a_small_or_unmeasured_image_is_not_enlarged_or_left_without_an_address() -> None:
    assert 'src="/i/11111111111/10"' in page(block("figure", **FIGURE | {"width": 10, "height": 10}))
    unmeasured = page(block("figure", image="11111111111"))
    assert 'src="/i/11111111111/720"' in unmeasured
    assert "width=" not in unmeasured


def test_code_can_be_reached_by_keyboard_and_names_its_language() -> None:
    assert page(block("codeBlock", text("\nif a < b:"), language="python")) == (
        '<pre id="b-aaaaaaaa" tabindex="0"><code class="language-python">\nif a &lt; b:</code></pre>\n'
    )


def test_a_table_scrolls_by_itself_and_its_headers_say_their_scope() -> None:
    def cell(kind: str, words: str, **attrs: Any) -> Any:
        return {"type": kind, "attrs": attrs, "content": [block("paragraph", text(words))]}

    head = {
        "type": "tableRow",
        "content": [cell("tableHeader", "a"), cell("tableHeader", "b", align="right")],
    }
    body = {"type": "tableRow", "content": [cell("tableHeader", "c"), cell("tableCell", "d", colspan=2)]}
    html = page(block("table", head, body))
    assert html.startswith('<div class="table-scroll" tabindex="0"><table id="b-aaaaaaaa">\n<thead>')
    assert '<th scope="col">' in html
    assert '<th scope="col" class="align-right">' in html
    assert '<th scope="row">' in html
    assert '<td colspan="2">' in html


def test_empty_paragraphs_between_blocks_are_not_distance() -> None:
    assert (
        page({"type": "paragraph"}, block("horizontalRule"), {"type": "paragraph"})
        == '<hr id="b-aaaaaaaa">\n'
    )


def test_a_numbered_list_begins_where_it_says() -> None:
    item = {"type": "listItem", "content": [{"type": "paragraph", "content": [text("x")]}]}
    assert '<ol id="b-aaaaaaaa" start="3">' in page(block("orderedList", item, start=3))
    assert '<ol id="b-aaaaaaaa">' in page(block("orderedList", item))


def test_a_pull_quote_is_told_from_a_quotation() -> None:
    assert page(block("pullquote", text("So it is."))) == (
        '<blockquote class="pullquote" id="b-aaaaaaaa"><p>So it is.</p></blockquote>\n'
    )
