"""Sitemaps: every page that may be found, none that may not."""

from lxml import etree

from octavo.chassis.context import acting_as
from octavo.stories.api import PersonId, Visibility
from tests.edge.browser import Answer
from tests.edge.world import Site

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def places(answer: Answer) -> dict[str, str]:
    """Addresses, with what is said of their last change."""
    assert answer.status == 200
    assert answer.header("content-type") == "application/xml; charset=utf-8"
    root = etree.fromstring(answer.text.encode())
    return {one.findtext(f"{NAMESPACE}loc", ""): one.findtext(f"{NAMESPACE}lastmod", "") for one in root}


async def everything(site: Site) -> set[str]:
    """All addresses of all sitemaps, by way of robots.txt and the index."""
    browser, found = site.browser(), set()
    robots = (await browser.get("/robots.txt")).text
    line = next(line for line in robots.splitlines() if line.startswith("Sitemap: "))
    for sheet in places(await browser.get(line.removeprefix("Sitemap: http://octavo.test"))):
        found |= places(await browser.get(sheet.removeprefix("http://octavo.test"))).keys()
    return {address.removeprefix("http://octavo.test") for address in found}


async def test_what_may_be_found_is_there_and_answers(site: Site) -> None:
    await site.owner()
    await site.member("bert")
    await site.member("cleo")  # has written nothing
    story = await site.publish("ada", "A walk", tags=("sea", 'the "best" & ünïque'))
    members = await site.publish("bert", "For friends", visibility=Visibility.MEMBERS)
    await site.publish("ada", "Hidden", visibility=Visibility.UNLISTED, tags=("secret",))
    await site.publish("ada", "From elsewhere", canonical_url="https://else.test/x")
    await site.write("ada", "A draft")
    found = await everything(site)
    assert found == {
        "/",
        f"/@ada/a-walk-{story.id}",
        f"/@bert/for-friends-{members.id}",
        "/@ada",
        "/@bert",
        "/tag/sea",
        "/tag/the%20%22best%22%20%26%20%C3%BCn%C3%AFque",
    }
    for address in found:
        assert (await site.browser().get(address)).status == 200, address


async def test_it_follows_what_is_published_and_taken_back(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk", tags=("sea",))
    assert "/tag/sea" in await everything(site)
    changed = places(await site.browser().get("/sitemaps/stories-1.xml"))
    assert changed[f"http://octavo.test/@ada/a-walk-{story.id}"] == "2026-03-01T12:00:00Z"
    site.clock.turn(days=1)
    await site.revise("ada", story.id, "A walk", "It was better.")
    changed = places(await site.browser().get("/sitemaps/stories-1.xml"))
    assert changed[f"http://octavo.test/@ada/a-walk-{story.id}"] == "2026-03-02T12:00:00Z"
    assert set(places(await site.browser().get("/sitemap.xml")).values()) >= {"2026-03-02T12:00:00Z"}
    with acting_as(await site.caller("ada")):
        await site.stories.unpublish(story_id=story.id)
    assert await everything(site) == set()
    assert (await site.browser().get("/sitemaps/stories-1.xml")).status == 404


async def test_of_a_suspended_person_it_has_nothing(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "A walk")
    await site.stories.hide_author(PersonId(await site.person_id("ada")))
    assert await everything(site) == set()


async def test_there_are_no_others(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "A walk")
    for name in ("stories-0", "stories-2", "stories-01", "stories-9999999", "drafts-1", "people", "x"):
        assert (await site.browser().get(f"/sitemaps/{name}.xml")).status == 404, name
