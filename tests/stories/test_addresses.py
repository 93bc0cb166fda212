import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.stories.addresses import MAX_SLUG, make_slug, normal_path, wished_slug

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@given(st.text(max_size=400), st.sampled_from(["", "de", "da", "sv", "en-GB", "xx"]))
def test_every_title_makes_an_address(title: str, language: str) -> None:
    slug = make_slug(title, language=language)
    assert SLUG.fullmatch(slug)
    assert len(slug) <= MAX_SLUG
    assert make_slug(slug) == slug


@pytest.mark.parametrize(
    ("title", "language", "slug"),
    [
        ("A walk in the park", "", "a-walk-in-the-park"),
        ("Don\u2019t panic!", "", "dont-panic"),
        ("  C++ & Rust -- a talk ", "", "c-rust-a-talk"),
        ("Über Größe", "de", "ueber-groesse"),
        ("Über Größe", "", "uber-grosse"),
        ("Æble og ø", "da", "aeble-og-oe"),
        ("Привет, мир", "ru", "privet-mir"),
        ("Ελληνικά", "el", "ellinika"),
        ("北京 2008", "zh", "bei-jing-2008"),
        ("서울", "ko", "seoul"),
        ("हिन्दी", "hi", "hindi"),
        ("😀😀", "", "story"),
        ("…", "", "story"),
    ],
)
def test_an_address_reads_as_its_title(title: str, language: str, slug: str) -> None:
    assert make_slug(title, language=language) == slug


def test_a_long_title_is_cut_between_words() -> None:
    slug = make_slug("extraordinary " * 12)
    assert len(slug) <= MAX_SLUG
    assert set(slug.split("-")) == {"extraordinary"}


def test_a_long_word_is_cut_where_it_must_be() -> None:
    assert make_slug("x" * 200) == "x" * MAX_SLUG


def test_a_wish_of_which_nothing_is_left_is_empty() -> None:
    assert wished_slug("!!!") == ""


@pytest.mark.parametrize(
    ("given_path", "kept"),
    [
        ("/2015/12/08/title/", "/2015/12/08/title"),
        ("/2015/12/08/title", "/2015/12/08/title"),
        ("/title?page=2#top", "/title"),
        ("/caf%C3%A9", "/café"),
        ("/cafe\u0301", "/café"),
        ("/a b", "/a b"),
    ],
)
def test_an_old_path_has_one_form(given_path: str, kept: str) -> None:
    assert normal_path(given_path) == kept


@pytest.mark.parametrize(
    "bad",
    ["", "/", "title", "//evil.example/x", "/a/../b", "/a/./b", "/a//b", "/a%00b", "/a\nb", "/%ff", "/a\\b",
     "https://x.example/a", "/" + "x" * 2001, "/?x=1"],
)  # fmt: skip
def test_what_is_no_path_is_none(bad: str) -> None:
    assert normal_path(bad) is None


@given(st.text(max_size=50))
def test_a_kept_path_can_be_looked_up_again(tail: str) -> None:
    kept = normal_path("/" + tail)
    if kept is not None and "%" not in kept and "?" not in kept and "#" not in kept:
        assert normal_path(kept) == kept
