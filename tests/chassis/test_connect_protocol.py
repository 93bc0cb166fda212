"""The Connect protocol beyond JSON by POST: binary, GET, gzip, other origins, repetition, limits."""

import base64
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from octavo.chassis.connect import ConnectApp, Outcome
from octavo.chassis.connect_http import Scope
from octavo.chassis.context import Caller
from octavo.chassis.testing import THERE, WORLDS, in_world
from tests.chassis.shelf.v1 import shelf_wire
from tests.chassis.shelf.v1.shelf import CONTRACT, AddBookRequest, GetBooksRequest, Shelf
from tests.chassis.shelves import ShelfInteractor
from tests.chassis.test_connect import LIMIT, PATH, Answer, Browser, authenticate, check
from tests.chassis.test_connect_streams import stream, the_end

PROTO = {"content-type": "application/proto", "cookie": "thoreau"}


class Memory:
    """Outcomes by key."""

    def __init__(self) -> None:
        self.known: dict[str, Outcome] = {}

    async def once(
        self, key: str, method: str, digest: bytes, work: Callable[[], Awaitable[Outcome]]
    ) -> tuple[Outcome, bool]:
        if key in self.known:
            return self.known[key], True
        self.known[key] = await work()
        return self.known[key], False


class Three:
    """Lets everybody call three times."""

    def __init__(self) -> None:
        self.taken: dict[str | None, int] = {}

    def take(self, scope: Scope, caller: Caller | None) -> tuple[list[tuple[bytes, bytes]], float]:
        name = caller.person_id if caller else None
        self.taken[name] = taken = self.taken.get(name, 0) + 1
        return [(b"ratelimit", b"%d" % max(0, 3 - taken))], 0.0 if taken <= 3 else 7.0


@pytest.fixture(params=WORLDS)
async def browser(request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    interactor = ShelfInteractor()
    async with in_world(request.param, Shelf, CONTRACT, interactor) as shelf:
        app = ConnectApp(
            {CONTRACT: shelf}, authenticate=authenticate, check=check, limit=LIMIT, replays=Memory()
        )
        yield Browser(app, interactor)
        if request.param == THERE:
            await shelf.find_book(title="")  # tests of refusals never get so far as the wire


def packed(method: str, request: Any) -> bytes:
    return bytes(shelf_wire.METHODS[method].request.to_bytes(request))


async def binary(browser: Browser, method: str, body: bytes, **headers: str) -> Answer:
    return await browser.send("POST", PATH + method, [body], {**PROTO, **headers})


# Binary


async def test_a_call_may_be_binary(browser: Browser) -> None:
    answer = await binary(browser, "AddBook", packed("AddBook", AddBookRequest(title="Walden", pages=7)))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/proto")
    book = shelf_wire.METHODS["AddBook"].response.from_bytes(answer.body, strict=True).book
    assert (book.title, book.pages) == ("Walden", 7)


async def test_errors_of_binary_calls_are_json(browser: Browser) -> None:
    for _ in range(2):
        answer = await binary(browser, "AddBook", packed("AddBook", AddBookRequest(title="Walden")))
    assert answer.error == (409, "aborted")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json["details"][0]["type"] == "octavo.shelf.v1.TitleTaken"


@pytest.mark.parametrize(
    "body",
    [b"\xff", b"\x0a\x05abc", b"\xfa\x01\x01x", b"\x0a\x01a\x9a\x06\x00", b"\x0a\x02\xff\xfe", b"\x10\x63"],
    ids=["no tag", "cut off", "an unknown field", "one beside a known one", "no UTF-8", "no such number"],
)
async def test_a_bad_binary_message_is_invalid_and_changes_nothing(browser: Browser, body: bytes) -> None:
    assert (await binary(browser, "AddBook", body)).error == (400, "invalid_argument")
    assert browser.interactor.books == {}


async def test_an_unknown_field_within_is_refused_too(browser: Browser) -> None:
    quote_with_more = b"\x0a\x01q\x38\x01"
    body = b"\x0a\x02b0\x1a" + bytes([len(quote_with_more)]) + quote_with_more
    await browser.post("AddBook", {"title": "Walden"}, cookie="thoreau")
    assert (await binary(browser, "Annotate", body)).error == (400, "invalid_argument")
    assert browser.interactor.notes == []


async def test_no_text_holds_nul_whatever_its_form(browser: Browser) -> None:
    for body, field in (
        (b'{"title": "a\\u0000"}', "title"),
        (b'{"title": "a", "tags": ["x", "\\u0000"]}', "tags[1]"),
        (b'{"title": "a\\u0000", "pages": "100"}', "title"),
    ):
        answer = await browser.post("AddBook", body, cookie="thoreau")
        assert answer.error == (400, "invalid_argument")
        assert answer.json["details"][0]["debug"] == {"field": field}
    assert (await binary(browser, "AddBook", b"\x0a\x02a\x00")).error == (400, "invalid_argument")
    assert browser.interactor.books == {}
    answer = await browser.post("AddBook", b'{"title": "\\\\u0000 is not one"}', cookie="thoreau")
    assert answer.json["book"]["title"] == "\\u0000 is not one"


# GET


async def test_what_changes_nothing_may_be_asked_by_get(browser: Browser) -> None:
    await browser.post("AddBook", {"title": "Walden"}, cookie="thoreau")
    message = json.dumps({"bookIds": ["b0"]})
    plain = f"?connect=v1&encoding=json&message={quote(message)}"
    in_64 = base64.urlsafe_b64encode(message.encode()).decode()
    in_gzip = base64.urlsafe_b64encode(gzip.compress(message.encode())).decode()
    binary = base64.urlsafe_b64encode(packed("GetBooks", GetBooksRequest(book_ids=("b0",)))).decode()  # type: ignore[arg-type]  # an id
    for query in (
        plain,
        f"?encoding=json&base64=1&message={in_64}",
        f"?encoding=json&base64=1&message={in_64.rstrip('=')}",
        f"?encoding=json&base64=1&compression=gzip&message={quote(in_gzip)}",
    ):
        answer = await browser.send("GET", PATH + "GetBooks" + query, [b""], {})
        assert answer.json["books"][0]["title"] == "Walden", query
    answer = await browser.send(
        "GET", PATH + f"GetBooks?connect=v1&encoding=proto&base64=1&message={binary}", [b""], {}
    )
    assert answer.headers["content-type"] == "application/proto"
    assert b"Walden" in answer.body


async def test_a_get_is_kept_as_long_as_it_is_the_same(browser: Browser) -> None:
    path = PATH + "GetBooks?" + urlencode({"encoding": "json", "message": "{}"})
    answer = await browser.send("GET", path, [b""], {})
    assert answer.headers["cache-control"] == "public, no-cache"
    again = await browser.send("GET", path, [b""], {"if-none-match": f'"x", {answer.headers["etag"]}'})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]
    for mine in ({"cookie": "thoreau"}, {"authorization": "Bearer x"}):
        answer = await browser.send("GET", path, [b""], mine)
        assert answer.headers["cache-control"] == "private, no-cache"
    wrong = await browser.send("GET", PATH + "GetBooks?encoding=json&message=x", [b""], {})
    assert wrong.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?encoding=json",
        "?encoding=json&message=%7B",
        "?encoding=json&message=%ff",
        "?encoding=json&message={}&message={}",
        "?encoding=json&message={}&connect=v2",
        "?encoding=json&message={}&base64=2",
        "?encoding=json&message=!!!&base64=1",
        "?encoding=json&message=e30&base64=1&compression=gzip",
        "?encoding=json&message={}&more=1",
        "?" + "&".join(f"a{n}=1" for n in range(30)),
    ],
)
async def test_a_wrong_query_is_invalid(browser: Browser, query: str) -> None:
    answer = await browser.send("GET", PATH + "GetBooks" + query, [b""], {})
    assert answer.error == (400, "invalid_argument")


async def test_another_encoding_of_a_get_is_refused(browser: Browser) -> None:
    for query in ("?message={}", "?encoding=xml&message={}"):
        assert (await browser.send("GET", PATH + "GetBooks" + query, [b""], {})).status == 415
    answer = await browser.send(
        "GET", PATH + "GetBooks?encoding=json&message=e30&base64=1&compression=br", [b""], {}
    )
    assert answer.error == (501, "unimplemented")


# gzip


async def test_requests_and_answers_may_be_compressed(browser: Browser) -> None:
    body = gzip.compress(json.dumps({"title": "Walden", "note": "wood " * 1000}).encode())
    answer = await browser.post(
        "AddBook", body, cookie="thoreau", **{"content-encoding": "gzip", "accept-encoding": "br, gzip;q=0.5"}
    )
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["book"]["note"] == "wood " * 1000
    for accepted in ("identity", "gzip;q=0", "gzip; q=0.0", ""):
        answer = await browser.post("GetBooks", {"bookIds": ["b0"]}, **{"accept-encoding": accepted})
        assert "content-encoding" not in answer.headers


async def test_what_is_small_is_not_compressed(browser: Browser) -> None:
    answer = await browser.post("GetBooks", **{"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers


async def test_gzip_opens_no_way_around_the_limit(browser: Browser) -> None:
    bomb = gzip.compress(b'{"title":"' + b"x" * 10_000_000 + b'"}')
    assert len(bomb) < LIMIT
    answer = await browser.post("AddBook", bomb, cookie="thoreau", **{"content-encoding": "gzip"})
    assert answer.error == (429, "resource_exhausted")
    whole = gzip.compress(b'{"title":"x"}')
    for broken in (b"no gzip", b"", whole[:-4], whole + b"more", whole + whole):
        answer = await browser.post("AddBook", broken, cookie="thoreau", **{"content-encoding": "gzip"})
        assert answer.error == (400, "invalid_argument"), broken
    assert browser.interactor.books == {}


# Other origins


async def test_scripts_of_other_sites_may_ask_whether_they_may(browser: Browser) -> None:
    answer = await browser.send(
        "OPTIONS",
        PATH + "AddBook",
        [b""],
        {"origin": "https://elsewhere", "access-control-request-method": "POST"},
    )
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    for needed in ("authorization", "connect-protocol-version", "idempotency-key", "content-type"):
        assert needed in answer.headers["access-control-allow-headers"]


async def test_answers_to_a_token_can_be_read_from_anywhere_and_no_others(browser: Browser) -> None:
    answer = await browser.post("GetBooks", origin="https://here", authorization="Bearer x")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "retry-after" in answer.headers["access-control-expose-headers"]
    answer = await browser.post("GetBooks", cookie="thoreau", origin="https://evil")
    assert answer.error == (403, "permission_denied")
    assert "access-control-allow-origin" not in answer.headers


# Repetition


async def test_a_repeated_call_is_answered_as_before(browser: Browser) -> None:
    for replayed in (None, "true"):
        answer = await browser.post("AddBook", {"title": "Walden"}, cookie="x", **{"idempotency-key": "k1"})
        assert (answer.json["book"]["id"], answer.headers.get("idempotency-replayed")) == ("b0", replayed)
    for replayed in (None, "true"):
        answer = await browser.post("AddBook", {"title": "Walden"}, cookie="x", **{"idempotency-key": '"k2"'})
        assert answer.error == (409, "aborted")
        assert answer.json["details"][0]["type"] == "octavo.shelf.v1.TitleTaken"
        assert answer.headers.get("idempotency-replayed") == replayed


async def test_what_may_succeed_later_is_tried_again(browser: Browser) -> None:
    for how, code in (("exhausted", "resource_exhausted"), ("unexpectedly", "internal")):
        for _ in range(2):
            answer = await browser.post("Fail", {"how": how}, cookie="x", **{"idempotency-key": how})
            assert answer.json["code"] == code
            assert "idempotency-replayed" not in answer.headers


async def test_a_call_that_changes_nothing_needs_no_memory(browser: Browser) -> None:
    for _ in range(2):
        answer = await browser.post("GetBooks", {}, cookie="x", **{"idempotency-key": "k"})
        assert "idempotency-replayed" not in answer.headers


@pytest.mark.parametrize("key", ["", '""', " ", "a b", "x" * 256, "\x7f", "ä"])
async def test_a_key_that_is_none_is_invalid(browser: Browser, key: str) -> None:
    answer = await browser.post("AddBook", {"title": "Walden"}, cookie="x", **{"idempotency-key": key})
    assert answer.error == (400, "invalid_argument")
    answer = await browser.post("AddBook", {"title": "Walden"}, **{"idempotency-key": "fine"})
    assert answer.error == (400, "invalid_argument")
    assert browser.interactor.books == {}


# Limits


async def test_what_is_left_is_told_and_too_much_refused() -> None:
    limits = Three()
    app = ConnectApp({CONTRACT: ShelfInteractor()}, authenticate=authenticate, check=check, limits=limits)
    browser = Browser(app, ShelfInteractor())
    for left in ("2", "1", "0"):
        answer = await browser.post("GetBooks", cookie="thoreau")
        assert (answer.status, answer.headers["ratelimit"]) == (200, left)
    answer = await browser.post("GetBooks", cookie="thoreau")
    assert answer.error == (429, "resource_exhausted")
    assert (answer.headers["retry-after"], answer.headers["ratelimit"]) == ("7", "0")
    assert (await browser.post("GetBooks", cookie="emerson")).status == 200
    ended = await stream(browser, {"last": 1}, cookie="thoreau")
    assert the_end(ended)["error"]["code"] == "resource_exhausted"
    assert ended.headers["retry-after"] == "7"


async def test_wrong_sign_ins_count_too() -> None:
    limits = Three()
    app = ConnectApp({CONTRACT: ShelfInteractor()}, authenticate=authenticate, check=check, limits=limits)
    browser = Browser(app, ShelfInteractor())
    answers = [await browser.post("GetBooks", cookie="expired") for _ in range(4)]
    assert [answer.status for answer in answers] == [401, 401, 401, 429]
    assert answers[0].headers["www-authenticate"] == "Bearer"
