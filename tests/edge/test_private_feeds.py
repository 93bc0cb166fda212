"""`/me/feeds`: made, shown once, ended."""

import re

from octavo.syndication.service import Config
from tests.edge.world import Site


async def test_a_feed_is_made_shown_once_and_ended(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    assert "/me/feeds" in {
        str(link.attributes["href"]) for link in (await browser.get("/me/settings")).page.css("a")
    }
    answer = await browser.post("/me/feeds", name="My reader")
    assert answer.status == 200
    assert answer.header("cache-control") == "no-store"
    # With "no-referrer" a browser sends `Origin: null`, and the page's own form would be refused.
    assert answer.header("referrer-policy") == "strict-origin-when-cross-origin"
    shown = [str(field.attributes["value"]) for field in answer.page.css("input[readonly]")]
    assert len(shown) == 3
    for address in shown:
        assert (await site.browser().get(address.removeprefix("http://octavo.test"))).status == 200
    again = await browser.get("/me/feeds")
    assert again.words(".rows b") == ["My reader"]
    assert "/feed/private/" not in again.text
    assert "last asked for" in again.text
    end = str(again.page.css('form[action$="/end"]')[0].attributes["action"])
    other = await site.member("cleo")
    assert (await other.post(end)).status == 404
    ended = await browser.post(end)
    assert ended.location == "/me/feeds?said=feed-ended"
    assert "leads nowhere" in (await browser.get(ended.location)).text
    assert (await site.browser().get(shown[0].removeprefix("http://octavo.test"))).status == 404


async def test_what_is_wrong_is_said_at_the_form(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    long = await browser.post("/me/feeds", name="x" * 81)
    assert long.status == 422
    assert "80 characters" in long.text
    for _ in range(Config().max_private_feeds):
        assert (await browser.post("/me/feeds")).status == 200
    full = await browser.post("/me/feeds", name="one more")
    assert full.status == 422
    assert full.words('[role="alert"]') == [
        "You have as many private feeds as there may be. End one that no reader uses any more."
    ]
    assert 'value="one more"' in full.text


async def test_strangers_are_asked_to_sign_in(site: Site) -> None:
    for answer in (
        await site.browser().get("/me/feeds"),
        await site.browser().post("/me/feeds", name="x"),
        await site.browser().post("/me/feeds/11111111111/end"),
    ):
        assert answer.status == 303
        assert re.match(r"/sign-in\?then=%2Fme%2Ffeeds", answer.location)
