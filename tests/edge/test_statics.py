"""The built scripts, styles, fonts and pictures."""

import gzip
from pathlib import Path

import brotli
import pytest

from octavo.edge.statics import IMMUTABLE, Statics
from tests.edge.browser import Browser

SCRIPT = "console.log('octavo');\n" * 100


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "assets" / "site-Bz3xKq1_.js").write_text(SCRIPT)
    (folder / "assets" / "font-Bz3xKq1_.woff2").write_bytes(b"\0" * 1000)
    (folder / "plain.txt").write_text("x")
    (folder / ".hidden").write_text("secret")
    (tmp_path / "outside.txt").write_text("secret")
    return Browser(Statics(folder, prefix="/static/"))


async def test_a_hashed_file_may_be_kept_for_ever(browser: Browser) -> None:
    answer = await browser.get("/static/assets/site-Bz3xKq1_.js")
    assert (answer.status, answer.text) == (200, SCRIPT)
    assert answer.header("cache-control") == IMMUTABLE
    assert answer.header("content-type") == "text/javascript; charset=utf-8"
    assert (await browser.get("/static/plain.txt")).header("cache-control") == "public, max-age=3600"


async def test_text_is_compressed_and_what_is_compressed_already_is_not(browser: Browser) -> None:
    path = "/static/assets/site-Bz3xKq1_.js"
    br = await browser.get(path, accept_encoding="gzip, br")
    zipped = await browser.get(path, accept_encoding="gzip")
    assert brotli.decompress(br.body) == gzip.decompress(zipped.body) == SCRIPT.encode()
    assert br.header("vary") == "accept-encoding"
    font = await browser.get("/static/assets/font-Bz3xKq1_.woff2", accept_encoding="gzip, br")
    assert not font.header("content-encoding")


async def test_an_unchanged_file_is_not_sent_again(browser: Browser) -> None:
    path = "/static/plain.txt"
    first = await browser.get(path)
    assert (await browser.get(path, if_none_match=first.header("etag"))).status == 304
    assert (await browser.get(path, if_none_match='"other"')).status == 200


async def test_head_sends_no_body(browser: Browser) -> None:
    answer = await browser.ask("HEAD", "/static/plain.txt")
    assert (answer.header("content-length"), answer.body) == ("1", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../outside.txt",
        "/static/.hidden",
        "/static/assets",
        "/static/",
        "/static//etc/passwd",
        "/static/x",
    ],
)
def test_what_is_not_on_the_list_is_not_there(browser: Browser, path: str) -> None:
    assert path not in browser.app
