# ruff: noqa: E501 (cases read best a line each)
"""Addresses made to lead a server astray: each is refused, and nothing is asked."""

import gzip
import zlib
from collections.abc import Sequence

import pytest

from octavo.chassis.fetching import Fetcher, Policy, Refused, Unreached, joined
from tests.chassis.test_fetching import LOOPBACK, other

REACHING = Policy(seconds=2, plain_http=True, redirects=5)

HOSTS = [
    # this machine, in every form that resolvers and browsers have been known to take
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "017700000001", "0x7f000001", "0x7f.0.0.1", "0x7f.1",
    "0177.0.0.1", "0177.1", "127.0.0.0x1", "127.00.00.01", "00000177.0.0.1", "0", "0.0.0.0", "00", "0x0", "0.0", "0x",
    "localhost", "LOCALHOST", "localhost.", "127.0.0.1.", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::127.0.0.1]", "[::1%25lo]", "[::1%lo]", "[0000::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[::ffff:0:127.0.0.1]", "[fe80::1]", "[fe80::1%25eth0]",
    # the network around it, and the clouds' own services
    "10.0.0.1", "10.1", "167772161", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.168.257", "3232235777", "169.254.169.254",
    "169.254.43518", "2852039166", "0xa9fea9fe", "0xA9.0xFE.0xA9.0xFE", "0251.0376.0251.0376", "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]", "[fd00:ec2::254]", "100.64.0.1", "100.100.100.200", "100.127.255.254", "198.18.0.1", "198.19.255.255",
    "192.0.0.192", "192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.251", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "[fc00::1]", "[fdff::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]", "[64:ff9b::a00:1]", "[64:ff9b:1::1]",
    # open addresses in forms that nobody uses who means well
    "134744072", "0x08080808", "010.8.8.8", "8.8.2056", "8.8.8.8.", "[2002:808:808::1]",
    # names that are none
    "exa%6dple.org", "%31%32%37.0.0.1", "127.0.0.1%2f.example.org", "example..org", ".example.org", "example.org.", "-",
    "ex\u00e4mple.org", "\uff11\uff12\uff17.0.0.1", "127\u30020\u30020\u30021", "\u2460\u2461\u2466.0.0.1", "l\u00f3calhost", "loc\u00adalhost",
    "example.org\u3002", "a" * 300 + ".org", "example.org\x00.evil.example", "exam\tple.org", "example.org\\.evil.example", "[::1", "::1", "[v1.x]", "",
]  # fmt: skip

ADDRESSES = [
    *(f"http://{host}/" for host in HOSTS), *(f"https://{host}/latest/meta-data/" for host in HOSTS),
    "http://user@127.0.0.1/", "http://example.org@127.0.0.1/", "http://127.0.0.1#@example.org/", "http://example.org:80@127.0.0.1/",
    "http://127.0.0.1\\@example.org/", "http://example.org\\@127.0.0.1/", "http:\\\\127.0.0.1\\", "http:/127.0.0.1/", "http:127.0.0.1",
    "http:///127.0.0.1", "//127.0.0.1/", "127.0.0.1", "http://127.0.0.1:80:80/", "http://example.org:22/", "http://example.org:25/",
    "http://example.org:99999/", "http://example.org:-1/", "http://example.org: 80/", "http://example.org:\u0661/", "HTTP://127.0.0.1/",
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "dict://127.0.0.1:11211/", "ftp://127.0.0.1/", "data:text/html,x", "javascript:x",
    "jar:http://127.0.0.1!/", "ldap://127.0.0.1/", "unix:/var/run/docker.sock", "http+unix://%2Fvar%2Frun/", "http://", "http://:80/", "", " ",
    "http://127.0.0.1/ HTTP/1.1\r\nHost: x\r\n\r\n", "http://example.org/\nx", " http://127.0.0.1/", "http://127.0.0.1 /",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
async def test_it_is_refused_and_nothing_is_asked(address: str) -> None:
    async with Fetcher(REACHING) as fetcher:
        with pytest.raises(Refused):
            await fetcher.get(address)


@pytest.mark.parametrize("host", [host for host in HOSTS if host])
async def test_nor_is_a_redirect_to_it_followed(host: str) -> None:
    async with other() as site:
        location = f"http://{host}/".encode()
        site.answer = b"HTTP/1.1 302 x\r\nlocation: " + location + b"\r\ncontent-length: 0\r\n\r\n"
        networks = ("127.0.0.1/32",)

        async def resolve(name: str, port: int) -> Sequence[str]:
            return ("127.0.0.1",) if name == "open.test" else ("10.0.0.1",)

        async with Fetcher(
            Policy(seconds=2, plain_http=True, redirects=5, networks=networks), resolve=resolve
        ) as fetcher:
            with pytest.raises((Refused, Unreached)):
                await fetcher.get(f"http://open.test:{site.port}/")
        assert len(site.asked) == 1


async def test_a_name_that_answers_openly_and_then_privately_reaches_nothing_private() -> None:
    """Rebinding against the first look, and a second connection of the same name."""
    asked: list[str] = []
    turns = iter(
        [("10.0.0.1",), ("127.0.0.1", "10.0.0.1"), ("::ffff:10.0.0.1",), ("fe80::1%eth0",), ("127.0.0.1",)]
    )

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return next(turns)

    async with other() as site, Fetcher(LOOPBACK, resolve=resolve) as fetcher:
        for _ in range(4):
            with pytest.raises(Refused, match="private"):
                await fetcher.get(f"http://rebinding.test:{site.port}/")
        assert site.asked == []
        assert (await fetcher.get(f"http://rebinding.test:{site.port}/")).status == 200
        assert asked == ["rebinding.test"] * 5, (
            "each connection asks for its name once, and goes where that led"
        )


async def test_redirects_end_and_never_leave_https() -> None:
    async with other() as site:
        site.answer = f"HTTP/1.1 302 x\r\nlocation: {site.url}/again\r\ncontent-length: 0\r\n\r\n".encode()
        async with Fetcher(
            Policy(seconds=2, plain_http=True, networks=("127.0.0.0/8",), redirects=5)
        ) as fetcher:
            assert (await fetcher.get(site.url)).status == 302
        assert len(site.asked) == 6
    for onwards in ("http://example.org/", "ftp://example.org/", "javascript:x"):
        with pytest.raises(Refused, match="https"):
            joined("https://example.org/a", onwards)
    assert joined("https://example.org/a", "/b") == "https://example.org/b"


async def test_what_is_secret_stays_with_the_host_that_it_was_meant_for() -> None:
    async with other() as second, other() as first:
        first.answer = f"HTTP/1.1 302 x\r\nlocation: {second.url}/\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n".encode()
        async with Fetcher(
            Policy(
                seconds=2,
                plain_http=True,
                networks=("127.0.0.0/8",),
                redirects=1,
                agent="Octavo (+https://site.test)",
            )
        ) as fetcher:
            await fetcher.get(first.url, {"Authorization": "Bearer x", "accept": "text/html"})
        assert b"Bearer x" in first.asked[0]
        assert b"Bearer" not in second.asked[0]
        assert b"cookie" not in second.asked[0].lower()
        assert b"user-agent: Octavo (+https://site.test)" in second.asked[0]


async def test_only_the_ports_of_the_policy_are_asked() -> None:
    async with other() as site:
        with pytest.raises(Refused, match="may not be asked"):
            async with Fetcher(
                Policy(plain_http=True, networks=("127.0.0.0/8",), ports=frozenset({80, 443}))
            ) as fetcher:
                await fetcher.get(site.url)
        assert site.asked == []


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
async def test_a_packed_answer_is_bounded_as_it_is_unpacked(coding: str, pack: object) -> None:
    assert callable(pack)
    async with other() as site, Fetcher(LOOPBACK) as fetcher:
        for plain in (b"small", b"x" * 500_000):
            packed = pack(plain)
            site.answer = (
                f"HTTP/1.1 200 OK\r\ncontent-encoding: {coding}\r\ncontent-length: {len(packed)}\r\n\r\n".encode()
                + packed
            )
            answer = await fetcher.get(site.url)
            assert (answer.body, answer.complete) == (plain[:1000], len(plain) <= 1000)


@pytest.mark.parametrize(
    "answer",
    [
        b"content-encoding: br\r\n\r\nx",
        b"content-encoding: gzip\r\n\r\nnot gzip",
        b"x: " + b"y" * 200_000 + b"\r\n\r\n",
    ],
)
async def test_what_cannot_be_unpacked_or_never_ends_its_headers_is_given_up(answer: bytes) -> None:
    async with other() as site, Fetcher(LOOPBACK) as fetcher:
        site.answer = b"HTTP/1.1 200 OK\r\n" + answer
        with pytest.raises(Unreached):
            await fetcher.get(site.url)
