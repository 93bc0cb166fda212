"""What was changed between two texts: nothing is lost, every word stands on its side, nothing runs wild."""

import copy
import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from octavo.document import comparison
from octavo.document.comparison import Comparison, Text, compare
from octavo.document.nodes import Document, walk
from octavo.document.parsing import check
from tests.document.generated import blocks, documents, words

Json = dict[str, Any]


def p(words: str, id_: str, *marks: str) -> Json:
    line = [{"type": "text", "text": words, "marks": [{"type": mark} for mark in marks]}] if words else []
    return {"type": "paragraph", "attrs": {"id": id_ * 8}, "content": line}


def doc(*content: Json) -> Document:
    return check({"type": "doc", "content": list(content)})


def of(before: Document, after: Document) -> Comparison:
    return compare(Text(title="T", document=before), Text(title="T", document=after))


def body(found: Comparison) -> str:
    return found.html.removeprefix('<h1 class="compared-title">T</h1>\n')


def side(html: str, without: str) -> str:
    """The words of one of the texts: all that does not stand in `ins` or `del`."""
    kept = re.sub(rf"<{without}(?: [^>]*)?>.*?</{without}>", "", html, flags=re.DOTALL)
    return "".join(unescape(re.sub(r"<[^>]*>", "", kept)).split())


def test_words_that_came_and_went_stand_in_their_paragraph() -> None:
    found = of(doc(p("It was a fine day.", "a")), doc(p("It was a very rainy day.", "a")))
    assert body(found) == "<p>It was a <del>fine </del><ins>very rainy </ins>day.</p>\n"
    assert (found.words_added, found.words_removed) == (2, 1)


def test_what_is_the_same_says_nothing() -> None:
    same = doc(p("One", "a"), p("Two", "b"))
    assert body(of(same, same)) == "<p>One</p>\n<p>Two</p>\n"


def test_a_paragraph_is_the_same_one_by_its_id_whatever_it_says() -> None:
    found = of(doc(p("One", "a"), p("Two", "b")), doc(p("Three", "a"), p("Two", "b")))
    assert body(found) == "<p><del>One</del><ins>Three</ins></p>\n<p>Two</p>\n"


def test_without_ids_in_common_words_tell_what_is_what() -> None:
    found = of(
        doc(p("The quick fox ran", "a"), p("Old", "b")), doc(p("The quick dog ran", "c"), p("New", "d"))
    )
    assert body(found) == (
        "<p>The quick <del>fox </del><ins>dog </ins>ran</p>\n<p><ins>New</ins></p>\n<p><del>Old</del></p>\n"
    )


def test_what_was_moved_went_and_came_and_counts_no_words() -> None:
    one, two, three = p("One", "a"), p("Two", "b"), p("Three", "c")
    found = of(doc(one, two, three), doc(three, one, two))
    assert body(found) == (
        '<p><ins class="moved">Three</ins></p>\n<p>One</p>\n<p>Two</p>\n'
        '<p><del class="moved">Three</del></p>\n'
    )
    assert (found.words_added, found.words_removed) == (0, 0)


def test_another_look_is_a_change_of_no_words() -> None:
    found = of(doc(p("Fine", "a")), doc(p("Fine", "a", "bold")))
    assert (
        body(found)
        == '<p><del class="restyled">Fine</del><ins class="restyled"><strong>Fine</strong></ins></p>\n'
    )
    assert (found.words_added, found.words_removed) == (0, 0)


def test_a_heading_of_another_level_is_a_change_of_no_words() -> None:
    def heading(level: int) -> Document:
        return doc(p("Fine", "a") | {"type": "heading", "attrs": {"id": "aaaaaaaa", "level": level}})

    found = of(heading(2), heading(3))
    assert '<h2><del class="restyled">Fine</del></h2>' in found.html
    assert '<h3><ins class="restyled">Fine</ins></h3>' in found.html
    assert (found.words_added, found.words_removed) == (0, 0)


def test_pictures_are_called_by_their_description() -> None:
    def figure(image: str, alt: str) -> Document:
        attrs = {"id": "aaaaaaaa", "image": image, "alt": alt, "width": 10, "height": 10}
        return doc({"type": "figure", "attrs": attrs, "content": [{"type": "text", "text": "At sea"}]})

    found = of(figure("11111111111", "<b>"), figure("11111111112", "A ship"))
    assert "<del>[&lt;b&gt;] </del><ins>[A ship] </ins>At sea" in found.html


def test_title_and_subtitle_are_compared_too() -> None:
    found = compare(
        Text(title="A day", document=doc(p("x", "a"))),
        Text(title="A <day>", subtitle="At sea", document=doc(p("x", "a"))),
    )
    assert '<h1 class="compared-title">A <ins>&lt;</ins>day<ins>&gt;</ins></h1>' in found.html
    assert '<p class="compared-subtitle"><ins>At sea</ins></p>' in found.html


def test_blocks_too_long_for_words_are_compared_whole() -> None:
    repeated = "a b " * (comparison.MOST_TOKENS // 3)
    found = of(doc(p(f"x {repeated}y", "a")), doc(p(f"z {repeated}w", "a")))
    assert found.html.count("<del>") == 1
    assert side(found.html, "ins") == f"T{f'x {repeated}y'.replace(' ', '')}"


def test_a_comparison_looks_at_so_many_pairs_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "ALL_PAIRS", 20)
    before = doc(*(p("one two three four", letter) for letter in "abcd"))
    after = doc(*(p("five two six four seven", letter) for letter in "abcd"))
    found = of(before, after)
    assert "two <del>" in found.html
    assert "<del>one two three four</del>" in found.html


edits = st.lists(
    st.tuples(st.sampled_from(["drop", "move", "add", "say"]), st.integers(0, 9), blocks, words), max_size=4
)


def edited(document: Document, changes: list[tuple[str, int, Json, str]]) -> Document:
    """The same document with some of its blocks dropped, moved, added or said otherwise; ids stay."""
    content: list[Any] = copy.deepcopy(as_json(document)["content"])
    for does, at, block, said in changes:
        place = at % (len(content) or 1)
        if does == "add" or not content:
            content.insert(place, block)
        elif does == "move":
            content.insert(0, content.pop(place))
        elif does == "say" and content[place]["type"] in ("paragraph", "heading") and said:
            content[place]["content"] = [{"type": "text", "text": said}, *content[place].get("content", [])]
        elif len(content) > 1:
            content.pop(place)
    return check({"type": "doc", "content": content})


def as_json(document: Document) -> Json:
    import msgspec

    from octavo.document.nodes import to_json

    found: Json = msgspec.json.decode(to_json(document))
    return found


def alone(document: Document) -> str:
    """All words of a text, by what a text says that is compared with itself."""
    return side(of(document, document).html, "none")


@settings(max_examples=40)
@given(documents, edits)
def test_each_side_is_its_text(before_json: Json, changes: list[tuple[str, int, Json, str]]) -> None:
    before = check(before_json)
    after = edited(before, changes)
    found = of(before, after)
    assert side(found.html, "del") == alone(after)
    assert side(found.html, "ins") == alone(before)


@settings(max_examples=40)
@given(documents, documents)
def test_each_side_is_its_text_where_nothing_is_shared(one: Json, other: Json) -> None:
    before, after = check(one), check(other)
    found = of(before, after)
    assert side(found.html, "del") == alone(after)
    assert side(found.html, "ins") == alone(before)


@given(documents)
def test_a_text_compared_with_itself_says_all_of_its_words_and_nothing_is_changed(given_: Json) -> None:
    document = check(given_)
    found = of(document, document)
    assert "<ins" not in found.html
    assert "<del" not in found.html
    said = "".join(unescape(re.sub(r"<[^>]*>", "", found.html)).split())
    for node in walk(document.content):
        assert "".join(node.text.split()) in said


@settings(max_examples=40)
@given(documents, edits)
def test_what_is_shown_is_inert(before_json: Json, changes: list[tuple[str, int, Json, str]]) -> None:
    before = check(before_json)
    page = LexborHTMLParser(of(before, edited(before, changes)).html)
    for node in page.css("*"):
        assert (
            node.tag not in {"script", "style", "iframe", "img", "form", "input", "base", "meta"}
            or node.parent is None
        )
        assert set(node.attributes) <= {"class", "href", "rel", "start", "data-thing"}
        href = node.attributes.get("href") or ""
        assert not href.lower().startswith(("javascript:", "data:"))
