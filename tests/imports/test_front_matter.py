# ruff: noqa: E501 (cases read best a line each)
"""Heads of files in the shapes that other programs write."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.imports import front_matter, metadata
from octavo.imports.metadata import Metadata


def read(text: str, stem: str = "story", **options: Any) -> Metadata:
    return metadata.read(front_matter.split(text).fields, stem, **options)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\ndate: 2020-01-02\n---\nBody\n",
        "\ufeff---\r\ntitle: A\r\ndate: 2020-01-02\r\n---\r\nBody\r\n",
        "---\ntitle: A\t\ndate: 2020-01-02 \n...\nBody\n",
        '+++\ntitle = "A"\ndate = 2020-01-02\n+++\nBody\n',
        '{"title": "A", "date": "2020-01-02"}\nBody\n',
        "---\nTitle: A\nDate: '2020-01-02'\n---\nBody\n",
    ],
)
def test_every_kind_of_head_says_the_same(text: str) -> None:
    source = front_matter.split(text)
    about = metadata.read(source.fields, "x")
    assert (about.title, about.published_at, source.body) == (
        "A",
        datetime(2020, 1, 2, 12, tzinfo=UTC),
        "Body\n",
    )


def test_a_head_that_is_not_valid_is_read_line_by_line_and_named() -> None:
    source = front_matter.split("---\ntitle: A: b: [\ntags:\n- x\n- y\n---\nBody")
    assert source.problem == "the front matter is not valid YAML; read line by line"
    assert source.fields == {"title": "A: b: [", "tags": ["x", "y"]}
    assert source.body == "Body"


@pytest.mark.parametrize(
    "text", ["", "Body", "--- \n", "---\nno end", "{not json", "{", "---\n---\n", "---\n- a\n---\nBody"]
)
def test_what_has_no_head_is_all_body_or_empty(text: str) -> None:
    assert front_matter.split(text).fields == {}


MOMENTS = [
    ("2015-03-17 14:00:00 -4", datetime(2015, 3, 17, 18, tzinfo=UTC)),
    ("'2014-05-14T11:02:00-04:00'", datetime(2014, 5, 14, 15, 2, tzinfo=UTC)),
    ("2014-05-14T11:02:00Z", datetime(2014, 5, 14, 11, 2, tzinfo=UTC)),
    ("2014-05-14 11:02", datetime(2014, 5, 14, 11, 2, tzinfo=UTC)),
    ("2014-05-14 11:02:33 +0530", datetime(2014, 5, 14, 5, 32, 33, tzinfo=UTC)),
    ("2014/05/14", datetime(2014, 5, 14, 12, tzinfo=UTC)),
    ("2014-5-4", datetime(2014, 5, 4, 12, tzinfo=UTC)),
    ("2014-05-14 1:02 PM", datetime(2014, 5, 14, 13, 2, tzinfo=UTC)),
    ("2014-05-14 12:30 am", datetime(2014, 5, 14, 0, 30, tzinfo=UTC)),
    ("2014-02-31", None),
    ("yesterday", None),
]


@pytest.mark.parametrize(("text", "moment"), MOMENTS, ids=[text for text, _ in MOMENTS])
def test_dates_in_many_shapes(text: str, moment: datetime | None) -> None:
    assert read(f"---\ndate: {text}\n---\n").published_at == moment


def test_a_date_and_a_slug_are_found_in_the_name_of_the_file() -> None:
    about = read("", stem="2021-9-1-alt-date")
    assert (about.published_at, about.slug, about.dated) == (
        datetime(2021, 9, 1, 12, tzinfo=UTC),
        "alt-date",
        True,
    )
    assert read("", stem="my-first-post").dated is False


@pytest.mark.parametrize("head", ["published: false", "draft: true", "draft: 'yes'", "published: 'no'"])
def test_drafts_are_not_published(head: str) -> None:
    about = read(f"---\n{head}\ndate: 2020-01-01\n---\n")
    assert about.draft
    assert about.published_at is None
    assert read("---\ndate: 2020-01-01\n---\n", in_drafts=True).published_at is None


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        ("tags: [Open Source, CSS]", ("open source", "css")),
        ("tags: dolor Simet-Amet", ("dolor", "simet-amet")),
        ("tags: one thing, another", ("one thing", "another")),
        ("tags:\n- a\n-\n- A\n", ("a",)),
        ("tag: Lorem\ncategories: News Posts", ("lorem", "news", "posts")),
        ("tags: '#a, #b'", ("a", "b")),
        ("tags:", ()),
    ],
)
def test_tags_as_lists_and_texts(head: str, tags: tuple[str, ...]) -> None:
    assert read(f"---\n{head}\n---\n").tags == tags


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("author: Persons Name", ("Persons Name",)),
        ("authors: [ada, ben]", ("ada", "ben")),
        ("author: Ada, Ben", ("Ada", "Ben")),
        ("authors:\n- name: Ada\n  email: a@example.org\n", ("Ada",)),
        ("authors:", ()),
    ],
)
def test_authors_as_lists_texts_and_objects(head: str, names: tuple[str, ...]) -> None:
    assert read(f"---\n{head}\n---\n").authors == names


def test_the_other_keys_of_other_programs() -> None:
    about = read(
        "---\ntitle: A &amp; <em>B</em>\ndescription: Short\ncover:\n  image: c.png\n  alt: View\ncanonical_url: https://example.org/a\n"
        "aliases: [/old/]\nredirect-from: /older/\nlang: pt_BR\nslug: a-b\nseries: S\nlayout: post\n---\n"
    )
    assert (about.title, about.excerpt, about.cover, about.cover_alt) == ("A & B", "Short", "c.png", "View")
    assert (about.canonical_url, about.aliases, about.language, about.slug) == (
        "https://example.org/a", ("/older/", "/old/"), "pt-BR", "a-b",
    )  # fmt: skip
    assert about.unused == ("series",)


heads = st.dictionaries(
    st.sampled_from(["title", "date", "tags", "authors", "image", "slug", "aliases", "published", "x"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=5) | st.integers(), max_size=3)
    | st.dictionaries(st.sampled_from(["name", "alt", "image"]), st.text(max_size=5)) | st.dates() | st.datetimes(),
    max_size=6,
)  # fmt: skip


@given(heads, st.text(min_size=1, max_size=20))
def test_no_head_is_too_strange_to_be_read(fields: dict[str, Any], stem: str) -> None:
    assert isinstance(metadata.read(fields, stem), Metadata)


@given(st.text(max_size=200))
def test_no_text_is_too_strange_to_be_split(text: str) -> None:
    for piece in (text, f"---\n{text}\n---\n", f"+++\n{text}\n+++\n", "{" + text):
        assert isinstance(front_matter.split(piece).fields, dict)
