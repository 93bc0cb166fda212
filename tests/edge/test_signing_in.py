"""How people come in and go: one-time links, passwords, sign-out."""

from hashlib import sha256
from itertools import count

import pytest

from octavo.chassis.context import acting_as
from tests.edge import world
from tests.edge.browser import Browser
from tests.edge.world import OPERATOR, PASSWORD, URL, Site


async def here(browser: Browser) -> object:
    return (await browser.get("/me/here?path=/")).json.get("person")


async def test_the_first_link_makes_its_opener_the_owner_and_greets_them(site: Site) -> None:
    link = (await site.accounts.create_owner_link()).removeprefix(URL)
    browser = site.browser()
    form = await browser.get(link)
    assert form.status == 200
    assert {node.attributes["name"] for node in form.page.css("form.form input")} >= {
        "handle",
        "name",
        "email",
    }
    answer = await browser.post(link, handle="ada", name="Ada", email="ada@mail.test")
    assert (answer.status, answer.location) == (303, "/me/topics?first=1&said=welcome")
    cookie = next(value for name, value in answer.headers if name == "set-cookie" and "session=" in value)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await browser.get(answer.location)).location == "/me/stories?said=welcome"  # no topics yet
    assert (await browser.get("/admin")).status == 200


async def test_opening_a_link_does_not_use_it_up(site: Site) -> None:
    await site.owner()
    with acting_as(OPERATOR):
        link = (await site.accounts.create_login_link(email="ada@mail.test")).removeprefix(URL)
    scanner = site.browser()
    for _ in range(3):
        assert (await scanner.get(link)).status == 200
    assert not scanner.cookies
    browser = site.browser()
    assert (await browser.post(link)).status == 303
    assert await here(browser)
    assert (await site.browser().post(link)).status == 410


@pytest.mark.parametrize("token", ["unknown", "x" * 43, "%00"])
async def test_a_link_that_is_none_of_ours_says_so(site: Site, token: str) -> None:
    browser = site.browser()
    assert (await browser.get(f"/sign-in/link/{token}")).status == 404
    assert (await browser.post(f"/sign-in/link/{token}")).status == 404


async def test_a_link_that_is_too_old_is_gone(site: Site) -> None:
    await site.owner()
    with acting_as(OPERATOR):
        link = (await site.accounts.create_login_link(email="ada@mail.test")).removeprefix(URL)
    site.clock.turn(days=30)
    browser = site.browser()
    assert (await browser.get(link)).status == 410
    assert (await browser.post(link)).status == 410
    assert not browser.cookies


async def test_a_sign_up_that_is_not_right_comes_back_as_it_was_filled_in(site: Site) -> None:
    await site.owner()
    with acting_as(OPERATOR):
        link = (await site.accounts.create_login_link(email="bert@mail.test")).removeprefix(URL)
    browser = site.browser()
    for fields, field in (
        ({"handle": "ada", "name": "Bert"}, "handle"),
        ({"handle": "admin", "name": "Bert"}, "handle"),
        ({"handle": "Not a handle", "name": "Bert"}, "handle"),
        ({"handle": "bert", "name": ""}, "name"),
        ({"handle": "bert", "name": "x" * 81}, "name"),
    ):
        answer = await browser.post(link, **fields)
        assert answer.status == 422, fields
        shown = answer.page.css_first(f"input[name={field}]")
        assert shown is not None
        assert shown.attributes["aria-invalid"] == "true", fields
        assert answer.page.css_first("input[name=name]").attributes.get("value", "") == fields["name"]
    assert not browser.cookies
    assert (await browser.post(link, handle="bert", name="Bert")).status == 303


async def test_mail_brings_the_link_that_leads_back_to_where_one_was(site: Site) -> None:
    await site.owner()
    browser = site.browser()
    form = await browser.get("/sign-in?then=/new")
    assert form.page.css_first("input[name=then]").attributes["value"] == "/new"
    answer = await browser.post("/sign-in", email="ada@mail.test", then="/new", **await site.riddle())
    assert answer.status == 200
    assert "ada@mail.test" in answer.text


async def test_nobody_learns_from_the_sign_in_page_who_has_an_account(site: Site) -> None:
    await site.owner()
    browser = site.browser()
    known = await browser.post("/sign-in", email="ada@mail.test", **await site.riddle())
    unknown = await browser.post("/sign-in", email="zoe@mail.test", **await site.riddle())
    assert known.status == unknown.status == 200
    assert known.text.replace("ada@", "zoe@") == unknown.text


async def test_a_script_is_not_believed(site: Site) -> None:
    await site.owner()
    browser = site.browser()
    riddle, before = await site.riddle(), await site.letters()
    # Not just another answer: by chance one in sixteen would be right.
    words = (f"wrong {number}" for number in count())
    wrong = next(word for word in words if sha256(f"{riddle['challenge']}{word}".encode()).digest()[0] > 127)
    for fields in ({}, {**riddle, "answer": wrong}, {**riddle, "website": "http://spam.test"}):
        answer = await browser.post("/sign-in", email="ada@mail.test", **fields)
        assert answer.status == 422
        assert answer.page.css_first("input[name=email]").attributes["value"] == "ada@mail.test"
    assert await site.letters() == before
    assert (await browser.post("/sign-in", email="ada@mail.test", **await site.riddle())).status == 200
    assert await site.letters() == before + 1


async def test_an_address_that_is_none_comes_back_with_a_word_at_the_field(site: Site) -> None:
    await site.owner()
    answer = await site.browser().post("/sign-in", email="not an address", **await site.riddle())
    assert answer.status == 422
    shown = answer.page.css_first("input[name=email]")
    assert shown.attributes["value"] == "not an address"
    assert shown.attributes["aria-invalid"] == "true"


async def test_a_password_signs_in_and_a_wrong_one_does_not(site: Site) -> None:
    ada = await site.owner()
    assert (await ada.post("/me/settings/password", password=PASSWORD)).status == 303
    browser = site.browser()
    wrong = await browser.post("/sign-in/password", login="ada", password="five loud red lakes", then="/new")
    assert wrong.status == 422
    assert wrong.page.css_first("input[name=login]").attributes["value"] == "ada"
    assert "five loud red lakes" not in wrong.text
    assert not browser.cookies
    right = await browser.post("/sign-in/password", login="ada", password=PASSWORD, then="/new")
    assert (right.status, right.location) == (303, "/new")
    assert await here(browser)


async def test_whoever_tries_too_often_is_told_when_to_come_again(site: Site) -> None:
    await site.owner()
    browser = site.browser()
    answers = [
        await browser.post("/sign-in/password", login="ada", password="five loud red lakes")
        for _ in range(12)
    ]
    assert answers[0].status == 422
    assert answers[-1].status == 429
    assert int(answers[-1].header("retry-after")) > 0


@pytest.mark.parametrize(
    "then",
    ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)", "/%2f%2fevil.test", "evil"],
)
async def test_one_is_never_led_to_another_site(site: Site, then: str) -> None:
    ada = await site.owner()
    assert (await ada.post("/me/settings/password", password=PASSWORD)).status == 303
    assert (await ada.get(f"/sign-in?then={then}")).location == "/"
    answer = await site.browser().post("/sign-in/password", login="ada", password=PASSWORD, then=then)
    assert (answer.status, answer.location) == (303, "/")


async def test_signing_out_ends_the_sign_in_here_and_at_the_service(site: Site) -> None:
    ada = await site.owner()
    cookies = dict(ada.cookies)
    answer = await ada.post("/sign-out")
    assert (answer.status, answer.location) == (303, "/sign-in?said=signed-out")
    assert not ada.cookies
    assert (await ada.get(answer.location)).status == 200
    thief = site.browser()
    thief.cookies = cookies
    assert await here(thief) is None


async def test_a_sign_in_that_nobody_used_for_long_is_over(site: Site) -> None:
    ada = await site.owner()
    site.clock.turn(days=80)
    site.near.empty()  # as a minute does
    assert (await ada.get("/me/stories")).status == 200
    site.clock.turn(days=80)  # use has prolonged it
    site.near.empty()
    assert (await ada.get("/me/stories")).status == 200
    site.clock.turn(days=100)
    site.near.empty()
    assert (await ada.get("/me/stories")).location == "/sign-in?then=%2Fme%2Fstories"


async def test_a_cookie_that_is_none_of_ours_is_nobody(site: Site) -> None:
    browser = site.browser()
    for token in ("x", "y" * 5000, "'; DROP TABLE sessions", "../../etc/passwd"):
        browser.cookies = {"session": token}
        assert await here(browser) is None
        assert (await browser.get("/me/stories")).location == "/sign-in?then=%2Fme%2Fstories"


@pytest.mark.parametrize("address", ["/new", "/me/stories", "/me/settings", "/admin", "/edit/11111111111"])
async def test_what_is_for_people_asks_who_one_is(site: Site, address: str) -> None:
    answer = await site.browser().get(address)
    assert answer.status == 303
    assert answer.location.startswith("/sign-in?then=")


async def test_where_registration_is_closed_the_page_says_so(tmp_path) -> None:  # type: ignore[no-untyped-def]
    async with world.site(tmp_path, registration="closed") as site:
        await site.owner()
        page = await site.browser().get("/sign-in")
        assert "takes no new members" in page.text


async def test_the_page_speaks_the_browsers_language(site: Site) -> None:
    browser = site.browser()
    browser.language = "fr;q=0.9, de-AT, en;q=0.5"
    assert 'lang="de"' in (await browser.get("/sign-in")).text
    browser.language = "xx, */*;q=0.1, ;;;"
    assert 'lang="en"' in (await browser.get("/sign-in")).text


async def test_where_browsers_keep_no_passkeys_none_are_offered_and_the_page_says_why(site: Site) -> None:
    page = (await site.browser().get("/sign-in")).page
    assert page.css_first("form[action='/sign-in/passkey']") is None  # the site has a name, but no https
    answer = await site.browser().post("/sign-in/passkey", credential="nonsense", then="/me/stories")
    assert answer.status == 422
    assert "Passkeys do not work at this address" in answer.text
    ada = await site.owner()
    shown = await ada.get("/me/settings/account")
    assert shown.page.css_first("form[data-passkey-make]") is None
    assert "reached by https" in shown.page.css_first("#passkeys").text()
    assert (await ada.post("/me/settings/passkeys", name="Phone", credential="{}")).status == 422
    assert (await ada.post("/me/settings/passkeys/remove", passkey_id="nonsense")).status == 404
