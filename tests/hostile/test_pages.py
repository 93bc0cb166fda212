"""Every address of the site, asked wrongly in every way."""

import re
import socket
import time
from typing import Final
from urllib.parse import quote

import pytest

from octavo.edge import routes
from tests.hostile.site import LEAKS, Answer, World, check_refusal, unchanged

READ: Final = [
    *(path for path, _ in routes.KEPT),
    *(path for method, path, _ in (*routes.OPEN, *routes.MEMBERS) if method == "GET"),
    routes.HERE,
    "/me",
    "/robots.txt",
    "/favicon.ico",
    "/images",
    "/i/{image}/{rest}",
    "/static/{name}",
]
STREAMS: Final = frozenset({"/me/notifications/stream"})
"""What goes on for ever to whoever is signed in; how it ends is tested with the pages."""
WRITE: Final = [
    *(path for method, path, _ in (*routes.OPEN, *routes.MEMBERS) if method == "POST"),
    "/images",
]
MEMBERS: Final = sorted({(method, path) for method, path, _ in routes.MEMBERS})

ODD: Final = (
    "x",
    "5" * 11,
    "%00",
    "%0d%0aSet-Cookie:%20a=b",
    "%ff%fe",
    "%ed%a0%80",
    "%zz",
    "..%2f..%2fetc%2fpasswd",
    "..",
    "%2e%2e",
    ".%2e",
    "%5c%5cevil.test",
    "%252e%252e%252f",
    "'%22%3E%3Cscript%3Ealert(1)",
    "%E2%80%AE",
    "a" * 3000,
    "%F0%9F%98%80" * 200,
    ";a=b",
    "*",
)
QUERIES: Final = (
    "after=x",
    "after=%00",
    "after=%ff",
    "&&&===",
    "after=1&after=2",
    "said=nothing",
    "show=x",
    "x" * 3000,
)


def places(path: str) -> list[str]:
    """The address with each odd value in its places, and with odd queries behind usual ones."""
    plain = re.sub(r"\{\w+\}", "5" * 11, path)
    found = [f"{plain}?{query}" for query in QUERIES]
    if "{" in path:
        found += [re.sub(r"\{\w+\}", lambda _, odd=odd: odd, path) for odd in ODD]  # type: ignore[misc]
    return [*found, plain + "/", plain + "//", plain.upper(), "/" + plain]


def check(answer: Answer) -> None:
    assert answer.status < 500, answer
    assert not LEAKS.search(answer.body), answer
    # The mark of an attempt to sign in elsewhere may go; nothing may be given.
    assert not answer.header("set-cookie") or "Max-Age=0" in answer.header("set-cookie")
    assert "\n" not in answer.header("location")
    assert not re.match(r"(?i)(https?:)?[/\\]{2}", answer.header("location")), answer
    if answer.header("content-type").startswith("text/html"):
        assert b"<script>alert" not in answer.body
        assert answer.header("x-content-type-options") == "nosniff"


@pytest.mark.parametrize("path", READ)
def test_odd_addresses_find_nothing_and_break_nothing(world: World, path: str) -> None:
    with unchanged(world):
        for address in places(path):
            for person in (world.nobody,) if path in STREAMS else (world.nobody, world.bob):
                check(person.get(address))


@pytest.mark.parametrize("path", sorted(set(READ + WRITE)))
def test_a_method_that_an_address_does_not_have_is_refused(world: World, path: str) -> None:
    plain = re.sub(r"\{\w+\}", "5" * 11, path)
    with unchanged(world):
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"):
            answer = world.owner.client.ask(method, plain, world.owner.own)
            assert answer.status in (404, 405), (method, answer)
            assert not LEAKS.search(answer.body)
            if answer.status == 405:
                assert answer.header("allow"), method


@pytest.mark.parametrize("path", WRITE)
def test_a_form_from_another_site_does_nothing(world: World, path: str) -> None:
    owner, plain = world.owner, re.sub(r"\{\w+\}", world.ids["story"], path)
    form = ("Content-Type", "application/x-www-form-urlencoded")
    here = f"http://{owner.client.host}"
    with unchanged(world):
        for headers in (
            (("Origin", "https://evil.test"), ("Sec-Fetch-Site", "cross-site")),
            (("Origin", "null"),),
            (("Origin", here), ("Sec-Fetch-Site", "cross-site")),
            (("Origin", here), ("Origin", "https://evil.test")),
            (("Sec-Fetch-Site", "same-site"),),
            (("Referer", here),),
        ):
            answer = owner.client.ask(
                "POST", plain, (*owner.cookie, form, *headers), b"role=OWNER&suspended=1"
            )
            check_refusal(answer, 403)


@pytest.mark.parametrize("path", WRITE)
def test_what_is_no_form_does_nothing(world: World, path: str) -> None:
    plain = re.sub(r"\{\w+\}", "5" * 11, path)
    form, bodies = "application/x-www-form-urlencoded", (b"\xff\xfe", b"a=%ff", b"a=%00", b"a&" * 200)
    with unchanged(world):
        for person in (world.bob, world.nobody):
            for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x", "", "x"):
                answer = person.send(plain, b'{"a": 1}', kind)
                assert 300 <= answer.status < 500, answer
            for body in bodies:
                answer = person.send(plain, body, form)
                assert 300 <= answer.status < 500, answer
            large = person.send(plain, b"a=" + b"x" * 70_000, form)
            assert large.status in (303, 401, 413, 415), large
            assert not LEAKS.search(large.body)


OF_READERS = frozenset({"/p/{story_id}/claps", "/p/{story_id}/lists"})
"""What members do with a story that they read."""


@pytest.mark.parametrize(("method", "path"), MEMBERS)
def test_members_pages_ask_strangers_in(world: World, method: str, path: str) -> None:
    plain = re.sub(r"\{\w+\}", world.ids["story"], path)
    for cookies in ({}, {"session": "x" * 43}, {"session": ""}, {"session": "\xff" * 43}):
        stranger = world.stranger(**cookies)
        with unchanged(world):
            answer = stranger.get(plain) if method == "GET" else stranger.post(plain, role="OWNER")
        assert (answer.status, answer.header("location").partition("?")[0]) == (303, "/sign-in")
        assert answer.header("cache-control") == "no-store"


@pytest.mark.parametrize(
    ("method", "path"),
    [(method, path) for method, path in MEMBERS if "{story_id}" in path and not path.startswith("/admin")],
)
def test_anothers_story_is_not_there(world: World, method: str, path: str) -> None:
    for name in ("draft",) if path in OF_READERS else ("draft", "story", "members"):
        address = path.replace("{story_id}", world.ids[name])
        with unchanged(world):
            fields = {"version": "1", "at": "2027-01-31T08:00"}
            answer = world.bob.get(address) if method == "GET" else world.bob.post(address, **fields)
        assert answer.status == 404, answer
        assert b"secret" not in answer.body


@pytest.mark.parametrize(
    ("method", "path"), [(method, path) for method, path in MEMBERS if path.startswith("/admin")]
)
def test_members_have_no_power(world: World, method: str, path: str) -> None:
    address = path.replace("{person_id}", world.ids["person"]).replace("{story_id}", world.ids["story"])
    with unchanged(world):
        fields = {"role": "OWNER", "suspended": "1", "email": "mallory@mail.test"}
        answer = world.bob.get(address) if method == "GET" else world.bob.post(address, **fields)
    assert answer.status == 403
    assert b"mail.test" not in answer.body


THEN: Final = (
    "https://evil.test/",
    "//evil.test/",
    "/\\evil.test",
    "\\\\evil.test",
    "/%2fevil.test",
    "/%5cevil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "\t//evil.test",
    " //evil.test",
    "///evil.test",
    "javascript:alert(1)",
    "/x\r\nSet-Cookie: a=b",
    "http:evil.test",
    "@evil.test",
    "/" + "x" * 5000,
    "\u2028//evil.test",
    "/\uff0fevil.test",
    "\uff0f\uff0fevil.test",
)


@pytest.mark.parametrize("then", THEN)
def test_nobody_is_led_away_after_signing_in(world: World, then: str) -> None:
    asked = world.bob.get(f"/sign-in?then={quote(then)}")
    acted = world.ada.post(f"/me/stories/{world.ids['draft']}/unshare", then=then)
    form = world.nobody.get(f"/sign-in?then={quote(then)}")
    assert (asked.status, acted.status) == (303, 303)
    for answer in (asked, acted):
        assert re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", answer.header("location")), answer.header("location")
        assert "evil.test" not in answer.header("location")
    assert not re.search(rb'name="then" value="[^"]*evil', form.body)
    twice = world.bob.get(f"/sign-in?then={quote('/sign-in?then=' + quote(then))}")
    assert "evil.test" not in world.bob.get(twice.header("location")).header("location")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test/",
        "//evil.test/%2e%2e",
        "/%2fevil.test/",
        "/\\evil.test/",
        "/%5cevil.test//",
        "/.//evil.test/",
    ],
)
def test_an_address_of_nothing_leads_nowhere(world: World, path: str) -> None:
    answer = world.nobody.get(path)
    assert answer.status in (400, 404)
    assert not answer.header("location")


def test_who_hangs_up_in_the_middle_is_no_failure_of_the_site(world: World) -> None:
    client = world.owner.client
    head = "".join(f"{name}: {value}\r\n" for name, value in world.owner.own)
    with unchanged(world):
        for path, kind in (
            ("/sign-in", "application/x-www-form-urlencoded"),
            ("/me/settings/profile", "application/x-www-form-urlencoded"),
            ("/images", "image/png"),
            ("/octavo.accounts.v1.Accounts/UpdateProfile", "application/json"),
        ):
            with socket.create_connection(("127.0.0.1", client.port)) as wire:
                start = f"POST {path} HTTP/1.1\r\nHost: {client.host}\r\n{head}Content-Type: {kind}\r\n"
                wire.sendall(f"{start}Content-Length: 100\r\n\r\nname=Gone".encode())
                time.sleep(0.05)
        assert world.nobody.get("/").status == 200
    assert "the site failed" not in world.site.output()
