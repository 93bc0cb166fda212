"""What stands between requests must not be taken for one, nor a part of one for another."""

import asyncio

import pytest

from octavo.serving.limits import Http
from tests.serving.site import serving

CHUNKED = "Transfer-Encoding: chunked"


@pytest.mark.parametrize(
    "head",
    [
        ("Content-Length: 5", CHUNKED),
        (CHUNKED, "Content-Length: 5"),
        (CHUNKED, "Transfer-Encoding: identity"),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding : chunked",),
        ("Transfer-Encoding: chunked, identity",),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: +5",),
        ("Content-Length: 5 5",),
        ("Content-Length: -1",),
        ("Content-Length: 18446744073709551617",),
        ("X: folded\r\n line",),
        ("X: a\x00b",),
        ("X: a\rb",),
        (" X: first",),
    ],
)
@pytest.mark.parametrize("path", ["/story", "/echo"])
async def test_a_request_whose_end_could_be_doubted_is_refused(path: str, head: tuple[str, ...]) -> None:
    async with serving() as served:
        await served.ask(served.request("/story"))
        async with served.wire() as wire:
            answer = await wire.ask(served.request(path, *head, method="POST") + b"0\r\n\r\n")
            assert answer.status == 400
            assert await wire.is_closed()


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (("Content-Length: 28",), b"GET /echo?smuggled HTTP/1.1\n"),
        ((CHUNKED,), b"1c\r\nGET /echo?smuggled HTTP/1.1\n\r\n0\r\n\r\n"),
    ],
)
async def test_the_body_of_a_request_for_a_stored_page_is_no_request(
    head: tuple[str, ...], body: bytes
) -> None:
    async with serving() as served:
        stored = await served.ask(served.request("/story"))
        async with served.wire() as wire:
            await wire.send(served.request("/story", *head) + body + served.request("/echo?next"))
            first, second = await wire.read(), await wire.read()
        assert (first.status, first.body) == (200, stored.body)
        assert second.status == 200
        assert [scope["query_string"] for scope in served.site.seen if scope["path"] == "/echo"] == [b"next"]


@pytest.mark.parametrize("trailer", ["Host: evil.test", "Cookie: session=x", "X-Forwarded-For: 192.0.2.1"])
async def test_trailers_are_no_headers(trailer: str) -> None:
    async with serving(trusted=("127.0.0.1",)) as served:
        body = f"5\r\nhello\r\n0\r\n{trailer}\r\n\r\n".encode()
        answer = await served.ask(served.request("/echo", CHUNKED, method="POST") + body)
        assert (answer.status, answer.body) == (200, b"hello")
        scope = served.site.seen[-1]
        assert [name for name, _ in scope["headers"]] == [b"host", b"transfer-encoding"]
        assert scope["client"][0] == "127.0.0.1"


async def test_trailers_without_end_are_refused() -> None:
    async with serving(limits=Http(head_bytes=2048)) as served, served.wire() as wire:
        await wire.send(served.request("/echo", CHUNKED, method="POST") + b"5\r\nhello\r\n0\r\n")
        for number in range(5):
            await asyncio.sleep(0.01)
            await wire.send(f"x{number}: {'y' * 500}\r\n".encode())
        answer = await wire.read()
        assert answer.status == 431
        assert await wire.is_closed()


async def test_headers_without_end_behind_a_slow_request_are_refused() -> None:
    async with serving(limits=Http(head_bytes=2048)) as served, served.wire() as wire:
        await wire.send(served.request("/slow"))
        await served.site.entered.wait()
        await wire.send(served.request("/echo")[:-2])
        for number in range(5):
            await asyncio.sleep(0.01)
            await wire.send(f"x{number}: {'y' * 500}\r\n".encode())
        await asyncio.sleep(0.05)
        served.site.go.set()
        assert (await wire.read()).body == b"slow"
        assert await wire.is_closed()
        assert sum(metric.value for metric in _refused(served.counters, "431")) == 1


async def test_a_piece_of_a_body_at_a_time_is_no_header() -> None:
    async with serving(limits=Http(head_bytes=1024)) as served, served.wire() as wire:
        await wire.send(served.request("/echo", CHUNKED, method="POST"))
        for _ in range(100):
            await wire.send(b"00000000000001\r\n")
            await asyncio.sleep(0)
            await wire.send(b"x\r\n")
        answer = await wire.ask(b"0\r\n\r\n")
        assert (answer.status, answer.body) == (200, b"x" * 100)


async def test_many_requests_in_one_piece_are_no_large_head() -> None:
    async with serving(limits=Http(head_bytes=1024)) as served, served.wire() as wire:
        one = served.request("/story")
        await wire.send(one * 40 + one[:-4])
        await asyncio.sleep(0.05)
        await wire.send(one[-4:])
        assert {(await wire.read()).status for _ in range(41)} == {200}


async def test_an_upgrade_that_is_not_made_loses_no_request_behind_it() -> None:
    async with serving() as served, served.wire() as wire:
        asked = served.request("/echo", "Upgrade: h2c", "Connection: Upgrade")
        await wire.send(asked + served.request("/echo?second") + served.request("/story")[:-10])
        await asyncio.sleep(0.01)
        await wire.send(served.request("/story")[-10:])
        assert [(await wire.read()).status for _ in range(3)] == [200, 200, 200]
        assert [scope["query_string"] for scope in served.site.seen] == [b"", b"second", b""]


def _refused(counters: object, status: str) -> list[object]:
    (family,) = (found for found in counters.collect() if found.name == "octavo_http_refused")  # type: ignore[attr-defined]
    return [sample for sample in family.samples if sample.labels.get("status") == status]
