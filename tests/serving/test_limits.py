"""What a client may send, how fast, and what it is told when that was too much."""

import asyncio

import pytest

from octavo.serving.limits import Http
from octavo.serving.listener import ListenError, open_socket
from tests.serving.site import STORY, serving


async def test_headers_that_are_too_large_are_a_431() -> None:
    async with serving(limits=Http(head_bytes=2048)) as served:
        for request in (
            served.request("/echo", f"X: {'y' * 3000}"),
            served.request("/echo", f"X: {'y' * 3000}")[:-4],
            served.request("/echo", *(f"X{number}: yyyyyyyyyyyyy" for number in range(200))),
        ):
            async with served.wire() as wire:
                answer = await wire.ask(request)
                assert answer.status == 431
                assert b"too large" in answer.body
                assert await wire.is_closed()
        assert not served.site.seen


async def test_an_address_that_is_too_long_is_a_414() -> None:
    async with serving(limits=Http(url_bytes=256)) as served:
        answer = await served.ask(served.request("/echo?" + "x" * 300))
        assert answer.status == 414


@pytest.mark.parametrize("size", [10, 11])
async def test_a_body_may_have_its_limit_and_not_a_byte_more(size: int) -> None:
    async with serving(limits=Http(body_bytes=10)) as served:
        request = served.request("/echo", f"Content-Length: {size}", method="POST") + b"x" * size
        answer = await served.ask(request)
        assert answer.status == (200 if size == 10 else 413)


async def test_a_chunked_body_cannot_hide_its_size() -> None:
    async with serving(limits=Http(body_bytes=10)) as served, served.wire() as wire:
        await wire.send(served.request("/echo", "Transfer-Encoding: chunked", method="POST"))
        answer = await wire.ask(b"8\r\nxxxxxxxx\r\n8\r\nxxxxxxxx\r\n0\r\n\r\n")
        assert answer.status == 413
        assert b"10 bytes" in answer.body


async def test_a_route_may_have_a_limit_of_its_own() -> None:
    def limit(method: str, path: str) -> int | None:
        return 100 if (method, path) == ("POST", "/images") else None

    async with serving(limits=Http(body_bytes=10), body_limit=limit) as served:
        body = b"x" * 50
        large = await served.ask(served.request("/images?a", "Content-Length: 50", method="POST") + body)
        small = await served.ask(served.request("/echo", "Content-Length: 50", method="POST") + body)
        assert (large.status, large.body, small.status) == (200, body, 413)


async def test_headers_that_do_not_come_are_a_408() -> None:
    async with serving(limits=Http(head_seconds=0.5)) as served, served.wire() as wire:
        answer = await wire.ask(served.request("/echo")[:-2])
        assert answer.status == 408
        assert await wire.is_closed()


async def test_a_body_that_does_not_come_is_a_408() -> None:
    async with serving(limits=Http(body_seconds=0.5)) as served, served.wire() as wire:
        request = served.request("/echo", "Content-Length: 10", method="POST")
        answer = await wire.ask(request + b"x")
        assert answer.status == 408


async def test_an_idle_connection_is_closed() -> None:
    async with serving(limits=Http(idle_seconds=0.5)) as served, served.wire() as wire:
        await wire.ask(served.request("/echo"))
        assert await wire.is_closed()


async def test_a_slow_answer_is_waited_for() -> None:
    limits = Http(idle_seconds=0.5, head_seconds=0.5, body_seconds=0.5)
    async with serving(limits=limits) as served, served.wire() as wire:
        await wire.send(served.request("/slow"))
        await asyncio.sleep(2.5)
        served.site.go.set()
        assert (await wire.read()).body == b"slow"


async def test_one_connection_too_many_is_told_503() -> None:
    async with serving(limits=Http(max_connections=1)) as served, served.wire() as first:
        await first.ask(served.request("/echo"))
        async with served.wire() as second:
            answer = await second.read()
            assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert (await first.ask(served.request("/echo"))).status == 200


@pytest.mark.parametrize(
    "rubbish", [b"\x16\x03\x01\x02\x00", b"GET / HTTP/9\r\n\r\n", b"GET nothing\r\n\r\n"]
)
async def test_what_is_no_request_is_a_400(rubbish: bytes) -> None:
    async with serving() as served, served.wire() as wire:
        answer = await wire.ask(rubbish)
        assert answer.status == 400
        assert await wire.is_closed()


async def test_rubbish_after_a_request_does_not_lose_its_answer() -> None:
    async with serving() as served, served.wire() as wire:
        await wire.send(served.request("/slow"))
        await served.site.entered.wait()
        await wire.send(b"\x00\x00rubbish\r\n\r\n")
        while not served.counters.total():  # noqa: ASYNC110 it counts, and tells nobody
            await asyncio.sleep(0.01)
        served.site.go.set()
        assert (await wire.read()).body == b"slow"
        assert await wire.is_closed()


async def test_expect_100_continue_is_answered_when_the_body_is_read() -> None:
    async with serving() as served, served.wire() as wire:
        request = served.request("/echo", "Content-Length: 2", "Expect: 100-Continue", method="POST")
        assert (await wire.ask(request)).status == 100
        assert (await wire.ask(b"ok")).body == b"ok"


async def test_an_answer_before_the_body_has_come_is_not_followed_by_another() -> None:
    async with serving(limits=Http(body_bytes=10, body_seconds=0.5)) as served, served.wire() as wire:
        request = served.request("/early", "Content-Length: 10", method="POST")
        assert (await wire.ask(request)).status == 200
        assert await wire.is_closed()


async def test_a_stop_lets_requests_in_flight_finish() -> None:
    async with serving() as served, served.wire() as working, served.wire() as idle:
        await idle.ask(served.request("/echo"))
        await working.send(served.request("/slow"))
        await served.site.entered.wait()
        stopping = asyncio.create_task(served.listener.stop())
        assert await idle.is_closed()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", served.port)
        served.site.go.set()
        answer = await working.read()
        assert (answer.body, answer.headers["connection"]) == (b"slow", "close")
        await stopping


async def test_a_stop_cuts_what_does_not_finish() -> None:
    async with serving(limits=Http(drain_seconds=0.2)) as served, served.wire() as wire:
        await wire.send(served.request("/slow"))
        await served.site.entered.wait()
        await served.listener.stop()
        assert await wire.is_closed()


async def test_many_connections_at_once_are_all_answered() -> None:
    async with serving() as served:
        answers = await asyncio.gather(*(served.ask(served.request()) for _ in range(200)))
        assert all(answer.body == STORY for answer in answers)


def test_a_busy_port_is_one_clear_line() -> None:
    with open_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ListenError, match=f"127.0.0.1:{port} is in use by another program") as caught:
            open_socket("127.0.0.1", port)
        assert caught.value.busy


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_one_clear_line(host: str) -> None:
    with pytest.raises(ListenError, match=f"{host} is not an address of this machine") as caught:
        open_socket(host, 0)
    assert not caught.value.busy


async def test_an_upgrade_that_is_not_offered_is_answered_as_if_it_were_not_asked_for() -> None:
    async with serving() as served, served.wire() as wire:
        upgrade = (
            "Connection: Upgrade, HTTP2-Settings",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
        )
        assert (await wire.ask(served.request("/story", *upgrade))).body == STORY
        assert (await wire.ask(served.request("/story"))).body == STORY
