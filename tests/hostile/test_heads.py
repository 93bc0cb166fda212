"""Hosts, forwarded headers, cookies and caches: nobody's page, address or sign-in becomes another's."""

import re
from pathlib import Path
from typing import Final

import pytest

from octavo.edge import routes
from tests.hostile.site import (
    Answer,
    Client,
    Person,
    World,
    check_refusal,
    document,
    draft,
    joined,
    published,
    unchanged,
)
from tests.running import free_port, running, wait_until

FORGED: Final = (
    ("X-Forwarded-Host", "evil.test"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-For", "192.0.2.66"),
    ("X-Forwarded-Port", "1"),
    ("X-Forwarded-Prefix", "/evil"),
    ("Forwarded", "host=evil.test;proto=https"),
    ("X-Host", "evil.test"),
    ("X-Original-URL", "/admin"),
    ("X-Rewrite-URL", "/admin"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-Request-Id", "evil-request-id"),
    ("Accept-Language", "de"),
    ("User-Agent", "evil<script>"),
    ("Range", "bytes=0-1"),
    ("Accept", "application/json"),
    ("Accept-Charset", "utf-7"),
    ("Purpose", "prefetch"),
)
"""What must change no page that is the same for everyone, and be remembered by none."""


@pytest.mark.parametrize(
    "host",
    [
        "evil.test",
        "",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:{port}@evil.test",
        "evil.test:{port}",
        "127.0.0.1:{port}.evil.test",
        "127.0.0.1:{port}, evil.test",
        "127.0.0.1:{port}/evil",
        "127.0.0.1 :{port}",
        "0x7f.1:{port}",
        "<script>alert(1)</script>",
        "\xff",
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/octavo.accounts.v1.Accounts/GetMe", "/static/x", "/images"]
)
def test_another_host_is_not_served(world: World, host: str, path: str) -> None:
    said = host.format(port=world.site.port)
    answer = world.owner.client.ask("GET", path, (("Host", said), *world.owner.cookie))
    check_refusal(answer, 400, 421)
    assert b"<script>" not in answer.body
    assert answer.header("cache-control") == "no-store"


def test_a_request_names_its_host_once(world: World) -> None:
    client = world.owner.client
    for hosts in ((client.host, client.host), (client.host, "evil.test"), ("evil.test", client.host), ()):
        lines = "".join(f"Host: {host}\r\n" for host in hosts)
        assert client.raw(f"GET / HTTP/1.1\r\n{lines}\r\n".encode()).startswith(b"HTTP/1.1 400 ")
    absolute = client.raw(f"GET http://evil.test/ HTTP/1.1\r\nHost: {client.host}\r\n\r\n".encode())
    assert b"evil.test" not in absolute


@pytest.mark.parametrize("count", [40_000, 200_000])
def test_a_huge_head_is_refused(world: World, count: int) -> None:
    client = world.owner.client
    for line in (
        "X: " + "y" * count,
        "\r\n".join(f"x{n}: y" for n in range(count // 8)),
        "Cookie: " + "a" * count,
    ):
        told = client.raw(f"GET /sign-in HTTP/1.1\r\nHost: {client.host}\r\n{line}\r\n\r\n".encode())
        assert told.startswith(b"HTTP/1.1 431 ")


def kept(world: World) -> dict[str, Answer]:
    """Each page that is the same for everyone, as somebody sees it who says nothing about themselves."""
    story = world.nobody.get(f"/p/{world.ids['story']}").header("location")
    members = world.nobody.get(f"/p/{world.ids['members']}").header("location")
    paths = ("/", story, members, "/@ada", "/feed", "/feed/@ada", "/tag/x", "/nothing-here", "/p/" + "5" * 11)
    return {path: world.nobody.get(path) for path in paths}


_OWN = {path for path, _ in routes.OWN}
"""In whose place those who are signed in have a page of their own."""


def same(answer: Answer, plain: Answer) -> None:
    assert (answer.status, answer.body) == (plain.status, plain.body)
    passing = {"date", "cache-status", "x-request-id"}
    assert [pair for pair in answer.headers if pair[0] not in passing] == [
        pair for pair in plain.headers if pair[0] not in passing
    ]


def purge(world: World) -> None:
    """Something changes on every page of Ada's, so that the next request makes them anew."""
    name = world.ada.call("accounts.v1.Accounts/GetMe").json["me"]["person"]["name"]
    other = "Ada" if name != "Ada" else "Ada B."
    assert world.ada.call("accounts.v1.Accounts/UpdateProfile", name=other).status == 200


@pytest.mark.parametrize("first", ["signed in", "forged", "odd query"])
def test_a_stored_page_is_the_same_for_everyone_whoever_made_it(world: World, first: str) -> None:
    purge(world)
    paths = list(kept(world))
    purge(world)  # back to the first name: whoever asks now has the page made
    made: dict[str, Answer] = {}
    for path in paths:
        match first:
            case "signed in":
                made[path] = world.owner.get(path, *FORGED[-6:])
                if path in _OWN:
                    assert made[path].header("cache-control") == "no-store"
                    made[path] = world.nobody.get(path, *FORGED[-6:])
            case "forged":
                made[path] = world.nobody.get(path, *FORGED)
            case _:
                made[path] = world.nobody.get(
                    f"{path}?utm_source=%22%3E%3Cscript%3E&said=welcome&x=evil.test"
                )
    later = kept(world)
    for path in paths:
        same(made[path], later[path])
        text = later[path].body
        assert b"evil" not in text
        assert b"Olga" not in text
        assert b"olga" not in text
        assert not later[path].header("set-cookie")
        for headers in (FORGED, (), *((header,) for header in FORGED)):
            if path not in _OWN:
                same(world.bob.get(path, *headers), later[path])


def test_a_members_story_is_not_stored_whole(world: World) -> None:
    path = world.nobody.get(f"/p/{world.ids['members']}").header("location")
    whole = f"/p/{world.ids['members']}/full"
    purge(world)
    assert b"secret-end" not in world.ada.get(path).body  # even for its author, the page is everyone's
    with_text = world.ada.get(whole)
    assert (with_text.status, b"secret-end" in with_text.body) == (200, True)
    assert with_text.header("cache-control") == "no-store"
    for person in (world.nobody, world.stranger(session="x" * 43)):
        for address in (path, f"{path}?fragment=1", "/feed", "/feed/@ada", "/", "/@ada"):
            assert b"secret-end" not in person.get(address).body
        assert person.get(whole).status == 303
        assert person.get(f"{whole}?fragment=1").status == 401
        for method, request in (
            ("ReadStory", {"storyId": world.ids["members"]}),
            ("ListStories", {"withText": True}),
            ("GetStories", {"storyIds": [world.ids["members"]]}),
        ):
            assert b"secret-end" not in person.call(f"stories.v1.Stories/{method}", **request).body


@pytest.mark.parametrize(
    "accepted", ["gzip", "br", "gzip;q=0, br;q=0", "identity;q=0", "x" * 2000, "*;q=nan", "br;q=-1"]
)
def test_no_wish_for_an_encoding_spoils_it_for_others(world: World, accepted: str) -> None:
    purge(world)
    wished = world.nobody.get("/@ada", ("Accept-Encoding", accepted))
    plain = world.nobody.get("/@ada")
    assert wished.status == plain.status == 200
    assert plain.header("content-encoding") == ""
    assert wished.header("vary") == plain.header("vary") == "accept-encoding"


def test_a_path_in_another_spelling_holds_nothing_of_its_own(world: World) -> None:
    path = world.nobody.get(f"/p/{world.ids['story']}").header("location")
    for spelled in (
        "/%40ada",
        path.replace("a", "%61"),
        path + "%3Fx",
        path + "%23x",
        "/@ada/%2e%2e/@ada",
        "/%2e/",
    ):
        answers = [person.get(spelled) for person in (world.owner, world.nobody, world.bob)]
        assert len({(answer.status, answer.body) for answer in answers}) == 1
        assert b"olga" not in answers[0].body.lower()


def test_a_sign_in_has_a_new_token_whatever_cookie_came(world: World) -> None:
    assert world.bob.call("accounts.v1.Accounts/SetPassword", password="bobs own long words").status == 200
    fixed = "A" * 43
    victim = world.stranger(session=fixed)
    answer = victim.post("/sign-in/password", login="bob", password="bobs own long words")
    assert answer.status == 303
    assert victim.cookies["session"] not in ("", fixed)
    assert world.stranger(session=fixed).get("/me/settings").status == 303
    with unchanged(world):
        forged = world.nobody.client.ask(
            "POST",
            "/sign-in/password",
            (("Origin", "https://evil.test"), ("Content-Type", "application/x-www-form-urlencoded")),
            b"login=bob&password=bobs+own+long+words",
        )
    check_refusal(forged, 403)
    assert not forged.cookies


def test_a_one_time_link_works_once_and_tells_nobody(world: World) -> None:
    link = world.owner.call("accounts.v1.Accounts/Invite", email="cleo@mail.test").json["link"]
    path = link.partition(world.owner.client.host)[2]
    page = world.nobody.get(path)
    assert page.header("cache-control") == "no-store"
    assert page.header("referrer-policy") in ("no-referrer", "same-origin", "strict-origin-when-cross-origin")
    assert not re.search(rb'(src|href)="https?://(?!127\.0\.0\.1)', page.body)
    cleo = world.stranger()
    assert cleo.post(path, handle="cleo", name="Cleo").status == 303
    again = world.stranger()
    for answer in (again.get(path), again.post(path, handle="dora", name="Dora")):
        assert answer.status == 410
        assert not answer.cookies
    for _ in range(110):  # one answer in a hundred is logged
        assert again.get(path).status == 410
    wait_until(lambda: "/sign-in/link/…" in world.site.output())
    assert path not in world.site.output()


def test_a_shared_draft_is_nobodys_referrer_and_dies_with_its_link(world: World) -> None:
    shared = world.ada.call("stories.v1.Stories/ShareDraft", storyId=world.ids["draft"], shared=True)
    path = f"/draft/{shared.json['shareKey']}"
    page = world.nobody.get(path)
    assert (page.status, page.header("referrer-policy"), page.header("cache-control")) == (
        200,
        "no-referrer",
        "no-store",
    )
    assert "noindex" in page.header("x-robots-tag")
    assert (
        world.ada.call("stories.v1.Stories/ShareDraft", storyId=world.ids["draft"], shared=False).status
        == 200
    )
    assert world.nobody.get(path).status == 404


def test_a_suspended_persons_words_are_gone_by_every_way(world: World) -> None:
    fred = joined(world.owner, "fred")
    text = document("Words-of-fred.")
    story_id, draft_id = published(fred, "By Fred", text), draft(fred, "Fred's draft", text)
    key = fred.call("stories.v1.Stories/ShareDraft", storyId=draft_id, shared=True).json["shareKey"]
    ways = (f"/p/{story_id}", "/@fred", "/", "/feed", "/feed/@fred", f"/draft/{key}", f"/p/{story_id}/full")
    assert b"Words-of-fred" in world.nobody.get(f"/draft/{key}").body
    person_id = fred.call("accounts.v1.Accounts/GetMe").json["me"]["person"]["id"]
    assert (
        world.owner.call("accounts.v1.Accounts/SetSuspended", personId=person_id, suspended=True).status
        == 200
    )
    wait_until(lambda: world.nobody.get(f"/p/{story_id}").status, 404)
    for person in (world.nobody, world.bob, fred):
        for way in ways:
            assert b"Words-of-fred" not in person.get(way).body, way
    assert fred.call("accounts.v1.Accounts/GetMe").status == 401


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_have_every_lock_that_the_scheme_allows(tmp_path: Path, scheme: str) -> None:
    port = free_port()
    url = f"{scheme}://octavo.test:{port}"
    with running(tmp_path, OCTAVO_DATA=str(tmp_path / "data"), OCTAVO_PORT=str(port), OCTAVO_URL=url) as site:
        client = Client(port)
        client.host = f"octavo.test:{port}"
        link = site.wait_for(rf"{url}/sign-in/link/[\w-]+").removeprefix(url)
        headers = (("Origin", url), ("Content-Type", "application/x-www-form-urlencoded"))
        answer = client.ask("POST", link, headers, b"handle=ada&name=Ada&email=ada@mail.test")
        said = {
            value.partition("=")[0]: value.lower() for name, value in answer.headers if name == "set-cookie"
        }
        session = said["__Host-session" if scheme == "https" else "session"]
        assert {"httponly", "path=/", "samesite=lax"} <= {part.strip() for part in session.split(";")}
        assert "domain" not in session
        assert all(("secure" in value) == (scheme == "https") for value in said.values())
        token = re.search(r"=([\w-]{43});", session)
        assert token
        assert all(token[1] not in value for name, value in said.items() if not name.endswith("session"))
        person = Person(client, {"__Host-session" if scheme == "https" else "session": token[1]})
        wrong = client.ask("POST", "/sign-out", (*person.cookie, ("Origin", f"http://127.0.0.1:{port}")))
        check_refusal(wrong, 403)
        out = client.ask("POST", "/sign-out", (*person.cookie, ("Origin", url)))
        assert out.status == 303
        assert person.get("/me/settings").status == 303
        transport = person.get("/sign-in").header("strict-transport-security")
        assert bool(transport) == (scheme == "https")
        client.close()


def test_what_the_site_keeps_is_for_its_user_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    data.chmod(0o755)  # whatever the umask of whoever runs the tests
    with running(tmp_path, OCTAVO_DATA=str(data)):
        files = [path for path in data.rglob("*") if not path.is_dir()]
        assert any(path.name == "accounts.db-wal" for path in files)
        assert [path.name for path in files if path.stat().st_mode & 0o077] == []
