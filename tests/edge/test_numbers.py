"""How often a story was seen: what the page's script may say, and what those who wrote it are shown."""

import pytest

from octavo.chassis.context import acting_as
from octavo.chassis.faults import Unavailable
from octavo.stories.api import Story
from tests.edge.browser import Answer, Browser
from tests.edge.world import URL, Site

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def told(browser: Browser, story: Story, kind: str = "view", **headers: str) -> Answer:
    body = f"kind={kind}&from=news.test".encode()
    return await browser.send(f"/p/{story.id}/seen", body, {"user-agent": FIREFOX, **headers})


async def counted(site: Site, story: Story) -> tuple[int, int]:
    await site.readership.write()
    with acting_as(await site.caller("anna")):
        totals = (await site.readership.get_numbers(story_id=story.id)).totals
    return totals.views, totals.reads


async def test_a_page_says_that_it_was_seen_and_its_author_sees_it(site: Site) -> None:
    anna = await site.member("anna")
    story = await site.publish("anna", "By the sea")
    answer = await told(site.browser(), story)
    assert (answer.status, answer.body, answer.header("cache-control")) == (204, b"", "no-store")
    assert "set-cookie" not in dict(answer.headers)
    await told(site.browser(), story, "read")
    assert await counted(site, story) == (1, 1)
    desk = (await anna.get("/me/stories?show=published")).text
    assert "1 view<" in desk
    assert "1 read<" in desk
    page = (await anna.get(f"/me/stories/{story.id}/numbers")).text
    assert "news.test" in page
    assert "100 %" in page
    assert "bar-reads" in page
    assert " style=" not in page
    assert page.count('<tr><th scope="row">') == 31


async def test_a_story_without_readers_has_a_page_too(site: Site) -> None:
    anna = await site.member("anna")
    story = await site.publish("anna", "By the sea")
    page = await anna.get(f"/me/stories/{story.id}/numbers")
    assert page.status == 200
    assert "Nobody was here" in page.text
    assert '<svg class="day-chart"' not in page.text


async def test_whoever_asks_not_to_be_counted_is_not_nor_are_its_authors(site: Site) -> None:
    anna = await site.member("anna")
    story = await site.publish("anna", "By the sea")
    for browser, headers in ((site.browser(), {"dnt": "1"}), (site.browser(), {"sec-gpc": "1"}), (anna, {})):
        assert (await told(browser, story, **headers)).status == 204
    assert await counted(site, story) == (0, 0)


async def test_only_this_sites_own_pages_are_heard(site: Site) -> None:
    await site.member("anna")
    story = await site.publish("anna", "By the sea")
    elsewhere = {"origin": "https://other.test", "sec-fetch-site": "cross-site"}
    assert (await told(site.browser(), story, **elsewhere)).status == 403
    form = {"content-type": "application/x-www-form-urlencoded", "user-agent": FIREFOX}
    bare = await site.browser().ask("POST", f"/p/{story.id}/seen", body=b"kind=view", headers=form)
    assert bare.status == 403
    own = {**form, "origin": URL}
    assert (
        await site.browser().ask("POST", f"/p/{story.id}/seen", body=b"kind=view", headers=own)
    ).status == 204
    assert await counted(site, story) == (1, 0)


async def test_what_is_no_beacon_is_refused(site: Site) -> None:
    await site.member("anna")
    story = await site.publish("anna", "By the sea")
    draft = await site.write("anna", "Not yet")
    browser = site.browser()
    assert (await told(browser, story, "glance")).status == 400
    assert (await browser.send(f"/p/{story.id}/seen", b"kind=view&from=" + b"a" * 2000)).status == 413
    assert (await browser.send(f"/p/{draft}/seen", b"kind=view")).status == 404
    assert (await browser.get(f"/p/{story.id}/seen")).status == 405


async def test_numbers_are_for_those_who_write_the_story(site: Site) -> None:
    await site.member("anna")
    story = await site.publish("anna", "By the sea")
    ben = await site.member("ben")
    assert (await ben.get(f"/me/stories/{story.id}/numbers")).status == 404
    assert (await ben.get("/me/stories/nonsense/numbers")).status == 404
    assert (await site.browser().get(f"/me/stories/{story.id}/numbers")).status == 303


async def test_the_desk_does_without_numbers_where_they_cannot_be_told(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await site.member("anna")
    story = await site.publish("anna", "By the sea")

    async def away(**asked: object) -> None:
        raise Unavailable

    monkeypatch.setattr(site.readership, "list_totals", away)
    desk = await anna.get("/me/stories?show=published")
    assert desk.status == 200
    assert story.title in desk.text
    assert "0 views" not in desk.text
