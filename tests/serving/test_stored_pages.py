"""Stored pages are answered before ASGI, and with the same bytes as over it."""

import asyncio
import gzip
import re
from datetime import UTC, datetime

import brotli
import pytest

from octavo.serving.page_cache import Page, prepare
from tests.serving.site import STORY, Answer, serving


def without_date(answer: Answer) -> bytes:
    return re.sub(rb"date: [^\r]+\r\n", b"", answer.raw)


async def test_the_second_request_never_reaches_the_application() -> None:
    async with serving() as served:
        first = await served.ask(served.request())
        second = await served.ask(served.request())
        assert (first.status, first.body) == (200, STORY)
        assert (second.status, second.body) == (200, STORY)
        assert first.headers["cache-status"] == "octavo; fwd=miss; stored"
        assert second.headers["cache-status"] == "octavo; hit"
        assert (len(served.site.seen), served.counters.hits) == (1, 1)


@pytest.mark.parametrize(
    "unusual",
    [
        ("Connection: close",),
        ("Content-Length: 0",),
        ("X-Forwarded-Host: evil.example",),
        ("Cookie: x=1; avoids=1",),
    ],
)
async def test_over_asgi_a_stored_page_is_the_same_bytes(unusual: tuple[str, ...]) -> None:
    async with serving() as served:
        await served.ask(served.request())
        short = await served.ask(served.request())
        long = await served.ask(served.request("/story", *unusual))
        assert served.counters.hits == 1
        assert len(served.site.seen) == 2
        assert without_date(long).replace(b"connection: close\r\n", b"") == without_date(short)


async def test_http_1_0_is_answered_and_the_connection_closed() -> None:
    async with serving() as served:
        await served.ask(served.request())
        async with served.wire() as wire:
            answer = await wire.ask(served.request(version="1.0"))
            assert (answer.status, answer.body) == (200, STORY)
            assert await wire.is_closed()


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("identity", None),
        ("nonsense;q=x", None),
    ],
)
async def test_the_best_accepted_encoding_is_sent(accepted: str, encoding: str | None) -> None:
    async with serving() as served:
        await served.ask(served.request())
        answer = await served.ask(served.request("/story", f"Accept-Encoding: {accepted}"))
        assert answer.headers.get("content-encoding") == encoding
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
        assert unpack(answer.body) == STORY
        assert answer.headers["vary"] == "accept-encoding"
        assert served.counters.hits == 1


async def test_a_copy_that_is_still_good_is_a_304_here_and_over_asgi() -> None:
    async with serving() as served:
        etag = (await served.ask(served.request())).headers["etag"]
        for extra in ((), ("Content-Length: 0",)):
            for match in (etag, f'"other", W/{etag}', "*"):
                answer = await served.ask(served.request("/story", f"If-None-Match: {match}", *extra))
                assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", etag)
        assert served.counters.unchanged == 3
        other = await served.ask(served.request("/story", 'If-None-Match: "other"'))
        assert other.status == 200


@pytest.mark.parametrize("extra", [(), ("Content-Length: 0",)])
async def test_by_date_is_asked_only_where_a_page_tells_one(extra: tuple[str, ...]) -> None:
    async with serving() as served:
        served.site.modified = datetime(2026, 3, 1, 12, 0, 0, 900_000, tzinfo=UTC)
        first = await served.ask(served.request())
        date = first.headers["last-modified"]
        assert date == "Sun, 01 Mar 2026 12:00:00 GMT"
        for conditions, status in (
            ([f"If-Modified-Since: {date}"], 304),
            (["If-Modified-Since: Mon, 02 Mar 2026 12:00:00 GMT"], 304),
            (["If-Modified-Since: Sun, 01 Mar 2026 11:59:59 GMT"], 200),
            (["If-Modified-Since: Sun, 01 Mar 2026 12:00:00"], 200),
            (["If-Modified-Since: \xff nonsense"], 200),
            ([f"If-Modified-Since: {date}", 'If-None-Match: "other"'], 200),
            ([f"If-Modified-Since: {date}", f"If-None-Match: {first.headers['etag']}"], 304),
        ):
            answer = await served.ask(served.request("/story", *conditions, *extra))
            assert answer.status == status, conditions
            assert answer.headers["last-modified"] == date
            assert answer.body == (b"" if status == 304 else STORY)
        assert served.counters.unchanged == (0 if extra else 3)


async def test_a_page_that_tells_no_date_comes_whole() -> None:
    async with serving() as served:
        assert "last-modified" not in (await served.ask(served.request())).headers
        answer = await served.ask(
            served.request("/story", "If-Modified-Since: Mon, 02 Mar 2099 12:00:00 GMT")
        )
        assert answer.status == 200


async def test_each_encoding_has_its_own_etag() -> None:
    forms = prepare(Page(body=STORY, tags=())).forms
    assert len({form.etag for form in forms.values()}) == 3


async def test_head_has_the_head_and_no_body() -> None:
    async with serving() as served:
        await served.ask(served.request())
        async with served.wire() as wire:
            answer = await wire.ask(served.request(method="HEAD"))
            assert (answer.status, answer.headers["content-length"]) == (200, str(len(STORY)))
            again = await wire.ask(served.request())
            assert again.body == STORY
        assert served.counters.hits == 2


async def test_posting_to_a_stored_address_reaches_the_application() -> None:
    async with serving() as served:
        await served.ask(served.request())
        await served.ask(served.request(method="POST"))
        assert served.counters.hits == 0
        assert [scope["method"] for scope in served.site.seen] == ["GET", "POST"]


async def test_pipelined_requests_are_answered_in_their_order() -> None:
    async with serving() as served:
        await served.ask(served.request())
        async with served.wire() as wire:
            served.site.go.set()
            together = served.request() + served.request("/slow") + served.request() + served.request("/echo")
            answers = [await wire.ask(together), await wire.read(), await wire.read(), await wire.read()]
        assert [answer.body for answer in answers] == [STORY, b"slow", STORY, b""]


async def test_a_request_that_comes_in_pieces_is_answered() -> None:
    async with serving() as served:
        await served.ask(served.request())
        async with served.wire() as wire:
            for piece in served.request("/story", "Accept-Encoding: br"):
                await wire.send(bytes([piece]))
            assert (await wire.read()).headers["content-encoding"] == "br"


async def test_only_the_allowed_part_of_a_query_makes_another_page() -> None:
    async with serving() as served:
        for query in ("", "?utm_source=x", "?page=2", "?a=1&page=2", "?page=2&page=2"):
            await served.ask(served.request(f"/story{query}"))
        assert served.site.renders == 3
        rendered = [scope["query_string"] for scope in served.site.seen]
        assert rendered == [b"", b"page=2", b"page=2&page=2"]


async def test_a_purged_page_is_rendered_again() -> None:
    async with serving() as served:
        await served.ask(served.request())
        served.site.text = b"new"
        served.near.purge(["story:1"], 1)
        assert (await served.ask(served.request())).body == b"new"
        assert (await served.ask(served.request())).body == b"new"
        assert served.site.renders == 2


async def test_many_who_ask_at_once_make_one_render() -> None:
    async with serving() as served:
        answers = await asyncio.gather(*(served.ask(served.request()) for _ in range(30)))
        assert {answer.body for answer in answers} == {STORY}
        assert served.site.renders == 1


async def test_every_answer_has_a_date() -> None:
    async with serving() as served:
        for path in ("/story", "/story", "/echo"):
            assert (await served.ask(served.request(path))).headers["date"].endswith("GMT")


async def test_surrogate_keys_name_what_the_page_shows() -> None:
    async with serving() as served:
        answer = await served.ask(served.request())
        assert answer.headers["surrogate-key"] == "story:1"
        assert "must-revalidate" in answer.headers["cache-control"]


@pytest.mark.parametrize("header", [("set-cookie", "a=b"), ("x-title", "a\r\nset-cookie: b")])
def test_a_stored_page_sets_no_cookie_and_breaks_no_line(header: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"cookie|line break"):
        prepare(Page(body=b"x", tags=(), headers=(header,)))


async def test_a_host_that_is_not_ours_is_never_answered_from_the_cache() -> None:
    async with serving() as served:
        await served.ask(served.request())
        answer = await served.ask(b"GET /story HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        assert answer.status == 421
        assert b"evil.example is not served here" in answer.body
        assert served.host in answer.body
