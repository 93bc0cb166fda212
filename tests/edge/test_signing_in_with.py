"""To another site and back: what the browser carries, and what it is told."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest

from octavo.accounts.adapters.openid import OpenId
from octavo.accounts.ports import OpenIdProvider
from tests.accounts.provider import CLIENT, SECRET, OwnProvider, new_key, serving
from tests.edge.browser import Browser
from tests.edge.world import URL, Site

KEY = new_key("one")


@pytest.fixture
async def provider(site: Site) -> AsyncIterator[OwnProvider]:
    own = OwnProvider(site.clock, key=KEY)  # type: ignore[arg-type]  # a clock is a clock
    own.person = {"sub": "42", "email": "bert@mail.test", "email_verified": True}
    settings = OpenIdProvider(
        key="own", name="Own ID", issuer=own.issuer, client_id=CLIENT, client_secret=SECRET
    )
    ready = OpenId((settings,), home=URL, networks=("127.0.0.0/8",), clock=site.clock)
    object.__setattr__(site.accounts.tools, "providers", ready)
    async with serving(own):
        yield own


def back(provider: OwnProvider, address: str) -> str:
    """Where the browser comes back to, after a yes."""
    code = provider.agree(address)
    query = parse_qs(urlsplit(address).query)
    return f"{query['redirect_uri'][0].removeprefix(URL)}?code={code}&state={query['state'][0]}"


async def there(browser: Browser, address: str) -> str:
    answer = await browser.get(address)
    assert answer.status == 303
    return answer.location


async def test_a_member_comes_in_by_way_of_another_site(site: Site, provider: OwnProvider) -> None:
    await site.member("bert")
    browser = site.browser()
    page = (await browser.get("/sign-in?then=/me/stories")).page
    link = page.css_first("a[href^='/sign-in/with/own']").attributes["href"] or ""
    away = await there(browser, link)
    assert away.startswith(provider.issuer)
    answer = await browser.get(back(provider, away))
    assert answer.location == "/me/stories"
    assert (await browser.get("/me/stories")).status == 200


async def test_an_answer_in_another_browser_opens_nothing(site: Site, provider: OwnProvider) -> None:
    await site.member("bert")
    browser, other = site.browser(), site.browser()
    away = await there(browser, "/sign-in/with/own")
    answer = await other.get(back(provider, away))
    assert answer.status == 422
    assert "began in another browser" in answer.text
    assert (await other.get("/me/stories")).location.startswith("/sign-in")


async def test_a_newcomer_chooses_a_name_first(site: Site, provider: OwnProvider) -> None:
    browser = site.browser()
    answer = await browser.get(back(provider, await there(browser, "/sign-in/with/own")))
    assert answer.location.startswith(f"{URL}/sign-in/link/")
    joined = await browser.post(answer.location.removeprefix(URL), handle="bert", name="Bert")
    assert joined.status == 303


async def test_a_way_is_set_up_and_removed_in_the_settings(site: Site, provider: OwnProvider) -> None:
    ada = await site.owner()
    page = (await ada.get("/me/settings/account")).page
    link = page.css_first("#providers a").attributes["href"] or ""
    answer = await ada.get(back(provider, await there(ada, link)))
    assert answer.location == "/me/settings/account?said=provider-linked"
    page = (await ada.get("/me/settings/account")).page
    form = page.css_first("form[action='/me/settings/providers/remove'] input").attributes["value"]
    await ada.post("/me/settings/password", password="four quiet green rivers")  # another way in
    removed = await ada.post("/me/settings/providers/remove", identity_id=form)
    assert removed.location == "/me/settings/account?said=provider-unlinked"


async def test_no_other_site_begins_a_link(site: Site, provider: OwnProvider) -> None:
    ada = await site.owner()
    answer = await ada.get("/sign-in/with/own?link=1", **{"sec-fetch-site": "cross-site"})
    assert answer.location == "/me/settings/account"
    site.clock.turn(minutes=11)
    old = await ada.get("/sign-in/with/own?link=1")
    assert old.status == 422
    assert "your sign-in must be fresh" in old.text


async def test_a_provider_that_is_away_or_unknown_is_told_in_words(site: Site, provider: OwnProvider) -> None:
    provider.metadata = {"issuer": "https://another.example"}
    away = await site.browser().get("/sign-in/with/own")
    assert away.status == 503
    assert "Own ID does not answer at present." in away.text
    assert (await site.browser().get("/sign-in/with/nobody")).status == 404
    declined = site.browser()
    assert (await declined.get("/sign-in/with/own/back?error=access_denied&state=x")).status == 422
