"""The contracts over HTTP: what a browser may send, and what it reads when it must not."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from octavo.chassis.connect import ConnectApp
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Unauthenticated
from octavo.chassis.testing import THERE, WORLDS, in_world
from tests.chassis.shelf.v1 import shelf_wire
from tests.chassis.shelf.v1.shelf import CONTRACT, Quote, Remark, Shelf
from tests.chassis.shelves import ShelfInteractor

LIMIT = 20_000
PATH = f"/{CONTRACT.name}/"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, its JSON read where it is JSON."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> tuple[int, str]:
        return self.status, self.json["code"]


async def authenticate(scope: Any) -> Caller:
    """A cookie of the tests: the name of the person."""
    name = dict(scope["headers"]).get(b"cookie", b"").decode()
    if name == "expired":
        raise Unauthenticated("This sign-in has expired.")
    return Caller(person_id=name) if name else ANONYMOUS


def check(scope: Any) -> None:
    """Refuse what another site sent."""
    if dict(scope["headers"]).get(b"origin", b"https://here") != b"https://here":
        raise Forbidden("This request comes from another site.")


class Browser:
    """Speaks ASGI with an app, a body in as many pieces as wanted."""

    def __init__(self, app: ConnectApp, interactor: ShelfInteractor) -> None:
        self.app = app
        self.interactor = interactor

    async def post(self, method: str, body: Any = b"{}", **headers: str) -> Answer:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"content-type": "application/json", "content-length": str(len(data)), **headers}
        return await self.send("POST", PATH + method, [data], sent)

    async def send(
        self, verb: str, path: str, pieces: Sequence[bytes], headers: dict[str, str], root: str = ""
    ) -> Answer:
        waiting = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        if waiting:
            waiting[-1]["more_body"] = False
        waiting.append({"type": "http.disconnect"})
        sent: list[Any] = []

        answered = asyncio.Event()

        async def receive() -> Any:
            if len(waiting) == 1 and pieces:
                await answered.wait()  # whoever sent all waits for the answer
            return waiting.pop(0)

        async def send(event: Any) -> None:
            sent.append(event)
            if event["type"] == "http.response.body" and not event.get("more_body", False):
                answered.set()

        names = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        path, _, query = path.partition("?")
        scope = {"type": "http", "method": verb, "path": path, "root_path": root, "headers": names}
        scope["query_string"] = query.encode()
        await self.app(scope, receive, send)
        if not sent:
            return Answer(0, {}, b"")
        start, *parts = sent
        found = {name.decode(): value.decode() for name, value in start["headers"]}
        body = b"".join(part["body"] for part in parts)
        assert "content-length" not in found or int(found["content-length"]) == len(body)
        return Answer(start["status"], found, body)


@pytest.fixture(params=WORLDS)
async def browser(request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    """A browser before an edge whose shelf is in the same process, or at a peer."""
    interactor = ShelfInteractor()
    async with in_world(request.param, Shelf, CONTRACT, interactor) as shelf:
        app = ConnectApp({CONTRACT: shelf}, authenticate=authenticate, check=check, limit=LIMIT)
        yield Browser(app, interactor)
        if request.param == THERE:
            await shelf.find_book(title="")  # tests of refusals never get so far as the wire


async def test_a_call_is_answered_in_camel_case_json(browser: Browser) -> None:
    answer = await browser.post(
        "AddBook", {"title": "Walden", "binding": "BINDING_CLOTH", "tags": ["wood"]}, cookie="thoreau"
    )
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json == {
        "book": {
            "id": "b0",
            "title": "Walden",
            "binding": "BINDING_CLOTH",
            "tags": ["wood"],
            "note": None,
            "addedAt": "2026-06-01T12:00:00.123456Z",
            "pages": 100,
            "copies": {"here": 1},
        }
    }
    assert (await browser.post("GetBooks", {"bookIds": ["b0", "b7"]})).json["books"][0]["title"] == "Walden"
    assert browser.app.calls == {(PATH + "AddBook", "ok"): 1, (PATH + "GetBooks", "ok"): 1}


async def test_the_answer_is_proto3_json(browser: Browser) -> None:
    from google.protobuf import json_format

    answer = await browser.post("AddBook", {"title": "Walden", "note": "x"}, cookie="thoreau")
    message = json_format.Parse(answer.body, shelf_wire.METHODS["AddBook"].response.new())
    assert message.book.added_at.nanos == 123456000
    assert message.book.copies == {"here": 1}


@pytest.mark.parametrize(
    "body",
    [
        {"title": "Walden", "note": None, "tags": None, "pages": None},
        {"title": "Walden", "pages": "100"},
        {"title": "Walden", "pages": 100.0},
        {"title": "Walden", "binding": 0},
    ],
)
async def test_every_way_to_write_proto3_json_is_read(browser: Browser, body: Any) -> None:
    answer = await browser.post("AddBook", body, cookie="thoreau")
    assert answer.status == 200
    assert answer.json["book"]["pages"] == 100


async def test_both_spellings_of_a_field_are_read(browser: Browser) -> None:
    assert (await browser.post("GetBooks", {"book_ids": ["b0"]})).json == {"books": []}


async def test_choices_and_durations_are_proto3_json(browser: Browser) -> None:
    await browser.post("AddBook", {"title": "Walden"}, cookie="thoreau")
    answer = await browser.post(
        "Annotate", {"bookId": "b0", "quote": {"text": "q", "page": 3}, "took": "1.5s"}
    )
    assert answer.json == {"quote": {"text": "q", "page": 3}, "took": "1.500s"}
    answer = await browser.post("Annotate", {"bookId": "b0", "remark": {"text": "r"}, "took": "-2s"})
    assert answer.json == {"remark": {"text": "r"}, "took": "-2s"}
    assert browser.interactor.notes == [Quote(text="q", page=3), Remark(text="r")]


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        (b"", "", "The body is not JSON"),
        (b"{", "", "The body is not JSON"),
        (b'{"title": "x"} more', "", "The body is not JSON"),
        (b'{"title": "\xff"}', "", "The body is not JSON"),
        (b'{"title": "\\ud800"}', "", "The body is not JSON"),
        (b"[" * 5000, "", ""),
        (b"[]", "", "Expected `object`, got `array`"),
        (b"null", "", "Expected `object`, got `null`"),
        (b'{"titel": "x"}', "titel", "Object contains unknown field `titel`"),
        (b'{"title": 5}', "title", "Expected `str`, got `int`"),
        (b'{"title": ["x"]}', "title", "Expected `str`, got `array`"),
        (b'{"title": "x", "pages": 2147483648}', "pages", "Expected `int` <= 2147483647"),
        (b'{"title": "x", "pages": 1.5}', "pages", "Expected `int`, got `float`"),
        (b'{"title": "x", "pages": "many"}', "pages", "Expected `int`, got `str`"),
        (b'{"title": "x", "binding": "LEATHER"}', "binding", "Invalid enum value 'LEATHER'"),
        (b'{"title": "x", "tags": ["a", 5]}', "tags[1]", "Expected `str`, got `int`"),
        (b'{"title": "x", "tags": "a"}', "tags", "Expected `array`, got `str`"),
        (b'{"title": "x", "tags": [null]}', "tags[0]", "Expected `str`, got `null`"),
    ],
)
async def test_a_bad_body_is_invalid_says_where_and_changes_nothing(
    browser: Browser, body: bytes, field: str, says: str
) -> None:
    answer = await browser.post("AddBook", body, cookie="thoreau")
    assert answer.error == (400, "invalid_argument")
    assert says in answer.json["message"]
    assert answer.json["details"][0]["type"] == "octavo.Invalid"
    assert answer.json["details"][0]["debug"] == {"field": field}
    assert browser.interactor.books == {}


@pytest.mark.parametrize(
    "body",
    [
        b'{"bookId": "b0", "remark": {}, "quote": {}}',
        b'{"bookId": "b0", "took": "soon"}',
        b'{"bookId": "b0", "remark": {"txt": "x"}}',
        b'{"bookId": "b0", "other": 1}',
        b'{"bookId": ',
        b"[]",
        b"null",
        b'{"bookId": "b0", "quote": ' + b'{"quote":' * 1500,
    ],
)
async def test_a_bad_body_of_the_slower_kind_is_invalid_too(browser: Browser, body: bytes) -> None:
    assert (await browser.post("Annotate", body)).error == (400, "invalid_argument")
    assert browser.interactor.notes == []


async def test_a_long_wrong_body_is_not_read_twice(browser: Browser) -> None:
    tags = ["x"] * 6000
    assert (await browser.post("AddBook", json.dumps({"title": "x", "tags": tags, "note": 5}).encode())).error
    answer = await browser.post("AddBook", b'{"title":"x","tags":[' + b"1," * 9_900 + b'"x"]}')
    assert answer.error == (400, "invalid_argument")


async def test_what_a_service_refuses_arrives_with_its_fields(browser: Browser) -> None:
    await browser.post("AddBook", {"title": "Walden"}, cookie="thoreau")
    answer = await browser.post("AddBook", {"title": "Walden"}, cookie="thoreau")
    assert answer.error == (409, "aborted")
    assert answer.json["message"] == "Another book has this title already."
    (detail,) = answer.json["details"]
    assert detail["type"] == "octavo.shelf.v1.TitleTaken"
    assert detail["debug"]["winner"]["title"] == "Walden"
    assert detail["debug"]["since"] == "2026-06-01T12:00:00.123456Z"
    assert detail["debug"]["free"] == ["Walden II"]
    packing = shelf_wire.FAULTS[detail["type"]]
    fault = packing.from_bytes(base64.b64decode(detail["value"] + "=="), strict=True)
    assert fault.winner.title == "Walden"


async def test_codes_become_the_status_that_connect_asks_for(browser: Browser) -> None:
    assert (await browser.post("AddBook", {"title": "x"})).error == (401, "unauthenticated")
    assert (await browser.post("AddBook", {"title": ""}, cookie="x")).error == (400, "invalid_argument")
    assert (await browser.post("Annotate", {"bookId": "none"})).error == (404, "not_found")
    assert (await browser.post("Fail", {"how": "forbidden"})).error == (403, "permission_denied")
    answer = await browser.post("Fail", {"how": "exhausted"})
    assert answer.error == (429, "resource_exhausted")
    assert answer.headers["retry-after"] == "3"
    assert answer.json["details"][0]["debug"] == {"retryAfter": 2.5}
    answer = await browser.post("Fail", {"how": "crowded"})
    assert (answer.headers["retry-after"], answer.json["message"]) == ("7", "Too many books at once.")
    assert answer.json["details"][0]["debug"] == {"retryAfterSeconds": 7}


async def test_an_unexpected_failure_is_mute(browser: Browser) -> None:
    answer = await browser.post("Fail", {"how": "unexpectedly"})
    assert answer.error == (500, "internal")
    assert b"1234" not in answer.body
    assert "details" not in answer.json


@pytest.mark.parametrize("method", ["FindBook", "Echo", "WhoAsks", "Nothing", "", "AddBook/x"])
async def test_what_is_not_public_is_not_there(browser: Browser, method: str) -> None:
    assert (await browser.post(method, cookie="thoreau")).error == (404, "unimplemented")


async def test_a_path_of_another_service_is_not_there(browser: Browser) -> None:
    json_body = {"content-type": "application/json"}
    answer = await browser.send("POST", "/octavo.other.v1.Other/Do", [b"{}"], json_body)
    assert answer.error == (404, "unimplemented")
    assert browser.app.answers(PATH + "Nothing")
    assert not browser.app.answers("/octavo.other.v1.Other/Do")
    assert not browser.app.answers("/about")


async def test_it_can_be_mounted_below_a_path(browser: Browser) -> None:
    json_body = {"content-type": "application/json"}
    answer = await browser.send("POST", f"/api{PATH}GetBooks", [b"{}"], json_body, root="/api")
    assert answer.json == {"books": []}


@pytest.mark.parametrize("verb", ["PUT", "DELETE", "HEAD", "PATCH"])
async def test_other_verbs_are_refused(browser: Browser, verb: str) -> None:
    answer = await browser.send(verb, PATH + "GetBooks", [b""], {})
    assert (answer.status, answer.headers["allow"]) == (405, "GET, POST, OPTIONS")


async def test_only_what_changes_nothing_may_be_asked_by_get(browser: Browser) -> None:
    for method in ("AddBook", "Count", "Fail"):
        answer = await browser.send("GET", PATH + method, [b""], {"cookie": "thoreau"})
        assert (answer.status, answer.headers["allow"]) == (405, "POST, OPTIONS")


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/connect+json",
        "application/protobuf",
        "application/json; charset=latin1",
    ],
)
async def test_another_content_type_is_refused(browser: Browser, kind: str) -> None:
    sent = await browser.send(
        "POST", PATH + "AddBook", [b'{"title":"x"}'], {"content-type": kind, "cookie": "thoreau"}
    )
    assert sent.status == 415
    assert sent.headers["accept-post"] == "application/json, application/proto"
    assert browser.interactor.books == {}


async def test_the_usual_spellings_of_the_content_type_are_read(browser: Browser) -> None:
    for kind in ("application/json; charset=utf-8", "Application/JSON", 'application/json;charset="UTF-8"'):
        sent = await browser.send("POST", PATH + "GetBooks", [b"{}"], {"content-type": kind})
        assert sent.status == 200


async def test_a_compression_that_nobody_knows_is_refused(browser: Browser) -> None:
    answer = await browser.post("GetBooks", **{"content-encoding": "br"})
    assert answer.error == (501, "unimplemented")
    assert "gzip" in answer.json["message"]


async def test_a_body_over_the_limit_is_refused_whether_it_says_so_or_not(browser: Browser) -> None:
    large = b'{"title": "' + b"x" * LIMIT + b'"}'
    assert (await browser.post("AddBook", large, cookie="thoreau")).error == (429, "resource_exhausted")
    headers = {"content-type": "application/json", "cookie": "thoreau"}
    pieces = [large[i : i + 1000] for i in range(0, len(large), 1000)]
    answer = await browser.send("POST", PATH + "AddBook", pieces, headers)
    assert answer.error == (429, "resource_exhausted")
    assert str(LIMIT) in answer.json["message"]
    assert browser.interactor.books == {}


async def test_a_body_may_come_in_pieces(browser: Browser) -> None:
    headers = {"content-type": "application/json", "cookie": "thoreau"}
    answer = await browser.send("POST", PATH + "AddBook", [b'{"tit', b'le": "Wal', b'den"}'], headers)
    assert answer.json["book"]["title"] == "Walden"


async def test_a_client_that_goes_away_changes_nothing(browser: Browser) -> None:
    headers = {"content-type": "application/json", "cookie": "thoreau"}
    answer = await browser.send("POST", PATH + "AddBook", [], headers)
    assert answer.status == 0
    assert browser.interactor.books == {}


async def test_another_site_is_refused_before_the_body_is_read(browser: Browser) -> None:
    answer = await browser.post("AddBook", b"not json", cookie="thoreau", origin="https://evil")
    assert answer.error == (403, "permission_denied")
    assert browser.interactor.books == {}


async def test_an_expired_sign_in_is_unauthenticated(browser: Browser) -> None:
    answer = await browser.post("GetBooks", cookie="expired")
    assert answer.error == (401, "unauthenticated")
    assert answer.json["message"] == "This sign-in has expired."


async def test_the_clients_timeout_is_kept(browser: Browser) -> None:
    slow = await browser.post("Sleep", {"seconds": 20}, **{"connect-timeout-ms": "100"})
    assert slow.error == (504, "deadline_exceeded")
    assert (await browser.post("Sleep", {"seconds": 0}, **{"connect-timeout-ms": "9999999999"})).status == 200


@pytest.mark.parametrize("text", ["-1", "1.5", "soon", "", "12345678901"])
async def test_a_timeout_that_is_none_is_invalid(browser: Browser, text: str) -> None:
    answer = await browser.post("Sleep", {"seconds": 0}, **{"connect-timeout-ms": text})
    assert answer.error == (400, "invalid_argument")


async def test_another_version_of_the_protocol_is_refused(browser: Browser) -> None:
    answer = await browser.post("GetBooks", **{"connect-protocol-version": "2"})
    assert answer.error == (400, "invalid_argument")


async def test_the_caller_does_not_outlive_the_call(browser: Browser) -> None:
    await browser.post("AddBook", {"title": "Walden"}, cookie="thoreau")
    assert (await browser.post("AddBook", {"title": "Emile"})).error == (401, "unauthenticated")
    with acting_as(Caller(person_id="someone")):
        assert (await browser.post("AddBook", {"title": "Emile"})).error == (401, "unauthenticated")
