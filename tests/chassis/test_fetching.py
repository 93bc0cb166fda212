"""Requests to other sites: asked as they are meant, and never of a private network, by whichever form."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis.fetching import Answer, Fetcher, Policy, Refused, Unreached, is_public

LOOPBACK = Policy(seconds=2, plain_http=True, networks=("127.0.0.0/8",), max_bytes=1000)


class Other:
    """Another site on this machine: answers with what it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[bytes] = []
        self.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-kind: real\r\n\r\nhi"
        self.wait = 0.0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int((head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]) or 0)
        self.asked.append(head + await reader.readexactly(length))
        try:
            await asyncio.sleep(self.wait)
            writer.write(self.answer)
            await writer.drain()
        except ConnectionError:
            pass  # whoever asked has had enough
        finally:
            writer.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def other() -> AsyncIterator[Other]:
    site = Other()
    server = await asyncio.start_server(site, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site


async def get(address: str, policy: Policy = LOOPBACK) -> Answer:
    async with Fetcher(policy) as fetcher:
        return await fetcher.get(address)


async def test_it_asks_and_tells_what_came() -> None:
    async with other() as site, Fetcher(LOOPBACK) as fetcher:
        answer = await fetcher.post(f"{site.url}/hook?a=b", b"body", {"x-mark": "1"})
        assert (answer.status, answer.body, answer.complete) == (200, b"hi", True)
        assert answer.headers["x-kind"] == "real"
        asked = site.asked[0]
        assert asked.startswith(b"POST /hook?a=b HTTP/1.1\r\n")
        assert b"x-mark: 1\r\n" in asked
        assert f"host: 127.0.0.1:{site.port}\r\n".encode() in asked
        assert asked.endswith(b"\r\n\r\nbody")


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.1",
        "172.16.5.5",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "2002:808:808::",
        "2001:0:808:808::",
        "192.88.99.1",
        "192.0.0.9",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "no address",
        "",
    ],
)
def test_these_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_these_are(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_packed_into_another_is_judged_alike(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))
    assert is_public(f"64:ff9b::{address}") == is_public(str(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ],
)
async def test_no_form_of_an_address_leads_into_the_machine(host: str) -> None:
    async with other() as site:
        with pytest.raises((Refused, Unreached)):
            await get(f"http://{host}:{site.port}/", Policy(plain_http=True, seconds=2))
        assert site.asked == []


async def test_one_private_address_among_open_ones_is_enough() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("8.8.8.8", "10.0.0.1")

    async with Fetcher(Policy(plain_http=True), resolve=resolve) as fetcher:
        with pytest.raises(Refused, match="private"):
            await fetcher.get("http://both.test/")


async def test_a_name_is_asked_for_once_so_no_second_answer_counts() -> None:
    """DNS rebinding: the name is harmless when it is looked at, and private a moment later."""
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])

    async def resolve(host: str, port: int) -> Sequence[str]:
        return next(answers)

    async with other() as site, Fetcher(LOOPBACK, resolve=resolve) as fetcher:
        assert (await fetcher.get(f"http://rebinding.test:{site.port}/")).status == 200
        assert f"host: rebinding.test:{site.port}".encode() in site.asked[0]
        with pytest.raises(Refused):
            await fetcher.get(f"http://rebinding.test:{site.port}/")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "https://",
        "https://user@example.org/",
        "https://user:pass@example.org/",
        "https://example.org:22/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/\r\nx: y",
        "https://ex\u00e4mple.org/",
        "https://[::1",
        "https://own.test/",
        "https://OWN.test./",
        "https://" + "x" * 2000,
    ],
)
async def test_what_is_no_address_for_us_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        await get(address, Policy(not_hosts=frozenset({"own.test"})))


async def test_http_is_refused_unless_it_is_allowed() -> None:
    with pytest.raises(Refused, match="https://"):
        await get("http://example.org/", Policy())


async def test_redirects_are_followed_as_far_as_they_are_allowed_and_looked_at() -> None:
    async with other() as last, other() as first:
        first.answer = f"HTTP/1.1 302 Found\r\nlocation: {last.url}/x\r\ncontent-length: 0\r\n\r\n".encode()
        assert (await get(f"{first.url}/")).status == 302
        follows = Policy(seconds=2, plain_http=True, networks=("127.0.0.0/8",), redirects=1)
        answer = await get(f"{first.url}/", follows)
        assert (answer.status, answer.address) == (200, f"{last.url}/x")
        async with Fetcher(follows) as fetcher:
            assert (await fetcher.post(f"{first.url}/", b"")).status == 302
        for bad in ("http://10.0.0.1/", "file:///etc/passwd", "//10.0.0.1/"):
            first.answer = f"HTTP/1.1 301 x\r\nlocation: {bad}\r\ncontent-length: 0\r\n\r\n".encode()
            with pytest.raises(Refused):
                await get(f"{first.url}/", follows)


async def test_no_more_than_so_many_bytes_are_taken() -> None:
    async with other() as site:
        site.answer = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 500_000
        answer = await get(f"{site.url}/")
        assert (len(answer.body), answer.complete) == (1000, False)


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"]
)
async def test_what_does_not_answer_as_http_is_said_to(answer: bytes) -> None:
    async with other() as site:
        site.answer = answer
        with pytest.raises(Unreached):
            await get(f"{site.url}/")


async def test_who_is_slow_is_given_up() -> None:
    async with other() as site:
        site.wait = 0.5
        with pytest.raises(Unreached, match="within"):
            await get(f"{site.url}/", Policy(seconds=0.1, plain_http=True, networks=("127.0.0.0/8",)))


async def test_nobody_there_is_said_to() -> None:
    async with other() as site:
        pass
    with pytest.raises(Unreached):
        await get(f"{site.url}/")
    with pytest.raises(Unreached):
        await get("http://no-such-host.invalid/")
