"""What every request must pass, what every answer carries, and what becomes of requests that are wrong."""

import pytest

from tests.edge.browser import Browser
from tests.edge.world import Site

FORM = b"name=Mallory&bio="


async def name_of_ada(site: Site) -> str:
    return (await site.accounts.find_person(handle="ada")).person.name


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.test", "sec-fetch-site": "cross-site"},
        {"origin": "https://octavo.test"},
        {"origin": "http://octavo.test:8080"},
        {"origin": "http://evil.octavo.test", "sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"origin": "", "sec-fetch-site": "same-origin"},
        {"origin": "http://octavo.test", "sec-fetch-site": "cross-site"},
        {},
    ],
)
async def test_what_another_site_sends_is_not_done(site: Site, headers: dict[str, str]) -> None:
    ada = await site.owner()
    own = {"content-type": "application/x-www-form-urlencoded"}
    answer = await ada.ask("POST", "/me/settings/profile", body=FORM, headers={**own, **headers})
    assert answer.status == 403
    assert "another site" in answer.text
    answer = await ada.ask(
        "POST",
        "/octavo.accounts.v1.Accounts/UpdateProfile",
        body=b'{"name": "Mallory"}',
        headers={"content-type": "application/json", **headers},
    )
    assert answer.status == 403
    assert answer.json["code"] == "permission_denied"
    assert await name_of_ada(site) == "Ada"


async def test_a_program_without_a_cookie_needs_no_origin(site: Site) -> None:
    answer = await site.browser().ask(
        "POST",
        "/octavo.accounts.v1.Accounts/GetRegistration",
        body=b"{}",
        headers={"content-type": "application/json"},
    )
    assert answer.status == 200


async def test_pages_carry_the_headers_that_protect_their_readers(site: Site) -> None:
    ada = await site.owner()
    for address in ("/", "/me/settings", "/sign-in", "/nowhere", "/me/stories?show=nonsense"):
        answer = await ada.get(address)
        policy = answer.header("content-security-policy")
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "unsafe" not in scripts
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("referrer-policy")
        assert answer.header("permissions-policy")
        assert answer.header("cross-origin-opener-policy") == "same-origin"
        # The site of the tests is reached by http: browsers would ignore it there.
        assert not answer.header("strict-transport-security")


async def test_every_inline_script_and_style_is_one_that_the_policy_names(site: Site) -> None:
    from base64 import b64encode
    from hashlib import sha256

    ada = await site.owner()
    story = await site.publish("ada", "A walk")
    for address in (
        "/",
        f"/@ada/a-walk-{story.id}",
        "/sign-in",
        "/me/stories",
        "/me/settings",
        "/new",
        "/admin",
    ):
        answer = await (site.browser() if address == "/sign-in" else ada).get(address)
        policy = answer.header("content-security-policy")
        inline = [
            node
            for node in answer.page.css("script, style")
            if "src" not in node.attributes and "json" not in (node.attributes.get("type") or "")
        ]
        assert inline
        for node in inline:
            digest = b64encode(sha256(node.text().encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, address
        assert not answer.page.css("[onclick], [onload], [onerror], [style]"), address


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"name=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b'{"name": "x"}', "application/json", 415),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
        (b"name=\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"name=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"name=a%00b", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"f%d=x" % n for n in range(200)), "application/x-www-form-urlencoded", 400),
        (b"name=a%0Db", "application/x-www-form-urlencoded", 422),
    ],
)
async def test_a_form_that_cannot_be_read_changes_nothing(
    site: Site, body: bytes, kind: str, status: int
) -> None:
    ada = await site.owner()
    answer = await ada.send("/me/settings/profile", body, {"content-type": kind})
    assert answer.status == status
    assert answer.page.css_first("h1") is not None
    assert await name_of_ada(site) == "Ada"


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("POST", "/", "GET"),
        ("DELETE", "/@ada", "GET"),
        ("PUT", "/me/settings", "GET"),
        ("GET", "/sign-out", "POST"),
        ("GET", "/me/settings/profile", "POST"),
        ("POST", "/me/here", "GET"),
    ],
)
async def test_a_method_that_does_not_fit_says_which_do(
    site: Site, method: str, address: str, allowed: str
) -> None:
    await site.owner()
    answer = await site.browser().ask(method, address, headers={"origin": "http://octavo.test"})
    assert answer.status == 405
    assert allowed in answer.header("allow")


async def test_head_tells_what_get_would(site: Site) -> None:
    browser = site.browser()
    for address in ("/", "/sign-in", "/feed", "/robots.txt"):
        answer = await browser.ask("HEAD", address)
        assert answer.status == 200, address


@pytest.mark.parametrize(
    ("method", "body", "status", "code"),
    [
        ("Stories/SaveDraft", b"{", 400, "invalid_argument"),
        ("Stories/SaveDraft", b"[]", 400, "invalid_argument"),
        ("Stories/SaveDraft", b'{"storyId": 7}', 400, "invalid_argument"),
        ("Stories/SaveDraft", b'{"unknown": 1}', 400, "invalid_argument"),
        ("Stories/SaveDraft", b'{"storyId": "11111111111", "version": 1, "content": {}}', 404, "not_found"),
        ("Stories/ImportStory", b"{}", 404, "unimplemented"),
        ("Stories/Nonsense", b"{}", 404, "unimplemented"),
        ("Stories/SaveDraft", b" " * (7 << 20), 429, "resource_exhausted"),
    ],
)
async def test_a_call_that_is_not_right_says_so_in_the_protocols_form(
    site: Site, method: str, body: bytes, status: int, code: str
) -> None:
    ada = await site.owner()
    answer = await ada.send(f"/octavo.stories.v1.{method}", body, {"content-type": "application/json"})
    assert answer.status == status
    assert answer.json["code"] == code


async def test_a_large_body_is_allowed_only_where_one_belongs(site: Site) -> None:
    edge = site.edge
    assert edge.body_limit("POST", "/sign-in") <= 64 * 1024
    assert edge.body_limit("POST", "/octavo.stories.v1.Stories/SaveDraft") > 4 << 20
    assert edge.body_limit("POST", "/images") >= 10 << 20
    assert edge.body_limit("POST", "/octavo.nonsense") == 64 * 1024


async def test_https_brings_its_own_cookies_and_headers(site: Site) -> None:
    from octavo.edge.guards import page_headers
    from octavo.edge.sessions import Sessions

    headers = dict(page_headers("default-src 'none'", secure=True))
    assert headers["strict-transport-security"].startswith("max-age=")
    assert Sessions(accounts=site.accounts, near=site.near, secure=True).cookie == "__Host-session"


async def test_words_of_a_reader_never_become_markup(site: Site) -> None:
    ada = await site.owner()
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    await ada.post("/me/settings/profile", name=evil, bio=evil)
    story = await site.publish("ada", evil, evil, subtitle=evil, tags=('"><b>',))
    browser: Browser = site.browser()
    for address in ("/", "/@ada", f"/@ada/x-{story.id}", "/tag/%22%3E%3Cb%3E", "/feed"):
        answer = await browser.get(address)
        if answer.status == 301:
            answer = await browser.get(answer.location)
        assert answer.status == 200
        assert "<script>alert" not in answer.text, address
        assert "<img src=x" not in answer.text, address


async def test_a_place_that_is_in_no_list_of_ones_own_is_a_request_that_is_wrong(site: Site) -> None:
    ada = await site.owner()
    answer = await ada.get("/me/stories?after=nonsense")
    assert answer.status == 400
    assert answer.page.css_first("h1") is not None


async def test_a_call_that_comes_too_often_is_told_when_to_come_again(site: Site) -> None:
    ada = await site.owner()
    for number in range(5):
        answer = await ada.call("accounts.v1.Accounts/ChangeHandle", handle=f"ada-{number}")
    assert (answer.status, answer.json["code"]) == (429, "resource_exhausted")
    assert int(answer.header("retry-after")) > 0
    form = await ada.post("/me/settings/handle", handle="ada-9")
    assert form.status == 429
    assert int(form.header("retry-after")) > 0
