"""Calls by an access token: what it opens, what it never opens, and that no cookie counts beside it."""

import pytest

from octavo.accounts.api import TokenId
from octavo.chassis.context import acting_as
from octavo.chassis.scopes import SCOPES
from tests.edge.browser import Answer, Browser
from tests.edge.world import Site

ME = "/octavo.accounts.v1.Accounts/GetMe"
CREATE = "/octavo.stories.v1.Stories/CreateDraft"


async def token(site: Site, handle: str, *scopes: str) -> tuple[str, TokenId]:
    with acting_as(await site.caller(handle)):
        made = await site.accounts.create_token(name="test", scopes=scopes, days=1)
    return made.token, made.access_token.id


async def call(browser: Browser, path: str, bearer: str, body: bytes = b"{}", **headers: str) -> Answer:
    told = {"authorization": bearer, "content-type": "application/json", **headers}
    return await browser.ask("POST", path, body=body, headers=told)


async def test_a_token_does_what_it_names_and_nothing_else(site: Site) -> None:
    await site.member("anna")
    bearer = "Bearer " + (await token(site, "anna", "account:read"))[0]
    script = site.browser()
    answer = await call(script, ME, bearer)
    assert answer.json["me"]["person"]["handle"] == "anna"
    refused = await call(script, CREATE, bearer)
    assert (refused.status, refused.json["code"]) == (403, "permission_denied")
    assert "stories:write" in refused.json["message"]


async def test_no_token_does_what_needs_a_browser(site: Site) -> None:
    await site.owner()
    bearer = "Bearer " + (await token(site, "ada", *SCOPES))[0]
    for method in ("SetPassword", "ChangeEmail", "CreateToken", "ListTokens", "SetRole", "ListSessions"):
        answer = await call(site.browser(), f"/octavo.accounts.v1.Accounts/{method}", bearer)
        assert (answer.status, answer.json["code"]) == (403, "permission_denied"), method


async def test_pages_take_no_token(site: Site) -> None:
    await site.member("anna")
    bearer = "Bearer " + (await token(site, "anna", *SCOPES))[0]
    answer = await site.browser().get("/me/settings", authorization=bearer)
    assert answer.status == 303
    answer = await call(
        site.browser(),
        "/me/settings/profile",
        bearer,
        b"name=Mallory",
        **{"content-type": "application/x-www-form-urlencoded"},
    )
    assert "sign-in" in answer.location
    assert (await site.accounts.find_person(handle="anna")).person.name == "Anna"


async def test_beside_a_token_no_cookie_counts(site: Site) -> None:
    anna, ben = await site.member("anna"), await site.member("ben")
    bearer = "Bearer " + (await token(site, "ben", "account:read"))[0]
    answer = await call(anna, ME, bearer, origin="https://elsewhere.test", **{"sec-fetch-site": "cross-site"})
    assert answer.json["me"]["person"]["handle"] == "ben"
    for wrong in ("Bearer oct_wrong", "Basic YW5uYTp4", "Bearer", "", "oct_x", "Bearer a b"):
        answer = await call(anna, ME, wrong, origin="https://elsewhere.test")
        assert (answer.status, answer.json["code"]) == (401, "unauthenticated"), wrong
    assert (await ben.get("/me/settings")).status == 200


async def test_a_revoked_token_is_over_at_once(site: Site) -> None:
    await site.member("anna")
    secret, token_id = await token(site, "anna", "account:read")
    assert (await call(site.browser(), ME, f"Bearer {secret}")).status == 200
    with acting_as(await site.caller("anna")):
        await site.accounts.revoke_token(token_id=token_id)
    assert (await call(site.browser(), ME, f"Bearer {secret}")).status == 401


async def test_a_near_copy_ends_with_the_token(site: Site) -> None:
    await site.member("anna")
    secret, _ = await token(site, "anna", "account:read")
    site.clock.turn(days=1, seconds=-5)
    assert (await call(site.browser(), ME, f"Bearer {secret}")).status == 200
    site.near.empty()
    site.clock.turn(seconds=5)
    assert (await call(site.browser(), ME, f"Bearer {secret}")).status == 401


@pytest.mark.parametrize(("scopes", "status"), [(("stories:write",), 403), (("images:write",), 415)])
async def test_pictures_are_sent_with_the_scope_for_them(
    site: Site, scopes: tuple[str, ...], status: int
) -> None:
    await site.member("anna")
    bearer = "Bearer " + (await token(site, "anna", *scopes))[0]
    answer = await site.browser().ask(
        "POST", "/images", body=b"no picture", headers={"authorization": bearer, "content-type": "text/plain"}
    )
    assert answer.status == status
