"""The search page, what is suggested beside the field, and the browser's own way to search the site."""

import json
import xml.etree.ElementTree as ElementTree

from octavo.chassis.context import acting_as
from octavo.stories.api import Visibility
from tests.edge.world import Site


async def test_what_is_found_is_shown_with_marks(site: Site) -> None:
    await site.owner()
    story = await site.publish(
        "ada", "Herons & <hills>", "We saw three herons by the river.", tags=("birds",)
    )
    await site.index()
    page = await site.browser().get("/search?q=heron")
    assert page.status == 200
    assert page.header("cache-control") == "no-store"
    assert "<mark>Herons</mark> &amp; &lt;hills&gt;" in page.text
    assert "three <mark>herons</mark> by" in page.text
    assert f'href="/@ada/{story.slug}-{story.id}"' in page.text
    assert 'name="robots" content="noindex"' in page.text


async def test_people_and_topics_stand_beside(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "Words", tags=("adaptation",))
    await site.index()
    page = await site.browser().get("/search?q=ada")
    assert 'class="who-found" href="/@ada"' in page.text
    assert 'href="/tag/adaptation"' in page.text
    assert "who-found" not in (await site.browser().get("/search?q=ada&tag=adaptation")).text


async def test_filters_come_from_the_form_too_and_lead_back(site: Site) -> None:
    await site.owner()
    await site.member("bert")
    await site.publish("ada", "Bread by Ada", "Flour.", tags=("open source",))
    await site.publish("bert", "Bread by Bert", "Flour.")
    await site.index()
    browser = site.browser()
    assert "Bread</mark> by Ada" not in (await browser.get("/search?q=bread&author=%40bert")).text
    assert "Bread</mark> by Ada" in (await browser.get("/search?q=bread&tag=open+source")).text
    nothing = await browser.get("/search?q=bread&until=2020-01-01")
    assert "No story has these words." in nothing.text
    assert 'href="/search?q=bread"' in nothing.text
    assert 'value="2020-01-01"' in nothing.text
    assert (await browser.get('/search?q=bread&tag="+OR+author:"&since=x')).status == 200


async def test_further_pages_go_on_by_key_and_a_broken_link_shows_the_best(site: Site) -> None:
    await site.owner()
    for number in range(12):
        await site.publish("ada", f"Bread {number}")
    await site.index()
    browser = site.browser()
    first = await browser.get("/search?q=bread")
    address = first.text.partition('" rel="next"')[0].rpartition('href="')[2].replace("&amp;", "&")
    second = await browser.get(address)
    assert first.text.count('class="card hit"') == 10
    assert second.text.count('class="card hit"') == 2
    assert 'rel="next"' not in second.text
    assert 'href="/search?q=bread"' in second.text
    assert (await browser.get("/search?q=bread&after=broken")).text.count('class="card hit"') == 10


async def test_nothing_asked_says_how_to_ask_and_what_was_typed_is_escaped(site: Site) -> None:
    await site.index()
    browser = site.browser()
    assert "side by side" in (await browser.get("/search")).text
    page = await browser.get("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%00")
    assert page.status == 200
    assert "<script>alert" not in page.text


async def test_without_search_there_is_every_other_page_and_a_word_on_this_one(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "Bread")
    await site.index()
    site.search_switch.off = True
    browser = site.browser()
    page = await browser.get("/search?q=bread")
    assert page.status == 503
    assert "The search cannot answer just now." in page.text
    assert (await browser.get("/")).status == 200
    assert json.loads((await browser.get("/search/suggestions?q=a")).text) == ["a", [], [], []]


async def test_members_words_are_found_by_members_alone(site: Site) -> None:
    await site.owner()
    bert = await site.member("bert")
    texts = ["An open beginning. " * 40, *["More of it. " * 30] * 6, "The hidden word is quetzal."]
    await site.publish("ada", "For members", *texts, visibility=Visibility.MEMBERS)
    await site.index()
    stranger = await site.browser().get("/search?q=quetzal")
    assert "No story has these words." in stranger.text
    assert "<mark>quetzal</mark>" in (await bert.get("/search?q=quetzal")).text


async def test_suggestions_are_as_opensearch_has_them(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "Words", tags=("adaptation",))
    await site.index()
    answer = await site.browser().get("/search/suggestions?q=ada")
    assert answer.header("content-type") == "application/x-suggestions+json"
    assert json.loads(answer.text) == [
        "ada",
        ["Ada", "adaptation"],
        ["@ada", "Topic · 1"],
        ["http://octavo.test/@ada", "http://octavo.test/tag/adaptation"],
    ]


async def test_a_browser_is_told_how_to_search_the_site(site: Site) -> None:
    home = await site.browser().get("/")
    assert 'rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml"' in home.text
    answer = await site.browser().get("/opensearch.xml")
    told = ElementTree.fromstring(answer.text)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert told.findtext(f"{space}ShortName") == "The Test"
    templates = [url.get("template") for url in told.findall(f"{space}Url")]
    assert templates[0] == "http://octavo.test/search?q={searchTerms}"


async def test_publications_are_found_by_name(site: Site) -> None:
    await site.owner()
    with acting_as(await site.caller("ada")):
        house = await site.publications.found(slug="the-heron", name="The Heron Review")
    await site.publish("ada", "Of other birds")
    await site.index()
    browser = site.browser()
    page = await browser.get("/search?q=heron")
    assert 'class="who-found" href="/the-heron"' in page.text
    told = json.loads((await browser.get("/search/suggestions?q=her")).text)
    assert told[1:3] == [["The Heron Review"], ["Publication"]]
    assert "Of other" not in (await browser.get(f"/search?q=birds&place={house.slug}")).text
