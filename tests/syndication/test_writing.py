"""The three forms: valid by the rules of the W3C's validator, whatever people write; read by others alike."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.syndication.api import (
    MEDIA_TYPES,
    Author,
    Feed,
    Format,
    Item,
    Picture,
    for_feeds,
    write,
    write_item,
)
from octavo.syndication.xml import line, plain
from tests.syndication import validity

VALID = {Format.RSS: validity.rss, Format.ATOM: validity.atom, Format.JSON: validity.json_feed}
NOW = datetime(2026, 3, 1, 12, 30, 15, 999, tzinfo=UTC)
HELL = (
    "\x00\x01\x08\x0b\x1f\x7f\x85",
    "\ud800 half a pair \udfff",
    "\ufffe\uffff",
    "]]>",
    "<![CDATA[x]]>",
    "</title></channel></rss>",
    "\"'><script>alert(1)</script>",
    "&amp;&lt;&#0;&nbsp;&unknown;",
    "<!-- -->",
    "<?xml version='1.0'?>",
    "a\r\nb\tc",
    "\u202eright to left\u202c",
    "👩‍👩‍👧‍👦 \U0010ffff",
    "e\u0301" * 50,
    " ",
)
texts = st.one_of(
    st.sampled_from(HELL), st.text(st.characters(exclude_categories=()), max_size=60), st.text(max_size=300)
)
moments = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
languages = st.one_of(st.sampled_from(["", "en", "de-AT", "zh-Hant", "x", "not a language", "en_US"]), texts)


@st.composite
def items(draw: st.DrawFn) -> Item:
    number = draw(st.integers(0, 10**9))
    return Item(
        title=draw(texts),
        address=f"https://o.test/@a/s-{number}",
        mark=f"https://o.test/p/{number}",
        published_at=draw(moments),
        updated_at=draw(moments),
        authors=tuple(
            Author(name=name, address="https://o.test/@a") for name in draw(st.lists(texts, max_size=3))
        ),
        tags=tuple(tag for tag in draw(st.lists(texts, max_size=5)) if plain(tag).strip()),
        summary=draw(texts),
        html=for_feeds(f"<p>{draw(texts)}</p>", address=f"https://o.test/@a/s-{number}"),
        more=draw(st.sampled_from(["", "Read on"])),
        picture=draw(st.sampled_from([None, Picture(address="https://o.test/i/1/720/s", alt="<&\"'>")])),
        language=draw(languages),
    )


def feed(**more: object) -> Feed:
    about = {
        "title": "The site",
        "address": "https://o.test/",
        "mark": "https://o.test/feed",
        "addresses": {form: f"https://o.test/feed.{form}" for form in Format},
        "author": Author(name="The site", address="https://o.test/"),
        "language": "en",
        "changed_at": NOW,
    }
    return Feed(**(about | more))  # type: ignore[arg-type]  # the test's own


def written(form: Format, about: Feed, shown: Sequence[Item] = ()) -> bytes:
    return write(about, form, [write_item(item, form) for item in shown])


@pytest.mark.parametrize("form", Format)
@given(title=texts, name=texts, description=texts, language=languages, shown=st.lists(items(), max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_feed_is_valid_whatever_people_write(
    form: Format, title: str, name: str, description: str, language: str, shown: list[Item]
) -> None:
    shown = list({item.mark: item for item in shown}.values())
    about = feed(title=f"T {title}", author=Author(name=name), description=description, language=language)
    body = written(
        form, about, [item if line(item.title) or item.summary else _titled(item) for item in shown]
    )
    VALID[form](body, address=about.addresses[form])


def _titled(item: Item) -> Item:
    return Item(
        title="Untitled",
        address=item.address,
        mark=item.mark,
        published_at=item.published_at,
        updated_at=item.updated_at,
    )


@pytest.mark.parametrize("form", Format)
@given(title=texts)
@settings(max_examples=100, deadline=None)
def test_a_title_arrives_as_it_was_written(form: Format, title: str) -> None:
    item = _titled(some())
    body = written(form, feed(), [Item(**{**_fields(item), "title": title})])  # type: ignore[arg-type]
    match form:
        case Format.RSS:
            found = validity.xml(body).find("channel").find("item").findtext("title")
        case Format.ATOM:
            found = validity.xml(body).find(f"{validity.ATOM}entry").findtext(f"{validity.ATOM}title")
        case Format.JSON:
            found = validity.json_feed(body)["items"][0].get("title")
    assert (found or "") == (line(title) or ("https://o.test/@ada/a-walk-1" if form is Format.RSS else ""))


def _fields(item: Item) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__struct_fields__}


def some(**more: object) -> Item:
    about = {
        "title": "A walk & more",
        "address": "https://o.test/@ada/a-walk-1",
        "mark": "https://o.test/p/1",
        "published_at": NOW,
        "updated_at": NOW + timedelta(days=1),
        "authors": (Author(name="Ada", address="https://o.test/@ada"), Author(name="Bert")),
        "tags": ("sea", 'a "b"'),
        "summary": "By the <sea>",
        "html": "<p>Waves &lt;all&gt; day.</p>",
        "picture": Picture(address="https://o.test/i/1/720/s?a&b", alt='A "lake"'),
        "language": "de",
    }
    return Item(**(about | more))  # type: ignore[arg-type]  # the test's own


@pytest.mark.parametrize("form", [Format.RSS, Format.ATOM])
def test_feedparser_reads_what_was_meant(form: Format) -> None:
    found = validity.parsed(written(form, feed(), [some()]))
    assert found.version == {Format.RSS: "rss20", Format.ATOM: "atom10"}[form]
    assert found.feed.title == "The site"
    assert found.feed.language == "en"
    entry = found.entries[0]
    assert entry.title == "A walk & more"
    assert entry.link == "https://o.test/@ada/a-walk-1"
    assert entry.id == "https://o.test/p/1"
    assert entry.content[0].value == "<p>Waves &lt;all&gt; day.</p>"
    assert [author.name for author in entry.authors] == ["Ada", "Bert"]
    assert [tag.term for tag in entry.tags] == ["sea", 'a "b"']
    assert entry.published_parsed[:6] == (2026, 3, 1, 12, 30, 15)
    assert entry.media_content[0]["url"] == "https://o.test/i/1/720/s?a&b"


def test_json_feed_says_the_same() -> None:
    found = validity.json_feed(written(Format.JSON, feed(), [some()]))
    assert found["items"] == [
        {
            "id": "https://o.test/p/1",
            "url": "https://o.test/@ada/a-walk-1",
            "title": "A walk & more",
            "content_html": "<p>Waves &lt;all&gt; day.</p>",
            "summary": "By the <sea>",
            "image": "https://o.test/i/1/720/s?a&b",
            "date_published": "2026-03-01T12:30:15Z",
            "date_modified": "2026-03-02T12:30:15Z",
            "authors": [{"name": "Ada", "url": "https://o.test/@ada"}, {"name": "Bert"}],
            "tags": ["sea", 'a "b"'],
            "language": "de",
        }
    ]


@pytest.mark.parametrize("form", Format)
def test_a_text_that_goes_on_elsewhere_says_where(form: Format) -> None:
    body = written(form, feed(), [some(more="Read on <now>", address="https://o.test/s?a&b")]).decode()
    assert "Read on" in body
    assert "https://o.test/s?a&amp;b" in body.replace("&amp;amp;", "&amp;")
    assert "<now>" not in body
    VALID[form](body.encode())


@pytest.mark.parametrize("form", Format)
def test_an_empty_feed_is_valid(form: Format) -> None:
    VALID[form](written(form, feed(changed_at=None)))
    assert MEDIA_TYPES[form].endswith("; charset=utf-8")


@pytest.mark.parametrize("moment", [datetime(1855, 1, 1, tzinfo=UTC), datetime(925, 6, 7, tzinfo=UTC)])
def test_dates_of_long_ago_have_four_digits(moment: datetime) -> None:
    for form in Format:
        VALID[form](written(form, feed(), [some(published_at=moment, updated_at=moment)]))
