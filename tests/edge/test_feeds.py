"""Feeds: whole stories, in a form that an independent reader understands."""

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from octavo.chassis.context import Caller, acting_as
from octavo.serving.counters import told
from octavo.stories.api import Content, Visibility
from tests.chassis.story_events import drained
from tests.edge.world import OPERATOR, Site, document
from tests.syndication import validity

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


FORMS = {"": validity.rss, ".atom": validity.atom, ".json": validity.json_feed}


@pytest.mark.parametrize("ending", FORMS)
async def test_each_form_is_valid_and_says_where_it_is(site: Site, ending: str) -> None:
    await site.owner()
    await site.publish("ada", "A walk & <more>", "Waves <all> day.", tags=("sea",))
    for address in ("/feed", "/feed/@ada", "/feed/tag/sea", "/feed/tag/nothing"):
        answer = await site.browser().get(f"{address}{ending}")
        assert answer.status == 200
        FORMS[ending](answer.body, address=f"http://octavo.test{address}{ending}")


@pytest.mark.parametrize(
    "name",
    ['the "best"', "node.json", "x.atom", "x.rss", "c++ & co?", "ünïque", "日本語", "a #b", "100%", "..."],
)
async def test_a_tag_may_be_called_anything(site: Site, name: str) -> None:
    await site.owner()
    await site.publish("ada", "A walk", tags=(name,))
    await site.publish("ada", "Another", tags=(name.partition(".")[0] or "other",))
    page = await site.browser().get(site.edge.bench.addresses.tag(name))
    links = [str(link.attributes["href"]) for link in page.page.css("link[rel=alternate]")]
    assert len(links) == 3
    for link, check in zip(links, FORMS.values(), strict=True):
        answer = await site.browser().get(link.removeprefix("http://octavo.test"))
        assert answer.status == 200, link
        check(answer.body, address=link)
        assert answer.text.count("/p/") == (2 if "." not in name else 1), link


@pytest.mark.parametrize("path", ["a/b", "a%2Fb", "%22/%22", "%E0%A4%A", "x" * 41, "%20", "SEA"])
async def test_of_a_tag_that_cannot_be_there_is_a_clear_answer(site: Site, path: str) -> None:
    await site.owner()
    answer = await site.browser().get(f"/feed/tag/{path}")
    assert answer.status in (200, 301, 404)
    if answer.status == 200:
        assert validity.rss(answer.body).findall("item") == []


async def test_the_pages_name_their_feeds(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk", tags=("sea",))
    for page, feed in (
        ("/", "/feed"),
        ("/@ada", "/feed/@ada"),
        ("/tag/sea", "/feed/tag/sea"),
        (f"/@ada/a-walk-{story.id}", "/feed/@ada"),
    ):
        links = (await site.browser().get(page)).page.css('head link[rel="alternate"]')
        assert [(link.attributes["type"], link.attributes["href"]) for link in links][:3] == [
            ("application/rss+xml", f"http://octavo.test{feed}"),
            ("application/atom+xml", f"http://octavo.test{feed}.atom"),
            ("application/feed+json", f"http://octavo.test{feed}.json"),
        ], page
        assert all(link.attributes["title"] for link in links)


async def test_a_publication_has_its_feeds_and_is_on_the_map(site: Site) -> None:
    await site.owner()
    story_id = await site.write("ada", "In the paper")
    await site.publish("ada", "Elsewhere")
    with acting_as(await site.caller("ada")):
        house = await site.publications.found(name="The Paper", description="About lakes.")
        await drained(site.relay)
        await site.publications.publish_in(publication_id=house.id, story_id=story_id, version=1)
    page = await site.browser().get("/the-paper")
    links = [str(link.attributes["href"]) for link in page.page.css("head link[rel=alternate]")]
    assert links == [f"http://octavo.test/feed/the-paper{ending}" for ending in FORMS]
    for link, check in zip(links, FORMS.values(), strict=True):
        answer = await site.browser().get(link.removeprefix("http://octavo.test"))
        check(answer.body, address=link)
        assert f"http://octavo.test/the-paper/in-the-paper-{story_id}" in answer.text
        assert "Elsewhere" not in answer.text
    assert "About lakes." in (await site.browser().get("/feed/the-paper")).text
    assert (await site.browser().get("/feed/no-such-paper")).status == 404
    assert (await site.browser().get("/feed/NOT-A-PAPER")).status == 404
    sitemap = await site.browser().get("/sitemaps/publications-1.xml")
    assert "<loc>http://octavo.test/the-paper</loc>" in sitemap.text
    assert "publications-1.xml" in (await site.browser().get("/sitemap.xml")).text
    stories = (await site.browser().get("/sitemaps/stories-1.xml")).text
    assert f"http://octavo.test/the-paper/in-the-paper-{story_id}" in stories


async def test_an_id_outlives_every_change_of_address(site: Site) -> None:
    browser = await site.owner()
    story = await site.publish("ada", "A walk")
    before = validity.atom((await site.browser().get("/feed/@ada.atom")).body)
    await site.revise("ada", story.id, "Quite another title", "Text.", slug="another-slug")
    await browser.post("/me/settings/handle", handle="countess")
    assert (await site.browser().get("/feed/@ada.atom")).location == "/feed/@countess.atom"
    after = validity.atom((await site.browser().get("/feed/@countess.atom")).body)
    for part in (f"{validity.ATOM}id", f"{validity.ATOM}entry/{validity.ATOM}id"):
        assert before.findtext(part) == after.findtext(part)
    link = after.find(f"{validity.ATOM}entry/{validity.ATOM}link").get("href")
    assert link == f"http://octavo.test/@countess/another-slug-{story.id}"


async def test_what_was_imported_with_an_old_date_is_no_news(site: Site) -> None:
    await site.owner()
    with acting_as(OPERATOR):
        for year in (1999, 2001):
            await site.stories.import_story(
                source=f"test:{year}",
                author_id=await site.person_id("ada"),
                content=Content(
                    title=f"Of {year}", body=document("Old."), visibility=Visibility.EVERYBODY, language="en"
                ),
                published_at=datetime(year, 1, 1, tzinfo=UTC),
            )
    await site.publish("ada", "Of today")
    channel = validity.rss((await site.browser().get("/feed")).body)
    assert [item.findtext("title") for item in channel.iter("item")] == ["Of today", "Of 2001", "Of 1999"]
    entries = validity.atom((await site.browser().get("/feed.atom")).body).findall(f"{validity.ATOM}entry")
    assert [entry.findtext(f"{validity.ATOM}updated")[:4] for entry in entries] == ["2026", "2001", "1999"]


async def test_all_who_wrote_a_story_are_named(site: Site) -> None:
    await site.owner()
    await site.member("bert")
    story = await site.publish("ada", "Together")
    with acting_as(await site.caller("ada")):
        await site.stories.invite_co_author(story_id=story.id, person_id=await site.person_id("bert"))
    assert "Bert" not in (await site.browser().get("/feed")).text
    with acting_as(await site.caller("bert")):
        await site.stories.answer_invitation(story_id=story.id, accepted=True)
    item = validity.rss((await site.browser().get("/feed")).body).find("item")
    assert [name.text for name in item.findall(validity.CREATOR)] == ["Ada", "Bert"]
    data = validity.json_feed((await site.browser().get("/feed/@bert.json")).body)
    assert [author["name"] for author in data["items"][0]["authors"]] == ["Ada", "Bert"]
    await site.people["bert"].post("/me/settings/profile", name="Bertram")
    assert "Bertram" in (await site.browser().get("/feed")).text


async def test_of_a_members_part_the_feed_has_what_is_above_the_line(site: Site) -> None:
    await site.owner()
    body = json.loads(document("Above.", "Below."))
    body["content"].insert(1, {"type": "membersLine"})
    with acting_as(await site.caller("ada")):
        content = Content(title="Half", body=json.dumps(body), visibility=Visibility.EVERYBODY)
        draft = await site.stories.create_draft(content=content)
        await site.stories.publish(story_id=draft.id, version=1)
        made = await site.syndication.create_private_feed()
    public = (await site.browser().get("/feed")).text
    assert "Above." in public
    assert "Below." not in public
    assert "Read on" in public
    whole = (await site.browser().get(f"/feed/private/{made.token}")).text
    assert "Below." in whole
    assert "Below." not in (await site.browser().get("/feed.json")).text


async def test_only_what_changed_is_written_anew(site: Site) -> None:
    await site.owner()
    stories = [await site.publish("ada", f"Story {number}") for number in range(8)]
    await site.browser().get("/feed")
    site.stories_switch.calls.clear()
    await site.revise("ada", stories[3].id, "Changed", "Other words.")
    body = (await site.browser().get("/feed")).text
    assert "Other words." in body
    assert site.stories_switch.calls.count("read_story") == 1
    assert site.stories_switch.calls.count("list_stories") == 1


async def test_it_is_asked_for_by_date_too(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk")
    await site.publish("ada", "Another")
    browser = site.browser()
    first = await browser.get("/feed")
    date = first.header("last-modified")
    assert parsedate_to_datetime(date) == site.clock.now
    assert (await browser.get("/feed", if_modified_since=date)).status == 304
    assert (await browser.get("/feed", if_modified_since="Sat, 28 Feb 2026 12:00:00 GMT")).status == 200
    assert (await browser.get("/feed", if_modified_since="yesterday")).status == 200
    # An If-None-Match that fails is the last word (RFC 9110, 13.1.3).
    assert (await browser.get("/feed", if_none_match='"x"', if_modified_since=date)).status == 200
    head = await browser.ask("HEAD", "/feed")
    assert (head.status, head.header("etag")) == (200, first.header("etag"))
    site.clock.turn(hours=1)
    with acting_as(await site.caller("ada")):
        await site.stories.unpublish(story_id=story.id)
    # What is inside is older now: whoever asks by date learns of it all the same.
    assert (await browser.get("/feed", if_modified_since=date)).status == 200


async def test_it_may_be_compressed_and_read_from_elsewhere(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "A walk", *["All day long, the waves."] * 20)
    plain = await site.browser().get("/feed.json")
    for encoding in ("gzip", "br"):
        packed = await site.browser().get("/feed.json", accept_encoding=encoding)
        assert packed.header("content-encoding") == encoding
        assert packed.text == plain.text
        assert len(packed.body) < len(plain.body)
    assert plain.header("access-control-allow-origin") == "*"
    assert "set-cookie" not in dict(plain.headers)


async def test_a_private_feed_has_what_is_for_members(site: Site) -> None:
    await site.owner()
    await site.member("bert")
    texts = ["The beginning."] + [f"Paragraph {number} goes on." for number in range(12)]
    await site.publish("ada", "For friends", *texts, visibility=Visibility.MEMBERS)
    with acting_as(await site.caller("bert")):
        made = await site.syndication.create_private_feed()
    for ending, check in FORMS.items():
        address = f"/feed/private/{made.token}{ending}"
        answer = await site.browser().get(address)
        assert answer.status == 200
        check(answer.body, address=f"http://octavo.test{address}")
        assert "Paragraph 11" in answer.text
        assert "Read on" not in answer.text
        assert answer.header("cache-control") == "private, no-store"
        assert "noindex" in answer.header("x-robots-tag")
        again = await site.browser().get(address, if_none_match=answer.header("etag"))
        assert (again.status, again.body) == (304, b"")
        assert (await site.browser().ask("HEAD", address)).status == 200
    # Nothing of it has got into what everybody gets.
    assert "Paragraph 11" not in (await site.browser().get("/feed")).text
    assert (await site.browser().get(f"/feed/private/{'x' * 43}")).status == 404
    with acting_as(await site.caller("bert")):
        await site.syndication.revoke_private_feed(feed_id=made.feed.id)
    assert (await site.browser().get(f"/feed/private/{made.token}")).status == 404


async def test_a_private_feed_ends_with_its_owners_suspension(site: Site) -> None:
    await site.owner()
    await site.member("bert")
    with acting_as(await site.caller("bert")):
        made = await site.syndication.create_private_feed()
    assert (await site.browser().get(f"/feed/private/{made.token}")).status == 200
    owner = Caller(person_id=await site.person_id("ada"), roles=frozenset({"owner", "moderator", "member"}))
    with acting_as(owner):
        await site.accounts.set_suspended(person_id=await site.person_id("bert"), suspended=True, reason="x")
    assert (await site.browser().get(f"/feed/private/{made.token}")).status == 404


def test_a_private_feeds_address_is_cut_in_logs() -> None:
    assert told("/feed/private/abc.atom") == "/feed/private/…"
    assert told("/feed/tag/private") == "/feed/tag/private"
