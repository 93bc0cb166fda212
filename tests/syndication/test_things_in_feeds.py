"""A story with everything that a text can hold, in each form of a feed, as a reader of feeds parses it."""

import pytest
from lxml import html as pages

from octavo.syndication.api import Format, for_feeds
from tests.document.test_things import WATCH, block, formula, line, note, page
from tests.syndication import validity
from tests.syndication.test_writing import VALID, feed, some, written

HERE = "https://o.test/@ada/a-walk-1"
PICTURES = [block("figure", image="11111111111", alt=alt, width=640, height=480) for alt in ("One", "Two")]
STORY = (
    line("So ", formula("a < b"), note("The ", "reason")),
    line("By", kind="embed", provider="youtube", url=WATCH, title="A film", image="11111111111"),
    block("linkCard", url="https://example.org/", title="A card", description="D", site="S"),
    {"type": "gallery", "content": PICTURES},
    block("blockMath", latex="x^2"),
    {"type": "callout", "attrs": {"kind": "warning"}, "content": [line("Mind the gap")]},
)


def as_read(form: Format) -> pages.HtmlElement:
    """The text that a reader of feeds shows."""
    about = feed()
    body = written(form, about, [some(html=for_feeds(page(*STORY), address=HERE))])
    VALID[form](body, address=about.addresses[form])
    if form is Format.JSON:
        content = validity.json_feed(body)["items"][0]["content_html"]
    else:
        content = validity.parsed(body).entries[0].content[0].value
    return pages.fragment_fromstring(content, create_parent="div")


@pytest.mark.parametrize("form", Format)
def test_everything_arrives_readable(form: Format) -> None:
    read = as_read(form)
    (embed,) = (link for link in read.xpath("//a[img]") if link.get("href") == WATCH)
    assert "A film" in embed.text_content()
    assert embed.find("img").get("src").startswith("https://")
    (card,) = read.xpath("//a[@href='https://example.org/']")
    assert "A card" in card.text_content()
    assert {"One", "Two"} <= set(read.xpath("//figure//img/@alt"))
    assert {"a < b", "x^2"} <= {code.text_content() for code in read.xpath("//code")}
    assert read.xpath("//p[b='Warning']")
    assert "Mind the gap" in read.text_content()
    assert not read.xpath("//iframe | //button | //script | //math")


@pytest.mark.parametrize("form", Format)
def test_a_note_and_its_mark_lead_to_each_other(form: Format) -> None:
    read = as_read(form)
    names = set(read.xpath("//@id"))
    leads = [href.partition("#")[2] for href in read.xpath("//a/@href") if href.startswith(f"{HERE}#")]
    assert len(leads) == 2
    assert set(leads) <= names
    (told,) = (one for one in read.xpath("//li[@id]") if one.get("id") in leads)
    assert "The reason" in told.text_content()
