"""Every public method of every contract, asked wrongly in every way: refused, and nothing changed."""

import json
from typing import Any, Final

import pytest
from msgspec.structs import fields

from octavo.accounts.api import CONTRACT as ACCOUNTS
from octavo.chassis.contract import Audience, Contract, Idempotency, Method
from octavo.images.api import CONTRACT as IMAGES
from octavo.stories.api import CONTRACT as STORIES
from tests.hostile.site import Person, World, check_refusal, document, draft, joined, unchanged

CALLS: Final = {
    f"/{contract.name}/{method.name}": method
    for contract in (ACCOUNTS, IMAGES, STORIES)
    for method in contract.methods
    if method.audience is Audience.PUBLIC and not method.streams  # those answer in envelopes
}
INNER: Final = [
    f"/{contract.name}/{method.name}"
    for contract in (ACCOUNTS, IMAGES, STORIES)
    for method in contract.methods
    if method.audience is not Audience.PUBLIC
]
OPEN: Final = frozenset(
    {
        "GetPeople",
        "FindPerson",
        "IssueChallenge",
        "GetRegistration",
        "GetStories",
        "ReadStory",
        "ListStories",
        "ListTags",
        "ListTranslations",
        "FindSeries",
        "ReadSeries",
        "GetImages",
    }
)
"""What may be asked without being anybody. A new public method is none of these until it is written here."""

every_call = pytest.mark.parametrize("path", sorted(CALLS))

BROKEN: Final = {
    "nothing": b"",
    "half": b'{"',
    "a list": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "a number": b"1e999",
    "two objects": b"{}{}",
    "not UTF-8": b'{"\xff": 1}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "an unknown field": b'{"__proto__": {"isAdmin": true}}',
    "an unknown inner name": b'{"constructor": null, "personId": {"$ne": ""}}',
    "a lone surrogate": b'{"zz": "\\ud800"}',
    "deep": b'{"a":' * 3000 + b"1" + b"}" * 3000,
    "deep lists": b"[" * 200_000,
    "XML": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
}


@every_call
def test_what_is_no_request_is_refused(world: World, path: str) -> None:
    with unchanged(world):
        for what, body in BROKEN.items():
            answer = world.owner.send(path, body)
            assert answer.status == 400, (what, answer)
            check_refusal(answer, 400)
            assert answer.json["code"] == "invalid_argument"


def wrong_values(method: Method) -> list[dict[str, Any]]:
    """A request for each field and each kind of value that it cannot be, or should not."""
    odd: list[Any] = [
        [[]],
        {"a": 1},
        -(2**63),
        1.5,
        "\x00",
        "\ud800",
        "../../../etc/passwd",
        "'; DROP TABLE people; --",
        "1" * 11,
        "z" * 11,
        "x" * 100_000,
        ["\x00"] * 3,
        [{}],
        True,
    ]
    names = [field.encode_name for field in fields(method.request)]
    return [{name: value} for name in names for value in odd]


@pytest.mark.parametrize("path", sorted(CALLS.keys() - {"/octavo.accounts.v1.Accounts/RevokeSession"}))
def test_odd_values_are_refused_or_taken_but_never_break_anything(world: World, path: str) -> None:
    for request in wrong_values(CALLS[path]):
        for person in (world.bob, world.nobody):
            answer = person.send(path, json.dumps(request).encode())
            assert answer.status < 500, (request, answer)
            if answer.status >= 400:
                check_refusal(answer, 400, 401, 403, 404, 409, 429)


@every_call
def test_nobody_may_do_what_is_not_open(world: World, path: str) -> None:
    tokens = {
        "none": {},
        "garbage": {"session": "x" * 43},
        "short": {"session": "x"},
        "long": {"session": "x" * 5000},
        "odd": {"session": "\xff\xfe'\"%00"},
        "of a one-time link": {"session": "A" * 43},
        "under the other name": {"__Host-session": world.owner.cookies["session"]},
    }
    name = path.rpartition("/")[2]
    with unchanged(world):
        for what, cookies in tokens.items():
            answer = world.stranger(**cookies).send(path, sample(world, CALLS[path]))
            if name in OPEN:
                assert answer.status < 500, (what, answer)
            else:
                assert answer.status == 401, (what, answer)
                check_refusal(answer, 401)


def sample(world: World, method: Method, **ids: str) -> bytes:
    """A request that would be taken from whom it concerns: Ada's things, or what `ids` says instead."""
    known = {**world.ids, **ids}
    values: dict[str, Any] = {
        "storyId": known["draft"],
        "storyIds": [known["story"]],
        "personId": known["person"],
        "personIds": [known["person"]],
        "imageId": known["image"],
        "imageIds": [known["image"]],
        "sessionId": known["session"],
        "revisionId": known["revision"],
        "version": 1,
        "content": {"title": "Taken over", "body": '{"type":"doc","content":[{"type":"paragraph"}]}'},
        "at": "2026-12-31T08:00:00Z",
        "shared": True,
        "suspended": True,
        "role": "OWNER",
        "email": "mallory@mail.test",
        "handle": "mallory",
        "name": "Mallory",
        "password": "correct staple battery horse",
    }
    return json.dumps(
        {
            field.encode_name: values[field.encode_name]
            for field in fields(method.request)
            if field.encode_name in values
        }
    ).encode()


OTHERS: Final = sorted(
    path
    for path, method in CALLS.items()
    if {"story_id", "image_id", "person_id", "session_id"} & {field.name for field in fields(method.request)}
    and path.rpartition("/")[2] not in OPEN
)
POWERS: Final = ["/octavo.accounts.v1.Accounts/Invite", "/octavo.accounts.v1.Accounts/ListPeople"]


@pytest.mark.parametrize("path", [*OTHERS, *POWERS])
def test_what_is_anothers_is_not_touched(world: World, path: str) -> None:
    refused = (
        (200,) if path.endswith("/RevokeSession") else (403, 404)
    )  # ending what is not there is no fault
    with unchanged(world):
        answer = world.bob.send(path, sample(world, CALLS[path]))
        assert answer.status in refused, answer
        assert b"secret" not in answer.body
        assert b"Not yet" not in answer.body


@pytest.mark.parametrize("path", OTHERS)
@pytest.mark.parametrize("kind", ["unknown", "another kind", "empty", "no id", "long", "NUL"])
def test_an_id_of_nothing_is_refused(world: World, path: str, kind: str) -> None:
    ids = dict.fromkeys(("draft", "person", "image", "session", "revision"), "")
    text = {"unknown": "5" * 11, "empty": "", "no id": "../etc", "long": "2" * 5000, "NUL": "\x00" * 11}
    for name in ids:
        other = {"draft": "image", "person": "draft", "image": "person"}.get(name, "draft")
        ids[name] = world.ids[other] if kind == "another kind" else text[kind]
    with unchanged(world):
        answer = world.owner.send(path, sample(world, CALLS[path], **ids))
        if path.endswith("/RevokeSession") and answer.status == 200:
            return  # what is not there need not be ended
        check_refusal(answer, 400, 404)


HEADERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "another site": (("Origin", "https://evil.test"), ("Sec-Fetch-Site", "cross-site")),
    "a sister site": (("Sec-Fetch-Site", "same-site"),),
    "an old browser elsewhere": (("Origin", "https://evil.test"),),
    "a sandboxed page": (("Origin", "null"),),
    "the other scheme": (("Origin", "https://{host}"),),
    "another port": (("Origin", "http://127.0.0.1:1"),),
    "a longer name": (("Origin", "http://{host}.evil.test"),),
    "two origins": (("Origin", "http://{host}"), ("Origin", "https://evil.test")),
    "a cookie and no word": (),
}


@every_call
def test_another_site_cannot_call(world: World, path: str) -> None:
    owner, kind = world.owner, ("Content-Type", "application/json")
    with unchanged(world):
        for what, headers in HEADERS.items():
            said = tuple((name, value.format(host=owner.client.host)) for name, value in headers)
            answer = owner.client.ask("POST", path, (*owner.cookie, kind, *said), sample(world, CALLS[path]))
            assert answer.status == 403, (what, answer)
            check_refusal(answer, 403)
            assert not answer.header("access-control-allow-origin")


@every_call
def test_a_call_is_a_post_of_json(world: World, path: str) -> None:
    owner = world.owner
    safe = CALLS[path].idempotency is Idempotency.NO_SIDE_EFFECTS and not CALLS[path].streams
    verbs = "GET, POST, OPTIONS" if safe else "POST, OPTIONS"
    with unchanged(world):
        for method in ("HEAD", "PUT", "DELETE", "PATCH", "TRACE", *(() if safe else ("GET",))):
            answer = owner.client.ask(method, path, owner.own)
            assert (answer.status, answer.header("allow")) == (405, verbs), (method, answer)
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "a/b/c"):
            check_refusal(owner.send(path, sample(world, CALLS[path]), kind), 415)
        latin = owner.send(path, sample(world, CALLS[path]), "application/json; charset=latin-1")
        check_refusal(latin, 415)


@every_call
def test_too_large_a_call_is_refused_unread(world: World, path: str) -> None:
    headers = (*world.owner.own, ("Content-Type", "application/json"))
    with unchanged(world):
        head = "".join(f"{name}: {value}\r\n" for name, value in headers)
        told = world.owner.client.raw(
            f"POST {path} HTTP/1.1\r\nHost: {world.owner.client.host}\r\n{head}"
            f"Content-Length: {64 << 20}\r\n\r\n".encode()
        )
        assert told.startswith(b"HTTP/1.1 413 ")
        assert b"bytes" in told


@pytest.mark.parametrize("path", INNER)
def test_inner_methods_do_not_exist_outside(world: World, path: str) -> None:
    with unchanged(world):
        answer = world.owner.send(path, b"{}")
        assert (answer.status, answer.json["code"]) == (404, "unimplemented")


@pytest.mark.parametrize("contract", [ACCOUNTS, IMAGES, STORIES], ids=lambda contract: contract.name)
def test_what_is_near_a_method_is_none(world: World, contract: Contract) -> None:
    name = contract.name
    odd = (
        "",
        "/",
        "Nothing",
        "getPeople",
        "GetPeople/",
        "GetPeople%00",
        "../Publish",
        "%2e%2e/x",
        "a" * 5000,
    )
    with unchanged(world):
        for last in odd:
            answer = world.owner.send(f"/{name}/{last}", b"{}")
            check_refusal(answer, 404)
    assert world.owner.send(f"/{name.lower()}x/GetPeople", b"{}").status == 404


def test_a_sign_in_that_is_over_lets_nobody_in(world: World) -> None:
    eve = joined(world.owner, "eve")
    old = Person(eve.client, eve.cookies)
    assert old.call("accounts.v1.Accounts/GetMe").status == 200
    assert eve.call("accounts.v1.Accounts/SignOut").status == 200
    assert old.call("accounts.v1.Accounts/GetMe").status == 401
    assert old.get("/me/stories").status == 303
    assert old.get("/me/here?path=/").json["person"] is None
    assert old.upload(b"x").status == 401


def test_a_change_is_seen_by_those_who_look_for_one(world: World) -> None:
    before = world.state()
    draft(world.bob, "Bob's", document("His own."))
    after = world.state()
    assert {name for name in before if before[name] != after[name]} >= {
        "stories.stories",
        "stories.revisions",
    }
