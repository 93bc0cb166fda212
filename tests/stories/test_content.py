import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from octavo.stories.api import Content, Cover, ImageId, InvalidDocument, Visibility
from octavo.stories.content import Limits, empty_body, images_of, normal_tag, settle
from tests.stories.desk import IMAGE, body, figure, text

LIMITS = Limits()


def test_texts_are_tidied() -> None:
    settled = settle(text("  A\tquiet\n\x00 walk ", subtitle="cafe\u0301"), LIMITS)
    assert settled.content.title == "A quiet walk"
    assert settled.content.subtitle == "café"
    assert settled.content.visibility is Visibility.EVERYBODY


def test_tags_have_one_form_and_no_doubles() -> None:
    settled = settle(text(tags=("  #Open   Data ", "open data", "CAFE\u0301")), LIMITS)
    assert settled.content.tags == ("open data", "café")


@given(st.text(max_size=60))
def test_a_tag_in_its_form_stays_so(tag: str) -> None:
    once = normal_tag(tag)
    assert normal_tag(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(
    st.builds(
        Content,
        title=st.text(max_size=20),
        body=st.just(body("Words.")),
        tags=st.lists(st.sampled_from(["a", "B", "c d"]), max_size=5).map(tuple),
        language=st.sampled_from(["", "en", "pt-BR"]),
    )
)
def test_what_is_settled_is_settled_again_to_the_same(content: Content) -> None:
    once = settle(content, LIMITS)
    again = settle(once.content, LIMITS)
    assert again.content == once.content
    assert again.digest == once.digest
    assert not again.minted


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (text("x" * 201), "title"),
        (text(subtitle="x" * 301), "subtitle"),
        (text(excerpt="x" * 501), "excerpt"),
        (text(tags=tuple("abcdef")), "tags[5]"),
        (text(tags=("fine", " ")), "tags[1]"),
        (text(tags=("x" * 41,)), "tags[0]"),
        (text(tags=("a/b",)), "tags[0]"),
        (text(tags=("..",)), "tags[0]"),
        (text(canonical_url="javascript:alert(1)"), "canonical_url"),
        (text(canonical_url="https://user:secret@example.org/"), "canonical_url"),
        (text(canonical_url="https://exa mple.org/"), "canonical_url"),
        (text(canonical_url="https://[::1/"), "canonical_url"),
        (text(canonical_url='https://example.org/"onload="'), "canonical_url"),
        (text(canonical_url="https://example.org/" + "x" * 2000), "canonical_url"),
        (text(language="english language"), "language"),
        (text(slug="!!!"), "slug"),
        (text(slug="x" * 101), "slug"),
        (text(cover=Cover(image_id=ImageId("../../etc"))), "cover.image_id"),
        (text(cover=Cover(image_id=ImageId(IMAGE), alt="x" * 501)), "cover.alt"),
        (text(cover=Cover(image_id=ImageId(IMAGE), width=-1)), "cover.width"),
        (text(cover=Cover(image_id=ImageId(IMAGE), height=10**9)), "cover.height"),
        (text(cover=Cover(image_id=ImageId(IMAGE), placeholder='"><script>')), "cover.placeholder"),
        (Content(title="x"), "body"),
        (Content(body="{"), "body"),
        (Content(body="[]"), "body"),
        (Content(body='{"type":"doc","content":[{"type":"script"}]}'), "body.content[0].type"),
        (Content(body="x" * 2_000_001), "body"),
        (Content(body=json.dumps({"type": "doc", "content": [{"type": "heading", "attrs": {"level": 9}}]})),
         "body.content[0].attrs.level"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_named(content: Content, field: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        settle(content, LIMITS)
    assert caught.value.field == field
    assert caught.value.problem


def test_a_body_may_be_as_large_as_the_limit_and_no_larger() -> None:
    content = text("A walk", "x" * 50)
    size = len(content.body.encode())
    assert settle(content, Limits(body=size)).words == 1
    with pytest.raises(InvalidDocument):
        settle(content, Limits(body=size - 1))


def test_bytes_are_counted_not_characters() -> None:
    wide = Content(body=json.dumps(json.loads(body("ж" * 100)), ensure_ascii=False))
    with pytest.raises(InvalidDocument):
        settle(wide, Limits(body=len(wide.body)))


def test_a_block_without_an_id_gets_one_and_the_writer_is_told() -> None:
    bare = '{"type":"doc","content":[{"type":"paragraph"}]}'
    settled = settle(Content(body=bare), LIMITS, mint=lambda: "freshfresh1")
    assert settled.minted
    assert "freshfresh1" in settled.content.body
    assert not settle(settled.content, LIMITS).minted


def test_different_contents_have_different_digests() -> None:
    one = text()
    variants = [
        replace(one, title="B"),
        replace(one, subtitle="B"),
        replace(one, tags=("b",)),
        replace(one, visibility=Visibility.MEMBERS),
        replace(one, slug="b"),
        replace(one, body=body("B")),
        replace(one, cover=Cover(image_id=ImageId(IMAGE))),
    ]
    assert len({settle(content, LIMITS).digest for content in [one, *variants]}) == len(variants) + 1


def test_an_empty_body_is_a_document_without_words() -> None:
    settled = settle(Content(body=empty_body()), LIMITS)
    assert settled.words == 0
    assert not settled.minted


def test_pictures_are_named_once_the_cover_first() -> None:
    document = settle(Content(body=figure()), LIMITS).document
    assert images_of(document, Cover(image_id=ImageId("1111111cov3"))) == ("1111111cov3", IMAGE)
    assert images_of(document, Cover(image_id=ImageId(IMAGE))) == (IMAGE,)
