"""What other machines learn of the pages: JSON-LD, OpenGraph and cards, each read by a parser of its own."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from octavo.chassis.context import acting_as
from octavo.edge import linked_data
from octavo.edge.render import _for_script
from octavo.stories.api import Cover, ImageId, Visibility
from octavo.syndication.api import Card, CardFormat, write_card
from tests.edge.browser import Answer
from tests.edge.world import Site

HELL = "</script><script>alert(1)</script><!-- ]]> \u2028 \"' & \\u003c"
ORIGIN = "http://octavo.test"


def linked(answer: Answer) -> dict[str, Any]:
    """What a page says in JSON-LD, by kind."""
    blocks = [node.text() for node in answer.page.css('script[type="application/ld+json"]')]
    assert len(blocks) == 1
    data = json.loads(blocks[0])
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def meta(answer: Answer) -> dict[str, str]:
    """The page's OpenGraph and the like."""
    nodes = answer.page.css("meta[property], meta[name]")
    return {
        str(node.attributes.get("property") or node.attributes.get("name")): str(node.attributes["content"])
        for node in nodes
    }


async def test_a_story_says_what_it_is(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", HELL, tags=("sea",), subtitle="By <the> sea", cover=COVER)
    path = f"/@ada/{story.slug}-{story.id}"
    answer = await site.browser().get(path)
    found = linked(answer)
    article, crumbs = found["Article"], found["BreadcrumbList"]
    assert article["headline"] == story.title
    assert article["mainEntityOfPage"] == ORIGIN + path
    assert article["datePublished"] == "2026-03-01T12:00:00+00:00"
    assert article["author"] == [
        {"@type": "Person", "@id": f"{ORIGIN}/@ada#person", "name": "Ada", "url": f"{ORIGIN}/@ada"}
    ]
    assert article["publisher"]["@type"] == "Organization"
    assert article["publisher"]["name"] == "The Test"
    assert article["keywords"] == ["sea"]
    assert article["isAccessibleForFree"] is True
    assert article["image"][0].startswith(f"{ORIGIN}/i/")
    assert [(step["position"], step["item"]) for step in crumbs["itemListElement"]] == [
        (1, f"{ORIGIN}/"),
        (2, f"{ORIGIN}/@ada"),
        (3, ORIGIN + path),
    ]
    told = meta(answer)
    assert told["og:title"] == told["twitter:title"] == story.title
    assert told["og:type"] == "article"
    assert told["og:description"] == "By <the> sea"
    assert told["og:url"] == ORIGIN + path
    assert told["og:locale"] == "en"
    assert told["article:published_time"] == "2026-03-01T12:00:00+00:00"
    assert told["article:author"] == f"{ORIGIN}/@ada"
    assert told["article:tag"] == "sea"
    assert told["twitter:card"] == "summary_large_image"
    assert told["og:image"] == article["image"][0]
    assert told["og:image:alt"] == told["twitter:image:alt"] == COVER.alt
    assert "alert(1)</script>" not in answer.text


COVER = Cover(image_id=ImageId("1111111imag"), alt='A "lake" & <more>', width=1600, height=800)


async def test_the_other_pages_say_what_they_are(site: Site) -> None:
    browser = await site.owner()
    await browser.post(
        "/me/settings/profile",
        name=f"Ada {HELL[:40]}",
        bio="Writes.",
        link_label="Home",
        link_url="https://ada.test/",
    )
    await site.publish("ada", "A walk", tags=("sea",))
    home = linked(await site.browser().get("/"))["WebSite"]
    assert (home["name"], home["url"]) == ("The Test", f"{ORIGIN}/")
    profile = linked(await site.browser().get("/@ada"))["ProfilePage"]
    assert profile["mainEntity"]["@type"] == "Person"
    assert profile["mainEntity"]["name"] == f"Ada {HELL[:40]}"
    assert profile["mainEntity"]["sameAs"] == ["https://ada.test/"]
    assert profile["dateCreated"] == "2026-03-01T12:00:00+00:00"
    tag = linked(await site.browser().get("/tag/sea"))
    assert tag["CollectionPage"]["url"] == f"{ORIGIN}/tag/sea"
    assert len(tag["BreadcrumbList"]["itemListElement"]) == 2


async def test_what_is_not_to_be_found_says_nothing(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "Hidden", visibility=Visibility.UNLISTED)
    answer = await site.browser().get(f"/@ada/hidden-{story.id}")
    assert answer.page.css('script[type="application/ld+json"]') == []
    assert "og:title" not in meta(answer)


async def test_of_a_members_story_it_says_so(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "For friends", visibility=Visibility.MEMBERS)
    article = linked(await site.browser().get(f"/@ada/for-friends-{story.id}"))["Article"]
    assert article["isAccessibleForFree"] is False


@given(text=st.one_of(st.just(HELL), st.text()))
@settings(max_examples=200)
def test_no_text_gets_out_of_its_script(text: str) -> None:
    data = linked_data.graph(linked_data.person(name=text, address="https://o.test/@a", same_as=[text]))
    written = _for_script(data)
    assert "<" not in written
    assert "\u2028" not in written
    assert json.loads(written) == json.loads(json.dumps(data))


# Cards (oEmbed)


async def card(site: Site, address: str, **more: str) -> Answer:
    from urllib.parse import urlencode

    return await site.browser().get(f"/oembed?{urlencode({'url': address, **more})}")


async def test_a_story_names_its_cards_and_they_answer(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", HELL, cover=COVER)
    page = await site.browser().get(f"/@ada/{story.slug}-{story.id}")
    links = {
        str(link.attributes["type"]): str(link.attributes["href"])
        for link in page.page.css("link[rel=alternate]")
    }
    answer = await site.browser().get(links["application/json+oembed"].removeprefix(ORIGIN))
    assert answer.status == 200
    assert answer.header("content-type") == "application/json; charset=utf-8"
    found = answer.json
    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert found["title"] == " ".join(story.title.split())
    assert (found["author_name"], found["author_url"]) == ("Ada", f"{ORIGIN}/@ada")
    assert (found["provider_name"], found["provider_url"]) == ("The Test", f"{ORIGIN}/")
    assert (found["width"], found["height"]) == (600, 200)
    assert (found["thumbnail_width"], found["thumbnail_height"]) == (720, 360)
    frame = etree.HTML(found["html"]).find(".//iframe")
    assert frame is not None
    assert frame.get("src") == f"{ORIGIN}/p/{story.id}/embed"
    assert frame.get("title") == story.title
    assert "allow-scripts" not in str(frame.get("sandbox"))
    xml = await site.browser().get(links["text/xml+oembed"].removeprefix(ORIGIN))
    assert xml.header("content-type") == "text/xml; charset=utf-8"
    told = {node.tag: node.text for node in etree.fromstring(xml.text.encode())}
    assert told == {name: str(value) for name, value in found.items()}


async def test_a_frame_may_hold_the_card_and_no_other_page(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", HELL, cover=COVER)
    answer = await site.browser().get(f"/p/{story.id}/embed")
    assert answer.status == 200
    assert "frame-ancestors *" in answer.header("content-security-policy")
    assert "script-src" not in answer.header("content-security-policy")
    assert answer.header("x-frame-options") == ""
    assert answer.page.css("script, form") == []
    assert {node.attributes["target"] for node in answer.page.css("a")} == {"_blank"}
    for other in ("/", f"/@ada/{story.slug}-{story.id}", "/@ada", f"/p/{'1' * 11}/embed"):
        page = await site.browser().get(other)
        assert page.header("x-frame-options") == "DENY", other
        assert "frame-ancestors 'none'" in page.header("content-security-policy"), other
    with acting_as(await site.caller("ada")):
        await site.stories.unpublish(story_id=story.id)
    assert (await site.browser().get(f"/p/{story.id}/embed")).status == 410


async def test_a_card_keeps_to_the_room_there_is(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk", cover=COVER)
    address = f"{ORIGIN}/p/{story.id}"
    narrow = (await card(site, address, maxwidth="400", maxheight="300")).json
    assert (narrow["type"], narrow["width"], narrow["height"]) == ("rich", 400, 200)
    assert (narrow["thumbnail_width"], narrow["thumbnail_height"]) == (360, 180)
    tiny = (await card(site, address, maxwidth="200")).json
    assert tiny["type"] == "link"
    assert {"html", "width", "height", "thumbnail_url"}.isdisjoint(tiny)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("url=", 400),
        ("url=http%3A%2F%2Foctavo.test%2Fp%2FID&format=yaml", 501),
        ("url=http%3A%2F%2Foctavo.test%2Fp%2FID&maxwidth=-1", 400),
        ("url=http%3A%2F%2Foctavo.test%2Fp%2FID&maxheight=0", 400),
        ("url=http%3A%2F%2Foctavo.test%2Fp%2FID&maxwidth=%D9%A1", 400),
        ("url=http%3A%2F%2Felse.test%2Fp%2FID", 404),
        ("url=http%3A%2F%2Foctavo.test%40else.test%2Fp%2FID", 404),
        ("url=ftp%3A%2F%2Foctavo.test%2Fp%2FID", 404),
        ("url=http%3A%2F%2Foctavo.test%2F", 404),
        ("url=http%3A%2F%2Foctavo.test%2Fp%2F11111111111", 404),
        ("url=http%3A%2F%2F%5B%2Fp%2FID", 404),
        ("url=" + "x" * 2001, 400),
        ("url=http%3A%2F%2Foctavo.test%2Fp%2FID", 200),
        ("url=https%3A%2F%2FOCTAVO.test%2F%40anybody%2Fany-slug-ID", 200),
    ],
)
async def test_other_questions_have_clear_answers(site: Site, query: str, status: int) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk")
    answer = await site.browser().get(f"/oembed?{query.replace('ID', story.id)}")
    assert answer.status == status
    assert (await site.browser().get(f"/oembed?{query}&url=")).status in (400, 404, 501)


async def test_drafts_and_what_was_taken_back_have_no_card(site: Site) -> None:
    await site.owner()
    draft = await site.write("ada", "A draft")
    gone = await site.publish("ada", "Gone")
    with acting_as(await site.caller("ada")):
        await site.stories.unpublish(story_id=gone.id)
    for story_id in (draft, gone.id):
        assert (await card(site, f"{ORIGIN}/p/{story_id}")).status == 404


@given(title=st.text(), name=st.text())
@settings(max_examples=100)
def test_a_card_is_well_formed_whatever_people_write(title: str, name: str) -> None:
    made = Card(title=title, author_name=name, provider_name=name, provider_url="https://o.test/")
    xml = etree.fromstring(write_card(made, CardFormat.XML))
    told = json.loads(write_card(made, CardFormat.JSON))
    assert {node.tag: node.text for node in xml} == told
