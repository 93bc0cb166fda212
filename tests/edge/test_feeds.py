"""Feeds: whole stories, in a form that an independent reader understands."""

from email.utils import parsedate_to_datetime

from lxml import etree

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
