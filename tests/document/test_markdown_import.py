# ruff: noqa: E501 (cases read best a line each)
"""Markdown: CommonMark, and what people write beside it."""

import pytest

from octavo.document.conversion import Picture
from octavo.document.markdown_import import from_markdown
from octavo.document.nodes import inline_text
from octavo.document.parsing import InvalidDocument
from octavo.document.reading import links, plain_text
from octavo.document.schema import LIMITS


def test_blocks_of_commonmark_become_blocks() -> None:
    text = "## T\n\np\n\n> q\n\n- a\n\n3. b\n\n```py\nc\n```\n\n---\n\n![d](e)\n"
    document = from_markdown(text, pictures=lambda _: Picture("11111111111")).document
    assert [node.type for node in document.content] == [
        "heading", "paragraph", "blockquote", "bulletList", "orderedList", "codeBlock", "horizontalRule", "figure",
    ]  # fmt: skip
    assert document.content[4].attrs["start"] == 3
    assert document.content[5].attrs["language"] == "py"
    assert document.content[7].attrs["alt"] == "d"


def test_marks_and_line_breaks() -> None:
    (node,) = from_markdown("*a* **b** ~~c~~ `d` [e](/f)\\\ng\nh").document.content
    assert inline_text(node) == "a b c d e\ng h"
    assert [[m.type for m in n.marks] for n in node.content if n.text.strip()] == [
        ["italic"], ["bold"], ["strike"], ["code"], ["link"], [],
    ]  # fmt: skip


def test_tables_keep_their_alignment() -> None:
    (table,) = from_markdown("| a | b |\n|--:|:-:|\n| 1 | 2 |").document.content
    assert [cell.attrs["align"] for cell in table.content[1].content] == ["right", "center"]
    assert [cell.type for cell in table.content[0].content] == ["tableHeader", "tableHeader"]


def test_footnotes_stand_where_they_are_referred_to() -> None:
    conversion = from_markdown(
        "A claim[^x] and more[^y], and again[^x].\n\nLast.\n\n[^x]: Proof.\n[^y]: More *proof*."
    )
    claim, last = conversion.document.content[:2]
    assert inline_text(claim) == "A claim and more, and again1."
    notes = [child for child in claim.content if child.type == "footnote"]
    assert [inline_text(note) for note in notes] == ["Proof.", "More proof."]
    assert notes[1].content[1].marks[0].type == "italic"
    assert [loss.what for loss in conversion.losses] == ["second reference to a footnote"]
    assert last == conversion.document.content[-1]


def test_attribute_lists_leave_the_prose_but_not_the_code() -> None:
    conversion = from_markdown('[a](/b){:target="_blank"} `{:x}`')
    assert plain_text(conversion.document) == "a {:x}"
    assert [loss.where for loss in conversion.losses] == ['{:target="_blank"}']


def test_html_in_markdown_is_read_as_html() -> None:
    conversion = from_markdown("a <em>b</em>\n\n<div class=x>\n\n*c*\n\n</div>\n\n<script>d</script>")
    assert plain_text(conversion.document) == "a b\n\nc"
    assert [loss.what for loss in conversion.losses] == ["<script>"]


def test_the_largest_heading_becomes_the_documents_largest() -> None:
    assert [n.attrs["level"] for n in from_markdown("### a\n\n#### b").document.content] == [2, 3]
    kept = from_markdown("### a\n\n#### b", shift_headings=False).document
    assert [n.attrs["level"] for n in kept.content] == [3, 4]


def test_links_and_pictures_are_asked_for_by_their_address() -> None:
    asked: list[str] = []

    def link(address: str) -> str:
        asked.append(address)
        return "/new"

    def picture(source: str) -> None:
        asked.append(source)

    document = from_markdown('[a](/x%20y "t") ![b](pic%20one.png)', links=link, pictures=picture).document
    assert asked == ["/x%20y", "pic%20one.png"]
    assert links(document) == ("/new", "pic%20one.png")


def test_text_that_says_nothing_is_an_empty_document() -> None:
    for text in ("", " \n", "<!-- note -->", "\x00"):
        assert plain_text(from_markdown(text).document) in {"", "\ufffd"}


def test_a_text_too_large_for_a_document_is_refused() -> None:
    with pytest.raises(InvalidDocument):
        from_markdown("a\n\n" * (LIMITS.blocks + 1))


def test_formulas_stand_between_dollars_and_prices_do_not() -> None:
    text = r"It costs $5 or $6, $7,000-$10,000, US$5 ($3). $e^{i\pi}<1$ and $$x_1$$, not `$a$` nor \$b\$."
    (node,) = from_markdown(text + "\n").document.content
    assert [str(one.attrs["latex"]) for one in node.content if one.type == "inlineMath"] == [
        r"e^{i\pi}<1",
        "x_1",
    ]
    assert inline_text(node).startswith("It costs $5 or $6, $7,000-$10,000, US$5 ($3). ")
    assert inline_text(node).endswith(", not $a$ nor $b$.")


def test_a_formula_of_its_own_is_a_block() -> None:
    one, two = from_markdown("$$\n\\int_0^1 x\n+ y\n$$\n\n$$a & b$$\n").document.content
    assert [(node.type, node.attrs["latex"]) for node in (one, two)] == [
        ("blockMath", "\\int_0^1 x\n+ y"), ("blockMath", "a & b"),
    ]  # fmt: skip


def test_a_formula_that_is_too_long_stays_in_the_text() -> None:
    latex = "x+" * 2000 + "1"
    (node,) = from_markdown(f"${latex}$").document.content
    assert inline_text(node) == f"${latex}$"


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_quotations_that_say_so_are_call_outs(kind: str) -> None:
    conversion = from_markdown(f"> [!{kind.upper()}]\n> Mind *this*.\n>\n> - one\n\nAfter.\n")
    callout, after = conversion.document.content
    assert (callout.type, callout.attrs["kind"]) == ("callout", kind)
    assert [node.type for node in callout.content] == ["paragraph", "bulletList"]
    assert inline_text(callout.content[0]) == "Mind this."
    assert (inline_text(after), conversion.losses) == ("After.", ())


@pytest.mark.parametrize("text", ["> [!NOTES]\n> a", "> a [!NOTE]", "> \\[!NOTE]\n> a", "> [!NOTE] a"])
def test_other_quotations_stay_quotations(text: str) -> None:
    (node,) = from_markdown(text).document.content
    assert node.type == "blockquote"


def test_a_paragraph_full_of_dollars_is_a_paragraph_full_of_dollars() -> None:
    (node,) = from_markdown("$a " * 3000).document.content
    assert inline_text(node).count("$") == 3000
