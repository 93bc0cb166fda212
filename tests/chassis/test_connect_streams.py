"""Server streaming over the Connect protocol: envelopes, ends, time, and readers who leave."""

import asyncio
import gzip
import json
import struct
from collections.abc import AsyncIterator
from typing import Any

import pytest

from octavo.chassis.connect import ConnectApp
from octavo.chassis.testing import THERE, WORLDS, in_world
from tests.chassis.shelf.v1 import shelf_wire
from tests.chassis.shelf.v1.shelf import CONTRACT, CountRequest, Shelf
from tests.chassis.shelves import ShelfInteractor
from tests.chassis.test_connect import LIMIT, PATH, Answer, Browser, authenticate, check


@pytest.fixture(params=WORLDS)
async def browser(request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    interactor = ShelfInteractor()
    async with in_world(request.param, Shelf, CONTRACT, interactor) as shelf:
        app = ConnectApp({CONTRACT: shelf}, authenticate=authenticate, check=check, limit=LIMIT)
        yield Browser(app, interactor)
        if request.param == THERE:
            await shelf.find_book(title="")  # tests of refusals never get so far as the wire


def enveloped(message: bytes, flags: int = 0) -> bytes:
    return struct.pack(">BI", flags, len(message)) + message


def envelopes(body: bytes) -> list[tuple[int, bytes]]:
    found = []
    while body:
        flags, length = struct.unpack_from(">BI", body)
        assert len(body) >= 5 + length
        found.append((flags, body[5 : 5 + length]))
        body = body[5 + length :]
    return found


async def stream(browser: Browser, request: Any, kind: str = "json", **headers: str) -> Answer:
    message = request if isinstance(request, bytes) else json.dumps(request).encode()
    sent = {"content-type": f"application/connect+{kind}", **headers}
    return await browser.send("POST", PATH + "Count", [enveloped(message)], sent)


def the_end(answer: Answer) -> Any:
    flags, message = envelopes(answer.body)[-1]
    assert flags == 2
    return json.loads(message)


async def test_a_stream_is_messages_and_an_end(browser: Browser) -> None:
    answer = await stream(browser, {"last": 3})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/connect+json")
    *messages, _ = envelopes(answer.body)
    assert [(flags, json.loads(message)) for flags, message in messages] == [
        (0, {"number": number}) for number in (1, 2, 3)
    ]
    assert the_end(answer) == {"metadata": {"octavo-messages": ["3"]}}
    assert browser.app.calls == {(PATH + "Count", "ok"): 1}


async def test_a_stream_may_be_binary(browser: Browser) -> None:
    answer = await stream(
        browser, bytes(shelf_wire.METHODS["Count"].request.to_bytes(CountRequest(last=2))), "proto"
    )
    assert answer.headers["content-type"] == "application/connect+proto"
    *messages, _ = envelopes(answer.body)
    read = shelf_wire.METHODS["Count"].response.from_bytes
    assert [read(message, strict=True).number for _, message in messages] == [1, 2]
    assert "error" not in the_end(answer)


async def test_an_error_stands_at_the_end_of_a_stream(browser: Browser) -> None:
    answer = await stream(browser, {"last": 2, "fail": True})
    assert len(envelopes(answer.body)) == 3
    error = the_end(answer)["error"]
    assert (error["code"], error["details"][0]["debug"]) == ("not_found", {"bookId": "last"})
    assert browser.app.calls == {(PATH + "Count", "not_found"): 1}


@pytest.mark.parametrize("request_", [b"{", b'{"first": 1}', b'{"last": "many"}', b""])
async def test_a_bad_request_of_a_stream_is_told_at_its_end(browser: Browser, request_: bytes) -> None:
    answer = await stream(browser, request_)
    assert (answer.status, the_end(answer)["error"]["code"]) == (200, "invalid_argument")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\x00",
        b'{"last": 1}',
        enveloped(b"{}") + enveloped(b"{}"),
        enveloped(b"{}", 2),
        enveloped(b"{}", 128),
        enveloped(gzip.compress(b"{}", mtime=0), 1),
        struct.pack(">BI", 0, 2**32 - 1) + b"{}",
    ],
)
async def test_what_is_not_one_envelope_is_invalid(browser: Browser, body: bytes) -> None:
    answer = await browser.send("POST", PATH + "Count", [body], {"content-type": "application/connect+json"})
    assert the_end(answer)["error"]["code"] == "invalid_argument"


async def test_the_messages_of_a_stream_may_be_compressed(browser: Browser) -> None:
    headers = {"connect-content-encoding": "gzip", "connect-accept-encoding": "gzip"}
    body = enveloped(gzip.compress(b'{"last": 2}'), 1)
    answer = await browser.send(
        "POST", PATH + "Count", [body], {"content-type": "application/connect+json", **headers}
    )
    assert answer.headers["connect-content-encoding"] == "gzip"
    assert len(envelopes(answer.body)) == 3


async def test_a_stream_is_asked_as_a_stream(browser: Browser) -> None:
    answer = await browser.send("POST", PATH + "Count", [b"{}"], {"content-type": "application/json"})
    assert answer.status == 415
    assert answer.headers["accept-post"] == "application/connect+json, application/connect+proto"


async def test_who_must_not_is_told_at_the_end_of_a_stream(browser: Browser) -> None:
    answer = await stream(browser, {"last": 1}, cookie="expired")
    assert the_end(answer)["error"]["code"] == "unauthenticated"
    answer = await stream(browser, {"last": 1}, cookie="thoreau", origin="https://evil")
    assert the_end(answer)["error"]["code"] == "permission_denied"


async def listening(browser: Browser, *, leave_after: int | None, **headers: str) -> list[Any]:
    """What a client gets of a stream without end, who goes away after so many messages."""
    left, sent = asyncio.Event(), []
    waiting = [{"type": "http.request", "body": enveloped(b'{"last": 2000000000}'), "more_body": False}]

    async def receive() -> Any:
        if waiting:
            return waiting.pop(0)
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(event: Any) -> None:
        sent.append(event)
        if leave_after is not None and len(sent) > leave_after:
            left.set()
        await asyncio.sleep(0.001)

    names = {"content-type": "application/connect+json", **headers}
    scope: Any = {"type": "http", "method": "POST", "path": PATH + "Count", "root_path": ""}
    scope["headers"] = [(name.encode(), value.encode()) for name, value in names.items()]
    await browser.app(scope, receive, send)
    return sent


async def test_a_stream_ends_when_its_reader_leaves(browser: Browser) -> None:
    sent = await listening(browser, leave_after=5)
    assert 5 <= len(sent) < 1000
    assert not any(envelopes(event["body"])[0][0] == 2 for event in sent[1:])
    assert browser.app.calls == {(PATH + "Count", "canceled"): 1}


async def test_a_stream_ends_with_its_time(browser: Browser) -> None:
    sent = await listening(browser, leave_after=None, **{"connect-timeout-ms": "150"})
    (last,) = envelopes(sent[-1]["body"])
    assert json.loads(last[1])["error"]["code"] == "deadline_exceeded"
