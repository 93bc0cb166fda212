"""`/me/settings/tokens`: made, shown once, ended."""

from octavo.accounts.tokens import MOST_TOKENS
from octavo.chassis.scopes import SCOPES
from tests.edge.world import Site

PAGE = "/me/settings/tokens"
ME = "/octavo.accounts.v1.Accounts/GetMe"


async def test_a_token_is_made_shown_once_and_ended(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    assert PAGE in {
        str(link.attributes["href"]) for link in (await browser.get("/me/settings")).page.css("a")
    }
    body = b"name=My+script&days=30&scopes=account%3Aread&scopes=search"
    answer = await browser.send(PAGE, body)
    assert (answer.status, answer.header("cache-control")) == (200, "no-store")
    (shown,) = (str(field.attributes["value"]) for field in answer.page.css("input[readonly]"))
    assert shown.startswith("oct_")
    told = {"authorization": f"Bearer {shown}", "content-type": "application/json"}
    assert (await site.browser().ask("POST", ME, body=b"{}", headers=told)).status == 200
    again = await browser.get(PAGE)
    assert shown not in again.text
    assert again.words(".rows b") == ["My script"]
    assert "search, account:read" in again.text or "account:read, search" in again.text
    assert "last used on" in again.text
    end = str(again.page.css('form[action$="/end"]')[0].attributes["action"])
    assert (await (await site.member("cleo")).post(end)).status == 404
    ended = await browser.post(end)
    assert ended.location == f"{PAGE}?said=token-ended"
    assert "revoked" in (await browser.get(ended.location)).text
    assert (await site.browser().ask("POST", ME, body=b"{}", headers=told)).status == 401


async def test_every_scope_is_offered_with_its_meaning(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    for language in ("en", "de"):
        browser.language = language
        labels = (await browser.get(PAGE)).page.css(".choices label")
        assert [label.css("input")[0].attributes["value"] for label in labels] == list(SCOPES)
        for label in labels:
            assert label.text().replace(label.css("code")[0].text(), "").strip()


async def test_what_is_wrong_is_said_at_the_form(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    none = await browser.post(PAGE, name="My script", days="90")
    assert none.status == 422
    assert "at least one" in none.text
    assert 'value="My script"' in none.text
    for fields in ({"name": ""}, {"name": "x" * 81}, {"days": "0"}, {"days": "366"}, {"days": "x"}):
        wrong = await browser.post(PAGE, **{"name": "n", "days": "7", "scopes": "search", **fields})
        assert wrong.status == 422, fields
        assert 'value="search" checked' in wrong.text
    assert (await browser.post(PAGE, name="n", days="7", scopes="everything")).status == 422
    for _ in range(MOST_TOKENS):
        assert (await browser.post(PAGE, name="n", days="7", scopes="search")).status == 200
    full = await browser.post(PAGE, name="one more", days="7", scopes="search")
    assert full.status == 422
    assert "as many access tokens" in full.text


async def test_strangers_are_asked_to_sign_in(site: Site) -> None:
    for answer in (
        await site.browser().get(PAGE),
        await site.browser().post(PAGE, name="x"),
        await site.browser().post(f"{PAGE}/11111111111/end"),
    ):
        assert answer.status == 303
        assert answer.location.startswith("/sign-in?then=%2Fme%2Fsettings")
