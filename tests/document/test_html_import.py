# ruff: noqa: E501 (cases read best a line each)
"""Foreign HTML: what is kept, and that the rest is named."""

from pathlib import Path

import pytest

from octavo.document.conversion import Conversion, Fate, Picture
from octavo.document.html_import import from_html
from octavo.document.nodes import Node, inline_text, walk
from octavo.document.parsing import InvalidDocument
from octavo.document.schema import LIMITS

PASTES = Path(__file__).parent / "pastes"


def shape(nodes: tuple[Node, ...]) -> list[object]:
    """The document in short: types, and the text of text blocks."""
    return [
        f"{node.type}: {inline_text(node)}" if not node.content or node.content[0].type in {"text", "hardBreak"} else [node.type, *shape(node.content)]
        for node in nodes
    ]  # fmt: skip


def lost(conversion: Conversion) -> list[tuple[str, str]]:
    return [(loss.fate.value, loss.what) for loss in conversion.losses]


def marks_of(conversion: Conversion, text: str) -> list[str]:
    return next(
        [m.type for m in node.marks]
        for node in walk(conversion.document.content)
        if node.text.strip() == text
    )


def test_loose_text_and_double_breaks_become_paragraphs() -> None:
    assert shape(from_html("one<br><br>two<div>three<p>four<br>five</p>six</div>").document.content) == [
        "paragraph: one", "paragraph: two", "paragraph: three", "paragraph: four\nfive", "paragraph: six",
    ]  # fmt: skip


def test_lists_nested_beside_their_items_belong_to_them() -> None:
    conversion = from_html("<ul><li>a</li><ul><li>b</li></ul><ul><li>c</li></ul><li>d</ul>")
    assert shape(conversion.document.content) == [
        ["bulletList", ["listItem", "paragraph: a", ["bulletList", ["listItem", "paragraph: b"], ["listItem", "paragraph: c"]]], ["listItem", "paragraph: d"]]
    ]  # fmt: skip


def test_an_item_that_begins_with_something_else_gets_an_empty_line_first() -> None:
    assert shape(from_html("<ul><li><pre>x</pre></ul>").document.content) == [
        ["bulletList", ["listItem", "paragraph: ", "codeBlock: x"]]
    ]


def test_headings_keep_their_order_when_the_largest_moves() -> None:
    assert [
        node.attrs["level"] for node in from_html("<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4>").document.content
    ] == [2, 3, 4, 4]
    assert [node.attrs["level"] for node in from_html("<h3>a</h3><h4>b</h4>").document.content] == [3, 4]
    shifted = from_html("<h3>a</h3><h4>b</h4>", shift_headings=True)
    assert [node.attrs["level"] for node in shifted.document.content] == [2, 3]


def test_images_become_figures_with_their_captions_and_links() -> None:
    conversion = from_html(
        "<figure><a href=/big><img src=a.png alt='A  view'></a><figcaption>Seen <b>today</b></figcaption></figure>",
        pictures=lambda source: Picture("11111111111", 30, 20, "ab") if source == "a.png" else None,
    )
    (figure,) = conversion.document.content
    assert {**figure.attrs, "id": ""} == {
        "id": "", "image": "11111111111", "alt": "A view", "layout": "inset", "width": 30, "height": 20,
        "placeholder": "ab", "href": "/big",
    }  # fmt: skip
    assert inline_text(figure) == "Seen today"
    assert conversion.losses == ()


def test_an_image_in_a_sentence_stands_between_its_halves() -> None:
    conversion = from_html("<p>before <img src=a> after</p>", pictures=lambda _: Picture("11111111111"))
    assert shape(conversion.document.content) == ["paragraph: before", "figure: ", "paragraph: after"]


def test_an_image_that_is_not_to_be_had_becomes_a_link_and_is_named() -> None:
    conversion = from_html(
        "<p><img src=https://example.org/a.png alt=View></p><img src=data:,x><img alt=x><img src=/p width=1 height=1>"
    )
    assert shape(conversion.document.content) == ["paragraph: View"]
    assert lost(conversion) == [
        ("degraded", "image became a link"), ("refused", "image"), ("refused", "image without a source"), ("refused", "tracking pixel"),
    ]  # fmt: skip


NAMED = [
    ("<u>x</u>", "degraded", "underline", "x"),
    ("<mark>x</mark>", "degraded", "highlight", "x"),
    ("<x-y>x</x-y>", "degraded", "<x-y>", "x"),
    ("<iframe src=https://example.org/v title=Film></iframe>", "degraded", "embedded <iframe>", "Film"),
    ("<video><source src=/v.mp4></video>", "degraded", "embedded <video>", "/v.mp4"),
    ("<dl><dt>x</dl>", "degraded", "term of a list", "x"),
    ("<h6>x</h6>", "degraded", "heading of a fifth or sixth level", "x"),
    ("<table><tr><td>x</table>", "degraded", "table used for layout", "x"),
    ("<figure><figcaption>x</figcaption></figure>", "degraded", "caption without a picture", "x"),
    ("<a href='#gone'>x</a>", "degraded", "link to a place that is not in the text", "x"),
    ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "degraded", "ruby text", "漢 (kan)"),
    ("<input type=checkbox checked> x", "degraded", "check box", "☑ x"),
    ("<p style=display:none>y</p>x", "refused", "hidden text", "x"),
    ("x<script>y</script>", "refused", "<script>", "x"),
    ("x<svg><text>y</text></svg>", "refused", "<svg>", "x"),
    ("x<button>y</button>", "refused", "<button>", "x"),
    ("<a href=javascript:y>x</a>", "refused", "link that is not safe", "x"),
    (f"<a href='/{'y' * 3000}'>x</a>", "refused", "link too long", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "fate", "what", "text"), NAMED, ids=[what for _, _, what, _ in NAMED])
def test_what_cannot_be_kept_is_named(html: str, fate: str, what: str, text: str) -> None:
    from octavo.document.reading import plain_text

    conversion = from_html(html)
    assert lost(conversion) == [(fate, what)]
    assert plain_text(conversion.document) == text


def test_a_link_that_the_hook_does_not_want_leaves_its_text() -> None:
    conversion = from_html(
        "<a href=/a>x</a><a href=/b>y</a>", links=lambda href: "/new" if href == "/a" else None
    )
    assert [node.text for node in conversion.document.content[0].content] == ["x", "y"]
    assert conversion.losses[0].fate is Fate.DEGRADED
    assert conversion.losses[0].where == "/b"


def test_anchors_lead_to_the_blocks_where_their_places_went() -> None:
    conversion = from_html(
        "<a href='#s'>to</a><a href='#my-title'>t</a><section id=s><p>here</section><h2>My Title</h2>"
    )
    first, here, title = conversion.document.content
    hrefs = [mark.attrs["href"] for node in first.content for mark in node.marks]
    assert hrefs == [f"#b-{here.id}", f"#b-{title.id}"]


def test_ids_depend_on_the_source_and_the_block_alone() -> None:
    def ids(html: str, source: str) -> list[str]:
        return [node.id for node in from_html(html, source=source).document.content]

    first = ids("<p>a</p><p>b</p><p>a</p>", "s")
    assert len(set(first)) == 3
    assert ids("<p>a</p><p>b</p><p>a</p>", "s") == first
    assert ids("<p>a</p><p>new</p><p>b</p>", "s")[::2] == first[:2]
    assert not set(ids("<p>a</p>", "other")) & set(first)


def test_a_paragraph_longer_than_a_block_may_be_is_cut_and_a_text_too_large_refused() -> None:
    from octavo.document.reading import plain_text

    document = from_html("<p>" + "word " * 25_000 + "</p><pre>" + "x" * 150_000 + "</pre>").document
    assert len(document.content) == 4
    assert plain_text(document).count("word") == 25_000
    with pytest.raises(InvalidDocument):
        from_html("<hr>" * (LIMITS.blocks + 1))


def test_word_paste_becomes_lists_headings_and_emphasis() -> None:
    conversion = from_html((PASTES / "word.html").read_text())
    assert shape(conversion.document.content) == [
        "heading: The tide table",
        "paragraph: High water comes twice a day.",
        ["orderedList", ["listItem", "paragraph: Look at the moon", ["bulletList", ["listItem", "paragraph: new or full"]]], ["listItem", "paragraph: Look at the wind"]],
        ["table", ["tableRow", ["tableCell", "paragraph: Port"], ["tableCell", "paragraph: Height"]], ["tableRow", ["tableCell", "paragraph: Brest"], ["tableCell", "paragraph: 7.6"]]],
    ]  # fmt: skip
    assert marks_of(conversion, "twice") == ["bold"]
    assert {what for _, what in lost(conversion)} <= {"<style>", "<link>", "<title>"}


def test_google_docs_paste_keeps_its_emphasis_and_is_not_all_bold() -> None:
    conversion = from_html((PASTES / "google-docs.html").read_text())
    assert shape(conversion.document.content) == [
        "heading: Bread",
        "paragraph: Flour, water, salt and time.",
        ["bulletList", ["listItem", "paragraph: Knead", ["bulletList", ["listItem", "paragraph: gently"]]]],
    ]
    assert marks_of(conversion, "time") == ["bold", "italic"]
    assert marks_of(conversion, "Flour, water, salt and") == []
    assert conversion.losses == ()


def test_a_web_page_gives_its_text_without_its_furniture() -> None:
    conversion = from_html((PASTES / "web-page.html").read_text(), pictures=lambda _: Picture("11111111111"))
    assert shape(conversion.document.content) == [
        "heading: On walking",
        "paragraph: A map is a promise.",
        "figure: The ridge",
        "pullquote: Feet know first.",
        ["blockquote", "paragraph: Solvitur ambulando."],
        "codeBlock: walk()\nrest()",
    ]
    assert conversion.document.content[5].attrs["language"] == "python"
    assert ("refused", "<script>") in lost(conversion)
    assert ("refused", "<button>") in lost(conversion)
