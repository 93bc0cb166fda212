"""Before the site: hosts, proxies, health, ids, and what happens when the site fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.serving.hosts import KnownHosts, TrustedProxies
from tests.serving.site import serving


@pytest.mark.parametrize(
    ("url", "host", "known"),
    [
        ("https://example.org", b"example.org", True),
        ("https://example.org", b"EXAMPLE.org:443", True),
        ("https://example.org", b"example.org:80", False),
        ("https://example.org", b"evil.example.org", False),
        ("https://example.org", b"", False),
        ("http://example.org:8000", b"example.org:8000", True),
        ("http://example.org:8000", b"example.org", False),
        ("http://example.org:80", b"example.org", True),
        ("http://example.org:8000", b"localhost:8000", False),
        ("http://127.0.0.1:8000", b"localhost:8000", True),
        ("http://localhost:8000", b"[::1]:8000", True),
        ("http://127.0.0.1:8000", b"localhost", False),
        ("http://127.0.0.1", b"localhost", True),
    ],
)
def test_only_the_hosts_of_the_site_are_known(url: str, host: bytes, known: bool) -> None:
    hosts = KnownHosts(url)
    assert hosts(host) is known
    assert hosts(host) is known


def scope(client: tuple[str, int] | None, *headers: tuple[bytes, bytes]) -> dict[str, object]:
    return {"client": client, "scheme": "http", "headers": [(b"host", b"site"), *headers]}


def test_a_trusted_proxy_is_believed() -> None:
    asked = scope(
        ("10.0.0.1", 1),
        (b"x-forwarded-for", b"203.0.113.9, 198.51.100.7, 10.0.0.2"),
        (b"x-forwarded-proto", b"https"),
        (b"x-forwarded-host", b"example.org"),
        (b"x-request-id", b"abcdef-123456"),
    )
    TrustedProxies(["10.0.0.0/8"]).apply(asked)
    assert asked["client"] == ("198.51.100.7", 0)
    assert asked["scheme"] == "https"
    assert asked["headers"] == [(b"host", b"example.org")]
    assert asked["octavo.request_id"] == "abcdef-123456"


def test_forwarded_is_understood() -> None:
    asked = scope(
        ("::1", 1), (b"forwarded", b'for="[2001:db8::1]:4711";proto=https;host=example.org, for=10.0.0.3')
    )
    TrustedProxies(["::1", "10.0.0.0/8"]).apply(asked)
    assert (asked["client"], asked["scheme"]) == (("2001:db8::1", 0), "https")
    assert asked["headers"] == [(b"host", b"example.org")]


def test_a_clients_own_forwarded_does_not_count_before_what_the_proxy_says() -> None:
    asked = scope(
        ("10.0.0.1", 1),
        (b"forwarded", b"for=192.0.2.1;host=other.example;proto=https"),
        (b"x-forwarded-for", b"203.0.113.9"),
    )
    TrustedProxies(["10.0.0.0/8"]).apply(asked)
    assert asked == scope(("203.0.113.9", 0))


@pytest.mark.parametrize("said", [b"unknown", b"_hidden", b"<script>", b'"', b"1.2.3.4.5", b", ,"])
@pytest.mark.parametrize("name", [b"x-forwarded-for", b"forwarded"])
def test_what_is_no_address_leaves_the_proxys_own(name: bytes, said: bytes) -> None:
    asked = scope(("10.0.0.1", 1), (name, b"for=" + said if name == b"forwarded" else said))
    TrustedProxies(["10.0.0.0/8"]).apply(asked)
    assert asked == scope(("10.0.0.1", 1))


def test_a_stranger_is_not_believed_and_its_headers_are_taken_away() -> None:
    asked = scope(
        ("203.0.113.9", 1),
        (b"x-forwarded-for", b"127.0.0.1"),
        (b"forwarded", b"for=127.0.0.1;host=evil"),
        (b"x-forwarded-proto", b"https"),
    )
    TrustedProxies(["10.0.0.0/8"]).apply(asked)
    assert asked == scope(("203.0.113.9", 1))


@given(st.binary(max_size=200), st.sampled_from([b"forwarded", b"x-forwarded-for", b"x-forwarded-host"]))
def test_no_forwarded_header_breaks_the_reader(value: bytes, name: bytes) -> None:
    asked = scope(("10.0.0.1", 1), (name, value))
    TrustedProxies(["10.0.0.0/8"]).apply(asked)
    assert asked["client"]


@pytest.mark.parametrize(("path", "body"), [("/up", b"up\n"), ("/livez", b"alive\n")])
async def test_health_is_told_to_any_host(path: str, body: bytes) -> None:
    async with serving() as served:
        answer = await served.ask(f"GET {path} HTTP/1.1\r\nHost: 10.1.2.3\r\n\r\n".encode())
        assert (answer.status, answer.body) == (200, body)


async def test_a_part_that_is_not_in_order_makes_the_process_not_ready() -> None:
    async def broken() -> None:
        raise OSError("no disk")

    async with serving() as served:
        assert (await served.ask(served.request("/readyz"))).status == 200
        served.health.add("stories", broken)
        answer = await served.ask(served.request("/readyz"))
        assert answer.status == 503
        assert b'"problems":["stories"]' in answer.body
        assert b"no disk" not in answer.body
        assert (await served.ask(served.request("/up"))).status == 503
        assert (await served.ask(served.request("/livez"))).status == 200


async def test_a_stopping_process_is_not_ready() -> None:
    async with serving() as served:
        served.health.stopping = True
        assert b"stopping" in (await served.ask(served.request("/readyz"))).body


async def test_a_failure_of_the_site_tells_nothing_and_is_counted() -> None:
    async with serving() as served:
        answer = await served.ask(served.request("/broken"))
        assert answer.status == 500
        assert b"secret" not in answer.body
        assert len(answer.headers["x-request-id"]) == 32
        metrics = {
            (sample.name, sample.labels.get("status")): sample.value
            for family in served.counters.collect()
            for sample in family.samples
        }
        assert metrics["octavo_http_answers_total", "500"] == 1


@pytest.mark.parametrize("hosts", ["", "Host: a\r\nHost: b\r\n"])
async def test_a_request_names_one_host(hosts: str) -> None:
    async with serving() as served:
        answer = await served.ask(f"GET /echo HTTP/1.1\r\n{hosts}\r\n".encode())
        assert answer.status == 400


async def test_every_request_is_counted_once() -> None:
    async with serving() as served:
        for path in ("/story", "/story", "/story", "/echo", "/broken", "/livez"):
            await served.ask(served.request(path))
        assert served.counters.total() == 6
        assert served.counters.hits == 2


async def test_a_neighbour_on_this_machine_is_believed_no_more_than_anyone() -> None:
    async with serving() as served:
        said = ("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https")
        await served.ask(served.request("/echo", *said))
        scope = served.site.seen[-1]
        assert (scope["client"][0], scope["scheme"]) == ("127.0.0.1", "http")
