"""What is written as Markdown reads back as the same text, and nothing that was written is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.document.markdown_export import to_markdown
from octavo.document.markdown_import import from_markdown
from octavo.document.nodes import Document, Node
from octavo.document.reading import plain_text

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


def there_and_back(text: str) -> tuple[Document, Document]:
    document = from_markdown(text).document
    return document, from_markdown(to_markdown(document, lambda image: f"/{image}")).document


def shape(nodes: tuple[Node, ...]) -> list[object]:
    """Types, marks and texts, without ids."""
    return [
        (node.type, node.text, sorted(mark.type for mark in node.marks), shape(node.content))
        for node in nodes
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_written_reads_back(text: str) -> None:
    document, again = there_and_back(text)
    assert shape(again.content) == shape(document.content)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40))
def test_any_word_reads_back_as_itself(word: str) -> None:
    document = Document(content=(Node("paragraph", content=(Node("text", text=f"x{word}x"),)),))
    again = from_markdown(to_markdown(document, lambda image: image)).document
    assert plain_text(again).strip() == f"x{word}x"


def test_pictures_notes_and_formulas_are_there() -> None:
    document = Document(
        content=(
            Node(
                "figure",
                attrs={"image": "1111111imag", "alt": "A [lake]"},
                content=(Node("text", text="At dawn"),),
            ),
            Node(
                "paragraph",
                content=(
                    Node("text", text="See"),
                    Node("footnote", content=(Node("text", text="The note."),)),
                    Node("inlineMath", attrs={"latex": "a^2"}),
                    Node("mention", attrs={"handle": "ada", "person": "x"}),
                ),
            ),
            Node("linkCard", attrs={"url": "https://example.org/", "title": "Example"}),
            Node("blockMath", attrs={"latex": "x = 1"}),
        )
    )
    assert to_markdown(document, lambda image: f"pictures/{image}.jpeg") == (
        "![A \\[lake\\]](pictures/1111111imag.jpeg)\n\n*At dawn*\n\n"
        "See[^1]$a^2$@ada\n\n[Example](<https://example.org/>)\n\n$$\nx = 1\n$$\n\n[^1]: The note.\n"
    )
