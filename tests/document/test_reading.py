"""What is known of a document without looking at a page."""

from typing import Any

from octavo.document import reading
from octavo.document.markdown_import import from_markdown
from octavo.document.nodes import Document
from octavo.document.parsing import check

LONG = (
    "One sentence here. Another one follows it closely. And a third that is long enough to be cut somewhere."
)


def paragraphs(*texts: str) -> Document:
    content = [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in texts]
    return check({"type": "doc", "content": content})


def figures(count: int) -> Document:
    figure: dict[str, Any] = {"type": "figure", "attrs": {"image": "11111111111"}}
    return check({"type": "doc", "content": [figure] * count})


def test_plain_text_keeps_blocks_items_and_rows_apart() -> None:
    document = from_markdown("# T\n\na *b*\\\nc\n\n- x\n- y\n\n| p | q |\n|---|---|\n| 1 | 2 |\n").document
    assert reading.plain_text(document) == "T\n\na b\nc\n\nx\ny\n\np\tq\n1\t2"


def test_an_excerpt_ends_with_a_sentence_or_a_word_and_passes_over_what_is_no_prose() -> None:
    document = from_markdown(f"# Title\n\n```\ncode\n```\n\n{LONG}").document
    assert reading.excerpt(document) == LONG
    assert reading.excerpt(document, limit=55) == "One sentence here. Another one follows it closely."
    assert reading.excerpt(document, limit=30) == "One sentence here. Another…"
    assert reading.excerpt(figures(1)) == ""
    assert all(len(reading.excerpt(document, limit=limit)) <= limit for limit in range(20, 120))


def test_a_rendered_text_begins_in_one_line() -> None:
    html = (
        "<p>A <em>fine</em> day.<br>With &lt;rain&gt; &amp; sun</p><ul><li><p>one</p></li><li>two</li></ul>"
    )
    assert reading.beginning(html) == "A fine day. With <rain> & sun one two"
    assert reading.beginning(html, limit=12) == "A fine day."
    assert reading.beginning(html, limit=20) == "A fine day. With…"
    assert reading.beginning("") == ""


def test_words_are_counted_as_readers_count_them() -> None:
    assert reading.word_count(paragraphs("It's a well-known fact \u2013 e.g. 3.5 km.", "Is it?")) == 9
    assert reading.word_count(paragraphs("漢字とkana")) == 4
    assert reading.word_count(check({"type": "doc", "content": [{"type": "paragraph"}]})) == 0


def test_reading_time_counts_words_characters_and_images() -> None:
    assert reading.reading_seconds(paragraphs("word " * 265)) == 60
    assert reading.reading_seconds(paragraphs("漢" * 500)) == 60
    assert reading.reading_seconds(figures(1)) == 12
    assert reading.reading_seconds(figures(12)) == sum([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 3, 3])
    assert reading.reading_minutes(paragraphs("short")) == 1
    assert reading.reading_minutes(paragraphs("word " * 270)) == 2


def test_the_outline_lists_headings_with_the_ids_of_their_anchors() -> None:
    document = from_markdown("## One\n\ntext\n\n### *Two* parts\n\n##\n").document
    assert [(heading.level, heading.text) for heading in reading.outline(document)] == [
        (2, "One"),
        (3, "Two parts"),
    ]
    assert reading.outline(document)[0].block_id == document.content[0].id


def test_a_link_that_is_bold_in_its_middle_is_one_link() -> None:
    document = from_markdown("[a **b** c](/x) and [d](/x) [e](https://example.org)").document
    assert reading.links(document) == ("/x", "/x", "https://example.org")


def test_images_are_named_in_order_each_time_they_stand() -> None:
    assert reading.image_ids(figures(2)) == ("11111111111", "11111111111")
