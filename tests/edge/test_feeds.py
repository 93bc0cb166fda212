"""Feeds: whole stories, in a form that an independent reader understands."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from octavo.edge.feeds import Feed, Item, absolute, rss
from octavo.stories.api import Visibility
from tests.edge.world import Site

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


async def test_the_site_a_person_and_a_tag_have_feeds(site: Site) -> None:
    await site.owner()
    await site.member("bert")
    story = await site.publish(
        "ada", "A walk & more", "Waves <all> day.", tags=("sea",), subtitle="By the sea"
    )
    await site.publish("bert", "My side")
    for address, titles in (
        ("/feed", {"A walk & more", "My side"}),
        ("/feed/@ada", {"A walk & more"}),
        ("/feed/tag/sea", {"A walk & more"}),
        ("/feed/tag/nothing", set()),
    ):
        answer = await site.browser().get(address)
        assert answer.status == 200
        assert answer.header("content-type") == "application/rss+xml; charset=utf-8"
        channel = etree.fromstring(answer.text.encode()).find("channel")
        assert channel is not None
        assert {item.findtext("title") for item in channel.iter("item")} == titles
        link = channel.find(ATOM_LINK)
        assert link is not None
        assert link.get("href") == f"http://octavo.test{address}"
    answer = await site.browser().get("/feed/@ada")
    item = etree.fromstring(answer.text.encode()).find("channel/item")
    assert item is not None
    assert item.findtext("link") == f"http://octavo.test/@ada/a-walk-more-{story.id}"
    assert item.findtext("guid") == f"http://octavo.test/p/{story.id}"
    assert item.findtext("description") == "By the sea"
    assert item.findtext(CREATOR) == "Ada"
    assert item.findtext("category") == "sea"
    assert "Waves &lt;all&gt; day." in (item.findtext(CONTENT) or "")
    assert parsedate_to_datetime(item.findtext("pubDate") or "") == story.published_at


async def test_a_feed_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "A walk")
    browser = site.browser()
    first = await browser.get("/feed")
    again = await browser.get("/feed", if_none_match=first.header("etag"))
    assert again.status == 304
    await site.publish("ada", "Another")
    assert (await browser.get("/feed", if_none_match=first.header("etag"))).status == 200


async def test_of_a_members_story_a_feed_has_the_beginning_and_says_where_it_goes_on(site: Site) -> None:
    await site.owner()
    texts = ["The beginning."] + [f"Paragraph {number} goes on." for number in range(12)]
    await site.publish("ada", "For friends", *texts, visibility=Visibility.MEMBERS)
    text = (await site.browser().get("/feed")).text
    assert "The beginning." in text
    assert "Paragraph 11" not in text
    assert "Read on" in text


def test_addresses_stand_without_the_site() -> None:
    html = (
        '<p>See <a href="/@ada/x">here</a>, <a href="#b-1">above</a>, <a href="https://else.test/">else</a>, '
        '<a href="//cdn.test/">there</a>; src="/not/a/tag".</p>'
        '<img src="/i/1/720" srcset="/i/1/360 360w, /i/1/720 720w" alt="a &quot;b&quot; > c">'
    )
    assert absolute(html, origin="https://o.test", address="https://o.test/s?a&b") == (
        '<p>See <a href="https://o.test/@ada/x">here</a>, <a href="https://o.test/s?a&amp;b#b-1">above</a>, '
        '<a href="https://else.test/">else</a>, '
        '<a href="//cdn.test/">there</a>; src="/not/a/tag".</p>'
        '<img src="https://o.test/i/1/720" srcset="https://o.test/i/1/360 360w, https://o.test/i/1/720 720w"'
        ' alt="a &quot;b&quot; > c">'
    )


def test_what_xml_does_not_know_is_left_out() -> None:
    item = Item(title="a\x0bb]]>", address="https://o.test/1?a&b", mark="1", published_at=datetime.now(UTC))
    feed = Feed(
        title="\x00T",
        address="https://o.test/",
        self_address='https://o.test/feed"',
        description="",
        language="en",
        items=(item,),
    )
    channel = etree.fromstring(rss(feed)).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "T"
    assert channel.findtext("item/title") == "ab]]>"
    assert channel.findtext("item/link") == "https://o.test/1?a&b"
